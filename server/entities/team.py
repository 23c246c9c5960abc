"""Team: users who work together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.hierarchy import no_circle
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.user import User


@entity(demands=(no_circle("team"),))
class Team(Subject):
    """Users who work together, such as a sales office; teams may belong to larger ones."""

    name: str = attribute(Category.DESCRIPTIVE, "The team's name.", searchable=True)
    description: str | None = attribute(Category.DESCRIPTIVE, "What the team is for.", max_length=2000)
    parent: Team | None = relation("The larger team that it belongs to.")
    teams: Connection[Team] = relation("The teams that belong to it.", inverse="parent")
    members: Connection[User] = relation("Who works in it.", inverse="team")
