"""What a report is asked for, and what the rules answer."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from api.fields import Boolean, Code, Integer, LocalDate, Text
from diary.vocabulary import LANGUAGES

PERIOD_DAYS_MAX = 366
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Period(serializers.Serializer[Any]):
    """The days a page is about, both included; both or neither. Usually the last 90, none before the diary began."""

    first = LocalDate(required=False)
    last = LocalDate(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse half a period, one that ends before it begins, or is longer than a page can show."""
        missing = {"first", "last"} - attrs.keys()
        if len(missing) == 1:
            _refuse(missing.pop(), "required", "Give both days, or neither for the usual period.")
        if missing:
            return attrs
        if attrs["first"] > attrs["last"]:
            _refuse("last", "bad_period", "The last day lies before the first.")
        if not EARLIEST <= attrs["first"] <= attrs["last"] <= LATEST:
            _refuse("first", "out_of_range", f"A page shows days from {EARLIEST.year} to {LATEST.year}.")
        if (attrs["last"] - attrs["first"]).days >= PERIOD_DAYS_MAX:
            _refuse("last", "period_too_long", f"A page shows {PERIOD_DAYS_MAX} days at most.")
        return attrs


def _refuse(field: str, code: str, detail: str) -> NoReturn:
    raise serializers.ValidationError({field: [ErrorDetail(detail, code)]})


class ProfileOptions(Period):
    """What the Profile is about, and how it is printed."""

    lang = Code(choices=["en"], required=False, default="en")
    paper = Code(choices=["a4", "letter"], required=False, default="a4")


class AsOf(serializers.Serializer[Any]):
    """The day as of which the rules look at the diary; today if not given."""

    as_of = LocalDate(required=False)
    lang = Code(choices=LANGUAGES, required=False)


class Evidence(serializers.Serializer[Any]):
    """An entry that a flag rests on."""

    kind = Text()
    id = Text()
    day = LocalDate()


class Flag(serializers.Serializer[Any]):
    """What was recorded, and what published advice says of it. Never a diagnosis, and none is never an all-clear."""

    rule = Text()
    version = Integer()
    level = Code(choices=["emergency", "same_day", "soon", "watch", "info"])
    urgency = Code(choices=["within_days", "within_2_weeks"], allow_null=True)
    title = Text()
    text = Text()
    evidence = Evidence(many=True)
    first_true_on = LocalDate()
    source = Text()  # type: ignore[assignment]  # the contract's word, not DRF's
    basis = Code(choices=["published", "unreviewed"])
    review = serializers.DictField(allow_null=True)


class Flags(serializers.Serializer[Any]):
    """The flags, most urgent first, and how far they go."""

    as_of = LocalDate()
    rules_version = Text()
    results = Flag(many=True)
    enabled = Boolean(help_text="False where the person or the service has switched the rules off.")
    remark = Text(
        help_text="To be shown with them: that none is never an all-clear, and how many answers no rule used."
    )
