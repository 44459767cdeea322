"""What can be chosen of a printed Profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reports.spoken import CHINESE, ENGLISH

PAPERS: Final = ("a4", "letter")
LANGUAGES: Final = (ENGLISH, CHINESE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    Language, paper, and what is added to the page and its definitions.

    `large` print takes two pages. `checks` adds the face checks of the period, `log` every entry (also as data within
    the PDF), `figures` the figures as numbers. `address` is printed with its QR code: that of a share link.

    Raises
    ------
    ValueError
        If language or paper is unknown.
    """

    language: str = ENGLISH
    paper: str = PAPERS[0]
    large: bool = False
    checks: bool = False
    log: bool = False
    figures: bool = False
    address: str = ""

    def __post_init__(self) -> None:
        """Refuse what no page can be printed in."""
        if self.language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}")
        if self.paper not in PAPERS:
            raise ValueError(f"paper must be one of {', '.join(PAPERS)}")
