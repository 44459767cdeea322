"""An episode as an Observation. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from reports.fhir.codes import concept, item, measured, place, twitching
from reports.fhir.frame import Entry, Fact, Frame
from reports.fhir.values import Resource, notes, told

_CODED: Final = (
    "time_precision", "intensity", "rhythm", "during", "movement", "suppressible", "urge", "observed_by", "entry_mode",
)  # fmt: skip
_MEASURED: Final = ("duration_s", "count", "caffeine_mg", "sleep_min", "stress")


def entries(frame: Frame, episode: Fact) -> Iterator[Entry]:
    """
    Yield the episode.

    R4 has one body site for an Observation: it is given where there was one place. Several places are components, in
    the order in which they joined.
    """
    sites = [place(one, frame.language) for one in episode["sites"]]
    yield frame.observation(
        f"episode:{episode['id']}",
        code=twitching(episode["sites"], episode["rhythm"], frame.language),
        **told(
            status="preliminary" if episode["ongoing"] else "final",
            **_when(episode),
            issued=episode["recorded_at"],
            bodySite=sites[0] if len(sites) == 1 else None,
            note=notes(episode["note"]),
            component=list(_components(frame, episode, sites)),
        ),
    )


def _when(episode: Fact) -> Resource:
    """Return when it was, as exactly as that is known."""
    start, length_s = episode["started_at"], episode["duration_s"]
    if episode["time_precision"] != "exact":
        return {"effectiveDateTime": episode["day"]}
    if length_s is not None:
        end = datetime.fromisoformat(start) + timedelta(seconds=length_s)
        return {"effectivePeriod": {"start": start, **({} if episode["ongoing"] else {"end": end.isoformat()})}}
    return {"effectivePeriod": {"start": start}} if episode["ongoing"] else {"effectiveDateTime": start}


def _components(frame: Frame, episode: Fact, sites: list[Resource]) -> Iterator[Resource]:
    language = frame.language
    if len(sites) > 1:
        yield from ({"code": item("site", language), "valueCodeableConcept": one} for one in sites)
    if episode["time_precision"] != "exact":
        yield {"code": item("started_about", language), "valueDateTime": episode["started_at"]}
    if episode["ongoing"]:
        yield {"code": item("ongoing", language), "valueBoolean": True}
    for name in _MEASURED:
        if episode[name] is not None:
            yield {"code": item(name, language), "valueQuantity": measured(name, episode[name])}
    for name in _CODED:
        if episode[name] is not None:
            yield {"code": item(name, language), "valueCodeableConcept": concept(name, str(episode[name]), language)}
    for code in episode["sensations"]:
        yield {"code": item("sensation", language), "valueCodeableConcept": concept("sensation", code, language)}
