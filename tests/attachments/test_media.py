"""The media type of a content, by what is declared and what its bytes show."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from server.attachments.media import RefusedMedia, check_media, read_declared

_OFFICE = "application/vnd.openxmlformats-officedocument"
_DOCX, _XLSX = f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet"
_ODT, _ANY = "application/vnd.oasis.opendocument.text", "application/octet-stream"
_PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(100)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
_WEBP = b"RIFF\0\0\0\0WEBPVP8 " + bytes(50)


def _zip(*names: str, kind: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind:
            archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(name, "x" * 300)
    return content.getvalue()


@pytest.mark.parametrize(
    ("declared", "content", "found"),
    [
        ("image/png", _PNG, "image/png"),
        ("IMAGE/PNG", _PNG, "image/png"),
        (_ANY, _PNG, "image/png"),
        ("image/jpg", b"\xff\xd8\xff\xe0" + bytes(50), "image/jpeg"),
        ("image/heic", b"\0\0\0\x18ftypheic" + bytes(50), "image/heic"),
        ("image/webp", _WEBP, "image/webp"),
        ("image/bmp", b"BM" + bytes(50), "image/bmp"),
        ("audio/mp3", b"ID3\x03" + bytes(50), "audio/mpeg"),
        ("audio/mpeg", b"\xff\xfb\x90\x44" + bytes(50), "audio/mpeg"),
        ("audio/x-wav", b"RIFF\0\0\0\0WAVEfmt " + bytes(50), "audio/wav"),
        ("video/mp4", b"\0\0\0\x18ftypisom" + bytes(50), "video/mp4"),
        ("audio/x-m4a", b"\0\0\0\x18ftypM4A " + bytes(50), "audio/mp4"),
        ("application/x-gzip", b"\x1f\x8b\x08" + bytes(50), "application/gzip"),
        ("application/rtf", b"{\\rtf1 hello}", "application/rtf"),
        ("application/msword", _OLE, "application/msword"),
        ("application/vnd.ms-excel", _OLE, "application/vnd.ms-excel"),
        ("application/zip", _zip("a.txt"), "application/zip"),
        (_ANY, _zip("a.txt"), "application/zip"),
        (_DOCX, _zip("[Content_Types].xml", "word/document.xml"), _DOCX),
        ("application/zip", _zip("[Content_Types].xml", "word/document.xml"), "application/zip"),
        (_ANY, _zip("[Content_Types].xml", "xl/workbook.xml"), _XLSX),
        (_ODT, _zip("content.xml", kind=_ODT), _ODT),
        (_ANY, _zip("content.xml", kind="application/epub+zip"), "application/epub+zip"),
        ("text/plain", "grüß गीत\n\tx".encode(), "text/plain"),
        ("text/plain; charset=UTF-8", b"BM begins like a picture", "text/plain"),
        ("text/html", b"<p>", "text/html"),
        ("text/x-log", b"\x1b[31mred\x1b[0m", "text/x-log"),
        ("text/csv", b"\xef\xbb\xbfa;b\n", "text/csv"),
        ("application/json", b"\xef\xbb\xbf [1, {}]", "application/json"),
        ("application/geo+json", b"{}", "application/geo+json"),
        ("application/json", b"[" + b"0," * 600_000 + b"0]", "application/json"),
        ("image/svg+xml", b"<svg/>", "image/svg+xml"),
        ("application/xml", b'<?xml version="1.0"?><a/>', "application/xml"),
        ("text/plain", "ü".encode() * 400_000, "text/plain"),  # characters lie across the blocks that are read
        (_ANY, b"hello", _ANY),
        (_ANY, b"<html>hello", _ANY),  # what text is cannot be told from bytes
        (_ANY, b"MZ", _ANY),
    ],
)
def test_a_type_that_agrees(declared: str, content: bytes, found: str) -> None:
    assert check_media(read_declared(declared), io.BytesIO(content)) == found


@pytest.mark.parametrize(
    ("declared", "content", "shown"),
    [
        ("image/jpeg", _PNG, "image/png"),
        ("text/plain", _PNG, "image/png"),
        ("audio/wav", _WEBP, "image/webp"),
        ("image/png", b"hello", "text"),
        ("image/png", b"MZ\x90\0" + bytes(50), "executable"),
        ("application/pdf", b"<html>", "text/html"),
        ("application/vnd.acme", bytes(50), "no type that is known"),
        (_DOCX, _zip("[Content_Types].xml", "xl/workbook.xml"), _XLSX),
        (_DOCX, _zip("word/document.xml"), "application/zip"),
        (_ODT, _zip("content.xml", kind="application/epub+zip"), "application/epub+zip"),
        (_DOCX, _OLE, "application/x-ole-storage"),
        ("text/plain", "grüß".encode("latin-1"), "not text in UTF-8"),
        ("text/plain", "cut short ü".encode()[:-1], "not text in UTF-8"),
        ("text/plain", b"a\0b", "not text in UTF-8"),
        ("application/json", b'{"a":}', "not valid JSON"),
        ("application/json", b"[" * 500_000, "not valid JSON"),
        ("application/json", b"x" * 2_000_000, "not JSON"),
        ("application/json", bytes(50), "not text in UTF-8"),
        ("image/svg+xml", b"svg", "not XML"),
    ],
)
def test_a_type_that_does_not_agree(declared: str, content: bytes, shown: str) -> None:
    with pytest.raises(RefusedMedia) as refused:
        check_media(read_declared(declared), io.BytesIO(content))
    assert declared in refused.value.message
    assert shown in refused.value.message


@pytest.mark.parametrize(
    "declared", ["x", "text/", "/plain", "text/plain x", "te xt/plain", "text/pl\nain", "a/" + "b" * 200]
)
def test_no_media_type(declared: str) -> None:
    with pytest.raises(RefusedMedia):
        read_declared(declared)


def test_bytes_at_random_are_nothing() -> None:
    for _ in range(200):
        assert check_media(_ANY, io.BytesIO(b"\0" + os.urandom(2_000))) == _ANY
