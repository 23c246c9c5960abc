"""The messages of the protocol graphql-transport-ws: which a client may send, and those that it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from server.errors import TesseraError

PROTOCOL = "graphql-transport-ws"
ACKNOWLEDGED = b'{"type":"connection_ack"}'
_LONGEST_ID = 200
_LONGEST_REASON = 123  # bytes, by the WebSocket protocol
_FROM_CLIENTS = {"connection_init", "ping", "pong", "subscribe", "complete"}
_NAMED = {"subscribe", "complete"}


class End(Exception):
    """The server ends the socket; operations that still run are told why if there is an ``error``."""

    def __init__(self, code: int, reason: str, error: TesseraError | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")
        self.error = error


def read_message(text: str | None, longest: int) -> Mapping[str, Any]:
    """Return the message in ``text`` (None: it came as bytes); raise ``End`` when it is none that a client may send."""
    if text is None:
        raise End(4400, "Invalid message: send JSON as text")
    if len(text.encode()) > longest:
        raise End(1009, f"a message is larger than {longest} bytes")
    try:
        return _checked(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise End(4400, f"Invalid message: not valid JSON: {error}") from None


def _checked(message: Any) -> Mapping[str, Any]:
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise End(4400, "Invalid message: it must be a JSON object with the member type")
    kind, identifier = message["type"], message.get("id")
    if kind not in _FROM_CLIENTS:
        raise End(4400, f"Invalid message: {kind[:40]!r} is no type that a client sends")
    if kind in _NAMED and not (isinstance(identifier, str) and 0 < len(identifier) <= _LONGEST_ID):
        raise End(4400, f"Invalid message: id must be a text of 1 to {_LONGEST_ID} characters")
    if "payload" in message and message["payload"] is None and kind != "subscribe":
        del message["payload"]  # some clients write null for what they leave out
    if not isinstance(message.get("payload", {} if kind != "subscribe" else None), dict):
        raise End(4400, "Invalid message: payload must be an object")
    return message


def pong(ping: Mapping[str, Any]) -> bytes:
    """Answer a ping."""
    return orjson.dumps({"type": "pong"} | {name: ping[name] for name in ("payload",) if name in ping})


def next_(identifier: str, result: bytes) -> bytes:
    """Tell a result of an operation, which is JSON already."""
    return b'{"id":' + orjson.dumps(identifier) + b',"type":"next","payload":' + result + b"}"


def error(identifier: str, errors: list[dict[str, object]]) -> bytes:
    """Tell why an operation is over."""
    return orjson.dumps({"id": identifier, "type": "error", "payload": errors})


def complete(identifier: str) -> bytes:
    """Tell that an operation is over."""
    return orjson.dumps({"id": identifier, "type": "complete"})
