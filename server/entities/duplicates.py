"""Whether customers share an e-mail address or a phone number: duplicates are found, not refused.

Each expression asks two indexes by equality: that of the customers' own column, and that of the further addresses or numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from server.entities.expressions import Row


def main_email_shared(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    """Return whether another customer has the e-mail address of the customer in ``row``."""
    return _shared(row, row.c["id"], row.c["email_folded"], "email_folded", "EmailAddress", "address_folded")


def main_phone_shared(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    """Return whether another customer has the phone number of the customer in ``row``."""
    return _shared(row, row.c["id"], row.c["phone"], "phone", "CustomerPhone", "number")


def further_email_shared(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    """Return whether another customer has the address of the EmailAddress in ``row``."""
    address = row.c["address_folded"]
    return _shared(row, row.c["customer_id"], address, "email_folded", "EmailAddress", "address_folded")


def further_phone_shared(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    """Return whether another customer has the number of the CustomerPhone in ``row``."""
    return _shared(row, row.c["customer_id"], row.c["number"], "phone", "CustomerPhone", "number")


def _shared(
    row: Row, owner: sa.ColumnElement[Any], value: sa.ColumnElement[Any], main: str, entity: str, further: str
) -> Mapping[str, sa.ColumnElement[Any]]:
    customer, address = row.table("Customer"), row.table(entity)
    as_main = row.select(customer.c["id"], customer, customer.c[main] == value, customer.c["id"] != owner)
    as_further = row.select(address.c["id"], address, address.c[further] == value, address.c["customer_id"] != owner)
    return {"": sa.or_(as_main.exists(), as_further.exists())}
