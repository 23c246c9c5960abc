"""Serving until told to stop: the web server and, beside it, a worker for background jobs."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.app import build_app
from server.database.tenancy import Database
from server.errors import SetupError
from server.jobs import run_worker
from server.segments import ACTIONS
from server.settings import Settings
from server.startup import Report, Site, handlers

_GRACE = 10
#: Seconds that a client has to read what was still sent when its WebSocket is over.
_LINGER = 5.0
_log = logging.getLogger("tessera.serving")


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that accepts connections, and its address."""

    socket: socket.socket
    url: str


def listen(host: str, port: int) -> Listening:
    """Take the port before anything slow begins; raise ``SetupError`` when somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise SetupError(
            f"cannot listen on {host} port {port} ({error.strerror}); choose another with --port"
        ) from None
    shown = f"[{host}]" if ":" in host else host
    return Listening(taken, f"http://{shown}:{taken.getsockname()[1]}")


async def serve_until_stopped(
    settings: Settings, site: Site, database: Database, listening: Listening, report: Report, *, worker: bool
) -> None:
    """Serve on ``listening`` until SIGINT or SIGTERM; requests and jobs in hand are finished first.

    A worker that fails ends the server too, and its error is raised.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = build_app(settings, database, ACTIONS)
    config = web_config(app, settings, access_log=False, timeout_graceful_shutdown=_GRACE, log_config=None)
    server = _Server(config, lambda: report(f"serving on {listening.url}/graphql; press Ctrl-C to stop"))
    listening.socket.listen(2048)  # from now on whoever comes waits rather than is refused
    if not worker:
        await server.serve(sockets=[listening.socket])
        return
    stop = asyncio.Event()
    jobs = asyncio.create_task(run_worker(database, site.app_url, handlers(), stop=stop))
    jobs.add_done_callback(server.end_with)
    try:
        await server.serve(sockets=[listening.socket])
    finally:
        stop.set()
        await jobs


def web_config(app: Starlette, settings: Settings, **options: Any) -> uvicorn.Config:
    """Return how the web server serves ``app``; ``options`` are uvicorn's."""
    return uvicorn.Config(
        app, ws=_WebSocket, ws_max_size=settings.limits.body_bytes, log_level="warning", lifespan="off", **options
    )


class _WebSocket(WebSocketsSansIOProtocol):
    """A WebSocket whose connection ends with it.

    uvicorn waits for the client to read all that was sent: for ever, when a client does not read.
    """

    async def run_asgi(self) -> None:
        """Hold the socket, and cut the connection a while after."""
        await super().run_asgi()
        self.loop.call_later(_LINGER, self.transport.abort)


class _Server(uvicorn.Server):
    """A web server that merely ends at a signal.

    uvicorn would raise the signal once more when it has ended; that kills the process before it has put back its jobs and released
    its database.
    """

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and announce it: from then on a signal is the regular end."""
        await super().startup(sockets)
        self._announce()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; a second Ctrl-C ends at once."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    def end_with(self, jobs: asyncio.Task[None]) -> None:
        """End because the worker has ended."""
        if not jobs.cancelled() and (error := jobs.exception()) is not None:
            _log.error("the server ends, because its worker failed: %s", error)
            self.should_exit = True
