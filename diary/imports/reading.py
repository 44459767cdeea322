"""
Bytes to a table of texts: the encoding, the delimiter, the cells. Strict: what is not a table is refused, by line.

A line is counted as a text editor counts, a row as a spreadsheet does: a cell with a line break is many lines and
one row. Cells come as they are; only the guarding apostrophe is taken off (see `apostrophe`).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from diary.imports.apostrophe import unguarded
from diary.imports.refusals import BadImport, shown

BYTES_MAX: Final = 10_000_000
ROWS_MAX: Final = 50_000  # below the header, blank ones included
COLUMNS_MAX: Final = 200
CELL_MAX: Final = 10_000  # characters

# By the names that a client may tell. A file from Excel is often in the code page of its country.
ENCODINGS: Final = MappingProxyType(
    {
        "utf-8": "utf-8",
        "utf-16": "utf-16",
        "windows-1252": "cp1252",
        "windows-1250": "cp1250",
        "big5": "cp950",
    }
)
DELIMITERS: Final = ("\t", ";", "|", ",")  # a tie goes to the one that is rarer in texts and numbers
_SAMPLE_RECORDS: Final = 100
_FIELD_CHARACTERS_MAX: Final = 131_072  # the csv module's own limit; it belongs to the process and is not moved here

_OTHER_FILES: Final = (
    (b"PK\x03\x04", "an Excel or LibreOffice workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%PDF", "a PDF"),
)
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([\t;|,])"?\r?\n', re.IGNORECASE)  # Excel's own first line
_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+(")?')


class Row(NamedTuple):
    """One row below the header: its number in a spreadsheet, and its cells; no cells at all if the line is blank."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text. `encoding` is a name of ENCODINGS; it is a guess if no mark and no proof told it."""

    encoding: str
    encoding_is_guessed: bool
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


class Decoded(NamedTuple):
    """The text of a file, and how it was decoded."""

    text: str
    encoding: str
    is_guessed: bool


def read(data: bytes, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """
    Return the table in `data`; `encoding` (a name of ENCODINGS) and `delimiter` overrule what would be found.

    Raises BadImport: too_large, empty_file, not_a_table, not_text, bad_encoding, unknown_encoding, unclosed_quote,
    text_after_quote, cr_line_ends, ragged_row, repeated_column, too_many_columns, too_many_rows, cell_too_long.
    """
    if len(data) > BYTES_MAX:
        raise BadImport("too_large", f"The file is larger than {BYTES_MAX // 1_000_000} MB.")
    decoded = decode(data, encoding)
    separator_line = _SEPARATOR_LINE.match(decoded.text)
    lines_before = 1 if separator_line else 0
    body = decoded.text[separator_line.end() :] if separator_line else decoded.text
    found = delimiter or (separator_line[1] if separator_line else find_delimiter(body))
    header, rows = _parse(body, found, lines_before)
    return Table(decoded.encoding, decoded.is_guessed, found, header, rows)


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """
    Return the text of `data`: by its byte order mark, else as `encoding` tells, else UTF-8, else Windows-1252.

    Only the last is a guess. Raises BadImport: empty_file, not_a_table, not_text, bad_encoding, unknown_encoding.
    """
    for signature, name in _OTHER_FILES:
        if data.startswith(signature):
            raise BadImport("not_a_table", f"This is {name}, not a CSV file. Save the table as CSV first.")
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    told = marked or encoding
    decoded = Decoded(_text(data, told), told, False) if told else _unmarked(data)
    if "\0" in decoded.text:
        raise BadImport(
            "not_text",
            "The file holds a NUL character, so it is no text, or text in an encoding that is not read here.",
            line=decoded.text.count("\n", 0, decoded.text.index("\0")) + 1,
        )
    if not decoded.text.strip():
        raise BadImport("empty_file", "The file is empty.")
    return decoded


def _unmarked(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", False)
    except UnicodeDecodeError:
        return Decoded(_text(data, "windows-1252", "unknown_encoding"), "windows-1252", True)


def _text(data: bytes, encoding: str, code: str = "bad_encoding") -> str:
    codec, data = ENCODINGS[encoding], data.removeprefix(codecs.BOM_UTF8)
    if codec == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16-le"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(codec, errors="ignore").count("\n") + 1
        raise BadImport(
            code, f"Line {line} is not text in {encoding}. Save the file as UTF-8, or tell its encoding.", line=line
        ) from None


def find_delimiter(text: str) -> str:
    """
    Return the delimiter under which the first hundred records agree best with the header; the same for the same text.

    One that splits the header and most of the rows is preferred; then the share of rows with as many cells as the
    header, then the number of columns, then the order of DELIMITERS. A text without any has one column.
    """
    return max(DELIMITERS, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text: str, delimiter: str) -> tuple[bool, float, int]:
    widths = list(_widths(text, delimiter))
    columns = widths[0] if widths else 1
    rows = widths[1:]
    split = sum(width > 1 for width in rows)
    agreeing = sum(width == columns for width in rows)
    return columns > 1 and 2 * split >= len(rows), agreeing / len(rows) if rows else 1.0, columns


def _widths(text: str, delimiter: str) -> Iterator[int]:
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    try:
        yield from islice((len(record) for record in reader if record), _SAMPLE_RECORDS)
    except csv.Error:
        return  # what is wrong is told when the file is parsed


def _parse(text: str, delimiter: str, lines_before: int) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    has_apostrophe = "'" in text
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, (line, record) in enumerate(_records(text, delimiter, lines_before), start=1):
        if not header:
            header = _header(record, line) if any(name.strip() for name in record) else ()
            continue
        if len(rows) == ROWS_MAX:
            raise BadImport("too_many_rows", f"The file has more than {ROWS_MAX} rows.", line=line)
        if record:
            _refuse_odd(record, header, line)
        if has_apostrophe:
            record = [unguarded(cell) for cell in record]  # noqa: PLW2901  (the record as it was meant)
        rows.append(Row(number, tuple(record)))
    if not header:
        raise BadImport("empty_file", "The file has no row with the names of its columns.")
    return header, tuple(rows)


def _records(text: str, delimiter: str, lines_before: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    while True:
        begins_after = reader.line_num
        try:
            record = next(reader, None)
        except csv.Error:
            raise _fault(text, delimiter, begins_after, lines_before) from None
        if record is None:
            return
        yield lines_before + begins_after + 1, record


def _header(record: list[str], line: int) -> tuple[str, ...]:
    if len(record) > COLUMNS_MAX:
        raise _too_wide(line)
    names = tuple(name.strip() or f"Column {letters(place)}" for place, name in enumerate(record))
    for name, times in Counter(names).items():
        if times > 1:
            raise BadImport(
                "repeated_column", f"Line {line}: {times} columns are called {shown(name)}.", line=line, column=name
            )
    _refuse_long(record, names, line)
    return names


def _refuse_odd(record: list[str], header: tuple[str, ...], line: int) -> None:
    if len(record) == len(header):
        _refuse_long(record, header, line)
        return
    missing = shown(header[len(record)]) if len(record) < len(header) else ""
    last = f"the first that is missing is {missing}" if missing else f"the last with a name is {shown(header[-1])}"
    raise BadImport(
        "ragged_row",
        f"Line {line} has {len(record)} cells where the header has {len(header)}; {last}.",
        line=line,
        column=header[min(len(record), len(header) - 1)],
    )


def _refuse_long(record: list[str], names: tuple[str, ...], line: int) -> None:
    if max(map(len, record)) > CELL_MAX:
        place = next(place for place, cell in enumerate(record) if len(cell) > CELL_MAX)
        raise _too_long(names[place], line)


def _too_long(name: str, line: int) -> BadImport:
    detail = f"Line {line}: the cell in {shown(name)} has more than {CELL_MAX} characters."
    return BadImport("cell_too_long", detail, line=line, column=name)


def _fault(text: str, delimiter: str, lines_passed: int, lines_before: int) -> BadImport:
    """Return what is wrong with the record after `lines_passed` lines; the csv module's own words name no place."""
    position = _after_lines(text, lines_passed)
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*+")
    line, column = lines_before + lines_passed + 1, 1
    while True:
        quoted = _QUOTED.match(text, position)
        field = quoted or plain.match(text, position)
        assert field is not None  # a plain field may be empty
        if quoted and not quoted[1]:
            return _misquoted("unclosed_quote", "does not close", line, column)
        if len(field[0]) > _FIELD_CHARACTERS_MAX:
            return _too_long(f"column {column}", line)
        opened, line, position = line, line + field[0].count("\n"), field.end()
        if text[position : position + 1] != delimiter:
            break
        position, column = position + 1, column + 1
        if column > COLUMNS_MAX:
            return _too_wide(line)
    if quoted and text[position : position + 1] not in ("\r", "\n", ""):
        return _misquoted("text_after_quote", "closes in the middle of the cell, or belongs to another", opened, column)
    detail = f"Line {line} ends in a lone carriage return. Save the file with the line ends of Windows or Unix."
    return BadImport("cr_line_ends", detail, line=line)


def _too_wide(line: int) -> BadImport:
    return BadImport("too_many_columns", f"Line {line} has more than {COLUMNS_MAX} columns.", line=line)


def _misquoted(code: str, what: str, line: int, column: int) -> BadImport:
    detail = f"Line {line}: the quotation mark that opens the cell in column {column} {what}."
    return BadImport(code, detail, line=line, column=f"column {column}")


def _after_lines(text: str, lines: int) -> int:
    position = 0
    for _ in range(lines):
        position = text.index("\n", position) + 1
    return position


def letters(place: int) -> str:
    """Return the letters that a spreadsheet gives the column at `place`, counted from 0: A, ..., Z, AA, AB."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name
