"""What is exported and imported, and what an import answers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import Boolean, Code, Identifier, Instant, Integer, LocalDate, Text
from api.v1.serializers import facts
from api.v1.serializers.sync import KINDS
from diary.imports.options import CHOICES


class FileVersion(serializers.Serializer[Any]):
    """One version of a fact in an export."""

    number = Integer(help_text="The diary's change counter at that change.")
    kind = Code(choices=KINDS)
    id = Text()
    act = Code(choices=facts.ACTS)
    at = Instant()
    by = Text()
    document = serializers.DictField()


def _one_at_most(fact: type[facts.Fact], **kwargs: Any) -> Any:
    return fact(many=True, max_length=1, **kwargs)  # type: ignore[call-arg]  # the stubs leave it out


class SentEpisode(facts.NewEpisode):
    """An episode of an own file."""

    id = Identifier()


class SentDay(facts.Day):
    """A day of an own file."""

    date = LocalDate()


class SentCheck(facts.NewCheck):
    """A check of an own file."""

    id = Identifier()


class SentEvent(facts.NewEvent):
    """An event of an own file."""

    id = Identifier()


class Complete(Boolean):
    """What closes a file that was not cut off."""

    keywords = {"const": True}


class Anything(serializers.JSONField):
    """A single value, whatever it is."""

    keywords = {"type": ["string", "number", "boolean", "null"]}


class SentFile(serializers.Serializer[Any]):
    """
    An export that is sent back; of this diary or another.

    What it says of its diary, and its history, is passed over. `complete` comes last: without it the file was cut off.
    """

    format = Code(choices=["twitch-diary"])
    format_version = Integer()
    vocabulary_version = Anything(required=False)
    exported_at = Anything(required=False)
    diary = Anything(required=False)
    epoch = Anything(required=False)
    change_counter = Anything(required=False)
    episodes = SentEpisode(many=True, required=False)
    days = SentDay(many=True, required=False)
    checks = SentCheck(many=True, required=False)
    events = SentEvent(many=True, required=False)
    baseline = _one_at_most(facts.Baseline, required=False)
    settings = _one_at_most(facts.Settings, required=False)
    questions = _one_at_most(facts.Questions, required=False)
    history = serializers.ListField(required=False)
    complete = Complete()


class OwnFile(serializers.Serializer[Any]):
    """Everything a diary holds. `complete` comes last: without it the file was cut off."""

    sent = SentFile  # what a request may say in its place

    format = Code(choices=["twitch-diary"])
    format_version = Integer()
    vocabulary_version = Integer()
    exported_at = Instant()
    diary = Identifier()
    epoch = Integer()
    change_counter = Integer()
    episodes = facts.Episode(many=True)
    days = facts.Day(many=True)
    checks = facts.Check(many=True)
    events = facts.Event(many=True)
    baseline = _one_at_most(facts.Baseline)
    settings = _one_at_most(facts.Settings)
    questions = _one_at_most(facts.Questions)
    history = FileVersion(many=True, help_text="Oldest first. An import passes it over.")
    complete = Boolean()


class CsvUpload(serializers.Serializer[Any]):
    """A CSV file as a form sends it."""

    file = serializers.FileField()
    options = Text(required=False, help_text="A JSON object; the same names as the parameters.")
    mapping = Text(required=False, help_text="A JSON object: {column: {target, unit, values}}.")


class ImportQuery(serializers.Serializer[Any]):
    """How a file is to be read, and whether only to look."""

    source = Code(  # type: ignore[assignment]  # the contract's word, not DRF's
        choices=["own", "csv"],
        required=False,
        help_text="An export of this diary or another, or a table; told by the type of the body if not given.",
    )
    dry_run = Code(choices=["0", "1"], required=False, default="0", help_text="1 stores nothing, and tells.")


def _choice(name: str, help_text: str) -> Text:
    return Text(required=False, help_text=help_text, keywords={"enum": list(CHOICES[name])})


class CsvOptions(ImportQuery):
    """What a client says of a CSV file. What is needed and not said is asked: 409, or `needs` of a dry run."""

    resource = _choice("resource", "What a row is.")
    time_zone = Text(required=False, help_text=facts.ZONE_HELP, keywords=facts.ZONE)
    date_order = _choice("date_order", "The order of day, month and year.")
    serial_dates = _choice("serial_dates", "From which year a spreadsheet's day numbers count.")
    decimal = _choice("decimal", "The sign before decimals.")
    default_side = _choice("default_side", "The side of sites for which none is said.")
    encoding = _choice("encoding", "Of the file, where its beginning does not tell.")
    delimiter = _choice("delimiter", "Between the cells.")
    rows_from = Text(
        required=False,
        help_text="From which row of the plan a dry run tells, from 0; 1,000 at a time.",
        keywords={"pattern": "^[0-9]{1,9}$"},
    )


class RowThere(serializers.Serializer[Any]):
    """A row about something that says something else, or was deleted, and stays so."""

    pointer = Text(help_text="/episodes/12 of an own file; /rows/57 of a table, as a spreadsheet counts.")
    kind = Code(choices=KINDS)
    id = Text()


class RowsThere(serializers.Serializer[Any]):
    """How many such rows there are, and the first hundred."""

    total = Integer()
    rows = RowThere(many=True)


class Taken(serializers.Serializer[Any]):
    """What came of a file, or would come of it, in entries."""

    kept = Integer(help_text="New.")
    already_there = Integer(help_text="Said what the diary says.")
    dropped = Integer(help_text="Left out: what exists, and rows of a table that hold no entry.")
    exists = RowsThere()
    plan = serializers.DictField(required=False, help_text="Of a table, in a dry run: what becomes of each row.")


class Import(serializers.Serializer[Any]):
    """A file that was taken over."""

    id = Identifier()
    source = Code(choices=["own", "csv"])  # type: ignore[assignment]  # the contract's word, not DRF's
    kept = Integer()
    already_there = Integer()
    dropped = Integer()
    at = Instant()
    undone_at = Instant(allow_null=True)


class ImportTaken(Import):
    """A file that has just been taken over."""

    exists = RowsThere()


class Imports(serializers.Serializer[Any]):
    """The last hundred imports, newest first."""

    results = Import(many=True)


class ImportUndone(serializers.Serializer[Any]):
    """What came of undoing an import."""

    id = Identifier()
    undone = Integer(help_text="Entries that are withdrawn.")
    edited_since = Integer(help_text="Entries that were edited or deleted since, and stay as they are.")
    undone_at = Instant()
