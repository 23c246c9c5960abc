"""A change to a record, checked against the entity's declaration before any statement runs.

The same check serves mutations and imports. It gathers all faults of a record rather than stop at the first, and each names the
attribute at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from server.entities import ENTITIES
from server.entities.declaration import Entity, Relation, RelationKind
from server.entities.ids import decode_id
from server.entities.text import clean
from server.errors import PathPart


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record was refused: where in it, with a code for programs and a message for people."""

    path: tuple[PathPart, ...]
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A record named by id or by external id."""

    id: UUID | None = None
    external_id: str | None = None

    def __str__(self) -> str:
        return f"externalId {self.external_id!r}" if self.id is None else f"id {self.id}"


@dataclass(frozen=True, slots=True)
class Links:
    """Changes to a many-to-many relation: exactly these (``set``), these too (``add``), no longer these (``remove``)."""

    set: tuple[Reference, ...] | None = None
    add: tuple[Reference, ...] = ()
    remove: tuple[Reference, ...] = ()


@dataclass(slots=True)
class Change:
    """What is to be written of one record.

    ``columns`` are final values; ``defaults`` are for a new record only; ``references`` are still to be found.
    """

    columns: dict[str, Any] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    references: dict[str, tuple[Relation, Reference]] = field(default_factory=dict)
    links: dict[str, tuple[Relation, Links]] = field(default_factory=dict)

    @property
    def external_id(self) -> str | None:
        """The external id that the change sets, if it does."""
        return self.columns.get("external_id")


def check_change(entity: Entity, values: Mapping[str, Any], *, creating: bool) -> tuple[Change, list[Fault]]:
    """Return the change that ``values`` (by GraphQL name; what is not given is left out) ask for, and what is wrong with them.

    ``creating`` applies defaults and insists on required attributes.
    """
    change, faults = Change(), []
    for attribute in entity.writable_attributes():
        name = attribute.graphql_name
        given = values.get(name, _ABSENT)
        written = change.columns
        if creating and (given is _ABSENT or given is None) and attribute.default is not None:
            given, written = attribute.default, change.defaults
        if given is _ABSENT:
            if creating and attribute.required:
                faults.append(Fault((name,), "BAD_USER_INPUT", f"{name} is required"))
            continue
        try:
            stored = attribute.check(given)
        except ValueError as error:
            faults.append(Fault((name,), "BAD_USER_INPUT", f"{name} {error}"))
            continue
        written.update(zip((f"{attribute.name}{suffix}" for suffix in attribute.scalar.columns), stored, strict=True))
    faults += _check_references(entity, values, change, creating)
    faults += _check_links(entity, values, change)
    return change, faults


_ABSENT = object()


def _check_references(entity: Entity, values: Mapping[str, Any], change: Change, creating: bool) -> list[Fault]:
    faults = []
    for relation in entity.writable_relations(RelationKind.ONE):
        name = relation.graphql_name
        given = values.get(name)
        if given is None:
            if not relation.optional and (creating or name in values):
                faults.append(Fault((name,), "BAD_USER_INPUT", f"{name} is required"))
            elif name in values:
                change.columns[relation.column] = None
            continue
        try:
            change.references[name] = relation, read_reference(relation.target, given)
        except ValueError as error:
            faults.append(Fault((name,), "BAD_USER_INPUT", f"{name}: {error}"))
    return faults


def _check_links(entity: Entity, values: Mapping[str, Any], change: Change) -> list[Fault]:
    faults = []
    for relation in entity.writable_relations(RelationKind.LINK):
        name = relation.graphql_name
        given = values.get(name)
        if given is None:
            continue
        try:
            read = {key: _read_references(relation.target, refs) for key, refs in given.items() if refs is not None}
            change.links[name] = relation, Links(read.get("set"), read.get("add", ()), read.get("remove", ()))
        except ValueError as error:
            faults.append(Fault((name,), "BAD_USER_INPUT", f"{name}: {error}"))
    return faults


def _read_references(target: str, given: Iterable[Mapping[str, str]]) -> tuple[Reference, ...]:
    return tuple(read_reference(target, reference) for reference in given)


def read_reference(target: str, given: Mapping[str, str]) -> Reference:
    """Return the reference in ``{"id": …}`` or ``{"externalId": …}``; raise ``ValueError`` for an id of another type."""
    if given.get("id") is not None:
        return Reference(id=decode_id(ENTITIES[target].table, given["id"]))
    return Reference(external_id=clean(given["externalId"]))
