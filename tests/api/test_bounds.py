"""What a caller could ask for to harm the others: it is refused, or bounded in the work that it makes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.api.execute import Executor
from server.api.schema import Api
from server.database.tenancy import Database
from server.entities.declaration import Role
from server.entities.text import normalise
from server.settings import Limits
from tests.conftest import Client, Statements

_COUNT = "query ($where: CustomerWhere) { customers(where: $where) { totalCount } }"


def _chain(levels: int, quantifier: str) -> dict[str, Any]:
    where: dict[str, Any] = {}
    for _ in range(levels):
        where = {"orders": {quantifier: {"customer": where}}}
    return where


@pytest.mark.parametrize("quantifier", ["some", "none", "every"])
async def test_conditions_on_related_records_nest_five_hops_and_no_further(quantifier: str, admin: Client) -> None:
    """PostgreSQL plans such conditions twice at every level: ten levels took 0.4 GB, fourteen 11."""
    hops = {
        "orders": {
            quantifier: {"items": {quantifier: {"product": {"orderItems": {quantifier: {"quantity": {"eq": 1}}}}}}}
        }
    }
    assert (await admin.data(_COUNT, {"where": hops}))["customers"]["totalCount"] == 0
    errors = await admin.errors(_COUNT, {"where": _chain(3, quantifier)})
    assert [error["extensions"]["code"] for error in errors] == ["COST_LIMIT_EXCEEDED"]


async def test_conditions_side_by_side_are_bounded(admin: Client) -> None:
    some = {"orders": {"some": {}}}
    assert (await admin.data(_COUNT, {"where": {"and": [some] * 40}}))["customers"]["totalCount"] == 0
    errors = await admin.errors(_COUNT, {"where": {"and": [some] * 60}})
    assert [error["extensions"]["code"] for error in errors] == ["COST_LIMIT_EXCEEDED"]


async def test_every_is_an_anti_join(admin: Client, statements: Statements) -> None:
    statements.sent.clear()
    await admin.data(_COUNT, {"where": {"orders": {"every": {"items": {"some": {}}}}}})
    assert "IS NOT true" not in statements.sent[-1]


def test_marks_piled_on_a_letter_are_refused_before_they_are_sorted() -> None:
    assert normalise("Zalgo" + "\u0301" * 30)
    with pytest.raises(ValueError, match="piles more than 30 accents"):
        normalise("a" + "\u0301" * 100_000 + "\u0327" * 100_000)


@pytest.mark.parametrize("key", ["t0", "t1", "t2", "row", "built", "_place", "place", "tenant_id", "coalesce_1"])
async def test_a_response_key_means_nothing_to_the_statement(key: str, admin: Client) -> None:
    await admin.data('mutation { createTag(input: {name: "Ann", externalId: "1"}) { errors { code } } }')
    asked = f"""{{
      tag(externalId: "1") {{ {key}: name externalId }}
      tags {{ nodes {{ {key}: name }} {key}: totalCount edges {{ {key}: node {{ {key}: name }} }} }}
    }}"""
    assert await admin.data(asked) == {
        "tag": {key: "Ann", "externalId": "1"},
        "tags": {"nodes": [{key: "Ann"}], key: 1, "edges": [{key: {key: "Ann"}}]},
    }


_PAYLOAD = """mutation ($x: JSON) {
  createInteraction(input: {kind: CALL, occurredAt: "2024-01-01T00:00:00Z", customer: {externalId: "c"}, payload: PAYLOAD}) {
    interaction { payload } errors { code message }
  }
}"""


@pytest.mark.parametrize("value", [1, "two", [3], {"four": None}, None, "a\\u0000 written out"])
async def test_a_variable_within_a_json_literal_is_this_requests(value: Any, admin: Client) -> None:
    await admin.data('mutation { createCustomer(input: {externalId: "c"}) { errors { code } } }')
    document = _PAYLOAD.replace("PAYLOAD", "{a: $x, b: [1, $x]}")
    for given in ("something else", value):
        made = (await admin.data(document, {"x": given}))["createInteraction"]
        assert made == {"interaction": {"payload": {"a": given, "b": [1, given]}}, "errors": []}


def _nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [_nested(300), 10**30, "x" * 20_000, "nul \x00", {"nul \x00": 1}],
    ids=["deep", "huge", "long", "nul", "nul key"],
)
async def test_a_json_value_that_cannot_be_kept_is_refused(value: Any, admin: Client) -> None:
    await admin.data('mutation { createCustomer(input: {externalId: "c"}) { errors { code } } }')
    response = await admin.post(_PAYLOAD.replace("PAYLOAD", "$x"), {"x": value})
    body = response.json()
    faults = (
        body["data"]["createInteraction"]["errors"] if "data" in body else [e["extensions"] for e in body["errors"]]
    )
    assert {fault["code"] for fault in faults} <= {"BAD_USER_INPUT", "BAD_REQUEST"}


async def test_an_integer_literal_beyond_64_bits_in_json_is_refused(admin: Client) -> None:
    document = _PAYLOAD.replace("PAYLOAD", "{a: 123456789012345678901234567890, b: $x}")
    assert "INTERNAL" not in json.dumps((await admin.post(document)).json())


_ORDER = """mutation ($a: ID, $b: String) {
  createOrder(input: {placedAt: "2024-01-01T00:00:00Z", total: {amount: "1", currency: "EUR"}, customer: REF}) {
    order { id } errors { code }
  }
}"""


@pytest.mark.parametrize(
    "reference",
    ["{}", "{externalId: null}", "{externalId: $b}", '{id: "customer_x", externalId: "1"}', "{id: $a, externalId: $b}"],
)
async def test_a_reference_in_a_literal_is_by_exactly_one_key(reference: str, admin: Client) -> None:
    errors = await admin.errors(_ORDER.replace("REF", reference))
    assert {error["extensions"]["code"] for error in errors} <= {"GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"}


async def test_what_is_remembered_is_bounded_by_its_weight(api: Api, database: Database) -> None:
    executor = Executor(api, database, Limits())
    fields = " ".join(f"f{n}: name" for n in range(25))
    for number in range(400):
        document = executor._documents.read(f"query Q{number} {{ customers {{ nodes {{ {fields} }} }} }}")
        executor._prepare(document, document.operation(None), {}, Role.ADMIN)
    assert executor._prepared.currsize <= 4_000_000
    assert executor._documents._known.currsize <= 500_000


async def _cost(client: Client, document: str) -> int:
    body = (await client.post(document)).json()
    assert "errors" not in body, body
    spent: int = body["extensions"]["cost"]["requested"]
    return spent


@pytest.mark.parametrize(
    ("document", "cost"),
    [
        ("{ knowledgeBaseArticles(first: 20) { nodes { title } } }", 1 + 20),
        ("{ knowledgeBaseArticles(first: 20) { nodes { body } } }", 1 + 20 + 20 * 10),
        ("{ knowledgeBaseArticles(first: 20) { nodes { a: body b: body c: body } } }", 1 + 20 + 20 * (3 * 10 + 2)),
        ("{ customers(first: 20) { nodes { name email phone } } }", 1 + 20),
        ("{ customers(first: 20) { nodes { a: name b: name c: name email } } }", 1 + 20 + 2 * 20),
        ("{ tickets(first: 20) { nodes { subject tags { name } articles { title } } } }", 1 + 20 + 2 * (20 + 20 * 5)),
        ("{ tickets(first: 4) { nodes { articles { body } } } }", 1 + 4 + 4 + 4 * 5 + 4 * 100 * 10),
    ],
)
async def test_an_answer_costs_what_may_have_to_be_held_of_it(document: str, cost: int, admin: Client) -> None:
    """Records as such, and long texts, and what is told again: in a plain list, of as many records as it may hold."""
    assert await _cost(admin, document) == cost


@pytest.mark.parametrize(
    "document",
    [
        f"{{ knowledgeBaseArticles(first: 20) {{ nodes {{ {' '.join(f'a{n}: body' for n in range(1, 30))} }} }} }}",
        "{ tickets(first: 80) { nodes { articles { body } } } }",
        f"{{ customers(first: 100) {{ nodes {{ orders {{ nodes {{ {' '.join(f'a{n}: channel' for n in range(29))} }} }} }} }} }}",
    ],
    ids=["again and again", "in a plain list", "short but often"],
)
async def test_an_answer_that_could_not_be_held_is_refused(document: str, admin: Client) -> None:
    (error,) = await admin.errors(document)
    assert error["extensions"]["code"] == "COST_LIMIT_EXCEEDED"


_COMPUTED = 100 + 10
_GROUPED = 10 + 10


@pytest.mark.parametrize(
    ("document", "cost"),
    [
        ("{ deals(first: 20, where: {amount: {gt: _EUR}}, orderBy: [{field: NAME}]) { nodes { id } } }", 21),
        ("{ deals(first: 20, where: {weightedAmount: {gt: _EUR}}) { nodes { id } } }", 21 + _COMPUTED),
        (
            "{ deals(first: 20, where: {or: [{commission: {gt: _EUR}}, {not: {commission: {lt: _EUR}}}]}) { nodes { id } } }",
            21 + 2 * _COMPUTED,
        ),
        (
            "{ deals(first: 20, orderBy: [{field: WEIGHTED_AMOUNT}, {field: COMMISSION}]) { nodes { id } } }",
            21 + 2 * _COMPUTED,
        ),
        (
            "{ customers(first: 10) { nodes { deals(first: 1, orderBy: [{field: COMMISSION}]) { nodes { id } } } } }",
            1 + 10 + 10 + 10 + 100 + 10 * 10,
        ),
        ("{ customers(where: {deals: {some: {commission: {gt: _EUR}}}}) { nodes { id } } }", 21 + 105 + _COMPUTED),
        ("{ deals { aggregate { sum { amount { amount } } } } }", 1 + 10),
        (
            "{ deals { aggregate { sum { commission { amount } } avg { effectiveProbability } } } }",
            1 + 10 + 2 * _COMPUTED,
        ),
        ("{ deals { aggregate(where: {commission: {isNull: true}}) { count } } }", 1 + 10 + _COMPUTED),
        ("{ customers { aggregate { groupBy(by: [{field: STAGE}]) { count } } } }", 1 + _GROUPED),
        ("{ customers { aggregate { groupBy(by: [{field: EMAIL_SHARED}]) { count } } } }", 1 + _GROUPED + _COMPUTED),
        (
            "{ deals { aggregate { groupBy(by: [{customer: {field: EMAIL_SHARED}}]) { count } } } }",
            1 + _GROUPED + 5 + _COMPUTED,
        ),
        (
            "{ deals { aggregate { groupBy(by: [{field: STATUS}], orderBy: [{measure: MAX, of: COMMISSION}]) { count } } } }",
            1 + _GROUPED + _COMPUTED,
        ),
    ],
)
async def test_what_is_computed_for_every_record_has_its_price(document: str, cost: int, admin: Client) -> None:
    """A condition, an order and a measure compute it for all records, however few are answered."""
    assert await _cost(admin, document.replace("_EUR", '{amount: "1", currency: "EUR"}')) == cost


async def test_computing_over_and_over_is_refused(admin: Client) -> None:
    sums = "deals { aggregate { sum { weightedAmount { amount } commission { amount } } } }"
    (error,) = await admin.errors(f"{{ {' '.join(f'a{n}: {sums}' for n in range(29))} }}")
    assert error["extensions"]["code"] == "COST_LIMIT_EXCEEDED"


async def test_an_upsert_that_reads_too_much_back_is_refused_before_it_writes(admin: Client) -> None:
    document = """mutation ($inputs: [CustomerUpsert!]!) {
      upsertCustomers(inputs: $inputs) { customers { orders(first: 45) { nodes { id } } } }
    }"""
    errors = await admin.errors(document, {"inputs": [{"externalId": str(n)} for n in range(1_000)]})
    assert [error["extensions"]["code"] for error in errors] == ["COST_LIMIT_EXCEEDED"]
    assert await admin.data("{ customers { totalCount } }") == {"customers": {"totalCount": 0}}
