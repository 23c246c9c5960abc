"""What the floor and the DataLoader peer share: how they are told what to serve, whom they let in, and how they are run.

Both get the same pool of connections, the same transactions and the same web server as Tessera.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import uvicorn
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute

from server.database.tenancy import Database

_VARIABLE = "TESSERA_BENCHMARK_PEER"


@dataclass(frozen=True, slots=True)
class Peer:
    """What a peer is told: the application role's URL, and whose tokens there are."""

    url: str
    tenants: Mapping[str, UUID]

    def environment(self) -> dict[str, str]:
        """Return the environment variable that tells it to another process."""
        tenants = {token: str(tenant) for token, tenant in self.tenants.items()}
        return {_VARIABLE: json.dumps({"url": self.url, "tenants": tenants})}

    def tenant_of(self, request: HTTPConnection) -> UUID | None:
        """Return the tenant whose token came with the request; None when the token is not known."""
        return self.tenants.get(request.headers.get("authorization", "").removeprefix("Bearer "))


def run(make_routes: Callable[[Peer, Callable[[], Database]], list[BaseRoute]]) -> None:
    """Serve the routes on the port in the command line's first argument until told to end."""
    told = json.loads(os.environ[_VARIABLE])
    peer = Peer(told["url"], {token: UUID(tenant) for token, tenant in told["tenants"].items()})
    opened: list[Database] = []

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        opened.append(await Database.open(peer.url))
        yield
        await opened.pop().close()

    app: Any = Starlette(routes=make_routes(peer, lambda: opened[0]), lifespan=lifespan)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
