"""Reminding: which diaries want it now, whether the day was answered, and that it was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from diary.models import Day, Episode, Reminder, Settings
from diary.reminding import Hours, Last
from people.models import Diary, PushSubscription


@dataclass(frozen=True)
class Candidate:
    """A diary whose person wants to be reminded about now, on what local day, in which language."""

    diary: Diary
    today: date
    language: str
    subscriptions: tuple[PushSubscription, ...]


def candidates(*, now: datetime) -> Iterator[Candidate]:
    """
    Yield the diaries whose time it is, with the browsers that take reminders.

    The time is read in the home zone of who keeps days there, and else in the zone of the browser that subscribed last.
    Two queries, however many there are.
    """
    found = PushSubscription.objects.filter(
        device__expire_date__gt=now, device__user__is_active=True, device__user__diary__isnull=False
    ).select_related("device__user__diary")
    of_diary: dict[Diary, list[PushSubscription]] = {}
    for one in found.order_by("device__user_id", "made_at", "pk"):
        of_diary.setdefault(_diary_of(one), []).append(one)
    wanted = Settings.objects.filter(diary__owner__devices__push_subscription__isnull=False, deleted_at=None)
    chosen = {settings.pk: settings for settings in wanted.exclude(reminder_at="")}
    for diary, subscriptions in of_diary.items():
        settings = chosen.get(diary.pk)
        if settings is None:
            continue
        local = now.astimezone(ZoneInfo(_zone(settings, subscriptions[-1])))
        if Hours(settings.reminder_at, settings.quiet_from, settings.quiet_until).due(local):
            language = settings.language or subscriptions[-1].language
            yield Candidate(diary, local.date(), language, tuple(subscriptions))


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


@transaction.atomic
def claim(*, diary: Diary, on: date) -> bool:
    """
    Take that day's reminder, before it is sent; False where somebody else has it, or it was sent.

    Of many who claim at once, one succeeds: nobody is reminded twice.
    """
    counter = Diary.objects.select_for_update().values_list("change_counter", flat=True).get(pk=diary.pk)
    last = Reminder.objects.filter(diary=diary).first()
    if last is not None and last.sent_on >= on:
        return False
    ignored = last.ignored + 1 if last is not None and last.change_counter == counter else 1
    Reminder.objects.update_or_create(
        diary=diary, defaults={"sent_on": on, "change_counter": counter, "ignored": ignored}
    )
    return True


def give_back(*, diary: Diary, on: date, last: Last | None) -> None:
    """Undo a claim that reached no browser, so that it is tried again while the time lasts."""
    mine = Reminder.objects.filter(diary=diary, sent_on=on)
    if last is None:
        mine.delete()
    else:
        mine.update(sent_on=last.sent_on, ignored=last.ignored)


def _diary_of(subscription: PushSubscription) -> Diary:
    user = subscription.device.user
    assert user is not None  # the query asks for those with a diary
    return user.diary


def _zone(settings: Settings, subscription: PushSubscription) -> str:
    return (settings.time_zone_policy == "home" and settings.home_time_zone) or subscription.time_zone
