"""Which media types are taken and given, and how the status follows from them."""

from __future__ import annotations

import gzip

import pytest

from tests.api.http.answers import LEGACY, MODERN, codes, refused
from tests.conftest import Client

QUERY = b'{"query": "{ __typename }"}'


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (MODERN, MODERN),
        (LEGACY, LEGACY),
        ("*/*", LEGACY),
        ("application/*", LEGACY),
        ("", LEGACY),
        (f"{MODERN}; charset=utf-8", MODERN),
        (f"{MODERN.upper()}", MODERN),
        (f"{MODERN}, {LEGACY}", MODERN),
        (f"{LEGACY}, {MODERN}", MODERN),
        (f"{LEGACY}, {MODERN};q=0.9", LEGACY),
        (f"{LEGACY};q=0.5, {MODERN};q=0.9", MODERN),
        (f"{LEGACY} ; q=0.5 , {MODERN} ; q=0.4", LEGACY),
        (f"{MODERN};q=0, {LEGACY}", LEGACY),
        (f"{LEGACY};q=0, */*", MODERN),
        (f"{MODERN};q=0.2, */*;q=0.8", LEGACY),
        (f"text/html, {LEGACY};q=0.9, */*;q=0.8", LEGACY),
        (f"{MODERN};q=nonsense", MODERN),
    ],
)
async def test_the_answer_has_the_type_that_is_wanted_most(caller: Client, accept: str, given: str) -> None:
    response = await caller.post("{ __typename }", Accept=accept)
    assert (response.status_code, response.headers["content-type"]) == (200, given)
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("accept", ["text/html", "image/*", f"{LEGACY};q=0, {MODERN};q=0.0", "*/*;q=0"])
async def test_no_type_that_can_be_given(caller: Client, accept: str) -> None:
    response = await caller.post("{ __typename }", Accept=accept)
    assert (response.status_code, codes(response)) == (406, {"BAD_REQUEST"})


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ companies(first: 0) { totalCount } }", "BAD_USER_INPUT"),
    ],
)
async def test_the_status_of_a_refused_document(caller: Client, query: str, code: str) -> None:
    modern = await caller.post(query, Accept=MODERN)
    assert (modern.status_code, modern.headers["content-type"], codes(modern)) == (400, MODERN, {code})
    legacy = await caller.post(query, Accept=LEGACY)
    assert (legacy.status_code, legacy.headers["content-type"], codes(legacy)) == (200, LEGACY, {code})


@pytest.mark.parametrize(
    "content_type", [LEGACY, 'Application/JSON; charset="UTF-8"', "application/json;charset=utf-8"]
)
async def test_json_in_utf8_is_taken(caller: Client, content_type: str) -> None:
    headers = {**caller.headers, "Content-Type": content_type}
    assert (await caller.http.post("/graphql", content=QUERY, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/graphql"},
        {"Content-Type": "application/json; charset=iso-8859-1"},
        {"Content-Type": "application/json; charset=utf-8-sig"},
        {"Content-Type": LEGACY, "Content-Encoding": "br"},
    ],
)
async def test_no_other_content_is_taken(caller: Client, headers: dict[str, str]) -> None:
    response = await caller.http.post("/graphql", content=QUERY, headers={**caller.headers, **headers})
    assert (response.status_code, codes(response)) == (415, {"BAD_REQUEST"})


async def test_a_compressed_body(caller: Client) -> None:
    headers = {**caller.headers, "Content-Type": LEGACY}
    told = {**headers, "Content-Encoding": "gzip"}
    response = await caller.http.post("/graphql", content=gzip.compress(QUERY), headers=told)
    assert (response.status_code, codes(response)) == (415, {"BAD_REQUEST"})
    assert "content-encoding" in refused(response)[0]["message"]
    untold = await caller.http.post("/graphql", content=gzip.compress(QUERY), headers=headers)
    assert (untold.status_code, codes(untold)) == (400, {"BAD_REQUEST"})
