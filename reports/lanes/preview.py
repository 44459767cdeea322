"""What other settings would have shown: how many diaries would have stood out in the last four weeks. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reports.lanes.digest import Digest, Look
from reports.lanes.rules import Lane, Thresholds, conditions, is_more


@dataclass(frozen=True, slots=True)
class Preview:
    """Of `diaries`, how many would have stood in each of the lanes that settings move."""

    diaries: int
    flagged: dict[Lane, int]


def preview(digests: Iterable[Digest], thresholds: Thresholds) -> Preview:
    """
    Return how many diaries would have been in a lane on one of the days that each digest looks at.

    Those are its own day and the four Mondays before; flags, injection and visits count as they stand today. What was
    signed is not asked: a preview is of the rule.
    """
    flagged = dict.fromkeys((Lane.MORE, Lane.TREATMENT, Lane.QUIET, Lane.TOO_LITTLE), 0)
    diaries = 0
    for digest in digests:
        diaries += 1
        for lane in flagged:
            flagged[lane] += _stood_in(digest, lane, thresholds)
    return Preview(diaries, flagged)


def _stood_in(digest: Digest, lane: Lane, thresholds: Thresholds) -> bool:
    match lane:
        case Lane.MORE:
            return any(is_more(look, thresholds) for look in digest.looks)
        case Lane.QUIET:
            return any(_was_quiet(digest, look, thresholds) for look in digest.looks)
        case Lane.TREATMENT:
            return any(one.key in ("wearing_off", "late_visit") for one in conditions(digest, thresholds))
        case _:
            return digest.today.answered < thresholds.answered_days


def _was_quiet(digest: Digest, look: Look, thresholds: Thresholds) -> bool:
    then = replace(digest, looks=(look,))
    return any(one.key == "quiet" for one in conditions(then, thresholds))
