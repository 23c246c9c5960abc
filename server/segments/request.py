"""The mutation that asks for a segmentation: it records the request and enqueues the job, in one transaction.

A segmentation is known by its name. Asking again under the same name is a new version of it: the newest request wins, and a job
for an older version ends without a result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from server import jobs
from server.database.tenancy import Connection
from server.database.writing import CREATED, SERVER, UPDATED, Writing
from server.entities import ENTITIES
from server.entities.action import Action, Argument
from server.entities.declaration import Role
from server.entities.ids import new_id
from server.errors import BadUserInput
from server.segments.features import available, find_features

#: The name of the job in the queue.
JOB = "segmentation"
FEWEST, MOST = 2, 20
_MOST_ATTRIBUTES = 50
_REQUEST = """
INSERT INTO segmentation AS known
       (tenant_id, id, external_id, created_at, updated_at, version, name, name_folded, status, progress, settings)
VALUES ($1, $2, $3, $4, $4, 1, $3, $5, 'QUEUED', 0, $6::jsonb)
    ON CONFLICT (tenant_id, external_id) DO UPDATE
   SET updated_at = excluded.updated_at, version = known.version + 1, status = excluded.status,
       progress = excluded.progress, step = excluded.step, error = excluded.error, settings = excluded.settings
RETURNING id, version"""


async def run_segmentation(connection: Connection, tenant_id: UUID, arguments: Mapping[str, Any]) -> UUID:
    """Record the request for a segmentation, enqueue its job, and return the segmentation's id."""
    name, folded = _checked_name(arguments["name"])
    attributes = _checked_attributes(arguments["attributes"])
    settings = {"attributes": attributes, "k": _checked_count(arguments.get("k"))}
    await find_features(connection, tenant_id, attributes)
    now = datetime.now(UTC)
    stored = orjson.dumps(settings).decode()
    row = await connection.fetchrow(_REQUEST, tenant_id, new_id(), name, now, folded, stored)
    news = Writing(connection, tenant_id, SERVER)
    await news.notify(ENTITIES["Segmentation"], CREATED if row["version"] == 1 else UPDATED, [row["id"]])
    await jobs.enqueue(connection, JOB, tenant_id, {"segmentation": str(row["id"]), "version": row["version"]})
    return UUID(str(row["id"]))


def _checked_name(name: str) -> tuple[str, str]:
    declared = ENTITIES["Segmentation"].attributes
    try:
        cleaned, folded = declared["name"].check(name)
        declared["external_id"].check(cleaned)
    except ValueError as error:
        raise BadUserInput(f"name {error}", ("name",)) from None
    return cleaned, folded


def _checked_attributes(attributes: list[str]) -> list[str]:
    if not attributes:
        raise BadUserInput(f"name at least one attribute; {available()}", ("attributes",))
    if len(attributes) > _MOST_ATTRIBUTES:
        count = len(attributes)
        raise BadUserInput(f"{count} attributes are given; at most {_MOST_ATTRIBUTES} are allowed", ("attributes",))
    return list(attributes)


def _checked_count(k: int | None) -> int | None:
    if k is not None and not FEWEST <= k <= MOST:
        raise BadUserInput(f"k is {k}; give {FEWEST} to {MOST}, or leave it out to have it chosen", ("k",))
    return k


#: The mutations of this concern.
ACTIONS = (
    Action(
        name="runSegmentation",
        description=(
            "Group all customers into segments by the attributes named, in the background. The segments found before under "
            "the same name are shown until the new ones replace them at one stroke; follow `status` and `progress`."
        ),
        arguments={
            "name": Argument("str", "The segmentation's name; running it again under this name replaces its segments."),
            "attributes": Argument(
                "list[str]",
                "What to group by: attributes such as `country`, `company.industry`, `orders.total`, "
                "`orders.daysSinceLast`, `interactions.visits`, and by external id `tag:vip` (carries the tag), "
                "`tagGroup:plan` (what follows `plan:` in a tag), `spend:coffee` (spent on the product) and `answer:nps` (the "
                "newest answer to the survey question).",
            ),
            "k": Argument(
                "int | None", f"How many segments, {FEWEST} to {MOST}; chosen by their quality when left out."
            ),
        },
        entity="Segmentation",
        roles=frozenset({Role.ADMIN, Role.MARKETER}),
        run=run_segmentation,
    ),
)
