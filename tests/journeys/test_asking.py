"""What the diary asks again on opening: a weak face, three months of an eyelid, a twitch nobody tried to hold back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from diary.models import Episode
from diary.services import checks, facts
from people.models import User
from tests import cast
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import sign_in

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
