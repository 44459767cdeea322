"""The clinic's pages: what Dr Lin sees, and what Eve does not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from diary.services import checks, events, facts, questions
from people.models import Member, Opening, User
from people.services import care_links, practices
from reports import spoken
from tests import cast

pytestmark = pytest.mark.either  # what either database answers alike

PAGES = ["", "profile.png", "profile.pdf"]


def address(owner: User, part: str = "") -> str:
    return f"/clinic/diaries/{owner.diary.reference}/{part}"


def treated(owner: User, on: date, name: str) -> UUID:
    key, told = uuid4(), {"kind": "medication", "action": "start", "name": name, "on": on}
    facts.record(kind=events.KIND, diary=owner.diary, key=key, fields=told, by=owner, now=timezone.now())
    return key


@pytest.fixture
def opened(ana: User, dr_lin: User) -> User:
    """Ana, who has opened her diary to Dr Lin's practice."""
    cast.consent(ana.diary, now=timezone.now())
    return ana


class TestWithConsent:
    @pytest.mark.parametrize("part", PAGES)
    def test_the_diary_opens(self, as_dr_lin: Client, opened: User, part: str) -> None:
        assert as_dr_lin.get(address(opened, part)).status_code == 200

    def test_the_panel_lists_it(self, as_dr_lin: Client, opened: User) -> None:
        assert "Ana Nováková" in as_dr_lin.get("/clinic/").content.decode()

    def test_every_opening_is_logged_once(self, as_dr_lin: Client, opened: User, dr_lin: User) -> None:
        page = as_dr_lin.get(address(opened))
        as_dr_lin.get(page.context["picture"])
        as_dr_lin.get(page.context["pdf"])
        as_dr_lin.get(address(opened, "profile.png"))
        logged = Opening.objects.filter(diary=opened.diary).order_by("number")

        assert [(line.what, line.reader) for line in logged] == [
            ("profile", dr_lin),
            ("profile_pdf", dr_lin),
            ("profile", dr_lin),
        ]

    def test_the_picture_belongs_to_its_page_for_five_minutes(self, as_dr_lin: Client, opened: User) -> None:
        page = as_dr_lin.get(address(opened))
        with time_machine.travel(timezone.now() + timedelta(seconds=301), tick=False):
            as_dr_lin.get(page.context["picture"])

        assert Opening.objects.count() == 2

    def test_a_form_that_comes_back_late_makes_no_opening_longer(self, as_dr_lin: Client, opened: User) -> None:
        start = timezone.now()
        as_dr_lin.get(address(opened))
        with time_machine.travel(start + timedelta(seconds=295), tick=False):
            page = as_dr_lin.post(address(opened, "reviews/"), {"kind": "none"})
        assert Opening.objects.count() == 1
        with time_machine.travel(start + timedelta(seconds=310), tick=False):
            as_dr_lin.get(page.context["picture"])

        assert Opening.objects.count() == 2

    def test_a_colleagues_page_does_not_hide_ones_own_opening(self, as_dr_lin: Client, opened: User) -> None:
        colleague = cast.clinician("colleague")
        practices.join(practice=cast.practice(), user=colleague, now=timezone.now())
        page = as_dr_lin.get(address(opened))
        client = cast.signed_in_to_work(colleague)
        client.get(page.context["picture"])

        assert [line.reader for line in Opening.objects.order_by("number")][-1] == colleague

    def test_the_page_says_with_what_it_compares_and_what_its_words_mean(self, as_dr_lin: Client, opened: User) -> None:
        text = as_dr_lin.get(address(opened)).content.decode()

        assert "too few earlier days to compare with." in text
        assert "<summary>What the words mean</summary>" in text
        assert "An association in one diary is not a cause." in text

    def test_the_page_shows_its_figures_as_part_of_the_same_opening(self, as_dr_lin: Client, opened: User) -> None:
        for days in range(30):
            cast.twitch(opened.diary, timezone.now() - timedelta(days=days, hours=1))
        page = as_dr_lin.get(address(opened))
        addresses = re.findall(r'<img src="([^"]+figures/[a-z_]+\.svg[^"]*)"', page.content.decode())
        figures = [as_dr_lin.get(unescape(one)) for one in addresses]

        assert len(figures) >= 4
        assert all(one.status_code == 200 and one["Content-Type"] == "image/svg+xml" for one in figures)
        assert Opening.objects.count() == 1

    @pytest.mark.parametrize("asked", ["figures/nothing.svg", "figures/days.svg?theme=pink", "figures/..%2Fdays.svg"])
    def test_there_is_no_other_figure(self, as_dr_lin: Client, opened: User, asked: str) -> None:
        assert as_dr_lin.get(address(opened, asked)).status_code == 404

    @pytest.mark.parametrize(("scope", "told"), [("profile", False), ("profile_and_log", True)])
    def test_every_entry_is_shown_where_the_consent_says_so(
        self, as_dr_lin: Client, opened: User, scope: str, told: bool
    ) -> None:
        opened.diary.care_links.update(scope=scope)
        cast.twitch(opened.diary, timezone.now() - timedelta(hours=1))
        text = as_dr_lin.get(address(opened)).content.decode()

        assert ("<summary>1 entry</summary>" in text) is told
        assert ("The consent opens the page, not the single entries." in text) is not told
        assert Opening.objects.filter(what=Opening.What.ENTRIES).exists() is told

    def test_the_days_round_a_treatment_are_compared_as_asked(self, as_dr_lin: Client, opened: User) -> None:
        today = timezone.now().date()
        for days in range(60):
            cast.twitch(opened.diary, timezone.now() - timedelta(days=days, hours=1))
        older, newer = (
            treated(opened, today - timedelta(days=days), name) for days, name in ((40, "Old"), (20, "New"))
        )
        shown = {
            asked: as_dr_lin.get(address(opened, asked)).context["around"]
            for asked in ("", f"?treatment={older}&days=56", f"?treatment={uuid4()}", "?treatment=x&days=1e9&weeks=-1")
        }

        assert [(one.event.id, one.days) for one in shown.values()] == [
            (str(newer), 28), (str(older), 56), (str(newer), 28), (str(newer), 28),
        ]  # fmt: skip

    def test_another_diarys_treatment_is_no_treatment_here(self, as_dr_lin: Client, opened: User, eve: User) -> None:
        cast.twitch(eve.diary, timezone.now() - timedelta(days=30))
        foreign = treated(eve, timezone.now().date() - timedelta(days=9), "Secret")
        page = as_dr_lin.get(address(opened, f"?treatment={foreign}"))

        assert page.context["around"] is None
        assert "Secret" not in page.content.decode()

    def test_a_check_of_a_day_that_has_only_begun_far_east_is_on_every_part_of_the_page(
        self, dr_lin: User, opened: User
    ) -> None:
        """Of no entry, nobody knows where the diary is kept: its own day may be ahead of the server's."""
        at = (timezone.now() + timedelta(days=1)).replace(hour=22)
        with time_machine.travel(at, tick=False):
            said = {"performed_at": timezone.now(), "time_zone": "Pacific/Auckland",
                    "answers": {"swallow_saliva": {"value": "yes"}}}  # fmt: skip
            facts.record(kind=checks.KIND, diary=opened.diary, key=uuid4(), fields=said, by=opened, now=timezone.now())
            page = cast.signed_in_to_work(dr_lin).get(address(opened))
            text = page.content.decode()

        there = at.date() + timedelta(days=1)
        assert page.context["page"].last == there
        assert "U7: " in text
        assert "No rule has held so far" not in text
        assert f"Last face check, {spoken.day(there)}" in text
        assert f'<time datetime="{there}">' in text

    def test_flags_so_far_stay_after_they_have_gone(self, as_dr_lin: Client, opened: User) -> None:
        at = timezone.now() - timedelta(days=60)
        said = {"performed_at": at, "time_zone": "UTC", "answers": {"swallow_saliva": {"value": "yes"}}}
        facts.record(kind=checks.KIND, diary=opened.diary, key=uuid4(), fields=said, by=opened, now=timezone.now())
        text = as_dr_lin.get(address(opened)).content.decode()

        assert '<th scope="row" role="rowheader">U7: ' in text
        assert "All weeks" not in text  # of no entry there is nothing to draw

    @pytest.mark.parametrize("part", ["", "drawer/"])
    def test_what_the_patient_asks_stands_before_what_the_rules_say(
        self, as_dr_lin: Client, opened: User, part: str
    ) -> None:
        said = {"performed_at": timezone.now(), "time_zone": "UTC", "answers": {"swallow_saliva": {"value": "yes"}}}
        facts.record(kind=checks.KIND, diary=opened.diary, key=uuid4(), fields=said, by=opened, now=timezone.now())
        without = as_dr_lin.get(address(opened, part)).content.decode()
        asked, key = {"questions": ["May I drive?"]}, opened.diary.pk
        facts.record(kind=questions.KIND, diary=opened.diary, key=key, fields=asked, by=opened, now=timezone.now())
        told = as_dr_lin.get(address(opened, part)).content.decode()

        assert "has written no question." in without
        assert 0 < told.index("1. May I drive?") < told.index("Not reviewed here yet")

    def test_with_the_rules_off_the_page_says_so(self, as_dr_lin: Client, opened: User, settings: Any) -> None:
        settings.DIARY_FLAGS_ENABLED = False
        text = as_dr_lin.get(address(opened)).content.decode()

        assert "The rules are switched off." in text
        assert "No rule has held" not in text

    def test_the_page_is_private_to_its_reader(self, as_dr_lin: Client, opened: User) -> None:
        assert as_dr_lin.get(address(opened))["Cache-Control"] == "private, no-store"


class TestWithoutConsent:
    @pytest.mark.parametrize("part", PAGES)
    def test_foreign_and_unknown_look_alike(self, as_dr_lin: Client, ana: User, part: str) -> None:
        foreign = as_dr_lin.get(address(ana, part))
        unknown = as_dr_lin.get(f"/clinic/diaries/{uuid4()}/{part}")

        assert (foreign.status_code, foreign.content) == (404, unknown.content)
        assert Opening.objects.count() == 0

    @pytest.mark.parametrize("part", PAGES)
    def test_eve_sees_nothing(self, opened: User, part: str) -> None:
        client = cast.signed_in_to_work(cast.clinician("eve"))

        assert client.get(address(opened, part)).status_code == 404
        assert "Ana" not in client.get("/clinic/").content.decode()

    @pytest.mark.parametrize("part", PAGES)
    def test_signed_out_is_sent_to_sign_in(self, client: Client, opened: User, part: str) -> None:
        response = client.get(address(opened, part))

        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


class TestTheEndOfConsent:
    @pytest.mark.parametrize("part", PAGES)
    def test_revoking_closes_every_page_at_once(self, as_dr_lin: Client, opened: User, part: str) -> None:
        shown = as_dr_lin.get(address(opened))
        link = opened.diary.care_links.get()
        care_links.revoke(diary=opened.diary, id=link.pk, by=opened, now=timezone.now())

        assert as_dr_lin.get(address(opened, part)).status_code == 404
        assert as_dr_lin.get(shown.context["picture"]).status_code == 404

    def test_leaving_the_practice_closes_the_diary(self, as_dr_lin: Client, opened: User, dr_lin: User) -> None:
        practices.join(practice=cast.practice(), user=cast.eve(), role=Member.Role.OWNER, now=timezone.now())
        practices.leave(practice=cast.practice(), user=dr_lin, now=timezone.now())

        assert as_dr_lin.get(address(opened)).status_code == 404

    def test_the_end_that_was_agreed_closes_it(self, as_dr_lin: Client, ana: User) -> None:
        now = timezone.now()
        cast.consent(ana.diary, now=now - timedelta(days=8), until=now - timedelta(seconds=1))

        assert as_dr_lin.get(address(ana)).status_code == 404

    def test_a_deactivated_account_is_out(self, as_dr_lin: Client, opened: User, dr_lin: User) -> None:
        dr_lin.is_active = False
        dr_lin.save()

        assert as_dr_lin.get(address(opened)).status_code == 302
