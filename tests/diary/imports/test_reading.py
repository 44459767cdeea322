"""Bytes become a table as they are meant, or a refusal says where they do not."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diary.imports.apostrophe import FORMULA_STARTS, guarded, unguarded
from diary.imports.reading import DELIMITERS, ROWS_MAX, Table, find_delimiter, letters, read
from diary.imports.refusals import BadImport
from tests.diary.imports import files

# Text as a diary may hold it: no NUL, and no lone surrogates.
TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)


def refused(data: bytes, **told: str) -> BadImport:
    with pytest.raises(BadImport) as caught:
        read(data, **told)
    return caught.value


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


class TestEncoding:
    @pytest.mark.parametrize(
        ("data", "encoding", "is_guessed"),
        [
            ("où,b\n1,2\n".encode(), "utf-8", False),
            ("où,b\n1,2\n".encode("utf-8-sig"), "utf-8", False),
            ("où,b\n1,2\n".encode("utf-16"), "utf-16", False),
            (b"\xfe\xff" + "où,b\n1,2\n".encode("utf-16-be"), "utf-16", False),
            ("où,b\n1,2\n".encode("cp1252"), "windows-1252", True),
        ],
    )
    def test_is_found_and_a_guess_is_said_to_be_one(self, data, encoding, is_guessed):
        table = read(data)

        assert (table.encoding, table.encoding_is_guessed) == (encoding, is_guessed)
        assert table.header == ("où", "b")

    @pytest.mark.parametrize(("told", "codec"), [("big5", "big5"), ("windows-1250", "cp1250"), ("utf-16", "utf-16-le")])
    def test_is_what_the_client_tells_where_no_mark_says_otherwise(self, told, codec):
        name = "部位" if told == "big5" else "Čas"
        table = read(f"{name},b\n1,2\n".encode(codec), encoding=told)

        assert table.header[0] == name
        assert not table.encoding_is_guessed
        assert read("où,b\n".encode("utf-8-sig"), encoding="big5").header == ("où", "b")

    @pytest.mark.parametrize(
        ("data", "code", "line"),
        [
            (b"a,b\n1,\x00\n", "not_text", 2),
            ("a,b\n".encode("utf-16-le"), "not_text", 1),  # no mark: every second byte is NUL
            (b"\xef\xbb\xbfa,b\n1,\xff\n", "bad_encoding", 2),
            (b"\xff\xfea\x00\n", "bad_encoding", 1),  # half a character at the end
            (b"a,b\n\n1,\xe9\x81\n", "unknown_encoding", 3),  # neither UTF-8 nor Windows-1252
            (b"", "empty_file", None),
            (b" \r\n\n", "empty_file", None),
            (b"\xef\xbb\xbf", "empty_file", None),
            (b"PK\x03\x04sheet", "not_a_table", None),
            (b"%PDF-1.7", "not_a_table", None),
            (b"x" * 10_000_001, "too_large", None),
        ],
    )
    def test_that_is_none_is_refused(self, data, code, line):
        refusal = refused(data)

        assert (refusal.code, refusal.line) == (code, line)


class TestDelimiter:
    @pytest.mark.parametrize(
        ("text", "delimiter"),
        [
            ("a,b\n1,2\n", ","),
            ("a;b\n1,5;2,5\n", ";"),
            ("a\tb\n1,2\t3;4\n", "\t"),
            ("a|b\n1|2\n", "|"),
            ("Date;Sleep, hours\n1.5.2026;7,5\n", ";"),  # both would fit; the rarer sign is meant
            ("Date, place;Duration;Note\n1.5.2026;3;x\n", ";"),
            ("Left|Right,Date\n1,2026-05-01\n", ","),
            ("date,note\n2026-05-01,one; two; three\n2026-05-02,a; b\n", ","),
            ('date,note\n2026-05-01,"a\nb;c"\n', ","),
            ("date,time,note\n2026-05-01,8:15\n", ","),  # a ragged file is still a table of commas
        ],
    )
    def test_is_the_one_that_the_rows_agree_on(self, text, delimiter):
        assert find_delimiter(text) == delimiter

    def test_is_what_the_first_line_of_excel_or_the_client_says(self):
        assert read(b"sep=;\r\na,b;c\r\n1,2;3\r\n").header == ("a,b", "c")
        assert read(b"a,b;c\n1,2;3\n", delimiter=",").header == ("a", "b;c")

    @given(
        st.sampled_from(DELIMITERS),
        st.lists(
            st.lists(st.from_regex(r"[a-z0-9 ]{1,8}", fullmatch=True), min_size=3, max_size=3), min_size=1, max_size=20
        ),
    )
    def test_of_plain_cells_is_always_found(self, delimiter, rows):
        text = "\n".join(delimiter.join(row) for row in [["date", "site", "note"], *rows])

        assert find_delimiter(text) == delimiter


class TestCells:
    def test_come_as_the_file_has_them(self):
        table = read(b'a,b\n" 1 ","x ""y"", z"\n\n"two\r\nlines",\n')

        assert table.header == ("a", "b")
        assert [(row.number, row.cells) for row in table.rows] == [
            (2, (" 1 ", 'x "y", z')),
            (3, ()),
            (4, ("two\r\nlines", "")),
        ]

    def test_names_are_trimmed_and_a_column_without_one_is_called_by_its_letter(self):
        assert read(b" Date ,, note\n1,2,3\n").header == ("Date", "Column B", "note")
        assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]

    def test_rows_are_counted_as_a_spreadsheet_counts_them(self):
        table = read(b'\n\na\n1\n"2\n3"\n4\n')

        assert [row.number for row in table.rows] == [4, 5, 6]

    @given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=8), st.sampled_from(DELIMITERS))
    @example([["\r", "'=1"], ['"', "''"], ["", ""]], ",")
    def test_what_the_csv_module_wrote_comes_back(self, rows, delimiter):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(
            [["one", "two"], *([guarded(cell) for cell in row] for row in rows)]
        )

        assert cells(read(text.getvalue().encode("utf-8-sig"), delimiter=delimiter)) == [tuple(row) for row in rows]


class TestApostrophe:
    @pytest.mark.parametrize("start", FORMULA_STARTS)
    def test_that_guards_is_taken_off_once(self, start):
        assert guarded(f"{start}1") == f"'{start}1"
        assert unguarded(f"'{start}1") == f"{start}1"
        assert unguarded(f"''{start}1") == f"'{start}1"

    @pytest.mark.parametrize("text", ["'tis late", "don't", "'", "", "''", "5", "a=b"])
    def test_that_is_only_an_apostrophe_stays(self, text):
        assert guarded(text) == text
        assert unguarded(text) == text

    def test_is_taken_off_in_a_file(self):
        assert cells(read("note,n\n'=1+1,-5\n'＝x,'tis\n".encode())) == [("=1+1", "-5"), ("＝x", "'tis")]

    @given(st.text(st.sampled_from("'=-+@ \t\r\n＝a"), max_size=8))
    def test_that_was_written_leaves_every_text_as_it_was(self, text):
        assert unguarded(guarded(text)) == text


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "code", "line", "column"),
        [
            (b'a,b\n1,2\n3,"x\n4,5\n', "unclosed_quote", 3, "column 2"),
            (b'a,b\n"1\n2",3\n4,"x', "unclosed_quote", 4, "column 2"),
            (b'a,b\n1,"x" y\n', "text_after_quote", 2, "column 2"),
            (b'a,b\n1,"x\n2,"y\n', "text_after_quote", 2, "column 2"),  # the first is the one that does not close
            (b"a,b\n1,2\n3\n", "ragged_row", 3, "b"),
            (b"a,b\n1,2,3\n", "ragged_row", 2, "b"),
            (b"sep=,\na,b\n1,2,3\n", "ragged_row", 3, "b"),
            (b"a, a \n1,2\n", "repeated_column", 1, "a"),
            (b"a,b\r1,2\r", "cr_line_ends", 1, None),
            (b"a,b\n1,2\r3,4\n", "cr_line_ends", 2, None),
            (b",,\n,,\n", "empty_file", None, None),
            (b"a,b\n1," + b"x" * 10_001 + b"\n", "cell_too_long", 2, "b"),
            (b"a,b\n1," + b"x" * 200_000 + b"\n", "cell_too_long", 2, "column 2"),
            (b"a" * 10_001 + b"\n1\n", "cell_too_long", 1, "a" * 10_001),
            (b",".join(b"c%d" % n for n in range(201)), "too_many_columns", 1, None),
            (b"a,b\n" + b"," * 500, "ragged_row", 2, "b"),
            (b"a,b\n" + b"," * 500 + b'"x', "too_many_columns", 2, None),
        ],
    )
    def test_name_the_line_and_the_column(self, data, code, line, column):
        refusal = refused(data)

        assert (refusal.code, refusal.line, refusal.column) == (code, line, column)
        assert refusal.pointer == "/file"
        assert line is None or f"Line {line}" in refusal.detail
        assert len(refusal.detail) < 250

    def test_as_many_rows_as_may_be_are_read_and_not_one_more(self):
        most = b"a\n" + b"1\n" * ROWS_MAX

        assert len(read(most).rows) == ROWS_MAX
        assert refused(most + b"1\n").code == "too_many_rows"

    def test_the_largest_cell_is_read(self):
        assert cells(read(b"a,b\n1," + b"x" * 10_000 + b"\n"))[0][1] == "x" * 10_000

    @given(st.binary(max_size=300) | st.text(st.sampled_from("a1,;\t|\"\r\n'="), max_size=60).map(str.encode))
    @example(b'"')
    @example(b"\xff\xfe")
    @example(b"\xff\xfe\x00\xd8")
    @example(b'sep=;\n"')
    def test_are_all_that_any_bytes_can_cause(self, data):
        try:
            table = read(data)
        except BadImport:
            return
        assert all(len(row.cells) in (0, len(table.header)) for row in table.rows)


class TestPurity:
    def test_nothing_of_django_or_a_database_is_loaded(self):
        code = "import sys, diary.imports.planning, diary.imports.telling; print(*sys.modules)"
        root = Path(files.__file__).resolve().parents[3]
        loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)

        assert not {"django", "sqlite3", "rest_framework", "people.models"} & set(loaded.stdout.split())
