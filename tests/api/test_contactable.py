"""``contactable``: every reason to say no and the order in which they count, the ways to a yes, and nothing of another tenant."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest

from server.database.tenancy import Connection, Database
from server.entities import ENTITIES
from server.entities.contactability import ContactReason
from server.entities.declaration import Role
from server.entities.ids import encode_id
from server.tenants import create_key
from tests.api import records
from tests.conftest import Client, Statements

_NOW = datetime.now(UTC).replace(microsecond=0)
_Rows: TypeAlias = tuple[tuple[str, dict[str, Any]], ...]
#: What the customers of these tests can be reached at, unless told otherwise.
_REACHABLE = {"email": "ada@example.com", "phone": "+4930123456"}


def _at(days: int) -> str:
    return (_NOW + timedelta(days=days)).isoformat()


def _told(days: int) -> str:
    return (_NOW + timedelta(days=days)).strftime("%Y-%m-%d %H:%M UTC")


def _said(status: str, since: int, until: int | None = None, **other: Any) -> tuple[str, dict[str, Any]]:
    end = None if until is None else _at(until)
    given = {"status": status, "channel": "EMAIL", "purpose": "newsletter", "validFrom": _at(since), "validUntil": end}
    return "Consent", {**given, **other}


def _stopped(reason: str, since: int, until: int | None = None, **other: Any) -> tuple[str, dict[str, Any]]:
    return "Suppression", {
        "reason": reason,
        "since": _at(since),
        "until": None if until is None else _at(until),
        **other,
    }


async def _write(client: Client, entity: str, given: dict[str, Any]) -> None:
    inputs = [{"externalId": str(uuid.uuid4()), **given}]
    plural = ENTITIES[entity].plural
    arguments = {"inputs": (f"[{entity}Upsert!]!", inputs)}
    payload = await records.mutate(
        client, f"upsert{plural[0].upper()}{plural[1:]}", arguments, ENTITIES[entity], "created"
    )
    assert (payload["errors"], payload["created"]) == ([], 1)


async def _customer(client: Client, rows: _Rows = (), **given: Any) -> str:
    """Create a customer with what belongs to them, one after the other, and return the id."""
    made = await client.data(
        "mutation ($input: CustomerCreate!) { createCustomer(input: $input) { customer { id } errors { message } } }",
        {"input": given},
    )
    customer: str = made["createCustomer"]["customer"]["id"]
    for entity, values in rows:
        await _write(client, entity, {**values, "customer": {"id": customer}})
    return customer


async def _ask(client: Client, customer: str, channel: str = "EMAIL", purpose: str = "newsletter") -> dict[str, Any]:
    data = await client.data(
        "query ($id: ID!, $channel: Channel!, $purpose: String!) { customer(id: $id) "
        "{ contactable(channel: $channel, purpose: $purpose) { allowed reason explanation } } }",
        {"id": customer, "channel": channel, "purpose": purpose},
    )
    answer: dict[str, Any] = data["customer"]["contactable"]
    assert answer["allowed"] is (answer["reason"] == "CONSENTED")
    return answer


_TO = 'to contact by e-mail for "newsletter"'
_CASES: dict[str, tuple[_Rows, str, str]] = {
    "consent without end": (
        (_said("GRANTED", -2),),
        "CONSENTED",
        f"Consent {_TO} counts since {_told(-2)} and does not end.",
    ),
    "consent with an end": (
        (_said("GRANTED", -2, 3),),
        "CONSENTED",
        f"Consent {_TO} counts since {_told(-2)} and ends on {_told(3)}.",
    ),
    "nothing said": ((), "NO_CONSENT", f"No consent {_TO} is on record."),
    "another purpose": (
        (_said("GRANTED", -2, purpose="orders"),),
        "NO_CONSENT",
        f"No consent {_TO} is on record.",
    ),
    "another channel": (
        (_said("GRANTED", -2, channel="SMS"),),
        "NO_CONSENT",
        f"No consent {_TO} is on record.",
    ),
    "denied": ((_said("DENIED", -2),), "DENIED", f"Consent {_TO} was denied on {_told(-2)}."),
    "withdrawn": (
        (_said("GRANTED", -9), _said("WITHDRAWN", -2)),
        "WITHDRAWN",
        f"Consent {_TO} was withdrawn on {_told(-2)}.",
    ),
    "withdrawn, recorded before the consent": (
        (_said("WITHDRAWN", -2), _said("GRANTED", -9)),
        "WITHDRAWN",
        f"Consent {_TO} was withdrawn on {_told(-2)}.",
    ),
    "withdrawn at the same time, recorded later": (
        (_said("GRANTED", -2), _said("WITHDRAWN", -2)),
        "WITHDRAWN",
        f"Consent {_TO} was withdrawn on {_told(-2)}.",
    ),
    "withdrawn in another spelling": (
        (_said("GRANTED", -9), _said("WITHDRAWN", -2, purpose="Néwsletter")),
        "WITHDRAWN",
        f"Consent {_TO} was withdrawn on {_told(-2)}.",
    ),
    "granted again": (
        (_said("GRANTED", -9), _said("WITHDRAWN", -5), _said("GRANTED", -2)),
        "CONSENTED",
        f"Consent {_TO} counts since {_told(-2)} and does not end.",
    ),
    "expired": (
        (_said("GRANTED", -9, -2),),
        "EXPIRED",
        f"Consent {_TO} counted from {_told(-9)} and ended on {_told(-2)}.",
    ),
    "expired, with an older one that would count": (
        (_said("GRANTED", -20), _said("GRANTED", -9, -2)),
        "EXPIRED",
        f"Consent {_TO} counted from {_told(-9)} and ended on {_told(-2)}.",
    ),
    "not yet valid": ((_said("GRANTED", 2),), "NOT_YET_VALID", f"Consent {_TO} begins only on {_told(2)}."),
    "withdrawn from a later day on": (
        (_said("GRANTED", -9), _said("WITHDRAWN", 2)),
        "WITHDRAWN",
        f"Consent {_TO} was withdrawn on {_told(2)}.",
    ),
    "suppressed on the channel": (
        (_said("GRANTED", -9), _stopped("BOUNCED", -2, channel="EMAIL")),
        "SUPPRESSED",
        f"No contact by e-mail since {_told(-2)}, because messages could not be delivered.",
    ),
    "suppressed for a while": (
        (_said("GRANTED", -9), _stopped("OTHER", -2, 3, channel="EMAIL")),
        "SUPPRESSED",
        f"No contact by e-mail since {_told(-2)} until {_told(3)}.",
    ),
    "suppressed on every channel": (
        (_said("GRANTED", -9), _stopped("LEGAL", -2)),
        "SUPPRESSED",
        f"No contact at all since {_told(-2)}, because the law forbids it.",
    ),
    "suppressed twice": (
        (_said("GRANTED", -9), _stopped("OTHER", -3, 3), _stopped("COMPLAINT", -2, channel="EMAIL")),
        "SUPPRESSED",
        f"No contact by e-mail since {_told(-2)}, because the customer complained.",
    ),
    "died, told by post": (
        (_said("GRANTED", -9), _stopped("DECEASED", -2, channel="POST")),
        "SUPPRESSED",
        f"No contact at all since {_told(-2)}, because the customer has died.",
    ),
    "suppressed on another channel": (
        (_said("GRANTED", -9), _stopped("UNSUBSCRIBED", -2, channel="SMS")),
        "CONSENTED",
        f"Consent {_TO} counts since {_told(-9)} and does not end.",
    ),
    "suppressed once": (
        (_said("GRANTED", -9), _stopped("BOUNCED", -5, -2)),
        "CONSENTED",
        f"Consent {_TO} counts since {_told(-9)} and does not end.",
    ),
    "suppressed from a later day on": (
        (_said("GRANTED", -9), _stopped("UNSUBSCRIBED", 2)),
        "CONSENTED",
        f"Consent {_TO} counts since {_told(-9)} and does not end.",
    ),
}


@pytest.mark.parametrize(("rows", "reason", "explanation"), _CASES.values(), ids=_CASES)
async def test_the_fact_that_decides(rows: _Rows, reason: str, explanation: str, admin: Client) -> None:
    customer = await _customer(admin, rows, **_REACHABLE)
    answer = await _ask(admin, customer)
    assert (answer["reason"], answer["explanation"]) == (reason, explanation)


def test_every_reason_is_tried() -> None:
    assert {reason for _, reason, _ in _CASES.values()} | {"NO_ADDRESS"} == set(ContactReason.__members__)


_STREET = {"street": "Rua Augusta 5", "city": "Lisboa"}
_NOWHERE: dict[str, tuple[dict[str, Any], _Rows, str]] = {
    "EMAIL": ({"phone": "+4930123456"}, (), "No e-mail address is known."),
    "PHONE": ({"email": "ada@example.com"}, (), "No phone number is known."),
    "SMS": ({}, (("CustomerPhone", {"number": "+4930123456", "type": "FAX"}),), "No phone number is known."),
    "POST": (
        {"city": "Lisboa", "country": "PT"},
        (("PostalAddress", {"street": "Rua Augusta 5", "country": "PT"}),),
        "No complete postal address is known.",
    ),
    "PUSH": (
        _REACHABLE,
        (("SocialAccount", {"network": "X", "handle": "@ada"}),),
        "No device for push messages is known.",
    ),
}
_SOMEWHERE: dict[str, tuple[str, dict[str, Any], _Rows]] = {
    "own e-mail": ("EMAIL", {"email": "ada@example.com"}, ()),
    "further e-mail": ("EMAIL", {}, (("EmailAddress", {"address": "ada@example.com"}),)),
    "own phone": ("PHONE", {"phone": "+4930123456"}, ()),
    "further phone": ("PHONE", {}, (("CustomerPhone", {"number": "+4930123456"}),)),
    "own phone for SMS": ("SMS", {"phone": "+4930123456"}, ()),
    "further phone for SMS": ("SMS", {}, (("CustomerPhone", {"number": "+491701234567", "type": "MOBILE"}),)),
    "own address": ("POST", _STREET, ()),
    "further address": ("POST", {}, (("PostalAddress", {"street": "Rua Augusta 5", "postalCode": "1100-048"}),)),
    "device": ("PUSH", {}, (("SocialAccount", {"network": "PUSH_DEVICE", "handle": "token"}),)),
}


@pytest.mark.parametrize("channel", _NOWHERE)
async def test_without_an_address(channel: str, admin: Client) -> None:
    given, rows, explanation = _NOWHERE[channel]
    customer = await _customer(admin, (_said("GRANTED", -2, channel=channel), *rows), **given)
    answer = await _ask(admin, customer, channel)
    assert (answer["reason"], answer["explanation"]) == ("NO_ADDRESS", explanation)
    await _write(admin, *_to(customer, _stopped("COMPLAINT", -1)))
    assert (await _ask(admin, customer, channel))["reason"] == "SUPPRESSED"


@pytest.mark.parametrize(("channel", "given", "rows"), _SOMEWHERE.values(), ids=_SOMEWHERE)
async def test_with_an_address(channel: str, given: dict[str, Any], rows: _Rows, admin: Client) -> None:
    customer = await _customer(admin, rows, **given)
    assert (await _ask(admin, customer, channel))["reason"] == "NO_CONSENT"
    await _write(admin, *_to(customer, _said("GRANTED", -2, channel=channel)))
    assert (await _ask(admin, customer, channel))["reason"] == "CONSENTED"


@pytest.mark.parametrize("keys", [("1", "2"), ("2", "1")])
@pytest.mark.parametrize("statuses", [("GRANTED", "WITHDRAWN"), ("WITHDRAWN", "GRANTED"), ("GRANTED", "DENIED")])
@pytest.mark.parametrize("more", [{}, {"source": "web"}], ids=["alike", "unlike"])
async def test_of_a_yes_and_a_no_from_the_same_moment_the_no_counts(
    more: dict[str, str], statuses: tuple[str, str], keys: tuple[str, str], admin: Client
) -> None:
    """However they stand in one request: rows of other shapes are written in other statements, by their external ids."""
    customer = await _customer(admin, **_REACHABLE)
    inputs = [
        {
            "externalId": key,
            **_said(status, -2)[1],
            "customer": {"id": customer},
            **(more if status == "GRANTED" else {}),
        }
        for key, status in zip(keys, statuses, strict=True)
    ]
    assert (await records.upsert(admin, ENTITIES["Consent"], inputs))["errors"] == []
    (refusal,) = {*statuses} - {"GRANTED"}
    assert (await _ask(admin, customer))["reason"] == refusal


def _to(customer: str, row: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    entity, values = row
    return entity, {**values, "customer": {"id": customer}}


async def test_a_ledger_is_not_rewritten(admin: Client) -> None:
    entry = {"externalId": "entry", **_said("GRANTED", -9)[1]}
    customer = await _customer(admin, (("Consent", entry),), **_REACHABLE)
    changed = {**entry, "validUntil": _at(-5), "customer": {"id": customer}}
    payload = await records.upsert(admin, ENTITIES["Consent"], [changed])
    assert [error["code"] for error in payload["errors"]] == ["CONFLICT"]
    assert (await _ask(admin, customer))["reason"] == "CONSENTED"


async def test_many_questions_are_one_statement(admin: Client, statements: Statements) -> None:
    customer = await _customer(admin, (_said("GRANTED", -2),), **_REACHABLE)
    asked = [
        f'c{i}: contactable(channel: {channel}, purpose: "newsletter") {{ reason }}'
        for i, channel in enumerate(_NOWHERE)
    ]
    before = len(statements.sent)
    data = await admin.data(
        f"query ($id: ID!) {{ customer(id: $id) {{ {' '.join(asked)} "
        f'again: contactable(channel: EMAIL, purpose: "newsletter") {{ __typename why: explanation allowed also: allowed }} }} }}',
        {"id": customer},
    )
    assert len(statements.sent) == before + 1
    reasons = [data["customer"][f"c{i}"]["reason"] for i in range(len(_NOWHERE))]
    assert reasons == ["CONSENTED", "NO_CONSENT", "NO_CONSENT", "NO_ADDRESS", "NO_ADDRESS"]
    assert data["customer"]["again"] == {
        "__typename": "Contactability",
        "why": f"Consent {_TO} counts since {_told(-2)} and does not end.",
        "allowed": True,
        "also": True,
    }


async def test_of_every_customer_in_a_list(admin: Client) -> None:
    agreed = await _customer(admin, (_said("GRANTED", -2),), **_REACHABLE)
    refused = await _customer(admin, (_said("DENIED", -2),), **_REACHABLE)
    query = '{ customers { nodes { id contactable(channel: EMAIL, purpose: "newsletter") { reason } } } }'
    found = (await admin.data(query))["customers"]["nodes"]
    assert {node["id"]: node["contactable"]["reason"] for node in found} == {agreed: "CONSENTED", refused: "DENIED"}


@pytest.mark.parametrize("purpose", ["'; DROP TABLE consent; --", '"', "%", "news\\letter", "", "خبرنامه", "x" * 5000])
async def test_whatever_the_purpose_says(purpose: str, admin: Client) -> None:
    customer = await _customer(admin, (_said("GRANTED", -2),), **_REACHABLE)
    answer = await _ask(admin, customer, purpose=purpose)
    assert answer["reason"] == "NO_CONSENT"
    assert answer["explanation"] == f'No consent to contact by e-mail for "{purpose}" is on record.'


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ('channel: EMAIL, purpose: "a\\u0000b"', "BAD_USER_INPUT"),
        ('channel: CARRIER_PIGEON, purpose: "newsletter"', "GRAPHQL_VALIDATION_FAILED"),
        ("channel: EMAIL", "GRAPHQL_VALIDATION_FAILED"),
        ("channel: EMAIL, purpose: null", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_bad_questions(arguments: str, code: str, admin: Client) -> None:
    customer = await _customer(admin, **_REACHABLE)
    query = f'{{ customer(id: "{customer}") {{ contactable({arguments}) {{ allowed }} }} }}'
    assert [error["extensions"]["code"] for error in await admin.errors(query)] == [code]


@pytest.mark.parametrize("role", Role)
async def test_every_role_may_ask(role: Role, admin: Client, database: Database, slugs: tuple[str, str]) -> None:
    customer = await _customer(admin, (_said("GRANTED", -2),), **_REACHABLE)
    asking = Client(admin.http, await create_key(database, slugs[0], role))
    assert (await _ask(asking, customer))["reason"] == "CONSENTED"


async def _insert(connection: Connection, table: str, **values: Any) -> None:
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    await connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", *values.values())


async def test_two_tenants_with_the_same_ids(
    clients: tuple[Client, Client], tenants: tuple[uuid.UUID, uuid.UUID], database: Database
) -> None:
    """What one tenant's customer said, and why they must not be contacted, is nothing to the customer of the same id elsewhere."""
    shared, then = uuid.uuid4(), _NOW - timedelta(days=2)
    for tenant, status, channel in zip(tenants, ("GRANTED", "DENIED"), ("SMS", "PHONE"), strict=True):
        row = {"tenant_id": tenant, "id": shared, "created_at": then, "updated_at": then, "version": 1}
        his = {**row, "customer_id": shared}
        said = {"channel": "EMAIL", "purpose": "newsletter", "purpose_folded": "newsletter", "status": status}
        async with database.tenant_transaction(tenant) as connection:
            await _insert(
                connection,
                "customer",
                **row,
                kind="PERSON",
                stage="LEAD",
                email="a@b.example",
                email_folded="a@b.example",
            )
            await _insert(connection, "consent", **his, **said, valid_from=then)
            await _insert(connection, "suppression", **his, channel=channel, reason="OTHER", since=then)
    customer = encode_id("customer", shared)
    for channel, reasons in (
        ("EMAIL", ["CONSENTED", "DENIED"]),
        ("SMS", ["SUPPRESSED", "NO_ADDRESS"]),
        ("PHONE", ["NO_ADDRESS", "SUPPRESSED"]),
    ):
        assert [(await _ask(client, customer, channel))["reason"] for client in clients] == reasons
