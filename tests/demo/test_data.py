"""The demo's data files hold what they promise: an import finds every reference, and nothing in them is made up.

Reads the files as they lie in the repository. That they import is tested with the import.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

Row = dict[str, str]

DATA = Path(__file__).resolve().parents[2] / "server" / "demo" / "data"
SETS = ("online-retail", "customer-personality")
FILES = {
    "online-retail": {
        "customer": "external_id stage region country",
        "product": "external_id name price price_currency",
        "order": "external_id customer status placed_at total total_currency",
        "order_item": "external_id order product quantity unit_price unit_price_currency total total_currency",
    },
    "customer-personality": {
        "tag": "external_id name description",
        "customer": "external_id kind stage country tags",
        "product": "external_id name category",
        "order": "external_id customer status placed_at total total_currency",
        "order_item": "external_id order product quantity unit_price unit_price_currency total total_currency",
        "interaction": "external_id customer kind occurred_at subject payload",
    },
}
ALL_FILES = [(name, entity) for name, entities in FILES.items() for entity in entities]
REFERENCES = {
    "order": {"customer": "customer"},
    "order_item": {"order": "order", "product": "product"},
    "interaction": {"customer": "customer"},
}
CURRENCIES = {"online-retail": "GBP", "customer-personality": "USD"}
COUNTRIES = {
    "online-retail": "AU BE BH CA CH CY DE DK ES FI FR GB IE IT JP NL NO PL PT SE SG",
    "customer-personality": "AU CA DE ES IN US ZA",
}
CHOICES = {
    ("customer", "kind"): {"person"},
    ("customer", "stage"): {"customer"},
    ("order", "status"): {"paid", "returned"},
    ("interaction", "kind"): {"form"},
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
AMOUNT = re.compile(r"\d+\.\d\d")
SPEND = ("MntWines", "MntFruits", "MntMeatProducts", "MntFishProducts", "MntSweetProducts")


def path_of(name: str, entity: str) -> Path:
    return DATA / name / f"{entity}.csv.gz"


@cache
def read_rows(name: str, entity: str) -> tuple[Row, ...]:
    with gzip.open(path_of(name, entity), "rt", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def ids(name: str, entity: str) -> set[str]:
    return {row["external_id"] for row in read_rows(name, entity)}


def moment(text: str) -> datetime:
    assert MOMENT.fullmatch(text), text
    return datetime.fromisoformat(text)


def amount(text: str) -> Decimal:
    assert AMOUNT.fullmatch(text), text
    return Decimal(text)


def test_the_folders_hold_exactly_these_files() -> None:
    found = {str(path.relative_to(DATA)) for path in DATA.rglob("*.gz")}
    assert found == {f"{name}/{entity}.csv.gz" for name, entity in ALL_FILES}
    assert sum(path.stat().st_size for path in DATA.rglob("*.gz")) < 4_000_000


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
        assert {row[column] for row in read_rows(name, entity)} <= ids(name, target)


@pytest.mark.parametrize(("name", "entity"), ALL_FILES)
def test_values_are_written_as_an_import_reads_them(name: str, entity: str) -> None:
    for row in read_rows(name, entity):
        for column, value in row.items():
            if f"{column}_currency" in row:
                amount(value)
            elif column.endswith("_currency"):
                assert value == CURRENCIES[name]
            elif column.endswith("_at"):
                moment(value)
            elif column == "country":
                assert value in {"", *COUNTRIES[name].split()}
            elif (entity, column) in CHOICES:
                assert value in CHOICES[entity, column]
            assert value == value.strip(), f"blanks around {value!r}"


@pytest.mark.parametrize("name", SETS)
def test_orders_add_up(name: str) -> None:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for item in read_rows(name, "order_item"):
        assert item["quantity"].isdecimal()
        assert item["quantity"] != "0"
        assert amount(item["total"]) == int(item["quantity"]) * amount(item["unit_price"]) > 0
        totals[item["order"]] += amount(item["total"])
    assert totals == {order["external_id"]: amount(order["total"]) for order in read_rows(name, "order")}


@pytest.mark.parametrize("name", SETS)
def test_nothing_lies_idle(name: str) -> None:
    assert {order["customer"] for order in read_rows(name, "order")} == ids(name, "customer")
    assert {item["product"] for item in read_rows(name, "order_item")} == ids(name, "product")
    assert all(product["name"] for product in read_rows(name, "product"))


def test_retail_orders_lie_in_the_period_and_returns_are_marked() -> None:
    for order in read_rows("online-retail", "order"):
        assert "2010-12-01" <= order["placed_at"][:10] <= "2011-12-09"
        assert (order["status"] == "returned") == order["external_id"].startswith("C")
    assert Counter(order["status"] for order in read_rows("online-retail", "order")) == {"paid": 4587, "returned": 801}


def test_retail_items_are_numbered_within_their_invoice() -> None:
    numbers: dict[str, list[int]] = defaultdict(list)
    for item in read_rows("online-retail", "order_item"):
        invoice, number = item["external_id"].split("-")
        assert invoice == item["order"]
        numbers[invoice].append(int(number))
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def payloads() -> dict[str, dict[str, str | int | None]]:
    return {row["customer"]: json.loads(row["payload"]) for row in read_rows("customer-personality", "interaction")}


def test_personality_records_hold_the_row_of_the_source() -> None:
    records = payloads()
    assert records.keys() == ids("customer-personality", "customer")
    assert {len(record) for record in records.values()} == {27}
    assert sum(record["Income"] is None for record in records.values()) == 24
    assert sum(record["Response"] == 1 for record in records.values()) == 334
    for row in read_rows("customer-personality", "interaction"):
        enrolled = datetime.strptime(str(records[row["customer"]]["Dt_Customer"]), "%m/%d/%y").date()
        assert moment(row["occurred_at"]).date() == enrolled


def test_personality_orders_are_the_sums_of_the_source() -> None:
    records = payloads()
    bought = {
        (item["order"], item["product"]): item["total"] for item in read_rows("customer-personality", "order_item")
    }
    for order in read_rows("customer-personality", "order"):
        record = records[order["customer"]]
        spend = {column: int(str(record[column])) for column in SPEND}
        assert order["external_id"] == f"summary-{order['customer']}"
        assert amount(order["total"]) == sum(spend.values())
        assert {column: bought.get((order["external_id"], column), "0.00") for column in SPEND} == {
            column: f"{value}.00" for column, value in spend.items()
        }
        since = moment("2014-06-29T00:00:00Z") - moment(order["placed_at"])
        assert since == timedelta(days=int(str(record["Recency"])))
    assert {row["category"] for row in read_rows("customer-personality", "product")} == {
        "Two-year spend, not a single purchase"
    }


def test_personality_tags_say_what_the_source_says() -> None:
    records, used = payloads(), set()
    flags = {"Complain": "complained", "Response": "accepted:last"}
    flags |= {f"AcceptedCmp{number}": f"accepted:cmp{number}" for number in range(1, 6)}
    for customer in read_rows("customer-personality", "customer"):
        record = records[customer["external_id"]]
        expected = {
            f"education:{str(record['Education']).lower().replace(' ', '-')}",
            f"marital:{str(record['Marital_Status']).lower()}",
            f"kidhome:{record['Kidhome']}",
            f"teenhome:{record['Teenhome']}",
            *(tag for column, tag in flags.items() if record[column] == 1),
        }
        assert sorted(customer["tags"].split(";")) == sorted(expected)
        used |= expected
    assert used == ids("customer-personality", "tag")


def test_the_index_counts_the_rows() -> None:
    listed = re.findall(r"^\| ([a-z-]+) \| ([a-z_]+) \| ([\d,]+) \|$", (DATA / "README.md").read_text(), re.MULTILINE)
    assert [(name, entity) for name, entity, _ in listed] == ALL_FILES
    for name, entity, rows in listed:
        assert rows == f"{len(read_rows(name, entity)):,}"


@pytest.mark.parametrize(
    ("name", "licence"),
    [
        ("online-retail", "https://creativecommons.org/licenses/by/4.0/"),
        ("customer-personality", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ],
)
def test_source_and_licence_stand_beside_the_data(name: str, licence: str) -> None:
    assert licence in (DATA / name / "SOURCE.md").read_text()
    assert licence in (DATA / "README.md").read_text()
