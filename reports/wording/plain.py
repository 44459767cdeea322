"""The page as plain text, to paste into a record: a heading, a line for each box, and what it was made from."""

from __future__ import annotations

from reports.spoken import ENGLISH
from reports.summary import Summary
from reports.wording.box import Box
from reports.wording.boxes import boxes, footer, header
from reports.wording.saying import Say, say_in


def text(summary: Summary, *, language: str = ENGLISH) -> str:
    """Return the page as at most 20 lines, the last one with an end."""
    say = say_in(language)
    name, period, compared = header(summary, language=language)
    heading = say("text_heading", title=say("title"), name=name or say("unnamed"), period=period, compared=compared)
    told = [_line(box, say) for box in boxes(summary, language=language)]
    lines = (heading, *told, *footer(summary, language=language))
    return "\n".join(" ".join(line.split()) for line in lines) + "\n"


def _line(box: Box, say: Say) -> str:
    return say("text_box", number=box.number, title=box.title, said=say.joined(box.sentences))
