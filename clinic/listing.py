"""The rows of a panel: of each lane the ones that have waited longest, by one statement, however many there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from diary.models import PanelLine
from people.models import CareLink, Diary, Practice, User
from people.models.care_links import tags_in
from reports import spoken
from reports.lanes.rules import Lane

CAP: Final = 10  # rows of a lane on the page; of one lane alone a hundred
CAP_ALONE: Final = 100
COUNTED_TO: Final = 100
FOUND_MAX: Final = 500  # whom a search of a name finds; more are found by more letters
STROKES: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})  # no accents to Unicode
NOBODYS: Final = UUID(int=0)
ANY_LANE: Final = object()  # stands where a lane's number goes; equal to nothing that is asked
NOBODY: Final = "nobody"
ME: Final = "me"
WAITS: Final = {"week": 7, "four_weeks": 28}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader filters by; what is not said filters nothing."""

    lane: int | None = None
    tag: str = ""
    assigned: str = ""
    answered_min: int | None = None
    waits: str = ""
    name: str = ""
    reader_pk: int = 0

    @classmethod
    def of(cls, kept: dict[str, Any], *, reader: User) -> Asked:
        """Return what the form said."""
        return cls(
            lane=int(kept["lane"]) if kept.get("lane") else None,
            tag=kept.get("tag", ""),
            assigned=kept.get("assigned", ""),
            answered_min=kept.get("answered_min"),
            waits=kept.get("waits", ""),
            name=kept.get("name", ""),
            reader_pk=reader.pk,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One patient, in words: whose it is, why they are there, and the numbers beside it."""

    reference: UUID
    page: str
    drawer: str
    name: str
    assigned: str
    tags: list[str]
    reason: str
    as_of: str
    answered: str
    twitched: str
    before: str
    areas: int
    injected: str
    reviewed: str
    made_at: datetime


@dataclass(slots=True)
class LaneRows:
    """Rows of a lane, and how many there are; `more` where there are more than were counted."""

    rows: list[Row] = field(default_factory=list)
    count: int = 0
    more: bool = False


def lanes(practice: Practice, asked: Asked, now: datetime) -> dict[Lane, LaneRows]:
    """
    Return every lane with its first rows. Two queries, whose cost does not grow with the practice.

    A search for a name is a third one, which reads every name of the practice.
    """
    wanted = [lane for lane in Lane if asked.lane in (None, lane)]
    firsts = _firsts(practice, asked, now, wanted)
    cap = CAP if asked.lane is None else CAP_ALONE
    shown = [pk for lane, pks in firsts.items() for pk in pks[:cap]]
    lines = PanelLine.objects.filter(pk__in=shown).values(*_COLUMNS, **_NAMED)
    named = (reverse(name, args=[NOBODYS]) for name in ("clinic:patient", "clinic:drawer"))  # dear: once, not a row
    addresses = [f"{address}?practice={practice.pk}" for address in named]
    rows = {line["pk"]: _row(line, now, addresses) for line in lines}
    return {
        lane: LaneRows(
            rows=[rows[pk] for pk in firsts.get(lane, [])[:cap] if pk in rows],
            count=min(len(firsts.get(lane, [])), COUNTED_TO),
            more=len(firsts.get(lane, [])) > COUNTED_TO,
        )
        for lane in Lane
    }


def has_diaries(practice: Practice, now: datetime) -> bool:
    """Say whether any diary is open to the practice."""
    return CareLink.objects.in_force(now).filter(practice=practice).exists()


def stale(practice: Practice, now: datetime, *, count: int) -> list[Diary]:
    """Return some diaries whose row is of a day that has ended, those that have waited longest."""
    open_ones = CareLink.objects.in_force(now).filter(pk=OuterRef("pk"))
    lines = PanelLine.objects.filter(Exists(open_ones), practice=practice, stale_at__lte=now)
    keys = list(lines.order_by("stale_at", "pk").values_list("diary", flat=True)[:count])
    return list(Diary.objects.filter(pk__in=keys).select_related("owner")) if keys else []


def _firsts(practice: Practice, asked: Asked, now: datetime, wanted: list[Lane]) -> dict[Lane, list[UUID]]:
    """Return the consents of the first rows of each lane, in one statement: alike for each but for its number."""
    sql, params = _of_a_lane(practice, asked, now).query.sql_with_params()
    parts = [f"SELECT * FROM ({sql}) AS lane_{lane:d}" for lane in wanted]  # noqa: S608  (Django's own; values apart)
    values = [lane if value is ANY_LANE else value for lane in wanted for value in params]
    found: dict[Lane, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for key, lane in cursor.fetchall():
            found.setdefault(Lane(lane), []).append(key if isinstance(key, UUID) else UUID(str(key)))
    return found


def _of_a_lane(practice: Practice, asked: Asked, now: datetime) -> QuerySet[PanelLine, tuple[UUID, int]]:
    """Return the first rows of a lane whose number is still to be put in."""
    open_ones = CareLink.objects.in_force(now).filter(pk=OuterRef("pk"))
    lines = PanelLine.objects.filter(Exists(open_ones), practice=practice, lane=Value(ANY_LANE))
    if asked.name:
        lines = lines.filter(pk__in=_called(asked.name, practice, now))
    return _asked_for(lines, asked, now).order_by("since", "pk").values_list("pk", "lane")[: COUNTED_TO + 1]


def _asked_for(lines: QuerySet[PanelLine], asked: Asked, now: datetime) -> QuerySet[PanelLine]:
    if asked.tag:
        lines = lines.filter(care_link__tags__contains=f"\n{asked.tag}\n")
    if asked.assigned:
        lines = lines.filter(care_link__assigned_to=_person(asked))
    if asked.answered_min is not None:
        lines = lines.filter(answered_percent__gte=asked.answered_min)
    if asked.waits in WAITS:
        lines = lines.filter(lane__lt=Lane.TOO_LITTLE, since__lte=now.date() - timedelta(days=WAITS[asked.waits]))
    return lines


def _called(name: str, practice: Practice, now: datetime) -> list[UUID]:
    """Return the consents of whoever has such a name, with or without its accents, which the databases do not fold."""
    wanted, links = _folded(name), CareLink.objects.in_force(now).filter(practice=practice)
    by_urgency = links.order_by("panel_line__lane", "panel_line__since", "pk")  # the first are found by any search
    names = by_urgency.values_list("pk", _shown_name("diary__owner"))
    found = [pk for pk, shown in names if wanted and wanted in _folded(shown)]
    return found[:FOUND_MAX] or [NOBODYS]


def _folded(name: str) -> str:
    """Return the letters and digits of a name, without accents, strokes and capitals."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(STROKES))
    return "".join(letter for letter in plain if letter.isalnum())


def _person(asked: Asked) -> int | None:
    if asked.assigned == NOBODY:
        return None
    return asked.reader_pk if asked.assigned == ME else int(asked.assigned)


def _shown_name(person: str) -> Coalesce:
    """Return what `User.shown_name` says, made by the database: a panel needs no other column of sixty people."""
    return Coalesce(NullIf(f"{person}__name", Value("")), f"{person}__username")


_COLUMNS: Final = (
    "pk", "reason", "as_of", "stale_at", "answered", "days", "twitch_days", "before_twitch_days", "before_answered",
    "areas", "injected_on", "reviewed_at", "made_at",
)  # fmt: skip
_NAMED: Final = {
    "reference": F("diary__reference"),
    "tags": F("care_link__tags"),
    "name": _shown_name("diary__owner"),
    "assigned": _shown_name("care_link__assigned_to"),
    "reviewer": _shown_name("reviewed_by"),
}


def _row(line: Mapping[str, Any], now: datetime, addresses: Sequence[str]) -> Row:
    reference, before = line["reference"], line["before_answered"]
    page, drawer = (address.replace(str(NOBODYS), str(reference)) for address in addresses)
    injected_on = line["injected_on"]
    return Row(
        reference=reference,
        page=page,
        drawer=drawer,
        name=line["name"],
        assigned=line["assigned"] or "",
        tags=tags_in(line["tags"]),
        reason=line["reason"],
        as_of=f"As of {spoken.day(line['as_of'])}." if line["stale_at"] <= now else "",
        answered=f"{line['answered']} of {line['days']} days",
        twitched=f"{line['twitch_days']} of {line['answered']}",
        before=f"before: {line['before_twitch_days']} of {before}" if before else "",
        areas=line["areas"],
        injected=_ago((line["as_of"] - injected_on).days) if injected_on else "–",
        reviewed=_reviewed(line),
        made_at=line["made_at"],
    )


def _ago(days: int) -> str:
    """Return how long ago the injection was, in the weeks that are over, and on which day it is."""
    weeks = days // 7
    return f"{weeks} week{'' if weeks == 1 else 's'} ago (day {days})"


def _reviewed(line: Mapping[str, Any]) -> str:
    if line["reviewed_at"] is None:
        return "never"
    return f"{spoken.day(line['reviewed_at'].date())}, {line['reviewer'] or 'somebody who left'}"
