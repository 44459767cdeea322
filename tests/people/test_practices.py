"""Opening a practice from the command line."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import Member, Practice, User


def practice(name: str, member: str) -> str:
    told = StringIO()
    call_command("practice", name, member=member, stdout=told)
    return told.getvalue()


class TestPracticeCommand:
    def test_opens_a_practice_and_says_its_code(self, ana: User) -> None:
        told = practice("Green Street", "ana")

        assert re.fullmatch(r"Green Street: code [A-HJ-NP-Z2-9]{8}\n", told)
        assert Member.objects.get().user == ana

    def test_adds_one_more_member_to_the_same_practice(self, ana: User, eve: User) -> None:
        assert practice("Green Street", "ana") == practice("Green Street", "eve") == practice("Green Street", "eve")
        assert (Practice.objects.count(), Member.objects.count()) == (1, 2)

    def test_says_when_nobody_has_that_name(self, db: None) -> None:
        with pytest.raises(CommandError, match="Nobody has this user name"):
            practice("Green Street", "nobody")
