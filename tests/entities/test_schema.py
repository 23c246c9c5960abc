"""The schema: the file in the repository is current, everything in it is described, and the database has what is declared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from graphql import (
    GraphQLSchema,
    build_schema,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_introspection_type,
    is_object_type,
    is_specified_scalar_type,
    validate_schema,
)

from server.api.schema import Api
from server.database.migrate import schema_difference
from server.database.tables import METADATA
from server.database.tenancy import connect

_FILE = Path(__file__).parents[2] / "schema.graphql"


def test_the_file_is_current(api: Api) -> None:
    assert _FILE.read_text() == api.sdl, "run: tessera schema > schema.graphql"


def _things(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Every type, field, argument and value of an enumeration, with its description."""
    for type_ in schema.type_map.values():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        yield type_.name, type_.description
        if is_object_type(type_) or is_interface_type(type_):
            for name, field in type_.fields.items():
                yield f"{type_.name}.{name}", field.description
                for argument, declared in field.args.items():
                    yield f"{type_.name}.{name}({argument}:)", declared.description
        elif is_enum_type(type_):
            for name, value in type_.values.items():
                yield f"{type_.name}.{name}", value.description or "a value needs none."
        elif is_input_object_type(type_):
            for name, declared in type_.fields.items():
                yield f"{type_.name}.{name}", declared.description


def test_everything_is_described(api: Api) -> None:
    things = dict(_things(api.schema))
    assert len(things) > 500
    assert [name for name, description in things.items() if not (description or "").strip()] == []


def test_descriptions_end_like_sentences(api: Api) -> None:
    endings = (".", "!", "?", ":", ")", "`")
    own = {
        name: text for name, text in _things(api.schema) if text and name not in ("Date", "DateTime", "Decimal", "JSON")
    }
    assert [name for name, text in own.items() if not text.strip().endswith(endings)] == []


def test_the_text_of_the_schema_is_the_schema(api: Api) -> None:
    assert validate_schema(api.schema) == []
    rebuilt = build_schema(api.sdl)
    assert {name for name, _ in _things(rebuilt)} == {name for name, _ in _things(api.schema)}


def test_enumerations_have_values(api: Api) -> None:
    for type_ in api.schema.type_map.values():
        if is_enum_type(type_):
            assert type_.values


async def test_the_migrations_make_what_is_declared(owner_url: str, app_url: str) -> None:
    assert await schema_difference(owner_url) is None


async def test_the_checks_in_the_database_are_those_declared(owner_url: str, app_url: str) -> None:
    """Alembic compares no CHECK constraints: each is put on an empty table here, and PostgreSQL's own words are compared."""
    found, expected = {}, {}
    owner = await connect(owner_url)
    transaction = owner.transaction()
    await transaction.start()
    try:
        for table in METADATA.tables.values():
            await owner.execute(
                f'CREATE TEMPORARY TABLE "probe_{table.name}" (LIKE public."{table.name}") ON COMMIT DROP'
            )
            for check in table.constraints:
                if isinstance(check, sa.CheckConstraint):
                    await owner.execute(
                        f'ALTER TABLE "probe_{table.name}" ADD CONSTRAINT {check.name} CHECK ({check.sqltext})'
                    )
            found[table.name] = await _checks(owner, f'public."{table.name}"')
            expected[table.name] = await _checks(owner, f'"probe_{table.name}"')
    finally:
        await transaction.rollback()
        await owner.close()
    assert found == expected
    assert sum(map(len, found.values())) > 50


async def _checks(owner: object, table: str) -> dict[str, str]:
    sql = "select conname, pg_get_constraintdef(oid) as text from pg_constraint where conrelid = $1::text::regclass and contype = 'c'"
    return {row["conname"]: row["text"] for row in await owner.fetch(sql, table)}  # type: ignore[attr-defined]
