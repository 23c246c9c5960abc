"""One PostgreSQL server on one data directory: create it, start it, connect as its superuser, stop it.

Whether the server runs is decided by a lock and a connection, never by a process id: every process that works on the
data (initdb, the server, its children) inherits ``server.lock``, which the kernel frees when the last of them has
ended, however it ended. What holds the lock is then asked through a connection with this directory's own password.

Not here: who may start or stop the server, and when; ``embedded`` calls these functions under its own locks.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg

from server.database.binaries import Binaries, run_as
from server.database.data_directory import SUPERUSER, DataDirectory, sync_folder
from server.errors import SetupError

Report = Callable[[str], None]

#: Seconds without a sign of life after which a server that exists counts as stuck.
PATIENCE = 60.0

_POLL = 0.02
_ATTEMPTS = 3
_LOG_LIMIT = 16 * 1024 * 1024
_FIXED = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c logging_collector=off"
_SETTINGS = """\
# Written by Tessera at every start. Change settings in postgresql.conf below its include line, or by ALTER SYSTEM.
shared_buffers = 256MB
max_connections = 100
max_wal_size = 2GB
jit = off
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
"""


async def connect(directory: DataDirectory, report: Report) -> asyncpg.Connection | None:
    """Connect to the running server as superuser; None when none runs, or when it ends before it has answered."""
    begin = time.monotonic()
    deadline = begin + PATIENCE
    told = False
    while directory.is_running():
        try:
            if port := directory.port():
                return await _connect_once(port, directory.password(SUPERUSER))
        except asyncpg.CannotConnectNowError:
            # Alive: it starts, repairs after a crash (which may take long) or stops.
            deadline = time.monotonic() + PATIENCE
            if not told and time.monotonic() > begin + 1:
                report("waiting for PostgreSQL, which is recovering its data or stopping")
                told = True
        except asyncpg.InvalidPasswordError:
            path = directory.password_file(SUPERUSER)
            raise SetupError(f"PostgreSQL refuses the password in {path}: restore that file") from None
        except (OSError, asyncpg.PostgresConnectionError, asyncpg.TooManyConnectionsError):
            pass
        if time.monotonic() > deadline:
            raise SetupError(
                f"a PostgreSQL process still works on {directory.data} but does not answer on port {directory.port()}: "
                f"look into {directory.log}, end that process and start again"
            )
        await asyncio.sleep(_POLL)
    return None


async def start(directory: DataDirectory, binaries: Binaries, report: Report) -> asyncpg.Connection:
    """Start the server on data where none runs, and connect to it as superuser."""
    _forget_dead_server(directory)
    directory.write(directory.data / "tessera.conf", _SETTINGS)
    for _ in range(_ATTEMPTS):
        port = _free_port(directory.port())
        directory.write(directory.folder / "port", str(port))
        report(f"starting PostgreSQL {binaries.version} on 127.0.0.1:{port}")
        offset = _begin_log(directory)
        refused = _launch(directory, binaries, port)
        if connection := await connect(directory, report):
            return connection
        said = refused or _read_log(directory)[offset:].strip()
        if "could not bind" not in said:
            break
    raise SetupError(f"PostgreSQL did not start on {directory.data}; its log {directory.log} says:\n{said[-2000:]}")


def create(directory: DataDirectory, binaries: Binaries, report: Report) -> None:
    """Create the data in a folder beside their place and move them there when they are whole."""
    report(f"creating the database in {directory.folder}")
    directory.make_passwords()
    fresh = directory.folder / "pgdata.new"
    for locale in _locales(binaries):
        if fresh.exists():
            shutil.rmtree(fresh)
        with directory.inherited_lock() as lock:
            answer = run_as(
                directory.account,
                [
                    binaries.folder / "initdb",
                    f"--pgdata={fresh}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={directory.password_file(SUPERUSER)}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--data-checksums",
                    *locale,
                ],
                directory.folder,
                pass_fds=[lock],
            )
        if answer.returncode == 0:
            break
    else:
        raise SetupError(f"initdb could not create the database in {fresh}:\n{answer.stderr.strip()[-2000:]}")
    _append(fresh / "postgresql.conf", "include 'tessera.conf'\n")
    fresh.rename(directory.data)
    sync_folder(directory.folder)


def end(directory: DataDirectory, binaries: Binaries) -> None:
    """Stop the running server: its clients are disconnected, and everything is written to disk."""
    answer = run_as(
        directory.account,
        [binaries.folder / "pg_ctl", "stop", "--mode=fast", f"--timeout={PATIENCE:.0f}"],
        directory.folder,
        {"PGDATA": str(directory.data)},
    )
    # pg_ctl fails when the server itself is gone, and only its children are about to end.
    deadline = time.monotonic() + (PATIENCE if answer.returncode == 0 else 5)
    while directory.is_running():
        if time.monotonic() > deadline:
            raise SetupError(f"PostgreSQL on {directory.data} did not stop: {(answer.stderr or answer.stdout).strip()}")
        time.sleep(_POLL)


async def _connect_once(port: int, password: str) -> asyncpg.Connection:
    return await asyncpg.connect(
        host="127.0.0.1", port=port, user=SUPERUSER, password=password, database=SUPERUSER, ssl=False, timeout=10
    )


def _launch(directory: DataDirectory, binaries: Binaries, port: int) -> str:
    """Start the server detached from this process and its terminal; return what pg_ctl objects to, if anything."""
    with directory.inherited_lock() as lock:
        answer = run_as(
            directory.account,
            [
                binaries.folder / "pg_ctl",
                "start",
                "--no-wait",
                "--silent",
                f"--log={directory.log}",
                f"--options=-p {port} {_FIXED}",
            ],
            directory.folder,
            {"PGDATA": str(directory.data)},
            pass_fds=[lock],
        )
    return answer.stderr.strip() if answer.returncode else ""


def _forget_dead_server(directory: DataDirectory) -> None:
    """Remove the pid file of a server that is gone: PostgreSQL would believe it when the id is in use again."""
    path = directory.data / "postmaster.pid"
    try:
        pid = path.read_text().partition("\n")[0].strip()
    except FileNotFoundError:
        return
    # A server that was started by hand does not hold the lock, but it works in its data directory (seen on Linux).
    with contextlib.suppress(OSError):
        if Path(f"/proc/{pid}/cwd").samefile(directory.data):
            raise SetupError(f"another PostgreSQL (process {pid}) runs on {directory.data}: stop it first")
    path.unlink()


def _begin_log(directory: DataDirectory) -> int:
    """Return where the log's next line will be; a log that has grown large is put aside first."""
    if directory.log.exists() and directory.log.stat().st_size > _LOG_LIMIT:
        directory.log.replace(directory.log.with_suffix(".log.1"))
    return len(_read_log(directory))


def _read_log(directory: DataDirectory) -> str:
    return directory.log.read_text(errors="replace") if directory.log.exists() else ""


def _free_port(preferred: int | None) -> int:
    for port in (preferred or 0, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise SetupError("no free TCP port on 127.0.0.1 for the embedded PostgreSQL")


def _locales(binaries: Binaries) -> list[list[str]]:
    """Return the options of initdb to try in turn: UTF-8 and the order of code points, whatever the system has."""
    if binaries.major >= 17:
        return [["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
    return [["--locale=C.UTF-8"], ["--locale=C"]]


def _append(path: Path, line: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(descriptor)
