"""Search, what of it is done in the background: the words by which records are found are written with the records themselves.

``index_words`` gives words to records that were there before words were kept; ``forget_words`` makes names that nobody bears any
more unknown, soon after a record was deleted. Both may be run twice.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from server import jobs
from server.database.identifiers import quoted
from server.database.tenancy import Connection, connect
from server.database.words import sweep_words, write_words
from server.entities import ENTITIES
from server.entities.declaration import Entity
from server.jobs import Handler, Job

_INDEX, _FORGET = "index_words", "forget_words"
_PAGE = 2_000
_TIMEOUT = 300.0
#: So that the deletions of a while are followed by one job.
_AFTER = timedelta(seconds=10)


async def index_all(owner_url: str) -> None:
    """Have the records of every tenant indexed; after a migration, in case that they were there before their words."""
    owner = await connect(owner_url)
    try:
        for tenant in await owner.fetch("select id from tenant order by id"):
            await jobs.enqueue(owner, _INDEX, tenant["id"], {}, once=True)
    finally:
        await owner.close()


async def forget_soon(connection: Connection, tenant_id: UUID, entity: Entity) -> None:
    """Within a transaction that deletes records of ``entity``, have the words forgotten that no record has any more."""
    if entity.searched:
        await jobs.enqueue(connection, _FORGET, tenant_id, {}, once=True, after=_AFTER)


async def _index(job: Job) -> None:
    for entity in ENTITIES.values():
        last: UUID | None = UUID(int=0) if entity.searched else None
        while last is not None:
            last = await _index_page(job, entity, last)


async def _index_page(job: Job, entity: Entity, after: UUID) -> UUID | None:
    """Index the records behind ``after`` in the order of ids, a page of them, and return the last one."""
    sql = f"SELECT id FROM {quoted(entity.table)} WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT {_PAGE}"
    async with job.database.tenant_transaction(job.tenant_id, timeout=_TIMEOUT) as connection:
        ids = [row["id"] for row in await connection.fetch(sql, job.tenant_id, after)]
        await write_words(connection, job.tenant_id, entity, ids)
    return ids[-1] if ids else None


async def _forget(job: Job) -> None:
    async with job.database.tenant_transaction(job.tenant_id, timeout=_TIMEOUT) as connection:
        await sweep_words(connection, job.tenant_id)


#: The jobs of this concern.
HANDLERS = {_INDEX: Handler(_index), _FORGET: Handler(_forget)}
