"""From the settings to a database that is ready: embedded unless a URL names another, and brought to this version's schema."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from server.database.completeness import check_completeness
from server.database.migrations import schema_is_current, schema_is_empty
from server.database.roles import application_url
from server.database.tenancy import Database, connect
from server.errors import SetupError
from server.jobs import Handler, prepare_database, queue_is_pending
from server.search import HANDLERS as SEARCH_HANDLERS
from server.search import index_all
from server.settings import Settings

#: Is told, line by line, what goes on.
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the database is; ``owner_url`` is for migrations and administration only."""

    owner_url: str | None
    app_url: str

    def owner(self) -> str:
        """Return the owner's URL; raise ``SetupError`` when this process was given the application role's only."""
        if self.owner_url is None:
            raise SetupError("this command needs the owner's URL in TESSERA_DATABASE_URL")
        return self.owner_url


@asynccontextmanager
async def open_site(settings: Settings, report: Report) -> AsyncIterator[Site]:
    """Give the site; an embedded server runs for as long as some process is inside."""
    if settings.database_url or settings.app_database_url:
        owner = settings.database_url
        yield Site(owner, settings.app_database_url or application_url(owner or ""))
        return
    # Only here, because it needs a POSIX system, and a process with a URL does not.
    import asyncio

    from server.database.embedded import default_data_dir, ensure_running

    data_dir = settings.data_dir or default_data_dir()
    running = await asyncio.to_thread(ensure_running, data_dir, report)
    try:
        yield Site(running.owner_url, application_url(running.owner_url))
    finally:
        await asyncio.to_thread(running.release)


@asynccontextmanager
async def open_database(
    settings: Settings, site: Site, report: Report, *, migrate: bool = False
) -> AsyncIterator[Database]:
    """Give the pool under the application role, after making sure that the schema is this version's and isolates tenants.

    A new embedded database is migrated on the way, and with ``migrate`` any other; else that is left to ``tessera migrate``,
    because a migration wants to be read first.
    """
    embedded = not (settings.database_url or settings.app_database_url)
    connection = await connect(site.owner_url or site.app_url)
    try:
        current = await schema_is_current(connection) and not await queue_is_pending(connection)
        new = embedded and await schema_is_empty(connection)
    finally:
        await connection.close()
    if not current and (new or migrate):
        await migrate_site(site, report)
    elif not current:
        raise SetupError("the database is not at this version's schema; run: tessera migrate")
    database = await Database.open(site.app_url, size=settings.pool_size, statement_timeout=settings.statement_timeout)
    try:
        await database.check()
        yield database
    finally:
        await database.close()


def handlers() -> dict[str, Handler]:
    """Return what a worker does for each kind of job."""
    # Only here, because the engine is slow to import, and most commands do not need it.
    from server.segments import HANDLERS

    return {**HANDLERS, **SEARCH_HANDLERS}


async def migrate_site(site: Site, report: Report) -> None:
    """Bring the database to this version's schema; raise ``SetupError`` when more is declared than it has then.

    What was migrated stays: the migration that is missing is drafted from there.
    """
    applied = await prepare_database(site.owner())
    if applied:
        await index_all(site.owner())
    report(f"migrated the database: {', '.join(applied)}" if applied else "the database is at the newest schema")
    owner = await connect(site.owner())
    try:
        await check_completeness(owner.fetch)
    finally:
        await owner.close()
