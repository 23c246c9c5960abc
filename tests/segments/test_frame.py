"""The values of features, against values worked out by hand, for two tenants whose records have the same ids."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from server.database.tenancy import Database
from server.entities.ids import new_id
from server.errors import BadUserInput
from server.segments import feature_catalogue
from server.segments.features import find_features
from server.segments.frame import Frame, read_frame

Insert = Callable[..., Awaitable[list[UUID]]]
NOW = datetime(2024, 7, 1, tzinfo=UTC)


def day(month: int, number: int) -> datetime:
    return datetime(2024, month, number, tzinfo=UTC)


def money(minor: int, currency: str = "EUR", name: str = "total") -> dict[str, Any]:
    return {f"{name}_minor": minor, f"{name}_currency": currency}


async def fill(insert: Insert, database: Database, tenant: UUID, ids: list[UUID], factor: int) -> None:
    """Write the same records for each tenant, under the same ids, with amounts that differ by ``factor``."""
    company, one, two, three, product, other, tag, plan, *orders = ids
    person = {"kind": "PERSON", "stage": "CUSTOMER"}
    await insert(
        tenant,
        "company",
        {"id": company, "name": "A", "name_folded": "a", "industry": "Steel", "employees": 5 * factor},
    )
    await insert(
        tenant,
        "customer",
        {"id": one, **person, "country": "DE", "birth_date": date(1984, 7, 1), "company_id": company},
        {"id": two, **person, "country": None, "job_title": "Clerk"},
        {"id": three, **person, "stage": "LEAD"},
    )
    await insert(
        tenant,
        "product",
        {"id": product, "external_id": "tea", "name": "Tea", "name_folded": "tea", "active": True},
        {"id": other, "external_id": "rum", "name": "Rum", "name_folded": "rum", "active": True},
    )
    placed = [
        (one, "PAID", day(6, 1), 1000),
        (one, "DELIVERED", day(6, 21), 3050),
        (one, "RETURNED", day(6, 25), 700),
        (one, "ABANDONED", day(6, 26), 900),
        (two, "CANCELLED", day(1, 1), 100),
        (two, "DRAFT", day(1, 2), 100),
    ]
    await insert(
        tenant,
        "order",
        *(
            {"id": order, "customer_id": customer, "status": status, "placed_at": time, **money(minor * factor)}
            for order, (customer, status, time, minor) in zip(orders, placed, strict=True)
        ),
    )
    price = money(250 * factor, name="unit_price")
    await insert(
        tenant,
        "order_item",
        {"order_id": orders[0], "product_id": product, "quantity": 2, **price, **money(400 * factor)},
        {"order_id": orders[1], "product_id": product, "quantity": 3, **price},
        {"order_id": orders[1], "product_id": other, "quantity": 1, **price},
        {"order_id": orders[2], "product_id": product, "quantity": 9, **price},
        {"order_id": orders[1], "product_id": None, "quantity": 9, **price},
    )
    await insert(
        tenant,
        "interaction",
        {"customer_id": two, "kind": "VISIT", "occurred_at": day(6, 1)},
        {"customer_id": two, "kind": "PRODUCT_VIEW", "occurred_at": day(6, 11)},
        {"customer_id": two, "kind": "VISIT", "occurred_at": day(5, 1)},
    )
    await insert(
        tenant,
        "tag",
        {"id": tag, "external_id": "vip", "name": "Dear", "name_folded": "dear"},
        {"id": plan, "external_id": "plan:gold", "name": "Gold", "name_folded": "gold"},
    )
    async with database.tenant_transaction(tenant) as connection:
        for customer, carried in ((one, tag), (one, plan), (two, plan))[: 1 + factor]:
            link = "INSERT INTO customer_tag (tenant_id, customer_id, tag_id) VALUES ($1, $2, $3)"
            await connection.execute(link, tenant, customer, carried)


async def read(database: Database, tenant: UUID, *names: str) -> Frame:
    async with database.tenant_transaction(tenant, readonly=True) as connection:
        features = await find_features(connection, tenant, list(names))
        return await read_frame(connection, tenant, features, NOW)


EXPECTED: dict[str, list[Any]] = {
    "stage": ["CUSTOMER", "CUSTOMER", "LEAD"],
    "country": ["DE", None, None],
    "jobTitle": [None, "Clerk", None],
    "birthDate": [date(1984, 7, 1), None, None],
    "age": [pytest.approx(40.0, abs=0.01), None, None],
    "company.industry": ["Steel", None, None],
    "orders.count": [2, 0, 0],
    "orders.daysSinceLast": [10.0, None, None],
    "orders.returned": [1, 0, 0],
    "orders.abandoned": [1, 0, 0],
    "interactions.count": [0, 3, 0],
    "interactions.visits": [0, 2, 0],
    "interactions.productViews": [0, 1, 0],
    "interactions.calls": [0, 0, 0],
    "interactions.daysSinceLast": [None, 20.0, None],
    "tag:vip": [True, False, False],
}


async def test_values_of_two_tenants_with_the_same_ids(
    insert: Insert, database: Database, tenants: tuple[UUID, UUID]
) -> None:
    ids = sorted(new_id() for _ in range(14))
    for factor, tenant in enumerate(tenants, 1):
        await fill(insert, database, tenant, ids, factor)
    expected_by_factor = {
        1: {
            "company.employees": [5, None, None],
            "orders.total": [40.5, 0, 0],
            "orders.mean": [20.25, None, None],
            "spend:tea": [11.5, 0, 0],
            "spend:rum": [2.5, 0, 0],
            "tagGroup:plan": ["gold", None, None],
        },
        2: {
            "company.employees": [10, None, None],
            "orders.total": [81.0, 0, 0],
            "orders.mean": [40.5, None, None],
            "spend:tea": [23.0, 0, 0],
            "spend:rum": [5.0, 0, 0],
            "tagGroup:plan": ["gold", "gold", None],
        },
    }
    for factor, tenant in enumerate(tenants, 1):
        expected = {**EXPECTED, **expected_by_factor[factor]}
        frame = await read(database, tenant, *expected)
        assert list(frame.customers) == ids[1:4]
        assert {name: list(values) for name, values in frame.columns.items()} == expected
        for name, values in expected.items():
            alone = await read(database, tenant, name)
            assert list(alone.columns[name]) == values


async def test_every_feature_can_be_read(database: Database, tenants: tuple[UUID, UUID], insert: Insert) -> None:
    await insert(tenants[0], "customer", {"kind": "PERSON", "stage": "LEAD"})
    names = list(feature_catalogue())
    assert {"kind", "gender", "city", "region", "postalCode", "language", "industry", "company.country"} < set(names)
    assert not {"name", "email", "phone", "street", "externalId", "createdAt", "version", "company.name"} & set(names)
    frame = await read(database, tenants[0], *names)
    assert {name: len(values) for name, values in frame.columns.items()} == dict.fromkeys(names, 1)


async def test_a_tenant_without_customers(database: Database, tenants: tuple[UUID, UUID]) -> None:
    frame = await read(database, tenants[0], "country", "orders.total")
    assert (list(frame.customers), dict(frame.columns)) == ([], {"country": (), "orders.total": []})


async def test_several_currencies_are_refused_by_name(
    database: Database, tenants: tuple[UUID, UUID], insert: Insert
) -> None:
    (customer,) = await insert(tenants[0], "customer", {"kind": "PERSON", "stage": "LEAD"})
    order = {"customer_id": customer, "placed_at": NOW, "status": "PAID"}
    await insert(tenants[0], "order", {**order, **money(5)}, {**order, **money(5, "JPY"), "status": "ABANDONED"})
    assert list((await read(database, tenants[0], "orders.total")).columns["orders.total"]) == [0.05]
    await insert(tenants[0], "order", {**order, **money(5, "USD")})
    with pytest.raises(BadUserInput, match=r"several currencies \(EUR, USD\)"):
        await read(database, tenants[0], "country", "orders.mean")
    assert (await read(database, tenants[0], "orders.count")).columns["orders.count"] == (2,)


async def test_currencies_without_decimals(database: Database, tenants: tuple[UUID, UUID], insert: Insert) -> None:
    (customer,) = await insert(tenants[0], "customer", {"kind": "PERSON", "stage": "LEAD"})
    order = {"customer_id": customer, "placed_at": NOW, "status": "PAID", **money(500, "JPY")}
    await insert(tenants[0], "order", order)
    assert list((await read(database, tenants[0], "orders.total")).columns["orders.total"]) == [500.0]


@pytest.mark.parametrize(
    ("names", "index", "message"),
    [
        (["country", "contry"], 1, "'contry' is no attribute .* did you mean country"),
        (["orders.value"], 0, "did you mean orders.total|orders.abandoned|orders.mean"),
        (["email"], 0, "is no attribute"),
        (["tag:vop"], 0, "did you mean tag:vip"),
        (["tagGroup:plans"], 0, "did you mean tagGroup:plan"),
        (["spend:nothing"], 0, "'spend:nothing' is no attribute"),
        (["country", "stage", "country"], 2, "'country' is given twice"),
        (["'; DROP TABLE customer; --"], 0, "there are kind, stage"),
        (["tag:' OR true --"], 0, "is no attribute"),
    ],
)
async def test_names_are_checked(
    database: Database, tenants: tuple[UUID, UUID], insert: Insert, names: list[str], index: int, message: str
) -> None:
    tags = {"vip": "Dear", "plan:gold": "Gold"}
    for external_id, name in tags.items():
        await insert(tenants[0], "tag", {"external_id": external_id, "name": name, "name_folded": name.lower()})
    product = {"external_id": "nothing", "name": "Nothing", "name_folded": "nothing", "active": True}
    await insert(tenants[1], "product", product)
    with pytest.raises(BadUserInput, match=message) as raised:
        await read(database, tenants[0], *names)
    assert raised.value.path == ("attributes", index)
