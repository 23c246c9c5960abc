"""One main address of each kind: a customer's own e-mail address, phone and postal address, and the rows that hold further ones.

A row that is written as primary becomes the customer's own, and the customer's other rows give way. A customer's own that is
written makes the row which says the same the primary one, and no other; it creates no rows.

The statements that write rows lock the customers first, in the order of their ids, and look at them as they are then: of two such
writes at the same time, the later one wins as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.entities.consequence import Consequence


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of address: where its rows are, and which of their columns are which of the customer's.

    ``same`` compares a row of ``further`` with its ``customer``. The keys and values of ``attributes`` are names of attributes.
    """

    entity: str
    table: str
    attributes: Mapping[str, str]
    columns: Mapping[str, str]
    same: str


def _chosen(kind: _Kind) -> str:
    """The row that each customer's main address comes from: of several written at once, the youngest."""
    return f"""
        SELECT DISTINCT ON (written.customer_id) written.customer_id, written.id, {", ".join(kind.columns)}
        FROM {kind.table} AS written
        WHERE written.tenant_id = $1 AND written.id = ANY($2::uuid[]) AND written."primary"
        ORDER BY written.customer_id, written.id DESC
    """


def _copy_to_customer(kind: _Kind) -> Consequence:
    """``locked`` holds what the customers say once nobody else can change it, which the snapshot of the update may not."""
    own = ", ".join(f"customer.{column}" for column in kind.columns.values())
    sets = ", ".join(f"{mine} = chosen.{column}" for column, mine in kind.columns.items())
    now = ", ".join(f"locked.{column}" for column in kind.columns.values())
    wanted = ", ".join(f"chosen.{column}" for column in kind.columns)
    sql = f"""
        WITH chosen AS ({_chosen(kind)}),
        locked AS (
            SELECT customer.id, {own} FROM customer JOIN chosen ON chosen.customer_id = customer.id
            WHERE customer.tenant_id = $1 ORDER BY customer.id FOR NO KEY UPDATE OF customer
        )
        UPDATE customer SET {sets}, version = customer.version + 1, updated_at = $3
        FROM chosen JOIN locked ON locked.id = chosen.customer_id
        WHERE customer.tenant_id = $1 AND customer.id = chosen.customer_id AND ({now}) IS DISTINCT FROM ({wanted})
        RETURNING customer.id
    """
    return Consequence("Customer", sql, frozenset({"primary", "customer", *kind.attributes}))


def _demote_others(kind: _Kind) -> Consequence:
    sql = f"""
        WITH chosen AS ({_chosen(kind)})
        UPDATE {kind.table} AS further SET "primary" = false, version = further.version + 1, updated_at = $3
        FROM chosen
        WHERE further.tenant_id = $1 AND further.customer_id = chosen.customer_id AND further.id <> chosen.id
            AND further."primary"
        RETURNING further.id
    """
    return Consequence(kind.entity, sql, frozenset({"primary", "customer"}))


def _mark_the_same(kind: _Kind) -> Consequence:
    """Of several rows that say the same, the one that was primary stays so; otherwise it is the oldest."""
    sql = f"""
        WITH main AS (
            SELECT DISTINCT ON (customer.id) customer.id AS customer_id, further.id
            FROM customer
            LEFT JOIN {kind.table} AS further
                ON further.tenant_id = $1 AND further.customer_id = customer.id AND {kind.same}
            WHERE customer.tenant_id = $1 AND customer.id = ANY($2::uuid[])
            ORDER BY customer.id, further."primary" DESC NULLS LAST, further.id
        )
        UPDATE {kind.table} AS further
        SET "primary" = further.id IS NOT DISTINCT FROM main.id, version = further.version + 1, updated_at = $3
        FROM main
        WHERE further.tenant_id = $1 AND further.customer_id = main.customer_id
            AND further."primary" <> (further.id IS NOT DISTINCT FROM main.id)
        RETURNING further.id
    """
    return Consequence(kind.entity, sql, frozenset(kind.attributes.values()), after_creation=False)


_POSTAL = ("street", "city", "region", "postal_code", "country")
_EMAIL = _Kind(
    "EmailAddress",
    "email_address",
    attributes={"address": "email"},
    columns={"address": "email", "address_folded": "email_folded"},
    same="lower(further.address) = lower(customer.email)",
)
_PHONE = _Kind(
    "CustomerPhone",
    "customer_phone",
    attributes={"number": "phone"},
    columns={"number": "phone"},
    same="further.number = customer.phone",
)
_ADDRESS = _Kind(
    "PostalAddress",
    "postal_address",
    attributes={name: name for name in _POSTAL},
    columns={name: name for name in _POSTAL},
    same=" AND ".join(f"further.{name} IS NOT DISTINCT FROM customer.{name}" for name in _POSTAL)
    + f" AND coalesce({', '.join(f'customer.{name}' for name in _POSTAL)}) IS NOT NULL",
)

#: What follows from writing an EmailAddress.
EMAIL_WRITTEN = (_copy_to_customer(_EMAIL), _demote_others(_EMAIL))
#: What follows from writing a CustomerPhone.
PHONE_WRITTEN = (_copy_to_customer(_PHONE), _demote_others(_PHONE))
#: What follows from writing a PostalAddress.
ADDRESS_WRITTEN = (_copy_to_customer(_ADDRESS), _demote_others(_ADDRESS))
#: What follows from writing a Customer.
CUSTOMER_WRITTEN = (_mark_the_same(_EMAIL), _mark_the_same(_PHONE), _mark_the_same(_ADDRESS))
