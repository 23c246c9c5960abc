"""The proof that tenants are isolated, read from the database's own catalogue.

``check_tenancy`` runs inside the migration's transaction, when a server or worker starts, and in the tests. It looks at every
table that the role can get at, not at a list of them, so that a table which somebody forgot to protect is found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from server.errors import SetupError

#: Runs a query with ``$1``-style parameters and returns its rows as mappings.
Fetch = Callable[..., Awaitable[Sequence[Any]]]

POLICY_NAME = "tenant_isolation"
_SETTING = "nullif(current_setting('app.tenant_id', true), '')::uuid"
#: The one policy, in its two spellings: Citus refuses sub-selects, plain PostgreSQL evaluates the setting once with one.
POLICY = {"plain": f"tenant_id = (select {_SETTING})", "citus": f"tenant_id = {_SETTING}"}

#: Tables without a tenant, and why that is safe.
EXEMPT = {
    "tenant": "the tenants themselves; the application role has no right on it",
    "alembic_version": "the schema's version; the application role may only read it",
}

#: Schemas that are not looked at, and why that is safe.
EXEMPT_SCHEMAS = {"jobs": "pgqueuer's tables; a job names its tenant, and its payload holds ids only"}

#: The schemas that the role can reach into, besides those of PostgreSQL itself.
_SCHEMA = f"""(n.nspname = 'public' or has_schema_privilege($1, n.oid, 'usage'))
   and n.nspname !~ '^pg_' and n.nspname not in ({", ".join(f"'{name}'" for name in ("information_schema", *EXEMPT_SCHEMAS))})"""
#: What goes before a name: nothing in the usual schema.
_PREFIX = "case n.nspname when 'public' then '' else n.nspname || '.' end"
_TABLES = f"""
select c.oid, {_PREFIX} || c.relname as name, n.nspname as schema,
       c.relkind::text as kind, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
       (select json_agg(json_build_object('name', p.policyname, 'using', p.qual, 'check', p.with_check, 'permissive', p.permissive,
                                          'command', p.cmd, 'roles', p.roles))::text
          from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname) as policies,
       has_table_privilege($1, c.oid, 'truncate') as truncates,
       has_table_privilege($1, c.oid, 'delete, truncate')
         or has_any_column_privilege($1, c.oid, 'select, insert, update, references') as reachable,
       has_table_privilege($1, c.oid, 'delete, truncate')
         or has_any_column_privilege($1, c.oid, 'insert, update, references') as writable,
       coalesce('security_invoker=true' = any(c.reloptions) or 'security_invoker=on' = any(c.reloptions), false) as invoker,
       c.relowner = (select oid from pg_roles where rolname = $1) as owned
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where {_SCHEMA} and c.relkind in ('r', 'p', 'v', 'm', 'f')
 order by 2"""
_KEYS = f"""
select {_PREFIX} || t.relname as table, i.relname as name,
       pg_get_indexdef(x.indexrelid, 1, true) as first, 'tenant_id' as leads_to
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
  join pg_namespace n on n.oid = t.relnamespace
 where {_SCHEMA}
union all
select {_PREFIX} || t.relname, k.conname, a.attname,
       case when k.confrelid = to_regclass('public.tenant') and b.attname = 'id' then 'tenant_id' else b.attname end
  from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_namespace n on n.oid = t.relnamespace
  join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1]
  join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
 where {_SCHEMA} and k.contype = 'f'"""
_ROLE = """
select rolsuper as superuser, rolbypassrls as bypasses, rolcreaterole as makes_roles, rolreplication as replicates,
       exists (select from pg_namespace n
                where n.nspname !~ '^pg_' and has_schema_privilege(rolname, n.oid, 'create')) as creates,
       exists (select from pg_auth_members m where m.member = r.oid) as member
  from pg_roles r where rolname = $1"""
_FUNCTIONS = f"""
select {_PREFIX} || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
 where {_SCHEMA} and p.prosecdef
   and not exists (select from unnest(coalesce(p.proconfig, '{{}}')) c where c like 'search_path=%')"""


def application_role(database: str) -> str:
    """Return the name of the role that serves requests in ``database``; roles are a cluster's, so the name says whose."""
    return f"{database}_app"


def backup_role(database: str) -> str:
    """Return the name of the role that takes dumps of ``database``: under forced row-level security others get nothing."""
    return f"{database}_backup"


async def check_tenancy(fetch: Fetch, role: str) -> None:
    """Raise ``SetupError`` naming every way in which ``role`` could see or touch another tenant's rows."""
    rows = await fetch(_ROLE, role)
    if not rows:
        raise SetupError(f"the application role {role} does not exist; run: tessera migrate")
    faults = [*_role_faults(rows[0], role), *await _table_faults(fetch, role), *await _key_faults(fetch, role)]
    faults += [
        f"function {row['name']} is SECURITY DEFINER without a fixed search_path"
        for row in await fetch(_FUNCTIONS, role)
    ]
    if faults:
        listed = "\n  - ".join(faults)
        raise SetupError(f"tenants are not isolated, so Tessera does not go on:\n  - {listed}")


def _role_faults(row: Any, role: str) -> list[str]:
    dangers = {
        "superuser": "is a superuser",
        "bypasses": "bypasses row-level security",
        "makes_roles": "may create roles",
        "replicates": "may replicate, which hands it every tenant's rows",
        "creates": "may create tables",
        "member": "is a member of another role",
    }
    return [f"the application role {role} {danger}" for key, danger in dangers.items() if row[key]]


async def _table_faults(fetch: Fetch, role: str) -> list[str]:
    faults: list[str] = []
    for table in await fetch(_TABLES, role):
        remedy = "" if table["schema"] == "public" else f"; or revoke the usage of schema {table['schema']} from {role}"
        faults += [f"table {table['name']} {fault}{remedy}" for fault in _faults_of(table, role)]
    return faults


def _faults_of(table: Any, role: str) -> list[str]:
    if table["owned"]:
        return [f"belongs to {role}, which could switch its protection off"]
    if table["name"] in EXEMPT:
        forbidden = table["reachable"] if table["name"] == "tenant" else table["writable"]
        return [f"is open to {role}"] if forbidden else []
    if table["kind"] == "v":
        return [] if table["invoker"] else ["is a view without security_invoker"]
    if table["kind"] in ("m", "f"):
        return ["is neither an ordinary table nor a view; row-level security does not reach it"]
    faults = []
    if not (table["enabled"] and table["forced"]):
        faults.append("is not under forced row-level security; call protect() in its migration")
    if not _is_the_policy(table["policies"]):
        faults.append("does not have exactly the one policy; call protect() in its migration")
    if table["truncates"]:
        faults.append(f"may be truncated by {role}")
    return faults


def _is_the_policy(policies: str | None) -> bool:
    found = json.loads(policies or "[]")
    if len(found) != 1:
        return False
    if (found[0]["command"], found[0]["permissive"], found[0]["roles"]) != ("ALL", "PERMISSIVE", ["public"]):
        return False
    known = {_normal(policy) for policy in POLICY.values()}
    return _normal(found[0]["using"]) in known and _normal(found[0]["check"] or "") in known


def _normal(policy: str) -> str:
    """The policy without what PostgreSQL adds when it prints it back: parentheses, casts to text, an alias, spaces."""
    return re.sub(r'AS "nullif"|::text|[()\s]', "", policy, flags=re.IGNORECASE).lower()


async def _key_faults(fetch: Fetch, role: str) -> list[str]:
    faults: list[str] = []
    for key in await fetch(_KEYS, role):
        if key["table"] in EXEMPT:
            continue
        named = f"key or index {key['name']} of table {key['table']}"
        if key["first"] != "tenant_id":
            faults.append(f"{named} does not begin with tenant_id")
        elif key["leads_to"] != "tenant_id":
            faults.append(f"{named} does not match tenant_id with that of the table it refers to")
    return faults
