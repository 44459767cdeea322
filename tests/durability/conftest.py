"""What the tests of power cuts share."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.durability.written import Written, write


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Written:
    """What the house writes into a database without people in it."""
    file = tmp_path_factory.mktemp("written") / "diary.sqlite3"
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        connection.close()
        return write(file)
