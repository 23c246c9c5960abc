"""Bring a database to the schema of this version, and draft the migration that a changed declaration needs.

Everything happens in one transaction, under an advisory lock, with ``check_tenancy`` as its last step: a migration that leaves a
table unprotected leaves nothing. Only the command that migrates imports this module, because Alembic is slow to import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import ops
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from server.database.catalogue import application_role, check_tenancy
from server.database.checks import check_changes
from server.database.faults import calling_driver
from server.database.identifiers import quoted
from server.database.migrations import MIGRATIONS, refuse_newer, schema_is_current
from server.database.migrations.operations import DistributeOp, ProtectOp
from server.database.roles import database_name, ensure_roles
from server.database.tables import METADATA
from server.database.tenancy import connect
from server.errors import SetupError

_LOCK = 7_355_608  # any number, the same for every process that migrates
_LITERAL = {"literal_binds": True}
_TENANTLESS = {"tenant": "id"}


async def migrate(owner_url: str, folder: Path = MIGRATIONS) -> list[str]:
    """Apply the migrations in ``folder`` that the database lacks and return their names.

    Raises ``SetupError`` when the database is newer than ``folder``, or when the result would not isolate tenants; then nothing
    has changed.
    """
    role = application_role(database_name(owner_url))
    connection = await connect(owner_url)
    try:
        await connection.execute(f"SELECT pg_advisory_lock({_LOCK})")
        await refuse_newer(connection, folder)
        await ensure_roles(connection, owner_url)
    finally:
        await connection.close()
    applied: list[str] = []
    async with _begin(owner_url) as session:
        await session.execute(sa.text("SET LOCAL lock_timeout TO '30s'"))
        await session.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        try:
            await session.run_sync(_upgrade, folder, applied)
        except DBAPIError as error:  # told to whoever runs the command, so in the database's own words
            told = str(error.orig).partition(": ")[2] or str(error.orig)
            raise SetupError(
                f"the migrations {', '.join(applied)} cannot be applied, and nothing has changed: {told}"
            ) from error
        await session.execute(sa.text(f"GRANT SELECT ON alembic_version TO {quoted(role)}"))
        await check_tenancy(await _fetch(session), role)
    return applied


async def draft_migration(owner_url: str, message: str, folder: Path = MIGRATIONS) -> Path | None:
    """Write the migration from the database's schema to the declared one; None when they are equal.

    Raises ``SetupError`` while an earlier migration is not applied. Read the file before you apply it.
    """
    connection = await connect(owner_url)
    try:
        if not await schema_is_current(connection, folder):
            raise SetupError("run `tessera migrate` first; if the last file is a draft that you do not want, delete it")
    finally:
        await connection.close()
    async with _begin(owner_url) as session:
        code = await session.run_sync(_render_difference)
    if code is None:
        return None
    script = ScriptDirectory(str(folder))
    previous = script.get_current_head()
    number = f"{int(previous or 0) + 1:04d}"
    path = folder / "versions" / f"{number}_{re.sub('[^a-z0-9]+', '_', message.lower()).strip('_')}.py"
    path.write_text(_migration(message, number, previous, code))
    return path


async def schema_difference(owner_url: str) -> str | None:
    """Return, as migration code, what the database's schema lacks from the declared one; None when they are equal."""
    async with _begin(owner_url) as session:
        return await session.run_sync(_render_difference)


class _begin:  # noqa: N801  (used like a function, with ``async with``)
    """A transaction of the owner, through SQLAlchemy, because Alembic speaks nothing else."""

    def __init__(self, owner_url: str) -> None:
        url = re.sub(r"^postgres(ql)?://", "postgresql+asyncpg://", owner_url)
        self._engine = create_async_engine(url, poolclass=NullPool)
        self._context: Any = None

    async def __aenter__(self) -> AsyncConnection:
        self._context = self._engine.begin()
        with calling_driver():
            session: AsyncConnection = await self._context.__aenter__()
        return session

    async def __aexit__(self, *details: Any) -> None:
        await self._context.__aexit__(*details)
        await self._engine.dispose()


async def _fetch(session: AsyncConnection) -> Any:
    raw = await session.get_raw_connection()
    return raw.driver_connection.fetch  # type: ignore[union-attr]


def _upgrade(connection: sa.Connection, folder: Path, applied: list[str]) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder))
    script = ScriptDirectory.from_config(config)

    def steps(revision: Any, context: Any) -> Any:
        found = script._upgrade_revs("head", revision)
        applied.extend(Path(step.revision.path).stem for step in found)
        return found

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection, target_metadata=METADATA)
        environment.run_migrations()


def _render_difference(connection: sa.Connection) -> str | None:
    options = {"compare_type": True, "include_object": _is_ours}
    context = MigrationContext.configure(connection, opts=options)
    script = produce_migrations(context, METADATA)
    assert script.upgrade_ops is not None
    dropped, added = check_changes(connection)
    steps = ops.UpgradeOps([*dropped, *_in_order(script.upgrade_ops.ops), *added])
    if steps.is_empty():
        return None
    code = render_python_code(steps, migration_context=context)
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith("# ###"))


def _is_ours(obj: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    return not (kind == "table" and name == "alembic_version")


def _in_order(drafted: list[Any]) -> Iterator[Any]:
    """The drafted operations in the order that Citus needs too: tables, indexes, protection, and last the foreign keys."""
    foreign_keys: list[Any] = []
    for operation in drafted:
        if isinstance(operation, ops.CreateTableOp):
            keys = [column for column in operation.columns if isinstance(column, sa.ForeignKeyConstraint)]
            columns = [column for column in operation.columns if not isinstance(column, sa.ForeignKeyConstraint)]
            yield ops.CreateTableOp(operation.table_name, columns)
            yield DistributeOp(operation.table_name, _TENANTLESS.get(operation.table_name, "tenant_id"))
            foreign_keys += [_foreign_key(operation.table_name, key) for key in keys]
        elif isinstance(operation, ops.ModifyTableOps):
            yield ops.ModifyTableOps(operation.table_name, list(_filled(operation.ops)))
        else:
            yield operation
    tables = [operation.table_name for operation in drafted if isinstance(operation, ops.CreateTableOp)]
    yield from (ProtectOp(table) for table in tables if table not in _TENANTLESS)
    yield from foreign_keys


def _filled(drafted: list[Any]) -> Iterator[Any]:
    """The drafted operations on one table; a new column that is required has its default in the rows that are there."""
    for operation in drafted:
        default = operation.column.info.get("default") if isinstance(operation, ops.AddColumnOp) else None
        if default is None:
            yield operation
            continue
        operation.column.server_default = sa.DefaultClause(
            sa.text(str(sa.literal(default).compile(compile_kwargs=_LITERAL)))
        )
        yield operation
        yield ops.AlterColumnOp(operation.table_name, operation.column.name, modify_server_default=None)


def _foreign_key(table: str, key: sa.ForeignKeyConstraint) -> ops.CreateForeignKeyOp:
    targets = [element.target_fullname.rsplit(".", 1) for element in key.elements]
    return ops.CreateForeignKeyOp(
        str(key.name),
        table,
        targets[0][0],
        [column.name for column in key.columns],
        [column for _, column in targets],
        ondelete=key.ondelete,
    )


def _migration(message: str, revision: str, previous: str | None, code: str) -> str:
    """The text of a migration, with the imports that ``code`` uses."""
    libraries = [line for used, line in _LIBRARIES.items() if re.search(rf"\b{used}\.", code)]
    own = [name for name in ("distribute", "protect") if re.search(rf"\b{name}\(", code)]
    imports = "\n".join(libraries)
    if own:
        imports += f"\n\nfrom server.database.migrations.operations import {', '.join(own)}"
    down = f'"{previous}"' if previous else None
    return _TEMPLATE.format(message=message, imports=imports, revision=revision, down=down, code=code.rstrip())


_LIBRARIES = {
    "sa": "import sqlalchemy as sa",
    "op": "from alembic import op",
    "postgresql": "from sqlalchemy.dialects import postgresql",
}

_TEMPLATE = '''"""{message}."""

{imports}

revision = "{revision}"
down_revision = {down}


def upgrade() -> None:
{code}
'''
