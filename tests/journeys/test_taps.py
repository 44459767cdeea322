"""How many taps it takes, from the first screen: counted by the browser, as the finger does them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from diary.models import Check, Day, Episode
from diary.services import days, facts
from diary.vocabulary import CHECK_TASKS
from people.models import User
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import sent, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNTING = "window.taps = 0; addEventListener('pointerdown', () => (window.taps += 1), true)"


@pytest.fixture
def taps(phone: Page) -> Callable[[], int]:
    """Sign Mei up, and count every touch from then on, whatever screen it is on."""
    sign_up(phone)
    phone.evaluate(COUNTING)

    def counted() -> int:
        return int(phone.evaluate("window.taps"))

    return counted


def yesterday_was(**told: Any) -> None:
    mei, now = User.objects.get(username="mei"), timezone.now()
    yesterday = timezone.localdate() - timedelta(days=1)
    facts.record(kind=days.KIND, diary=mei.diary, key=yesterday, fields=told, by=mei, now=now)


def test_a_twitch_is_one(phone: Page, taps: Callable[[], int]) -> None:
    phone.get_by_role("button", name="Twitch now").click()
    until(Episode.objects.exists, "the entry on the server")

    assert taps() == 1


def test_no_twitching_is_one(phone: Page, taps: Callable[[], int]) -> None:
    phone.get_by_role("button", name="No twitching today").click()
    until(lambda: Day.objects.filter(state="none").exists(), "the answer on the server")

    assert taps() == 1


def test_the_whole_day_is_at_most_six(phone: Page, taps: Callable[[], int]) -> None:
    """The way there, twitched or not, in the way or not, coffee and sleep as the day before, stress, tiredness."""
    yesterday_was(drinks=[{"kind": "espresso", "count": 2}], sleep_min=420, stress=5)
    phone.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: phone.evaluate("(async () => (await indexedDB.databases()).length)()"), "a memory", page=phone)
    sent(phone)
    phone.wait_for_timeout(500)

    phone.get_by_role("link", name="How was the day?").click()
    suggested = phone.get_by_role("button", name="As the day before: 2 × espresso · 7 h 0 min")
    expect(suggested).to_be_visible()
    assert not Day.objects.exclude(state="unknown").exists()
    phone.get_by_role("button", name="twitched").click()
    phone.get_by_role("button", name="noticed").click()
    suggested.click()
    for scale in ("Stress, 0 to 10", "Tiredness, 0 to 10"):
        phone.get_by_label(scale).click()
    expect(suggested).to_be_hidden()
    asked = {"state": "twitched", "function": 1, "sleep_min": 420, "stress": 5, "fatigue": 5}
    until(lambda: Day.objects.filter(caffeine_mg=126, **asked).exists(), "the whole day on the server")

    assert taps() <= 6


def test_a_check_in_which_nothing_is_new_is_at_most_twelve(phone: Page, taps: Callable[[], int]) -> None:
    phone.get_by_role("link", name="Face check").click()
    phone.get_by_role("button", name="All as usual").click()
    groups = phone.get_by_role("button", name="None of these").locator("visible=true")
    for answered in range(6):
        if answered == 2:  # the first two are always asked; the others one after the other, once the next is opened
            assert groups.count() == 2
            phone.get_by_text("Swallowing and breathing").click()
        groups.nth(answered).click()
    phone.get_by_role("button", name="Done").click()
    expect(phone.get_by_role("button", name="Twitch now")).to_be_visible()
    sent(phone)
    until(lambda: Check.objects.filter(answers__self_harm_thoughts__value="no").exists(), "the check on the server")
    check = Check.objects.get()

    assert taps() <= 12
    assert check.tasks == {task.code: {"left": "same", "right": "same"} for task in CHECK_TASKS}
    assert {answer["value"] for answer in check.answers.values()} == {"no"}
