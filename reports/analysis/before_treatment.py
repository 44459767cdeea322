"""The days before a treatment began: when they were unusually bad, some of what follows comes back by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.analysis.days import DayFacts, daily_counts
from reports.analysis.dispersion import dispersion
from reports.analysis.intervals import CONFIDENCE, Interval
from reports.analysis.refusals import TooFew
from reports.records import Event

TREATMENTS: Final = frozenset({"toxin", "medication", "supplement", "therapy", "surgery"})
STARTS: Final = frozenset({"start", "single", "change"})
RECENT_DAYS: Final = 14
HISTORY_DAYS_MIN: Final = 56  # eight weeks, the recent days among them
EPISODES_MIN: Final = 10
WORST: Final = 0.10
NEXT_DAYS: Final = 28
LAGS: Final = 14
MEMORIES: Final = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeStart:
    """
    The last 14 countable days before a treatment (`recent`) beside all countable days until then (`usual`), a day.

    `worst_tenth`: so bad a fortnight would come by chance once in ten. `by_itself` is the rate of the next 28 countable
    days divided by the recent one if the treatment did nothing, with 95 % limits; None without a recent episode.
    """

    recent: float
    usual: float
    z: float
    worst_tenth: bool
    by_itself: Interval | None


def treatment_starts(events: Iterable[Event]) -> tuple[Event, ...]:
    """
    Return the events that begin or change a treatment.

    Parameters
    ----------
    events : iterable of Event
        All events in any order.

    Returns
    -------
    tuple of Event
        In the order of time. Planned ones and ends are left out.

    Examples
    --------
    >>> on = date(2026, 5, 1)
    >>> made = [Event(kind="medication", action=action, name="", on=on) for action in ("start", "stop", "planned")]
    >>> [event.action for event in treatment_starts(made)]
    ['start']
    """
    begun = (event for event in events if event.kind in TREATMENTS and event.action in STARTS)
    return tuple(sorted(begun, key=lambda event: (event.on, event.kind, event.name, event.id)))


def before_start(facts: Sequence[DayFacts], start: date) -> BeforeStart | TooFew:
    r"""
    Ask whether a treatment was started in a bad fortnight, and how much better the next weeks would be by themselves.

    Parameters
    ----------
    facts : sequence of DayFacts, shape (n,)
        The days of the whole diary in their order, silent ones included.
    start : date
        The first day of the treatment; this day and the later ones are not looked at.

    Returns
    -------
    BeforeStart or TooFew
        Refused below 56 countable days before the start, or 10 episodes on them.

    Notes
    -----
    Null hypothesis: the last 14 days have the rate of the earlier ones. With the rate :math:`\hat r` of all days,
    :math:`z = (r_{14} - r_{earlier}) / \sqrt{\phi \hat r (1/14 + 1/n)}`, and the fortnight is among the worst tenth
    above the 90 % point of :math:`t` (:math:`\phi` as in `dispersion`). Its rank among the earlier fortnights
    would flag twice as many: of eight weeks there are few fortnights, and the last one lies at their end.

    What follows by itself is the best linear prediction ([1]_) :math:`\hat r + b (r_{14} - \hat r)`. The share
    :math:`b = \mathrm{cov}(\bar y_{14}, \bar y_{next}) / \mathrm{var}(\bar y_{14})` follows from the autocovariances
    :math:`c_k = s \rho^k` of a mood with lag-1 memory :math:`\rho`, fitted to those of lag 1 to 14; of days without
    memory everything returns, and :math:`b` is 0. The difference from the earlier days says nothing of
    :math:`\hat r`, so choosing bad fortnights does not bias it; the rate of the earlier days alone would be too low
    ([2]_). The limits hold what the next 28 countable days may show, with :math:`\phi` for both sides. A diary that
    worsens slowly, over months, returns less than predicted: its memory cannot be told from eight weeks.

    References
    ----------
    .. [1] Robinson, G. K. (1991). Statistical Science, 6(1), 15-32.
    .. [2] Barnett, A. G., van der Pols, J. C. & Dobson, A. J. (2005). International Journal of Epidemiology, 34(1),
       215-220.

    Examples
    --------
    >>> from datetime import timedelta
    >>> told = [date(2026, 5, 1) + timedelta(days=n) for n in range(70)]
    >>> counts = [2] * 56 + [6] * 14
    >>> days = [DayFacts(day=d, answered=True, countable=True, episodes=n) for d, n in zip(told, counts, strict=True)]
    >>> found = before_start(days, date(2026, 7, 10))
    >>> found.recent, found.worst_tenth
    (6.0, True)
    >>> before_start(days, date(2026, 6, 1))
    TooFew(what='days before', have=31, need=56)
    """
    counts = daily_counts(day for day in facts if day.day < start)
    if len(counts) < HISTORY_DAYS_MIN:
        return TooFew("days before", len(counts), HISTORY_DAYS_MIN)
    if sum(counts) < EPISODES_MIN:
        return TooFew("episodes before", sum(counts), EPISODES_MIN)
    recent, earlier = _mean(counts[-RECENT_DAYS:]), _mean(counts[:-RECENT_DAYS])
    usual, spread = _mean(counts), dispersion(counts)
    error = math.sqrt(spread.phi * usual * (1 / RECENT_DAYS + 1 / (len(counts) - RECENT_DAYS)))
    z = (recent - earlier) / error
    return BeforeStart(
        recent=recent,
        usual=usual,
        z=z,
        worst_tenth=z > _t(spread.freedom, 1 - WORST),
        by_itself=_by_itself(counts, recent, usual) if recent else None,
    )


def carried_over(counts: Sequence[int]) -> float:
    r"""
    Return which share of a fortnight's distance from the usual rate is still there in the next four weeks.

    Parameters
    ----------
    counts : sequence of int, shape (n,)
        Episodes of each countable day in the order of the days, at least 15 days.

    Returns
    -------
    float
        :math:`b` of `before_start`, from 0 (all returns) to 1.

    Examples
    --------
    >>> carried_over([3, 1, 4, 2] * 20)
    0.0
    >>> 0.2 < carried_over([1] * 40 + [9] * 40) < 1
    True
    """
    variance, shared, memory = _memory(counts)
    if not shared:
        return 0.0
    within = sum((1 - lag / RECENT_DAYS) * shared * memory**lag for lag in range(1, RECENT_DAYS))
    of_mean = (variance + 2 * within) / RECENT_DAYS
    across = sum(memory ** (later - day) for day in range(RECENT_DAYS) for later in _next_days())
    return min(1.0, shared * across / (RECENT_DAYS * NEXT_DAYS) / of_mean)


def _by_itself(counts: Sequence[int], recent: float, usual: float) -> Interval:
    expected = usual + carried_over(counts) * (recent - usual)
    spread = dispersion(counts)
    error = math.sqrt(spread.phi / expected * (1 / NEXT_DAYS + 1 / len(counts)))
    factor = math.exp(_t(spread.freedom, (1 + CONFIDENCE) / 2) * error)
    return Interval(expected / recent, expected / recent / factor, expected / recent * factor)


def _memory(counts: Sequence[int]) -> tuple[float, float, float]:
    """Return the variance of the days, the part of it that is remembered, and the memory of lag 1 (least squares)."""
    mean = _mean(counts)
    apart = [count - mean for count in counts]
    variance = sum(one * one for one in apart) / len(apart)
    lags = range(1, LAGS + 1)
    observed = [sum(one * later for one, later in zip(apart, apart[lag:], strict=False)) / len(apart) for lag in lags]
    tried = [(_shared(observed, memory, variance), memory) for memory in MEMORIES]
    errors = [
        sum((seen - shared * memory**lag) ** 2 for lag, seen in zip(lags, observed, strict=True))
        for shared, memory in tried
    ]
    shared, memory = tried[errors.index(min(errors))]
    return variance, shared, memory


def _shared(observed: Sequence[float], memory: float, variance: float) -> float:
    shape = [memory ** (lag + 1) for lag in range(len(observed))]
    if not memory:
        return 0.0
    fitted = sum(x * seen for x, seen in zip(shape, observed, strict=True)) / sum(x * x for x in shape)
    return min(max(0.0, fitted), variance)


def _next_days() -> range:
    return range(RECENT_DAYS, RECENT_DAYS + NEXT_DAYS)


def _mean(counts: Sequence[int]) -> float:
    return sum(counts) / len(counts)


def _t(freedom: int, share: float) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415  (0.3 s to import: only where used)

    return float(stdtrit(freedom, share))
