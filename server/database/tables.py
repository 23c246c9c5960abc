"""The tables, derived from the entities.

``tenant_id`` has no spelling in a declaration: it is added here, first in every primary key, unique constraint, foreign key and
index, so that isolation never depends on who writes an entity. SQLAlchemy Core metadata only; no statement and no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from server.entities import ENTITIES, LINKS
from server.entities.declaration import Attribute, Entity, OnDelete, Relation, RelationKind, Role
from server.entities.scalars import TEXT

#: Every table of Tessera's own schema.
METADATA = sa.MetaData()


def columns_of(attribute: Attribute) -> dict[str, str]:
    """Return the names of an attribute's columns, by the suffix that its scalar knows them by."""
    return {suffix: f"{attribute.name}{suffix}" for suffix in attribute.scalar.columns}


def order_column(attribute: Attribute) -> str:
    """Return the name of the column that sorts by the attribute."""
    return f"{attribute.name}{attribute.scalar.order}"


def _tenant_id() -> sa.Column[Any]:
    return sa.Column("tenant_id", sa.Uuid(), nullable=False)


def _entity_table(entity: Entity) -> sa.Table:
    return sa.Table(
        entity.table,
        METADATA,
        _tenant_id(),
        *(column for attribute in entity.stored_attributes() for column in _attribute_columns(attribute)),
        *(_relation_column(relation) for relation in _stored_relations(entity)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{entity.table}_pkey"),
        sa.UniqueConstraint("tenant_id", "external_id", name=f"{entity.table}_external_id_key"),
        *(_unique(entity, names) for names in entity.unique),
        *(
            _foreign_key(entity.table, relation.column, relation.target, relation.on_delete)
            for relation in _stored_relations(entity)
        ),
        *(check for attribute in entity.stored_attributes() for check in _checks(entity, attribute)),
        *_indexes(entity),
    )


def _stored_relations(entity: Entity) -> Iterator[Relation]:
    return (relation for relation in entity.relations.values() if relation.kind is RelationKind.ONE)


def _attribute_columns(attribute: Attribute) -> Iterator[sa.Column[Any]]:
    defaults = (
        (None,) * len(attribute.scalar.columns) if attribute.default is None else attribute.check(attribute.default)
    )
    for (suffix, type_), default in zip(attribute.scalar.columns.items(), defaults, strict=True):
        yield sa.Column(f"{attribute.name}{suffix}", type_, nullable=attribute.optional, info={"default": default})


def _relation_column(relation: Relation) -> sa.Column[Any]:
    return sa.Column(relation.column, sa.Uuid(), nullable=relation.optional)


def _foreign_key(table: str, column: str, target: str, on_delete: OnDelete) -> sa.ForeignKeyConstraint:
    other = ENTITIES[target].table
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{other}.tenant_id", f"{other}.id"],
        name=f"{table}_{column}_fkey",
        ondelete=on_delete.value,
        use_alter=True,  # tables refer to each other in circles, so keys come after all of them
    )


def _checks(entity: Entity, attribute: Attribute) -> Iterator[sa.CheckConstraint]:
    choices = getattr(attribute.scalar.python, "__members__", None)
    if choices:
        allowed = ", ".join(f"'{name}'" for name in choices)
        yield sa.CheckConstraint(f"{attribute.name} IN ({allowed})", name=f"{entity.table}_{attribute.name}_check")
    if attribute.max_length is not None:
        test = f"char_length({attribute.name}) <= {attribute.max_length}"
        yield sa.CheckConstraint(test, name=f"{entity.table}_{attribute.name}_length_check")
    for bound, comparison in ((attribute.minimum, ">="), (attribute.maximum, "<=")):
        if bound is not None:
            name = f"{entity.table}_{attribute.name}_{'minimum' if comparison == '>=' else 'maximum'}_check"
            yield sa.CheckConstraint(f"{attribute.name} {comparison} {bound:g}", name=name)
    if len(attribute.scalar.columns) > 1 and attribute.optional:
        first, *others = columns_of(attribute).values()
        test = " AND ".join(f"({first} IS NULL) = ({other} IS NULL)" for other in others)
        yield sa.CheckConstraint(test, name=f"{entity.table}_{attribute.name}_whole_check")


def _unique(entity: Entity, names: tuple[str, ...]) -> sa.UniqueConstraint:
    columns = [_index_column(entity, name) for name in names]
    return sa.UniqueConstraint("tenant_id", *columns, name=f"{entity.table}_{'_'.join(names)}_key")


def _indexes(entity: Entity) -> Iterator[sa.Index]:
    together = [*entity.indexes, *([("customer", entity.timeline)] if entity.timeline else [])]
    covered = {names[0] for names in (*together, *entity.unique)}
    for relation in _stored_relations(entity):
        if relation.name not in covered:
            yield _index(entity, (relation.name,), partial=relation.optional)
    single = [(attribute.name,) for attribute in entity.stored_attributes() if attribute.indexed]
    for names in dict.fromkeys((*single, *together)):
        yield _index(entity, names)


def _index(entity: Entity, names: tuple[str, ...], *, partial: bool = False) -> sa.Index:
    """An index of a tenant's records; a partial one leaves out those that refer to nothing, which nobody looks up."""
    columns = [_index_column(entity, name) for name in names]
    where = sa.text(f"{columns[0]} IS NOT NULL") if partial else None
    return sa.Index(f"{entity.table}_{'_'.join(names)}_idx", "tenant_id", *columns, "id", postgresql_where=where)


def _index_column(entity: Entity, name: str) -> str:
    if name in entity.relations:
        return entity.relations[name].column
    return order_column(entity.attributes[name])


def _link_table(name: str, first: Entity, second: Entity) -> sa.Table:
    one, other = link_column(first), link_column(second)
    return sa.Table(
        name,
        METADATA,
        _tenant_id(),
        sa.Column(one, sa.Uuid(), nullable=False),
        sa.Column(other, sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", one, other, name=f"{name}_pkey"),
        _foreign_key(name, one, first.name, OnDelete.CASCADE),
        _foreign_key(name, other, second.name, OnDelete.CASCADE),
        sa.Index(f"{name}_{other}_idx", "tenant_id", other, one),
    )


def link_column(entity: Entity) -> str:
    """Return the name of the column in a link table that points to ``entity``."""
    return f"{entity.table}_id"


def _word_table(entity: Entity) -> sa.Table:
    name, record = f"{entity.table}_word", f"{entity.table}_id"
    return sa.Table(
        name,
        METADATA,
        _tenant_id(),
        sa.Column(record, sa.Uuid(), nullable=False),
        sa.Column("word", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", record, "word", name=f"{name}_pkey"),
        _foreign_key(name, record, entity.name, OnDelete.CASCADE),
        sa.Index(f"{name}_word_idx", "tenant_id", "word", record),
    )


#: The table of each entity, by the entity's name.
TABLES: dict[str, sa.Table] = {entity.name: _entity_table(entity) for entity in ENTITIES.values()}

#: The link tables, by name.
LINK_TABLES: dict[str, sa.Table] = {name: _link_table(name, *pair) for name, pair in LINKS.items()}

#: The words of the records of each entity that is searched, by the entity's name.
WORD_TABLES: dict[str, sa.Table] = {entity.name: _word_table(entity) for entity in ENTITIES.values() if entity.searched}

#: What leads to a word beside the word itself: see ``keys_of`` in ``entities/words``. A key stays while any record has the word.
SEARCH_KEY = sa.Table(
    "search_key",
    METADATA,
    _tenant_id(),
    sa.Column("key", TEXT, nullable=False),
    sa.Column("word", TEXT, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "key", "word", name="search_key_pkey"),
)

#: The API keys of every tenant, as SHA-256 hashes; a token names its tenant, so that looking one up is a tenant's own query.
API_KEY = sa.Table(
    "api_key",
    METADATA,
    _tenant_id(),
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("hash", sa.LargeBinary(), nullable=False),
    sa.Column("role", TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="api_key_pkey"),
    sa.UniqueConstraint("tenant_id", "hash", name="api_key_hash_key"),
    sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="api_key_tenant_id_fkey", ondelete="CASCADE"),
    sa.CheckConstraint(f"role IN ({', '.join(repr(role.value) for role in Role)})", name="api_key_role_check"),
)

#: The chunks of an import that are already in, so that a second run goes on where a killed one stopped. ``entity`` is the table.
IMPORT_CHUNK = sa.Table(
    "import_chunk",
    METADATA,
    _tenant_id(),
    sa.Column("import", sa.LargeBinary(), nullable=False),
    sa.Column("chunk", sa.Integer(), nullable=False),
    sa.Column("entity", TEXT, nullable=False),
    sa.Column("accepted", sa.Integer(), nullable=False),
    sa.Column("refused", sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "import", "chunk", name="import_chunk_pkey"),
)

#: Bytes in a chunk of an attachment's content; the last one may have fewer.
CONTENT_CHUNK = 256 * 1024

#: The contents of attachments. They are ordinary rows because large objects have no row-level security: whoever holds the
#: application role could read any tenant's by its number.
ATTACHMENT_CONTENT = sa.Table(
    "attachment_content",
    METADATA,
    _tenant_id(),
    sa.Column("revision_id", sa.Uuid(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("bytes", sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "revision_id", "number", name="attachment_content_pkey"),
    _foreign_key("attachment_content", "revision_id", "AttachmentRevision", OnDelete.CASCADE),
    sa.CheckConstraint(
        f"octet_length(bytes) BETWEEN 1 AND {CONTENT_CHUNK}", name="attachment_content_bytes_length_check"
    ),
)

#: What each tenant is like; one that never set anything has no row. ``region`` is a country's code.
TENANT_SETTING = sa.Table(
    "tenant_setting",
    METADATA,
    _tenant_id(),
    sa.Column("region", TEXT, nullable=True),
    sa.Column("time_zone", TEXT, nullable=False, server_default="UTC"),
    sa.PrimaryKeyConstraint("tenant_id", name="tenant_setting_pkey"),
    sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="tenant_setting_tenant_id_fkey", ondelete="CASCADE"),
    sa.CheckConstraint("region ~ '^[A-Z]{2}$'", name="tenant_setting_region_check"),
)

#: The tenants themselves: not a tenant's table, and closed to the application role. The id is made from the slug, so that the
#: primary key alone keeps slugs unique, on a distributed database too.
TENANT = sa.Table(
    "tenant",
    METADATA,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("slug", TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("id", name="tenant_pkey"),
    sa.CheckConstraint("slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'", name="tenant_slug_check"),
)
