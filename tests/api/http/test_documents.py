"""Documents and variables: what is wrong with them is told with a code, briefly, and in the caller's terms."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.http.answers import LEGACY, MODERN, codes, refused
from tests.conftest import Client, Statements


async def post(caller: Client, query: str, **members: Any) -> tuple[int, set[str], list[str]]:
    """Send a document that is to be refused; return the status, the codes and the messages."""
    headers = {**caller.headers, "Accept": MODERN}
    response = await caller.http.post("/graphql", json={"query": query, **members}, headers=headers)
    return response.status_code, codes(response), [error["message"] for error in refused(response)]


async def test_which_operation_is_run(caller: Client) -> None:
    query = "query A { a: __typename } query B { b: __typename }"
    for name, key in (("A", "a"), ("B", "b")):
        body = {"query": query, "operationName": name}
        answer = (await caller.http.post("/graphql", json=body, headers=caller.headers)).json()
        assert answer["data"] == {key: "Query"}


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("query A { __typename } query B { __typename }", None, "several operations"),
        ("query A { __typename } query B { __typename }", "", "several operations"),
        ("query A { __typename } query B { __typename }", "C", "no operation named 'C'"),
        ("query A { __typename }", "B", "no operation named 'B'"),
        ("{ __typename }", "B", "no operation named 'B'"),
        ("query A { __typename }", "x" * 10_000, "no operation named 'xxx"),
    ],
)
async def test_an_operation_that_cannot_be_told(caller: Client, query: str, name: str | None, said: str) -> None:
    status, found, messages = await post(caller, query, operationName=name)
    assert (status, found) == (400, {"BAD_REQUEST"})
    assert said in messages[0]


@pytest.mark.parametrize(
    "query",
    [
        " ",
        "# nothing",
        "{",
        "}",
        "{ a(",
        "query",
        "quer { a }",
        "{ \0 }",
        '{ tag(externalId: "\\ud800") { id } }',
        '{ tag(externalId: "open) { id } }',
        "{ a " * 400,
        "{ tags(where: " + "{not: " * 300,
        "[" * 900,
    ],
)
async def test_a_document_that_cannot_be_parsed(caller: Client, query: str) -> None:
    status, found, _ = await post(caller, query)
    assert (status, found) == (400, {"GRAPHQL_PARSE_FAILED"})


@pytest.mark.parametrize(
    "query",
    [
        "{ __typename } { __typename }",
        "query A { __typename } query A { __typename }",
        "fragment F on Query { __typename }",
        "{ ...Missing }",
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { a: __typename ...A }",
        "subscription { customers { totalCount } }",
        "{ customers }",
        "{ customers { nodes } }",
        "{ __typename { x } }",
        "{ customers(frist: 1) { totalCount } }",
        '{ customers(first: "1") { totalCount } }',
        "{ customers(first: 3000000000) { totalCount } }",
        "{ customers(first: " + "9" * 5_000 + ") { totalCount } }",
        "query ($n: Int) { __typename }",
        "query ($n: Nothing) { customers(first: $n) { totalCount } }",
        "query ($n: Boolean) { __typename @skip(if: $n) }",
        "{ __typename @unknown }",
        "{ a: __typename a: customers { totalCount } }",
        "type Query { x: Int }",
    ],
)
async def test_a_document_that_breaks_the_schema(caller: Client, query: str) -> None:
    status, found, _ = await post(caller, query)
    assert (status, found) == (400, {"GRAPHQL_VALIDATION_FAILED"})


@pytest.mark.parametrize(
    "variables",
    [
        {"n": "1"},
        {"n": 1.5},
        {"n": True},
        {"n": []},
        {"n": {}},
        {"n": 2**31},
        {"n": 10**300},
        {"n": "x" * 100_000},
        {"n": 0},
        {"n": 101},
        {"n": -1},
        {"k": 1},
        {"k": {"a": "b"}},
        {"k": "a\0b"},
        {"k": None},
        {},
    ],
)
async def test_a_variable_of_a_wrong_value(caller: Client, variables: dict[str, Any]) -> None:
    query = "query ($n: Int, $k: ID!) { tags(first: $n) { totalCount } tag(id: $k) { id } }"
    status, found, _ = await post(
        caller, query, variables={"k": "tag_x", **variables} if "n" in variables else variables
    )
    assert (status, found) == (400, {"BAD_USER_INPUT"})


@pytest.mark.parametrize(
    "query",
    [
        '{ node(id: "nonsense") { id } }',
        '{ node(id: "' + "x" * 100_000 + '") { id } }',
        '{ node(id: "tenant_0190a1b2-0000-7000-8000-000000000000") { id } }',
        '{ tag(id: "customer_0190a1b2-0000-7000-8000-000000000000") { id } }',
        '{ tag(id: "tag_' + "z" * 36 + '") { id } }',
        '{ tags(after: "nonsense") { totalCount nodes { id } } }',
        '{ tags(after: "' + "A" * 100_000 + '") { nodes { id } } }',
        '{ tags(where: {id: {in: ["a"]}}) { totalCount } }',
        "{ tags(where: {name: null}) { totalCount } }",
        "{ tags(first: 1, last: 1) { totalCount } }",
        "{ tag { id } }",
    ],
)
async def test_an_argument_of_a_wrong_value(caller: Client, query: str) -> None:
    status, found, _ = await post(caller, query)
    assert (status, found) == (400, {"BAD_USER_INPUT"})


async def test_the_argument_at_fault_is_named(caller: Client) -> None:
    response = await caller.post('{ t: tags(where: {and: [{id: {in: ["a"]}}]}) { totalCount } }')
    assert refused(response)[0]["extensions"]["argument"] == "t.where.and.0.id.in"


async def test_at_most_ten_errors_are_listed(caller: Client) -> None:
    for query, variables in (
        ("{" + " ".join(f"nothing{i}" for i in range(200)) + "}", None),
        ("query ($o: [TagOrder!]) { tags(orderBy: $o) { totalCount } }", {"o": [{"field": "X"}] * 200}),
    ):
        response = await caller.post(query, variables, Accept=MODERN)
        assert len(refused(response)) == 10


@pytest.mark.parametrize(
    "query",
    [
        "{{ {0} }}",
        "{{ tags({0}: 1) {{ totalCount }} }}",
        "{{ __typename @{0} }}",
        "{{ ...{0} }}",
        '{{ tags(first: "{0}") {{ totalCount }} }}',
        "query (${0}: Int) {{ __typename }}",
        "query ({0}: Int) {{ __typename }}",
    ],
)
@pytest.mark.parametrize("accept", [LEGACY, MODERN])
async def test_what_was_sent_is_not_echoed_at_length(caller: Client, query: str, accept: str) -> None:
    response = await caller.post(query.format("x" * 100_000), Accept=accept)
    refused(response)
    assert len(response.content) < 1_000


async def test_fields_of_the_root_are_skipped_and_included(caller: Client, statements: Statements) -> None:
    query = """query ($yes: Boolean!, $no: Boolean = false) {
        a: __typename @skip(if: $yes)
        b: __typename @include(if: $yes)
        c: __typename @include(if: $no)
        ... @include(if: $no) { d: __typename }
        ...E @skip(if: $no)
        tags @include(if: $no) { totalCount }
        __schema @skip(if: $yes) { types { name } }
    }
    fragment E on Query { e: __typename }"""
    await caller.data("{ __typename }")
    statements.sent.clear()
    assert await caller.data(query, {"yes": True}) == {"b": "Query", "e": "Query"}
    assert await caller.data("{ tags @skip(if: true) { totalCount } }") == {}
    assert statements.sent == []
    assert (await caller.data(query, {"yes": False, "no": True})).keys() == {"a", "c", "d", "tags", "__schema"}


async def test_selections_may_be_empty(caller: Client) -> None:
    """As the grammar of the coming GraphQL specification has it."""
    created = await caller.data(
        'mutation { createTag(input: {name: "empty", externalId: "empty"}) { tag {} } createCompany(input: {name: "x"}) {} }'
    )
    assert created == {"createTag": {"tag": {}}, "createCompany": {}}
    query = '{ tags(where: {externalId: {eq: "empty"}}) { nodes {} edges {} pageInfo {} } tag(externalId: "empty") {} }'
    assert await caller.data(query) == {"tags": {"nodes": [{}], "edges": [{}], "pageInfo": {}}, "tag": {}}
    assert await caller.data("{}") == {}


async def test_a_mutation_that_is_skipped_is_not_run(caller: Client) -> None:
    query = """mutation ($run: Boolean!) {
        createTag(input: {name: "skipped", externalId: "skipped"}) @include(if: $run) { errors { code } }
    }"""
    assert await caller.data(query, {"run": False}) == {}
    assert await caller.data('{ tag(externalId: "skipped") { id } }') == {"tag": None}
    assert await caller.data(query, {"run": True}) == {"createTag": {"errors": []}}
