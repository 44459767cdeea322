"""A diary as a FHIR R4 document: valid for two judges, whole, the same each time, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from pytest_django import DjangoDbBlocker

from diary.services import facts
from diary.services.kinds import KINDS
from diary.vocabulary import LANGUAGES
from people.models import Diary, User
from reports import prepare
from reports.fhir.document import DAY_OF
from reports.simulate.questions import ALL
from tests import cast
from tests.cast import NOW
from tests.diary.diaries import Act, acts, live, many
from tests.diary.test_exports import peak
from tests.reports.fhir import diaries
from tests.reports.fhir.diaries import TODAY, coded, document, resources, say, without_page
from tests.reports.fhir.validators import every_text, refused, refused_by_fhirkit, refused_by_schema

pytestmark = pytest.mark.either  # what either database answers alike

FEW, MANY = 2_000, 4_500
Whole = dict[str, Any]


@pytest.fixture(scope="module")
def wholes(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Whole]:
    """A diary in which all there is was said, as a document in each language."""
    with django_db_blocker.unblock(), transaction.atomic():
        ana = cast.ana()
        diaries.everything(ana)
        told = {language: document(ana.diary, language=language) for language in LANGUAGES}
        transaction.set_rollback(True)
    return told


@pytest.fixture(scope="module")
def whole(wholes: dict[str, Whole]) -> Whole:
    return wholes["en"]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Whole]:
    """The five invented diarists of `manage.py demo`, each as a document."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", "--last-day", "2026-11-20", stdout=StringIO())
        told = {one.username: document(Diary.objects.get(owner__username=one.username)) for one in ALL}
        transaction.set_rollback(True)
    return told


def every_refusal(whole: Whole) -> list[str]:
    each = [(one["resource"], refused(one["resource"])) for one in whole["entry"]]
    return [f"{resource['resourceType']} {why}" for resource, found in each for why in found] + refused(whole)


@pytest.mark.either
class TestValid:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_all_that_can_be_said_pleases_both_judges(self, wholes: dict[str, Whole], language: str) -> None:
        assert every_refusal(wholes[language]) == []

    @pytest.mark.parametrize("username", [person.username for person in ALL])
    def test_so_do_the_diaries_of_the_demo(self, demo: dict[str, Whole], username: str) -> None:
        assert len(resources(demo[username], "Observation")) > 50
        assert every_refusal(demo[username]) == []

    def test_so_does_an_empty_diary(self, ana: User) -> None:
        whole = document(ana.diary)

        assert every_refusal(whole) == []
        assert [one["resource"]["resourceType"] for one in whole["entry"]] == [
            "Composition", "Patient", "DocumentReference",
        ]  # fmt: skip

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(told=acts())
    def test_so_does_any_diary(self, db: None, told: list[Act]) -> None:
        assert every_refusal(without_page(live(cast.person(f"a{uuid4().hex}", diaries.ODD_NOTE), told))) == []

    def test_no_text_is_empty_or_holds_a_control_character(self, whole: Whole) -> None:
        texts = list(every_text(whole))

        assert [text for text in texts if not text.strip()] == []
        assert [text for text in texts if any(ord(one) < 32 and one not in "\t\n\r" for one in text)] == []

    def test_a_note_in_any_letters_arrives(self, ana: User) -> None:
        cast.twitch(ana.diary, note="左眼\u3000\U0001f600 \x00".strip("\x00") + "\x07<b>&amp;</b>\r\nagain")
        (episode,) = coded(document(ana.diary), "episode")

        assert episode["note"] == [{"text": "左眼 \U0001f600 \ufffd<b>&amp;</b>\nagain"}]
        assert refused(episode) == []


def _set(path: str, value: Any) -> Callable[[Whole], None]:
    def spoil(resource: Whole) -> None:
        *way, last = path.split("/")
        for name in way:
            resource = resource[int(name) if name.isdigit() else name]  # type: ignore[index]  # a list on the way
        if value is None:
            del resource[last]
        else:
            resource[last] = value

    return spoil


@pytest.mark.either
class TestJudges:
    """Valid means something only where what is wrong is refused."""

    DEFECTS: tuple[tuple[str, str, Any, str], ...] = (
        ("Observation", "status", "done", "schema"),
        ("Observation", "effectiveDateTime", "20 November 2026", "both"),
        ("Observation", "code", None, "fhirkit"),
        ("Observation", "severity", "high", "both"),
        ("Observation", "valueString", "as well as a quantity", "fhirkit"),
        ("Observation", "note", [], "fhirkit"),
        ("Patient", "birthDate", "71", "both"),
        ("Flag", "status", "on", "schema"),
        ("Flag", "subject", None, "fhirkit"),
        ("Condition", "subject", None, "fhirkit"),
        ("QuestionnaireResponse", "authored", "today", "both"),
        ("MedicationStatement", "status", None, "fhirkit"),
        ("DocumentReference", "content/0/attachment/data", "???", "any"),
        ("Composition", "section/0/entry/0/reference", 7, "both"),
    )

    @pytest.mark.parametrize(("kind", "path", "value", "by"), DEFECTS)
    def test_each_defect_is_caught(self, whole: Whole, kind: str, path: str, value: Any, by: str) -> None:
        found = [*coded(whole, "sleep_min"), *resources(whole, kind)]
        resource = deepcopy(next(one for one in found if one["resourceType"] == kind))
        assert refused(resource) == []
        _set(path, value)(resource)
        caught = {"schema": bool(refused_by_schema(resource)), "fhirkit": bool(refused_by_fhirkit(resource))}

        assert any(caught.values())
        assert by == "any" or {name for name, has in caught.items() if has} >= (
            {"schema", "fhirkit"} if by == "both" else {by}
        )


class TestWhole:
    def test_the_composition_comes_first_and_names_every_other_entry_once(self, whole: Whole) -> None:
        first, second, *others = [one["fullUrl"] for one in whole["entry"]]
        composition = whole["entry"][0]["resource"]
        named = [one["reference"] for section in composition["section"] for one in section.get("entry", ())]

        assert composition["resourceType"] == "Composition"
        assert composition["author"] == [{"reference": second}]
        assert named == others
        assert len({first, second, *others}) == len(whole["entry"])

    def test_every_reference_leads_to_an_entry(self, whole: Whole) -> None:
        urls = {one["fullUrl"] for one in whole["entry"]}

        assert {f"urn:uuid:{one['resource']['id']}" for one in whole["entry"]} == urls
        assert set(_references(whole)) <= urls

    def test_sections_stand_in_one_order_and_none_is_empty(self, whole: Whole, ana: User) -> None:
        def titles(one: Whole) -> list[str]:
            return [section["title"] for section in one["entry"][0]["resource"]["section"]]

        assert titles(whole) == [
            "Twitch Profile", "Flags", "Episodes", "Days", "Face checks", "Events", "When the diary began",
            "What I would like to ask",
        ]  # fmt: skip
        assert titles(document(ana.diary)) == ["Twitch Profile", "Flags"]

    def test_everything_typed_arrives_and_no_setting(self, whole: Whole) -> None:
        text = json.dumps(whole, ensure_ascii=False)
        said = "left eye \ufffd\\n\\n\ufffd twice \U0001f600 </div> & so on"

        assert text.count(said) > 50
        assert all(word in text for word in ("Ana Nováková", "coffee", "Is it the coffee?"))
        assert "73100911742" not in text

    def test_says_the_same_again_byte_for_byte(self, ana: User) -> None:
        diaries.everything(ana)
        told = [b"".join(prepare.fhir_bundle(ana.diary, first=None, last=None, now=NOW)) for _ in range(2)]

        assert told[0] == told[1]

    def test_a_resource_keeps_its_address_on_another_day_and_the_document_does_not(self, ana: User) -> None:
        cast.twitch(ana.diary)
        whole = document(ana.diary)
        pieces = prepare.fhir_bundle(ana.diary, first=None, last=None, now=NOW + timedelta(days=3))
        later = json.loads(b"".join(pieces))

        assert [one["fullUrl"] for one in later["entry"]] == [one["fullUrl"] for one in whole["entry"]]
        assert later["identifier"] != whole["identifier"]
        assert later["timestamp"] == "2026-11-23T12:00:00+00:00"


class TestPeriod:
    def test_holds_the_facts_of_its_days(self, ana: User) -> None:
        for days in range(4):
            cast.twitch(ana.diary, NOW - timedelta(days=days), note=f"{days} days ago")
            say("day", ana, TODAY - timedelta(days=days), stress=days)
            say("event", ana, kind="visit", action="single", on=TODAY - timedelta(days=days))
            say("check", ana, performed_at=NOW - timedelta(days=days), time_zone="UTC", tasks_lost=["whistle"])
        whole = document(ana.diary, first=TODAY - timedelta(days=2), last=TODAY - timedelta(days=1))

        assert sorted(one["note"][0]["text"] for one in coded(whole, "episode")) == ["1 days ago", "2 days ago"]
        assert [one["effectiveDateTime"] for one in coded(whole, "stress")] == ["2026-11-18", "2026-11-19"]
        assert {one["period"]["start"] for one in resources(whole, "Encounter")} == {"2026-11-18", "2026-11-19"}
        assert len(resources(whole, "QuestionnaireResponse")) == 2
        assert whole["entry"][0]["resource"]["event"] == [{"period": {"start": "2026-11-18", "end": "2026-11-19"}}]

    def test_a_flag_refers_to_what_the_document_holds_and_to_nothing_else(self, ana: User) -> None:
        for days in (40, 3):
            say("check", ana, performed_at=NOW - timedelta(days=days), time_zone="UTC", answers={"shock_pain": "yes"})
        short = document(ana.diary, first=TODAY - timedelta(days=7), last=TODAY)

        for whole, held in ((document(ana.diary), 2), (short, 1)):
            (flag,) = [one for one in resources(whole, "Flag") if one["code"]["coding"][0]["code"] == "S16"]
            details = [one for one in flag["extension"] if one["url"].endswith("flag-detail")]
            assert 1 <= len(details) <= held
            assert set(_references(whole)) <= {one["fullUrl"] for one in whole["entry"]}

    def test_of_days_to_come_the_flags_are_as_of_today(self, ana: User) -> None:
        say("check", ana, performed_at=NOW, time_zone="UTC", answers={"shock_pain": "yes"})
        now, then = (document(ana.diary, first=TODAY, last=TODAY + timedelta(days=days)) for days in (0, 30))

        assert [one["code"] for one in resources(then, "Flag")] == [one["code"] for one in resources(now, "Flag")] != []

    def test_every_kind_with_a_day_says_which_column_holds_it(self) -> None:
        assert set(DAY_OF) == {name for name, kind in KINDS.items() if kind.day or kind.key == "date"}


class TestWhose:
    def test_nothing_of_another_person_is_in_it(self, ana: User, eve: User) -> None:
        say("event", eve, kind="other", action="single", on=TODAY, name="Eve's secret", note="Eve's secret")
        cast.twitch(eve.diary, note="Eve's secret")
        cast.twitch(ana.diary)
        text = b"".join(prepare.fhir_bundle(ana.diary, first=None, last=None, now=NOW)).decode()

        assert "Eve's secret" not in text
        assert str(eve.diary.reference) not in text

    def test_the_clinics_address_of_the_diary_cannot_be_told_from_it(self, ana: User, whole: Whole) -> None:
        cast.twitch(ana.diary)
        text = b"".join(prepare.fhir_bundle(ana.diary, first=None, last=None, now=NOW)).decode()

        assert str(ana.diary.reference) not in text
        assert ana.diary.reference.hex not in text
        assert resources(whole, "Patient")[0].keys() == {
            "resourceType", "id", "identifier", "name", "birthDate", "address",
        }  # fmt: skip
        assert resources(whole, "Patient")[0]["birthDate"] == "1971"

    def test_two_people_with_the_same_ids_share_no_address(self, ana: User, eve: User) -> None:
        key = uuid4()
        urls = []
        for person in (ana, eve):
            cast.twitch(person.diary, id=key)
            urls.append({one["fullUrl"] for one in document(person.diary)["entry"]})

        assert not urls[0] & urls[1]


class TestStream:
    @pytest.mark.long
    def test_memory_does_not_grow_with_the_diary(self, ana: User, eve: User) -> None:
        many(ana.diary, FEW)
        many(eve.diary, MANY)

        def needed(diary: Diary) -> int:
            return peak(prepare.fhir_bundle(diary, first=None, last=None, now=NOW))

        needed(ana.diary)  # what is loaded once
        few, more = needed(ana.diary), needed(eve.diary)

        assert more < 1.3 * few
        assert more < 4_000_000

    def test_what_changes_while_it_is_read_is_told_as_it_stood(self, ana: User) -> None:
        edited, deleted = (cast.twitch(ana.diary, note=f"number {n}") for n in range(2))
        say("day", ana, TODAY, state="none")
        before = document(ana.diary)
        pieces = prepare.fhir_bundle(ana.diary, first=None, last=None, now=NOW)
        where: Any = {"diary": ana.diary, "by": ana, "now": NOW}
        facts.amend(kind=KINDS["episode"], key=edited.id, fields={"note": "later"}, **where)
        facts.withdraw(kind=KINDS["episode"], key=deleted.id, **where)
        facts.withdraw(kind=KINDS["day"], key=TODAY, **where)
        cast.twitch(ana.diary, note="new")

        assert json.loads(b"".join(pieces)) == before


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and isinstance(value.get("reference"), str):
        yield value["reference"]
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _references(one)
