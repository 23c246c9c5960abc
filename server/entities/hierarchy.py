"""Trees of records: a record's parents must never lead back to itself."""

from __future__ import annotations

from server.entities.demand import Demand


def no_circle(table: str) -> Demand:
    """Return the demand that no row of ``table`` is above itself by way of ``parent``."""
    sql = f"""
        WITH RECURSIVE above (id, ancestor) AS (
            SELECT written.id, written.parent_id FROM {table} AS written
            WHERE written.tenant_id = $1 AND written.id = ANY($2::uuid[]) AND written.parent_id IS NOT NULL
            UNION
            SELECT above.id, next.parent_id
            FROM above JOIN {table} AS next ON next.tenant_id = $1 AND next.id = above.ancestor
            WHERE next.parent_id IS NOT NULL AND above.ancestor <> above.id
        )
        SELECT above.id FROM above WHERE above.ancestor = above.id
    """
    alone = f"SELECT FROM {table} WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND parent_id IS NOT NULL LIMIT 1"
    return Demand("parent", "parent must not be the record itself, nor one below it", sql, alone)
