"""Deal: a sale that is hoped for, from its opening until it is won or lost.

Its status and closing date follow from the stage that it is in, its stages are recorded as they change, and the lead that it came
from is converted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import strawberry

from server.entities.amount import exact, money
from server.entities.consequence import Consequence
from server.entities.declaration import Category, attribute, computed, entity, relation
from server.entities.expressions import Row
from server.entities.money import Money
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.company import Company
    from server.entities.customer import Customer
    from server.entities.lead import Lead
    from server.entities.quote import Quote
    from server.entities.stage import Stage
    from server.entities.stage_change import StageChange
    from server.entities.user import User


@strawberry.enum(description="Whether a deal is decided, and how; its stage says so.")
class DealStatus(Enum):
    """Whether a deal is decided, and how; its stage says so."""

    OPEN = strawberry.enum_value("OPEN", description="Still to be decided.")
    WON = strawberry.enum_value("WON", description="The customer has bought.")
    LOST = strawberry.enum_value("LOST", description="The customer has not bought, and will not.")


# The deals are those just written, whose version and time of change the write itself has set.
# Their stages are held as they are until the end: a change of what one means comes before this, or sees these deals.
_STATUS_FOLLOWS = Consequence(
    entity="Deal",
    when=frozenset({"stage", "closed_at"}),
    sql="""
WITH held AS MATERIALIZED (
  SELECT stage.id, stage.outcome FROM stage
  WHERE stage.tenant_id = $1 AND stage.id IN (
    SELECT deal.stage_id FROM deal WHERE deal.tenant_id = $1 AND deal.id = ANY($2::uuid[])
  )
  ORDER BY stage.id FOR SHARE
)
UPDATE deal SET
  status = stage.outcome,
  closed_at = CASE WHEN stage.outcome <> 'OPEN' THEN coalesce(deal.closed_at, $3::timestamptz) END
FROM held AS stage
WHERE deal.tenant_id = $1 AND deal.id = ANY($2::uuid[]) AND stage.id = deal.stage_id
  AND (deal.status <> stage.outcome OR stage.outcome <> 'OPEN' AND deal.closed_at IS NULL)
RETURNING deal.id
""",
)

_STAGE_IS_RECORDED = Consequence(
    entity="StageChange",
    when=frozenset({"stage"}),
    creates=True,
    sql="""
INSERT INTO stage_change (tenant_id, id, created_at, updated_at, version, at, deal_id, from_stage_id, stage_id)
SELECT $1, written.fresh, $3::timestamptz, $3::timestamptz, 1,
  CASE WHEN latest.stage_id IS NOT NULL THEN $3::timestamptz
       WHEN deal.status = 'OPEN' THEN least(deal.opened_at, $3::timestamptz)
       ELSE least(deal.closed_at, $3::timestamptz) END,
  deal.id, latest.stage_id, deal.stage_id
FROM unnest($2::uuid[], $4::uuid[]) AS written (id, fresh)
JOIN deal ON deal.tenant_id = $1 AND deal.id = written.id
LEFT JOIN LATERAL (
  SELECT stage_change.stage_id FROM stage_change
  WHERE stage_change.tenant_id = $1 AND stage_change.deal_id = deal.id
  ORDER BY stage_change.at DESC, stage_change.id DESC LIMIT 1
) AS latest ON true
WHERE deal.stage_id IS DISTINCT FROM latest.stage_id
RETURNING stage_change.id
""",
)

# The leads are locked in the order of their ids, so that two who write deals wait for each other rather than deadlock.
_LEAD_IS_CONVERTED = Consequence(
    entity="Lead",
    when=frozenset({"lead"}),
    sql="""
WITH named AS (
  SELECT deal.lead_id, min(least(deal.opened_at, $3::timestamptz)) AS at FROM deal
  WHERE deal.tenant_id = $1 AND deal.id = ANY($2::uuid[]) AND deal.lead_id IS NOT NULL
  GROUP BY deal.lead_id
), locked AS MATERIALIZED (
  SELECT lead.id FROM lead
  WHERE lead.tenant_id = $1 AND lead.id IN (SELECT named.lead_id FROM named)
  ORDER BY lead.id FOR NO KEY UPDATE
)
UPDATE lead SET
  status = 'CONVERTED',
  converted_at = coalesce(lead.converted_at, named.at),
  updated_at = $3::timestamptz,
  version = lead.version + 1
FROM named JOIN locked ON locked.id = named.lead_id
WHERE lead.tenant_id = $1 AND lead.id = named.lead_id
  AND (lead.status <> 'CONVERTED' OR lead.converted_at IS NULL)
RETURNING lead.id
""",
)


def _effective(row: Row) -> sa.ColumnElement[Any]:
    stage = row.table("Stage")
    usual = row.select(stage.c.probability, stage, stage.c.id == row.c["stage_id"]).scalar_subquery()
    return sa.case(
        (_is(row, "WON"), sa.cast(sa.literal_column("1"), sa.Double())),
        (_is(row, "LOST"), sa.cast(sa.literal_column("0"), sa.Double())),
        else_=sa.func.coalesce(row.c["probability"], usual),
    )


def _is(row: Row, status: str) -> sa.ColumnElement[bool]:
    compared: sa.ColumnElement[bool] = row.c["status"] == sa.literal_column(f"'{status}'")
    return compared


def _effective_probability(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    return {"": _effective(row)}


def _weighted_amount(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    return money(exact(row.c["amount_minor"]) * exact(_effective(row)), row.c["amount_currency"])


def _commission(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    owner = row.table("User")
    rate = row.select(owner.c.commission_rate, owner, owner.c.id == row.c["owner_id"]).scalar_subquery()
    earned = sa.case((_is(row, "WON"), exact(row.c["amount_minor"]) * exact(rate)))
    return money(earned, row.c["amount_currency"])


@entity(
    indexes=(("status", "closed_at"), ("owner", "status", "closed_at"), ("stage", "expected_close_on")),
    timeline="opened_at",
    consequences=(_STATUS_FOLLOWS, _STAGE_IS_RECORDED, _LEAD_IS_CONVERTED),
)
class Deal(Subject):
    """A sale that is hoped for, from its opening until it is won or lost."""

    name: str = attribute(Category.DESCRIPTIVE, "What the deal is called.", searchable=True)
    status: DealStatus = attribute(
        Category.DESCRIPTIVE, "Whether it is decided, as its stage says.", default=DealStatus.OPEN, writable=False
    )
    amount: Money | None = attribute(Category.QUANTITATIVE, "What it is worth if it is won.")
    probability: float | None = attribute(
        Category.QUANTITATIVE,
        "How likely it is to be won, from 0 to 1, where that differs from what its stage says.",
        minimum=0,
        maximum=1,
    )
    effective_probability: float = computed(
        Category.QUANTITATIVE,
        "Its own probability or else its stage's; 1 once it is won, 0 once it is lost.",
        _effective_probability,
    )
    weighted_amount: Money | None = computed(
        Category.QUANTITATIVE, "The amount times the effective probability.", _weighted_amount
    )
    commission: Money | None = computed(
        Category.QUANTITATIVE, "The amount times its owner's commission rate, once it is won.", _commission
    )
    opened_at: datetime | None = attribute(Category.QUANTITATIVE, "When it was opened.")
    expected_close_on: date | None = attribute(
        Category.QUANTITATIVE, "When it is expected to be decided.", indexed=True
    )
    closed_at: datetime | None = attribute(
        Category.QUANTITATIVE,
        "When it was won or lost: set by the server unless given, and cleared when it is opened again.",
    )
    lost_reason: str | None = attribute(Category.QUALITATIVE, "Why it was lost.", max_length=2000)
    customer: Customer | None = relation("The customer who may buy.")
    company: Company | None = relation("The company that may buy.")
    stage: Stage = relation("The stage that it is in.")
    owner: User | None = relation("The user whose deal it is.")
    lead: Lead | None = relation("The lead that it came of, which is thereby converted.")
    quotes: Connection[Quote] = relation("The quotes that were made for it.", inverse="deal")
    stage_history: Connection[StageChange] = relation(
        "Every stage that it came into, and when; sort them by `at`.", inverse="deal"
    )
