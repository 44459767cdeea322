"""Checks of whose diary is open to whom: each of these mutants lets somebody of a practice read or write too much."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

THE_LOCK: Final = (
    Mutant(
        name="nobody-is-everybody",
        loss="Who is not known gets all diaries instead of none: every diary lies open to anybody.",
        file="people/models/diaries.py",
        before="return self.none()",
        after="return self.all()",
        asked=("tests/people/test_access.py::TestOpenDiary::test_nobody_does_not",),
    ),
    Mutant(
        name="consent-to-anybody",
        loss="For whom a consent was given is not asked: who opens a diary to one practice opens it to every account.",
        file="people/models/diaries.py",
        before="CareLink.objects.in_force(at).filter(practice__members__in=Member.objects.reading(principal))",
        after="CareLink.objects.in_force(at)",
        asked=("tests/people/test_access.py::TestOpenDiary::test_consent_to_one_practice_opens_to_no_other",),
    ),
    Mutant(
        name="consent-revoked",
        loss="Whether a consent was revoked is not asked: a diary that was closed is read on.",
        file="people/models/care_links.py",
        before="given_at__lte=at, revoked_at=None)",
        after="given_at__lte=at)",
        asked=("tests/clinic/test_pages.py::TestTheEndOfConsent::test_revoking_closes_every_page_at_once",),
    ),
    Mutant(
        name="consent-run-out",
        loss="The end of a consent is not asked: a diary that was opened for a month stays open.",
        file="people/models/care_links.py",
        before="self.filter(Q(until=None) | Q(until__gt=at), given_at__lte=at, revoked_at=None)",
        after="self.filter(given_at__lte=at, revoked_at=None)",
        asked=("tests/clinic/test_pages.py::TestTheEndOfConsent::test_the_end_that_was_agreed_closes_it",),
    ),
    Mutant(
        name="consent-paused",
        loss="A pause is not asked: the diary of who paused the consent is read on.",
        file="people/models/care_links.py",
        before="return self.standing(at).filter(paused_at=None)",
        after="return self.standing(at)",
        asked=("tests/api/test_people.py::TestPause::test_closes_the_diary_at_once_and_opens_it_again",),
    ),
    Mutant(
        name="consent-by-a-stranger",
        loss="Whose diary it is is not asked: somebody else opens it to a practice.",
        file="people/access.py",
        before="    if diary.owner_id != by.pk:\n        raise NotTheOwner(",
        after="    if by is None:\n        raise NotTheOwner(",
        asked=("tests/people/test_access.py::TestConsent::test_eve_cannot_open_it_for_her",),
    ),
    Mutant(
        name="who-has-left",
        loss="Whether a member has left is not asked: a colleague who was dismissed reads on.",
        file="people/models/practices.py",
        before="return self.filter(user=user, left_at=None)",
        after="return self.filter(user=user)",
        asked=("tests/clinic/test_pages.py::TestTheEndOfConsent::test_leaving_the_practice_closes_the_diary",),
    ),
    Mutant(
        name="assistant-reads",
        loss="The role is not asked: an assistant, who sees names, opens the diaries too.",
        file="people/models/practices.py",
        before="return self.filter(role__in=Member.READING, user__in=has_factor)",
        after="return self.filter(user__in=has_factor)",
        asked=("tests/clinic/test_practice.py::TestRoles::test_an_assistant_sees_names_and_no_diary",),
    ),
    Mutant(
        name="account-without-a-factor",
        loss="Whether the account has a second factor is not asked: a guessed password opens a practice.",
        file="people/models/practices.py",
        before="return self.filter(role__in=Member.READING, user__in=has_factor)",
        after="return self.filter(role__in=Member.READING)",
        asked=("tests/clinic/test_practice.py::TestSecondFactor",),
    ),
    Mutant(
        name="consent-to-another-practice",
        loss="To which practice a consent was given is not asked: a doctor reads by the wider one given to others.",
        file="people/access.py",
        before="in_force(at).filter(diary=diary, practice__members__in=Member.objects.reading(reader))",
        after="in_force(at).filter(diary=diary)",
        asked=("tests/clinic/test_attacks.py::TestTwoPracticesOfOneDoctor",),
    ),
)
THE_CLINIC: Final = (
    Mutant(
        name="session-without-a-factor",
        loss="Whether this session gave the second factor is not asked: the password alone opens the clinic.",
        file="clinic/doors.py",
        before="if second_factor.has_passed(request) and not is_idle and not is_old:",
        after="if not is_idle and not is_old:",
        asked=("tests/clinic/test_practice.py::TestSecondFactor::test_the_password_said_once_more_is_none",),
    ),
    Mutant(
        name="scope-of-a-consent",
        loss="The scope of the consent is not asked: who opened the page of numbers has opened every entry.",
        file="clinic/views/diaries.py",
        before="    if reading.link.scope != CareLink.Scope.PROFILE_AND_LOG:\n        return False\n",
        after="",
        asked=("tests/clinic/test_attacks.py::TestTwoPracticesOfOneDoctor",),
    ),
    Mutant(
        name="pdf-past-the-lock",
        loss="The PDF is found by the diary's name alone: whoever learns that name prints the diary of a stranger.",
        file="clinic/views/diaries.py",
        before="""    link, now = doors.opened(request, reference), timezone.now()
    _log(request, link, Opening.What.PROFILE_PDF, now)
""",
        after="""    link, now = CareLink.objects.filter(diary__reference=reference).latest("given_at"), timezone.now()
    _log(request, link, Opening.What.PROFILE_PDF, now)
""",
        asked=("tests/clinic/test_pages.py::TestWithoutConsent::test_foreign_and_unknown_look_alike",),
    ),
    Mutant(
        name="pdf-unlogged",
        loss="Printing is not written down: the diarist never learns that the page was taken along.",
        file="clinic/views/diaries.py",
        before="    _log(request, link, Opening.What.PROFILE_PDF, now)\n",
        after="",
        asked=("tests/clinic/test_pages.py::TestWithConsent::test_every_opening_is_logged_once",),
    ),
    Mutant(
        name="panel-of-closed-diaries",
        loss="Whether the diary is open yet is not asked of a row: the panel names patients who have gone.",
        file="clinic/listing.py",
        before="PanelLine.objects.filter(Exists(open_ones), practice=practice, lane=Value(ANY_LANE))",
        after="PanelLine.objects.filter(practice=practice, lane=Value(ANY_LANE))",
        asked=("tests/clinic/test_reviews.py::TestRefreshed::test_a_row_left_behind_shows_nobody",),
    ),
    Mutant(
        name="signed-after-the-end",
        loss="The consent is not asked again under the lock: who was shut out a moment ago writes in the margin.",
        file="diary/services/reviews.py",
        before='CareLink.objects.in_force(now).select_for_update(of=("self",))',
        after='CareLink.objects.select_for_update(of=("self",))',
        asked=("tests/clinic/test_attacks.py::TestAfterTheDoor::test_nothing_is_written",),
    ),
    Mutant(
        name="signature-of-a-colleague",
        loss="Who signed is not asked: a colleague takes back what a doctor has signed.",
        file="diary/services/reviews.py",
        before="today.filter(number=number, by=by)",
        after="today.filter(number=number)",
        asked=("tests/clinic/test_reviews.py::TestUndo::test_twice_or_the_next_day_or_of_a_colleague_is_refused",),
    ),
    Mutant(
        name="anybody-decides",
        loss="Whether it is an owner is not asked: an assistant makes herself a reader of every diary.",
        file="people/services/practices.py",
        before="member.user_id == by.pk and member.decides for member in members",
        after="member.user_id == by.pk for member in members",
        asked=("tests/clinic/test_practice.py::TestRoles::test_nobody_but_an_owner_changes_them",),
    ),
    Mutant(
        name="invitation-run-out",
        loss="The end of an invitation is not asked: an old mail lets somebody into the practice.",
        file="people/models/practices.py",
        before="self.filter(expires_at__gt=at, accepted_at=None, revoked_at=None)",
        after="self.filter(accepted_at=None, revoked_at=None)",
        asked=("tests/clinic/test_practice.py::TestInvitations::test_run_out_and_can_be_taken_back",),
    ),
    Mutant(
        name="invitation-of-another-practice",
        loss="Whose invitation it is is not asked: an owner takes back what another practice has sent.",
        file="people/services/practices.py",
        before="Invitation.objects.open(now).filter(practice=practice, pk=id)",
        after="Invitation.objects.open(now).filter(pk=id)",
        asked=("tests/clinic/test_practice.py::TestInvitations::test_of_another_practice_are_not_taken_back",),
    ),
    Mutant(
        name="patient-given-to-a-stranger",
        loss="Where somebody works is not asked: a patient is put under the name of a doctor who cannot look.",
        file="people/services/care_links.py",
        before="Member.objects.filter(practice=link.practice_id, left_at=None,",
        after="Member.objects.filter(left_at=None,",
        asked=("tests/clinic/test_reviews.py::TestPlace::test_a_doctor_of_another_practice_is_given_nobody",),
    ),
    Mutant(
        name="notes-of-another-practice",
        loss="Whose notes they are is not asked: one practice reads what another has written of a patient.",
        file="diary/models/reviews.py",
        before="return found if practice is None else found.filter(practice=practice)",
        after="return found",
        asked=("tests/clinic/test_reviews.py::TestWhoMay::test_another_practice_does_not_see_what_this_one_signed",),
    ),
    Mutant(
        name="stamp-of-another-reader",
        loss="Who was shown the page is not asked: somebody signs what they have never seen.",
        file="clinic/reading.py",
        before="if (link, reader, epoch) != (str(self.link.pk), self.reader.pk, self.stored.epoch):",
        after="if epoch != self.stored.epoch:",
        asked=("tests/clinic/test_reviews.py::TestSigning",),
    ),
)
CONSENT: Final = (*THE_LOCK, *THE_CLINIC)
