"""The roles: an owner who migrates, an application role that serves, a backup role that dumps.

Whoever operates Tessera gives one URL, the owner's. The application role's password is derived from the owner's, so that every
process given that URL can log in as the application role without a second secret; a request never runs as the owner.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import asyncpg

from server.database.catalogue import application_role, backup_role
from server.database.identifiers import quoted
from server.database.tenancy import Connection
from server.errors import SetupError


def database_name(url: str) -> str:
    """Return the name of the database in a PostgreSQL URL."""
    name = unquote(urlsplit(url).path.lstrip("/"))
    if not name:
        raise SetupError(
            "the database URL names no database; it must look like postgresql://user:password@host:5432/name"
        )
    return name


def application_url(owner_url: str) -> str:
    """Return the URL under which the application role of the owner's database logs in."""
    parts = urlsplit(owner_url)
    password = _application_password(owner_url)
    login = quote(application_role(database_name(owner_url)), safe="")
    if password:
        login = f"{login}:{password}"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{login}@{host}"))


async def ensure_roles(connection: Connection, owner_url: str) -> None:
    """Create the application role and the backup role where they are missing, and let them into the database."""
    database = database_name(owner_url)
    role, backup = application_role(database), backup_role(database)
    await _ensure_application_role(connection, role, _application_password(owner_url))
    if not await connection.fetchval("select exists (select from pg_roles where rolname = $1)", backup):
        # Only a role that bypasses row-level security may create one that does; without it, dumps need the superuser.
        may = "select rolsuper or (rolbypassrls and rolcreaterole) from pg_roles where rolname = current_user"
        if await connection.fetchval(may):
            await connection.execute(f"CREATE ROLE {quoted(backup)} NOLOGIN BYPASSRLS")
    for name in (role, backup):
        if await connection.fetchval("select exists (select from pg_roles where rolname = $1)", name):
            await connection.execute(f"GRANT CONNECT ON DATABASE {quoted(database)} TO {quoted(name)}")
            await connection.execute(f"GRANT USAGE ON SCHEMA public TO {quoted(name)}")


async def _ensure_application_role(connection: Connection, role: str, password: str) -> None:
    exists = await connection.fetchval("select exists (select from pg_roles where rolname = $1)", role)
    options = f"LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE{f' PASSWORD {password!r}' if password else ''}"
    try:
        if not exists:
            await connection.execute(f"CREATE ROLE {quoted(role)} {options}")
        elif password:
            await connection.execute(f"ALTER ROLE {quoted(role)} PASSWORD {password!r}")
    except asyncpg.InsufficientPrivilegeError:
        if not exists:
            raise SetupError(
                f"the role in TESSERA_DATABASE_URL may not create the application role; run as an administrator: "
                f"CREATE ROLE {quoted(role)} {options}"
            ) from None


def _application_password(owner_url: str) -> str:
    owner = urlsplit(owner_url).password
    if not owner:
        return ""  # the server authenticates by other means (peer, certificate, trust)
    return hmac.new(unquote(owner).encode(), b"tessera application role", hashlib.sha256).hexdigest()
