"""What customers answered in surveys, as something to read and to segment by: the newest answer to a question counts."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest

from server import jobs
from server.database.tenancy import Database
from server.entities import ENTITIES
from server.entities.ids import new_id
from server.errors import BadUserInput
from server.segments import HANDLERS
from server.segments.features import find_features
from server.segments.frame import read_frame
from tests.api import records
from tests.conftest import Client

Insert = Callable[..., Awaitable[list[UUID]]]
NOW = datetime(2024, 7, 1, tzinfo=UTC)

QUESTIONS = {
    "recommend": {"text": "How likely are you to recommend us?", "kind": "NPS", "aspect": "OPINION"},
    "service": {"text": "How was our service?", "kind": "RATING", "aspect": "SATISFACTION"},
    "reason": {
        "text": "Why did you come to us?",
        "kind": "SINGLE_CHOICE",
        "choices": ["price", "friends"],
        "aspect": "MOTIVE",
    },
    "channels": {"text": "Where do you read?", "kind": "MULTIPLE_CHOICE", "choices": ["mail", "web"], "aspect": "FACT"},
    "else": {"text": "Anything else?", "kind": "FREE_TEXT", "aspect": "OTHER"},
}

OPINIONS = """
query ($key: String!) {
  customer(externalId: $key) {
    answers(
      where: {latest: {eq: true}, question: {aspect: {in: [ATTITUDE, OPINION, MOTIVE]}}}
      orderBy: [{field: ANSWERED_AT}]
    ) {
      nodes { question { externalId text aspect } rating choices text answeredAt }
    }
  }
}
"""


def answer(customer: str, question: str, moment: str, **said: Any) -> dict[str, Any]:
    """Return the input of an answer, known by whose it is, to what, and when it was given."""
    return {
        "externalId": f"{customer} {question} {moment}",
        "customer": {"externalId": customer},
        "question": {"externalId": question},
        "answeredAt": f"{moment}T12:00:00Z",
        **said,
    }


async def write(client: Client, entity: str, *inputs: dict[str, Any]) -> None:
    for first in range(0, len(inputs), 500):
        made = await records.upsert(client, ENTITIES[entity], list(inputs[first : first + 500]))
        assert made["errors"] == []


async def has_survey(client: Client, *customers: str) -> None:
    """Write a survey with all kinds of questions, and customers who may answer it."""
    await write(client, "Survey", {"externalId": "s", "name": "Survey"})
    await write(
        client,
        "SurveyQuestion",
        *({"externalId": key, "survey": {"externalId": "s"}, **QUESTIONS[key]} for key in QUESTIONS),
    )
    await write(client, "Customer", *({"externalId": key} for key in customers))


async def values(database: Database, tenant: UUID, *names: str) -> dict[str, dict[str, Any]]:
    """Return the values of the features, by the external ids of the customers who have one."""
    async with database.tenant_transaction(tenant, readonly=True) as connection:
        frame = await read_frame(connection, tenant, await find_features(connection, tenant, list(names)), NOW)
        rows = await connection.fetch("SELECT id, external_id FROM customer WHERE tenant_id = $1", tenant)
    keys = {row["id"]: row["external_id"] for row in rows}
    return {
        name: {
            keys[customer]: value for customer, value in zip(frame.customers, column, strict=True) if value is not None
        }
        for name, column in frame.columns.items()
    }


async def test_the_newest_answer_counts_and_a_deleted_one_no_more(
    clients: tuple[Client, Client], tenants: tuple[UUID, UUID], database: Database
) -> None:
    for client in clients:
        await has_survey(client, "one", "two", "three")
    first, second = clients
    await write(
        first,
        "SurveyAnswer",
        answer("one", "recommend", "2024-03-01", rating=9),
        answer("one", "recommend", "2024-01-01", rating=2),
        answer("one", "service", "2024-06-01", rating=1),
        answer("two", "recommend", "2024-02-01", rating=0),
        answer("two", "reason", "2024-01-01", choices=["friends"]),
        answer("two", "reason", "2024-02-01", choices=["price"]),
        answer("one", "reason", "2024-02-01", choices=[]),
        answer("three", "service", "2024-01-01", rating=5),
        answer("three", "service", "2024-02-01", text="Let me think about it."),
    )
    await write(second, "SurveyAnswer", answer("one", "recommend", "2024-03-01", rating=4))
    asked = ("answer:recommend", "answer:service", "answer:reason")
    assert await values(database, tenants[0], *asked) == {
        "answer:recommend": {"one": 9, "two": 0},
        "answer:service": {"one": 1},
        "answer:reason": {"two": "price"},
    }
    assert await values(database, tenants[1], *asked) == {
        "answer:recommend": {"one": 4},
        "answer:service": {},
        "answer:reason": {},
    }
    for newest in ("one recommend 2024-03-01", "two reason 2024-02-01", "three service 2024-02-01"):
        found = (await first.data(f'{{ surveyAnswer(externalId: "{newest}") {{ id }} }}'))["surveyAnswer"]["id"]
        deleted = await first.data(f'mutation {{ deleteSurveyAnswer(id: "{found}") {{ errors {{ code }} }} }}')
        assert deleted["deleteSurveyAnswer"]["errors"] == []
    assert await values(database, tenants[0], *asked) == {
        "answer:recommend": {"one": 2, "two": 0},
        "answer:service": {"one": 1, "three": 5},
        "answer:reason": {"two": "friends"},
    }
    assert (await values(database, tenants[1], asked[0]))[asked[0]] == {"one": 4}


async def test_of_answers_at_one_moment_the_attribute_is_the_one_that_is_called_latest(
    insert: Insert, clients: tuple[Client, Client], tenants: tuple[UUID, UUID], database: Database
) -> None:
    """Two tenants hold the same ids; the one with the greater id is the newer of two answers."""
    lower, greater = sorted((new_id(), new_id()))
    ids = {"customer": new_id(), "survey": new_id(), "survey_question": new_id()}
    for turn, tenant in enumerate(tenants):
        await insert(tenant, "customer", {"id": ids["customer"], "external_id": "c", "kind": "PERSON", "stage": "LEAD"})
        await insert(tenant, "survey", {"id": ids["survey"], "name": "S", "name_folded": "s"})
        question = {"id": ids["survey_question"], "survey_id": ids["survey"], "external_id": "q", "position": 0}
        await insert(tenant, "survey_question", {**question, "text": "?", "kind": "RATING"})
        to = {"customer_id": ids["customer"], "question_id": ids["survey_question"], "answered_at": NOW}
        await insert(
            tenant,
            "survey_answer",
            *({"id": key, "rating": 1 + 2 * turn + (key == greater), **to} for key in (greater, lower)),
        )
    for turn, tenant in enumerate(tenants):
        assert await values(database, tenant, "answer:q") == {"answer:q": {"c": 2 + 2 * turn}}
        read = await clients[turn].data("{ surveyAnswers(where: {latest: {eq: true}}) { nodes { rating } } }")
        assert read["surveyAnswers"]["nodes"] == [{"rating": 2 + 2 * turn}]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("answer:recomend", "did you mean answer:recommend"),
        ("answer:else", "'answer:else' is no attribute"),
        ("answer:channels", "'answer:channels' is no attribute"),
        ("answer:' OR true --", "is no attribute"),
        ("answer:foreign", "'answer:foreign' is no attribute"),
    ],
)
async def test_only_questions_with_one_answer_of_the_tenant_s_own(
    clients: tuple[Client, Client], tenants: tuple[UUID, UUID], database: Database, name: str, message: str
) -> None:
    await has_survey(clients[0])
    await write(clients[1], "Survey", {"externalId": "s", "name": "Survey"})
    foreign = {"externalId": "foreign", "survey": {"externalId": "s"}, "text": "Whose?", "kind": "RATING"}
    await write(clients[1], "SurveyQuestion", foreign)
    with pytest.raises(BadUserInput, match=message):
        await values(database, tenants[0], name)


async def test_opinions_and_motives_are_read_as_they_are_now(clients: tuple[Client, Client]) -> None:
    for client in clients:
        await has_survey(client, "one")
    first, second = clients
    await write(
        first,
        "SurveyAnswer",
        answer("one", "recommend", "2023-01-01", rating=3),
        answer("one", "recommend", "2024-02-01", rating=8, text="Much better now."),
        answer("one", "reason", "2024-01-01", choices=["friends"]),
        answer("one", "service", "2024-01-01", rating=5),
    )
    motive = {"externalId": "reason", "text": "Why did you come to us?", "aspect": "MOTIVE"}
    opinion = {"externalId": "recommend", "text": "How likely are you to recommend us?", "aspect": "OPINION"}
    assert (await first.data(OPINIONS, {"key": "one"}))["customer"]["answers"]["nodes"] == [
        {
            "question": motive,
            "rating": None,
            "choices": ["friends"],
            "text": None,
            "answeredAt": "2024-01-01T12:00:00+00:00",
        },
        {
            "question": opinion,
            "rating": 8,
            "choices": None,
            "text": "Much better now.",
            "answeredAt": "2024-02-01T12:00:00+00:00",
        },
    ]
    assert (await second.data(OPINIONS, {"key": "one"}))["customer"]["answers"]["nodes"] == []


@pytest.fixture
async def worker(database: Database, app_url: str) -> AsyncIterator[None]:
    """A worker that carries out what is asked for."""
    stop = asyncio.Event()
    limits = jobs.Limits(processes=1, grace=0.5, first_retry=0.1)
    working = asyncio.create_task(jobs.run_worker(database, app_url, HANDLERS, stop=stop, limits=limits))
    yield
    stop.set()
    await working


async def test_customers_are_segmented_by_what_they_answered(
    clients: tuple[Client, Client], marketer: Any, neighbour: Any, worker: None
) -> None:
    """A third recommends us and came through friends; all were asked before, and said the opposite."""
    names = [f"c{number}" for number in range(90)]
    for client in clients:
        await has_survey(client, *names)
    answers = []
    for number, name in enumerate(names):
        fond = number % 3 == 0
        high, low = 9 + number // 3 % 2, 1 + number % 2
        answers += [
            answer(name, "recommend", "2023-01-01", rating=low if fond else high),
            answer(name, "recommend", "2024-01-01", rating=high if fond else low),
            answer(name, "reason", "2024-01-01", choices=["friends" if fond else "price"]),
        ]
    await write(clients[0], "SurveyAnswer", *answers)
    attributes = ["answer:recommend", "answer:reason"]
    done = await marketer.outcome(await marketer.ask({"attributes": attributes, "k": 2}))
    assert (done["status"], done["error"]) == ("SUCCEEDED", None)
    treatments = orjson.loads(done["result"])["treatments"]
    assert [(treatment["name"], treatment["kind"]) for treatment in treatments] == [
        ("answer:recommend", "number"),
        ("answer:reason", "nominal"),
    ]
    many, few = await marketer.segments(done["id"])
    assert few["name"] == "High answer to how likely are you to recommend us · friends"
    assert many["name"] == "Low answer to how likely are you to recommend us · price"
    assert "answer to why did you come to us friends 100% (33% overall)" in few["description"]
    members = await clients[0].data(
        '{ customers(first: 100, where: {segments: {some: {name: {startsWith: "High answer"}}}}) { nodes { externalId } } }'
    )
    assert {node["externalId"] for node in members["customers"]["nodes"]} == set(names[::3])
    failed = await neighbour.outcome(await neighbour.ask({"attributes": attributes}))
    assert (failed["status"], "No attribute is usable" in failed["error"]) == ("FAILED", True)
