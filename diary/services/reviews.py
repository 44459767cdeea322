"""Acts of a practice in the margin of a diary: signing what was seen, and taking it back the same day."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from diary.errors import InvalidValue
from diary.models import Check, Review, Version
from diary.services import events, facts
from people.chain import FIRST_HASH, chained
from people.errors import NotOpen, Refusal
from people.models import CareLink, Diary, Member, Practice, User
from people.transactions import whole

Kind = Review.Kind
UNDONE_WITHIN: Final = timedelta(days=1)
WITH_TEXT: Final = (Kind.NOTE, Kind.NOT_ACTIONABLE)  # the others may say something


class AlreadySigned(Refusal):
    """Somebody has signed since the page was made. `review` is theirs; nothing of theirs is overwritten."""

    code = "already_signed"

    def __init__(self, review: Review) -> None:
        super().__init__("This was signed since you opened it. Nothing was written.")
        self.review = review


class OwnDiary(Refusal):
    """Nobody signs at work what they wrote themselves."""

    code = "own_diary"


class CannotUndo(Refusal):
    """Not one's own act, not of today, no signature, or undone already."""

    code = "cannot_undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What waited for a look on the page that is signed: the last review it showed, and how far the diary had come."""

    flags: Sequence[dict[str, Any]]
    conditions: Sequence[dict[str, Any]]
    epoch: int
    change_counter: int
    rules_version: str
    last_number: int


@whole
def sign(
    *,
    link: CareLink,
    kind: str,
    seen: Seen,
    by: User,
    now: datetime,
    on: date,
    text: str = "",
    visit_on: date | None = None,
) -> Review:
    """
    Sign what was seen, on the local day `on` of the practice; plan a visit where the kind says so.

    A note, a question or a visit that arrives twice is written once: the same words, by whom the page has not shown
    them to yet. Raises AlreadySigned where a signature is newer than the page; InvalidValue for a text that is missing,
    too long or not to be stored, and for a visit on a day that cannot be; OwnDiary; NotOpen where the consent, or the
    membership, has ended.
    """
    diary = Diary.objects.select_for_update().get(pk=link.diary_id)
    _still_open(link, by, now)
    if diary.owner_id == by.pk:
        raise OwnDiary("Somebody else has to sign in your own diary.")
    tidy = _tidy(text, needed=kind in WITH_TEXT)
    visit_on = visit_on if kind == Kind.VISIT_PLANNED else None
    signed = history(diary, link.practice)
    written = _written(signed, seen.last_number, by, kind, tidy, visit_on)
    if written is not None:
        return written
    last = Review.objects.of(diary).order_by("-number").first()
    if kind in Review.SIGNATURES:
        refuse_if_signed(signed, seen.last_number)
    event_id = _plan_visit(diary, visit_on, on, by, now) if kind == Kind.VISIT_PLANNED else None
    review = Review(
        diary=diary,
        number=last.number + 1 if last else 1,
        practice=link.practice,
        by=by,
        kind=Kind(kind),
        text=tidy,
        flags=list(seen.flags),
        conditions=list(seen.conditions),
        epoch=seen.epoch,
        change_counter=seen.change_counter,
        rules_version=seen.rules_version,
        event_id=event_id,
        on=on,
        signed_at=now,
    )
    return _appended(review, last)


@whole
def undo(*, link: CareLink, number: int, by: User, now: datetime, on: date) -> Review:
    """Take back one's own act of the same day `on`; both stay on record. Raises CannotUndo, NotOpen."""
    diary = Diary.objects.select_for_update().get(pk=link.diary_id)
    _still_open(link, by, now)
    own = Review.objects.of(diary, link.practice)
    today = own.filter(on=on, signed_at__gt=now - UNDONE_WITHIN)  # a practice may change its time zone
    review = today.filter(number=number, by=by).exclude(kind=Kind.UNDONE).first()
    if review is None or own.filter(undoes=number).exists():
        raise CannotUndo("Only what you signed yourself today can be taken back, and only once.")
    if review.event_id is not None:
        _take_back_visit(diary, review.event_id, by, now)
    last = Review.objects.of(diary).order_by("-number").first()
    assert last is not None  # the one that is taken back
    undone = Review(
        diary=diary,
        number=last.number + 1,
        practice=link.practice,
        by=by,
        kind=Kind.UNDONE,
        undoes=number,
        epoch=review.epoch,
        change_counter=review.change_counter,
        rules_version=review.rules_version,
        on=on,
        signed_at=now,
    )
    return _appended(undone, last)


def history(diary: Diary, practice: Practice | None = None) -> list[Review]:
    """Return what was signed, the newest first; of all practices where none is named."""
    return list(Review.objects.of(diary, practice).select_related("by", "practice").order_by("-number"))


def histories(diary_ids: Iterable[int]) -> dict[tuple[int, int | None], list[Review]]:
    """Return the same of some diaries, by diary and practice."""
    found: dict[tuple[int, int | None], list[Review]] = {}
    for review in Review.objects.filter(diary__in=diary_ids).select_related("by", "practice").order_by("-number"):
        found.setdefault((review.diary_id, review.practice_id), []).append(review)
    return found


def standing(reviews: Sequence[Review]) -> list[Review]:
    """Return the reviews that were not taken back; the acts of taking back are left out too."""
    undone = {review.undoes for review in reviews}
    return [review for review in reviews if review.number not in undone and review.kind != Kind.UNDONE]


def check_asked(diary: Diary, *, now: datetime) -> Review | None:
    """Return the newest request for a face check, of a practice that reads the diary, until there is a check since."""
    asked = list(
        Review.objects.of(diary)
        .filter(kind__in=(Kind.CHECK_ASKED, Kind.UNDONE))
        .select_related("by", "practice")
        .defer("flags", "conditions")
        .order_by("-number")
    )
    readers = (
        set(CareLink.objects.in_force(now).filter(diary=diary).values_list("practice", flat=True)) if asked else ()
    )
    newest = next((one for one in standing(asked) if one.practice_id in readers), None)
    if newest is None or Check.objects.of(diary).filter(performed_at__gte=newest.signed_at).exists():
        return None
    return newest


def refuse_if_signed(reviews: Sequence[Review], last_number: int) -> None:
    """Raise AlreadySigned where one of these signatures stands that is newer than this number."""
    for review in standing(reviews):
        if review.number > last_number and review.kind in Review.SIGNATURES:
            raise AlreadySigned(review)


def entry_hash(previous: str, review: Review) -> str:
    """Return the SHA-256 that chains `review` to the one before it."""
    return chained(
        previous,
        review.diary_id,
        review.number,
        review.practice_id,
        review.by_id,
        review.kind,
        review.text,
        json.dumps([review.flags, review.conditions], sort_keys=True),
        review.epoch,
        review.change_counter,
        review.rules_version,
        review.undoes,
        review.event_id,
        review.on,
        review.signed_at.astimezone(UTC).isoformat(),
    )


def _take_back_visit(diary: Diary, key: UUID, by: User, now: datetime) -> None:
    """Withdraw a visit as it was planned. Raises CannotUndo where the diarist has written on it since."""
    if Version.objects.of(diary).about(events.KIND.name, str(key)).count() > 1:
        raise CannotUndo("The diarist has changed this visit since: it stays, and nothing was taken back.")
    facts.withdraw(kind=events.KIND, diary=diary, key=key, by=by, now=now)


def _still_open(link: CareLink, by: User, now: datetime) -> None:
    """Ask again under the lock: consent and membership may have ended since the door was passed. Raises NotOpen."""
    held = CareLink.objects.in_force(now).select_for_update(of=("self",)).filter(pk=link.pk)
    held = held.filter(practice__in=Member.objects.reading(by).values("practice"))
    if held.first() is None:
        raise NotOpen("There is no such diary here.")


def _appended(review: Review, last: Review | None) -> Review:
    review.entry_hash = entry_hash(last.entry_hash if last else FIRST_HASH, review)
    review.save(force_insert=True)
    return review


def _plan_visit(diary: Diary, visit_on: date | None, today: date, by: User, now: datetime) -> UUID:
    if visit_on is None or visit_on < today:
        raise InvalidValue("invalid", "A visit is planned for today or a later day.", field="visit_on")
    said = {"kind": "visit", "action": "planned", "on": visit_on}
    written = facts.record(kind=events.KIND, diary=diary, key=uuid4(), fields=said, by=by, now=now)
    return UUID(str(written.fact.id))


def _written(
    signed: Sequence[Review], shown: int, by: User, kind: str, text: str, visit_on: date | None
) -> Review | None:
    """Return the act that this form has written already, since the page that showed the act number `shown`."""
    newer = [one for one in standing(signed) if one.number > shown]
    planned = visits(newer)
    for one in newer:
        if (one.by_id, one.kind, one.text, planned.get(one.event_id)) == (by.pk, kind, text, visit_on):
            return one
    return None


def visits(signed: Sequence[Review]) -> dict[UUID | None, date]:
    """Return the days for which these acts have planned a visit, by its id; the diarist may have moved it since."""
    named = [str(review.event_id) for review in signed if review.event_id]
    if not named:
        return {}
    told = Version.objects.filter(diary=signed[0].diary_id, kind=events.KIND.name, fact_id__in=named)
    first: dict[str, Version] = {}
    for version in told.order_by("number"):
        first.setdefault(version.fact_id, version)
    return {UUID(key): date.fromisoformat(json.loads(one.document)["on"]) for key, one in first.items()}


def _tidy(text: str, *, needed: bool) -> str:
    tidy = unicodedata.normalize("NFC", text).strip()
    if needed and not tidy:
        raise InvalidValue("required", "Say it in a few words.", field="text")
    if len(tidy) > Review.TEXT_MAX or "\0" in tidy:
        raise InvalidValue("too_long", f"At most {Review.TEXT_MAX} characters.", field="text")
    return tidy
