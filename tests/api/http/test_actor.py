"""The header ``Tessera-Actor``: for whom a client acts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.http.answers import refused
from tests.conftest import Client


async def _actors(caller: Client, **headers: Any) -> list[str]:
    """The actors of the entries that a creation and a change leave."""
    create = 'mutation { createTeam(input: { name: "one" }) { team { id version } } }'
    team = (await caller.data(create))["createTeam"]["team"]
    change = (
        f'mutation {{ updateTeam(id: "{team["id"]}", version: 1, input: {{ name: "two" }}) {{ errors {{ code }} }} }}'
    )
    response = await caller.post(change, **headers)
    assert response.json()["data"] == {"updateTeam": {"errors": []}}
    found = await caller.data(f'{{ team(id: "{team["id"]}") {{ history(first: 9) {{ nodes {{ actor }} }} }} }}')
    return [entry["actor"] for entry in found["team"]["history"]["nodes"]]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("ada@example.com", " for ada@example.com"),
        ("علی".encode(), " for علی"),
        ("x" * 200, f" for {'x' * 200}"),
        ("ż".encode() * 200, f" for {'ż' * 200}"),
        ("evil \u202egnp.exe".encode(), " for evil gnp.exe"),
        ("", ""),
    ],
)
async def test_whoever_is_named_is_told(caller: Client, named: str | bytes, told: str) -> None:
    (key,) = await _actors(caller)
    assert await _actors(caller, **{"Tessera-Actor": named}) == [f"{key}{told}"]


@pytest.mark.parametrize("named", ["x" * 201, b"\xff\xfe", "é".encode("latin-1")])
async def test_no_name(caller: Client, named: str | bytes) -> None:
    response = await caller.post("{ __typename }", **{"Tessera-Actor": named, "Accept": "application/json"})  # type: ignore[arg-type]
    (error,) = refused(response)
    assert response.status_code == 400
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert "Tessera-Actor" in error["message"]


async def test_one_request_does_not_name_the_next(caller: Client) -> None:
    (named,) = await _actors(caller, **{"Tessera-Actor": "Ada"})
    assert named.endswith(" for Ada")
    assert await _actors(caller) == [named.removesuffix(" for Ada")]
