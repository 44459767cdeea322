"""The facts of a diary, and the versions of each."""

from diary.models.baselines import Baseline
from diary.models.checks import Check
from diary.models.days import Day
from diary.models.episodes import Episode
from diary.models.events import Event
from diary.models.facts import Fact
from diary.models.versions import Version

__all__ = ["Baseline", "Check", "Day", "Episode", "Event", "Fact", "Version"]
