"""Acts on the baseline: declare what was there when the diary began."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from diary import admission, documents
from diary.models import Baseline
from diary.services import history
from people.models import Diary, User

KIND = history.Kind("baseline", Baseline, "diary_id", documents.baseline_content)


class BaselineFields(TypedDict, total=False):
    """What a client may say of the beginning."""

    sites: list[dict[str, str]]
    long_standing_weakness: list[dict[str, str]]
    suspected_factors: list[str]
    birth_year: int | None
    country: str


def declare(
    *, diary: Diary, fields: BaselineFields, by: User, now: datetime, if_match: str | None = None
) -> history.Written[Baseline]:
    """Store the baseline, replacing an earlier one. Raises InvalidValue, StaleRevision."""
    return history.write(
        kind=KIND,
        diary=diary,
        key=diary.pk,
        by=by,
        now=now,
        if_match=if_match,
        change=lambda living: _baseline(fields),
    )


def _baseline(fields: BaselineFields) -> Baseline:
    given = dict(fields) | {
        "sites": admission.places(fields.get("sites") or [], field="sites"),
        "long_standing_weakness": admission.places(
            fields.get("long_standing_weakness") or [], field="long_standing_weakness"
        ),
        "suspected_factors": list(dict.fromkeys(fields.get("suspected_factors") or [])),
        "country": (fields.get("country") or "").upper(),
    }
    return Baseline(**given)
