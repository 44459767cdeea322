"""
Fill a database with diaries of a year: most have some dozens of entries, the fullest have thousands.

Run: DIARY_DATA_DIR=FOLDER python -m bench.fill [EPISODES [DIARIES]] [--versions], or with DATABASE_URL. Writes EPISODES
(10,000,000) into DIARIES (100,000) new diaries, whose sizes are lognormal, and says how long it took. A few diaries
are built entry by entry, in eight kinds; the others are copied from them within the database, under all constraints.
Entries of some hundred diaries are stored mixed, in the order of their times, as they come in. With --versions each
entry has its version too, not chained by hashes. Refuses a database in which somebody has an account.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from tqdm import tqdm

from bench import databases, environment

EPISODES: Final = 10_000_000
DIARIES: Final = 100_000
KINDS: Final = 8
DAYS: Final = 365
SPREAD: Final = 1.1  # of the logarithm: with 100,000 diaries the fullest has sixty times the mean
CHUNK: Final = 20_000  # entries in one transaction
CHUNK_DIARIES: Final = 500
PLACES: Final = ("lid_lower", "lid_upper", "cheek", "mouth_corner", "chin", "brow", "lip_upper", "calf")
NO_HASH: Final = "0" * 64


def main() -> None:
    """Fill, and say how long it took."""
    asked = _asked()
    environment.choose()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from people.models import User

    if User.objects.exists():
        raise SystemExit("Somebody has an account here. Name a new DIARY_DATA_DIR, or an empty DATABASE_URL.")
    told = sizes(asked.episodes, asked.diaries)
    began = time.perf_counter()
    fill(told, now=datetime.now(UTC), versions=asked.versions)
    seconds = time.perf_counter() - began
    print(f"{sum(told):,} episodes in {len(told):,} diaries, {max(told):,} in the fullest: {seconds:.0f} s, ", end="")
    print(f"{sum(told) / seconds:,.0f} a second, {databases.size_mb():,.0f} MB")


def _asked() -> argparse.Namespace:
    if not (os.environ.get("DIARY_DATA_DIR") or os.environ.get("DATABASE_URL")):
        raise SystemExit("Say where: set DIARY_DATA_DIR to a new folder, or DATABASE_URL.")
    parser = argparse.ArgumentParser(prog="python -m bench.fill")
    parser.add_argument("episodes", type=int, nargs="?", default=EPISODES)
    parser.add_argument("diaries", type=int, nargs="?", default=DIARIES)
    parser.add_argument("--versions", action="store_true", help="write a version of each entry too")
    return parser.parse_args()


def sizes(episodes: int, diaries: int) -> list[int]:
    """Return how many entries each diary has: lognormal, each at least one, together `episodes`. Always the same."""
    chance = random.Random(diaries)
    drawn = [chance.lognormvariate(0, SPREAD) for _ in range(diaries)]
    share = (episodes - diaries) / sum(drawn)
    told = [1 + int(share * one) for one in drawn]
    told[told.index(max(told))] += episodes - sum(told)
    return told


def fill(sizes: Sequence[int], *, now: datetime, versions: bool = False) -> list[Any]:
    """Open a diary of each size, its year ending `now`; return the diaries. Their owners cannot sign in."""
    from django.db import transaction

    chance, diaries = random.Random(3), []
    tables = _tables(with_versions=versions)
    _build_kinds(max(sizes), now, tables)
    with tqdm(total=sum(sizes), unit=" episodes", unit_scale=True, desc="fill", file=sys.stderr) as bar:
        for some in _chunks(sizes):
            with transaction.atomic():
                opened = _opened(some, now)
                chosen = [(one.pk, chance.randrange(KINDS), one.change_counter) for one in opened]
                for table in tables:
                    _copy(table, chosen)
            diaries += opened
            bar.update(sum(some))
    databases.settle()
    return diaries


@dataclass(frozen=True)
class Table:
    """A table to fill, its column that numbers a diary's rows, and the one with the time at which they came in."""

    model: Any
    number: str
    time: str

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)


def _tables(*, with_versions: bool) -> list[Table]:
    from diary.models import Episode, Version

    episodes, versions = Table(Episode, "seq", "updated_at"), Table(Version, "number", "at")
    return [episodes, versions] if with_versions else [episodes]


def _chunks(sizes: Sequence[int]) -> Iterator[list[int]]:
    some: list[int] = []
    for size in sizes:
        some.append(size)
        if sum(some) >= CHUNK or len(some) == CHUNK_DIARIES:
            yield some
            some = []
    if some:
        yield some


def _opened(sizes: Sequence[int], now: datetime) -> list[Any]:
    from people.models import Diary, User

    first = User.objects.count()
    names = [f"{n:06}" for n in range(first, first + len(sizes))]
    owners = User.objects.bulk_create(User(username=f"p{n}", name=f"Patient {n}", password="!") for n in names)
    return Diary.objects.bulk_create(
        Diary(owner=owner, opened_at=now, change_counter=size) for owner, size in zip(owners, sizes, strict=True)
    )


def _copy(table: Table, chosen: Sequence[tuple[int, int, int]]) -> None:
    """Copy into each chosen diary, (its key, its kind, its size), as many rows of the kind."""
    from django.db import connection

    columns = [f'"{field.column}"' for field in table.model._meta.concrete_fields if field.column != "diary_id"]
    names, told = ", ".join(columns), ", ".join(map(str, chosen))
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH one (of_diary, of_kind, size) AS (VALUES {told}) INSERT INTO "{table.name}" (diary_id, {names}) '
            f"SELECT of_diary, {names} FROM one JOIN bench_{table.name} "
            f'ON diary_id = of_kind AND "{table.number}" <= size ORDER BY "{table.time}"'
        )


def _build_kinds(entries: int, now: datetime, tables: Sequence[Table]) -> None:
    """Build a diary of each kind in tables that this connection alone sees, with the kind in place of the diary."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS bench_{table.name}")
            cursor.execute(f"CREATE TEMPORARY TABLE bench_{table.name} AS SELECT * FROM {table.name} LIMIT 0")
            cursor.execute(f'CREATE INDEX bench_{table.name}_kind ON bench_{table.name} (diary_id, "{table.number}")')
    for kind in range(KINDS):
        told = list(_diary_of_kind(kind, entries, now))
        for table in tables:
            _insert(table, told if table.number == "seq" else [version(one, by=None) for one in told])


def _insert(table: Table, made: Sequence[Any]) -> None:
    from django.db import connection

    from diary import rows

    sql, columns = rows._insertion(table.model, connection.vendor)
    values = [[prepare(getattr(row, name)) for name, prepare in columns] for row in made]
    with connection.cursor() as cursor:
        cursor.executemany(sql.replace(table.name, f"bench_{table.name}", 1), values)


def _diary_of_kind(kind: int, entries: int, now: datetime) -> Iterator[Any]:
    """Yield a year of entries: of some kinds steady, of some more of late, spreading, or gone quiet."""
    chance = random.Random(kind)
    last = now - timedelta(days=40 if kind == 5 else 0)
    for number in range(1, entries + 1):
        share = chance.random() ** (0.5 if kind in (2, 3) else 1.0)  # of these kinds more of late
        at = last - timedelta(days=DAYS * (1 - share), minutes=chance.randrange(1, 600))
        site = PLACES[0] if kind % 2 == 0 or share < 0.8 else PLACES[kind]
        held_back = "no" if kind in (1, 4) else None
        told = {"intensity": 2, "duration_s": 5, "sites": [{"site": site, "side": "left"}], "suppressible": held_back}
        yield episode(UUID(int=chance.getrandbits(128), version=4), kind, number, at, **told)


def episode(key: UUID, diary: int, number: int, at: datetime, **said: Any) -> Any:
    """Return an entry that came in as the diary's change `number`, not stored yet."""
    from diary import documents
    from diary.services.episodes import KIND

    made = KIND.build(key, {"started_at": at, "time_zone": "UTC", "recorded_at": at, **said}, None, at)
    made.diary_id, made.epoch, made.rev, made.seq, made.updated_at = diary, 1, number, number, at
    made.document = documents.document(KIND.content(made), made)
    return made


def version(episode: Any, *, by: int | None) -> Any:
    """Return the version of an entry that nobody changed since; its hash chains nothing."""
    from diary.models import Version

    return Version(
        diary_id=episode.diary_id, number=episode.seq, kind="episode", fact_id=str(episode.id), act="recorded",
        by_id=by, at=episode.updated_at, document=episode.document, entry_hash=NO_HASH,
    )  # fmt: skip


if __name__ == "__main__":
    main()
