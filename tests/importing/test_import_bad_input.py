"""Bad input: each fault gets its message with its row, and the rest is imported or nothing is, as asked."""

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

from server.errors import TesseraError
from server.importing import ImportReport
from tests.importing.conftest import Importer, refusals

BAD_ROWS: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "a date that is none": (
        "external_id,birth_date\n1,2024-02-30\n2,2001-01-01\n",
        ("1", "2", "birth_date", "2024-02-30", "'2024-02-30' is not a date such as 2024-12-31"),
    ),
    "a choice that is none": (
        "external_id,Stage\n1,boss\n2,lead\n",
        ("1", "2", "Stage", "boss", "'boss' is not one of: lead, prospect, customer, former"),
    ),
    "a text too long": (
        f"external_id,postal_code\n1,{'x' * 21}\n2,x\n",
        ("1", "2", "postal_code", "x" * 21, "postalCode has 21 characters; at most 20 are allowed"),
    ),
    "a form that does not match": (
        "external_id,country\n1,Poland\n2,PL\n",
        ("1", "2", "country", "Poland", "country 'Poland' is not a country code such as DE (ISO 3166-1 alpha-2)"),
    ),
    "a missing reference": (
        "external_id,company\n1,nobody\n2,\n",
        ("1", "2", "company", "nobody", "there is no company with externalId 'nobody'"),
    ),
    "a missing tag": (
        "external_id,tags\n1,x;y\n2,\n",
        ("1", "2", "tags", "x;y", "there is no tag with externalId 'x'"),
    ),
    "too few cells": (
        "external_id,name,city\n1,Ada\n2,Bob,Rome\n",
        ("1", "2", "", "", "the row has 2 cells where the header has 3"),
    ),
    "too many cells": (
        "external_id,name\n1,Ada,x\n2,Bob\n",
        ("1", "2", "", "", "the row has 3 cells where the header has 2"),
    ),
    "a NUL character": (
        b"external_id,name\n1,A\0da\n2,Bob\n",
        ("1", "2", "name", "A\\x00da", "holds a NUL character"),
    ),
    "no external id": (
        "external_id,name\n ,Ada\n2,Bob\n",
        ("1", "2", "external_id", " ", "is empty; every row needs an external id"),
    ),
    "an external id that repeats": (
        "external_id,name\n2,Bob\n2 ,Eve\n",
        ("2", "3", "external_id", "2 ", "'2' is the external id of row 1 as well"),
    ),
    "a quote that is not doubled": (
        'external_id,name\n1,"A"da"\n2,Bob\n',
        ("1", "2", "", "", 'a quote within a quoted cell must be doubled ("")'),
    ),
    "a quote that is never closed": (
        'external_id,name\n2,Bob\n3,"Ada\n',
        ("2", "3", "", "", "a quote is opened and never closed"),
    ),
    "a cell that is too large": (
        f"external_id,name\n1,{'x' * 140_000}\n2,Bob\n",
        ("1", "2", "", "", "a cell has more than 131,072 characters, or its quote is never closed"),
    ),
    "a formula in a refused cell": (
        "external_id,birth_date\n1,=cmd()\n2,\n",
        ("1", "2", "birth_date", "'=cmd()", "'=cmd()' is not a date such as 2024-12-31"),
    ),
}


@pytest.mark.parametrize("case", BAD_ROWS)
async def test_a_bad_row_is_told_and_the_rest_is_imported(importer: Importer, case: str) -> None:
    content, expected = BAD_ROWS[case]
    report = await importer.run(content)
    assert (report.created, report.refused, report.rolled_back) == (1, 1, False)
    assert report.errors_path == importer.folder / "file.csv.errors.csv"
    assert refusals(report)[0] == expected
    assert await importer.customers("external_id") == [("2",)]


@pytest.mark.parametrize("case", BAD_ROWS)
async def test_a_bad_row_is_told_and_nothing_is_imported_when_asked(importer: Importer, case: str) -> None:
    content, expected = BAD_ROWS[case]
    report = await importer.run(content, all_or_nothing=True, chunk_rows=1)
    assert (report.created, report.refused, report.rolled_back) == (0, 1, True)
    assert refusals(report)[0] == expected
    assert await importer.customers() == []


async def test_all_or_nothing_imports_all(importer: Importer) -> None:
    text = "external_id\n" + "".join(f"{n}\n" for n in range(10))
    assert await importer.run(text, all_or_nothing=True, chunk_rows=3) == ImportReport(rows=10, created=10)
    assert len(await importer.customers()) == 10


async def test_every_fault_of_a_row_and_every_row_is_told(importer: Importer) -> None:
    text = (
        "external_id,customer,placed_at,total,cur\n"
        "1,,yesterday,12.345,EUR\n"
        "2,nobody,2024-01-01T00:00:00Z,12,\n"
        "3,nobody,2024-01-01T00:00:00,1e5,EURO\n"
        "4,nobody,2024-01-01T00:00:00Z,1,EURO\n"
    )
    report = await importer.run(text, "order", mapping={"cur": "total_currency"}, chunk_rows=2)
    instant = "is not a time with its offset such as 2024-12-31T23:59:59Z"
    assert refusals(report) == [
        ("1", "2", "placed_at", "yesterday", f"'yesterday' {instant}"),
        ("1", "2", "total", "12.345", "total 12.345 has more decimals than the 2 of EUR"),
        ("1", "2", "customer", "", "customer is required"),
        ("2", "3", "cur", "", "is empty, and total is not"),
        ("3", "4", "placed_at", "2024-01-01T00:00:00", f"'2024-01-01T00:00:00' {instant}"),
        ("3", "4", "total", "1e5", "'1e5' is not a decimal number such as 12.50"),
        ("4", "5", "total", "1", "total 'EURO' is not an ISO 4217 currency code such as EUR"),
    ]
    assert (report.rows, report.refused, report.created) == (4, 4, 0)


async def test_the_list_of_a_former_run_is_taken_away(importer: Importer) -> None:
    report = await importer.run("external_id,country\n1,Poland\n")
    assert report.errors_path is not None
    report = await importer.run("external_id,country\n1,PL\n")
    assert report.errors_path is None
    assert [path.name for path in importer.folder.iterdir()] == ["file.csv"]


async def test_the_list_goes_elsewhere_when_its_place_is_taken(importer: Importer) -> None:
    (importer.folder / "file.csv.errors.csv").mkdir()  # nothing can be put there, whoever runs the test
    report = await importer.run("external_id,country\n1,Poland\n")
    assert report.errors_path is not None
    assert report.errors_path.parent != importer.folder
    assert len(refusals(report)) == 1
    shutil.rmtree(report.errors_path.parent)


BAD_FILES: dict[str, tuple[str | bytes, dict[str, Any], str]] = {
    "an unknown column": (
        "external_id,emial\n1,x\n",
        {},
        "column 'emial' is no field of customer; did you mean email? Use --map emial=email, or --ignore emial",
    ),
    "a column that only the server sets": (
        "external_id,created_at\n1,x\n",
        {},
        "column 'created_at' cannot be imported, because the server sets it; leave it out with --ignore created_at",
    ),
    "a column without a name": (
        "external_id,name,\n1,x,\n",
        {},
        "column 3 has no name; name it, or leave it out with --ignore ''",
    ),
    "a name that stands twice": (
        "external_id,email,name,email\n1,x,y,z\n",
        {},
        "the header has 'email' twice, as columns 2 and 4; rename or remove one",
    ),
    "two columns for one field": (
        "external_id,birthDate,birth_date\n1,x,y\n",
        {},
        "'birthDate' and 'birth_date' both fill birth_date; leave one out with --ignore birth_date",
    ),
    "no external id": (
        "name\nAda\n",
        {},
        "no column is external_id, by which a second import finds the records of the first; "
        "name the one that identifies a row with --map column=external_id",
    ),
    "a required field without a column": (
        "external_id\n1\n",
        {"entity": "order"},
        "every order needs placed_at and total and customer, and no column gives it; "
        "add it, or name its column with --map column=placed_at",
    ),
    "an amount without a currency": (
        "external_id,name,price\n1,x,2\n",
        {"entity": "product"},
        "'price' has no currency; add a column price_currency, or give the same one to every row with "
        "--map price_currency==EUR",
    ),
    "a currency without an amount": (
        "external_id,name,price_currency\n1,x,EUR\n",
        {"entity": "product"},
        "'price_currency' is the currency of price, and no column gives price itself",
    ),
    "a mapping of a column that is not there": (
        "external_id,name\n1,x\n",
        {"mapping": {"mail": "email"}},
        "there is no column 'mail'; the header has 'external_id', 'name'",
    ),
    "a mapping to a field that is none": (
        "external_id,mail\n1,x\n",
        {"mapping": {"mail": "e_mial"}},
        "customer has no field 'e_mial'; did you mean email?",
    ),
    "another encoding": (
        "external_id,name\n1,Ada\n2,José\n".encode("cp1252"),
        {},
        "{path}: the byte 0xe9 at offset 28 (line 3) is not UTF-8; "
        "save the file as UTF-8, or name its encoding, such as --encoding cp1252",
    ),
    "another encoding beyond the first block": (
        b"external_id\n" + b"1234567\n" * 200_000 + b"\xff\n",
        {},
        "{path}: the byte 0xff at offset 1600012 (line 200002) is not UTF-8; "
        "save the file as UTF-8, or name its encoding, such as --encoding cp1252",
    ),
    "a character cut in two at the end": (
        "external_id\né".encode()[:-1],
        {},
        "{path}: the byte 0xc3 at offset 12 (line 2) is not UTF-8; "
        "save the file as UTF-8, or name its encoding, such as --encoding cp1252",
    ),
    "UTF-16": (
        "external_id\n1\n".encode("utf-16"),
        {},
        "{path} is UTF-16, not UTF-8; save it as UTF-8, or import it with --encoding utf-16",
    ),
    "an encoding that is none": (
        "external_id\n1\n",
        {"encoding": "utf8-bom"},
        "'utf8-bom' is no encoding; give one such as utf-8, cp1252, cp1250 or utf-16",
    ),
    "a delimiter that is none": (
        "external_id\n1\n",
        {"delimiter": "ab"},
        "'ab' cannot be a delimiter; give one character, such as ; or a tab",
    ),
    "NUL characters in the header": (
        "external_id,name\n1,x\n".encode("utf-16-le"),
        {},
        "the header holds NUL characters; if the file is UTF-16, save it as UTF-8 or import it with --encoding utf-16-le",
    ),
    "no line ends": (
        b"x" * (1 << 20),
        {},
        "{path}: line 1 is longer than 1,048,576 bytes; is this a CSV file?",
    ),
    "a broken header": (
        '"external_id\n',
        {},
        "{path}: the header cannot be read: a quote is opened and never closed",
    ),
    "an empty file": ("", {}, "{path} is empty; its first line must name the columns"),
    "a gzip file cut short": (
        gzip.compress(b"external_id\n" + b"1\n" * 100)[:-9],
        {},
        "{path} is damaged: it does not unpack to its end; fetch it again",
    ),
    "a chunk of no rows": (
        "external_id\n1\n",
        {"chunk_rows": 0},
        "a chunk of 0 rows is not possible; give 1 to 100000",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
async def test_a_file_that_is_wrong_as_a_whole_is_refused_before_anything_is_written(
    importer: Importer, case: str
) -> None:
    content, options, message = BAD_FILES[case]
    path = importer.write(content)
    with pytest.raises(TesseraError) as raised:
        await importer.run(path, **{"entity": "customer", **options})
    assert raised.value.message == message.format(path=path)
    assert await importer.customers() == []
    assert list(importer.folder.iterdir()) == [path]


async def test_a_file_that_cannot_be_read_is_named(importer: Importer) -> None:
    missing = importer.folder / "nowhere.csv"
    for path, message in (
        (missing, f"there is no file {missing}"),
        (importer.folder, f"{importer.folder} is not a file; an import reads its file more than once"),
        (Path("/dev/null"), "/dev/null is not a file; an import reads its file more than once"),
    ):
        with pytest.raises(TesseraError) as raised:
            await importer.run(path)
        assert raised.value.message == message
