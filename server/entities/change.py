"""A change to a record, checked against the entity's declaration before any statement runs.

The same check serves mutations and imports. It gathers all faults of a record rather than stop at the first, and each names the
attribute at fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, Relation, RelationKind
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
        return f"id {self.id}" if self.external_id is None else f"externalId {self.external_id[:60]!r}"


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


def check_change(
    entity: Entity, values: Mapping[str, Any], *, creating: bool, region: str | None = None
) -> tuple[Change, list[Fault]]:
    """Return the change that ``values`` (by GraphQL name; what is not given is left out) ask for, and what is wrong with them.

    ``creating`` applies defaults and insists on required attributes. ``region`` is the tenant's: the country whose notation of
    phone numbers is understood.
    """
    form = _form_of(entity)
    change = Change()
    faults: list[Fault] = []
    for name, check, columns, required, default in form.attributes:
        given = values.get(name, _ABSENT)
        if creating and default is not None and (given is _ABSENT or given is None):
            change.defaults.update(default)
        elif given is not _ABSENT:
            try:
                stored = check(given, region)
            except ValueError as error:
                faults.append(Fault((name,), "BAD_USER_INPUT", f"{name} {error}"))
            else:
                change.columns.update(zip(columns, stored, strict=True))
        elif creating and required:
            faults.append(Fault((name,), "BAD_USER_INPUT", f"{name} is required"))
    if creating:
        change.defaults.update(form.unwritable)
    _check_references(form, values, change, faults, creating)
    _check_links(form, values, change, faults)
    return change, faults


_ABSENT = object()


class _Writable(NamedTuple):
    """An attribute as ``check_change`` needs it; ``default`` holds columns."""

    name: str
    check: Callable[[Any, str | None], tuple[Any, ...]]
    columns: tuple[str, ...]
    required: bool
    default: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Form:
    """What a caller may write of an entity, worked out once: an import checks millions of records.

    ``unwritable`` are the columns of the defaults that a caller cannot replace.
    """

    entity: Entity
    unwritable: Mapping[str, Any]
    attributes: tuple[_Writable, ...]
    references: tuple[tuple[str, Relation], ...]
    links: tuple[tuple[str, Relation], ...]


_FORMS: dict[str, _Form] = {}


def _form_of(entity: Entity) -> _Form:
    form = _FORMS.get(entity.name)
    if form is None or form.entity is not entity:
        written = (_writable(attribute) for attribute in entity.stored_attributes() if not attribute.writable)
        form = _FORMS[entity.name] = _Form(
            entity,
            {column: value for one in written for column, value in (one.default or {}).items()},
            tuple(_writable(attribute) for attribute in entity.writable_attributes()),
            tuple((relation.graphql_name, relation) for relation in entity.writable_relations(RelationKind.ONE)),
            tuple((relation.graphql_name, relation) for relation in entity.writable_relations(RelationKind.LINK)),
        )
    return form


def _writable(attribute: Attribute) -> _Writable:
    columns = tuple(f"{attribute.name}{suffix}" for suffix in attribute.scalar.columns)
    default = attribute.default
    stored = None if default is None else dict(zip(columns, attribute.check(default), strict=True))
    return _Writable(attribute.graphql_name, attribute.check, columns, attribute.required, stored)


def _check_references(
    form: _Form, values: Mapping[str, Any], change: Change, faults: list[Fault], creating: bool
) -> None:
    for name, relation in form.references:
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


def _check_links(form: _Form, values: Mapping[str, Any], change: Change, faults: list[Fault]) -> None:
    for name, relation in form.links:
        given = values.get(name)
        if given is None:
            continue
        try:
            read = {key: _read_references(relation.target, refs) for key, refs in given.items() if refs is not None}
            change.links[name] = relation, Links(read.get("set"), read.get("add", ()), read.get("remove", ()))
        except ValueError as error:
            faults.append(Fault((name,), "BAD_USER_INPUT", f"{name}: {error}"))


def _read_references(target: str, given: Iterable[Mapping[str, str]]) -> tuple[Reference, ...]:
    return tuple(read_reference(target, reference) for reference in given)


def read_reference(target: str, given: Mapping[str, str]) -> Reference:
    """Return the reference in ``{"id": …}`` or ``{"externalId": …}``; raise ``ValueError`` for an id of another type."""
    if given.get("id") is not None:
        return Reference(id=decode_id(ENTITIES[target].table, given["id"]))
    return Reference(external_id=clean(given["externalId"]))
