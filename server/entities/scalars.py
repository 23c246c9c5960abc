"""The one table of scalars: how each kind of value is named, stored, checked and read from text, and which operators it has.

A new scalar is a line here, a new operator one in ``operators``; filters, columns, mutations and imports follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

import orjson
import sqlalchemy as sa
import strawberry
from sqlalchemy.dialects import postgresql
from strawberry.scalars import JSON

from server.entities import text
from server.entities.ids import RecordId, decode_any_id, decode_id, type_of
from server.entities.money import CURRENCIES, Money, to_minor
from server.entities.operators import (
    MONEY_OPERATORS,
    NULLNESS,
    SEARCHABLE_TEXT_OPERATORS,
    TEXT_OPERATORS,
    Columns,
    Operator,
    equality,
    ordering,
    upon,
)
from server.entities.phone import PhoneNumber, to_e164

TEXT = sa.Text(collation="C")
_LONGEST_DOCUMENT = 16 * 1024
_NUL_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One kind of value: its columns (by suffix to the attribute's name), operators, and conversions.

    ``regional``: ``store`` takes the region, too. ``spelled`` is the GraphQL type where the Python type does not name one.
    """

    name: str
    python: Any
    columns: Mapping[str, sa.types.TypeEngine[Any]]
    operators: tuple[Operator, ...]
    store: Callable[..., tuple[Any, ...]]
    parse: Callable[[str], Any]
    order: str = ""
    output: Callable[[Columns], sa.ColumnElement[Any]] = lambda columns: columns[""]
    parts: Mapping[str, Callable[[Columns], sa.ColumnElement[Any]]] = field(default_factory=dict)
    regional: bool = False
    spelled: str = ""
    sortable: bool = True

    @property
    def filter_name(self) -> str:
        """The name of the input type that holds this scalar's operators."""
        return f"{self.name}Filter"


def _amount(columns: Columns) -> sa.ColumnElement[Any]:
    """The decimal string: numeric keeps the scale of its factor, so 1250 * 0.01 prints as 12.50."""
    return sa.cast(columns["_minor"] * _factor(columns["_currency"]), sa.Text)


def _factor(currency: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """What a minor unit is in major units; one look-up for the many currencies of two decimals."""
    unusual: dict[int, list[Any]] = {
        digits: [sa.literal_column(f"'{code}'") for code, decimals in CURRENCIES.items() if decimals == digits]
        for digits in sorted(set(CURRENCIES.values()) - {2})
    }
    factors = sa.case(*((currency.in_(codes), _decimal(digits)) for digits, codes in unusual.items()))
    every = [code for codes in unusual.values() for code in codes]
    return sa.case((currency.in_(every), factors), else_=_decimal(2))


def _decimal(digits: int) -> sa.ColumnElement[Any]:
    return sa.literal_column(str(Decimal(1).scaleb(-digits)))


def _as_is(value: Any) -> Any:
    return value


def _integer(value: int) -> int:
    if not -(2**31) <= value < 2**31:
        raise ValueError(f"{str(value)[:30]} is beyond the range of a whole number (32 bits)")
    return value


def _instant(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no offset from UTC; write {value.isoformat()}Z or with +hh:mm")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{value.isoformat()} is beyond the range of a time") from None


def _storable_day(value: date) -> date:
    if value in (date.min, date.max):  # the driver takes these two for minus and plus infinity
        raise ValueError(f"{value} is beyond the range of a date: 0001-01-02 to 9999-12-30")
    return value


def _storable_instant(value: datetime) -> datetime:
    instant = _instant(value)
    if instant.replace(tzinfo=None) in (datetime.min, datetime.max):  # as above
        raise ValueError(f"{value.isoformat()} is beyond the range of a time")
    return instant


def _finite(value: float) -> float:
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("must be a finite number")
    return value


def _document(value: object) -> str:
    try:
        dumped = orjson.dumps(value)
    except TypeError:
        raise ValueError("is nested too deeply, or holds a number beyond 64 bits") from None
    if len(dumped) > _LONGEST_DOCUMENT:
        raise ValueError(f"takes {len(dumped)} bytes; at most {_LONGEST_DOCUMENT} are allowed")
    if _NUL_ESCAPE.search(dumped):
        raise ValueError("holds a NUL character")
    return dumped.decode()


def _one(encode: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda value: (encode(value),)


def _parse_by_pattern(pattern: str, make: Callable[[str], Any], expected: str) -> Callable[[str], Any]:
    matches = re.compile(pattern).fullmatch

    def parse(value: str) -> Any:
        try:
            if matches(value):
                return make(value)
        except ValueError:
            pass
        raise ValueError(f"{value[:60]!r} is not {expected}")

    return parse


def parse_decimal(value: str) -> Decimal:
    """Return the plain decimal number in ``value``; refuse NaN, exponents and separators."""
    parsed: Decimal = _parse_by_pattern(r"[+-]?\d+(\.\d+)?", Decimal, "a decimal number such as 12.50")(value)
    return parsed


def _parse_boolean(value: str) -> bool:
    try:
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[value.lower()]
    except KeyError:
        raise ValueError(f"{value[:60]!r} is neither true nor false") from None


def _parse_document(value: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error}") from None


def _texts(values: list[str]) -> str:
    return _document([text.clean(value) for value in values])


def _parse_texts(value: str) -> list[str]:
    return [part.strip() for part in value.split(";") if part.strip()]


def _split_id(identifier: str) -> tuple[Any, ...]:
    return type_of(identifier), decode_any_id(identifier)


def _store_money(value: Any) -> tuple[Any, ...]:
    try:
        return to_minor(value["amount"], value["currency"]), value["currency"]
    except InvalidOperation:
        raise ValueError("is not an amount of money") from None


_DATE = _parse_by_pattern(r"\d{4}-\d\d-\d\d", date.fromisoformat, "a date such as 2024-12-31")
_DATETIME = _parse_by_pattern(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)",
    datetime.fromisoformat,
    "a time with its offset such as 2024-12-31T23:59:59Z",
)
_INT = _parse_by_pattern(r"[+-]?\d+", int, "a whole number")
_FLOAT = _parse_by_pattern(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", float, "a number")

STRING = Scalar("String", str, {"": TEXT}, TEXT_OPERATORS + NULLNESS, _one(text.clean), _as_is)
SEARCHABLE_STRING = Scalar(
    "SearchableString",
    str,
    {"": TEXT, "_folded": TEXT},
    SEARCHABLE_TEXT_OPERATORS + NULLNESS,
    lambda value: (cleaned := text.clean(value), text.fold(cleaned)),
    _as_is,
    order="_folded",
)
INT = Scalar("Int", int, {"": sa.Integer()}, equality(_integer) + ordering(_integer) + NULLNESS, _one(_integer), _INT)
FLOAT = Scalar(
    "Float", float, {"": sa.Double()}, equality(_finite) + ordering(_finite) + NULLNESS, _one(_finite), _FLOAT
)
BOOLEAN = Scalar("Boolean", bool, {"": sa.Boolean()}, equality(_as_is)[:2] + NULLNESS, _one(_as_is), _parse_boolean)
DATE = Scalar("Date", date, {"": sa.Date()}, equality(_as_is) + ordering(_as_is) + NULLNESS, _one(_storable_day), _DATE)
DATETIME = Scalar(
    "DateTime",
    datetime,
    {"": sa.DateTime(timezone=True)},
    equality(_instant) + ordering(_instant) + NULLNESS,
    _one(_storable_instant),
    _DATETIME,
)
MONEY = Scalar(
    "Money",
    Money,
    {"_minor": sa.BigInteger(), "_currency": TEXT},
    MONEY_OPERATORS + NULLNESS,
    _store_money,
    parse_decimal,
    order="_minor",
    parts={"amount": _amount, "currency": lambda columns: columns["_currency"]},
)
PHONE = Scalar(
    "PhoneNumber",
    PhoneNumber,
    {"": TEXT},
    equality(lambda value: to_e164(value, None)) + TEXT_OPERATORS[-1:] + NULLNESS,
    lambda value, region=None: (to_e164(value, region),),
    _as_is,
    regional=True,
    spelled="str",
)
#: Kept as JSON: arrays of different lengths do not travel as one parameter.
TEXT_LIST = Scalar(
    "TextList",
    list[str],
    {"": postgresql.JSONB()},
    NULLNESS,
    _one(_texts),
    _parse_texts,
    spelled="list[str]",
    sortable=False,
)
RECORD_ID = Scalar(
    "RecordID",
    RecordId,
    {"_type": TEXT, "_id": sa.Uuid()},
    upon("_id", equality(decode_any_id)) + NULLNESS,
    _split_id,
    _as_is,
    order="_id",
    output=lambda columns: (
        columns["_type"].concat(sa.literal_column("'_'", sa.Text)).concat(sa.cast(columns["_id"], sa.Text))
    ),
    spelled="strawberry.ID",
)
DOCUMENT = Scalar("JSON", JSON, {"": postgresql.JSONB()}, NULLNESS, _one(_document), _parse_document, sortable=False)

_BY_PYTHON: dict[Any, Scalar] = {
    scalar.python: scalar
    for scalar in (STRING, INT, FLOAT, BOOLEAN, DATE, DATETIME, MONEY, PHONE, TEXT_LIST, RECORD_ID, DOCUMENT)
}


def scalar_for(annotation: Any) -> Scalar | None:
    """Return the scalar of a Python type, or None when ``annotation`` is not one."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return choice_scalar(annotation)
    return _BY_PYTHON.get(annotation)


def choice_scalar(choices: type[Enum]) -> Scalar:
    """Return the scalar of an enumeration: text with a CHECK, because PostgreSQL's enums are not leakproof."""

    def parse(value: str) -> Enum:
        try:
            return choices[value.upper()]
        except KeyError:
            allowed = ", ".join(member.name.lower() for member in choices)
            raise ValueError(f"{value[:60]!r} is not one of: {allowed}") from None

    operators = equality(lambda member: member.name) + NULLNESS
    return Scalar(choices.__name__, choices, {"": TEXT}, operators, lambda member: (member.name,), parse)


def id_scalar(prefix: str) -> Scalar:
    """Return the scalar of the ids of one entity, which carry its type in front."""

    def decode(value: str) -> Any:
        return decode_id(prefix, value)

    def output(columns: Columns) -> sa.ColumnElement[Any]:
        return sa.literal_column(f"'{prefix}_'", sa.Text).concat(sa.cast(columns[""], sa.Text))

    return Scalar("ID", strawberry.ID, {"": sa.Uuid()}, equality(decode), _one(decode), decode, output=output)
