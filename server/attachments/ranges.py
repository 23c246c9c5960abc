"""The header ``Range`` (RFC 9110, section 14): one range of bytes; several at once are answered with the whole, as is allowed."""

from __future__ import annotations

import re

from server.errors import BadRequest

_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*")


class NotWithin(BadRequest):
    """The range does not lie within the content."""


def read_range(header: str | None, size: int) -> tuple[int, int]:
    """Return where the bytes that are asked for start and stop: all when no range is given, or none that is understood.

    Raises ``NotWithin`` when the range begins behind the end.
    """
    parsed = _RANGE.fullmatch(header or "")
    if parsed is None or not (parsed[1] or parsed[2]):
        return 0, size
    if not parsed[1]:
        start, stop = max(0, size - int(parsed[2])), size
    else:
        start, stop = int(parsed[1]), min(size, int(parsed[2]) + 1 if parsed[2] else size)
        if parsed[2] and int(parsed[2]) < start:
            return 0, size
    if start >= size:
        raise NotWithin(f"the range begins at byte {start}, but the content has only {size} bytes", status=416)
    return start, stop
