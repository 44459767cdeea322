"""
A diary as a FHIR R4 document: a Bundle with its Composition first. Pure.

The Composition names every entry before the entries come, and all of them together may be too many to hold. So the
facts are walked twice: once for the names, once for the resources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

import msgspec

from reports.fhir import checks, days, episodes, events, person
from reports.fhir.codes import LISTS, concept, item
from reports.fhir.frame import Entry, Fact, Frame, Read
from reports.fhir.values import Resource, narrative, text, told

BLOCK_BYTES: Final = 65_536
TITLES: Final[Mapping[str, str]] = {"en": "Twitch Diary", "zh-Hant": "抽動日記"}
DAY_OF: Final[Mapping[str, str]] = {"episode": "day", "day": "date", "check": "day", "event": "on"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The Twitch Profile as it was printed for these days."""

    pdf: bytes
    first: date
    last: date
    language: str


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the Composition; `entries` walks over its resources as often as it is called."""

    code: str
    entries: Callable[[], Iterator[Entry]]
    remark: str | None = None


def bundle(frame: Frame, read: Read, *, flags: Mapping[str, Any], page: Page) -> Iterator[bytes]:
    """
    Yield the document in blocks, in constant memory.

    `read` walks over the facts of a kind, the same each time; `flags` is what `reports.prepare.flags` says.
    """
    return _in_blocks(_pieces(frame, read, flags, page))


def _pieces(frame: Frame, read: Read, flags: Mapping[str, Any], page: Page) -> Iterator[bytes]:
    sections = _sections(frame, read, flags, page)
    patient = person.patient(frame, next(read("baseline"), None))
    yield _encoded(_head(frame))[:-1] + b',"entry":[\n'
    yield from _composition(frame, sections)
    yield b",\n" + _entry(patient)
    for section in sections:
        for entry in section.entries():
            yield b",\n" + _entry(entry)
    yield b"\n]}\n"


def _head(frame: Frame) -> Resource:
    asked = f"document:{frame.first}:{frame.last}:{frame.language}:{frame.now.isoformat()}"
    return {
        "resourceType": "Bundle",
        "language": frame.language,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": frame.url(asked)},
        "type": "document",
        "timestamp": frame.now.isoformat(),
    }


def _composition(frame: Frame, sections: Iterable[_Section]) -> Iterator[bytes]:
    resource = told(
        resourceType="Composition",
        id=frame.uuid("composition"),
        language=frame.language,
        status="final",
        type=item("symptom_diary", frame.language),
        subject=frame.patient,
        date=frame.now.isoformat(),
        author=[frame.patient],
        title=TITLES[frame.language],
        event=_period(frame),
    )
    yield _encoded({"fullUrl": frame.url("composition"), "resource": resource})[:-2] + b',"section":['
    for number, section in enumerate(sections):
        yield from _section(frame, section, before=b",\n" if number else b"\n")  # the first is never empty
    yield b"]}}"


def _period(frame: Frame) -> list[Resource]:
    said = told(start=frame.first and frame.first.isoformat(), end=frame.last and frame.last.isoformat())
    return [{"period": said}] if said else []


def _section(frame: Frame, section: _Section, *, before: bytes) -> Iterator[bytes]:
    """Yield a section with the names of its entries; nothing of one that has neither entries nor a remark."""
    head = (
        before
        + _encoded(
            told(
                title=LISTS["section"][section.code].label(frame.language),
                code=concept("section", section.code, frame.language),
                text=narrative([section.remark]) if text(section.remark) else None,
            )
        )[:-1]
    )
    begun = False
    for entry in section.entries():
        yield (b"," if begun else head + b',"entry":[') + _encoded({"reference": entry.url})
        begun = True
    if begun:
        yield b"]}"
    elif section.remark:
        yield head + b"}"


def _sections(frame: Frame, read: Read, flags: Mapping[str, Any], page: Page) -> tuple[_Section, ...]:
    kinds = _kinds(frame, read)
    urls = _urls(kinds, flags["results"])
    profile = person.profile(frame, page.pdf, first=page.first, last=page.last, language=page.language)
    found = partial(person.flag_entries, frame, flags["results"], urls)
    return (
        _Section("profile", lambda: iter((profile,))),
        _Section("flags", found, flags["remark"]),
        *(_Section(kind, entries) for kind, entries in kinds.items()),
    )


def _kinds(frame: Frame, read: Read) -> dict[str, Callable[[], Iterator[Entry]]]:
    """Return what walks over the resources of each kind of fact."""
    within = partial(_within, frame, read)
    later = events.overtaken(read("event"), today=frame.today.isoformat())
    counts = days.episodes_by_day(within("episode"))

    def walk(kind: str, build: Callable[[Fact], Iterator[Entry]]) -> Callable[[], Iterator[Entry]]:
        return lambda: (entry for fact in within(kind) for entry in build(fact))

    return {
        "episode": walk("episode", partial(episodes.entries, frame)),
        "day": walk("day", lambda day: days.entries(frame, day, counts)),
        "check": walk("check", partial(checks.entries, frame)),
        "event": walk("event", lambda event: events.entries(frame, event, later)),
        "baseline": walk("baseline", partial(person.baseline_entries, frame)),
        "questions": walk("questions", partial(person.question_entries, frame)),
    }


def _within(frame: Frame, read: Read, kind: str) -> Iterator[Fact]:
    """Yield the facts of the document's days; what has no day belongs to every document."""
    day = DAY_OF.get(kind)
    return (fact for fact in read(kind) if day is None or frame.holds(fact[day]))


def _urls(kinds: Mapping[str, Callable[[], Iterator[Entry]]], flags: Iterable[Fact]) -> dict[str, list[str]]:
    """Return the addresses of what the flags rest on, by fact; of what the document does not hold there are none."""
    wanted = {f"{one['kind']}:{one['id']}" for flag in flags for one in flag["evidence"]}
    urls: dict[str, list[str]] = {}
    for kind in DAY_OF if wanted else ():
        for entry in kinds[kind]():
            if entry.fact in wanted:
                urls.setdefault(entry.fact, []).append(entry.url)
    return urls


def _entry(entry: Entry) -> bytes:
    return _encoded({"fullUrl": entry.url, "resource": entry.resource})


def _encoded(part: Resource) -> bytes:
    return msgspec.json.encode(part)


def _in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in fewer, larger pieces: a server sends each on its own."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= BLOCK_BYTES:
            yield bytes(block)
            block.clear()
    yield bytes(block)
