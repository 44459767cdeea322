"""What the baseline may say: what was there when the diary began."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypedDict

from diary import admission, documents
from diary import vocabulary as v
from diary.errors import InvalidValue
from diary.models import Baseline
from diary.services import history

_COUNTRY = re.compile(r"[A-Za-z]{2}")


class BaselineFields(TypedDict, total=False):
    """What a client may say of the beginning. A field that is absent was not touched."""

    sites: list[dict[str, str]]
    long_standing_weakness: list[dict[str, str]]
    suspected_factors: list[str]
    birth_year: int | None
    country: str


def _baseline(key: Any, fields: BaselineFields, living: Baseline | None, now: datetime) -> Baseline:
    birth_year = fields.get("birth_year")
    if birth_year is not None and birth_year > now.year:
        raise InvalidValue("future_time", "This year has not come yet.", field="birth_year")
    given = dict(fields) | {
        "sites": admission.places(fields.get("sites") or [], field="sites"),
        "long_standing_weakness": admission.places(
            fields.get("long_standing_weakness") or [], field="long_standing_weakness"
        ),
        "suspected_factors": admission.lines(
            fields.get("suspected_factors") or [], longest=v.FACTOR_MAX, field="suspected_factors"
        ),
        "country": _country(fields.get("country") or ""),
    }
    return Baseline(**given)


def _country(told: str) -> str:
    if told and not _COUNTRY.fullmatch(told):
        raise InvalidValue("bad_country", "Give the country as two letters, such as TW.", field="country")
    return told.upper()


KIND = history.Kind(
    name="baseline",
    model=Baseline,
    key="diary_id",
    build=_baseline,
    content=documents.baseline_content,
    fields=tuple(BaselineFields.__annotations__),
    standing=True,
)
