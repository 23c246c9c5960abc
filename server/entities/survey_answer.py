"""SurveyAnswer: what one customer answered to one question at one time.

A customer may be asked again: ``latest`` marks the newest answer to each question, which is what the customer thinks now.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from server.entities.answer_fit import ANSWER_FITS
from server.entities.declaration import Category, OnDelete, attribute, computed, entity, relation
from server.entities.expressions import Row
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer
    from server.entities.survey_question import SurveyQuestion


def _is_latest(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    other = row.table("SurveyAnswer")
    newer = row.select(
        sa.literal_column("1"),
        other,
        other.c.customer_id == row.c["customer_id"],
        other.c.question_id == row.c["question_id"],
        sa.tuple_(other.c.answered_at, other.c.id) > sa.tuple_(row.c["answered_at"], row.c["id"]),
    )
    return {"": sa.not_(newer.exists())}


@entity(
    indexes=(("customer", "question", "answered_at"), ("question", "answered_at")),
    timeline="answered_at",
    demands=ANSWER_FITS,
)
class SurveyAnswer(Subject):
    """What one customer answered to one question at one time."""

    answered_at: datetime = attribute(Category.QUANTITATIVE, "When the customer answered.")
    rating: int | None = attribute(
        Category.QUALITATIVE, "The rating: from 1 to 5, or from 0 to 10 for NPS.", minimum=0, maximum=10
    )
    text: str | None = attribute(
        Category.QUALITATIVE, "The answer in the customer's own words, or a comment on it.", max_length=20_000
    )
    choices: list[str] | None = attribute(Category.QUALITATIVE, "What the customer chose of the question's choices.")
    latest: bool = computed(
        Category.DESCRIPTIVE, "Whether it is the customer's newest answer to the question.", _is_latest
    )
    question: SurveyQuestion = relation("The question that it answers.")
    customer: Customer = relation("The customer who answered.", on_delete=OnDelete.CASCADE)
