"""The access log: append-only, chained, one line for every opening."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from people.chain import FIRST_HASH, chained
from people.models import Opening, ShareLink, User
from people.services import openings, shares
from tests.cast import NOW


@pytest.fixture
def three_openings(ana: User, dr_lin: User) -> list[Opening]:
    return [
        openings.log(diary=ana.diary, by=dr_lin, practice=None, what=Opening.What.PROFILE, now=NOW) for _ in range(3)
    ]


@pytest.fixture
def link(ana: User) -> ShareLink:
    return shares.give(diary=ana.diary, by=ana, now=NOW, first=NOW.date(), last=NOW.date())[0]


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


class TestByAShareLink:
    def test_names_the_link_and_chains_it(self, ana: User, three_openings: list[Opening], link: ShareLink) -> None:
        line = openings.log(diary=ana.diary, by=link, what=Opening.What.PROFILE, now=NOW)
        as_if_by_nobody = Opening(**{**facts(line), "share_link_id": None})

        assert (line.number, line.reader, line.share_link) == (4, None, link)
        assert line.entry_hash == openings.entry_hash(three_openings[-1].entry_hash, line)
        assert line.entry_hash != openings.entry_hash(three_openings[-1].entry_hash, as_if_by_nobody)

    def test_leaves_the_hashes_of_all_other_lines_as_they_always_were(
        self, ana: User, dr_lin: User, three_openings: list[Opening]
    ) -> None:
        facts_of_old = (ana.diary.pk, 1, dr_lin.pk, None, "profile", NOW.isoformat())

        assert three_openings[0].entry_hash == chained(FIRST_HASH, *facts_of_old)

    def test_outlives_the_link(self, ana: User, link: ShareLink) -> None:
        openings.log(diary=ana.diary, by=link, what=Opening.What.PROFILE, now=NOW)
        ShareLink.objects.all().delete()
        line = Opening.objects.select_related("share_link").get()

        assert (line.share_link_id, line.share_link) == (link.pk, None)
        assert line.entry_hash == openings.entry_hash(FIRST_HASH, line)


def facts(line: Opening) -> dict[str, object]:
    names = ("diary_id", "number", "reader_id", "practice_id", "share_link_id", "what", "opened_at")
    return {name: getattr(line, name) for name in names}
