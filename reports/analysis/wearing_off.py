"""The day on which half of an injection's effect is lost, from the counts of one cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.analysis.intervals import CONFIDENCE, Interval
from reports.analysis.refusals import NotSeen, TooFew

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FULL_FROM_DAY: Final = 14
FULL_UNTIL_DAY: Final = 28  # the peak is at about two to four weeks
HALF_FROM_DAY: Final = 32  # ours: all is back by day 36 at the earliest and by day 148 at the latest
HALF_UNTIL_DAY: Final = 88
LAST_DAY: Final = 168  # ours: half a year later the days say nothing of this injection
FULL_DAYS_MIN: Final = 7
LATER_DAYS_MIN: Final = 14
ROUNDS: Final = 60  # of expectation and maximisation; the likelihood then changes by less than 0.001
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class WearingOff:
    """Days since the injection until half of its effect was lost. `observed_until` is the last day that was counted."""

    day: Interval
    observed_until: int


def wearing_off(before: Sequence[int], since: Sequence[int], counts: Sequence[int]) -> WearingOff | TooFew | NotSeen:
    r"""
    Estimate when half of the effect of an injection was lost.

    Parameters
    ----------
    before : sequence of int, shape (m,)
        Episodes of each countable day before the injection, at least one day and one episode.
    since : sequence of int, shape (n,)
        Days since the injection of each countable day after it, ascending; 0 is the day itself.
    counts : sequence of int, shape (n,)
        Episodes of each of those days.

    Returns
    -------
    WearingOff, TooFew or NotSeen
        Days since the injection with 95 % limits, between 32 and 88; refused below 7 countable days from day 14 to 28
        or 14 after it; not seen (`not_yet`) when the estimate lies after the last countable day.

    Raises
    ------
    ValueError
        Without an episode before the injection.

    Notes
    -----
    Trials time the loss of a share of the *peak* effect (80 % of it in [1]_); one half is ours, because a person's
    counts cannot tell 80 % back from all back. The effect is full from day 14 to 28 and then goes in a straight line
    to nothing (ours; the days before 14 are left out), so the expected count is :math:`\mu = r_0 (1-s) + r_1 s` with
    the share :math:`s` of the effect that is left. For each half-way day the two rates are fitted by expectation and
    maximisation ([2]_), and the log likelihood, divided by the dispersion :math:`\phi` of days or of weeks, whichever
    is larger, weighs the day; every day from 32 to 88 is equally likely beforehand. The estimate is the median of
    these weights and the limits hold 95 % of them (a quasi-posterior, [3]_). Their true coverage is in the tests.

    References
    ----------
    .. [1] Comella, C. L. et al. (2024). ASPEN-1. Neurology, 102(4), e208091.
    .. [2] Shepp, L. A. & Vardi, Y. (1982). IEEE Transactions on Medical Imaging, 1(2), 113-122.
    .. [3] Chernozhukov, V. & Hong, H. (2003). Journal of Econometrics, 115(2), 293-346.

    Examples
    --------
    >>> back = [10] * 14 + [2] * 14 + [2 + day // 7 for day in range(56)] + [10] * 28  # half of it is back on day 56
    >>> wore_off = wearing_off([10, 9, 11, 10] * 7, range(112), back)
    >>> 53 <= wore_off.day.value <= 59
    True
    >>> wearing_off([10] * 28, range(40), back[:40])
    TooFew(what='later days', have=11, need=14)
    """
    if not sum(before):
        raise ValueError("at least one episode before the injection is needed")
    full = sum(FULL_FROM_DAY <= day <= FULL_UNTIL_DAY for day in since)
    later = sum(FULL_UNTIL_DAY < day <= LAST_DAY for day in since)
    if full < FULL_DAYS_MIN:
        return TooFew("full days", full, FULL_DAYS_MIN)
    if later < LATER_DAYS_MIN:
        return TooFew("later days", later, LATER_DAYS_MIN)
    observed_until = max(day for day in since if day <= LAST_DAY)
    day = _half_day(before, since, counts)
    return NotSeen("not_yet") if day.value > observed_until else WearingOff(day, observed_until)


def _half_day(before: Sequence[int], since: Sequence[int], counts: Sequence[int]) -> Interval:
    import numpy as np  # noqa: PLC0415  (0.1 s to import: only where used)

    used = [n for n, day in enumerate(since) if FULL_FROM_DAY <= day <= LAST_DAY]
    told = np.array([*before, *(counts[n] for n in used)], dtype=float)
    half_days = np.arange(HALF_FROM_DAY, HALF_UNTIL_DAY + 1)
    left = np.hstack([np.zeros((len(half_days), len(before))), _left(np.array([since[n] for n in used]), half_days)])
    expected = _expected(told, left)
    log_likelihood = (told * np.log(expected) - expected).sum(axis=1)
    best = int(log_likelihood.argmax())
    weights = np.exp((log_likelihood - log_likelihood[best]) / _dispersion(told, expected[best]))
    tail = (1 - CONFIDENCE) / 2
    places = np.searchsorted(weights.cumsum() / weights.sum(), [0.5, tail, 1 - tail])
    value, low, high = (float(half_days[min(int(place), len(half_days) - 1)]) for place in places)
    return Interval(value, low, high)


def _left(since: NDArray[np.int_], half_days: NDArray[np.int_]) -> NDArray[np.float64]:
    """Return the share of the effect that is left, shape (half days, days since): full, then down in a line."""
    import numpy as np  # noqa: PLC0415  (0.1 s to import: only where used)

    gone = 2 * half_days[:, None] - FULL_UNTIL_DAY
    return np.asarray(np.clip((gone - since[None, :]) / (gone - FULL_UNTIL_DAY), 0.0, 1.0), dtype=np.float64)


def _expected(told: NDArray[np.float64], left: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the expected counts of the fitted rates, shape (half days, days)."""
    import numpy as np  # noqa: PLC0415  (0.1 s to import: only where used)

    untreated = np.full((len(left), 1), told.mean())
    treated = untreated / 2
    for _ in range(ROUNDS):
        ratio = told / (untreated * (1 - left) + treated * left)
        untreated = untreated * ((1 - left) * ratio).sum(axis=1, keepdims=True) / (1 - left).sum(axis=1, keepdims=True)
        treated = treated * (left * ratio).sum(axis=1, keepdims=True) / left.sum(axis=1, keepdims=True)
        treated = np.maximum(treated, 1e-6)  # with no episode at all its logarithm must still exist
    return untreated * (1 - left) + treated * left


def _dispersion(told: NDArray[np.float64], expected: NDArray[np.float64]) -> float:
    """Return Pearson's dispersion of days and of whole weeks around the fit, the larger one, at least 1."""
    whole = len(told) // WEEK * WEEK
    weeks, expected_weeks = (series[:whole].reshape(-1, WEEK).sum(axis=1) for series in (told, expected))
    daily = float(((told - expected) ** 2 / expected).sum()) / (len(told) - 3)  # two rates and a day were fitted
    weekly = float(((weeks - expected_weeks) ** 2 / expected_weeks).sum()) / max(1.0, len(weeks) - 3 / 2)
    return max(1.0, daily, weekly)
