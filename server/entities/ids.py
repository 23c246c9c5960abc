"""Record ids: time-ordered UUIDs inside, ``<type>_<uuid>`` outside.

The type in front makes an id unique across types, so that ``node(id:)`` knows where to look; clients treat it as opaque.
"""

from __future__ import annotations

import os
import struct
import time
from uuid import UUID

_last = 0


class RecordId(str):
    """The id of a record of any type, as clients see it; the annotation of attributes that hold one."""


def new_id() -> UUID:
    """Return a UUID of version 7; see ``new_ids``."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """Return UUIDs of version 7 (RFC 9562), in ascending order and greater than every one before them in this process.

    So new rows land at the end of an index, and records written together keep their order. Beside the milliseconds, 12 bits hold
    their fraction (method 3 of section 6.2), and 62 are random.
    """
    global _last
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    first = max((milliseconds << 12) | (rest * 4096 // 1_000_000), _last + 1)
    _last = first + count - 1
    return [
        UUID(int=(tick >> 12 << 80) | (0x7 << 76) | ((tick & 0xFFF) << 64) | (0x2 << 62) | (random >> 2))
        for tick, random in enumerate(struct.unpack(f">{count}Q", os.urandom(8 * count)), start=first)
    ]


def type_of(identifier: str) -> str:
    """Return the type that ``identifier`` names in front, or an empty text."""
    return identifier.rpartition("_")[0]


def encode_id(prefix: str, value: UUID) -> str:
    """Return the external form of a record's id."""
    return f"{prefix}_{value}"


def decode_id(prefix: str, identifier: str) -> UUID:
    """Return the UUID in ``identifier``; raise ``ValueError`` when it is not an id of the type ``prefix``."""
    kind, _, text = identifier.rpartition("_")
    try:
        if kind == prefix and len(text) == 36:
            return UUID(text)
    except ValueError:
        pass
    raise ValueError(f"{identifier[:60]!r} is not an id of type {prefix}; such ids look like {prefix}_0190a1b2-…")


def decode_any_id(identifier: str) -> UUID:
    """Return the UUID in the id of a record of whatever type; raise ``ValueError`` when it is none."""
    return decode_id(type_of(identifier), identifier)
