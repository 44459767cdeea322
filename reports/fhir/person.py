"""The person, what they said when the diary began, what they want to ask, and what the house adds. Pure."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from reports.fhir.codes import LOINC, STANDARD_EXTENSION, hl7, item, own, place
from reports.fhir.frame import Entry, Fact, Frame
from reports.fhir.values import Resource, extension, narrative, text, told

MEDICAL_RECORDS: Final = "11503-0"
TITLE: Final = "Twitch Profile"


def patient(frame: Frame, baseline: Fact | None) -> Entry:
    """Return the person: a name that the diary cannot be told from, the printed name, the year of birth."""
    said = baseline or {"birth_year": None, "country": ""}
    name = text(frame.name)
    return frame.entry(
        "Patient",
        "patient",
        **told(
            identifier=[{"system": "urn:ietf:rfc:3986", "value": frame.url("patient")}],
            name=[{"text": name}] if name else None,
            birthDate=str(said["birth_year"]) if said["birth_year"] else None,
            address=[{"country": said["country"]}] if said["country"] else None,
        ),
    )


def baseline_entries(frame: Frame, baseline: Fact) -> Iterator[Entry]:
    """Yield what was there when the diary began, and what the person suspected before looking at any number."""
    for code, name in (("baseline_sites", "sites"), ("long_standing_weakness", "long_standing_weakness")):
        where = [{"valueCodeableConcept": place(one, frame.language)} for one in baseline[name]]
        yield from _listed(frame, baseline, code, "site", where)
    factors = [{"valueString": said} for said in map(text, baseline["suspected_factors"]) if said]
    yield from _listed(frame, baseline, "suspected_factors", "factor", factors)


def _listed(frame: Frame, fact: Fact, code: str, each: str, values: Sequence[Resource]) -> Iterator[Entry]:
    if values:
        components = [{"code": item(each, frame.language), **value} for value in values]
        called = item(code, frame.language)
        yield frame.observation(
            f"baseline:{code}", code=called, fact="baseline", issued=fact["updated_at"], component=components
        )


def question_entries(frame: Frame, questions: Fact) -> Iterator[Entry]:
    """Yield what the person would like to ask."""
    for number, typed in enumerate(questions["questions"], 1):
        if said := text(typed):
            code = item("question", frame.language)
            yield frame.observation(
                f"question:{number}", code=code, fact="questions", issued=questions["updated_at"], valueString=said
            )


def flag_entries(frame: Frame, flags: Iterable[Fact], urls: Mapping[str, Sequence[str]]) -> Iterator[Entry]:
    """Yield the flags; each refers to what it rests on as far as the document holds it, which `urls` tells."""
    for flag in flags:
        details = [url for one in flag["evidence"] for url in urls.get(f"{one['kind']}:{one['id']}", ())]
        levels = [flag["level"], *([flag["urgency"]] if flag["urgency"] else [])]
        yield frame.entry(
            "Flag",
            f"flag:{flag['rule']}",
            text=narrative((flag["text"], flag["source"])),
            extension=[
                extension(own("flag_basis"), valueCode=flag["basis"]),
                *(extension(f"{STANDARD_EXTENSION}flag-detail", valueReference={"reference": url}) for url in details),
            ],
            status="active",
            category=[
                hl7("flag-category", "clinical"),
                *({"coding": [{"system": own("flag_level"), "code": code}]} for code in levels),
            ],
            code={"coding": [_rule(flag)], "text": flag["title"]},
            subject=frame.patient,
            period={"start": flag["first_true_on"]},
        )


def _rule(flag: Fact) -> Resource:
    return {"system": own("rule"), "version": str(flag["version"]), "code": flag["rule"], "display": flag["title"]}


def profile(frame: Frame, pdf: bytes, *, first: date, last: date, language: str) -> Entry:
    """Return the page that a doctor reads, as it was printed for these days."""
    period = {"start": first.isoformat(), "end": last.isoformat()}
    attachment: dict[str, Any] = {
        "contentType": "application/pdf",
        "language": language,
        "data": base64.b64encode(pdf).decode(),
        "title": TITLE,
    }
    return frame.entry(
        "DocumentReference",
        "profile",
        status="current",
        docStatus="final",
        type={"coding": [{"system": LOINC, "code": MEDICAL_RECORDS}], "text": TITLE},
        subject=frame.patient,
        date=frame.now.isoformat(),
        author=[frame.patient],
        content=[{"attachment": attachment}],
        context={"period": period},
    )
