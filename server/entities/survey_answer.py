"""SurveyAnswer: what one customer answered to one question at one time.

A customer may be asked again: ``latest`` marks the newest answer to each question, which is what the customer thinks now.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from server.entities.consequence import Consequence
from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.demand import Demand
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer
    from server.entities.survey_question import SurveyQuestion

# Whoever answers for the same customer waits here, so that the next statement sees what the other has written. The sum makes
# sure that every row is locked; no row of the customers is changed.
_ONE_AFTER_THE_OTHER = Consequence(
    entity="Customer",
    when=frozenset({"customer", "question", "answered_at"}),
    sql="""
WITH locked AS MATERIALIZED (
  SELECT customer.id FROM customer
  WHERE customer.tenant_id = $1 AND customer.id IN (
    SELECT survey_answer.customer_id FROM survey_answer
    WHERE survey_answer.tenant_id = $1 AND survey_answer.id = ANY($2::uuid[])
  )
  ORDER BY customer.id FOR NO KEY UPDATE
)
UPDATE customer SET version = customer.version
WHERE customer.tenant_id = $1 AND customer.id = ANY($2::uuid[]) AND (SELECT count(*) FROM locked) < 0
RETURNING customer.id
""",
)

# The version of the answers just written has been raised by the write itself.
_NEWEST_IS_LATEST = Consequence(
    entity="SurveyAnswer",
    when=frozenset({"customer", "question", "answered_at"}),
    sql="""
WITH asked AS (
  SELECT DISTINCT survey_answer.customer_id, survey_answer.question_id FROM survey_answer
  WHERE survey_answer.tenant_id = $1 AND survey_answer.id = ANY($2::uuid[])
), ranked AS (
  SELECT answer.id, row_number() OVER (
    PARTITION BY answer.customer_id, answer.question_id ORDER BY answer.answered_at DESC, answer.id DESC
  ) = 1 AS newest
  FROM asked JOIN survey_answer AS answer
    ON answer.tenant_id = $1 AND answer.customer_id = asked.customer_id AND answer.question_id = asked.question_id
)
UPDATE survey_answer SET
  latest = ranked.newest,
  updated_at = CASE WHEN survey_answer.id = ANY($2::uuid[]) THEN survey_answer.updated_at ELSE $3::timestamptz END,
  version = survey_answer.version + CASE WHEN survey_answer.id = ANY($2::uuid[]) THEN 0 ELSE 1 END
FROM ranked
WHERE survey_answer.tenant_id = $1 AND survey_answer.id = ranked.id AND survey_answer.latest <> ranked.newest
RETURNING survey_answer.id
""",
)

_ANSWERS_AND_QUESTIONS = """
SELECT survey_answer.id FROM survey_answer
JOIN survey_question ON survey_question.tenant_id = $1 AND survey_question.id = survey_answer.question_id
WHERE survey_answer.tenant_id = $1 AND survey_answer.id = ANY($2::uuid[]) AND"""

_RATING_IS_ON_THE_SCALE = Demand(
    "rating",
    "rating is not what the question asks for: NPS takes 0 to 10, RATING 1 to 5, other kinds none",
    f"""{_ANSWERS_AND_QUESTIONS} survey_answer.rating IS NOT NULL AND survey_question.kind <> 'NPS'
  AND (survey_question.kind <> 'RATING' OR survey_answer.rating NOT BETWEEN 1 AND 5)""",
)

_CHOICES_ARE_OFFERED = Demand(
    "choices",
    "choices must be among those that the question offers",
    f"{_ANSWERS_AND_QUESTIONS} NOT coalesce(survey_question.choices, '[]') @> coalesce(survey_answer.choices, '[]')",
)

_SINGLE_CHOICE_IS_ONE = Demand(
    "choices",
    "choices must be one at most: the question is of kind SINGLE_CHOICE",
    f"{_ANSWERS_AND_QUESTIONS} survey_question.kind = 'SINGLE_CHOICE' AND jsonb_array_length(survey_answer.choices) > 1",
)


@entity(
    indexes=(("customer", "question"), ("question", "answered_at")),
    timeline="answered_at",
    consequences=(_ONE_AFTER_THE_OTHER, _NEWEST_IS_LATEST),
    demands=(_RATING_IS_ON_THE_SCALE, _CHOICES_ARE_OFFERED, _SINGLE_CHOICE_IS_ONE),
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
    latest: bool = attribute(
        Category.DESCRIPTIVE,
        "Whether it is the customer's newest answer to the question.",
        default=False,
        writable=False,
    )
    question: SurveyQuestion = relation("The question that it answers.")
    customer: Customer = relation("The customer who answered.", on_delete=OnDelete.CASCADE)
