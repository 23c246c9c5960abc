"""Finding people by what somebody remembers of them."""

from __future__ import annotations

import asyncio
import re
import uuid
from typing import Any

import httpx
import pytest

from server.api.matches import sought
from server.database.tenancy import Database, connect
from server.database.words import sweep_words
from server.entities.declaration import Role
from server.tenants import create_key
from tests.api.conftest import Tenant, new_tenant
from tests.conftest import Client, Statements

_SEARCH = """query ($text: String!, $first: Int, $kinds: [SearchKind!]) {
  search(text: $text, first: $first, kinds: $kinds) {
    score kind matched
    record { id ... on Customer { name externalId } ... on Company { title: name } }
  }
}"""
_UPSERT = """mutation ($inputs: [CustomerUpsert!]!) {
  upsertCustomers(inputs: $inputs) { customers { id version } errors { path message } }
}"""
_COMPANY = """mutation ($input: CompanyCreate!) {
  createCompany(input: $input) { company { id } errors { path message } }
}"""
_DELETE = "mutation ($id: ID!) { deleteCustomer(id: $id) { id errors { message } } }"
_PEOPLE = [
    {"externalId": "C-1", "name": "Łukasz Wiśniewski", "givenName": "Łukasz", "familyName": "Wiśniewski"},
    {"externalId": "C-2", "name": "علی\u200cرضا كريمي", "givenName": "علی\u200cرضا", "familyName": "كريمي"},
    {"externalId": "C-3", "name": "राहुल शर्मा", "givenName": "राहुल", "familyName": "शर्मा"},
    {"externalId": "C-4", "name": "José García", "email": "Jose.Garcia@Example.com", "phone": "+49 170 1234567"},
    {"externalId": "C-5", "name": "Anna-Maria O'Brien"},
    {"externalId": "C-6", "name": "محمد احمدی"},
    {"externalId": "C-7", "name": "फ़ातिमा सिंह"},
    {"externalId": "order-system/77", "name": "Zoë Straße"},
    {"externalId": "C-9", "name": "علی رضا نوری"},
    {"externalId": "C-10", "name": "Grażyna Żółć"},
]


async def search(client: Client, text: str, **arguments: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.data(_SEARCH, {"text": text, **arguments}))["search"]
    return found


async def names(client: Client, text: str, **arguments: Any) -> list[str]:
    records = [hit["record"] for hit in await search(client, text, **arguments)]
    return [record["name"] if "name" in record else record["title"] for record in records]


async def add(client: Client, *people: dict[str, Any]) -> list[dict[str, Any]]:
    payload = (await client.data(_UPSERT, {"inputs": list(people)}))["upsertCustomers"]
    assert payload["errors"] == []
    customers: list[dict[str, Any]] = payload["customers"]
    return customers


@pytest.fixture(scope="module")
async def people(owner_url: str, database: Database, http: httpx.AsyncClient) -> Client:
    """The admin of a tenant whose people the tests look for; they leave them as they are."""
    tenant = await new_tenant(owner_url, database, http)
    await add(tenant.admin, *_PEOPLE)
    company = {"input": {"name": "Wiśniewski i Synowie", "externalId": "K-1"}}
    assert (await tenant.admin.data(_COMPANY, company))["createCompany"]["errors"] == []
    return tenant.admin


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Łukasz Wiśniewski", "Łukasz Wiśniewski"),
        ("lukasz wisniewski", "Łukasz Wiśniewski"),
        ("WISNIEWSKI LUKASZ", "Łukasz Wiśniewski"),
        ("wisn luk", "Łukasz Wiśniewski"),
        ("lukas wisniewsky", "Łukasz Wiśniewski"),
        ("lukaz", "Łukasz Wiśniewski"),
        ("grazyna zolc", "Grażyna Żółć"),
        ("Grazyna ŻÓŁĆ", "Grażyna Żółć"),
        ("علی\u200cرضا", "علی\u200cرضا كريمي"),
        ("علیرضا", "علی\u200cرضا كريمي"),
        ("علی رضا", "علی\u200cرضا كريمي"),
        ("علي رضا", "علی\u200cرضا كريمي"),
        ("کریمی", "علی\u200cرضا كريمي"),
        ("كريمي", "علی\u200cرضا كريمي"),
        ("کریمی علیرضا", "علی\u200cرضا كريمي"),
        ("ali reza karimi", "علی\u200cرضا كريمي"),
        ("alireza", "علی\u200cرضا كريمي"),
        ("Karimi", "علی\u200cرضا كريمي"),
        ("علی\u200cرضا نوری", "علی رضا نوری"),
        ("علیرضا", "علی رضا نوری"),
        ("mohammad ahmadi", "محمد احمدی"),
        ("Muhammed", "محمد احمدی"),
        ("محمد أحمدي", "محمد احمدی"),
        ("राहुल", "राहुल शर्मा"),
        ("शर्मा राहुल", "राहुल शर्मा"),
        ("rahul sharma", "राहुल शर्मा"),
        ("sharma", "राहुल शर्मा"),
        ("शरमा", "राहुल शर्मा"),
        ("fatima singh", "फ़ातिमा सिंह"),
        ("फातिमा", "फ़ातिमा सिंह"),
        ("jose garcia", "José García"),
        ("JOSÉ", "José García"),
        ("garsia", "José García"),
        ("gacria", "José García"),
        ("jose.garcia@example.com", "José García"),
        ("jose.gar", "José García"),
        ("+49 170 1234567", "José García"),
        ("+49 (0)170 / 123-4567", "José García"),
        ("0049 170 1234567", "José García"),
        ("0170 1234567", "José García"),
        ("tel:+49-170-1234567", "José García"),
        ("+٤٩ ١٧٠ ١٢٣٤٥٦٧", "José García"),
        ("+49170123", "José García"),
        ("C-4", "José García"),
        ("order-system/77", "Zoë Straße"),
        ("order-sys", "Zoë Straße"),
        ("strasse", "Zoë Straße"),
        ("STRAẞE zoe", "Zoë Straße"),
        ("annamaria", "Anna-Maria O'Brien"),
        ("maria obrien", "Anna-Maria O'Brien"),
        ("anna maria o’brien", "Anna-Maria O'Brien"),
    ],
)
async def test_people_are_found(people: Client, text: str, found: str) -> None:
    assert found in await names(people, text)


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("jose garcia", "name"),
        ("jose.garcia@example.com", "email"),
        ("0170 1234567", "phone"),
        ("C-4", "externalId"),
    ],
)
async def test_a_hit_tells_what_matched(people: Client, text: str, matched: str) -> None:
    (hit, *_) = await search(people, text)
    assert (hit["record"]["externalId"], hit["matched"], hit["kind"], hit["score"]) == ("C-4", matched, "CUSTOMER", 1.0)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "%", "_", "'", "\\", "nobody", "jose wisniewski", "@", "+", "\U0010ffff", "(", "a" * 5_000, "C-40"],
)
async def test_what_nobody_has_finds_nobody(people: Client, text: str) -> None:
    assert await search(people, text) == []


async def test_text_that_cannot_be_is_refused(people: Client) -> None:
    (error,) = await people.errors(_SEARCH, {"text": "a\x00b"})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "NUL" in error["message"]


@pytest.mark.parametrize("text", ["ab " * 33_334, "漢" * 100_000, "1" * 100_000, "a\u0301" * 50_000])
def test_only_the_beginning_of_a_long_text_is_looked_at(text: str) -> None:
    """What is remembered of a search is remembered by its text."""
    values = sought(text)
    assert values is sought(text[:400])
    assert len(values["phrase"]) <= 200


async def test_kinds_and_numbers_of_hits(people: Client) -> None:
    both = await search(people, "wiśniewski")
    assert {hit["kind"] for hit in both} == {"CUSTOMER", "COMPANY"}
    assert await names(people, "wiśniewski", kinds=["COMPANY"]) == ["Wiśniewski i Synowie"]
    assert await names(people, "wiśniewski", kinds=["CUSTOMER"]) == ["Łukasz Wiśniewski"]
    assert await names(people, "K-1") == ["Wiśniewski i Synowie"]
    assert len(await search(people, "wiśniewski", first=1)) == 1
    assert len(await search(people, "wiśniewski", first=None, kinds=None)) == 2


@pytest.mark.parametrize("arguments", [{"first": 0}, {"first": 51}, {"kinds": []}])
async def test_bounds_of_the_arguments(people: Client, arguments: dict[str, Any]) -> None:
    (error,) = await people.errors(_SEARCH, {"text": "a", **arguments})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["extensions"]["argument"] == f"search.{next(iter(arguments))}"


async def test_the_best_come_first(admin: Client) -> None:
    ranked = ["Jan Nowak", "Nowak Jan", "Jan Nowakowski", "Jan Nowal", "यान नोवाक"]
    order = [3, 1, 4, 0, 2]
    await add(admin, *({"externalId": f"r{place}", "name": ranked[place]} for place in order))
    hits = await search(admin, "Jan Nowak")
    assert [hit["record"]["name"] for hit in hits][:4] == ranked[:4]
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


async def test_equals_come_by_name(admin: Client) -> None:
    await add(admin, *({"externalId": name, "name": f"Jan {name}"} for name in ("Cz", "Ab", "Bo")))
    assert await names(admin, "jan") == ["Jan Ab", "Jan Bo", "Jan Cz"]


async def test_pronunciation_comes_after_spelling(admin: Client) -> None:
    await add(admin, *({"externalId": name, "name": name} for name in ("محمد", "Mohamad", "Mohammad")))
    assert await names(admin, "mohammad") == ["Mohammad", "Mohamad", "محمد"]


async def test_several_searches_are_one_statement(people: Client, statements: Statements) -> None:
    statements.sent.clear()
    data = await people.data(
        """{
          a: search(text: "jose") { __typename kind record { __typename id ... on Customer { name orders { totalCount } } } }
          b: search(text: "wisniewski", kinds: [COMPANY], first: 3) { record { ... on Company { customers { nodes { id } } } } }
          customers(first: 1) { totalCount }
        }"""
    )
    assert len(statements.sent) == 1
    ((hit,), (company,)) = data["a"], data["b"]
    assert (hit["__typename"], hit["kind"], hit["record"]["__typename"]) == ("SearchHit", "CUSTOMER", "Customer")
    assert hit["record"]["orders"] == {"totalCount": 0}
    assert company["record"] == {"customers": {"nodes": []}}


async def test_other_words_are_another_search(people: Client, statements: Statements) -> None:
    """The statement is made once, and its values are those of each request."""
    statements.sent.clear()
    assert await names(people, "garcia") == ["José García"]
    assert await names(people, "żółć grażyna") == ["Grażyna Żółć"]
    assert len(set(statements.sent)) == 1


async def test_tenants_do_not_find_each_other(clients: tuple[Client, Client]) -> None:
    first, second = clients
    await add(first, {"externalId": "x", "name": "Jan Kowalski", "email": "a@first.example", "phone": "+4930111111"})
    await add(second, {"externalId": "x", "name": "Jan Nowak", "email": "a@second.example", "phone": "+4930222222"})
    for text, (ours, theirs) in {
        "jan": (["Jan Kowalski"], ["Jan Nowak"]),
        "kowalsky": (["Jan Kowalski"], []),
        "x": (["Jan Kowalski"], ["Jan Nowak"]),
        "+4930222222": ([], ["Jan Nowak"]),
        "a@first.example": (["Jan Kowalski"], []),
    }.items():
        assert await names(first, text) == ours
        assert await names(second, text) == theirs


async def test_changes_are_found_at_once(admin: Client) -> None:
    (customer,) = await add(admin, {"externalId": "1", "name": "Jan Kowalski", "familyName": "Kowalski"})
    await add(admin, {"externalId": "1", "name": "Jan Nowak", "familyName": "Nowak"})
    assert await names(admin, "kowalski") == []
    assert await names(admin, "kowalsky") == []
    assert await names(admin, "nowak") == ["Jan Nowak"]
    await add(admin, {"externalId": "1", "city": "Łódź"})
    assert await names(admin, "jan nowak") == ["Jan Nowak"]
    await add(admin, {"externalId": "1", "name": None})
    assert [hit["matched"] for hit in await search(admin, "nowak")] == ["name"]  # the family name is still there
    assert (await admin.data(_DELETE, {"id": customer["id"]}))["deleteCustomer"]["errors"] == []
    assert await names(admin, "nowak") == []


async def test_every_role_may_search(people: Client, database: Database, own: Tenant) -> None:
    await add(own.admin, {"externalId": "role", "name": "Roberta Rollins"})
    for role in (Role.MARKETER, Role.CLIENT):
        client = Client(own.admin.http, await create_key(database, own.slug, role))
        assert await names(client, "rollins") == ["Roberta Rollins"]


async def test_further_addresses_find_their_customer(own: Tenant) -> None:
    (customer,) = await add(own.admin, {"externalId": "further", "name": "Frida Further"})
    document = """mutation ($email: EmailAddressCreate!, $phone: CustomerPhoneCreate!) {
      createEmailAddress(input: $email) { errors { message } } createCustomerPhone(input: $phone) { errors { message } } }"""
    owner = {"customer": {"id": customer["id"]}}
    email, phone = {"address": "Frida@Further.example", **owner}, {"number": "+4315551234", **owner}
    data = await own.admin.data(document, {"email": email, "phone": phone})
    assert data == {"createEmailAddress": {"errors": []}, "createCustomerPhone": {"errors": []}}
    for text, matched in (("frida@further.example", "email"), ("01 5551234", "phone")):
        assert [(hit["record"]["name"], hit["matched"]) for hit in await search(own.admin, text)] == [
            ("Frida Further", matched)
        ]


async def test_a_name_that_all_its_words_are_common_in_is_found(own: Tenant) -> None:
    """Where a word has more bearers than are looked at, whole names are looked up as well, in both orders and mistyped."""
    for start in range(0, 600, 300):
        await add(
            own.admin,
            *({"externalId": f"g{number}", "name": f"Common Family{number}"} for number in range(start, start + 300)),
            *({"externalId": f"f{number}", "name": f"Given{number} Usual"} for number in range(start, start + 300)),
        )
    await add(own.admin, *({"externalId": f"both{number}", "name": "Common Usual"} for number in range(25)))
    for text in ("common usual", "usual common", "comon usual", "common ususl", "common usua"):
        assert (await names(own.admin, text))[:20] == ["Common Usual"] * 20


async def test_writers_of_the_same_new_names_do_not_deadlock(own: Tenant) -> None:
    new = [f"Newname{number:03} Newfamily{number:03}" for number in range(200)]
    batches = [
        [{"externalId": f"w{writer}-{place}", "name": name} for place, name in enumerate(order)]
        for writer, order in enumerate((new, new[::-1], new[100:] + new[:100]))
    ]
    await asyncio.gather(*(add(own.admin, *batch) for batch in batches))
    assert await names(own.admin, "newname007 newfamily007", first=3) == ["Newname007 Newfamily007"] * 3


async def test_names_of_the_deleted_are_forgotten(own: Tenant, database: Database) -> None:
    customers = await add(
        own.admin,
        {"externalId": "gone", "name": "Gonegirl Sameword"},
        {"externalId": "kept", "name": "Keptgirl Sameword"},
    )
    await own.admin.data(_DELETE, {"id": customers[0]["id"]})
    assert await _keys(database, own, "gonegirl") > 0
    async with database.tenant_transaction(own.id) as connection:
        assert await sweep_words(connection, own.id) == 1
    assert await _keys(database, own, "gonegirl") == 0
    async with database.tenant_transaction(own.id) as connection:
        assert await sweep_words(connection, own.id) == 0
    assert await names(own.admin, "kepgirl samword") == ["Keptgirl Sameword"]
    await add(own.admin, {"externalId": "again", "name": "Gonegirl Again"})
    assert await names(own.admin, "gonegril") == ["Gonegirl Again"]


async def _keys(database: Database, tenant: Tenant, word: str) -> int:
    async with database.tenant_transaction(tenant.id) as connection:
        found: int = await connection.fetchval(
            "SELECT count(*) FROM search_key WHERE tenant_id = $1 AND word = $2", tenant.id, word
        )
    return found


async def test_every_step_of_a_search_uses_an_index(
    own: Tenant, statements: Statements, database: Database, owner_url: str
) -> None:
    """Under row-level security each comparison is the index's own: none is left to be made row by row."""
    companies = [{"externalId": f"many{number}", "name": f"Many {number}"} for number in range(500)]
    await own.admin.data(
        "mutation ($inputs: [CompanyUpsert!]!) { upsertCompanies(inputs: $inputs) { errors { message } } }",
        {"inputs": companies},
    )
    owner = await connect(owner_url)
    await owner.execute("ANALYZE customer, company, customer_word, company_word, search_key")
    await owner.close()
    statements.sent.clear()
    await search(own.admin, "jan kowalski")
    (sql,) = statements.sent
    async with database.tenant_transaction(uuid.uuid4(), readonly=True) as connection:
        await connection.execute("SET LOCAL plan_cache_mode TO force_generic_plan; SET LOCAL enable_seqscan TO off")
        await connection.execute(f"PREPARE searching AS {sql}")
        parameters = ", ".join(["NULL"] * max(int(number) for number in re.findall(r"\$(\d+)", sql)))
        plan = [row[0].strip() for row in await connection.fetch(f"EXPLAIN EXECUTE searching ({parameters})")]
        await connection.execute("DEALLOCATE searching")
    conditions = [line for line in plan if line.startswith("Index Cond")]
    assert len(conditions) >= 15
    assert [line for line in conditions if "tenant_id = $" not in line or " AND " not in line] == []
    assert [line for line in plan if "Seq Scan" in line] == []
