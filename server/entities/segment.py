"""Segment: a group of customers that a segmentation found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from strawberry.scalars import JSON

from server.entities.declaration import Category, OnDelete, attribute, entity, linked, relation
from server.entities.record import Connection, Record

if TYPE_CHECKING:
    from server.entities.customer import Customer
    from server.entities.segmentation import Segmentation


@entity(managed=True)
class Segment(Record):
    """A group of customers who are like each other and unlike the rest."""

    name: str = attribute(Category.DESCRIPTIVE, "A short name made of what sets the segment apart.")
    description: str | None = attribute(
        Category.DESCRIPTIVE, "One sentence on what sets the segment apart.", max_length=2000
    )
    position: int = attribute(Category.QUANTITATIVE, "Its place among its siblings; 0 is the largest.")
    size: int = attribute(Category.QUANTITATIVE, "How many customers it held when it was found.")
    profile: JSON = attribute(Category.QUANTITATIVE, "What sets it apart, attribute by attribute.")
    segmentation: Segmentation = relation("The segmentation that found it.", on_delete=OnDelete.CASCADE)
    members: Connection[Customer] = linked(
        "The customers in it.", through="customer_segment", writable=False, longest_page=1_000
    )
