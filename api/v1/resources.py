"""The resources that are facts of a diary: what each is called, what it looks like, how it is listed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from rest_framework import serializers as drf

from api.v1.serializers import facts
from diary.services import baselines, checks, days, episodes, events, questions, settings
from diary.services.history import Kind

Shape = type[drf.Serializer[Any]]


@dataclass(frozen=True)
class Resource:
    """
    One kind of fact, as the API shows it.

    `shape` is the whole fact, `change` a part of it, `new` one with or without an id.
    """

    name: str
    kind: Kind[Any]
    shape: Shape
    change: Shape
    new: Shape | None = None
    filter: Shape = facts.DayFilter


EPISODES: Final = Resource(
    "episodes",
    episodes.KIND,
    facts.Episode,
    facts.EpisodeChange,
    facts.NewEpisode,
    facts.PlaceFilter,
)
CHECKS: Final = Resource(
    "checks",
    checks.KIND,
    facts.Check,
    facts.CheckChange,
    facts.NewCheck,
)
EVENTS: Final = Resource("events", events.KIND, facts.Event, facts.EventChange, facts.NewEvent, facts.PlaceFilter)
DAYS: Final = Resource("days", days.KIND, facts.Day, facts.Day)
BASELINE: Final = Resource("baseline", baselines.KIND, facts.Baseline, facts.Baseline)
SETTINGS: Final = Resource("settings", settings.KIND, facts.Settings, facts.Settings)
QUESTIONS: Final = Resource("questions", questions.KIND, facts.Questions, facts.Questions)

COLLECTIONS: Final = (EPISODES, CHECKS, EVENTS)  # many, with ids
SINGLES: Final = (BASELINE, SETTINGS, QUESTIONS)  # one of each
RESOURCES: Final = {one.kind.name: one for one in (*COLLECTIONS, DAYS, *SINGLES)}


@cache
def page_of(resource: Resource) -> Shape:
    """Return the form of a page of this resource."""
    page: Shape = type(
        f"{resource.shape.__name__}Page",
        (drf.Serializer,),
        {
            "__doc__": "A page of a list, newest first.",
            "next": drf.URLField(allow_null=True),
            "previous": drf.URLField(allow_null=True),
            "results": resource.shape(many=True),
        },
    )
    return page
