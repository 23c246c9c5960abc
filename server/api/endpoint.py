"""GraphQL over HTTP: the edge where requests come in and every error gets its status and its code.

The caller is known before a byte of the body is parsed. Responses follow the GraphQL-over-HTTP specification:
``application/graphql-response+json`` with true status codes for clients that ask for it, ``application/json`` with 200 for those
that do not. A client that goes away takes its statement with it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from server.api.documents import InvalidDocument
from server.api.execute import UNEXPECTED, Executor, Request
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
_WEIGHT = re.compile(r"[01](\.[0-9]{0,3})?")
_HEADERS = {
    401: {"WWW-Authenticate": "Bearer"},
    405: {"Allow": "GET, HEAD, POST"},
    408: {"Connection": "close"},
    503: {"Retry-After": "1"},
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
        if _is_read(request) and not request.query_params and "text/html" in request.headers.get("accept", ""):
            await HTMLResponse(_explorer(), headers=_explorer_headers(request))(scope, receive, send)
            return
        watch = _Watch(receive)
        try:
            response = await self._respond(request, watch)
            await response(scope, receive, send)
        except asyncio.CancelledError:
            if not watch.gone:
                raise
        finally:
            watch.stop()

    async def _respond(self, request: HttpRequest, watch: _Watch) -> Response:
        acceptable = _negotiate(request.headers.get("accept", ""))
        media = acceptable or _LEGACY
        try:
            caller = await self._authenticator.caller(request.headers.get("authorization"))
            if "tessera-actor" in request.headers:
                caller = caller.acting_for(request.headers["tessera-actor"])
            if acceptable is None:
                raise BadRequest(f"the answer can be {_MODERN} or {_LEGACY}; Accept allows neither", status=406)
            asked = await self._read(request)
            watch.start()
            body = await self._executor.execute(caller, asked, readonly=_is_read(request))
            return Response(body, 200, media_type=media)
        except TesseraError as error:
            return _refusal(error, media)
        except RecursionError:
            return _refusal(BadRequest("the request is nested too deeply"), media)
        except Exception:
            _log.exception("a request failed")
            return _refusal(TesseraError(UNEXPECTED), media)

    async def _read(self, request: HttpRequest) -> Request:
        if _is_read(request):
            return _from_query(request.query_params)
        if request.method != "POST":
            raise BadRequest(f"{request.method[:20]} is not supported; use POST, or GET for queries", status=405)
        if not _is_json(request.headers.get("content-type", "")):
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
        except ClientDisconnect:
            raise BadRequest("the client left before the body was complete") from None
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


def _is_read(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")


def _is_json(content_type: str) -> bool:
    media, *parameters = content_type.lower().replace(" ", "").replace('"', "").split(";")
    return media == "application/json" and all(
        parameter == "charset=utf-8" for parameter in parameters if parameter.startswith("charset=")
    )


def _negotiate(accept: str) -> str | None:
    """Return the media type to answer in, by the ``Accept`` header; None when it allows neither.

    Whoever names both equally gets the modern one; whoever takes anything may be too old to know it.
    """
    ranges = dict(_range(part) for part in accept.lower().split(",") if part.strip()) or {"*/*": 1.0}
    modern, legacy = _wish(ranges, _MODERN), _wish(ranges, _LEGACY)
    if not modern[0] and not legacy[0]:
        return None
    return _MODERN if modern > legacy or (modern == legacy and _MODERN in ranges) else _LEGACY


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip() for piece in part.split(";"))
    weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    return media, float(weight) if _WEIGHT.fullmatch(weight) else 1.0


def _wish(ranges: Mapping[str, float], media: str) -> tuple[float, bool]:
    """How much ``media`` is wanted, by the most specific range that covers it, and whether it was named itself."""
    covering = next((name for name in (media, "application/*", "*/*") if name in ranges), None)
    return (ranges[covering] if covering else 0.0), covering == media


def _from_query(parameters: Mapping[str, str]) -> Request:
    values: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if name in values:
            values[name] = _loads(values[name].encode(), name)
    return read_request(values)


def _from_json(body: bytes) -> Request:
    values = _loads(body, "the body")
    if isinstance(values, list):
        raise BadRequest("batches are not supported; send one request at a time")
    if not isinstance(values, dict):
        raise BadRequest("the body must be a JSON object with the member query")
    return read_request(values)


def _loads(text: bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"{what} is not valid JSON: {error}") from None


def read_request(values: Mapping[str, Any]) -> Request:
    """Return the request in a JSON object; raise ``BadRequest`` when it is none."""
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


def errors_of(error: TesseraError) -> list[dict[str, object]]:
    """Return what keeps a request from being answered, in GraphQL's format."""
    if isinstance(error, InvalidDocument):
        return error.errors
    extensions: dict[str, object] = {"code": error.code}
    if error.path:
        extensions["argument"] = ".".join(map(str, error.path))
    return [{"message": error.message, "extensions": extensions}]


def _refusal(error: TesseraError, media: str) -> Response:
    status = _status(error, media)
    body = orjson.dumps({"errors": errors_of(error)})
    return Response(body, status, media_type=media, headers=_HEADERS.get(status))


def _status(error: TesseraError, media: str) -> int:
    if isinstance(error, BadRequest):
        return error.status
    status = _STATUS.get(error.code, 400)
    # Clients that know nothing but application/json take any other status for a failure of the transport.
    return 200 if media == _LEGACY and status in (400, 403) else status


# The explorer

_HOST = re.compile(r"[A-Za-z0-9.-]{1,255}(:[0-9]{1,5})?")


def _explorer_headers(request: HttpRequest) -> dict[str, str]:
    host = request.headers.get("host", "")
    # Not every browser takes 'self' to cover the WebSockets of the page's own host.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; connect-src 'self'{sockets}; img-src 'self' data:; font-src 'self' data:; "
            "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-cache",
    }


@cache
def _explorer() -> str:
    return (Path(__file__).parent / "graphiql" / "index.html").read_text()
