"""The rows that were refused, written to a CSV file beside the imported one.

The list is kept in an unnamed temporary file and put in its place when it is complete, so that a killed import leaves none behind.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from server.errors import SetupError
from server.importing.cells import guard

_LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was refused: its number (the first after the header is 1), its line, and the column and value at fault."""

    row: int
    line: int
    column: str
    value: str
    reason: str


class ErrorFile:
    """The list of refusals for the file ``path``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._spool: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115
        self._writer = csv.writer(self._spool)
        self._writer.writerow(("row", "line", "column", "value", "reason"))
        self._filled = False

    def __enter__(self) -> ErrorFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._spool.close()

    def add(self, refusals: Iterable[Refusal]) -> None:
        """Append refusals, which come in the order of the rows."""
        try:
            for refusal in refusals:
                self._filled = True
                shown = [text.replace("\0", "\\x00") for text in (refusal.column, refusal.value[:_LONGEST_VALUE])]
                self._writer.writerow((refusal.row, refusal.line, *map(guard, shown), refusal.reason))
        except OSError as error:
            raise SetupError(f"the refused rows cannot be kept in {tempfile.gettempdir()}: {error.strerror}") from None

    def publish(self) -> Path | None:
        """Put the list in its place and return it; without refusals take away that of an earlier run.

        Where the folder cannot be written to, the list goes to the folder of temporary files.
        """
        place = self._path.with_name(f"{self._path.name}.errors.csv")
        if not self._filled:
            with suppress(OSError):
                place.unlink(missing_ok=True)
            return None
        try:
            return self._write(place)
        except OSError:
            return self._write_elsewhere(place)

    def _write_elsewhere(self, place: Path) -> Path:
        try:
            return self._write(Path(tempfile.mkdtemp(prefix="tessera-import-")) / place.name)
        except OSError as error:
            raise SetupError(f"the list of refused rows cannot be written to {place}: {error.strerror}") from None

    def _write(self, place: Path) -> Path:
        self._spool.flush()
        self._spool.seek(0)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as written:
                shutil.copyfileobj(self._spool, written)
            shutil.copymode(self._path, name)  # whoever may read the file may read what is wrong with it
            os.replace(name, place)
        except BaseException:
            os.unlink(name)
            raise
        return place
