"""The demo as its user sees it: a real process, a cold start, the README's query, a warm start."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

_ROOT = Path(__file__).parents[2]


class Demo:
    """A running `tessera demo`."""

    def __init__(self, data_dir: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TESSERA_")}
        command = [sys.executable, "-m", "server", "demo", "--port", "0", "--data-dir", str(data_dir)]
        self.process = subprocess.Popen(
            command, cwd=_ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.said: list[str] = []
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line.rstrip())
            if line.startswith("serving on"):
                break
        else:
            raise AssertionError("\n".join(self.said))
        self.told: dict[str, Any] = json.loads((data_dir / "demo.json").read_text())

    def ask(self, tenant: int, role: str, query: str) -> Any:
        token = self.told["tenants"][tenant]["tokens"][role]
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.post(f"{self.told['url']}/graphql", json={"query": query}, headers=headers, timeout=30).json()

    def stop(self) -> str:
        """Stop it as Ctrl-C does, and return what it printed for its user."""
        self.process.send_signal(signal.SIGINT)
        printed, _ = self.process.communicate(timeout=30)
        return printed


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="tessera-demo-"))
    folder.chmod(0o755)
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


def test_a_cold_start_serves_what_the_readme_shows_and_a_warm_one_keeps_it(data_dir: Path) -> None:
    cold = Demo(data_dir)
    try:
        readme = (_ROOT / "README.md").read_text()
        query, answer = _block(readme, "graphql"), json.loads(_block(readme, "json"))
        assert query.strip() == (_ROOT / "server/demo/example.graphql").read_text().strip()
        assert _without_names(cold.ask(1, "client", query)) == _without_names(answer)
        assert (data_dir / "demo.json").stat().st_mode & 0o077 == 0
        _check_segments(cold)
        _check_what_the_tenants_show(cold)
    finally:
        printed = cold.stop()
    for tenant in cold.told["tenants"]:
        assert all(token in printed for token in tenant["tokens"].values())
    warm = Demo(data_dir)
    try:
        assert warm.told["tenants"] == cold.told["tenants"]
        assert not any("importing" in line for line in warm.said)
        _check_segments(warm)
    finally:
        warm.stop()


def _check_segments(demo: Demo) -> None:
    """Every customer is in one segment, and the sizes add up to all customers, for every role; companies have no segments."""
    for tenant in (0, 1):
        query = """{
          customers { totalCount }
          none: customers(where: {segments: {none: {}}}) { totalCount }
          segments { nodes { size members { totalCount } } }
        }"""
        for role in ("client", "marketer", "admin"):
            data = demo.ask(tenant, role, query)["data"]
            sizes = [segment["size"] for segment in data["segments"]["nodes"]]
            assert len(sizes) >= 2
            assert sizes == [segment["members"]["totalCount"] for segment in data["segments"]["nodes"]]
            assert sum(sizes) == data["customers"]["totalCount"] > 0
            assert data["none"]["totalCount"] == 0
    none = demo.ask(2, "marketer", "{ customers { totalCount } segments { nodes { name } } }")["data"]
    assert none == {"customers": {"totalCount": 0}, "segments": {"nodes": []}}


def _check_what_the_tenants_show(demo: Demo) -> None:
    """Returns, campaigns, complaints, and a pipeline with its companies and people, as a marketer asks for them."""
    assert [tenant["slug"] for tenant in demo.told["tenants"]] == ["online-retail", "customer-personality", "crm-sales"]
    retail = demo.ask(0, "marketer", "{ orders(where: {status: {eq: RETURNED}}) { totalCount } }")
    assert retail["data"] == {"orders": {"totalCount": 801}}
    personality = demo.ask(1, "marketer", _PERSONALITY)
    assert personality["data"] == {
        "tickets": {"totalCount": 21, "nodes": [{"kind": "COMPLAINT", "openedAt": None}]},
        "campaign": {"all": {"totalCount": 2240}, "accepted": {"totalCount": 334}},
        "categories": {"totalCount": 5},
    }
    sales = demo.ask(2, "marketer", _SALES)["data"]
    assert sales["company"]["subsidiaries"]["nodes"] == [
        {"name": name} for name in ("Bluth Company", "Codehow", "Donquadtech", "Iselectrics")
    ]
    assert [(stage["name"], stage["deals"]["totalCount"]) for stage in sales["stages"]["nodes"]] == [
        ("Prospecting", 500),
        ("Engaging", 1589),
        ("Won", 4238),
        ("Lost", 2473),
    ]
    assert sales["deal"] == {
        "status": "WON",
        "amount": {"amount": "1054.00", "currency": "USD"},
        "openedAt": "2016-10-20T00:00:00+00:00",
        "closedAt": "2017-03-01T00:00:00+00:00",
        "company": {"name": "Cancity"},
        "owner": {"name": "Moses Frase", "team": {"name": "Team of Dustin Brinkmann", "parent": {"name": "Central"}}},
    }


_PERSONALITY = """{
  tickets(first: 1) { totalCount nodes { kind openedAt } }
  campaign(externalId: "Response") {
    all: responses { totalCount }
    accepted: responses(where: {outcome: {eq: ACCEPTED}}) { totalCount }
  }
  categories: productCategories { totalCount }
}"""
_SALES = """{
  company(externalId: "Acme Corporation") {
    subsidiaries(orderBy: {field: NAME, direction: ASC}) { nodes { name } }
  }
  stages(orderBy: {field: POSITION, direction: ASC}) { nodes { name deals { totalCount } } }
  deal(externalId: "1C1I7A6R") {
    status amount { amount currency } openedAt closedAt company { name } owner { name team { name parent { name } } }
  }
}"""


def _block(text: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found, f"the README has no {language} block"
    return found.group(1)


def _without_names(answer: Any) -> Any:
    """The answer without the segments' names: these speak of days since the last order, which grow as time passes."""
    customer = answer["data"]["customer"]
    assert [set(segment) for segment in customer["segments"]] == [{"name"}]
    return {**answer, "data": {"customer": {**customer, "segments": []}}}
