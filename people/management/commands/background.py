"""`manage.py background`: what waits to be done, and what was given up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from people import background


def _write_metrics(file: str, counts: dict[str, int]) -> None:
    from prometheus_client import CollectorRegistry, Gauge, write_to_textfile  # noqa: PLC0415  (only who asks pays)

    registry = CollectorRegistry()
    gauge = Gauge("diary_background", "Pieces of background work by state", ("state",), registry=registry)
    for state, count in counts.items():
        gauge.labels(state).set(count)
    write_to_textfile(file, registry)


class Command(BaseCommand):
    """Tidies the queue, and says what is in it."""

    help = (
        "Show the work that waits for `manage.py db_worker`, and what was given up after its last attempt. Takes up "
        "again what a killed worker had begun, and forgets what is done for a day: run it every ten minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what may be asked."""
        parser.add_argument("--metrics", metavar="FILE", help="write the numbers for Prometheus' textfile collector")
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--again", action="store_true", help="give what was given up all its attempts again")
        either.add_argument("--forget", action="store_true", help="delete what was given up")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        taken_up = background.tidy(now=timezone.now())
        again = background.try_again() if options["again"] else 0
        forgotten = background.forget_parked() if options["forget"] else 0
        counts = background.counts()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
        if options["metrics"]:
            _write_metrics(options["metrics"], counts)
        if taken_up or again:
            self.stdout.write(f"Taken up again: {taken_up + again}.")
        if forgotten:
            self.stdout.write(f"Forgotten: {forgotten}.")
        for one in background.parked():
            words = one.traceback.strip().splitlines()
            self.stdout.write(f"parked {one.pk}  {one.task_path}  {one.enqueued_at:%Y-%m-%d %H:%M}  {words[-1:]}")
