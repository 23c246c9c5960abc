"""Segmentation: one run of the clustering engine over a tenant's customers, and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from server.entities.declaration import Category, Role, attribute, entity, relation
from server.entities.record import Record

if TYPE_CHECKING:
    from server.entities.segment import Segment


@strawberry.enum(description="How far a segmentation has come.")
class SegmentationStatus(Enum):
    """How far a segmentation has come."""

    QUEUED = strawberry.enum_value("QUEUED", description="Waiting for a worker.")
    RUNNING = strawberry.enum_value("RUNNING", description="A worker is computing it.")
    SUCCEEDED = strawberry.enum_value("SUCCEEDED", description="The latest run is done; its segments are shown.")
    FAILED = strawberry.enum_value(
        "FAILED", description="The latest run failed; the segments of the one before are shown, if any."
    )


@entity(readers=frozenset({Role.ADMIN, Role.MARKETER}), managed=True)
class Segmentation(Record):
    """A named division of the customers into segments, found by clustering on chosen attributes.

    Running it again under the same name replaces its segments at one stroke; until then the former ones are served.
    """

    name: str = attribute(Category.DESCRIPTIVE, "The name, unique within the tenant.", searchable=True)
    status: SegmentationStatus = attribute(Category.DESCRIPTIVE, "How far the latest run has come.")
    progress: float = attribute(Category.QUANTITATIVE, "How much of the latest run is done, from 0 to 1.")
    step: str | None = attribute(Category.DESCRIPTIVE, "What the latest run is doing, or did last.")
    error: str | None = attribute(Category.DESCRIPTIVE, "Why the latest run failed.", max_length=2000)
    settings: JSON = attribute(Category.DESCRIPTIVE, "What was asked for: the attributes, and k where it was given.")
    result: JSON | None = attribute(
        Category.QUANTITATIVE,
        "What the latest successful run found: k, the scores of every candidate, what was done to each attribute.",
    )
    finished_at: datetime | None = attribute(Category.QUANTITATIVE, "When the segments shown were found.")
    segments: list[Segment] = relation("The segments, largest first.", inverse="segmentation")
