"""How sentences are said in a language: templates with named values, and how days, lengths and shares are written."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from diary.vocabulary import EVENT_KINDS
from reports import spoken
from reports.analysis.days import Period
from reports.records import Event, Place
from reports.spoken import CHINESE, ENGLISH
from reports.wording.formats import LABEL_MAX, measured, shortened
from reports.wording.words_en import WORDS as WORDS_EN
from reports.wording.words_zh_hant import WORDS as WORDS_ZH_HANT

LANGUAGES: Final[Mapping[str, Mapping[str, str]]] = {ENGLISH: WORDS_EN, CHINESE: WORDS_ZH_HANT}


class _Sentences(string.Formatter):
    """Knows one format more: {days:# day|# days} is "1 day" or "3 days"."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        """Choose between one and more, and put the number in."""
        if "|" not in format_spec:
            return super().format_field(value, format_spec)
        one, more = format_spec.split("|")
        return (one if str(value).lstrip("+−") == "1" else more).replace("#", str(value))


_SENTENCES: Final = _Sentences()


@dataclass(frozen=True, slots=True)
class Say:
    """Says the templates of one language: `Say("en")("unknown_days", days=3)`. Values are data, never templates."""

    language: str

    def __call__(self, key: str, **values: Any) -> str:
        """Return the sentence called `key`; KeyError where there is none, or a value is missing."""
        return _SENTENCES.vformat(LANGUAGES[self.language][key], (), values)

    def has(self, key: str) -> bool:
        """Return whether there is a sentence of this name."""
        return key in LANGUAGES[self.language]

    def day(self, value: date) -> str:
        """Return a date."""
        return spoken.day(value, self.language)

    def period(self, value: Period) -> str:
        """Return both days of a period."""
        return self("period", first=self.day(value.first), last=self.day(value.last))

    def place(self, value: Place) -> str:
        """Return an area with the person's own side."""
        return spoken.place(value, self.language)

    def event(self, value: Event, *, longest: int = LABEL_MAX) -> str:
        """Return what a treatment or change is called, short enough for a label unless said otherwise."""
        kinds = {term.code: term.label(self.language) for term in EVENT_KINDS}
        name = value.name.strip() or kinds.get(value.kind, value.kind)
        known = f"event_{value.action}"
        return shortened(self(known, name=name) if self.has(known) else name, longest)

    def standing(self, value: Event) -> str:
        """Return what somebody had, or was given, with its side: "facial palsy, right"."""
        kinds = {term.code: term.label(self.language) for term in EVENT_KINDS}
        kind = kinds.get(value.kind, value.kind)
        name = value.name.strip() if value.kind != "palsy" else ""
        side = self(f"side_{value.side}") if value.side in ("right", "left") else ""
        return shortened(self("comma").join(filter(None, (name or kind, side))), LABEL_MAX)

    def seconds(self, value: float) -> str:
        """Return a length in the unit a person would say."""
        amount, unit = measured(value)
        return self(f"unit_{unit}", amount=amount)

    def joined(self, sentences: Sequence[str]) -> str:
        """Return sentences one after the other, without those that are empty."""
        return self("joint").join(sentence for sentence in sentences if sentence)

    def named(self, parts: Sequence[str], most: int) -> str:
        """Return the first of some names, and how many more there are."""
        told = self("semicolon").join(parts[:most])
        return told + (self("and_more", count=len(parts) - most) if len(parts) > most else "")


@cache
def say_in(language: str) -> Say:
    """Return what says things in that language. Raises KeyError for one that the house does not speak."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return Say(language)
