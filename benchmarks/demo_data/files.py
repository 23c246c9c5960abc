"""Rows as `tessera import` reads them, and the files that hold them."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]

PENNY = Decimal("0.01")


def read_table(path: Path) -> list[Row]:
    """The rows of a CSV file (which may be gzipped), without blanks around names and values."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [{key.strip(): value.strip() for key, value in row.items()} for row in rows]


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
