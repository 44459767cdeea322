"""How dates, places, lengths and shares are written."""

from __future__ import annotations

from typing import Final

from diary.vocabulary import EVENT_KINDS
from reports.analysis.days import Period
from reports.records import Event
from reports.spoken import ENGLISH, day

LANGUAGE: Final = ENGLISH  # of the sentences, and so of the PDF; labels may be asked for in another
NAME_MAX: Final = 60
LABEL_MAX: Final = 24


def period(value: Period) -> str:
    """Return both days of a period."""
    return f"{day(value.first)} to {day(value.last)}"


def event(value: Event, language: str = LANGUAGE) -> str:
    """Return what a treatment or change is called, short enough for a label."""
    kinds = {term.code: term.label(language) for term in EVENT_KINDS}
    name = value.name.strip() or kinds.get(value.kind, value.kind)
    verb = {"start": "start ", "stop": "stop "}.get(value.action, "")
    return shortened(verb + name, LABEL_MAX)


def breakable(text: str) -> str:
    """
    Return `text` with spaces within what no line could hold: words of more than 30 letters, in pieces of 20.

    Examples
    --------
    >>> breakable("short " + "a" * 41).split()[1:]
    ['aaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaa', 'a']
    """
    return " ".join(piece for word in text.split() for piece in _pieces(word))


def _pieces(word: str) -> list[str]:
    return [word] if len(word) <= 30 else [word[at : at + 20] for at in range(0, len(word), 20)]


def shortened(text: str, limit: int) -> str:
    """Return `text` on one line, cut with an ellipsis after `limit` characters."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def seconds(value: float) -> str:
    """
    Return a length in the unit a person would say.

    Examples
    --------
    >>> seconds(2.5), seconds(90), seconds(600), seconds(9000)
    ('2.5 s', '90 s', '10 min', '2.5 h')
    """
    for size, unit in ((3600, "h"), (60, "min")):
        if value >= 2 * size:
            return f"{_short(value / size)} {unit}"
    return f"{_short(value)} s"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:.0f}"


def percent(share: float) -> str:
    """Return a share as a whole percentage."""
    return f"{100 * share:.0f}%"


def many(count: int, one: str, more: str) -> str:
    """Return a number with its noun."""
    return f"{count} {one if count == 1 else more}"


def figure(value: float) -> str:
    """Return a rate with as many digits as it can bear."""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
