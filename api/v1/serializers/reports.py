"""What a report is asked for, and what the rules answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty

from api.fields import Boolean, Code, Instant, Integer, LocalDate, Text
from diary.vocabulary import LANGUAGES
from people import periods
from reports import prepare
from reports.options import PAPERS


def check_period(said: Mapping[str, Any]) -> None:
    """Refuse half a period, one that ends before it begins, or is longer than a page can show."""
    missing = {"first", "last"} - said.keys()
    if len(missing) == 1:
        needed = ErrorDetail("Give both days, or neither for the usual period.", "required")
        raise serializers.ValidationError({missing.pop(): [needed]})
    if not missing:
        periods.check(said["first"], said["last"])


class Period(serializers.Serializer[Any]):
    """The days a page is about, both included; both or neither. Usually the last 90, none before the diary began."""

    first = LocalDate(required=False)
    last = LocalDate(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse half a period, one that ends before it begins, or is longer than a page can show."""
        check_period(attrs)
        return attrs


PRINTED: Final = ("paper", "large", "checks", "log", "figures")


class PaperOptions(serializers.Serializer[Any]):
    """How a page is printed."""

    lang = Code(choices=LANGUAGES, required=False, default="en")
    paper = Code(choices=list(PAPERS), required=False, default="a4")
    large = Boolean(required=False, default=False, help_text="Large print, on two pages.")

    @classmethod
    def usual(cls) -> dict[str, Any]:
        """Return what holds where nothing was said."""
        return {name: field.default for name, field in cls().fields.items() if field.default is not empty}


class ProfileOptions(Period, PaperOptions):
    """What the Profile is about, how it is printed, and what is added to it."""

    checks = Boolean(required=False, default=False, help_text="With the face checks of these days.")
    log = Boolean(required=False, default=False, help_text="With every entry of these days, also as data in the PDF.")
    figures = Boolean(required=False, default=False, help_text="With the figures as numbers.")


class SummaryOptions(Period):
    """Of which days, and in which language."""

    lang = Code(choices=LANGUAGES, required=False, default="en", help_text="Of its words.")


class FigureOptions(Period):
    """Of which days, and for which screen."""

    theme = Code(choices=list(prepare.THEMES), required=False, default="light")
    lang = Code(choices=LANGUAGES, required=False, default="en")


class FhirOptions(Period):
    """Of which days, and in which language. Without days: the whole diary, with the Profile of the last 90."""

    lang = Code(choices=LANGUAGES, required=False, default="en", help_text="Of the labels and of the Profile.")


class SummaryBox(serializers.Serializer[Any]):
    """One of the ten boxes in words; `waiting`: it has too few days, or waits for a later version."""

    number = Integer()
    title = Text()
    sentences = serializers.ListField(child=Text())
    waiting = Boolean()


class SummaryFigure(serializers.Serializer[Any]):
    """A figure in words: `reports/figures/{name}.svg` draws it."""

    name = Code(choices=list(prepare.FIGURES))
    title = Text()
    sentence = Text(help_text="What the figure shows: its text alternative.")
    header = serializers.ListField(child=Text())
    rows = serializers.ListField(child=serializers.ListField(child=Text()))


class Summary(serializers.Serializer[Any]):
    """The page in words and numbers. Shares are of answered days; a silent day is in no number."""

    schema_version = Integer()
    first = LocalDate()
    last = LocalDate(help_text="No later than today.")
    rules_version = Text(allow_null=True)
    boxes = SummaryBox(many=True)
    figures = SummaryFigure(many=True, help_text="Those that have enough days to be drawn.")
    profile = serializers.DictField(help_text="The ten boxes as numbers: docs/profile.schema.json.")


class AsOf(serializers.Serializer[Any]):
    """The day as of which the rules look at the diary; today if not given."""

    as_of = LocalDate(required=False)
    lang = Code(choices=LANGUAGES, required=False)


class Evidence(serializers.Serializer[Any]):
    """A fact that a flag rests on; the id of a day is its date."""

    kind = Code(choices=["episode", "day", "check", "event"])
    id = Text()
    day = LocalDate()


class FlagReview(serializers.Serializer[Any]):
    """Who has seen a flag, with all that it rests on, and when. A name is empty where the account is gone."""

    by = Text()
    practice = Text()
    on = LocalDate()


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
    review = FlagReview(allow_null=True)


class CheckAsked(serializers.Serializer[Any]):
    """Who asks for a face check. A name is empty where the account is gone."""

    by = Text()
    practice = Text()
    asked_at = Instant()


class Flags(serializers.Serializer[Any]):
    """The flags, most urgent first, and how far they go."""

    as_of = LocalDate()
    rules_version = Text()
    results = Flag(many=True)
    enabled = Boolean(help_text="False where the person or the service has switched the rules off.")
    remark = Text(
        help_text="To be shown with them: that none is never an all-clear, and how many answers no rule used."
    )
    check_asked = CheckAsked(allow_null=True, help_text="Until a check was made since; null where nobody asks.")
