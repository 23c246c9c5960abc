"""Amounts of money that are worked out in SQL: exactly, and without an error that would take the whole answer along.

They are computed in ``numeric`` and end as whole minor units, like the amounts that are stored. No knowledge of any entity.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

_LARGEST: sa.ColumnElement[Any] = sa.literal_column(str(2**63 - 1))


def exact(number: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Return ``number`` as one that can be multiplied and added without overflow."""
    return sa.cast(number, sa.Numeric())


def money(minor: sa.ColumnElement[Any], currency: sa.ColumnElement[Any]) -> Mapping[str, sa.ColumnElement[Any]]:
    """Return the columns of so many minor units, rounded; null when they are beyond what an amount of money may be."""
    rounded = sa.func.round(minor)
    held = rounded.between(-_LARGEST, _LARGEST)
    return {"_minor": sa.case((held, sa.cast(rounded, sa.BigInteger()))), "_currency": sa.case((held, currency))}
