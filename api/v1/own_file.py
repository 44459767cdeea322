"""
Reading the diary's own file, up to 200 MB of JSON, in constant memory and in one pass.

The file is parsed while it comes in. What it says of each fact waits in a temporary file, one line each, so that it
can be gone through twice, and so that nobody waits for the database while a phone is still sending. Nothing of it is
believed before all of it was read: the file has to say that it is complete.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, NoReturn, Protocol, Self

import ijson  # type: ignore[import-untyped]  # ships no types
import msgspec
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import UnreadablePostError
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError

from api import shapes
from api.errors import EmptyBody, NoRoom, TooLarge, placed, problem_of
from api.fields import day, identifier
from api.v1.resources import RESOURCES, Resource
from diary.exports import snapshot
from diary.exports.own import FORMAT, FORMAT_VERSION
from diary.services.history import Key
from diary.services.imports import Problem, Row
from people.models import Diary

BYTES_MAX: Final = 200_000_000
DEPTH_MAX: Final = 20
ENTRY_BYTES_MAX: Final = 200_000  # of one entry in the file; the longest that a diary can hold has 40,000
_PIECE_BYTES: Final = 1 << 16
_LISTS: Final = {name: RESOURCES[kind.name] for name, kind in snapshot.RESOURCES.items()}
_HISTORY: Final = "history"  # of the diary that the file comes from; it is passed over
_HEAD: Final = frozenset(
    {"format", "format_version", "vocabulary_version", "exported_at", "diary", "epoch", "change_counter", "complete"}
)
_STEPS: Final = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
# yajl, below ijson, would quietly read half a surrogate pair as "?".
_LONE_SURROGATE: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])")
_ESCAPE_BYTES: Final = len(r"\ud83d\ude00")
Event = tuple[str, Any]


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`; none at the end."""


class OwnFile:
    """
    The facts of an own file, to be gone through as often as needed. Close it: the temporary file goes with it.

    Raises TooLarge, EmptyBody, NoRoom, ValidationError when it is made. A fact of the wrong form is told by its row.
    """

    def __init__(self, source: Source, *, diary: Diary, folder: Path) -> None:
        self._diary = diary
        self._waiting = _opened(folder)
        try:
            _spool(_Body(source), self._waiting)
        except BaseException as error:
            self.close()
            if isinstance(error, OSError) and not isinstance(error, UnreadablePostError):
                raise NoRoom from error
            raise

    def __iter__(self) -> Iterator[Row]:
        self._waiting.seek(0)
        for line in self._waiting:
            name, number, document = line.split(b" ", 2)
            yield _row(_LISTS[name.decode()], f"/{name.decode()}/{number.decode()}", document, self._diary)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the temporary file go."""
        self._waiting.close()


def _opened(folder: Path) -> IO[bytes]:
    """Return a temporary file for its owner only, which has no name."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=folder)
    except OSError as error:
        raise NoRoom from error


class _Body:
    """The bytes as they come in, with an eye on how many there are, and how many since the last entry."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._tail = b""
        self.total = 0
        self.unclaimed = 0
        self.is_at_end = False

    def read(self, size: int = _PIECE_BYTES) -> bytes:
        piece = self._source.read(min(size, _PIECE_BYTES))
        self.is_at_end = not piece
        self.total += len(piece)
        self.unclaimed += len(piece)
        if self.total > BYTES_MAX:
            raise TooLarge(f"The file is larger than {BYTES_MAX:,} bytes.")
        if self.unclaimed > ENTRY_BYTES_MAX + _PIECE_BYTES:
            _refuse("", "too_long", f"Something in the file is longer than {ENTRY_BYTES_MAX:,} bytes, {self.near}.")
        self._look_for_surrogates(piece)
        return piece

    @property
    def near(self) -> str:
        """Where the reading is."""
        return f"before byte {self.total:,}"

    def _look_for_surrogates(self, piece: bytes) -> None:
        window = self._tail + piece
        found = _LONE_SURROGATE.search(window) if rb"\u" in window else None
        if found and (found.end() + _ESCAPE_BYTES <= len(window) or not piece):
            _refuse("", "bad_text", f"The file holds half a character, {self.near}.")
        start = max(0, len(window) - 2 * _ESCAPE_BYTES)
        while start and window[start - 1 : start] == b"\\":
            start -= 1
        self._tail = window[start:]


def _spool(body: _Body, waiting: IO[bytes]) -> None:
    """Parse the file; write what it says of each fact into `waiting`. Raises what OwnFile raises."""
    try:
        head = _read(ijson.basic_parse(body, use_float=True, buf_size=_PIECE_BYTES), body, waiting)
    except ijson.JSONError:
        _refuse_unreadable(body)
    except UnicodeDecodeError:
        _refuse("", "bad_text", f"The file holds half a character, {body.near}.")
    if head.get("format") != FORMAT:
        _refuse("format", "other_format", "This is no export of Twitch Diary.")
    if head.get("complete") is not True:
        _refuse("complete", "not_complete", "The file was cut off: its last line is missing. Export it again.")
    if type(head.get("format_version")) is not int:
        _refuse("format_version", "not_a_number", "Give the version of the format as a whole number.")


def _refuse_unreadable(body: _Body) -> NoReturn:
    if not body.total:
        raise EmptyBody
    is_cut = body.is_at_end
    code = "cut_off" if is_cut else "malformed_json"
    what = "ends too early, or is no valid JSON" if is_cut else "is no valid JSON"
    _refuse("", code, f"The file {what}, {body.near}.")


def _read(events: Iterator[Event], body: _Body, waiting: IO[bytes]) -> dict[str, Any]:
    """Write each fact into `waiting`; return the other members of the file."""
    head: dict[str, Any] = {}
    if next(events)[0] != "start_map":
        _refuse("", "not_an_object", "Send the JSON object that was exported.")
    for event, name in events:
        if event == "end_map":
            break
        body.unclaimed = 0
        if name in _LISTS or name == _HISTORY:
            _read_list(name, events, body, waiting)
        elif name in _HEAD:
            head[name] = _scalar(name, next(events))
            _refuse_newer(head)
        else:
            _refuse(_shown(name), "unknown_field", "An export holds no such thing.")
    for _ in events:  # what follows the object is told by the parser
        pass
    return head


def _read_list(name: str, events: Iterator[Event], body: _Body, waiting: IO[bytes]) -> None:
    if next(events)[0] != "start_array":
        _refuse(name, "not_a_list", "Send a list.")
    number = 0
    while (event := next(events))[0] != "end_array":
        if name == _HISTORY:
            _passed_over(event, events)
        else:
            document = msgspec.json.encode(_built(event, events, f"{name}.{number}"))
            waiting.write(b"%s %d %s\n" % (name.encode(), number, document))
        number += 1
        body.unclaimed = 0


def _scalar(name: str, event: Event) -> Any:
    if event[0] in _STEPS:
        _refuse(name, "invalid", "Send a single value.")
    return event[1]


def _refuse_newer(head: dict[str, Any]) -> None:
    version = head.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        _refuse("format_version", "newer_format", "This was exported by a newer Twitch Diary. Please update this one.")


def _built(first: Event, events: Iterator[Event], at: str) -> Any:
    """Return the value that begins with the event `first`."""
    builder = ijson.ObjectBuilder()
    builder.event(*first)
    depth = _STEPS.get(first[0], 0)
    while depth:
        event, value = next(events)
        depth += _STEPS.get(event, 0)
        if depth > DEPTH_MAX:
            raise ValidationError(placed(at, ErrorDetail("This nests too deep.", "too_deep")))
        builder.event(event, value)
    return builder.value


def _passed_over(first: Event, events: Iterator[Event]) -> None:
    depth = _STEPS.get(first[0], 0)
    while depth:
        depth += _STEPS.get(next(events)[0], 0)


class _Keyed(msgspec.Struct):
    id: Any = None
    date: Any = None


_KEYED: Final = msgspec.json.Decoder(_Keyed)


def _row(resource: Resource, place: str, document: bytes, diary: Diary) -> Row:
    """Return what a document says, or why it cannot be read. Its fields have the shape that the API describes."""
    try:
        fields = shapes.decode(resource.shape, document)
        key = _key(resource, _KEYED.decode(document), diary)
    except APIException as error:
        return Row(resource.kind, None, {}, place, tuple(_problems(error, place)))
    return Row(resource.kind, key, fields, place)


def _key(resource: Resource, told: _Keyed, diary: Diary) -> Key:
    kind = resource.kind
    if kind.single:
        return diary.pk
    try:
        return day(told.date) if kind.key == "date" else identifier(told.id)
    except DjangoValidationError as error:
        raise ValidationError({kind.key: [ErrorDetail(str(error.message), error.code)]}) from None


def _problems(error: APIException, place: str) -> Iterator[Problem]:
    problem = problem_of(error)
    if not problem["errors"]:
        yield Problem(place, problem["code"], problem["detail"])
    for one in problem["errors"]:
        yield Problem(place + one["pointer"], one["code"], one["detail"])


def _shown(name: str) -> str:
    return name[:60]


def _refuse(at: str, code: str, detail: str) -> NoReturn:
    errors = [ErrorDetail(detail, code)]
    raise ValidationError({at: errors} if at else errors)
