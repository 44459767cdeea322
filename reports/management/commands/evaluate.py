"""`manage.py evaluate`: measure the rules and the numbers on simulated diaries, and print one page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from reports.evaluation.page import Section, page
from reports.evaluation.subjects import BY_NAME, SUBJECTS, Subject
from reports.management.files import replacing


class Command(BaseCommand):
    """Prints the page, or writes it to a file."""

    help = (
        "Measure error rates, power and false alarms on simulated diaries, and print them as one Markdown page. "
        "It reads no diary and needs no database. The same arguments give the same page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be asked."""
        parser.add_argument("--runs", type=_at_least_one, default=4000, help="simulated diaries a figure (4000)")
        parser.add_argument("--people", type=_at_least_one, default=200, help="drawn people a condition (200)")
        parser.add_argument("--seed", type=int, default=1, help="another seed draws other diaries (1)")
        parser.add_argument("--only", choices=list(BY_NAME), metavar="NAME", help=f"one of {', '.join(BY_NAME)}")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the page to this file instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        asked = {"runs": options["runs"], "people": options["people"], "seed": options["seed"]}
        only: str | None = options["only"]
        subjects = [BY_NAME[only]] if only else SUBJECTS
        command = " ".join(["manage.py evaluate", *(f"--{name} {value}" for name, value in asked.items())])
        if only:
            command += f" --only {only}"
        if options["output"] is None:
            self.stdout.write(page(command, measured(subjects, **asked)), ending="")
            return
        with replacing(options["output"]) as file:
            file.write(page(command, measured(subjects, **asked)).encode())


def measured(subjects: Sequence[Subject], *, runs: int, people: int, seed: int) -> list[Section]:
    """Measure each subject, with a progress bar where there is a terminal."""
    size = {"runs": runs, "people": people}
    total = sum(subject.steps(size[subject.counted_in]) for subject in subjects)
    sections = []
    with tqdm(total=total, unit=" diaries", file=sys.stderr, disable=None, leave=False) as progress:
        for subject in subjects:
            progress.set_description(subject.name)
            figures = tuple(subject.measure(size[subject.counted_in], seed=seed, done=progress.update))
            sections.append(Section(subject, figures))
    return sections


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)
