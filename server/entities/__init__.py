"""What exists: one file per entity, and how a declaration is written. No I/O.

``ENTITIES`` holds the description of every entity by name; ``LINKS`` the link tables of the many-to-many relations.
"""

from __future__ import annotations

from server.entities.company import Company
from server.entities.customer import Customer
from server.entities.declaration import Entity, RelationKind, read_entity
from server.entities.interaction import Interaction
from server.entities.order import Order
from server.entities.order_item import OrderItem
from server.entities.product import Product
from server.entities.segment import Segment
from server.entities.segmentation import Segmentation
from server.entities.tag import Tag

_DECLARED: dict[str, type] = {
    cls.__name__: cls for cls in (Company, Customer, Product, Order, OrderItem, Interaction, Tag, Segmentation, Segment)
}

#: Every entity by its name.
ENTITIES: dict[str, Entity] = {name: read_entity(cls, _DECLARED) for name, cls in _DECLARED.items()}

#: The two entities that each link table joins, by the table's name.
LINKS: dict[str, tuple[Entity, Entity]] = {
    relation.link: (entity, ENTITIES[relation.target])
    for entity in reversed(ENTITIES.values())
    for relation in entity.relations.values()
    if relation.kind is RelationKind.LINK
}


def entity_of_table(table: str) -> Entity | None:
    """Return the entity that is kept in ``table``, whose name is also the prefix of its records' ids."""
    return next((entity for entity in ENTITIES.values() if entity.table == table), None)
