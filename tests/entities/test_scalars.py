"""The scalars: what their text form is, what they store, and that every operator may use an index under row-level security."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from server.database.tenancy import Database
from server.entities import ENTITIES
from server.entities.customer import LifecycleStage
from server.entities.money import CURRENCIES, to_minor
from server.entities.scalars import (
    BOOLEAN,
    DATE,
    DATETIME,
    DOCUMENT,
    FLOAT,
    INT,
    MONEY,
    SEARCHABLE_STRING,
    STRING,
    Scalar,
    choice_scalar,
    id_scalar,
    scalar_for,
)

_STAGE = choice_scalar(LifecycleStage)


@pytest.mark.parametrize(
    ("scalar", "text", "value"),
    [
        (STRING, " as it is ", " as it is "),
        (INT, "42", 42),
        (INT, "-7", -7),
        (INT, "+0", 0),
        (FLOAT, "1.5", 1.5),
        (FLOAT, "-2e3", -2000.0),
        (BOOLEAN, "TRUE", True),
        (BOOLEAN, "no", False),
        (BOOLEAN, "1", True),
        (DATE, "2024-02-29", date(2024, 2, 29)),
        (DATETIME, "2024-02-29T12:30:00Z", datetime(2024, 2, 29, 12, 30, tzinfo=UTC)),
        (DATETIME, "2024-02-29 12:30+02:00", datetime(2024, 2, 29, 12, 30, tzinfo=timezone(timedelta(hours=2)))),
        (DATETIME, "2024-02-29T12:30:00.5-0130", datetime(2024, 2, 29, 14, 0, 0, 500_000, UTC)),
        (MONEY, "-12.50", Decimal("-12.50")),
        (DOCUMENT, '{"a": [1, null]}', {"a": [1, None]}),
        (_STAGE, "lead", LifecycleStage.LEAD),
        (_STAGE, "Customer", LifecycleStage.CUSTOMER),
    ],
)
def test_parse(scalar: Scalar, text: str, value: Any) -> None:
    assert scalar.parse(text) == value


@pytest.mark.parametrize(
    ("scalar", "text"),
    [
        *((INT, text) for text in ("", "1.0", "1e3", "1_000", " 1", "0x1", "٫")),
        *((FLOAT, text) for text in ("", "nan", "inf", "1,5", "1.", ".5", "1_0")),
        *((BOOLEAN, text) for text in ("", "2", "y", "wahr")),
        *((DATE, text) for text in ("", "20240229", "2023-02-29", "29.02.2024", "2024-2-9", "2024-02-29T00:00Z")),
        *((DATETIME, text) for text in ("", "2024-02-29", "2024-02-29T12:30:00", "2024-02-29T25:00Z", "now")),
        *((MONEY, text) for text in ("", "NaN", "1e5", "1,000.00", "12.50 EUR", "Infinity", "--1")),
        *((DOCUMENT, text) for text in ("", "{", "{'a': 1}", "NaN")),
        *((_STAGE, text) for text in ("", "leads", "LEAD ")),
    ],
)
def test_parse_refuses(scalar: Scalar, text: str) -> None:
    with pytest.raises(ValueError, match=r"is n|neither"):
        scalar.parse(text)


@pytest.mark.parametrize("scalar", [INT, FLOAT, DATE, DATETIME, MONEY, BOOLEAN, _STAGE])
def test_a_refusal_does_not_repeat_much(scalar: Scalar) -> None:
    with pytest.raises(ValueError, match="xxx") as refused:
        scalar.parse("x" * 100_000)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("scalar", "value", "stored"),
    [
        (STRING, " e\u0301 ", ("é",)),
        (SEARCHABLE_STRING, " José ", ("José", "jose")),
        (INT, 2**31 - 1, (2**31 - 1,)),
        (FLOAT, 0.1, (0.1,)),
        (BOOLEAN, False, (False,)),
        (DATE, date(1, 1, 2), (date(1, 1, 2),)),
        (
            DATETIME,
            datetime(2024, 1, 1, 1, tzinfo=timezone(timedelta(hours=2))),
            (datetime(2023, 12, 31, 23, tzinfo=UTC),),
        ),
        (MONEY, {"amount": Decimal("12.5"), "currency": "EUR"}, (1250, "EUR")),
        (DOCUMENT, {"ü": [1, None]}, ('{"ü":[1,null]}',)),
        (_STAGE, LifecycleStage.LEAD, ("LEAD",)),
    ],
)
def test_store(scalar: Scalar, value: Any, stored: tuple[Any, ...]) -> None:
    assert scalar.store(value) == stored
    assert len(stored) == len(scalar.columns)


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        (STRING, "\x00"),
        (SEARCHABLE_STRING, "\ud800"),
        (INT, 2**31),
        (INT, -(2**31) - 1),
        (FLOAT, float("nan")),
        (FLOAT, float("-inf")),
        (DATE, date.min),
        (DATE, date.max),
        (DATETIME, datetime(2024, 1, 1)),
        (DATETIME, datetime.max.replace(tzinfo=UTC)),
        (DATETIME, datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))),
        (DOCUMENT, {"a": "\x00"}),
        (MONEY, {"amount": Decimal("sNaN"), "currency": "EUR"}),
    ],
)
def test_store_refuses(scalar: Scalar, value: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        scalar.store(value)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("-0.01", "EUR", -1),
        ("1E+2", "EUR", 10_000),
        ("1200", "JPY", 1200),
        ("1200.00", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("0.0001", "CLF", 1),
        ("0", "XOF", 0),
        ("92233720368547758.07", "EUR", 2**63 - 1),
        (f"1.{'0' * 60}", "EUR", 100),
    ],
)
def test_to_minor(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "message"),
    [
        ("1", "XXX", "not an ISO 4217"),
        ("1", "eur", "not an ISO 4217"),
        ("1", "", "not an ISO 4217"),
        ("0.001", "EUR", "more decimals than the 2 of EUR"),
        ("0.1", "JPY", "more decimals than the 0 of JPY"),
        (f"1.{'0' * 60}1", "EUR", "more decimals"),
        ("1E-999999", "EUR", "more decimals"),
        ("92233720368547758.08", "EUR", "beyond"),
        ("1E+999999", "EUR", "beyond"),
        ("NaN", "EUR", "not an amount"),
        ("sNaN", "EUR", "not an amount"),
        ("-Infinity", "EUR", "not an amount"),
    ],
)
def test_to_minor_refuses(amount: str, currency: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        to_minor(Decimal(amount), currency)


async def test_money_is_printed_with_the_decimals_of_its_currency(database: Database) -> None:
    """The statement's own arithmetic, for every currency."""
    pairs = [(minor, code) for code in CURRENCIES for minor in (0, 1, -1, 123_456, 2**63 - 1, -(2**63) + 1)]
    table = sa.table("pair", sa.column("m", sa.BigInteger), sa.column("c", sa.Text))
    amount = MONEY.parts["amount"]({"_minor": table.c.m, "_currency": table.c.c})
    sql = str(amount.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    async with database._pool.acquire() as connection:
        rows = await connection.fetch(
            f"SELECT pair.m, pair.c, {sql} AS amount FROM unnest($1::bigint[], $2::text[]) AS pair (m, c)",
            [minor for minor, _ in pairs],
            [code for _, code in pairs],
        )
    for row in rows:
        assert Decimal(row["amount"]).as_tuple().exponent == -CURRENCIES[row["c"]]
        assert to_minor(Decimal(row["amount"]), row["c"]) == row["m"]
    assert len(rows) == len(pairs)


def test_scalars_by_annotation() -> None:
    assert [scalar_for(python) for python in (str, int, float, bool, date, datetime)] == [
        STRING,
        INT,
        FLOAT,
        BOOLEAN,
        DATE,
        DATETIME,
    ]
    assert scalar_for(bytes) is None
    stage = scalar_for(LifecycleStage)
    assert stage is not None
    assert stage.name == "LifecycleStage"


async def test_every_operator_is_leakproof(database: Database) -> None:
    """What PostgreSQL calls leakproof, for each operator that a filter, an order or a cursor is made of."""
    scalars = [a.scalar for entity in ENTITIES.values() for a in entity.attributes.values()]
    used = {
        (operator, _type_name(type_))
        for scalar in (*scalars, BOOLEAN, STRING, id_scalar("x"))
        if scalar.sortable
        for type_ in scalar.columns.values()
        for operator in ("=", "<", "<=", ">", ">=")
    }
    sql = """select p.proleakproof from pg_operator o join pg_proc p on p.oid = o.oprcode
              where o.oprname = $1 and o.oprleft = $2::text::regtype and o.oprright = $2::text::regtype"""
    async with database._pool.acquire() as connection:
        for operator, type_ in used:
            assert await connection.fetchval(sql, operator, type_) is True, (operator, type_)


def _type_name(type_: sa.types.TypeEngine[Any]) -> str:
    return re.sub(r" COLLATE.*", "", type_.compile(postgresql.dialect())).lower()  # type: ignore[no-untyped-call]
