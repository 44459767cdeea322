"""
What a person and a clinician read when a rule over one answer fires, one set of words for each language.

A text always has four parts in this order: what was recorded, what published guidance says to do, how to do it, and
what to show. A title names what to do or what was recorded, never a condition.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one case of a rule, or of one reason that lowers a rule."""

    title: str
    recorded: str
    guidance: str
    how: str
    show: str
    clinician: str

    @property
    def text(self) -> tuple[str, str, str, str]:
        """The four parts, in the order in which they are read."""
        return (self.recorded, self.guidance, self.how, self.show)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """
    What is said around the rules. `joint` stands between the parts of a text.

    `clock` has {total}, the hours that count, and {hours}, the full ones left. `unsure` has {count}, the answers that
    were neither yes nor no.
    """

    joint: str
    clock: str
    none_matched: str
    switched_off: str
    unsure: str
