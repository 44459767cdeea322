"""What is said in place of a number: how much there is, and how much it takes. A refusal is an answer, not an error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TooFew:
    """Too little of something, named by `of` (a code for `wording`), for the number that was asked for."""

    have: int
    need: int
    of: str


@dataclass(frozen=True, slots=True)
class NotSeen:
    """What was looked for did not show itself; `reason` is a code for `wording`."""

    reason: str
