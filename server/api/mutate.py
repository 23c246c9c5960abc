"""Mutations: each root field is one transaction that writes, and then reads what the caller selected of the result.

The verbs (create, update, delete, upsert) are derived for every entity; actions come from the concerns. What a caller could foresee
is told in the payload's ``errors``; the payload's records are read by the same compiler as any query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from server.api.compile import Statement, compile_records
from server.api.planning import Planner
from server.api.schema import Api, Verb
from server.api.selection import Given, Selected
from server.database.records import delete_record, insert_record, update_record, upsert_records
from server.database.rows import Outcome
from server.database.tenancy import Database
from server.database.writing import Writing
from server.entities import ENTITIES
from server.entities.action import Action
from server.entities.change import Change, Fault, check_change
from server.entities.declaration import Entity, Role, camel_case
from server.entities.ids import decode_id, encode_id
from server.errors import BadUserInput, Conflict, Forbidden, NotFound, PathPart
from server.search import forget_soon
from server.settings import Limits
from server.tenants import Caller

_LONGEST_LIST = 1_000
#: Records written that cost as much as one that is read.
_WRITES_FOR_ONE = 10


@dataclass(frozen=True, slots=True)
class Mutation:
    """One root field: what to do, and how to read each record list that its payload selects."""

    field: Selected
    entity: Entity
    task: Verb | Action
    records: Mapping[str, Statement]


def plan_mutations(
    api: Api, selected: tuple[Selected, ...], role: Role, limits: Limits
) -> tuple[tuple[Mutation, ...], int]:
    """Return the mutations that are selected, and what reading their payloads costs; raise ``Forbidden`` for a role too low."""
    planner = Planner(role, limits)
    planned = []
    for field in selected:
        if field.name.startswith("__"):
            continue
        task: Verb | Action = api.verbs.get(field.name) or api.actions[field.name]
        allowed = task.roles if isinstance(task, Action) else {Role.ADMIN}
        if role not in allowed:
            roles = " or ".join(sorted(role.value for role in allowed))
            raise Forbidden(f"a {role.value} key may not call {field.name}; it takes the role {roles}", field.path)
        entity = ENTITIES[task.entity] if isinstance(task, Action) else task.entity
        inputs = field.arguments.get("inputs", ())
        written = max(1, len(inputs)) if isinstance(inputs, tuple) else 1
        times = -(-written // 2)  # reading what was just written costs less
        planner.spend(-(-written // _WRITES_FOR_ONE))
        records = {
            part.key: compile_records(planner.record(entity, part.children, times))
            for part in field.children
            if part.name in (entity.singular, entity.plural)
        }
        planned.append(Mutation(field, entity, task, records))
    return tuple(planned), planner.cost


async def run_mutation(database: Database, caller: Caller, mutation: Mutation, variables: Mapping[str, Any]) -> bytes:
    """Run one mutation and return its payload as JSON."""
    arguments = {name: _plain(given, variables) for name, given in mutation.field.arguments.items()}
    run = _run_action if isinstance(mutation.task, Action) else _RUN[mutation.task.kind]
    refused = Outcome()
    try:
        async with database.tenant_transaction(caller.tenant_id) as connection:
            writing = Writing(connection, caller.tenant_id, caller.actor)
            outcome = await run(writing, caller, mutation, arguments)
            if _is_refused(outcome, arguments):
                refused.faults = outcome.faults
                raise _Refused
            return await _payload(writing, mutation, variables, outcome)
    except _Refused:
        pass
    except (BadUserInput, Conflict, NotFound) as error:
        # What the database itself refuses is named by the attribute alone.
        within = ("input",) if "input" in arguments and error.path and error.path[0] not in arguments else ()
        refused.faults[0] = [Fault((*within, *error.path), error.code, error.message)]
    return _assemble(mutation, refused, dict.fromkeys(mutation.records, b"[]"))


class _Refused(Exception):
    """Rolls the transaction back."""


def _is_refused(outcome: Outcome, arguments: Mapping[str, Any]) -> bool:
    skips = "onError" in arguments and arguments["onError"].value == "SKIP_FAILED"
    return bool(outcome.faults) and not skips


# Doing


async def _create(writing: Writing, caller: Caller, mutation: Mutation, arguments: Mapping[str, Any]) -> Outcome:
    change, faults = check_change(mutation.entity, arguments["input"], creating=True, region=caller.region)
    if faults:
        return _refusal(faults)
    return _under(await insert_record(writing, mutation.entity, change), "input")


async def _update(writing: Writing, caller: Caller, mutation: Mutation, arguments: Mapping[str, Any]) -> Outcome:
    change, faults = check_change(mutation.entity, arguments["input"], creating=False, region=caller.region)
    if faults:
        return _refusal(faults)
    record_id = _id(mutation.entity, arguments["id"])
    outcome = await update_record(writing, mutation.entity, record_id, arguments["version"], change)
    return _under(outcome, "input", unless=("id", "version"))


async def _delete(writing: Writing, caller: Caller, mutation: Mutation, arguments: Mapping[str, Any]) -> Outcome:
    record_id = _id(mutation.entity, arguments["id"])
    outcome = await delete_record(writing, mutation.entity, record_id, arguments.get("version"))
    await forget_soon(writing.connection, writing.tenant_id, mutation.entity)
    return outcome


async def _upsert(writing: Writing, caller: Caller, mutation: Mutation, arguments: Mapping[str, Any]) -> Outcome:
    inputs = arguments["inputs"]
    if len(inputs) > _LONGEST_LIST:
        raise BadUserInput(
            f"inputs holds {len(inputs)} records; at most {_LONGEST_LIST} are allowed at once", ("inputs",)
        )
    sound: dict[int, Change] = {}
    faulty: dict[int, list[Fault]] = {}
    for position, values in enumerate(inputs):
        change, faults = check_change(mutation.entity, values, creating=True, region=caller.region)
        if faults:
            faulty[position] = faults
        else:
            sound[position] = change
    outcome = await upsert_records(writing, mutation.entity, sound)
    outcome.faults.update(faulty)
    for position, faults in outcome.faults.items():
        outcome.faults[position] = [_prefixed(fault, ("inputs", position)) for fault in faults]
    return outcome


async def _run_action(writing: Writing, caller: Caller, mutation: Mutation, arguments: Mapping[str, Any]) -> Outcome:
    assert isinstance(mutation.task, Action)
    python = {name: arguments[camel_case(name)] for name in mutation.task.arguments if camel_case(name) in arguments}
    return Outcome(ids={0: await mutation.task.run(writing.connection, writing.tenant_id, python)})


_RUN = {"create": _create, "update": _update, "delete": _delete, "upsert": _upsert}


def _id(entity: Entity, identifier: str) -> UUID:
    try:
        return decode_id(entity.table, identifier)
    except ValueError as error:
        raise BadUserInput(str(error), ("id",)) from None


def _refusal(faults: list[Fault]) -> Outcome:
    outcome = Outcome()
    outcome.faults[0] = [_prefixed(fault, ("input",)) for fault in faults]
    return outcome


def _under(outcome: Outcome, argument: str, unless: tuple[str, ...] = ()) -> Outcome:
    for position, faults in outcome.faults.items():
        outcome.faults[position] = [
            fault if fault.path[:1] and fault.path[0] in unless else _prefixed(fault, (argument,)) for fault in faults
        ]
    return outcome


def _prefixed(fault: Fault, prefix: tuple[PathPart, ...]) -> Fault:
    return Fault((*prefix, *fault.path), fault.code, fault.message)


def _plain(given: Any, variables: Mapping[str, Any]) -> Any:
    """An argument as plain values, read from this request's variables."""
    if isinstance(given, Given):
        return given.read(variables)
    if isinstance(given, Mapping):
        return {name: _plain(value, variables) for name, value in given.items()}
    return [_plain(value, variables) for value in given]


# Answering


async def _payload(writing: Writing, mutation: Mutation, variables: Mapping[str, Any], outcome: Outcome) -> bytes:
    ids = [outcome.ids[position] for position in sorted(outcome.ids)]
    lists = {}
    for key, statement in mutation.records.items():
        parameters = statement.parameters(writing.tenant_id, variables, ids)
        row = await writing.connection.fetchrow(statement.sql, *parameters)
        lists[key] = row[0].encode()
    return _assemble(mutation, outcome, lists)


def _assemble(mutation: Mutation, outcome: Outcome, lists: Mapping[str, bytes]) -> bytes:
    faults = [fault for position in sorted(outcome.faults) for fault in outcome.faults[position]]
    parts = [
        orjson.dumps(part.key) + b":" + _part(mutation, part, outcome, faults, lists)
        for part in mutation.field.children
    ]
    return b"{" + b",".join(parts) + b"}"


def _part(
    mutation: Mutation, part: Selected, outcome: Outcome, faults: list[Fault], lists: Mapping[str, bytes]
) -> bytes:
    if part.name == mutation.entity.plural:
        return lists[part.key]
    if part.name == mutation.entity.singular:
        return lists[part.key].strip()[1:-1] or b"null"
    if part.name == "errors":
        return orjson.dumps([_error(fault, part.children) for fault in faults])
    values = {
        "__typename": part.type,
        "id": encode_id(mutation.entity.table, outcome.ids[0]) if 0 in outcome.ids else None,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
    }
    return orjson.dumps(values[part.name])


def _error(fault: Fault, children: tuple[Selected, ...]) -> dict[str, Any]:
    values = {
        "path": [str(part) for part in fault.path],
        "code": fault.code,
        "message": fault.message,
        "__typename": "MutationError",
    }
    return {child.key: values[child.name] for child in children}
