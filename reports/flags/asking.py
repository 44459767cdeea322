"""
What a diary leaves open and is asked again: on opening it on a phone, and by one reminder a day. Pure.

`phone/static/phone/asking.js` says the same in JavaScript; both are held to tests/vectors/asking.json.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reports.analysis.days import EYELIDS
from reports.flags.answer_flags import context_of, document_of
from reports.flags.answer_rules import RULES
from reports.flags.answer_table import TABLE
from reports.flags.holding import answers_of, given, holds
from reports.flags.predicates import named
from reports.flags.sites import REST_OF_THE_FACE
from reports.flags.thresholds import (
    EVIDENCE_DAYS,
    HOLD_BACK_DAYS,
    INVOLVED_DAYS,
    LID_REMINDER_DAYS,
    STILL_DAYS,
)
from reports.records import Check, Episode, Records

FACE_CHECK: Final = "face_check"
LID_THREE_MONTHS: Final = "lid_three_months"
HOLD_BACK: Final = "hold_back"

DAYS_READ: Final = LID_REMINDER_DAYS.value[1] + 1  # how far back any question looks, today included
_ASKED_WHILE: Final = {"U5": named("face_weak")}  # what a rule that is asked again daily goes on from


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is open on one day, and the entry and the site that it is about, if it is about any."""

    code: str
    about: str = ""
    site: str = ""


def open_questions(records: Records, *, today: date) -> tuple[Question, ...]:
    """
    Return what is asked again on `today`, the most urgent first.

    - `face_check` (U5): blisters may follow a weak face by days. Asked daily, for the days after the face was first
      told to be weak; a face that is still weak does not begin them anew. Not on a day that has a check.
    - `lid_three_months` (I1): nothing but eyelids was recorded, for three months, and they still twitch.
    - `hold_back` (S2): another muscle of the facial nerve has twitched for two weeks, and nobody has said whether it
      can be held back. Asked about its newest entry.

    `records` may be cut to the last `DAYS_READ` days, except that `lid_three_months` then only says that the rest has
    to be read: it holds where it holds of everything.
    """
    found = (
        _face_check(records, today),
        _lid_three_months(records, today),
        _hold_back(records, today),
    )
    return tuple(one for one in found if one is not None)


def _face_check(records: Records, today: date) -> Question | None:
    if any(check.day == today for check in records.checks):
        return None
    context = context_of(records)
    for rule_id, predicate in _ASKED_WHILE.items():
        asked_for = next(rule.ask_again_days for rule in RULES if rule.id == rule_id) or 0
        told = {
            check.day
            for check in records.checks
            if holds(predicate, given(document_of(check), context, TABLE)) is not None
        }
        if any(0 < (today - day).days <= asked_for and _begins(day, told) for day in told):
            return Question(FACE_CHECK)
    return None


def _begins(day: date, told: Collection[date]) -> bool:
    """Tell whether nothing of the kind was told in the weeks before `day`."""
    return not any(0 < (day - earlier).days <= EVIDENCE_DAYS.value for earlier in told)


def _lid_three_months(records: Records, today: date) -> Question | None:
    days = [entry.day for entry in records.episodes if entry.day <= today]
    sites = {place.site for entry in records.episodes for place in entry.places}
    others = {place.site for place in (*records.baseline, *records.long_standing_weakness)}
    if not sites or not (sites | others <= EYELIDS) or any(map(says_more, records.checks)):
        return None
    since, still = (today - min(days, default=today)).days, (today - max(days, default=today)).days
    first, last = LID_REMINDER_DAYS.value
    return Question(LID_THREE_MONTHS) if first <= since <= last and still < STILL_DAYS.value else None


def says_more(check: Check) -> bool:
    """Tell whether a check names anything at all besides the twitching."""
    yes = any(one.get("value") == "yes" for one in answers_of(document_of(check)).values())
    grades = (grade for sides in check.tasks.values() for grade in (sides or {}).values())
    return yes or bool(check.tasks_lost) or any(grade not in (None, "same") for grade in grades)


def _hold_back(records: Records, today: date) -> Question | None:
    found = [
        (entry.day, entry.id, site) for site in REST_OF_THE_FACE for entry in _unsaid(records.episodes, site, today)
    ]
    if not found:
        return None
    _, about, site = max(found)
    return Question(HOLD_BACK, about, site)


def _unsaid(episodes: Sequence[Episode], site: str, today: date) -> Sequence[Episode]:
    """Return the entries of a site that twitches for long enough, unless one of them says whether it is held back."""
    oldest = today - timedelta(days=2 * HOLD_BACK_DAYS.value - 1)
    recent = today - timedelta(days=HOLD_BACK_DAYS.value)
    of_site = [
        one for one in episodes if oldest <= one.day <= today and any(place.site == site for place in one.places)
    ]
    days = {one.day for one in of_site}
    lasts = any(day <= recent for day in days) and len([day for day in days if day > recent]) >= INVOLVED_DAYS.value
    return of_site if lasts and not any(one.suppressible for one in of_site) else ()
