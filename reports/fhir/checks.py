"""A face check as a QuestionnaireResponse. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from diary.vocabulary import VERSION
from reports import spoken
from reports.fhir.codes import ITEM, LISTS, OWN, coding
from reports.fhir.frame import Entry, Fact, Frame
from reports.fhir.values import Resource, text, told

QUESTIONNAIRE: Final = f"{OWN}questionnaire:face-check|{VERSION}"


def entries(frame: Frame, check: Fact) -> Iterator[Entry]:
    """Yield the check with what was answered; what was not asked is absent, and never "no"."""
    yield frame.entry(
        "QuestionnaireResponse",
        f"check:{check['id']}",
        **told(
            questionnaire=QUESTIONNAIRE,
            status="completed",
            subject=frame.patient,
            authored=check["performed_at"],
            author=frame.patient,
            source=frame.patient,
            item=list(_items(check, frame.language)),
        ),
    )


def _items(check: Fact, language: str) -> Iterator[Resource]:
    tasks = [one for task, sides in check["tasks"].items() for one in _graded(task, sides, language)]
    if tasks:
        yield _item("tasks", language, item=tasks)
    if check["answers"]:
        yield _item(
            "answers", language, item=[_answer(code, said, language) for code, said in check["answers"].items()]
        )
    if check["tasks_lost"]:
        lost = [{"valueCoding": coding("task_lost", code, language)} for code in check["tasks_lost"]]
        yield _item("tasks_lost", language, answer=lost)
    if note := text(check["note"]):
        yield _item("note", language, answer=[{"valueString": note}])


def _graded(task: str, sides: Fact, language: str) -> Iterator[Resource]:
    for side, grade in sides.items():
        if grade is not None:
            words = spoken.listed((_label("task", task, language), _label("side", side, language)), language)
            answer = [{"valueCoding": coding("task_grade", grade, language)}]
            yield {"linkId": f"tasks.{task}.{side}", "text": words, "answer": answer}


def _answer(code: str, said: Fact, language: str) -> Resource:
    link = f"answers.{code}"
    more = [
        _item(name, language, link=f"{link}.{name}", answer=[value])
        for name, value in (
            ("side", _coded("side", said["side"], language)),
            ("onset_at", said["onset_at"] and {"valueDateTime": said["onset_at"]}),
            ("onset_speed", _coded("onset_speed", said["onset_speed"], language)),
        )
        if value
    ]
    answer = told(valueCoding=coding("answer", said["value"], language), item=more)
    return {"linkId": link, "text": _label("check_answer", code, language), "answer": [answer]}


def _coded(name: str, code: str | None, language: str) -> Resource | None:
    return None if code is None else {"valueCoding": coding(name, code, language)}


def _item(code: str, language: str, *, link: str = "", **parts: object) -> Resource:
    return {"linkId": link or code, "text": _label(ITEM, code, language), **parts}


def _label(name: str, code: str, language: str) -> str:
    return LISTS[name][code].label(language)
