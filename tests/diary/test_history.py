"""Every change takes a turn: counted, versioned, chained, never rewritten."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from diary.errors import NoSuchFact, StaleRevision
from diary.models import Episode, Version
from diary.services import facts, history
from diary.services.episodes import KIND
from people.chain import FIRST_HASH
from people.models import Diary, User
from tests import cast
from tests.cast import NOW
from tests.together import together


class TestVersions:
    def test_every_change_leaves_one_in_order(self, ana: User) -> None:
        episode = cast.twitch(ana.diary)
        facts.amend(kind=KIND, diary=ana.diary, key=episode.id, fields={"stress": 5}, by=ana, now=NOW)
        facts.withdraw(kind=KIND, diary=ana.diary, key=episode.id, by=ana, now=NOW)
        versions = Version.objects.of(ana.diary).order_by("number")

        assert list(versions.values_list("number", "act")) == [(1, "recorded"), (2, "amended"), (3, "withdrawn")]
        assert [json.loads(version.document)["stress"] for version in versions] == [None, 5, 5]
        assert Diary.objects.get(pk=ana.diary.pk).change_counter == 3

    def test_are_chained(self, ana: User) -> None:
        for minutes in range(4):
            cast.twitch(ana.diary, NOW - timedelta(minutes=minutes))
        previous = FIRST_HASH
        for version in Version.objects.of(ana.diary).order_by("number"):
            assert version.entry_hash == history.entry_hash(previous, version)
            previous = version.entry_hash

    def test_cannot_be_changed(self, ana: User) -> None:
        cast.twitch(ana.diary)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Version.objects.of(ana.diary).update(document="{}")

    def test_cannot_be_deleted_while_the_diary_lives(self, ana: User) -> None:
        cast.twitch(ana.diary)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Version.objects.of(ana.diary).delete()

    @pytest.mark.sqlite
    def test_cannot_be_replaced(self, ana: User) -> None:
        cast.twitch(ana.diary)
        statement = "INSERT OR REPLACE INTO diary_version SELECT * FROM diary_version"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_another_diary_counts_for_itself(self, ana: User, eve: User) -> None:
        cast.twitch(ana.diary)

        assert cast.twitch(eve.diary).revision == "1.1"


class TestRefusals:
    def test_a_refused_change_takes_no_number(self, ana: User) -> None:
        episode = cast.twitch(ana.diary)
        with pytest.raises(StaleRevision):
            facts.amend(
                kind=KIND, diary=ana.diary, key=episode.id, fields={"stress": 1}, by=ana, now=NOW, if_match={"1.99"}
            )

        assert Diary.objects.get(pk=ana.diary.pk).change_counter == 1

    def test_nothing_is_amended_where_nothing_is(self, ana: User) -> None:
        with pytest.raises(NoSuchFact):
            facts.amend(kind=KIND, diary=ana.diary, key=uuid4(), fields={"stress": 1}, by=ana, now=NOW)


class TestEdited:
    def test_giving_what_was_missing_is_no_edit(self, ana: User) -> None:
        episode = cast.twitch(ana.diary)
        places = [{"site": "lid_lower", "side": "right"}]
        written = facts.amend(kind=KIND, diary=ana.diary, key=episode.id, fields={"sites": places}, by=ana, now=NOW)

        assert not written.fact.edited

    def test_one_more_place_is_no_edit_and_another_place_is(self, ana: User) -> None:
        lid, cheek = {"site": "lid_lower", "side": "right"}, {"site": "cheek", "side": "right"}
        episode = cast.twitch(ana.diary, sites=[lid])
        joined = facts.amend(
            kind=KIND, diary=ana.diary, key=episode.id, fields={"sites": [lid, cheek]}, by=ana, now=NOW
        )
        moved = facts.amend(kind=KIND, diary=ana.diary, key=episode.id, fields={"sites": [cheek]}, by=ana, now=NOW)

        assert (joined.fact.edited, moved.fact.edited) == (False, True)

    def test_changing_what_was_given_is(self, ana: User) -> None:
        episode = cast.twitch(ana.diary, stress=3)
        written = facts.amend(kind=KIND, diary=ana.diary, key=episode.id, fields={"stress": 4}, by=ana, now=NOW)

        assert written.fact.edited


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_sixteen_identical_puts_make_one_row_and_one_version(self) -> None:
        ana, id = cast.ana(), uuid4()
        together([lambda: cast.twitch(ana.diary, NOW, id=id) for _ in range(16)])

        assert Episode.objects.of(ana.diary).count() == 1
        assert Version.objects.of(ana.diary).count() == 1

    def test_thirty_two_writers_lose_nothing_and_number_without_gaps(self) -> None:
        ana = cast.ana()
        ids = [uuid4() for _ in range(32)]

        def write_three(id: UUID) -> None:
            for _ in range(3):
                cast.twitch(ana.diary, NOW, id=uuid4())
            cast.twitch(ana.diary, NOW, id=id)

        together([partial(write_three, id) for id in ids])
        numbers = list(Version.objects.of(ana.diary).order_by("number").values_list("number", flat=True))

        assert Episode.objects.of(ana.diary).count() == 128
        assert numbers == list(range(1, 129))
        assert Diary.objects.get(pk=ana.diary.pk).change_counter == 128
