"""Whether an answer fits its question: demanded of answers when they are written, and of questions when they are changed."""

from __future__ import annotations

from server.entities.demand import Demand

_RATED = """survey_answer.rating IS NOT NULL AND survey_question.kind <> 'NPS'
  AND (survey_question.kind <> 'RATING' OR survey_answer.rating NOT BETWEEN 1 AND 5)"""
_CHOSEN = "NOT coalesce(survey_question.choices, '[]') @> coalesce(survey_answer.choices, '[]')"
_CHOSEN_TWICE = "survey_question.kind = 'SINGLE_CHOICE' AND jsonb_array_length(survey_answer.choices) > 1"


def _of_answers(attribute: str, message: str, unfit: str) -> Demand:
    """A demand on answers, which holds their questions: who changes one meanwhile waits, and then sees the answers."""
    return Demand(
        attribute,
        message,
        f"""
WITH held AS MATERIALIZED (
  SELECT question.id, question.kind, question.choices FROM survey_question AS question
  WHERE question.tenant_id = $1 AND question.id IN (
    SELECT written.question_id FROM survey_answer AS written WHERE written.tenant_id = $1 AND written.id = ANY($2::uuid[])
  )
  ORDER BY question.id FOR SHARE
)
SELECT survey_answer.id FROM survey_answer JOIN held AS survey_question ON survey_question.id = survey_answer.question_id
WHERE survey_answer.tenant_id = $1 AND survey_answer.id = ANY($2::uuid[]) AND {unfit}""",
    )


#: What an answer must be like.
ANSWER_FITS = (
    _of_answers(
        "rating", "rating is not what the question asks for: NPS takes 0 to 10, RATING 1 to 5, other kinds none", _RATED
    ),
    _of_answers("choices", "choices must be among those that the question offers", _CHOSEN),
    _of_answers("choices", "choices must be one at most: the question is of kind SINGLE_CHOICE", _CHOSEN_TWICE),
)

#: What a question must stay like.
ANSWERS_STILL_FIT = Demand(
    "kind",
    "kind and choices must still fit the answers that customers have given; ask a new question instead",
    f"""
SELECT survey_question.id FROM survey_question
WHERE survey_question.tenant_id = $1 AND survey_question.id = ANY($2::uuid[]) AND EXISTS (
  SELECT FROM survey_answer WHERE survey_answer.tenant_id = $1 AND survey_answer.question_id = survey_question.id
    AND ({_RATED} OR {_CHOSEN} OR {_CHOSEN_TWICE})
)""",
)
