"""The disk that loses power: what it keeps for certain, and what may be gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.durability.again import say_again
from tests.durability.cuts import FILE, put
from tests.durability.disk import SECTOR, Disk, Watched
from tests.durability.written import Written

pytestmark = pytest.mark.sqlite

OLD, NEW = b"o" * SECTOR, b"n" * SECTOR


def found(*acts: Callable[[Disk], None]) -> set[bytes | None]:
    """Return all that can be left of a file of two old sectors after this was done to it; None: no file."""
    disk = Disk({"a": OLD + OLD})
    for act in acts:
        act(disk)
    return {disk.after_a_cut(Random(seed)).get("a") for seed in range(200)}


class TestFile:
    def test_what_was_synced_stays(self) -> None:
        assert found(lambda disk: disk.write("a", 0, NEW), lambda disk: disk.sync("a")) == {NEW + OLD}

    def test_what_was_not_is_there_or_not_sector_by_sector(self) -> None:
        assert found(lambda disk: disk.write("a", 0, NEW + NEW)) == {OLD + OLD, NEW + OLD, OLD + NEW, NEW + NEW}

    def test_a_write_across_sectors_is_torn_where_they_meet(self) -> None:
        torn = {OLD + OLD, OLD[:-1] + b"n" + OLD, OLD + b"n" + OLD[1:], OLD[:-1] + b"nn" + OLD[1:]}

        assert found(lambda disk: disk.write("a", SECTOR - 1, b"nn")) == torn

    def test_a_later_sector_can_be_there_without_an_earlier_one(self) -> None:
        assert found(lambda disk: disk.write("a", 2 * SECTOR, NEW + NEW)) == {
            OLD + OLD,
            OLD + OLD + NEW,
            OLD + OLD + NEW + NEW,
            OLD + OLD + bytes(SECTOR) + NEW,
        }

    def test_cutting_it_off_may_be_undone(self) -> None:
        assert found(lambda disk: disk.truncate("a", 1)) == {OLD + OLD, b"o"}
        assert found(lambda disk: disk.truncate("a", 1), lambda disk: disk.sync("a")) == {b"o"}

    def test_syncing_another_file_does_nothing_for_this_one(self) -> None:
        both = found(lambda disk: disk.create("b"), lambda disk: disk.write("a", 0, NEW), lambda disk: disk.sync("b"))

        assert both == {OLD + OLD, NEW + OLD}


class TestFolder:
    def test_a_deletion_may_be_undone_until_the_folder_is_synced(self) -> None:
        assert found(lambda disk: disk.delete("a")) == {OLD + OLD, None}
        assert found(lambda disk: disk.delete("a"), Disk.sync_folder) == {None}

    def test_so_may_a_creation_though_the_file_was_synced(self) -> None:
        def create(disk: Disk) -> None:
            disk.delete("a")
            disk.sync_folder()
            disk.create("a")
            disk.write("a", 0, NEW)
            disk.sync("a")

        assert found(create) == {None, NEW}
        assert found(create, Disk.sync_folder) == {NEW}


@pytest.mark.django_db
class TestWatched:
    @pytest.mark.parametrize("journal_mode", ["DELETE", "TRUNCATE", "PERSIST", "WAL"])
    def test_misses_nothing(self, written: Written, tmp_path: Path, journal_mode: str) -> None:
        vfs, disk = Watched(), Disk({FILE: written.before})
        file = put(disk.after_a_cut(Random()), tmp_path)
        for _ in say_again(written.connections, file, settings={"journal_mode": journal_mode}, vfs=vfs.name):
            pass
        for act, *told in vfs.steps:
            act(disk, *told)
        disk.sync_folder()
        names = {path.name for path in tmp_path.iterdir()}
        for name in names:
            disk.sync(name)

        assert disk.after_a_cut(Random()) == {name: (tmp_path / name).read_bytes() for name in names}
