"""The load: keep-alive HTTP/1.1 connections that ask as fast as they are answered, in a process of their own.

``measure`` starts that process. It is one thread over plain sockets that reads nothing of a response but its status and
length and looks for an error in the body, so that it costs little beside the server, with which it shares the machine. Any
status but 200 and any GraphQL error ends the run: a fast wrong answer is not measured.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

from benchmarks.cpu import seconds_used

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_RECEIVED_AT_ONCE = 1 << 18
_SILENCE = 60.0


class LoadError(Exception):
    """A system answered wrongly, or not at all."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked: whole HTTP requests in turn, on so many connections, for so long after a warm-up.

    ``server`` and ``database`` are the processes whose processor time is counted.
    """

    port: int
    requests: Sequence[str]
    connections: int
    warm_up: float
    seconds: float
    server: int | None
    database: int | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of it: requests per second, and per request its latency and the processor time, all in seconds."""

    per_second: float
    p50: float
    p99: float
    server: float | None
    database: float | None


def http_request(path: str, token: str, body: dict[str, Any] | None = None) -> str:
    """Return a whole HTTP request: a POST of ``body`` as JSON, or a GET when there is none."""
    headers = f"Host: localhost\r\nAuthorization: Bearer {token}\r\n"
    if body is None:
        return f"GET {path} HTTP/1.1\r\n{headers}\r\n"
    content = json.dumps(body)
    headers += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{headers}\r\n{content}"


def ask(port: int, request: str) -> bytes:
    """Return the body of the response to one request; raise ``LoadError`` unless it is a good one."""
    connection = Connection(port, [request.encode()], 0)
    try:
        connection.send()
        while (body := connection.receive()) is None:
            pass
    finally:
        connection.close()
    return body


def measure(load: Load) -> Answers:
    """Put the load on a server from a new process and return what came of it."""
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(command, input=json.dumps(asdict(load)), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise LoadError(done.stderr.strip() or f"the load process ended with status {done.returncode}")
    return Answers(**json.loads(done.stdout))


class Connection:
    """One connection: it sends the requests in turn, from one of its own on."""

    def __init__(self, port: int, requests: list[bytes], first: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_SILENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._requests = requests
        self._next = first % len(requests)
        self._parts: list[bytes] = []
        self._missing = 0

    def send(self) -> None:
        """Send the next request."""
        request = self._requests[self._next]
        self._next = (self._next + 1) % len(self._requests)
        self.sent_at = perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bytes | None:
        """Read what has come; return the body when the response is whole."""
        part = self.socket.recv(_RECEIVED_AT_ONCE)
        if not part:
            raise LoadError("the server closed the connection")
        if self._missing == 0:
            part = self._read_head(part)
        self._parts.append(part)
        self._missing -= len(part)
        if self._missing > 0:
            return None
        body = b"".join(self._parts)
        self._parts.clear()
        if b'"errors"' in body:
            raise LoadError(f"a response holds an error: {body[:500].decode(errors='replace')}")
        return body

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()

    def _read_head(self, part: bytes) -> bytes:
        while (end := part.find(b"\r\n\r\n")) < 0:
            more = self.socket.recv(_RECEIVED_AT_ONCE)
            if not more:
                raise LoadError("the server closed the connection")
            part += more
        length = _LENGTH.search(part, 0, end + 2)
        if not part.startswith(b"HTTP/1.1 200 ") or length is None:
            raise LoadError(f"a response is not a plain 200: {part[:500].decode(errors='replace')}")
        self._missing = int(length[1])
        return part[end + 4 :]


class _Crowd:
    """All connections of one load."""

    def __init__(self, load: Load) -> None:
        requests = [request.encode() for request in load.requests]
        apart = max(1, len(requests) // load.connections)
        self._selector = selectors.DefaultSelector()
        self._connections = [Connection(load.port, requests, number * apart) for number in range(load.connections)]
        for connection in self._connections:
            self._selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()

    def ask_for(self, seconds: float) -> list[float]:
        """Ask and ask again; return the latencies of what was answered.

        A slow system is given longer, until each connection has had two answers on average.
        """
        latencies: list[float] = []
        enough, end = 2 * len(self._connections), perf_counter() + seconds
        while (now := perf_counter()) < end or len(latencies) < enough:
            if now > end + _SILENCE:
                raise LoadError(f"only {len(latencies)} requests were answered in {seconds + _SILENCE:.0f} seconds")
            for connection in self._ready(max(end - now, 0.1)):
                if connection.receive() is not None:
                    latencies.append(perf_counter() - connection.sent_at)
                    connection.send()
        return latencies

    def leave(self) -> None:
        """Wait for what is still under way, so that it does not burden the next measurement, and close."""
        waiting = len(self._connections)
        while waiting:
            ready = self._ready(_SILENCE)
            if not ready:
                raise LoadError(f"the server has been silent for {_SILENCE:.0f} seconds")
            for connection in ready:
                if connection.receive() is not None:
                    self._selector.unregister(connection.socket)
                    connection.close()
                    waiting -= 1

    def _ready(self, patience: float) -> list[Connection]:
        return [key.data for key, _ in self._selector.select(patience)]


def _run(load: Load) -> Answers:
    crowd = _Crowd(load)
    crowd.ask_for(load.warm_up)
    server, database = seconds_used(load.server), seconds_used(load.database)
    begin = perf_counter()
    latencies = crowd.ask_for(load.seconds)
    seconds, count = perf_counter() - begin, len(latencies)
    server_after, database_after = seconds_used(load.server), seconds_used(load.database)
    crowd.leave()
    return Answers(
        count / seconds,
        statistics.median(latencies),
        statistics.quantiles(latencies, n=100, method="inclusive")[98],
        _share(server, server_after, count),
        _share(database, database_after, count),
    )


def _share(before: float | None, after: float | None, count: int) -> float | None:
    return None if before is None or after is None else (after - before) / count


def main() -> None:
    """Read a load as JSON from standard input and print what came of it as JSON."""
    try:
        answers = _run(Load(**json.load(sys.stdin)))
    except (LoadError, OSError) as error:
        sys.exit(str(error))
    json.dump(asdict(answers), sys.stdout)


if __name__ == "__main__":
    main()
