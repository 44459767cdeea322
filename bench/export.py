"""
What a long diary costs on its way out and back in: entries a second, and memory above that of an idle process.

Run: python -m bench.export [EPISODES]. Each way runs in a process of its own, and throws away what it gets. Promise:
at most 50 MB above idle, however long the diary. Seconds differ from machine to machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bench import environment
from bench.rows import Row, at_most, tell

environment.choose()

EPISODES = 100_000
ABOVE_IDLE_MB_MAX = 50.0
WAYS = {
    "json": "as JSON",
    "csv": "as CSV",
    "read": "read from an own file and checked",
    "import": "taken over from an own file",
}


def main() -> int:
    """Measure, and print; return 1 where the promise is broken."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(count: int = EPISODES) -> list[Row]:
    """Fill a diary, and measure each way."""
    with tempfile.TemporaryDirectory(prefix="twitch-diary-bench-") as folder:
        os.environ["DIARY_DATA_DIR"] = folder
        _fill(count)
        return [_measured(way, count) for way in WAYS]


def _fill(count: int) -> None:
    _set_up()
    from django.core.management import call_command

    from diary import exports
    from tests import cast
    from tests.diary.diaries import many

    call_command("migrate", verbosity=0)
    ana = cast.ana()
    cast.eve()
    many(ana.diary, count)
    with _file().open("wb") as file:
        file.writelines(exports.own_json(ana.diary, now=cast.NOW))


def _measured(way: str, count: int) -> Row:
    """Run one way in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", f"from bench.export import child; child({way!r})"],
        check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    seconds, above_mb, file_mb = map(float, done.stdout.split())
    promise = f"{count:,} episodes with their versions {WAYS[way]}: memory above an idle server"
    row = at_most(promise, above_mb, ABOVE_IDLE_MB_MAX, "MB")
    return replace(row, measured=f"{row.measured}; {count / seconds:,.0f} entries a second, {file_mb:.1f} MB of file")


def child(way: str) -> None:
    """Go one way; print the seconds, the MB of memory above idle at most, and the MB that went by."""
    _set_up()
    acts: dict[str, Callable[[], int]] = {"json": _json, "csv": _csv, "read": _read, "import": _import}
    _warm_up()
    idle_mb = _memory_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest so far
    began = time.perf_counter()
    size = acts[way]()
    print(time.perf_counter() - began, _memory_mb("VmHWM") - idle_mb, size / 1e6)


def _set_up() -> None:
    import django

    django.setup()


def _warm_up() -> None:
    """Ask the database once, and load what an idle server has loaded."""
    import api.v1.urls  # noqa: F401
    from people.models import User

    assert User.objects.count() == 2


def _json() -> int:
    from diary import exports

    return _thrown_away(exports.own_json(_diary("ana"), now=_now()))


def _csv() -> int:
    from diary import exports

    return _thrown_away(exports.csv_zip(_diary("ana"), now=_now()))


def _read() -> int:
    from api.v1.own_file import OwnFile
    from diary.services import imports

    diary = _diary("eve")
    with _file().open("rb") as file, OwnFile(file, diary=diary, folder=_file().parent) as rows:
        imports.preview(diary=diary, rows=rows, source="own", now=_now())
    return _file().stat().st_size


def _import() -> int:
    from api.v1.own_file import OwnFile
    from diary.services import imports

    diary = _diary("eve")
    with _file().open("rb") as file, OwnFile(file, diary=diary, folder=_file().parent) as rows:
        imports.take_over(diary=diary, rows=rows, source="own", by=diary.owner, now=_now())
    return _file().stat().st_size


def _diary(username: str) -> Any:
    from people.models import Diary

    return Diary.objects.select_related("owner").get(owner__username=username)


def _now() -> datetime:
    from tests import cast

    return cast.NOW


def _file() -> Path:
    return Path(os.environ["DIARY_DATA_DIR"]) / "own.json"


def _thrown_away(pieces: Iterable[bytes]) -> int:
    return sum(map(len, pieces))


def _memory_mb(name: str) -> float:
    """Return one of Linux's figures about this process, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(main())
