"""The application: its routes over a database, which whoever opened it also closes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from server.api.endpoint import GraphQLEndpoint
from server.api.execute import Executor
from server.api.schema import Api, build_api
from server.api.subscribe import Feeds
from server.api.websocket import GraphQLSockets
from server.attachments import PATH, AttachmentEndpoint
from server.database.changes import Changes
from server.database.tenancy import Database
from server.entities.action import Action
from server.errors import TesseraError
from server.settings import Settings
from server.tenants import Authenticator

_GRAPHIQL = Path(__file__).parent / "api" / "graphiql"


def build_app(
    settings: Settings, database: Database, actions: Iterable[Action] = (), api: Api | None = None
) -> Starlette:
    """Return the ASGI application that serves ``database``."""
    api = api or build_api(actions)
    authenticator = Authenticator(database, settings.key_memory)
    executor = Executor(api, database, settings.limits)
    feeds = Feeds(database, Changes(database))
    sockets = GraphQLSockets(executor, feeds, authenticator, settings.limits, recheck=settings.key_memory)

    async def schema(request: Request) -> Response:
        try:
            await authenticator.caller(request.headers.get("authorization"))
        except TesseraError as error:
            status = 401 if error.code == "UNAUTHENTICATED" else 503
            body = {"errors": [{"message": error.message, "extensions": {"code": error.code}}]}
            return JSONResponse(body, status, headers={"WWW-Authenticate": "Bearer"} if status == 401 else None)
        return PlainTextResponse(api.sdl)

    async def ready(request: Request) -> Response:
        try:
            await database.ping()
        except TesseraError as error:
            return JSONResponse({"status": error.code}, 503, headers={"Retry-After": "1"})
        return JSONResponse({"status": "ready"})

    return Starlette(
        routes=[
            Route("/", lambda request: RedirectResponse("/graphql"), methods=["GET"]),
            Route("/graphql", GraphQLEndpoint(executor, authenticator, settings.limits)),
            WebSocketRoute("/graphql", sockets),
            Route("/schema.graphql", schema),
            Route(PATH, AttachmentEndpoint(database, authenticator, settings.limits)),
            Route("/healthz", lambda request: JSONResponse({"status": "alive"})),
            Route("/readyz", ready),
            Mount("/graphiql", StaticFiles(directory=_GRAPHIQL)),
        ]
    )
