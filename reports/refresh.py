"""
Bringing the stored digests up to date: where a diary stands on the panels of the practices that it is open to.

A door calls it after a write, a command when days pass. What is stored says what it was made from.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from diary.models import Digest, PanelLine, Review
from diary.services import panel, reviews
from people.errors import NotOpen
from people.models import CareLink, Diary, Practice, Threshold
from people.services import thresholds as settings_of
from reports import loading, prepare
from reports.flags import RULES_VERSION
from reports.lanes import digest as digests
from reports.lanes import words
from reports.lanes.preview import Preview, preview
from reports.lanes.rules import Condition, Signed, Standing, Thresholds, standing
from reports.records import Ordered, during, in_order

logger = logging.getLogger(__name__)

PLACED_AT_ONCE: Final = 300  # about a tenth of a second
MIDNIGHTS_APART: Final = timedelta(days=1)  # it is never more than a day earlier or later anywhere than in UTC
AHEAD: Final = timedelta(days=prepare.AHEAD_DAYS)


def refresh(diary: Diary, *, now: datetime) -> None:
    """Make the diary's digest anew and put it on every panel; forget it where it is open to none."""
    _refresh([diary], now)


def refresh_all(diaries: Sequence[Diary], *, now: datetime) -> list[Exception]:
    """Do the same for some diaries together, or where that fails one by one; return what kept any from the panel."""
    try:
        _refresh(diaries, now)
    except Exception as error:  # noqa: BLE001  (one diary that cannot be read keeps no other from the panel)
        if len(diaries) > 1:
            return [one for diary in diaries for one in refresh_all([diary], now=now)]
        logger.error("A digest could not be made: %s", type(error).__name__)  # noqa: TRY400  (a trace holds contents)
        return [error]
    return []


def _refresh(diaries: Sequence[Diary], now: datetime) -> None:
    is_open = {link.diary_id for link in _links(diaries, now)}
    open_ones = [diary for diary in diaries if diary.pk in is_open]
    for diary in diaries:
        if diary.pk not in is_open:
            panel.forget(diary)
    if open_ones:
        made = [_made(one, now) for one in _read(open_ones, now)]
        panel.store(made, lambda stored: _lines(_links(open_ones, now), stored))  # asked anew, under the lock


def _links(diaries: Sequence[Diary], now: datetime) -> list[CareLink]:
    """Return every consent in force of these diaries."""
    by_key = {diary.pk: diary for diary in diaries}
    links = list(CareLink.objects.in_force(now).filter(diary__in=by_key).select_related("practice"))
    for link in links:
        link.diary = by_key[link.diary_id]
    return links


def _lines(links: Sequence[CareLink], stored: Mapping[int, Digest]) -> list[PanelLine]:
    """Return the line of each consent whose diary has a digest."""
    shown = [link for link in links if link.diary_id in stored]
    signed_here, set_to = reviews.histories(stored), _set_to(shown)
    return [
        _line(link, stored[link.diary_id], signed_here.get((link.diary_id, link.practice_id), []), set_to)
        for link in shown
    ]


def place_again(practice: Practice, *, now: datetime) -> None:
    """
    Put the diaries of the practice on its panel anew, as it is set now, by the digests as they stand.

    The first few hundred at once; the rows of the others are old from now on, until `due` brings them.
    """
    panel.grow_old(practice, now)
    links = CareLink.objects.in_force(now).filter(practice=practice).select_related("practice")
    first = list(links.order_by("panel_line__lane", "pk")[:PLACED_AT_ONCE])
    panel.place([link.diary_id for link in first], partial(_lines, first))


def fresh(diary: Diary, *, now: datetime) -> Digest:
    """
    Return the diary's digest as of now; it is made anew first where it is missing or old.

    Raises NotOpen where the diary is open to nobody by now.
    """
    if panel.due(now, rules_version=RULES_VERSION, form=digests.VERSION).filter(pk=diary.pk).exists():
        refresh(diary, now=now)
    stored = Digest.objects.filter(pk=diary.pk).first()
    if stored is None:
        raise NotOpen("There is no such diary here.")
    return stored


def due(now: datetime, *, all_of_them: bool = False) -> list[Diary]:
    """Return the diaries whose digest is missing or old, the longest unwritten first; or all that are open."""
    found = panel.due(now, all_of_them=all_of_them, rules_version=RULES_VERSION, form=digests.VERSION)
    return list(found.select_related("owner").order_by("digest__made_at", "pk"))


def previewed(practice: Practice, thresholds: Thresholds, *, now: datetime) -> Preview:
    """Return how many of the practice's diaries would have stood out with these settings. Reads every digest."""
    return preview((digests.from_json(content) for content in panel.contents(practice, now)), thresholds)


def forget_closed(now: datetime) -> int:
    """Take rows off the panels whose consent has ended; return how many. No page shows them, with or without this."""
    return panel.forget_closed(now)


def told(stored: Digest) -> digests.Digest:
    """Return what a stored digest says."""
    return digests.from_json(stored.content)


def placed(
    digest: digests.Digest, link: CareLink, history: Sequence[Review], set_to: Sequence[Threshold] | None = None
) -> Standing:
    """
    Return where the diary stands at the practice of this consent, by what was signed there and how it is set.

    `set_to` is what `_set_to` found of this consent and others; it is looked up where it is None.
    """
    found = _set_to([link]) if set_to is None else set_to
    own = settings_of.of_one(found, practice_id=link.practice_id, diary_id=link.diary_id, on=digest.as_of)
    newest = next(iter(reviews.standing(history)), None)
    return standing(
        digest,
        [signed(review) for review in reviews.standing(history) if review.kind in Review.SIGNATURES],
        Thresholds().with_changes(own),
        unreviewed_since=newest.on if newest else link.given_at.date(),
    )


def _set_to(links: Sequence[CareLink]) -> list[Threshold]:
    return settings_of.standing({link.practice_id for link in links}, {link.diary_id for link in links})


def signed(review: Review) -> Signed:
    """Return what a stored signature was given for."""
    return Signed(
        on=review.on,
        change_counter=review.change_counter,
        flags=digests.flags_from_builtins(review.flags),
        conditions=msgspec.convert(review.conditions, tuple[Condition, ...]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a diary's digest is made from, up to tomorrow where it is kept. The counters were read first of all."""

    diary: Diary
    epoch: int
    change_counter: int
    zone: ZoneInfo
    records: Ordered
    visits: Sequence[date]
    with_rules: bool


def _read(diaries: Sequence[Diary], now: datetime) -> Iterator[_Read]:
    keys = [diary.pk for diary in diaries]
    states = {
        key: state for key, *state in Diary.objects.filter(pk__in=keys).values_list("pk", "epoch", "change_counter")
    }
    zones, with_rules = loading.last_zones(keys), prepare.with_rules_among(diaries)
    visits = loading.planned_visits(keys, since=now.date() - MIDNIGHTS_APART)
    there = [diary for diary in diaries if diary.pk in states and diary.pk in zones]  # others were erased meanwhile
    for diary in there:
        diary.epoch, diary.change_counter = states[diary.pk]
    records = loading.load_for_others(there, until=now.date() + MIDNIGHTS_APART + AHEAD)
    for diary in there:
        yield _Read(
            diary=diary,
            epoch=diary.epoch,
            change_counter=diary.change_counter,
            zone=zones[diary.pk],
            records=in_order(records[diary.pk]),
            visits=visits.get(diary.pk, ()),
            with_rules=diary.pk in with_rules,
        )


def _made(read: _Read, now: datetime) -> Digest:
    """Return the digest as the diary stands, at its counter or later."""
    from reports.flags.raised import flags_of  # noqa: PLC0415  (numpy: 0.1 s that a panel need not pay)

    here = now.astimezone(read.zone).date()
    come = during(read.records, date.min, here + AHEAD)
    today = max([here, *(one.day for one in come.episodes[-1:]), *(one.day for one in come.checks[-1:])])
    records = during(come, date.min, today)
    found = flags_of(records, as_of=today, now=now) if read.with_rules else ()
    numbers = loading.change_numbers(read.diary, {(one.kind, one.id) for flag in found for one in flag.evidence})
    visit = next((on for on in read.visits if on >= today), None)
    return Digest(
        diary=read.diary,
        epoch=read.epoch,
        change_counter=read.change_counter,
        rules_version=RULES_VERSION,
        form=digests.VERSION,
        as_of=today,
        made_at=now,
        stale_at=datetime.combine(here + timedelta(days=1), time(), tzinfo=read.zone),
        content=digests.to_json(digests.digest(records, found, numbers, as_of=today, next_visit_on=visit)),
    )


def _line(link: CareLink, stored: Digest, history: Sequence[Review], set_to: Sequence[Threshold]) -> PanelLine:
    digest, newest = told(stored), next(iter(reviews.standing(history)), None)
    where = placed(digest, link, history, set_to)
    look = digest.today
    return PanelLine(
        care_link=link,
        practice=link.practice,
        diary_id=stored.pk,
        lane=where.lane,
        since=where.since,
        reason=words.reason(digest, where),
        days=look.days,
        answered=look.answered,
        answered_percent=round(look.answered_percent),
        twitch_days=look.twitch_days,
        before_answered=look.before_answered,
        before_twitch_days=look.before_twitch_days,
        areas=digest.areas,
        injected_on=digest.injected_on,
        reviewed_at=newest.signed_at if newest else None,
        reviewed_by_id=newest.by_id if newest else None,
        as_of=stored.as_of,
        made_at=stored.made_at,
        stale_at=stored.stale_at,
    )
