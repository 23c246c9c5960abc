"""Stage: a step of a pipeline, and what being there means for a deal."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.consequence import Consequence
from server.entities.declaration import Category, attribute, entity, relation
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.deal import Deal
    from server.entities.pipeline import Pipeline
    from server.entities.stage_change import StageChange


@strawberry.enum(description="What being in a stage means for a deal.")
class StageOutcome(Enum):
    """What being in a stage means for a deal."""

    OPEN = strawberry.enum_value("OPEN", description="The deal is still to be decided.")
    WON = strawberry.enum_value("WON", description="The customer has bought.")
    LOST = strawberry.enum_value("LOST", description="The customer has not bought, and will not.")


# A closing date that somebody gave an open deal is left alone: only a deal that is opened again loses it.
_DEALS_FOLLOW = Consequence(
    entity="Deal",
    when=frozenset({"outcome"}),
    sql="""
UPDATE deal SET
  status = stage.outcome,
  closed_at = CASE WHEN stage.outcome <> 'OPEN' THEN coalesce(deal.closed_at, $3::timestamptz) END,
  updated_at = $3::timestamptz,
  version = deal.version + 1
FROM stage
WHERE stage.tenant_id = $1 AND stage.id = ANY($2::uuid[])
  AND deal.tenant_id = $1 AND deal.stage_id = stage.id AND deal.status <> stage.outcome
RETURNING deal.id
""",
)


@entity(indexes=(("pipeline", "position"),), consequences=(_DEALS_FOLLOW,))
class Stage(Subject):
    """A step of a pipeline. It cannot be deleted while a deal is in it, or was."""

    name: str = attribute(Category.DESCRIPTIVE, "The stage's name.", searchable=True)
    position: int = attribute(Category.QUANTITATIVE, "Its place in the pipeline; the smallest comes first.")
    probability: float = attribute(
        Category.QUANTITATIVE, "How likely a deal in it is to be won, from 0 to 1.", minimum=0, maximum=1
    )
    outcome: StageOutcome = attribute(
        Category.DESCRIPTIVE, "What being in it means for a deal.", default=StageOutcome.OPEN
    )
    pipeline: Pipeline = relation("The pipeline that it is a step of.")
    deals: Connection[Deal] = relation("The deals that are in it.", inverse="stage")
    entries: Connection[StageChange] = relation("Every time that a deal came into it.", inverse="stage")
