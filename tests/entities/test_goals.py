"""Goals: what counts as achieved, to the second and the minor unit, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from server.entities import ENTITIES
from tests.api import records
from tests.conftest import Client

_ASKED = "externalId achieved { amount currency } progress commission { amount currency }"


async def _upsert(client: Client, entity: str, *inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    plural = ENTITIES[entity].plural
    arguments = {"inputs": (f"[{entity}Upsert!]!", list(inputs))}
    name = f"upsert{plural[0].upper()}{plural[1:]}"
    errors: list[dict[str, Any]] = (await records.mutate(client, name, arguments, ENTITIES[entity], "created"))[
        "errors"
    ]
    return errors


def _goal(key: str, amount: str = "200.00", currency: str = "EUR", user: str = "ada", **other: Any) -> dict[str, Any]:
    period = {"startsOn": "2024-02-01", "endsOn": "2024-02-29"}
    target = {"amount": amount, "currency": currency}
    return {"externalId": key, "name": key, **period, "target": target, "user": {"externalId": user}, **other}


def _deal(
    key: str, amount: str | None, closed: str = "2024-02-10T12:00:00Z", currency: str = "EUR", **other: Any
) -> dict[str, Any]:
    worth = None if amount is None else {"amount": amount, "currency": currency}
    given = {"externalId": key, "name": key, "amount": worth, "closedAt": closed}
    return {**given, "stage": {"externalId": "won"}, "owner": {"externalId": "ada"}, **other}


async def _begin(client: Client, rate: float | None = 0.05) -> None:
    stages = [
        {"externalId": name.lower(), "name": name, "position": 1, "probability": 0.5, "outcome": name}
        for name in ("OPEN", "WON", "LOST")
    ]
    assert not await _upsert(client, "Pipeline", {"externalId": "sales", "name": "Sales"})
    assert not await _upsert(client, "Stage", *({**stage, "pipeline": {"externalId": "sales"}} for stage in stages))
    users = [{"externalId": name, "name": name, "commissionRate": rate} for name in ("ada", "grace")]
    assert not await _upsert(client, "User", *users)


async def _goals(client: Client) -> dict[str, tuple[Any, Any, Any]]:
    nodes = (await client.data(f"{{ goals {{ nodes {{ {_ASKED} }} }} }}"))["goals"]["nodes"]

    def told(money: Mapping[str, str] | None) -> str | None:
        return money and f"{money['amount']} {money['currency']}"

    return {node["externalId"]: (told(node["achieved"]), node["progress"], told(node["commission"])) for node in nodes}


async def test_what_counts(clients: tuple[Client, Client]) -> None:
    first, second = clients
    for client in clients:
        await _begin(client)
        assert not await _upsert(client, "Goal", _goal("february"))
    assert await _goals(first) == {"february": ("0.00 EUR", 0.0, "0.00 EUR")}
    deals = [
        _deal("first moment", "10.00", "2024-02-01T00:00:00Z"),
        _deal("last moment", "20.00", "2024-02-29T23:59:59.999999Z"),
        _deal("first day, said elsewhere", "40.50", "2024-01-31T23:30:00-01:00"),
        _deal("too early", "1000.00", "2024-01-31T23:59:59.999999Z"),
        _deal("too late", "1000.00", "2024-03-01T00:00:00Z"),
        _deal("another currency", "1000", currency="JPY"),
        _deal("worth nothing known", None),
        _deal("open", "1000.00", stage={"externalId": "open"}),
        _deal("lost", "1000.00", stage={"externalId": "lost"}),
        _deal("somebody else's", "1000.00", owner={"externalId": "grace"}),
        _deal("nobody's", "1000.00", owner=None),
    ]
    assert not await _upsert(first, "Deal", *deals)
    assert await _goals(first) == {"february": ("70.50 EUR", 0.3525, "3.53 EUR")}
    assert await _goals(second) == {"february": ("0.00 EUR", 0.0, "0.00 EUR")}


async def test_every_goal_has_its_own(admin: Client) -> None:
    await _begin(admin)
    goals = [
        _goal("one day", startsOn="2024-02-10", endsOn="2024-02-10"),
        _goal("the day after", startsOn="2024-02-11", endsOn="2024-02-11"),
        _goal("in yen", "1000", "JPY"),
        _goal("in dinars", "1.000", "KWD"),
        _goal("of nothing", "0.00"),
        _goal("of grace", user="grace"),
    ]
    assert not await _upsert(admin, "Goal", *goals)
    deals = [
        _deal("euro", "100.00"),
        _deal("yen", "1500", currency="JPY"),
        _deal("dinar", "0.123", currency="KWD"),
    ]
    assert not await _upsert(admin, "Deal", *deals)
    assert await _goals(admin) == {
        "one day": ("100.00 EUR", 0.5, "5.00 EUR"),
        "the day after": ("0.00 EUR", 0.0, "0.00 EUR"),
        "in yen": ("1500 JPY", 1.5, "75 JPY"),
        "in dinars": ("0.123 KWD", 0.123, "0.006 KWD"),
        "of nothing": ("100.00 EUR", None, "5.00 EUR"),
        "of grace": ("0.00 EUR", 0.0, "0.00 EUR"),
    }


async def test_without_a_rate_there_is_no_commission(admin: Client) -> None:
    await _begin(admin, rate=None)
    assert not await _upsert(admin, "Goal", _goal("february"))
    assert not await _upsert(admin, "Deal", _deal("won", "100.00"))
    assert await _goals(admin) == {"february": ("100.00 EUR", 0.5, None)}


async def test_more_than_money_can_be(admin: Client) -> None:
    """A sum beyond 64 bits is no amount, and no error that takes the whole answer along."""
    await _begin(admin)
    assert not await _upsert(admin, "Goal", _goal("february"))
    most = "92233720368547758.07"
    assert not await _upsert(admin, "Deal", _deal("one", most), _deal("two", most))
    achieved, progress, commission = (await _goals(admin))["february"]
    assert (achieved, commission) == (None, "9223372036854775.81 EUR")
    assert progress == pytest.approx(2 * float(most) / 200)


async def test_a_period_ends_after_it_begins(admin: Client) -> None:
    await _begin(admin)
    errors = await _upsert(admin, "Goal", _goal("backwards", startsOn="2024-02-02", endsOn="2024-02-01"))
    assert [(error["code"], error["path"]) for error in errors] == [("BAD_USER_INPUT", ["inputs", "0", "endsOn"])]


@pytest.mark.parametrize("rate", [-0.01, 1.01])
async def test_a_commission_rate_is_a_share(rate: float, admin: Client) -> None:
    errors = await _upsert(admin, "User", {"externalId": "ada", "name": "Ada", "commissionRate": rate})
    assert [(error["code"], error["path"]) for error in errors] == [
        ("BAD_USER_INPUT", ["inputs", "0", "commissionRate"])
    ]
