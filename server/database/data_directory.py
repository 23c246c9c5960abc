"""The data directory of the embedded server: where it lies, whose it is, and the files that Tessera keeps in it.

    pgdata/            PostgreSQL's own data; there only when whole
    postgres.log       the server's log
    port               where the server listens, or listened last
    *.password         the generated passwords, by role
    *.lock             who may start the server, who uses it, whether it runs
    postgresql-*/      a copy of the programs, when the server's account cannot read the originals

The folder belongs to the account that PostgreSQL runs as, and nobody else may enter it. What that account could have
laid there is not trusted by a process that is root: it opens and replaces its files without following a link.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from server.database.binaries import Account, account_for, run_as
from server.errors import SetupError

SUPERUSER = "postgres"
OWNER = "tessera_owner"

#: Held by the process that starts or stops the server; also the mark of a folder that is a data directory.
START_LOCK = "start.lock"

#: Shared by all processes that use the server.
USERS_LOCK = "users.lock"

_SERVER_LOCK = "server.lock"
_ROOT_PLACES = (Path("/var/lib/tessera"), Path("/srv/tessera"))


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """A data directory, and the account that PostgreSQL runs as on it (None: as this process)."""

    folder: Path
    account: Account | None

    @property
    def data(self) -> Path:
        """PostgreSQL's own part of the directory; it exists only when it is whole."""
        return self.folder / "pgdata"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "postgres.log"

    def major(self) -> int | None:
        """Return the major version of PostgreSQL that wrote the data; None when there are none yet."""
        return int((self.data / "PG_VERSION").read_text()) if self.data.exists() else None

    def port(self) -> int | None:
        """Return the port of the last start; None before the first."""
        try:
            return int((self.folder / "port").read_text())
        except FileNotFoundError:
            return None

    def password(self, role: str) -> str:
        """Return the password of ``role``."""
        path = self.password_file(role)
        try:
            return path.read_text()
        except FileNotFoundError:
            raise SetupError(f"{path} is missing, and with it the way into the database: restore that file") from None

    def password_file(self, role: str) -> Path:
        """Return the path of the file that holds the password of ``role``."""
        return self.folder / f"{role}.password"

    def make_passwords(self) -> None:
        """Make up the passwords that are not there yet."""
        for role in (SUPERUSER, OWNER):
            if not self.password_file(role).exists():
                self.write(self.password_file(role), secrets.token_hex(24))

    def open(self, name: str) -> int:
        """Return a descriptor of the file ``name``, made when it is missing, owned by the account."""
        descriptor = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        self._own(descriptor)
        return descriptor

    def write(self, path: Path, text: str) -> None:
        """Replace the file ``path`` so that it is read either as it was or whole, even after a power cut."""
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            self._own(descriptor)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        fresh.replace(path)
        sync_folder(path.parent)

    def is_running(self) -> bool:
        """Return whether any process works on the data: initdb, a server, or what is left of one."""
        descriptor = self.open(_SERVER_LOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            # Not only by closing: another thread may just be starting a program, and hold a copy until it has.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            return False
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def inherited_lock(self) -> Iterator[int]:
        """Hold ``server.lock`` through a descriptor to pass on: a program that inherits it keeps the lock."""
        descriptor = self.open(_SERVER_LOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield descriptor
        finally:
            os.close(descriptor)

    def _own(self, descriptor: int) -> None:
        if self.account:
            os.fchown(descriptor, self.account.uid, self.account.gid)


def default_data_dir() -> Path:
    """Return where the data lie when nothing else was asked for."""
    if os.geteuid() != 0:
        return platformdirs.user_data_path("tessera")
    writable = (place for place in _ROOT_PLACES if os.access(_nearest_existing(place), os.W_OK))
    return next(writable, _ROOT_PLACES[0])


def open_data_directory(data_dir: Path) -> DataDirectory:
    """Create the folder when it is missing, check that it is ours and private, and that PostgreSQL can enter it."""
    folder = data_dir.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        account = account_for(folder)
        if account:
            _check_entry(account, folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        if foreign := _foreign_content(folder):
            raise SetupError(f"{folder} holds other files ({foreign}): give an empty or a new folder as data directory")
        if account:
            os.chown(folder, account.uid, account.gid)
        folder.chmod(0o700)
    except OSError as error:
        raise SetupError(
            f"the data directory {folder} cannot be used ({error.strerror}: {error.filename}): "
            f"give a folder that belongs to you"
        ) from error
    return DataDirectory(folder, account)


def _check_entry(account: Account, folder: Path) -> None:
    """Raise when ``account`` cannot enter ``folder``, naming the outermost folder that keeps it out."""
    if _can_enter(account, folder):
        return
    barred = next(step for step in (*reversed(folder.parents), folder) if not _can_enter(account, step))
    raise SetupError(
        f"PostgreSQL must not run as root and runs as {account.name}, who cannot enter {barred}: "
        f"choose a data directory elsewhere, for example {default_data_dir()}, or allow it with chmod o+x {barred}"
    )


def _can_enter(account: Account, folder: Path) -> bool:
    try:
        return run_as(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], Path("/")).returncode == 0
    except (OSError, subprocess.SubprocessError) as error:
        raise SetupError(
            f"this process is root but may not run PostgreSQL as {account.name} ({error}): "
            f"run tessera as an ordinary user, or set TESSERA_DATABASE_URL"
        ) from error


def _foreign_content(folder: Path) -> str | None:
    """Return the name of something that shows that ``folder`` was made for another purpose."""
    names = {path.name for path in folder.iterdir()} - {"lost+found"}
    return None if names & {START_LOCK, "pgdata"} else min(names, default=None)


def _nearest_existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())


def sync_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
