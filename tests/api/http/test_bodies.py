"""Bodies that are malformed, too long or too slow: refused with a reason, and the connection stays usable."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from server.api import endpoint
from tests.api.http.answers import LEGACY, MODERN, codes, refused
from tests.conftest import Client

QUERY = b'{"query": "{ __typename }"}'


async def post(caller: Client, body: bytes | AsyncIterator[bytes], accept: str = LEGACY) -> tuple[int, str, str]:
    """Send a body and return the status, the one code and the message of the refusal."""
    headers = {**caller.headers, "Content-Type": LEGACY, "Accept": accept}
    response = await caller.http.post("/graphql", content=body, headers=headers)
    (error,) = refused(response)
    return response.status_code, error["extensions"]["code"], error["message"]


@pytest.mark.parametrize("accept", [LEGACY, MODERN])
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"{'query': 1}", "not valid JSON"),
        (b'{"query": "\xff\xfe"}', "not valid JSON"),
        (b'{"query": "\\ud800"}', "not valid JSON"),
        ('{"query": "{ __typename }"}'.encode("utf-16"), "not valid JSON"),
        (b"\xef\xbb\xbf" + QUERY, "not valid JSON"),
        (QUERY + b"x", "not valid JSON"),
        (b'{"query": "{ __typename }", "variables": {"a": NaN}}', "not valid JSON"),
        (b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * 5_000 + b"}}", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"query":' * 20_000, "not valid JSON"),
        (b"null", "must be a JSON object"),
        (b"1.5", "must be a JSON object"),
        (b"true", "must be a JSON object"),
        (b'"{ __typename }"', "must be a JSON object"),
        (b"[]", "batches"),
        (b"[" + QUERY + b"]", "batches"),
        (b"{}", "query is missing"),
        (b'{"query": null}', "query is missing"),
        (b'{"query": ""}', "query is missing"),
        (b'{"query": 1}', "query must be a string"),
        (b'{"query": "{ __typename }", "operationName": 1}', "operationName must be a string"),
        (b'{"query": "{ __typename }", "variables": []}', "variables must be an object"),
        (b'{"query": "{ __typename }", "variables": "{}"}', "variables must be an object"),
        (b'{"query": "{ __typename }", "extensions": 0}', "extensions must be an object"),
    ],
)
async def test_a_malformed_body(caller: Client, body: bytes, said: str, accept: str) -> None:
    status, code, message = await post(caller, body, accept)
    assert (status, code) == (400, "BAD_REQUEST")
    assert said in message


async def test_members_may_be_null_or_unknown(caller: Client) -> None:
    body = {"query": "{ __typename }", "variables": None, "operationName": None, "extensions": None, "id": 1}
    assert (await caller.http.post("/graphql", json=body, headers=caller.headers)).status_code == 200


async def test_a_body_over_the_limit(caller: Client) -> None:
    longest = json.dumps({"query": "{ __typename }"}).encode().ljust(256 * 1024)
    headers = {**caller.headers, "Content-Type": LEGACY}
    assert (await caller.http.post("/graphql", content=longest, headers=headers)).status_code == 200
    assert (await post(caller, longest + b" "))[:2] == (413, "BAD_REQUEST")

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(longest) + 1, 50_000):
            yield (longest + b" ")[start : start + 50_000]

    assert (await post(caller, chunks()))[:2] == (413, "BAD_REQUEST")


async def test_a_chunked_body_within_the_limit(caller: Client) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for place in range(len(QUERY)):
            yield QUERY[place : place + 1]

    headers = {**caller.headers, "Content-Type": LEGACY}
    assert (await caller.http.post("/graphql", content=chunks(), headers=headers)).status_code == 200


async def exchange(caller: Client, request: bytes, *, leave: bool = False) -> bytes:
    """Send the beginning of a request, and return all that the server says until it closes the connection."""
    address = urlsplit(str(caller.http.base_url))
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        writer.write(request)
        await writer.drain()
        return b"" if leave else await asyncio.wait_for(reader.read(), 5)
    finally:
        writer.close()
        await writer.wait_closed()


def beginning(caller: Client) -> bytes:
    """A request whose body is announced to be longer than what is sent of it."""
    lines = ["POST /graphql HTTP/1.1", "Host: x", f"Content-Type: {LEGACY}", "Content-Length: 1000"]
    return "\r\n".join([*lines, f"Authorization: Bearer {caller.token}", "", '{"query": ']).encode()


async def test_a_body_that_does_not_arrive(caller: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_BODY_TIMEOUT", 0.2)
    answer = await exchange(caller, beginning(caller))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()
    assert b'"code":"BAD_REQUEST"' in answer


async def test_a_client_that_leaves_amid_its_body_is_no_fault_of_ours(
    caller: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await exchange(caller, beginning(caller), leave=True)
        await asyncio.sleep(0.1)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_connection_is_used_again_after_errors(caller: Client) -> None:
    """One connection, and nothing but its own answers on it."""
    address = urlsplit(str(caller.http.base_url))
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        for body, status in [(b"{", 400), (b"[]", 400), (b" " * 300_000, 413), (QUERY, 200)]:
            for accept in (LEGACY, MODERN):
                head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: {LEGACY}\r\nContent-Length: {len(body)}\r\n"
                head += f"Accept: {accept}\r\nAuthorization: Bearer {caller.token}\r\n\r\n"
                writer.write(head.encode() + body)
                told = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
                length = next(int(line[16:]) for line in told.split(b"\r\n") if line.startswith(b"content-length: "))
                answer = json.loads(await reader.readexactly(length))
                assert told.startswith(f"HTTP/1.1 {status} ".encode())
                assert ("data" in answer) is (status == 200)
    finally:
        writer.close()
        await writer.wait_closed()


async def test_deep_values_of_variables(caller: Client) -> None:
    where: dict[str, object] = {"name": {"eq": "x"}}
    for _ in range(450):
        where = {"not": where}
    query = "query ($where: CustomerWhere) { customers(where: $where) { totalCount } }"
    response = await caller.post(query, {"where": where}, Accept=MODERN)
    assert (response.status_code, codes(response)) == (400, {"BAD_USER_INPUT"})
