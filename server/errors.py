"""The error tree: every failure that a caller may see, each with a machine code.

    TesseraError
    ├── BadRequest           BAD_REQUEST               the HTTP request itself is malformed
    ├── Unauthenticated      UNAUTHENTICATED           no token, or one that is not known
    ├── Forbidden            FORBIDDEN                 the caller's role does not allow it
    ├── BadUserInput         BAD_USER_INPUT            a value is wrong; ``path`` says which
    │   └── CostExceeded     COST_LIMIT_EXCEEDED       the operation asks for too much at once
    ├── NotFound             NOT_FOUND                 a record that was named does not exist
    ├── Conflict             CONFLICT                  taken, stale or still in use
    ├── QueryTimeout         QUERY_TIMEOUT             the statement ran longer than allowed
    ├── ServiceUnavailable   SERVICE_UNAVAILABLE       the database cannot be reached just now
    └── SetupError           SETUP                     a command or the configuration is at fault

Errors are raised where the fact is known and caught at the edges (the endpoint, the worker, the command line).
No text of the database or its driver is ever put into a message.
"""

from __future__ import annotations

PathPart = str | int


class TesseraError(Exception):
    """A failure with a message for people and a ``code`` for programs."""

    code = "INTERNAL"

    def __init__(self, message: str, path: tuple[PathPart, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


class BadRequest(TesseraError):
    """The HTTP request is malformed."""

    code = "BAD_REQUEST"

    def __init__(self, message: str, path: tuple[PathPart, ...] = (), status: int = 400) -> None:
        super().__init__(message, path)
        self.status = status


class Unauthenticated(TesseraError):
    """No bearer token was given, or it is not known."""

    code = "UNAUTHENTICATED"


class Forbidden(TesseraError):
    """The caller's role does not allow the operation."""

    code = "FORBIDDEN"


class BadUserInput(TesseraError):
    """A value that the caller sent is wrong."""

    code = "BAD_USER_INPUT"


class CostExceeded(BadUserInput):
    """The operation would read more records than one operation may."""

    code = "COST_LIMIT_EXCEEDED"


class NotFound(TesseraError):
    """A record that was named does not exist for this tenant."""

    code = "NOT_FOUND"


class Conflict(TesseraError):
    """The change contradicts what is stored: a key is taken, a version is stale, a record is still in use."""

    code = "CONFLICT"


class QueryTimeout(TesseraError):
    """The statement ran longer than the server allows."""

    code = "QUERY_TIMEOUT"


class ServiceUnavailable(TesseraError):
    """The database cannot be reached at the moment."""

    code = "SERVICE_UNAVAILABLE"


class SetupError(TesseraError):
    """The configuration, the database or a command's arguments do not allow Tessera to work."""

    code = "SETUP"
