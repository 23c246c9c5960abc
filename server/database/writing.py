"""Who writes: a transaction of one tenant with the name of whoever changes records in it, and the news of what was changed.

News travel by NOTIFY, in the transaction itself: they are delivered when it commits, and never when it does not. Who listens:
``changes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import orjson

from server.database.tenancy import Connection
from server.entities.declaration import Entity

#: The channel on which changes are told.
CHANNEL = "tessera_changes"
#: What may have happened to records.
CREATED, UPDATED, DELETED = "CREATED", "UPDATED", "DELETED"
#: The actors that are no API keys: the import, and the server's own jobs.
IMPORT, SERVER = "import", "server"
#: Ids in one message; PostgreSQL takes less than 8,000 bytes.
MOST_IDS = 190


@dataclass(frozen=True, slots=True)
class Writing:
    """A tenant's transaction in which records are written, and who writes them (``key_<uuid>``, ``import``, ``server``)."""

    connection: Connection
    tenant_id: UUID
    actor: str

    async def notify(self, entity: Entity, kind: str, ids: Iterable[UUID]) -> None:
        """Tell whoever listens, once the transaction commits, what happened to the records with these ids."""
        payloads = list(_payloads(self.tenant_id, entity.table, kind, list(ids)))
        if payloads:
            await self.connection.execute(
                f"SELECT pg_notify('{CHANNEL}', payload) FROM unnest($1::text[]) AS payload", payloads
            )


def _payloads(tenant_id: UUID, table: str, kind: str, ids: list[UUID]) -> Iterator[str]:
    for first in range(0, len(ids), MOST_IDS):
        told = [str(record_id) for record_id in ids[first : first + MOST_IDS]]
        yield orjson.dumps({"tenant": str(tenant_id), "entity": table, "kind": kind, "ids": told}).decode()
