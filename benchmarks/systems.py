"""The systems that are compared: how each is started, how it is asked, and that all give the same answers."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.cases import CASES, Request
from benchmarks.load import LoadError, ask, http_request
from benchmarks.peer import Peer
from server.errors import SetupError

_PATIENCE = 60.0
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class System:
    """A running server."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def request(self, case: str, request: Request, token: str) -> str:
        """Return the HTTP request by which this system is asked for a case."""
        if self.name == FLOOR:
            return http_request(f"/{case}?{urlencode(request.variables)}", token)
        return http_request("/graphql", token, {"query": CASES[case].document, "variables": request.variables})


FLOOR = "floor"
TESSERA = "tessera"
DATALOADERS = "dataloaders"
#: The systems, in the order in which they take turns, with what each is.
TITLES = {
    FLOOR: "hand-written SQL behind a bare Starlette route",
    TESSERA: "Tessera",
    DATALOADERS: "plain Strawberry with DataLoaders, over asyncpg",
}


@contextlib.contextmanager
def started(owner_url: str, peer: Peer, names: Collection[str]) -> Iterator[list[System]]:
    """Start the floor and the systems named, each on a port of its own, and end them all when the context is left."""
    starts = {FLOOR: start_floor, TESSERA: start_tessera, DATALOADERS: start_dataloaders}
    with contextlib.ExitStack() as stack:
        systems = []
        for name, start in starts.items():
            if name == FLOOR or name in names:
                port = _free_port()
                process = start(owner_url, peer, port)
                stack.callback(_end, process)
                systems.append(System(name, port, process))
        for system in systems:
            _wait_until_ready(system)
        yield systems


@contextlib.contextmanager
def serving(owner_url: str) -> Iterator[int]:
    """Start Tessera alone, give the port, and end it when the context is left."""
    port = _free_port()
    process = _start(["server", "serve", "--port", str(port), "--no-worker"], tessera_environment(owner_url))
    try:
        _wait_until_ready(System(TESSERA, port, process))
        yield port
    finally:
        _end(process)


def start_tessera(owner_url: str, peer: Peer, port: int) -> subprocess.Popen[bytes]:
    """Start Tessera as its users do, without the worker, which has nothing to do here."""
    return _start(["server", "serve", "--port", str(port), "--no-worker"], tessera_environment(owner_url))


def tessera_environment(owner_url: str) -> dict[str, str]:
    """Return the environment variables by which a `tessera` command uses the database of the benchmarks."""
    return {"TESSERA_DATABASE_URL": owner_url, "TESSERA_APP_DATABASE_URL": ""}


def start_floor(owner_url: str, peer: Peer, port: int) -> subprocess.Popen[bytes]:
    """Start the floor."""
    return _start(["benchmarks.floor", str(port)], peer.environment())


def start_dataloaders(owner_url: str, peer: Peer, port: int) -> subprocess.Popen[bytes]:
    """Start the DataLoader peer."""
    return _start(["benchmarks.dataloaders", str(port)], peer.environment())


def check_equal(systems: Sequence[System], case: str, requests: Sequence[Request], tokens: Mapping[str, str]) -> None:
    """Raise ``LoadError`` unless all systems answer each request with the same data, and with something in them."""
    for request in requests:
        answers = {
            system.name: _answer(system, system.request(case, request, tokens[request.slug])) for system in systems
        }
        expected = answers[FLOOR]
        if not _holds_something(expected):
            raise LoadError(f"the case {case} finds nothing for {request}: {expected}")
        for name, answer in answers.items():
            if answer != expected:
                raise LoadError(f"{name} answers {case} {request} with {_excerpt(answer)}, not {_excerpt(expected)}")


def _answer(system: System, request: str) -> Any:
    try:
        # Beside the data, a system may tell more, such as what the operation cost.
        return json.loads(ask(system.port, request))["data"]
    except (LoadError, OSError, ValueError, KeyError) as error:
        raise LoadError(f"{system.name}: {error}") from error


def _holds_something(answer: Any) -> bool:
    """Whether no list is empty and no count zero, all the way down."""
    if isinstance(answer, dict):
        return all(_holds_something(value) for value in answer.values())
    if isinstance(answer, list):
        return bool(answer) and all(_holds_something(value) for value in answer)
    return answer is not None and answer != 0


def _excerpt(answer: Any) -> str:
    text = json.dumps(answer)
    return text if len(text) < 600 else f"{text[:600]}…"


def _start(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.Popen(command, cwd=_ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _wait_until_ready(system: System) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if (status := system.process.poll()) is not None:
            raise SetupError(f"{system.name} ended with status {status} instead of serving; its message is above")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", system.port), timeout=1):
            return
        time.sleep(0.05)
    raise SetupError(f"{system.name} did not listen on port {system.port} within {_PATIENCE:.0f} seconds")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
