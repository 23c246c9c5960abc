"""An operation from its document to the bytes of its response.

A query is one statement, prepared once for each shape of its variables and remembered; the JSON that PostgreSQL returns is put into
the response as it is. Introspection is answered by graphql-core, beside the data and in the same response.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from cachetools import LRUCache
from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute_sync,
    get_variable_values,
)

from server.api.compile import Statement, compile_query
from server.api.documents import LONGEST_REMEMBERED, Document, Documents, InvalidDocument, describe
from server.api.mutate import Mutation, plan_mutations, run_mutation
from server.api.planning import plan_query
from server.api.schema import Api
from server.api.selection import Selected, Variables, read_selection, shape_of
from server.api.subscribe import Subscription, plan_subscription
from server.database.tenancy import Database
from server.entities.change import Fault
from server.entities.declaration import Role
from server.errors import BadRequest, TesseraError
from server.settings import Limits
from server.tenants import Caller

#: All that is told of a fault of our own; the log has the rest.
UNEXPECTED = "something went wrong on our side; it has been logged"
#: Characters of the SQL of all operations that are remembered, and of the longest one that is: each takes about 16 bytes.
_REMEMBERED = 4_000_000
_LONGEST_REMEMBERED = 128_000
_LARGEST_SHAPE = 200

_log = logging.getLogger("tessera.api")


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks: a document, which of its operations, and the values of its variables."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation that only needs values: its root fields in order, and the statement, mutations or subscription behind them."""

    fields: tuple[Selected, ...]
    keys: tuple[bytes, ...]
    statement: Statement | None
    mutations: tuple[Mutation, ...]
    tail: bytes
    subscription: Subscription | None = None

    @property
    def weight(self) -> int:
        """Characters of SQL, by which the memory of a prepared operation is told well enough."""
        statements = [] if self.statement is None else [self.statement]
        statements += [records for mutation in self.mutations for records in mutation.records.values()]
        return 1_000 + sum(len(statement.sql) for statement in statements)


class Executor:
    """Executes requests against one schema and database."""

    def __init__(self, api: Api, database: Database, limits: Limits) -> None:
        self._api = api
        self._database = database
        self._limits = limits
        self._documents = Documents(api.schema, limits)
        self._prepared: LRUCache[object, Prepared] = LRUCache(_REMEMBERED, getsizeof=lambda prepared: prepared.weight)

    async def execute(self, caller: Caller, request: Request, *, readonly: bool = False) -> bytes:
        """Return the response's body; ``readonly`` (a GET) refuses mutations.

        Raises ``TesseraError`` for everything that keeps the operation from being run.
        """
        document = self._documents.read(request.query)
        operation = document.operation(request.operation_name)
        if operation.operation is OperationType.SUBSCRIPTION:
            raise BadRequest("subscriptions need the WebSocket at this path (sub-protocol graphql-transport-ws)")
        if readonly and operation.operation is not OperationType.QUERY:
            raise BadRequest("GET is for queries; send mutations by POST", status=405)
        variables = self._coerce(operation, request.variables)
        prepared = self._prepare(document, operation, variables, caller.role)
        faults: list[Fault] = []
        if operation.operation is OperationType.MUTATION:
            values = await self._mutate(caller, prepared, variables, faults)
        else:
            values = await self._query(caller, prepared, variables)
        if any(value is None for value in values):
            await self._introspect(document, operation, request, prepared, values)
        members = b",".join(key + value for key, value in zip(prepared.keys, values, strict=True) if value is not None)
        errors = b"" if not faults else orjson.dumps([_error(fault) for fault in faults]).join((b'"errors":', b","))
        return b"{" + errors + b'"data":{' + members + prepared.tail

    def subscription(self, caller: Caller, request: Request) -> tuple[Subscription, Variables] | None:
        """Return the subscription that is asked for, ready to be followed, or None for any other operation.

        Raises ``TesseraError`` for everything that keeps it from being followed.
        """
        document = self._documents.read(request.query)
        operation = document.operation(request.operation_name)
        if operation.operation is not OperationType.SUBSCRIPTION:
            return None
        variables = self._coerce(operation, request.variables)
        found = self._prepare(document, operation, variables, caller.role).subscription
        assert found is not None
        return found, variables

    def _coerce(self, operation: OperationDefinitionNode, given: Mapping[str, Any] | None) -> Variables:
        if not operation.variable_definitions:
            return {}
        coerced = get_variable_values(
            self._api.schema, operation.variable_definitions, dict(given or {}), self._limits.errors
        )
        if isinstance(coerced, list):
            raise self._invalid(coerced)
        return coerced.coerced

    def _invalid(self, errors: list[GraphQLError]) -> InvalidDocument:
        listed = [describe(error, "BAD_USER_INPUT") for error in errors[: self._limits.errors]]
        return InvalidDocument("BAD_USER_INPUT", listed)

    def _prepare(
        self, document: Document, operation: OperationDefinitionNode, variables: Variables, role: Role
    ) -> Prepared:
        name = operation.name.value if operation.name else ""
        key = (document.text, name, shape_of(variables, document.types[name], document.structural[name]), role)
        prepared = self._prepared.get(key)
        if prepared is None:
            prepared = self._prepare_new(document, operation, variables, role)
            if _extent(variables) > _LARGEST_SHAPE or len(document.text) > LONGEST_REMEMBERED:
                return prepared  # a long list of records is seldom sent twice in the same shape
            if prepared.weight <= _LONGEST_REMEMBERED:
                self._prepared[key] = prepared
        return prepared

    def _prepare_new(
        self, document: Document, operation: OperationDefinitionNode, variables: Variables, role: Role
    ) -> Prepared:
        fields = read_selection(self._api.schema, document, operation, variables)
        keys = tuple(orjson.dumps(field.key) + b":" for field in fields)
        statement: Statement | None = None
        mutations: tuple[Mutation, ...] = ()
        subscription: Subscription | None = None
        if operation.operation is OperationType.MUTATION:
            mutations, cost = plan_mutations(self._api, fields, role, self._limits)
        elif operation.operation is OperationType.SUBSCRIPTION:
            subscription, cost = plan_subscription(fields, role, self._limits)
            statement = subscription.statement
        else:
            roots, cost = plan_query(fields, role, self._limits)
            statement = compile_query(roots) if roots else None
        told = orjson.dumps({"cost": {"requested": cost, "limit": self._limits.cost}})
        return Prepared(fields, keys, statement, mutations, b'},"extensions":' + told + b"}", subscription)

    async def _query(self, caller: Caller, prepared: Prepared, variables: Variables) -> list[bytes | None]:
        found: list[str | None] = []
        if prepared.statement is not None:
            parameters = prepared.statement.parameters(caller.tenant_id, variables)
            found = list(
                await self._database.fetch_row(
                    caller.tenant_id, prepared.statement.sql, parameters, generic=prepared.statement.generic
                )
            )
        remaining = iter(found)
        return [_constant(field) if _is_meta(field) else _json(next(remaining)) for field in prepared.fields]

    async def _mutate(
        self, caller: Caller, prepared: Prepared, variables: Variables, faults: list[Fault]
    ) -> list[bytes | None]:
        """Run the mutations in order; one that fails leaves null and an error, and those before it stand."""
        remaining = iter(prepared.mutations)
        values: list[bytes | None] = []
        for field in prepared.fields:
            if _is_meta(field):
                values.append(_constant(field))
                continue
            try:
                values.append(await run_mutation(self._database, caller, next(remaining), variables))
            except Exception as error:
                if len(prepared.mutations) == 1:
                    raise
                values.append(b"null")
                faults.append(_fault(field, error))
        return values

    async def _introspect(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        request: Request,
        prepared: Prepared,
        values: list[bytes | None],
    ) -> None:
        """Fill in the fields that describe the schema; in a thread, because the whole of it takes a while."""
        asked = [field for field, value in zip(prepared.fields, values, strict=True) if value is None]
        nodes = tuple(node for field in asked for node in field.nodes)
        narrowed = OperationDefinitionNode(
            operation=operation.operation,
            name=operation.name,
            variable_definitions=operation.variable_definitions,
            directives=(),
            selection_set=SelectionSetNode(selections=nodes),
        )
        narrow = DocumentNode(definitions=(narrowed, *document.fragments.values()))
        given = dict(request.variables or {})
        result = await asyncio.to_thread(execute_sync, self._api.schema, narrow, variable_values=given)
        if result.errors:
            raise self._invalid(result.errors)
        for index, field in enumerate(prepared.fields):
            if values[index] is None:
                values[index] = orjson.dumps((result.data or {})[field.key])


def _extent(value: Any) -> int:
    if isinstance(value, (dict, list)):
        return 1 + sum(map(_extent, value.values() if isinstance(value, dict) else value))
    return 1


def _is_meta(field: Selected) -> bool:
    return field.name.startswith("__")


def _fault(field: Selected, error: Exception) -> Fault:
    if isinstance(error, TesseraError):
        return Fault(field.path, error.code, error.message)
    _log.error("the mutation %s failed", field.name, exc_info=error)
    return Fault(field.path, TesseraError.code, UNEXPECTED)


def _error(fault: Fault) -> dict[str, Any]:
    return {"message": fault.message, "path": list(fault.path), "extensions": {"code": fault.code}}


def _constant(field: Selected) -> bytes | None:
    return orjson.dumps(field.type) if field.name == "__typename" else None


def _json(value: str | None) -> bytes:
    return b"null" if value is None else value.encode()
