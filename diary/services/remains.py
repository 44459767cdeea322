"""
The proof of an erasure: every table of the database, and on SQLite its files, searched for what should be gone.

What to search for is read before erasing (`traces`). A text that somebody else's row holds too would prove nothing,
and is left out of the search.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
from allauth.account.models import EmailAddress
from django.db import connection

from diary import documents
from diary.models import Version
from diary.tables import Table, tables
from diary.walks import Step, unseen
from people.models import Diary, ShareLink, User

FREE_TEXTS: Final = ("note", "name", "questions", "suspected_factors")  # fields in which a person's own words stand
VERSIONS_READ: Final = 400
TEXTS_KEPT: Final = 12
SNIPPET: Final = 40  # characters: a longer text may be cut by the end of a page
FINDABLE: Final = 8  # characters: a shorter text is found within others by chance
CHUNK: Final = 1 << 20
_POSITION: Final = {"sqlite": "instr", "postgresql": "strpos"}
Condition = tuple[str, list[Any]]  # SQL, and the values in it


@dataclass(frozen=True)
class Traces:
    """What leads to a person: numbers, the diary's reference, texts. Kept in memory only, and never printed."""

    diary_pk: int | None
    user_pk: int
    reference: UUID | None
    texts: tuple[str, ...] = field(repr=False)
    shared: int = 0  # texts that were left out


@dataclass(frozen=True, slots=True)
class Searched:
    """One table: rows that lead to the person or hold a text of theirs, and lines of others that keep the number."""

    table: str
    left: int
    named: int


def traces(*, user: User, show: Step = unseen) -> Traces:
    """Read what the search needs, before anything is erased. Costs a pass over every table."""
    diary = Diary.objects.filter(owner=user).first()
    told = Traces(diary.pk if diary else None, user.pk, diary.reference if diary else None, ())
    texts = list(dict.fromkeys(text for text in (*_texts_of_account(user), *_texts_of_diary(diary)) if text))
    shared = _held_by_others(told, texts, show)
    own = tuple(text for text in texts if text not in shared)
    return Traces(told.diary_pk, told.user_pk, told.reference, own, len(shared))


def remains(
    *,
    diary_pk: int | None,
    user_pk: int,
    reference: UUID | None,
    texts: Iterable[str],
    show: Step = unseen,
) -> list[Searched]:
    """
    Search every table for rows that lead to the diary or the person, by number, reference or text.

    Texts shorter than eight characters are only found where they are a whole value.
    """
    told = Traces(diary_pk, user_pk, reference, tuple(texts))
    searched = []
    for table in tables():
        searched.append(_search(table, told))
        show(1)
    return searched


def in_files(*, reference: UUID | None, texts: Iterable[str]) -> dict[Path, int]:
    """
    Return how often each file of a SQLite database holds one of the texts or the reference; empty for any other.

    Texts shorter than eight characters are passed over.
    """
    wanted = (*_spellings(reference), *(form for text in texts if len(text) >= FINDABLE for form in _forms(text)))
    return {path: _occurrences(path, [form.encode() for form in wanted]) for path in _files()}


def _texts_of_account(user: User) -> Iterator[str]:
    yield from (user.username, user.name, user.email)
    yield from EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    yield from ShareLink.objects.filter(diary__owner=user).values_list("label", flat=True)


def _texts_of_diary(diary: Diary | None) -> Iterator[str]:
    """Return the longest of what the person wrote, from all over the history, each by its beginning and its end."""
    if diary is None:
        return
    step = max(1, diary.change_counter // VERSIONS_READ)
    numbers = range(step, diary.change_counter + 1, step)
    found: set[str] = set()
    for document in Version.objects.of(diary).filter(number__in=numbers).values_list("document", flat=True):
        found.update(text for text in _own_words(document) if len(text) >= FINDABLE)
    for text in sorted(found, key=lambda text: (-len(text), text))[:TEXTS_KEPT]:
        yield text[:SNIPPET]
        yield text[-SNIPPET:]


def _own_words(document: str) -> Iterator[str]:
    try:
        content = documents.content_of(document)
    except msgspec.MsgspecError:  # a damaged row hinders no erasure
        return
    for told in (content.get(name) for name in FREE_TEXTS):
        yield from (text for text in (told if isinstance(told, list) else [told]) if isinstance(text, str))


def _held_by_others(told: Traces, texts: Sequence[str], show: Step) -> set[str]:
    """Return those of `texts` that a row holds which does not lead to the person."""
    shared: set[str] = set()
    for table in tables():
        mine, values = _leads(table, told)
        asked = [_holds(table, [text]) for text in texts]
        counts = _count(table, [(f"({mine}) IS NOT TRUE AND ({sql})", [*values, *of_sql]) for sql, of_sql in asked])
        shared.update(text for text, count in zip(texts, counts, strict=True) if count)
        show(1)
    return shared


def _search(table: Table, told: Traces) -> Searched:
    leads, holds = _leads(table, told), _holds(table, (*told.texts, *_spellings(told.reference)))
    left = f"(({leads[0]}) OR ({holds[0]}))"
    values = [*leads[1], *holds[1]]
    names, numbers = _equal(table.names, told.user_pk)
    counts = _count(table, [(left, values), (f"({names}) AND {left} IS NOT TRUE", [*numbers, *values])])
    return Searched(table.name, *counts)


def _count(table: Table, conditions: Sequence[Condition]) -> list[int]:
    """Return for each condition how many rows of the table fulfil it, in one pass."""
    counts = ", ".join(f"count(*) FILTER (WHERE {sql})" for sql, _ in conditions)
    with connection.cursor() as cursor:
        statement = f"SELECT {counts} FROM {connection.ops.quote_name(table.name)}"  # noqa: S608  (names of tables and columns)
        cursor.execute(statement, [value for _, values in conditions for value in values])
        return list(cursor.fetchone())


def _leads(table: Table, told: Traces) -> Condition:
    to_diary, to_person = _equal(table.diaries, told.diary_pk), _equal(table.persons, told.user_pk)
    return f"{to_diary[0]} OR {to_person[0]}", [*to_diary[1], *to_person[1]]


def _equal(columns: Iterable[str], number: int | None) -> Condition:
    named = [f"{_as_text(column)} = %s" for column in columns] if number is not None else []
    return f"({' OR '.join(named) or 'FALSE'})", [str(number)] * len(named)


def _holds(table: Table, texts: Iterable[str]) -> Condition:
    """Return the condition that a column holds one of `texts`; in groups, since SQLite bounds how deep it may be."""
    asked = [_compared(form, text) for text in texts for form in _forms(text)]
    if not asked or not table.texts:
        return "FALSE", []
    groups = [f"({' OR '.join(sql.format(_as_text(column)) for sql, _ in asked)})" for column in table.texts]
    return " OR ".join(groups), [form for _ in groups for _, form in asked]


def _compared(form: str, text: str) -> tuple[str, str]:
    return ("{} = %s" if len(text) < FINDABLE else f"{_POSITION[connection.vendor]}({{}}, %s) > 0"), form


def _as_text(column: str) -> str:
    return f"CAST({connection.ops.quote_name(column)} AS text)"


def _forms(text: str) -> tuple[str, ...]:
    """Return how `text` stands in a column: as it is, and within JSON, with and without letters outside ASCII."""
    return tuple(dict.fromkeys((text, json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1])))


def _spellings(reference: UUID | None) -> tuple[str, ...]:
    return () if reference is None else (str(reference), reference.hex)


def _files() -> list[Path]:
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's has it
        return []
    database = Path(str(connection.settings_dict["NAME"]))
    beside = (database.with_name(database.name + ending) for ending in ("", "-wal", "-journal"))
    return [path for path in beside if path.exists()]


def _occurrences(path: Path, wanted: Sequence[bytes]) -> int:
    """Count in chunks that overlap by one byte less than the longest of `wanted`, so that each is met once."""
    overlap = max(map(len, wanted), default=1) - 1
    found, tail = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            window = tail + chunk
            found += sum(window.count(form) - tail.count(form) for form in wanted)
            tail = window[len(window) - overlap :] if overlap else b""
    return found
