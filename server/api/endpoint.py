"""GraphQL over HTTP: the edge where requests come in and every error gets its status and its code.

The caller is known before a byte of the body is parsed. Responses follow the GraphQL-over-HTTP specification:
``application/graphql-response+json`` with true status codes for clients that ask for it, ``application/json`` with 200 for those that
do not. A client that goes away takes its statement with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from server.api.documents import InvalidDocument, as_path
from server.api.execute import Executor, Request
from server.errors import BadRequest, TesseraError
from server.settings import Limits
from server.tenants import Authenticator

_MODERN = "application/graphql-response+json"
_LEGACY = "application/json"
_STATUS = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "SERVICE_UNAVAILABLE": 503,
    "QUERY_TIMEOUT": 503,
    "INTERNAL": 500,
}
#: Seconds that a request may take before we begin to watch whether its client is still there.
_PATIENCE = 0.1
_BODY_TIMEOUT = 10.0

_log = logging.getLogger("tessera.api")


class GraphQLEndpoint:
    """The ASGI application at ``/graphql``."""

    def __init__(self, executor: Executor, authenticator: Authenticator, limits: Limits) -> None:
        self._executor = executor
        self._authenticator = authenticator
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        request = HttpRequest(scope, receive)
        if request.method == "GET" and not request.query_params and "text/html" in request.headers.get("accept", ""):
            await HTMLResponse(_explorer(), headers=_EXPLORER_HEADERS)(scope, receive, send)
            return
        watch = _Watch(receive)
        try:
            response = await self._respond(request, watch)
        except asyncio.CancelledError:
            if not watch.gone:
                raise
            return
        finally:
            watch.stop()
        await response(scope, receive, send)

    async def _respond(self, request: HttpRequest, watch: _Watch) -> Response:
        media = _LEGACY
        try:
            media = _negotiate(request.headers.get("accept", ""))
            caller = await self._authenticator.caller(request.headers.get("authorization"))
            asked = await self._read(request)
            watch.start()
            body = await self._executor.execute(caller, asked, readonly=request.method == "GET")
            return Response(body, 200, media_type=media)
        except TesseraError as error:
            return _refusal(error, media)
        except RecursionError:
            return _refusal(BadRequest("the request is nested too deeply"), media)
        except Exception:
            _log.exception("a request failed")
            return _refusal(TesseraError("something went wrong on our side; it has been logged"), media)

    async def _read(self, request: HttpRequest) -> Request:
        if request.method == "GET":
            return _from_query(request.query_params)
        if request.method != "POST":
            raise BadRequest(f"{request.method} is not supported; use POST, or GET for queries", status=405)
        content_type = request.headers.get("content-type", "").lower().replace(" ", "")
        media, _, parameters = content_type.partition(";")
        if media != "application/json" or (
            "charset=" in parameters and "charset=utf-8" not in parameters.replace('"', "")
        ):
            raise BadRequest("send the request as application/json in UTF-8", status=415)
        if request.headers.get("content-encoding", "identity") != "identity":
            raise BadRequest("send the body as it is, without content-encoding", status=415)
        return _from_json(await self._body(request))

    async def _body(self, request: HttpRequest) -> bytes:
        chunks, size = [], 0
        try:
            async with asyncio.timeout(_BODY_TIMEOUT):
                async for chunk in request.stream():
                    size += len(chunk)
                    if size > self._limits.body_bytes:
                        raise BadRequest(f"the body is larger than {self._limits.body_bytes} bytes", status=413)
                    chunks.append(chunk)
        except TimeoutError:
            raise BadRequest("the body did not arrive in time", status=408) from None
        return b"".join(chunks)


class _Watch:
    """Cancels the request's task when its client disconnects; it costs a timer for those that are answered at once."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._request = asyncio.current_task()
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self.gone = False

    def start(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(_PATIENCE, self._watch)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _watch(self) -> None:
        self._task = asyncio.create_task(self._wait())

    async def _wait(self) -> None:
        with suppress(Exception):
            while (await self._receive())["type"] != "http.disconnect":
                pass
        self.gone = True
        if self._request is not None:
            self._request.cancel()


# Requests


def _negotiate(accept: str) -> str:
    """Return the media type to answer in, by the ``Accept`` header."""
    wanted = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    for media in wanted:
        if media == _MODERN:
            return _MODERN
        if media in (_LEGACY, "application/*", "*/*", ""):
            return _LEGACY
    raise BadRequest(f"the answer can be {_MODERN} or {_LEGACY}; Accept allows neither", status=406)


def _from_query(parameters: Mapping[str, str]) -> Request:
    values: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if name in values:
            values[name] = _loads(values[name].encode(), name)
    return _checked(values)


def _from_json(body: bytes) -> Request:
    values = _loads(body, "the body")
    if isinstance(values, list):
        raise BadRequest("batches are not supported; send one request at a time")
    if not isinstance(values, dict):
        raise BadRequest("the body must be a JSON object with the member query")
    return _checked(values)


def _loads(text: bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"{what} is not valid JSON: {error}") from None


def _checked(values: Mapping[str, Any]) -> Request:
    expected: tuple[tuple[str, type, str], ...] = (
        ("query", str, "a string"),
        ("operationName", str, "a string"),
        ("variables", dict, "an object"),
        ("extensions", dict, "an object"),
    )
    for name, kind, described in expected:
        if values.get(name) is not None and not isinstance(values[name], kind):
            raise BadRequest(f"{name} must be {described}")
    if not values.get("query"):
        raise BadRequest("query is missing; send the GraphQL document in the member query")
    return Request(values["query"], values.get("operationName") or None, values.get("variables"))


# Refusals


def _refusal(error: TesseraError, media: str) -> Response:
    if isinstance(error, InvalidDocument):
        errors = error.errors
    else:
        extensions: dict[str, Any] = {"code": error.code}
        described: dict[str, Any] = {"message": error.message, "extensions": extensions}
        if error.path:
            extensions["argument"] = as_path(error.path)
        errors = [described]
    status = _status(error, media)
    headers = {401: {"WWW-Authenticate": "Bearer"}, 405: {"Allow": "GET, POST"}, 503: {"Retry-After": "1"}}.get(status)
    return Response(orjson.dumps({"errors": errors}), status, media_type=media, headers=headers)


def _status(error: TesseraError, media: str) -> int:
    if isinstance(error, BadRequest):
        return error.status
    status = _STATUS.get(error.code, 400)
    # Clients that know nothing but application/json take any other status for a failure of the transport.
    return 200 if media == _LEGACY and status in (400, 403) else status


# The explorer

_EXPLORER_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; "
        "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
}


@cache
def _explorer() -> str:
    return (Path(__file__).parent / "graphiql" / "index.html").read_text()
