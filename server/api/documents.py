"""Documents: parsed, kept within limits and validated once, then remembered by their text.

One memoised rule counts depth, aliases and fields over fragments before anything walks the document as it would be expanded, so
that a small text cannot ask for exponential work. Values play no part here; they belong to ``selection``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cachetools import LRUCache
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    parse,
    type_from_ast,
    validate,
)
from graphql.validation.validate import ValidationAbortedError

from server.errors import BadRequest, TesseraError
from server.settings import Limits

_EXPANDED_FIELDS = 5_000
_LONGEST_MESSAGE = 300
#: Characters of all documents that are remembered: an AST takes some hundred bytes for each.
_REMEMBERED = 500_000
#: Characters; a longer document is read anew every time, lest a few clients fill the memory.
LONGEST_REMEMBERED = 16 * 1024
#: Fields that only carry a list; they are no level of their own to whoever nests records.
_PLUMBING = frozenset({"nodes", "edges", "node", "pageInfo"})
_INTROSPECTION = frozenset({"__schema", "__type"})
#: The lists of the introspection types (no entity has fields of these names), and how often what is below them counts.
_INTROSPECTION_LISTS = frozenset(
    {"types", "directives", "fields", "args", "inputFields", "enumValues", "interfaces", "possibleTypes"}
)
_INTROSPECTION_WEIGHT = 3


class InvalidDocument(TesseraError):
    """The document cannot be parsed, breaks the schema, or asks for too much; ``errors`` in GraphQL's format."""

    def __init__(self, code: str, errors: list[dict[str, object]]) -> None:
        super().__init__(str(errors[0]["message"]))
        self.code = code
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may be executed."""

    text: str
    node: DocumentNode
    operations: dict[str, OperationDefinitionNode]
    fragments: dict[str, FragmentDefinitionNode]
    #: Variables whose value decides the statement itself, by operation: page sizes, kinds, and ids for ``node``.
    structural: dict[str, frozenset[str]]
    #: The types of the variables, by operation.
    types: dict[str, dict[str, GraphQLInputType]]

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation of this name, or the only one; raise ``BadRequest`` when that leaves a choice."""
        if name is None:
            if len(self.operations) == 1:
                return next(iter(self.operations.values()))
            raise BadRequest("the document holds several operations; say in `operationName` which one to run")
        try:
            return self.operations[name]
        except KeyError:
            raise BadRequest(f"the document holds no operation named {name[:80]!r}") from None


class Documents:
    """The documents of one schema, the most recently used remembered."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema = schema
        self._limits = limits
        self._known: LRUCache[str, Document] = LRUCache(
            _REMEMBERED, getsizeof=lambda document: len(document.text) + 500
        )

    def read(self, text: str) -> Document:
        """Return the document in ``text``; raise ``InvalidDocument``."""
        document = self._known.get(text)
        if document is None:
            document = self._read_new(text)
            if len(text) <= LONGEST_REMEMBERED:
                self._known[text] = document
        return document

    def _read_new(self, text: str) -> Document:
        try:
            node = parse(text, max_tokens=self._limits.tokens)
        except GraphQLSyntaxError as error:
            raise InvalidDocument("GRAPHQL_PARSE_FAILED", [describe(error, "GRAPHQL_PARSE_FAILED")]) from None
        except RecursionError:
            raise _refusal("GRAPHQL_PARSE_FAILED", "the document is nested too deeply") from None
        fragments = {d.name.value: d for d in node.definitions if isinstance(d, FragmentDefinitionNode)}
        operations = {
            d.name.value if d.name else "": d for d in node.definitions if isinstance(d, OperationDefinitionNode)
        }
        _check_limits(operations.values(), fragments, self._limits)
        errors = validate(self._schema, node, max_errors=self._limits.errors)
        if errors:
            listed = [describe(error, "GRAPHQL_VALIDATION_FAILED") for error in errors[: self._limits.errors]]
            raise InvalidDocument("GRAPHQL_VALIDATION_FAILED", listed)
        structural = {name: _structural(operation, fragments) for name, operation in operations.items()}
        types = {name: self._types(operation) for name, operation in operations.items()}
        return Document(text, node, operations, fragments, structural, types)

    def _types(self, operation: OperationDefinitionNode) -> dict[str, GraphQLInputType]:
        definitions = operation.variable_definitions or ()
        return {d.variable.name.value: type_from_ast(self._schema, d.type) for d in definitions}  # type: ignore[misc]


def describe(error: GraphQLError, code: str) -> dict[str, object]:
    """Return an error in the response's format; long messages are cut, because they echo what the caller sent."""
    message = error.message if len(error.message) <= _LONGEST_MESSAGE else f"{error.message[:_LONGEST_MESSAGE]}…"
    if isinstance(error, ValidationAbortedError):
        message = "the document repeats, or nests, too many fields to be checked; ask for less"
    elif "set_int_max_str_digits" in message:
        message = "an integer has too many digits"
    described: dict[str, object] = {"message": message, "extensions": {"code": code}}
    if error.locations:
        described["locations"] = [{"line": place.line, "column": place.column} for place in error.locations[:5]]
    return described


def _refusal(code: str, message: str) -> InvalidDocument:
    return InvalidDocument(code, [{"message": message, "extensions": {"code": code}}])


@dataclass(frozen=True, slots=True)
class _Extent:
    depth: int = 0
    aliases: int = 0
    fields: int = 0


def _check_limits(
    operations: Iterable[OperationDefinitionNode], fragments: dict[str, FragmentDefinitionNode], limits: Limits
) -> None:
    measure = _Measure(fragments)
    for operation in operations:
        extent = measure.selections(operation.selection_set)
        for what, asked, allowed in (
            ("levels", extent.depth, limits.depth),
            ("aliases", extent.aliases, limits.aliases),
            ("fields", extent.fields, _EXPANDED_FIELDS),
        ):
            if asked > allowed:
                message = f"the operation has {_bounded(asked)} {what}; at most {allowed} are allowed"
                raise _refusal("GRAPHQL_VALIDATION_FAILED", message)


def _bounded(count: int) -> str:
    return str(count) if count < 1_000_000 else "over a million"


class _Measure:
    """Measures selections as if every fragment were written out, looking at each fragment once."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._measured: dict[str, _Extent] = {}
        self._within: set[str] = set()

    def selections(self, selections: SelectionSetNode) -> _Extent:
        depth = aliases = fields = 0
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                inner = self._field(selection)
            elif isinstance(selection, FragmentSpreadNode):
                inner = self._fragment(selection.name.value)
            else:
                assert isinstance(selection, InlineFragmentNode)
                inner = self.selections(selection.selection_set)
            depth, aliases, fields = max(depth, inner.depth), aliases + inner.aliases, fields + inner.fields
        return _Extent(depth, aliases, fields)

    def _field(self, field: FieldNode) -> _Extent:
        name, aliases = field.name.value, int(field.alias is not None)
        if field.selection_set is None:
            return _Extent(1, aliases, 1)
        inner = self.selections(field.selection_set)
        depth = 0 if name in _INTROSPECTION else inner.depth + (name not in _PLUMBING)
        times = _INTROSPECTION_WEIGHT if name in _INTROSPECTION_LISTS else 1
        return _Extent(depth, inner.aliases + aliases, inner.fields * times + 1)

    def _fragment(self, name: str) -> _Extent:
        if name in self._within or name not in self._fragments:  # a cycle, or unknown: validation reports it
            return _Extent()
        if name not in self._measured:
            self._within.add(name)
            self._measured[name] = self.selections(self._fragments[name].selection_set)
            self._within.remove(name)
        return self._measured[name]


def _structural(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [operation.selection_set, *(fragment.selection_set for fragment in fragments.values())]
    while waiting:
        for selection in waiting.pop().selections:
            inner = getattr(selection, "selection_set", None)
            if inner is not None:
                waiting.append(inner)
            for argument in getattr(selection, "arguments", None) or ():
                if isinstance(argument.value, VariableNode) and _decides(selection, argument.name.value):
                    found.add(argument.value.name.value)
    return frozenset(found)


def _decides(selection: SelectionNode, argument: str) -> bool:
    is_node = isinstance(selection, FieldNode) and selection.name.value == "node"
    return argument in ("first", "last", "kinds") or (argument == "id" and is_node)
