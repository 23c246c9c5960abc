"""Whoever reads the schema is told what everything in it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_introspection_type,
    is_specified_scalar_type,
)

from server.api.schema import Api


def _described(api: Api) -> Iterator[tuple[str, str | None]]:
    for name, type_ in api.schema.type_map.items():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        yield name, type_.description
        yield from _members(name, type_)
    for directive in api.schema.directives:
        yield f"@{directive.name}", directive.description


def _members(name: str, type_: Any) -> Iterator[tuple[str, str | None]]:
    if isinstance(type_, GraphQLEnumType):
        yield from ((f"{name}.{key}", value.description) for key, value in type_.values.items())
    if isinstance(type_, (GraphQLObjectType, GraphQLInterfaceType)):
        for key, field in type_.fields.items():
            yield f"{name}.{key}", field.description
            yield from ((f"{name}.{key}({one}:)", argument.description) for one, argument in field.args.items())
    if isinstance(type_, GraphQLInputObjectType):
        yield from ((f"{name}.{key}", field.description) for key, field in type_.fields.items())


def test_everything_has_a_description(api: Api) -> None:
    described = dict(_described(api))
    assert len(described) > 1_000
    assert [place for place, told in described.items() if not (told or "").strip()] == []


def test_descriptions_are_sentences(api: Api) -> None:
    """They begin with a capital (or a name in code) and end as sentences do, a note in brackets aside."""
    for place, told in _described(api):
        assert told is not None
        assert told[0].isupper() or told[0] in "`{0123456789", (place, told)
        assert told.rstrip().endswith((".", "?", ")")), (place, told)
