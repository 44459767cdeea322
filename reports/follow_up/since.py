"""What came since a day: areas that were not there before. Pure."""

from __future__ import annotations

from datetime import date

from reports.analysis.days import sided
from reports.records import Place, Records


def new_places(records: Records, *, after: date) -> list[Place]:
    """Return the areas, each on one side, that were first recorded after that day, in the order in which they came."""
    before = {one for place in records.baseline for one in sided(place)}
    earlier = (place for entry in records.episodes if entry.day <= after for place in entry.places)
    before |= {one for place in earlier for one in sided(place)}
    later = sorted((entry for entry in records.episodes if entry.day > after), key=lambda entry: entry.day)
    found = (one for entry in later for place in entry.places for one in sided(place))
    return list(dict.fromkeys(one for one in found if one not in before))
