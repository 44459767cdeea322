"""Web push: to whom anything is sent at all, what they can read of it, and when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from py_vapid import Vapid02

from people import webpush
from people.models import Device, PushSubscription, User
from people.services import devices, push_subscriptions
from people.services.push_subscriptions import NoSuchSubscription
from people.webpush import BadSubscription, Outcome, UnknownPushService
from tests import cast
from tests.cast import NOW
from tests.push import PushService, base64url, push_service

pytestmark = pytest.mark.django_db
LASTS = timedelta(minutes=95, seconds=30)
MESSAGE = {"title": "Twitch Diary", "body": "Time for your diary.", "to": "day"}


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as service:
        settings.DIARY_PUSH_SERVICES = [service.origin]
        settings.DIARY_PUSH_CONTACT = "https://diary.example.org"
        yield service


def phone_of(user: User) -> Device:
    Client().force_login(user)
    return Device.objects.filter(user=user).latest("pk")


@pytest.fixture
def phone(db: None) -> Device:
    return phone_of(cast.ana())


class TestAllowed:
    """Nothing is sent to an address of a client's choosing: only to the push services that are named."""

    @pytest.mark.parametrize(
        "endpoint",
        [
            "https://fcm.googleapis.com/fcm/send/abc:def",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://web.push.apple.com/QAbc",
            "https://wns2-par02p.notify.windows.com/w/?token=abc",
        ],
    )
    def test_are_the_services_of_the_browsers(self, endpoint: str) -> None:
        assert webpush.is_allowed(endpoint)

    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://fcm.googleapis.com/fcm/send/abc",
            "https://fcm.googleapis.com:8443/fcm/send/abc",
            "https://fcm.googleapis.com@127.0.0.1/",
            "https://127.0.0.1/fcm.googleapis.com",
            "https://fcm.googleapis.com.example.org/",
            "https://push.apple.com.example.org/",
            "https://example.org/?https://web.push.apple.com/",
            "https://example.org#.push.apple.com",
            "https://example.org\\.push.apple.com/",
            "https://fcm.googleapis.com:0/",
            " https://fcm.googleapis.com/",
            "https://.push.apple.com/",
            "https://a..push.apple.com/",
            "https://[::1]/",
            "https://[::1/",
            "https://fcm.googleapis.com:notaport/",
            "https://fcm.googleapis.com/\r\nHost: example.org",
            "https://fcm.googleapis.com/ünïcode",
            "file:///etc/passwd",
            "https://fcm.googleapis.com/" + "x" * 1_000,
            "",
        ],
    )
    def test_is_nobody_else(self, endpoint: str) -> None:
        assert not webpush.is_allowed(endpoint)

    def test_is_asked_again_when_something_is_sent(self, service: PushService, phone: Device) -> None:
        subscription = service.subscribe(phone)
        with override_settings(DIARY_PUSH_SERVICES=[]):
            assert webpush.send(subscription, MESSAGE, lasts=LASTS) is Outcome.FAILED  # and stays known

        assert service.taken == []


class TestSend:
    def test_is_read_by_that_browser_and_by_nobody_on_the_way(self, service: PushService, phone: Device) -> None:
        assert webpush.send(service.subscribe(phone), MESSAGE, lasts=LASTS) is Outcome.TAKEN
        [(path, headers, body)] = service.taken

        assert path == "/anas"
        assert service.read == [MESSAGE]
        assert b"diary" not in body.lower()
        assert "diary" not in str({name: value for name, value in headers.items() if name != "authorization"}).lower()
        assert headers["ttl"] == "5730"

    def test_names_this_server_by_the_key_that_browsers_were_told(self, service: PushService, phone: Device) -> None:
        webpush.send(service.subscribe(phone), MESSAGE, lasts=LASTS)
        authorization = service.taken[0][1]["authorization"]

        assert Vapid02.verify(authorization)
        assert f"k={webpush.public_key()}" in authorization

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [(200, Outcome.TAKEN), (202, Outcome.TAKEN), (404, Outcome.GONE), (410, Outcome.GONE), (429, Outcome.FAILED),
         (500, Outcome.FAILED), (403, Outcome.FAILED)],
    )  # fmt: skip
    def test_tells_what_became_of_it(self, service: PushService, phone: Device, status: int, outcome: Outcome) -> None:
        service.status = status

        assert webpush.send(service.subscribe(phone), MESSAGE, lasts=LASTS) is outcome

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_follows_nobody_elsewhere(self, service: PushService, phone: Device, status: int) -> None:
        service.status = status

        assert webpush.send(service.subscribe(phone), MESSAGE, lasts=LASTS) is Outcome.FAILED
        assert [path for path, _, _ in service.taken] == ["/anas"]

    @pytest.mark.parametrize("contact", ["https://diary", "https://example.org:8443/contact", "mailto:ana@example.org"])
    def test_names_whatever_contact_the_settings_took(
        self, service: PushService, phone: Device, settings: Any, contact: str
    ) -> None:
        settings.DIARY_PUSH_CONTACT = contact

        assert webpush.send(service.subscribe(phone), MESSAGE, lasts=LASTS) is Outcome.TAKEN

    def test_fails_quietly_where_nobody_answers(
        self, settings: Any, phone: Device, caplog: pytest.LogCaptureFixture
    ) -> None:
        with push_service() as gone:
            settings.DIARY_PUSH_SERVICES = [gone.origin]
            subscription = gone.subscribe(phone)

        assert webpush.send(subscription, MESSAGE, lasts=LASTS) is Outcome.FAILED
        assert "/anas" not in caplog.text


class TestKey:
    def test_follows_from_the_secret_key_and_is_its_own(self, settings: Any) -> None:
        webpush._key.cache_clear()
        first = webpush.public_key()
        webpush._key.cache_clear()
        again = webpush.public_key()
        webpush._key.cache_clear()
        settings.SECRET_KEY = "another " * 8
        other = webpush.public_key()
        webpush._key.cache_clear()

        assert first == again != other
        assert len(first) == 87


class TestSubscribe:
    @pytest.mark.parametrize(
        ("change", "field", "kind"),
        [
            ({"endpoint": "https://example.org/"}, "endpoint", UnknownPushService),
            ({"p256dh": "AAAA"}, "keys.p256dh", BadSubscription),
            ({"p256dh": base64url(b"\4" + b"\1" * 64)}, "keys.p256dh", BadSubscription),  # not on the curve
            ({"p256dh": base64url(b"\2" + b"\1" * 32)}, "keys.p256dh", BadSubscription),  # compressed
            ({"p256dh": "ü"}, "keys.p256dh", BadSubscription),
            ({"auth": "AAAA"}, "keys.auth", BadSubscription),
            ({"auth": "?" * 22}, "keys.auth", BadSubscription),
        ],
    )
    def test_refuses_what_nothing_can_be_sent_to(
        self, service: PushService, phone: Device, change: dict[str, str], field: str, kind: type[Exception]
    ) -> None:
        told: dict[str, Any] = vars(service.browser()) | change
        with pytest.raises(kind) as refused:
            push_subscriptions.subscribe(device=phone, browser=push_subscriptions.Browser(**told), now=NOW)

        assert getattr(refused.value, "field", None) == field
        assert not PushSubscription.objects.exists()

    def test_is_once_a_device_and_brought_up_to_date(self, service: PushService, phone: Device) -> None:
        first = service.subscribe(phone)
        again = service.subscribe(phone, "a-new-one", time_zone="Asia/Taipei")

        assert (first.pk, PushSubscription.objects.count()) == (again.pk, 1)
        assert PushSubscription.objects.get().time_zone == "Asia/Taipei"

    def test_begins_once_and_is_told_with_every_visit(self, service: PushService, phone: Device) -> None:
        service.subscribe(phone)
        later = NOW + timedelta(days=3)
        one, is_new = push_subscriptions.subscribe(device=phone, browser=service.browser(), now=later)

        assert (is_new, one.made_at, one.told_at) == (False, NOW, later)

    def test_is_refused_where_the_device_was_signed_out_meanwhile(self, service: PushService, phone: Device) -> None:
        Device.objects.all().delete()
        with pytest.raises(NoSuchSubscription):
            service.subscribe(phone)

    def test_is_not_forgotten_for_the_end_of_an_older_one(self, service: PushService, phone: Device) -> None:
        old = service.subscribe(phone)
        service.subscribe(phone, "a-new-one")
        push_subscriptions.forget(old)
        assert PushSubscription.objects.exists()
        push_subscriptions.forget(PushSubscription.objects.get())
        assert not PushSubscription.objects.exists()

    def test_goes_over_to_whoever_signs_in_there(self, service: PushService, phone: Device) -> None:
        service.subscribe(phone)
        eve = cast.eve()
        service.subscribe(phone_of(eve))

        assert [one.device.user for one in PushSubscription.objects.all()] == [eve]

    def test_ends_with_signing_out_from_afar(self, service: PushService, phone: Device) -> None:
        service.subscribe(phone)
        assert phone.user is not None
        devices.sign_out(user=phone.user, reference=phone.reference)

        assert not PushSubscription.objects.exists()

    def test_is_ended_by_its_person_only(self, service: PushService, phone: Device) -> None:
        one = service.subscribe(phone)
        with pytest.raises(NoSuchSubscription):
            push_subscriptions.unsubscribe(user=cast.eve(), id=one.pk)
        assert phone.user is not None
        push_subscriptions.unsubscribe(user=phone.user, id=one.pk)

        assert not PushSubscription.objects.exists()
