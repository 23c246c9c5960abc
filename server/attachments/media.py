"""The media type of a content: what its sender declares must agree with what its bytes show.

Binary formats are told by their magic numbers (``puremagic``, and ``containers`` for what lies within ZIP and OLE). Text formats
cannot be told from bytes: what is valid UTF-8 without control characters is taken for the text format that it is declared as.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

import orjson
import puremagic

from server.attachments.containers import types_within
from server.errors import BadUserInput

#: What is declared of a content that may be anything.
UNKNOWN = "application/octet-stream"

_TOKEN = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
_TYPE = re.compile(rf"({_TOKEN}/{_TOKEN})\s*(?:;(.*))?", re.DOTALL)
_CHARSET = re.compile(r"""(?:^|;)\s*charset\s*=\s*("?)([^";\s]*)\1""")
#: Text formats beside ``text/*``, ``*+json`` and ``*+xml``.
_TEXT = {
    "application/csv",
    "application/graphql",
    "application/javascript",
    "application/json",
    "application/jsonl",
    "application/ndjson",
    "application/sql",
    "application/toml",
    "application/x-ndjson",
    "application/x-pem-file",
    "application/x-sh",
    "application/x-tex",
    "application/x-yaml",
    "application/xml",
    "application/xml-dtd",
    "application/yaml",
    "message/rfc822",
}
#: The bytes that no text has, by the MIME Sniffing Standard (section 3, "binary data byte").
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_BLOCK = 256 * 1024
#: Parsed JSON takes some twenty times the memory of its text, so a longer one is only looked at.
_PARSED = 1024 * 1024
_BEGINS_JSON = re.compile(rb'[ \t\r\n]*[\[{"\-0-9tfn]')
_BEGINS_XML = re.compile(rb"\s*<")
#: Bytes of a magic number on which a type that nobody declared may be based.
_CERTAIN = 3
#: Registered names, for the others in use.
_ALIASES = {
    "application/font-woff": "font/woff",
    "application/ogg": "audio/ogg",
    "application/x-font-otf": "font/otf",
    "application/x-gzip": "application/gzip",
    "application/x-msdownload": "application/vnd.microsoft.portable-executable",
    "application/x-matroska": "video/matroska",
    "application/x-pdf": "application/pdf",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/x-rtf": "application/rtf",
    "application/x-sqlite3": "application/vnd.sqlite3",
    "application/x-zip-compressed": "application/zip",
    "application/xls": "application/vnd.ms-excel",
    "audio/m4a": "audio/mp4",
    "audio/mid": "audio/midi",
    "audio/mp3": "audio/mpeg",
    "audio/vnd.wave": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/x-m4a": "audio/mp4",
    "audio/x-matroska": "audio/matroska",
    "audio/x-wav": "audio/wav",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-dwg": "image/vnd.dwg",
    "image/x-icon": "image/vnd.microsoft.icon",
    "image/x-ms-bmp": "image/bmp",
    "image/x-png": "image/png",
    "text/rtf": "application/rtf",
    "text/xml": "application/xml",
    "video/avi": "video/x-msvideo",
    "video/x-matroska": "video/matroska",
}
#: Types whose magic numbers are those of another.
_SAME_BYTES = {
    "audio/ogg": ("video/ogg",),
    "image/heif": ("image/heic",),
    "video/3gpp": ("audio/3gpp",),
    "video/mp4": ("audio/mp4", "video/quicktime"),
    "video/webm": ("audio/webm",),
}


class RefusedMedia(BadUserInput):
    """A content is not of the media type that was declared for it."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What one pass over a content shows."""

    head: bytes
    tail: bytes
    is_text: bool


def read_declared(content_type: str) -> str:
    """Return the media type in a ``Content-Type``; raise ``BadUserInput`` when there is none, or text in other than UTF-8."""
    parsed = _TYPE.fullmatch(content_type.strip().lower())
    if parsed is None:
        raise RefusedMedia(f"the Content-Type {content_type[:80]!r} is no media type such as application/pdf")
    media = _ALIASES.get(parsed[1], parsed[1])
    charset = _CHARSET.search(parsed[2] or "")
    if charset and is_text(media) and charset[2] not in ("utf-8", "utf8", "us-ascii"):
        raise RefusedMedia(f"the charset {charset[2][:40]!r} is not taken; send text in UTF-8, or as {UNKNOWN}")
    return media


def check_media(declared: str, content: BinaryIO) -> str:
    """Return the media type of ``content``, declared as what ``read_declared`` gave; raise ``RefusedMedia`` if they disagree.

    It reads the whole content and may take some time: call it in a thread.
    """
    looked = _look(content)
    if looked.is_text and is_text(declared):
        _check_text(declared, looked, content)
        return declared
    found = _find(looked)
    if declared == UNKNOWN:
        return next((media for media, length in found if length >= _CERTAIN and not is_text(media)), UNKNOWN)
    if not is_text(declared) and any(media == declared for media, _ in found):
        return declared
    kind = next((media for media, length in found if length >= _CERTAIN), "text" if looked.is_text else None)
    unknown = "is not text in UTF-8" if is_text(declared) else "is of no type that is known"
    raise _disagreement(declared, f"looks like {kind}" if kind else unknown)


def is_text(media: str) -> bool:
    """Whether a media type is one of text, whose content must be UTF-8."""
    return media.startswith("text/") or media in _TEXT or media.endswith(("+json", "+xml"))


def _look(content: BinaryIO) -> _Looked:
    decoder, readable = codecs.getincrementaldecoder("utf-8")(), True
    head, tail = b"", b""
    content.seek(0)
    while block := content.read(_BLOCK):
        head = head or block
        tail = (tail + block)[-_BLOCK:]
        readable = readable and not _CONTROL.search(block) and _decodes(decoder, block)
    return _Looked(head, tail, readable and _decodes(decoder, b"", final=True))


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _check_text(declared: str, looked: _Looked, content: BinaryIO) -> None:
    head = looked.head.removeprefix(codecs.BOM_UTF8)
    if declared == "application/json" or declared.endswith("+json"):
        if not _BEGINS_JSON.match(head):
            raise _disagreement(declared, "is not JSON")
        content.seek(0)
        text = content.read(_PARSED + 1).removeprefix(codecs.BOM_UTF8)
        if len(text) <= _PARSED and not _parses(text):
            raise _disagreement(declared, "is not valid JSON")
    elif (declared == "application/xml" or declared.endswith("+xml")) and not _BEGINS_XML.match(head):
        raise _disagreement(declared, "is not XML")


def _parses(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _find(looked: _Looked) -> list[tuple[str, int]]:
    """The types that a content may be of, the likeliest first, each with how many bytes speak for it."""
    within = types_within(looked.head, looked.tail)
    if within:
        return [(media, _CERTAIN) for media in within]
    try:
        matches = puremagic.magic_string(looked.head if looked.head == looked.tail else looked.head + looked.tail)
    except puremagic.PureError:
        return []
    # Half of a long match is the sign of a whole family, of which the content is one that is known.
    longest = max((len(match.byte_match) for match in matches if match.mime_type), default=0)
    found: dict[str, int] = {}
    for match in sorted(matches, key=lambda match: -len(match.byte_match)):
        length, media = len(match.byte_match), _ALIASES.get(match.mime_type.lower(), match.mime_type.lower())
        if media not in ("", UNKNOWN) and length > 1 and 2 * length >= longest:
            for same in (media, *_SAME_BYTES.get(media, ())):
                found.setdefault(same, length)
    return list(found.items())


def _disagreement(declared: str, fact: str) -> RefusedMedia:
    return RefusedMedia(
        f"the content was declared as {declared}, but it {fact}; send the Content-Type that fits, or {UNKNOWN}"
    )
