"""The words of records, written with the records, and forgotten when no record has them any more.

A word's entries go with its record. Its keys (what leads to it in spite of a typing error) belong to all records that have the
word: whoever writes entries holds a lock of the tenant's in common with other writers, until the end of the transaction; whoever
forgets keys holds it alone. So no key is forgotten that a transaction still under way relies on, and writers wait for each other
only where both bring the same new word, whose keys all write in the same order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from server.database.advisory import lock_number
from server.database.identifiers import quoted
from server.database.tenancy import Connection
from server.entities import ENTITIES
from server.entities.declaration import Entity
from server.entities.words import Word, keys_of, words_of

_UNUSED = " AND ".join(
    f"NOT EXISTS (SELECT FROM {quoted(f'{entity.table}_word')} AS entry "
    f"WHERE entry.tenant_id = $1 AND entry.word = known.word)"
    for entity in ENTITIES.values()
    if entity.searched
)


async def write_words(
    connection: Connection, tenant_id: UUID, entity: Entity, ids: Collection[UUID], *, fresh: Collection[UUID] = ()
) -> None:
    """Bring the words of records up to date with their searched attributes; ``fresh`` are those of them that are new.

    Call it once in a transaction, and last: until the end nobody else can write the keys of the same new words.
    """
    if not ids:
        return
    words = await _words(connection, tenant_id, entity, ids)
    await connection.execute("SELECT pg_advisory_xact_lock_shared($1::bigint)", lock_number("words", tenant_id.bytes))
    entries = sorted({(record_id, word.folded) for record_id, found in words for word in found})
    standing = sorted(set(ids).difference(fresh))
    if standing:
        await _forget_entries(connection, tenant_id, entity, standing, entries)
    await _add_entries(connection, tenant_id, entity, entries)
    await _add_keys(connection, tenant_id, {word for _, found in words for word in found})


async def sweep_words(connection: Connection, tenant_id: UUID) -> int:
    """Forget the keys of words that no record has any more; return how many words that were.

    It takes a transaction of its own, in which nothing else was written before: writers wait until it ends.
    """
    orphans = await connection.fetch(
        f"SELECT DISTINCT known.word FROM search_key AS known WHERE known.tenant_id = $1 AND {_UNUSED}", tenant_id
    )
    if not orphans:
        return 0
    await connection.execute("SELECT pg_advisory_xact_lock($1::bigint)", lock_number("words", tenant_id.bytes))
    sql = (  # some may be in use again by now
        f"DELETE FROM search_key AS known WHERE known.tenant_id = $1 AND known.word = ANY($2::text[]) AND {_UNUSED} "
        f"RETURNING known.word"
    )
    return len({row["word"] for row in await connection.fetch(sql, tenant_id, [row["word"] for row in orphans])})


async def _words(
    connection: Connection, tenant_id: UUID, entity: Entity, ids: Collection[UUID]
) -> list[tuple[UUID, tuple[Word, ...]]]:
    columns = ", ".join(map(quoted, entity.searched))
    sql = f"SELECT id, {columns} FROM {quoted(entity.table)} WHERE tenant_id = $1 AND id = ANY($2::uuid[])"
    return [(row[0], words_of(row[1:])) for row in await connection.fetch(sql, tenant_id, list(ids))]


async def _forget_entries(
    connection: Connection, tenant_id: UUID, entity: Entity, ids: list[UUID], kept: list[tuple[UUID, str]]
) -> None:
    record = f"{entity.table}_id"
    sql = (
        f"DELETE FROM {quoted(f'{entity.table}_word')} AS entry WHERE tenant_id = $1 AND {record} = ANY($2::uuid[]) "
        f"AND NOT EXISTS (SELECT FROM unnest($3::uuid[], $4::text[]) AS kept (id, word) "
        f"WHERE kept.id = entry.{record} AND kept.word = entry.word)"
    )
    await connection.execute(sql, tenant_id, ids, *_columns(kept))


async def _add_entries(
    connection: Connection, tenant_id: UUID, entity: Entity, entries: list[tuple[UUID, str]]
) -> None:
    sql = (
        f"INSERT INTO {quoted(f'{entity.table}_word')} (tenant_id, {entity.table}_id, word) "
        f"SELECT $1, id, word FROM unnest($2::uuid[], $3::text[]) AS entry (id, word) ON CONFLICT DO NOTHING"
    )
    await connection.execute(sql, tenant_id, *_columns(entries))


async def _add_keys(connection: Connection, tenant_id: UUID, words: Iterable[Word]) -> None:
    """Add the keys of words that have none yet: a word's first key is there if and only if all of them are."""
    first = {(keys[0], word.folded): word for word in words if (keys := keys_of(word))}
    sql = (
        "SELECT wanted.key, wanted.word FROM unnest($2::text[], $3::text[]) AS wanted (key, word) LEFT JOIN LATERAL "
        "(SELECT true AS there FROM search_key AS known WHERE known.tenant_id = $1 AND known.key = wanted.key "
        "AND known.word = wanted.word LIMIT 1) AS known ON true WHERE known.there IS NULL"
    )
    missing = await connection.fetch(sql, tenant_id, [key for key, _ in first], [word for _, word in first])
    new = [first[row["key"], row["word"]] for row in missing]
    pairs = sorted({(key, word.folded) for word in new for key in keys_of(word)})
    if pairs:
        sql = (
            "INSERT INTO search_key (tenant_id, key, word) SELECT $1, key, word "
            "FROM unnest($2::text[], $3::text[]) AS new (key, word) ON CONFLICT DO NOTHING"
        )
        await connection.execute(sql, tenant_id, [key for key, _ in pairs], [word for _, word in pairs])


def _columns(entries: list[tuple[UUID, str]]) -> tuple[list[UUID], list[str]]:
    return [record_id for record_id, _ in entries], [word for _, word in entries]
