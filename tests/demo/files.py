"""The demo's data files, and the figures of their sources, as they lie in the repository."""

from __future__ import annotations

import csv
import gzip
import re
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

Row = dict[str, str]

DATA = Path(__file__).resolve().parents[2] / "server" / "demo" / "data"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_AMOUNT = re.compile(r"\d+\.\d\d")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def path_of(name: str, entity: str) -> Path:
    return DATA / name / f"{entity}.csv.gz"


@cache
def read_rows(name: str, entity: str) -> tuple[Row, ...]:
    with gzip.open(path_of(name, entity), "rt", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def ids(name: str, entity: str) -> set[str]:
    return {row["external_id"] for row in read_rows(name, entity)}


def moment(text: str) -> datetime:
    assert _MOMENT.fullmatch(text), text
    return datetime.fromisoformat(text)


def amount(text: str) -> Decimal:
    assert _AMOUNT.fullmatch(text), text
    return Decimal(text)


@cache
def figures(name: str) -> dict[str, list[Decimal]]:
    """The figures that SOURCE.md gives of the source, by what they count."""
    text = (DATA / name / "SOURCE.md").read_text().partition("\n## Figures\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.+?) \| (.*\d.*) \|$", text, re.MULTILINE)
    return {label: [Decimal(number.replace(",", "")) for number in _NUMBER.findall(told)] for label, told in lines}
