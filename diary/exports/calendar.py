"""The daily reminder as a calendar feed (RFC 5545), for phones that take no push. Nothing of the diary is in it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from diary.models import Settings
from diary.reminding import words

FRESH_FOR = timedelta(hours=12)
LASTS = timedelta(minutes=5)


def reminder_feed(settings: Settings | None, *, uid: str, made_at: datetime, language: str, address: str) -> bytes:
    """
    Return the feed: an event every day at the reminder's time, from the day on which the feed was made.

    The time is that of whatever clock the calendar shows, except for who keeps days in a home zone. Without a
    reminder the event is cancelled, so that a calendar takes it away. `language` counts where the settings name none;
    `address` is where the event leads.
    """
    title, sentence = words((settings and settings.language) or language)
    at_min = settings.hours.at_min() if settings else None
    zone = ZoneInfo(settings.home_zone) if settings and settings.home_zone else None
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", settings.updated_at if settings else made_at)
    event.add("last-modified", settings.updated_at if settings else made_at)
    event.add("sequence", settings.rev if settings else 0)
    event.add("dtstart", datetime.combine(made_at.date(), time(*divmod(at_min or 0, 60)), tzinfo=zone))
    event.add("duration", LASTS)
    event.add("rrule", {"freq": "daily"})
    event.add("status", "CANCELLED" if at_min is None else "CONFIRMED")
    event.add("summary", sentence)
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if at_min is not None:
        event.add_component(_alarm(sentence))
    return _calendar(title, event, made_at.year)


def _calendar(title: str, event: Event, year: int) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Twitch Diary//reminder//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
    calendar.add_component(event)
    calendar.add_missing_timezones(first_date=date(year, 1, 1), last_date=date(year + 10, 1, 1))
    return bytes(calendar.to_ical())


def _alarm(sentence: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", sentence)
    alarm.add("trigger", timedelta())
    return alarm
