"""Strawberry types made from descriptions, for all that is derived rather than declared.

The types may name each other in any order: every annotation is text, resolved against one set of names when the schema is built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from enum import Enum
from typing import Any, TypeAlias

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField


@dataclass(frozen=True, slots=True)
class Described:
    """The type of a field or an argument, as Python source, with what it means and, perhaps, a default."""

    annotation: str
    description: str
    default: Any = strawberry.UNSET

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""
        return self.default is not strawberry.UNSET or self.annotation.endswith("| None")


Members: TypeAlias = Mapping[str, Described]  # by GraphQL name


class Types:
    """Makes types and knows them by name."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = dict(names)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def know(self, name: str, type_: Any) -> None:
        """Let annotations mean ``type_`` by ``name``."""
        self._names.setdefault(name, type_)

    def input(self, name: str, description: str, members: Members, *, one_of: bool = False) -> None:
        """Make an input type."""
        fields = {
            member: self._plain_field(described, optional=described.optional) for member, described in members.items()
        }
        self._make(
            name, fields, lambda plain: strawberry.input(plain, name=name, description=description, one_of=one_of)
        )

    def object(self, name: str, description: str, fields: Mapping[str, StrawberryField]) -> type:
        """Make an object type."""
        return self._make(name, fields, lambda plain: strawberry.type(plain, name=name, description=description))

    def enum(self, choices: type[Enum], description: str) -> None:
        """Make an enumeration."""
        self._names[choices.__name__] = strawberry.enum(choices, description=description)

    def field(self, described: Described, arguments: Members | None = None) -> StrawberryField:
        """Return a field of an object type."""
        field = self._plain_field(described)
        field.arguments = self.arguments(arguments or {})
        return field

    def arguments(self, members: Members) -> list[StrawberryArgument]:
        """Return the arguments of a field."""
        return [
            StrawberryArgument(
                python_name=name,
                graphql_name=name,
                type_annotation=self._annotation(described.annotation),
                description=described.description,
                default=described.default,
            )
            for name, described in members.items()
        ]

    def _plain_field(self, described: Described, *, optional: bool = False) -> StrawberryField:
        default = described.default if optional else MISSING
        field: StrawberryField = strawberry.field(description=described.description, default=default)
        field.type_annotation = self._annotation(described.annotation)
        return field

    def _annotation(self, source: str) -> StrawberryAnnotation:
        return StrawberryAnnotation(source, namespace=self._names)

    def _make(self, name: str, fields: Mapping[str, StrawberryField], decorate: Callable[[type], type]) -> type:
        sources: dict[str, Any] = {}
        members: dict[str, Any] = {}
        for graphql_name, field in fields.items():
            field.graphql_name = graphql_name
            attribute = f"{graphql_name}_"  # a GraphQL name such as `in` or `not` is a keyword in Python
            assert field.type_annotation is not None
            sources[attribute] = field.type_annotation.raw_annotation
            members[attribute] = field
        cls = decorate(type(name, (), {**members, "__annotations__": dict(sources), "__module__": __name__}))
        for field in get_object_definition(cls, strict=True).fields:
            # Strawberry has tried to resolve the annotation in this module; the names that it needs are ours.
            field.type_annotation = self._annotation(sources[field.python_name])
        self._names[name] = cls
        return cls
