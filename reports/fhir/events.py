"""
Events as the resources that are nearest to them. Pure.

palsy: Condition, unconfirmed; medication, supplement: MedicationStatement; toxin: MedicationStatement and Procedure;
therapy, surgery, investigation: Procedure; visit: Encounter; other: Observation. What a resource has no element for
stands in extensions of our own, so that nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from reports import spoken
from reports.fhir.codes import FACIAL_PALSY, HL7, HPO, LISTS, coding, concept, hl7, own, places
from reports.fhir.frame import Entry, Fact, Frame
from reports.fhir.values import Resource, extension, first_said, notes, text, told

Later = Collection[str]  # the ids of events that a later one of the same kind and name has overtaken

_CHANGES: Final = frozenset({"start", "stop", "change"})


def overtaken(events: Iterable[Fact], *, today: str) -> frozenset[str]:
    """Return the ids of what was started or changed, and later changed, stopped or started anew under its name."""
    courses: dict[tuple[str, str], list[tuple[str, bool, str]]] = {}
    for event in events:
        if event["action"] in _CHANGES and event["on"] <= today:
            course = courses.setdefault((event["kind"], event["name"].strip().casefold()), [])
            course.append((event["on"], event["action"] == "stop", event["id"]))  # of one day, the stop is the last
    return frozenset(one[2] for course in courses.values() for one in course if one[:2] < max(course)[:2])


def entries(frame: Frame, event: Fact, later: Later) -> Iterator[Entry]:
    """Yield the resources of this event."""
    builders = (_observation,) if _is_planned_palsy(event) else _BUILDERS[event["kind"]]
    for build in builders:
        yield build(frame, event, later)


def _condition(frame: Frame, event: Fact, later: Later) -> Entry:
    """Return a palsy as the person tells of it: unconfirmed, and active or not only where an end was said."""
    ended = _ended(event, frame)
    return _entry(
        frame,
        event,
        "Condition",
        clinicalStatus=hl7("condition-clinical", "inactive") if ended else None,
        verificationStatus=hl7("condition-ver-status", "unconfirmed"),
        category=[hl7("condition-category", "problem-list-item")],
        code=_called(frame, event, [{"system": HPO, "code": FACIAL_PALSY}]),
        bodySite=places(event, frame.language),
        subject=frame.patient,
        **_onset(event),
        abatementDateTime=ended,
        recorder=frame.patient,
        asserter=frame.patient,
        note=notes(event["note"]),
        extension=_more(frame, event, "dose", "unit", *(("until",) if ended != event["until"] else ())),
    )


def _onset(event: Fact) -> Resource:
    if event["action"] == "stop":
        return {}
    return {"onsetPeriod": {"end": event["on"]}} if event["action"] == "change" else {"onsetDateTime": event["on"]}


def _ended(event: Fact, frame: Frame) -> str | None:
    """Return the day on which it is said to have ended, once that has come."""
    end: str | None = event["until"] or (event["on"] if event["action"] == "stop" else None)
    return end if end is not None and end <= frame.today.isoformat() else None


def _medication(frame: Frame, event: Fact, later: Later) -> Entry:
    by_procedure = event["kind"] == "toxin"
    return _entry(
        frame,
        event,
        "MedicationStatement",
        partOf=[frame.refers(_name(event, "Procedure"))] if by_procedure else None,
        status=_medication_status(frame, event, later),
        category=hl7("medication-statement-category", "patientspecified"),
        medicationCodeableConcept=_called(frame, event),
        subject=frame.patient,
        **_when("effective", event),
        informationSource=frame.patient,
        note=[] if by_procedure else notes(event["note"]),
        dosage=_dosage(frame, event, with_site=not by_procedure),
        extension=_more(frame, event),
    )


def _medication_status(frame: Frame, event: Fact, later: Later) -> str:
    if _is_coming(event, frame):
        return "intended"
    if event["action"] == "stop":
        return "stopped"
    return "completed" if _is_over(event, frame, later) else "active"


def _dosage(frame: Frame, event: Fact, *, with_site: bool) -> list[Resource]:
    unit = text(event["unit"])
    dose = None if event["dose"] is None else told(value=event["dose"], unit=unit)
    sites = places(event, frame.language) if with_site else []
    words = spoken.listed([one["text"] for one in sites], frame.language)
    dosage = told(
        text=unit if dose is None else None,
        site=told(coding=[one for site in sites for one in site["coding"]], text=words),
        doseAndRate=[{"doseQuantity": dose}] if dose else None,
    )
    return [dosage] if dosage else []


def _procedure(frame: Frame, event: Fact, later: Later) -> Entry:
    return _entry(
        frame,
        event,
        "Procedure",
        status=_procedure_status(frame, event, later),
        category=concept("event_kind", event["kind"], frame.language),
        code=_called(frame, event),
        subject=frame.patient,
        **_when("performed", event),
        recorder=frame.patient,
        asserter=frame.patient,
        bodySite=places(event, frame.language),
        note=notes(event["note"]),
        extension=_more(frame, event, *(() if event["kind"] == "toxin" else ("dose", "unit"))),
    )


def _procedure_status(frame: Frame, event: Fact, later: Later) -> str:
    if _is_coming(event, frame):
        return "preparation"
    return "completed" if event["action"] == "stop" or _is_over(event, frame, later) else "in-progress"


def _encounter(frame: Frame, event: Fact, later: Later) -> Entry:
    """Return a visit; what kind of visit it was nobody asked, and FHIR wants to be told."""
    return _entry(
        frame,
        event,
        "Encounter",
        status=_encounter_status(frame, event),
        **{"class": {"system": HL7 + "v3-NullFlavor", "code": "UNK"}},
        type=[_called(frame, event)],
        subject=frame.patient,
        period={"start": event["on"], "end": event["until"] or event["on"]},
        extension=_more(frame, event, "dose", "unit", "places", "note"),
    )


def _encounter_status(frame: Frame, event: Fact) -> str:
    if _is_coming(event, frame):
        return "planned"
    lasts = event["until"] is not None and event["until"] > frame.today.isoformat()
    return "in-progress" if lasts else "finished"


def _observation(frame: Frame, event: Fact, later: Later) -> Entry:
    sites = places(event, frame.language)
    kind = coding("event_kind", event["kind"], frame.language)
    return frame.observation(
        _name(event, "Observation"),
        code={"coding": [kind], "text": _label(frame, event)},
        fact=_fact(event),
        **told(
            status="registered" if _is_coming(event, frame) else "final",
            **_when("effective", event),
            valueString=text(event["name"]),
            bodySite=sites[0] if len(sites) == 1 else None,
            note=notes(event["note"]),
            extension=_more(frame, event, "dose", "unit", *(("places",) if len(sites) > 1 else ())),
        ),
    )


Build = Callable[[Frame, Fact, Later], Entry]
_BUILDERS: Final[Mapping[str, tuple[Build, ...]]] = MappingProxyType(
    {
        "palsy": (_condition,),
        "toxin": (_medication, _procedure),
        "medication": (_medication,),
        "supplement": (_medication,),
        "therapy": (_procedure,),
        "surgery": (_procedure,),
        "investigation": (_procedure,),
        "visit": (_encounter,),
        "other": (_observation,),
    }
)


def _entry(frame: Frame, event: Fact, kind: str, **parts: object) -> Entry:
    return frame.entry(kind, _name(event, kind), fact=_fact(event), **told(**parts))


def _fact(event: Fact) -> str:
    return f"event:{event['id']}"


def _name(event: Fact, kind: str) -> str:
    return f"{_fact(event)}:{kind}"


def _called(frame: Frame, event: Fact, public: Iterable[Resource] = ()) -> Resource:
    """Return what was typed as the name, else the kind's own, with the code of the kind."""
    codes = [coding("event_kind", event["kind"], frame.language), *public]
    return {"coding": codes, "text": first_said(event, "name", _label(frame, event))}


def _label(frame: Frame, event: Fact) -> str:
    return LISTS["event_kind"][event["kind"]].label(frame.language)


def _when(prefix: str, event: Fact) -> Resource:
    """Return when it was: a day, or a time with the ends that were said."""
    on, until, action = event["on"], event["until"], event["action"]
    if until is not None:
        return {f"{prefix}Period": {"start": on, "end": until}}
    if action == "stop":
        return {f"{prefix}Period": {"end": on}}
    return {f"{prefix}Period": {"start": on}} if action in _CHANGES else {f"{prefix}DateTime": on}


def _is_coming(event: Fact, frame: Frame) -> bool:
    """Say whether it is planned: nobody said of a plan whose day has passed that it was carried out."""
    return bool(event["action"] == "planned" or event["on"] > frame.today.isoformat())


def _is_over(event: Fact, frame: Frame, later: Later) -> bool:
    has_ended = event["until"] is not None and event["until"] < frame.today.isoformat()
    return bool(event["action"] == "single" or has_ended or event["id"] in later)


def _is_planned_palsy(event: Fact) -> bool:
    return bool(event["kind"] == "palsy" and event["action"] == "planned")  # no Condition: there is none yet


def _more(frame: Frame, event: Fact, *homeless: str) -> list[Resource]:
    """Return what was done, and what of the rest the resource has no element for."""
    wanted = frozenset(homeless)
    language = frame.language
    action = extension(own("event_action"), valueCoding=coding("event_action", event["action"], language))
    return [action, *(one for name, one in _extensions(event, language) if name in wanted)]


def _extensions(event: Fact, language: str) -> Iterator[tuple[str, Resource]]:
    if event["dose"] is not None:
        yield "dose", extension(own("event_dose"), valueDecimal=event["dose"])
    if unit := text(event["unit"]):
        yield "unit", extension(own("event_unit"), valueString=unit)
    if event["until"] is not None:
        yield "until", extension(own("event_until"), valueDate=event["until"])
    for one in places(event, language):
        yield "places", extension(own("event_place"), valueCodeableConcept=one)
    if note := text(event["note"]):
        yield "note", extension(own("event_note"), valueString=note)
