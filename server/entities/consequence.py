"""What follows in other rows from writing records: pure data, declared with the entity, run by ``database/consequences``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows in other rows from writing records; it runs in the same transaction.

    ``sql`` gets as $1 the tenant, $2 the ids of the records written, $3 the time, $4 as many new ids; it returns the ids of the
    rows of ``entity`` that it wrote. ``when``: only after a write that gives one of these attributes or relations to a new record,
    or changes one of them (empty: after every one). ``creates``: the rows are new. ``after_creation``: False where nothing can
    follow from a new record, because other rows would have to point to it already.
    """

    entity: str
    sql: str
    when: frozenset[str] = frozenset()
    creates: bool = False
    after_creation: bool = True
