"""Strawberry types made from descriptions, for all that is derived rather than declared.

The types may name each other in any order: every annotation is text, resolved against one set of names when the schema is built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from enum import Enum
from types import new_class
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
        self._annotations: dict[str, StrawberryAnnotation] = {}

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

    def object(self, name: str, description: str, fields: Mapping[str, StrawberryField], base: Any = None) -> type:
        """Make an object type, with the fields of ``base``, too."""
        return self._make(name, fields, lambda plain: strawberry.type(plain, name=name, description=description), base)

    def enum(self, name: str, description: str, values: Mapping[str, tuple[Any, str]]) -> None:
        """Make an enumeration of names, each with its value and what it means."""
        described = {key: strawberry.enum_value(value, description=told) for key, (value, told) in values.items()}
        choices = Enum(name, described)  # type: ignore[misc]
        self._names[name] = strawberry.enum(choices, description=description)

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
                type_annotation=self.annotation(described.annotation),
                description=described.description,
                default=described.default,
            )
            for name, described in members.items()
        ]

    def _plain_field(self, described: Described, *, optional: bool = False) -> StrawberryField:
        default = described.default if optional else MISSING
        field: StrawberryField = strawberry.field(description=described.description, default=default)
        field.type_annotation = self.annotation(described.annotation)
        return field

    def annotation(self, source: str) -> StrawberryAnnotation:
        """Return what ``source`` means among the names that are known."""
        if source not in self._annotations:
            self._annotations[source] = StrawberryAnnotation(source, namespace=self._names)
        return self._annotations[source]

    def _make(
        self, name: str, fields: Mapping[str, StrawberryField], decorate: Callable[[type], type], base: Any = None
    ) -> type:
        sources: dict[str, Any] = {}
        members: dict[str, Any] = {}
        for graphql_name, field in fields.items():
            field.graphql_name = graphql_name
            attribute = f"{graphql_name}_"  # a GraphQL name such as `in` or `not` is a keyword in Python
            assert field.type_annotation is not None
            sources[attribute] = field.type_annotation.raw_annotation
            members[attribute] = field
        # What the annotations here say is never used; text would be evaluated in vain, which takes most of the time.
        body = {**members, "__annotations__": dict.fromkeys(sources, int), "__module__": __name__}
        bases = () if base is None else (base,)
        cls = decorate(new_class(name, bases, exec_body=lambda namespace: namespace.update(body)))
        for field in get_object_definition(cls, strict=True).fields:
            if field.python_name in sources:
                field.type_annotation = self.annotation(sources[field.python_name])
        self._names[name] = cls
        return cls
