"""
Two phones of Ana's, a third client, a bad network and a server that is restored from backups: thousands of lives.

Hypothesis invents them; after each of them everything has to be where it belongs. Eve keeps a diary beside it, which
must never change. What has to be so is written in `tests.sync.witness`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from rest_framework.test import APIClient

from diary.models import Conflict, Operation, Version
from people.models import Diary, User
from tests.sync import backup
from tests.sync.phone import SINGLES, STANDING, Fields, Phone, Place
from tests.sync.shipped import ShippedPhone, is_at_hand
from tests.sync.transport import Fault, Line, Network, Reply, Request, Server
from tests.sync.witness import PLURALS, Seen, Witness, facts_of, place_of
from tests.sync.words import AT, needed, whole, words

USUAL = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],  # to explain takes minutes here
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
SHIPPED = settings(USUAL, max_examples=6)
# Derandomized, as Hypothesis is in CI, every part would live the same lives.
LONG = settings(USUAL, max_examples=1_000, stateful_step_count=50, derandomize=False, database=None)
PARTS = range(10)  # of a long run, over which the workers of pytest share it: on SQLite 20,000 lives in all

RESTORES_MAX = 2  # in one life
DAYS = ("2026-11-08", "2026-11-09")
TO_BE_SEEN_TO: Final = {"future_time", "required"}  # the only refusals that these people can bring about
SOME = st.integers(0, 7)
A_PHONE = st.integers(0, 1)
A_PLACE = st.integers(0, 2)  # few, so that people meet
FAULTS = st.sampled_from(list(Fault))
YEARS_WRONG = st.sampled_from((0, 0, 0, -10, -1, 3))


class Watched(Server):
    """The server, with somebody beside it."""

    def __init__(self, client: APIClient, witness: Witness, *, is_own: bool = True) -> None:
        super().__init__(client)
        self.witness = witness
        self.is_own = is_own

    def carry(self, request: Request, *, chosen: Sequence[str] = ()) -> Reply:
        """Answer, and be seen."""
        reply = super().carry(request)
        self.witness.look(request, reply, is_own=self.is_own, chosen=chosen)
        return reply


@dataclass
class World:
    """Who is there before the story begins."""

    ana: User
    eve: User
    as_ana: APIClient
    as_eve: APIClient


class TwoPhones(RuleBasedStateMachine):
    """One life of a diary. What happens in it is rolled back at its end."""

    def __init__(self, world: World) -> None:
        super().__init__()
        # Ids are drawn from the randomness that Hypothesis steers: where two conflicts have one moment, or a phone
        # lists by id, the same choices tell the same story again.
        self.ids = patch("os.urandom", random.randbytes)
        self.ids.start()
        self.story = transaction.atomic()
        self.story.__enter__()
        self.world = world
        self.eves_diary = untouchable(world.eve.diary)
        self.witness = Witness(world.ana.diary)
        self.server = Watched(world.as_ana, self.witness)
        strangers = [Watched(client, self.witness, is_own=False) for client in (world.as_eve, APIClient())]
        self.network = Network()
        self.phones = [self.new_phone("first", ops=3, facts=3), self.new_phone("second", ops=2, facts=4)]
        self.lines = [Line(self.network, self.server, others=strangers) for _ in self.phones]
        self.replies: list[Reply | None] = [None, None]
        self.waits = [False, False]
        self.backups: list[tuple[str, Seen]] = []
        self.restores = self.number = 0
        self.begin()

    def begin(self) -> None:
        """Both phones know a day and an entry that began later than was first said, and a backup is at hand."""
        place = self.phones[0].make("episode", whole("episode", AT, {"note": "first"}))
        self.phones[0].sync(self.lines[0])
        self.phones[0].write(place, {"started_at": (AT + timedelta(hours=3)).isoformat()})
        self.answer(phone=0, kind="day", which=0, what=1)
        self.come_to_rest(arriving=False)
        self.back_up()

    def teardown(self) -> None:
        """Come to rest, compare everything, and let nothing remain; after a failure only the last."""
        try:
            if sys.exc_info()[0] is None:
                self.come_to_rest(arriving=True)
        finally:
            for phone in self.phones:
                phone.close()
            transaction.set_rollback(True)
            self.story.__exit__(None, None, None)
            self.ids.stop()

    # What people do on their phones.

    @rule(phone=A_PHONE, kind=st.sampled_from(("episode", "episode", "check", "event")), which=SOME, years=YEARS_WRONG)
    def record(self, phone: int, kind: str, which: int, years: int) -> None:
        """Somebody writes something down; the phone's clock may be wrong by years."""
        at = AT.replace(year=AT.year + years) + timedelta(seconds=self.number)
        fields = whole(kind, at, self.words(kind, which))
        if which % 2:  # not every client says when an entry was written down
            fields.pop("recorded_at", None)
        eves = facts_of(self.world.eve.diary)
        id = next((id for kind_of_hers, id in eves if kind_of_hers == kind), None) if which == 0 else None
        taken = {place for one in self.phones for place in one.places()} | self.witness.seen.book.heads.keys()
        place = self.phones[phone].make(kind, fields, None if (kind, id) in taken else id)
        self.witness.types(place, fields)

    @rule(phone=A_PHONE, which=A_PLACE, what=SOME)
    def edit(self, phone: int, which: int, what: int) -> None:
        """Somebody changes what a screen shows."""
        if shown := self.shown(phone):
            self.type(phone, shown[which % len(shown)], what)

    @rule(which=A_PLACE, what=SOME, other=SOME, first=FAULTS, second=FAULTS)
    def edit_on_both(self, which: int, what: int, other: int, first: Fault, second: Fault) -> None:
        """Somebody changes the same on both phones, neither of which has heard of the other."""
        both = [place for place in self.shown(0) if place in self.shown(1)]
        if both:
            self.type(0, both[which % len(both)], what)
            self.type(1, both[which % len(both)], other)
            self.exchange(0, first, again=False)
            self.exchange(1, second, again=False)

    @rule(which=A_PLACE, what=SOME, other=SOME, edit=FAULTS, delete=FAULTS)
    def edit_on_one_and_delete_on_the_other(
        self, which: int, what: int, other: int, edit: Fault, delete: Fault
    ) -> None:
        """Somebody changes on one phone what was changed and then deleted on the other."""
        both = [place for place in self.shown(0) if place in self.shown(1) and place[0] in PLURALS]
        if both:
            place = both[which % len(both)]
            self.type(0, place, what)
            self.type(1, place, other)
            self.exchange(1, Fault.NONE, again=False)
            self.let_delete(1, place)
            self.exchange(1, delete, again=False)
            self.exchange(0, edit, again=False)

    @rule(kind=st.sampled_from(STANDING), which=A_PLACE, what=SOME, other=SOME, first=FAULTS, second=FAULTS)
    def answer_on_both(self, kind: str, which: int, what: int, other: int, first: Fault, second: Fault) -> None:
        """Somebody says the same thing twice, once on each phone."""
        self.answer(0, kind, which, what)
        self.answer(1, kind, which, other)
        self.exchange(0, first, again=False)
        self.exchange(1, second, again=False)

    @rule(phone=A_PHONE, kind=st.sampled_from(STANDING), which=A_PLACE, what=SOME)
    def answer(self, phone: int, kind: str, which: int, what: int) -> None:
        """Somebody says how a day was, or changes what there is one of."""
        self.type(phone, (kind, kind if kind in SINGLES else DAYS[which % len(DAYS)]), what)

    @rule(phone=A_PHONE, which=A_PLACE)
    def delete(self, phone: int, which: int) -> None:
        """Somebody deletes what a screen shows."""
        if shown := [place for place in self.shown(phone) if place[0] in PLURALS]:
            self.let_delete(phone, shown[which % len(shown)])

    @precondition(lambda self: self.gone(0) or self.gone(1))
    @rule(phone=A_PHONE, which=SOME)
    def undo(self, phone: int, which: int) -> None:
        """Somebody brings back what was deleted."""
        if gone := self.gone(phone):
            self.phones[phone].undo(gone[which % len(gone)])

    @precondition(lambda self: any(phone.attention for phone in self.phones))
    @rule()
    def see_to(self) -> None:
        """Somebody corrects what was refused."""
        phone = next(phone for phone in self.phones if phone.attention)
        place = phone.attention[0].operation.place
        corrected = needed(place[0], AT + timedelta(days=10)) if place[0] in PLURALS and place[0] != "day" else {}
        for replaced in phone.see_to(place, corrected):
            self.witness.types(place, corrected, instead_of=replaced)

    # What people do elsewhere.

    @rule(
        which=A_PLACE, what=SOME, verb=st.sampled_from(("PUT", "PATCH", "DELETE", "RESTORE")),
        match=st.sampled_from(("none", "head", "stale")), fault=st.sampled_from((Fault.NONE, Fault.DELAYED)),
    )  # fmt: skip
    def use_another_client(self, which: int, what: int, verb: str, match: str, fault: Fault) -> None:
        """Somebody uses a client that keeps nothing, in plain REST."""
        heads = [place for place in self.witness.seen.book.heads if place[0] in PLURALS] + [("day", DAYS[0])]
        place = heads[which % len(heads)]
        address = f"/api/v1/{PLURALS[place[0]]}/{place[1]}/"
        head = self.witness.seen.book.heads.get(place)
        fields = self.words(place[0], what)
        if verb == "PUT":
            fields = fields if place[0] == "day" else whole(place[0], AT + timedelta(seconds=self.number), fields)
        headers = {"If-Match": f'"{head.revision}"'} if match == "head" and head else {}
        headers = {"If-Match": '"1.0"'} if match == "stale" else headers
        if verb == "RESTORE":
            request = Request("POST", f"{address}restore/")
        else:
            request = Request(verb, address, body=None if verb == "DELETE" else fields, headers=headers)
        if fault is Fault.DELAYED and "If-Match" in headers:  # without it, one that comes late would rightly win
            self.network.held_up.append((self.server, request))
            self.witness.deletes(place) if verb == "DELETE" else None
            return
        self.hear_another_client(request, place, fields)

    def hear_another_client(self, request: Request, place: Place, fields: Fields) -> None:
        """Note what was typed, if it was taken."""
        if request.method == "DELETE":
            self.witness.deletes(place)
        if self.server.carry(request).status in (200, 201) and request.body is not None:
            self.witness.types(place, fields)

    @precondition(lambda self: Conflict.objects.open_in(self.world.ana.diary).exists())
    @rule(which=SOME, keep=st.sampled_from(("mine", "theirs", "both")))
    def settle(self, which: int, keep: str) -> None:
        """Somebody looks at a conflict, and says what shall count."""
        told = self.server.carry(Request("GET", "/api/v1/conflicts/")).told()["results"]
        conflict = told[which % len(told)]
        if conflict["theirs_deleted"] and keep == "theirs":
            self.witness.deletes((conflict["kind"], conflict["fact_id"]))
        address = f"/api/v1/conflicts/{conflict['id']}/resolve/"
        self.server.carry(Request("POST", address, body={"keep": keep}), chosen=conflict["fields"])

    # What the phones and the network do.

    @precondition(lambda self: any(phone.outbox for phone in self.phones))
    @rule(phone=A_PHONE, fault=FAULTS, again=st.booleans())
    def push(self, phone: int, fault: Fault, again: bool) -> None:
        """A phone that has something to send sends it; perhaps it tries again at once."""
        self.exchange(phone if self.phones[phone].outbox else 1 - phone, fault, again=again)

    @rule(phone=A_PHONE, fault=FAULTS, again=st.booleans())
    def exchange(self, phone: int, fault: Fault, again: bool) -> None:
        """A phone sends what is next and hears the reply, or what the network makes of it."""
        self.receive(phone)
        self.lines[phone].fault = fault
        self.phones[phone].exchange(self.lines[phone])
        if again:
            self.phones[phone].exchange(self.lines[phone])

    @rule(phone=A_PHONE)
    def sync(self, phone: int) -> None:
        """A phone has a good connection for a while."""
        self.receive(phone)
        self.phones[phone].sync(self.lines[phone])

    @rule(phone=A_PHONE)
    def send(self, phone: int) -> None:
        """A phone sends something; the reply takes its time."""
        self.receive(phone)
        self.replies[phone] = self.lines[phone].carry(self.phones[phone].next_request())
        self.waits[phone] = True

    @precondition(lambda self: any(self.waits))
    @rule(phone=A_PHONE)
    def receive(self, phone: int) -> None:
        """The reply comes in."""
        if self.waits[phone]:
            self.waits[phone] = False
            self.phones[phone].receive(self.replies[phone])

    @precondition(lambda self: any(self.waits))
    @rule(phone=A_PHONE)
    def crash(self, phone: int) -> None:
        """A phone stops between receiving and storing."""
        self.waits[phone] = False
        self.phones[phone].crash()

    @precondition(lambda self: self.network.held_up)
    @rule(which=SOME)
    def deliver(self, which: int) -> None:
        """Something that was held up arrives."""
        self.arrive(which)

    @precondition(lambda self: len(self.backups) < 3)
    @rule()
    def back_up(self) -> None:
        """The operator takes a backup."""
        self.backups.append((backup.take(), self.witness.backup()))

    @precondition(lambda self: self.restores < RESTORES_MAX)
    @rule(which=SOME)
    def restore(self, which: int) -> None:
        """The operator puts a backup back; whatever was newer is gone."""
        number = which % len(self.backups)
        taken, seen = self.backups[number]
        del self.backups[number + 1 :]
        backup.restore(taken)
        self.witness.restored(seen, self.phones)
        self.restores += 1

    @rule()
    def rest(self) -> None:
        """Everybody is online, and nothing happens for a while."""
        self.come_to_rest(arriving=False)

    @invariant()
    def nothing_is_nowhere(self) -> None:
        """What was typed is somewhere, at every moment."""
        self.witness.nothing_is_nowhere(self.phones)

    # How it ends.

    def come_to_rest(self, *, arriving: bool) -> None:
        """Let what was held up arrive or be lost, sync until nothing moves, and compare."""
        while arriving and self.network.held_up:
            self.arrive(0)
        self.network.held_up.clear()
        for number, phone in enumerate(self.phones):
            self.receive(number)
            phone.sync(self.lines[number])
        for phone, line in zip(self.phones, self.lines, strict=True):
            phone.sync(line)
        self.everybody_knows_the_same()
        self.witness.nothing_is_nowhere(self.phones)
        self.witness.all_is_well()
        assert untouchable(self.world.eve.diary) == self.eves_diary

    def everybody_knows_the_same(self) -> None:
        """Both phones, the server, and a phone that was bought a minute ago."""
        fresh = self.new_phone("fresh", facts=50)
        fresh.sync(self.server)
        fresh.close()
        facts = facts_of(self.world.ana.diary)
        for phone in (*self.phones, fresh):
            assert phone.known == facts, f"{phone.name} knows something else"
            assert not phone.offers
            assert not phone.outbox
            assert {one.problem["code"] for one in phone.attention} <= TO_BE_SEEN_TO

    def arrive(self, which: int) -> None:
        """Let a request arrive that was held up; nobody waits for its reply."""
        request, reply = self.network.deliver(which)
        if not request.is_push and request.body is not None and reply.status in (200, 201):
            self.witness.types(place_of(request), request.body)

    # Who is who.

    Phone: Any = Phone

    def new_phone(self, name: str, *, ops: int = 500, facts: int = 500) -> Any:
        """Return a phone of Ana's that knows nothing."""
        return self.Phone(str(self.world.ana.diary.reference), name, ops_at_once=ops, facts_at_once=facts)

    def shown(self, phone: int) -> list[Place]:
        """Return what this phone shows."""
        one = self.phones[phone]
        return [place for place in one.places() if one.view(place) is not None]

    def gone(self, phone: int) -> list[Place]:
        """Return what was deleted, as far as this phone knows."""
        one = self.phones[phone]
        return [place for place in one.places() if place[0] in PLURALS and one.view(place) is None]

    def type(self, phone: int, place: Place, what: int) -> None:
        """Type something into a fact, on a phone."""
        fields = self.words(place[0], what)
        if place not in self.phones[phone].known:  # what never left the phone may not begin after it was written down
            fields.pop("started_at", None)
        replaced = self.phones[phone].write(place, fields)
        self.witness.types(place, fields)
        for one in replaced:
            self.witness.types(place, {}, instead_of=one)

    def let_delete(self, phone: int, place: Place) -> None:
        """Delete on a phone; what never left it may go."""
        for one in self.phones[phone].delete(place):
            self.witness.types(place, {}, instead_of=one)
        self.witness.deletes(place)

    def words(self, kind: str, what: int) -> Fields:
        """Return one or two things to say that were never said before."""
        self.number += 1
        all_words = words(kind, self.number)
        return dict([all_words[what % len(all_words)], all_words[what // 2 % len(all_words)]])


def untouchable(diary: Diary) -> Any:
    """Return all that a diary holds, apart from its epoch, which a restore raises for everybody."""
    return (
        facts_of(diary),
        list(Version.objects.of(diary).order_by("number").values_list("number", "entry_hash")),
        Operation.objects.filter(diary=diary).count() + Conflict.objects.filter(diary=diary).count(),
        Diary.objects.get(pk=diary.pk).change_counter,
    )


class TwoShippedPhones(TwoPhones):
    """The same lives, with the phone client's own code as the phones."""

    Phone = ShippedPhone


def live(world: World, profile: settings, machine: type[TwoPhones] = TwoPhones) -> None:
    """Let Hypothesis invent lives, and find the shortest one that goes wrong."""
    run_state_machine_as_test(lambda: machine(world), settings=profile)  # type: ignore[arg-type]  # documented: a function will do


@pytest.fixture
def world(ana: User, eve: User, as_ana: APIClient, as_eve: APIClient) -> World:
    """Ana begins; Eve has written down a few things, one of each kind."""
    phone = Phone(str(eve.diary.reference), "Eve's")
    for kind in ("episode", "check", "event"):
        phone.make(kind, {**needed(kind, AT), **dict(words(kind, 1))})
    phone.write(("day", DAYS[0]), dict(words("day", 1)))
    phone.write(("settings", "settings"), dict(words("settings", 1)))
    phone.sync(Server(as_eve))
    return World(ana, eve, as_ana, as_eve)


@pytest.mark.either
class TestTwoPhones:
    def test_come_to_know_the_same_whatever_happened(self, world: World) -> None:
        live(world, USUAL)

    @pytest.mark.long
    @pytest.mark.parametrize("part", PARTS)
    def test_come_to_know_the_same_in_many_more_lives(self, world: World, part: int) -> None:
        live(world, LONG)


@pytest.mark.sqlite  # it is the phones that differ
class TestTwoShippedPhones:
    @pytest.fixture(autouse=True)
    def _node(self) -> None:
        if not is_at_hand():
            pytest.skip("needs Node.js, and its packages (npm ci)")

    def test_come_to_know_the_same_whatever_happened(self, world: World) -> None:
        live(world, SHIPPED, TwoShippedPhones)

    @pytest.mark.long
    @pytest.mark.parametrize("part", PARTS)
    def test_come_to_know_the_same_in_many_more_lives(self, world: World, part: int) -> None:
        live(world, LONG, TwoShippedPhones)
