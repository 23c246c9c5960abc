"""The peer: the same API written by hand with plain Strawberry types, resolvers and DataLoaders over asyncpg.

This is how Strawberry's documentation teaches it, and as a competent engineer would write it: one query per level of the
question and not per record, columns named, limits in the database, one transaction per operation, cached parsing and
validation, orjson. It knows what the cases ask for and no more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import strawberry
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, SchemaExtension, ValidationCache

from benchmarks.dataloaders_where import CustomerWhere, customers_matching
from benchmarks.peer import Peer, run
from server.database.tenancy import Database
from server.entities.customer import LifecycleStage
from server.entities.order import OrderStatus

_CUSTOMER = "id, name, email, country, stage, company_id"
_COMPANIES = "select id, name from company where tenant_id = $1 and id = any($2)"
_PRODUCTS = "select id, name from product where tenant_id = $1 and id = any($2)"
_ORDERS = """
select o.* from unnest($2::uuid[]) as parent(id)
  cross join lateral (
    select id, placed_at, status, total_minor, total_currency, customer_id
      from "order" where tenant_id = $1 and customer_id = parent.id order by id limit $3) o"""
_ITEMS = """
select i.* from unnest($2::uuid[]) as parent(id)
  cross join lateral (
    select id, quantity, unit_price_minor, unit_price_currency, product_id, order_id
      from order_item where tenant_id = $1 and order_id = parent.id order by id limit $3) i"""


@dataclass(slots=True)
class Context:
    """One operation: its tenant, its connection, and the loaders that gather what its resolvers ask for."""

    tenant: UUID
    database: Database
    connection: Any = None
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _loaders: dict[Any, DataLoader[UUID, Any]] = field(default_factory=dict)

    async def fetch(self, sql: str, *parameters: Any) -> list[Any]:
        """Run one statement; loaders of one level run at the same time, but the operation has one connection."""
        async with self._one_at_a_time:
            rows: list[Any] = await self.connection.fetch(sql, self.tenant, *parameters)
        return rows

    def records(self, sql: str, make: Callable[[Any], Any]) -> DataLoader[UUID, Any]:
        """Return the loader of records by their ids."""

        async def load(ids: list[UUID]) -> list[Any]:
            found = {row["id"]: make(row) for row in await self.fetch(sql, ids)}
            return [found.get(one) for one in ids]

        return self._loader(sql, load)

    def children(self, sql: str, parent: str, first: int, make: Callable[[Any], Any]) -> DataLoader[UUID, list[Any]]:
        """Return the loader of the first few records that point to a parent, by the parent's id."""

        async def load(ids: list[UUID]) -> list[list[Any]]:
            found: dict[UUID, list[Any]] = {one: [] for one in ids}
            for row in await self.fetch(sql, ids, first):
                found[row[parent]].append(make(row))
            return list(found.values())

        return self._loader((sql, first), load)

    def _loader(self, key: Any, load: Callable[[list[UUID]], Any]) -> DataLoader[UUID, Any]:
        if key not in self._loaders:
            self._loaders[key] = DataLoader(load_fn=load)
        return self._loaders[key]


Info = strawberry.Info[Context, None]


@strawberry.type
class Money:
    amount: Decimal
    currency: str


@strawberry.type
class Product:
    id: strawberry.ID
    name: str

    @classmethod
    def read(cls, row: Any) -> Product:
        return cls(id=strawberry.ID(f"product_{row['id']}"), name=row["name"])


@strawberry.type
class OrderItem:
    quantity: int
    unit_price: Money
    product_id: strawberry.Private[UUID | None]

    @classmethod
    def read(cls, row: Any) -> OrderItem:
        price = _money(row["unit_price_minor"], row["unit_price_currency"])
        return cls(quantity=row["quantity"], unit_price=price, product_id=row["product_id"])

    @strawberry.field
    async def product(self, info: Info) -> Product | None:
        if self.product_id is None:
            return None
        found: Product | None = await info.context.records(_PRODUCTS, Product.read).load(self.product_id)
        return found


@strawberry.type
class OrderItemConnection:
    nodes: list[OrderItem]


@strawberry.type
class Order:
    key: strawberry.Private[UUID]
    id: strawberry.ID
    placed_at: datetime
    status: OrderStatus
    total: Money

    @classmethod
    def read(cls, row: Any) -> Order:
        return cls(
            key=row["id"],
            id=strawberry.ID(f"order_{row['id']}"),
            placed_at=row["placed_at"],
            status=OrderStatus(row["status"]),
            total=_money(row["total_minor"], row["total_currency"]),
        )

    @strawberry.field
    async def items(self, info: Info, first: int = 20) -> OrderItemConnection:
        loader = info.context.children(_ITEMS, "order_id", first, OrderItem.read)
        return OrderItemConnection(nodes=await loader.load(self.key))


@strawberry.type
class OrderConnection:
    nodes: list[Order]


@strawberry.type
class Company:
    id: strawberry.ID
    name: str

    @classmethod
    def read(cls, row: Any) -> Company:
        return cls(id=strawberry.ID(f"company_{row['id']}"), name=row["name"])


@strawberry.type
class Customer:
    key: strawberry.Private[UUID]
    company_id: strawberry.Private[UUID | None]
    id: strawberry.ID
    name: str | None
    email: str | None
    country: str | None
    stage: LifecycleStage

    @classmethod
    def read(cls, row: Any) -> Customer:
        return cls(
            key=row["id"],
            company_id=row["company_id"],
            id=strawberry.ID(f"customer_{row['id']}"),
            name=row["name"],
            email=row["email"],
            country=row["country"],
            stage=LifecycleStage(row["stage"]),
        )

    @strawberry.field
    async def company(self, info: Info) -> Company | None:
        if self.company_id is None:
            return None
        found: Company | None = await info.context.records(_COMPANIES, Company.read).load(self.company_id)
        return found

    @strawberry.field
    async def orders(self, info: Info, first: int = 20) -> OrderConnection:
        loader = info.context.children(_ORDERS, "customer_id", first, Order.read)
        return OrderConnection(nodes=await loader.load(self.key))


@strawberry.type
class CustomerConnection:
    first: strawberry.Private[int]
    where: strawberry.Private[CustomerWhere | None]

    @strawberry.field
    async def nodes(self, info: Info) -> list[Customer]:
        test, values = customers_matching(self.where)
        sql = f"select {_CUSTOMER} from customer c where c.tenant_id = $1{test} order by c.id limit ${len(values) + 2}"
        return [Customer.read(row) for row in await info.context.fetch(sql, *values, self.first)]

    @strawberry.field
    async def total_count(self, info: Info) -> int:
        test, values = customers_matching(self.where)
        rows = await info.context.fetch(f"select count(*) from customer c where c.tenant_id = $1{test}", *values)
        count: int = rows[0][0]
        return count


@strawberry.type
class Query:
    @strawberry.field
    async def customer(self, info: Info, id: strawberry.ID) -> Customer | None:
        sql = f"select {_CUSTOMER} from customer where tenant_id = $1 and id = $2"
        rows = await info.context.fetch(sql, UUID(id.removeprefix("customer_")))
        return Customer.read(rows[0]) if rows else None

    @strawberry.field
    def customers(self, first: int = 20, where: CustomerWhere | None = None) -> CustomerConnection:
        return CustomerConnection(first=first, where=where)


class InTransaction(SchemaExtension):
    """Runs every operation within one transaction of its tenant."""

    async def on_execute(self) -> AsyncIterator[None]:
        context: Context = self.execution_context.context
        async with context.database.tenant_transaction(context.tenant, readonly=True) as context.connection:
            yield


class _View(GraphQL[Context, None]):
    def __init__(self, schema: strawberry.Schema, peer: Peer, database: Callable[[], Database]) -> None:
        super().__init__(schema)
        self._peer = peer
        self._database = database

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        tenant = self._peer.tenant_of(request)
        if tenant is None:
            raise HTTPException(401, "send a known token")
        return Context(tenant, self._database())

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)


def dataloader_routes(peer: Peer, database: Callable[[], Database]) -> list[BaseRoute]:
    """Return the route of the GraphQL endpoint."""
    schema = strawberry.Schema(Query, extensions=[InTransaction, ParserCache, ValidationCache])
    return [Route("/graphql", _View(schema, peer, database))]


def _money(minor: int, currency: str) -> Money:
    return Money(amount=Decimal(minor).scaleb(-2), currency=currency)


if __name__ == "__main__":
    run(dataloader_routes)
