"""What the holder of a key may do: a client app reads, a marketer also segments, an admin also writes."""

from __future__ import annotations

import pytest

from tests.api.http.answers import LEGACY, MODERN, refused
from tests.conftest import Client

CREATE = 'mutation { createCustomer(input: {name: "x", externalId: "by-role"}) { errors { code } } }'
SEGMENT = (
    'mutation { runSegmentation(name: "by role", attributes: ["nothing"]) { segmentation { id } errors { code } } }'
)
ID = "segmentation_0190a1b2-0000-7000-8000-000000000000"

#: Every way to segmentations, those through conditions included.
TO_SEGMENTATIONS = {
    "list": "{ segmentations { totalCount } }",
    "look-up": '{ segmentation(externalId: "x") { name } }',
    "node": f'{{ node(id: "{ID}") {{ id }} }}',
    "relation": "{ segments { nodes { segmentation { name } } } }",
    "nested": "{ customers { nodes { segments { segmentation { name } } } } }",
    "where": '{ segments(where: {segmentation: {name: {eq: "x"}}}) { totalCount } }',
    "where, empty": "{ segments(where: {segmentation: {}}) { totalCount } }",
    "where, far": '{ customers(where: {segments: {some: {segmentation: {name: {eq: "x"}}}}}) { totalCount } }',
    "where, none": "{ customers(where: {not: {segments: {none: {segmentation: {}}}}}) { totalCount } }",
    "where, every": "{ customers(where: {or: [{segments: {every: {segmentation: {}}}}]}) { totalCount } }",
    "where of a relation": "{ customers { nodes { segments(where: {segmentation: {}}) { id } } } }",
    "behind a fragment": "{ segments { nodes { ...F } } } fragment F on Segment { s: segmentation { id } }",
}


@pytest.mark.parametrize("query", TO_SEGMENTATIONS.values(), ids=TO_SEGMENTATIONS)
async def test_a_client_reads_no_segmentations(client: Client, marketer: Client, query: str) -> None:
    response = await client.post(query, Accept=MODERN)
    (error,) = refused(response)
    assert (response.status_code, error["extensions"]["code"]) == (403, "FORBIDDEN")
    assert "client" in error["message"]
    assert "data" in (await marketer.post(query)).json()


async def test_a_condition_in_a_variable_is_held_against_the_role_too(client: Client) -> None:
    query = "query ($where: SegmentWhere) { segments(where: $where) { totalCount } }"
    assert await client.data(query, {"where": {"name": {"eq": "x"}}}) == {"segments": {"totalCount": 0}}
    response = await client.post(query, {"where": {"segmentation": {"name": {"eq": "x"}}}}, Accept=MODERN)
    assert (response.status_code, refused(response)[0]["extensions"]["code"]) == (403, "FORBIDDEN")


async def test_the_answer_prepared_for_one_role_is_not_given_to_another(marketer: Client, client: Client) -> None:
    query = "{ segmentations { nodes { name } } }"
    for _ in range(2):
        assert await marketer.data(query) == {"segmentations": {"nodes": []}}
        assert (await client.post(query, Accept=MODERN)).status_code == 403


async def test_only_an_admin_writes(client: Client, marketer: Client, caller: Client) -> None:
    for role in (client, marketer):
        response = await role.post(CREATE, Accept=MODERN)
        (error,) = refused(response)
        assert (response.status_code, error["extensions"]["code"]) == (403, "FORBIDDEN")
        assert "createCustomer" in error["message"]
        legacy = await role.post(CREATE, Accept=LEGACY)
        assert (legacy.status_code, refused(legacy)[0]["extensions"]["code"]) == (200, "FORBIDDEN")
    assert await caller.data('{ customer(externalId: "by-role") { id } }') == {"customer": None}
    assert await caller.data(CREATE) == {"createCustomer": {"errors": []}}


async def test_one_forbidden_mutation_forbids_them_all(marketer: Client, caller: Client) -> None:
    query = (
        f"mutation {{ {SEGMENT[11:-2].replace('nothing', 'country')} a: {CREATE[11:-2].replace('by-role', 'second')} }}"
    )
    response = await marketer.post(query, Accept=MODERN)
    assert (response.status_code, refused(response)[0]["extensions"]["code"]) == (403, "FORBIDDEN")
    assert await caller.data("{ segmentations { totalCount } }") == {"segmentations": {"totalCount": 0}}


async def test_a_marketer_segments_and_a_client_does_not(client: Client, marketer: Client) -> None:
    assert (await client.post(SEGMENT, Accept=MODERN)).status_code == 403
    answer = await marketer.data(SEGMENT)
    assert answer["runSegmentation"]["errors"] == [{"code": "BAD_USER_INPUT"}]


async def test_every_role_reads_customers_and_the_schema(client: Client, marketer: Client, caller: Client) -> None:
    for role in (client, marketer, caller):
        assert (await role.data("{ customers { nodes { name } } __typename }"))["__typename"] == "Query"
        assert (await role.http.get("/schema.graphql", headers=role.headers)).status_code == 200
