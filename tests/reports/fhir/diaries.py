"""A diary in which everything was said that the vocabulary has, and what the tests ask of a document."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import uuid4

from diary import vocabulary as v
from diary.services import facts
from diary.services.kinds import KINDS
from people.models import Diary, User
from reports import fhir, loading, prepare
from tests.cast import NOW, ZONE

TODAY = NOW.date()
ODD_NOTE = "left\u3000eye \x01\x0b\u2028\ufffe twice \U0001f600 </div> & so on"


def say(kind: str, person: User, key: Any = None, /, **fields: Any) -> Any:
    """Let a person say something of any kind."""
    made = KINDS[kind]
    where = person.diary.pk if made.single else key or uuid4()
    return facts.record(kind=made, diary=person.diary, key=where, fields=fields, by=person, now=NOW).fact


def everything(person: User) -> None:
    """Let a person say all there is to say, on the days before today."""
    _every_episode(person)
    _every_day(person)
    _every_check(person)
    _every_event(person)
    places = [{"site": "lid_lower", "side": "left"}, {"site": "throat", "side": "middle"}]
    say("baseline", person, sites=places, long_standing_weakness=places[:1], suspected_factors=["coffee", ODD_NOTE],
        birth_year=1971, country="CZ")  # fmt: skip
    say("settings", person, emergency_number="73100911742", theme="dark")
    say("questions", person, questions=["Is it the coffee?", " \u3000", ODD_NOTE])


def _every_episode(person: User) -> None:
    pairs = [{"site": site, "side": side.code} for site, side in product(v.SITES, v.SIDES)]
    lists: dict[str, Any] = {
        "time_precision": v.TIME_PRECISIONS, "rhythm": v.RHYTHMS, "during": v.CONTEXTS, "movement": v.MOVEMENTS,
        "suppressible": v.ANSWERS, "urge": v.ANSWERS, "observed_by": v.OBSERVERS,
    }  # fmt: skip
    for n in range(max(len(v.CONTEXTS), -(-len(pairs) // 17))):
        started_at = NOW - timedelta(days=n % 9 + 1, minutes=n)
        said = {name: terms[n % len(terms)].code for name, terms in lists.items()}
        say("episode", person, started_at=started_at, recorded_at=started_at + timedelta(minutes=5), time_zone=ZONE,
            sites=pairs[17 * n : 17 * n + 17], duration_s=(None, 0, 90)[n % 3], ongoing=n % 4 == 1,
            count=n + 1 if n % 2 else None, intensity=n % 5, sensations=[term.code for term in v.SENSATIONS[: n % 6]],
            caffeine_mg=n, sleep_min=400, stress=n % 11, note=ODD_NOTE if n % 2 else "", **said)  # fmt: skip
    say("episode", person, started_at=NOW - timedelta(days=1), time_zone=ZONE)  # a tap, and nothing else
    for site in ("lid_upper", "tongue", "calf", "widespread"):
        say("episode", person, started_at=NOW, time_zone="UTC", sites=[{"site": site, "side": "right"}])


def _every_day(person: User) -> None:
    states = product([term.code for term in v.DAY_STATES], [None, *(term.code for term in v.BURDENS)])
    for n, (state, burden) in enumerate(states):
        drinks = [None, [], [{"kind": kind, "count": 2} for kind in v.DRINKS]][n % 3]
        say("day", person, TODAY - timedelta(days=n), state=state, burden=burden, function=n % 4, drinks=drinks,
            last_caffeine_at=NOW - timedelta(days=n, hours=2), sleep_min=30 * n, sleep_quality=n % 11, stress=0,
            fatigue=10, screen_min=600, alcohol_units=n, wearing_off=n % 2 == 0,
            note=ODD_NOTE if n % 2 else "")  # fmt: skip


def _every_check(person: User) -> None:
    grades, speeds = [term.code for term in v.TASK_GRADES], [term.code for term in v.ONSET_SPEEDS]
    for n, side in enumerate(v.SIDES):
        answers = {
            term.code: {
                "value": v.ANSWERS[(n + k) % 3].code,
                "side": side.code if k % 2 else None,
                "onset_at": NOW - timedelta(days=n + 1, hours=1) if k % 3 else None,
                "onset_speed": speeds[k % 4] if k % 5 else None,
            }
            for k, term in enumerate(v.CHECK_ANSWERS)
        }
        tasks = {
            term.code: {"left": grades[(n + k) % 4], "right": grades[k % 4] if k else None}
            for k, term in enumerate(v.CHECK_TASKS)
        }
        say("check", person, performed_at=NOW - timedelta(days=n), time_zone=ZONE, tasks=tasks, answers=answers,
            tasks_lost=[term.code for term in v.TASKS_LOST], note=ODD_NOTE)  # fmt: skip
    say("check", person, performed_at=NOW, time_zone="UTC")  # nothing was answered


def _every_event(person: User) -> None:
    untils = (None, timedelta(days=-1), timedelta(days=30))
    for n, (kind, action, until) in enumerate(product(v.EVENT_KINDS, v.EVENT_ACTIONS, untils)):
        on = TODAY - timedelta(days=60 + n)
        place = [{"site": "lid_lower", "side": "both_apart"}, {"site": "cheek", "side": "left"}]
        say("event", person, kind=kind.code, action=action.code, on=on, until=until and TODAY + until,
            name=ODD_NOTE[:20] if n % 2 else "", side=v.SIDES[n % 6].code if n % 3 else None, sites=place[: n % 3],
            dose=Decimal("2.5") if n % 4 else None, unit="U\x02" if n % 5 else "", note=ODD_NOTE if n % 2 else "",
            )  # fmt: skip


def document(diary: Diary, *, first: date | None = None, last: date | None = None, **options: Any) -> dict[str, Any]:
    """Return the diary as a FHIR document, as of now."""
    pieces = prepare.fhir_bundle(diary, first=first, last=last, now=NOW, **options)
    whole: dict[str, Any] = json.loads(b"".join(pieces))
    return whole


def resources(whole: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the resources of one kind."""
    return [one["resource"] for one in whole["entry"] if one["resource"]["resourceType"] == kind]


def coded(whole: dict[str, Any], code: str) -> list[dict[str, Any]]:
    """Return the Observations whose code, in our own list, is this one."""
    found = resources(whole, "Observation")
    return [one for one in found if {"urn:twitch-diary:item", code} <= set(_own(one["code"]).values())]


def _own(concept: dict[str, Any]) -> dict[str, Any]:
    named = (one for one in concept["coding"] if one["system"].startswith("urn:"))
    return {key: value for key, value in next(named).items() if key in ("system", "code")}


def without_page(diary: Diary) -> dict[str, Any]:
    """Return the diary as a document with a page that is none, and no flags: what the facts alone make of it."""
    frame = fhir.Frame(
        reference=diary.reference, name=diary.owner.shown_name, language="en", first=None, last=None, today=TODAY,
        now=NOW,
    )  # fmt: skip
    flags = {"results": [], "remark": "No rule was asked."}
    page = fhir.Page(pdf=b"%PDF", first=TODAY, last=TODAY, language="en")
    whole: dict[str, Any] = json.loads(b"".join(fhir.bundle(frame, loading.documents(diary), flags=flags, page=page)))
    return whole
