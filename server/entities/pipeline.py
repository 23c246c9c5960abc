"""Pipeline: the stages that a tenant's deals go through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.stage import Stage


@entity()
class Pipeline(Subject):
    """A row of stages that deals go through, such as one for new business and one for renewals."""

    name: str = attribute(Category.DESCRIPTIVE, "The pipeline's name.", searchable=True)
    description: str | None = attribute(Category.DESCRIPTIVE, "Which deals belong in it.", max_length=2000)
    stages: Connection[Stage] = relation("Its stages; sort them by position.", inverse="pipeline")
