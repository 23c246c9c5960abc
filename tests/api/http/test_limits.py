"""What one operation may ask for, and that a small document cannot ask for endless work."""

from __future__ import annotations

import time

import pytest
from graphql import build_client_schema, build_schema, get_introspection_query

from tests.api.http.answers import MODERN, checked, refused
from tests.conftest import Client

#: Seconds within which anything is refused, on a busy machine; the exponential way takes hours.
SOON = 3.0


async def refusal(caller: Client, query: str, code: str) -> str:
    """Send a document that must be refused with ``code``, and soon; return the first message."""
    begin = time.monotonic()
    response = await caller.post(query, Accept=MODERN)
    assert time.monotonic() - begin < SOON
    assert response.status_code == 400
    errors = refused(response)
    assert {error["extensions"]["code"] for error in errors} == {code}
    return str(errors[0]["message"])


async def test_tokens(caller: Client) -> None:
    assert "data" in (await caller.post("{" + " __typename" * 400 + "}")).json()
    assert "1000 tokens" in await refusal(caller, "{" + " __typename" * 1_000 + "}", "GRAPHQL_PARSE_FAILED")
    assert "1000 tokens" in await refusal(caller, "{ __typename }" + "#\n" * 50_000, "GRAPHQL_PARSE_FAILED")


async def test_three_thousand_repeated_selections(caller: Client) -> None:
    await refusal(caller, "{ customers { nodes {" + " id" * 3_000 + "} } }", "GRAPHQL_PARSE_FAILED")
    # As many as the tokens allow; to compare each with each costs more than it is worth.
    said = await refusal(caller, "{ customers { nodes {" + " id" * 980 + "} } }", "GRAPHQL_VALIDATION_FAILED")
    assert "too many fields" in said


async def test_depth(caller: Client) -> None:
    deepest = "company { customers(first: 1) { nodes { " * 5 + "id" + " } } }" * 5
    allowed = f'{{ customer(externalId: "x") {{ {deepest} }} }}'
    assert (await caller.post(allowed)).json()["data"] == {"customer": None}
    deeper = f'{{ customer(externalId: "x") {{ company {{ customers(first: 1) {{ nodes {{ {deepest} }} }} }} }} }}'
    assert "at most 12" in await refusal(caller, deeper, "GRAPHQL_VALIDATION_FAILED")
    through = '{ customer(externalId: "x") { ...F } } fragment F on Customer { company { ...G } } '
    through += f"fragment G on Company {{ customers {{ nodes {{ {deepest} }} }} }}"
    assert "at most 12" in await refusal(caller, through, "GRAPHQL_VALIDATION_FAILED")


async def test_aliases(caller: Client) -> None:
    assert len(await caller.data("{" + " ".join(f"a{i}: __typename" for i in range(30)) + "}")) == 30
    said = await refusal(
        caller, "{" + " ".join(f"a{i}: __typename" for i in range(31)) + "}", "GRAPHQL_VALIDATION_FAILED"
    )
    assert "31 aliases" in said
    hidden = "{ tags { nodes { ...F } } a: tags { nodes { ...F } } } fragment F on Tag {"
    hidden += " ".join(f"a{i}: id" for i in range(15)) + "}"
    assert "31 aliases" in await refusal(caller, hidden, "GRAPHQL_VALIDATION_FAILED")
    inside = "{ __schema { types {" + " ".join(f"a{i}: name" for i in range(31)) + "} } }"
    assert "31 aliases" in await refusal(caller, inside, "GRAPHQL_VALIDATION_FAILED")


async def test_cost(caller: Client) -> None:
    body = (await caller.post("{ customers(first: 10) { nodes { orders(first: 20) { nodes { id } } } } }")).json()
    assert body["extensions"] == {"cost": {"requested": 10 + 10 + 10 * 20 + 1, "limit": 5_000}}
    await refusal(
        caller, "{ customers(first: 100) { nodes { orders(first: 100) { nodes { id } } } } }", "COST_LIMIT_EXCEEDED"
    )


async def test_conditions(caller: Client) -> None:
    query = "query ($where: TagWhere) { tags(where: $where) { totalCount } }"
    condition = {"name": {"eq": "x"}}
    assert await caller.data(query, {"where": {"or": [condition] * 400}}) == {"tags": {"totalCount": 0}}
    for many in ([condition] * 600, [condition] * 9_000, [{}] * 60_000):
        response = await caller.post(query, {"where": {"or": many}}, Accept=MODERN)
        assert [error["extensions"]["code"] for error in refused(response)] == ["COST_LIMIT_EXCEEDED"]
    values = {"externalId": {"in": ["x"] * 5_000}}
    assert await caller.data(query, {"where": values}) == {"tags": {"totalCount": 0}}
    response = await caller.post(query, {"where": {"externalId": {"in": ["x"] * 5_001}}}, Accept=MODERN)
    assert [error["extensions"]["code"] for error in refused(response)] == ["BAD_USER_INPUT"]


def doubling(start: str, type_: str, body: str, end: str, levels: int) -> str:
    """A document in which every fragment spreads the next one twice."""
    fragments = [
        f"fragment F{level} on {type_} {{ {body.replace('NEXT', f'...F{level + 1}')} }}" for level in range(levels)
    ]
    return " ".join([start, *fragments, f"fragment F{levels} on {type_} {{ {end} }}"])


EXPONENTIAL = {
    "spreads": doubling("{ ...F0 }", "Query", "NEXT NEXT", "__typename", 22),
    "inline": doubling("{ ...F0 }", "Query", "... { NEXT } ... { NEXT }", "__typename", 20),
    "repeated": doubling("{ ...F0 }", "Query", "NEXT " * 9, "__typename", 30),
    "aliases": doubling(
        "{ companies { nodes { ...F0 } } }",
        "Company",
        "a: customers { nodes { company { NEXT } } } b: customers { nodes { company { NEXT } } }",
        "id",
        8,
    ),
    "same field": doubling(
        "{ companies { nodes { ...F0 } } }",
        "Company",
        "customers { nodes { company { NEXT } } } customers { nodes { company { NEXT } } }",
        "id",
        20,
    ),
    "introspection": doubling(
        "{ __schema { queryType { ...F0 } } }", "__Type", "a: ofType { NEXT } b: ofType { NEXT }", "name", 20
    ),
    "introspection, same field": doubling(
        "{ __schema { queryType { ...F0 } } }", "__Type", "ofType { NEXT } ofType { NEXT }", "name", 20
    ),
    "in a mutation": doubling(
        'mutation { createTag(input: {name: "x"}) { ...F0 } }', "TagPayload", "NEXT NEXT", "tag { id }", 22
    ),
}


@pytest.mark.parametrize("query", EXPONENTIAL.values(), ids=EXPONENTIAL)
async def test_fragments_that_double_at_every_level(caller: Client, query: str) -> None:
    await refusal(caller, query, "GRAPHQL_VALIDATION_FAILED")


async def test_the_document_that_once_took_five_seconds(caller: Client) -> None:
    query = doubling("{ ...F0 }", "Query", "NEXT NEXT", "__typename", 17)
    assert len(query) < 758
    assert "fields; at most 5000" in await refusal(caller, query, "GRAPHQL_VALIDATION_FAILED")


async def test_a_long_chain_of_fragments(caller: Client) -> None:
    fragments = [f"fragment F{i} on Query {{ ...F{i + 1} }}" for i in range(120)]
    query = " ".join(["{ ...F0 }", *fragments, "fragment F120 on Query { __typename }"])
    body = (await caller.post(query, Accept=MODERN)).json()
    assert body.get("data") == {"__typename": "Query"} or checked(body["errors"])


async def test_introspection_within_the_limits(caller: Client) -> None:
    """What GraphiQL and code generators ask, with all its options; what comes back is the whole schema."""
    query = get_introspection_query(
        descriptions=True,
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
        one_of=True,
    )
    introspected = build_client_schema(await caller.data(query))
    published = build_schema((await caller.http.get("/schema.graphql", headers=caller.headers)).text)
    assert introspected.type_map.keys() == published.type_map.keys()
    assert await caller.data('{ tags { totalCount } __type(name: "Tag") { name } __typename }') == {
        "tags": {"totalCount": 0},
        "__type": {"name": "Tag"},
        "__typename": "Query",
    }


async def test_introspection_cannot_be_multiplied(caller: Client) -> None:
    inner = " ".join(f"b{i}: fields {{ name }}" for i in range(14))
    outer = " ".join(f"a{i}: fields {{ type {{ ...F }} }}" for i in range(14))
    query = f"{{ __schema {{ types {{ {outer} }} }} }} fragment F on __Type {{ {inner} }}"
    await refusal(caller, query, "GRAPHQL_VALIDATION_FAILED")
    deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    await refusal(caller, deep, "GRAPHQL_VALIDATION_FAILED")
