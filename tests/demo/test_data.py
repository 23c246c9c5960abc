"""The demo's data files are written as an import reads them: it finds every column, every reference and every value.

Reads the files as they lie in the repository. What they say is tested in ``test_sources``, that they import in ``test_demo``.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from server.demo import TENANTS
from server.demo.files import files_in_order
from tests.demo.files import DATA, amount, ids, moment, path_of, read_rows

FILES = {
    "online-retail": {
        "customer": "external_id stage region country",
        "product": "external_id name price price_currency",
        "order": "external_id customer status placed_at total total_currency",
        "order_item": "external_id order product quantity unit_price unit_price_currency total total_currency",
    },
    "customer-personality": {
        "campaign": "external_id name description channel",
        "product_category": "external_id name",
        "product": "external_id name description category",
        "tag": "external_id name description",
        "customer": "external_id kind stage country tags",
        "campaign_response": "external_id customer campaign outcome",
        "interaction": "external_id customer kind occurred_at subject payload",
        "order": "external_id customer status placed_at total total_currency",
        "order_item": "external_id order product quantity unit_price unit_price_currency total total_currency",
        "ticket": "external_id customer kind subject",
    },
    "crm-sales": {
        "company": "external_id name industry employees region country parent",
        "pipeline": "external_id name description",
        "product_category": "external_id name",
        "team": "external_id name parent",
        "product": "external_id name category price price_currency",
        "stage": "external_id name position probability outcome pipeline",
        "user": "external_id name role team",
        "deal": "external_id name company owner stage amount amount_currency opened_at closed_at",
    },
}
ALL_FILES = [(name, entity) for name, entities in FILES.items() for entity in entities]
REFERENCES = {
    "campaign_response": {"customer": "customer", "campaign": "campaign"},
    "company": {"parent": "company"},
    "deal": {"company": "company", "owner": "user", "stage": "stage"},
    "interaction": {"customer": "customer"},
    "order": {"customer": "customer"},
    "order_item": {"order": "order", "product": "product"},
    "product": {"category": "product_category"},
    "stage": {"pipeline": "pipeline"},
    "team": {"parent": "team"},
    "ticket": {"customer": "customer"},
    "user": {"team": "team"},
}
OPTIONAL = {"company.parent", "deal.company", "product.category", "team.parent"}
CURRENCIES = {"online-retail": "GBP", "customer-personality": "USD", "crm-sales": "USD"}
COUNTRIES = {
    "online-retail": "AU BE BH CA CH CY DE DK ES FI FR GB IE IT JP NL NO PL PT SE SG",
    "customer-personality": "AU CA DE ES IN US ZA",
    "crm-sales": "BE BR CN DE IT JO JP KE NO PA PH PL RO US",
}
CHOICES = {
    ("campaign", "channel"): {"", "phone"},
    ("campaign_response", "outcome"): {"accepted", "targeted"},
    ("customer", "kind"): {"person"},
    ("customer", "stage"): {"customer"},
    ("interaction", "kind"): {"other"},
    ("order", "status"): {"paid", "returned"},
    ("stage", "outcome"): {"open", "won", "lost"},
    ("ticket", "kind"): {"complaint"},
    ("user", "role"): {"sales manager", "sales agent"},
}
LICENCES = {
    "online-retail": "https://creativecommons.org/licenses/by/4.0/",
    "customer-personality": "https://creativecommons.org/publicdomain/zero/1.0/",
    "crm-sales": "Public domain",
}


def test_the_folders_hold_exactly_these_files() -> None:
    found = {str(path.relative_to(DATA)) for path in DATA.rglob("*.gz")}
    assert found == {f"{name}/{entity}.csv.gz" for name, entity in ALL_FILES}
    assert sum(path.stat().st_size for path in DATA.rglob("*.gz")) < 2_000_000


@pytest.mark.parametrize(("name", "entity"), ALL_FILES)
def test_a_file_is_whole_and_reproducible(name: str, entity: str) -> None:
    rows = read_rows(name, entity)
    assert list(rows[0]) == FILES[name][entity].split()
    assert not any(None in row or None in row.values() for row in rows), "a row is longer or shorter than the header"
    flags, time = path_of(name, entity).read_bytes()[3], path_of(name, entity).read_bytes()[4:8]
    assert (flags, time) == (0, bytes(4)), "the gzip header holds a file name or a time"


@pytest.mark.parametrize(("name", "entity"), ALL_FILES)
def test_external_ids_are_unique(name: str, entity: str) -> None:
    counts = Counter(row["external_id"] for row in read_rows(name, entity))
    assert "" not in counts
    assert max(counts.values()) == 1


@pytest.mark.parametrize(("name", "entity"), [pair for pair in ALL_FILES if pair[1] in REFERENCES])
def test_references_lead_to_records(name: str, entity: str) -> None:
    for column, target in REFERENCES[entity].items():
        if column in read_rows(name, entity)[0]:
            none = {""} if f"{entity}.{column}" in OPTIONAL else set()
            assert {row[column] for row in read_rows(name, entity)} <= ids(name, target) | none


@pytest.mark.parametrize(("name", "entity"), ALL_FILES)
def test_values_are_written_as_an_import_reads_them(name: str, entity: str) -> None:
    for row in read_rows(name, entity):
        for column, value in row.items():
            if row.get(f"{column}_currency"):
                amount(value)
            elif column.endswith("_currency"):
                assert value == (CURRENCIES[name] if row[column.removesuffix("_currency")] else "")
            elif column.endswith("_at") and value:
                moment(value)
            elif column == "country":
                assert value in {"", *COUNTRIES[name].split()}
            elif (entity, column) in CHOICES:
                assert value in CHOICES[entity, column]
            assert value == value.strip(), f"blanks around {value!r}"


@pytest.mark.parametrize("name", FILES)
def test_files_are_imported_after_those_that_they_refer_to(name: str) -> None:
    order = [file.entity.table for file in files_in_order(DATA / name)]
    assert sorted(order) == sorted(FILES[name])
    for entity, columns in REFERENCES.items():
        for column, target in columns.items():
            if entity in order and target in order and column in FILES[name][entity].split():
                assert order.index(target) < order.index(entity) or target == entity


def test_columns_that_refer_to_their_own_file_are_known() -> None:
    upwards = {file.entity.table: file.upwards for file in files_in_order(DATA / "crm-sales") if file.upwards}
    assert upwards == {"company": ("parent",), "team": ("parent",)}


def test_the_index_counts_the_rows() -> None:
    listed = re.findall(r"^\| ([a-z-]+) \| ([a-z_]+) \| ([\d,]+) \|$", (DATA / "README.md").read_text(), re.MULTILINE)
    assert [(name, entity) for name, entity, _ in listed] == ALL_FILES
    for name, entity, rows in listed:
        assert rows == f"{len(read_rows(name, entity)):,}"


def test_every_tenant_has_its_source_and_licence_beside_the_data() -> None:
    assert {tenant.slug for tenant in TENANTS} == FILES.keys() == LICENCES.keys()
    assert {path.name for path in DATA.iterdir() if path.is_dir()} == FILES.keys()
    index = (DATA / "README.md").read_text()
    for name, licence in LICENCES.items():
        source = (DATA / name / "SOURCE.md").read_text()
        assert re.search(rf"^\*\*Licence\.\*\* .*?{re.escape(licence)}", source, re.MULTILINE | re.DOTALL)
        assert "**Origin.** " in source
        assert f"({name}/SOURCE.md)" in index
        assert licence in index
        assert all(f"| `{entity}.csv.gz` |" in source for entity in FILES[name]), "a file's columns are not explained"
