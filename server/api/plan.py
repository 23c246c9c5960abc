"""The plan: what an operation means, as a small tree of frozen records, independent of SQL.

Every name in it is an attribute or relation of an entity. ``planning`` makes it from a selection, ``compile`` makes SQL of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from server.api.selection import Given
from server.entities.declaration import Attribute, Entity, Relation
from server.entities.operators import Operator

# Conditions


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts it holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts it does not."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold: the exact complement, absent values included."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class Compare:
    """An operator holds for an attribute."""

    attribute: Attribute
    operator: Operator
    given: Given


@dataclass(frozen=True, slots=True)
class Related:
    """A ``some``, ``none`` or ``every`` of the related records meets the condition."""

    relation: Relation
    quantifier: str
    part: Predicate


Predicate: TypeAlias = All | AnyOf | Not | Compare | Related
EVERYTHING = All(())

# What is selected of a record


@dataclass(frozen=True, slots=True)
class Constant:
    """A text that is known beforehand: ``__typename``."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute; ``parts`` are the keys and names of what is selected of a composite one, such as money."""

    key: str
    attribute: Attribute
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class One:
    """The record that a relation points to."""

    key: str
    relation: Relation
    record: Record


@dataclass(frozen=True, slots=True)
class OrderKey:
    """A key by which a list is sorted."""

    attribute: Attribute
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True, slots=True)
class PagePart:
    """One thing selected of a connection, an edge or its page info: ``nodes``, ``cursor``, ``endCursor``, …"""

    key: str
    name: str
    record: Record | None = None
    parts: tuple[PagePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A list of records: all of an entity's, or those of a relation.

    ``backwards``: the last ``limit`` records rather than the first. ``listed``: a plain list, whose one part are its ``nodes``.
    """

    key: str
    entity: Entity
    relation: Relation | None
    where: Predicate
    order: tuple[OrderKey, ...]
    limit: int
    backwards: bool
    after: Given | None
    before: Given | None
    parts: tuple[PagePart, ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What is selected of a record of an entity."""

    entity: Entity
    fields: tuple[Constant | Value | One | Page, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """One record by a unique attribute."""

    key: str
    record: Record
    attribute: Attribute
    given: Given


Root: TypeAlias = Lookup | Page
