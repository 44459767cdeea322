"""The flags so far, as a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reports.flags.flag import Held
from reports.records import Reviewed
from reports.wording import Say, Table, say_in
from reports.wording.formats import NO_VALUE
from reports.wording.noticed import level

HEADER: Final = ("Rule", "Level", "Days", "Signed by")
ANOTHER: Final = "another practice"


def flags_table(past: Sequence[Held], *, practice: str) -> Table:
    """Return a row for each run of days on which a rule held, as `practice` may read who signed it."""
    say = say_in("en")
    rows = ((f"{one.rule}: {one.title}", level(one, say), _days(one, say), _signed(one, practice, say)) for one in past)
    return Table(header=HEADER, rows=tuple(rows))


def signer(review: Reviewed, *, practice: str) -> str:
    """Return who signed: by name within the practice; that somebody is read by another one is not told by name."""
    return (review.by or "somebody who left") if review.practice == practice else ANOTHER


def _days(run: Held, say: Say) -> str:
    return f"{say.day(run.first)} to {say.day(run.last) if run.last else 'now'}"


def _signed(run: Held, practice: str, say: Say) -> str:
    told = [f"{signer(one, practice=practice)}, {say.day(one.on)}" for one in run.seen]
    newer = [] if run.is_seen or not told else [f"not since its newest evidence, {say.day(run.newest_on)}"]
    return say("semicolon").join([*told, *newer]) or NO_VALUE
