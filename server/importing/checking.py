"""Rows to changes: each cell read as the kind of value that its field holds, then the checks that mutations have, too.

An empty cell is an absent value: none for an optional attribute or relation, the default for a new record where there is one. All
faults of a row are told. No I/O but the list of external ids seen, which lies on disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from server.entities.change import Change, Fault, check_change
from server.entities.declaration import Entity, camel_case
from server.entities.phone import PhoneNumber
from server.entities.scalars import parse_decimal
from server.errors import SetupError
from server.importing.cells import unguard
from server.importing.columns import Column, Layout, Part
from server.importing.reading import BadRow
from server.importing.refusals import Refusal


class Row(NamedTuple):
    """A row as it was read: its number (the first after the header is 1), the line on which it begins, its cells."""

    number: int
    line: int
    cells: list[str] | BadRow


class RowChecker:
    """Checks the rows of one file against one entity."""

    def __init__(self, entity: Entity, layout: Layout, region: str | None, *, has_nul: bool) -> None:
        self._entity = entity
        self._layout = layout
        self._region = region
        self._constants = list(layout.constants)
        self._has_nul = has_nul
        self._readers = [
            (camel_case(column.field.member), column, *_reader(entity, column))
            for column in layout.columns
            if column.field.part not in (Part.AMOUNT, Part.CURRENCY)
        ]
        currencies = {column.field.member: column for column in layout.columns if column.field.part is Part.CURRENCY}
        self._sums = [
            (camel_case(amount.field.member), amount, currencies[amount.field.member])
            for amount in layout.columns
            if amount.field.part is Part.AMOUNT
        ]
        self._columns = {
            camel_case(column.field.member): column
            for column in layout.columns
            if column.field.part is not Part.CURRENCY
        }
        self._names = {column.header: camel_case(column.field.member) for column in layout.columns}
        self._repeats = _Repeats()

    def close(self) -> None:
        """Let go of the list of external ids."""
        self._repeats.close()

    def check(self, row: Row) -> tuple[Change | None, list[Refusal]]:
        """Return the change that the row asks for, or why it is refused."""
        cells = row.cells
        if isinstance(cells, BadRow):
            return None, [Refusal(row.number, row.line, "", "", cells.reason)]
        if len(cells) != len(self._layout.header):
            reason = f"the row has {_count(len(cells))} where the header has {len(self._layout.header)}"
            return None, [Refusal(row.number, row.line, "", "", reason)]
        if self._has_nul:
            refusals = self._nul_cells(row, cells)
            if refusals:
                return None, refusals
        values, refusals = self._read(row, cells + self._constants)
        change, faults = check_change(self._entity, values, creating=True, region=self._region)
        if faults:
            told = {self._names[refusal.column] for refusal in refusals}
            refusals += self.refused(row, [fault for fault in faults if fault.path[0] not in told])
        if not refusals:
            refusals = self._repeated(row, change)
        return (None, refusals) if refusals else (change, [])

    def refused(self, row: Row, faults: Iterable[Fault]) -> list[Refusal]:
        """Return the faults of a row's change by the column that each concerns; it may be one that the file does not have."""
        columns = ((fault, self._columns.get(str(fault.path[0]))) for fault in faults)
        return [
            self._refusal(row, column, fault.message)
            if column
            else Refusal(row.number, row.line, "", "", fault.message)
            for fault, column in columns
        ]

    def _refusal(self, row: Row, column: Column, reason: str) -> Refusal:
        cells = row.cells if isinstance(row.cells, list) else []
        value = (cells + self._constants)[column.index]
        return Refusal(row.number, row.line, column.header, value, reason)

    def _nul_cells(self, row: Row, cells: Sequence[str]) -> list[Refusal]:
        named = zip(self._layout.header, cells, strict=True)
        return [
            Refusal(row.number, row.line, header, cell, "holds a NUL character")
            for header, cell in named
            if "\0" in cell
        ]

    def _read(self, row: Row, cells: Sequence[str]) -> tuple[dict[str, Any], list[Refusal]]:
        values: dict[str, Any] = {}
        refusals: list[Refusal] = []
        for name, column, parse, empty in self._readers:
            cell = cells[column.index].strip()
            if not cell:
                values[name] = empty
                if name == "externalId":
                    refusals.append(self._refusal(row, column, "is empty; every row needs an external id"))
                continue
            try:
                values[name] = parse(cell)
            except ValueError as error:
                refusals.append(self._refusal(row, column, str(error)))
        self._read_sums(row, cells, values, refusals)
        return values, refusals

    def _read_sums(self, row: Row, cells: Sequence[str], values: dict[str, Any], refusals: list[Refusal]) -> None:
        for name, amount, currency in self._sums:
            cell, code = cells[amount.index].strip(), cells[currency.index].strip()
            values[name] = None
            if cell and not code:
                refusals.append(self._refusal(row, currency, f"is empty, and {amount.header} is not"))
            elif cell:
                try:
                    values[name] = {"amount": parse_decimal(cell), "currency": code.upper()}
                except ValueError as error:
                    refusals.append(self._refusal(row, amount, str(error)))

    def _repeated(self, row: Row, change: Change) -> list[Refusal]:
        assert change.external_id is not None
        earlier = self._repeats.first(change.external_id, row.number)
        if earlier == row.number:
            return []
        reason = f"{change.external_id!r} is the external id of row {earlier} as well"
        return [self._refusal(row, self._columns["externalId"], reason)]


class _Repeats:
    """Which row named an external id first. It lies on disk, so that memory does not grow with the file."""

    def __init__(self) -> None:
        # Chunks are checked on whichever thread is free, one after the other.
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("CREATE TABLE seen (external_id TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID")
        self._file.execute("BEGIN")

    def close(self) -> None:
        """Delete the list."""
        self._file.close()

    def first(self, external_id: str, row: int) -> int:
        """Return the row that named ``external_id`` first: ``row``, unless there was one before."""
        try:
            written = self._file.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (external_id, row))
            if written.rowcount:
                return row
            found: int = self._file.execute("SELECT row FROM seen WHERE external_id = ?", (external_id,)).fetchone()[0]
            return found
        except sqlite3.Error as error:
            raise SetupError(f"the folder of temporary files cannot hold the external ids seen: {error}") from None


def _reader(entity: Entity, column: Column) -> tuple[Callable[[str], Any], Mapping[str, Any] | None]:
    """How a cell of this column is read, and what an empty one means."""
    if column.field.part is Part.REFERENCE:
        return lambda cell: {"externalId": unguard(cell)}, None
    if column.field.part is Part.REFERENCES:
        return _read_references, {"set": []}
    scalar = entity.attributes[column.field.member].scalar
    if scalar.python in (str, PhoneNumber):
        return unguard, None
    return (lambda cell: scalar.parse(unguard(cell))) if scalar.python == list[str] else scalar.parse, None


def _read_references(cell: str) -> dict[str, Any]:
    named = dict.fromkeys(part.strip() for part in unguard(cell).split(";"))
    return {"set": [{"externalId": name} for name in named if name]}


def _count(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"
