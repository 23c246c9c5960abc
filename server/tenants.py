"""Tenants, their settings and their API keys.

A tenant's id is made from its slug, and a token names its tenant: so no query ever needs to look across tenants, and the primary
key alone keeps slugs unique, also where tenants lie on different machines.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from cachetools import TTLCache

from server.database.tenancy import Connection, Database
from server.entities.declaration import Role
from server.entities.ids import new_id
from server.entities.text import clean
from server.errors import BadRequest, NotFound, SetupError, Unauthenticated

_NAMESPACE = UUID("5d6f7c1e-8a43-4b52-9e07-3f1c2a9b64d0")
_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PREFIX = "tessera_"
_KEY_PREFIX = "key_"
_TOKEN = re.compile(_PREFIX + r"[A-Za-z0-9_-]{64}")
_REMEMBERED = 10_000
_LONGEST_ACTOR = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request: a tenant's key with its role.

    ``actor`` is how the history of records calls them. ``region`` is the tenant's: the country whose notation of phone numbers is
    understood.
    """

    tenant_id: UUID
    role: Role
    actor: str
    region: str | None = None

    def acting_for(self, named: str) -> Caller:
        """Return the caller as one who acts for somebody, ``named`` by the header ``Tessera-Actor``."""
        try:
            name = clean(named.encode("latin-1").decode())  # headers come as if they were Latin-1
        except ValueError:
            raise BadRequest("the header Tessera-Actor must be text in UTF-8") from None
        if len(name) > _LONGEST_ACTOR:
            raise BadRequest(
                f"the header Tessera-Actor has {len(name)} characters; at most {_LONGEST_ACTOR} are allowed"
            )
        return replace(self, actor=f"{self.actor} for {name}") if name else self


@dataclass(frozen=True, slots=True)
class TenantSettings:
    """What a tenant is like: the country whose notation of phone numbers it uses (ISO 3166-1), and its time zone (IANA)."""

    region: str | None = None
    time_zone: str = "UTC"


def tenant_id(slug: str) -> UUID:
    """Return the id of the tenant with this slug; raise ``SetupError`` when it cannot be one."""
    if not _SLUG.fullmatch(slug):
        raise SetupError(f"{slug[:80]!r} cannot be a tenant's slug: use 1 to 63 of a-z, 0-9 and -, not - at either end")
    return uuid5(_NAMESPACE, slug)


async def create_tenant(owner: Connection, slug: str) -> bool:
    """Create the tenant; return False when it was there already. ``owner`` is a connection of the owner."""
    status = await owner.execute(
        "insert into tenant (id, slug, created_at) values ($1, $2, $3) on conflict (id) do nothing",
        tenant_id(slug),
        slug,
        datetime.now(UTC),
    )
    return bool(status.endswith(" 1"))


async def list_tenants(owner: Connection) -> list[str]:
    """Return the slugs of all tenants."""
    return [row["slug"] for row in await owner.fetch("select slug from tenant order by slug")]


async def read_settings(database: Database, tenant: UUID) -> TenantSettings:
    """Return a tenant's settings; those that were never set are as they are by default."""
    sql = "select region, time_zone from tenant_setting where tenant_id = $1"
    row = await database.fetch_row(tenant, sql, (tenant,))
    return TenantSettings() if row is None else TenantSettings(row["region"], row["time_zone"])


def check_settings(*, region: str | None = None, time_zone: str | None = None) -> None:
    """Raise ``SetupError`` for a setting that cannot be; one that is not given is well."""
    if region is not None and region not in phonenumbers.SUPPORTED_REGIONS:
        raise SetupError(f"{region[:20]!r} is not the code of a country; give an ISO 3166-1 alpha-2 code such as DE")
    if time_zone is not None and not _is_time_zone(time_zone):
        raise SetupError(f"{time_zone[:60]!r} is not a time zone; give an IANA name such as Europe/Berlin")


async def change_settings(
    database: Database, slug: str, *, region: str | None = None, time_zone: str | None = None
) -> TenantSettings:
    """Change those settings of a tenant that are given, and return all; servers see them within ``TESSERA_KEY_MEMORY`` seconds.

    Raises ``SetupError`` for a value that cannot be, and when there is no such tenant.
    """
    check_settings(region=region, time_zone=time_zone)
    tenant = tenant_id(slug)
    sql = (
        "insert into tenant_setting as known (tenant_id, region, time_zone) values ($1, $2, coalesce($3, 'UTC')) "
        "on conflict (tenant_id) do update set region = coalesce($2, known.region), "
        "time_zone = coalesce($3, known.time_zone) returning region, time_zone"
    )
    try:
        async with database.tenant_transaction(tenant) as connection:
            row = await connection.fetchrow(sql, tenant, region, time_zone)
    except NotFound:
        raise _no_such(slug) from None
    return TenantSettings(row["region"], row["time_zone"])


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _no_such(slug: str) -> SetupError:
    return SetupError(f"there is no tenant {slug!r}; create it with: tessera tenant create {slug}")


async def create_key(database: Database, slug: str, role: Role) -> str:
    """Create an API key and return its token, which cannot be shown again: only its SHA-256 is kept.

    Raises ``SetupError`` when there is no such tenant.
    """
    tenant = tenant_id(slug)
    token = _PREFIX + base64.urlsafe_b64encode(tenant.bytes + secrets.token_bytes(32)).decode()
    try:
        async with database.tenant_transaction(tenant) as connection:
            await connection.execute(
                "insert into api_key (tenant_id, id, hash, role, created_at) values ($1, $2, $3, $4, $5)",
                tenant,
                new_id(),
                _hash(token),
                role.value,
                datetime.now(UTC),
            )
    except NotFound:
        raise _no_such(slug) from None
    return token


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as it can be shown: never its token."""

    id: UUID
    role: Role
    created_at: datetime

    @property
    def name(self) -> str:
        """What the history of records calls it: ``key_<id>``."""
        return _name_of_key(self.id)


async def list_keys(database: Database, slug: str) -> list[Key]:
    """Return a tenant's API keys, oldest first."""
    tenant = tenant_id(slug)
    async with database.tenant_transaction(tenant, readonly=True) as connection:
        rows = await connection.fetch(
            "select id, role, created_at from api_key where tenant_id = $1 order by id", tenant
        )
    return [Key(row["id"], Role(row["role"]), row["created_at"]) for row in rows]


async def revoke_key(database: Database, slug: str, key: str) -> None:
    """Delete the API key of this name, id or token; servers forget it within ``TESSERA_KEY_MEMORY`` seconds.

    Raises ``SetupError`` when the tenant has no such key.
    """
    tenant = tenant_id(slug)
    by_token = key.startswith(_PREFIX)
    try:
        value = _hash(key) if by_token else UUID(key.removeprefix(_KEY_PREFIX))
    except ValueError:
        raise SetupError(f"{key[:80]!r} is neither a key's id nor a token; see: tessera tenant keys {slug}") from None
    column = "hash" if by_token else "id"
    async with database.tenant_transaction(tenant) as connection:
        status = await connection.execute(f"delete from api_key where tenant_id = $1 and {column} = $2", tenant, value)
    if status != "DELETE 1":
        raise SetupError(f"tenant {slug!r} has no such key; see: tessera tenant keys {slug}")


class Authenticator:
    """Turns bearer tokens into callers, and remembers the answers for a short while.

    A revoked key is refused after ``memory`` seconds at the latest.
    """

    def __init__(self, database: Database, memory: float = 30.0) -> None:
        self._database = database
        self._known: TTLCache[str, Caller] = TTLCache(_REMEMBERED, memory)

    async def caller(self, authorization: str | None) -> Caller:
        """Return who sent the header ``Authorization``; raise ``Unauthenticated`` when nobody known did."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            token = ""
        known = self._known.get(token)
        if known is not None:
            return known
        if not _TOKEN.fullmatch(token):
            raise Unauthenticated("send a valid API key as `Authorization: Bearer <token>`")
        caller = await self._look_up(token)
        self._known[token] = caller
        return caller

    async def _look_up(self, token: str) -> Caller:
        tenant = UUID(bytes=base64.urlsafe_b64decode(token.removeprefix(_PREFIX))[:16])
        sql = (
            "select k.id, k.role, s.region from api_key k left join tenant_setting s on s.tenant_id = $1 "
            "where k.tenant_id = $1 and k.hash = $2"
        )
        row = await self._database.fetch_row(tenant, sql, (tenant, _hash(token)))
        if row is None:
            raise Unauthenticated("this API key is not known; it may have been revoked")
        return Caller(tenant, Role(row["role"]), _name_of_key(row["id"]), row["region"])


def _name_of_key(key_id: UUID) -> str:
    return f"{_KEY_PREFIX}{key_id}"


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
