"""What the diary asks on opening: a weak face, three months of an eyelid, holding back, an area that may be new."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from diary.models import Baseline, Episode
from diary.services import baselines, checks, facts
from people.models import User
from tests import cast
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import sent, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asked(phone: Page) -> Locator:
    return phone.get_by_role("region", name="Asked again")


def twitched(person: User, days_ago: int, site: str) -> UUID:
    at = timezone.now() - timedelta(days=days_ago)
    return cast.twitch(person.diary, at, sites=[{"site": site, "side": "right"}]).id


def test_a_weak_face_is_asked_about_again_on_the_next_days(phone: Page) -> None:
    ana = cast.ana()
    now = timezone.now()
    told = {
        "performed_at": now - timedelta(days=2),
        "time_zone": cast.ZONE,
        "tasks": {"smile": {"left": "cannot"}},
    }
    facts.record(kind=checks.KIND, diary=ana.diary, key=uuid4(), fields=told, by=ana, now=now)
    sign_in(phone, "ana")
    expect(asked(phone)).to_contain_text("Please answer again today")
    asked(phone).get_by_role("button", name="Face check").click()
    phone.get_by_role("button", name="None of these").first.click()
    expect(phone.locator("#check .sheet-said")).to_have_text("Saved on this phone.")
    phone.get_by_role("button", name="Back").locator("visible=true").click()
    expect(phone.get_by_role("button", name="Twitch now")).to_be_visible()
    expect(asked(phone)).to_be_hidden()


def test_an_eyelid_of_three_months_is_reminded_of_until_it_is_noted(phone: Page) -> None:
    ana = cast.ana()
    for days_ago in (92, 40, 1):
        twitched(ana, days_ago, "lid_lower")
    sign_in(phone, "ana")
    expect(asked(phone)).to_contain_text("asks for a look if it goes on for longer")

    asked(phone).get_by_role("button", name="Noted").click()
    expect(asked(phone)).to_be_hidden()

    phone.reload()
    expect(phone.get_by_role("button", name="Twitch now")).to_be_enabled()
    phone.wait_for_timeout(1_000)
    expect(asked(phone)).to_be_hidden()


def test_an_eyelid_that_once_was_a_cheek_is_left_alone(phone: Page) -> None:
    ana = cast.ana()
    for days_ago, site in ((300, "cheek"), (92, "lid_lower"), (1, "lid_lower")):
        twitched(ana, days_ago, site)
    sign_in(phone, "ana")
    expect(phone.get_by_text("All sent")).to_be_visible()
    phone.wait_for_timeout(1_000)

    expect(asked(phone)).to_be_hidden()


class TestHoldingBack:
    """S2: a cheek twitches for two weeks, and nobody has said whether it can be held back."""

    def test_is_answered_in_one_tap_about_the_newest_entry(self, phone: Page) -> None:
        ana = cast.ana()
        newest = [twitched(ana, days_ago, "cheek") for days_ago in (20, 5, 2)][-1]
        sign_in(phone, "ana")
        expect(asked(phone)).to_contain_text("Cheek, your right")

        asked(phone).get_by_role("button", name="no", exact=True).click()

        expect(asked(phone)).to_be_hidden()
        until(lambda: Episode.objects.get(id=newest).suppressible == "no", "the answer on the newest entry")
        assert Episode.objects.exclude(suppressible=None).count() == 1

    def test_can_be_put_off_for_the_day(self, phone: Page) -> None:
        ana = cast.ana()
        for days_ago in (20, 5, 2):
            twitched(ana, days_ago, "cheek")
        sign_in(phone, "ana")

        asked(phone).get_by_role("button", name="Another day").click()

        expect(asked(phone)).to_be_hidden()
        assert not Episode.objects.exclude(suppressible=None).exists()


class TestNewPlace:
    """An area that was neither declared nor there in the first week twitches on two days."""

    LID = {"site": "lid_lower", "side": "right"}
    CHEEK = {"site": "cheek", "side": "right"}

    @pytest.fixture
    def newest(self) -> UUID:
        """Ana declared an eyelid and kept a diary of it; now it is the cheek."""
        ana, now = cast.ana(), timezone.now()
        told = {"sites": [self.LID], "suspected_factors": ["stress"]}
        facts.record(kind=baselines.KIND, diary=ana.diary, key=ana.diary.pk, fields=told, by=ana, now=now)
        twitched(ana, 30, "lid_lower")
        return [twitched(ana, days_ago, "cheek") for days_ago in (3, 1)][-1]

    def opened_again(self, phone: Page) -> None:
        phone.reload()
        expect(phone.get_by_role("button", name="Twitch now")).to_be_enabled()
        sent(phone)
        phone.wait_for_timeout(1_000)

    def test_that_was_there_before_joins_what_was_declared(self, phone: Page, newest: UUID) -> None:
        sign_in(phone, "ana")
        expect(asked(phone)).to_contain_text("Is this new?")
        expect(asked(phone)).to_contain_text("Cheek, your right: recorded on two days or more")

        asked(phone).get_by_role("button", name="It was there before").dblclick()  # a trembling finger

        expect(asked(phone)).to_be_hidden()
        expect(phone.get_by_role("button", name="Twitch now")).to_be_focused()
        until(lambda: Baseline.objects.get().sites == [self.LID, self.CHEEK], "the cheek in the baseline")
        sent(phone)
        assert Baseline.objects.get().suspected_factors == ["stress"]

    def test_that_was_there_before_is_all_that_is_added_if_she_leaves_at_once(self, phone: Page, newest: UUID) -> None:
        sign_in(phone, "ana")
        expect(asked(phone)).to_contain_text("Is this new?")
        phone.evaluate(
            """() => {
                 document.querySelector("#asked [data-before]").click();
                 location.hash = "day";
               }"""
        )

        until(lambda: self.CHEEK in Baseline.objects.get().sites, "the cheek in the baseline")
        assert Baseline.objects.get().sites == [self.LID, self.CHEEK]

    def test_is_not_answered_by_a_tap_that_falls_through_on_the_way_back(self, phone: Page, newest: UUID) -> None:
        sign_in(phone, "ana")
        expect(asked(phone)).to_contain_text("Is this new?")
        phone.evaluate("location.hash = 'day'")
        expect(phone.locator("#day h1")).to_be_visible()  # its own facts are read; the baseline is none
        phone.evaluate(
            """() => {
                 addEventListener("hashchange", () => {
                   document.querySelector("#asked [data-before]").click();
                   location.hash = "day";
                 }, { once: true });
                 location.hash = "";
               }"""
        )
        phone.wait_for_timeout(1_000)

        phone.evaluate("location.hash = ''")
        expect(asked(phone)).to_contain_text("Is this new?")
        sent(phone)
        assert Baseline.objects.get().sites == [self.LID]

    def test_that_is_new_is_not_asked_of_again(self, phone: Page, newest: UUID) -> None:
        sign_in(phone, "ana")
        asked(phone).get_by_role("button", name="It is new").click()

        expect(asked(phone)).to_be_hidden()
        self.opened_again(phone)
        expect(asked(phone)).to_be_hidden()
        assert Baseline.objects.get().sites == [self.LID]

    def test_can_be_put_off_for_the_day(self, phone: Page, newest: UUID) -> None:
        sign_in(phone, "ana")
        asked(phone).get_by_role("button", name="Another day").click()

        expect(asked(phone)).to_be_hidden()
        self.opened_again(phone)
        expect(asked(phone)).to_be_hidden()

    def test_that_was_a_wrong_place_is_put_right_on_the_map(self, phone: Page, newest: UUID) -> None:
        sign_in(phone, "ana")
        asked(phone).get_by_role("button", name="Not that place").click()
        expect(phone).to_have_url(re.compile(f"#where=episode:{newest}$"))
        phone.get_by_role("button", name="Back").locator("visible=true").click()
        expect(asked(phone)).to_contain_text("Is this new?")  # nothing was put right
        phone.wait_for_timeout(1_000)

        asked(phone).get_by_role("button", name="Not that place").click()
        phone.get_by_label("cheek, your right").click()
        phone.get_by_label("lower eyelid, your right").click()
        phone.get_by_role("button", name=re.compile("^Done")).click()

        expect(asked(phone)).to_be_hidden()
        until(lambda: Episode.objects.get(id=newest).sites == [self.LID], "the place on the server")

    def test_of_two_areas_is_asked_of_one_a_day(self, phone: Page, newest: UUID) -> None:
        ana = User.objects.get(username="ana")
        for days_ago in (5, 4):
            twitched(ana, days_ago, "chin")
        sign_in(phone, "ana")
        expect(asked(phone)).to_contain_text("Cheek, your right")
        asked(phone).get_by_role("button", name="It is new").click()

        expect(asked(phone)).to_be_hidden()
        self.opened_again(phone)
        expect(asked(phone)).to_be_hidden()

    def test_that_was_in_the_first_week_of_a_long_diary_is_left_alone(self, phone: Page, newest: UUID) -> None:
        twitched(User.objects.get(username="ana"), 300, "cheek")
        sign_in(phone, "ana")
        sent(phone)
        phone.wait_for_timeout(1_000)

        expect(asked(phone)).to_be_hidden()
