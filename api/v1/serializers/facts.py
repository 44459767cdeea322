"""The facts of a diary, their pages, and what asks for them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import Boolean, Code, Identifier, Instant, Integer, LocalDate, Number, Text, TextList, at_most
from diary import vocabulary as v

# Names for the enumerations of the published schema (SPECTACULAR_SETTINGS).
ANSWER_CHOICES = [(term.code, term.en) for term in v.ANSWERS]
GRADE_CHOICES = [(term.code, term.en) for term in v.TASK_GRADES]
DRINK_CHOICES = [(term.code, term.en) for term in v.DRINKS.values()]
EVENT_KIND_CHOICES = [(term.code, term.en) for term in v.EVENT_KINDS]
SIDE_CHOICES = [(term.code, term.en) for term in v.SIDES]
NOTE_HELP = f"At most {v.NOTE_MAX} code points after NFC."
ZONE_HELP = "IANA name, such as Asia/Taipei."
PAST_HELP = "Not in the future; with an offset that exists on Earth."
ACTS = ["recorded", "amended", "withdrawn", "restored", "lost"]

# What the published schema says of texts, in the words of JSON Schema.
NOTE = at_most(v.NOTE_MAX)
ZONE = {"format": "iana-time-zone"}
REVISION = {"pattern": r"^[0-9]+\.[0-9]+$"}
TIME_OF_DAY = {"pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9])?$"}
COUNTRY = {"pattern": "^([A-Za-z]{2})?$"}
TELEPHONE = {"pattern": r"^(\+?[0-9][0-9 ]{1,18})?$"}


def code(terms: tuple[v.Term, ...], **kwargs: Any) -> Code:
    """Return a field for a code of these terms."""
    return Code(choices=[(term.code, term.en) for term in terms], **kwargs)


def _maybe(terms: tuple[v.Term, ...], help_text: str = "") -> Code:
    return code(terms, required=False, allow_null=True, help_text=help_text)


def _number(lowest: int, highest: int, help_text: str = "") -> Integer:
    return Integer(min_value=lowest, max_value=highest, required=False, allow_null=True, help_text=help_text)


class Place(serializers.Serializer[Any]):
    """A site and a side, always the person's own."""

    site = code(tuple(v.SITES.values()))
    side = code(v.SIDES)


class Places(serializers.ListField):
    """Places, each once."""

    child = Place()
    keywords = {"uniqueItems": True}


def _places(help_text: str = "") -> Places:
    return Places(required=False, max_length=v.SITES_MAX, help_text=help_text)


def _note() -> Text:
    return Text(required=False, help_text=NOTE_HELP, keywords=NOTE)


def _zone(**kwargs: Any) -> Text:
    return Text(help_text=ZONE_HELP, keywords=ZONE, **kwargs)


def _revision(**kwargs: Any) -> Text:
    return Text(read_only=True, help_text='"epoch.n"; the same as the ETag.', keywords=REVISION, **kwargs)


def _time_of_day() -> Text:
    return Text(required=False, help_text='"HH:MM", empty for none.', keywords=TIME_OF_DAY)


class Fact(serializers.Serializer[Any]):
    """What every stored fact carries."""

    revision = _revision()
    updated_at = Instant(read_only=True)


class Episode(Fact):
    """One episode of twitching. What is absent or null was not said; nothing is filled in."""

    id = Identifier(read_only=True)
    started_at = Instant(help_text=PAST_HELP)
    time_zone = _zone()
    time_precision = code(v.TIME_PRECISIONS, required=False)
    duration_s = _number(0, v.DURATION_S_MAX)
    ongoing = Boolean(required=False)
    count = _number(v.COUNT_MIN, v.COUNT_MAX)
    sites = _places("In the order in which they joined.")
    rhythm = _maybe(v.RHYTHMS)
    intensity = _number(0, v.INTENSITY_MAX)
    during = _maybe(v.CONTEXTS)
    movement = _maybe(v.MOVEMENTS)
    suppressible = _maybe(v.ANSWERS)
    urge = _maybe(v.ANSWERS)
    observed_by = _maybe(v.OBSERVERS)
    sensations = serializers.ListField(child=code(v.SENSATIONS), required=False, max_length=len(v.SENSATIONS))
    caffeine_mg = _number(0, v.CAFFEINE_MG_MAX, "So far that day.")
    sleep_min = _number(0, v.SLEEP_MIN_MAX, "The night before.")
    stress = _number(0, v.STRESS_MAX)
    note = _note()
    recorded_at = Instant(required=False, help_text="Not before the start. Now, if not given.")
    day = LocalDate(read_only=True)
    time_of_day = Text(read_only=True)
    entry_mode = code(v.ENTRY_MODES, read_only=True)


class EpisodeChange(Episode):
    """Some fields of an episode."""

    started_at = Instant(required=False, help_text=PAST_HELP)
    time_zone = _zone(required=False)


class NewEpisode(Episode):
    """An episode, with an id of the client's making or without."""

    id = Identifier(required=False)


class Drink(serializers.Serializer[Any]):
    """So many servings of one drink."""

    kind = code(tuple(v.DRINKS.values()))
    count = Integer(min_value=1, max_value=v.DRINK_COUNT_MAX)


class Day(Fact):
    """What was said of one day. `state` unknown, or no answer at all, is never counted as a good day."""

    date = LocalDate(read_only=True)
    state = code(v.DAY_STATES, required=False)
    burden = _maybe(v.BURDENS)
    function = _number(0, v.FUNCTION_MAX)
    drinks = serializers.ListField(
        child=Drink(),
        required=False,
        allow_null=True,
        max_length=len(v.DRINKS),
        help_text=f"Of {v.CAFFEINE_MG_MAX} mg caffeine together, at most.",
    )
    caffeine_mg = _number(0, v.CAFFEINE_MG_MAX, "Given, or summed from the drinks.")
    last_caffeine_at = Instant(required=False, allow_null=True, help_text=PAST_HELP)
    sleep_min = _number(0, v.SLEEP_MIN_MAX)
    sleep_quality = _number(0, v.STRESS_MAX)
    stress = _number(0, v.STRESS_MAX)
    fatigue = _number(0, v.STRESS_MAX)
    screen_min = _number(0, v.SCREEN_MIN_MAX)
    alcohol_units = _number(0, v.ALCOHOL_UNITS_MAX)
    wearing_off = Boolean(required=False, allow_null=True)
    note = _note()
    revision = _revision(allow_null=True)
    updated_at = Instant(read_only=True, allow_null=True)


class TaskSides(serializers.Serializer[Any]):
    """One task of the face check, each side against the person's own usual."""

    left = _maybe(v.TASK_GRADES)
    right = _maybe(v.TASK_GRADES)


class Answer(serializers.Serializer[Any]):
    """One answer of a check. A plain value is accepted as shorthand."""

    shorthand = v.codes(v.ANSWERS)

    value = _maybe(v.ANSWERS)
    side = _maybe(v.SIDES)
    onset_at = Instant(required=False, allow_null=True, help_text=PAST_HELP)
    onset_speed = _maybe(v.ONSET_SPEEDS)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the answer in full."""
        full: dict[str, Any] = super().to_internal_value({"value": data} if isinstance(data, str) else data)
        return full


def _table(name: str, doc: str, terms: tuple[v.Term, ...], field: type[serializers.Serializer[Any]]) -> Any:
    """Return a serializer with one optional field for each code of `terms`."""
    columns = {term.code: field(required=False, allow_null=True, help_text=term.en) for term in terms}
    return type(name, (serializers.Serializer,), {"__doc__": doc, "__module__": __name__, **columns})


Tasks = _table("Tasks", "The tasks of a face check that were done.", v.CHECK_TASKS, TaskSides)
Answers = _table("Answers", "The questions of a face check that were asked.", v.CHECK_ANSWERS, Answer)


class Check(Fact):
    """One face check. A task or a question that is absent was not asked."""

    id = Identifier(read_only=True)
    performed_at = Instant(help_text=PAST_HELP)
    time_zone = _zone()
    tasks = Tasks(required=False)
    answers = Answers(required=False)
    tasks_lost = serializers.ListField(child=code(v.TASKS_LOST), required=False, max_length=len(v.TASKS_LOST))
    note = _note()
    day = LocalDate(read_only=True)


class CheckChange(Check):
    """Some fields of a check; `tasks` and `answers` are replaced as a whole."""

    performed_at = Instant(required=False, help_text=PAST_HELP)
    time_zone = _zone(required=False)


class NewCheck(Check):
    """A check, with an id of the client's making or without."""

    id = Identifier(required=False)


class Event(Fact):
    """A palsy, a treatment, an examination or a visit, on a day or from a day until another."""

    id = Identifier(read_only=True)
    kind = code(v.EVENT_KINDS)
    action = code(v.EVENT_ACTIONS)
    name = Text(required=False, help_text=f"At most {v.NAME_MAX} code points.", keywords=at_most(v.NAME_MAX))
    on = LocalDate(help_text="From 1900 to 2199.")
    until = LocalDate(required=False, allow_null=True, help_text="Not before `on`.")
    side = _maybe(v.SIDES)
    sites = _places()
    dose = Number(min_value=0, max_value=v.DOSE_MAX, required=False, allow_null=True, help_text="Three decimals.")
    unit = Text(required=False, help_text=f"At most {v.UNIT_MAX} code points.", keywords=at_most(v.UNIT_MAX))
    note = _note()


class EventChange(Event):
    """Some fields of an event."""

    kind = code(v.EVENT_KINDS, required=False)
    action = code(v.EVENT_ACTIONS, required=False)
    on = LocalDate(required=False, help_text="From 1900 to 2199.")


class NewEvent(Event):
    """An event, with an id of the client's making or without."""

    id = Identifier(required=False)


class Baseline(Fact):
    """What was there when the diary began. Factors are declared before looking at any number."""

    sites = _places("Already twitching when the diary began.")
    long_standing_weakness = _places()
    suspected_factors = TextList(
        child=Text(keywords=at_most(v.FACTOR_MAX)), required=False, max_length=v.FACTORS_MAX, help_text="Each once."
    )
    birth_year = _number(v.BIRTH_YEAR_MIN, v.BIRTH_YEAR_MAX)
    country = Text(required=False, help_text="Two letters, ISO 3166-1; empty for none.", keywords=COUNTRY)
    revision = _revision(allow_null=True)
    updated_at = Instant(read_only=True, allow_null=True)


class Settings(Fact):
    """Settings that follow the diary from phone to phone. Null was left to the phone."""

    language = Code(choices=v.LANGUAGES, required=False, allow_null=True)
    time_zone_policy = _maybe(v.TIME_ZONE_POLICIES)
    home_time_zone = Text(required=False, help_text=ZONE_HELP + " Empty for none.")
    reminder_at = _time_of_day()
    quiet_from = _time_of_day()
    quiet_until = _time_of_day()
    emergency_number = Text(required=False, help_text="Empty for the country's own.", keywords=TELEPHONE)
    theme = _maybe(v.THEMES)
    text_size = _maybe(v.TEXT_SIZES)
    spoken_reply = Boolean(required=False, allow_null=True)
    flags_enabled = Boolean(required=False, allow_null=True)
    revision = _revision(allow_null=True)
    updated_at = Instant(read_only=True, allow_null=True)


class Questions(Fact):
    """Up to three questions for the next visit."""

    questions = TextList(
        child=Text(keywords=at_most(v.QUESTION_MAX)),
        required=False,
        max_length=v.QUESTIONS_MAX,
        help_text=f"{v.QUESTION_MAX} code points each.",
    )
    revision = _revision(allow_null=True)
    updated_at = Instant(read_only=True, allow_null=True)


class DayFilter(serializers.Serializer[Any]):
    """Which days of a list; what is not given does not filter."""

    first = LocalDate(required=False, help_text="First local day.")
    last = LocalDate(required=False, help_text="Last local day, included.")


class PlaceFilter(DayFilter):
    """Which days and which places of a list."""

    site = code(tuple(v.SITES.values()), required=False)
    side = code(v.SIDES, required=False)


class Version(serializers.Serializer[Any]):
    """One version of a fact: who made it, when, and what it then said."""

    number = Integer(read_only=True, help_text="The diary's change counter at that change.")
    act = Code(choices=ACTS, read_only=True)
    at = Instant(read_only=True)
    by = Text(read_only=True)
    document = serializers.DictField(read_only=True, help_text="The fact as it then stood.")


class History(serializers.Serializer[Any]):
    """The versions of a fact, newest first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Version(many=True)
