"""What a person wants to ask at the next visit."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from diary import admission, documents
from diary import vocabulary as v
from diary.models import Questions
from diary.services import history


class QuestionsFields(TypedDict, total=False):
    """The questions, in the person's own order."""

    questions: list[str]


def _questions(key: Any, fields: QuestionsFields, living: Questions | None, now: datetime) -> Questions:
    return Questions(
        questions=admission.lines(fields.get("questions") or [], longest=v.QUESTION_MAX, field="questions")
    )


KIND = history.Kind(
    name="questions",
    model=Questions,
    key="diary_id",
    build=_questions,
    content=documents.questions_content,
    fields=tuple(QuestionsFields.__annotations__),
    standing=True,
)
