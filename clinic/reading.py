"""What a page about one diary shows: what is new since the last review, the Profile, and what was signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from django.core import signing

from diary.models import Review
from diary.services import reviews
from diary.services.reviews import Seen
from people.models import CareLink, Member, User
from reports import prepare, refresh
from reports.lanes import digest as digests
from reports.lanes import words
from reports.lanes.rules import Standing
from reports.on_screen import Page, Since

SALT: Final = "clinic.seen"
STAMP_HOLDS_S: Final = 12 * 3600  # what was shown before is looked at again before it is signed


@dataclass(frozen=True)
class Reading:
    """One diary, opened by one reader at one moment, over some weeks or the usual days."""

    link: CareLink
    reader: User
    now: datetime
    weeks: int | None = None

    @cached_property
    def stored(self) -> Any:
        """The digest as it stands."""
        return refresh.fresh(self.link.diary, now=self.now)

    @cached_property
    def digest(self) -> digests.Digest:
        """What it says."""
        return refresh.told(self.stored)

    @cached_property
    def history(self) -> Sequence[Review]:
        """What this practice has signed in the diary, the newest first."""
        return reviews.history(self.link.diary, self.link.practice)

    @cached_property
    def standing(self) -> Standing:
        """Where it stands on the panel."""
        return refresh.placed(self.digest, self.link, self.history)

    @cached_property
    def reason(self) -> str:
        """Why it stands there."""
        return words.reason(self.digest, self.standing)

    @cached_property
    def waiting(self) -> list[dict[str, Any]]:
        """What waits for a look, the flags with how soon, then the rest in a sentence each."""
        flags = [{"flag": flag, "how_soon": words.how_soon(flag)} for flag in self.standing.flags]
        return flags + [{"said": words.condition(self.digest, one)} for one in self.standing.conditions]

    @cached_property
    def last_signed(self) -> Review | None:
        """The newest signature that stands."""
        return next((one for one in reviews.standing(self.history) if one.kind in Review.SIGNATURES), None)

    @property
    def at(self) -> str:
        """What an address of this reading ends with: one may work at two practices that the diary is open to."""
        return f"?practice={self.link.practice_id}"

    @property
    def today(self) -> date:
        """The practice's own day."""
        return self.now.astimezone(ZoneInfo(self.link.practice.time_zone)).date()

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The history, each with whether the reader can take it back, and whether that was done."""
        standing = {one.number for one in reviews.standing(self.history)}
        visits = reviews.visits(self.history)
        undone, by_me = {review.undoes for review in self.history}, (self.reader.pk, self.today)
        return [
            {
                "review": one,
                "can_undo": one.number in standing and (one.by_id, one.on) == by_me,
                "is_undone": one.number in undone,
                "visit_on": visits.get(one.event_id),
            }
            for one in self.history
        ]

    @cached_property
    def page(self) -> Page:
        """The diary as this page shows it, over its weeks or the usual days."""
        diary, last = self.link.diary, prepare.newest_day(self.link.diary, now=self.now)
        first, last = prepare.usual_period(diary, today=last, **({"days": 7 * self.weeks} if self.weeks else {}))
        return Page(diary=diary, first=first, last=last, now=self.now, practice=self.link.practice.name)

    def since_review(self) -> Since | None:
        """Return what is new since the last signature; None where nobody here has signed yet."""
        return self.page.since(self.last_signed.on) if self.last_signed else None

    def stamp(self) -> str:
        """Return what a form carries so that what is signed is what was shown: sealed, and of this reader."""
        shown = [str(self.link.pk), self.reader.pk, *self._as_seen()]
        return signing.dumps(shown, salt=SALT)

    def seen(self, stamp: str, kind: str) -> Seen | None:
        """
        Return what the page with this stamp showed; None where it is not ours, or what waits is another by now.

        What covers nothing is not about what waits. Raises AlreadySigned where a colleague was first.
        """
        try:
            link, reader, last_number, epoch, counter, waiting = signing.loads(stamp, salt=SALT, max_age=STAMP_HOLDS_S)
        except (signing.BadSignature, ValueError):
            return None
        if (link, reader, epoch) != (str(self.link.pk), self.reader.pk, self.stored.epoch):
            return None
        covers = kind in Review.SIGNATURES
        if covers:
            reviews.refuse_if_signed(self.history, last_number)
        if covers and waiting != self._waiting():
            return None
        standing = self.standing if covers else None
        return Seen(
            flags=digests.flags_to_builtins(standing.covered) if standing else [],
            conditions=[msgspec.to_builtins(one) for one in standing.conditions] if standing else [],
            epoch=epoch,
            change_counter=counter,
            rules_version=self.stored.rules_version,
            last_number=last_number,
        )

    def _as_seen(self) -> list[Any]:
        last = self.history[0].number if self.history else 0
        return [last, self.stored.epoch, self.stored.change_counter, self._waiting()]

    def _waiting(self) -> str:
        """Return a hash of everything that a signature covers, with what it rests on."""
        told = [digests.flags_to_builtins(self.standing.covered), msgspec.to_builtins(self.standing.conditions)]
        return sha256(msgspec.json.encode(told)).hexdigest()


def colleagues(practice_id: int) -> list[Member]:
    """Return who can be given a diary to look after."""
    found = Member.objects.filter(practice=practice_id, left_at=None, role__in=Member.READING)
    return list(found.select_related("user").order_by("user__name", "user__username", "pk"))
