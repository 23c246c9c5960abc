"""The floor: what an expert writes by hand for exactly one response, one statement behind a bare Starlette route.

Nothing that answers these questions from PostgreSQL through Python can be much faster; everything else is compared to it. The
statements have the fastest form that was found: filter, order and limit innermost, JSON around the rows that are left.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from benchmarks.peer import Peer, run
from server.database.tenancy import Database

_POINT = """
select row_to_json(c)::text from (
  select 'customer_' || c.id as id, c.name, c.email, c.country, c.stage,
         (select row_to_json(k) from (
            select 'company_' || k.id as id, k.name from company k where k.tenant_id = $1 and k.id = c.company_id) k
         ) as company
    from customer c where c.tenant_id = $1 and c.id = $2) c"""

_PAGE = """
select coalesce(json_agg(c), '[]')::text from (
  select 'customer_' || c.id as id, c.name, c.email,
         (select json_build_object('nodes', coalesce(json_agg(o), '[]')) from (
            select 'order_' || o.id as id, o.placed_at as "placedAt", o.status,
                   (select row_to_json(m) from (
                      select (o.total_minor * 0.01)::text as amount, o.total_currency as currency) m) as total,
                   (select json_build_object('nodes', coalesce(json_agg(i), '[]')) from (
                      select i.quantity,
                             (select row_to_json(m) from (
                                select (i.unit_price_minor * 0.01)::text as amount,
                                       i.unit_price_currency as currency) m) as "unitPrice",
                             (select row_to_json(p) from (
                                select 'product_' || p.id as id, p.name
                                  from product p where p.tenant_id = $1 and p.id = i.product_id) p) as product
                        from (select quantity, unit_price_minor, unit_price_currency, product_id
                                from order_item where tenant_id = $1 and order_id = o.id order by id limit 2) i) i
                   ) as items
              from (select id, placed_at, status, total_minor, total_currency
                      from "order" where tenant_id = $1 and customer_id = c.id order by id limit 5) o) o
         ) as orders
    from (select id, name, email from customer where tenant_id = $1 order by id limit $2) c) c"""

# From the product's side, where the filter is narrow, and the limit before the customers are read.
_FILTERED = """
select coalesce(json_agg(c), '[]')::text from (
  select 'customer_' || c.id as id, c.name, c.email, c.country
    from (select distinct o.customer_id
            from product p
            join order_item i on i.tenant_id = $1 and i.product_id = p.id
            join "order" o on o.tenant_id = $1 and o.id = i.order_id
           where p.tenant_id = $1 and p.external_id = $2
           order by o.customer_id limit $3) buyer
    join customer c on c.tenant_id = $1 and c.id = buyer.customer_id
   order by c.id) c"""

_COUNT = "select count(*)::text from customer where tenant_id = $1 and country = $2"


def floor_routes(peer: Peer, database: Callable[[], Database]) -> list[BaseRoute]:
    """Return one route per case."""

    def route(
        path: str, sql: str, read: Callable[[UUID, Request], tuple[Any, ...]], before: bytes, after: bytes
    ) -> Route:
        return Route(path, _endpoint(peer, database, sql, read, before, after))

    return [
        route("/point", _POINT, _of_customer, b'{"data":{"customer":', b"}}"),
        route("/page", _PAGE, _of_page, b'{"data":{"customers":{"nodes":', b"}}}"),
        route("/filtered", _FILTERED, _of_product, b'{"data":{"customers":{"nodes":', b"}}}"),
        route("/count", _COUNT, _of_country, b'{"data":{"customers":{"totalCount":', b"}}}"),
    ]


def _endpoint(
    peer: Peer,
    database: Callable[[], Database],
    sql: str,
    read: Callable[[UUID, Request], tuple[Any, ...]],
    before: bytes,
    after: bytes,
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        tenant = peer.tenant_of(request)
        if tenant is None:
            return Response(status_code=401)
        row = await database().fetch_row(tenant, sql, read(tenant, request))
        body = b"null" if row is None else row[0].encode()
        return Response(before + body + after, media_type="application/json")

    return endpoint


def _of_customer(tenant: UUID, request: Request) -> tuple[Any, ...]:
    return tenant, UUID(request.query_params["id"].removeprefix("customer_"))


def _of_page(tenant: UUID, request: Request) -> tuple[Any, ...]:
    return tenant, 50


def _of_product(tenant: UUID, request: Request) -> tuple[Any, ...]:
    return tenant, request.query_params["sku"], 50


def _of_country(tenant: UUID, request: Request) -> tuple[Any, ...]:
    return tenant, "DE"


if __name__ == "__main__":
    run(floor_routes)
