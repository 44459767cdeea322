"""Stories that went wrong in other designs, one by one; the machine beside this file may never meet them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Conflict, Episode, Version
from people.models import Diary, User
from tests import cast
from tests.sync import backup
from tests.sync.phone import Fields, Phone, Place
from tests.sync.transport import PUSH, REQUEST_ID, Fault, Line, Network, Reply, Request, Server
from tests.sync.witness import facts_of

AT = "2026-11-10T08:00:00+01:00"
LATER = "2026-11-10T11:00:00+01:00"
DAY = ("day", "2026-11-09")


def entry(**said: Any) -> Fields:
    return {"started_at": AT, "time_zone": cast.ZONE, **said}


@dataclass
class Hand:
    """A phone with its line."""

    phone: Phone
    line: Line

    def sync(self) -> None:
        self.phone.sync(self.line)

    def exchange(self, fault: Fault = Fault.NONE) -> None:
        self.line.fault = fault
        self.phone.exchange(self.line)

    def says(self, place: Place, name: str) -> Any:
        shown = self.phone.view(place)
        return None if shown is None else shown[name]


@dataclass
class Table:
    """Two phones of Ana's on one network."""

    diary: Diary
    server: Server
    network: Network
    first: Hand
    second: Hand

    def both_know(self, **said: Any) -> Place:
        """Return an entry that the first phone made and both know."""
        place = self.first.phone.make("episode", entry(**said))
        self.first.sync()
        self.second.sync()
        return place

    def everybody_knows_the_same(self) -> None:
        for hand in (self.first, self.second, self.first):
            hand.sync()
        fresh = Phone(str(self.diary.reference), "fresh")
        fresh.sync(self.server)
        for phone in (self.first.phone, self.second.phone, fresh):
            assert phone.known == facts_of(self.diary)
            assert (phone.outbox, phone.offers) == ([], [])

    def listed(self, side: str) -> list[Any]:
        """Return the conflicts that wait for a person, as that side had it."""
        return [one[side] for one in self.server.carry(Request("GET", "/api/v1/conflicts/")).told()["results"]]

    def versions(self, place: Place, name: str) -> list[Any]:
        """Return what the fact said in this field, version by version, and how each came about."""
        versions = Version.objects.of(self.diary).about(*place).order_by("number")
        return [(one.act, Reply(200, one.document.encode()).told()[name]) for one in versions]


@pytest.fixture
def table(ana: User, eve: User, as_ana: APIClient, as_eve: APIClient) -> Table:
    server, network = Server(as_ana), Network()
    strangers = (Server(as_eve), Server(APIClient()))
    hands = [
        Hand(Phone(str(ana.diary.reference), name), Line(network, server, others=strangers)) for name in ("A", "B")
    ]
    return Table(ana.diary, server, network, *hands)


class TestLostAnswers:
    def test_an_edit_that_is_sent_again_does_not_undo_a_later_one(self, table: Table) -> None:
        place = table.both_know(note="first")
        table.first.phone.write(place, {"note": "from A"})
        table.first.exchange(Fault.UNANSWERED)
        table.second.sync()
        table.second.phone.write(place, {"note": "from B, who has read A"})
        table.second.sync()
        table.everybody_knows_the_same()

        assert table.first.says(place, "note") == "from B, who has read A"
        assert table.versions(place, "note") == [
            ("recorded", "first"), ("amended", "from A"), ("amended", "from B, who has read A"),
        ]  # fmt: skip

    def test_what_nobody_on_this_phone_has_read_is_not_overwritten_unlisted(self, table: Table) -> None:
        """A's answer to a conflict is lost, B writes over the same field, and A sends the same again."""
        place = table.both_know(note="first", stress=1)
        table.second.phone.write(place, {"stress": 2})
        table.second.sync()
        table.first.phone.write(place, {"note": "from A"})
        table.first.exchange(Fault.UNANSWERED)
        table.second.phone.write(place, {"note": "from B"})
        table.second.sync()
        table.everybody_knows_the_same()

        assert [one["note"] for one in table.listed("theirs")] == ["from B"]

    def test_a_second_edit_after_a_lost_answer_is_not_taken_for_one_that_has_seen_the_others(
        self, table: Table
    ) -> None:
        place = table.both_know(note="first")
        table.first.phone.write(place, {"note": "from A"})
        table.first.exchange(Fault.UNANSWERED)
        table.second.sync()
        table.second.phone.write(place, {"note": "from B"})
        table.second.sync()
        table.first.phone.write(place, {"note": "from A again"})
        table.everybody_knows_the_same()

        assert table.first.says(place, "note") == "from A again"
        assert [one["note"] for one in table.listed("theirs")] == ["from B"]

    @pytest.mark.parametrize("fault", [Fault.UNANSWERED, Fault.CUT, Fault.BAD_GATEWAY, Fault.TIMED_OUT, Fault.TWICE])
    def test_a_new_entry_that_is_sent_again_does_not_overwrite_an_edit(self, table: Table, fault: Fault) -> None:
        table.first.exchange()
        place = table.first.phone.make("episode", entry(note="as it was typed"))
        table.first.exchange(fault)
        table.second.sync()
        table.second.phone.write(place, {"note": "corrected"})
        table.second.sync()
        table.everybody_knows_the_same()

        assert table.versions(place, "note") == [("recorded", "as it was typed"), ("amended", "corrected")]

    def test_a_new_entry_that_another_phone_gave_back_first_is_known_again(self, table: Table) -> None:
        table.first.exchange()
        taken = backup.take()
        place = table.first.phone.make("episode", entry(note="sent once"))  # when it was written down, it does not say
        table.first.exchange(Fault.UNANSWERED)
        table.second.sync()
        backup.restore(taken)
        table.second.sync()
        table.everybody_knows_the_same()

        assert table.first.says(place, "note") == "sent once"
        assert Conflict.objects.count() == 0

    def test_what_was_typed_after_it_was_sent_is_not_lost_with_its_answer(self, table: Table) -> None:
        place = table.both_know(note="first")
        table.first.phone.write(place, {"note": "second"})
        table.first.exchange(Fault.UNANSWERED)
        table.first.phone.write(place, {"note": "third"})
        table.everybody_knows_the_same()

        assert [note for _, note in table.versions(place, "note")] == ["first", "second", "third"]

    def test_three_entries_a_second_apart_are_three_however_often_they_are_sent(self, table: Table) -> None:
        at = datetime.fromisoformat(AT)
        for seconds in range(3):
            started_at = (at + timedelta(seconds=seconds)).isoformat()
            place = [{"site": "lid_lower", "side": "right"}]
            table.first.phone.make("episode", entry(started_at=started_at, sites=place))
        for fault in (Fault.NONE, Fault.UNANSWERED, Fault.DELAYED, Fault.TWICE):
            table.first.exchange(fault)
        table.network.deliver(0)
        table.everybody_knows_the_same()

        assert Episode.objects.of(table.diary).count() == 3
        assert Version.objects.of(table.diary).count() == 3

    def test_the_answer_of_another_request_is_not_taken_for_ones_own(self, table: Table) -> None:
        for number in range(2):
            table.first.phone.make("episode", entry(duration_s=number))
        table.first.phone.ops_at_once = 1
        for fault in (Fault.NONE, Fault.NONE, Fault.MIXED_UP):
            table.first.exchange(fault)

        assert len(table.first.phone.outbox) == 1
        table.everybody_knows_the_same()
        assert Episode.objects.of(table.diary).count() == 2

    def test_every_answer_names_its_request(self, table: Table) -> None:
        for request in (table.first.phone.next_request(), Request("PUT", f"/api/v1/episodes/{uuid4()}/", body=entry())):
            assert table.server.carry(request).headers.get(REQUEST_ID) == request.id


class TestDeleted:
    @pytest.mark.parametrize("edited_first", [True, False])
    def test_an_edit_beats_a_delete(self, table: Table, edited_first: bool) -> None:
        place = table.both_know(note="there")
        table.first.phone.write(place, {"stress": 5})
        table.second.phone.delete(place)
        for hand in (table.first, table.second) if edited_first else (table.second, table.first):
            hand.sync()
        table.everybody_knows_the_same()

        assert (table.second.says(place, "note"), table.second.says(place, "stress")) == ("there", 5)

    def test_a_page_that_comes_while_something_waits_moves_nothing(self, table: Table) -> None:
        place, other = table.both_know(note="there"), table.both_know(note="other")
        table.second.phone.delete(place)
        table.second.sync()
        page = table.first.line.carry(table.first.phone.next_request())
        cursor = table.first.phone.cursor
        table.first.phone.write(other, {"note": "typed while the page was on its way"})
        table.first.phone.receive(page)

        assert table.first.phone.cursor == cursor
        table.everybody_knows_the_same()
        assert table.first.phone.view(place) is None

    def test_is_seen_after_a_page_that_came_while_the_entry_itself_was_edited(self, table: Table) -> None:
        place = table.both_know(note="there")
        table.second.phone.delete(place)
        table.second.sync()
        page = table.first.line.carry(table.first.phone.next_request())
        table.first.phone.write(place, {"stress": 1})
        table.first.phone.receive(page)
        table.everybody_knows_the_same()

        assert table.second.says(place, "stress") == 1

    def test_is_seen_by_a_phone_that_was_away_for_long(self, table: Table) -> None:
        place = table.both_know(note="there")
        table.second.phone.delete(place)
        for number in range(1_000):
            table.second.phone.make("event", {"kind": "visit", "action": "single", "on": "2026-11-01", "dose": number})
        table.second.sync()
        table.first.phone.facts_at_once = 300
        table.everybody_knows_the_same()

        assert table.first.phone.view(place) is None
        assert len(table.first.phone.known) == 1_001

    def test_brought_back_by_an_edit_it_says_what_was_said_last(self, table: Table) -> None:
        place = table.both_know(note="there", stress=5)
        table.first.phone.write(place, {"note": "typed offline"})
        table.second.phone.write(place, {"stress": 7})
        table.second.sync()
        table.second.phone.delete(place)
        table.second.sync()
        table.everybody_knows_the_same()

        assert (table.first.says(place, "note"), table.first.says(place, "stress")) == ("typed offline", 7)

    def test_brought_back_by_undo_it_says_what_was_said_last(self, table: Table) -> None:
        place = table.both_know(stress=5)
        table.first.phone.delete(place)
        table.first.sync()
        table.first.phone.undo(place)
        table.second.sync()
        table.second.phone.undo(place)
        table.second.sync()
        table.second.phone.write(place, {"stress": 7})
        table.second.sync()
        table.second.phone.delete(place)
        table.second.sync()
        table.everybody_knows_the_same()

        assert table.first.says(place, "stress") == 7

    def test_a_day_that_is_answered_anew_begins_empty(self, table: Table) -> None:
        table.first.phone.write(DAY, {"sleep_min": 400})
        table.first.sync()
        table.first.phone.delete(DAY)
        table.first.sync()
        table.first.phone.write(DAY, {"stress": 3})
        table.everybody_knows_the_same()

        assert (table.second.says(DAY, "sleep_min"), table.second.says(DAY, "stress")) == (None, 3)


class TestBothPhones:
    def test_what_only_one_changed_is_kept_and_the_other_value_is_shown(self, table: Table) -> None:
        place = table.both_know(note="first", stress=1)
        table.first.phone.write(place, {"note": "from A", "stress": 2})
        table.second.phone.write(place, {"note": "from B", "sleep_min": 400})
        table.everybody_knows_the_same()
        conflicts = table.server.carry(Request("GET", "/api/v1/conflicts/")).told()["results"]

        told = {name: table.first.says(place, name) for name in ("note", "stress", "sleep_min")}
        assert told == {"note": "from B", "stress": 2, "sleep_min": 400}
        assert [(one["fields"], one["mine"]["note"], one["theirs"]["note"]) for one in conflicts] == [
            (["note"], "from B", "from A")
        ]

    def test_both_answers_of_a_day_are_merged(self, table: Table) -> None:
        table.first.phone.write(DAY, {"sleep_min": 400, "stress": 1})
        table.second.phone.write(DAY, {"screen_min": 60, "stress": 2})
        table.everybody_knows_the_same()

        told = {name: table.first.says(DAY, name) for name in ("sleep_min", "screen_min", "stress")}
        assert told == {"sleep_min": 400, "screen_min": 60, "stress": 2}
        assert [conflict.fields for conflict in Conflict.objects.open_in(table.diary)] == [["stress"]]

    def test_caffeine_follows_the_drinks_in_a_version_that_was_overtaken(self, table: Table) -> None:
        coffee = {"kind": "brewed_coffee", "count": 2}
        table.first.phone.write(DAY, {"drinks": [coffee]})
        table.first.sync()
        table.second.sync()
        table.first.phone.write(DAY, {"note": "from A"})
        table.second.phone.write(DAY, {"drinks": None})
        table.everybody_knows_the_same()

        assert ("lost", None) in table.versions(DAY, "drinks")
        assert dict(table.versions(DAY, "caffeine_mg"))["lost"] is None

    def test_settled_after_it_was_deleted_it_stays_deleted(self, table: Table) -> None:
        place = table.both_know(note="first", stress=1)
        table.first.phone.write(place, {"note": "last", "stress": 2})
        table.first.sync()
        table.second.phone.write(place, {"stress": 3})
        table.everybody_knows_the_same()
        table.first.phone.delete(place)
        table.first.sync()
        (conflict,) = table.server.carry(Request("GET", "/api/v1/conflicts/")).told()["results"]
        settled = Request("POST", f"/api/v1/conflicts/{conflict['id']}/resolve/", body={"keep": "mine"})

        assert table.server.carry(settled).status == 200
        table.everybody_knows_the_same()
        assert table.first.phone.view(place) is None
        assert table.listed("mine") == []

    @pytest.mark.parametrize(("keep", "note"), [("mine", "corrected"), ("theirs", "corrected"), ("both", "corrected")])
    def test_settling_leaves_what_was_typed_since(self, table: Table, keep: str, note: str) -> None:
        place = table.both_know(note="first", stress=1)
        for hand, name in ((table.first, "A"), (table.second, "B")):
            hand.phone.write(place, {"note": f"from {name}", "stress": 2 + (name == "B")})
        table.everybody_knows_the_same()
        table.first.phone.write(place, {"note": note})
        table.everybody_knows_the_same()
        (conflict,) = table.server.carry(Request("GET", "/api/v1/conflicts/")).told()["results"]
        settled = Request("POST", f"/api/v1/conflicts/{conflict['id']}/resolve/", body={"keep": keep})

        assert table.server.carry(settled).status == 200
        table.everybody_knows_the_same()
        wanted = conflict["theirs" if keep == "theirs" else "mine"]["stress"]
        assert (table.first.says(place, "note"), table.first.says(place, "stress")) == (note, wanted)


class TestMovedLater:
    """An entry may turn out to have begun later than it was written down; what stands is not questioned again."""

    @pytest.fixture
    def place(self, table: Table) -> Place:
        place = table.both_know(note="there", recorded_at=AT)
        table.first.phone.write(place, {"started_at": LATER})
        return place

    def test_is_brought_back_by_undo(self, table: Table, place: Place) -> None:
        table.first.sync()
        table.first.phone.delete(place)
        table.first.sync()
        table.first.phone.undo(place)
        table.everybody_knows_the_same()

        assert table.second.says(place, "started_at") == LATER

    def test_is_given_back_after_a_restore(self, table: Table) -> None:
        taken = backup.take()
        place = table.both_know(note="there", recorded_at=AT)
        table.first.phone.write(place, {"started_at": LATER})
        table.first.sync()
        backup.restore(taken)
        table.everybody_knows_the_same()

        assert table.second.says(place, "started_at") == LATER
        assert table.first.phone.attention == []

    def test_is_merged_with_what_the_other_phone_changed(self, table: Table, place: Place) -> None:
        table.second.phone.write(place, {"recorded_at": LATER, "note": "from B"})
        table.second.sync()
        table.everybody_knows_the_same()

        assert (table.second.says(place, "started_at"), table.second.says(place, "note")) == (LATER, "from B")
        assert table.first.phone.attention == []

    def test_is_kept_as_two(self, table: Table, place: Place) -> None:
        table.first.phone.write(place, {"note": "from A"})
        table.first.sync()
        table.second.phone.write(place, {"note": "from B"})
        table.second.sync()
        (conflict,) = table.server.carry(Request("GET", "/api/v1/conflicts/")).told()["results"]
        settled = Request("POST", f"/api/v1/conflicts/{conflict['id']}/resolve/", body={"keep": "both"})

        assert table.server.carry(settled).status == 200
        assert Episode.objects.of(table.diary).count() == 2


class TestRestored:
    def test_an_old_copy_that_is_offered_last_does_not_outrank_a_newer_one(self, table: Table) -> None:
        taken = backup.take()
        place = table.both_know(note="old")
        table.first.phone.write(place, {"note": "new"})
        table.first.sync()
        newest = table.first.phone.known[place].revision
        backup.restore(taken)
        table.everybody_knows_the_same()

        assert table.second.phone.known[place].revision == newest
        assert table.second.says(place, "note") == "new"

    @pytest.mark.parametrize("newest_first", [True, False])
    def test_what_one_deleted_stays_deleted_whoever_comes_first(self, table: Table, newest_first: bool) -> None:
        taken = backup.take()
        place = table.both_know(note="there")
        table.first.phone.delete(place)
        table.first.sync()
        backup.restore(taken)
        for hand in (table.first, table.second) if newest_first else (table.second, table.first):
            hand.sync()
        table.everybody_knows_the_same()

        assert table.second.phone.view(place) is None

    def test_a_request_from_before_that_arrives_after_changes_nothing(self, table: Table) -> None:
        place = table.both_know(note="first")
        taken = backup.take()
        table.first.phone.write(place, {"note": "second"})
        table.first.exchange(Fault.DELAYED)
        table.first.sync()
        table.first.phone.write(place, {"note": "third"})
        table.first.sync()
        backup.restore(taken)
        before = facts_of(table.diary)
        _, reply = table.network.deliver(0)

        assert (reply.status, reply.told()["code"]) == (410, "resync_required")
        assert facts_of(table.diary) == before
        table.everybody_knows_the_same()
        assert table.second.says(place, "note") == "third"

    def test_what_waited_on_a_phone_is_still_sent_on_top_of_what_is_given_back(self, table: Table) -> None:
        place = table.both_know(note="first")
        taken = backup.take()
        table.first.phone.write(place, {"note": "second"})
        table.first.sync()
        table.first.phone.write(place, {"stress": 4})
        table.first.exchange(Fault.UNANSWERED)
        table.first.phone.write(place, {"sleep_min": 300})
        backup.restore(taken)
        table.everybody_knows_the_same()

        told = {name: table.second.says(place, name) for name in ("note", "stress", "sleep_min")}
        assert told == {"note": "second", "stress": 4, "sleep_min": 300}

    def test_a_cursor_from_before_is_refused(self, table: Table) -> None:
        table.both_know(note="first")
        asked = table.second.phone.next_request()
        backup.restore(backup.take())
        reply = table.server.carry(asked)

        assert asked.query["cursor"]
        assert (reply.status, reply.told()["code"]) == (410, "resync_required")

    def test_a_phone_that_never_fetched_anything_notices_too(self, table: Table) -> None:
        taken = backup.take()
        table.first.exchange()
        place = table.first.phone.make("episode", entry(note="only here"))
        table.first.exchange()
        table.first.phone.cursor = ""
        backup.restore(taken)
        table.everybody_knows_the_same()

        assert table.second.says(place, "note") == "only here"

    def test_what_is_given_back_need_not_be_complete(self, table: Table) -> None:
        table.both_know(note="there")
        backup.restore(backup.take())
        epoch = Diary.objects.get(pk=table.diary.pk).epoch
        offer = {"op_id": str(uuid4()), "kind": "episode", "id": str(uuid4()), "base_rev": "1.57", "ensure": True}
        body = {"device_id": "A", "epoch": epoch, "schema_version": 1, "ops": [{**offer, "fields": entry()}]}
        (result,) = table.server.carry(Request("POST", PUSH, body=body)).told()["results"]

        assert (result["status"], result["document"]["revision"]) == ("applied", "1.57")

    def test_twice_before_anybody_noticed(self, table: Table) -> None:
        taken = backup.take()
        place = table.both_know(note="first")
        table.second.phone.write(place, {"note": "second"})
        table.second.sync()
        backup.restore(taken)
        table.first.exchange()
        table.first.exchange()
        table.first.exchange(Fault.UNANSWERED)
        backup.restore(taken)
        table.everybody_knows_the_same()

        assert table.first.says(place, "note") == "second"

    @pytest.mark.parametrize("is_deleted_again", [True, False])
    def test_what_a_tombstone_says_is_kept_where_an_older_copy_was_changed(
        self, table: Table, is_deleted_again: bool
    ) -> None:
        place = table.both_know(note="first")
        taken = backup.take()
        table.first.phone.write(place, {"note": "acknowledged"})
        table.first.sync()
        table.first.phone.delete(place)
        table.first.sync()
        backup.restore(taken)
        table.second.phone.write(place, {"stress": 2})
        table.second.sync()
        if is_deleted_again:
            table.second.phone.delete(place)
        table.everybody_knows_the_same()

        assert "acknowledged" in {note for _, note in table.versions(place, "note")}


class TestRefused:
    @pytest.mark.parametrize(
        "fault",
        [
            Fault.LOST, Fault.UNANSWERED, Fault.CUT, Fault.CRASHED, Fault.BAD_GATEWAY, Fault.TIMED_OUT,
            Fault.UNAVAILABLE, Fault.TOO_MANY, Fault.TOO_OLD, Fault.CAPTURED, Fault.SIGNED_OUT, Fault.OTHER_PERSON,
        ],
    )  # fmt: skip
    def test_nothing_leaves_the_phone_without_a_result(self, table: Table, eve: User, fault: Fault) -> None:
        table.first.exchange()
        table.first.phone.make("episode", entry(note="typed"))
        table.first.exchange(fault)

        assert [one.fields["note"] for one in table.first.phone.outbox] == ["typed"]
        assert Version.objects.of(eve.diary).count() == 0
        table.everybody_knows_the_same()
        assert Version.objects.of(table.diary).count() == 1

    def test_a_phone_whose_clock_is_years_ahead_keeps_every_word(self, table: Table) -> None:
        started_at = (timezone.now() + timedelta(days=3 * 365)).isoformat()
        place = table.first.phone.make("episode", entry(started_at=started_at, note="typed"))
        table.first.phone.make("episode", entry(note="another"))
        table.first.sync()
        (refused,) = table.first.phone.attention

        assert (refused.problem["code"], refused.operation.fields["note"]) == ("future_time", "typed")
        table.first.phone.see_to(place, {"started_at": AT})
        table.everybody_knows_the_same()
        assert table.second.says(place, "note") == "typed"

    def test_what_the_server_does_not_know_yet_holds_nothing_up(self, table: Table) -> None:
        table.first.phone.schema_version = 2
        table.first.phone.make("episode", entry(mood=3))
        other = table.second.phone.make("episode", entry(note="from B"))
        table.second.sync()
        table.first.sync()

        assert [one.fields["mood"] for one in table.first.phone.outbox] == [3]
        assert table.first.says(other, "note") == "from B"

    def test_an_entry_that_the_database_refuses_holds_up_nobody(self, table: Table) -> None:
        with connection.cursor() as cursor:  # a rule that no check in Python knows
            cursor.execute("CREATE UNIQUE INDEX poison ON diary_episode (diary_id) WHERE note = 'poison'")
        table.both_know(note="poison")
        notes = ["one", "poison", "two", "poison", "three"]
        for note in notes:
            table.first.phone.make("episode", entry(note=note))
        table.first.sync()
        refused = [one.operation.fields["note"] for one in table.first.phone.attention]

        assert refused == ["poison", "poison"]
        assert {one.problem["code"] for one in table.first.phone.attention} == {"not_stored"}
        assert Episode.objects.of(table.diary).exclude(note="poison").count() == 3
        table.everybody_knows_the_same()
        assert Diary.objects.get(pk=table.diary.pk).change_counter == Version.objects.of(table.diary).count()

    def test_an_operation_in_a_batch_twice_is_applied_once(self, table: Table) -> None:
        table.first.phone.make("episode", entry())
        table.first.exchange()
        request = table.first.phone.next_request()
        doubled = Request("POST", request.path, body={**request.body, "ops": request.body["ops"] * 2})
        told = table.server.carry(doubled).told()["results"]

        assert [one["status"] for one in told] == ["applied", "duplicate"]
        assert Version.objects.of(table.diary).count() == 1
