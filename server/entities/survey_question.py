"""SurveyQuestion: one question of a survey, and how it may be answered."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.answer_fit import ANSWERS_STILL_FIT
from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.demand import Demand
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.survey import Survey
    from server.entities.survey_answer import SurveyAnswer


@strawberry.enum(description="How a question may be answered.")
class QuestionKind(Enum):
    """How a question may be answered."""

    NPS = strawberry.enum_value("NPS", description="How likely the customer is to recommend the tenant, from 0 to 10.")
    RATING = strawberry.enum_value("RATING", description="A rating from 1 (worst) to 5 (best).")
    SINGLE_CHOICE = strawberry.enum_value("SINGLE_CHOICE", description="One of the choices.")
    MULTIPLE_CHOICE = strawberry.enum_value("MULTIPLE_CHOICE", description="Any number of the choices.")
    FREE_TEXT = strawberry.enum_value("FREE_TEXT", description="In the customer's own words.")


@strawberry.enum(description="What a question asks about a customer.")
class QuestionAspect(Enum):
    """What a question asks about a customer."""

    ATTITUDE = strawberry.enum_value("ATTITUDE", description="What the customer is for or against, in general.")
    OPINION = strawberry.enum_value("OPINION", description="What the customer thinks of something in particular.")
    MOTIVE = strawberry.enum_value("MOTIVE", description="Why the customer does something.")
    SATISFACTION = strawberry.enum_value("SATISFACTION", description="How content the customer is.")
    FACT = strawberry.enum_value("FACT", description="Something about the customer that is so, whatever anyone thinks.")
    OTHER = strawberry.enum_value("OTHER", description="Anything else.")


_SOMETHING_TO_CHOOSE = Demand(
    "choices",
    "choices are needed for a question of kind SINGLE_CHOICE or MULTIPLE_CHOICE",
    """
SELECT id FROM survey_question
WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND kind IN ('SINGLE_CHOICE', 'MULTIPLE_CHOICE')
  AND coalesce(jsonb_array_length(choices), 0) = 0
""",
)


@entity(indexes=(("survey", "position"),), demands=(_SOMETHING_TO_CHOOSE, ANSWERS_STILL_FIT))
class SurveyQuestion(Subject):
    """One question of a survey. It cannot be deleted once it was answered."""

    text: str = attribute(Category.DESCRIPTIVE, "The question as the customer reads it.", max_length=2000)
    kind: QuestionKind = attribute(Category.DESCRIPTIVE, "How it may be answered.")
    position: int = attribute(Category.QUANTITATIVE, "Its place in the survey; the smallest comes first.", default=0)
    choices: list[str] | None = attribute(Category.DESCRIPTIVE, "What there is to choose from.")
    aspect: QuestionAspect | None = attribute(Category.DESCRIPTIVE, "What it asks about the customer.", indexed=True)
    survey: Survey = relation("The survey that asks it.", on_delete=OnDelete.CASCADE)
    answers: Connection[SurveyAnswer] = relation("What customers answered.", inverse="question")
