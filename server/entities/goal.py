"""Goal: what a user is to sell in a period, and what came of it.

Achieved is what the user's won deals of the period are worth, in the target's currency: amounts in other currencies do not count,
since nobody has said at which rate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from server.entities.amount import exact, money
from server.entities.declaration import Category, OnDelete, attribute, computed, entity, relation
from server.entities.demand import Demand
from server.entities.expressions import Row
from server.entities.money import Money
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.user import User

_IN_ORDER = Demand(
    "ends_on",
    "endsOn is before startsOn",
    "SELECT id FROM goal WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND ends_on < starts_on",
)


def _achieved(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    return _money(row, _total)


def _commission(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    user = row.table("User")
    rate = row.select(user.c["commission_rate"], user, user.c["id"] == row.c["user_id"]).scalar_subquery()
    earned = _money(row, lambda deal: _total(deal) * exact(rate))
    return {**earned, "_currency": sa.case((rate.is_not(None), earned["_currency"]))}


def _progress(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    target = sa.func.nullif(row.c["target_minor"], sa.literal_column("0"))
    share = _of_deals(row, lambda deal: sa.cast(_total(deal), sa.Double()) / sa.cast(target, sa.Double()))
    return {"": share}


def _money(row: Row, minor: Callable[[Any], sa.ColumnElement[Any]]) -> Mapping[str, sa.ColumnElement[Any]]:
    currency = row.c["target_currency"]
    return {"_minor": _of_deals(row, lambda deal: money(minor(deal), currency)["_minor"]), "_currency": currency}


def _of_deals(row: Row, tell: Callable[[Any], sa.ColumnElement[Any]]) -> sa.ColumnElement[Any]:
    """What ``tell`` says of the user's deals that were won from the first day to the last, both of them in UTC."""
    deal = row.table("Deal")
    won = row.select(
        tell(deal),
        deal,
        deal.c["owner_id"] == row.c["user_id"],
        deal.c["status"] == sa.literal_column("'WON'"),
        deal.c["amount_currency"] == row.c["target_currency"],
        deal.c["closed_at"] >= _midnight(row.c["starts_on"]),
        deal.c["closed_at"] < _midnight(row.c["ends_on"] + sa.literal_column("1", sa.Integer())),
    )
    return won.scalar_subquery()


def _total(deal: Any) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(exact(deal.c["amount_minor"])), sa.literal_column("0"), type_=sa.Numeric())


def _midnight(day: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.func.timezone(sa.literal_column("'UTC'"), sa.cast(day, sa.DateTime()), type_=sa.DateTime(timezone=True))


@entity(indexes=(("user", "starts_on"), ("starts_on",)), demands=(_IN_ORDER,))
class Goal(Subject):
    """What a user is to sell in a period; how much of it is reached is computed from the deals that they won."""

    name: str = attribute(Category.DESCRIPTIVE, "What the goal is called, such as Q3.", searchable=True)
    starts_on: date = attribute(Category.QUANTITATIVE, "The first day of the period, in UTC.")
    ends_on: date = attribute(Category.QUANTITATIVE, "The last day of the period, in UTC.")
    target: Money = attribute(Category.QUANTITATIVE, "What the user is to sell.")
    achieved: Money | None = computed(
        Category.QUANTITATIVE,
        "What the user's deals that were won in the period are worth, those in its currency; 0 when there are none.",
        _achieved,
    )
    progress: float | None = computed(
        Category.QUANTITATIVE, "What is achieved as a share of the target; none when the target is nothing.", _progress
    )
    commission: Money | None = computed(
        Category.QUANTITATIVE, "The user's commission on what is achieved; none when they have no rate.", _commission
    )
    user: User = relation("The user whose goal it is.", on_delete=OnDelete.CASCADE)
