"""How an entity is declared.

An entity is an ordinary Strawberry type: its annotations are the columns, its field metadata say data category, relation and
index. ``reading`` turns the class into an ``Entity``, the one description from which tables, row-level security, filters, ordering,
connections, mutations and import columns are derived. No I/O, and no knowledge of requests.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

import strawberry

from server.entities.consequence import Consequence
from server.entities.demand import Demand
from server.entities.expressions import Answer, Expression
from server.entities.scalars import Scalar

#: Under which key a Strawberry field, and a declared class, carry what is ours.
METADATA = "tessera"
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
    """One thing known about a record, held in one or more columns, or computed by ``expression``."""

    name: str
    scalar: Scalar
    optional: bool
    category: Category
    description: str
    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    form: str = ""
    minimum: float | None = None
    maximum: float | None = None
    default: Any = None
    indexed: bool = False
    writable: bool = True
    expression: Expression | None = None

    @property
    def graphql_name(self) -> str:
        """The name in GraphQL."""
        return camel_case(self.name)

    @property
    def stored(self) -> bool:
        """Whether it has columns of its own, rather than being computed when it is asked for."""
        return self.expression is None

    @property
    def required(self) -> bool:
        """Whether a new record must be given a value."""
        return not self.optional and self.default is None

    def check(self, value: Any, region: str | None = None) -> tuple[Any, ...]:
        """Return the values of the attribute's columns for ``value``; raise ``ValueError`` when it is not allowed.

        ``region`` is the country whose way of writing counts, where that matters.
        """
        if value is None:
            if not self.optional:
                raise ValueError("is required and cannot be null")
            return (None,) * len(self.scalar.columns)
        stored = self.scalar.store(value, region) if self.scalar.regional else self.scalar.store(value)
        if self.max_length is not None:
            self._check_text(stored[0])
        if self.minimum is not None and stored[0] < self.minimum:
            raise ValueError(f"is {stored[0]}; it must be at least {self.minimum:g}")
        if self.maximum is not None and stored[0] > self.maximum:
            raise ValueError(f"is {stored[0]}; it must be at most {self.maximum:g}")
        return stored

    def _check_text(self, stored: str) -> None:
        if self.max_length is not None and len(stored) > self.max_length:
            raise ValueError(f"has {len(stored)} characters; at most {self.max_length} are allowed")
        if not stored and not self.optional:
            raise ValueError("is required and cannot be empty")
        if len(stored) < self.min_length:
            raise ValueError("is empty; leave it out instead")
        if self.pattern is not None and not re.fullmatch(self.pattern, stored):
            raise ValueError(f"{stored[:60]!r} is not {self.form}")


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
class Argument:
    """One argument: its annotation as Python source (``list[str]``, ``int | None``) and what it means."""

    annotation: str
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """A field with arguments that is answered from the record with a small object."""

    name: str
    description: str
    arguments: Mapping[str, Argument]
    answer: Answer

    @property
    def graphql_name(self) -> str:
        """The name in GraphQL."""
        return camel_case(self.name)


@dataclass(frozen=True, slots=True)
class Options:
    """What a declaration says of the entity as a whole; see ``entity``."""

    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    readers: frozenset[Role] = EVERYONE
    managed: bool = False
    timeline: str = ""
    audited: bool = True
    ledger: bool = False
    about: bool = False
    searched: tuple[str, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Options):
    """A kind of record: everything that is derived is derived from this; for the options see ``entity``."""

    name: str
    type: type
    description: str
    attributes: Mapping[str, Attribute]
    relations: Mapping[str, Relation]
    questions: Mapping[str, Question]

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
    def words(self) -> str:
        """The name of one record for people: ``order item``."""
        return self.table.replace("_", " ")

    @property
    def words_with_article(self) -> str:
        """The name of any record for people: ``an order item``."""
        # Where our names begin with u, it sounds as in user.
        return f"{'an' if self.words.startswith(('a', 'e', 'i', 'o')) else 'a'} {self.words}"

    @property
    def plural_words(self) -> str:
        """The name of several records for people: ``order items``."""
        return plural_of(self.words)

    @property
    def id(self) -> Attribute:
        """The id, as an attribute."""
        return self.attributes["id"]

    def pointer(self, name: str) -> str:
        """Return the column with the id of the record that the relation (ONE) or record id ``name`` means."""
        return self.relations[name].column if name in self.relations else f"{name}_id"

    def stored_attributes(self) -> tuple[Attribute, ...]:
        """The attributes that have columns."""
        return tuple(attribute for attribute in self.attributes.values() if attribute.stored)

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
    form: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    searchable: bool = False,
    indexed: bool = False,
    writable: bool = True,
) -> Any:
    """Declare an attribute; its annotation gives the type, ``| None`` makes it optional.

    ``searchable`` keeps a folded copy, so that text can be found whatever its case and accents; ``indexed`` serves filters and
    ordering by the attribute alone. ``pattern`` is a regular expression that the whole text must match, and ``form`` says the same
    for people, as in "a colour such as #1a7f37"; ``minimum`` and ``maximum`` bound a number.
    """
    options = {
        "category": category,
        "default": default,
        "min_length": min_length,
        "max_length": max_length,
        "pattern": pattern,
        "form": form,
        "minimum": minimum,
        "maximum": maximum,
        "indexed": indexed or searchable,
        "writable": writable,
    }
    return _field(f"{description} ({category.name.lower()})", "attribute", {"searchable": searchable, **options})


def computed(category: Category, description: str, expression: Expression) -> Any:
    """Declare an attribute that is computed from the record, and from others, whenever it is asked for."""
    options = {"category": category, "max_length": None, "writable": False, "expression": expression}
    return _field(f"{description} ({category.name.lower()}, computed)", "attribute", {"searchable": False, **options})


def question(description: str, *, arguments: Mapping[str, Argument], answer: Answer) -> Any:
    """Declare a field with arguments; its annotation is the Strawberry type whose fields ``answer`` gives."""
    return _field(description, "question", {"arguments": arguments, "answer": answer})


def relation(description: str, *, inverse: str = "", on_delete: OnDelete = OnDelete.RESTRICT) -> Any:
    """Declare a relation: to one record, or (with ``inverse``, the name of that relation) back from it to many.

    ``{table}`` in ``inverse`` stands for the table of the entity that inherits the relation.
    """
    return _field(description, "relation", {"inverse": inverse, "on_delete": on_delete})


def linked(description: str, *, through: str, writable: bool = True, longest_page: int = 0) -> Any:
    """Declare a many-to-many relation through the link table ``through``, which the target may declare as well."""
    return _field(description, "relation", {"link": through, "writable": writable, "longest_page": longest_page})


def _field(description: str, kind: str, options: dict[str, Any]) -> Any:
    return strawberry.field(description=description, metadata={METADATA: (kind, options)})


def entity(
    *,
    indexes: tuple[tuple[str, ...], ...] = (),
    unique: tuple[tuple[str, ...], ...] = (),
    readers: frozenset[Role] = EVERYONE,
    managed: bool = False,
    timeline: str = "",
    audited: bool = True,
    ledger: bool = False,
    about: bool = False,
    searched: tuple[str, ...] = (),
    consequences: tuple[Consequence, ...] = (),
    demands: tuple[Demand, ...] = (),
) -> Callable[[_T], _T]:
    """Declare a class as an entity.

    Each of ``indexes`` names attributes and relations that are filtered or sorted together, each of ``unique`` those whose values
    no two records share. ``readers`` are the roles that may see it. ``managed`` records are written by the server itself, without
    mutations; ``ledger`` records are only ever added. ``timeline`` names the attribute that places the record in its
    customer's timeline. ``audited``: who changed what is kept. ``about``: it may be about any record (a note, a task).
    ``searched`` are the attributes whose words find the record. ``consequences`` follow in other rows; ``demands`` must hold.
    """
    options = Options(
        indexes, unique, readers, managed, timeline, audited, ledger, about, searched, consequences, demands
    )

    def declare(cls: _T) -> _T:
        declared = strawberry.type(cls, description=inspect.getdoc(cls))
        setattr(declared, METADATA, options)
        return declared

    return declare


def snake_case(name: str) -> str:
    """Return ``OrderItem`` as ``order_item``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def camel_case(name: str) -> str:
    """Return ``order_item`` as ``orderItem``."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def plural_of(name: str) -> str:
    """Return the English plural of a noun, in camelCase or in words."""
    if name.endswith("y") and name[-2] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch")) else f"{name}s"
