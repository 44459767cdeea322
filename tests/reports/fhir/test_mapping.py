"""What becomes of each fact of a diary in a FHIR document; docs/fhir.md is the table."""

from __future__ import annotations

import base64
import html
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary import vocabulary as v
from people.models import User
from reports import prepare
from reports.analysis.days import Period, facts_of
from reports.fhir import Frame, days, values
from reports.records import Day, Episode, Records
from tests import cast
from tests.cast import NOW
from tests.reports.fhir.diaries import TODAY, coded, document, resources, say

pytestmark = pytest.mark.either

LEFT, RIGHT = {"site": "lid_lower", "side": "left"}, {"site": "cheek", "side": "right"}
UNKNOWN = "unknown"


def component(resource: dict[str, Any], code: str) -> list[Any]:
    """Return the values of the components with this code of our own."""
    return [
        next(value for name, value in one.items() if name != "code")
        for one in resource["component"]
        if one["code"]["coding"][-1]["code"] == code
    ]


def code_of(concept: dict[str, Any]) -> str:
    return str(concept["coding"][0]["code"])


def extended(resource: dict[str, Any], name: str) -> list[Any]:
    """Return the values of the extensions with this name of our own."""
    found = [one for one in resource["extension"] if one["url"] == f"urn:twitch-diary:{name}"]
    return [value for one in found for key, value in one.items() if key != "url"]


def episode(person: User, **said: Any) -> dict[str, Any]:
    cast.twitch(person.diary, **said)
    (told,) = coded(document(person.diary), "episode")
    return told


class TestEpisode:
    def test_a_tap_is_told_at_its_moment_and_nothing_is_made_up(self, ana: User) -> None:
        told = episode(ana)

        assert (told["status"], told["effectiveDateTime"]) == ("final", "2026-11-20T13:00:00+01:00")
        assert {code_of(one["code"]) for one in told["component"]} == {"time_precision", "entry_mode"}
        assert not told.keys() & {"bodySite", "note", "effectivePeriod", "valueQuantity", "dataAbsentReason"}

    def test_one_place_is_the_body_site_with_its_side_in_words(self, ana: User) -> None:
        told = episode(ana, sites=[LEFT])

        assert told["bodySite"] == {
            "coding": [
                {"system": "urn:twitch-diary:place", "code": "lid_lower:left"},
                {"system": "http://purl.obolibrary.org/obo/uberon.owl", "code": "UBERON:0001713"},
            ],
            "text": "left lower eyelid",
        }
        assert component(told, "site") == []

    def test_several_places_are_components_in_the_order_in_which_they_joined(self, ana: User) -> None:
        told = episode(ana, sites=[RIGHT, LEFT])

        assert [one["text"] for one in component(told, "site")] == ["right cheek", "left lower eyelid"]
        assert "bodySite" not in told

    @pytest.mark.parametrize("site", v.SITES)
    @pytest.mark.parametrize("side", v.codes(v.SIDES))
    def test_no_two_sides_of_a_place_read_the_same(self, site: str, side: str) -> None:
        from reports.fhir.codes import place_in_words

        for language in v.LANGUAGES:
            said = place_in_words(site, side, language)
            assert said.strip()
            others = {place_in_words(site, other, language) for other in v.codes(v.SIDES) if other != side}
            assert said not in others

    @pytest.mark.parametrize(
        ("sites", "rhythm", "signs"),
        [
            ([], None, ["HP:0002380"]),
            (["lid_upper", "lid_lower"], "ripple", ["HP:0031166"]),
            (["lid_upper", "cheek"], "ripple", ["HP:0002380"]),
            (["tongue"], None, ["HP:0001308"]),
            (["calf", "foot"], None, ["HP:0007289"]),
            (["calf", "back"], None, ["HP:0002380"]),
            (["cheek"], "sustained", []),
        ],
    )
    def test_carries_the_sign_that_covers_all_its_places(
        self, ana: User, sites: list[str], rhythm: str | None, signs: list[str]
    ) -> None:
        told = episode(ana, sites=[{"site": one, "side": "left"} for one in sites], rhythm=rhythm)

        assert [one["code"] for one in told["code"]["coding"] if one["system"].endswith("hp.owl")] == signs
        assert told["code"]["text"] == "muscle twitching, self-reported"

    def test_with_a_length_has_an_end_and_one_that_goes_on_has_none(self, ana: User) -> None:
        cast.twitch(ana.diary, duration_s=90)
        cast.twitch(ana.diary, NOW - timedelta(hours=1), duration_s=60, ongoing=True)
        on, done = sorted(coded(document(ana.diary), "episode"), key=lambda one: str(one["effectivePeriod"]["start"]))

        assert done["effectivePeriod"] == {"start": "2026-11-20T13:00:00+01:00", "end": "2026-11-20T13:01:30+01:00"}
        assert (on["status"], on["effectivePeriod"]) == ("preliminary", {"start": "2026-11-20T12:00:00+01:00"})
        assert component(on, "ongoing") == [True]
        assert component(done, "duration_s")[0] == {
            "value": 90, "unit": "s", "system": "http://unitsofmeasure.org", "code": "s",
        }  # fmt: skip

    @pytest.mark.parametrize("precision", ["part_of_day", "day"])
    def test_a_time_that_is_not_exact_is_told_as_a_day(self, ana: User, precision: str) -> None:
        told = episode(ana, time_precision=precision, duration_s=60)

        assert told["effectiveDateTime"] == "2026-11-20"
        assert component(told, "started_about") == ["2026-11-20T13:00:00+01:00"]

    def test_what_was_said_of_it_are_components(self, ana: User) -> None:
        told = episode(
            ana, intensity=0, rhythm="cluster", during="sleep", suppressible="unsure", urge="no", count=3,
            sensations=["pain", "cramp"], stress=0, caffeine_mg=96, sleep_min=400, observed_by="video", note="left",
        )  # fmt: skip

        assert [code_of(component(told, name)[0]) for name in ("intensity", "rhythm", "during")] == [
            "0", "cluster", "sleep",
        ]  # fmt: skip
        assert [code_of(component(told, name)[0]) for name in ("suppressible", "urge")] == ["unsure", "no"]
        assert [code_of(one) for one in component(told, "sensation")] == ["pain", "cramp"]
        assert [component(told, name)[0]["value"] for name in ("count", "stress", "caffeine_mg")] == [3, 0, 96]
        assert told["note"] == [{"text": "left"}]
        assert any(one["code"]["coding"][0]["code"] == "93832-4" for one in told["component"])


FRAME = Frame(
    reference=UUID(int=1), name="Ana", language="en", first=None, last=None, today=TODAY, now=NOW
)  # fmt: skip
FIRST = date(2026, 11, 1)
NOTHING: dict[str, Any] = dict.fromkeys(
    ("function", "caffeine_mg", "sleep_min", "sleep_quality", "stress", "fatigue", "screen_min", "alcohol_units",
     "drinks", "last_caffeine_at", "wearing_off")
)  # fmt: skip
ANSWERS = st.tuples(st.sampled_from(v.codes(v.DAY_STATES)), st.none() | st.sampled_from(v.codes(v.BURDENS)))


class TestDay:
    @given(
        answers=st.dictionaries(st.integers(0, 9), ANSWERS),
        entries=st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(1, 5))),
    )
    def test_is_zero_only_where_none_was_answered_and_nothing_speaks_against_it(
        self, answers: dict[int, tuple[str, str | None]], entries: list[tuple[int, int | None]]
    ) -> None:
        on = {n: FIRST + timedelta(days=n) for n in range(10)}
        told = [
            {"date": str(on[n]), "state": state, "burden": burden, "note": "", **NOTHING}
            for n, (state, burden) in answers.items()
        ]
        counts = days.episodes_by_day({"day": str(on[n]), "count": count} for n, count in entries)
        found = {
            one.resource["effectiveDateTime"]: one.resource
            for day in told
            for one in days.entries(FRAME, day, counts)
            if one.fact == f"day:{day['date']}" and code_of(one.resource["code"]) == "episodes"
        }
        records = Records(
            reference="", name="",
            episodes=tuple(Episode(id=str(k), day=on[n], count=count) for k, (n, count) in enumerate(entries)),
            days=tuple(Day(day=on[n], state=state, burden=burden) for n, (state, burden) in answers.items()),
        )  # fmt: skip

        for fact in facts_of(records, Period(FIRST, on[9])):
            resource = found.get(str(fact.day))
            answer = answers.get((fact.day - FIRST).days, (UNKNOWN, None))
            if answer == (UNKNOWN, None):
                assert resource is None
                continue
            assert resource is not None
            assert ("valueQuantity" in resource) == fact.countable
            assert ("dataAbsentReason" in resource) == (not fact.countable)
            if fact.countable:
                assert resource["valueQuantity"]["value"] == fact.episodes
                assert resource["valueQuantity"]["code"] == "{episodes}"
                assert (resource["valueQuantity"]["value"] == 0) == (
                    answer == ("none", None) and str(fact.day) not in counts
                )

    def test_that_nobody_spoke_of_is_nowhere(self, ana: User) -> None:
        say("day", ana, TODAY, state="none")
        say("day", ana, TODAY - timedelta(days=2), stress=4)
        whole = document(ana.diary)

        assert [one["effectiveDateTime"] for one in coded(whole, "episodes")] == ["2026-11-20"]
        assert {one.get("effectiveDateTime") for one in resources(whole, "Observation")} == {"2026-11-18", "2026-11-20"}

    def test_answered_none_with_an_episode_keeps_the_answer_beside_the_count(self, ana: User) -> None:
        cast.twitch(ana.diary, count=2)
        say("day", ana, TODAY, state="none")
        (told,) = coded(document(ana.diary), "episodes")

        assert told["valueQuantity"]["value"] == 2
        assert code_of(component(told, "state")[0]) == "none"

    def test_twitched_without_a_count_says_that_it_is_not_known(self, ana: User) -> None:
        say("day", ana, TODAY, state="twitched")
        (told,) = coded(document(ana.diary), "episodes")

        assert code_of(told["dataAbsentReason"]) == "unknown"
        assert "valueQuantity" not in told

    def test_its_values_have_units_and_loinc_only_where_it_was_read(self, ana: User) -> None:
        say("day", ana, TODAY, sleep_min=0, caffeine_mg=0, stress=0, fatigue=10)
        whole = document(ana.diary)
        told = {name: coded(whole, name)[0] for name in ("sleep_min", "caffeine_mg", "stress", "fatigue")}

        assert {name: (one["valueQuantity"]["value"], one["valueQuantity"]["code"]) for name, one in told.items()} == {
            "sleep_min": (0, "min"), "caffeine_mg": (0, "mg"), "stress": (0, "{score}"), "fatigue": (10, "{score}"),
        }  # fmt: skip
        loinc = [one for one in resources(whole, "Observation") if "loinc" in str(one["code"])]
        assert [one["code"]["coding"][0] for one in loinc] == [{"system": "http://loinc.org", "code": "93832-4"}]

    def test_no_drinks_are_zero_and_drinks_not_told_of_are_nothing(self, ana: User) -> None:
        say("day", ana, TODAY, drinks=[])
        say("day", ana, TODAY - timedelta(days=1), drinks=[{"kind": "espresso", "count": 2}], wearing_off=False)
        say("day", ana, TODAY - timedelta(days=2), stress=1)
        two, none = coded(document(ana.diary), "drinks")

        assert (none["effectiveDateTime"], none["valueQuantity"]["value"]) == ("2026-11-20", 0)
        assert (two["valueQuantity"]["value"], component(two, "espresso")[0]["value"]) == (2, 2)
        assert coded(document(ana.diary), "wearing_off")[0]["valueBoolean"] is False


class TestCheck:
    def test_is_a_response_with_what_was_answered_and_when(self, ana: User) -> None:
        onset = datetime(2026, 11, 19, 8, tzinfo=UTC)
        answer = {"value": "yes", "side": "left", "onset_at": onset, "onset_speed": "sudden"}
        say("check", ana, performed_at=NOW, time_zone="Europe/Prague", tasks_lost=["whistle"], note="tired",
            tasks={"smile": {"left": "same", "right": None}},
            answers={"face_numb": answer, "fever": "no", "nausea": "unsure", "vertigo": None})  # fmt: skip
        (told,) = resources(document(ana.diary), "QuestionnaireResponse")
        groups = {one["linkId"]: one for one in told["item"]}
        answers = {one["linkId"]: one["answer"][0] for one in groups["answers"]["item"]}

        assert (told["questionnaire"], told["status"]) == ("urn:twitch-diary:questionnaire:face-check|1", "completed")
        assert told["authored"] == "2026-11-20T13:00:00+01:00"
        assert {link: one["valueCoding"]["code"] for link, one in answers.items()} == {
            "answers.face_numb": "yes", "answers.fever": "no", "answers.nausea": "unsure",
        }  # fmt: skip
        assert [one["linkId"].rpartition(".")[2] for one in answers["answers.face_numb"]["item"]] == [
            "side", "onset_at", "onset_speed",
        ]  # fmt: skip
        assert answers["answers.face_numb"]["item"][1]["answer"] == [{"valueDateTime": "2026-11-19T08:00:00+00:00"}]
        assert [one["text"] for one in groups["tasks"]["item"]] == ["smile with teeth, left"]
        assert groups["tasks_lost"]["answer"][0]["valueCoding"]["code"] == "whistle"
        assert groups["note"]["answer"] == [{"valueString": "tired"}]

    def test_without_answers_has_no_items(self, ana: User) -> None:
        say("check", ana, performed_at=NOW, time_zone="UTC")
        (told,) = resources(document(ana.diary), "QuestionnaireResponse")

        assert "item" not in told


def event(person: User, kind: str, action: str, days_ago: int = 5, **said: Any) -> None:
    say("event", person, kind=kind, action=action, on=TODAY - timedelta(days=days_ago), **said)


class TestEvent:
    KINDS = (
        ("palsy", {"Condition"}),
        ("toxin", {"MedicationStatement", "Procedure"}),
        ("medication", {"MedicationStatement"}),
        ("supplement", {"MedicationStatement"}),
        ("therapy", {"Procedure"}),
        ("surgery", {"Procedure"}),
        ("investigation", {"Procedure"}),
        ("visit", {"Encounter"}),
        ("other", {"Observation"}),
    )

    @pytest.mark.parametrize(("kind", "becomes"), KINDS)
    def test_becomes_the_nearest_resource_and_keeps_what_was_typed(
        self, ana: User, kind: str, becomes: set[str]
    ) -> None:
        event(ana, kind, "single", name="by name", note="a note", dose=Decimal("2.5"), unit="U", sites=[LEFT, RIGHT])
        whole = document(ana.diary)
        told = [one["resource"] for one in whole["entry"][3:]]

        assert {one["resourceType"] for one in told} - {"Flag"} == becomes
        assert {one for one, _ in self.KINDS} == set(v.codes(v.EVENT_KINDS))
        for typed in ("by name", "a note", "2.5", "'U'", "left lower eyelid", "right cheek"):
            assert typed in str(told), typed
        assert all(
            extended(one, "event-action")[0]["code"] == "single" for one in told if one["resourceType"] != "Flag"
        )

    def test_a_palsy_is_unconfirmed_and_active_or_not_only_where_that_was_said(self, ana: User) -> None:
        event(ana, "palsy", "start", 30)
        event(ana, "palsy", "single", 20, until=TODAY - timedelta(days=3))
        event(ana, "palsy", "start", 10, until=TODAY + timedelta(days=3))
        event(ana, "palsy", "stop", 9)
        event(ana, "palsy", "change", 8)
        found = resources(document(ana.diary), "Condition")
        told = {
            (one.get("onsetDateTime"), one.get("abatementDateTime"), code_of(one["clinicalStatus"]) if
             "clinicalStatus" in one else None)
            for one in found
        }  # fmt: skip

        assert {code_of(one["verificationStatus"]) for one in found} == {"unconfirmed"}
        assert told == {
            ("2026-10-21", None, None),
            ("2026-10-31", "2026-11-17", "inactive"),
            ("2026-11-10", None, None),
            (None, "2026-11-11", "inactive"),
            (None, None, None),
        }
        assert [one["onsetPeriod"] for one in found if "onsetPeriod" in one] == [{"end": "2026-11-12"}]
        assert [extended(one, "event-until") for one in found if extended(one, "event-until")] == [["2026-11-23"]]

    def test_nothing_but_a_palsy_that_somebody_told_of_is_a_condition(self, ana: User) -> None:
        for kind in v.codes(v.EVENT_KINDS):
            event(ana, kind, "start" if kind != "palsy" else "planned")
        say("check", ana, performed_at=NOW, time_zone="UTC", answers={"face_droop": "yes", "shock_pain": "yes"})
        whole = document(ana.diary)

        assert resources(whole, "Flag") != []
        assert resources(whole, "Condition") == []

    @pytest.mark.parametrize(
        ("action", "until", "status", "when"),
        [
            ("start", None, "active", {"effectivePeriod": {"start": "2026-11-15"}}),
            ("start", -1, "completed", {"effectivePeriod": {"start": "2026-11-15", "end": "2026-11-19"}}),
            ("start", 0, "active", {"effectivePeriod": {"start": "2026-11-15", "end": "2026-11-20"}}),
            ("change", None, "active", {"effectivePeriod": {"start": "2026-11-15"}}),
            ("stop", None, "stopped", {"effectivePeriod": {"end": "2026-11-15"}}),
            ("single", None, "completed", {"effectiveDateTime": "2026-11-15"}),
            ("planned", None, "intended", {"effectiveDateTime": "2026-11-15"}),
        ],
    )
    def test_a_drug_is_taken_planned_or_over(
        self, ana: User, action: str, until: int | None, status: str, when: dict[str, Any]
    ) -> None:
        end = None if until is None else TODAY + timedelta(days=until)
        event(ana, "medication", action, until=end, name="Magnesium", dose=Decimal("0.5"), unit="g")
        (told,) = resources(document(ana.diary), "MedicationStatement")

        assert told["status"] == status
        assert {name: value for name, value in told.items() if name.startswith("effective")} == when
        assert told["medicationCodeableConcept"]["text"] == "Magnesium"
        assert told["dosage"] == [{"doseAndRate": [{"doseQuantity": {"value": 0.5, "unit": "g"}}]}]

    @pytest.mark.parametrize(
        ("later", "status"),
        [
            (("medication", "stop", 2, " magnesium"), "completed"),
            (("medication", "change", 2, "MAGNESIUM"), "completed"),
            (("medication", "stop", 5, "Magnesium"), "completed"),
            (("medication", "planned", 2, "Magnesium"), "active"),
            (("medication", "stop", -2, "Magnesium"), "active"),
            (("supplement", "stop", 2, "Magnesium"), "active"),
            (("medication", "stop", 2, "Iron"), "active"),
            (("medication", "stop", 9, "Magnesium"), "active"),
        ],
    )
    def test_a_drug_that_was_stopped_later_is_not_told_as_taken(
        self, ana: User, later: tuple[str, str, int, str], status: str
    ) -> None:
        kind, action, days_ago, name = later
        event(ana, "medication", "start", 5, name="Magnesium")
        event(ana, kind, action, days_ago, name=name)
        started = [
            one["status"]
            for one in resources(document(ana.diary), "MedicationStatement")
            if extended(one, "event-action")[0]["code"] == "start"
        ]

        assert started == [status]

    def test_an_injection_is_a_drug_given_in_a_procedure_with_its_places(self, ana: User) -> None:
        event(ana, "toxin", "single", sites=[LEFT, RIGHT], dose=Decimal(20), unit="U", note="third time")
        whole = document(ana.diary)
        (drug,), (procedure,) = resources(whole, "MedicationStatement"), resources(whole, "Procedure")

        assert drug["partOf"] == [{"reference": f"urn:uuid:{procedure['id']}"}]
        assert [one["text"] for one in procedure["bodySite"]] == ["left lower eyelid", "right cheek"]
        assert procedure["note"] == [{"text": "third time"}]
        assert drug["dosage"][0]["doseAndRate"] == [{"doseQuantity": {"value": 20.0, "unit": "U"}}]

    def test_what_is_to_come_is_planned_whatever_it_is_called(self, ana: User) -> None:
        event(ana, "visit", "single", -7, name="Neurology")
        event(ana, "visit", "planned", 7)
        event(ana, "surgery", "single", -7)
        event(ana, "visit", "single", 7, until=TODAY + timedelta(days=2))
        whole = document(ana.diary)

        assert sorted(one["status"] for one in resources(whole, "Encounter")) == ["in-progress", "planned", "planned"]
        assert [one["status"] for one in resources(whole, "Procedure")] == ["preparation"]

    def test_a_side_alone_is_a_place_too(self, ana: User) -> None:
        event(ana, "palsy", "start", side="right")
        (told,) = resources(document(ana.diary), "Condition")

        assert [(one["text"], code_of(one)) for one in told["bodySite"]] == [("right", "right")]


class TestFlags:
    def test_are_flags_with_rule_title_and_day_as_the_diary_tells_them(self, ana: User) -> None:
        say("check", ana, performed_at=NOW, time_zone="UTC", answers={"swallow_saliva": "yes", "shock_pain": "yes"})
        told = prepare.flags(ana.diary, as_of=TODAY, now=NOW)["results"]
        found = resources(document(ana.diary), "Flag")

        assert len(found) == len(told) >= 2
        for flag, resource in zip(told, found, strict=True):
            assert (resource["status"], resource["period"]) == ("active", {"start": flag["first_true_on"]})
            assert resource["code"]["coding"][0] == {
                "system": "urn:twitch-diary:rule", "version": str(flag["version"]), "code": flag["rule"],
                "display": flag["title"],
            }  # fmt: skip
            assert [code_of(one) for one in resource["category"]][:2] == ["clinical", flag["level"]]
            assert html.escape(flag["text"]) in resource["text"]["div"]
            assert extended(resource, "flag-basis") == [flag["basis"]]

    def test_none_is_said_not_to_be_an_all_clear(self, ana: User) -> None:
        sections = document(ana.diary)["entry"][0]["resource"]["section"]

        assert "This is not an all-clear." in sections[1]["text"]["div"]
        assert "entry" not in sections[1]

    def test_switched_off_stay_off(self, ana: User) -> None:
        say("check", ana, performed_at=NOW, time_zone="UTC", answers={"shock_pain": "yes"})
        say("settings", ana, flags_enabled=False)
        whole = document(ana.diary)

        assert resources(whole, "Flag") == []
        assert "switched off" in whole["entry"][0]["resource"]["section"][1]["text"]["div"]

    def test_what_they_quote_is_text_and_never_markup(self) -> None:
        assert values.narrative(["<script>&", None, " "])["div"].endswith("<p>&lt;script&gt;&amp;</p></div>")


class TestProfile:
    def test_is_the_page_as_it_is_printed(self, ana: User) -> None:
        cast.twitch(ana.diary)
        first = TODAY - timedelta(days=13)
        (told,) = resources(document(ana.diary, first=first, last=TODAY), "DocumentReference")
        pdf = base64.b64decode(told["content"][0]["attachment"]["data"])

        assert pdf == prepare.profile_pdf(ana.diary, first=first, last=TODAY, now=NOW)
        assert len(pikepdf.open(BytesIO(pdf)).pages) == 2
        assert told["type"]["coding"] == [{"system": "http://loinc.org", "code": "11503-0"}]
        assert told["context"] == {"period": {"start": str(first), "end": str(TODAY)}}

    def test_of_the_whole_diary_is_of_the_usual_days(self, ana: User) -> None:
        cast.twitch(ana.diary, NOW - timedelta(days=300))
        (told,) = resources(document(ana.diary), "DocumentReference")

        assert told["context"] == {"period": {"start": "2026-08-23", "end": "2026-11-20"}}


class TestBaseline:
    def test_says_what_was_there_before(self, ana: User) -> None:
        say("baseline", ana, sites=[LEFT], suspected_factors=["coffee", " "], birth_year=1971)
        whole = document(ana.diary)
        (sites,), (factors,) = coded(whole, "baseline_sites"), coded(whole, "suspected_factors")

        assert [one["text"] for one in component(sites, "site")] == ["left lower eyelid"]
        assert component(factors, "factor") == ["coffee"]
        assert sites["issued"] == "2026-11-20T12:00:00+00:00"
        assert coded(whole, "long_standing_weakness") == []
