"""User: somebody who works for the tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.email_address import EMAIL_FORM, EMAIL_PATTERN
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.deal import Deal
    from server.entities.goal import Goal
    from server.entities.lead import Lead
    from server.entities.task import Task
    from server.entities.team import Team


@entity()
class User(Subject):
    """Somebody who works for the tenant, such as a sales representative; no customer, and not by itself allowed to sign in."""

    name: str = attribute(Category.IDENTITY, "The name to show.", searchable=True)
    email: str | None = attribute(
        Category.IDENTITY,
        "The e-mail address at work.",
        searchable=True,
        max_length=320,
        pattern=EMAIL_PATTERN,
        form=EMAIL_FORM,
    )
    role: str | None = attribute(Category.DESCRIPTIVE, "What they do, such as account manager.", indexed=True)
    active: bool = attribute(Category.DESCRIPTIVE, "Whether they still work for the tenant.", default=True)
    commission_rate: float | None = attribute(
        Category.QUANTITATIVE,
        "Their share in what they sell, from 0 to 1: 0.05 is five per cent.",
        minimum=0,
        maximum=1,
    )
    team: Team | None = relation("The team that they work in.")
    tasks_assigned: Connection[Task] = relation("What they are to do, or did.", inverse="assignee")
    leads: Connection[Lead] = relation("The leads that they follow up.", inverse="owner")
    deals: Connection[Deal] = relation("The deals that they are to win, won or lost.", inverse="owner")
    goals: Connection[Goal] = relation("What they are to reach, period by period.", inverse="user")
