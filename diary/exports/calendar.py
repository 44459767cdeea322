"""The daily reminder as a calendar feed (RFC 5545), for phones that take no push. Nothing of the diary is in it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from diary.models import Settings
from diary.reminding import Hours, words

FRESH_FOR = timedelta(hours=12)
LASTS = timedelta(minutes=5)


def reminder_feed(settings: Settings | None, *, uid: str, made_at: datetime, address: str) -> bytes:
    """
    Return the feed: an event every day at the reminder's time, from the day on which the feed was made.

    The time is that of whatever clock the calendar shows, except for who keeps days in a home zone. Without a
    reminder the calendar is empty. `address` is where the event leads.
    """
    title, sentence = words((settings and settings.language) or "en")
    calendar = Calendar()
    calendar.add("prodid", "-//Twitch Diary//reminder//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
    start = settings and _start(settings, made_at.date())
    if start:
        calendar.add_component(_event(start, uid=uid, made_at=made_at, sentence=sentence, address=address))
        calendar.add_missing_timezones(first_date=date(made_at.year, 1, 1), last_date=date(made_at.year + 10, 1, 1))
    return bytes(calendar.to_ical())


def _start(settings: Settings, day: date) -> datetime | None:
    at_min = Hours(settings.reminder_at, settings.quiet_from, settings.quiet_until).at_min()
    if at_min is None:
        return None
    return datetime.combine(day, time(*divmod(at_min, 60)), tzinfo=_zone(settings))


def _zone(settings: Settings) -> ZoneInfo | None:
    home = settings.home_time_zone if settings.time_zone_policy == "home" else ""
    return ZoneInfo(home) if home else None


def _event(start: datetime, *, uid: str, made_at: datetime, sentence: str, address: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made_at)
    event.add("dtstart", start)
    event.add("duration", LASTS)
    event.add("rrule", {"freq": "daily"})
    event.add("summary", sentence)
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", sentence)
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return event
