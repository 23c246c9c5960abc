"""Subscriptions: from the changes that are committed to the records that a subscriber selected, as they are now.

A subscription is planned and compiled once, like a query, with its subscriber's role. Each time records change, one statement reads
those that meet its ``where``, and every record becomes a response of its own. How responses travel: ``websocket``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from uuid import UUID
from weakref import WeakValueDictionary

import orjson
import strawberry
from strawberry.types.field import StrawberryField

from server.api.compile import Statement, compile_changed
from server.api.planning import Planner
from server.api.selection import Selected, Variables
from server.api.types import Described, Types
from server.database.changes import Changes, Listener
from server.database.tenancy import Database
from server.database.writing import CREATED, DELETED, UPDATED
from server.entities import ENTITIES
from server.entities.declaration import Entity, Role
from server.entities.ids import encode_id
from server.errors import BadUserInput, TesseraError
from server.settings import Limits
from server.tenants import Caller

#: Statements that read for subscribers at the same time, of all tenants; the pool's other connections are for requests.
_AT_ONCE = 3


@strawberry.enum(description="What happened to a record.")
class ChangeKind(Enum):
    """What happened to a record."""

    CREATED = strawberry.enum_value(CREATED, description="It is new.")
    UPDATED = strawberry.enum_value(UPDATED, description="It was there, and has changed.")
    DELETED = strawberry.enum_value(DELETED, description="It is gone.")


_EVERY_KIND = frozenset((CREATED, UPDATED, DELETED))


def subscription_type(types: Types, entities: Iterable[Entity]) -> type:
    """Make the root type: a field for each entity."""
    types.know(ChangeKind.__name__, ChangeKind)
    fields = {_field_name(entity): _field(types, entity) for entity in entities}
    return types.object("Subscription", "What can be followed, over a WebSocket (graphql-transport-ws).", fields)


def _field(types: Types, entity: Entity) -> StrawberryField:
    name = f"{entity.name}Changed"
    members = {
        "kind": Described("ChangeKind", "What happened."),
        "id": Described("ID", "The record's id."),
        entity.singular: Described(f"{entity.name} | None", "The record as it is now; null when it was deleted."),
    }
    types.object(
        name, f"One change among the {entity.plural_words}.", {key: types.field(told) for key, told in members.items()}
    )
    told = (
        f"The {entity.plural_words} that are created, changed or deleted from now on. Changes in quick succession may be told "
        f"as one; when some may have been missed, it ends with an error."
    )
    where = (
        "Only records that meet this condition after the change. "
        "Deletions are told whatever it says, unless kinds leaves DELETED out."
    )
    arguments = {
        "where": Described(f"{entity.name}Where | None", where),
        "kinds": Described("list[ChangeKind] | None", "Only changes of these kinds; all unless given."),
    }
    return types.field(Described(name, told), arguments)


def _field_name(entity: Entity) -> str:
    return f"{entity.singular}Changed"


_ROOTS = {_field_name(entity): entity for entity in ENTITIES.values()}


@dataclass(frozen=True, slots=True)
class Subscription:
    """A planned subscription; ``records`` are the keys under which the record itself is selected, as the statement has them."""

    field: Selected
    entity: Entity
    statement: Statement
    records: tuple[str, ...]


def plan_subscription(selected: tuple[Selected, ...], role: Role, limits: Limits) -> tuple[Subscription, int]:
    """Return the plan of a subscription's one field, and what one change costs.

    Raises ``BadUserInput``, ``CostExceeded`` or ``Forbidden``, with the path from the root field to the argument at fault.
    """
    if not selected:
        raise BadUserInput("the subscription selects nothing; do not skip its field")
    (field,) = selected
    entity = _ROOTS[field.name]
    planner = Planner(role, limits)
    parts = [part for part in field.children if part.name == entity.singular]
    try:
        planner.record(entity, ())  # to follow changes is to read, also when nothing of the record is selected
        where = planner.where(entity, field.arguments.get("where"))
        records = tuple(planner.record(entity, part.children) for part in parts)
    except TesseraError as error:
        error.path = error.path or field.path
        raise
    statement = compile_changed(entity, where, records)
    return Subscription(field, entity, statement, tuple(part.key for part in parts)), planner.cost


class Feed:
    """A subscription that runs: what it listens to, and the values that it was given."""

    def __init__(
        self, feeds: Feeds, listener: Listener, caller: Caller, subscription: Subscription, variables: Variables
    ) -> None:
        self._feeds = feeds
        self._listener = listener
        self._caller = caller
        self._subscription = subscription
        self._variables = variables
        self._prefix = b'{"data":{' + orjson.dumps(subscription.field.key) + b":"

    async def read(self) -> list[bytes]:
        """Wait for changes and return the response to each of them; there may be none that meets the condition.

        Raises what ``Listener.take`` raises, and ``TesseraError`` when the records cannot be read; then it is over.
        """
        notice = await self._listener.take()
        if notice.kind == DELETED:
            gone = [b"null"] * len(self._subscription.records)
            return [self._response(notice.kind, record_id, gone) for record_id in notice.ids]
        statement = self._subscription.statement
        parameters = statement.parameters(self._caller.tenant_id, self._variables, list(notice.ids))
        row = await self._feeds.fetch(self._caller.tenant_id, statement.sql, parameters)
        lists = [found or () for found in row]
        return [
            self._response(notice.kind, record_id, [text.encode() for text in texts])
            for record_id, *texts in zip(*lists, strict=True)
        ]

    def close(self) -> None:
        """End the subscription."""
        self._listener.close()

    def _response(self, kind: str, record_id: UUID, records: list[bytes]) -> bytes:
        entity, of_record = self._subscription.entity, dict(zip(self._subscription.records, records, strict=True))
        values = {"id": encode_id(entity.table, record_id), "kind": kind}
        members = []
        for part in self._subscription.field.children:
            value = of_record.get(part.key) or orjson.dumps(values.get(part.name, part.type))
            members.append(orjson.dumps(part.key) + b":" + value)
        return self._prefix + b"{" + b",".join(members) + b"}}}"


class Feeds:
    """Opens subscriptions, and lets those of all tenants take turns at the database."""

    def __init__(self, database: Database, changes: Changes) -> None:
        self._database = database
        self._changes = changes
        self._all = asyncio.Semaphore(_AT_ONCE)
        self._by_tenant: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def open(self, caller: Caller, subscription: Subscription, variables: Variables) -> Feed:
        """Return a feed of the changes that are committed from now on.

        Raises ``BadUserInput`` for values that make no sense, and ``ServiceUnavailable`` when the database cannot be reached.
        """
        subscription.statement.parameters(caller.tenant_id, variables, [])
        topic = (caller.tenant_id, subscription.entity.table)
        listener = await self._changes.listen(topic, _kinds(subscription, variables))
        return Feed(self, listener, caller, subscription, variables)

    async def fetch(self, tenant_id: UUID, sql: str, parameters: list[object]) -> tuple[list[object] | None, ...]:
        """Run a statement for a subscriber, when it is its turn."""
        async with self._turn(tenant_id):
            return tuple(await self._database.fetch_row(tenant_id, sql, parameters))

    @asynccontextmanager
    async def _turn(self, tenant_id: UUID) -> AsyncIterator[None]:
        """One statement of a tenant at a time, so that a tenant of many subscribers does not keep the others waiting."""
        lock = self._by_tenant.setdefault(tenant_id, asyncio.Lock())
        async with lock, self._all:
            yield


def _kinds(subscription: Subscription, variables: Variables) -> frozenset[str]:
    given = subscription.field.arguments.get("kinds")
    if given is None or (kinds := given.read(variables)) is None:
        return _EVERY_KIND
    if not kinds:
        raise BadUserInput(
            "kinds is empty, so that there is nothing to tell; leave it out to be told of every kind", given.path
        )
    return frozenset(kind.value for kind in kinds)
