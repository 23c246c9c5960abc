"""Finding people by what somebody remembers of them: a name in any script, with a typing error or half typed, an address, a number.

What is looked up, and how the best are told: ``matches``. This is the field of the query type, its plan, and the JSON around what
is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa
from strawberry.types.field import StrawberryField

from server.api import objects
from server.api.matches import PARAMETERS, matches, sought
from server.api.plan import PagePart, Search
from server.api.selection import Given, Read, Selected, Variables
from server.api.types import Described, Types
from server.entities import ENTITIES
from server.entities.declaration import Entity
from server.errors import BadUserInput

if TYPE_CHECKING:
    from server.api.compile import Compiler
    from server.api.planning import Planner

Expression: TypeAlias = sa.ColumnElement[Any]
_USUAL, _MOST = 20, 50
_COST = 50

#: The entities that are searched.
SEARCHED: tuple[Entity, ...] = tuple(entity for entity in ENTITIES.values() if entity.searched)


# The schema


def search_field(types: Types) -> StrawberryField:
    """Make the types of a search and return its field."""
    kinds = {entity.table.upper(): (entity.name, entity.description) for entity in SEARCHED}
    types.enum("SearchKind", "The kinds of records that are searched.", kinds)
    hit = {
        "score": Described(
            "float", "How well it matches: 1 for what was typed as a whole, less for a beginning or an error."
        ),
        "kind": Described("SearchKind", "The kind of record."),
        "matched": Described("str", "What matched: name, email, phone or externalId."),
        "record": Described(
            "Node", "The record; select by type: `... on Customer { name } ... on Company { company: name }`."
        ),
    }
    told = "A record that a search has found."
    types.object("SearchHit", told, {name: types.field(described) for name, described in hit.items()})
    plurals = " and ".join(entity.plural_words for entity in SEARCHED)
    return types.field(
        Described("list[SearchHit]", f"The {plurals} that best match a text, the best first."),
        {
            "text": Described(
                "str",
                "A name (also half typed, in any script or in Latin letters), an e-mail address, a phone number or an external id.",
            ),
            "first": Described("int | None", f"How many at most (up to {_MOST}).", _USUAL),
            "kinds": Described("list[SearchKind] | None", "Only these kinds; all unless given."),
        },
    )


# Planning


def plan_search(planner: Planner, field: Selected) -> Search:
    """Return the plan of a search; ``planner`` is the one of ``api/planning``."""
    limit = _limit(field.arguments.get("first"))
    entities = planner.chosen(SEARCHED, field.arguments.get("kinds"))
    planner.spend(_COST + limit)
    planner.count(field.children)
    parts = tuple(_part(planner, child, entities, limit) for child in field.children)
    return Search(field.key, entities, field.arguments["text"], limit, parts)


def _limit(given: Given | None) -> int:
    if given is None or given.value is None:
        return _USUAL
    if not 1 <= given.value <= _MOST:
        raise BadUserInput(f"first is {given.value}; it must be from 1 to {_MOST}", given.path)
    return int(given.value)


def _part(planner: Planner, field: Selected, entities: tuple[Entity, ...], times: int) -> PagePart:
    if field.name == "__typename":
        return PagePart(field.key, field.name, parts=(PagePart(field.type, ""),))
    if field.name != "record":
        return PagePart(field.key, field.name)
    return planner.variants(field, entities, times)


# The statement


def compile_search(compiler: Compiler, search: Search) -> Expression:
    """Return what a search finds as a JSON list; ``compiler`` is the one of ``api/compile``."""
    found = _found(compiler, search)
    pairs = [(part.key, _value(compiler, search, part, found)) for part in search.parts]
    rows = sa.select(*objects.members(pairs)).select_from(found).order_by(found.c.place)
    return objects.many(rows, compiler.fresh_name())


def _found(compiler: Compiler, search: Search) -> Any:
    parameters = {
        name: compiler.bind(sa.column(name, type_), _sought(search.text, name)) for name, type_ in PARAMETERS.items()
    }
    names = {name: parameter.key for name, parameter in parameters.items()}
    statement = sa.text(matches(search.entities, search.limit, names)).bindparams(compiler.tenant, *parameters.values())
    columns = (sa.column("entity", sa.Text()), sa.column("id", sa.Uuid()), sa.column("score", sa.Float()))
    return statement.columns(*columns, sa.column("matched", sa.Text()), sa.column("place", sa.Integer())).subquery(
        compiler.fresh_name()
    )


def _sought(text: Given, name: str) -> Read:
    def read(variables: Variables) -> Any:
        try:
            return sought(text.read(variables))[name]
        except ValueError as error:
            raise BadUserInput(f"{text.path[-1]} {error}", text.path) from None

    return read


def _value(compiler: Compiler, search: Search, part: PagePart, found: Any) -> Expression:
    if part.name == "__typename":
        return objects.text(part.parts[0].key)
    if part.name in ("score", "matched"):
        column: Expression = found.c[part.name]
        return column
    values = {
        entity.name: objects.text(entity.table.upper())
        if part.name == "kind"
        else compiler.variant(part, entity, found)
        for entity in search.entities
    }
    return sa.case(*((found.c.entity == objects.text(name), value) for name, value in values.items()))
