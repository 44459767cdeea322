"""The day's answers on a phone: each is stored when it is touched, and nothing else is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from diary.models import Day
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import sign_up, works_offline

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_day(phone: Page) -> None:
    phone.get_by_role("link", name="How was the day?").click()
    expect(phone.get_by_role("button", name="Yesterday")).to_be_visible()


class TestDay:
    def test_stores_what_was_touched_and_nothing_else(self, phone: Page) -> None:
        sign_up(phone)
        open_day(phone)
        phone.get_by_role("button", name="One more: espresso").click()
        phone.get_by_role("button", name="One more: espresso").click()
        expect(phone.get_by_text("About 126 mg of caffeine")).to_be_visible()
        phone.get_by_role("button", name="More sleep").click()
        expect(phone.get_by_text("7 h 30 min")).to_be_visible()
        until(lambda: Day.objects.filter(sleep_min=450, caffeine_mg=126).exists(), "the day on the server")
        day = Day.objects.get()

        assert (day.state, day.stress, day.fatigue, day.function, day.burden) == ("unknown", None, None, None, None)

    def test_an_answer_is_taken_back_by_the_same_tap(self, phone: Page) -> None:
        sign_up(phone)
        open_day(phone)
        often = phone.locator("[data-field=burden]").first
        often.click()
        expect(often).to_have_attribute("aria-pressed", "true")
        often.click()
        expect(often).to_have_attribute("aria-pressed", "false")
        until(lambda: Day.objects.filter(burden=None).exists(), "the day on the server")

    def test_yesterday_can_be_answered_and_last_nights_sleep_is_only_suggested(self, phone: Page) -> None:
        sign_up(phone)
        open_day(phone)
        phone.get_by_role("button", name="Yesterday").click()
        phone.get_by_role("button", name="More sleep").click()
        phone.get_by_role("button", name="Less sleep").click()
        expect(phone.get_by_text("7 h 15 min")).to_be_visible()
        phone.get_by_role("button", name="Today").click()
        expect(phone.locator(".slept")).to_have_text("not said")
        phone.get_by_role("button", name="More sleep").click()
        expect(phone.locator(".slept")).to_have_text("7 h 15 min")
        until(lambda: Day.objects.filter(sleep_min=435).count() == 2, "both days on the server")

    def test_works_without_a_network(self, phone: Page) -> None:
        sign_up(phone)
        works_offline(phone)
        phone.context.set_offline(True)
        open_day(phone)
        phone.get_by_role("button", name="One more: espresso").click()
        expect(phone.get_by_text("About 63 mg of caffeine")).to_be_visible()
        phone.reload()
        expect(phone.get_by_text("About 63 mg of caffeine")).to_be_visible()
        phone.context.set_offline(False)
        until(lambda: Day.objects.filter(caffeine_mg=63).exists(), "the day on the server", page=phone)

    def test_zero_can_be_said_and_a_drink_taken_back_is_not_none(self, phone: Page) -> None:
        sign_up(phone)
        open_day(phone)
        phone.get_by_label("Stress, 0 to 10").click(position={"x": 2, "y": 10})
        until(lambda: Day.objects.filter(stress=0).exists(), "stress of zero on the server")
        phone.get_by_role("button", name="One more: espresso").click()
        phone.wait_for_timeout(350)
        phone.get_by_role("button", name="One less: espresso").click()
        expect(phone.locator(".caffeine")).to_have_text("not said")
        phone.get_by_role("button", name="None that day").click()
        expect(phone.locator(".caffeine")).to_have_text("About 0 mg of caffeine")
        until(lambda: Day.objects.filter(caffeine_mg=0).exists(), "no coffee on the server")

    def test_two_drinks_in_the_same_moment_are_both_kept(self, phone: Page) -> None:
        sign_up(phone)
        open_day(phone)
        phone.evaluate(
            """() => ["espresso", "green_tea"].forEach((kind) =>
                 document.querySelector(`[data-drink=${kind}][data-by="1"]`).click())"""
        )

        until(lambda: Day.objects.exists() and len(Day.objects.get().drinks or []) == 2, "both on the server")
