"""Everything that is measured, in the order of the page, with what somebody must know to read its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from reports.evaluation import association, change_point, cycles, flags, hours, rates, rising, silence, starts
from reports.evaluation.measured import Measured


class Measure(Protocol):
    """Yields the figures of so many runs or people, and calls `done` after each simulated diary."""

    def __call__(self, size: int, /, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
        """Measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """
    One section of the page. `about` is Markdown.

    `steps` says how often `measure` calls `done`; both take a number of `counted_in`.
    """

    name: str
    title: str
    about: str
    measure: Measure
    steps: Callable[[int], int]
    counted_in: Literal["runs", "people"] = "runs"


SUBJECTS: Final = (
    Subject(
        name="association",
        title="What goes with more episodes",
        about="""\
`analysis.association`, all runs. The counts are 3 a day, negative binomial (size 2) around a mood that remembers
yesterday; every factor has a lag-1 correlation of 0.4. A *false word* is a "more" or "less" of any factor where no
factor has an effect: one diary, one error, however many factors and lags were looked at. The effect is that of the
first factor on the next day, its ratio for one standard deviation. It is *found* where the word is "more".

The bars of *effect found* are the power in our first simulations, of 200 runs a cell, with errors of their own.""",
        measure=association.measure,
        steps=association.steps,
    ),
    Subject(
        name="rates",
        title="Rates, and one period against another",
        about="""\
`analysis.rates`, all runs. Two periods of so many days each, size 2; *falsely clear* is a change that is marked where
both have the same rate. A few weeks cannot tell whether their days hang together, so that the limits allow for it:
where they do not, the limits are wider than they need be.""",
        measure=rates.measure,
        steps=rates.steps,
    ),
    Subject(
        name="rising",
        title="Is it rising?",
        about=f"""\
`analysis.rising` and `analysis.cusum`, half of the runs. One look a week; {rising.BEFORE_WEEKS} weeks of a diary and
then a year in which nothing happens, or {rising.RISEN_WEEKS} weeks of another rate. Counts have size 1. A second alarm
comes four weeks after the first at the earliest. The delay is the median over all diaries, also those in which the rise
is never found.

The bars are the figures of the rule of our first simulations, in the same scenarios; they bind the rule that is
shipped.""",
        measure=rising.measure,
        steps=rising.steps,
    ),
    Subject(
        name="change_point",
        title="When did it change?",
        about="""\
`analysis.change_point`, all runs. The rate changes in the middle of the diary, or not at all. The day and its limits
are asked only of the diaries in which a change is claimed. Where days are noisy the day cannot be told better: the
docstring compares it with somebody who knew both rates. Calm days are those of size 20 and a mood of spread 0.2.""",
        measure=change_point.measure,
        steps=change_point.steps,
    ),
    Subject(
        name="hours",
        title="Hours of the day",
        about="""\
`analysis.rhythm`, half of the runs. Entries come in bouts, and of what happens asleep one in twenty is written down. A
peak near the night has one slope in the dark, which is said beside it ("partly unseen").""",
        measure=hours.measure,
        steps=hours.steps,
    ),
    Subject(
        name="cycles",
        title="Cycles of botulinum toxin",
        about=f"""\
`analysis.cycles` and `analysis.wearing_off`, half of the runs. One injection on day {cycles.INJECTED_ON} of
{cycles.DAYS}, with the course of `simulate.truth.Cycle`. Each window is compared with the weeks before; the wearing-off
is the day on which half of the effect is lost.""",
        measure=cycles.measure,
        steps=cycles.steps,
    ),
    Subject(
        name="starts",
        title="Treatments begun in a bad fortnight",
        about="""\
`analysis.before_treatment`, all runs. The treatments do nothing and are begun on any day, so that one in ten should be
called one of a bad fortnight. What falls in the next 28 countable days falls by itself.""",
        measure=starts.measure,
        steps=starts.steps,
    ),
    Subject(
        name="silence",
        title="Silent days",
        about="""\
`analysis.completeness`, a quarter of the runs. The rate of the answered days, beside what it would be if every silent
day had been without an episode, or a bad one.""",
        measure=silence.measure,
        steps=silence.steps,
    ),
    Subject(
        name="flags",
        title="The rules over a diary",
        about="""\
`reports.flags` over a year of drawn people of ten conditions, none of whom gives the diary up: *benign_lid* an eyelid,
*hfs* hemifacial spasm, *hfs_atypical* one with other signs or another order, *synkinesis* after a palsy,
*myokymia_ms* a ripple as in multiple sclerosis, *bfs* benign twitching that wanders over the body, *tic*, *bells* a
palsy, *mnd* weakness of the limbs, and *noise* somebody who taps anything, anywhere, at any time. *Flagged* means that
somebody is asked to be seen. Of a condition that a rule is meant for, a high share is right; of another one it is a
false flag.""",
        measure=flags.measure,
        steps=flags.steps,
        counted_in="people",
    ),
)
BY_NAME: Final = {subject.name: subject for subject in SUBJECTS}
