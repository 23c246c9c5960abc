"""StageChange: a deal's coming into a stage, recorded by the server; the rule is in ``deal``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.record import Record

if TYPE_CHECKING:
    from server.entities.deal import Deal
    from server.entities.stage import Stage


@entity(indexes=(("deal", "at"), ("stage", "at")), managed=True, audited=False)
class StageChange(Record):
    """A deal's coming into a stage."""

    at: datetime = attribute(
        Category.QUANTITATIVE,
        "When the deal came into the stage; for its first stage, when it was opened, or closed if it was decided already.",
    )
    deal: Deal = relation("The deal.", on_delete=OnDelete.CASCADE)
    from_stage: Stage | None = relation("The stage that it came from; nothing if it is the first.")
    stage: Stage = relation("The stage that it came into.")
