"""
The Twitch Profile of a year with 2,000 episodes: warm, cold, and against pyplot charts as in every tutorial.

    python bench/profile.py            # prints milliseconds, the median of REPEATS

Both ways of drawing run alternately in one process, so that a busy machine slows both. Promise: a page warm in under
400 ms, in a new process in under 3 s.
"""

from __future__ import annotations

import gc
import importlib
import io
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from reports.analysis.days import DayFacts  # noqa: E402  (the path comes first)
from reports.options import Options  # noqa: E402
from reports.summary import Summary, summarise  # noqa: E402
from tests.reports.people import LAST, year  # noqa: E402

REPEATS = 7
WARM_MS_MAX = 400.0
COLD_S_MAX = 3.0
COLD = (
    "import time; t = time.perf_counter(); import bench.profile as b; b.page(b.told()); print(time.perf_counter() - t)"
)


def told(seed: int = 7) -> Summary:
    """Return the summary of a year."""
    return summarise(year(seed=seed), first=LAST - timedelta(days=364), last=LAST)


def page(summary: Summary) -> bytes:
    """Return the page as PDF."""
    from reports import pdf

    return pdf.pdf(summary, Options())


def figures(summary: Summary) -> dict[str, str]:
    """Draw the page's figures."""
    from reports.figures import draw
    from reports.figures.geometry import layout
    from reports.wording import boxes

    place = layout("a4")
    rooms = [place.slots(box.number, [name for name, _ in box.alts]) for box in boxes(summary)]
    sizes = ((name, (room.width, room.height)) for slots in rooms for name, room in slots.items())
    return draw(summary, sizes, language="en")


def naive(summary: Summary) -> list[bytes]:
    """Draw the same six subjects with pyplot, one artist for each bar or tick, and tight_layout."""
    plt: Any = importlib.import_module("matplotlib.pyplot")
    hours, weeks, effects = summary.now.hours.bins, summary.weeks, summary.now.effects

    def day(axes: Any, one: DayFacts) -> object:
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


def _once(seed: int) -> tuple[float, float, float, float]:
    """Time another diary each time: typst remembers what it has already laid out, and a cache is not a page."""
    records = year(seed=seed)
    summary = told(seed)
    build = timed(lambda: summarise(records, first=LAST - timedelta(days=364), last=LAST))
    return (build, timed(lambda: figures(summary)), timed(lambda: page(summary)), timed(lambda: naive(summary)))


def main() -> int:
    """Measure and print; return 1 when a promise is broken."""
    records = year()
    summary, first = told(), timed(lambda: page(told()))
    naive(summary)
    rows = [_once(seed) for seed in range(REPEATS)]
    build_ms, figures_ms, page_ms, naive_ms = (median(column) for column in zip(*rows, strict=True))
    whole_ms = page_ms + build_ms
    cold = [
        float(subprocess.run([sys.executable, "-c", COLD], cwd=ROOT, check=True, capture_output=True, text=True).stdout)
        for _ in range(3)
    ]
    print(
        f"{len(records.episodes)} episodes, 365 days; PDF {len(page(summary)):,} bytes; first page here {first:.0f} ms"
    )
    print(f"summary            {build_ms:8.1f} ms")
    print(f"figures            {figures_ms:8.1f} ms")
    print(f"typst              {page_ms - figures_ms:8.1f} ms")
    print(f"whole page, warm   {whole_ms:8.1f} ms   (promise {WARM_MS_MAX:.0f})")
    print(f"whole page, cold   {median(cold):8.2f} s    (promise {COLD_S_MAX:.0f}; import, fonts and records included)")
    print(f"pyplot + tight_layout, the same figures {naive_ms:8.1f} ms: {naive_ms / figures_ms:.1f} times ours")
    return int(whole_ms > WARM_MS_MAX or median(cold) > COLD_S_MAX)


if __name__ == "__main__":
    sys.exit(main())
