"""Files that a command writes stay whole."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pytest

from reports.management.files import replacing


def break_off(file: BinaryIO) -> None:
    file.write(b"ha")
    raise KeyboardInterrupt


class TestReplacing:
    def test_keeps_what_stood_there_when_it_is_broken_off(self, tmp_path: Path) -> None:
        file = tmp_path / "page.md"
        file.write_text("whole")
        with pytest.raises(KeyboardInterrupt), replacing(file) as other:
            break_off(other)

        assert file.read_text() == "whole"
        assert list(tmp_path.iterdir()) == [file]

    def test_follows_a_link_and_keeps_it(self, tmp_path: Path) -> None:
        file, link = tmp_path / "page.md", tmp_path / "link.md"
        link.symlink_to(file)
        with replacing(link) as other:
            other.write(b"whole")

        assert link.is_symlink()
        assert file.read_text() == "whole"
