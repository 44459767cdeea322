"""
What a power cut takes, by how SQLite is set.

Run: python -m bench.power [CUTS]. Lets the house write through its API into a SQLite file, and writes the same again
with each setting onto a disk that loses power CUTS (300) times (tests.durability says how). Prints, for each setting,
the transactions that were acknowledged before the cuts; the cuts that lost any, how many were lost, and how many at
most by one cut; the cuts after which one was there in part; and those after which the file was corrupt. Exits with 1
if a setting that the house ships takes anything.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
os.environ["DIARY_LOG_LEVEL"] = "ERROR"
os.environ["DIARY_RATE_PERSON"] = "1000000/min"
CUTS = 300
SETTINGS = (
    ("DELETE", "OFF"),
    ("DELETE", "NORMAL"),
    ("DELETE", "FULL"),
    ("DELETE", "EXTRA"),
    ("TRUNCATE", "FULL"),
    ("PERSIST", "FULL"),
    ("WAL", "NORMAL"),
    ("WAL", "FULL"),
)
SHIPPED = {("TRUNCATE", "FULL"), ("WAL", "FULL")}  # config/settings/databases.py chooses by SQLite's version


def main() -> None:
    """Write, cut, and print."""
    cuts = int(sys.argv[1]) if len(sys.argv) > 1 else CUTS
    with tempfile.TemporaryDirectory(prefix="twitch-diary-bench-") as folder:
        os.environ["DIARY_DATA_DIR"] = folder
        file = _migrated()
        import apsw

        from tests.durability.cuts import HEAD, cut
        from tests.durability.written import write

        written = write(file)
        tallies = {
            pair: cut(written, {"journal_mode": pair[0], "synchronous": pair[1]}, cuts=cuts)
            for pair in tqdm(SETTINGS, unit=" settings", file=sys.stderr, disable=None, leave=False)
        }
    print(f"{len(written.states) - 1} transactions of the house, SQLite {apsw.sqlite_lib_version()} of apsw")
    print(f"{'journal/synchronous':<20} {HEAD}")
    for pair, tally in tallies.items():
        print(f"{'/'.join(pair):<20} {tally}")
    if not all(tallies[pair].is_clean for pair in SHIPPED):
        raise SystemExit(1)


def _migrated() -> Path:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection

    connection.close()
    return Path(str(connection.settings_dict["NAME"]))


if __name__ == "__main__":
    main()
