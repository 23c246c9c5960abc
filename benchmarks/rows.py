"""Rows that the database makes itself: ``INSERT … SELECT generate_series``, each value a hash of a seed and the row's number.

Everything here returns SQL over ``n``, the row's number, with the tenant's id as ``$1``. The same seed gives the same rows
anywhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zlib import crc32

#: Where the rows' moments begin.
FIRST_MOMENT = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())


class Rows:
    """The values of one tenant's rows; ``apart`` says how many milliseconds the rows of each table are apart."""

    def __init__(self, seed: str, apart: Mapping[str, int]) -> None:
        self._seed = seed
        self._apart = apart
        self._kinds = {table: number for number, table in enumerate(apart, 1)}

    def record(self, table: str, prefix: str | None = None) -> dict[str, str]:
        """The columns that every entity has; ``prefix`` goes before the number in the external id."""
        moment = self.moment(table)
        return {
            "tenant_id": "$1::uuid",
            "id": self.id(table),
            **({} if prefix is None else {"external_id": f"'{prefix}' || n"}),
            "created_at": moment,
            "updated_at": moment,
            "version": "1",
        }

    def id(self, table: str, number: str = "n") -> str:
        """A UUID of version 7: the row's moment in milliseconds, a hash, and the kind of row."""
        milliseconds = f"({FIRST_MOMENT}000 + {number} * {self._apart[table]})"
        noise = f"lpad(to_hex({self._hash(table, number)}), 16, '0')"
        return (
            f"(lpad(to_hex({milliseconds}), 12, '0') || '7' || overlay({noise} placing '8' from 4 for 1)"
            f" || '{self._kinds[table]:03x}')::uuid"
        )

    def moment(self, table: str, number: str = "n") -> str:
        """The moment of a row."""
        return f"to_timestamp({FIRST_MOMENT} + {number} * {self._apart[table] / 1000:g})"

    def pick(self, purpose: str, choices: Sequence[str], number: str = "n") -> str:
        """One of ``choices``."""
        return f"({texts(choices)})[1 + {self.draw(purpose, len(choices), number)}]"

    def draw(self, purpose: str, count: int, number: str = "n") -> str:
        """A whole number from 0 to ``count`` - 1."""
        return f"(({self._hash(purpose, number)} & 2147483647) % {count})"

    def fraction(self, purpose: str, number: str = "n") -> str:
        """A number from 0 up to 1."""
        return f"(({self._hash(purpose, number)} & 2147483647) / 2147483648.0::float8)"

    def _hash(self, purpose: str, number: str) -> str:
        return f"hashint8extended({number}, {crc32(f'{self._seed} {purpose}'.encode())})"


def scattered(number: str, count: int) -> str:
    """A whole number from 0 to ``count`` - 1, each in its turn, neighbours far apart.

    What belongs to one parent does not lie side by side on disk then, as in real life.
    """
    stride = next(step for step in range(int(count * 0.618) or 1, 2**31) if math.gcd(step, count) == 1)
    return f"({number} * {stride} % {count})"


def texts(choices: Sequence[str]) -> str:
    """An array of texts."""
    quoted = ", ".join("'" + choice.replace("'", "''") + "'" for choice in choices)
    return f"array[{quoted}]"


def insert(table: str, rows: int, values: Mapping[str, str], drawn: Sequence[Mapping[str, str]] = ()) -> str:
    """The statement that makes ``rows`` rows.

    ``drawn`` are values that several columns are made of, by name; later ones may be made of earlier ones.
    """
    columns, expressions = ", ".join(values), ", ".join(values.values())
    source = f"generate_series(0, {rows - 1}::bigint) n"
    for level, named in enumerate(drawn):
        listed = ", ".join(f"{expression} AS {name}" for name, expression in named.items())
        source += f" CROSS JOIN LATERAL (SELECT {listed} OFFSET 0) drawn{level}"  # OFFSET: each is computed once
    return f"INSERT INTO {table} ({columns}) SELECT {expressions} FROM {source}"
