"""How names, lengths and shares are written, in any language."""

from __future__ import annotations

from typing import Final

from reports.spoken import ENGLISH

LANGUAGE: Final = ENGLISH  # where nobody asked for another
NAME_MAX: Final = 60
LABEL_MAX: Final = 24
NO_VALUE: Final = "–"
WORD_MAX: Final = 30
PIECE: Final = 20
BREAK: Final = "\0"  # in no text: the databases refuse it


def pieces(text: str) -> list[str]:
    """
    Return `text` in pieces between which a line may break: words of more than 30 letters every 20, the others whole.

    Examples
    --------
    >>> pieces("short " + "a" * 41)
    ['short aaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaa', 'a']
    """
    cut = (
        BREAK.join(word[at : at + PIECE] for at in range(0, len(word), PIECE)) if len(word) > WORD_MAX else word
        for word in text.split()
    )
    return " ".join(cut).split(BREAK)


def shortened(text: str, limit: int) -> str:
    """Return `text` on one line, cut with an ellipsis after `limit` characters."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def measured(value_s: float) -> tuple[str, str]:
    """
    Return a length as an amount and the unit a person would say: h, min or s.

    Examples
    --------
    >>> measured(2.5), measured(90), measured(600), measured(9000)
    (('2.5', 's'), ('90', 's'), ('10', 'min'), ('2.5', 'h'))
    """
    for size, unit in ((3600, "h"), (60, "min")):
        if value_s >= 2 * size:
            return _short(value_s / size), unit
    return _short(value_s), "s"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:.0f}"


def percent(share: float) -> str:
    """Return a share as a whole percentage."""
    return f"{100 * share:.0f}%"


def figure(value: float) -> str:
    """Return a rate with as many digits as it can bear."""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
