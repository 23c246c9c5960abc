"""What an operation selects, with everything that GraphQL allows resolved: fragments, aliases, directives, variables.

The result is a tree of ``Selected`` fields on concrete types. Values stay apart from structure: a ``Given`` knows its value now,
and how to read it again from other variables of the same shape, so that one compiled statement serves them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
)
from graphql.utilities import coerce_input_literal, value_from_ast_untyped

from server.api.documents import Document
from server.entities import entity_of_table
from server.entities.ids import type_of
from server.errors import BadUserInput, PathPart

Variables: TypeAlias = Mapping[str, Any]
Read: TypeAlias = Callable[[Variables], Any]
#: Input objects that are one value to us, not a structure.
_VALUES = frozenset({"MoneyInput"})


@dataclass(frozen=True, slots=True)
class Given:
    """A value that the caller gave: what it is in this request, and how to read it in another."""

    value: Any
    read: Read
    path: tuple[PathPart, ...]


@dataclass(frozen=True, slots=True)
class Selected:
    """A selected field: under which key it appears, on which type, with which arguments, and what is selected of it.

    ``arguments`` holds ``Given`` leaves within mappings and tuples; what was not given is left out. ``path`` are the keys that lead
    here in the response; ``inner`` is the type of what it returns, for ``node`` the one that the id names.
    """

    key: str
    path: tuple[PathPart, ...]
    name: str
    type: str
    inner: str
    arguments: Mapping[str, Any]
    children: tuple[Selected, ...]
    nodes: tuple[FieldNode, ...]
    variants: Mapping[str, tuple[Selected, ...]] = field(default_factory=dict)


def read_selection(
    schema: GraphQLSchema, document: Document, operation: OperationDefinitionNode, variables: Variables
) -> tuple[Selected, ...]:
    """Return the fields that ``operation`` selects at its root."""
    root = schema.get_root_type(operation.operation)
    assert root is not None
    return _Reader(schema, document, variables).select(root, [operation.selection_set.selections], ())


def shape_of(
    variables: Variables, types: Mapping[str, GraphQLInputType], structural: frozenset[str]
) -> tuple[object, ...]:
    """Return what the statement depends on: all of the variables but the values that become its parameters."""
    return tuple(
        (name, _deciding(value) if name in structural else _shape(value, types[name]))
        for name, value in variables.items()
    )


def _deciding(value: Any) -> object:
    """What a page size, a choice or an id decides: the size or choice itself, and the type that the id names."""
    if isinstance(value, list):
        return tuple(map(_deciding, value))
    return type_of(value) if isinstance(value, str) else value


def _shape(value: Any, type_: GraphQLInputType) -> object:
    if value is None or isinstance(value, (bool, Enum)):
        return value
    if is_non_null_type(type_):
        return _shape(value, type_.of_type)
    if not _is_structure(type_):
        return type(value)
    if is_list_type(type_):
        return tuple(_shape(item, type_.of_type) for item in value)
    assert isinstance(type_, GraphQLInputObjectType)
    return tuple((name, _shape(item, type_.fields[name].type)) for name, item in value.items())


class _Reader:
    def __init__(self, schema: GraphQLSchema, document: Document, variables: Variables) -> None:
        self._schema = schema
        self._fragments = document.fragments
        self._variables = variables

    def select(
        self, parent: GraphQLObjectType, selections: Iterable[Iterable[SelectionNode]], path: tuple[PathPart, ...]
    ) -> tuple[Selected, ...]:
        fields: dict[str, list[FieldNode]] = {}
        for group in selections:
            for node in self._fields(parent, group, set()):
                fields.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        return tuple(self._selected(parent, nodes, (*path, key)) for key, nodes in fields.items())

    def _fields(self, parent: GraphQLObjectType, group: Iterable[SelectionNode], seen: set[str]) -> Iterator[FieldNode]:
        for node in group:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._applies(node.type_condition.name.value, parent):
                    yield from self._fields(parent, node.selection_set.selections, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, parent):
                    yield from self._fields(parent, fragment.selection_set.selections, seen)

    def _applies(self, condition: str, parent: GraphQLObjectType) -> bool:
        if condition == parent.name:
            return True
        named = self._schema.get_type(condition)
        return is_abstract_type(named) and self._schema.is_sub_type(named, parent)

    def _included(self, node: SelectionNode) -> bool:
        for directive in node.directives or ():
            if directive.name.value in ("skip", "include"):
                wanted = self._flag((directive.arguments or ())[0].value)
                if wanted is (directive.name.value == "skip"):
                    return False
        return True

    def _flag(self, node: ValueNode) -> bool:
        if not isinstance(node, VariableNode):
            return bool(node.value)  # type: ignore[attr-defined]
        name = node.name.value
        if self._variables[name] is None:
            raise _unexpected_null(name, ())
        return bool(self._variables[name])

    def _selected(self, parent: GraphQLObjectType, nodes: list[FieldNode], path: tuple[PathPart, ...]) -> Selected:
        key, name = str(path[-1]), nodes[0].name.value
        if name.startswith("__"):
            return Selected(key, path, name, parent.name, "", {}, (), tuple(nodes))
        field = parent.fields[name]
        arguments = self._arguments(field.args, nodes[0], path)
        inner = get_named_type(field.type)
        selections = [node.selection_set.selections for node in nodes if node.selection_set]
        if is_abstract_type(inner) and "id" in field.args:
            inner = self._concrete(arguments)
        if is_abstract_type(inner):
            types = self._schema.get_possible_types(inner)
            variants = {type_.name: self.select(type_, selections, path) for type_ in types}
            return Selected(key, path, name, parent.name, inner.name, arguments, (), tuple(nodes), variants)
        children = self.select(inner, selections, path) if isinstance(inner, GraphQLObjectType) else ()
        return Selected(key, path, name, parent.name, inner.name, arguments, children, tuple(nodes))

    def _concrete(self, arguments: Mapping[str, Any]) -> Any:
        """The type of ``node(id:)`` is written in the id."""
        given = arguments["id"]
        entity = entity_of_table(type_of(given.value))
        if entity is None:
            raise BadUserInput(f"{given.value[:60]!r} is not an id", given.path)
        return self._schema.get_type(entity.name)

    # Arguments

    def _arguments(self, declared: Mapping[str, Any], node: FieldNode, path: tuple[PathPart, ...]) -> dict[str, Any]:
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        found = {}
        for name, argument in declared.items():
            value = self._value(given.get(name), argument, (*path, name))
            if value is not _ABSENT:
                found[name] = value
        return found

    def _value(self, node: ValueNode | None, declared: Any, path: tuple[PathPart, ...]) -> Any:
        if node is None or (isinstance(node, VariableNode) and node.name.value not in self._variables):
            default = declared.default_value
            return _constant(default, path) if _is_defined(default) else _ABSENT
        return self._read(node, declared.type, path)

    def _read(self, node: ValueNode, type_: GraphQLInputType, path: tuple[PathPart, ...]) -> Any:
        if isinstance(node, VariableNode):
            name = node.name.value
            if name not in self._variables:
                return _constant(None, path)
            if self._variables[name] is None and is_non_null_type(type_):
                raise _unexpected_null(name, path)
            return _wrap(self._variables[name], type_, path, lambda variables: variables[name])
        if is_non_null_type(type_):
            return self._read(node, type_.of_type, path)
        if is_list_type(type_):
            return self._read_list(node, type_.of_type, path)
        if is_input_object_type(type_) and isinstance(node, ObjectValueNode):
            return self._read_object(node, type_, path)
        if _holds_variable(node):  # a JSON value is one value to us, whatever it is made of
            return Given(_untyped(node, self._variables), lambda variables: _untyped(node, variables), path)
        return _constant(coerce_input_literal(node, type_), path)

    def _read_list(self, node: ValueNode, item: GraphQLInputType, path: tuple[PathPart, ...]) -> Any:
        if node.kind == "null_value":
            return _constant(None, path)
        items = node.values if isinstance(node, ListValueNode) else (node,)
        read = tuple(self._read(value, item, (*path, index)) for index, value in enumerate(items))
        return read if _is_structure(item) else _joined(read, path)

    def _read_object(self, node: ObjectValueNode, type_: GraphQLInputObjectType, path: tuple[PathPart, ...]) -> Any:
        given = {member.name.value: member.value for member in node.fields or ()}
        found: dict[str, Any] = {}
        for name, declared in type_.fields.items():
            value = self._value(given.get(name), declared, (*path, name))
            if value is not _ABSENT:
                found[name] = value
        if type_.name not in _VALUES:
            return found
        reads = {name: given.read for name, given in found.items()}
        value = {name: given.value for name, given in found.items()}
        return Given(value, lambda variables: {name: read(variables) for name, read in reads.items()}, path)


_ABSENT = object()


def _holds_variable(node: ValueNode) -> bool:
    if isinstance(node, ListValueNode):
        return any(map(_holds_variable, node.values))
    if isinstance(node, ObjectValueNode):
        return any(_holds_variable(field.value) for field in node.fields or ())
    return isinstance(node, VariableNode)


def _untyped(node: ValueNode, variables: Variables) -> Any:
    return value_from_ast_untyped(node, dict(variables))


def _unexpected_null(name: str, path: tuple[PathPart, ...]) -> BadUserInput:
    """A variable with a default may stand where null may not; that it was given null only shows now."""
    return BadUserInput(f"${name} is null where a value is required; leave it out to have its default", path)


def _is_defined(default: Any) -> bool:
    return default is not None and type(default).__name__ != "UndefinedType"


def _constant(value: Any, path: tuple[PathPart, ...]) -> Given:
    return Given(value, lambda _: value, path)


def _is_structure(type_: GraphQLInputType) -> bool:
    named = get_named_type(type_)
    return is_input_object_type(named) and named.name not in _VALUES


def _wrap(value: Any, type_: GraphQLInputType, path: tuple[PathPart, ...], read: Read) -> Any:
    """A variable's value with the way to each of its leaves."""
    if value is None or not _is_structure(type_):
        return Given(value, read, path)
    if is_non_null_type(type_):
        return _wrap(value, type_.of_type, path, read)
    if is_list_type(type_):
        return tuple(_wrap(item, type_.of_type, (*path, i), _step(read, i)) for i, item in enumerate(value))
    named = get_named_type(type_)
    assert isinstance(named, GraphQLInputObjectType)
    return {
        name: _wrap(item, named.fields[name].type, (*path, name), _step(read, name)) for name, item in value.items()
    }


def _step(read: Read, key: PathPart) -> Read:
    return lambda variables: read(variables)[key]


def _joined(items: tuple[Given, ...], path: tuple[PathPart, ...]) -> Given:
    reads = [item.read for item in items]
    return Given([item.value for item in items], lambda variables: [read(variables) for read in reads], path)
