"""Which field of an entity each column of a file fills.

Fields are derived from the entity's declaration. What cannot be right is refused here, before a row is read: an unknown column, a
name that stands twice, a field that every record needs and no column gives.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, RelationKind, snake_case
from server.entities.money import Money
from server.errors import BadUserInput, SetupError


class Part(Enum):
    """What of a record a column holds."""

    VALUE = "an attribute's value"
    AMOUNT = "the amount of a sum of money"
    CURRENCY = "the currency of a sum of money"
    REFERENCE = "the external id of another record"
    REFERENCES = "the external ids of other records"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a column may fill; ``member`` is the name of the attribute or relation in the declaration."""

    name: str
    member: str
    part: Part
    required: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A field and where its cells are: a position in the row, and the name to call it by."""

    field: Field
    index: int
    header: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a row is read: its columns, the names in the header, and constants that stand behind every row's cells."""

    columns: tuple[Column, ...]
    header: tuple[str, ...]
    constants: tuple[str, ...]


def find_entity(name: str) -> Entity:
    """Return the entity called ``name``, singular or plural, in snake_case or camelCase; ``SetupError`` when there is none."""
    importable = [entity for entity in ENTITIES.values() if not entity.managed]
    for entity in importable:
        if _key(name) in (_key(entity.singular), _key(entity.plural)):
            return entity
    names = ", ".join(entity.table for entity in importable)
    raise SetupError(f"there is no entity {name[:60]!r} to import; the entities are: {names}")


def read_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """Return the mapping that ``column=field`` and ``field==text`` (one text for every row) spell; see ``match_columns``."""
    mapping = {}
    for pair in pairs:
        column, separator, name = pair.rpartition("=")
        if column.endswith("="):
            column, name = column[:-1], name and f"={name}"
        if not (separator and column and name):
            raise SetupError(
                f"--map {pair[:60]!r} must have the form column=field, or field==text for one text in every row"
            )
        mapping[column] = name
    return mapping


def fields_of(entity: Entity) -> dict[str, Field]:
    """Return everything that a column may fill, by name."""
    fields = [field for attribute in entity.writable_attributes() for field in _attribute_fields(attribute)]
    for kind, part in ((RelationKind.ONE, Part.REFERENCE), (RelationKind.LINK, Part.REFERENCES)):
        for relation in entity.writable_relations(kind):
            required = part is Part.REFERENCE and not relation.optional
            fields.append(Field(relation.name, relation.name, part, required))
    return {field.name: field for field in fields}


def _attribute_fields(attribute: Attribute) -> tuple[Field, ...]:
    name = attribute.name
    if attribute.scalar.python is Money:
        return (
            Field(name, name, Part.AMOUNT, attribute.required),
            Field(f"{name}_currency", name, Part.CURRENCY),
        )
    return (Field(name, name, Part.VALUE, attribute.required or name == "external_id"),)


def match_columns(
    entity: Entity, header: Sequence[str], mapping: Mapping[str, str], ignore: Collection[str], *, ignore_unknown: bool
) -> Layout:
    """Return the layout of a file with this header.

    ``mapping`` gives the field of a column whose name does not say it. A field mapped to ``=text`` (``{"total_currency": "=EUR"}``)
    has that text in every row. Columns in ``ignore``, and with ``ignore_unknown`` all that match no field, are left out.
    Raises ``BadUserInput`` for a header, and ``SetupError`` for a mapping, that cannot be right.
    """
    _check_header(header)
    fields = fields_of(entity)
    constants = {name: text[1:] for name, text in mapping.items() if text.startswith("=")}
    mapped = {_header_named(header, name): text for name, text in mapping.items() if name not in constants}
    ignored = {_header_named(header, name) for name in ignore}
    columns, unknown = [], []
    for index, name in enumerate(header):
        if name in mapped:
            columns.append(Column(_field_named(entity, fields, mapped[name]), index, name))
        elif name in ignored:
            continue
        elif field := _lookup(fields, name):
            columns.append(Column(field, index, name))
        elif not ignore_unknown:
            unknown.append(_unknown(entity, fields, name, index))
    if unknown:
        raise BadUserInput("; ".join(unknown))
    for index, name in enumerate(constants, start=len(header)):
        columns.append(Column(_field_named(entity, fields, name), index, name))
    _check_columns(entity, fields, columns)
    return Layout(tuple(columns), tuple(header), tuple(constants.values()))


def _check_header(header: Sequence[str]) -> None:
    if any("\0" in name for name in header):
        raise BadUserInput(
            "the header holds NUL characters; if the file is UTF-16, save it as UTF-8 or import it with --encoding utf-16-le"
        )
    first: dict[str, int] = {}
    for position, name in enumerate(header, start=1):
        earlier = first.setdefault(name, position)
        if earlier != position:
            raise BadUserInput(
                f"the header has {name!r} twice, as columns {earlier} and {position}; rename or remove one"
            )


def _check_columns(entity: Entity, fields: Mapping[str, Field], columns: Sequence[Column]) -> None:
    filled: dict[str, Column] = {}
    for column in columns:
        earlier = filled.setdefault(column.field.name, column)
        if earlier is not column:
            raise BadUserInput(
                f"{earlier.header!r} and {column.header!r} both fill {column.field.name}; "
                f"leave one out with --ignore {shlex.quote(column.header)}"
            )
    if "external_id" not in filled:
        raise BadUserInput(
            "no column is external_id, by which a second import finds the records of the first; "
            "name the one that identifies a row with --map column=external_id"
        )
    lacking = [name for name, field in fields.items() if field.required and name not in filled]
    if lacking:
        raise BadUserInput(
            f"every {entity.table} needs {' and '.join(lacking)}, and no column gives it; add it, or name its column with "
            f"--map column={lacking[0]}"
        )
    for column in columns:
        _check_money(column, filled)


def _check_money(column: Column, filled: Mapping[str, Column]) -> None:
    member = column.field.member
    if column.field.part is Part.AMOUNT and f"{member}_currency" not in filled:
        raise BadUserInput(
            f"{column.header!r} has no currency; add a column {member}_currency, or give the same one to every row with "
            f"--map {member}_currency==EUR"
        )
    if column.field.part is Part.CURRENCY and member not in filled:
        raise BadUserInput(f"{column.header!r} is the currency of {member}, and no column gives {member} itself")


def _unknown(entity: Entity, fields: Mapping[str, Field], name: str, index: int) -> str:
    if not name:
        return f"column {index + 1} has no name; name it, or leave it out with --ignore ''"
    quoted = shlex.quote(name)
    member = snake_case(name)
    if member in entity.attributes or member in entity.relations:
        return f"column {name!r} cannot be imported, because the server sets it; leave it out with --ignore {quoted}"
    near = _near(name, fields)
    if near:
        return (
            f"column {name!r} is no field of {entity.table}; did you mean {' or '.join(near)}? "
            f"Use --map {quoted}={near[0]}, or --ignore {quoted}"
        )
    return (
        f"column {name!r} is no field of {entity.table} (these are {', '.join(fields)}); "
        f"name its field with --map {quoted}=field, or leave it out with --ignore {quoted}"
    )


def _header_named(header: Sequence[str], name: str) -> str:
    if name in header:
        return name
    same = [column for column in header if column.lower() == name.strip().lower()]
    if len(same) == 1:
        return same[0]
    columns = ", ".join(repr(column) for column in header)
    raise SetupError(f"there is no column {name[:60]!r}; the header has {columns[:1000]}")


def _field_named(entity: Entity, fields: Mapping[str, Field], name: str) -> Field:
    field = _lookup(fields, name)
    if field is not None:
        return field
    near = _near(name, fields)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the fields are: {', '.join(fields)}"
    raise SetupError(f"{entity.table} has no field {name[:60]!r}; {hint}")


def _lookup(fields: Mapping[str, Field], name: str) -> Field | None:
    for field in fields.values():
        names = [field.name]
        if field.part is Part.REFERENCE:
            names.append(f"{field.name}_external_id")
        if _key(name) in map(_key, names):
            return field
    return None


def _near(name: str, fields: Mapping[str, Field]) -> list[str]:
    keys = {_key(field): field for field in fields}
    return [keys[match] for match in get_close_matches(_key(name), keys, n=2)]


def _key(name: str) -> str:
    return "".join(character for character in name.lower() if character not in "_- ")
