"""A CSV file as rows: its bytes surveyed first, then split as they are needed.

The survey reads the whole file once before anything is written: it must be of one encoding, to the last byte. Structure is checked
row by row, because one bad row should cost itself only. No knowledge of entities.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import IO

from server.errors import BadUserInput, SetupError

_BLOCK = 1 << 20
_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\0\r\n ])"?\s*', re.IGNORECASE)
_STRUCTURE = (
    ("field larger", f"a cell has more than {csv.field_size_limit():,} characters, or its quote is never closed"),
    ("unexpected end", "a quote is opened and never closed"),
    ("expected after", 'a quote within a quoted cell must be doubled ("")'),
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What the whole file is like: its size, the SHA-256 of its content, and whether NUL characters are in it."""

    size: int
    digest: bytes
    has_nul: bool


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be split into cells."""

    reason: str


class Table:
    """An open CSV file: its header, and its rows once."""

    def __init__(self, path: Path, raw: IO[bytes], text: TextIOWrapper, delimiter: str | None) -> None:
        self._path = path
        self._raw = raw
        self._skipped, stated, names = 0, None, text.readline()
        while names.isspace() or _SEPARATOR_LINE.fullmatch(names):
            stated = _SEPARATOR_LINE.fullmatch(names) or stated
            self._skipped += 1
            names = text.readline()
        self.delimiter = delimiter or (stated[1] if stated else _likely_delimiter(names))
        self._reader = csv.reader(chain([names], text), delimiter=self.delimiter, strict=True)
        self.header = self._read_header()

    def _read_header(self) -> list[str]:
        for _, cells in self.rows():
            if isinstance(cells, BadRow):
                raise BadUserInput(f"{self._path}: the header cannot be read: {cells.reason}")
            return [cell.strip() for cell in cells]
        raise BadUserInput(f"{self._path} is empty; its first line must name the columns")

    def position(self) -> int:
        """Return how many bytes of the file were read so far."""
        return self._raw.tell()

    def rows(self) -> Iterator[tuple[int, list[str] | BadRow]]:
        """Yield the rows that are left, each with the number of the line on which it begins; blank lines are no rows."""
        while True:
            line = self._skipped + self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, BadRow(_explained(str(error)))
            except (UnicodeDecodeError, EOFError, zlib.error, OSError):
                raise SetupError(f"{self._path} changed while it was read; run the same command again") from None
            else:
                if cells:
                    yield line, cells


def survey_file(path: Path, encoding: str) -> Survey:
    """Read the whole file; raise ``SetupError`` or ``BadUserInput`` when it cannot be read as text of this encoding."""
    _check_encoding(encoding)
    digest, has_nul, before, lines = hashlib.sha256(), False, 0, 1
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with _open_bytes(path) as (raw, content):
        while block := _read(path, content):
            if before == 0:
                _check_beginning(path, block, encoding)
            digest.update(block)
            try:
                has_nul = "\0" in decoder.decode(block) or has_nul
            except UnicodeDecodeError as error:
                raise _undecodable(path, error, before, block, lines, encoding) from None
            if len(block) == _BLOCK and b"\n" not in block and b"\r" not in block:
                raise BadUserInput(f"{path}: line {lines} is longer than {_BLOCK:,} bytes; is this a CSV file?")
            before += len(block)
            lines += block.count(b"\n")
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise _undecodable(path, error, before, b"", lines, encoding) from None
        return Survey(raw.tell(), digest.digest(), has_nul)


@contextmanager
def open_table(path: Path, encoding: str, delimiter: str | None) -> Iterator[Table]:
    """Open a surveyed file; without a ``delimiter`` the one that the header uses most is taken."""
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0 '):
        raise SetupError(f"{delimiter!r} cannot be a delimiter; give one character, such as ; or a tab")
    if codecs.lookup(encoding).name == "utf-8":
        encoding = "utf-8-sig"
    with _open_bytes(path) as (raw, content), TextIOWrapper(content, encoding, "strict", newline="") as text:
        yield Table(path, raw, text, delimiter)


def _check_encoding(encoding: str) -> None:
    try:
        "".encode(encoding)
    except LookupError:
        raise SetupError(f"{encoding!r} is no encoding; give one such as utf-8, cp1252, cp1250 or utf-16") from None


@contextmanager
def _open_bytes(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The file itself, whose position tells the progress, and its content, unpacked where it is gzip."""
    if path.exists() and not path.is_file():
        raise SetupError(f"{path} is not a file; an import reads its file more than once")
    try:
        raw = path.open("rb")
    except FileNotFoundError:
        raise SetupError(f"there is no file {path}") from None
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}") from None
    with raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        yield raw, gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[misc]


def _read(path: Path, content: IO[bytes]) -> bytes:
    try:
        return content.read(_BLOCK)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadUserInput(f"{path} is damaged: it does not unpack to its end; fetch it again") from None
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}") from None


def _check_beginning(path: Path, block: bytes, encoding: str) -> None:
    if codecs.lookup(encoding).name == "utf-8" and block[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise BadUserInput(f"{path} is UTF-16, not UTF-8; save it as UTF-8, or import it with --encoding utf-16")


def _undecodable(
    path: Path, error: UnicodeDecodeError, before: int, block: bytes, lines: int, encoding: str
) -> BadUserInput:
    pending = len(error.object) - len(block)  # bytes that the decoder kept from the block before
    start = error.start - pending
    line = lines + block.count(b"\n", 0, max(start, 0))
    name = "UTF-8" if codecs.lookup(encoding).name == "utf-8" else encoding
    return BadUserInput(
        f"{path}: the byte 0x{error.object[error.start]:02x} at offset {before + start} (line {line}) is not {name}; "
        f"save the file as UTF-8, or name its encoding, such as --encoding cp1252"
    )


def _likely_delimiter(header: str) -> str:
    bare = re.sub(r'"[^"]*("|$)', "", header)
    return max(_DELIMITERS, key=bare.count)


def _explained(error: str) -> str:
    return next((reason for sign, reason in _STRUCTURE if sign in error), error)
