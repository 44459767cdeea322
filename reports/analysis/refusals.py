"""What is said in place of a number: how much there is, and how much it takes. A refusal is an answer, not an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TooFew:
    """There are `have` of `what`, and at least `need` are needed for what was asked."""

    what: str
    have: int
    need: int


@dataclass(frozen=True, slots=True)
class NotSeen:
    """What was looked for did not show itself; `reason` is a code for `wording`."""

    reason: str


@dataclass(frozen=True, slots=True)
class AlwaysTheSame:
    """The factor, the counts, or the values do not differ; or no more than the weekend and a trend tell."""

    what: Literal["factor", "counts", "values"]
