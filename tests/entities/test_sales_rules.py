"""Deals: their status follows the stage, their stages are recorded, their leads converted; what is worked out in money."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from server.database.records import update_record
from server.database.tenancy import Connection, Database
from server.database.writing import SERVER, Writing
from server.entities import ENTITIES
from server.entities.change import check_change
from server.entities.ids import decode_id
from server.entities.stage import StageOutcome
from tests.api import records
from tests.conftest import Client
from tests.importing.conftest import until_waiting

_DEAL, _STAGE, _LEAD = ENTITIES["Deal"], ENTITIES["Stage"], ENTITIES["Lead"]
_HISTORY = """query ($deal: String!) { deal(externalId: $deal) {
  status closedAt stageHistory(orderBy: [{field: AT}]) { nodes { stage { externalId } fromStage { externalId } at } }
} }"""
_MONEY = """query ($deal: String!) { deal(externalId: $deal) {
  effectiveProbability weightedAmount { amount currency } commission { amount currency }
} }"""


async def save(client: Client, entity: str, *inputs: dict[str, Any]) -> list[dict[str, Any]]:
    """Upsert records, all of which must be accepted, and return them."""
    payload = await records.upsert(client, ENTITIES[entity], list(inputs))
    assert payload["errors"] == [], payload
    saved: list[dict[str, Any]] = payload[ENTITIES[entity].plural]
    return saved


async def pipeline(client: Client) -> None:
    """Create a pipeline of four stages: new, offer, won, lost."""
    await save(client, "Pipeline", {"externalId": "p", "name": "Sales"})
    stages = [("new", 0.1, "OPEN"), ("offer", 0.5, "OPEN"), ("won", 1, "WON"), ("lost", 0, "LOST")]
    await save(
        client,
        "Stage",
        *(
            {"externalId": key, "name": key, "position": place, "probability": chance, "outcome": outcome} | _in("p")
            for place, (key, chance, outcome) in enumerate(stages)
        ),
    )


def _in(pipeline: str) -> dict[str, Any]:
    return {"pipeline": {"externalId": pipeline}}


def deal(key: str, stage: str, **values: Any) -> dict[str, Any]:
    """Return the input of a deal."""
    return {"externalId": key, "name": f"Deal {key}", "stage": {"externalId": stage}, **values}


async def history(client: Client, key: str) -> tuple[str, list[tuple[str | None, str]]]:
    """Return a deal's status, and whence and whither it went."""
    found = (await client.data(_HISTORY, {"deal": key}))["deal"]
    steps = [
        (node["fromStage"] and node["fromStage"]["externalId"], node["stage"]["externalId"])
        for node in found["stageHistory"]["nodes"]
    ]
    return found["status"], steps


async def test_a_deal_follows_its_stage(admin: Client) -> None:
    await pipeline(admin)
    [made] = await save(admin, "Deal", deal("d", "new"))
    assert (made["status"], made["closedAt"], made["version"]) == ("OPEN", None, 1)
    won = (await records.update(admin, _DEAL, made, stage={"externalId": "won"}))["deal"]
    assert (won["status"], won["version"]) == ("WON", 2)
    assert won["closedAt"] is not None
    [lost] = await save(admin, "Deal", deal("d", "lost"))
    assert (lost["status"], lost["closedAt"]) == ("LOST", won["closedAt"])
    [again] = await save(admin, "Deal", deal("d", "offer"))
    assert (again["status"], again["closedAt"]) == ("OPEN", None)
    given = "2024-02-29T12:00:00+00:00"
    [closed] = await save(admin, "Deal", deal("d", "won", closedAt=given))
    assert (closed["status"], closed["closedAt"]) == ("WON", given)
    assert await history(admin, "d") == (
        "WON",
        [(None, "new"), ("new", "won"), ("won", "lost"), ("lost", "offer"), ("offer", "won")],
    )


async def test_a_won_deal_is_never_without_its_day(admin: Client) -> None:
    await pipeline(admin)
    [made] = await save(admin, "Deal", deal("d", "won", closedAt="2024-02-29T12:00:00Z"))
    cleared = (await records.update(admin, _DEAL, made, closedAt=None))["deal"]
    assert cleared["closedAt"] not in (None, made["closedAt"])


async def test_only_another_stage_is_recorded(admin: Client) -> None:
    await pipeline(admin)
    opened = "2023-05-01T08:00:00+00:00"
    [made] = await save(admin, "Deal", deal("d", "new", openedAt=opened))
    await save(admin, "Deal", deal("d", "new", openedAt=opened))
    await save(admin, "Deal", deal("d", "new", openedAt=opened, lostReason="none yet"))
    assert await history(admin, "d") == ("OPEN", [(None, "new")])
    nodes = (await admin.data(_HISTORY, {"deal": "d"}))["deal"]["stageHistory"]["nodes"]
    assert nodes[0]["at"] == opened
    assert (await records.read(admin, _DEAL, made["id"]) or {})["version"] == 2


async def test_many_deals_at_once(admin: Client) -> None:
    await pipeline(admin)
    await save(admin, "Deal", deal("a", "new"), deal("b", "offer"))
    saved = await save(admin, "Deal", deal("a", "won"), deal("b", "offer"), deal("c", "lost"), deal("d", "new"))
    assert [record["status"] for record in saved] == ["WON", "OPEN", "LOST", "OPEN"]
    assert [await history(admin, key) for key in "abcd"] == [
        ("WON", [(None, "new"), ("new", "won")]),
        ("OPEN", [(None, "offer")]),
        ("LOST", [(None, "lost")]),
        ("OPEN", [(None, "new")]),
    ]


async def test_a_stage_takes_its_deals_along(admin: Client) -> None:
    await pipeline(admin)
    [before] = await save(admin, "Deal", deal("d", "offer"))
    [stage] = await save(
        admin, "Stage", {"externalId": "offer", "name": "offer", "position": 1, "probability": 1} | _in("p")
    )
    await records.update(admin, _STAGE, stage, outcome="WON")
    after = await records.read(admin, _DEAL, before["id"])
    assert after is not None
    assert (after["status"], after["closedAt"] is not None, after["version"]) == ("WON", True, 2)
    assert await history(admin, "d") == ("WON", [(None, "offer")])


@pytest.mark.parametrize("first", ["stage", "deal"])
async def test_a_stage_that_changes_while_a_deal_moves_into_it(
    first: str, admin: Client, database: Database, tenants: tuple[UUID, UUID], owner_url: str
) -> None:
    """Whoever comes second waits, and sees what the first has done."""
    await pipeline(admin)
    [made] = await save(admin, "Deal", deal("d", "new"))
    [stage] = (await admin.data('{ stages(where: {externalId: {eq: "offer"}}) { nodes { id } } }'))["stages"]["nodes"]
    writes = {
        "stage": (_STAGE, stage["id"], {"outcome": StageOutcome.WON}),
        "deal": (_DEAL, made["id"], {"stage": {"externalId": "offer"}}),
    }

    async def write(connection: Connection, which: str) -> None:
        entity, record_id, given = writes[which]
        change, faults = check_change(entity, given, creating=False)
        assert not faults
        writing = Writing(connection, tenants[0], SERVER)
        outcome = await update_record(writing, entity, decode_id(entity.table, record_id), 1, change)
        assert not outcome.faults

    async def later() -> None:
        async with database.tenant_transaction(tenants[0]) as connection:
            await write(connection, "deal" if first == "stage" else "stage")

    async with database.tenant_transaction(tenants[0]) as connection:
        await write(connection, first)
        task = asyncio.create_task(later())
        await until_waiting(owner_url)
    await task
    found = (await admin.data('{ deal(externalId: "d") { status closedAt stage { externalId outcome } } }'))["deal"]
    assert found.pop("closedAt") is not None
    assert found == {"status": "WON", "stage": {"externalId": "offer", "outcome": "WON"}}


async def test_a_stage_that_deals_went_through_stays(admin: Client) -> None:
    await pipeline(admin)
    [made] = await save(admin, "Deal", deal("d", "new"))
    await save(admin, "Deal", deal("d", "offer"))
    for key in ("new", "offer"):
        [stage] = (await admin.data(f'{{ stages(where: {{externalId: {{eq: "{key}"}}}}) {{ nodes {{ id }} }} }}'))[
            "stages"
        ]["nodes"]
        refused = await records.delete(admin, _STAGE, stage)
        assert [error["code"] for error in refused["errors"]] == ["CONFLICT"]
    assert (await records.delete(admin, _DEAL, made))["errors"] == []
    assert (await records.delete(admin, _STAGE, stage))["errors"] == []


async def test_a_deal_converts_its_lead(admin: Client) -> None:
    await pipeline(admin)
    await save(admin, "Customer", {"externalId": "c"})
    at = {"receivedAt": "2024-01-01T00:00:00Z", "customer": {"externalId": "c"}}
    leads = await save(
        admin,
        "Lead",
        {"externalId": "x", **at},
        {"externalId": "y", **at, "status": "CONVERTED", "convertedAt": "2024-03-01T00:00:00Z"},
        {"externalId": "z", **at, "status": "QUALIFIED"},
    )
    opened = "2024-02-01T00:00:00+00:00"
    await save(
        admin,
        "Deal",
        deal("1", "new", lead={"externalId": "x"}, openedAt="2024-02-02T00:00:00Z"),
        deal("2", "new", lead={"externalId": "x"}, openedAt=opened),
        deal("3", "new", lead={"externalId": "y"}),
    )
    found = [await records.read(admin, _LEAD, lead["id"]) or {} for lead in leads]
    assert [(lead["status"], lead["convertedAt"], lead["version"]) for lead in found] == [
        ("CONVERTED", opened, 2),
        ("CONVERTED", "2024-03-01T00:00:00+00:00", 1),
        ("QUALIFIED", None, 1),
    ]
    await save(admin, "Lead", {"externalId": "x", **at, "status": "WORKING"})
    await save(admin, "Deal", deal("1", "offer", lead={"externalId": "x"}))
    assert (await records.read(admin, _LEAD, leads[0]["id"]) or {})["status"] == "WORKING"


async def test_leads_that_many_name_at_once_are_converted_once(admin: Client) -> None:
    await pipeline(admin)
    await save(admin, "Customer", {"externalId": "c"})
    keys = [str(number) for number in range(40)]
    lead = {"receivedAt": "2024-01-01T00:00:00Z", "customer": {"externalId": "c"}}
    await save(admin, "Lead", *({"externalId": key, **lead} for key in keys))

    async def convert(who: str, order: list[str]) -> None:
        await save(
            admin,
            "Deal",
            *(deal(f"{who}-{place:02}", "new", lead={"externalId": key}) for place, key in enumerate(order)),
        )

    await asyncio.gather(convert("a", keys), convert("b", keys[::-1]), convert("c", keys[20:] + keys[:20]))
    counted = await admin.data("{ leads(where: {status: {eq: CONVERTED}, version: {eq: 2}}) { totalCount } }")
    assert counted["leads"]["totalCount"] == len(keys)


@pytest.mark.parametrize(
    ("stage", "probability", "expected"),
    [
        ("offer", None, (0.5, "50.03", None)),
        ("offer", 0.3, (0.3, "30.02", None)),
        ("won", 0.3, (1, "100.05", "10.01")),
        ("lost", 0.3, (0, "0.00", None)),
    ],
)
async def test_what_a_deal_is_worth(
    stage: str, probability: float | None, expected: tuple[Any, ...], admin: Client
) -> None:
    await pipeline(admin)
    await save(admin, "User", {"externalId": "u", "name": "Ann", "commissionRate": 0.1})
    amount = {"amount": "100.05", "currency": "EUR"}
    await save(admin, "Deal", deal("d", stage, probability=probability, amount=amount, owner={"externalId": "u"}))
    found = (await admin.data(_MONEY, {"deal": "d"}))["deal"]
    chance, weighted, commission = expected
    assert found["effectiveProbability"] == chance
    assert found["weightedAmount"] == {"amount": weighted, "currency": "EUR"}
    assert found["commission"] == (commission and {"amount": commission, "currency": "EUR"})


async def test_the_largest_amount_is_worked_out_exactly(admin: Client) -> None:
    await pipeline(admin)
    largest = {"amount": str(2**63 - 1), "currency": "JPY"}
    await save(admin, "Deal", deal("d", "won", amount=largest), deal("e", "won"))
    found = (await admin.data(_MONEY, {"deal": "d"}))["deal"]
    assert found["weightedAmount"] == largest
    assert (await admin.data(_MONEY, {"deal": "e"}))["deal"] == {
        "effectiveProbability": 1,
        "weightedAmount": None,
        "commission": None,
    }


async def test_what_a_quote_comes_to(admin: Client) -> None:
    def line(
        key: str, quote: str, quantity: int, price: str, discount: str | None = None, of: str = "EUR"
    ) -> dict[str, Any]:
        off = discount and {"amount": discount, "currency": of}
        money = {"amount": price, "currency": "EUR"}
        return {
            "externalId": key,
            "quote": {"externalId": quote},
            "quantity": quantity,
            "unitPrice": money,
            "discount": off,
        }

    await save(admin, "Quote", *({"externalId": key, "number": key} for key in ("sound", "mixed", "huge", "empty")))
    await save(
        admin,
        "QuoteLine",
        line("1", "sound", 3, "12.50"),
        line("2", "sound", 1, "5.00", "0.01"),
        line("3", "mixed", 1, "5.00"),
        line("4", "mixed", 1, "5.00", "1", "JPY"),
        line("5", "huge", 2**31 - 1, "92233720368547758.07"),
    )
    nodes = "nodes { number total { amount currency } lines { nodes { externalId total { amount } } } }"
    found = (await admin.data(f"{{ quotes {{ {nodes} }} }}"))["quotes"]["nodes"]
    totals = {node["number"]: node["total"] for node in found}
    assert totals == {"sound": {"amount": "42.49", "currency": "EUR"}, "mixed": None, "huge": None, "empty": None}
    lines = {line["externalId"]: line["total"] for node in found for line in node["lines"]["nodes"]}
    assert lines == {"1": {"amount": "37.50"}, "2": {"amount": "4.99"}, "3": {"amount": "5.00"}, "4": None, "5": None}


async def test_a_category_is_not_its_own_ancestor(admin: Client) -> None:
    def category(key: str, parent: str | None) -> dict[str, Any]:
        return {"externalId": key, "name": key, "parent": parent and {"externalId": parent}}

    entity = ENTITIES["ProductCategory"]
    await save(admin, "ProductCategory", category("a", None), category("b", None))
    [b] = await save(admin, "ProductCategory", category("b", "a"))
    await save(admin, "ProductCategory", category("c", "b"))
    for key in ("a", "b", "c"):
        refused = await records.upsert(admin, entity, [category("a", key)])
        assert [(error["code"], error["path"][-1]) for error in refused["errors"]] == [("BAD_USER_INPUT", "parent")]
    assert await records.read(admin, entity, b["id"]) == b


async def test_a_neighbour_with_the_same_ids_notices_nothing(clients: tuple[Client, Client]) -> None:
    first, second = clients
    for client in clients:
        await pipeline(client)
        await save(client, "Customer", {"externalId": "c"})
        lead = {"externalId": "x", "receivedAt": "2024-01-01T00:00:00Z", "customer": {"externalId": "c"}}
        await save(client, "Lead", lead)
        await save(client, "Deal", deal("d", "new"))
    await save(first, "Deal", deal("d", "won", lead={"externalId": "x"}))
    assert await history(first, "d") == ("WON", [(None, "new"), ("new", "won")])
    assert await history(second, "d") == ("OPEN", [(None, "new")])
    leads = [(await client.data("{ leads { nodes { status } } }"))["leads"]["nodes"] for client in clients]
    assert leads == [[{"status": "CONVERTED"}], [{"status": "NEW"}]]
