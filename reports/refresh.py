"""
Bringing the stored digests up to date: where a diary stands on the panels of the practices that it is open to.

A door calls it after a write, a command when days pass. What is stored says what it was made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

import msgspec
from django.db.models import Q

from diary.models import Digest, PanelLine, Review
from diary.services import panel, reviews
from people.models import CareLink, Diary, Practice
from people.services import thresholds as settings_of
from reports import loading, prepare
from reports.flags import RULES_VERSION
from reports.lanes import digest as digests
from reports.lanes import words
from reports.lanes.preview import Preview, preview
from reports.lanes.rules import Condition, Signed, Standing, Thresholds, standing
from reports.records import in_order

PLACED_AT_ONCE: Final = 300  # about a second


def refresh(diary: Diary, *, now: datetime) -> None:
    """Make the diary's digest anew and put it on every panel; forget it where it is open to none."""
    links = list(CareLink.objects.in_force(now).filter(diary=diary).select_related("practice"))
    if not links:
        panel.forget(diary)
        return
    for link in links:
        link.diary = diary
    made = _made(diary, now)
    panel.store(made, lambda stored: [_line(link, stored, now) for link in links])


def place_again(practice: Practice, *, now: datetime) -> None:
    """
    Put the diaries of the practice on its panel anew, as it is set now, by the digests as they stand.

    The first few hundred at once; the rows of the others are old from now on, until `due` brings them.
    """
    panel.grow_old(practice, now)
    links = CareLink.objects.in_force(now).filter(practice=practice).select_related("practice", "diary__digest")
    for link in links.order_by("panel_line__lane", "pk")[:PLACED_AT_ONCE]:
        stored = Digest.objects.filter(pk=link.diary_id).first()
        if stored is not None:
            panel.place(_line(link, stored, now))


def after_write(diary: Diary, *, now: datetime) -> None:
    """Make the digest anew where somebody reads it; one question to the database where nobody does."""
    if CareLink.objects.filter(Q(revoked_at=None) | Q(panel_line__isnull=False), diary=diary).exists():
        refresh(diary, now=now)


def fresh(diary: Diary, *, now: datetime) -> Digest:
    """Return the diary's digest as of now; it is made anew first where it is missing or old."""
    if panel.due(now, rules_version=RULES_VERSION, form=digests.VERSION).filter(pk=diary.pk).exists():
        refresh(diary, now=now)
    return Digest.objects.get(pk=diary.pk)


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


def placed(digest: digests.Digest, link: CareLink, history: Sequence[Review]) -> Standing:
    """Return where the diary stands at the practice of this consent, by what was signed there and how it is set."""
    newest = next(iter(reviews.standing(history)), None)
    return standing(
        digest,
        [signed(review) for review in reviews.standing(history) if review.kind in Review.SIGNATURES],
        thresholds_at(link.practice, link.diary, digest),
        unreviewed_since=newest.on if newest else link.given_at.date(),
    )


def thresholds_at(practice: Practice, diary: Diary, digest: digests.Digest) -> Thresholds:
    """Return how the practice is set for this diary on the day of the digest."""
    return Thresholds().with_changes(settings_of.in_force(practice=practice, diary=diary, on=digest.as_of))


def signed(review: Review) -> Signed:
    """Return what a stored signature was given for."""
    return Signed(
        on=review.on,
        change_counter=review.change_counter,
        flags=digests.flags_from_builtins(review.flags),
        conditions=msgspec.convert(review.conditions, tuple[Condition, ...]),
    )


def _made(diary: Diary, now: datetime) -> Digest:
    """Return the digest as the diary stands; its counter is read first, so that nothing later is claimed."""
    from reports.flags.raised import flags_of  # noqa: PLC0415  (numpy: 0.1 s that a panel need not pay)

    epoch, counter = Diary.objects.values_list("epoch", "change_counter").get(pk=diary.pk)
    today = prepare.newest_day(diary, now=now)
    records = in_order(loading.load(diary, until=today))
    found = flags_of(records, as_of=today, now=now) if prepare.with_rules(diary) else ()
    numbers = loading.change_numbers(diary, {(one.kind, one.id) for flag in found for one in flag.evidence})
    visit, zone = loading.next_visit(diary, today=today), loading.last_zone(diary)
    midnight = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), tzinfo=zone)
    return Digest(
        diary=diary,
        epoch=epoch,
        change_counter=counter,
        rules_version=RULES_VERSION,
        form=digests.VERSION,
        as_of=today,
        made_at=now,
        stale_at=midnight,
        content=digests.to_json(digests.digest(records, found, numbers, as_of=today, next_visit_on=visit)),
    )


def _line(link: CareLink, stored: Digest, now: datetime) -> PanelLine:
    history = reviews.history(link.diary, link.practice)
    digest, newest = told(stored), next(iter(reviews.standing(history)), None)
    where = placed(digest, link, history)
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
