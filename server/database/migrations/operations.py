"""The operations that migrations add to Alembic's: ``protect`` and ``distribute``.

Order within a migration, so that one set serves plain PostgreSQL and Citus: create the table without foreign keys, distribute
it, create its indexes, protect it, add the foreign keys (parents first). One statement per execute.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import renderers
from alembic.operations import MigrateOperation, Operations

from server.database.catalogue import POLICY, POLICY_NAME, application_role, backup_role
from server.database.identifiers import quoted


def protect(table: str) -> None:
    """Put ``table`` under forced row-level security, with the one policy and the grants."""
    op.invoke(ProtectOp(table))


def distribute(table: str, column: str = "tenant_id") -> None:
    """Distribute ``table`` by ``column``; on plain PostgreSQL there is nothing to do."""
    op.invoke(DistributeOp(table, column))


class ProtectOp(MigrateOperation):
    """Put a table under row-level security and grant it to the application role."""

    def __init__(self, table: str) -> None:
        self.table = table


class DistributeOp(MigrateOperation):
    """Distribute a table by tenant where the database is a Citus cluster."""

    def __init__(self, table: str, column: str = "tenant_id") -> None:
        self.table = table
        self.column = column


@Operations.implementation_for(ProtectOp)
def _protect(operations: Operations, operation: ProtectOp) -> None:
    connection = operations.get_bind()
    table = quoted(operation.table)
    database = connection.scalar(sa.text("select current_database()"))
    policy = POLICY["citus" if _is_citus(connection) else "plain"]
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {POLICY_NAME} ON {table} USING ({policy}) WITH CHECK ({policy})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted(application_role(database))}",
    ):
        operations.execute(statement)
    backup = backup_role(database)
    if connection.scalar(sa.text("select exists (select from pg_roles where rolname = :role)"), {"role": backup}):
        operations.execute(f"GRANT SELECT ON {table} TO {quoted(backup)}")


@Operations.implementation_for(DistributeOp)
def _distribute(operations: Operations, operation: DistributeOp) -> None:
    if _is_citus(operations.get_bind()):
        table, column = quoted(operation.table).replace("'", "''"), operation.column
        operations.execute(f"SELECT create_distributed_table('{table}', '{column}')")


@renderers.dispatch_for(ProtectOp)
def _render_protect(context: Any, operation: ProtectOp) -> str:
    return f"protect({operation.table!r})"


@renderers.dispatch_for(DistributeOp)
def _render_distribute(context: Any, operation: DistributeOp) -> str:
    column = "" if operation.column == "tenant_id" else f", {operation.column!r}"
    return f"distribute({operation.table!r}{column})"


def _is_citus(connection: Any) -> bool:
    return bool(connection.scalar(sa.text("select exists (select from pg_extension where extname = 'citus')")))
