"""The reports among the query cases, run on a small company whose figures are worked out by hand here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from server.database.tenancy import Database
from server.entities import ENTITIES
from tests.api import records
from tests.api.conftest import new_tenant
from tests.conftest import Client

_REPORTS = Path(__file__).parent / "queries" / "reports"


def _to(external_id: str) -> dict[str, str]:
    return {"externalId": external_id}


def _eur(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def _usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


_OFFER = {"stage": _to("offer")}
_WON = {"stage": _to("won")}
_ANN = {"owner": _to("ann")}
_BOB = {"owner": _to("bob")}

#: By entity: the inputs of the company's records, by external id.
_COMPANY: dict[str, dict[str, dict[str, Any]]] = {
    "User": {"ann": {"name": "Ann", "commissionRate": 0.05}, "bob": {"name": "Bob", "commissionRate": 0.1}},
    "Customer": {"c1": {}, "c2": {}},
    "Pipeline": {"new": {"name": "New business"}},
    "Stage": {
        "contact": {"name": "Contact", "position": 1, "probability": 0.1, "pipeline": _to("new")},
        "offer": {"name": "Offer", "position": 2, "probability": 0.5, "pipeline": _to("new")},
        "won": {"name": "Won", "position": 3, "probability": 1.0, "outcome": "WON", "pipeline": _to("new")},
        "lost": {"name": "Lost", "position": 4, "probability": 0.0, "outcome": "LOST", "pipeline": _to("new")},
    },
    "Lead": {
        "l1": {"source": "WEB", "receivedAt": "2024-01-01T00:00:00Z", "customer": _to("c1")},
        "l2": {"source": "WEB", "receivedAt": "2024-01-02T00:00:00Z", "customer": _to("c1")},
        "l3": {"source": "REFERRAL", "receivedAt": "2024-01-03T00:00:00Z", "customer": _to("c2")},
        "l4": {"source": "WEB", "receivedAt": "2024-01-04T00:00:00Z", "customer": _to("c2")},
    },
    "Deal": {
        "d1": {**_WON, **_ANN, "amount": _eur("1000"), "closedAt": "2024-02-10T00:00:00Z", "lead": _to("l1")},
        "d2": {**_OFFER, **_BOB, "amount": _eur("500"), "expectedCloseOn": "2024-07-01", "lead": _to("l3")},
        "d3": {**_ANN, "stage": _to("lost"), "amount": _eur("100"), "lead": _to("l4")},
        "d4": {**_WON, **_BOB, "amount": _eur("2000"), "closedAt": "2024-03-31T23:59:59Z"},
        "d5": {**_WON, **_ANN, "amount": _eur("300"), "closedAt": "2024-04-01T00:00:00Z"},
        "d6": {**_ANN, "stage": _to("contact"), "amount": _usd("700"), "probability": 0.25},
        "d7": {**_OFFER, **_ANN, "amount": _eur("99.99"), "expectedCloseOn": "2024-08-01"},
        "d8": {**_OFFER, **_ANN},
    },
    "Goal": {
        "g1": {"startsOn": "2024-01-01", "endsOn": "2024-03-31", "target": _eur("800"), "user": _to("ann")},
        "g2": {"startsOn": "2024-01-01", "endsOn": "2024-03-31", "target": _eur("4000"), "user": _to("bob")},
        "g3": {"startsOn": "2024-04-01", "endsOn": "2024-06-30", "target": _eur("600"), "user": _to("ann")},
    },
    "ProductCategory": {"hats": {"name": "Hats"}, "shoes": {"name": "Shoes"}},
    "Product": {
        "hat": {"name": "Hat", "category": _to("hats")},
        "cap": {"name": "Cap", "category": _to("hats")},
        "shoe": {"name": "Shoe", "category": _to("shoes")},
    },
    "Order": {
        "o1": {"status": "PAID", "placedAt": "2024-01-31T23:59:59Z", "total": _eur("120"), "customer": _to("c1")},
        "o2": {"status": "PLACED", "placedAt": "2024-01-01T00:00:00Z", "total": _eur("30"), "customer": _to("c2")},
        "o3": {"status": "ABANDONED", "placedAt": "2024-01-05T00:00:00Z", "total": _eur("9"), "customer": _to("c2")},
        "o4": {"status": "DELIVERED", "placedAt": "2024-02-01T00:00:00Z", "total": _usd("10"), "customer": _to("c2")},
    },
    "OrderItem": {
        "i1": {
            "order": _to("o1"),
            "product": _to("shoe"),
            "quantity": 2,
            "total": _eur("100"),
            "unitPrice": _eur("50"),
        },
        "i2": {"order": _to("o1"), "product": _to("hat"), "quantity": 1, "total": _eur("20"), "unitPrice": _eur("20")},
        "i3": {"order": _to("o2"), "product": _to("cap"), "quantity": 3, "total": _eur("30"), "unitPrice": _eur("10")},
        "i4": {"order": _to("o3"), "product": _to("cap"), "quantity": 1, "total": _eur("9"), "unitPrice": _eur("9")},
        "i5": {"order": _to("o4"), "product": _to("cap"), "quantity": 1, "total": _usd("10"), "unitPrice": _usd("10")},
    },
    "Ticket": {
        "t1": {"status": "OPEN", "priority": "HIGH", "assignee": _to("ann"), "slaDueAt": "2024-05-05T00:00:00Z"},
        "t2": {"status": "NEW", "priority": "LOW", "assignee": _to("ann"), "slaDueAt": "2024-07-01T00:00:00Z"},
        "t3": {"status": "PENDING", "priority": "HIGH", "slaDueAt": "2024-05-04T00:00:00Z"},
        "t4": {"status": "SOLVED", "kind": "COMPLAINT", "satisfaction": 5, "solvedAt": "2024-04-03T00:00:00Z"},
        "t5": {"status": "CLOSED", "kind": "COMPLAINT", "satisfaction": 2, "solvedAt": "2024-04-30T23:59:59Z"},
        "t6": {"status": "SOLVED", "kind": "INQUIRY", "satisfaction": 4, "solvedAt": "2024-05-01T00:00:00Z"},
    },
    "Interaction": {
        "a1": {"kind": "CALL", "channel": "phone", "durationSeconds": 60, "customer": _to("c1")},
        "a2": {"kind": "CALL", "channel": "phone", "durationSeconds": 120, "customer": _to("c2")},
        "a3": {"kind": "EMAIL", "customer": _to("c1")},
        "a4": {"kind": "VISIT", "channel": "web", "customer": _to("c1"), "occurredAt": "2024-02-29T12:00:00Z"},
    },
    "Campaign": {"mailing": {"name": "Mailing", "channel": "EMAIL"}},
    "CampaignResponse": {
        "r1": {"outcome": "ACCEPTED", "customer": _to("c1"), "campaign": _to("mailing")},
        "r2": {"outcome": "TARGETED", "customer": _to("c2"), "campaign": _to("mailing")},
    },
}
#: What the records of an entity have unless told otherwise.
_USUAL: dict[str, dict[str, Any]] = {
    "Deal": {"name": "Deal", "customer": _to("c1"), "openedAt": "2024-01-01T00:00:00Z"},
    "Goal": {"name": "Goal"},
    "Ticket": {"subject": "Help", "customer": _to("c1"), "openedAt": "2024-03-01T08:00:00Z"},
    "Interaction": {"occurredAt": "2024-01-15T12:00:00Z"},
}


@pytest.fixture(scope="module")
async def company(owner_url: str, database: Database, http: httpx.AsyncClient) -> Client:
    """An admin of a tenant that holds the company."""
    client = (await new_tenant(owner_url, database, http)).admin
    for name, rows in _COMPANY.items():
        inputs = [{"externalId": key, **_USUAL.get(name, {}), **row} for key, row in rows.items()]
        made = await records.upsert(client, ENTITIES[name], inputs)
        assert (made["created"], made["errors"]) == (len(rows), [])
    return client


async def _report(client: Client, name: str, variables: dict[str, Any] | None = None) -> Any:
    return await client.data((_REPORTS / f"{name}.graphql").read_text(), variables)


def _group(*keys: str | None, **values: Any) -> dict[str, Any]:
    return {"keys": list(keys), **values}


async def test_lead_conversion(company: Client) -> None:
    assert (await _report(company, "lead_conversion"))["leads"] == {
        "received": {"count": 4, "groupBy": [_group("REFERRAL", count=1), _group("WEB", count=3)]},
        "converted": {"count": 3, "groupBy": [_group("REFERRAL", count=1), _group("WEB", count=2)]},
        "won": {"count": 1, "groupBy": [_group("WEB", count=1)]},
    }


async def test_pipeline_value(company: Client) -> None:
    """99.99 at one half is 49.995, which is rounded before it is added; a deal without an amount is counted all the same."""
    found = await _report(company, "pipeline_value")
    contact = {"amount": _usd("700.00"), "weightedAmount": _usd("175.00")}
    offer = {"amount": _eur("599.99"), "weightedAmount": _eur("300.00")}
    assert found["deals"]["aggregate"]["groupBy"] == [
        _group("New business", "1", "Contact", "USD", count=1, sum=contact),
        _group("New business", "2", "Offer", "EUR", count=2, sum=offer),
        _group("New business", "2", "Offer", None, count=1, sum={"amount": None, "weightedAmount": None}),
    ]
    stages = found["pipelines"]["nodes"][0]["stages"]["nodes"]
    open_deals = {stage["name"]: stage["deals"]["aggregate"] for stage in stages}
    assert open_deals == {
        "Contact": {"count": 1, "min": {"expectedCloseOn": None}},
        "Offer": {"count": 3, "min": {"expectedCloseOn": "2024-07-01"}},
        "Won": {"count": 0, "min": {"expectedCloseOn": None}},
        "Lost": {"count": 0, "min": {"expectedCloseOn": None}},
    }


async def test_sales_by_representative(company: Client) -> None:
    found = await _report(company, "sales_by_representative")

    def sold(quarter: str, who: str, amount: str, commission: str) -> dict[str, Any]:
        sums = {"amount": _eur(amount), "commission": _eur(commission)}
        return _group(quarter, who, "EUR", count=1, sum=sums, avg={"amount": _eur(amount)})

    def reached(quarter: str, who: str, target: str, achieved: str, progress: float) -> dict[str, Any]:
        sums = {"target": _eur(target), "achieved": _eur(achieved)}
        return _group(quarter, who, sum=sums, max={"progress": progress})

    assert found["deals"]["aggregate"]["groupBy"] == [
        sold("2024-01-01", "Bob", "2000.00", "200.00"),
        sold("2024-01-01", "Ann", "1000.00", "50.00"),
        sold("2024-04-01", "Ann", "300.00", "15.00"),
    ]
    assert found["goals"]["aggregate"]["groupBy"] == [
        reached("2024-01-01", "Ann", "800.00", "1000.00", 1.25),
        reached("2024-01-01", "Bob", "4000.00", "2000.00", 0.5),
        reached("2024-04-01", "Ann", "600.00", "300.00", 0.5),
    ]


async def test_purchases_by_category(company: Client) -> None:
    def bought(month: str, category: str, orders: int, products: int, quantity: int, total: Any) -> dict[str, Any]:
        distinct, sums = {"order": orders, "product": products}, {"quantity": quantity, "total": total}
        return _group(month, category, total["currency"], count=products, countDistinct=distinct, sum=sums)

    assert (await _report(company, "purchases_by_category"))["orderItems"]["aggregate"]["groupBy"] == [
        bought("2024-01-01", "Hats", 2, 2, 4, _eur("50.00")),
        bought("2024-01-01", "Shoes", 1, 1, 2, _eur("100.00")),
        bought("2024-02-01", "Hats", 1, 1, 1, _usd("10.00")),
    ]


async def test_tickets(company: Client) -> None:
    opened = "2024-03-01T08:00:00+00:00"
    found = (await _report(company, "tickets", {"now": "2024-06-01T00:00:00Z"}))["tickets"]
    assert found["open"] == {
        "count": 3,
        "groupBy": [
            _group("Ann", count=2, min={"openedAt": opened, "slaDueAt": "2024-05-05T00:00:00+00:00"}),
            _group(None, count=1, min={"openedAt": opened, "slaDueAt": "2024-05-04T00:00:00+00:00"}),
        ],
    }
    assert found["late"] == {"count": 2, "groupBy": [_group("HIGH", count=2)]}
    assert found["satisfaction"] == {
        "avg": {"satisfaction": pytest.approx(11 / 3)},
        "groupBy": [
            _group("COMPLAINT", "2024-04-01", count=2, avg={"satisfaction": 3.5}),
            _group("INQUIRY", "2024-05-01", count=1, avg={"satisfaction": 4}),
        ],
    }


async def test_activity_by_channel(company: Client) -> None:
    found = await _report(company, "activity_by_channel")

    def met(month: str, kind: str, channel: str | None, times: int, seconds: int | None) -> dict[str, Any]:
        distinct = {"customer": times}
        return _group(month, kind, channel, count=times, countDistinct=distinct, sum={"durationSeconds": seconds})

    assert found["interactions"]["aggregate"]["groupBy"] == [
        met("2024-01-01", "CALL", "phone", 2, 180),
        met("2024-01-01", "EMAIL", None, 1, None),
        met("2024-02-01", "VISIT", "web", 1, None),
    ]
    assert found["campaignResponses"]["aggregate"]["groupBy"] == [
        _group("EMAIL", "ACCEPTED", count=1),
        _group("EMAIL", "TARGETED", count=1),
    ]
