"""Reminding: which diaries want it, whether the day was answered, and that it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from diary.models import Day, Episode, Reminder, Settings
from diary.reminding import Last
from people.models import Diary, PushSubscription
from people.transactions import whole


@dataclass(frozen=True)
class Candidate:
    """A diary whose person wants to be reminded, and the browsers that take reminders."""

    diary: Diary
    settings: Settings
    subscriptions: tuple[PushSubscription, ...]

    def local(self, now: datetime) -> datetime:
        """
        Return what the clock shows: that of home for who keeps days there, else of the browser that subscribed last.

        Raises ZoneInfoNotFoundError for a zone that this machine does not know.
        """
        return now.astimezone(ZoneInfo(self.settings.home_zone or self.subscriptions[-1].time_zone))

    @property
    def language(self) -> str:
        """The language of the reminder."""
        return self.settings.language or self.subscriptions[-1].language


def candidates(*, now: datetime) -> list[Candidate]:
    """Return the diaries that have a reminder's time and a browser to send it to. Two queries, however many."""
    found = PushSubscription.objects.filter(
        device__expire_date__gt=now, device__user__is_active=True, device__user__diary__isnull=False
    ).select_related("device__user__diary")
    of_diary: dict[Diary, list[PushSubscription]] = {}
    for one in found.order_by("device__user_id", "told_at", "pk"):
        of_diary.setdefault(_diary_of(one), []).append(one)
    wanted = Settings.objects.filter(diary__owner__devices__push_subscription__isnull=False, deleted_at=None)
    chosen = {settings.pk: settings for settings in wanted.exclude(reminder_at="")}
    return [
        Candidate(diary, chosen[diary.pk], tuple(subscriptions))
        for diary, subscriptions in of_diary.items()
        if diary.pk in chosen
    ]


def is_answered(diary: Diary, *, on: date) -> bool:
    """Tell whether that day is known: it was answered, or something was logged."""
    told = Day.objects.of(diary).filter(date=on, state__in=("twitched", "none"))
    return told.exists() or Episode.objects.of(diary).filter(day=on).exists()


def last_of(diary: Diary) -> Last | None:
    """Return the last reminder; what was written since takes back that any was ignored."""
    last = Reminder.objects.filter(diary=diary).first()
    if last is None:
        return None
    return Last(last.sent_on, last.ignored if last.change_counter == diary.change_counter else 0)


@dataclass(frozen=True)
class Claim:
    """One day's reminder of one diary, taken; and the row that it replaced, to be put back if nothing was sent."""

    diary: Diary
    on: date
    before: Reminder | None


@whole
def claim(*, diary: Diary, on: date) -> Claim | None:
    """
    Take that day's reminder, before it is sent; None where somebody else has it, or it was sent.

    Of many who claim at once, one succeeds: nobody is reminded twice.
    """
    counter = Diary.objects.select_for_update().values_list("change_counter", flat=True).get(pk=diary.pk)
    before = Reminder.objects.filter(diary=diary).first()
    if before is not None and before.sent_on >= on:
        return None
    ignored = before.ignored + 1 if before is not None and before.change_counter == counter else 1
    Reminder.objects.update_or_create(
        diary=diary, defaults={"sent_on": on, "change_counter": counter, "ignored": ignored}
    )
    return Claim(diary, on, before)


@whole
def give_back(claim: Claim) -> None:
    """Undo a claim that reached no browser, so that it is tried again while the time lasts."""
    Diary.objects.select_for_update().get(pk=claim.diary.pk)
    Reminder.objects.filter(diary=claim.diary, sent_on=claim.on).delete()
    if claim.before is not None:
        claim.before.save(force_insert=True)


def _diary_of(subscription: PushSubscription) -> Diary:
    user = subscription.device.user
    assert user is not None  # the query asks for those with a diary
    return user.diary
