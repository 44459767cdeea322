"""People, their diaries, the practices they trust, and the log of every opening."""

from people.models.accounts import Device, User
from people.models.care_links import CareLink
from people.models.diaries import Diary, Erasure
from people.models.openings import Opening
from people.models.practices import SECOND_FACTORS, Invitation, Member, Practice, Threshold
from people.models.reminders import LANGUAGE_MAX, CalendarAddress, PushSubscription
from people.models.share_links import ShareLink

__all__ = [
    "LANGUAGE_MAX",
    "SECOND_FACTORS",
    "CalendarAddress",
    "CareLink",
    "Device",
    "Diary",
    "Erasure",
    "Invitation",
    "Member",
    "Opening",
    "Practice",
    "PushSubscription",
    "ShareLink",
    "Threshold",
    "User",
]
