"""The facts of a diary, the versions of each, and what the sync has to remember."""

from diary.models.baselines import Baseline
from diary.models.checks import Check
from diary.models.days import Day
from diary.models.episodes import Episode
from diary.models.events import Event
from diary.models.facts import Fact
from diary.models.operations import Conflict, Import, Operation
from diary.models.panel import Digest, PanelLine
from diary.models.questions import Questions
from diary.models.reminders import Reminder
from diary.models.reviews import Review
from diary.models.settings import Settings
from diary.models.versions import Version

__all__ = [
    "Baseline",
    "Check",
    "Conflict",
    "Day",
    "Digest",
    "Episode",
    "Event",
    "Fact",
    "Import",
    "Operation",
    "PanelLine",
    "Questions",
    "Reminder",
    "Review",
    "Settings",
    "Version",
]
