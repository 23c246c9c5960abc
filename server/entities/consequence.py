"""What follows in other rows from writing records of an entity: pure data, declared with the entity, run by ``database/records``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows in other rows from writing records; it runs in the same transaction.

    ``sql`` gets as $1 the tenant, $2 the ids of the records written, $3 the time, $4 as many new ids; it returns the ids of the rows
    of ``entity`` that it wrote. ``when``: only after a write that sets one of these attributes or relations (empty: after every one).
    ``creates``: the rows are new.
    """

    entity: str
    sql: str
    when: frozenset[str] = frozenset()
    creates: bool = False
