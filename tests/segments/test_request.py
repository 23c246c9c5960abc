"""What may be asked for, by whom, and that a request is all or nothing."""

from typing import Any

import orjson
import pytest

from server import jobs
from server.entities.declaration import Role
from server.errors import BadUserInput
from server.segments import ACTIONS, HANDLERS


def test_who_may_ask() -> None:
    (action,) = ACTIONS
    assert (action.name, action.entity) == ("runSegmentation", "Segmentation")
    assert action.roles == frozenset({Role.ADMIN, Role.MARKETER})


async def test_a_request_is_recorded_with_its_job(marketer: Any) -> None:
    segmentation = await marketer.ask({"name": "  Välue ", "attributes": ["country", "age"]}, fail=False)
    asked = await marketer.state(segmentation)
    assert (asked["name"], asked["name_folded"], asked["external_id"]) == ("Välue", "value", "Välue")
    assert (asked["status"], asked["progress"], asked["version"]) == ("QUEUED", 0.0, 1)
    assert orjson.loads(asked["settings"]) == {"attributes": ["country", "age"], "k": None}
    assert await marketer.ask({"name": "Välue", "attributes": ["age"], "k": 20}) == segmentation
    asked = await marketer.state(segmentation)
    assert (asked["version"], orjson.loads(asked["settings"])) == (2, {"attributes": ["age"], "k": 20})
    assert await marketer.jobs() == 2


async def test_a_request_that_is_rolled_back_enqueues_nothing(marketer: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        await marketer.ask({"attributes": ["country"]}, fail=True)
    assert await marketer.jobs() == 0


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        ({"attributes": []}, ("attributes",)),
        ({"attributes": ["country"] * 51}, ("attributes",)),
        ({"attributes": ["country", "nonsense"]}, ("attributes", 1)),
        ({"attributes": ["country"], "k": 1}, ("k",)),
        ({"attributes": ["country"], "k": 21}, ("k",)),
        ({"name": " ", "attributes": ["country"]}, ("name",)),
        ({"name": "x" * 201, "attributes": ["country"]}, ("name",)),
        ({"name": "a\x00b", "attributes": ["country"]}, ("name",)),
    ],
)
async def test_bad_requests(marketer: Any, request_: dict[str, Any], path: tuple[Any, ...]) -> None:
    with pytest.raises(BadUserInput) as raised:
        await marketer.ask(request_)
    assert raised.value.path == path
    assert await marketer.jobs() == 0


async def test_that_the_server_gave_up_is_told(marketer: Any) -> None:
    segmentation = await marketer.ask({"attributes": ["country"]})
    job = jobs.Job(
        marketer.tenant,
        {"segmentation": str(segmentation), "version": 1},
        marketer.database,
        jobs.Processes(1).compute,
    )
    give_up = HANDLERS["segmentation"].give_up
    assert give_up is not None
    await give_up(job)
    failed = await marketer.state(segmentation)
    assert (failed["status"], "run it again" in failed["error"]) == ("FAILED", True)
