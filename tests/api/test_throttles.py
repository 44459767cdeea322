"""How often one may ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    rates = {"person": "3/min", "address": "2/min", "pages": "1/min", "password": "1/min", "code": "2/min"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)
    cache.clear()
    yield
    cache.clear()


class TestPersons:
    def test_are_counted_one_by_one(self, as_ana: APIClient, as_eve: APIClient) -> None:
        answers = [as_ana.get("/api/v1/account/") for _ in range(4)]

        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 0 < int(answers[-1]["Retry-After"]) <= 60
        assert answers[-1].json()["code"] == "throttled"
        assert as_eve.get("/api/v1/account/").status_code == 200

    def test_pages_have_a_limit_of_their_own(self, as_ana: APIClient) -> None:
        as_ana.get("/api/v1/reports/profile.pdf")

        assert as_ana.get("/api/v1/reports/profile.pdf").status_code == 429
        assert as_ana.get("/api/v1/account/").status_code == 200

    def test_codes_of_practices_are_not_found_by_trying(self, as_ana: APIClient) -> None:
        tries = [as_ana.post("/api/v1/care-links/", {"code": f"TRIED{n}"}, format="json") for n in range(3)]

        assert [answer.status_code for answer in tries] == [400, 400, 429]
        assert "Retry-After" in tries[-1]

    def test_the_password_that_erases_is_not_found_by_trying(self, as_ana: APIClient) -> None:
        tries = [as_ana.post("/api/v1/account/erase/", {"password": f"tried{n}"}, format="json") for n in range(2)]

        assert [answer.status_code for answer in tries] == [403, 429]

    def test_reading_who_may_read_is_not_trying(self, as_ana: APIClient) -> None:
        assert [as_ana.get("/api/v1/care-links/").status_code for _ in range(3)] == [200, 200, 200]


class TestStrangers:
    def test_are_counted_by_address_when_they_are_refused(self, client: APIClient, db: None) -> None:
        assert [client.get("/api/v1/account/").status_code for _ in range(3)] == [401, 401, 429]

    def test_cannot_pretend_another_address(self, client: APIClient, db: None) -> None:
        answers = [client.get("/api/v1/account/", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}") for n in range(3)]

        assert [answer.status_code for answer in answers] == [401, 401, 429]

    def test_do_not_use_up_a_persons_share(self, client: APIClient, as_ana: APIClient) -> None:
        for _ in range(3):
            client.get("/api/v1/account/")

        assert as_ana.get("/api/v1/account/").status_code == 200
