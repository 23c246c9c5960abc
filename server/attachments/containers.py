"""What lies within ZIP and OLE files, told from the names at their ends: magic numbers alone say only that it is such a file."""

from __future__ import annotations

import re

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: OpenDocument and EPUB begin with an entry of this name, not compressed, that holds the media type.
_FIRST_ENTRY = re.compile(rb"PK\x03\x04.{22}\x08\x00..mimetype(application/[a-z0-9.+-]+)", re.DOTALL)
_OFFICE_OPEN = "application/vnd.openxmlformats-officedocument"
#: A folder within an Office Open XML file, and what such a file may be, what it usually is first.
_OFFICE = {
    b"word/": (
        f"{_OFFICE_OPEN}.wordprocessingml.document",
        f"{_OFFICE_OPEN}.wordprocessingml.template",
        "application/vnd.ms-word.document.macroenabled.12",
        "application/vnd.ms-word.template.macroenabled.12",
    ),
    b"xl/": (
        f"{_OFFICE_OPEN}.spreadsheetml.sheet",
        f"{_OFFICE_OPEN}.spreadsheetml.template",
        "application/vnd.ms-excel.sheet.macroenabled.12",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.ms-excel.template.macroenabled.12",
        "application/vnd.ms-excel.addin.macroenabled.12",
    ),
    b"ppt/": (
        f"{_OFFICE_OPEN}.presentationml.presentation",
        f"{_OFFICE_OPEN}.presentationml.slideshow",
        f"{_OFFICE_OPEN}.presentationml.template",
        "application/vnd.ms-powerpoint.presentation.macroenabled.12",
        "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
        "application/vnd.ms-powerpoint.template.macroenabled.12",
    ),
    b"visio/": ("application/vnd.ms-visio.drawing", "application/vnd.ms-visio.template"),
}
_PACKAGES = (
    "application/java-archive",
    "application/vnd.android.package-archive",
    "application/vnd.google-earth.kmz",
    "application/x-apple-iwork",
    "model/3mf",
)
_OLE_TYPES = (
    "application/x-ole-storage",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-outlook",
    "application/vnd.ms-powerpoint",
    "application/vnd.ms-project",
    "application/vnd.ms-publisher",
    "application/vnd.ms-works",
    "application/vnd.visio",
    "application/x-msi",
)


def types_within(head: bytes, tail: bytes) -> tuple[str, ...]:
    """Return the media types that a ZIP or OLE file may be of, the likeliest first; nothing for any other content.

    ``head`` and ``tail`` are the beginning and the end of the content.
    """
    if head.startswith(_OLE):
        return _OLE_TYPES
    if not head.startswith(_ZIP):
        return ()
    first = _FIRST_ENTRY.match(head)
    if first:
        return first[1].decode(), "application/zip"
    if b"[Content_Types].xml" in head or b"[Content_Types].xml" in tail:
        for folder, types in _OFFICE.items():
            if folder in head or folder in tail:
                return *types, "application/zip"
    return "application/zip", *_PACKAGES
