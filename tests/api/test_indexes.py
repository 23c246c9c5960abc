"""Under row-level security, what should use an index does: the tenant stands in the index condition, and no table is read whole.

Two tenants of equal size share the tables, so that reading the whole of one would be a plausible plan if nothing better were there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from server.api.compile import compile_query
from server.api.documents import Documents
from server.api.planning import plan_query
from server.api.schema import Api
from server.api.selection import read_selection
from server.database.tenancy import Database, connect
from server.entities.declaration import Role
from server.settings import Limits
from server.tenants import tenant_id
from tests.conftest import make_tenant

_ROWS = 20_000
_FEWER = 8_000
_CUSTOMERS = f"""
INSERT INTO customer (tenant_id, id, external_id, created_at, updated_at, version, kind, stage, name, name_folded,
                      email, email_folded, phone, country, birth_date, company_id)
SELECT $1, md5('customer' || n)::uuid, 'c' || n, now(), now(), 1, 'PERSON',
       (array['LEAD', 'CUSTOMER', 'FORMER', 'PROSPECT'])[n % 4 + 1],
       'Name ' || n % 5000, 'name ' || n % 5000, 'Person' || n || '@example.com', 'person' || n || '@example.com',
       '+4930' || 1000000 + n, chr(65 + n % 26) || chr(65 + n / 26 % 26), date '1950-01-01' + n % 20000, null
  FROM generate_series(1, {_ROWS}) AS n"""
_ORDERS = f"""
INSERT INTO "order" (tenant_id, id, external_id, created_at, updated_at, version, status, placed_at, total_minor,
                     total_currency, customer_id)
SELECT $1, md5('order' || n)::uuid, 'o' || n, now(), now(), 1, 'PAID',
       timestamptz '2024-01-01 00:00+00' + n * interval '1 minute', n, 'EUR',
       md5('customer' || n)::uuid
  FROM generate_series(1, {_FEWER}) AS n"""
_COMPANIES = """
INSERT INTO company (tenant_id, id, external_id, created_at, updated_at, version, name, name_folded)
SELECT $1, md5('company' || n)::uuid, 'co' || n, now(), now(), 1, 'Company ' || n, 'company ' || n
  FROM generate_series(1, 5000) AS n"""
_TAGS = """
INSERT INTO tag (tenant_id, id, external_id, created_at, updated_at, version, name, name_folded)
SELECT $1, md5('tag' || n)::uuid, 't' || n, now(), now(), 1, 'Tag ' || n, 'tag ' || n FROM generate_series(1, 2000) AS n"""
_PINNED = f"""
INSERT INTO customer_tag (tenant_id, customer_id, tag_id)
SELECT $1, md5('customer' || n)::uuid, md5('tag' || n % 2000 + 1)::uuid FROM generate_series(1, {_FEWER}) AS n"""


@pytest.fixture(scope="module")
async def crowded(owner_url: str, database: Database) -> str:
    """The slug of a tenant with many records, next to another as large."""
    slugs = [await make_tenant(owner_url) for _ in range(2)]
    owner = await connect(owner_url)
    try:
        # Analysed between the two steps, because the checks of foreign keys are planned by what is known of the tables.
        for tables, statements in (
            ("company, customer, tag", (_COMPANIES, _CUSTOMERS, _TAGS)),
            ('"order", customer_tag', (_ORDERS, _PINNED)),
        ):
            for slug in slugs:
                async with database.tenant_transaction(tenant_id(slug), timeout=60) as connection:
                    for statement in statements:
                        await connection.execute(statement, tenant_id(slug))
            await owner.execute(f"ANALYZE {tables}")
    finally:
        await owner.close()
    return slugs[0]


#: A query, and the column that must stand in an index condition beside the tenant; for a page: "", and nothing is sorted.
_CASES = {
    "eq": ('{ customers(where: {email: {eq: "Person77@example.com"}}) { nodes { name } } }', "email_folded"),
    "in": (
        '{ customers(where: {email: {in: ["Person77@example.com", "Person78@example.com"]}}) { nodes { name } } }',
        "email_folded",
    ),
    "eqInsensitive": (
        '{ customers(where: {email: {eqInsensitive: "PERSON77@example.com"}}) { nodes { name } } }',
        "email_folded",
    ),
    "inInsensitive": (
        '{ customers(where: {name: {inInsensitive: ["NAME 77", "NAME 78"]}}) { nodes { name } } }',
        "name_folded",
    ),
    "startsWith": ('{ customers(where: {email: {startsWith: "Person777"}}) { nodes { name } } }', "email_folded"),
    "startsWithInsensitive": (
        '{ customers(where: {email: {startsWithInsensitive: "PERSON777"}}) { nodes { name } } }',
        "email_folded",
    ),
    "startsWith-counted": ('{ customers(where: {email: {startsWith: "Person777"}}) { totalCount } }', "email_folded"),
    "indexed-text": ('{ customers(where: {phone: {eq: "+49301000077"}}) { nodes { name } } }', "phone"),
    "indexed-prefix": ('{ customers(where: {phone: {startsWith: "+4930100077"}}) { totalCount } }', "phone"),
    "indexed-range": (
        '{ customers(where: {birthDate: {gte: "1990-01-01", lt: "1990-01-05"}}) { totalCount } }',
        "birth_date",
    ),
    "indexed-choice": ('{ customers(where: {stage: {eq: LEAD}, country: {eq: "AA"}}) { totalCount } }', "country"),
    "id": (
        '{ customer(id: "customer_00000000-0000-0000-0000-000000000000") { name orders(first: 1) { nodes { status } } } }',
        "customer_id",
    ),
    "external-id": (
        '{ customer(externalId: "c77") { name } orders(where: {externalId: {in: ["o1", "o2"]}}) { totalCount } }',
        "external_id",
    ),
    "default-page": ("{ customers(first: 20) { nodes { name company { name } } } }", ""),
    "last-page": ("{ customers(last: 20) { edges { cursor } } }", ""),
    "next-page": (
        '{ customers(first: 20, after: "WyJpZCs-IiwgIjc3Nzc3Nzc3LTc3NzctNzc3Ny03Nzc3LTc3Nzc3Nzc3Nzc3NyJd") { edges { cursor } } }',
        "",
    ),
    "page-by-name": ("{ customers(first: 20, orderBy: [{field: NAME}]) { nodes { name } } }", ""),
    "page-by-time": (
        "{ orders(first: 20, orderBy: [{field: PLACED_AT, direction: DESC}]) { nodes { placedAt } } }",
        "",
    ),
    "some-many": (
        '{ customers(where: {orders: {some: {placedAt: {gte: "2024-01-02T00:00Z", lt: "2024-01-02T00:10Z"}}}}) { totalCount } }',
        "placed_at",
    ),
    "some-linked": (
        '{ customers(where: {tags: {some: {name: {eqInsensitive: "tag 77"}}}}) { nodes { name } } }',
        "name_folded",
    ),
    "to-one": (
        '{ orders(where: {customer: {email: {eq: "Person77@example.com"}}}) { nodes { status } } }',
        "email_folded",
    ),
    "linked-list": (
        '{ tags(where: {name: {eq: "Tag 77"}}) { nodes { customers(first: 5) { nodes { name } } } } }',
        "tag_id",
    ),
}


@pytest.mark.parametrize("case", _CASES)
async def test_the_plan_uses_indexes_by_tenant(case: str, crowded: str, api: Api, database: Database) -> None:
    query, column = _CASES[case]
    document = Documents(api.schema, Limits()).read(query)
    roots, _ = plan_query(read_selection(api.schema, document, document.operation(None), {}), Role.ADMIN, Limits())
    statement = compile_query(roots)
    async with database.tenant_transaction(tenant_id(crowded), readonly=True) as connection:
        found = await connection.fetchval(
            f"EXPLAIN (FORMAT JSON) {statement.sql}", *statement.parameters(tenant_id(crowded), {})
        )
    plan = orjson.loads(found)[0]["Plan"]
    scans = [node for node in _nodes(plan) if "Scan" in node["Node Type"] and node["Node Type"] in _OF_TABLES]
    assert scans
    for scan in scans:
        assert scan["Node Type"] != "Seq Scan", found
        if scan["Node Type"] != "Bitmap Heap Scan":
            assert "tenant_id =" in scan.get("Index Cond", ""), found
    if column:
        assert any(re.search(rf"\b{column}\b", scan.get("Index Cond", "")) for scan in scans), found
    else:
        assert not [node for node in _nodes(plan) if node["Node Type"] == "Sort"], found


_OF_TABLES = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan", "Bitmap Heap Scan"}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)
