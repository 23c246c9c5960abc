"""The check that refuses to serve: every way in which a table, a key, a role or a function could open a tenant's rows is named.

On a server of its own, because what is broken here would be found by every other test that starts the application.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from server.database.catalogue import application_role, backup_role, check_tenancy
from server.database.embedded import Embedded, ensure_running
from server.database.migrate import migrate, schema_difference
from server.database.migrations import MIGRATIONS, schema_is_current
from server.database.roles import application_url, database_name
from server.database.tenancy import Database, connect
from server.errors import SetupError
from server.jobs import install_queue


@pytest.fixture(scope="module")
def other() -> Iterator[Embedded]:
    """A server with an empty database."""
    folder = Path(tempfile.mkdtemp(prefix="tessera-catalogue-"))
    folder.chmod(0o755)
    running = ensure_running(folder / "data", lambda line: None)
    yield running
    running.release()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def migrated(other: Embedded) -> str:
    """Its owner's URL, once the migrations were applied."""
    await migrate(other.owner_url)
    return other.owner_url


@pytest.fixture
async def owner(migrated: str) -> AsyncIterator[Any]:
    """A connection of the owner."""
    connection = await connect(migrated)
    yield connection
    await connection.close()


@pytest.fixture
async def administrator(other: Embedded) -> AsyncIterator[Any]:
    """A connection of the superuser, who may do what the owner may not."""
    password = (other.data_dir / "postgres.password").read_text()
    parts = urlsplit(other.owner_url)
    login = f"postgres:{password}@{parts.netloc.rpartition('@')[2]}"
    connection = await connect(urlunsplit(parts._replace(netloc=login)))
    yield connection
    await connection.close()


async def _faults(owner_url: str) -> str:
    """What the application finds when it starts."""
    database = await Database.open(application_url(owner_url), size=1)
    try:
        await database.check()
    except SetupError as error:
        return error.message
    finally:
        await database.close()
    return ""


async def test_the_schema_is_sound(migrated: str) -> None:
    assert await _faults(migrated) == ""
    assert await schema_difference(migrated) is None


_OWN_ROWS = "(tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))"
_PROTECT = f"""
alter table {{0}} enable row level security; alter table {{0}} force row level security;
create policy tenant_isolation on {{0}} using {_OWN_ROWS} with check {_OWN_ROWS}"""
_TABLE = "create table {0} (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id)); " + _PROTECT

#: What somebody might do to the schema, how to undo it, and what must be said about it.
_BREAKS = {
    "unprotected table": (
        "create table forgotten (tenant_id uuid, id uuid)",
        "drop table forgotten",
        ("forgotten is not under forced row-level security", "forgotten does not have exactly the one policy"),
    ),
    "partitioned table": (
        "create table parted (tenant_id uuid) partition by hash (tenant_id)",
        "drop table parted",
        ("table parted is not under forced row-level security",),
    ),
    "not forced": (
        "alter table customer no force row level security",
        "alter table customer force row level security",
        ("table customer is not under forced row-level security",),
    ),
    "disabled": (
        'alter table "order" disable row level security',
        'alter table "order" enable row level security',
        ("table order is not under forced row-level security",),
    ),
    "altered policy": (
        "alter policy tenant_isolation on tag using (true)",
        f"alter policy tenant_isolation on tag using {_OWN_ROWS}",
        ("table tag does not have exactly the one policy",),
    ),
    "altered check": (
        "alter policy tenant_isolation on tag with check (true)",
        f"alter policy tenant_isolation on tag with check {_OWN_ROWS}",
        ("table tag does not have exactly the one policy",),
    ),
    "all rows without a tenant": (
        "alter policy tenant_isolation on tag using "
        "(tenant_id = coalesce(nullif(current_setting('app.tenant_id', true), '')::uuid, tenant_id))",
        f"alter policy tenant_isolation on tag using {_OWN_ROWS}",
        ("table tag does not have exactly the one policy",),
    ),
    "policy for some": (
        "alter policy tenant_isolation on tag to {role}",
        "alter policy tenant_isolation on tag to public",
        ("table tag does not have exactly the one policy",),
    ),
    "second policy": (
        "create policy support on customer for select using (true)",
        "drop policy support on customer",
        ("table customer does not have exactly the one policy",),
    ),
    "index": (
        "create index customer_by_email on customer (email)",
        "drop index customer_by_email",
        ("index customer_by_email of table customer does not begin with tenant_id",),
    ),
    "index on an expression": (
        "create index customer_by_tenant on customer ((tenant_id::text))",
        "drop index customer_by_tenant",
        ("index customer_by_tenant of table customer does not begin with tenant_id",),
    ),
    "unique key": (
        "alter table customer add constraint customer_email_key unique (email)",
        "alter table customer drop constraint customer_email_key",
        ("customer_email_key of table customer does not begin with tenant_id",),
    ),
    "foreign key": (
        _TABLE.format("badge") + "; alter table badge add foreign key (id, tenant_id) references tag (id, tenant_id)",
        "drop table badge; alter table tag drop constraint tag_turned_key",
        ("badge_id_tenant_id_fkey of table badge does not begin with tenant_id",),
    ),
    "foreign key to another's row": (
        _TABLE.format("badge")
        + "; alter table tag add constraint tag_turned_key unique (id, tenant_id)"
        + "; alter table badge add foreign key (tenant_id, id) references tag (id, tenant_id)",
        "drop table badge; alter table tag drop constraint tag_turned_key",
        ("badge_tenant_id_id_fkey of table badge does not match tenant_id with that of the table it refers to",),
    ),
    "another schema": (
        "create schema annex; grant usage on schema annex to {role}; "
        "create table annex.forgotten (tenant_id uuid, id uuid); create index by_id on annex.forgotten (id); "
        "create function annex.peek() returns bigint language sql security definer as 'select count(*) from customer'",
        "drop schema annex cascade",
        (
            "table annex.forgotten is not under forced row-level security",
            "or revoke the usage of schema annex from tessera_app",
            "index by_id of table annex.forgotten does not begin with tenant_id",
            "function annex.peek is SECURITY DEFINER without a fixed search_path",
        ),
    ),
    "view": (
        "create view everybody as select * from customer",
        "drop view everybody",
        ("everybody is a view without security_invoker",),
    ),
    "materialised view": (
        "create materialized view everybody as select * from customer",
        "drop materialized view everybody",
        ("everybody is neither an ordinary table nor a view",),
    ),
    "definer function": (
        "create function peek() returns bigint language sql security definer as 'select count(*) from customer'",
        "drop function peek()",
        ("function peek is SECURITY DEFINER without a fixed search_path",),
    ),
    "truncation": (
        "grant truncate on customer to {role}",
        "revoke truncate on customer from {role}",
        ("table customer may be truncated by tessera_app",),
    ),
    "the tenants": (
        "grant select on tenant to {role}",
        "revoke select on tenant from {role}",
        ("table tenant is open to tessera_app",),
    ),
    "a column of the tenants": (
        "grant select (slug) on tenant to {role}",
        "revoke select (slug) on tenant from {role}",
        ("table tenant is open to tessera_app",),
    ),
    "truncation of the tenants": (
        "grant truncate on tenant to {role}",
        "revoke truncate on tenant from {role}",
        ("table tenant is open to tessera_app",),
    ),
    "a column of the version": (
        "grant update (version_num) on alembic_version to {role}",
        "revoke update (version_num) on alembic_version from {role}",
        ("table alembic_version is open to tessera_app",),
    ),
    "creation in another schema": (
        "create schema annex; grant create on schema annex to {role}",
        "drop schema annex",
        ("the application role tessera_app may create tables",),
    ),
    "creation": (
        "grant create on schema public to {role}",
        "revoke create on schema public from {role}",
        ("the application role tessera_app may create tables",),
    ),
    "membership": (
        "create role privileged; grant privileged to {role}",
        "drop role privileged",
        ("the application role tessera_app is a member of another role",),
    ),
}


@pytest.mark.parametrize("case", _BREAKS)
async def test_the_check_names(case: str, owner: Any, migrated: str) -> None:
    broken, mended, expected = _BREAKS[case]
    role = application_role(database_name(migrated))
    if case == "foreign key":
        await owner.execute("alter table tag add constraint tag_turned_key unique (id, tenant_id)")
    await owner.execute(broken.replace("{role}", role))
    try:
        found = await _faults(migrated)
    finally:
        await owner.execute(mended.replace("{role}", role))
    assert [fault for fault in expected if fault not in found] == []
    assert await _faults(migrated) == ""


async def test_what_is_safe_is_not_refused(owner: Any, migrated: str) -> None:
    await owner.execute(
        _TABLE.format("sound")
        + "; create view mine with (security_invoker = true) as select * from customer; "
        + "create function safe() returns int language sql security definer set search_path = public as 'select 1'; "
        + "alter table sound add foreign key (tenant_id) references tenant (id); "
        + "create schema closed; create table closed.whatever (id uuid)"
    )
    await install_queue(migrated)
    try:
        assert await _faults(migrated) == ""
    finally:
        await owner.execute("drop schema closed, jobs cascade; drop function safe(); drop view mine; drop table sound")


async def test_a_role_that_replicates(administrator: Any, migrated: str) -> None:
    role = application_role(database_name(migrated))
    await administrator.execute(f"alter role {role} replication")
    try:
        assert f"the application role {role} may replicate" in await _faults(migrated)
    finally:
        await administrator.execute(f"alter role {role} noreplication")


async def test_a_role_that_bypasses_security(owner: Any, migrated: str) -> None:
    with pytest.raises(SetupError, match="bypasses row-level security"):
        await check_tenancy(owner.fetch, backup_role(database_name(migrated)))


async def test_the_owner_may_not_serve(owner: Any) -> None:
    with pytest.raises(SetupError) as refused:
        await check_tenancy(owner.fetch, await owner.fetchval("select current_user"))
    assert "which could switch its protection off" in refused.value.message


_VERSION = '''"""{revision}."""

import sqlalchemy as sa
from alembic import op

from server.database.migrations.operations import protect

revision = "{revision}"
down_revision = "{previous}"


def upgrade() -> None:
    op.create_table("invoice", sa.Column("tenant_id", sa.Uuid()), sa.Column("id", sa.Uuid()))
    {then}
'''


def _folder_with(folder: Path, then: str) -> Path:
    """Copy the migrations and add one."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    previous = max((folder / "versions").glob("*.py")).stem.partition("_")[0]
    revision = f"{int(previous) + 1:04d}"
    text = _VERSION.format(revision=revision, previous=previous, then=then)
    (folder / "versions" / f"{revision}_invoice.py").write_text(text)
    return folder


@pytest.mark.parametrize(
    ("then", "fault"),
    [
        ("pass", "invoice is not under forced row-level security"),
        ('protect("invoice"); op.execute("ALTER TABLE invoice NO FORCE ROW LEVEL SECURITY")', "invoice is not under"),
        ('protect("invoice"); op.create_index("invoice_idx", "invoice", ["id"])', "invoice_idx"),
    ],
)
async def test_a_migration_that_leaves_a_table_open_leaves_nothing(
    then: str, fault: str, owner: Any, migrated: str, tmp_path: Path
) -> None:
    before = await owner.fetch("select version_num from alembic_version")
    with pytest.raises(SetupError, match=fault):
        await migrate(migrated, _folder_with(tmp_path / "migrations", then))
    assert await owner.fetchval("select to_regclass('public.invoice')") is None
    assert await owner.fetch("select version_num from alembic_version") == before
    assert await _faults(migrated) == ""


async def test_migrating_twice_at_once_applies_each_once(migrated: str) -> None:
    assert await asyncio.gather(migrate(migrated), migrate(migrated)) == [[], []]


async def test_a_database_from_the_future(owner: Any, migrated: str) -> None:
    known = await owner.fetchval("select version_num from alembic_version")
    await owner.execute("update alembic_version set version_num = '9999'")
    try:
        for ask in (schema_is_current(owner), migrate(migrated)):
            with pytest.raises(SetupError, match=f"at 9999, newer than this Tessera, which knows {known}; install"):
                await ask
    finally:
        await owner.execute("update alembic_version set version_num = $1", known)
    assert await schema_is_current(owner)


async def test_a_database_whose_name_needs_quotes(administrator: Any, migrated: str) -> None:
    url = urlunsplit(urlsplit(migrated)._replace(path='/o"dd'))
    await administrator.execute('create database "o""dd" owner tessera_owner')
    try:
        await migrate(url)
        assert await _faults(url) == ""
    finally:
        await administrator.execute('drop database "o""dd"')
