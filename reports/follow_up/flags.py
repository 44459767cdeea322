"""The flags so far, as a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reports.flags.flag import Held
from reports.wording import Say, Table, say_in
from reports.wording.formats import NO_VALUE
from reports.wording.noticed import level

HEADER: Final = ("Rule", "At its most urgent", "Days", "Signed by")


def flags_table(past: Sequence[Held]) -> Table:
    """Return a row for each run of days on which a rule held."""
    say = say_in("en")
    return Table(
        header=HEADER,
        rows=tuple((f"{one.rule}: {one.title}", level(one, say), _days(one, say), _signed(one, say)) for one in past),
    )


def _days(run: Held, say: Say) -> str:
    return f"{say.day(run.first)} to {say.day(run.last) if run.last else 'now'}"


def _signed(run: Held, say: Say) -> str:
    told = [f"{one.by or one.practice or say('somebody')}, {say.day(one.on)}" for one in run.seen]
    return say("semicolon").join(told) or NO_VALUE
