"""The tables of words by which records are found: from a word to the records that have it, and from a typing error to words.

A key leads to a word as long as any record of the tenant has it; see ``words``. SQLAlchemy Core metadata only.
"""

from __future__ import annotations

import sqlalchemy as sa

from server.database.tables import METADATA
from server.entities import ENTITIES
from server.entities.declaration import Entity
from server.entities.scalars import TEXT


def _word_table(entity: Entity) -> sa.Table:
    name, record = f"{entity.table}_word", f"{entity.table}_id"
    return sa.Table(
        name,
        METADATA,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column(record, sa.Uuid(), nullable=False),
        sa.Column("word", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", record, "word", name=f"{name}_pkey"),
        sa.ForeignKeyConstraint(
            ["tenant_id", record],
            [f"{entity.table}.tenant_id", f"{entity.table}.id"],
            name=f"{name}_{record}_fkey",
            ondelete="CASCADE",
        ),
        sa.Index(f"{name}_word_idx", "tenant_id", "word", record),
    )


#: The words of the records of each entity that is searched, by the entity's name.
WORD_TABLES: dict[str, sa.Table] = {entity.name: _word_table(entity) for entity in ENTITIES.values() if entity.searched}

#: What leads to a word beside the word itself: see ``keys_of`` in ``entities/words``.
SEARCH_KEY = sa.Table(
    "search_key",
    METADATA,
    sa.Column("tenant_id", sa.Uuid(), nullable=False),
    sa.Column("key", TEXT, nullable=False),
    sa.Column("word", TEXT, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "key", "word", name="search_key_pkey"),
)
