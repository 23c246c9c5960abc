"""How PostgreSQL answers a question: its plan under row-level security as the application role, and what is wrong with it.

Right is a plan that enters every index by the tenant and reads no table whole, unless the table is so small that an index would be
a detour. Two plans are looked at: the one for the values at hand, and the one for any values, which PostgreSQL takes from the
sixth time on when it seems no dearer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import orjson

from benchmarks.graph_generator import GraphTenant
from benchmarks.graph_samples import Question, Variables
from server.api.execute import Executor, Request
from server.api.schema import build_api
from server.database.tenancy import Connection, Database
from server.entities.declaration import Role
from server.settings import Limits
from server.tenants import Caller, tenant_id

_FOR_VALUES, _FOR_ANY = "for these values", "for any values"
#: Bytes of a table that may be read whole.
_SMALL = 256 * 1024
_SCANS = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one question: what is wrong with it, and its text."""

    question: Question
    kind: str
    faults: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        head = f"== {self.question.group}: {self.question.name}, {self.kind}"
        return "\n".join((head, *(f"!! {fault}" for fault in self.faults), self.text))


class Planner:
    """Asks for the plans of what the server would run."""

    def __init__(self, database: Database, tenant: GraphTenant) -> None:
        self._explaining = _Explaining(database)
        self._executor = Executor(build_api(), cast("Database", self._explaining), Limits())
        self._caller = Caller(tenant_id(tenant.slug), Role.CLIENT, "benchmark")

    async def plans(self, question: Question, variables: Variables) -> list[Plan]:
        """Return the plans of a question of one root field."""
        small = await self._explaining.small_tables(self._caller.tenant_id)
        await self._executor.execute(self._caller, Request(question.document, None, variables))
        return [
            Plan(question, kind, tuple(dict.fromkeys(_faults(orjson.loads(found)[0]["Plan"], small))), text)
            for kind, found, text in self._explaining.found
        ]


class _Explaining:
    """Stands in for the database: explains a statement instead of running it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.found: list[tuple[str, str, str]] = []

    async def small_tables(self, tenant: UUID) -> frozenset[str]:
        """Return the names of the tables that may be read whole."""
        sql = f"SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) <= {_SMALL}"
        async with self._database.tenant_transaction(tenant, readonly=True) as connection:
            return frozenset(row["relname"] for row in await connection.fetch(sql))

    async def fetch_row(self, tenant: UUID, sql: str, parameters: list[Any], **_: Any) -> list[None]:
        """Explain the statement; the answer is null."""
        anything = f" ({', '.join(['NULL'] * len(parameters))})" if parameters else ""
        async with self._database.tenant_transaction(tenant, readonly=True) as connection:
            self.found = [(_FOR_VALUES, *await _explained(connection, sql, parameters))]
            await connection.execute(f"PREPARE asked AS {sql}")
            await connection.execute("SET LOCAL plan_cache_mode TO force_generic_plan")
            self.found.append((_FOR_ANY, *await _explained(connection, f"EXECUTE asked{anything}", [])))
            await connection.execute("DEALLOCATE asked")
        return [None]


async def _explained(connection: Connection, sql: str, parameters: list[Any]) -> tuple[str, str]:
    """A plan as JSON and as text."""
    found = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {sql}", *parameters)
    lines = await connection.fetch(f"EXPLAIN {sql}", *parameters)
    return found, "\n".join(line[0] for line in lines)


def _faults(plan: dict[str, Any], small: frozenset[str]) -> Iterator[str]:
    kind = plan["Node Type"]
    if kind == "Seq Scan" and plan["Relation Name"] not in small:
        yield f"reads {plan['Relation Name']} whole"
    if kind in _SCANS and "tenant_id =" not in plan.get("Index Cond", ""):
        yield f"enters {plan['Index Name']} without the tenant"
    for inner in plan.get("Plans", ()):
        yield from _faults(inner, small)
