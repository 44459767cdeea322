"""What was tried against the clinic and once worked: each attack, and that it no longer does."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Event, PanelLine, Review
from diary.services import checks, facts, reviews
from people import second_factor
from people.models import CareLink, Device, Invitation, Member, Opening, Practice, User
from people.services import care_links, practices
from reports import refresh
from tests import cast

pytestmark = pytest.mark.either  # what either database answers alike

HTMX = {"HX-Request": "true"}


def address(owner: User, part: str = "") -> str:
    return f"/clinic/diaries/{owner.diary.reference}/{part}"


def stamp(client: Client, owner: User, asked: str = "") -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', client.get(address(owner, asked)).content.decode())
    assert found is not None
    return found[1]


def colleague(name: str, role: str = Member.Role.CLINICIAN) -> tuple[User, Client]:
    user = cast.clinician(name)
    practices.join(practice=cast.practice(), user=user, role=role, now=timezone.now())
    return user, cast.signed_in_to_work(user)


@pytest.fixture
def opened(ana: User, dr_lin: User) -> User:
    """Ana, with an emergency, who has opened her diary to Dr Lin's practice."""
    at = timezone.now()
    said = {"performed_at": at, "time_zone": "UTC", "answers": {"swallow_saliva": {"value": "yes"}}}
    facts.record(kind=checks.KIND, diary=ana.diary, key=ana.diary.reference, fields=said, by=ana, now=at)
    cast.consent(ana.diary, now=at)
    return ana


class TestTwoPracticesOfOneDoctor:
    """Ana's diary is open to both, to the second one more widely."""

    @pytest.fixture
    def branch(self, dr_lin: User, opened: User) -> Practice:
        made = practices.open_practice(name="Branch", by=dr_lin, now=timezone.now())
        care_links.give(
            diary=opened.diary, code=made.code, scope="profile_and_log", until=None, by=opened, now=timezone.now()
        )
        refresh.refresh(opened.diary, now=timezone.now())
        return made

    def test_what_is_done_from_a_panel_is_done_at_that_practice(
        self, as_dr_lin: Client, opened: User, branch: Practice
    ) -> None:
        here = cast.practice()
        page = as_dr_lin.get(f"/clinic/?practice={here.pk}").content.decode()
        row = re.search(r'hx-get="([^"]+)"', page)
        assert row is not None
        shown = as_dr_lin.get(row[1]).content.decode()
        sign = re.search(r'hx-post="([^"]+/reviews/[^"]*)"', shown)
        told = re.search(r'name="stamp" value="([^"]+)"', shown)
        assert sign is not None
        assert told is not None
        as_dr_lin.post(sign[1], {"kind": "reviewed", "stamp": told[1]}, headers=HTMX)

        assert {line.practice for line in Opening.objects.all()} == {here}
        assert Review.objects.get().practice == here
        assert PanelLine.objects.get(practice=here).lane > 2
        assert PanelLine.objects.get(practice=branch).lane == 1

    def test_every_address_of_a_page_names_its_practice(
        self, as_dr_lin: Client, opened: User, branch: Practice
    ) -> None:
        here = cast.practice()
        page = as_dr_lin.get(address(opened, f"?practice={here.pk}")).content.decode()
        addresses = re.findall(rf'(?:href|src|srcset|action|hx-post)="({address(opened)}[^"]*)"', page)

        assert len(addresses) > 5
        assert [one for one in addresses if f"practice={here.pk}" not in one] == []
        assert page.count(f'name="practice" value="{here.pk}"') == page.count('<form class="period"')

    def test_the_narrower_scope_shows_no_entries_and_an_opening_covers_no_other_practice(
        self, as_dr_lin: Client, opened: User, branch: Practice
    ) -> None:
        cast.twitch(opened.diary, timezone.now() - timedelta(hours=1))
        here = cast.practice()
        wide = as_dr_lin.get(address(opened, f"?practice={branch.pk}"))
        narrow = as_dr_lin.get(address(opened, f"?practice={here.pk}"))
        as_dr_lin.post(address(opened, f"reviews/?practice={here.pk}"), {"kind": "none"})

        assert "<summary>1 entry</summary>" in wide.content.decode()
        assert "<summary>1 entry</summary>" not in narrow.content.decode()
        assert [(one.practice, one.what) for one in Opening.objects.order_by("number")] == [
            (branch, "profile"), (branch, "entries"), (here, "profile"),
        ]  # fmt: skip

    def test_a_wider_consent_to_a_practice_of_others_is_none_of_theirs(self, as_dr_lin: Client, opened: User) -> None:
        cast.twitch(opened.diary, timezone.now() - timedelta(hours=1))
        others = practices.open_practice(name="Others", by=cast.clinician("mallory"), now=timezone.now())
        care_links.give(
            diary=opened.diary, code=others.code, scope="profile_and_log", until=None, by=opened, now=timezone.now()
        )

        assert "<summary>1 entry</summary>" not in as_dr_lin.get(address(opened)).content.decode()
        assert as_dr_lin.get(address(opened, f"?practice={others.pk}")).status_code == 404
        assert [one.practice for one in Opening.objects.all()] == [cast.practice()]

    def test_a_picture_of_one_is_no_picture_of_the_other(
        self, as_dr_lin: Client, opened: User, branch: Practice
    ) -> None:
        here = cast.practice()
        picture = as_dr_lin.get(address(opened, f"?practice={here.pk}")).context["picture"]
        as_dr_lin.get(picture.replace(f"practice={here.pk}", f"practice={branch.pk}"))

        assert [one.practice for one in Opening.objects.order_by("number")] == [here, branch]


class TestComingBack:
    @pytest.fixture
    def link(self, opened: User) -> tuple[User, Client, str]:
        """An owner's invitation for another owner, with who made it."""
        mallory, client = colleague("mallory", Member.Role.OWNER)
        told = {"label": "Dr Wu", "role": "owner"}
        page = client.post("/clinic/practice/invitations/", told).content.decode()
        found = re.search(r'id="made-link" readonly value="([^"]+)"', page)
        assert found is not None
        return mallory, client, found[1]

    def test_who_was_removed_does_not_by_a_link_of_their_own(
        self, as_dr_lin: Client, opened: User, link: tuple[User, Client, str]
    ) -> None:
        mallory, client, made = link
        as_dr_lin.post(f"/clinic/practice/members/{Member.objects.get(user=mallory).pk}/remove/")
        client.post("/clinic/join/", {"link": made})

        assert client.get(address(opened)).status_code == 404
        assert not Invitation.objects.open(timezone.now()).exists()

    def test_who_was_lowered_lets_nobody_in(
        self, as_dr_lin: Client, opened: User, link: tuple[User, Client, str]
    ) -> None:
        mallory, _, made = link
        member = Member.objects.get(user=mallory)
        as_dr_lin.post(f"/clinic/practice/members/{member.pk}/role/", {"role": "assistant"})
        friend = cast.signed_in_to_work(cast.clinician("friend"))
        friend.post("/clinic/join/", {"link": made})

        assert friend.get(address(opened)).status_code == 404

    def test_nor_where_the_invitation_was_overlooked(
        self, as_dr_lin: Client, opened: User, link: tuple[User, Client, str]
    ) -> None:
        mallory, client, made = link
        Member.objects.filter(user=mallory).update(left_at=timezone.now())
        client.post("/clinic/join/", {"link": made})

        assert client.get(address(opened)).status_code == 404

    def test_who_is_lowered_to_assistant_looks_after_nobody(self, as_dr_lin: Client, opened: User) -> None:
        wu, _ = colleague("wu")
        CareLink.objects.update(assigned_to=wu)
        member = Member.objects.get(user=wu)
        as_dr_lin.post(f"/clinic/practice/members/{member.pk}/role/", {"role": "assistant"})

        assert CareLink.objects.get().assigned_to is None

    def test_an_owner_who_cannot_sign_in_is_none_that_stays(self, as_dr_lin: Client, dr_lin: User) -> None:
        colleague("mallory", Member.Role.OWNER)
        User.objects.filter(username="mallory").update(is_active=False)
        as_dr_lin.post("/clinic/practice/leave/")

        assert Member.objects.get(user=dr_lin).left_at is None


def test_no_number_of_a_practice_stands_for_a_lane(opened: User, dr_lin: User) -> None:
    home, _ = Practice.objects.get_or_create(
        pk=PanelLine.objects.get().lane, defaults={"name": "H", "code": "HOMEHOME", "opened_at": timezone.now()}
    )
    CareLink.objects.update(practice=home)
    PanelLine.objects.update(practice=home)
    far = Practice.objects.create(pk=32_767, name="Far", code="FARAWAY2", opened_at=timezone.now())
    stranger = cast.clinician("mallory")
    practices.join(practice=far, user=stranger, now=timezone.now())

    assert "Ana" not in cast.signed_in_to_work(stranger).get("/clinic/").content.decode()


class TestAfterTheDoor:
    """What ends between the door and the signature ends the signature."""

    @pytest.mark.parametrize("end", ["revoked", "removed"])
    @pytest.mark.parametrize("act", ["sign", "undo"])
    def test_nothing_is_written(
        self, as_dr_lin: Client, opened: User, monkeypatch: pytest.MonkeyPatch, end: str, act: str
    ) -> None:
        wu, client = colleague("wu")
        day = (timezone.now() + timedelta(days=30)).date().isoformat()
        told = {"kind": "visit_planned", "stamp": stamp(client, opened), "visit_on": day}
        if act == "undo":
            client.post(address(opened, "reviews/"), told)
        before, real = (Review.objects.count(), Event.objects.of(opened.diary).count()), getattr(reviews, act)

        def later(**named: Any) -> Any:
            if end == "revoked":
                care_links.revoke(diary=opened.diary, id=CareLink.objects.get().pk, by=opened, now=timezone.now())
            else:
                practices.leave(practice=cast.practice(), user=wu, now=timezone.now())
            return real(**named)

        monkeypatch.setattr(reviews, act, later)
        answer = client.post(address(opened, "reviews/" if act == "sign" else "reviews/1/undo/"), told)

        assert answer.status_code == 404
        assert (Review.objects.count(), Event.objects.of(opened.diary).count()) == before

    def test_a_diary_that_closes_meanwhile_is_not_found(
        self, as_dr_lin: Client, opened: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = refresh.fresh

        def later(*of: Any, **named: Any) -> Any:
            care_links.revoke(diary=opened.diary, id=CareLink.objects.get().pk, by=opened, now=timezone.now())
            refresh.refresh(opened.diary, now=timezone.now())
            return real(*of, **named)

        monkeypatch.setattr(refresh, "fresh", later)
        assert as_dr_lin.get(address(opened)).status_code == 404


class TestSignatures:
    def test_undoing_a_visit_takes_nothing_that_the_diarist_wrote(self, as_dr_lin: Client, opened: User) -> None:
        day = (timezone.now() + timedelta(days=30)).date().isoformat()
        told = {"kind": "visit_planned", "stamp": stamp(as_dr_lin, opened), "visit_on": day}
        as_dr_lin.post(address(opened, "reviews/"), told)
        phone = APIClient()
        phone.force_login(opened)
        visit = Event.objects.of(opened.diary).get()
        phone.patch(f"/api/v1/events/{visit.id}/", {"note": "my own words"}, format="json")
        answer = as_dr_lin.post(address(opened, "reviews/1/undo/"), headers=HTMX)

        assert answer.status_code == 409
        assert "The diarist has changed this visit since" in answer.content.decode()
        assert Event.objects.of(opened.diary).get().note == "my own words"
        assert Review.objects.count() == 1

    def test_no_clock_of_a_practice_makes_a_day_longer(self, as_dr_lin: Client, opened: User) -> None:
        Practice.objects.update(time_zone="Pacific/Kiritimati")
        start = (timezone.now() + timedelta(days=1)).replace(hour=11)  # one in the night of the next day there
        with time_machine.travel(start, tick=False):
            client = cast.signed_in_to_work(User.objects.get(username="lin"))
            client.post(address(opened, "reviews/"), {"kind": "reviewed", "stamp": stamp(client, opened)})
        Practice.objects.update(time_zone="Etc/GMT+12")
        with time_machine.travel(start + timedelta(hours=46), tick=False):
            client = cast.signed_in_to_work(User.objects.get(username="lin"))
            client.post(address(opened, "reviews/1/undo/"))

        assert Review.objects.count() == 1

    def test_a_stamp_of_yesterday_signs_nothing(self, as_dr_lin: Client, opened: User) -> None:
        old = stamp(as_dr_lin, opened)
        with time_machine.travel(timezone.now() + timedelta(hours=13), tick=False):
            client = cast.signed_in_to_work(User.objects.get(username="lin"))
            answer = client.post(address(opened, "reviews/"), {"kind": "reviewed", "stamp": old})

        assert answer.status_code == 409
        assert not Review.objects.exists()

    def test_nobody_signs_in_their_own_diary(self, opened: User) -> None:
        second_factor.set_up_app(opened, "A" * 32)
        practices.join(practice=cast.practice(), user=opened, now=timezone.now())
        client = cast.signed_in_to_work(opened)
        answer = client.post(address(opened, "reviews/"), {"kind": "reviewed", "stamp": stamp(client, opened)})

        assert answer.status_code == 400
        assert not Review.objects.exists()


def test_using_a_session_does_not_put_off_its_end(dr_lin: User, settings: Any) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "lin", "password": cast.PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": second_factor.digits(dr_lin)})
    begun = Device.objects.get(user=dr_lin)
    assert begun.signed_in_at is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        assert client.get("/clinic/practice/").status_code == 200
    used = Device.objects.get(user=dr_lin)

    assert used.session_data != begun.session_data
    assert used.expire_date <= begun.signed_in_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
