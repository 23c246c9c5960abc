"""What is refused, with which status and code, and that it leaves nothing."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest

from server.api.schema import Api
from server.database.tenancy import Database
from server.settings import Limits, Settings
from tests.attachments.conftest import PDF, Count, Files, refusal
from tests.conftest import Client, serve

_NOBODY = "attachment_0190a1b2-0000-7000-8000-000000000000"


async def test_another_tenant_sees_and_changes_nothing(files: Files, others: Files, twins: str, count: Count) -> None:
    assert (await files.put(twins, b"ours", "text/plain")).json()["number"] == 1
    assert refusal(await others.get(twins)) == (404, "NOT_FOUND", "nothing has been uploaded to it yet")
    assert (await others.put(twins, b"theirs", "text/plain")).json()["number"] == 1
    assert (await files.get(twins)).content == b"ours"
    assert (await others.get(twins)).content == b"theirs"
    own = await files.attachment()
    await files.put(own, b"ours alone", "text/plain")
    assert refusal(await others.get(own)) == (404, "NOT_FOUND", f"there is no attachment {own}")
    assert refusal(await others.put(own, b"x", "text/plain"))[:2] == (404, "NOT_FOUND")
    assert await count("attachment_content", 0) == 2
    assert await count("attachment_content", 1) == 1


async def test_the_role_of_the_key(files: Files, reader: Files, count: Count) -> None:
    attachment = await files.attachment()
    status, code, message = refusal(await reader.put(attachment, b"x", "text/plain"))
    assert (status, code) == (403, "FORBIDDEN")
    assert "admin" in message
    assert await count("attachment_revision", 0) == 0
    await files.put(attachment, b"x", "text/plain")
    assert (await reader.get(attachment)).content == b"x"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
async def test_a_stranger_learns_nothing(files: Files, method: str) -> None:
    attachment = await files.attachment()
    for headers in ({}, {"Authorization": "Bearer x"}):
        response = await files.http.request(method, f"/attachments/{attachment}/content", headers=headers)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        if method != "HEAD":
            assert refusal(response)[1] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("named", "status", "code"),
    [
        (_NOBODY, 404, "NOT_FOUND"),
        (_NOBODY.replace("attachment_", "customer_"), 400, "BAD_USER_INPUT"),
        ("attachment_1", 400, "BAD_USER_INPUT"),
        ("%00", 400, "BAD_USER_INPUT"),
        ("'; select 1", 400, "BAD_USER_INPUT"),
    ],
)
async def test_an_id_of_nothing(files: Files, named: str, status: int, code: str) -> None:
    assert refusal(await files.get(named))[:2] == (status, code)
    assert refusal(await files.put(named, b"x", "text/plain"))[:2] == (status, code)


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [
        ("2", 404, "NOT_FOUND"),
        ("0", 400, "BAD_USER_INPUT"),
        ("-1", 400, "BAD_USER_INPUT"),
        ("x", 400, "BAD_USER_INPUT"),
    ],
)
async def test_a_revision_that_is_not_there(files: Files, number: str, status: int, code: str) -> None:
    attachment = await files.attachment()
    await files.put(attachment, b"x", "text/plain")
    assert refusal(await files.get(attachment, query=f"?revision={number}"))[:2] == (status, code)


async def test_other_methods(files: Files) -> None:
    response = await files.get(_NOBODY, "POST")
    assert refusal(response)[:2] == (405, "BAD_REQUEST")
    assert response.headers["allow"] == "GET, HEAD, PUT"


@pytest.mark.parametrize(
    ("content", "declared", "told"),
    [
        (PDF, "image/png", ("image/png", "application/pdf")),
        (b"<html><script>alert(1)</script></html>", "image/jpeg", ("image/jpeg", "text/html")),
        (PDF, "text/plain", ("text/plain", "application/pdf")),
        (b"\xff\xfe\x00", "text/plain", ("text/plain", "not text in UTF-8")),
        (b"{", "application/json", ("application/json", "not valid JSON")),
        (b"hello", "image/svg+xml", ("image/svg+xml", "not XML")),
        (b"hello", "text/plain; charset=utf-16", ("utf-16", "UTF-8")),
        (b"hello", "anything", ("anything", "no media type")),
    ],
)
async def test_a_content_that_is_not_what_it_is_declared(
    files: Files, count: Count, content: bytes, declared: str, told: tuple[str, str]
) -> None:
    attachment = await files.attachment()
    status, code, message = refusal(await files.put(attachment, content, declared))
    assert (status, code) == (415, "BAD_USER_INPUT")
    assert all(part in message for part in told), message
    assert await count("attachment_revision", 0) == 0


async def test_headers_that_make_no_sense(files: Files) -> None:
    attachment = await files.attachment()
    missing = await files.http.put(f"/attachments/{attachment}/content", content=b"x", headers=files.client.headers)
    assert refusal(missing)[:2] == (415, "BAD_REQUEST")
    packed = await files.put(attachment, b"x", "text/plain", Content_Encoding="gzip")
    assert refusal(packed)[:2] == (415, "BAD_REQUEST")
    part = await files.put(attachment, b"x", "text/plain", Content_Range="bytes 0-0/2")
    assert refusal(part)[:2] == (400, "BAD_REQUEST")
    assert refusal(await files.put(attachment, b"", "text/plain"))[:2] == (400, "BAD_USER_INPUT")


async def test_a_checksum_is_held_to(files: Files, count: Count) -> None:
    attachment = await files.attachment()
    for wrong in (f"sha-256=:{base64.b64encode(bytes(32)).decode()}:", "sha-256=:?:", "sha-256"):
        response = await files.put(attachment, b"x", "text/plain", Repr_Digest=wrong)
        assert refusal(response)[:2] == (400, "BAD_USER_INPUT"), wrong
    assert await count("attachment_revision", 0) == 0
    right = base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    accepted = await files.put(attachment, b"x", "text/plain", Repr_Digest=f"sha-512=:AAAA:, sha-256=:{right}:")
    assert accepted.status_code == 201
    assert (await files.get(attachment)).headers["repr-digest"] == f"sha-256=:{right}:"


async def test_the_limit(files: Files, database: Database, api: Api, count: Count) -> None:
    attachment = await files.attachment()

    async def parts(size: int) -> AsyncIterator[bytes]:
        for _ in range(size // 10_000):
            yield b"x" * 10_000

    settings = Settings(limits=Limits(attachment_bytes=1_000_000))
    async with serve(database, api, settings) as url, httpx.AsyncClient(base_url=url, timeout=30) as http:
        limited = Files(Client(http, files.client.token))
        for content in (b"x" * 1_000_001, parts(3_000_000), b"x" * 20_000_000):
            status, code, message = refusal(await limited.put(attachment, content, "text/plain"))
            assert (status, code) == (413, "BAD_REQUEST")
            assert "1000000" in message
            assert "TESSERA_LIMIT_ATTACHMENT_BYTES" in message
        assert await count("attachment_revision", 0) == 0
        assert (await limited.put(attachment, parts(1_000_000), "text/plain")).status_code == 201


async def test_a_client_that_leaves_in_the_middle_leaves_nothing(files: Files, server_url: str, count: Count) -> None:
    attachment = await files.attachment()
    address = urlsplit(server_url)
    for framing in ("Content-Length: 1000000", "Transfer-Encoding: chunked"):
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        head = (
            f"PUT /attachments/{attachment}/content HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
            f"Authorization: Bearer {files.client.token}\r\n{framing}\r\n\r\n"
        )
        writer.write(head.encode() + b"186a0\r\n" + b"x" * 100_000)
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.transport.abort()
    await asyncio.sleep(0.3)
    assert await count("attachment_revision", 0) == 0
    assert await count("attachment_content", 0) == 0
    assert (await files.put(attachment, b"whole", "text/plain")).json()["number"] == 1


async def test_a_client_that_waits_for_leave_sends_nothing_in_vain(files: Files, server_url: str) -> None:
    address = urlsplit(server_url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = (
        f"PUT /attachments/{_NOBODY}/content HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\n"
        f"Authorization: Bearer {files.client.token}\r\nContent-Length: 1000000\r\n\r\n"
    )
    writer.write(head.encode())
    async with asyncio.timeout(2):
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 404 ")
    writer.close()
