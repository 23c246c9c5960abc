"""The data that everything is measured on: tenants with customers, orders, items, products and companies.

The rows are made by the database itself (``INSERT … SELECT generate_series``), each value a hash of the seed and the row's
number, so that the same seed gives the same rows anywhere. One transaction makes one tenant, and the tenant's own row is its
last statement: a tenant that exists is whole, and a run that was interrupted goes on where it stopped. How many rows there are
is part of the slug, so data of several sizes live side by side.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from benchmarks.rows import Rows, insert, scattered, texts
from server.database.tenancy import connect
from server.tenants import create_tenant, tenant_id

ORDERS = 5
ITEMS = 2
PRODUCTS = 200
CUSTOMERS_PER_COMPANY = 20

_AT_ONCE = 2  # tenants made at the same time
_APART = {
    "company": 3_600_000,
    "product": 3_600_000,
    "customer": 1_800_000,
    '"order"': 360_000,
    "order_item": 180_000,
    "product_category": 3_600_000,
}
TABLES = tuple(_APART)
_CURRENCIES = ("EUR", "USD", "GBP")
# One in five is DE, the country that the case "count" counts.
_COUNTRIES = ("DE", "DE", "DE", "FR", "FR", "GB", "US", "US", "NL", "ES", "IT", "PL", "SE", "AT", "CH")
_STAGES = ("CUSTOMER", "CUSTOMER", "CUSTOMER", "PROSPECT", "LEAD", "FORMER")
_STATUSES = ("DELIVERED", "DELIVERED", "DELIVERED", "SHIPPED", "PAID", "PLACED", "RETURNED", "CANCELLED")
_GIVEN_NAMES = (
    "Ada", "Alan", "Amina", "Anton", "Barbara", "Carlos", "Chen", "Clara", "Daniel", "Edith", "Elena", "Farid", "Fatima",
    "Grace", "Hana", "Hugo", "Ines", "Ivan", "Jonas", "Kofi", "Leila", "Linus", "Maria", "Mateo", "Nadia", "Omar", "Yusuf",
)  # fmt: skip
_FAMILY_NAMES = (
    "Adler", "Ahmed", "Almeida", "Bakker", "Becker", "Bianchi", "Brown", "Cohen", "Dubois", "Evans", "Garcia", "Haddad",
    "Hansen", "Ivanova", "Jones", "Kaya", "Khan", "Kowalski", "Lopez", "Martin", "Meyer", "Nguyen", "Novak", "Okafor",
    "Patel", "Petrov", "Rossi", "Silva", "Singh", "Smith", "Tanaka", "Visser", "Wagner", "Walker", "Wong", "Zimmer",
)  # fmt: skip
_CITIES = ("Berlin", "Lyon", "Leeds", "Boston", "Utrecht", "Sevilla", "Torino", "Gdansk", "Uppsala", "Graz", "Bern")
_INDUSTRIES = ("Retail", "Logistics", "Software", "Health", "Energy", "Education", "Media", "Construction")
_CATEGORIES = ("Home", "Garden", "Office", "Kitchen", "Toys", "Books", "Sports", "Music")

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much data there is, and from which seed it is made."""

    tenants: int = 10
    customers: int = 20_000
    seed: int = 1

    def slugs(self) -> list[str]:
        """Return the slugs of the tenants."""
        return [f"bench-{self.customers}-{self.seed}-{number}" for number in range(1, self.tenants + 1)]

    def __str__(self) -> str:
        orders = self.customers * ORDERS
        return (
            f"{self.tenants} tenants of {self.customers:,} customers, {orders:,} orders, {orders * ITEMS:,} order items, "
            f"{PRODUCTS} products"
        )


async def generate(owner_url: str, size: Size, report: Report) -> None:
    """Make the tenants that are missing, and leave every table vacuumed and analysed."""
    owner = await connect(owner_url)
    try:
        known = {row["slug"] for row in await owner.fetch("select slug from tenant")}
        missing = [slug for slug in size.slugs() if slug not in known]
        if missing:
            report(f"making {len(missing)} of {size}")
            await _generate_tenants(owner_url, size, missing, report)
        for table in TABLES:
            await owner.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        await owner.close()


async def _generate_tenants(owner_url: str, size: Size, slugs: Sequence[str], report: Report) -> None:
    waiting = iter(slugs)

    async def work() -> None:
        # Nothing here outlives a crash that could not be made again, so no commit waits for the disk.
        connection = await connect(owner_url, synchronous_commit="off")
        try:
            for slug in waiting:
                await _generate_tenant(connection, size, slug)
                report(f"made tenant {slug}")
        finally:
            await connection.close()

    await asyncio.gather(*(work() for _ in range(_AT_ONCE)))


async def _generate_tenant(connection: Any, size: Size, slug: str) -> None:
    tenant = tenant_id(slug)
    async with connection.transaction():
        await connection.execute(f"SET LOCAL app.tenant_id TO '{tenant}'")
        for statement in _Tenant(slug, size.customers).statements():
            await connection.execute(statement, tenant)
        await create_tenant(connection, slug)


class _Tenant:
    """The statements that make one tenant's rows."""

    def __init__(self, slug: str, customers: int) -> None:
        self._customers = customers
        self._currency = _CURRENCIES[crc32(slug.encode()) % len(_CURRENCIES)]
        self._rows = Rows(slug, _APART)

    def statements(self) -> Iterator[str]:
        """Give one statement per table, parents first."""
        yield insert("company", self._companies(), self._company())
        yield insert("product_category", len(_CATEGORIES), self._category())
        yield insert("product", PRODUCTS, self._product())
        yield insert("customer", self._customers, self._customer())
        yield insert('"order"', self._customers * ORDERS, self._order())
        yield insert("order_item", self._customers * ORDERS * ITEMS, self._item())

    def _companies(self) -> int:
        return max(1, self._customers // CUSTOMERS_PER_COMPANY)

    def _company(self) -> dict[str, str]:
        pick = self._rows.pick
        name = f"{pick('company', _FAMILY_NAMES)} || ' ' || {pick('branch', _INDUSTRIES)} || ' ' || n"
        return {
            **self._rows.record("company", "COM-"),
            "name": name,
            "name_folded": f"lower({name})",
            "website": "'https://company-' || n || '.example'",
            "industry": pick("branch", _INDUSTRIES),
            "employees": f"1 + {self._rows.draw('employees', 5000)}",
            "city": pick("seat", _CITIES),
            "country": pick("seat country", _COUNTRIES),
        }

    def _category(self) -> dict[str, str]:
        name = f"({texts(_CATEGORIES)})[n + 1]"
        return {**self._rows.record("product_category", "CAT-"), "name": name, "name_folded": f"lower({name})"}

    def _product(self) -> dict[str, str]:
        category = self._rows.draw("category", len(_CATEGORIES))
        name = f"({texts(_CATEGORIES)})[1 + {category}] || ' article ' || n"
        return {
            **self._rows.record("product", "SKU-"),
            "name": name,
            "name_folded": f"lower({name})",
            "price_minor": self._price("n"),
            "price_currency": f"'{self._currency}'",
            "active": "true",
            "category_id": self._rows.id("product_category", category),
        }

    def _customer(self) -> dict[str, str]:
        draw, pick = self._rows.draw, self._rows.pick
        given, family = pick("given", _GIVEN_NAMES), pick("family", _FAMILY_NAMES)
        email = f"lower({given}) || '.' || lower({family}) || n || '@mail.example'"
        return {
            **self._rows.record("customer", "CUS-"),
            "kind": "'PERSON'",
            "stage": pick("stage", _STAGES),
            "name": f"{given} || ' ' || {family}",
            "name_folded": f"lower({given} || ' ' || {family})",
            "given_name": given,
            "family_name": family,
            "family_name_folded": f"lower({family})",
            "email": email,
            "email_folded": email,
            "phone": f"'+49' || 1000000000 + {draw('phone', 899_999_999)}",
            "birth_date": f"date '1940-01-01' + {draw('birth', 24_000)}::int",
            "gender": pick("gender", ("FEMALE", "MALE", "OTHER")),
            "street": f"{pick('street', _FAMILY_NAMES)} || ' street ' || 1 + {draw('house', 200)}",
            "city": pick("city", _CITIES),
            "postal_code": f"(10000 + {draw('postal code', 89_999)})::text",
            "country": pick("country", _COUNTRIES),
            "language": pick("language", ("de", "en", "fr", "es")),
            "industry": pick("industry", _INDUSTRIES),
            "company_id": self._rows.id("company", draw("employer", self._companies())),
        }

    def _order(self) -> dict[str, str]:
        items = (f"(n * {ITEMS} + {position})" for position in range(ITEMS))
        return {
            **self._rows.record('"order"', "ORD-"),
            "status": self._rows.pick("status", _STATUSES),
            "placed_at": self._rows.moment('"order"'),
            "total_minor": " + ".join(f"{self._quantity(item)} * {self._price_of_item(item)}" for item in items),
            "total_currency": f"'{self._currency}'",
            "customer_id": self._rows.id("customer", scattered("n", self._customers)),
        }

    def _item(self) -> dict[str, str]:
        return {
            **self._rows.record("order_item", "ITM-"),
            "quantity": self._quantity("n"),
            "unit_price_minor": self._price_of_item("n"),
            "unit_price_currency": f"'{self._currency}'",
            "total_minor": f"{self._quantity('n')} * {self._price_of_item('n')}",
            "total_currency": f"'{self._currency}'",
            "order_id": self._rows.id('"order"', f"(n / {ITEMS})"),
            "product_id": self._rows.id("product", self._product_of("n")),
        }

    def _product_of(self, item: str) -> str:
        return self._rows.draw("sold", PRODUCTS, item)

    def _quantity(self, item: str) -> str:
        return f"(1 + {self._rows.draw('quantity', 3, item)})"

    def _price_of_item(self, item: str) -> str:
        return self._price(self._product_of(item))

    def _price(self, product: str) -> str:
        return f"(199 + {self._rows.draw('price', 20_000, product)})"
