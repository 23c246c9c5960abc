"""The migrations, one numbered file each; and what can be known of them without Alembic, which is slow to import."""

from __future__ import annotations

from pathlib import Path

from server.database.tenancy import Connection

#: The folder of the migrations, as Alembic wants it.
MIGRATIONS = Path(__file__).parent


async def schema_is_current(connection: Connection) -> bool:
    """Return whether the database is at the newest migration of this version of Tessera."""
    if not await connection.fetchval("select to_regclass('public.alembic_version') is not null"):
        return False
    newest = max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return bool(await connection.fetchval("select version_num from public.alembic_version") == newest)
