"""What goes over the wire, version 1: shape only. Bounds come from the vocabulary, rules live in the services."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from api.fields import Boolean, Code, Identifier, Instant, Integer, LocalDate, Text
from diary import vocabulary as v

PERIOD_DAYS_MAX = 366
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
ANSWER_CHOICES = [(term.code, term.en) for term in v.ANSWERS]


def _code(terms: tuple[v.Term, ...], **kwargs: Any) -> Code:
    return Code(choices=[(term.code, term.en) for term in terms], **kwargs)


def _maybe(terms: tuple[v.Term, ...], help_text: str = "") -> Code:
    return _code(terms, required=False, allow_null=True, help_text=help_text)


def _number(lowest: int, highest: int, help_text: str = "") -> Integer:
    return Integer(min_value=lowest, max_value=highest, required=False, allow_null=True, help_text=help_text)


class Place(serializers.Serializer[Any]):
    """A site and a side, always the person's own."""

    site = _code(tuple(v.SITES.values()))
    side = _code(v.SIDES)


class Episode(serializers.Serializer[Any]):
    """One episode of twitching. What is absent or null was not said; nothing is filled in."""

    id = Identifier(read_only=True)
    started_at = Instant()
    time_zone = Text(help_text="IANA name, such as Asia/Taipei.")
    time_precision = _code(v.TIME_PRECISIONS, required=False)
    duration_s = _number(0, v.DURATION_S_MAX)
    ongoing = Boolean(required=False)
    count = _number(v.COUNT_MIN, v.COUNT_MAX)
    sites = serializers.ListField(
        child=Place(), required=False, max_length=v.SITES_MAX, help_text="In the order in which they joined."
    )
    rhythm = _maybe(v.RHYTHMS)
    intensity = _number(0, v.INTENSITY_MAX)
    during = _maybe(v.CONTEXTS)
    movement = _maybe(v.MOVEMENTS)
    suppressible = _maybe(v.ANSWERS)
    urge = _maybe(v.ANSWERS)
    observed_by = _maybe(v.OBSERVERS)
    sensations = serializers.ListField(child=_code(v.SENSATIONS), required=False, max_length=len(v.SENSATIONS))
    caffeine_mg = _number(0, v.CAFFEINE_MG_MAX, "So far that day.")
    sleep_min = _number(0, v.SLEEP_MIN_MAX, "The night before.")
    stress = _number(0, v.STRESS_MAX)
    note = Text(required=False, help_text=f"At most {v.NOTE_MAX} code points after NFC.")
    recorded_at = Instant(required=False)
    day = LocalDate(read_only=True)
    time_of_day = Text(read_only=True)
    entry_mode = _code(v.ENTRY_MODES, read_only=True)
    revision = Text(read_only=True)
    updated_at = Instant(read_only=True)


class EpisodeChange(Episode):
    """Some fields of an episode."""

    started_at = Instant(required=False)
    time_zone = Text(required=False, help_text="IANA name, such as Asia/Taipei.")


class Drink(serializers.Serializer[Any]):
    """So many servings of one drink."""

    kind = _code(tuple(v.DRINKS.values()))
    count = Integer(min_value=1, max_value=v.DRINK_COUNT_MAX)


class Day(serializers.Serializer[Any]):
    """What was said of one day. `state` unknown, or no answer at all, is never counted as a good day."""

    date = LocalDate(read_only=True)
    state = _code(v.DAY_STATES, required=False)
    burden = _maybe(v.BURDENS)
    function = _number(0, v.FUNCTION_MAX)
    drinks = serializers.ListField(child=Drink(), required=False, allow_null=True, max_length=len(v.DRINKS))
    caffeine_mg = _number(0, v.CAFFEINE_MG_MAX, "Given, or summed from the drinks.")
    last_caffeine_at = Instant(required=False, allow_null=True)
    sleep_min = _number(0, v.SLEEP_MIN_MAX)
    sleep_quality = _number(0, v.STRESS_MAX)
    stress = _number(0, v.STRESS_MAX)
    fatigue = _number(0, v.STRESS_MAX)
    screen_min = _number(0, v.SCREEN_MIN_MAX)
    alcohol_units = _number(0, v.ALCOHOL_UNITS_MAX)
    wearing_off = Boolean(required=False, allow_null=True)
    note = Text(required=False, help_text=f"At most {v.NOTE_MAX} code points after NFC.")
    revision = Text(read_only=True, allow_null=True)
    updated_at = Instant(read_only=True, allow_null=True)


class CareLink(serializers.Serializer[Any]):
    """A consent: the practice whose code this is may read, until then."""

    id = Identifier(read_only=True)
    code = Text(write_only=True, help_text="The practice tells it.")
    practice = Text(read_only=True)
    scope = Code(choices=["profile", "profile_and_log"], required=False)
    given_at = Instant(read_only=True)
    until = Instant(required=False, allow_null=True)


class Account(serializers.Serializer[Any]):
    """Who is signed in, and the name of their diary."""

    username = Text(read_only=True)
    name = Text(read_only=True)
    diary = Identifier(read_only=True)
    epoch = Integer(read_only=True)
    is_clinician = Boolean(read_only=True)


class EpisodePage(serializers.Serializer[Any]):
    """A page of a list."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Episode(many=True)


class EpisodeFilter(serializers.Serializer[Any]):
    """Which episodes of a list; what is not given does not filter."""

    first = LocalDate(required=False, help_text="First local day.")
    last = LocalDate(required=False, help_text="Last local day, included.")
    site = _code(tuple(v.SITES.values()), required=False)
    side = _code(v.SIDES, required=False)


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


class Opening(serializers.Serializer[Any]):
    """One line of the access log."""

    reader = Text(read_only=True)
    practice = Text(read_only=True, allow_null=True)
    what = Text(read_only=True)
    opened_at = Instant(read_only=True)


class ErrorItem(serializers.Serializer[Any]):
    """One thing that is wrong, and where."""

    pointer = Text(help_text="JSON pointer into the body, or the name of the parameter.")
    code = Text()
    detail = Text()


class Problem(serializers.Serializer[Any]):
    """RFC 9457 problem details."""

    type = Text()
    title = Text()
    status = Integer()
    detail = Text()
    code = Text()
    errors = ErrorItem(many=True)  # type: ignore[assignment]  # a member of RFC 9457, not the errors of DRF
