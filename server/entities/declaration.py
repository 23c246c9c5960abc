"""How an entity is declared, and how a declaration is read.

An entity is an ordinary Strawberry type: its annotations are the columns, its field metadata say data category, relation and
index. ``read_entity`` turns the class into an ``Entity``, the one description from which tables, row-level security, filters,
ordering, connections, mutations and import columns are derived. No I/O, and no knowledge of SQL statements or requests.
"""

from __future__ import annotations

import inspect
import re
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin

import strawberry
from strawberry.types.base import get_object_definition

from server.entities.scalars import SEARCHABLE_STRING, Scalar, id_scalar, scalar_for
from server.entities.text import clean

_METADATA = "tessera"
_T = TypeVar("_T", bound=type)


class Category(Enum):
    """The four kinds of knowledge about a customer."""

    IDENTITY = "who they are: names, addresses, phones, e-mails, account ids"
    DESCRIPTIVE = "what they are like: stage, place, job, industry, family, lifestyle"
    QUANTITATIVE = "what they did, in numbers: orders, value, returns, visits"
    QUALITATIVE = "what they think: answers, ratings, motives, opinions, notes"


class Role(Enum):
    """What the holder of an API key may do."""

    ADMIN = "admin"
    MARKETER = "marketer"
    CLIENT = "client"


EVERYONE = frozenset(Role)


class OnDelete(Enum):
    """What happens to a record when the record that it points to is deleted."""

    RESTRICT = "RESTRICT"
    CASCADE = "CASCADE"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing known about a record, held in one or more columns."""

    name: str
    scalar: Scalar
    optional: bool
    category: Category
    description: str
    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    default: Any = None
    indexed: bool = False
    writable: bool = True

    @property
    def graphql_name(self) -> str:
        """The name in GraphQL."""
        return camel_case(self.name)

    @property
    def required(self) -> bool:
        """Whether a new record must be given a value."""
        return not self.optional and self.default is None

    def check(self, value: Any) -> tuple[Any, ...]:
        """Return the values of the attribute's columns for ``value``; raise ``ValueError`` when it is not allowed."""
        if value is None:
            if not self.optional:
                raise ValueError("is required and cannot be null")
            return (None,) * len(self.scalar.columns)
        stored = self.scalar.store(value)
        if self.max_length is not None:
            self._check_text(stored[0])
        return stored

    def _check_text(self, stored: str) -> None:
        if self.max_length is not None and len(stored) > self.max_length:
            raise ValueError(f"has {len(stored)} characters; at most {self.max_length} are allowed")
        if not stored and not self.optional:
            raise ValueError("is required and cannot be empty")
        if len(stored) < self.min_length:
            raise ValueError("is empty; leave it out instead")
        if self.pattern is not None and not re.fullmatch(self.pattern, stored):
            raise ValueError(f"{stored[:60]!r} does not have the form {self.pattern}")


class RelationKind(Enum):
    """Where a relation is stored: here, on the other record, or in a link table between them."""

    ONE = "one"
    MANY = "many"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Relation:
    """A way from a record to other records.

    ``inverse`` (MANY) names the target's ONE relation that points back; ``link`` (LINK) names the table between.
    ``listed``: the records come as a plain list rather than a paged connection. ``longest_page`` allows longer pages than usual.
    """

    name: str
    target: str
    kind: RelationKind
    optional: bool
    description: str
    inverse: str = ""
    link: str = ""
    on_delete: OnDelete = OnDelete.RESTRICT
    listed: bool = False
    writable: bool = True
    longest_page: int = 0

    @property
    def graphql_name(self) -> str:
        """The name in GraphQL."""
        return camel_case(self.name)

    @property
    def column(self) -> str:
        """The column that holds the target's id (ONE)."""
        return f"{self.name}_id"


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record: everything that is derived is derived from this."""

    name: str
    type: type
    description: str
    attributes: Mapping[str, Attribute]
    relations: Mapping[str, Relation]
    indexes: tuple[tuple[str, ...], ...] = ()
    readers: frozenset[Role] = EVERYONE
    managed: bool = False

    @property
    def table(self) -> str:
        """The table's name, which is also the prefix of the records' ids."""
        return snake_case(self.name)

    @property
    def singular(self) -> str:
        """The name of one record in GraphQL."""
        return camel_case(self.table)

    @property
    def plural(self) -> str:
        """The name of several records in GraphQL."""
        return plural_of(self.singular)

    @property
    def id(self) -> Attribute:
        """The id, as an attribute."""
        return self.attributes["id"]

    def writable_attributes(self) -> tuple[Attribute, ...]:
        """The attributes that a caller may write."""
        return tuple(attribute for attribute in self.attributes.values() if attribute.writable)

    def writable_relations(self, kind: RelationKind) -> tuple[Relation, ...]:
        """The relations of ``kind`` that a caller may write."""
        return tuple(relation for relation in self.relations.values() if relation.kind is kind and relation.writable)


def attribute(
    category: Category,
    description: str,
    *,
    default: Any = None,
    min_length: int = 0,
    max_length: int | None = 500,
    pattern: str | None = None,
    searchable: bool = False,
    indexed: bool = False,
    writable: bool = True,
) -> Any:
    """Declare an attribute; its annotation gives the type, ``| None`` makes it optional.

    ``searchable`` keeps a folded copy, so that text can be found whatever its case and accents; ``indexed`` serves filters and
    ordering by the attribute alone. ``pattern`` is a regular expression that the whole text must match.
    """
    options = {
        "category": category,
        "default": default,
        "min_length": min_length,
        "max_length": max_length,
        "pattern": pattern,
        "indexed": indexed or searchable,
        "writable": writable,
    }
    metadata = {_METADATA: ("attribute", options, searchable)}
    return strawberry.field(description=f"{description} ({category.name.lower()})", metadata=metadata)


def relation(description: str, *, inverse: str = "", on_delete: OnDelete = OnDelete.RESTRICT) -> Any:
    """Declare a relation: to one record, or (with ``inverse``, the name of that relation) back from it to many."""
    options = {"inverse": inverse, "on_delete": on_delete}
    return strawberry.field(description=description, metadata={_METADATA: ("relation", options, False)})


def linked(description: str, *, through: str, writable: bool = True, longest_page: int = 0) -> Any:
    """Declare a many-to-many relation through the link table ``through``, which the target declares as well."""
    options = {"link": through, "writable": writable, "longest_page": longest_page}
    return strawberry.field(description=description, metadata={_METADATA: ("relation", options, False)})


def entity(
    *, indexes: tuple[tuple[str, ...], ...] = (), readers: frozenset[Role] = EVERYONE, managed: bool = False
) -> Callable[[_T], _T]:
    """Declare a class as an entity.

    Each of ``indexes`` names attributes and relations that are filtered or sorted together. ``readers`` are the roles that may see
    it. ``managed`` records are written by the server itself, so that no mutations are derived.
    """

    def declare(cls: _T) -> _T:
        declared = strawberry.type(cls, description=inspect.getdoc(cls))
        setattr(declared, _METADATA, {"indexes": indexes, "readers": readers, "managed": managed})
        return declared

    return declare


def read_entity(cls: type, entities: Mapping[str, type]) -> Entity:
    """Return the description of a declared class; its annotations may name any of ``entities``."""
    namespace = {**vars(sys.modules[cls.__module__]), **entities}
    attributes: dict[str, Attribute] = {}
    relations: dict[str, Relation] = {}
    definition = get_object_definition(cls, strict=True)
    for field in definition.fields:
        name = field.python_name
        if name == "id":
            description = "The id, unique across all types. Treat it as opaque."
            scalar = id_scalar(snake_case(cls.__name__))
            attributes[name] = Attribute(name, scalar, False, Category.IDENTITY, description, writable=False)
            continue
        assert field.type_annotation is not None
        names = field.type_annotation.namespace = {**(field.type_annotation.namespace or {}), **namespace}
        kind, options, searchable = field.metadata[_METADATA]
        annotation, optional = _without_none(_evaluate(field.type_annotation.raw_annotation, names))
        description = field.description or ""
        if kind == "attribute":
            attributes[name] = _read_attribute(name, annotation, optional, description, searchable, options)
        else:
            relations[name] = _read_relation(name, annotation, optional, description, options)
    return Entity(cls.__name__, cls, clean(inspect.getdoc(cls) or ""), attributes, relations, **getattr(cls, _METADATA))


def _read_attribute(
    name: str, annotation: Any, optional: bool, description: str, searchable: bool, options: dict[str, Any]
) -> Attribute:
    scalar = SEARCHABLE_STRING if searchable else scalar_for(annotation)
    if scalar is None:
        raise TypeError(f"attribute {name!r}: {annotation!r} is none of the scalars in entities/scalars.py")
    if scalar.python is not str:
        options = {**options, "max_length": None}
    return Attribute(name, scalar, optional, description=description, **options)


def _read_relation(name: str, annotation: Any, optional: bool, description: str, options: dict[str, Any]) -> Relation:
    origin, arguments = get_origin(annotation), get_args(annotation)
    target = arguments[0] if origin is not None else annotation
    kind = RelationKind.LINK if options.get("link") else RelationKind.MANY if origin is not None else RelationKind.ONE
    return Relation(name, target.__name__, kind, optional, description, listed=origin is list, **options)


def _evaluate(annotation: Any, namespace: dict[str, Any]) -> Any:
    if isinstance(annotation, str):
        return eval(annotation, namespace)  # the text is an annotation of our own source
    return annotation


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, types.UnionType):
        present = [argument for argument in get_args(annotation) if argument is not type(None)]
        return present[0], len(present) < len(get_args(annotation))
    return annotation, False


def snake_case(name: str) -> str:
    """Return ``OrderItem`` as ``order_item``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def camel_case(name: str) -> str:
    """Return ``order_item`` as ``orderItem``."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def plural_of(name: str) -> str:
    """Return the English plural of a noun in camelCase."""
    if name.endswith("y") and name[-2] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch")) else f"{name}s"
