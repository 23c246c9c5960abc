"""Hostile text wherever the schema takes text: never a failure of ours, never another tenant's data, never the database's words.

The places are found by walking the schema, so that a new argument is attacked from its first day. Within a ``where``, one attribute
stands for all with the same operators.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
)

from server.api.schema import Api
from server.entities import ENTITIES
from server.entities.text import clean
from tests.api.conftest import Tenant
from tests.api.dataset import MARK
from tests.conftest import Client

_TEXTS = (
    "'",
    '"; \\" \\',
    "'; DROP TABLE customer; --",
    "$1 $2::text ${x} $$ :name %s %(x)s %",
    "{} {0} {{x}} }} ]",
    "😀👩‍👩‍👧 \U0010ffff é ﷽ ǅ ﬁ",
    "\u202egnirts\u202c \u2066x\u2069 \ufeff\u200b\u0085\x01\x7f\t\r\n",
    "x" * 10_000,
    "customer_' or true --",
    "0",
)
_NUL = "a\x00b"

#: What a message of the database or of the driver would contain.
_WORDS = re.compile(
    r"asyncpg|sqlalchemy|postgres|SQLSTATE|syntax error at|DETAIL|Traceback|row-level|constraint|violat", re.I
)
_SAMPLES: dict[str, Any] = {
    "String": "x",
    "ID": "x",
    "Int": 1,
    "Float": 1.5,
    "Boolean": True,
    "Decimal": "1",
    "Date": "2024-01-01",
    "DateTime": "2024-01-01T00:00:00Z",
    "JSON": {},
}
_TEXTUAL = {"String", "ID", "JSON"}


def _places(type_: GraphQLInputType, within: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Each place for text in a value of the type: the scalar there, and what makes a whole value of a text."""
    if is_non_null_type(type_):
        yield from _places(type_.of_type, within)
    elif is_list_type(type_):
        for scalar, make in _places(type_.of_type, within):
            yield scalar, lambda text, make=make: [make(text)]
    elif is_input_object_type(type_):
        if type_.name not in within and not (type_.name.endswith("Where") and len(within) > 0):
            yield from _places_in(type_, within)
    elif type_.name in _TEXTUAL:
        yield type_.name, lambda text: text


def _places_in(type_: GraphQLInputObjectType, within: tuple[str, ...]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    seen = set()
    for name, field in type_.fields.items():
        kind = get_named_type(field.type).name
        if type_.name.endswith("Where") and kind in seen:
            continue
        seen.add(kind)
        others = {} if type_.is_one_of else _required(type_, besides=name)
        for scalar, make in _places(field.type, (*within, type_.name)):
            yield scalar, lambda text, name=name, make=make, others=others: {**others, name: make(text)}


def _required(type_: GraphQLInputObjectType, besides: str = "") -> dict[str, Any]:
    return {
        name: _least(field.type)
        for name, field in type_.fields.items()
        if name != besides and is_non_null_type(field.type)
    }


def _least(type_: GraphQLInputType) -> Any:
    """The smallest value of a type."""
    if is_non_null_type(type_):
        return _least(type_.of_type)
    if is_list_type(type_):
        return []
    if is_enum_type(type_):
        return next(iter(type_.values))
    if is_input_object_type(type_):
        if type_.is_one_of:
            return {"externalId": "nobody"}
        return {"amount": "1", "currency": "EUR"} if type_.name == "MoneyInput" else _required(type_)
    return _SAMPLES[type_.name]


def _selection(field: Any) -> str:
    """What to select of a field: the least that shows whose data it is."""
    inner = get_named_type(field.type)
    if inner.name == "Node":
        return "{ id }"
    if "nodes" in inner.fields:
        return "{ nodes { id externalId } }"
    return "{ errors { code message path } }" if "errors" in inner.fields else "{ id externalId }"


def _requests(operation: str, name: str, field: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Documents with their variables: all texts at once where they are taken, each alone where it may be refused."""
    for argument, declared in field.args.items():
        others = {
            other: _least(arg.type)
            for other, arg in field.args.items()
            if other != argument and is_non_null_type(arg.type)
        }
        for scalar, make in _places(declared.type):
            alone = scalar == "ID" or argument in ("after", "before")
            for texts in [(text,) for text in _TEXTS] if alone else [_TEXTS]:
                yield _request(operation, name, field, argument, [make(text) for text in texts], others)
            yield _request(operation, name, field, argument, [make(_NUL)], others)


def _request(
    operation: str, name: str, field: Any, argument: str, values: list[Any], others: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    types = {other: str(field.args[other].type) for other in others}
    declared = [f"${other}: {type_}" for other, type_ in types.items()]
    declared += [f"$v{i}: {field.args[argument].type}" for i in range(len(values))]
    fixed = "".join(f", {other}: ${other}" for other in others)
    calls = [f"a{i}: {name}({argument}: $v{i}{fixed}) {_selection(field)}" for i in range(len(values))]
    document = f"{operation} ({', '.join(declared)}) {{ {' '.join(calls)} }}"
    return document, {**others, **{f"v{i}": value for i, value in enumerate(values)}}


_WHOLE = "{{ {} }}".format(
    " ".join(
        f"{entity.plural}(first: 50) {{ totalCount nodes {{ id version updatedAt }} }}" for entity in ENTITIES.values()
    )
)


def _check(response: httpx.Response) -> None:
    assert response.status_code < 500, response.text
    assert MARK.strip() not in response.text
    for error in _errors(response.json()):
        assert error["code"] in ("BAD_USER_INPUT", "NOT_FOUND", "CONFLICT", "BAD_REQUEST"), error
        assert not _WORDS.search(error["message"]), error
        assert len(error["message"]) < 1_000, error


def _errors(found: Any) -> Iterator[dict[str, str]]:
    """All errors in an answer, be they of the request or in a payload."""
    if isinstance(found, list):
        for item in found:
            yield from _errors(item)
    elif isinstance(found, dict):
        if "message" in found:
            yield {"code": found.get("code") or found["extensions"]["code"], "message": found["message"]}
        for value in found.values():
            yield from _errors(value)


def test_the_walk_finds_the_places(api: Api) -> None:
    """The walk is worth what it finds: at least the keys, every operator on text, and each text that can be written."""
    assert api.schema.query_type is not None
    query = api.schema.query_type.fields
    assert len(list(_requests("query", "customer", query["customer"]))) == len(_TEXTS) + 3
    where = [variables["v0"] for _, variables in _requests("query", "customers", query["customers"])]
    operators = {
        (name, operator) for value in where if isinstance(value, dict) for name in value for operator in value[name]
    }
    assert {operator for name, operator in operators if name == "name"} >= {"eq", "in", "startsWith", "eqInsensitive"}
    assert {name for name, _ in operators} >= {"id", "externalId", "name"}


@pytest.mark.parametrize(
    "name", ["node", *(n for entity in ENTITIES.values() for n in (entity.singular, entity.plural))]
)
async def test_queries(name: str, api: Api, reader: Client) -> None:
    assert api.schema.query_type is not None
    for document, variables in _requests("query", name, api.schema.query_type.fields[name]):
        _check(await reader.post(document, variables))


@pytest.mark.parametrize("entity", [e for e in ENTITIES.values() if not e.managed], ids=lambda entity: entity.name)
async def test_mutations(entity: Any, api: Api, own: Tenant, read_only: tuple[Tenant, Tenant]) -> None:
    assert api.schema.mutation_type is not None
    before = [await tenant.admin.data(_WHOLE) for tenant in read_only]
    for verb in api.verbs.values():
        if verb.entity is entity:
            for document, variables in _requests("mutation", verb.name, api.schema.mutation_type.fields[verb.name]):
                _check(await own.admin.post(document, variables))
    assert [await tenant.admin.data(_WHOLE) for tenant in read_only] == before


async def test_actions(api: Api, own: Tenant) -> None:
    assert api.schema.mutation_type is not None
    for name in api.actions:
        for document, variables in _requests("mutation", name, api.schema.mutation_type.fields[name]):
            _check(await own.admin.post(document, variables))


@pytest.mark.parametrize("text", [text for text in _TEXTS if len(text) < 100], ids=lambda text: ascii(text)[:20])
async def test_text_is_kept_and_found(text: str, admin: Client) -> None:
    """As variable and as literal: what is stored is the text, cleaned, and nothing that it would say to a database."""
    as_variable = "mutation ($text: String!) { createTag(input: {name: $text}) { tag { name } errors { message } } }"
    as_literal = (
        f"mutation {{ createTag(input: {{name: {json.dumps(text)}}}) {{ tag {{ name }} errors {{ message }} }} }}"
    )
    for document in (as_variable, as_literal):
        made = await admin.data(document, {"text": text} if "$text:" in document else None)
        assert made["createTag"] == {"tag": {"name": clean(text)}, "errors": []}
    found = f"""query ($text: String!, $start: String!) {{
      same: tags(where: {{name: {{eq: $text}}}}) {{ totalCount }}
      literal: tags(where: {{name: {{in: [{json.dumps(text)}]}}}}) {{ nodes {{ name }} }}
      starting: tags(where: {{name: {{startsWithInsensitive: $start}}}}) {{ totalCount }}
    }}"""
    assert await admin.data(found, {"text": text, "start": clean(text)}) == {
        "same": {"totalCount": 2},
        "literal": {"nodes": [{"name": clean(text)}] * 2},
        "starting": {"totalCount": 2},
    }


@pytest.mark.parametrize(
    "body",
    [
        rb'{"query": "query ($t: String!) { customers(where: {name: {eq: $t}}) { totalCount } }", "variables": {"t": "\ud800"}}',
        rb'{"query": "query ($t: String!) { customers(where: {name: {eq: $t}}) { totalCount } }", "variables": {"t": "x\udfffy"}}',
        rb'{"query": "{ customers(where: {name: {eq: \"\ud800\"}}) { totalCount } }"}',
        rb'{"query": "{ customers(where: {name: {eq: \"\\ud800\"}}) { totalCount } }"}',
        rb'{"query": "{ customers(where: {name: {eq: \"\\udc00\\ud800\"}}) { totalCount } }"}',
        rb'{"query": "{ customers(where: {name: {eq: \"\\u{110000}\"}}) { totalCount } }"}',
        rb'{"query": "{ customers(where: {name: {eq: \"\u0000\"}}) { totalCount } }"}',
        b'{"query": "{ customers(where: {name: {eq: \\"\xed\xa0\x80\\"}}) { totalCount } }"}',
        b'{"query": "{ customers(where: {name: {eq: \\"\xff\\"}}) { totalCount } }"}',
    ],
)
async def test_what_is_not_text(body: bytes, reader: Client) -> None:
    headers = {**reader.headers, "Content-Type": "application/json", "Accept": "application/graphql-response+json"}
    response = await reader.http.post("/graphql", content=body, headers=headers)
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] in ("BAD_REQUEST", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT")
    assert not _WORDS.search(error["message"])


_ID = "0190a000-0000-7000-8001-000000000001"


@pytest.mark.parametrize(
    ("field", "keys"),
    [
        ("ID", ["id+>"]),
        ("ID", ["id+>", None]),
        ("ID", ["id+>", 5]),
        ("ID", ["id+>", [_ID]]),
        ("ID", ["id+>", {"id": _ID}]),
        ("ID", ["id+>", "' or true --"]),
        ("ID", ["id+>", _ID, _ID]),
        ("ID", ["id->", _ID]),
        ("ID", {"id+>": _ID}),
        ("ID", "id+>"),
        ("ID", 7),
        ("ID", []),
        ("NAME", ["name+>,id+>", 5, _ID]),
        ("NAME", ["name+>,id+>", True, _ID]),
        ("NAME", ["name+>,id+>", "a\x00b", _ID]),
        ("NAME", ["name+>,id+>", {"a": 1}, _ID]),
        ("VERSION", ["version+>,id+>", 2**31, _ID]),
        ("VERSION", ["version+>,id+>", -(2**40), _ID]),
        ("VERSION", ["version+>,id+>", 2**80, _ID]),
        ("VERSION", ["version+>,id+>", 1.5, _ID]),
        ("VERSION", ["version+>,id+>", True, _ID]),
        ("VERSION", ["version+>,id+>", "1", _ID]),
        ("BIRTH_DATE", ["birth_date+>,id+>", "2024-02-30", _ID]),
        ("BIRTH_DATE", ["birth_date+>,id+>", "infinity", _ID]),
        ("BIRTH_DATE", ["birth_date+>,id+>", 20240101, _ID]),
        ("CREATED_AT", ["created_at+>,id+>", "0001-01-01T00:00:00+14:00", _ID]),
        ("CREATED_AT", ["created_at+>,id+>", "9999-12-31T23:59:59-14:00", _ID]),
        ("CREATED_AT", ["created_at+>,id+>", "2024-01-01T00:00:00", _ID]),
        ("CREATED_AT", ["created_at+>,id+>", None, _ID]),
    ],
)
async def test_forged_cursors(field: str, keys: Any, reader: Client) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")
    await _assert_no_cursor(reader, field, cursor)


@pytest.mark.parametrize("cursor", ["", "x", "====", "é", "WyJpZCs-Ig", "a" * 5000, "W10", "😀", "%00", "-_-_"])
async def test_what_is_no_cursor(cursor: str, reader: Client) -> None:
    await _assert_no_cursor(reader, "ID", cursor)


async def _assert_no_cursor(reader: Client, field: str, cursor: str) -> None:
    document = f"query ($c: String) {{ customers(after: $c, orderBy: [{{field: {field}}}]) {{ nodes {{ id }} }} }}"
    for other in (document, document.replace("after:", "last: 2, before:")):
        response = await reader.post(other, {"c": cursor})
        _check(response)
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert "is not a cursor of this list" in error["message"]
