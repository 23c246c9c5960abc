"""The migrations, one numbered file each; and what can be known of them without Alembic, which is slow to import."""

from __future__ import annotations

from pathlib import Path

from server.database.tenancy import Connection
from server.errors import SetupError

#: The folder of the migrations, as Alembic wants it.
MIGRATIONS = Path(__file__).parent


async def schema_is_current(connection: Connection, folder: Path = MIGRATIONS) -> bool:
    """Return whether the database is at the newest migration in ``folder``; raise ``SetupError`` when it is beyond it."""
    await refuse_newer(connection, folder)
    return await _version(connection) == _newest(folder)


async def schema_is_empty(connection: Connection) -> bool:
    """Return whether the database has never been migrated."""
    return await _version(connection) is None


async def refuse_newer(connection: Connection, folder: Path) -> None:
    """Raise ``SetupError`` when the database is at a later migration than ``folder`` has."""
    version, newest = await _version(connection), _newest(folder)
    if version is not None and version > newest:
        raise SetupError(
            f"the database is at {version}, newer than this Tessera, which knows {newest}; install the newer one"
        )


async def _version(connection: Connection) -> str | None:
    """The database's migration; None before the first."""
    if not await connection.fetchval("select to_regclass('public.alembic_version') is not null"):
        return None
    version: str | None = await connection.fetchval("select version_num from public.alembic_version")
    return version


def _newest(folder: Path) -> str:
    return max(path.name.partition("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))
