"""The demo: three tenants with public data sets, and segments found in those that have customers.

Everything is done the way that a user would do it: tenants and keys are created, files imported, a segmentation requested and run
by a worker. ``demo.json`` is written last, so that a start which was interrupted is simply done again.
"""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from server.database.tenancy import Database, connect
from server.demo.files import DataFile, files_in_order
from server.entities.declaration import Role
from server.errors import SetupError, Unauthenticated
from server.importing import ImportReport, import_file
from server.jobs import run_worker
from server.segments.request import run_segmentation
from server.settings import Settings
from server.startup import Report, Site, handlers
from server.tenants import Authenticator, create_key, create_tenant, tenant_id

_DATA = Path(__file__).parent / "data"
_EXAMPLE = Path(__file__).parent / "example.graphql"


@dataclass(frozen=True, slots=True)
class DemoSegmentation:
    """A segmentation to run; without ``k`` the number of segments is found."""

    name: str
    attributes: tuple[str, ...]
    k: int | None = None


@dataclass(frozen=True, slots=True)
class DemoTenant:
    """A tenant, whose slug is also the folder of its files, and its segmentation if it has customers."""

    slug: str
    title: str
    segmentation: DemoSegmentation | None = None


TENANTS = (
    DemoTenant(
        "online-retail",
        "Online Retail: a gift wholesaler's orders and returns, 2010–2011 (UCI, CC BY 4.0)",
        DemoSegmentation(
            "Buying behaviour",
            ("orders.count", "orders.total", "orders.mean", "orders.daysSinceLast", "orders.returned"),
        ),
    ),
    DemoTenant(
        "customer-personality",
        "Customer Personality: households with education, family and spend by category (CC0)",
        DemoSegmentation(
            "Households and tastes",
            (
                "tagGroup:education",
                "tagGroup:kidhome",
                "tagGroup:teenhome",
                "orders.total",
                "orders.daysSinceLast",
                "spend:MntWines",
                "spend:MntMeatProducts",
                "spend:MntFishProducts",
            ),
            k=4,  # left to itself the engine finds two, by how much they spend; four tell families apart as well
        ),
    ),
    DemoTenant(
        "crm-sales", "CRM Sales Opportunities: companies, sales teams and deals of a maker of hardware (public domain)"
    ),
)


async def prepare_demo(settings: Settings, site: Site, database: Database, url: str, report: Report) -> str:
    """Fill the database unless that was done before, write ``demo.json``, and return what to tell the user."""
    path = _folder(settings) / "demo.json"
    tokens = await _tokens_of(path, database)
    if tokens is None:
        tokens = await _fill(site, database, report)
    else:
        report("the demo's data are there already")
    told = {"url": url, "tenants": [{"slug": slug, "tokens": by_role} for slug, by_role in tokens.items()]}
    _write(path, json.dumps(told, indent=2) + "\n")
    return _tell(url, tokens, path)


def _folder(settings: Settings) -> Path:
    """The data directory; with a database elsewhere it holds nothing but ``demo.json``."""
    from server.database.embedded import default_data_dir

    folder = settings.data_dir or default_data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def _tokens_of(path: Path, database: Database) -> dict[str, dict[str, str]] | None:
    """The tokens of a complete earlier start, if this database still knows them."""
    authenticator = Authenticator(database)
    try:
        told = json.loads(await asyncio.to_thread(path.read_text))
        tokens: dict[str, dict[str, str]] = {tenant["slug"]: tenant["tokens"] for tenant in told["tenants"]}
        for tenant in TENANTS:
            for role in Role:
                await authenticator.caller(f"Bearer {tokens[tenant.slug][role.value]}")
    except (FileNotFoundError, ValueError, KeyError, TypeError, Unauthenticated):
        return None
    return tokens


async def _fill(site: Site, database: Database, report: Report) -> dict[str, dict[str, str]]:
    owner = await connect(site.owner())
    try:
        for tenant in TENANTS:
            await create_tenant(owner, tenant.slug)
    finally:
        await owner.close()
    await asyncio.gather(*(_import(database, tenant, report) for tenant in TENANTS))
    await _segment(site, database, report)
    return {
        tenant.slug: {role.value: await create_key(database, tenant.slug, role) for role in Role} for tenant in TENANTS
    }


async def _import(database: Database, tenant: DemoTenant, report: Report) -> None:
    report(f"importing {tenant.title}")
    for file in files_in_order(_DATA / tenant.slug):
        if file.upwards:  # a row finds those only that were there before its chunk
            await _import_file(database, tenant, file, without=file.upwards)
        done = await _import_file(database, tenant, file)
        report(f"  {tenant.slug}: {file.entity.table}, {done.rows} rows")


async def _import_file(
    database: Database, tenant: DemoTenant, file: DataFile, without: tuple[str, ...] = ()
) -> ImportReport:
    done = await import_file(database, tenant_id(tenant.slug), file.entity, file.path, ignore=without)
    if done.refused:
        raise SetupError(f"the demo's own file {file.path.name} was not taken whole; see {done.errors_path}")
    return done


async def _segment(site: Site, database: Database, report: Report) -> None:
    """Request the tenants' segmentations and run a worker until all are done, or until the worker fails."""
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(database, site.app_url, handlers(), stop=stop))
    work = asyncio.create_task(_segment_all(database, report))
    try:
        await asyncio.wait({worker, work}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        work.cancel()
        await asyncio.wait({worker, work})
    worker.result()
    work.result()


async def _segment_all(database: Database, report: Report) -> None:
    wanted = [(tenant.slug, tenant.segmentation) for tenant in TENANTS if tenant.segmentation]
    await asyncio.gather(*(_segment_one(database, slug, segmentation, report) for slug, segmentation in wanted))


async def _segment_one(database: Database, slug: str, wanted: DemoSegmentation, report: Report) -> None:
    owner = tenant_id(slug)
    async with database.tenant_transaction(owner) as connection:
        asked = {"name": wanted.name, "attributes": list(wanted.attributes), "k": wanted.k}
        segmentation = await run_segmentation(connection, owner, asked)
    report(f"looking for segments in {slug}")
    while True:
        status, error, names = await _state(database, owner, segmentation)
        if status == "SUCCEEDED":
            report(f"  {slug}: {'; '.join(names)}")
            return
        if status == "FAILED":
            raise SetupError(f"the segmentation of {slug} failed: {error}")
        await asyncio.sleep(0.1)


async def _state(database: Database, owner: UUID, segmentation: UUID) -> tuple[str, str | None, list[str]]:
    async with database.tenant_transaction(owner, readonly=True) as connection:
        row = await connection.fetchrow(
            "select status, error from segmentation where tenant_id = $1 and id = $2", owner, segmentation
        )
        names = await connection.fetch(
            "select name, size from segment where tenant_id = $1 and segmentation_id = $2 order by position",
            owner,
            segmentation,
        )
    return row["status"], row["error"], [f"{found['name']} ({found['size']})" for found in names]


def _write(path: Path, text: str) -> None:
    """Replace the file in one step; the tokens in it are for its owner's eyes only."""
    temporary = path.with_suffix(".json.new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    temporary.replace(path)


def _tell(url: str, tokens: dict[str, dict[str, str]], path: Path) -> str:
    lines = ["", f"Tessera: {url}/graphql  (open it in a browser, or POST to it)", ""]
    for slug, by_role in tokens.items():
        lines.append(slug)
        lines += [f"  {role:<9} {token}" for role, token in by_role.items()]
    lines += [
        "",
        f"All of this is also in {path}",
        "",
        f"A query to paste, as {TENANTS[1].slug}:",
        "",
        _EXAMPLE.read_text(),
    ]
    return "\n".join(lines)
