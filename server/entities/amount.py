"""Amounts of money that are worked out in SQL: exactly, and without an error that would take the whole answer along.

They are computed in ``numeric`` and end as whole minor units, like the amounts that are stored. No knowledge of any entity.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

#: The first amount that is too large; written so, it is a number of the type ``numeric``.
_BEYOND: sa.ColumnElement[Any] = sa.literal_column(str(2**63), sa.Numeric())
_BELOW: sa.ColumnElement[Any] = sa.literal_column(str(-(2**63)), sa.Numeric())


def exact(number: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Return ``number`` as one that can be multiplied and added without overflow."""
    return sa.cast(number, sa.Numeric())


def money(minor: sa.ColumnElement[Any], currency: sa.ColumnElement[Any]) -> Mapping[str, sa.ColumnElement[Any]]:
    """Return the columns of so many minor units, rounded; null when they are beyond what an amount of money may be."""
    # Each column spells ``minor``, which may be a sub-select, once: PostgreSQL computes it as often as it is spelled.
    within = sa.func.greatest(sa.func.least(sa.func.round(minor), _BEYOND), _BELOW)
    whole = sa.cast(sa.func.nullif(sa.func.nullif(within, _BEYOND), _BELOW), sa.BigInteger())
    return {"_minor": whole, "_currency": sa.case((whole.is_not(None), currency))}
