"""The access log: append-only, chained, one line for every opening."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from people.chain import FIRST_HASH
from people.models import Opening, User
from people.services import openings
from tests.cast import NOW


@pytest.fixture
def three_openings(ana: User, dr_lin: User) -> list[Opening]:
    return [
        openings.log(diary=ana.diary, by=dr_lin, practice=None, what=Opening.What.PROFILE, now=NOW) for _ in range(3)
    ]


class TestLog:
    def test_numbers_and_chains_its_lines(self, three_openings: list[Opening]) -> None:
        previous = FIRST_HASH
        for number, line in enumerate(Opening.objects.order_by("number"), start=1):
            assert line.number == number
            assert line.entry_hash == openings.entry_hash(previous, line)
            previous = line.entry_hash

    def test_refuses_to_change_a_line(self, three_openings: list[Opening]) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Opening.objects.filter(number=2).update(what="profile_pdf")

    def test_refuses_to_delete_a_line(self, three_openings: list[Opening]) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Opening.objects.filter(number=3).delete()
