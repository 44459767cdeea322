"""
What the Twitch Profile costs: from the request to its bytes in one worker, and beside the usual way to draw figures.

Run: python -m bench.profile [RENDERS]. The requests go through the whole WSGI stack on a SQLite file; between two pages
the diary changes, so that none is a page that was kept. A cold process imports everything, makes one page and ends. The
other way draws the same subjects with pyplot, one artist for each bar, in turn with ours. Milliseconds differ from
machine to machine: the promises are for two cores of 2020 or later.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from bench import environment
from bench.rows import Row, at_most, figure, ratio, tell

environment.choose()

REPEATS = 12
RENDERS = 500
SETTLED = 250
DIARIES = {"a year, 2,000 episodes": (365, 2_000), "ten years, 20,000 episodes": (3_650, 20_000)}
PAGE = "/api/v1/reports/profile.pdf"
PROMISES = {"a year, 2,000 episodes": 150.0, "ten years, 20,000 episodes": 500.0}
UNCHANGED_MS_MAX = 5.0
COLD_S_MAX = 1.5
DRIFT_MB_MAX = 10.0
BYTES_MAX = 150_000
FIGURES_RATIO_MAX = 0.2
COLD = "import time; t = time.perf_counter(); from bench.profile import cold; cold(); print(time.perf_counter() - t)"


def main() -> int:
    """Measure and print; return 1 when a promise is broken."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(renders: int = RENDERS) -> list[Row]:
    """Ask for pages, and draw them; `renders` of them tell whether memory grows."""
    with tempfile.TemporaryDirectory(prefix="twitch-diary-bench-") as folder:
        os.environ["DIARY_DATA_DIR"] = folder
        _set_up()
        asked = [row for name, size in DIARIES.items() for row in _requests(name, *size)]
        return [*asked, _cold(), _memory(renders), *_sizes(), *_figures()]


def _set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _requests(name: str, days: int, episodes: int) -> list[Row]:
    """Time pages of a diary that changes in between, and of one that does not."""
    from django.test import Client

    from tests import cast

    user = cast.person(f"keeper-of-{episodes}")
    fill(user.diary, days, episodes)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    asked = {"first": str(LAST - timedelta(days=364)), "last": str(LAST)}
    _get(client, asked)  # the first one here loads what a page needs
    changed = []
    for number in range(REPEATS):
        _change(user.diary, number)
        changed.append(timed(lambda: _get(client, asked)))
    kept = [timed(lambda: _get(client, asked)) for _ in range(REPEATS)]
    tag = _get(client, asked)["ETag"]
    known = [timed(lambda: client.get(PAGE, asked, headers={"If-None-Match": tag})) for _ in range(REPEATS)]
    page = f"the doctor's page, {name}, request to bytes"
    return [
        at_most(page, median(changed), PROMISES[name], "ms"),
        at_most("the same, nothing changed", median(kept), UNCHANGED_MS_MAX, "ms", digits=1),
        at_most("the same, nothing changed (304)", median(known), UNCHANGED_MS_MAX, "ms", digits=1),
    ]


LAST = date(2026, 10, 31)


def _get(client: Any, asked: dict[str, str]) -> Any:
    response = client.get(PAGE, asked)
    assert response.status_code == 200, response.content
    return response


def fill(diary: Any, days: int, episodes: int) -> None:
    """Spread as many episodes over the days as somebody might have had, and answer most days."""
    from django.db import connection, transaction

    from diary.models import Episode
    from tests.diary.diaries import many
    from tests.reports.people import year

    many(diary, episodes)
    told = sorted(year(days=days, episodes=episodes).episodes, key=lambda one: one.id)
    ids = Episode.objects.filter(diary=diary).values_list("id", flat=True)
    rows = [
        (one.day.isoformat(), _time_of_day(one.minute or 0), one.intensity, diary.pk, key.hex)
        for key, one in zip(ids, told, strict=True)
    ]
    update = "UPDATE diary_episode SET day = %s, time_of_day = %s, intensity = %s WHERE diary_id = %s AND id = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(update, rows)


def _time_of_day(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _change(diary: Any, number: int) -> None:
    from tests import cast

    cast.twitch(diary, cast.NOW - timedelta(days=30, minutes=number))


def cold() -> None:
    """Make one page in a process that has made none."""
    from reports import pdf
    from reports.options import Options
    from tests.reports.people import year

    pdf.pdf(_summary(year()), Options())


def _cold() -> Row:
    runs = [
        float(subprocess.run([sys.executable, "-c", COLD], check=True, capture_output=True, text=True).stdout)
        for _ in range(3)
    ]
    return at_most("the page in a new process, from its start", median(runs), COLD_S_MAX, "s", digits=1)


def _memory(renders: int) -> Row:
    """Tell by how much the process grows over many renders, once its caches are full."""
    from reports import pdf
    from reports.options import Options
    from tests.reports.people import year

    before = 0.0
    summaries = [_summary(year(days=120, episodes=300, seed=seed), days=90) for seed in range(50)]
    for n in range(SETTLED + renders):
        if n == SETTLED:
            gc.collect()
            before = _resident_mb()
        pdf.pdf(summaries[n % len(summaries)], Options(large=n % 2 == 0))
    gc.collect()
    grown = _resident_mb() - before
    return at_most(f"memory that {renders} pages more leave behind", grown, DRIFT_MB_MAX, "MB", digits=1)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_000_000


def _sizes() -> list[Row]:
    """Tell what the page weighs as it is sent, and by itself, without its back and its numbers."""
    from reports import pdf
    from reports.options import LANGUAGES, Options
    from tests.reports.people import year

    summary = _summary(year())
    made = {language: partial(pdf.pdf, summary, Options(language=language)) for language in LANGUAGES}
    whole = {language: len(make()) for language, make in made.items()}
    with (
        patch.object(pdf, "_attached", lambda *_: {}),
        patch.object(pdf, "definitions", lambda *_, **__: []),
    ):
        alone = {language: len(make()) for language, make in made.items()}
    return [
        *(at_most(f"one page, in {name}", size, BYTES_MAX, "bytes") for name, size in alone.items()),
        figure("the same with definitions and attached numbers", _in_bytes(whole)),
    ]


def _in_bytes(sizes: dict[str, int]) -> str:
    return ", ".join(f"{name}: {size:,} bytes" for name, size in sizes.items())


def _summary(records: Any, *, days: int = 365) -> Any:
    from reports.summary import summarise

    return summarise(records, first=LAST - timedelta(days=days - 1), last=LAST)


def _figures() -> list[Row]:
    """Time our figures and the same subjects drawn the usual way, in turn."""
    from tests.reports.people import year

    times = []
    for seed in range(REPEATS):  # another diary each time: typst and the fonts remember what they have laid out
        records = year(seed=seed)
        summary = _summary(records)
        acts = (partial(_summary, records), partial(_ours, summary), partial(_naive, summary))
        times.append(tuple(map(timed, acts)))
    build_ms, ours_ms, naive_ms = (list(column) for column in zip(*times, strict=True))
    told = f"{median(ours_ms):.0f} ms, their summary {median(build_ms):.0f} ms"
    return [ratio("its figures, against pyplot's", ours_ms, naive_ms, at_most=FIGURES_RATIO_MAX, figure=told)]


def _ours(summary: Any) -> object:
    from reports.figures import draw
    from reports.figures.geometry import layout
    from reports.wording import boxes

    place = layout("a4")
    rooms = [place.slots(box.number, [name for name, _ in box.alts]) for box in boxes(summary)]
    sizes = ((name, (room.width, room.height)) for slots in rooms for name, room in slots.items())
    return draw(summary, sizes, language="en")


def _naive(summary: Any) -> list[bytes]:
    """Draw the same subjects with pyplot, one artist for each bar or tick, and tight_layout."""
    plt: Any = importlib.import_module("matplotlib.pyplot")
    hours, weeks, effects = summary.now.hours.bins, summary.weeks, summary.now.effects

    def day(axes: Any, one: Any) -> object:
        axes.bar(one.day, 1440, color="0.9")
        return axes.plot([one.day] * len(one.minutes), one.minutes, "k_")

    return [
        _tutorial(plt, lambda ax: ax.barh([0], [summary.completeness.answered])),
        _tutorial(plt, lambda ax: [ax.barh(["now"], [n], left=sum(effects[:k])) for k, n in enumerate(effects)]),
        _tutorial(plt, lambda ax: ax.errorbar(range(len(hours)), [one.value for one in hours])),
        _tutorial(plt, lambda ax: [ax.fill([0, 1, 1], [n, n, n + 1]) for n in range(80)]),
        _tutorial(plt, lambda ax: ax.errorbar([one.last for one in weeks], [one.answered for one in weeks])),
        _tutorial(plt, lambda ax: [day(ax, one) for one in summary.days]),
    ]


def _tutorial(plt: Any, draw: Callable[[Any], object]) -> bytes:
    figure, axes = plt.subplots(figsize=(7, 2))
    draw(axes)
    axes.set_title("Twitches")
    figure.tight_layout()
    out = io.BytesIO()
    figure.savefig(out, format="svg")
    plt.close(figure)
    return out.getvalue()


def timed(act: Callable[[], object]) -> float:
    """Return how long `act` took, in ms."""
    gc.collect()  # the drawing before this one leaves thousands of artists behind
    began = time.perf_counter()
    act()
    return 1_000 * (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
