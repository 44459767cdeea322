"""What others are told before Ana keeps a diary, and after. Apart from the other doors: here the house begins empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import NOW
from tests.doors import API, TABLE, House
from tests.test_doors import knock

pytestmark = pytest.mark.either


@pytest.fixture
def empty_house(db: None) -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        yield House()


def test_strangers_learn_nothing_from_a_list(empty_house: House) -> None:
    """Whatever Ana writes, nobody else's lists, counts, exports and flags change by a letter."""
    doors = [door for door in TABLE if door.method == "GET" and not door.thing]
    some = ("Eve", "Dr Lin", "the operator")
    asked = [(name, door) for name in some for door in doors if name != "Dr Lin" or door in API]
    before = [knock(empty_house.principals[name], door, empty_house).steady for name, door in asked]
    empty_house.fill()
    after = [knock(empty_house.principals[name], door, empty_house).steady for name, door in asked]

    assert [str(one) for one, was, now in zip(asked, before, after, strict=True) if was != now] == []
