"""Signing what was seen: by whom, what it covers, what the second one sees, and that nothing is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Digest, Event, PanelLine, Review, Version
from diary.services import reviews, verification
from diary.services.reviews import Seen
from people.models import CareLink, Member, Opening, User
from people.services import care_links, practices
from reports import refresh
from reports.lanes import digest as digests
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.either  # what either database answers alike

HTMX = {"HX-Request": "true"}
RED = {"answers": {"swallow_saliva": "yes"}}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def opened(ana: User, dr_lin: User) -> User:
    cast.consent(ana.diary, now=NOW - timedelta(days=2))
    refresh.refresh(ana.diary, now=NOW)
    return ana


@pytest.fixture
def colleague(dr_lin: User) -> tuple[User, Client]:
    doctor = cast.clinician("wu", "Dr Wu")
    practices.join(practice=cast.practice(), user=doctor, now=NOW - timedelta(days=1))
    return doctor, cast.signed_in_to_work(doctor)


def checked(as_ana: APIClient, **said: Any) -> None:
    """Let Ana tell of a check; by default one that a rule calls an emergency."""
    at = {"performed_at": timezone.now().isoformat(), "time_zone": cast.ZONE}
    answer = as_ana.put(f"/api/v1/checks/{uuid4()}/", at | (said or RED), format="json")
    assert answer.status_code == 201


def address(owner: User, part: str = "") -> str:
    return f"/clinic/diaries/{owner.diary.reference}/{part}"


def stamp(client: Client, owner: User) -> str:
    """Return what the drawer of this diary carries now."""
    found = re.search(r'name="stamp" value="([^"]+)"', client.get(address(owner, "drawer/")).content.decode())
    assert found is not None
    return found[1]


def sign(client: Client, owner: User, kind: str = "reviewed", **said: Any) -> Any:
    told = {"kind": kind, "stamp": said.pop("stamp", None) or stamp(client, owner), **said}
    return client.post(address(owner, "reviews/"), told, headers=HTMX)


def wearing_off(as_ana: APIClient) -> None:
    """Let Ana tell of an injection ten weeks ago, and that it wears off."""
    given = {"kind": "toxin", "action": "single", "name": "Botulinum toxin", "on": "2026-09-05"}
    assert as_ana.put(f"/api/v1/events/{uuid4()}/", given, format="json").status_code == 201
    assert as_ana.patch("/api/v1/days/2026-11-15/", {"wearing_off": True}, format="json").status_code in (200, 201)


def lane(owner: User) -> int:
    return PanelLine.objects.get(diary=owner.diary).lane


class TestSigning:
    def test_takes_the_diary_out_of_its_lane_and_keeps_what_was_seen(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User, dr_lin: User
    ) -> None:
        checked(as_ana)
        assert lane(opened) == 1

        answer = sign(as_dr_lin, opened)
        review = Review.objects.get()

        assert answer.status_code == 200
        assert lane(opened) > 2
        assert (review.by, review.practice, review.kind) == (dr_lin, cast.practice(), "reviewed")
        assert review.change_counter == opened.diary.change_counter + 1
        assert review.rules_version
        assert [(one["rule"], one["level"], len(one["evidence"])) for one in review.flags] == [("U7", "emergency", 1)]

    def test_is_shown_again_with_the_next_positive_answer(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        checked(as_ana)
        sign(as_dr_lin, opened)
        with time_machine.travel(NOW + timedelta(hours=2), tick=False):
            checked(as_ana)

        assert lane(opened) == 1

    def test_of_what_is_no_longer_as_it_was_shown_writes_nothing(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        old = stamp(as_dr_lin, opened)
        checked(as_ana)
        answer = sign(as_dr_lin, opened, stamp=old)

        assert answer.status_code == 409
        assert "Something new came since you opened this page" in answer.content.decode()
        assert not Review.objects.exists()

    def test_goes_through_where_only_a_calm_entry_came(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        checked(as_ana)
        shown = stamp(as_dr_lin, opened)
        entry = {"started_at": NOW.isoformat(), "time_zone": cast.ZONE, "recorded_at": NOW.isoformat()}
        as_ana.put(f"/api/v1/episodes/{uuid4()}/", entry, format="json")

        assert sign(as_dr_lin, opened, stamp=shown).status_code == 200
        assert Review.objects.get().change_counter == 1  # as it was seen: what came later is not covered

    def test_stands_under_however_many_notes(self, as_ana: APIClient, as_dr_lin: Client, opened: User) -> None:
        checked(as_ana)
        sign(as_dr_lin, opened)
        link, doctor = CareLink.objects.get(), User.objects.get(username="lin")
        seen = Seen(flags=(), conditions=(), epoch=1, change_counter=1, rules_version="", last_number=1)
        for number in range(60):
            reviews.sign(link=link, kind="note", seen=seen, by=doctor, now=NOW, on=NOW.date(), text=f"{number}")
        refresh.refresh(opened.diary, now=NOW)

        assert lane(opened) > 2

    @pytest.mark.parametrize("kind", ["snoozed", "not_actionable"])
    def test_by_snoozing_or_as_not_actionable_covers_as_well(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User, kind: str
    ) -> None:
        checked(as_ana)
        sign(as_dr_lin, opened, kind, text="Known since the operation.")

        assert lane(opened) > 2

    @pytest.mark.parametrize("kind", ["note", "check_asked"])
    def test_a_note_or_a_question_covers_nothing(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User, kind: str
    ) -> None:
        checked(as_ana)
        sign(as_dr_lin, opened, kind, text="Rang, no answer.")

        assert lane(opened) == 1
        assert Review.objects.get().kind == kind

    def test_plans_a_visit_that_the_diary_knows(self, as_dr_lin: Client, opened: User, dr_lin: User) -> None:
        sign(as_dr_lin, opened, "visit_planned", visit_on="2026-12-24")
        event, review = Event.objects.get(diary=opened.diary), Review.objects.get()

        assert (event.kind, event.action, event.on.isoformat(), event.id) == (
            "visit", "planned", "2026-12-24", review.event_id,
        )  # fmt: skip
        assert Version.objects.get(fact_id=str(event.id)).by == dr_lin

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ({"kind": "note"}, "Say it in a few words."),
            ({"kind": "not_actionable", "text": " \n"}, "Say it in a few words."),
            ({"kind": "note", "text": "x" * 2_001}, "At most 2000 characters."),
            ({"kind": "visit_planned"}, "A visit is planned for today or a later day."),
            ({"kind": "visit_planned", "visit_on": "2026-11-19"}, "A visit is planned for today or a later day."),
            ({"kind": "visit_planned", "visit_on": "9999-12-31"}, ""),
            ({"kind": "visit_planned", "visit_on": "soon"}, "not complete"),
            ({"kind": "undone"}, "not complete"),
            ({"kind": "king"}, "not complete"),
            ({"kind": "note", "text": "a\0b"}, "not complete"),
        ],
    )
    def test_of_nonsense_writes_nothing(self, as_dr_lin: Client, opened: User, said: dict[str, str], why: str) -> None:
        answer = sign(as_dr_lin, opened, **said)

        assert answer.status_code == 400
        assert why in answer.content.decode()
        assert not Review.objects.exists()
        assert not Event.objects.exists()

    def test_keeps_what_was_typed_where_it_is_refused(self, as_dr_lin: Client, opened: User) -> None:
        answer = sign(as_dr_lin, opened, "visit_planned", visit_on="2026-11-01", text="Bring the film of the tic.")

        assert "Bring the film of the tic." in answer.content.decode()

    @pytest.mark.parametrize("stamped", ["", "x", "a:b:c", "\0"])
    def test_without_a_stamp_of_ours_writes_nothing(self, as_dr_lin: Client, opened: User, stamped: str) -> None:
        answer = as_dr_lin.post(address(opened, "reviews/"), {"kind": "reviewed", "stamp": stamped})

        assert answer.status_code in (400, 409)
        assert not Review.objects.exists()

    def test_with_the_stamp_of_another_diary_or_reader_writes_nothing(
        self, as_dr_lin: Client, opened: User, eve: User, colleague: tuple[User, Client]
    ) -> None:
        cast.consent(eve.diary, now=NOW)
        of_eves, of_colleague = stamp(as_dr_lin, eve), stamp(colleague[1], opened)

        assert sign(as_dr_lin, opened, stamp=of_eves).status_code == 409
        assert sign(as_dr_lin, opened, stamp=of_colleague).status_code == 409
        assert not Review.objects.exists()

    def test_shows_a_script_in_a_note_as_it_was_written(self, as_dr_lin: Client, opened: User) -> None:
        text = sign(as_dr_lin, opened, "note", text='<img src=x onerror="alert(1)">').content.decode()

        assert "<img src=x" not in text
        assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in text

    def test_works_without_a_script_too(self, as_dr_lin: Client, opened: User) -> None:
        told = {"kind": "note", "text": "Seen.", "stamp": stamp(as_dr_lin, opened)}
        answer = as_dr_lin.post(address(opened, "reviews/"), told)

        assert (answer.status_code, answer["Location"]) == (302, f"{address(opened)}?practice={cast.practice().pk}")
        assert "Seen." in as_dr_lin.get(address(opened)).content.decode()


class TestShown:
    """Nothing is signed that the page did not say."""

    def test_what_waits_besides_the_flags_is_said_and_signed(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        checked(as_ana)
        wearing_off(as_ana)
        text = as_dr_lin.get(address(opened, "drawer/")).content.decode()
        sign(as_dr_lin, opened)

        assert "Wearing off, tapped on 15 Nov 2026, 10 weeks after the injection." in text
        assert "And 1 more." in text
        assert [one["key"] for one in Review.objects.get().conditions] == ["wearing_off"]

    def test_a_rule_to_be_watched_is_said_and_signed_with_the_others(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        checked(as_ana)
        stored = Digest.objects.get(diary=opened.diary)
        told = refresh.told(stored)
        watched = replace(told.flags[0], rule="W2", level="watch", title="More than before")
        stored.content = digests.to_json(replace(told, flags=(*told.flags, watched)))
        stored.save(update_fields=["content"])
        text = as_dr_lin.get(address(opened, "drawer/")).content.decode()
        sign(as_dr_lin, opened)

        assert "Also so: More than before (W2)." in text
        assert [flag["rule"] for flag in Review.objects.get().flags] == ["U7", "W2"]

    def test_a_planned_visit_has_its_day(self, as_dr_lin: Client, opened: User) -> None:
        answer = sign(as_dr_lin, opened, "visit_planned", visit_on="2026-12-24").content.decode()

        assert "Signed: planned a visit for 24 December 2026." in answer
        assert "Planned a visit for 24 Dec 2026" in answer
        assert "Next visit or injection: 24 December 2026." in as_dr_lin.get(address(opened)).content.decode()

    def test_a_visit_that_the_diarist_moves_stays_signed_for_its_day(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        sign(as_dr_lin, opened, "visit_planned", visit_on="2026-12-24")
        event = Event.objects.get().id
        assert as_ana.patch(f"/api/v1/events/{event}/", {"on": "2026-12-27"}, format="json").status_code == 200
        text = as_dr_lin.get(address(opened)).content.decode()

        assert "Planned a visit for 24 Dec 2026" in text
        assert "Next visit or injection: 27 December 2026." in text

    def test_keeping_a_tag_says_nothing_of_a_signature(self, as_dr_lin: Client, opened: User) -> None:
        sign(as_dr_lin, opened)
        answer = as_dr_lin.post(address(opened, "place/"), {"assigned_to": "", "tags": "blepharospasm"}, headers=HTMX)

        assert answer.status_code == 200
        assert "Signed: " not in answer.content.decode()

    def test_a_planned_injection_is_a_visit_too(self, as_ana: APIClient, as_dr_lin: Client, opened: User) -> None:
        planned = {"kind": "toxin", "action": "planned", "name": "Botulinum toxin", "on": "2026-12-06"}
        assert as_ana.put(f"/api/v1/events/{uuid4()}/", planned, format="json").status_code == 201

        assert "Next visit or injection: 6 December 2026." in as_dr_lin.get(address(opened)).content.decode()

    def test_an_injection_has_its_dose_and_places(self, as_ana: APIClient, as_dr_lin: Client, opened: User) -> None:
        given = {"kind": "toxin", "action": "single", "name": "Botulinum toxin", "on": "2026-11-18", "dose": 12.5,
                 "unit": "U", "sites": [{"site": "lid_upper", "side": "right"}]}  # fmt: skip
        assert as_ana.put(f"/api/v1/events/{uuid4()}/", given, format="json").status_code == 201

        text = as_dr_lin.get(address(opened)).content.decode()
        assert "Botulinum toxin; 12.5 U; right upper eyelid" in text


class TestAsksForACheck:
    def asked(self, as_ana: APIClient) -> Any:
        return as_ana.get("/api/v1/flags/").json()["check_asked"]

    def test_the_diarist_is_told_until_there_is_one(self, as_ana: APIClient, as_dr_lin: Client, opened: User) -> None:
        assert self.asked(as_ana) is None
        sign(as_dr_lin, opened, "check_asked")
        told = self.asked(as_ana)
        assert (told["by"], told["practice"]) == ("Dr Lin", cast.practice().name)

        with time_machine.travel(NOW + timedelta(hours=1), tick=False):
            checked(as_ana, answers={}, tasks={"brow": {"left": "same", "right": "same"}})
            assert self.asked(as_ana) is None

    def test_no_more_once_it_is_taken_back_or_the_diary_closed(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        sign(as_dr_lin, opened, "check_asked")
        as_dr_lin.post(address(opened, "reviews/1/undo/"), headers=HTMX)
        assert self.asked(as_ana) is None

        sign(as_dr_lin, opened, "check_asked")
        assert self.asked(as_ana) is not None
        link = CareLink.objects.get(diary=opened.diary)
        care_links.revoke(diary=opened.diary, id=link.pk, by=opened, now=NOW)
        assert self.asked(as_ana) is None


class TestClosedMeanwhile:
    def test_gives_back_what_was_typed(self, as_dr_lin: Client, opened: User) -> None:
        shown = stamp(as_dr_lin, opened)
        CareLink.objects.update(revoked_at=NOW)
        part = sign(as_dr_lin, opened, "note", stamp=shown, text="Bring the <old> MRI.")
        page = as_dr_lin.post(address(opened, "reviews/"), {"kind": "note", "stamp": shown, "text": "Call."})

        assert (part.status_code, page.status_code) == (404, 404)
        assert "Bring the &lt;old&gt; MRI.</textarea>" in part.content.decode()
        assert "data-close" in part.content.decode()
        assert "Call.</textarea>" in page.content.decode()
        assert "Ana" not in part.content.decode() + page.content.decode()
        assert not Review.objects.exists()

    def test_is_answered_like_what_never_was(self, as_dr_lin: Client, opened: User) -> None:
        CareLink.objects.update(revoked_at=NOW)
        closed, never = as_dr_lin.get(address(opened)), as_dr_lin.get(f"/clinic/diaries/{uuid4()}/")

        assert (closed.status_code, closed.content) == (404, never.content)


class TestTwoAtOnce:
    def test_the_second_sees_that_it_was_done(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User, colleague: tuple[User, Client]
    ) -> None:
        checked(as_ana)
        doctor, client = colleague
        both = stamp(as_dr_lin, opened), stamp(client, opened)
        first, second = sign(as_dr_lin, opened, stamp=both[0]), sign(client, opened, stamp=both[1])

        assert (first.status_code, second.status_code) == (200, 409)
        assert Review.objects.get().by != doctor
        assert "Dr Lin signed “Reviewed” on 20 November 2026" in second.content.decode()

    def test_a_second_note_stands_beside_the_first(
        self, as_dr_lin: Client, opened: User, colleague: tuple[User, Client]
    ) -> None:
        both = stamp(as_dr_lin, opened), stamp(colleague[1], opened)
        sign(as_dr_lin, opened, "note", text="First.", stamp=both[0])
        sign(colleague[1], opened, "note", text="Second.", stamp=both[1])

        assert [one.text for one in Review.objects.order_by("number")] == ["First.", "Second."]

    @pytest.mark.parametrize(
        "said",
        [
            {"kind": "note", "text": "Call on Monday."},
            {"kind": "check_asked"},
            {"kind": "visit_planned", "visit_on": "2026-12-24", "text": "Bring the page."},
        ],
    )
    def test_a_form_that_arrives_twice_is_written_once(
        self, as_dr_lin: Client, opened: User, said: dict[str, str]
    ) -> None:
        shown = stamp(as_dr_lin, opened)
        answers = [sign(as_dr_lin, opened, stamp=shown, **said) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [200, 200]
        assert Review.objects.get().kind == said["kind"]
        assert Event.objects.count() == (said["kind"] == "visit_planned")

    def test_what_was_taken_back_or_reads_otherwise_is_written(self, as_dr_lin: Client, opened: User) -> None:
        shown = stamp(as_dr_lin, opened)
        sign(as_dr_lin, opened, "visit_planned", visit_on="2026-12-24", stamp=shown)
        sign(as_dr_lin, opened, "visit_planned", visit_on="2026-12-27", stamp=shown)
        sign(as_dr_lin, opened, "note", text="Call.", stamp=shown)
        as_dr_lin.post(address(opened, "reviews/3/undo/"), headers=HTMX)
        sign(as_dr_lin, opened, "note", text="Call.", stamp=shown)

        assert list(Review.objects.order_by("number").values_list("kind", flat=True)) == [
            "visit_planned", "visit_planned", "note", "undone", "note",
        ]  # fmt: skip

    def test_where_nothing_waited_the_second_is_told_too(
        self, as_dr_lin: Client, opened: User, colleague: tuple[User, Client]
    ) -> None:
        both = stamp(as_dr_lin, opened), stamp(colleague[1], opened)
        sign(as_dr_lin, opened, stamp=both[0])
        answer = sign(colleague[1], opened, stamp=both[1])

        assert answer.status_code == 409
        assert "This was signed since you opened it" in answer.content.decode()
        assert Review.objects.count() == 1


class TestUndo:
    def test_the_same_day_puts_the_diary_back(self, as_ana: APIClient, as_dr_lin: Client, opened: User) -> None:
        checked(as_ana)
        sign(as_dr_lin, opened)
        answer = as_dr_lin.post(address(opened, "reviews/1/undo/"), headers=HTMX)

        assert answer.status_code == 200
        assert lane(opened) == 1
        assert [one.kind for one in Review.objects.order_by("number")] == ["reviewed", "undone"]  # both stay

    def test_takes_a_planned_visit_back_too(self, as_dr_lin: Client, opened: User) -> None:
        sign(as_dr_lin, opened, "visit_planned", visit_on="2026-12-24")
        as_dr_lin.post(address(opened, "reviews/1/undo/"))

        assert not Event.objects.of(opened.diary).exists()

    def test_twice_or_the_next_day_or_of_a_colleague_is_refused(
        self, as_dr_lin: Client, opened: User, colleague: tuple[User, Client]
    ) -> None:
        sign(as_dr_lin, opened)
        by_colleague = colleague[1].post(address(opened, "reviews/1/undo/")).status_code
        once, twice = (as_dr_lin.post(address(opened, "reviews/1/undo/")).status_code for _ in range(2))
        sign(as_dr_lin, opened)
        with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
            of_the_undoing = as_dr_lin.post(address(opened, "reviews/2/undo/")).status_code
        link = CareLink.objects.get()
        with pytest.raises(reviews.CannotUndo):
            reviews.undo(
                link=link, number=3, by=User.objects.get(username="lin"), now=NOW, on=NOW.date() + timedelta(1)
            )

        assert (by_colleague, once, twice, of_the_undoing) == (409, 302, 409, 409)

    def test_of_what_never_was_is_refused(self, as_dr_lin: Client, opened: User) -> None:
        assert as_dr_lin.post(address(opened, "reviews/77/undo/")).status_code == 409


class TestWhoMay:
    @pytest.mark.parametrize("part", ["reviews/", "reviews/1/undo/", "place/"])
    def test_nobody_who_may_not_read(
        self, as_dr_lin: Client, opened: User, colleague: tuple[User, Client], part: str
    ) -> None:
        doctor, client = colleague
        told = {"kind": "reviewed", "stamp": stamp(client, opened), "tags": "mine"}
        Member.objects.filter(user=doctor).update(role=Member.Role.ASSISTANT)
        as_assistant = client.post(address(opened, part), told).status_code
        Member.objects.filter(user=doctor).update(role=Member.Role.CLINICIAN, left_at=NOW)
        as_one_who_left = client.post(address(opened, part), told).status_code
        care_links.revoke(diary=opened.diary, id=CareLink.objects.get().pk, by=opened, now=NOW)
        after_revoking = as_dr_lin.post(address(opened, part), told).status_code

        assert (as_assistant, as_one_who_left, after_revoking) == (404, 404, 404)
        assert not Review.objects.exists()

    def test_a_post_of_another_page_is_refused(self, opened: User, dr_lin: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.cookies = cast.signed_in_to_work(dr_lin).cookies

        assert client.post(address(opened, "reviews/"), {"kind": "reviewed"}).status_code == 403

    def test_what_was_signed_is_listed_to_the_diarist_alone(
        self, as_ana: APIClient, as_eve: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        sign(as_dr_lin, opened)
        listed = [phone.get("/api/v1/reviews/").json()["results"] for phone in (as_ana, as_eve)]

        assert [len(one) for one in listed] == [1, 0]

    def test_another_practice_does_not_see_what_this_one_signed(self, as_dr_lin: Client, opened: User) -> None:
        sign(as_dr_lin, opened, "note", text="Between us and Ana.")
        other = cast.clinician("other", "Dr Other")
        practices.open_practice(name="Other", by=other, now=NOW, code="OTHER111")
        care_links.give(diary=opened.diary, code="OTHER111", scope="profile", until=None, by=opened, now=NOW)
        text = cast.signed_in_to_work(other).get(address(opened)).content.decode()

        assert "Between us and Ana." not in text
        assert "Not reviewed here yet" in text or "Nothing yet." in text


class TestForEver:
    def test_the_database_refuses_to_change_or_delete_a_line(self, as_dr_lin: Client, opened: User) -> None:
        sign(as_dr_lin, opened, "note", text="As it was.")
        for statement in ("UPDATE diary_review SET text = 'otherwise'", "DELETE FROM diary_review"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

        assert Review.objects.get().text == "As it was."

    def test_every_line_follows_from_the_one_before(self, as_dr_lin: Client, opened: User) -> None:
        for text in ("One.", "Two.", "Three."):
            sign(as_dr_lin, opened, "note", text=text)

        assert list(verification.verify(diary=opened.diary)) == []


class TestOpenings:
    @pytest.mark.parametrize("part", ["", "drawer/"])
    def test_drawer_and_page_are_logged(self, as_dr_lin: Client, opened: User, part: str) -> None:
        as_dr_lin.get(address(opened, part))

        assert Opening.objects.get(diary=opened.diary).what == Opening.What.PROFILE

    @pytest.mark.parametrize(
        ("part", "said"), [("reviews/", {}), ("place/", {"assigned_to": "x"}), ("reviews/7/undo/", {})]
    )
    def test_a_refused_form_is_an_opening_too(
        self, as_dr_lin: Client, opened: User, part: str, said: dict[str, str]
    ) -> None:
        for _ in range(2):
            assert "Ana Nováková" in as_dr_lin.post(address(opened, part), said).content.decode()
        assert Opening.objects.count() == 1
        with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
            as_dr_lin.post(address(opened, part), said, headers=HTMX)

        assert Opening.objects.count() == 2

    def test_what_was_signed_in_a_page_left_open_is_an_opening(self, as_dr_lin: Client, opened: User) -> None:
        shown = stamp(as_dr_lin, opened)
        with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
            sign(as_dr_lin, opened, stamp=shown)

        assert Opening.objects.count() == 2


class TestPlace:
    def test_keeps_who_looks_after_the_patient_and_tags(
        self, as_dr_lin: Client, opened: User, colleague: tuple[User, Client]
    ) -> None:
        told = {"assigned_to": colleague[0].pk, "tags": "botox, trial  A,botox"}
        as_dr_lin.post(address(opened, "place/"), told)
        link = CareLink.objects.get()

        assert (link.assigned_to, link.tag_list) == (colleague[0], ["botox", "trial A"])
        assert "trial A" in as_dr_lin.get("/clinic/").content.decode()

    @pytest.mark.parametrize(
        "told", [{"assigned_to": "999"}, {"tags": "a,b,c,d,e,f"}, {"tags": "x" * 31}, {"assigned_to": "\0"}]
    )
    def test_of_nonsense_keeps_nothing(self, as_dr_lin: Client, opened: User, told: dict[str, str]) -> None:
        assert as_dr_lin.post(address(opened, "place/"), told).status_code == 400
        assert CareLink.objects.get().tags == ""

    def test_an_assistant_is_given_nobody(self, as_dr_lin: Client, opened: User) -> None:
        assistant = cast.person("assistant")
        practices.join(practice=cast.practice(), user=assistant, role=Member.Role.ASSISTANT, now=NOW)

        assert as_dr_lin.post(address(opened, "place/"), {"assigned_to": assistant.pk}).status_code == 400

    def test_a_doctor_of_another_practice_is_given_nobody(self, as_dr_lin: Client, opened: User) -> None:
        stranger = cast.clinician("stranger")
        practices.open_practice(name="Elsewhere", by=stranger, now=NOW)

        assert as_dr_lin.post(address(opened, "place/"), {"assigned_to": stranger.pk}).status_code == 400
        with pytest.raises(care_links.BadPlace):
            care_links.place(link=CareLink.objects.get(), assigned_to=stranger.pk, tags=[])

    def test_who_leaves_looks_after_nobody(
        self, as_dr_lin: Client, opened: User, colleague: tuple[User, Client]
    ) -> None:
        as_dr_lin.post(address(opened, "place/"), {"assigned_to": colleague[0].pk})
        practices.leave(practice=cast.practice(), user=colleague[0], now=NOW)

        assert CareLink.objects.get().assigned_to is None


class TestRefreshed:
    def test_a_red_flag_is_on_the_panel_with_the_next_page(
        self, as_ana: APIClient, as_dr_lin: Client, opened: User
    ) -> None:
        assert lane(opened) == 6
        checked(as_ana)

        assert lane(opened) == 1
        assert "since 20 Nov 2026" in as_dr_lin.get("/clinic/").content.decode()

    def test_taking_it_back_takes_it_off(self, as_ana: APIClient, opened: User) -> None:
        checked(as_ana)
        (check,) = as_ana.get("/api/v1/checks/").json()["results"]
        as_ana.delete(f"/api/v1/checks/{check['id']}/")

        assert lane(opened) == 6

    def test_a_day_later_the_page_makes_it_anew(self, as_ana: APIClient, dr_lin: User, opened: User) -> None:
        before = Digest.objects.get().as_of
        with time_machine.travel(NOW + timedelta(days=1), tick=False):
            text = cast.signed_in_to_work(dr_lin).get("/clinic/").content.decode()

        assert Digest.objects.get().as_of == before + timedelta(days=1)
        assert "As of 21 November 2026" in text

    def test_who_pauses_or_revokes_is_on_no_panel(self, as_ana: APIClient, as_dr_lin: Client, opened: User) -> None:
        link = CareLink.objects.get()
        as_ana.patch(f"/api/v1/care-links/{link.pk}/", {"paused": True}, format="json")
        assert "Ana Nováková" not in as_dr_lin.get("/clinic/").content.decode()
        as_ana.patch(f"/api/v1/care-links/{link.pk}/", {"paused": False}, format="json")
        assert "Ana Nováková" in as_dr_lin.get("/clinic/").content.decode()
        as_ana.delete(f"/api/v1/care-links/{link.pk}/")

        assert "Ana Nováková" not in as_dr_lin.get("/clinic/").content.decode()
        assert not PanelLine.objects.exists()
        assert not Digest.objects.exists()

    def test_a_row_left_behind_shows_nobody(self, as_dr_lin: Client, opened: User) -> None:
        """Even where the panel was not made anew, the consent alone decides."""
        care_links.revoke(diary=opened.diary, id=CareLink.objects.get().pk, by=opened, now=NOW)

        assert PanelLine.objects.exists()
        assert "Ana Nováková" not in as_dr_lin.get("/clinic/").content.decode()

    def test_what_fails_behind_an_answer_fails_no_write(
        self, as_ana: APIClient, opened: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(*args: Any, **named: Any) -> None:
            raise ValueError("a note of Ana's")

        monkeypatch.setattr(refresh, "refresh", fail)
        checked(as_ana)

        assert "ValueError in fail" in caplog.text
        assert "a note of Ana's" not in caplog.text

    def test_an_older_digest_never_takes_the_place_of_a_newer(self, as_ana: APIClient, opened: User) -> None:
        older = Digest.objects.get()
        checked(as_ana)
        from diary.services import panel

        panel.store([older], lambda stored: [])

        assert Digest.objects.get().change_counter == 1

    def test_what_is_stored_is_what_would_be_made_anew(self, as_ana: APIClient, opened: User) -> None:
        checked(as_ana)
        stored = Digest.objects.values().get(), PanelLine.objects.values().get()
        Digest.objects.all().delete()
        PanelLine.objects.all().delete()
        refresh.refresh(opened.diary, now=NOW)

        assert (Digest.objects.values().get(), PanelLine.objects.values().get()) == stored

    def test_due_is_what_is_missing_or_old(self, as_ana: APIClient, opened: User, eve: User) -> None:
        cast.consent(eve.diary, now=NOW)
        assert refresh.due(NOW) == []

        Digest.objects.filter(pk=opened.diary.pk).update(rules_version="older")
        assert refresh.due(NOW) == [opened.diary]
        refresh.refresh(opened.diary, now=NOW)
        PanelLine.objects.filter(diary=eve.diary).delete()
        assert refresh.due(NOW) == [eve.diary]
        refresh.refresh(eve.diary, now=NOW)
        assert refresh.due(NOW) == []
        assert set(refresh.due(NOW + timedelta(days=1))) == {opened.diary, eve.diary}
        cast.twitch(opened.diary)
        assert refresh.due(NOW) == [opened.diary]


class TestPages:
    def test_the_page_and_the_drawer_say_the_same(self, as_ana: APIClient, as_dr_lin: Client, opened: User) -> None:
        checked(as_ana)
        said = "Trouble swallowing saliva"
        told = [as_dr_lin.get(address(opened, part)).content.decode() for part in ("", "drawer/")]

        assert all("U7" in text and "New since you last reviewed" not in text for text in told), said

    def test_since_the_last_review_says_what_is_new(
        self, as_ana: APIClient, as_dr_lin: Client, dr_lin: User, opened: User
    ) -> None:
        sign(as_dr_lin, opened)
        with time_machine.travel(NOW + timedelta(days=3), tick=False):
            at = timezone.now().isoformat()
            entry = {"started_at": at, "time_zone": cast.ZONE, "recorded_at": at,
                     "sites": [{"site": "chin", "side": "left"}]}  # fmt: skip
            as_ana.put(f"/api/v1/episodes/{uuid4()}/", entry, format="json")
            text = cast.signed_in_to_work(dr_lin).get(address(opened, "drawer/")).content.decode()

        assert "Since 20 November 2026" in text
        assert "New areas: left skin of the chin." in text
