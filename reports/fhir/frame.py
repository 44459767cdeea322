"""What all resources of one document share: whose they are, their names, their language. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from reports.fhir.codes import hl7
from reports.fhir.values import Resource

Fact = Mapping[str, Any]
Read = Callable[[str], Iterator[Fact]]  # the facts of a kind, as often as it is called


class Entry(NamedTuple):
    """A resource under its address in the document, and the fact that it tells of, such as `day:2026-11-20`."""

    fact: str
    url: str
    resource: Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """
    One document of one diary.

    `first` and `last` are its local days, both included; None for the whole diary. `today` says what has come.
    """

    reference: UUID
    name: str
    language: str
    first: date | None
    last: date | None
    today: date
    now: datetime

    def uuid(self, name: str) -> str:
        """Return the id that `name` has in every document of this diary; nobody can tell the diary from it."""
        return str(uuid5(self.reference, name))

    def url(self, name: str) -> str:
        """Return the address under which the resource of this name stands in the document."""
        return f"urn:uuid:{self.uuid(name)}"

    def entry(self, kind: str, name: str, /, *, fact: str = "", **parts: Any) -> Entry:
        """Return a resource of this kind as an entry."""
        resource = {"resourceType": kind, "id": self.uuid(name), **parts}
        return Entry(fact or name, self.url(name), resource)

    def refers(self, name: str) -> Resource:
        """Return a reference to the resource of this name."""
        return {"reference": self.url(name)}

    @property
    def patient(self) -> Resource:
        """A reference to the person."""
        return self.refers("patient")

    def observation(self, name: str, /, *, code: Resource, fact: str = "", **parts: Any) -> Entry:
        """Return something that the person observed and told, under what it is called."""
        shared: Resource = {
            "status": "final",
            "category": [hl7("observation-category", "survey")],
            "code": code,
            "subject": self.patient,
            "performer": [self.patient],
        }
        return self.entry("Observation", name, fact=fact, **{**shared, **parts})

    def holds(self, day: str) -> bool:
        """Say whether a local day, written as a date, is one of the document's."""
        on = date.fromisoformat(day)
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)
