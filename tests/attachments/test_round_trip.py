"""A content comes back as it was sent, in each of its revisions, and its attachment tells of it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from urllib.parse import unquote

from tests.attachments.conftest import PDF, Count, Files

_STATE = """
query ($id: ID!) {
  attachment(id: $id) {
    version currentRevision mediaType size sha256 contentPath
    revisions(orderBy: [{field: NUMBER, direction: ASC}]) { nodes { id number size mediaType sha256 uploadedBy } }
    history { nodes { attribute before after } }
  }
}
"""


async def test_what_is_uploaded_comes_back(files: Files) -> None:
    attachment = await files.attachment('Übersicht "Q3"\n.pdf')
    before = (await files.client.data(_STATE, {"id": attachment}))["attachment"]
    assert before["contentPath"] is None
    assert before["currentRevision"] == 0

    response = await files.put(attachment, PDF)
    digest = hashlib.sha256(PDF).hexdigest()
    answer = response.json()
    assert response.status_code == 201, answer
    revision = answer.pop("revision")
    assert answer == {
        "attachment": attachment,
        "number": 1,
        "size": len(PDF),
        "sha256": digest,
        "mediaType": "application/pdf",
    }
    assert response.headers["location"] == f"/attachments/{attachment}/content?revision=1"

    after = (await files.client.data(_STATE, {"id": attachment}))["attachment"]
    assert after["contentPath"] == f"/attachments/{attachment}/content"
    assert after["version"] == before["version"] + 1
    (listed,) = after["revisions"]["nodes"]
    assert listed.pop("uploadedBy").startswith("key_")
    assert listed == {"id": revision, "number": 1, "size": len(PDF), "mediaType": "application/pdf", "sha256": digest}
    told = {entry["attribute"]: entry["after"] for entry in after["history"]["nodes"]}
    assert told["currentRevision"] == 1
    assert told["sha256"] == digest

    fetched = await files.http.get(after["contentPath"], headers=files.client.headers)
    assert fetched.status_code == 200
    assert fetched.content == PDF
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["etag"] == f'"{digest}"'
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in fetched.headers["content-security-policy"]
    kind, _, name = fetched.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert kind == "attachment"
    assert name.isascii()
    assert "\n" not in name
    assert '"Q3"' in unquote(name)


async def test_every_revision_is_kept(files: Files, count: Count) -> None:
    attachment = await files.attachment()
    assert (await files.put(attachment, b"first", "text/plain")).status_code == 201
    assert (await files.put(attachment, b"second", "text/plain")).json()["number"] == 2
    assert (await files.get(attachment)).content == b"second"
    assert (await files.get(attachment, query="?revision=2")).content == b"second"
    first = await files.get(attachment, query="?revision=1")
    assert first.content == b"first"
    assert first.headers["content-type"] == "text/plain; charset=utf-8"
    assert await count("attachment_content", 0) == 2


async def test_the_same_content_again_makes_no_revision(files: Files) -> None:
    attachment = await files.attachment()
    first = await files.put(attachment, b"a;b\n1;2\n", "text/plain")
    again = await files.put(attachment, b"a;b\n1;2\n", "text/plain; charset=utf-8")
    assert again.status_code == 200
    assert again.json() == first.json()
    state = (await files.client.data(_STATE, {"id": attachment}))["attachment"]
    assert state["version"] == 2

    corrected = await files.put(attachment, b"a;b\n1;2\n", "text/csv")  # the same bytes, but something else
    assert corrected.status_code == 201
    assert corrected.json()["number"] == 2
    # What an earlier revision held may come back.
    assert (await files.put(attachment, b"a;b\n1;2\n", "text/plain")).json()["number"] == 3


async def test_two_uploads_at_once_are_two_revisions(files: Files) -> None:
    attachment = await files.attachment()
    contents = [os.urandom(700_000) for _ in range(4)]
    answers = await asyncio.gather(
        *(files.put(attachment, content, "application/octet-stream") for content in contents)
    )
    assert [answer.status_code for answer in answers] == [201] * 4, [answer.text for answer in answers]
    numbers = [answer.json()["number"] for answer in answers]
    assert sorted(numbers) == [1, 2, 3, 4]
    for number, content in zip(numbers, contents, strict=True):
        assert (await files.get(attachment, query=f"?revision={number}")).content == content
    newest = contents[numbers.index(4)]
    assert (await files.get(attachment)).content == newest


async def test_a_download_is_of_one_revision_whatever_is_uploaded_meanwhile(files: Files) -> None:
    attachment = await files.attachment()
    content = os.urandom(8_000_000)
    assert (await files.put(attachment, content, "application/octet-stream")).status_code == 201
    received = b""
    url = f"/attachments/{attachment}/content"
    async with files.http.stream("GET", url, headers=files.client.headers) as response:
        async for part in response.aiter_raw():
            if not received:
                assert (await files.put(attachment, b"new", "text/plain")).status_code == 201
            received += part
    assert received == content
    assert (await files.get(attachment)).content == b"new"


async def test_a_large_content_takes_little_memory(files: Files) -> None:
    attachment = await files.attachment("large.bin")
    block, blocks = os.urandom(1_000_000), 20
    sent, received = hashlib.sha256(), hashlib.sha256()

    async def parts() -> AsyncIterator[bytes]:  # no Content-Length, so it comes in chunks
        for _ in range(blocks):
            sent.update(block)
            yield block

    tracemalloc.start()
    response = await files.put(attachment, parts(), "application/octet-stream")
    assert response.status_code == 201, response.text
    assert response.json()["size"] == blocks * len(block)
    url = f"/attachments/{attachment}/content"
    async with files.http.stream("GET", url, headers=files.client.headers) as download:
        async for part in download.aiter_raw():
            received.update(part)
    assert received.hexdigest() == sent.hexdigest() == response.json()["sha256"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000, f"client and server together took {peak} bytes for a content of 20 MB"


async def test_a_part_of_a_content(files: Files) -> None:
    attachment = await files.attachment()
    content = os.urandom(600_000)  # three chunks
    await files.put(attachment, content, "application/octet-stream")
    for asked, start, stop in _parts(len(content)):
        response = await files.get(attachment, Range=f"bytes={asked}")
        assert response.status_code == 206, asked
        assert response.content == content[start:stop], asked
        assert response.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(content)}"
    whole = await files.get(attachment, Range="bytes=0-1,5-6")
    assert whole.status_code == 200
    assert whole.content == content
    beyond = await files.get(attachment, Range=f"bytes={len(content)}-")
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{len(content)}"
    changed = await files.get(attachment, Range="bytes=0-1", If_Range='"other"')
    assert changed.content == content


def _parts(size: int) -> Iterator[tuple[str, int, int]]:
    chunk = 256 * 1024
    yield "0-0", 0, 1
    yield f"{chunk - 1}-{chunk}", chunk - 1, chunk + 1
    yield f"{chunk}-{2 * chunk - 1}", chunk, 2 * chunk
    yield f"{size - 5}-", size - 5, size
    yield "-7", size - 7, size
    yield f"10-{size * 2}", 10, size


async def test_a_client_that_has_it_is_told_so(files: Files) -> None:
    attachment = await files.attachment()
    etag = (await files.put(attachment, PDF)).headers["etag"]
    for header in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        response = await files.get(attachment, If_None_Match=header)
        assert (response.status_code, response.content) == (304, b""), header
        assert response.headers["etag"] == etag
    assert (await files.get(attachment, If_None_Match='"x"')).status_code == 200


async def test_head_tells_all_but_the_content(files: Files) -> None:
    attachment = await files.attachment()
    await files.put(attachment, PDF)
    got, head = await files.get(attachment), await files.get(attachment, "HEAD")
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-length", "content-type", "etag", "content-disposition", "repr-digest"):
        assert head.headers[name] == got.headers[name]


async def test_an_attachment_takes_its_contents_with_it(files: Files, count: Count) -> None:
    attachment = await files.attachment()
    kept = await files.attachment()
    for number in range(3):
        await files.put(attachment, b"%d" % number, "text/plain")
    await files.put(kept, b"kept", "text/plain")
    data = await files.client.data(
        "mutation ($id: ID!) { deleteAttachment(id: $id) { id errors { message } } }", {"id": attachment}
    )
    assert data["deleteAttachment"] == {"id": attachment, "errors": []}
    assert await count("attachment_revision", 0) == 1
    assert await count("attachment_content", 0) == 1
    assert (await files.get(attachment)).status_code == 404
    assert (await files.get(kept)).content == b"kept"
