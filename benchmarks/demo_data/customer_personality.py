"""Customer Personality: what households are like, what they spent, and how they answered campaigns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from benchmarks.demo_data.files import Row, Tables, item_row, moment_text, money_text, read_table

COUNTRIES = {
    "SP": "ES", "CA": "CA", "US": "US", "AUS": "AU", "GER": "DE", "IND": "IN", "SA": "ZA", "ME": "",
}  # fmt: skip
COLLECTED_ON = datetime(2014, 6, 29, tzinfo=UTC)
"""The last day of enrolment in the data: the earliest day on which it can have been collected."""

SPEND = {
    "MntWines": "Wines",
    "MntFruits": "Fruits",
    "MntMeatProducts": "Meat products",
    "MntFishProducts": "Fish products",
    "MntSweetProducts": "Sweet products",
}
"""The five categories that make up the spend. MntGoldProds cuts across them and would be counted twice."""

CAMPAIGNS = {
    **{f"AcceptedCmp{number}": f"Campaign {number}" for number in range(1, 6)},
    "Response": "The last campaign",
}
PILOT = "Response"
"""The one campaign of which it is told that it was for every customer in the data."""

VALUE_TAGS = {
    "Education": ("education", "Education: {}", "Education in the source: {}"),
    "Marital_Status": ("marital", "Marital status: {}", "Marital_Status in the source: {}"),
    "Kidhome": ("kidhome", "Kids at home: {}", "Kidhome in the source, small children in the household: {}"),
    "Teenhome": ("teenhome", "Teenagers at home: {}", "Teenhome in the source, teenagers in the household: {}"),
}
FLAG_TAGS = {
    "Complain": ("complained", "Complained", "Complain in the source: complained in the last two years"),
    **{
        f"AcceptedCmp{n}": (f"accepted:cmp{n}", f"Accepted campaign {n}", f"AcceptedCmp{n} in the source")
        for n in range(1, 6)
    },
    "Response": ("accepted:last", "Accepted the last campaign", "Response in the source"),
}
TEXT_COLUMNS = {"Education", "Marital_Status", "Income", "Dt_Customer", "Country"}


def prepare_customer_personality(path: Path) -> Tables:
    records = sorted(read_table(path), key=lambda record: int(record["ID"]))
    tags = {tag["external_id"]: tag for record in records for tag in record_tags(record)}
    return {
        "campaign": [campaign_row(column) for column in CAMPAIGNS],
        "product_category": [{"external_id": column, "name": name} for column, name in SPEND.items()],
        "product": [spend_product(column) for column in SPEND],
        "tag": [tags[external_id] for external_id in sorted(tags)],
        "customer": [customer_row(record) for record in records],
        "campaign_response": [response for record in records for response in campaign_responses(record)],
        "interaction": [record_interaction(record) for record in records],
        "order": [summary_order(record) for record in records],
        "order_item": [item for record in records for item in summary_items(record)],
        "ticket": [complaint(record) for record in records if record["Complain"] == "1"],
    }


def record_tags(record: Row) -> Iterator[Row]:
    for column, (group, name, description) in VALUE_TAGS.items():
        value = record[column]
        slug = value.lower().replace(" ", "-")
        yield tag_row(f"{group}:{slug}", name.format(value), description.format(value))
    for column, (external_id, name, description) in FLAG_TAGS.items():
        if record[column] == "1":
            yield tag_row(external_id, name, description)


def tag_row(external_id: str, name: str, description: str) -> Row:
    return {"external_id": external_id, "name": name, "description": description}


def customer_row(record: Row) -> Row:
    return {
        "external_id": record["ID"],
        "kind": "person",
        "stage": "customer",
        "country": COUNTRIES[record["Country"]],
        "tags": ";".join(tag["external_id"] for tag in record_tags(record)),
    }


def campaign_row(column: str) -> Row:
    pilot = "A pilot, for every customer here, by phone, as the recruitment case tells."
    known = pilot if column == PILOT else "Whom it was for is not told, only who accepted it."
    return {
        "external_id": column,
        "name": CAMPAIGNS[column],
        "description": f"{column} in the source. {known}",
        "channel": "phone" if column == PILOT else "",
    }


def campaign_responses(record: Row) -> Iterator[Row]:
    """The campaigns that the customer accepted; one that was not accepted was for the customer only if that is told."""
    for column in CAMPAIGNS:
        accepted = record[column] == "1"
        if accepted or column == PILOT:
            yield {
                "external_id": f"{column}-{record['ID']}",
                "customer": record["ID"],
                "campaign": column,
                "outcome": "accepted" if accepted else "targeted",
            }


def complaint(record: Row) -> Row:
    return {
        "external_id": f"complaint-{record['ID']}",
        "customer": record["ID"],
        "kind": "complaint",
        "subject": "Complained in the last two years: the source says no more",
    }


def spend_product(column: str) -> Row:
    name = SPEND[column]
    return {
        "external_id": column,
        "name": name,
        "description": f"Stands for all that a customer spent on {name.lower()} in two years, not for a single product",
        "category": column,
    }


def summary_order(record: Row) -> Row:
    """The spend of two years as one order: a sum that the source gives, not a purchase that took place."""
    return {
        "external_id": f"summary-{record['ID']}",
        "customer": record["ID"],
        "status": "paid",
        "placed_at": moment_text(COLLECTED_ON - timedelta(days=int(record["Recency"]))),
        "total": money_text(Decimal(sum(int(record[column]) for column in SPEND))),
        "total_currency": "USD",
    }


def summary_items(record: Row) -> list[Row]:
    order = f"summary-{record['ID']}"
    bought = [column for column in SPEND if record[column] != "0"]
    return [
        item_row(f"{order}-{number}", order, column, 1, Decimal(record[column]), "USD")
        for number, column in enumerate(bought, start=1)
    ]


def record_interaction(record: Row) -> Row:
    return {
        "external_id": f"record-{record['ID']}",
        "customer": record["ID"],
        "kind": "other",
        "occurred_at": moment_text(datetime.strptime(record["Dt_Customer"], "%m/%d/%y").replace(tzinfo=UTC)),
        "subject": "Customer record: the source's row as collected, dated by the day of enrolment",
        "payload": json.dumps(source_values(record), separators=(",", ":")),
    }


def source_values(record: Row) -> dict[str, str | int | None]:
    """The row of the source: its texts as they stand, its whole numbers as numbers, its gaps as null."""
    return {
        column: value if column in TEXT_COLUMNS and value else int(value) if value else None
        for column, value in record.items()
        if column != "ID"
    }
