"""What customers can be segmented by: one table of features, to which a further one is one line.

A feature is a value per customer, as an SQL expression over one of the sources (``frame`` joins them). Built-in attributes come
from the declarations of customer and company; roll-ups are written here; the families (``tag:…``, ``tagGroup:…``, ``spend:…``,
``answer:…``) have as many members as the tenant has tags, products and survey questions.

Money: an order counts for number and value when it is placed, paid, shipped or delivered. A return or an abandoned cart has a
positive total too, so that neither is part of ``orders.total``; they are counted by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from server.database.tables import columns_of
from server.database.tenancy import Connection
from server.entities import ENTITIES
from server.entities.declaration import Attribute, Category, camel_case, plural_of
from server.entities.interaction import InteractionKind
from server.errors import BadUserInput

#: The statuses of orders that count for number and value.
COUNTED = "('PLACED', 'PAID', 'SHIPPED', 'DELIVERED')"
_IF_COUNTED = f"FILTER (WHERE o.status IN {COUNTED})"
_SCALARS = (str, int, float, bool)
_SUGGESTED = 500  # names of a family that are looked through for one near to a misspelt one
_LONGEST_QUESTION = 120  # characters of a question that stand in the names of segments


@dataclass(frozen=True, slots=True)
class Feature:
    """One value per customer.

    ``sql`` may hold ``{now}`` and ``{key}``; the value of a customer without any record of the source is ``default``. ``money`` is
    in minor units and of one currency. ``label`` is what the segments' names and descriptions call it.
    """

    name: str
    description: str
    source: str
    sql: str
    label: str
    default: str = "NULL"
    money: bool = False
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Features that differ in a key; ``keys`` is the statement that lists a tenant's keys and their labels.

    ``sql`` is the same for all keys, or depends on the ``kind`` that ``keys`` tells of each.
    """

    prefix: str
    description: str
    source: str
    sql: str | Mapping[str, str]
    keys: str
    default: str = "NULL"
    money: bool = False

    def member(self, key: str, label: str, kind: str = "") -> Feature:
        """Return the feature of one key."""
        name = f"{self.prefix}:{key}"
        sql = self.sql if isinstance(self.sql, str) else self.sql[kind]
        return Feature(name, self.description, self.source, sql, label, self.default, self.money, key)


def _newest(value: str) -> str:
    """What a customer answered last; absent when that answer is a mere comment, whatever was answered before."""
    return f"(array_agg({value} ORDER BY a.answered_at DESC, a.id DESC) FILTER (WHERE q.external_id = {{key}}))[1]"


_TABLE = (
    Feature("age", "Age in years.", "customer", "(({now})::date - c.birth_date) / 365.2425::float8", "age"),
    Feature("orders.count", "Orders.", "orders", f"count(*) {_IF_COUNTED}", "number of orders", "0"),
    Feature(
        "orders.total", "Value of all orders.", "orders", f"sum(o.total_minor) {_IF_COUNTED}", "order value", "0", True
    ),
    Feature(
        "orders.mean",
        "Mean value of an order.",
        "orders",
        f"avg(o.total_minor) {_IF_COUNTED}",
        "mean order value",
        money=True,
    ),
    Feature(
        "orders.daysSinceLast",
        "Days since the last order.",
        "orders",
        f"extract(epoch FROM {{now}} - max(o.placed_at) {_IF_COUNTED})::float8 / 86400",
        "days since last order",
    ),
    Feature(
        "orders.returned",
        "Returned orders.",
        "orders",
        "count(*) FILTER (WHERE o.status = 'RETURNED')",
        "returned orders",
        "0",
    ),
    Feature(
        "orders.abandoned",
        "Abandoned carts.",
        "orders",
        "count(*) FILTER (WHERE o.status = 'ABANDONED')",
        "abandoned carts",
        "0",
    ),
    Feature("interactions.count", "Interactions of any kind.", "interactions", "count(*)", "interactions", "0"),
    Feature(
        "interactions.daysSinceLast",
        "Days since the last interaction.",
        "interactions",
        "extract(epoch FROM {now} - max(i.occurred_at))::float8 / 86400",
        "days since last interaction",
    ),
)

#: The families by prefix.
FAMILIES = {
    family.prefix: family
    for family in (
        Family(
            "tag",
            "Whether the customer carries the tag.",
            "tags",
            "bool_or(t.external_id = {key})",
            "SELECT external_id AS key, name AS label FROM tag WHERE tenant_id = $1 AND external_id IS NOT NULL",
            "false",
        ),
        Family(
            "tagGroup",
            "What follows the group in the customer's tag; the first in order where several tags do.",
            "tags",
            "min(substr(t.external_id, length({key}) + 2)) FILTER (WHERE starts_with(t.external_id, {key} || ':'))",
            "SELECT DISTINCT split_part(external_id, ':', 1) AS key, split_part(external_id, ':', 1) AS label "
            "FROM tag WHERE tenant_id = $1 AND strpos(external_id, ':') > 1",
        ),
        Family(
            "spend",
            "Value of the order items with the product.",
            "items",
            "sum(coalesce(i.total_minor, i.quantity * i.unit_price_minor)) FILTER (WHERE p.external_id = {key})",
            "SELECT external_id AS key, 'spend on ' || name AS label FROM product "
            "WHERE tenant_id = $1 AND external_id IS NOT NULL",
            "0",
            True,
        ),
        Family(
            "answer",
            "The newest answer to the survey question: its rating, or what was chosen where one choice is allowed.",
            "answers",
            {
                "NPS": _newest("a.rating"),
                "RATING": _newest("a.rating"),
                "SINGLE_CHOICE": _newest("a.choices ->> 0"),
            },
            f"SELECT external_id AS key, 'answer to ' || left(text, {_LONGEST_QUESTION}) AS label, kind "
            "FROM survey_question WHERE tenant_id = $1 AND external_id IS NOT NULL "
            "AND kind IN ('NPS', 'RATING', 'SINGLE_CHOICE')",
        ),
    )
}


@cache
def feature_catalogue() -> Mapping[str, Feature]:
    """Return the features that every tenant has, by name; the members of the families come on top of them."""
    features = [
        *_built_in("Customer", "customer", "c", ""),
        *_built_in("Company", "company", "company", "company."),
        *_TABLE,
        *_by_interaction_kind(),
    ]
    return {feature.name: feature for feature in features}


def _built_in(entity: str, source: str, alias: str, prefix: str) -> list[Feature]:
    """The attributes that describe or measure; those that identify tell one customer from all others, not groups."""
    return [
        Feature(
            f"{prefix}{attribute.graphql_name}",
            attribute.description,
            source,
            f"{alias}.{columns_of(attribute)['']}",
            f"{prefix}{attribute.name}",
        )
        for attribute in ENTITIES[entity].writable_attributes()
        if attribute.category in (Category.DESCRIPTIVE, Category.QUANTITATIVE) and _is_plain(attribute)
    ]


def _is_plain(attribute: Attribute) -> bool:
    python = attribute.scalar.python
    return attribute.scalar.name in ("Date", "DateTime") or python in _SCALARS or issubclass(python, Enum)


def _by_interaction_kind() -> list[Feature]:
    features = []
    for kind in InteractionKind:
        words = kind.name.lower()
        name = plural_of(camel_case(words))
        sql = f"count(*) FILTER (WHERE i.kind = '{kind.name}')"
        description = f"Interactions of the kind {kind.name}."
        features.append(Feature(f"interactions.{name}", description, "interactions", sql, name, "0"))
    return features


async def find_features(connection: Connection, tenant_id: UUID, names: list[str]) -> list[Feature]:
    """Return the features of these names, in their order; raise ``BadUserInput`` for the first that the tenant lacks."""
    members = await _members(connection, tenant_id, names)
    found = {**members, **feature_catalogue()}
    for index, name in enumerate(names):
        if name not in found:
            raise BadUserInput(await _unknown(connection, tenant_id, name), ("attributes", index))
        if name in names[:index]:
            raise BadUserInput(f"{name!r} is given twice; name each attribute once", ("attributes", index))
    return [found[name] for name in names]


async def _members(connection: Connection, tenant_id: UUID, names: list[str]) -> dict[str, Feature]:
    """The members of families that are among ``names`` and exist."""
    wanted: dict[str, list[str]] = {}
    for name in names:
        prefix, colon, key = name.partition(":")
        if colon and prefix in FAMILIES:
            wanted.setdefault(prefix, []).append(key)
    found = {}
    for prefix, keys in wanted.items():
        family = FAMILIES[prefix]
        known = f"SELECT * FROM ({family.keys}) AS known WHERE key = any($2::text[])"
        for row in await connection.fetch(known, tenant_id, keys):
            found[f"{prefix}:{row['key']}"] = family.member(**row)
    return found


async def _unknown(connection: Connection, tenant_id: UUID, name: str) -> str:
    names = list(feature_catalogue())
    for family in FAMILIES.values():
        rows: list[Any] = await connection.fetch(f"{family.keys} LIMIT {_SUGGESTED}", tenant_id)
        names += [f"{family.prefix}:{row['key']}" for row in rows]
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    remedy = f"did you mean {' or '.join(near)}?" if near else available()
    return f"{name[:100]!r} is no attribute that customers can be segmented by; {remedy}"


def available() -> str:
    """Return one sentence with the names of the features and the families."""
    families = ", ".join(f"{prefix}:…" for prefix in FAMILIES)
    return f"there are {', '.join(feature_catalogue())}, and {families}"
