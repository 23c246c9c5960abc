"""Aggregates of every entity, attribute and relation are what plain SQL makes of the same rows, for each of two tenants alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import httpx
import pytest

from server.database.tables import TABLES
from server.database.tenancy import Database
from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, Relation, RelationKind, Role
from server.entities.money import CURRENCIES
from server.tenants import change_settings, create_key
from tests.api import dataset
from tests.api.conftest import Tenant, new_tenant
from tests.conftest import Client, Statements

_FUNCTIONS = ("sum", "avg", "min", "max")
_NUMBERS = ("Int", "Float")
_ORDERED = (*_NUMBERS, "String", "SearchableString", "Date", "DateTime")
_NEVER_ALIKE = ("JSON", "TextList")
#: Aliases in one document; it may hold thirty.
_BATCH = 25

every_entity = pytest.mark.parametrize("entity", ENTITIES.values(), ids=lambda entity: entity.name)
every_list = pytest.mark.parametrize(
    ("entity", "relation"),
    [
        pytest.param(entity, relation, id=f"{entity.name}-{relation.name}")
        for entity in ENTITIES.values()
        for relation in entity.relations.values()
        if relation.kind is not RelationKind.ONE
    ],
)


async def _rows(database: Database, tenant: Tenant, sql: str) -> list[Any]:
    async with database.tenant_transaction(tenant.id) as connection:
        rows: list[Any] = await connection.fetch(sql, tenant.id)
        return rows


def _of(entity: Entity, *scalars: str, stored: bool = True) -> list[Attribute]:
    return [a for a in entity.attributes.values() if a.scalar.name in scalars and a.stored is stored]


def _ones(entity: Entity) -> list[Relation]:
    return [relation for relation in entity.relations.values() if relation.kind is RelationKind.ONE]


def _alike(entity: Entity) -> list[Attribute]:
    """The attributes whose values are equal or not."""
    return [a for a in entity.attributes.values() if a.stored and a.scalar.name not in _NEVER_ALIKE]


# As a whole


@every_entity
async def test_measures(entity: Entity, read_only: tuple[Tenant, Tenant], database: Database) -> None:
    money = {attribute.name: "{ amount currency }" for attribute in _of(entity, "Money")}
    numbers = [*_of(entity, *_NUMBERS), *_of(entity, "Money")]
    ordered = [*_of(entity, *_ORDERED), *_of(entity, "Money")]
    members = {"sum": numbers, "avg": numbers, "min": ordered, "max": ordered}
    distinct = [member for member in (*_alike(entity), *_ones(entity)) if member is not entity.id]
    selected = " ".join(
        f"{function} {{ {' '.join(f'{a.graphql_name} {money.get(a.name, str())}' for a in taken)} }}"
        for function, taken in members.items()
    )
    counted = " ".join(member.graphql_name for member in distinct)
    document = f"{{ {entity.plural} {{ aggregate {{ count countDistinct {{ {counted} }} {selected} }} }} }}"
    for tenant in read_only:
        (count,) = await _rows(database, tenant, f'SELECT count(*) AS n FROM "{entity.table}" WHERE tenant_id = $1')
        expected: dict[str, Any] = {"count": count["n"], "countDistinct": {}, **{name: {} for name in _FUNCTIONS}}
        for member in distinct:
            expected["countDistinct"][member.graphql_name] = await _distinct(database, tenant, entity, member)
        for attribute in ordered:
            made = await (_money if attribute.name in money else _plain)(database, tenant, entity, attribute)
            for function in (name for name, taken in members.items() if attribute in taken):
                expected[function][attribute.graphql_name] = made[function]
        assert await tenant.admin.data(document) == {entity.plural: {"aggregate": expected}}


async def _distinct(database: Database, tenant: Tenant, entity: Entity, member: Attribute | Relation) -> int:
    if isinstance(member, Relation):
        columns = [member.column]
    else:
        columns = [f"{member.name}{suffix}" for suffix in member.scalar.columns if suffix != "_folded"]
    present = " AND ".join(f'"{column}" IS NOT NULL' for column in columns)
    values = ", ".join(f'"{column}"' for column in columns)
    sql = f'SELECT DISTINCT {values} FROM "{entity.table}" WHERE tenant_id = $1 AND {present}'
    return len(await _rows(database, tenant, sql))


async def _plain(database: Database, tenant: Tenant, entity: Entity, attribute: Attribute) -> Mapping[str, Any]:
    functions = _FUNCTIONS if attribute.scalar.name in _NUMBERS else ("min", "max")
    made = ", ".join(f'{function}("{attribute.name}")' for function in functions)
    (row,) = await _rows(database, tenant, f'SELECT {made} FROM "{entity.table}" WHERE tenant_id = $1')
    return {name: _as_json(value) for name, value in row.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


async def _money(database: Database, tenant: Tenant, entity: Entity, attribute: Attribute) -> Mapping[str, Any]:
    """What is made of the amounts of each currency, if there is only one."""
    minor, currency = f'"{attribute.name}_minor"', f'"{attribute.name}_currency"'
    made = ", ".join(f"{function}({minor})" for function in _FUNCTIONS)
    sql = f'SELECT {currency} AS currency, {made} FROM "{entity.table}" WHERE tenant_id = $1 AND {minor} IS NOT NULL GROUP BY 1'
    rows = await _rows(database, tenant, sql)
    if len(rows) != 1:
        return dict.fromkeys(_FUNCTIONS)
    code = rows[0]["currency"]
    whole = {name: Decimal(rows[0][name]).quantize(Decimal(1), ROUND_HALF_UP) for name in _FUNCTIONS}
    return {name: {"amount": str(value.scaleb(-CURRENCIES[code])), "currency": code} for name, value in whole.items()}


@pytest.mark.parametrize(
    ("entity", "attribute"),
    [
        pytest.param(entity, attribute, id=f"{entity.name}-{attribute.name}")
        for entity in ENTITIES.values()
        for attribute in _of(entity, *_NUMBERS, "Money", stored=False)
    ],
)
async def test_measures_of_computed_attributes(
    entity: Entity, attribute: Attribute, read_only: tuple[Tenant, Tenant]
) -> None:
    name = attribute.graphql_name
    is_money = attribute.scalar.name == "Money"
    selected = f"{name} {{ amount currency }}" if is_money else name
    aggregate = f"aggregate {{ sum {{ {selected} }} max {{ {selected} }} countDistinct {{ {name} }} }}"
    for tenant in read_only:
        document = f"{{ {entity.plural}(first: 100) {{ nodes {{ {selected} }} {aggregate} }} }}"
        found = (await tenant.admin.data(document))[entity.plural]
        told = [record[name] for record in found["nodes"] if record[name] is not None]
        made = {function: found["aggregate"][function][name] for function in ("sum", "max")}
        assert found["aggregate"]["countDistinct"][name] == len({str(value) for value in told})
        if is_money and told:
            assert {value["currency"] for value in (*told, *made.values())} == {"EUR"}
            told = [Decimal(value["amount"]) for value in told]
            made = {function: Decimal(value["amount"]) for function, value in made.items()}
        assert made == {"sum": pytest.approx(sum(told)) if told else None, "max": max(told, default=None)}


_ALL = "sum {{ {0} }} avg {{ {0} }} min {{ {0} }} max {{ {0} }}"


@pytest.mark.parametrize(
    ("document", "table", "spelled"),
    [
        (
            "{ deals { aggregate { sum { weightedAmount { amount currency } } avg { weightedAmount { amount } } } } }",
            "stage",
            2,
        ),
        (
            "{ deals { aggregate { sum { commission { amount currency } } max { commission { amount } } } } }",
            '"user"',
            2,
        ),
        (f"{{ deals {{ aggregate {{ {_ALL.format('effectiveProbability')} }} }} }}", "stage", 1),
        (f"{{ goals {{ aggregate {{ {_ALL.format('achieved { amount currency }')} }} }} }}", "deal", 1),
        (f"{{ goals {{ aggregate {{ {_ALL.format('progress')} }} }} }}", "deal", 1),
        (
            "{ deals { aggregate { groupBy(by: [{field: STATUS}], "
            "orderBy: [{measure: MAX, of: EFFECTIVE_PROBABILITY}]) { keys avg { effectiveProbability } } } } }",
            "stage",
            1,
        ),
        (
            "{ customers { aggregate { groupBy(by: [{field: EMAIL_SHARED}], orderBy: [{key: FIRST}]) { keys count } } } }",
            "email_address",
            1,
        ),
        ("{ users { nodes { goals { aggregate { sum { achieved { amount currency } } } } } } }", "deal", 1),
    ],
)
async def test_what_is_computed_is_computed_once_for_each_record(
    document: str, table: str, spelled: int, admin: Client, statements: Statements
) -> None:
    """PostgreSQL computes an expression as often as it is spelled: for money, once for each of its two columns."""
    statements.sent.clear()
    await admin.data(document)
    sql = statements.sent[-1]
    assert sql.count("OFFSET 0") == 1
    assert sql.count(f"FROM {table} AS") == spelled


async def test_what_is_stored_is_aggregated_in_one_level(admin: Client, statements: Statements) -> None:
    statements.sent.clear()
    await admin.data("{ deals { aggregate { sum { amount { amount } } groupBy(by: [{field: STATUS}]) { count } } } }")
    sql = statements.sent[-1]
    assert "OFFSET 0" not in sql


# In groups


@every_entity
async def test_groups(entity: Entity, read_only: tuple[Tenant, Tenant], database: Database) -> None:
    keys: dict[str, str] = {}
    for attribute in _alike(entity):
        if attribute.scalar.name != "Float":
            field = f"{attribute.name}_currency" if attribute.scalar.name == "Money" else attribute.name
            keys[f"{{field: {field.upper()}}}"] = _counts(entity, _text(entity, attribute, "one"))
    for relation in _ones(entity):
        target = ENTITIES[relation.target]
        for name in ("id", "created_at"):
            text = _text(target, target.attributes[name], "other")
            keys[f"{{{relation.graphql_name}: {{field: {name.upper()}}}}}"] = _counts(entity, text, relation)
    for tenant in read_only:
        found = await _grouped(tenant, entity, list(keys))
        for key, sql in keys.items():
            assert found[key] == {row["key"]: row["n"] for row in await _rows(database, tenant, sql)}, key


def _text(entity: Entity, attribute: Attribute, alias: str) -> str:
    column = f'{alias}."{attribute.name}"'
    special = {
        "ID": f"'{entity.table}_' || {column}::text",
        "Date": f"to_char({column}, 'YYYY-MM-DD')",
        "DateTime": f"to_json({column}) #>> '{{}}'",
        "Money": f'{alias}."{attribute.name}_currency"',
        "RecordID": f'{alias}."{attribute.name}_type" || \'_\' || {alias}."{attribute.name}_id"::text',
    }
    return special.get(attribute.scalar.name, f"{column}::text")


def _counts(entity: Entity, text: str, relation: Relation | None = None) -> str:
    tables = f'"{entity.table}" AS one'
    if relation is not None:
        other = TABLES[relation.target].name
        tables += f' LEFT JOIN "{other}" AS other ON other.tenant_id = $1 AND other.id = one."{relation.column}"'
    return f"SELECT {text} AS key, count(*) AS n FROM {tables} WHERE one.tenant_id = $1 GROUP BY 1"


async def _grouped(tenant: Tenant, entity: Entity, keys: list[str]) -> dict[str, dict[str | None, int]]:
    found: dict[str, dict[str | None, int]] = {}
    for start in range(0, len(keys), _BATCH):
        batch = {f"k{number}": key for number, key in enumerate(keys[start : start + _BATCH])}
        groups = " ".join(f"{alias}: groupBy(by: [{key}]) {{ keys count }}" for alias, key in batch.items())
        data = await tenant.admin.data(f"{{ {entity.plural} {{ aggregate {{ {groups} }} }} }}")
        for alias, made in data[entity.plural]["aggregate"].items():
            assert all(len(group["keys"]) == 1 for group in made)
            found[batch[alias]] = {group["keys"][0]: group["count"] for group in made}
            assert len(found[batch[alias]]) == len(made)
    return found


# Of relations


@every_list
async def test_aggregates_of_relations(entity: Entity, relation: Relation, read_only: tuple[Tenant, Tenant]) -> None:
    name = relation.graphql_name
    wanted = "{ count countDistinct { externalId } max { createdAt } groupBy(by: [{field: ID}]) { keys } }"
    inner = f"found: {name}Aggregate {wanted}" if relation.listed else f"found: {name} {{ aggregate {wanted} }}"
    target = ENTITIES[relation.target]
    for tenant, twin in zip(read_only, (False, True), strict=True):
        rows = dataset.rows_of(target, twin=twin)
        data = await tenant.admin.data(f"{{ {entity.plural}(first: 50) {{ nodes {{ {inner} }} }} }}")
        for number, record in enumerate(data[entity.plural]["nodes"], start=1):
            related = dataset.related(entity, relation, number)
            created = [rows[other]["created_at"].isoformat() for other in related]
            expected = {
                "count": len(related),
                "countDistinct": {"externalId": len(related)},
                "max": {"createdAt": max(created, default=None)},
                "groupBy": [{"keys": [dataset.id_of(target.name, other)]} for other in sorted(related)],
            }
            assert record["found"] == (expected if relation.listed else {"aggregate": expected})


# Beyond what the data set holds


async def _buy(client: Client, amounts: Iterable[str], currency: str = "EUR", quantity: int = 1) -> None:
    document = """mutation ($inputs: [OrderItemUpsert!]!) {
      upsertCustomers(inputs: [{externalId: "c"}]) { errors { message } }
      upsertOrders(inputs: [{
        externalId: "o", placedAt: "2024-01-01T00:00:00Z", total: {amount: "0", currency: "EUR"}, customer: {externalId: "c"}
      }]) { errors { message } }
      upsertOrderItems(inputs: $inputs) { created errors { message } }
    }"""
    inputs = [
        {
            "externalId": f"{currency} {number}",
            "quantity": quantity,
            "unitPrice": {"amount": amount, "currency": currency},
            "order": {"externalId": "o"},
        }
        for number, amount in enumerate(amounts)
    ]
    made = await client.data(document, {"inputs": inputs})
    assert made["upsertOrderItems"] == {"created": len(inputs), "errors": []}


async def test_sums_are_exact_beyond_64_bits(admin: Client) -> None:
    await _buy(admin, ["92233720368547758.07"] * 3, quantity=2**31 - 1)
    asked = (
        "{ orderItems { aggregate { sum { quantity unitPrice { amount } } avg { quantity unitPrice { amount } } } } }"
    )
    assert (await admin.data(asked))["orderItems"]["aggregate"] == {
        "sum": {"quantity": 3 * (2**31 - 1), "unitPrice": {"amount": "276701161105643274.21"}},
        "avg": {"quantity": 2**31 - 1, "unitPrice": {"amount": "92233720368547758.07"}},
    }


@pytest.mark.parametrize(
    ("currency", "amounts", "mean"),
    [
        ("EUR", ("0.01", "0.02"), "0.02"),
        ("EUR", ("-0.01", "-0.02"), "-0.02"),
        ("JPY", ("1", "2", "2"), "2"),
        ("KWD", ("0.001", "0.001", "0.002"), "0.001"),
        ("CLF", ("0.0001", "0.0002"), "0.0002"),
    ],
)
async def test_means_of_money_are_rounded_half_away_from_zero(
    currency: str, amounts: tuple[str, ...], mean: str, admin: Client
) -> None:
    await _buy(admin, amounts, currency)
    found = await admin.data("{ orderItems { aggregate { avg { unitPrice { amount currency } } } } }")
    assert found["orderItems"]["aggregate"]["avg"]["unitPrice"] == {"amount": mean, "currency": currency}


async def test_equal_documents_with_other_variables_are_other_aggregates(reader: Client) -> None:
    document = """query ($first: Int!, $span: Interval!, $key: OrderGroupKey!, $direction: Direction!) {
      orders { aggregate {
        groupBy(by: [{field: PLACED_AT, by: $span}, $key], first: $first, orderBy: [{key: FIRST, direction: $direction}]) { keys }
      } }
    }"""
    for first, span, key, direction, expected in (
        (1, "MONTH", {"field": "STATUS"}, "ASC", [["2024-01-01", "PAID"]]),
        (2, "MONTH", {"field": "STATUS"}, "ASC", [["2024-01-01", "PAID"], ["2024-02-01", "DELIVERED"]]),
        (1, "YEAR", {"field": "STATUS"}, "ASC", [["2024-01-01", "ABANDONED"]]),
        (1, "MONTH", {"field": "STATUS"}, "DESC", [["2024-03-01", "ABANDONED"]]),
        (1, "MONTH", {"field": "TOTAL_CURRENCY"}, "ASC", [["2024-01-01", "EUR"]]),
        (1, "MONTH", {"customer": {"field": "NAME"}}, "ASC", [["2024-01-01", "José García"]]),
    ):
        variables = {"first": first, "span": span, "key": key, "direction": direction}
        found = (await reader.data(document, variables))["orders"]["aggregate"]["groupBy"]
        assert [group["keys"] for group in found] == expected


async def test_the_calendar_is_the_tenants(owner_url: str, database: Database, http: httpx.AsyncClient) -> None:
    """An hour before midnight in London is tomorrow in Berlin; a neighbour without a time zone keeps UTC."""
    berlin, neighbour = [await new_tenant(owner_url, database, http) for _ in range(2)]
    await change_settings(database, berlin.slug, time_zone="Europe/Berlin")
    document = """mutation ($at: DateTime!) {
      upsertCustomers(inputs: [{externalId: "c"}]) { errors { message } }
      createOrder(input: {placedAt: $at, total: {amount: "1", currency: "EUR"}, customer: {externalId: "c"}}) {
        errors { message }
      }
    }"""
    query = """{ orders { aggregate {
      month: groupBy(by: [{field: PLACED_AT, by: MONTH}]) { keys }
      hour: groupBy(by: [{field: PLACED_AT, by: HOUR}]) { keys }
    } } }"""
    for tenant, month in ((berlin, "2026-02-01"), (neighbour, "2026-01-01")):
        await tenant.admin.data(document, {"at": "2026-01-31T23:30:00Z"})
        found = (await tenant.admin.data(query))["orders"]["aggregate"]
        assert found["month"] == [{"keys": [month]}]
        assert found["hour"] == [{"keys": ["2026-01-31T23:00:00+00:00"]}]


async def test_what_a_role_may_not_read_it_may_not_group_by(
    read_only: tuple[Tenant, Tenant], database: Database
) -> None:
    own = read_only[0]
    client = Client(own.admin.http, await create_key(database, own.slug, Role.CLIENT))
    document = "{ segments { aggregate { groupBy(by: [{segmentation: {field: NAME}}]) { keys } } } }"
    assert (await own.admin.data(document))["segments"]["aggregate"]["groupBy"]
    (error,) = await client.errors(document)
    assert error["extensions"]["code"] == "FORBIDDEN"


async def test_keys_lead_through_four_records_and_no_further(admin: Client) -> None:
    document = "query ($key: OrderGroupKey!) { orders { aggregate { groupBy(by: [$key]) { keys } } } }"
    key: dict[str, Any] = {"field": "ID"}
    for _ in range(4):
        key = {"original": key}
    assert (await admin.data(document, {"key": key}))["orders"]["aggregate"]["groupBy"] == []
    (error,) = await admin.errors(document, {"key": {"original": key}})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_aggregates_have_their_price(admin: Client) -> None:
    async def cost(inner: str) -> int:
        body = (await admin.post(f"{{ customers(first: 100) {{ nodes {{ orders {{ {inner} }} }} }} }}")).json()
        assert "errors" not in body, body
        spent: int = body["extensions"]["cost"]["requested"]
        return spent

    page = await cost("__typename")
    assert await cost("aggregate { count sum { total { amount } } }") == page + 1_000
    assert await cost("aggregate { groupBy(by: [{field: STATUS}]) { count } }") == page + 2_000
    assert await cost("aggregate { groupBy(by: [{original: {field: STATUS}}]) { count } }") == page + 2_500
    twice = "a: aggregate { groupBy(by: [{original: {field: STATUS}}]) { keys } }"
    (error,) = await admin.errors(
        f"{{ customers(first: 100) {{ nodes {{ orders {{ {twice} {twice.replace('a:', 'b:')} }} }} }} }}"
    )
    assert error["extensions"]["code"] == "COST_LIMIT_EXCEEDED"
