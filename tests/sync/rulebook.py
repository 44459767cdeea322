"""
The rules that every single answer of the server has to keep, whatever came before it.

They are those of docs and contract, said once more and from outside: what an operation may do to a fact that it knows,
that it does not know, that is deleted; what a page of changes holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from diary.models import Conflict
from people.models import Diary
from tests.sync.phone import STANDING, Fields, Known, Place
from tests.sync.transport import CHANGES, Reply, Request

FOLLOWS = {"caffeine_mg", "day", "time_of_day", "entry_mode"}  # from what was said
NOTHING = {"null", '""', "[]", "{}", '"unknown"'}  # as JSON: 0 and false are something


@dataclass
class Book:
    """What the rules need to know of the diary at one moment."""

    heads: dict[Place, Known] = field(default_factory=dict)
    last: dict[Place, int] = field(default_factory=dict)  # the number of each head's version
    revisions: dict[tuple[Place, str], Fields] = field(default_factory=dict)  # what each accepted one said
    positions: dict[str, int] = field(default_factory=lambda: {"": 0})  # how far each cursor of this epoch has come


def page_is_right(book: Book, request: Request, reply: Reply) -> None:
    """Assert that a page of changes holds what changed since its cursor, all of it, in order, as it now stands."""
    cursor = request.query.get("cursor", "")
    if cursor not in book.positions:
        assert reply.status == 410, "a cursor from before a restore was taken"
        return
    assert reply.status == 200, "a cursor of this epoch was refused"
    page, position = reply.told(), book.positions[cursor]
    later = sorted((number, place) for place, number in book.last.items() if number > position)
    shown = later[: int(request.query["limit"])]
    told = {
        (one["kind"], one["id"]): Known(one["revision"], one["deleted"], one["document"]) for one in page["changes"]
    }
    assert list(told.items()) == [(place, book.heads[place]) for _, place in shown], "a page tells something else"
    assert page["has_more"] == (len(shown) < len(later))
    book.positions[page["next_cursor"]] = shown[-1][0] if shown else position


def plain_answer_is_right(book: Book, place: Place, request: Request, reply: Reply) -> None:
    """Assert of a plain PUT, PATCH or DELETE that it was refused if its If-Match no longer held, and only then."""
    head = book.heads.get(place)
    is_gone = head is None or head.deleted
    match = request.headers.get("If-Match")
    if request.method == "DELETE" and is_gone:
        assert reply.status == (404 if head is None else 204)
    elif request.method == "PATCH" and is_gone and place[0] not in STANDING:
        assert reply.status == 404
    elif match is not None and (head is None or is_gone or match != f'"{head.revision}"'):
        assert reply.status == 412, f"{request.method} with an old If-Match was taken"
    else:
        assert reply.status in (200, 201, 204) or ((head is None or is_gone) and reply.status == 404)


def results_are_right(before: Book, after: Book, diary: Diary, operations: list[Any], results: list[Any]) -> None:
    """Assert of operations that were decided for the first time that each had a right to what it did."""
    places = [(operation["kind"], operation["id"]) for operation in operations]
    assert len(set(places)) == len(places), "two operations about one fact were sent together"
    for place, operation, result in zip(places, operations, results, strict=True):
        case = _Case(place, before.heads.get(place), after.heads.get(place), operation, result)
        if result["status"] == "applied":
            case.applied()
        else:
            assert case.before == case.after, f"{result['status']}, and the fact has changed"
        if result["status"] == "conflict":
            assert not case.knew_the_head
            case.is_listed(case.both_changed(before.revisions.get((place, operation["base_rev"]))), diary, before)
        elif result["status"] == "applied" and operation["base_rev"] is None:
            case.is_listed(case.both_changed({}), diary, before)


@dataclass
class _Case:
    place: Place
    before: Known | None
    after: Known | None
    operation: Fields
    result: Fields

    @property
    def knew_the_head(self) -> bool:
        return self.before is not None and self.operation["base_rev"] == self.before.revision

    def applied(self) -> None:
        if self.before == self.after:
            return
        assert self.after is not None
        if self.operation.get("ensure"):
            self.filled()
        elif self.operation["deleted"]:
            assert self.knew_the_head, "what nobody had seen was deleted"
        else:
            self.changed()

    def filled(self) -> None:
        assert self.after is not None
        assert self.after.revision == self.operation["base_rev"], "what was given back has another revision"
        assert self.before is None or self.before.number < self.after.number, "an older copy took the place of a newer"
        assert self.after.deleted == self.operation["deleted"]

    def changed(self) -> None:
        is_answer = self.place[0] in STANDING and self.operation["base_rev"] is None
        assert self.after is not None
        assert not self.after.deleted
        assert self.before is None or self.before.deleted or self.knew_the_head or is_answer, "overwritten unseen"
        if self.before is not None and not (self.before.deleted and is_answer):
            untouched = self.before.content.keys() - self.operation["fields"].keys() - FOLLOWS
            changed = {name for name in untouched if self.before.content[name] != self.after.content[name]}
            assert not changed, f"{changed} changed, and the operation did not name them"

    def both_changed(self, base: Fields | None) -> set[str]:
        """Return the fields that were changed on both sides, as far as that can be told."""
        if self.before is None or self.before.deleted or base is None:
            return set()
        there = self.before.content
        return {
            name
            for name, value in self.operation["fields"].items()
            if value != there[name] != base.get(name) and (base or json.dumps(there[name]) not in NOTHING)
        }

    def is_listed(self, names: set[str], diary: Diary, before: Book) -> None:
        if names:
            kind, id = self.place
            found = Conflict.objects.filter(diary=diary, kind=kind, fact_id=id, theirs=before.last[self.place])
            assert any(names <= set(conflict.fields) for conflict in found), f"nobody is told of {names}"


def is_page(request: Request) -> bool:
    """Whether the request asks for changes."""
    return request.path == CHANGES
