"""The face check on a phone: what published guidance says of an answer is there at once, also without a network."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from diary.models import Check
from diary.services import facts, settings
from people.models import User
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import sent, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_check(phone: Page) -> None:
    phone.get_by_role("link", name="Face check").click()
    expect(phone.get_by_role("heading", name="Face check")).to_be_visible()


class TestCheck:
    def test_is_made_in_a_few_taps_and_stores_only_what_was_touched(self, phone: Page) -> None:
        sign_up(phone)
        open_check(phone)
        phone.get_by_role("button", name="All as usual").click()
        phone.get_by_role("button", name="None of these").first.click()
        phone.get_by_role("button", name="Done").click()
        sent(phone)
        until(lambda: Check.objects.filter(answers__has_key="drooling").exists(), "the check on the server")
        check = Check.objects.get()

        assert check.tasks["smile"] == {"left": "same", "right": "same"}
        assert check.answers["face_droop"]["value"] == "no"
        assert "arm_weak" not in check.answers  # a group of its own, which was not answered

    def test_an_urgent_answer_shows_its_advice_at_once_without_a_network(self, phone: Page) -> None:
        sign_up(phone)
        open_check(phone)
        phone.context.set_offline(True)
        phone.get_by_role("button", name="face drooping or uneven").click()
        advice = phone.get_by_role("dialog")
        expect(advice).to_contain_text("Call the emergency number now")
        expect(advice).to_contain_text("Emergency number: ")
        advice.get_by_role("button", name="I have read this").click()

        expect(advice).not_to_be_visible()
        expect(phone.get_by_role("listitem").filter(has_text="Call the emergency number now")).to_be_visible()
        assert Check.objects.count() == 0
        phone.context.set_offline(False)
        until(
            lambda: Check.objects.filter(answers__face_droop__value="yes").exists(),
            "the check on the server",
            page=phone,
        )

    def test_whoever_has_switched_advice_off_gets_none(self, phone: Page) -> None:
        sign_up(phone)
        open_check(phone)
        phone.get_by_role("button", name="None of these").first.click()
        expect(phone.get_by_text("No rule matched.")).to_be_visible()
        phone.context.set_offline(True)
        mei = User.objects.get(username="mei")
        fields = {"flags_enabled": False}
        facts.record(kind=settings.KIND, diary=mei.diary, key=mei.diary.pk, fields=fields, by=mei, now=timezone.now())
        phone.context.set_offline(False)  # and the phone hears of it while the check is open

        expect(phone.get_by_text("Advice is switched off. This is not an all-clear.")).to_be_visible(timeout=20_000)
        phone.get_by_role("button", name="arm weak").click()

        expect(phone.get_by_role("dialog")).to_be_hidden()

    def test_says_that_no_rule_is_no_all_clear(self, phone: Page) -> None:
        sign_up(phone)
        open_check(phone)
        phone.get_by_role("button", name="None of these").first.click()

        expect(phone.get_by_text("No rule matched. This is not an all-clear.")).to_be_visible()


def test_going_back_from_an_advice_leaves_a_page_that_can_be_tapped(phone: Page) -> None:
    sign_up(phone)
    open_check(phone)
    phone.get_by_role("button", name="arm weak").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    phone.go_back()
    phone.get_by_role("button", name="Twitch now").click()
    expect(phone.locator(".entries li")).to_have_count(1)


def test_an_answer_leaves_the_questions_as_they_stand(phone: Page) -> None:
    sign_up(phone)
    open_check(phone)
    head = phone.locator("details.group").first
    head.locator("summary").click()
    head.locator(".question .chip").first.click()
    expect(phone.locator("#check .sheet-said")).to_have_text("Saved on this phone.")
    phone.wait_for_timeout(500)

    assert head.evaluate("group => group.open")


def test_a_check_stands_in_the_history_and_can_be_deleted_and_taken_back(phone: Page) -> None:
    sign_up(phone)
    open_check(phone)
    phone.get_by_role("button", name="drooling").click()
    phone.get_by_role("button", name="Done").click()
    sent(phone)
    phone.get_by_role("link", name="History").click()
    row = phone.locator("#history .checks li")
    expect(row).to_contain_text("Face check · drooling")
    phone.wait_for_timeout(350)

    row.get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    until(lambda: Check.objects.filter(deleted_at=None).count() == 0, "no check on the server")
    phone.get_by_role("button", name="Undo").locator("visible=true").click()

    expect(row).to_contain_text("drooling")
    until(lambda: Check.objects.filter(deleted_at=None).count() == 1, "the check again")
