"""What a box of the page is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a header; `marked` holds the numbers of the rows whose change is clear."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """
    One of the ten boxes in words.

    `sentences` say all of it. `note` is what the page prints beside the figure or table; `alts` are the sentences of
    its figures by name, of which there may be none. `waiting`: the box has too little data.
    """

    number: int
    title: str
    sentences: tuple[str, ...]
    note: tuple[str, ...] = ()
    alts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """A figure in words: what it is called, the sentence that says the same, and its rows."""

    name: str
    title: str
    sentence: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a further page: a title, and a table or paragraphs under it, each after its term if there are any."""

    title: str
    paragraphs: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    new_page: bool = False
    table: Table | None = None
