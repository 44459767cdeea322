"""The facts of a diary: one class for a fact, one for a list, whatever the kind."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.door import DiaryView, create_only, fact_answer, if_match, path_date, path_id, unless_known
from api.errors import Refused
from api.v1 import paging
from api.v1.resources import DAYS, EPISODES, Resource
from diary.errors import AlreadyThere, NoSuchFact
from diary.pages import Wanted
from diary.services import facts
from diary.services.history import Key


class FactView(DiaryView):
    """One fact, by its id; a day by its date."""

    resource: Resource = EPISODES
    verbs = {"GET": "read", "PUT": "record", "PATCH": "amend", "DELETE": "withdraw"}

    def get(self, request: Request, id: str) -> HttpResponse:
        """Return the entry."""
        kind = self.resource.kind
        fact = kind.rows(self.diary).filter(**{kind.key: self.key(id)}, deleted_at=None).first()
        if fact is None:
            return self.missing(id)
        return fact_answer(request, fact)

    def put(self, request: Request, id: str) -> HttpResponse:
        """Create the entry (201) or replace it (200). The same body twice changes nothing."""
        act = partial(facts.record, create_only=create_only(request))
        return self._write(act, request, id, self.resource.shape)

    def patch(self, request: Request, id: str) -> HttpResponse:
        """Change the given fields and leave the others as they are."""
        return self._write(facts.amend, request, id, self.resource.change)

    def delete(self, request: Request, id: str) -> HttpResponse:
        """Delete the entry. Deleting twice is the same as once; it can be restored within thirty days."""
        facts.withdraw(
            kind=self.resource.kind,
            diary=self.diary,
            key=self.key(id),
            by=self.reader,
            now=timezone.now(),
            if_match=if_match(request),
        )
        return HttpResponse(status=204)

    def key(self, id: str) -> Key:
        """Return the key that the path names. Raises ValidationError."""
        return path_id(id)

    def missing(self, id: str) -> HttpResponse:
        """Answer for an entry that is not there."""
        raise NoSuchFact("There is no such entry in this diary.")

    def _write(self, act: Any, request: Request, id: str, shape: Any) -> HttpResponse:
        written = act(
            kind=self.resource.kind,
            diary=self.diary,
            key=self.key(id),
            fields=shapes.read(request, shape),
            by=self.reader,
            now=timezone.now(),
            if_match=if_match(request),
        )
        return fact_answer(request, written.fact, created=written.created)


class DayView(FactView):
    """One day's answer."""

    resource = DAYS

    def key(self, id: str) -> Key:
        """Return the date that the path names. Raises ValidationError."""
        return path_date(id)

    def missing(self, id: str) -> HttpResponse:
        """Answer that nothing was said of the day: it is unknown, and has no revision."""
        return Response(facts.unsaid(kind=self.resource.kind, key=self.key(id)))


class SingleView(FactView):
    """The one fact of its kind; nothing in it until something is said."""

    http_method_names = ["get", "put", "patch", "head", "options"]

    def get(self, request: Request, id: str = "") -> HttpResponse:
        """Return what was said, or that nothing was."""
        return super().get(request, id)

    def put(self, request: Request, id: str = "") -> HttpResponse:
        """Say it anew, all of it."""
        return super().put(request, id)

    def patch(self, request: Request, id: str = "") -> HttpResponse:
        """Change the given fields and leave the others as they are."""
        return super().patch(request, id)

    def key(self, id: str) -> Key:
        """Return the diary's own key."""
        return self.diary.pk

    def missing(self, id: str) -> HttpResponse:
        """Answer that nothing was said yet."""
        return Response(facts.unsaid(kind=self.resource.kind, key=self.diary.pk))


class FactList(DiaryView):
    """The facts of one kind, newest first."""

    resource: Resource = EPISODES
    verbs = {"GET": "list", "POST": "add"}

    @unless_known
    def get(self, request: Request) -> HttpResponse:
        """Return a page; 304 where nothing in the diary has changed."""
        wanted = Wanted(**shapes.asked(request, self.resource.filter))
        return paging.facts(request, kind=self.resource.kind, diary=self.diary, wanted=wanted)

    def post(self, request: Request) -> HttpResponse:
        """Create an entry, with an id of the client's making or without; one that is there is not replaced."""
        assert self.resource.new is not None
        said = shapes.read(request, self.resource.new)
        key = path_id(said.pop("id")) if "id" in said else uuid4()
        try:
            written = facts.record(
                kind=self.resource.kind,
                diary=self.diary,
                key=key,
                fields=said,
                by=self.reader,
                now=timezone.now(),
                create_only=True,
            )
        except AlreadyThere as refusal:
            raise Refused(refusal.detail, refusal.code, 409) from refusal
        response = fact_answer(request, written.fact, created=written.created)
        response["Location"] = reverse(f"api:{self.resource.name}-one", args=[key])
        return response


class DayList(FactList):
    """The days that were answered, newest first."""

    resource = DAYS
    http_method_names = ["get", "head", "options"]


class FactRestore(FactView):
    """A deleted fact, to be brought back."""

    http_method_names = ["post", "options"]
    verbs = {"POST": "restore"}

    def post(self, request: Request, id: str) -> HttpResponse:
        """Bring a deleted entry back, within thirty days. One that is there is left as it is."""
        written = facts.restore(
            kind=self.resource.kind, diary=self.diary, key=self.key(id), by=self.reader, now=timezone.now()
        )
        return fact_answer(request, written.fact)


class DayRestore(FactRestore, DayView):
    """A deleted answer of a day, to be brought back."""


class FactHistory(FactView):
    """Every version of a fact."""

    http_method_names = ["get", "head", "options"]
    verbs = {"GET": "history"}

    @unless_known
    def get(self, request: Request, id: str = "") -> HttpResponse:
        """Return who changed what, and when, newest first."""
        kind, key = self.resource.kind, self.key(id)
        if not kind.standing and not kind.rows(self.diary).filter(**{kind.key: key}).exists():
            return self.missing(id)
        return paging.versions(request, kind=kind, diary=self.diary, fact_id=kind.fact_id(key))


class DayHistory(FactHistory, DayView):
    """Every version of a day's answer."""


class SingleHistory(FactHistory, SingleView):
    """Every version of the one fact of its kind."""
