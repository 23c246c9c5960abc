"""A marketer who follows a run through a subscription, from the request to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from server import jobs
from server.database.tenancy import Database
from server.entities.declaration import Role
from server.segments import HANDLERS
from server.tenants import create_key
from tests.api.websocket.sockets import dial
from tests.conftest import Client

RUN = """mutation { runSegmentation(name: "Value", attributes: ["orders.total", "country"], k: 2) {
    segmentation { id status } errors { message } } }"""
FOLLOW = """subscription { segmentationChanged(where: {name: {eq: "Value"}}) {
    kind segmentation { id status progress step error } } }"""


@pytest.fixture
async def worker(database: Database, app_url: str) -> AsyncIterator[None]:
    """A worker that carries out what is asked for."""
    stop = asyncio.Event()
    limits = jobs.Limits(processes=1, grace=0.5, first_retry=0.1)
    working = asyncio.create_task(jobs.run_worker(database, app_url, HANDLERS, stop=stop, limits=limits))
    yield
    stop.set()
    await working


@pytest.mark.usefixtures("worker")
async def test_progress_is_told(
    marketer: Any, database: Database, slugs: tuple[str, str], server_url: str, clients: tuple[Client, Client]
) -> None:
    await marketer.has_customers(90)
    async with dial(server_url) as socket, dial(server_url) as neighbour:
        await socket.greet(Authorization=f"Bearer {await create_key(database, slugs[0], Role.MARKETER)}")
        await neighbour.greet(Authorization=f"Bearer {clients[1].token}")
        for one in (socket, neighbour):
            await one.subscribe("1", FOLLOW)
        asked = (await clients[0].data(RUN))["runSegmentation"]
        assert asked["errors"] == []
        told = [(await socket.next("1"))["segmentationChanged"]]
        async with asyncio.timeout(60):
            while told[-1]["segmentation"]["status"] not in ("SUCCEEDED", "FAILED"):
                told.append((await socket.next("1"))["segmentationChanged"])
        await neighbour.silence()
    runs = [change["segmentation"] for change in told]
    assert {run["id"] for run in runs} == {asked["segmentation"]["id"]}
    assert [change["kind"] for change in told] == ["CREATED"] + ["UPDATED"] * (len(told) - 1)
    assert runs[-1] == {**runs[-1], "status": "SUCCEEDED", "progress": 1.0, "step": "done", "error": None}
    assert "RUNNING" in [run["status"] for run in runs]
    progress = [run["progress"] or 0 for run in runs]
    assert progress == sorted(progress)
