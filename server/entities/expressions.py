"""What a computed attribute or a question is made of: SQL expressions over a row, and over other tables of the same tenant.

A declaration says which expression; ``api/compile`` hands it the row, and adds the tenant to every table that it reaches for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

import sqlalchemy as sa


class Row(Protocol):
    """The row that an expression is computed for."""

    @property
    def c(self) -> Any:
        """The columns of the row, by name."""

    def table(self, entity: str) -> Any:
        """Return the table of an entity, to be read in a ``select``."""

    def select(self, expression: Any, tables: Any, *conditions: Any) -> sa.Select[Any]:
        """Return the select of ``expression`` from one of ``table()``'s tables, or a tuple of them, where the conditions hold.

        The tenant's predicate is added for each of them; the row, and the tables of an enclosing select, may be named
        freely. It may be ordered and limited; ``.scalar_subquery()`` or ``.exists()`` makes an expression of it.
        """


#: The columns of a computed value, by the suffixes of its scalar.
Expression: TypeAlias = Callable[[Row], Mapping[str, sa.ColumnElement[Any]]]
#: The fields of an answer by GraphQL name, from a row and the arguments (as text parameters) by Python name.
Answer: TypeAlias = Callable[[Row, Mapping[str, sa.ColumnElement[Any]]], Mapping[str, sa.ColumnElement[Any]]]
