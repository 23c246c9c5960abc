"""History: what the attributes of a record were before a change and are after it, and the entries that tell of it.

A record's traits are what is stored of it and can be compared: its attributes, and the records that it points to. What the server
keeps about every record (its id, version and times) is none. Values are told as GraphQL shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.dialects import postgresql

from server.database.identifiers import quoted
from server.database.tables import TABLES, columns_of
from server.database.writing import Writing
from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, Relation, RelationKind
from server.entities.ids import RecordId, encode_id, new_ids
from server.entities.money import CURRENCIES, Money

_KEPT_OF_EVERY_RECORD = {"id", "created_at", "updated_at", "version"}
#: The attribute of the entry that tells of a record's end.
DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Trait:
    """An attribute or a relation to one record: its columns, and how to show what they hold."""

    name: str
    graphql_name: str
    columns: tuple[str, ...]
    show: Callable[..., Any]
    exact: bool

    def shown(self, row: Mapping[str, Any]) -> Any:
        """Return the trait of ``row`` as GraphQL shows it."""
        values = [row[column] for column in self.columns]
        return None if values[0] is None else self.show(*values)

    def differs(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Whether two states of a record differ in this trait."""
        if self.exact:
            return any(before[column] != after[column] for column in self.columns)
        return bool(self.shown(before) != self.shown(after))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that changed; values as GraphQL shows them."""

    record_id: UUID
    attribute: str
    before: Any
    after: Any


_TRAITS: dict[str, tuple[Entity, tuple[Trait, ...]]] = {}


def traits_of(entity: Entity) -> tuple[Trait, ...]:
    """Return the traits of an entity's records."""
    known, traits = _TRAITS.get(entity.name, (None, ()))
    if known is not entity:
        stored = (a for a in entity.stored_attributes() if a.name not in _KEPT_OF_EVERY_RECORD)
        pointing = (relation for relation in entity.relations.values() if relation.kind is RelationKind.ONE)
        traits = (*map(_attribute_trait, stored), *map(_relation_trait, pointing))
        _TRAITS[entity.name] = entity, traits
    return traits


def _attribute_trait(attribute: Attribute) -> Trait:
    by_suffix = columns_of(attribute)
    document = isinstance(attribute.scalar.columns.get(""), postgresql.JSONB)
    # A folded copy follows from the text that it is of.
    columns = (by_suffix[""],) if "" in by_suffix else tuple(by_suffix.values())
    show = _SHOW.get(attribute.scalar.python, orjson.loads if document else _show)
    return Trait(attribute.name, attribute.graphql_name, columns, show, exact=not document)


def _relation_trait(relation: Relation) -> Trait:
    show = partial(encode_id, ENTITIES[relation.target].table)
    return Trait(relation.name, relation.graphql_name, (relation.column,), show, exact=True)


def _show(value: Any) -> Any:
    if isinstance(value, datetime):
        written = value.astimezone(UTC).isoformat()
        return written if not value.microsecond else f"{written[:-6].rstrip('0')}{written[-6:]}"
    return value.isoformat() if isinstance(value, date) else value


def _show_money(minor: int, currency: str) -> dict[str, str]:
    return {"amount": f"{Decimal(minor).scaleb(-CURRENCIES[currency]):f}", "currency": currency}


_SHOW: Mapping[Any, Callable[..., Any]] = {Money: _show_money, RecordId: encode_id}


def changed_traits(entity: Entity, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Trait]:
    """Return the traits in which ``after``, which may hold some columns only, differs from ``before``."""
    return [trait for trait in traits_of(entity) if trait.columns[0] in after and trait.differs(before, after)]


def trait_columns(entity: Entity) -> list[str]:
    """Return the columns that hold the traits of an entity's records."""
    return [column for trait in traits_of(entity) for column in trait.columns]


def entries_of(
    record_id: UUID, traits: Iterable[Trait], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Entry]:
    """Return the entries that tell of a change of these traits."""
    return [Entry(record_id, trait.graphql_name, trait.shown(before), trait.shown(after)) for trait in traits]


async def write_history(writing: Writing, entity: Entity, entries: Sequence[Entry]) -> None:
    """Keep the entries, if changes of the entity's records are to be kept."""
    if not entries or not entity.audited:
        return
    record = columns_of(ENTITIES["HistoryEntry"].attributes["record"])
    sql = (
        f"INSERT INTO {quoted(TABLES['HistoryEntry'].name)} (tenant_id, id, created_at, updated_at, version, "
        f"{quoted(record['_type'])}, {quoted(record['_id'])}, attribute, before, after, actor, at) "
        f"SELECT $1, id, $2, $2, 1, $3, record, attribute, before::jsonb, after::jsonb, $4, $2 "
        f"FROM unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[]) AS entry (id, record, attribute, before, after)"
    )
    await writing.connection.execute(
        sql,
        writing.tenant_id,
        datetime.now(UTC),
        entity.table,
        writing.actor,
        new_ids(len(entries)),
        [entry.record_id for entry in entries],
        [entry.attribute for entry in entries],
        [_stored(entry.before) for entry in entries],
        [_stored(entry.after) for entry in entries],
    )


async def forget_history(writing: Writing, entity: Entity, ids: Sequence[UUID]) -> None:
    """Delete what was kept of records that are deleted, except that they are: what it tells may be personal."""
    record = columns_of(ENTITIES["HistoryEntry"].attributes["record"])
    sql = (
        f"DELETE FROM {quoted(TABLES['HistoryEntry'].name)} "
        f"WHERE tenant_id = $1 AND {quoted(record['_type'])} = $2 AND {quoted(record['_id'])} = ANY($3::uuid[])"
    )
    if entity.audited:
        await writing.connection.execute(sql, writing.tenant_id, entity.table, ids)
        await write_history(writing, entity, [Entry(record_id, DELETED, None, True) for record_id in ids])


def _stored(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
