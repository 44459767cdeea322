"""What a comparison of factors answers; without numpy, so that a page can be worded without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.analysis.intervals import Interval
from reports.analysis.refusals import AlwaysTheSame, TooFew

Word = Literal["more", "less", "no clear difference"]


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A factor of which nothing can be told, and why."""

    code: str
    declared: bool
    reason: TooFew | AlwaysTheSame

    @property
    def word(self) -> Literal["too few days", "always the same"]:
        """
        Say it in one phrase.

        Returns
        -------
        str
            One of too few days and always the same.
        """
        return "too few days" if isinstance(self.reason, TooFew) else "always the same"


@dataclass(frozen=True, slots=True)
class LagRatio:
    """
    The rate ratio for one unit more, `lag` days before, over `pairs` days.

    The limits hold for all factors and lags that were looked at together, with 95 % confidence. `p` is adjusted for
    all of them too, and is for a clinician only.
    """

    lag: int
    pairs: int
    ratio: Interval
    p: float


@dataclass(frozen=True, slots=True)
class Association:
    """How the counts go with one factor; `word` is of the lag that is `strongest`, a place in `by_lag`."""

    code: str
    declared: bool
    word: Word
    strongest: int
    by_lag: tuple[LagRatio, ...]
