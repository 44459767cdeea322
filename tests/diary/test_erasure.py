"""Erasing: nothing of Ana's is anywhere, everything of Eve's is as it was, and both can be proved."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from diary.errors import NoSuchFact
from diary.models import Conflict, Episode, Import, Operation, Reminder, Version
from diary.services import (
    baselines,
    checks,
    days,
    episodes,
    erasure,
    events,
    facts,
    integrity,
    questions,
    remains,
    reviews,
    settings,
    sweeping,
    sync,
    verification,
)
from diary.services.erasure import NoSuchAccount, NotOneself
from diary.services.remains import Searched
from diary.services.reviews import Seen
from diary.services.sync import Asked
from diary.tables import tables
from people import second_factor
from people.models import (
    CalendarAddress,
    CareLink,
    Device,
    Diary,
    Erasure,
    Invitation,
    Member,
    Opening,
    Practice,
    ShareLink,
    User,
)
from people.services import backups, care_links, openings, practices, thresholds
from tests import cast, tampering
from tests.cast import NOW, PASSWORD, ZONE

ON = date(2026, 11, 19)
ANAS, EVES = "Zwetschgenknödel", "Buchteln"
Rows = dict[str, list[tuple[str, ...]]]


def keep_everything(person: User, dish: str, reader: User) -> APIClient:
    """Let a person leave something in every table, with a word nobody else uses; return their phone."""
    diary, words = person.diary, f'{dish} am "Lid"\n左眼瞼痙攣'
    facts_of_every_kind(diary, words)
    two_phones_disagree(diary, words)
    link = cast.consent(diary)
    seen = Seen(flags=(), conditions=(), epoch=1, change_counter=1, rules_version="", last_number=0)
    reviews.sign(link=link, kind="note", text=words, seen=seen, by=reader, now=NOW, on=ON)
    limits: Any = {"bounds": {"silent_days": (2, 60)}, "until": timezone.now().date() + timedelta(days=9)}
    thresholds.put(
        practice=cast.practice(), diary=diary, values={"silent_days": 9}, by=reader,
        reason=line_of(words), now=timezone.now(), **limits,
    )  # fmt: skip
    openings.log(diary=diary, by=reader, practice=cast.practice(), what=Opening.What.PROFILE, now=NOW)
    Import.objects.create(
        diary=diary, source="own", first_number=1, last_number=2, kept=2, already_there=0, dropped=0, at=NOW
    )
    ShareLink.objects.create(
        diary=diary, token_hash=dish, first=ON, last=ON, label=f"for {dish}", made_at=NOW, expires_at=timezone.now()
    )
    address = EmailAddress.objects.create(user=person, email=f"{dish}@example.org".lower(), primary=True)
    EmailConfirmation.objects.create(email_address=address, key=f"key-of-{dish}")
    User.objects.filter(pk=person.pk).update(email=address.email)
    phone = APIClient()
    phone.force_login(person)
    second_factor.set_up_app(person, "A" * 32)
    Invitation.objects.create(
        practice=cast.practice(), role="assistant", label=f"for {dish}", token_hash=f"invitation of {dish}",
        made_at=NOW, expires_at=timezone.now(), accepted_by=person, accepted_at=NOW,
    )  # fmt: skip
    CalendarAddress.objects.create(diary=diary, token_hash=f"calendar of {dish}", made_at=NOW)
    Reminder.objects.create(diary=diary, sent_on=ON, change_counter=1, ignored=1)
    cast.subscribed(Device.objects.get(user=person), dish)
    return phone


def line_of(words: str) -> str:
    return words.splitlines()[0]


def facts_of_every_kind(diary: Diary, words: str) -> None:
    line = line_of(words)
    told: tuple[tuple[Any, Any, dict[str, Any]], ...] = (
        (days.KIND, ON, {"state": "twitched", "note": words}),
        (checks.KIND, uuid4(), {"performed_at": NOW, "time_zone": ZONE, "note": words}),
        (events.KIND, uuid4(), {"kind": "supplement", "action": "start", "on": ON, "name": line}),
        (baselines.KIND, diary.pk, {"birth_year": 1980, "suspected_factors": [line]}),
        (settings.KIND, diary.pk, {"emergency_number": "+420 112"}),
        (questions.KIND, diary.pk, {"questions": [line]}),
    )
    for kind, key, fields in told:
        facts.record(kind=kind, diary=diary, key=key, fields=fields, by=diary.owner, now=NOW)
    deleted = cast.twitch(diary, note=words)
    facts.withdraw(kind=episodes.KIND, diary=diary, key=deleted.id, by=diary.owner, now=NOW)


def two_phones_disagree(diary: Diary, words: str) -> None:
    episode = cast.twitch(diary, note=words)
    for phone in ("one", "other"):
        asked = Asked(uuid4(), episodes.KIND, episode.id, (episode.epoch, episode.rev), {"note": f"{words} {phone}"})
        sync.push(diary=diary, epoch=1, operations=[asked], by=diary.owner, now=NOW)
    assert Conflict.objects.filter(diary=diary).exists()


@pytest.fixture
def anas_phone(ana: User, dr_lin: User) -> APIClient:
    """Ana's phone; her diary has something in every table."""
    return keep_everything(ana, ANAS, dr_lin)


@pytest.fixture
def eves_phone(eve: User, dr_lin: User) -> APIClient:
    """Eve's phone; so has hers."""
    return keep_everything(eve, EVES, dr_lin)


def everything(*, without: tuple[str, ...] = ()) -> Rows:
    """Return every row of every table, as texts."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            rows[name] = sorted(tuple(map(str, row)) for row in cursor.fetchall())
    return {name: found for name, found in rows.items() if name not in without}


def left_of(user_pk: int, diary: Diary, *texts: str) -> dict[str, int]:
    searched = remains.remains(diary_pk=diary.pk, user_pk=user_pk, reference=diary.reference, texts=texts)
    return {one.table: one.left for one in searched if one.left}


def erase(user: User) -> erasure.Erased:
    return erasure.erase(user=user, by=user, now=NOW)


class TestErase:
    def test_leaves_nothing_of_hers_anywhere(self, ana: User, anas_phone: APIClient, eves_phone: APIClient) -> None:
        sought = remains.traces(user=ana)
        before = left_of(ana.pk, ana.diary, *sought.texts)
        erase(ana)
        told = str(everything())

        assert set(before) == {table.name for table in tables() if table.diaries or table.persons} - {
            "people_erasure", "people_member", "people_user_groups", "people_user_user_permissions",
        }  # fmt: skip
        assert left_of(ana.pk, ana.diary, *sought.texts) == {}
        for trace in (
            ANAS,
            ANAS.lower(),
            "Nov\\u00e1kov",
            "Nováková",
            ana.diary.reference.hex,
            str(ana.diary.reference),
        ):
            assert trace not in told

    def test_leaves_everything_of_eves_as_it_was(self, eves_phone: APIClient, dr_lin: User) -> None:
        before = everything(without=("people_erasure",))
        ana = cast.ana()
        keep_everything(ana, ANAS, dr_lin)
        assert everything(without=("people_erasure",)) != before
        erase(ana)

        assert everything(without=("people_erasure",)) == before
        assert eves_phone.get("/api/v1/account/").status_code == 200

    def test_remembers_the_hash_of_the_reference_and_the_moment(self, ana: User, anas_phone: APIClient) -> None:
        erased = erase(ana)
        record = Erasure.objects.get()

        assert record.reference_hash == erased.reference_hash
        assert record.reference_hash == hashlib.sha256(str(ana.diary.reference).encode()).hexdigest()
        assert record.erased_at == NOW

    def test_says_how_many_rows_went(self, ana: User, anas_phone: APIClient) -> None:
        versions = Version.objects.of(ana.diary).count()
        rows = erase(ana).rows

        assert (rows["diary.Version"], rows["people.Diary"], rows["people.User"]) == (versions, 1, 1)
        assert rows["account.EmailConfirmation"] == rows["people.Device"] == 1

    def test_costs_as_many_statements_for_many_rows_as_for_one(
        self, ana: User, eve: User, django_assert_max_num_queries: Any
    ) -> None:
        for minutes in range(60):
            cast.twitch(ana.diary, NOW - timedelta(minutes=minutes))
        with django_assert_max_num_queries(60):
            erase(ana)

    def test_of_an_account_without_a_diary_erases_the_account(self, db: None) -> None:
        root = User.objects.create_user("root", password=PASSWORD)
        erased = erasure.erase(user=root, by=None, now=NOW)

        assert (erased.reference_hash, User.objects.count(), Erasure.objects.count()) == ("", 0, 0)


class TestAfterwards:
    def test_the_session_is_over(self, ana: User, anas_phone: APIClient) -> None:
        assert anas_phone.get("/api/v1/account/").status_code == 200
        erase(ana)

        assert anas_phone.get("/api/v1/account/").status_code == 401
        assert not Device.objects.filter(user=ana.pk).exists()

    def test_signing_in_fails_as_for_anybody_unknown(self, ana: User, anas_phone: APIClient, client: Client) -> None:
        erase(ana)
        answers = [sign_in(client, name) for name in ("ana", "nobody")]

        assert answers[0].status_code == 400
        assert answers[0].content == answers[1].content

    def test_the_clinicians_page_is_not_there(self, ana: User, anas_phone: APIClient, as_dr_lin: Client) -> None:
        address = f"/clinic/diaries/{ana.diary.reference}/"
        erase(ana)
        gone, unknown = as_dr_lin.get(address), as_dr_lin.get(f"/clinic/diaries/{uuid4()}/")

        assert (gone.status_code, gone.content) == (404, unknown.content)
        assert "Ana" not in as_dr_lin.get("/clinic/").content.decode()

    def test_a_phone_that_still_sends_is_told_and_stores_nothing(self, ana: User, anas_phone: APIClient) -> None:
        erase(ana)
        asked = Asked(uuid4(), episodes.KIND, uuid4(), None, {"started_at": NOW, "time_zone": ZONE})
        with pytest.raises(Exception, match="no such diary"):
            sync.push(diary=ana.diary, epoch=1, operations=[asked], by=ana, now=NOW)

        assert (Operation.objects.count(), Version.objects.count()) == (0, 0)


class TestRefusals:
    def test_erasing_twice_is_refused(self, ana: User) -> None:
        erase(ana)
        with pytest.raises(NoSuchAccount, match="no such account any more"):
            erase(ana)

    def test_nobody_erases_another_person(self, ana: User, anas_phone: APIClient, dr_lin: User) -> None:
        before = everything()
        with pytest.raises(NotOneself):
            erasure.erase(user=ana, by=dr_lin, now=NOW)

        assert everything() == before

    def test_what_fails_half_way_erases_nothing(self, ana: User, anas_phone: APIClient) -> None:
        # A table that this program does not know refers to the account: the account, which goes last, cannot go.
        tampering.execute("CREATE TABLE visit (person bigint REFERENCES people_user (id))")
        tampering.execute("INSERT INTO visit VALUES (%s)", ana.pk)
        before = everything()
        with pytest.raises(IntegrityError), transaction.atomic():
            erase(ana)

        assert everything() == before
        assert anas_phone.get("/api/v1/account/").status_code == 200


class TestClinician:
    def test_membership_ends_and_the_lines_in_other_peoples_logs_keep_a_number(
        self, ana: User, anas_phone: APIClient, dr_lin: User
    ) -> None:
        erase(dr_lin)
        line = Opening.objects.get(diary=ana.diary)
        searched = remains.remains(diary_pk=None, user_pk=dr_lin.pk, reference=None, texts=())

        assert line.reader_id == dr_lin.pk
        assert not Member.objects.exists()
        assert Practice.objects.filter(code="LINNEURO").exists()
        assert list(verification.verify(diary=ana.diary)) == []
        assert [one for one in searched if one.left or one.named] == [
            Searched("diary_review", left=0, named=1),
            Searched("people_opening", left=0, named=1),
        ]
        assert [(review.by, bool(review.text)) for review in reviews.history(ana.diary)] == [(None, True)]

    def test_who_alone_owned_a_practice_leaves_it_to_the_clinician_longest_there(
        self, ana: User, anas_phone: APIClient, dr_lin: User
    ) -> None:
        joined = [
            (cast.person("desk"), "assistant"),
            (cast.clinician("wu"), "clinician"),
            (cast.clinician("ito"), "clinician"),
        ]
        for user, role in joined:
            practices.join(practice=cast.practice(), user=user, role=role, now=timezone.now())
        erase(dr_lin)

        assert dict(Member.objects.values_list("user__username", "role")) == {
            "desk": "assistant", "wu": "owner", "ito": "clinician",
        }  # fmt: skip
        assert CareLink.objects.standing(timezone.now()).filter(diary=ana.diary).exists()

    def test_consents_end_where_nobody_is_left_who_could_read(
        self, ana: User, anas_phone: APIClient, dr_lin: User
    ) -> None:
        practices.join(practice=cast.practice(), user=cast.person("desk"), role="assistant", now=timezone.now())
        elsewhere = practices.open_practice(name="Elsewhere", by=cast.clinician("wu"), now=timezone.now())
        care_links.give(diary=ana.diary, code=elsewhere.code, scope="profile", until=None, by=ana, now=timezone.now())
        erase(dr_lin)

        assert [link.practice for link in CareLink.objects.standing(timezone.now())] == [elsewhere]
        with pytest.raises(care_links.NoSuchPractice):
            cast.consent(ana.diary)

    def test_a_colleague_still_reads(self, ana: User, anas_phone: APIClient, dr_lin: User) -> None:
        colleague = cast.clinician("colleague")
        practices.join(practice=cast.practice(), user=colleague, now=timezone.now())
        erase(dr_lin)

        assert Diary.objects.visible_to(colleague, timezone.now()).filter(pk=ana.diary.pk).exists()


class TestEraseAgain:
    def test_erases_those_on_record_and_nobody_else(
        self, ana: User, anas_phone: APIClient, eve: User, eves_phone: APIClient
    ) -> None:
        hashes = [erasure.reference_hash(ana.diary.reference), "0" * 64]
        Erasure.objects.create(reference_hash=hashes[0], erased_at=NOW)
        erased = erasure.erase_again(hashes=hashes, now=NOW + timedelta(days=1))

        assert [one.reference_hash for one in erased] == [hashes[0]]
        assert not User.objects.filter(username="ana").exists()
        assert Erasure.objects.get().erased_at == NOW
        assert eves_phone.get("/api/v1/account/").status_code == 200

    def test_does_nothing_where_nobody_is_back(self, ana: User, anas_phone: APIClient) -> None:
        before = everything()

        assert erasure.erase_again(hashes=["0" * 64], now=NOW) == []
        assert erasure.erase_again(hashes=[], now=NOW) == []
        assert everything() == before


class TestRemains:
    def test_finds_a_row_by_the_number_of_the_diary_or_the_person(self, ana: User, eve: User) -> None:
        device = Device.objects.create(session_key="x", expire_date=NOW, reference=uuid4(), user=ana)

        assert left_of(ana.pk, ana.diary) == {"people_user": 1, "people_diary": 1, "people_device": 1}
        device.delete()
        assert "people_device" not in left_of(ana.pk, ana.diary)

    @pytest.mark.parametrize(
        "note", ["Zwetschgenknödel", 'so "Zwetschgenknödel" wie\nimmer', "x" * 1_900 + "Zwetschgenknödel"]
    )
    def test_finds_a_text_wherever_it_stands(self, ana: User, eve: User, note: str) -> None:
        cast.twitch(eve.diary, note=note)

        assert left_of(-1, ana.diary, ANAS) == {"people_diary": 1, "diary_episode": 1, "diary_version": 1}

    def test_finds_a_text_within_json(self, ana: User, eve: User) -> None:
        told = {"questions": ['Hilft "Zwetschgenknödel"?']}
        facts.record(kind=questions.KIND, diary=eve.diary, key=eve.diary.pk, fields=told, by=eve, now=NOW)

        assert left_of(-1, ana.diary, 'Hilft "Zwetschgenknödel"?') == {
            "people_diary": 1,
            "diary_questions": 1,
            "diary_version": 1,
        }

    def test_finds_a_text_within_json_that_escapes_letters(self, ana: User, eve: User) -> None:
        Conflict.objects.create(diary=eve.diary, kind="day", fact_id="x", fields=[ANAS], mine=1, theirs=2, at=NOW)

        assert left_of(-1, ana.diary, ANAS) == {"people_diary": 1, "diary_conflict": 1}

    def test_finds_the_reference_in_both_spellings(self, ana: User, eve: User) -> None:
        for text in (str(ana.diary.reference), ana.diary.reference.hex):
            cast.twitch(eve.diary, note=f"see {text}")

        assert left_of(-1, ana.diary)["diary_episode"] == 2

    def test_finds_a_short_text_only_as_a_whole_value(self, ana: User, eve: User) -> None:
        cast.twitch(eve.diary, note="banana")
        assert left_of(-1, ana.diary, "ana") == {"people_diary": 1, "people_user": 1}

        cast.twitch(eve.diary, note="ana")
        assert left_of(-1, ana.diary, "ana")["diary_episode"] == 1

    def test_looks_into_tables_that_no_model_knows(self, ana: User) -> None:
        tampering.execute("CREATE TABLE old_log (user_id bigint, said text)")
        tampering.execute("INSERT INTO old_log VALUES (%s, NULL), (-5, %s)", ana.pk, ANAS)

        assert left_of(ana.pk, ana.diary, ANAS)["old_log"] == 2

    def test_many_long_texts_are_not_too_much_for_the_database(self, ana: User) -> None:
        texts = [f'{number} "{ANAS}"' for number in range(200)]

        assert left_of(ana.pk, ana.diary, *texts) == {"people_user": 1, "people_diary": 1}


class TestTraces:
    def test_are_names_addresses_and_what_was_written(self, ana: User, anas_phone: APIClient) -> None:
        sought = remains.traces(user=ana)

        assert (sought.diary_pk, sought.user_pk, sought.reference) == (ana.diary.pk, ana.pk, ana.diary.reference)
        assert {"ana", "Ana Nováková", "zwetschgenknödel@example.org", f"for {ANAS}"} <= set(sought.texts)
        assert any(text.startswith(f'{ANAS} am "Lid"') for text in sought.texts)
        assert ANAS not in repr(sought)

    def test_are_the_beginning_and_the_end_of_a_long_text(self, ana: User) -> None:
        note = f"{'a' * 900}{'b' * 900}"
        cast.twitch(ana.diary, note=note)

        assert set(remains.traces(user=ana).texts) == {"ana", "Ana Nováková", "a" * 40, "b" * 40}

    def test_leave_out_what_others_wrote_too(self, ana: User, eve: User) -> None:
        for person in (ana, eve):
            cast.twitch(person.diary, note="slept badly again")
        cast.twitch(ana.diary, note="slept in the garden")
        sought = remains.traces(user=ana)

        assert "slept in the garden" in sought.texts
        assert "slept badly again" not in sought.texts
        assert sought.shared == 1

    def test_are_read_past_a_damaged_document(self, ana: User) -> None:
        cast.twitch(ana.diary, note="slept in the garden")
        cast.twitch(ana.diary)
        tampering.change("UPDATE diary_version SET document = '{' WHERE number = 2")

        assert "slept in the garden" in remains.traces(user=ana).texts

    def test_of_an_account_without_a_diary_are_its_names(self, db: None) -> None:
        sought = remains.traces(user=User.objects.create_user("root", password=PASSWORD))

        assert (sought.diary_pk, sought.reference, sought.texts) == (None, None, ("root",))


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_phones_that_go_on_sending_leave_nothing_behind(self) -> None:
        ana, eve = cast.ana(), cast.eve()
        for person in (ana, eve):
            cast.twitch(person.diary)
        with writers(ana.diary, eve.diary) as refused:
            while Episode.objects.of(ana.diary).count() < 20:
                pass
            erase(ana)
            while len(refused) < 2:  # both of hers have tried once more
                pass

        assert [type(error) for error in refused] == [NoSuchFact, NoSuchFact]
        assert left_of(ana.pk, ana.diary) == {}
        assert list(integrity.check_database()) == list(integrity.check(diary=eve.diary)) == []
        assert list(verification.verify(diary=eve.diary)) == []


@contextmanager
def writers(erased: Diary, kept: Diary) -> Iterator[list[Exception]]:
    """Let two threads write to each diary until the block ends; give what stopped one before."""
    refused: list[Exception] = []
    stop = threading.Event()

    def write(diary: Diary) -> None:
        try:
            while not stop.is_set():
                cast.twitch(diary)
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(diary,)) for diary in (erased, erased, kept, kept)]
    for thread in threads:
        thread.start()
    try:
        yield refused
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@contextmanager
def journal_is(mode: str) -> Iterator[None]:
    """Have SQLite keep that journal, and overwrite nothing by itself, as it does unless it was built to."""
    options: Any = connection.settings_dict["OPTIONS"]
    before = options["init_command"]
    options["init_command"] = f"PRAGMA journal_mode={mode}; PRAGMA synchronous=FULL; PRAGMA secure_delete=OFF;"
    connection.close()
    try:
        yield
    finally:
        options["init_command"] = before
        connection.close()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
class TestTheFile:
    @pytest.fixture(params=["truncate", "wal"])
    def journal(self, request: pytest.FixtureRequest) -> Iterator[str]:
        with journal_is(request.param):
            yield request.param

    def test_holds_no_trace_afterwards(self, journal: str) -> None:
        ana, eve = cast.ana(), cast.eve()
        mixed_up(ana.diary, eve.diary)
        sought = remains.traces(user=ana)
        before = traces_of(ana.diary, ANAS)
        erase(ana)

        assert before > 400
        assert traces_of(ana.diary, ANAS, *sought.texts) == raw(ANAS) == 0
        assert raw(EVES) > 400
        assert answer("PRAGMA integrity_check") == "ok"
        assert (answer("PRAGMA secure_delete"), answer("PRAGMA journal_mode")) == (0, journal)

    def test_is_overwritten_where_rows_are_deleted(self, journal: str) -> None:
        with sweeping.overwriting():
            assert answer("PRAGMA secure_delete") == 1
        assert answer("PRAGMA secure_delete") == 0

    def test_is_searched_with_its_journals(self, journal: str) -> None:
        ana = cast.ana()
        cast.twitch(ana.diary, note=ANAS)
        found = remains.in_files(reference=ana.diary.reference, texts=[ANAS, "short"])
        beside = "-wal" if journal == "wal" else "-journal"

        assert {path.name for path in found} == {tampering.file_name(), tampering.file_name() + beside}
        assert sum(found.values()) >= 3  # the fact's column and document, its version, the reference

    def test_that_could_not_be_rewritten_is_logged_and_can_be_rewritten_later(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        with journal_is("wal"):
            ana = cast.ana()
            cast.twitch(ana.diary, note=ANAS)
            tampering.execute("PRAGMA busy_timeout=100")
            with closing(connection.copy()) as reader, reader.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT count(*) FROM diary_episode")
                erase(ana)
                assert not User.objects.filter(username="ana").exists()
                assert raw(ANAS) > 0
                assert "Run manage.py sweep" in caplog.text
                assert ANAS not in caplog.text

            sweeping.sweep()
            assert raw(ANAS) == 0


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
class TestAnOldBackup:
    def test_brings_nobody_back_who_was_erased_since(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("django.conf.settings.DATA_DIR", tmp_path)
        ana, eve, later = cast.ana(), cast.eve(), NOW + timedelta(days=1)
        for person, dish in ((ana, ANAS), (eve, EVES)):
            cast.twitch(person.diary, note=dish)
        old = backups.take(to=tmp_path / "old.sqlite3", now=NOW).path
        erase(ana)

        def erase_again(hashes: frozenset[str]) -> None:
            erasure.erase_again(hashes=hashes, now=later)

        with backups.examined(file=old) as candidate:
            backups.restore(candidate=candidate, safety_in=tmp_path, now=later, erase_again=erase_again)

        assert [user.username for user in User.objects.all()] == ["eve"]
        assert Erasure.objects.get().reference_hash == erasure.reference_hash(ana.diary.reference)
        assert raw(ANAS) == 0 < raw(EVES)


def sign_in(client: Client, username: str) -> Any:
    told = {"username": username, "password": PASSWORD}
    return client.post("/_allauth/app/v1/auth/login", told, content_type="application/json")


def mixed_up(one: Diary, other: Diary) -> None:
    """Let two people write and rewrite in turns, so that their rows share pages and are moved between them."""
    for number in range(120):
        for diary, dish in ((one, ANAS), (other, EVES)):
            episode = cast.twitch(diary, note=f"{dish} {'.' * (number * 37 % 700)}")
            note = f"{dish} {number} {'-' * (number * 53 % 900)}"
            facts.amend(kind=episodes.KIND, diary=diary, key=episode.id, fields={"note": note}, by=diary.owner, now=NOW)


def traces_of(diary: Diary, *texts: str) -> int:
    return sum(remains.in_files(reference=diary.reference, texts=texts).values())


def raw(text: str) -> int:
    """Count a text in the files without the code that is tested."""
    database = Path(str(connection.settings_dict["NAME"]))
    return sum(path.read_bytes().count(text.encode()) for path in database.parent.glob(f"{database.name}*"))


def answer(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
