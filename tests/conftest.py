"""A real PostgreSQL, a real server on a real port, and two tenants that use the same record ids."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from server.api.schema import Api, build_api
from server.app import build_app
from server.database.embedded import ensure_running
from server.database.roles import application_url
from server.database.tenancy import Database, connect
from server.entities.declaration import Role
from server.jobs import prepare_database
from server.segments import ACTIONS
from server.serving import web_config
from server.settings import Settings
from server.tenants import create_key, create_tenant, tenant_id


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write the query cases' expected SQL and JSON anew")


@pytest.fixture(scope="session")
def owner_url() -> Iterator[str]:
    """The owner's URL of a database server that lives as long as the tests; TESSERA_TEST_DATABASE_URL names another."""
    given = os.environ.get("TESSERA_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="tessera-tests-"))
    folder.chmod(0o755)  # as root, the server runs as another user, who must be able to reach its data
    running = ensure_running(folder / "data", lambda line: None)
    yield running.owner_url
    running.release()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def app_url(owner_url: str) -> str:
    await prepare_database(owner_url)
    return application_url(owner_url)


@dataclass
class Statements:
    """What was sent to the database, transaction control left out."""

    sent: list[str] = field(default_factory=list)

    def observe(self, text: str) -> None:
        if not text.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            self.sent.append(text)


@pytest.fixture(scope="session")
def statements() -> Statements:
    return Statements()


@pytest.fixture(scope="session")
async def database(app_url: str, statements: Statements) -> AsyncIterator[Database]:
    """The pool under the application role."""
    opened = await Database.open(app_url, observe=statements.observe)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def api() -> Api:
    """The schema; it can be built once in a process."""
    return build_api(ACTIONS)


@asynccontextmanager
async def serve(database: Database, api: Api, settings: Settings | None = None) -> AsyncIterator[str]:
    """Serve on a port of its own, and give the address."""
    settings = settings or Settings()
    async with run_server(web_config(build_app(settings, database, api=api), settings, port=0)) as server:
        yield url_of(server)


def url_of(server: uvicorn.Server) -> str:
    """Return the address of a web server that runs."""
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"


@asynccontextmanager
async def run_server(config: uvicorn.Config) -> AsyncIterator[uvicorn.Server]:
    """Run a web server."""
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn offers no event to wait for)
        await asyncio.sleep(0.01)
    try:
        yield server
    finally:
        server.should_exit = True
        await task


@pytest.fixture(scope="session")
async def server_url(database: Database, api: Api) -> AsyncIterator[str]:
    """The address of the server, on a port of its own."""
    async with serve(database, api) as url:
        yield url


async def make_tenant(owner_url: str) -> str:
    """Create a tenant of a new name and return its slug."""
    slug = f"t-{uuid.uuid4().hex[:12]}"
    owner = await connect(owner_url)
    try:
        await create_tenant(owner, slug)
    finally:
        await owner.close()
    return slug


@pytest.fixture
async def slugs(owner_url: str, app_url: str) -> tuple[str, str]:
    """The slugs of two fresh tenants."""
    return await make_tenant(owner_url), await make_tenant(owner_url)


@pytest.fixture
def tenants(slugs: tuple[str, str]) -> tuple[uuid.UUID, uuid.UUID]:
    """The ids of two fresh tenants."""
    return tenant_id(slugs[0]), tenant_id(slugs[1])


class Client:
    """A client app: it holds one token and speaks GraphQL over HTTP."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self.http = http
        self.token = token
        self.headers = {"Authorization": f"Bearer {token}"}

    async def post(self, query: str, variables: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        """Send a document and return the whole response."""
        return await self.http.post(
            "/graphql", json={"query": query, "variables": variables}, headers={**self.headers, **headers}
        )

    async def data(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """Send a document that must succeed and return its data."""
        body = (await self.post(query, variables)).json()
        assert "errors" not in body, body
        return body["data"]

    async def errors(self, query: str, variables: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Send a document that must be refused and return its errors."""
        body = (await self.post(query, variables)).json()
        assert "errors" in body, body
        found: list[dict[str, Any]] = body["errors"]
        return found


@pytest.fixture(scope="session")
async def http(server_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server_url, timeout=30) as client:
        yield client


@pytest.fixture
async def clients(database: Database, http: httpx.AsyncClient, slugs: tuple[str, str]) -> tuple[Client, Client]:
    """An admin of each of two fresh tenants."""
    first, second = [Client(http, await create_key(database, slug, Role.ADMIN)) for slug in slugs]
    return first, second


@pytest.fixture
def admin(clients: tuple[Client, Client]) -> Client:
    """An admin of the first of two fresh tenants."""
    return clients[0]
