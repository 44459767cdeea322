"""May this reader read that diary? The lock, tried with everybody."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from people import access
from people.errors import NotOpen, NotTheOwner
from people.models import CareLink, Diary, User
from people.services import care_links, practices
from tests import cast
from tests.cast import NOW


def is_open(diary: Diary, reader: User | AnonymousUser | None) -> bool:
    try:
        return access.open_diary(reader=reader, reference=diary.reference, at=NOW) == diary
    except NotOpen:
        return False


class TestOpenDiary:
    def test_ana_reads_her_own(self, ana: User) -> None:
        assert is_open(ana.diary, ana)

    def test_eve_does_not(self, ana: User, eve: User) -> None:
        assert not is_open(ana.diary, eve)

    @pytest.mark.parametrize("nobody", [None, AnonymousUser()])
    def test_nobody_does_not(self, ana: User, nobody: AnonymousUser | None) -> None:
        assert not is_open(ana.diary, nobody)
        assert not Diary.objects.visible_to(nobody, NOW).exists()

    def test_a_doctor_without_consent_does_not(self, ana: User, dr_lin: User) -> None:
        assert not is_open(ana.diary, dr_lin)

    def test_a_doctor_with_consent_does(self, ana: User, dr_lin: User) -> None:
        cast.consent(ana.diary)

        assert is_open(ana.diary, dr_lin)

    def test_consent_to_one_practice_opens_to_no_other(self, ana: User, dr_lin: User, eve: User) -> None:
        practices.open_practice(name="Another", by=eve, now=NOW, code="ANOTHER1")
        cast.consent(ana.diary)

        assert not is_open(ana.diary, eve)

    def test_a_deactivated_person_reads_nothing(self, ana: User) -> None:
        ana.is_active = False

        assert not is_open(ana.diary, ana)

    def test_two_people_without_a_practice_share_nothing(self, ana: User, eve: User) -> None:
        assert list(Diary.objects.visible_to(eve, NOW)) == [eve.diary]

    def test_a_paused_consent_is_none(self, ana: User, dr_lin: User) -> None:
        cast.consent(ana.diary)
        CareLink.objects.update(paused_at=NOW)

        assert not is_open(ana.diary, dr_lin)

    def test_consent_given_for_later_is_none_yet(self, ana: User, dr_lin: User) -> None:
        cast.consent(ana.diary, now=NOW + timedelta(hours=1))

        assert not is_open(ana.diary, dr_lin)

    def test_unknown_and_closed_refuse_alike(self, ana: User, eve: User) -> None:
        refusals = []
        for reference in (ana.diary.reference, uuid4()):
            with pytest.raises(NotOpen) as refusal:
                access.open_diary(reader=eve, reference=reference, at=NOW)
            refusals.append(refusal.value.detail)

        assert refusals[0] == refusals[1]


class TestConsent:
    @pytest.mark.parametrize("spelling", ["LINNEURO", "linneuro", " LINN EURO ", "linn-euro"])
    def test_a_code_may_be_spelled_as_it_is_heard(self, ana: User, dr_lin: User, spelling: str) -> None:
        care_links.give(diary=ana.diary, code=spelling, scope="profile", until=None, by=ana, now=NOW)

        assert is_open(ana.diary, dr_lin)

    @pytest.mark.parametrize("code", ["NOBODY22", "", "\0", "LINNEUR", "'; DROP"])
    def test_a_code_of_nobody_is_refused(self, ana: User, dr_lin: User, code: str) -> None:
        with pytest.raises(care_links.NoSuchPractice):
            care_links.give(diary=ana.diary, code=code, scope="profile", until=None, by=ana, now=NOW)

    @pytest.mark.parametrize("until", [NOW, NOW - timedelta(days=1), NOW + timedelta(days=4000)])
    def test_an_end_that_is_past_or_too_far_is_refused(self, ana: User, dr_lin: User, until: object) -> None:
        with pytest.raises(care_links.BadEnd):
            cast.consent(ana.diary, until=until)  # type: ignore[arg-type]  # parametrised

    def test_giving_twice_is_one_consent(self, ana: User, dr_lin: User) -> None:
        first, second = cast.consent(ana.diary), cast.consent(ana.diary, until=NOW + timedelta(days=30))

        assert first.pk == second.pk
        assert CareLink.objects.get().until == NOW + timedelta(days=30)

    def test_revoked_consent_can_be_given_anew(self, ana: User, dr_lin: User) -> None:
        care_links.revoke(diary=ana.diary, id=cast.consent(ana.diary).pk, by=ana, now=NOW)
        cast.consent(ana.diary)

        assert is_open(ana.diary, dr_lin)
        assert CareLink.objects.count() == 2

    def test_eve_cannot_revoke_it(self, ana: User, dr_lin: User, eve: User) -> None:
        link = cast.consent(ana.diary)
        with pytest.raises(care_links.NoSuchCareLink):
            care_links.revoke(diary=eve.diary, id=link.pk, by=eve, now=NOW)

        assert is_open(ana.diary, dr_lin)

    def test_eve_cannot_open_it_for_her(self, ana: User, dr_lin: User, eve: User) -> None:
        with pytest.raises(NotTheOwner):
            care_links.give(diary=ana.diary, code="LINNEURO", scope="profile", until=None, by=eve, now=NOW)
