"""The page of all figures, as Markdown: docs/evaluation.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reports.evaluation.flags import FLAGGED
from reports.evaluation.measured import Measured, bar, markdown, matrix, told, told_error
from reports.evaluation.subjects import Subject

HEAD: Final = """\
# What the rules and the numbers are worth

Made by `{command}`; the same command makes the same page. No figure in its tables was written by hand.

**Everything here is simulated.** The conditions are drawn by `reports/simulate`, where each number names its paper or
is marked as an assumption. **Nobody clinical has reviewed them**, and no real diary was looked at. The page says how
often the rules and the numbers are wrong about people of whom all is known. It does not say how many real people are
like that.

- *method* is what was asked, *scenario* the diaries it was asked about, and *measure* what became of it.
- *value* is the figure, and *s.e.* its Monte-Carlo standard error: another seed gives a value about that far away.
- *runs* is how many simulated diaries told it: fewer where a diary was refused, or where the figure is of some only.
- *bar* is what was asked for before it was measured. *met* compares the value itself with it, whatever its error.
- *not told* stands where no diary told it, or where a median lies beyond the end of the simulated weeks.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A subject with its figures."""

    subject: Subject
    figures: Sequence[Measured]


def page(command: str, sections: Sequence[Section]) -> str:
    """Return the whole page; `command` is what makes it again."""
    parts = (HEAD.format(command=command), _bars(sections), *map(_section, sections))
    return "\n".join(parts)


def _bars(sections: Sequence[Section]) -> str:
    """Return how many bars are met, and name each that is not; limits that are too wide are only counted."""
    barred = [one for section in sections for one in section.figures if one.has_bar]
    met, wide = sum(one.met is True for one in barred), sum(map(is_wide, barred))
    parts = [
        "## The bars\n",
        f"{met} of {len(barred)} are met. {wide} of the others are limits wider than they need be: they hold the",
        "truth in more than 97 %.\n",
    ]
    lines = [line for section in sections for line in _missed(section)]
    return "\n".join([*parts, *(["These are not met either:\n", *lines, ""] if lines else [])])


def is_wide(one: Measured) -> bool:
    """Return whether these are limits that hold more than they should: a bar not met, but on the safe side."""
    return one.least is not None and one.most is not None and one.value is not None and one.value > one.most


def _missed(section: Section) -> Iterator[str]:
    missed = [one for one in section.figures if one.has_bar and not one.met and not is_wide(one)]
    if missed:
        yield f"- {section.subject.title}"
    for one in missed:
        yield f"  - {one.method}: {one.scenario}: {one.measure}: {told(one)} (s.e. {told_error(one)}; bar: {bar(one)})"


def _section(section: Section) -> str:
    return "\n".join([f"## {section.subject.title}\n", f"{section.subject.about}\n", *_tables(section.figures)])


def _tables(figures: Sequence[Measured]) -> Iterator[str]:
    yield markdown(one for one in figures if one.measure != FLAGGED)
    flagged = [one for one in figures if one.measure == FLAGGED]
    if flagged:
        yield f"People {FLAGGED}, by condition and rule, in per cent of {max(one.runs for one in flagged)}:\n"
        yield matrix(flagged)
