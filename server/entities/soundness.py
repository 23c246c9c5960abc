"""Whether declarations fit together: what one of them says of another, or of itself as a whole.

``check_soundness`` runs when all of them have been read, so that a mistake is told in the words of the declaration, rather than by
whatever is derived from it and fails first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from server.entities.declaration import Entity, Relation, RelationKind
from server.entities.scalars import DATETIME, RECORD_ID


def check_soundness(entities: Mapping[str, Entity]) -> None:
    """Raise ``TypeError`` with the remedy for the first declaration that does not fit itself or the others."""
    for entity in entities.values():
        for relation in entity.relations.values():
            _check_relation(entity, relation, entities)
        _check_timeline(entity)
        _check_names(entity)
    _check_enumerations(entities.values())


def _check_relation(entity: Entity, relation: Relation, entities: Mapping[str, Entity]) -> None:
    named = f"{entity.name}.{relation.name}"
    if relation.target not in entities:
        raise TypeError(
            f"{named}: {relation.target} is no entity; name it among the declared in server/entities/__init__.py"
        )
    if relation.kind is not RelationKind.MANY or _leads_back(entity, relation, entities[relation.target]):
        return
    ways = [back.name for back in entities[relation.target].relations.values() if _points_to(entity, back)]
    remedy = (
        f"give one of these as inverse: {', '.join(ways)}"
        if ways
        else f"declare in {relation.target}: {entity.table}: {entity.name} = relation(…); and name it as inverse"
    )
    raise TypeError(f"{named}: {relation.target} has no relation {relation.inverse!r} to one {entity.name}; {remedy}")


def _leads_back(entity: Entity, relation: Relation, target: Entity) -> bool:
    if relation.inverse in target.attributes:
        return target.attributes[relation.inverse].scalar is RECORD_ID
    return relation.inverse in target.relations and _points_to(entity, target.relations[relation.inverse])


def _points_to(entity: Entity, relation: Relation) -> bool:
    return relation.kind is RelationKind.ONE and relation.target == entity.name


def _check_timeline(entity: Entity) -> None:
    if not entity.timeline:
        return
    moments = [attribute.name for attribute in entity.stored_attributes() if attribute.scalar is DATETIME]
    if entity.timeline not in moments:
        raise TypeError(
            f"{entity.name}: timeline {entity.timeline!r} is none of its moments; name one of: {', '.join(moments)}"
        )
    customer = entity.relations.get("customer")
    if customer is None or customer.kind is not RelationKind.ONE or customer.target != "Customer":
        raise TypeError(
            f"{entity.name}: timeline {entity.timeline!r} needs to know whose it is; "
            "declare customer: Customer = relation(…), or leave timeline out"
        )


def _check_names(entity: Entity) -> None:
    columns = {attribute.name for attribute in entity.stored_attributes()}
    columns |= {relation.name for relation in entity.relations.values() if relation.kind is RelationKind.ONE}
    texts = {attribute.name for attribute in entity.stored_attributes() if attribute.scalar.python is str}
    for option, groups, allowed, what in (
        ("indexes", entity.indexes, columns, "stored attributes and relations to one"),
        ("unique", entity.unique, columns, "stored attributes and relations to one"),
        ("searched", (entity.searched,), texts, "text attributes"),
    ):
        for names in groups:
            if isinstance(names, str):
                raise TypeError(f"{entity.name}: {option} holds the text {names!r}; write a tuple: ({names!r},)")
            for name in names:
                if name not in allowed:
                    listed = ", ".join(sorted(allowed))
                    raise TypeError(f"{entity.name}: {option} names {name!r}, none of its {what}: {listed}")


def _check_enumerations(entities: Iterable[Entity]) -> None:
    known: dict[str, tuple[str, type[Enum]]] = {}
    for entity in entities:
        for attribute in entity.attributes.values():
            choices = attribute.scalar.python
            if not (isinstance(choices, type) and issubclass(choices, Enum)):
                continue
            here = f"{entity.name}.{attribute.name}"
            there, first = known.setdefault(choices.__name__, (here, choices))
            if first is not choices:
                raise TypeError(
                    f"{here}: {there} has another enumeration called {choices.__name__}; rename one, "
                    f"for example to {entity.name}{choices.__name__}"
                )
