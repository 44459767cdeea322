"""
When a diary reminds: at most once a day, never in quiet hours, and less often when nobody answers. Pure.

Times are of the person's own clock. The thresholds are ours: no study of reminders stands behind them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

DAY_MIN: Final = 24 * 60
LATE_MIN: Final = 180  # a reminder that is later than this is left out
ROOM_MIN: Final = 30  # before midnight and before quiet hours, so that a timer of ten minutes meets it
LAST_MIN: Final = DAY_MIN - ROOM_MIN
RESTS: Final = ((3, 1), (6, 3))  # after fewer than three that were ignored every day, fewer than six every third day
RESTS_LONGEST: Final = 7  # and then once a week
EXTRA_REST: Final = 28  # days since the last one, where the day was answered and only a question is open
AT_ONCE: Final = "face_check"  # this question is asked daily, whatever was ignored (U5)

DAY: Final = "day"  # where a reminder leads: to the question of the day,
CHECK: Final = "check"  # to the face check,
HOME: Final = ""  # or to the first screen, where a question is asked again

# All that a reminder ever says, on a locked screen too: nothing of a diary, and not what it is about.
WORDS: Final = {"en": ("Diary", "Time for your diary."), "zh-Hant": ("日記", "寫日記的時間到了。")}


def words(language: str) -> tuple[str, str]:
    """Return the title and the sentence of a reminder, in the nearest language."""
    return WORDS["zh-Hant" if language.startswith("zh") else "en"]


@dataclass(frozen=True, slots=True)
class Hours:
    """A time of day "HH:MM" to remind at, and the quiet hours, which may span midnight; "" for none."""

    reminder_at: str
    quiet_from: str = ""
    quiet_until: str = ""

    def at_min(self) -> int | None:
        """
        Return the minute of the day to remind at, None where nobody wants any.

        A time in the last half hour of the day, in quiet hours or in the half hour before them comes as much earlier
        as it takes to have that half hour.

        Examples
        --------
        >>> Hours("23:30", "22:00", "07:00").at_min() == 21 * 60 + 30
        True
        """
        if not self.reminder_at:
            return None
        at = min(_minutes(self.reminder_at), LAST_MIN)
        if not any(self._is_quiet(minute % DAY_MIN) for minute in range(at, at + ROOM_MIN)):
            return at
        earlier = min((_minutes(self.quiet_from) - ROOM_MIN) % DAY_MIN, LAST_MIN)
        return _minutes(self.quiet_until) if self._is_quiet(earlier) else earlier

    def left(self, local: datetime) -> timedelta | None:
        """Return for how long a reminder may still come on this day; None where it is not the time for one."""
        at = self.at_min()
        if at is None:
            return None
        end = min(at + LATE_MIN, DAY_MIN)
        if self._has_quiet() and at < _minutes(self.quiet_from):
            end = min(end, _minutes(self.quiet_from))
        now = local.hour * 60 + local.minute
        return timedelta(minutes=end - now) - timedelta(seconds=local.second) if at <= now < end else None

    def _has_quiet(self) -> bool:
        return "" not in (self.quiet_from, self.quiet_until) and self.quiet_from != self.quiet_until

    def _is_quiet(self, minute: int) -> bool:
        if not self._has_quiet():
            return False
        start, end = _minutes(self.quiet_from), _minutes(self.quiet_until)
        return start <= minute < end if start <= end else minute >= start or minute < end


@dataclass(frozen=True, slots=True)
class Last:
    """The local day of the last reminder, and how many were ignored in a row, that one among them."""

    sent_on: date
    ignored: int


def leads_to(*, today: date, answered: bool, questions: Collection[str], last: Last | None) -> str | None:
    """
    Return where today's reminder leads, None where there is none.

    A day that was answered needs no reminder, unless a question is open: the face check of U5 daily, any other at most
    once in four weeks.
    """
    days = (today - last.sent_on).days if last else EXTRA_REST
    rest = rest_days(last.ignored if last else 0)
    if days < 1:
        return None
    if AT_ONCE in questions:
        return CHECK
    if not answered:
        return DAY if days >= rest else None
    return HOME if questions and days >= max(rest, EXTRA_REST) else None


def rest_days(ignored: int) -> int:
    """Return how many days lie between two reminders, by how many were ignored in a row."""
    return next((days for fewer_than, days in RESTS if ignored < fewer_than), RESTS_LONGEST)


def _minutes(clock: str) -> int:
    return 60 * int(clock[:2]) + int(clock[3:])
