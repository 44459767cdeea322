"""Checks at the other doors: each of these mutants lets somebody in by a link, an id, a session or a cache."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

SHARE_LINKS: Final = (
    Mutant(
        name="share-link-revoked",
        loss="Whether a share link was closed is not asked: who was given it once reads on.",
        file="people/models/share_links.py",
        before="return self.filter(expires_at__gt=at, revoked_at=None)",
        after="return self.filter(expires_at__gt=at)",
        asked=("tests/clinic/test_shared.py::TestClosed::test_whatever_opens_nothing_gets_the_same_answer",),
    ),
    Mutant(
        name="share-link-run-out",
        loss="The last day of a share link is not asked: a link for a week opens the page for ever.",
        file="people/models/share_links.py",
        before="return self.filter(expires_at__gt=at, revoked_at=None)",
        after="return self.filter(revoked_at=None)",
        asked=("tests/clinic/test_shared.py::TestClosed::test_whatever_opens_nothing_gets_the_same_answer",),
    ),
    Mutant(
        name="share-link-guessed",
        loss="What wrong PINs have closed is not asked: where the page of such a link was open, it is read on.",
        file="people/models/share_links.py",
        before="return self.ended_by_nobody(at).filter(pin_failures__lt=ShareLink.PIN_FAILURES_MAX)",
        after="return self.ended_by_nobody(at)",
        asked=("tests/clinic/test_shared.py::TestPin::test_failures_close_a_page_that_is_open",),
    ),
    Mutant(
        name="share-link-of-other-days",
        loss="The days of the link are passed over for the usual ones: a doctor reads weeks that were not given.",
        file="clinic/views/shared.py",
        before="""        "first": link.first,
        "last": link.last,
""",
        after="""        **dict(zip(("first", "last"), prepare.usual_period(link.diary, today=now.date()))),
""",
        asked=("tests/clinic/test_shared.py::TestProfile::test_says_whose_it_is_of_which_days_and_until_when",),
    ),
    Mutant(
        name="scope-of-a-share-link",
        loss="The scope of the link is not asked: every entry and its note stands on the page.",
        file="clinic/views/shared.py",
        before="return link.scope == CareLink.Scope.PROFILE_AND_LOG",
        after="return True",
        asked=("tests/clinic/test_shared.py::TestProfile::test_shows_the_entries_only_where_the_log_was_given_too",),
    ),
    Mutant(
        name="page-of-another-link",
        loss="Of which link a page is is not asked: with two links open, one patient's page shows another's figures.",
        file="clinic/views/shared.py",
        before='if link is None or _page(request)[0] not in ("", str(link.pk)):',
        after="if link is None:",
        asked=("tests/clinic/test_shared.py::TestTwoLinks::test_in_two_tabs_never_mix_two_peoples_pages",),
    ),
)
BY_ITS_ID_ALONE: Final = (
    Mutant(
        name="fact-by-its-id",
        loss="Entries are looked for in all diaries: by an id anybody reads and changes the entry of anybody.",
        file="diary/services/history.py",
        before="return FactQuerySet(self.model).filter(diary=diary)",
        after="return FactQuerySet(self.model).all()",
        asked=("tests/api/test_facts.py::TestVerbs::test_history_tells_who_did_what",),
    ),
    Mutant(
        name="import-by-its-id",
        loss="An import is looked for in all diaries: by its id somebody else reads of it.",
        file="api/v1/views/imports.py",
        before="Import.objects.filter(diary=self.diary, pk=path_id(id))",
        after="Import.objects.filter(pk=path_id(id))",
        asked=("tests/api/test_imports.py::TestUndo::test_a_foreign_import_is_an_unknown_one",),
    ),
    Mutant(
        name="conflict-by-its-id",
        loss="A conflict is looked for in all diaries: somebody else settles what two of one's own phones said.",
        file="diary/services/conflicts.py",
        before="Conflict.objects.filter(diary=diary, pk=id)",
        after="Conflict.objects.filter(pk=id)",
        asked=("tests/api/test_sync.py::TestConflicts::test_is_nobody_elses",),
    ),
    Mutant(
        name="share-link-by-its-id",
        loss="A share link is looked for in all diaries: somebody else closes it before the doctor has read.",
        file="people/services/shares.py",
        before="links = ShareLink.objects.filter(diary=diary, pk=id)",
        after="links = ShareLink.objects.filter(pk=id)",
        asked=("tests/api/test_people.py::TestShares::test_is_revoked_by_its_owner_only",),
    ),
    Mutant(
        name="device-by-its-id",
        loss="A device is looked for among everybody's: anybody signs a stranger's phone out.",
        file="people/services/devices.py",
        before="Device.objects.filter(user=user, reference=reference)",
        after="Device.objects.filter(reference=reference)",
        asked=("tests/api/test_people.py::TestDevices::test_of_somebody_else_look_like_none",),
    ),
    Mutant(
        name="access-log-of-everybody",
        loss="The access log is shown whole: everybody reads which doctor opened whose diary.",
        file="api/v1/views/people.py",
        before="return Opening.objects.filter(diary=view.diary).select_related(",
        after="return Opening.objects.select_related(",
        asked=("tests/api/test_people.py::TestOpenings::test_of_another_diary_are_nobodys_to_read",),
    ),
    Mutant(
        name="reviews-of-everybody",
        loss="What was signed is shown whole: everybody reads the notes that doctors wrote of others.",
        file="api/v1/views/people.py",
        before="found = Review.objects.of(view.diary).annotate(",
        after="found = Review.objects.annotate(",
        asked=("tests/clinic/test_reviews.py::TestWhoMay::test_what_was_signed_is_listed_to_the_diarist_alone",),
    ),
)
SESSIONS: Final = (
    Mutant(
        name="api-to-everybody",
        loss="That somebody is signed in is not asked by the API.",
        file="config/settings/base.py",
        before='"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]',
        after='"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]',
        asked=("tests/test_doors.py::TestEverybody::test_gets_the_answer_of_the_table_and_nothing_besides[nobody]",),
    ),
    Mutant(
        name="session-of-an-old-password",
        loss="With which password a session began is not asked: who was shut out by a new one stays signed in.",
        file="people/sessions.py",
        before="""    if not constant_time_compare(told, person.get_session_auth_hash()):
        return None
""",
        after="",
        asked=("tests/api/test_people.py::TestDevices::test_a_changed_password_ends_every_session",),
    ),
    Mutant(
        name="session-of-a-closed-account",
        loss="Whether the account is open is not asked: who was shut out by the operator stays signed in.",
        file="people/sessions.py",
        before="if person is None or not person.is_active or str(person.pk)",
        after="if person is None or str(person.pk)",
        asked=("tests/people/test_accounts.py::TestNativeClient",),
    ),
    Mutant(
        name="cookie-without-csrf",
        loss="The CSRF token is not asked: a page of another site writes into the diary of who looks at it.",
        file="api/authentication.py",
        before="        super().enforce_csrf(request._request)",
        after="        request._request.csrf_processing_done = True",
        asked=("tests/test_doors.py::TestCookies::test_alone_write_nothing",),
    ),
    Mutant(
        name="queue-of-another-person",
        loss="For whom a phone's queue is is not asked: one person's entries land in the diary of the next.",
        file="api/door.py",
        before="if expected is not None and expected.lower() != str(self.diary.reference):",
        after="if expected == '':",
        asked=("tests/api/test_imports.py::TestRequests::test_for_another_diary_nothing_is_stored",),
    ),
    Mutant(
        name="erased-without-the-password",
        loss="The password is not asked again: whoever picks up an open phone erases the diary for ever.",
        file="api/v1/views/account.py",
        before='accounts.confirm(user=self.reader, password=shapes.read(request, shape.Password)["password"])',
        after="shapes.read(request, shape.Password)",
        asked=("tests/api/test_account.py::TestErase::test_asks_for_the_password_again",),
    ),
    Mutant(
        name="password-guessed",
        loss="How often a password is tried is not counted: whoever holds the phone guesses it and erases the diary.",
        file="api/v1/views/account.py",
        before='    throttle_scope = "password"\n',
        after="",
        asked=("tests/api/test_throttles.py::TestPersons::test_the_password_that_erases_is_not_found_by_trying",),
    ),
)
CACHES: Final = (
    Mutant(
        name="tag-without-the-diary",
        loss="Whose answer it is is not in its tag: on a shared browser one person is shown the pages of another.",
        file="api/door.py",
        before='tag = f"{self.diary.reference.hex[:16]}-{self.diary.epoch}.{self.diary.change_counter}"',
        after='tag = f"{self.diary.epoch}.{self.diary.change_counter}"',
        asked=("tests/api/test_facts.py::TestNotModified::test_the_tag_of_one_person_says_nothing_to_another",),
    ),
    Mutant(
        name="stored-page-without-the-diary",
        loss="Whose page it is is not in the key under which it is kept: of two namesakes one gets the other's PDF.",
        file="reports/prepare.py",
        before="fresh.reference, fresh.epoch, fresh.change_counter,",
        after="fresh.epoch, fresh.change_counter,",
        asked=("tests/api/test_profile.py::TestUnchanged::test_is_not_a_namesakes",),
    ),
    Mutant(
        name="kept-by-caches",
        loss="That an answer is private is not said: a proxy on the way keeps a diary, and hands it out.",
        file="config/middleware.py",
        before='        response.setdefault("Cache-Control", "private, no-store")\n',
        after="",
        asked=("tests/config/test_headers.py",),
    ),
)
DOORS: Final = (*SHARE_LINKS, *BY_ITS_ID_ALONE, *SESSIONS, *CACHES)
