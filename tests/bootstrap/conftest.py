from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bootstrap.stand_in import StandIn


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: runs in the step of SQLite only, where the database does not matter")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[StandIn]:
    """A clone on which nothing was started yet."""
    project = StandIn(tmp_path)
    yield project
    project.tidy_up()


@pytest.fixture
def installed(bare: StandIn) -> StandIn:
    """A clone whose packages are there."""
    bare.pretend_installed()
    return bare
