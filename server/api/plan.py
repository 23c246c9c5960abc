"""The plan: what an operation means, as a small tree of frozen records, independent of SQL.

Every name in it is an attribute or relation of an entity. ``planning`` makes it from a selection, ``compile`` makes SQL of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from server.api.selection import Given
from server.entities.declaration import Attribute, Entity, Question, Relation
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


def all_of(parts: Sequence[Predicate]) -> Predicate:
    """Return the condition that every part holds, which is the part itself where there is one alone."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))


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
    """One thing selected of a connection, an edge or its page info: ``nodes``, ``cursor``, ``endCursor``, …

    ``variants`` holds the record by the name of its entity where records of several kinds stand in one list.
    """

    key: str
    name: str
    record: Record | None = None
    parts: tuple[PagePart, ...] = ()
    aggregate: Aggregate | None = None
    variants: Mapping[str, Record] = field(default_factory=dict)


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
class Asked:
    """A question to a record; ``type`` is what its answer is, ``parts`` are the keys and names of what is selected of it."""

    key: str
    question: Question
    type: str
    given: Mapping[str, Given]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TimelineKind:
    """One kind of records in a timeline: the relation that leads to them, and which of them."""

    entity: Entity
    relation: Relation
    where: Predicate


@dataclass(frozen=True, slots=True)
class Timeline:
    """Records of several kinds that belong to one record, by the moment of each, newest first."""

    key: str
    kinds: tuple[TimelineKind, ...]
    limit: int
    after: Given | None
    parts: tuple[PagePart, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What is selected of a record of an entity."""

    entity: Entity
    fields: tuple[Field, ...]


# What is made of many records


@dataclass(frozen=True, slots=True)
class Measure:
    """What ``function`` makes of one member over many records, under ``key``.

    ``function`` is ``count`` (without a member: the records themselves), ``countDistinct``, ``sum``, ``avg``, ``min`` or ``max``;
    ``parts`` are the keys and names of what is selected of a composite value, such as money.
    """

    key: str
    function: str
    member: Attribute | Relation | None = None
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one function, gathered in an object: ``sum { total quantity }``."""

    key: str
    parts: tuple[Constant | Measure, ...]


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What records are grouped by: an attribute, here or of the record that ``path`` leads to.

    ``interval`` is the span that a moment is cut to, such as ``month``. Money is grouped by its currency.
    """

    path: tuple[Relation, ...]
    attribute: Attribute
    interval: str = ""


@dataclass(frozen=True, slots=True)
class GroupOrder:
    """What groups are sorted by: the key at a place in ``by``, or a measure."""

    by: int | Measure
    descending: bool


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a group, as a list of texts."""

    key: str


@dataclass(frozen=True, slots=True)
class Groups:
    """The records in groups of equal keys, each with its measures."""

    key: str
    by: tuple[GroupKey, ...]
    order: tuple[GroupOrder, ...]
    limit: int
    parts: tuple[Constant | Keys | Measure | Measures, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What the records of a list amount to; ``relation`` and ``where`` are those of the list, and further conditions."""

    key: str
    entity: Entity
    relation: Relation | None
    where: Predicate
    parts: tuple[Constant | Measure | Measures | Groups, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """One record by a unique attribute."""

    key: str
    record: Record
    attribute: Attribute
    given: Given


@dataclass(frozen=True, slots=True)
class Search:
    """The records of ``entities`` that best match a text, the best first."""

    key: str
    entities: tuple[Entity, ...]
    text: Given
    limit: int
    parts: tuple[PagePart, ...]


Field: TypeAlias = Constant | Value | One | Page | Aggregate | Asked | Timeline
Root: TypeAlias = Lookup | Page | Search
