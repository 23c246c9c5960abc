"""Contents over HTTP: the edge where they come in and go out, and every error gets its status and its code.

A content is what its sender says, which need not be harmless: so a browser is told not to guess its type, not to show it in place,
and to run nothing in it.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from server.attachments.body import Body, Spooled, check_length
from server.attachments.contents import read_content
from server.attachments.media import RefusedMedia, check_media, is_text, read_declared
from server.attachments.ranges import NotWithin, read_range
from server.attachments.revisions import ATTACHMENT, REVISION, Revision, Upload, add_revision, find_revision
from server.database.tenancy import Database
from server.database.writing import Writing
from server.entities.declaration import Role
from server.entities.ids import decode_id, encode_id
from server.errors import BadRequest, BadUserInput, Forbidden, NotFound, TesseraError
from server.settings import Limits
from server.tenants import Authenticator, Caller

#: Where the content of an attachment is; ``id`` is that of the attachment.
PATH = "/attachments/{id}/content"

_log = logging.getLogger("tessera.attachments")
_UNEXPECTED = "something went wrong on the server; it has been logged"
_METHODS = "GET, HEAD, PUT"
_STATUS = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "CONFLICT": 409,
    "INTERNAL": 500,
    "QUERY_TIMEOUT": 503,
    "SERVICE_UNAVAILABLE": 503,
}
_HEADERS = {
    401: {"WWW-Authenticate": "Bearer"},
    405: {"Allow": _METHODS},
    503: {"Retry-After": "1"},
}
_DIGEST = re.compile(r"(?:^|,)\s*sha-256\s*(?:=\s*([^,]*))?(?:,|$)")


class AttachmentEndpoint:
    """The ASGI application at ``PATH``."""

    def __init__(self, database: Database, authenticator: Authenticator, limits: Limits) -> None:
        self._database = database
        self._authenticator = authenticator
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        request, body = Request(scope, receive), Body(receive)
        response = await self._respond(request, body)
        if request.method == "PUT" and not body.complete:
            # A client that waits for leave to send has not begun, and need not.
            if body.begun or "100-continue" not in request.headers.get("expect", "").lower():
                await body.drain()
            response.headers["Connection"] = "close"
        try:
            await response(scope, receive, send)
        except TesseraError as error:  # what was announced does not come, and so the server breaks off
            _log.warning("a download ended early: %s", error.message)

    async def _respond(self, request: Request, body: Body) -> Response:
        try:
            caller = await self._authenticator.caller(request.headers.get("authorization"))
            if "tessera-actor" in request.headers:
                caller = caller.acting_for(request.headers["tessera-actor"])
            if request.method == "PUT":
                return await self._put(request, caller, body)
            if request.method in ("GET", "HEAD"):
                return await self._get(request, caller)
            raise BadRequest(f"{request.method[:20]} is not supported; use {_METHODS}", status=405)
        except TesseraError as error:
            return _refusal(error)
        except Exception:
            _log.exception("a request failed")
            return _refusal(TesseraError(_UNEXPECTED))

    # Up

    async def _put(self, request: Request, caller: Caller, body: Body) -> Response:
        if caller.role is not Role.ADMIN:
            raise Forbidden(f"a {caller.role.value} key may not upload; it takes the role admin")
        attachment_id = _attachment_id(request)
        declared = _check_headers(request.headers, self._limits.attachment_bytes)
        await find_revision(self._database, caller.tenant_id, attachment_id)  # before a content is sent for nothing
        async with body.spool(self._limits.attachment_bytes) as spooled:
            _check_content(request.headers, spooled)
            media_type = await asyncio.to_thread(check_media, declared, spooled.file)
            upload = Upload(spooled.file, spooled.size, spooled.digest.hex(), media_type)
            async with self._database.tenant_transaction(caller.tenant_id) as connection:
                writing = Writing(connection, caller.tenant_id, caller.actor)
                revision, new = await add_revision(writing, attachment_id, upload)
        answer = {
            "attachment": encode_id(ATTACHMENT.table, attachment_id),
            "revision": encode_id(REVISION.table, revision.id),
            "number": revision.number,
            "size": revision.size,
            "sha256": revision.sha256,
            "mediaType": revision.media_type,
        }
        headers = {"ETag": _etag(revision)}
        if new:
            headers["Location"] = f"{request.url.path}?revision={revision.number}"
        return Response(orjson.dumps(answer), 201 if new else 200, headers, "application/json")

    # Down

    async def _get(self, request: Request, caller: Caller) -> Response:
        if caller.role not in ATTACHMENT.readers:
            raise Forbidden(f"a {caller.role.value} key may not read attachments")
        attachment_id, number = _attachment_id(request), _number(request)
        revision = await find_revision(self._database, caller.tenant_id, attachment_id, number)
        if revision is None:
            raise NotFound(
                f"the attachment has no revision {number}" if number else "nothing has been uploaded to it yet"
            )
        etag = _etag(revision)
        validators = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if _names(request.headers.get("if-none-match"), etag):
            return Response(status_code=304, headers=validators)
        headers = {**validators, **_describe(revision)}
        start, stop = 0, revision.size
        if request.method == "GET" and request.headers.get("if-range", etag) == etag:
            try:
                start, stop = read_range(request.headers.get("range"), revision.size)
            except NotWithin as error:
                return _refusal(error, {"Content-Range": f"bytes */{revision.size}"})
        headers["Content-Length"] = str(stop - start)
        partial = stop - start < revision.size
        if partial:
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{revision.size}"
            del headers["Repr-Digest"]  # of the whole, which is not what is sent
        if request.method == "HEAD":
            return Response(headers=headers)
        content = read_content(self._database, caller.tenant_id, revision.id, start, stop)
        return _Download(content, 206 if partial else 200, headers)


class _Download(Response):
    """Sends a content as it is read, until it is whole or the client is gone."""

    def __init__(self, content: AsyncIterator[bytes], status: int, headers: Mapping[str, str]) -> None:
        super().__init__(status_code=status, headers=headers)
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for chunk in self._content:
            # Looked at between two reads: to cancel one would cost the connection that it uses.
            if await request.is_disconnected():
                return
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


# Requests


def _attachment_id(request: Request) -> UUID:
    try:
        return decode_id(ATTACHMENT.table, request.path_params["id"])
    except ValueError as error:
        raise BadUserInput(str(error)) from None


def _number(request: Request) -> int | None:
    text = request.query_params.get("revision")
    if text is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise BadUserInput(f"{text[:20]!r} is not the number of a revision; the first is 1")
    return int(text)


def _check_headers(headers: Mapping[str, str], limit: int) -> str:
    """Return the declared media type, after refusing what need not be sent."""
    if not headers.get("content-type"):
        raise BadRequest("Content-Type is missing; send the media type of the content", status=415)
    if headers.get("content-encoding", "identity") != "identity":
        raise BadRequest("send the content as it is, without Content-Encoding", status=415)
    if "content-range" in headers:
        raise BadRequest("a content is uploaded as a whole, without Content-Range")
    check_length(headers.get("content-length"), limit)
    return read_declared(headers["content-type"])


def _check_content(headers: Mapping[str, str], spooled: Spooled) -> None:
    if spooled.size == 0:
        raise BadUserInput("the content is empty; send the file as the body of the request")
    expected = _DIGEST.search(headers.get("repr-digest", ""))
    if expected and _digest((expected[1] or "").strip()) != spooled.digest:
        arrived = _repr_digest(spooled.digest)
        raise BadUserInput(f"the content does not have the checksum in Repr-Digest: what arrived has {arrived}")


def _digest(text: str) -> bytes:
    try:
        return base64.b64decode(text.removeprefix(":").removesuffix(":"), validate=True)
    except ValueError:
        raise BadUserInput(f"{text[:80]!r} in Repr-Digest is not a checksum like :base64:") from None


def _names(header: str | None, etag: str) -> bool:
    """Whether ``If-None-Match`` names the entity tag."""
    tags = [tag.strip().removeprefix("W/") for tag in (header or "").split(",")]
    return etag in tags or tags == ["*"]


# Responses


def _etag(revision: Revision) -> str:
    return f'"{revision.sha256}"'


def _repr_digest(digest: bytes) -> str:
    return f"sha-256=:{base64.b64encode(digest).decode()}:"


def _describe(revision: Revision) -> dict[str, str]:
    charset = "; charset=utf-8" if is_text(revision.media_type) else ""
    return {
        "Content-Type": revision.media_type + charset,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(revision.name, safe='')}",
        "Accept-Ranges": "bytes",
        "Repr-Digest": _repr_digest(bytes.fromhex(revision.sha256)),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def _refusal(error: TesseraError, headers: Mapping[str, str] | None = None) -> Response:
    if isinstance(error, BadRequest):
        status = error.status
    else:
        status = 415 if isinstance(error, RefusedMedia) else _STATUS.get(error.code, 400)
    body: dict[str, Any] = {"errors": [{"message": error.message, "extensions": {"code": error.code}}]}
    return Response(orjson.dumps(body), status, {**_HEADERS.get(status, {}), **(headers or {})}, "application/json")
