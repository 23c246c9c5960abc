"""Survey: questions that a tenant puts to its customers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.survey_question import SurveyQuestion


@entity()
class Survey(Subject):
    """A set of questions that a tenant puts to its customers."""

    name: str = attribute(Category.DESCRIPTIVE, "The survey's name.", searchable=True)
    description: str | None = attribute(Category.DESCRIPTIVE, "What it is to find out.", max_length=5000)
    opens_at: datetime | None = attribute(Category.QUANTITATIVE, "When customers may begin to answer.", indexed=True)
    closes_at: datetime | None = attribute(Category.QUANTITATIVE, "When customers may no longer answer.")
    questions: Connection[SurveyQuestion] = relation("Its questions; sort them by position.", inverse="survey")
