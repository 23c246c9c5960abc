"""Every operator of every scalar, against what it means in Python, with the values of the data set itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, camel_case
from server.entities.money import to_minor
from server.entities.scalars import BOOLEAN, Operator, scalar_for
from server.entities.text import fold
from tests.api import dataset
from tests.conftest import Client

_MOST = 7


def _fullest() -> dict[str, tuple[Entity, Attribute]]:
    """For every kind of filter the attribute that has the most values in the data set."""
    found: dict[str, tuple[int, Entity, Attribute]] = {}
    for entity in ENTITIES.values():
        rows = dataset.rows_of(entity, twin=False).values()
        for attribute in entity.stored_attributes():
            values = len({str(row.get(attribute.name)) for row in rows})
            name = f"{entity.name}.ID" if attribute.name == "id" else attribute.scalar.name
            if name not in found or found[name][0] < values:
                found[name] = values, entity, attribute
    return {name: (entity, attribute) for name, (_, entity, attribute) in found.items()}


def _cases() -> Iterator[Any]:
    for name, (entity, attribute) in _fullest().items():
        for operator in attribute.scalar.operators:
            yield pytest.param(entity, attribute, operator, id=f"{name}-{camel_case(operator.name)}")


@pytest.mark.parametrize(("entity", "attribute", "operator"), list(_cases()))
async def test_operator(entity: Entity, attribute: Attribute, operator: Operator, reader: Client) -> None:
    rows = list(dataset.rows_of(entity, twin=False).values())
    asked = list(_asked(attribute, operator, rows))
    assert asked
    variables = {
        f"w{i}": {attribute.graphql_name: {camel_case(operator.name): _input(attribute, given)}}
        for i, given in enumerate(asked)
    }
    declared = ", ".join(f"${name}: {entity.name}Where!" for name in variables)
    lists = " ".join(f"{name}: {entity.plural}(where: ${name}) {{ nodes {{ externalId }} }}" for name in variables)
    found = await reader.data(f"query ({declared}) {{ {lists} }}", variables)
    for given, (name, where) in zip(asked, variables.items(), strict=True):
        expected = [row["external_id"] for row in rows if _holds(attribute, operator, row.get(attribute.name), given)]
        assert [node["externalId"] for node in found[name]["nodes"]] == expected, where


def test_every_scalar_is_among_the_cases() -> None:
    used = {attribute.scalar.name for entity in ENTITIES.values() for attribute in entity.stored_attributes()}
    assert used <= {name.rpartition(".")[2] for name in _fullest()}
    assert scalar_for(bool) is BOOLEAN


def _asked(attribute: Attribute, operator: Operator, rows: list[dataset.Row]) -> Iterator[Any]:
    """What to compare with: values that are there, and for text also their beginnings and another case."""
    if operator.takes == "flag":
        yield from (True, False)
        return
    present = [row[attribute.name] for row in rows if row.get(attribute.name) is not None]
    values = list({str(value): value for value in present}.values())[:_MOST]
    if operator.name.startswith("starts_with"):
        values += [value[:3] for value in values] + [values[0].upper(), values[0] + "x", "", "%"]
    elif "insensitive" in operator.name:
        values += [value.upper() for value in values]
    if operator.takes == "list":
        yield from ([], values[:1], values[1:4], values)
    else:
        yield from values


def _input(attribute: Attribute, given: Any) -> Any:
    if isinstance(given, bool):
        return given
    if isinstance(given, list):
        return [_input(attribute, item) for item in given]
    if isinstance(given, dict):
        return {"amount": str(given["amount"]), "currency": given["currency"]}
    return dataset.as_json(attribute, given)


def _holds(attribute: Attribute, operator: Operator, value: Any, given: Any) -> bool:
    if operator.takes == "flag":
        return (value is None) is given
    if value is None:
        return operator.name in ("ne", "not_in")
    if attribute.scalar.name == "Money":
        if value["currency"] != given["currency"]:
            return False
        value, given = to_minor(**value), to_minor(**given)
    return _MEANING[operator.name](value, given)


_MEANING: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, given: value == given,
    "ne": lambda value, given: value != given,
    "in": lambda value, given: value in given,
    "not_in": lambda value, given: value not in given,
    "lt": lambda value, given: value < given,
    "lte": lambda value, given: value <= given,
    "gt": lambda value, given: value > given,
    "gte": lambda value, given: value >= given,
    "starts_with": lambda value, given: value.startswith(given),
    "eq_insensitive": lambda value, given: fold(value) == fold(given),
    "in_insensitive": lambda value, given: fold(value) in map(fold, given),
    "starts_with_insensitive": lambda value, given: fold(value).startswith(fold(given)),
}


def test_every_operator_has_a_meaning() -> None:
    scalars = [attribute.scalar for entity in ENTITIES.values() for attribute in entity.attributes.values()]
    assert {o.name for scalar in (*scalars, BOOLEAN) for o in scalar.operators if o.takes != "flag"} == set(_MEANING)
