"""What the driver reports, as Tessera's own errors: no text of the database ever travels further.

What asyncpg raises of its own is known wherever it comes out (``translate``). An ``OSError`` or a timeout means a lost database
only where nothing but the driver was at work (``calling_driver``): elsewhere it may be a full disk.
A constraint's name says which entity and attribute it guards (``database/tables`` made the name), so the message can name them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from server.entities import ENTITIES, entity_of_table
from server.entities.declaration import camel_case
from server.errors import BadUserInput, Conflict, NotFound, QueryTimeout, ServiceUnavailable, TesseraError

_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.IdleInTransactionSessionTimeoutError,
)
_BUSY = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)

#: What a call of the driver may raise; timeouts are among the ``OSError``.
DRIVER_ERRORS = (asyncpg.PostgresError, *_LOST, OSError)


@contextmanager
def calling_driver() -> Iterator[None]:
    """Let what the driver raises come out as Tessera's own error; the block holds calls of the driver and nothing else."""
    try:
        yield
    except Exception as error:
        known = _unreachable() if isinstance(error, OSError) else translate(error)
        if known is None:
            raise
        raise known from error


def translate(error: BaseException) -> TesseraError | None:
    """Return what an error of asyncpg's means to a caller, or None for any other, which stays as it is."""
    if isinstance(error, asyncpg.UniqueViolationError):
        return _taken(error.constraint_name or "")
    if isinstance(error, (asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError)):
        return _reference(error)
    if isinstance(error, asyncpg.CheckViolationError):
        return BadUserInput(f"a value is refused by the rule {error.constraint_name}")
    if isinstance(error, asyncpg.QueryCanceledError):
        return QueryTimeout(
            "the query took longer than the server allows; ask for less, or filter by an indexed attribute"
        )
    if isinstance(error, _BUSY):
        return Conflict("another change to the same records was under way; send the request again")
    if isinstance(error, _LOST) and not isinstance(error, ValueError):  # a ValueError is a wrong argument of ours
        return _unreachable()
    return None


def _unreachable() -> ServiceUnavailable:
    return ServiceUnavailable("the database cannot be reached at the moment; try again shortly")


def _taken(constraint: str) -> TesseraError:
    for entity in ENTITIES.values():
        if constraint == f"{entity.table}_external_id_key":
            return Conflict(f"another {entity.singular} has this externalId already", ("externalId",))
    return Conflict("a record with this key exists already")


def _reference(error: asyncpg.IntegrityConstraintViolationError) -> TesseraError:
    """A foreign key fails on either side: what is pointed to is missing, or what points keeps it from being deleted."""
    table, constraint = error.table_name or "", error.constraint_name or ""
    pointing = entity_of_table(table)
    relation = constraint.removeprefix(f"{table}_").removesuffix("_id_fkey")
    if pointing is None:
        return NotFound(f"a record to be linked in {table} does not exist")
    if _is_deletion(error):
        return Conflict(f"still referred to by {pointing.plural}; delete or reassign these first", ("id",))
    return NotFound(f"the {relation} that was named does not exist", (camel_case(relation),))


def _is_deletion(error: asyncpg.IntegrityConstraintViolationError) -> bool:
    if isinstance(error, asyncpg.RestrictViolationError):  # since PostgreSQL 18
        return True
    # The detail's wording is translated by the server; the table in its quotes is not: on insertion it is the target.
    detail, table = error.detail or "", error.table_name or ""
    return f'"{table}"' in detail
