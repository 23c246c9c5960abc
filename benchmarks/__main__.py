"""`make bench`: measure Tessera beside its peer and the floor, on the same database and data, and print one table.

    python -m benchmarks                 everything, with its own database: about ten minutes after the data are made
    python -m benchmarks --quick         a trial run on little data: a minute, and no figure to quote
    python -m benchmarks --case page     one case

Every figure is the median over rounds in which the systems take turns, because a machine that others use is never equally
fast twice; the ratio to the floor is taken within each round. All systems must first give the same JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from benchmarks.cases import CASES, draw_requests
from benchmarks.cpu import postmaster_of
from benchmarks.generator import Size, generate
from benchmarks.import_rows import measure_imports
from benchmarks.load import Answers, Load, LoadError, measure
from benchmarks.peer import Peer
from benchmarks.systems import TITLES, System, check_equal, started
from benchmarks.table import Figures
from server.database.embedded import default_data_dir, ensure_running
from server.database.roles import application_url
from server.database.tenancy import Database, connect
from server.entities.declaration import Role
from server.errors import TesseraError
from server.startup import Site, migrate_site
from server.tenants import create_key, tenant_id

IMPORT = "import"
CONNECTIONS = (1, 8)
_WARM_UP = 1.0
_COMPARED = 12  # requests of each case whose answers are compared before anything is timed


def main() -> None:
    """Run what the command line asks for."""
    signal.signal(signal.SIGTERM, end_cleanly)
    options = _parser().parse_args()
    if options.quick:
        options.tenants, options.customers = min(options.tenants, 2), min(options.customers, 1_000)
        options.seconds, options.rounds, options.rows = 1.0, 1, 2_000
    try:
        with _database(options) as owner_url:
            _run(options, owner_url)
    except (TesseraError, LoadError) as error:
        sys.exit(f"benchmarks: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    description, _, epilog = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    size = Size()
    parser.add_argument("--case", action="append", choices=[*CASES, IMPORT], help="only this case; may be repeated")
    parser.add_argument(
        "--system", action="append", choices=list(TITLES), help="only the floor and this system; may be repeated"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each measurement lasts (default: 5)")
    parser.add_argument("--rounds", type=int, default=3, help="how often the systems take turns (default: 3)")
    parser.add_argument("--tenants", type=int, default=size.tenants, help=f"tenants to make (default: {size.tenants})")
    parser.add_argument(
        "--customers", type=int, default=size.customers, help=f"customers of each tenant (default: {size.customers})"
    )
    parser.add_argument("--seed", type=int, default=size.seed, help="what the data are drawn from (default: 1)")
    parser.add_argument("--rows", type=int, default=50_000, help="rows of the import (default: 50000)")
    parser.add_argument("--quick", action="store_true", help="little data, one round of a second each: does it run?")
    parser.add_argument(
        "--data-dir", type=Path, default=own_data_dir(), help="where the database of the benchmarks lies (%(default)s)"
    )
    parser.add_argument(
        "--database-url", help="use this database instead: the URL of its owner, who may create roles and schemas"
    )
    return parser


def own_data_dir(suffix: str = "") -> Path:
    """Return where the embedded database of the benchmarks lies unless told otherwise."""
    name = f"tessera-benchmarks{suffix}"
    if os.geteuid() == 0:  # PostgreSQL runs as another account then, which cannot enter root's own folders
        return default_data_dir().with_name(name)
    return platformdirs.user_cache_path(name)


@contextlib.contextmanager
def _database(options: argparse.Namespace) -> Iterator[str]:
    if options.database_url:
        yield options.database_url
        return
    with ensure_running(options.data_dir, report) as embedded:
        yield embedded.owner_url


def _run(options: argparse.Namespace, owner_url: str) -> None:
    size = Size(options.tenants, options.customers, options.seed)
    cases = list(dict.fromkeys(options.case or [*CASES, IMPORT]))
    asyncio.run(migrate_site(Site(owner_url, application_url(owner_url)), report))
    asyncio.run(generate(owner_url, size, report))
    version, postmaster = asyncio.run(_postgresql(owner_url))
    print(_circumstances(size, version), flush=True)
    asked = [case for case in cases if case != IMPORT]
    if asked:
        _compare(options, owner_url, postmaster, size, asked)
    if IMPORT in cases:
        print(f"\n{measure_imports(owner_url, options.rows, options.rounds, report)}")


def _compare(
    options: argparse.Namespace, owner_url: str, postmaster: int | None, size: Size, cases: Sequence[str]
) -> None:
    tokens = asyncio.run(_tokens(owner_url, size.slugs()))
    requests = asyncio.run(draw_requests(owner_url, size))
    peer = Peer(application_url(owner_url), {token: tenant_id(slug) for slug, token in tokens.items()})
    figures = Figures()
    with started(owner_url, peer, options.system or list(TITLES)) as systems:
        for case in cases:
            check_equal(systems, case, requests[case][:_COMPARED], tokens)
        report("all systems give the same answers")
        for case, connections, turn in product(cases, CONNECTIONS, range(options.rounds)):
            report(f"measuring {case} with {connections} at once, round {turn + 1} of {options.rounds}")
            for system in systems:
                asked = [system.request(case, request, tokens[request.slug]) for request in requests[case]]
                warm_up = min(options.seconds, _WARM_UP)
                load = Load(system.port, asked, connections, warm_up, options.seconds, system.process.pid, postmaster)
                figures.add(case, connections, system.name, _measured(system, case, load))
    print(f"\n{figures.table()}")


def _measured(system: System, case: str, load: Load) -> Answers:
    try:
        return measure(load)
    except LoadError as error:
        raise LoadError(f"{system.name}, case {case}: {error}") from error


async def _tokens(owner_url: str, slugs: Sequence[str]) -> dict[str, str]:
    database = await Database.open(application_url(owner_url), size=1)
    try:
        return {slug: await create_key(database, slug, Role.CLIENT) for slug in slugs}
    finally:
        await database.close()


async def _postgresql(owner_url: str) -> tuple[str, int | None]:
    """Return PostgreSQL's version, and its process when it runs on this machine."""
    owner = await connect(owner_url)
    try:
        version: str = await owner.fetchval("show server_version")
        local = urlsplit(owner_url).hostname in ("127.0.0.1", "localhost", "::1")
        return version, postmaster_of(await owner.fetchval("select pg_backend_pid()")) if local else None
    finally:
        await owner.close()


def _circumstances(size: Size, version: str) -> str:
    """Return what the figures depend on, to be read with them."""
    systems = "\n".join(f"  {name:<12} {title}" for name, title in TITLES.items())
    cases = "\n".join(f"  {case.name:<12} {case.title}" for case in CASES.values())
    machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, PostgreSQL {version}"
    return f"{machine}\n{size}\nsystems:\n{systems}\ncases:\n{cases}"


def report(line: str) -> None:
    """Tell what goes on."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def end_cleanly(signal_number: int, _: object) -> None:
    """Unwind at SIGTERM as at the end, so that nothing that was started stays behind."""
    sys.exit(128 + signal_number)


if __name__ == "__main__":
    main()
