"""Read the features of all customers of a tenant, in one statement.

Records of a source are grouped by customer first and joined then, so that each table is read once. Every reference to a table
has its own ``tenant_id = $1``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.database.tenancy import Connection
from server.entities.money import CURRENCIES
from server.errors import BadUserInput
from server.segments.features import COUNTED, Feature


@dataclass(frozen=True, slots=True)
class Frame:
    """The customers, and the values of each feature in the order of the customers."""

    customers: Sequence[UUID]
    columns: Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class _Source:
    """Records that belong to customers: where they are, and whose.

    ``currency`` holds the aggregates for the lowest and the highest code among a customer's amounts; ``only`` narrows the
    records down to those with one of the keys asked for.
    """

    tables: str
    customer: str
    currency: tuple[str, str] = ("NULL", "NULL")
    only: str = ""


def _extremes(currency: str, condition: str = "true") -> tuple[str, str]:
    return f"min({currency}) FILTER (WHERE {condition})", f"max({currency}) FILTER (WHERE {condition})"


_SOURCES = {
    "orders": _Source(
        '"order" o WHERE o.tenant_id = $1',
        "o.customer_id",
        _extremes("o.total_currency", f"o.status IN {COUNTED}"),
    ),
    "interactions": _Source("interaction i WHERE i.tenant_id = $1", "i.customer_id"),
    "tags": _Source(
        "customer_tag link JOIN tag t ON t.tenant_id = $1 AND t.id = link.tag_id WHERE link.tenant_id = $1",
        "link.customer_id",
    ),
    "items": _Source(
        'order_item i JOIN "order" o ON o.tenant_id = $1 AND o.id = i.order_id '
        "JOIN product p ON p.tenant_id = $1 AND p.id = i.product_id "
        f"WHERE i.tenant_id = $1 AND o.status IN {COUNTED}",
        "o.customer_id",
        _extremes("coalesce(i.total_currency, i.unit_price_currency)"),
        " AND p.external_id = any({keys}::text[])",
    ),
    "answers": _Source(
        "survey_answer a JOIN survey_question q ON q.tenant_id = $1 AND q.id = a.question_id WHERE a.tenant_id = $1",
        "a.customer_id",
        only=" AND q.external_id = any({keys}::text[])",
    ),
}


class _Parameters:
    """The statement's parameters; each value is one parameter, however often it is used."""

    def __init__(self, tenant_id: UUID) -> None:
        self.values: list[Any] = [tenant_id]

    def add(self, value: Any) -> str:
        if value not in self.values:
            self.values.append(value)
        return f"${self.values.index(value) + 1}"


async def read_frame(connection: Connection, tenant_id: UUID, features: Sequence[Feature], now: datetime) -> Frame:
    """Return the features of every customer, ordered by the customers' ids; ages and recencies are counted up to ``now``.

    Amounts of money are in major units. Raises ``BadUserInput`` when they are of more than one currency.
    """
    parameters = _Parameters(tenant_id)
    statement = frame_statement(features, parameters, now)
    rows = await connection.fetch(statement, *parameters.values)
    customers, *columns = zip(*rows, strict=True) if rows else [()] * (1 + len(features))
    values: dict[str, Sequence[Any]] = dict(zip((feature.name for feature in features), columns, strict=False))
    divisor = _minor_units(set().union(*columns[len(features) :]) - {None})
    for feature in features:
        if feature.money:
            values[feature.name] = [None if minor is None else minor / divisor for minor in values[feature.name]]
    return Frame(customers, values)


def _minor_units(currencies: set[str]) -> int:
    if len(currencies) > 1:
        raise BadUserInput(
            f"the orders are in several currencies ({', '.join(sorted(currencies))}), which cannot be added up; "
            "leave out the attributes that are amounts of money"
        )
    return 10 ** CURRENCIES[currencies.pop()] if currencies else 1


def frame_statement(features: Sequence[Feature], parameters: _Parameters, now: datetime) -> str:
    """Return the statement: a customer's id, the features in their order, then the currencies of those that are money."""
    columns, joins, currencies = [], {}, []
    for index, feature in enumerate(features):
        if feature.source in _SOURCES:
            value = f"{feature.source}.v{index}"
            columns.append(value if feature.default == "NULL" else f"coalesce({value}, {feature.default})")
            joins[feature.source] = _grouped(feature.source, features, parameters, now)
            if feature.money:
                currencies += [f"{feature.source}.lowest", f"{feature.source}.highest"]
        else:
            columns.append(_value(feature, parameters, now))
    if any(feature.source == "company" for feature in features):
        joins["company"] = " LEFT JOIN company ON company.tenant_id = $1 AND company.id = c.company_id"
    selected = ", ".join(["c.id", *columns, *dict.fromkeys(currencies)])
    return f"SELECT {selected} FROM customer c{''.join(joins.values())} WHERE c.tenant_id = $1 ORDER BY c.id"


def _grouped(name: str, features: Sequence[Feature], parameters: _Parameters, now: datetime) -> str:
    """The join with a source, whose records are grouped by customer."""
    source = _SOURCES[name]
    chosen = {index: feature for index, feature in enumerate(features) if feature.source == name}
    values = [f"{_value(feature, parameters, now)} AS v{index}" for index, feature in chosen.items()]
    if any(feature.money for feature in chosen.values()):
        values += [f"{source.currency[0]} AS lowest", f"{source.currency[1]} AS highest"]
    keys = [feature.key for feature in chosen.values() if feature.key is not None]
    only = source.only.format(keys=parameters.add(keys)) if source.only else ""
    grouped = f"SELECT {source.customer}, {', '.join(values)} FROM {source.tables}{only} GROUP BY {source.customer}"
    return f" LEFT JOIN ({grouped}) AS {name} ON {name}.customer_id = c.id"


def _value(feature: Feature, parameters: _Parameters, now: datetime) -> str:
    sql = feature.sql
    if "{now}" in sql:
        sql = sql.replace("{now}", f"{parameters.add(now)}::timestamptz")
    if "{key}" in sql:
        sql = sql.replace("{key}", f"{parameters.add(feature.key)}::text")
    return f"({sql})::float8" if feature.money else sql
