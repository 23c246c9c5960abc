"""Contracts: the follow-up task that reminds of their end."""

from __future__ import annotations

from typing import Any

from server.entities import ENTITIES
from tests.api import records
from tests.conftest import Client
from tests.entities.test_sales_rules import save

_CONTRACT, _TASK = ENTITIES["Contract"], ENTITIES["Task"]
_TASKS = """{ tasks(orderBy: [{field: TITLE}]) { nodes {
  id version externalId title state priority dueAt completedAt
  contract { externalId } customer { externalId } company { externalId } assignee { externalId }
} } }"""


def contract(key: str = "k", expires: str | None = "2030-03-31", **values: Any) -> dict[str, Any]:
    """Return the input of a contract."""
    return {"externalId": key, "name": f"Contract {key.upper()}", "expiresOn": expires, **values}


async def tasks(client: Client) -> list[dict[str, Any]]:
    """Return all tasks."""
    found: list[dict[str, Any]] = (await client.data(_TASKS))["tasks"]["nodes"]
    return found


async def task(client: Client) -> dict[str, Any]:
    """Return the only task."""
    [found] = await tasks(client)
    return found


async def test_a_contract_that_expires_has_a_task(admin: Client) -> None:
    await save(admin, "Customer", {"externalId": "c"})
    await save(admin, "Company", {"externalId": "f", "name": "F"})
    await save(admin, "User", {"externalId": "u", "name": "Ann"})
    whose: dict[str, Any] = {
        "customer": {"externalId": "c"},
        "company": {"externalId": "f"},
        "owner": {"externalId": "u"},
    }
    [made] = await save(admin, "Contract", contract("ł", **whose))
    found = await task(admin)
    assert found == {
        "id": found["id"],
        "version": 1,
        "externalId": f"contract-expiry:{made['id'].removeprefix('contract_')}",
        "title": "Contract expires: Contract Ł",
        "state": "OPEN",
        "priority": "NORMAL",
        "dueAt": "2030-03-01T09:00:00+00:00",
        "completedAt": None,
        "contract": {"externalId": "ł"},
        "customer": {"externalId": "c"},
        "company": {"externalId": "f"},
        "assignee": {"externalId": "u"},
    }
    by_title = '{ tasks(where: {title: {startsWithInsensitive: "contract EXPIRES: contract l"}}) { totalCount } }'
    assert (await admin.data(by_title))["tasks"]["totalCount"] == 1


async def test_an_open_task_moves_with_its_contract(admin: Client) -> None:
    await save(admin, "Contract", contract())
    await save(admin, "Contract", contract(expires="2031-03-31"))
    moved = await task(admin)
    assert (moved["dueAt"], moved["state"], moved["version"]) == ("2031-03-01T09:00:00+00:00", "OPEN", 2)
    await save(admin, "Contract", contract(expires="2031-03-31", noticeDays=0))
    assert (await task(admin))["dueAt"] == "2031-03-31T09:00:00+00:00"
    await save(admin, "Contract", contract(expires="2031-03-31", noticeDays=0))
    assert (await task(admin))["version"] == 3


async def test_what_people_did_with_the_task_stands(admin: Client) -> None:
    [made] = await save(admin, "Contract", contract())
    put_off = {"dueAt": "2030-03-15T09:00:00+00:00", "state": "IN_PROGRESS"}
    await records.update(admin, _TASK, await task(admin), **put_off)
    await save(admin, "Contract", contract(vendor="Acme"))
    assert {name: (await task(admin))[name] for name in put_off} == put_off
    done = {"state": "DONE", "completedAt": "2030-03-16T10:00:00+00:00"}
    await records.update(admin, _TASK, await task(admin), **done)
    finished = await task(admin)
    await save(admin, "Contract", contract(vendor="Acme", noticeDays=60, owner=None))
    assert await task(admin) == finished
    await save(admin, "Contract", contract(expires="2031-03-31"))
    again = await task(admin)
    assert (again["state"], again["completedAt"], again["dueAt"]) == ("OPEN", None, "2031-01-30T09:00:00+00:00")
    assert again["id"] == finished["id"]
    assert made["version"] == 1


async def test_a_contract_without_end_needs_no_task(admin: Client) -> None:
    await save(admin, "Contract", contract(expires=None))
    assert await tasks(admin) == []
    await save(admin, "Contract", contract())
    await save(admin, "Contract", contract(expires=None))
    assert (await task(admin))["state"] == "CANCELLED"
    await save(admin, "Contract", contract())
    assert (await task(admin))["state"] == "OPEN"
    await records.update(admin, _TASK, await task(admin), state="DONE")
    await save(admin, "Contract", contract(expires=None))
    assert (await task(admin))["state"] == "DONE"


async def test_an_open_task_is_its_contracts_owners(admin: Client) -> None:
    await save(admin, "User", {"externalId": "u", "name": "Ann"}, {"externalId": "v", "name": "Bo"})
    await save(admin, "Contract", contract(owner={"externalId": "u"}))
    await save(admin, "Contract", contract(owner={"externalId": "v"}))
    assert (await task(admin))["assignee"] == {"externalId": "v"}
    await records.update(admin, _TASK, await task(admin), state="DONE")
    await save(admin, "Contract", contract(owner={"externalId": "u"}))
    assert (await task(admin))["assignee"] == {"externalId": "v"}


async def test_a_task_that_was_deleted_comes_back_with_another_end(admin: Client) -> None:
    [made] = await save(admin, "Contract", contract())
    await records.delete(admin, _TASK, await task(admin))
    await save(admin, "Contract", contract(vendor="Acme"))
    assert await tasks(admin) == []
    await save(admin, "Contract", contract(vendor="Acme", expires="2031-03-31"))
    assert (await task(admin))["dueAt"] == "2031-03-01T09:00:00+00:00"
    await records.delete(admin, _CONTRACT, made)
    assert await tasks(admin) == []


async def test_many_contracts_at_once_and_the_first_days(admin: Client) -> None:
    await save(admin, "Contract", contract("a"), contract("b", None))
    await save(admin, "Contract", contract("a", None), contract("b"), contract("c", "0001-01-02", noticeDays=3650))
    assert [(found["contract"]["externalId"], found["state"], found["dueAt"]) for found in await tasks(admin)] == [
        ("a", "CANCELLED", "2030-03-01T09:00:00+00:00"),
        ("b", "OPEN", "2030-03-01T09:00:00+00:00"),
        ("c", "OPEN", "0001-01-02T09:00:00+00:00"),
    ]


async def test_a_neighbour_with_the_same_ids_keeps_its_task(clients: tuple[Client, Client]) -> None:
    first, second = clients
    for client in clients:
        await save(client, "Contract", contract())
    before = await task(second)
    await save(first, "Contract", contract(expires=None))
    assert (await task(first))["state"] == "CANCELLED"
    assert await task(second) == before
