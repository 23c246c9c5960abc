"""Online Retail: the orders and returns of a gift wholesaler."""

from __future__ import annotations

import importlib
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.demo_data.files import PENNY, Row, Tables, item_row, moment_text, money_text

ADJUSTMENTS = {"M", "D", "CRUK", "BANK CHARGES"}
"""Stock codes that stand for entries of the bookkeeping: Manual, Discount, CRUK Commission, Bank Charges."""

COUNTRIES = {
    "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Brazil": "BR", "Canada": "CA",
    "Cyprus": "CY", "Czech Republic": "CZ", "Denmark": "DK", "EIRE": "IE", "Finland": "FI", "France": "FR",
    "Germany": "DE", "Greece": "GR", "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL", "Italy": "IT",
    "Japan": "JP", "Lebanon": "LB", "Lithuania": "LT", "Malta": "MT", "Netherlands": "NL", "Norway": "NO",
    "Poland": "PL", "Portugal": "PT", "RSA": "ZA", "Saudi Arabia": "SA", "Singapore": "SG", "Spain": "ES",
    "Sweden": "SE", "Switzerland": "CH", "USA": "US", "United Arab Emirates": "AE", "United Kingdom": "GB",
    "Channel Islands": "", "European Community": "", "Unspecified": "",
}  # fmt: skip


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


def retail_customers(lines: list[Line]) -> list[Row]:
    """One row per customer; the country is that of the latest invoice."""
    latest = {line.customer: line for line in sorted(lines, key=lambda line: line.at)}
    return [
        {
            "external_id": customer,
            "stage": "customer",
            "region": "Channel Islands" if line.country == "Channel Islands" else "",
            "country": COUNTRIES[line.country],
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
