"""Contract: an agreement with a customer, ours or a competitor's, and the task that reminds of its end.

A contract that expires has one follow-up task, due ``notice_days`` before. What people do with the task meanwhile (put it off,
finish it) stands until the day of expiry itself changes.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.consequence import Consequence
from server.entities.declaration import Category, attribute, entity, relation
from server.entities.money import Money
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.company import Company
    from server.entities.customer import Customer
    from server.entities.user import User


@strawberry.enum(description="With whom the customer has a contract.")
class ContractParty(Enum):
    """With whom the customer has a contract."""

    OURS = strawberry.enum_value("OURS", description="With the tenant.")
    COMPETITOR = strawberry.enum_value("COMPETITOR", description="With a competitor; its end is an opportunity.")


@strawberry.enum(description="Whether a contract is in force.")
class ContractStatus(Enum):
    """Whether a contract is in force."""

    DRAFT = strawberry.enum_value("DRAFT", description="Being negotiated; not signed yet.")
    ACTIVE = strawberry.enum_value("ACTIVE", description="Signed, and in force until it expires.")
    TERMINATED = strawberry.enum_value("TERMINATED", description="Ended by notice before it expired.")


# The days before the first of January 1 are beyond the range of a time; greatest() would take that day for a missing one.
_DUE = """CASE WHEN contract.expires_on IS NOT NULL THEN
    (greatest(contract.expires_on - contract.notice_days, date '0001-01-02') + time '09:00') AT TIME ZONE 'UTC' END"""
_ITS_TASK = """task.tenant_id = $1 AND task.contract_id = contract.id
  AND task.external_id = 'contract-expiry:' || contract.id::text"""

_TASK_IS_MADE = Consequence(
    entity="Task",
    when=frozenset({"expires_on"}),
    creates=True,
    sql=f"""
INSERT INTO task (
  tenant_id, id, external_id, created_at, updated_at, version, title, title_folded, state, priority, due_at,
  assignee_id, contract_id, customer_id, company_id
)
SELECT $1::uuid, written.fresh, 'contract-expiry:' || contract.id::text, $3::timestamptz, $3::timestamptz, 1,
  'Contract expires: ' || contract.name, 'contract expires: ' || contract.name_folded, 'OPEN', 'NORMAL', {_DUE},
  contract.owner_id, contract.id, contract.customer_id, contract.company_id
FROM unnest($2::uuid[], $4::uuid[]) AS written (id, fresh)
JOIN contract ON contract.tenant_id = $1 AND contract.id = written.id
WHERE contract.expires_on IS NOT NULL
ON CONFLICT (tenant_id, external_id) DO NOTHING
RETURNING task.id
""",
)

# Of a contract that was just made the task stands as it should already.
_TASK_IS_OPENED_AGAIN = Consequence(
    entity="Task",
    when=frozenset({"expires_on"}),
    sql=f"""
UPDATE task SET
  due_at = {_DUE},
  state = CASE WHEN task.state IN ('DONE', 'CANCELLED') THEN 'OPEN' ELSE task.state END,
  completed_at = NULL,
  updated_at = $3::timestamptz,
  version = task.version + 1
FROM contract
WHERE contract.tenant_id = $1 AND contract.id = ANY($2::uuid[]) AND contract.expires_on IS NOT NULL
  AND {_ITS_TASK} AND (task.due_at IS DISTINCT FROM {_DUE} OR task.state IN ('DONE', 'CANCELLED'))
RETURNING task.id
""",
)

_TASK_IS_MOVED = Consequence(
    entity="Task",
    when=frozenset({"notice_days"}),
    sql=f"""
UPDATE task SET due_at = {_DUE}, updated_at = $3::timestamptz, version = task.version + 1
FROM contract
WHERE contract.tenant_id = $1 AND contract.id = ANY($2::uuid[]) AND contract.expires_on IS NOT NULL
  AND {_ITS_TASK} AND task.due_at IS DISTINCT FROM {_DUE} AND task.state NOT IN ('DONE', 'CANCELLED')
RETURNING task.id
""",
)

_TASK_IS_CANCELLED = Consequence(
    entity="Task",
    when=frozenset({"expires_on"}),
    sql=f"""
UPDATE task SET state = 'CANCELLED', updated_at = $3::timestamptz, version = task.version + 1
FROM contract
WHERE contract.tenant_id = $1 AND contract.id = ANY($2::uuid[]) AND contract.expires_on IS NULL
  AND {_ITS_TASK} AND task.state NOT IN ('DONE', 'CANCELLED')
RETURNING task.id
""",
)

_TASK_GOES_ALONG = Consequence(
    entity="Task",
    when=frozenset({"owner", "customer", "company"}),
    sql=f"""
UPDATE task SET
  assignee_id = contract.owner_id, customer_id = contract.customer_id, company_id = contract.company_id,
  updated_at = $3::timestamptz, version = task.version + 1
FROM contract
WHERE contract.tenant_id = $1 AND contract.id = ANY($2::uuid[])
  AND {_ITS_TASK} AND task.state NOT IN ('DONE', 'CANCELLED')
  AND (task.assignee_id, task.customer_id, task.company_id)
    IS DISTINCT FROM (contract.owner_id, contract.customer_id, contract.company_id)
RETURNING task.id
""",
)


@entity(
    timeline="signed_at",
    consequences=(_TASK_IS_MADE, _TASK_IS_OPENED_AGAIN, _TASK_IS_MOVED, _TASK_IS_CANCELLED, _TASK_GOES_ALONG),
)
class Contract(Subject):
    """An agreement that a customer has with the tenant or with a competitor.

    While it has a date of expiry there is a task for its owner (external id `contract-expiry:` and the contract's UUID), due so
    many days before at 9:00 UTC. It moves with that date, is opened again when the date moves, and is cancelled with it.
    """

    name: str = attribute(Category.DESCRIPTIVE, "What the contract is called.", searchable=True, max_length=400)
    party: ContractParty = attribute(Category.DESCRIPTIVE, "With whom it is.", default=ContractParty.OURS)
    vendor: str | None = attribute(Category.DESCRIPTIVE, "The competitor's name, if it is with one.", indexed=True)
    status: ContractStatus = attribute(
        Category.DESCRIPTIVE, "Whether it is in force.", default=ContractStatus.ACTIVE, indexed=True
    )
    value: Money | None = attribute(Category.QUANTITATIVE, "What it is worth over its whole term.")
    signed_at: datetime | None = attribute(Category.QUANTITATIVE, "When it was signed.")
    starts_on: date | None = attribute(Category.QUANTITATIVE, "Its first day.")
    expires_on: date | None = attribute(
        Category.QUANTITATIVE, "Its last day; nothing if it is open-ended.", indexed=True
    )
    notice_days: int = attribute(
        Category.QUANTITATIVE,
        "How many days before its last day the follow-up task is due.",
        default=30,
        minimum=0,
        maximum=3650,
    )
    customer: Customer | None = relation("The customer who has it.")
    company: Company | None = relation("The company that has it.")
    owner: User | None = relation("The user who looks after it.")
