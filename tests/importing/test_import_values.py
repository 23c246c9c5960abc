"""What a file may look like, and what its cells become."""

import gzip
from datetime import UTC, date, datetime

import pytest

from server.entities import ENTITIES
from server.errors import SetupError
from server.importing import ImportReport, find_entity, read_mapping
from server.importing.cells import guard, unguard
from tests.importing.conftest import Importer, refusals


async def test_cells_become_values(importer: Importer) -> None:
    await importer.run("external_id,name\nacme,ACME\n", "companies")
    text = (
        "externalId,Kind,LIFECYCLE,givenName,birth date,email,company_external_id\n"
        "1,organisation,former,José,1980-02-29,jose@example.com,acme\n"
        "2,,,,,,\n"
    )
    report = await importer.run(text, mapping={"lifecycle": "stage"})
    assert report == ImportReport(rows=2, created=2)
    assert await importer.customers(
        "external_id, kind, stage, given_name, birth_date, email, (select external_id from company where id = company_id) c"
    ) == [
        ("1", "ORGANISATION", "FORMER", "José", date(1980, 2, 29), "jose@example.com", "acme"),
        ("2", "PERSON", "LEAD", None, None, None, None),
    ]


async def test_an_empty_cell_clears_an_optional_value_and_keeps_a_defaulted_one(importer: Importer) -> None:
    await importer.run("external_id,stage,name\n1,customer,Ada\n")
    report = await importer.run("external_id,stage,name\n1,,\n")
    assert (report.updated, report.unchanged) == (1, 0)
    assert await importer.customers("stage, name") == [("CUSTOMER", None)]


async def test_money_takes_two_columns_or_one_currency_for_all(importer: Importer) -> None:
    await importer.run("external_id\nc\n")
    two = "external_id,customer,placed_at,total,total_currency\na,c,2024-05-01T10:00:00+02:00,12.50,eur\n"
    assert (await importer.run(two, "orders")).created == 1
    one = "external_id,customer,placed_at,total\nb,c,2024-05-01T10:00:00Z,1200\n"
    assert (await importer.run(one, "order", mapping=read_mapping(["total_currency==JPY"]))).created == 1
    assert await importer.rows('select placed_at, total_minor, total_currency from "order" order by external_id') == [
        (datetime(2024, 5, 1, 8, tzinfo=UTC), 1250, "EUR"),
        (datetime(2024, 5, 1, 10, tzinfo=UTC), 1200, "JPY"),
    ]


async def test_tags_are_set_to_exactly_those_in_the_cell(importer: Importer) -> None:
    await importer.run("external_id,name\na,A\nb,B\nc,C\n", "tags")
    held = "select t.external_id from customer_tag l join tag t on t.id = l.tag_id order by 1"
    for cell, expected in (("a; b;a", ["a", "b"]), ("b;c", ["b", "c"]), ("", [])):
        report = await importer.run(f"external_id,tags\n1,{cell}\n")
        assert (report.refused, await importer.rows(held)) == (0, [(tag,) for tag in expected])
    await importer.run("external_id,tags\n1,a\n")
    await importer.run("external_id,name\n1,Ada\n")
    assert await importer.rows(held) == [("a",)]


async def test_names_of_any_script_come_back_as_they_were(importer: Importer) -> None:
    names = ["Łukasz Żółć", "کیوان می‌رود", "Zoë O’Brien", "李小龍"]
    await importer.run("external_id,name\n" + "".join(f"{n},{name}\n" for n, name in enumerate(names)))
    assert await importer.customers("name") == [(name,) for name in names]


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("\ufeffexternal_id,name\n1,Ada\n".encode(), {}),
        (b"external_id;name\r\n1;Ada\r\n", {}),
        (b"sep=|\nexternal_id|name\n1|Ada\n", {}),
        (b"external_id\tname\r1\tAda\r", {}),
        (b"external_id^name\n1^Ada", {"delimiter": "^"}),
        (b'"external_id","name, shown"\n1,Ada\n', {"mapping": {"Name, shown": "name"}}),
        (b"external_id,name\n\n1,Ada\n\n\n", {}),
        (b"\n\nexternal_id;name\n1;Ada\n", {}),
        (b"external_id,name,note,\n1,Ada,x,\n", {"ignore": ["note", ""]}),
        (b"external_id,name,note,\n1,Ada,x,\n", {"ignore_unknown": True}),
        ("external_id,name\n1,Ada\n".encode("utf-16"), {"encoding": "utf-16"}),
        (gzip.compress(b"external_id,name\n1,Ada\n"), {}),
    ],
)
async def test_spellings_of_the_same_file(importer: Importer, content: bytes, options: dict[str, object]) -> None:
    report = await importer.run(content, **options)
    assert (report.created, report.refused) == (1, 0)
    assert await importer.customers() == [("1", "Ada")]


async def test_other_encodings_are_read_when_named(importer: Importer) -> None:
    await importer.run("external_id,name\n1,Źdźbło\n".encode("cp1250"), encoding="cp1250")
    assert await importer.customers() == [("1", "Źdźbło")]


async def test_a_quoted_cell_may_hold_line_ends(importer: Importer) -> None:
    report = await importer.run('external_id,street,birth_date\n1,"Main St 1\nBack door",1980-01-01\n2,x,never\n')
    assert await importer.customers("street") == [("Main St 1\nBack door",)]
    assert refusals(report) == [("2", "4", "birth_date", "never", "'never' is not a date such as 2024-12-31")]


async def test_the_guard_against_formulas_is_taken_off(importer: Importer) -> None:
    await importer.run("external_id,name,phone\n'-1,'=1+1,'+48123456781\n2,'t Hart,+48123456782\n")
    assert await importer.customers("external_id, name, phone") == [
        ("-1", "=1+1", "+48123456781"),
        ("2", "'t Hart", "+48123456782"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "  @x", "'=1", "''-2", "\t+", "＝1", "'t Hart", "Ada", "", "'", "a=b"])
def test_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    guarded = guard(text)
    assert unguard(guarded) == text
    assert guarded.strip()[:1] not in tuple("=+-@＝＋－＠")


async def test_a_second_run_touches_nothing(importer: Importer) -> None:
    text = "external_id,name,stage\n1,Ada,\n2,Bob,customer\n"
    await importer.run(text)
    before = await importer.customers("id, version, updated_at")
    assert await importer.run(text) == ImportReport(rows=2, unchanged=2)
    assert await importer.customers("id, version, updated_at") == before
    assert await importer.run(text.replace("Bob", "Eve")) == ImportReport(rows=2, updated=1, unchanged=1)
    assert await importer.rows("select count(*) from import_chunk") == [(0,)]


async def test_another_tenant_with_the_same_external_ids_is_not_touched(importer: Importer) -> None:
    await importer.run("external_id,name\n1,Theirs\n", tenant=importer.second)
    await importer.run("external_id,name\n1,Ours\n2,Ours\n")
    assert await importer.customers(tenant=importer.second) == [("1", "Theirs")]
    await importer.run("external_id,name\nacme,ACME\n", "company", tenant=importer.second)
    report = await importer.run("external_id,company\n1,acme\n")
    assert refusals(report) == [("1", "2", "company", "acme", "there is no company with externalId 'acme'")]


async def test_progress_ends_at_the_size_of_the_file(importer: Importer) -> None:
    path = importer.write("external_id\n" + "".join(f"{n}\n" for n in range(25)))
    told: list[tuple[int, int, int]] = []
    await importer.run(path, chunk_rows=10, progress=lambda *state: told.append(state))
    size = path.stat().st_size
    assert [rows for _, _, rows in told] == [10, 20, 25]
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1] == (size, size, 25)


@pytest.mark.parametrize("name", ["order_item", "orderItem", "order_items", "OrderItems", "ORDER-ITEMS"])
def test_entities_are_found_by_any_of_their_names(name: str) -> None:
    assert find_entity(name).name == "OrderItem"


@pytest.mark.parametrize("name", ["custmer", "segment", "tenant", ""])
def test_what_is_no_importable_entity_is_told_with_those_that_are(name: str) -> None:
    with pytest.raises(SetupError) as raised:
        find_entity(name)
    known = ", ".join(entity.table for entity in ENTITIES.values() if not entity.managed)
    assert raised.value.message == f"there is no entity {name!r} to import; the entities are: {known}"


def test_a_mapping_is_read_from_the_command_line() -> None:
    pairs = ["E-mail=email", "a=b=name", "total_currency==EUR"]
    assert read_mapping(pairs) == {"E-mail": "email", "a=b": "name", "total_currency": "=EUR"}
    for wrong in ("email", "=email", "email=", "x=="):
        with pytest.raises(SetupError, match="must have the form column=field"):
            read_mapping([wrong])
