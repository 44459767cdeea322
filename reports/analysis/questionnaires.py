"""Whether the score of a questionnaire changed by as much as matters, and by more than its own error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

DECIMALS: Final = 9  # of a change, so that 10 - 7.37 is 2.63
TWO_SIDED_Z: Final = 1.96  # as Jacobson & Truax print it

Change = Literal["better", "worse", "within the error of measurement", "less than the smallest change that matters"]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """
    A score of which higher is worse, and the smallest change that people call one, in points.

    `interval` is the 95 % interval of that change where its `source` gives one.
    """

    name: str
    smallest_change: float
    interval: tuple[float, float] | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """
    The change of a score, now minus before, in points: more than 0 is worse.

    `error` is what two scores differ by without any change, in 95 of 100 people; None where no error of measurement
    was given.
    """

    points: float
    word: Change
    error: float | None


_MAHIDOL: Final = "Saengphatrachai 2025, Clin. Park. Relat. Disord. 12, 100295 (112 people, hemifacial spasm, toxin)"
_JANKOVIC: Final = "Jankovic 2009, Mov. Disord., doi:10.1002/mds.22368 (300 people, blepharospasm, toxin)"

QUESTIONNAIRES: Final[Mapping[str, Questionnaire]] = MappingProxyType(
    {
        "hfs_7": Questionnaire("HFS-7", 2.63, (1.92, 3.33), _MAHIDOL),
        "hfs_30": Questionnaire("HFS-30", 4.46, (3.65, 5.41), _MAHIDOL),
        "jrs": Questionnaire("Jankovic Rating Scale", 2.0, None, _JANKOVIC),
        "bsdi": Questionnaire("Blepharospasm Disability Index", 0.7, None, _JANKOVIC),
    }
)


def score_change(
    of: Questionnaire, before: float, now: float, *, error_of_measurement: float | None = None
) -> ScoreChange | None:
    r"""
    Say whether a score became better or worse by as much as matters.

    Parameters
    ----------
    of : Questionnaire
        Which score it is.
    before, now : float
        The two scores in points, at least 0, counted as in the source of `of`; NaN where not known.
    error_of_measurement : float or None, default None
        Standard error of measurement of one score, in points, at least 0.

    Returns
    -------
    ScoreChange or None
        None where a score is not known. A change of just the smallest that matters matters. One that matters and is
        still no more than the error is *within the error of measurement*.

    Raises
    ------
    ValueError
        If a score or the error is negative or infinite, or the error is not a number.

    Notes
    -----
    Two scores of an unchanged person differ by more than :math:`1.96 \sqrt{2}\,\mathrm{SEM}` in one of twenty cases
    (the reliable change, [1]_). The smallest changes are means over people who called themselves, or were called, a
    little better; that a change for the worse must be as large is assumed. They were found after toxin, those of
    JRS and BSDI in blepharospasm, and are averages of groups: they say what matters to many, not what to one.

    References
    ----------
    .. [1] Jacobson, N. S. & Truax, P. (1991). J. Consult. Clin. Psychol., 59(1), 12-19.

    Examples
    --------
    >>> score_change(QUESTIONNAIRES["hfs_7"], 14, 11).word
    'better'
    >>> told = score_change(QUESTIONNAIRES["jrs"], 4, 6, error_of_measurement=0.8)
    >>> told.word, round(told.error, 2)
    ('within the error of measurement', 2.22)
    """
    if any(math.isinf(score) or score < 0 for score in (before, now)):
        raise ValueError("a score is 0 or more, or NaN where it is not known")
    if error_of_measurement is not None and not 0 <= error_of_measurement < math.inf:
        raise ValueError("an error of measurement is 0 or more, and finite")
    if math.isnan(before) or math.isnan(now):
        return None
    points = round(now - before, DECIMALS)
    error = None if error_of_measurement is None else TWO_SIDED_Z * math.sqrt(2) * error_of_measurement
    return ScoreChange(points=points, word=_word(points, of.smallest_change, error or 0.0), error=error)


def _word(points: float, smallest: float, error: float) -> Change:
    if abs(points) < smallest:
        return "less than the smallest change that matters"
    if abs(points) <= error:
        return "within the error of measurement"
    return "worse" if points > 0 else "better"
