"""
Somebody who watches the server beside the phones, and remembers what it said and what people typed.

After every answer the witness reads the new versions of the diary: their numbers, their chain, what they changed. At
the end it compares all that the tables say of each other, and asks whether anything that was typed or acknowledged is
nowhere.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from diary import documents
from diary.models import Conflict, Operation, Version
from diary.services import history
from diary.services.days import caffeine_of
from diary.services.kinds import KINDS
from people.chain import FIRST_HASH
from people.models import Diary
from tests.sync import rulebook
from tests.sync.phone import Fields, Known, Phone, Place
from tests.sync.rulebook import Book
from tests.sync.transport import Reply, Request
from tests.sync.words import TOKENS

EXPECTED = {200, 201, 204, 304, 401, 403, 404, 409, 410, 412}
PLURALS = {"episode": "episodes", "check": "checks", "event": "events", "day": "days"}
Said = tuple[Place, str, str]  # fact, field, value as JSON


def place_of(request: Request) -> Place:
    """Return the fact that a plain request is about."""
    name, id = request.path.split("/")[3:5]
    return next(kind for kind, plural in PLURALS.items() if plural == name), id


def said(place: Place, fields: Fields) -> set[Said]:
    """Return each value of `fields` on its own."""
    return {(place, name, json.dumps(value, sort_keys=True)) for name, value in fields.items()}


@dataclass
class Seen:
    """What the server has shown since the diary began, or since the backup that it was restored from."""

    number: int = 0
    hash: str = FIRST_HASH
    book: Book = field(default_factory=Book)
    values: set[Said] = field(default_factory=set)  # in any version
    contents: set[tuple[Place, str]] = field(default_factory=set)  # of any version
    outcomes: dict[str, Fields] = field(default_factory=dict)  # the results of operations, as they were first told
    arrived: set[Said] = field(default_factory=set)  # tokens that have stood in a head
    acknowledged: set[tuple[Place, str]] = field(default_factory=set)  # contents
    typed: set[Said] = field(default_factory=set)
    deleted: set[Place] = field(default_factory=set)  # what somebody deleted at some time


class Witness:
    """Watches one diary."""

    def __init__(self, diary: Diary) -> None:
        self.diary = diary
        self.seen = Seen()
        self.offered: dict[Place, Known] = {}  # the newest that a phone knew when a restore came
        self.excused: set[Said] = set()  # tokens that may come back: somebody chose them, or a restore lost the memory

    # What people do.

    def types(self, place: Place, fields: Fields, *, instead_of: Fields | None = None) -> None:
        """Note what a person typed; what was never sent and is replaced by it may go."""
        self.seen.typed -= said(place, instead_of or {})
        self.seen.typed |= said(place, fields)

    def deletes(self, place: Place) -> None:
        """Note that a person deleted this."""
        self.seen.deleted.add(place)

    # What the server does.

    def backup(self) -> Seen:
        """Return what there is to remember of this moment."""
        return copy.deepcopy(self.seen)

    def restored(self, backup: Seen, phones: Iterable[Phone]) -> None:
        """
        Go back to what the backup holds, and what still lives on a phone.

        After a restore an older text may win; so values that left may come back once, and those that were on their way
        are not asked again how often they came.
        """
        now, self.seen = self.seen, copy.deepcopy(backup)
        self.seen.arrived = set()
        self.seen.book.positions = {"": 0}  # a new epoch: no cursor from before is good any more
        self.seen.acknowledged &= self.seen.contents  # what the backup holds, not what was still to be offered then
        self.seen.deleted |= now.deleted
        self.seen.typed = now.typed & (self.seen.values | _held(phones, certain=True))
        for phone in phones:
            known, _ = phone.certain()
            self.seen.acknowledged |= {(place, _content(fact.document)) for place, fact in known.items()}
            for place, fact in phone.known.items():
                if place not in self.offered or self.offered[place].number < fact.number:
                    self.offered[place] = fact
            for operation in [*phone.offers, *phone.outbox]:
                self.excused |= said(operation.place, operation.fields)

    def look(self, request: Request, reply: Reply, *, is_own: bool = True, chosen: Sequence[str] = ()) -> None:
        """Look at an answer and what it left in the diary. Of the fields `chosen` a person said what shall stand."""
        assert reply.status in EXPECTED, (request, reply)
        new = list(Version.objects.of(self.diary).filter(number__gt=self.seen.number).order_by("number"))
        self._look_at_count(request, reply, new, is_own=is_own)
        before = copy.copy(self.seen.book)
        before.heads, before.last = dict(before.heads), dict(before.last)
        for version in new:
            self._chain(version)
            self._note(version, chosen)
        if is_own and request.method in ("PUT", "PATCH", "DELETE"):
            rulebook.plain_answer_is_right(before, place_of(request), request, reply)
        if is_own and rulebook.is_page(request):
            rulebook.page_is_right(self.seen.book, request, reply)
        elif is_own and reply.status in (200, 201):
            self._acknowledge(before, request, reply)

    def _look_at_count(self, request: Request, reply: Reply, new: list[Version], *, is_own: bool) -> None:
        if request.method == "GET" or not is_own or reply.status >= 400:
            assert not new, f"{request.method} {request.path} -> {reply.status} changed the diary"
        elif request.is_push:
            unknown = {one["op_id"] for one in request.body["ops"]} - self.seen.outcomes.keys()
            assert len(new) <= len(unknown), "an operation took effect more than once"
        elif not request.path.endswith("/resolve/"):  # which may leave two
            assert len(new) <= 1

    def _chain(self, version: Version) -> None:
        assert version.number == self.seen.number + 1, "a number is missing"
        assert version.entry_hash == history.entry_hash(self.seen.hash, version), "the chain is broken"
        self.seen.number, self.seen.hash = version.number, version.entry_hash

    def _note(self, version: Version, chosen: Sequence[str]) -> None:
        place = (version.kind, version.fact_id)
        document = json.loads(version.document)
        self.seen.contents.add((place, _content(document)))
        self.seen.values |= said(place, document)
        if version.act == Version.Act.LOST:
            return
        tokens = _tokens(place, document)
        self.excused |= {one for one in tokens if one[1] in chosen}
        before = self.seen.book.heads.get(place)
        arrived = tokens - _tokens(place, before.document if before else {})
        came_back = arrived & self.seen.arrived - self.excused
        assert not came_back, f"{came_back} came back after it was replaced"
        self.seen.arrived |= arrived
        book = self.seen.book
        book.heads[place] = Known(document["revision"], version.act == Version.Act.WITHDRAWN, document)
        book.last[place], book.revisions[place, document["revision"]] = version.number, book.heads[place].content

    def _acknowledge(self, before: Book, request: Request, reply: Reply) -> None:
        if request.is_push:
            self._look_at_results(before, request.body["ops"], reply.told()["results"])
        elif request.method in ("PUT", "PATCH"):
            self._promise(place_of(request), reply.told())

    def _look_at_results(self, before: Book, operations: list[Any], results: list[Any]) -> None:
        assert [one["op_id"] for one in operations] == [one["op_id"] for one in results]
        pairs = list(zip(operations, results, strict=True))
        first = [pair for pair in pairs if pair[0]["op_id"] not in self.seen.outcomes]
        rulebook.results_are_right(
            before, self.seen.book, self.diary, [one for one, _ in first], [result for _, result in first]
        )
        for operation, result in pairs:
            self._remember(operation, result)

    def _remember(self, operation: dict[str, Any], result: dict[str, Any]) -> None:
        place = (operation["kind"], operation["id"])
        earlier = self.seen.outcomes.get(operation["op_id"])
        if earlier is not None:
            wanted = "duplicate" if earlier["status"] == "applied" else earlier["status"]
            assert result == {**earlier, "status": wanted}, f"{earlier}, and told as {result} when it came again"
            return
        if result["status"] in ("applied", "conflict", "stale"):
            self.seen.outcomes[operation["op_id"]] = result
            gone = said(place, operation["fields"]) - self.seen.values
            assert not gone, f"{result['status']}, and kept nowhere: {gone}"
        else:
            assert result["status"] == "rejected", result
        if "document" in result:
            self._promise(place, result["document"])
            head = self.seen.book.heads[place]
            assert (result["document"], result["deleted"]) == (head.document, head.deleted), "told something else"

    def _promise(self, place: Place, document: Fields) -> None:
        content = (place, _content(document))
        assert content in self.seen.contents, f"the server told {content}, which it never stored"
        self.seen.acknowledged.add(content)

    # What has to be so.

    def nothing_is_nowhere(self, phones: Iterable[Phone]) -> None:
        """Assert that all that was typed is on the server, or on its way there, or waits for a person."""
        nowhere = self.seen.typed - self.seen.values - _held(phones)
        assert not nowhere, f"nowhere: {nowhere}"

    def all_is_well(self) -> None:
        """Assert that the tables agree with each other, and with what was seen and acknowledged."""
        self._versions_are_whole()
        self._facts_are_their_last_versions()
        lost = self.seen.acknowledged - self.seen.contents
        assert not lost, f"acknowledged and lost: {lost}"
        assert Operation.objects.filter(diary=self.diary).count() == len(self.seen.outcomes)
        for conflict in Conflict.objects.filter(diary=self.diary):
            about = Version.objects.of(self.diary).about(conflict.kind, conflict.fact_id)
            assert about.filter(number__in=(conflict.mine, conflict.theirs)).count() == 2

    def _versions_are_whole(self) -> None:
        versions = list(Version.objects.of(self.diary).order_by("number"))
        counter = Diary.objects.get(pk=self.diary.pk).change_counter
        assert [version.number for version in versions] == list(range(1, counter + 1))
        previous = FIRST_HASH
        for version in versions:
            assert version.entry_hash == history.entry_hash(previous, version)
            previous = version.entry_hash
        assert (counter, previous) == (self.seen.number, self.seen.hash)

    def _facts_are_their_last_versions(self) -> None:
        facts = facts_of(self.diary)
        assert {place: known.document for place, known in facts.items()} == {
            place: head.document for place, head in self.seen.book.heads.items()
        }
        for place, known in facts.items():
            assert known.deleted == self.seen.book.heads[place].deleted
            assert not known.deleted or place in self.seen.deleted, f"nobody deleted {place}"
            self._is_as_new_as_a_phone_knew_it(place, known)
            if place[0] == "day":
                drinks = known.document["drinks"]
                assert known.document["caffeine_mg"] == (None if drinks is None else caffeine_of(drinks)), place

    def _is_as_new_as_a_phone_knew_it(self, place: Place, known: Known) -> None:
        offered = self.offered.get(place)
        if offered is not None:
            assert known.number >= offered.number, f"{place} is older than a phone knew it before a restore"
            is_it = (known.content, known.deleted) == (offered.content, offered.deleted)
            assert known.number > offered.number or is_it, f"{place} is another under the same revision"


def facts_of(diary: Diary) -> dict[Place, Known]:
    """Return the diary's facts as its tables hold them, each of them agreeing with itself."""
    facts: dict[Place, Known] = {}
    numbers: list[int] = []
    for kind in KINDS.values():
        for fact in kind.rows(diary):
            place = (kind.name, kind.fact_id(getattr(fact, kind.key)))
            document = json.loads(fact.document)
            assert documents.content_of(fact.document) == json.loads(documents.encode(kind.content(fact)))
            assert document["revision"] == fact.revision
            facts[place] = Known(fact.revision, fact.deleted_at is not None, document)
            numbers.append(fact.seq)
    assert len(set(numbers)) == len(numbers), "two facts share a place in the order"
    last = {(one.kind, one.fact_id): one for one in Version.objects.of(diary).exclude(act="lost").order_by("number")}
    assert sorted(numbers) == sorted(one.number for one in last.values())
    return facts


def _content(document: Fields) -> str:
    return json.dumps(Known("", deleted=False, document=document).content, sort_keys=True)


def _tokens(place: Place, document: Fields) -> set[Said]:
    names = TOKENS[place[0]]
    return said(place, {name: document[name] for name in names if document.get(name) not in (None, "", [])})


def _held(phones: Iterable[Phone], *, certain: bool = False) -> set[Said]:
    """Return what the phones hold: known, to be sent, or to be looked at."""
    held: set[Said] = set()
    for phone in phones:
        known, pending = phone.certain() if certain else (phone.known, [*phone.offers, *phone.outbox])
        for place, fact in known.items():
            held |= said(place, fact.document)
        for operation in [*pending, *(one.operation for one in phone.attention)]:
            held |= said(operation.place, operation.fields)
    return held
