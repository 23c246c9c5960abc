"""Survey answers: the newest of each customer and question is the latest, and an answer fits its question."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from server.database.records import insert_record, update_record
from server.database.rows import Outcome
from server.database.tenancy import Database
from server.database.writing import SERVER, Writing
from server.entities import ENTITIES
from server.entities.change import check_change
from server.entities.survey_question import QuestionKind
from tests.api import records
from tests.conftest import Client
from tests.entities.test_sales_rules import save

_ANSWER, _QUESTION = ENTITIES["SurveyAnswer"], ENTITIES["SurveyQuestion"]
_LATEST = "{ surveyAnswers(where: {latest: {eq: true}}, orderBy: [{field: EXTERNAL_ID}]) { nodes { externalId } } }"
_KINDS = ("NPS", "RATING", "SINGLE_CHOICE", "MULTIPLE_CHOICE", "FREE_TEXT")


async def survey(client: Client) -> None:
    """Create a survey with one question of each kind, named like it, and the customers c and d."""
    await save(client, "Survey", {"externalId": "s", "name": "S"})
    question = {"survey": {"externalId": "s"}, "text": "Well?"}
    offered = {kind: ["red", "green"] for kind in ("SINGLE_CHOICE", "MULTIPLE_CHOICE")}
    await save(
        client,
        "SurveyQuestion",
        *({"externalId": kind, "kind": kind, "choices": offered.get(kind), **question} for kind in _KINDS),
    )
    await save(client, "Customer", {"externalId": "c"}, {"externalId": "d"})


def answer(key: str, day: int, question: str = "NPS", customer: str = "c", **values: Any) -> dict[str, Any]:
    """Return the input of an answer given on a day of January."""
    asked = {"question": {"externalId": question}, "customer": {"externalId": customer}}
    return {"externalId": key, "answeredAt": f"2024-01-{day:02}T00:00:00Z", **asked, **values}


async def latest(client: Client) -> list[str]:
    """Return which answers are the latest."""
    return [node["externalId"] for node in (await client.data(_LATEST))["surveyAnswers"]["nodes"]]


async def test_the_newest_answer_is_the_latest(admin: Client) -> None:
    await survey(admin)
    await save(admin, "SurveyAnswer", answer("1", 10, rating=3))
    assert await latest(admin) == ["1"]
    [second] = await save(admin, "SurveyAnswer", answer("2", 20, rating=5))
    assert await latest(admin) == ["2"]
    [older] = await save(admin, "SurveyAnswer", answer("0", 5))
    assert await latest(admin) == ["2"]
    await records.update(admin, _ANSWER, older, answeredAt="2024-01-30T00:00:00Z")
    assert await latest(admin) == ["0"]
    await records.delete(admin, _ANSWER, older)
    assert await latest(admin) == ["2"]
    await records.update(admin, _ANSWER, second, customer={"externalId": "d"})
    assert await latest(admin) == ["1", "2"]


async def test_each_customer_and_question_has_its_own(admin: Client) -> None:
    await survey(admin)
    await save(
        admin,
        "SurveyAnswer",
        answer("1", 1),
        answer("2", 2),
        answer("3", 2),
        answer("4", 1, customer="d"),
        answer("5", 1, question="FREE_TEXT", text="fine"),
    )
    assert await latest(admin) == ["3", "4", "5"]


async def test_answers_that_come_at_the_same_time(admin: Client) -> None:
    await survey(admin)
    await asyncio.gather(*(save(admin, "SurveyAnswer", answer(f"{day:02}", day)) for day in range(1, 16)))
    assert await latest(admin) == ["15"]


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("NPS", {"rating": 0}),
        ("NPS", {"rating": 10, "text": "a comment"}),
        ("RATING", {"rating": 5}),
        ("SINGLE_CHOICE", {"choices": ["red"]}),
        ("SINGLE_CHOICE", {"choices": []}),
        ("MULTIPLE_CHOICE", {"choices": ["green", "red"]}),
        ("FREE_TEXT", {"text": "fine"}),
        ("RATING", {}),
    ],
)
async def test_an_answer_that_fits(question: str, given: dict[str, Any], admin: Client) -> None:
    await survey(admin)
    [saved] = await save(admin, "SurveyAnswer", answer("1", 1, question, **given))
    assert {name: saved[name] for name in given} == given


@pytest.mark.parametrize(
    ("question", "given", "at_fault"),
    [
        ("NPS", {"rating": 11}, "rating"),
        ("RATING", {"rating": 0}, "rating"),
        ("RATING", {"rating": 6}, "rating"),
        ("FREE_TEXT", {"rating": 1}, "rating"),
        ("SINGLE_CHOICE", {"choices": ["blue"]}, "choices"),
        ("SINGLE_CHOICE", {"choices": ["red", "green"]}, "choices"),
        ("MULTIPLE_CHOICE", {"choices": ["red", "blue"]}, "choices"),
        ("FREE_TEXT", {"choices": ["red"]}, "choices"),
    ],
)
async def test_an_answer_that_does_not_fit(question: str, given: dict[str, Any], at_fault: str, admin: Client) -> None:
    await survey(admin)
    inputs = [answer("sound", 1), answer("odd", 2, question, **given)]
    refused = await records.upsert(admin, _ANSWER, inputs, "SKIP_FAILED")
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [("BAD_USER_INPUT", ["inputs", "1", at_fault])]
    assert await latest(admin) == ["sound"]
    [sound] = await save(admin, "SurveyAnswer", answer("sound", 1, question))
    updated = await records.update(admin, _ANSWER, sound, **given)
    assert [(e["code"], e["path"]) for e in updated["errors"]] == [("BAD_USER_INPUT", ["input", at_fault])]
    assert await records.read(admin, _ANSWER, sound["id"]) == sound


async def test_a_choice_needs_something_to_choose_from(admin: Client) -> None:
    await survey(admin)
    question = {"externalId": "q", "text": "Well?", "survey": {"externalId": "s"}}
    nothing: tuple[list[str] | None, ...] = (None, [])
    for choices in nothing:
        given = {**question, "kind": "SINGLE_CHOICE", "choices": choices}
        refused = await records.upsert(admin, _QUESTION, [given])
        assert [(e["code"], e["path"]) for e in refused["errors"]] == [("BAD_USER_INPUT", ["inputs", "0", "choices"])]


@pytest.mark.parametrize(
    ("question", "given", "changed"),
    [
        ("NPS", {"rating": 9}, {"kind": "RATING"}),
        ("RATING", {"rating": 5}, {"kind": "FREE_TEXT"}),
        ("SINGLE_CHOICE", {"choices": ["red"]}, {"choices": ["green", "blue"]}),
        ("SINGLE_CHOICE", {"choices": ["red"]}, {"kind": "FREE_TEXT", "choices": None}),
        ("MULTIPLE_CHOICE", {"choices": ["red", "green"]}, {"kind": "SINGLE_CHOICE"}),
    ],
)
async def test_a_question_stays_what_its_answers_fit(
    question: str, given: dict[str, Any], changed: dict[str, Any], admin: Client
) -> None:
    await survey(admin)
    [made] = await save(admin, "SurveyAnswer", answer("1", 1, question, **given))
    [asked] = (
        await admin.data(f'{{ surveyQuestions(where: {{externalId: {{eq: "{question}"}}}}) {{ nodes {{ id }} }} }}')
    )["surveyQuestions"]["nodes"]
    before = await records.read(admin, _QUESTION, asked["id"])
    assert before is not None
    refused = await records.update(admin, _QUESTION, before, **changed)
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [("BAD_USER_INPUT", ["input", "kind"])]
    whole = {"externalId": question, "kind": before["kind"], "text": "Well?", "survey": {"externalId": "s"}, **changed}
    sound = {**whole, "externalId": "FREE_TEXT", "kind": "FREE_TEXT", "text": "Nobody has answered it"}
    refused = await records.upsert(admin, _QUESTION, [sound, whole], "SKIP_FAILED")
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [("BAD_USER_INPUT", ["inputs", "1", "kind"])]
    assert [record["text"] for record in refused["surveyQuestions"]] == ["Nobody has answered it"]
    assert await records.read(admin, _QUESTION, asked["id"]) == before
    assert (await records.update(admin, _ANSWER, made, text="It can still be changed"))["errors"] == []


@pytest.mark.parametrize(
    ("question", "given", "changed"),
    [
        ("NPS", {"rating": 5}, {"kind": "RATING"}),
        ("RATING", {"rating": 5}, {"kind": "NPS", "text": "How likely?"}),
        ("SINGLE_CHOICE", {"choices": ["red"]}, {"choices": ["blue", "red"], "kind": "MULTIPLE_CHOICE"}),
        ("MULTIPLE_CHOICE", {"choices": ["red"]}, {"kind": "SINGLE_CHOICE", "choices": ["red"]}),
        ("RATING", {"text": "no idea"}, {"kind": "FREE_TEXT"}),
    ],
)
async def test_a_question_changes_where_its_answers_still_fit(
    question: str, given: dict[str, Any], changed: dict[str, Any], admin: Client
) -> None:
    await survey(admin)
    await save(admin, "SurveyAnswer", answer("1", 1, question, **given), answer("2", 2, "FREE_TEXT", text="fine"))
    whole = {"externalId": question, "kind": question, "text": "Well?", "survey": {"externalId": "s"}, **changed}
    [saved] = await save(admin, "SurveyQuestion", whole)
    assert {name: saved[name] for name in changed} == changed


async def test_a_question_that_was_answered_stays(admin: Client) -> None:
    await survey(admin)
    await save(admin, "SurveyAnswer", answer("1", 1))
    [survey_] = (await admin.data("{ surveys { nodes { id } } }"))["surveys"]["nodes"]
    refused = await records.delete(admin, ENTITIES["Survey"], survey_)
    assert [error["code"] for error in refused["errors"]] == ["CONFLICT"]
    assert await latest(admin) == ["1"]


async def test_a_neighbour_with_the_same_ids_keeps_its_latest(clients: tuple[Client, Client]) -> None:
    first, second = clients
    for client in clients:
        await survey(client)
        await save(client, "SurveyAnswer", answer("1", 1))
    await save(first, "SurveyAnswer", answer("2", 2))
    assert (await latest(first), await latest(second)) == (["2"], ["1"])


@pytest.mark.parametrize("first", ["question", "answer"])
async def test_a_question_and_an_answer_that_would_not_fit_are_never_both_written(
    first: str, admin: Client, database: Database, tenants: tuple[UUID, UUID]
) -> None:
    """Neither sees what the other has not committed; so whoever comes second waits, and is refused."""
    await survey(admin)
    second = "answer" if first == "question" else "question"

    async def write(writing: Writing, what: str) -> Outcome:
        if what == "answer":
            given = {**answer("late", 1), "rating": 9, "answeredAt": datetime(2024, 1, 1, tzinfo=UTC)}
            change, faults = check_change(_ANSWER, given, creating=True)
            assert not faults
            return await insert_record(writing, _ANSWER, change)
        change, faults = check_change(_QUESTION, {"kind": QuestionKind.RATING}, creating=False)
        assert not faults
        sql = "SELECT id FROM survey_question WHERE tenant_id = $1 AND external_id = 'NPS'"
        question = await writing.connection.fetchval(sql, tenants[0])
        return await update_record(writing, _QUESTION, question, 1, change)

    async def write_second() -> Outcome:
        async with database.tenant_transaction(tenants[0]) as connection:
            return await write(Writing(connection, tenants[0], SERVER), second)

    async with database.tenant_transaction(tenants[0]) as connection:
        assert not (await write(Writing(connection, tenants[0], SERVER), first)).faults
        waiting = asyncio.create_task(write_second())
        done, _ = await asyncio.wait({waiting}, timeout=0.5)
        assert not done
    assert (await waiting).faults
