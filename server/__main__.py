"""The ``tessera`` command."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from server.errors import SetupError, TesseraError
from server.settings import Settings, read_settings

if TYPE_CHECKING:
    from server.database.tenancy import Database
    from server.startup import Site
    from server.tenants import TenantSettings

_T = TypeVar("_T")
_data_dir = click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the embedded PostgreSQL keeps its data. Without effect when TESSERA_DATABASE_URL is set.",
)
_port = click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one."
)
_region = click.option(
    "--region", help="The country whose notation of phone numbers is understood, such as DE (ISO 3166-1 alpha-2)."
)
_time_zone = click.option("--time-zone", help="Where the tenant's days begin and end, such as Europe/Berlin.")
_host = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Tessera: every customer of every tenant in one nested GraphQL query, and in segments that you can trust.

    Without TESSERA_DATABASE_URL, an embedded PostgreSQL is started and shared by all tessera processes on its data directory.
    """


def _command(function: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an asynchronous command on uvloop; an expected failure ends it with its message and status 1.

    Ctrl-C and SIGTERM end it too, after it has released what it holds; ``serve`` and ``worker`` take them as their regular end.
    """

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            with asyncio.Runner(loop_factory=_new_loop()) as runner:
                runner.run(_until_terminated(function(*arguments, **options)))
        except TesseraError as error:
            click.secho(f"tessera: {error.message}", fg="red", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(128 + signal.SIGINT)
        except asyncio.CancelledError:
            sys.exit(128 + signal.SIGTERM)

    return run


async def _until_terminated(work: Coroutine[Any, Any, None]) -> None:
    """Cancel the command at SIGTERM, as the runner does at Ctrl-C.

    Not by the loop's ``add_signal_handler``, which would go on beside the handler that the web server puts in its place.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    signal.signal(signal.SIGTERM, lambda number, frame: loop.call_soon_threadsafe(task.cancel))
    await work


def _new_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def _say(line: str) -> None:
    click.echo(line, err=True)


def _settings(data_dir: Path | None) -> Settings:
    settings = read_settings()
    return settings if data_dir is None else replace(settings, data_dir=data_dir.absolute())


@asynccontextmanager
async def _opened(data_dir: Path | None, *, migrate: bool = False) -> AsyncIterator[tuple[Settings, Site, Database]]:
    """Give what most commands work on: the settings, the site, and its database, ready for use."""
    from server.startup import open_database, open_site

    settings = _settings(data_dir)
    async with (
        open_site(settings, _say) as site,
        open_database(settings, site, _say, migrate=migrate) as database,
    ):
        yield settings, site, database


# Serving


@main.command()
@_port
@_host
@_data_dir
@click.option("--no-worker", is_flag=True, help="Leave background jobs to `tessera worker`.")
@_command
async def serve(port: int, host: str, data_dir: Path | None, no_worker: bool) -> None:
    """Serve the GraphQL API, and run background jobs beside it."""
    from server.serving import listen, serve_until_stopped

    listening = listen(host, port)
    async with _opened(data_dir) as (settings, site, database):
        await serve_until_stopped(settings, site, database, listening, _say, worker=not no_worker)


@main.command()
@_port
@_host
@_data_dir
@_command
async def demo(port: int, host: str, data_dir: Path | None) -> None:
    """Serve three tenants filled with real data, with segments found in it.

    Writes demo.json with the address and the tokens into the data directory. A second start keeps the data.
    """
    from server.demo import prepare_demo
    from server.serving import listen, serve_until_stopped

    listening = listen(host, port)
    async with _opened(data_dir, migrate=True) as (settings, site, database):
        ready = await prepare_demo(settings, site, database, listening.url, _say)
        click.echo(ready)
        await serve_until_stopped(settings, site, database, listening, _say, worker=True)


@main.command()
@_data_dir
@_command
async def worker(data_dir: Path | None) -> None:
    """Run background jobs only; as many workers as wanted, on as many machines."""
    from server.jobs import run_worker
    from server.startup import handlers

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with _opened(data_dir) as (_, site, database):
        _say("waiting for jobs; press Ctrl-C to stop")
        await run_worker(database, site.app_url, handlers(), stop=stop)


# Administration


@main.command()
@_data_dir
@click.option("--draft", metavar="MESSAGE", help="Instead, write the migration that the declared entities need by now.")
@_command
async def migrate(data_dir: Path | None, draft: str | None) -> None:
    """Bring the database to this version's schema, in one transaction; refuses a result that would not isolate tenants."""
    from server.startup import migrate_site, open_site

    async with open_site(_settings(data_dir), _say) as site:
        if draft is None:
            await migrate_site(site, _say)
            return
        from server.database.migrate import draft_migration

        path = await draft_migration(site.owner(), draft)
        _say(f"wrote {path}; read it before you migrate" if path else "the database has all that is declared already")


@main.command()
@_data_dir
def stop(data_dir: Path | None) -> None:
    """Stop the embedded PostgreSQL, also while it is in use. It stops by itself with the last process that uses it."""
    from server.database.embedded import default_data_dir
    from server.database.embedded import stop as stop_server

    directory = _settings(data_dir).data_dir or default_data_dir()
    _say("stopped" if stop_server(directory) else f"nothing runs on {directory}")


@main.command()
def schema() -> None:
    """Print the base GraphQL schema."""
    from server.api.schema import build_api
    from server.segments import ACTIONS

    click.echo(build_api(ACTIONS).sdl, nl=False)


@main.group()
def tenant() -> None:
    """Create tenants and their API keys."""


@tenant.command("create")
@click.argument("slug")
@_region
@_time_zone
@_data_dir
@_command
async def tenant_create(slug: str, region: str | None, time_zone: str | None, data_dir: Path | None) -> None:
    """Create the tenant SLUG; it is well if it exists already, and settings that are given are changed then."""
    from server.tenants import change_settings, check_settings, create_tenant, read_settings, tenant_id

    check_settings(region=region, time_zone=time_zone)  # before there is a tenant without them
    async with _opened(data_dir) as (settings, site, database):
        created = await _as_owner(site.owner(), lambda owner: create_tenant(owner, slug))
        before = after = await read_settings(database, tenant_id(slug))
        if region or time_zone:
            after = await change_settings(database, slug, region=region, time_zone=time_zone)
    _say(f"created tenant {slug}" if created else f"tenant {slug} exists already")
    if created or before == after:
        _say(_described(slug, after))
    else:
        _say(f"changed {_difference(before, after)}")
        _say(f"{_described(slug, after)}; running servers know it within {settings.key_memory:.0f} seconds")


@tenant.command("set")
@click.argument("slug")
@_region
@_time_zone
@_data_dir
@_command
async def tenant_set(slug: str, region: str | None, time_zone: str | None, data_dir: Path | None) -> None:
    """Change the settings of the tenant SLUG; what is not given stays as it is."""
    from server.tenants import change_settings

    async with _opened(data_dir) as (settings, _, database):
        changed = await change_settings(database, slug, region=region, time_zone=time_zone)
    _say(f"{_described(slug, changed)}; running servers know it within {settings.key_memory:.0f} seconds")


@tenant.command("list")
@_data_dir
@_command
async def tenant_list(data_dir: Path | None) -> None:
    """List all tenants: slug, region and time zone."""
    from server.tenants import list_tenants, read_settings, tenant_id

    async with _opened(data_dir) as (_, site, database):
        for slug in await _as_owner(site.owner(), list_tenants):
            click.echo(_described(slug, await read_settings(database, tenant_id(slug))))


def _described(slug: str, settings: TenantSettings) -> str:
    return f"{slug}  {settings.region or '-'}  {settings.time_zone}"


def _difference(before: TenantSettings, after: TenantSettings) -> str:
    settings = (("region", before.region, after.region), ("time zone", before.time_zone, after.time_zone))
    return ", ".join(f"{name} from {old or '-'} to {new}" for name, old, new in settings if old != new)


@tenant.command("key")
@click.argument("slug")
@click.option(
    "--role",
    type=click.Choice(["admin", "marketer", "client"]),
    required=True,
    help="client reads; marketer also runs and reads segmentations; admin writes everything.",
)
@_data_dir
@_command
async def tenant_key(slug: str, role: str, data_dir: Path | None) -> None:
    """Create an API key for the tenant SLUG and print its token. It is shown this once."""
    from server.entities.declaration import Role
    from server.tenants import create_key

    async with _opened(data_dir) as (_, _, database):
        click.echo(await create_key(database, slug, Role(role)))


@tenant.command("keys")
@click.argument("slug")
@_data_dir
@_command
async def tenant_keys(slug: str, data_dir: Path | None) -> None:
    """List the API keys of the tenant SLUG: id, role and when they were created."""
    from server.tenants import list_keys

    async with _opened(data_dir) as (_, site, database):
        await _known_tenant(site.owner_url, slug)
        for key in await list_keys(database, slug):
            click.echo(f"{key.name}  {key.role.value:<8}  {key.created_at:%Y-%m-%d %H:%M:%S} UTC")


@tenant.command("revoke")
@click.argument("slug")
@click.argument("key")
@_data_dir
@_command
async def tenant_revoke(slug: str, key: str, data_dir: Path | None) -> None:
    """Revoke an API key of the tenant SLUG; KEY is its id (see `tessera tenant keys`) or its token."""
    from server.tenants import revoke_key

    async with _opened(data_dir) as (settings, _, database):
        await revoke_key(database, slug, key)
    _say(f"revoked; running servers refuse it within {settings.key_memory:.0f} seconds")


async def _as_owner(url: str, act: Callable[[Any], Coroutine[Any, Any, _T]]) -> _T:
    from server.database.tenancy import connect

    owner = await connect(url)
    try:
        return await act(owner)
    finally:
        await owner.close()


# Importing


@main.command("import")
@click.argument("slug", metavar="TENANT")
@click.argument("entity")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "mapped",
    metavar="COLUMN=FIELD",
    multiple=True,
    help="Read FIELD from COLUMN; FIELD==TEXT gives it TEXT in every row. Repeatable.",
)
@click.option("--ignore", metavar="COLUMN", multiple=True, help="Leave COLUMN out. Repeatable.")
@click.option("--all-or-nothing", is_flag=True, help="Import nothing when a row is refused, instead of the rest.")
@click.option("--encoding", default="utf-8", show_default=True, help="The file's encoding.")
@click.option("--delimiter", help="What separates the cells; found out from the header unless given.")
@click.option("--chunk-rows", type=click.IntRange(1, 100_000), help="How many rows are written in one transaction.")
@_data_dir
@_command
async def import_command(
    slug: str,
    entity: str,
    file: Path,
    mapped: tuple[str, ...],
    ignore: tuple[str, ...],
    all_or_nothing: bool,
    encoding: str,
    delimiter: str | None,
    chunk_rows: int | None,
    data_dir: Path | None,
) -> None:
    """Import the CSV FILE (.csv or .csv.gz) as records of ENTITY into TENANT.

    Records are found by external id: running it again changes nothing, and completes what was interrupted. Refused rows are
    listed with their reasons in FILE.errors.csv.

    Columns are named like the attributes, as external_id or externalId. A relation (company, customer, order, product) holds the
    other record's external id; tags hold external ids separated by ";" of tags that exist. Money is two columns, such as total
    and total_currency. Numbers have a decimal point, dates the form 2024-12-31, times an offset: 2024-12-31T23:59:59Z.

    An empty cell clears an optional attribute; one with a default (kind, stage, status) keeps what it has. Leave a column out, or
    --ignore it, to leave the attribute as it is.
    """
    from server.importing import find_entity, import_file, read_mapping

    options: dict[str, Any] = {"chunk_rows": chunk_rows} if chunk_rows else {}
    async with _opened(data_dir) as (_, site, database):
        target = find_entity(entity)
        tenant = await _known_tenant(site.owner_url, slug)
        with click.progressbar(length=1000, label=f"importing {file.name}", file=sys.stderr) as bar:

            def progress(done: int, total: int, rows: int) -> None:
                bar.update(int(1000 * done / max(total, 1)) - bar.pos)

            report = await import_file(
                database,
                tenant,
                target,
                file,
                mapping=read_mapping(mapped),
                ignore=ignore,
                all_or_nothing=all_or_nothing,
                encoding=encoding,
                delimiter=delimiter,
                progress=progress,
                **options,
            )
    if report.resumed_rows:
        _say(f"{report.resumed_rows} rows were in already, from a run that was interrupted")
    click.echo(
        f"{report.rows} rows: {report.created} created, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.refused} refused"
    )
    if report.rolled_back:
        _say("nothing was imported, because rows were refused")
    if report.refused:
        _say(f"the refused rows and the reasons are in {report.errors_path}")
        sys.exit(1)


async def _known_tenant(owner_url: str | None, slug: str) -> Any:
    from server.tenants import list_tenants, tenant_id

    if owner_url is not None:
        known = await _as_owner(owner_url, list_tenants)
        if slug not in known:
            raise SetupError(f"there is no tenant {slug!r}; create it with: tessera tenant create {slug}")
    return tenant_id(slug)


if __name__ == "__main__":
    main()
