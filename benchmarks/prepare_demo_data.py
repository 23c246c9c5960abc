"""Make the demo's data files from the two public data sets they are cut from.

    python benchmarks/prepare_demo_data.py --source <folder with the raw data sets> [--one-in 4]

The folder holds `online_retail/online_retail.parquet` and `marketing_campaign/marketing_data.csv`. What comes out is
one `<entity>.csv.gz` per entity in `server/demo/data/<data set>/`, with the columns that `tessera import` reads.
Nothing is added that the sources do not say: a column they do not fill is left out. What was left out or chosen, and
why, is told in the `SOURCE.md` beside the files; change both together. Reading parquet needs pyarrow, which the
project itself does not: install it where this script runs. This is not part of the demo, which only reads the files.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib
import io
import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

Row = dict[str, str]
Tables = dict[str, list[Row]]

DATA = Path(__file__).resolve().parent.parent / "server" / "demo" / "data"

PENNY = Decimal("0.01")
ADJUSTMENTS = {"M", "D", "CRUK", "BANK CHARGES"}
"""Stock codes that stand for entries of the bookkeeping: Manual, Discount, CRUK Commission, Bank Charges."""

RETAIL_COUNTRIES = {
    "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Brazil": "BR", "Canada": "CA",
    "Cyprus": "CY", "Czech Republic": "CZ", "Denmark": "DK", "EIRE": "IE", "Finland": "FI", "France": "FR",
    "Germany": "DE", "Greece": "GR", "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL", "Italy": "IT",
    "Japan": "JP", "Lebanon": "LB", "Lithuania": "LT", "Malta": "MT", "Netherlands": "NL", "Norway": "NO",
    "Poland": "PL", "Portugal": "PT", "RSA": "ZA", "Saudi Arabia": "SA", "Singapore": "SG", "Spain": "ES",
    "Sweden": "SE", "Switzerland": "CH", "USA": "US", "United Arab Emirates": "AE", "United Kingdom": "GB",
    "Channel Islands": "", "European Community": "", "Unspecified": "",
}  # fmt: skip

PERSONALITY_COUNTRIES = {
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
SPEND_CATEGORY = "Two-year spend, not a single purchase"

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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice, as the source has it."""

    invoice: str
    stock_code: str
    description: str
    quantity: int
    at: datetime
    unit_price: Decimal
    customer: str
    country: str

    @property
    def is_return(self) -> bool:
        return self.invoice.startswith("C")


def main() -> None:
    arguments = read_arguments()
    retail = prepare_online_retail(arguments.source / "online_retail" / "online_retail.parquet", arguments.one_in)
    personality = prepare_customer_personality(arguments.source / "marketing_campaign" / "marketing_data.csv")
    for name, tables in (("online-retail", retail), ("customer-personality", personality)):
        for entity, rows in tables.items():
            size = write_table(arguments.target / name / f"{entity}.csv.gz", rows)
            print(f"{name:22}{entity:14}{len(rows):8,} rows {size:10,} bytes")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the demo's data files from the raw public data sets.")
    parser.add_argument("--source", type=Path, required=True, help="folder that holds the raw data sets")
    parser.add_argument("--target", type=Path, default=DATA, help="folder to write to (default: %(default)s)")
    parser.add_argument("--one-in", type=int, default=4, help="keep one in N customers of Online Retail")
    return parser.parse_args()


def prepare_online_retail(path: Path, one_in: int) -> Tables:
    read = (line for line in read_retail_lines(path) if is_sampled(line.customer, one_in))
    lines = keep_usable(read)
    invoices: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        invoices[line.invoice].append(line)
    items = {invoice: item_rows(invoice, invoice_lines) for invoice, invoice_lines in invoices.items()}
    orders = [order_row(invoice, invoice_lines, items[invoice]) for invoice, invoice_lines in invoices.items()]
    orders.sort(key=lambda row: (row["placed_at"], row["external_id"]))
    return {
        "customer": retail_customers(lines),
        "product": retail_products(lines),
        "order": orders,
        "order_item": [row for order in orders for row in items[order["external_id"]]],
    }


def read_retail_lines(path: Path) -> Iterator[Line]:
    """Every line of the source that names its customer, in the order of the source."""
    try:
        pyarrow: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise SystemExit(f"Cannot read {path}: pyarrow is missing. Run `pip install pyarrow` and try again.") from error
    table = parquet.read_table(path)
    moments = table.column("InvoiceDate").cast(pyarrow.timestamp("s")).to_pylist()
    for record, moment in zip(table.drop(["InvoiceDate"]).to_pylist(), moments, strict=True):
        if record["CustomerID"] is not None:
            yield Line(
                invoice=record["InvoiceNo"],
                stock_code=record["StockCode"],
                description=record["Description"].strip(),
                quantity=record["Quantity"],
                at=moment.replace(tzinfo=UTC),
                unit_price=Decimal(str(record["UnitPrice"])),
                customer=str(record["CustomerID"]),
                country=record["Country"],
            )


def is_sampled(customer: str, one_in: int) -> bool:
    return int(sha256(customer.encode()).hexdigest(), 16) % one_in == 0


def keep_usable(lines: Iterable[Line]) -> list[Line]:
    """The lines that are goods or services at a price; says how many it drops, and why."""
    kept, dropped = [], Counter[str]()
    for line in lines:
        if line.stock_code in ADJUSTMENTS:
            dropped[f"stock code {line.stock_code}"] += 1
        elif line.unit_price < PENNY:
            dropped["price below a penny"] += 1
        else:
            kept.append(line)
    print(f"Online Retail: {len(kept):,} lines of the sampled customers kept, dropped {dict(sorted(dropped.items()))}")
    return kept


def item_rows(invoice: str, lines: list[Line]) -> list[Row]:
    """The items of one invoice: lines of the same product at the same price are one item."""
    quantities: dict[tuple[str, Decimal], int] = defaultdict(int)
    for line in lines:
        quantities[line.stock_code, line.unit_price] += abs(line.quantity)
    return [
        item_row(f"{invoice}-{number}", invoice, product, quantity, price, "GBP")
        for number, ((product, price), quantity) in enumerate(quantities.items(), start=1)
    ]


def order_row(invoice: str, lines: list[Line], items: list[Row]) -> Row:
    return {
        "external_id": invoice,
        "customer": lines[0].customer,
        "status": "returned" if lines[0].is_return else "paid",
        "placed_at": moment_text(min(line.at for line in lines)),
        "total": money_text(sum((Decimal(item["total"]) for item in items), Decimal())),
        "total_currency": "GBP",
    }


def item_row(external_id: str, order: str, product: str, quantity: int, price: Decimal, currency: str) -> Row:
    return {
        "external_id": external_id,
        "order": order,
        "product": product,
        "quantity": str(quantity),
        "unit_price": money_text(price),
        "unit_price_currency": currency,
        "total": money_text(quantity * price),
        "total_currency": currency,
    }


def retail_customers(lines: list[Line]) -> list[Row]:
    """One row per customer; the country is that of the latest invoice."""
    latest = {line.customer: line for line in sorted(lines, key=lambda line: line.at)}
    return [
        {
            "external_id": customer,
            "stage": "customer",
            "region": "Channel Islands" if line.country == "Channel Islands" else "",
            "country": RETAIL_COUNTRIES[line.country],
        }
        for customer, line in sorted(latest.items())
    ]


def retail_products(lines: list[Line]) -> list[Row]:
    """One row per stock code: its most frequent description and its median price, one that was really asked."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    prices: dict[str, list[Decimal]] = defaultdict(list)
    for line in lines:
        names[line.stock_code][line.description] += 1
        prices[line.stock_code].append(line.unit_price)
    return [
        {
            "external_id": code,
            "name": min(names[code], key=lambda name: (-names[code][name], name)),
            "price": money_text(statistics.median_low(prices[code])),
            "price_currency": "GBP",
        }
        for code in sorted(names)
    ]


def prepare_customer_personality(path: Path) -> Tables:
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(file)]
    records.sort(key=lambda record: int(record["ID"]))
    tags = {tag["external_id"]: tag for record in records for tag in record_tags(record)}
    return {
        "tag": [tags[external_id] for external_id in sorted(tags)],
        "customer": [personality_customer(record) for record in records],
        "product": [
            {"external_id": column, "name": name, "category": SPEND_CATEGORY} for column, name in SPEND.items()
        ],
        "order": [summary_order(record) for record in records],
        "order_item": [item for record in records for item in summary_items(record)],
        "interaction": [record_interaction(record) for record in records],
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


def personality_customer(record: Row) -> Row:
    return {
        "external_id": record["ID"],
        "kind": "person",
        "stage": "customer",
        "country": PERSONALITY_COUNTRIES[record["Country"]],
        "tags": ";".join(tag["external_id"] for tag in record_tags(record)),
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
        "kind": "form",
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


def money_text(amount: Decimal) -> str:
    exact = amount.quantize(PENNY)
    if exact != amount:
        raise ValueError(f"The amount {amount} has more than two decimals; leave its line out or round it knowingly")
    return str(exact)


def moment_text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def write_table(path: Path, rows: list[Row]) -> int:
    """Write the rows as gzipped CSV without name or time in its header, so that equal rows give equal bytes."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=9, fileobj=raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    return path.stat().st_size


if __name__ == "__main__":
    main()
