"""The body of an upload, taken to a temporary file: its size and checksum are known, and no slow client waited for, before the
database is asked for anything.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from starlette.types import Receive

from server.errors import BadRequest

#: Seconds without a byte after which a client is given up, and for which one that was refused may go on sending.
_PATIENCE = 60.0
_LINGERING = 3.0
#: Bytes that stay in memory rather than go to a file.
_SMALL = 256 * 1024


@dataclass(frozen=True, slots=True)
class Spooled:
    """A body that has arrived whole."""

    file: BinaryIO
    size: int
    digest: bytes


class Body:
    """The body of one request as it arrives; ``complete`` tells whether all of it has, or its client is gone."""

    def __init__(self, receive: Receive, patience: float = _PATIENCE) -> None:
        self._receive = receive
        self._patience = patience
        self.begun = False
        self.complete = False

    @asynccontextmanager
    async def spool(self, limit: int) -> AsyncIterator[Spooled]:
        """Give the whole body, which is deleted at the end of the block.

        Raises ``BadRequest`` when it is longer than ``limit`` bytes, does not arrive, or its client leaves.
        """
        with SpooledTemporaryFile(_SMALL) as file:
            checksum, size = hashlib.sha256(), 0
            while not self.complete:
                chunk = await self._next()
                size += len(chunk)
                if size > limit:
                    raise BadRequest(_too_large(limit), status=413)
                await asyncio.to_thread(_add, cast("BinaryIO", file), checksum, chunk)
            yield Spooled(cast("BinaryIO", file), size, checksum.digest())

    async def drain(self) -> None:
        """Let the client send on for a moment: one who is cut off in the middle may never read why it was refused."""
        try:
            async with asyncio.timeout(_LINGERING):
                while not self.complete:
                    await self._next()
        except (TimeoutError, BadRequest):
            pass

    async def _next(self) -> bytes:
        self.begun = True
        try:
            async with asyncio.timeout(self._patience):
                message = await self._receive()
        except TimeoutError:
            raise BadRequest(f"nothing of the body arrived for {self._patience:.0f} seconds", status=408) from None
        if message["type"] == "http.disconnect":
            self.complete = True
            raise BadRequest("the client left before the body was complete")
        self.complete = not message.get("more_body", False)
        return cast("bytes", message.get("body", b""))


def check_length(content_length: str | None, limit: int) -> None:
    """Raise ``BadRequest`` when a body that is announced with this length is longer than ``limit`` bytes."""
    if content_length is not None and content_length.isdecimal() and int(content_length) > limit:
        raise BadRequest(_too_large(limit), status=413)


def _add(file: BinaryIO, checksum: hashlib._Hash, chunk: bytes) -> None:
    file.write(chunk)
    checksum.update(chunk)


def _too_large(limit: int) -> str:
    return f"the content is larger than {limit} bytes, which TESSERA_LIMIT_ATTACHMENT_BYTES allows"
