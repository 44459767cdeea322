"""A printed page read back: what stands where, in millimetres, measured from the PDF's own texts and drawings."""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp

from reports import pdf
from reports.figures.geometry import Layout, Rect, layout
from reports.options import Options
from reports.summary import Summary

MM: Final = 72 / 25.4
SLACK_MM: Final = 0.15
CODE_MM: Final = 6.0
LINE_MM: Final = 0.6  # the width of a line is not in its box
COVERS: Final = 0.1  # of the smaller of two texts


@dataclass(frozen=True, slots=True)
class Thing:
    """A run of text, or a drawn thing ("" for its text), with its rectangle."""

    words: str
    at: Rect


def printed(summary: Summary, **options: object) -> bytes:
    """Return the Profile as PDF."""
    return pdf.pdf(summary, Options(**options))  # type: ignore[arg-type]


def pages_of(document: bytes) -> int:
    return len(pypdfium2.PdfDocument(document))


def words_of(document: bytes, page: int | None = None) -> str:
    """Return the text of a page, or of all, with single spaces."""
    pages = pypdfium2.PdfDocument(document)
    chosen = pages if page is None else [pages[page]]
    return re.sub(r"\s+", " ", " ".join(one.get_textpage().get_text_range() for one in chosen))


def bold_words(document: bytes, page: int = 0) -> str:
    """Return what a page prints in a bold font, without spaces."""
    text = pypdfium2.PdfDocument(document)[page].get_textpage()
    bold = (text.get_text_range(n, 1) for n in range(text.count_chars()) if _font(text, n).endswith("-Bold"))
    return re.sub(r"\s+", "", "".join(bold))


def _font(text: pypdfium2.PdfTextPage, n: int) -> str:
    name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, n, name, len(name), flags)
    return name.value.decode()


def attached(document: bytes) -> dict[str, bytes]:
    """Return the files within a PDF, by their names."""
    with pikepdf.open(io.BytesIO(document)) as pdf:  # its files live as long as it does
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def qr_codes(document: bytes) -> list[str]:
    """Return what the QR codes of the first page say."""
    picture = pypdfium2.PdfDocument(document)[0].render(scale=3).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def texts(document: bytes, page: int = 0) -> list[Thing]:
    """Return every run of text of a page."""
    sheet = pypdfium2.PdfDocument(document)[page]
    text, found = sheet.get_textpage(), []
    for n in range(text.count_rects()):
        box = text.get_rect(n)
        found.append(Thing(text.get_text_bounded(*box), _rect(box, sheet.get_height())))
    return [one for one in found if one.words.strip()]


def drawn(document: bytes, page: int = 0) -> list[Thing]:
    """Return every path of a page, those of the figures too."""
    sheet = pypdfium2.PdfDocument(document)[page]
    paths = sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
    return [Thing("", _rect(one.get_bounds(), sheet.get_height())) for one in paths]


def rooms(place: Layout, page: int = 0) -> list[Rect]:
    """Return header, footer and the boxes of a page as they are printed."""
    of_page = [place.boxes[number] for number in place.pages[page]]
    return [_scaled(one, place.scale) for one in (place.header, place.footer, *of_page)]


def faults(document: bytes, options: Options) -> list[str]:
    """Return what leaves its box, or covers something else, on the pages of the boxes."""
    place = layout(options.paper, large=options.large)
    return [fault for page in range(len(place.pages)) for fault in _faults(document, place, page)]


def _faults(document: bytes, place: Layout, page: int) -> list[str]:
    found, lines, within = texts(document, page), drawn(document, page), rooms(place, page)
    codes = [one.at for one in lines if inside(one.at, within[0], slack=LINE_MM) and one.at.height > CODE_MM]
    return [
        *(f"{one.words!r} at {one.at} leaves its box" for one in found if not _is_within(one, within, SLACK_MM)),
        *(f"a line at {one.at} leaves its box" for one in lines if not _is_within(one, within, LINE_MM)),
        *(f"the code covers {one.words!r}" for one in found for code in codes if shared(one.at, code) > 0),
        *(f"{one.words!r} covers {other.words!r}" for one, other in _covered(found)),
    ]


def _is_within(one: Thing, within: Sequence[Rect], slack: float) -> bool:
    return any(inside(one.at, room, slack) for room in within)


def _covered(found: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    for n, one in enumerate(found):
        for other in found[:n]:
            if shared(one.at, other.at) > COVERS and not _has_marks(one.words + other.words):
                yield one, other


def _has_marks(words: str) -> bool:
    """A mark stands above its letter, and is told as a text of its own."""
    return any(unicodedata.combining(char) for char in words)


def inside(a: Rect, b: Rect, slack: float = SLACK_MM) -> bool:
    """Return whether `a` lies in `b`."""
    return (
        b.x - slack <= a.x
        and a.x + a.width <= b.x + b.width + slack
        and b.y - slack <= a.y
        and a.y + a.height <= b.y + b.height + slack
    )


def shared(a: Rect, b: Rect) -> float:
    """Return how much of the smaller one the other covers, from 0 to 1."""
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min(a.width * a.height, b.width * b.height)


def _scaled(rect: Rect, scale: float) -> Rect:
    return Rect(rect.x * scale, rect.y * scale, rect.width * scale, rect.height * scale)


def _rect(box: tuple[float, float, float, float], height: float) -> Rect:
    left, bottom, right, top = box
    return Rect(left / MM, (height - top) / MM, (right - left) / MM, (top - bottom) / MM)
