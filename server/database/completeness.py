"""Whether a database has all that is declared.

Only that nothing is missing, in one quick query; ``migrate`` compares the rest, and ``catalogue`` proves the isolation.
"""

from __future__ import annotations

from collections.abc import Iterator

from server.database.catalogue import Fetch
from server.database.tables import METADATA
from server.errors import SetupError

#: Whoever may connect may read PostgreSQL's catalogue, so it works for the application role, too.
_COLUMNS = """
select c.relname as table, a.attname as column
  from pg_class c join pg_attribute a on a.attrelid = c.oid
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped"""
_MOST_NAMED = 5


async def check_completeness(fetch: Fetch) -> None:
    """Raise ``SetupError`` naming the first tables and columns that are declared and not in the database."""
    there: dict[str, set[str]] = {}
    for row in await fetch(_COLUMNS):
        there.setdefault(row["table"], set()).add(row["column"])
    missing = list(_missing(there))
    if missing:
        more = ", …" if len(missing) > _MOST_NAMED else ""
        raise SetupError(
            f"the declarations have more than the database: {', '.join(missing[:_MOST_NAMED])}{more}; "
            "draft a migration with: tessera migrate --draft <what changed>"
        )


def _missing(there: dict[str, set[str]]) -> Iterator[str]:
    for table in METADATA.tables.values():
        if table.name not in there:
            yield table.name
            continue
        yield from (f"{table.name}.{column.name}" for column in table.columns if column.name not in there[table.name])
