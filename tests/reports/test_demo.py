"""`manage.py demo` fills a database once, through the services, and says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pypdfium2
import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from diary.models import Baseline, Day, Episode, Event, Version
from people import second_factor
from people.models import CareLink, Diary, Practice, User
from reports import prepare
from reports.simulate.questions import ALL

pytestmark = pytest.mark.either  # what either database answers alike

LAST = date(2026, 11, 20)
EVENING = datetime.combine(LAST, time(23, 59, 59), tzinfo=UTC)
DIARISTS = [person.username for person in ALL]


def demo(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Fill the database once for all the tests here; none of them writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo("--last-day", "2026-11-20")
        transaction.set_rollback(True)


def diary_of(username: str) -> Diary:
    return Diary.objects.get(owner__username=username)


@pytest.mark.either
@pytest.mark.usefixtures("said")
class TestDemo:
    def test_makes_five_diarists_and_a_clinician(self):
        assert set(User.objects.values_list("username", flat=True)) == {*DIARISTS, "dr.lin"}

    @pytest.mark.parametrize("username", DIARISTS)
    def test_each_has_a_baseline_entries_and_answers(self, username):
        diary = diary_of(username)

        assert Baseline.objects.of(diary).count() == 1
        assert Episode.objects.of(diary).count() > 20
        assert Day.objects.of(diary).count() > 10

    @pytest.mark.parametrize("username", DIARISTS)
    def test_every_fact_came_through_the_services_and_left_one_version(self, username):
        diary = diary_of(username)
        facts = sum(kind.objects.of(diary).count() for kind in (Baseline, Episode, Day, Event))

        assert Version.objects.of(diary).count() == facts == diary.change_counter
        times = list(Version.objects.of(diary).order_by("number").values_list("at", flat=True))
        assert times == sorted(times)
        assert times[-1] <= EVENING

    def test_entries_were_made_live_later_that_day_and_later(self):
        modes = Counter(Episode.objects.values_list("entry_mode", flat=True))

        assert set(modes) == {"live", "same_day", "backfilled"}

    def test_every_day_of_nothing_said_so(self):
        assert set(Day.objects.values_list("state", flat=True)) == {"twitched", "none"}
        assert Day.objects.filter(burden="on_and_off").exists()

    def test_the_night_of_two_twos_is_one_day(self):
        night = Episode.objects.of(diary_of("jiri")).filter(day=date(2026, 10, 25), time_of_day__startswith="02:")
        times = list(night.order_by("started_at").values_list("time_of_day", flat=True))

        assert times == ["02:40", "02:12"]

    def test_the_practice_may_read_the_four_that_were_opened_to_it(self):
        doctor = User.objects.get(username="dr.lin")
        visible = Diary.objects.visible_to(doctor, EVENING).exclude(owner=doctor)

        assert {diary.owner.username for diary in visible} == set(DIARISTS) - {"olena"}
        assert Practice.objects.get().members.get().user == doctor
        assert set(CareLink.objects.values_list("scope", flat=True)) == {"profile", "profile_and_log"}

    def test_a_line_for_each_diary_says_how_much_it_holds(self, said):
        lines = said.splitlines()

        assert len(lines) == len(DIARISTS)
        assert f"{Episode.objects.of(diary_of('yichun')).count()} episodes" in lines[3]

    def test_run_again_it_says_so_and_changes_nothing(self):
        before = Version.objects.count(), User.objects.count(), CareLink.objects.count()

        assert demo() == "The demo people are there already. Nothing was changed.\n"
        assert (Version.objects.count(), User.objects.count(), CareLink.objects.count()) == before

    def test_the_sign_ins_that_it_prints_work(self):
        rows = [line.split(maxsplit=2) for line in demo("--sign-ins").splitlines()]
        code = rows.pop()

        assert second_factor.digits(User.objects.get(username="dr.lin")) in code[2]
        assert [username for username, _, _ in rows] == [*DIARISTS, "dr.lin"]
        assert all(authenticate(username=username, password=password) for username, password, _ in rows)
        assert all(shows for _, _, shows in rows)

    @pytest.mark.parametrize("username", DIARISTS)
    def test_the_profile_of_each_is_one_page_and_its_back(self, username):
        diary = diary_of(username)
        first, last = prepare.usual_period(diary, today=LAST)
        with pypdfium2.PdfDocument(prepare.profile_pdf(diary, first=first, last=last, now=EVENING)) as page:
            assert len(page) == 2

    @pytest.mark.parametrize(("username", "enough"), [("yichun", True), ("ines", True), ("siobhan", False)])
    def test_the_profile_shows_a_gate_that_opens_and_one_that_does_not(self, username, enough):
        diary = diary_of(username)
        first, last = prepare.usual_period(diary, today=LAST)

        assert prepare.summary(diary, first=first, last=last, today=LAST).completeness.enough is enough

    def test_the_lip_and_the_cheek_are_recorded_for_the_first_time(self):
        told = prepare.summary(diary_of("yichun"), first=LAST - timedelta(days=89), last=LAST, today=LAST)

        assert {one.place.site for one in told.first_recorded} == {"lip_upper", "cheek"}


@pytest.mark.django_db
class TestUnfinished:
    def test_makes_those_that_are_missing_and_leaves_the_others(self):
        demo("--last-day", "2026-11-20", "--seed", "3")
        kept = diary_of("ines").change_counter
        User.objects.filter(username="siobhan").update(username="somebody-else")  # as if the run had ended before her
        lines = demo("--last-day", "2026-11-20").splitlines()

        assert [line.split()[1] for line in lines] == ["siobhan"]
        assert diary_of("ines").change_counter == kept

    def test_without_a_demo_there_is_nothing_to_sign_in_with(self):
        assert demo("--sign-ins") == "The demo people are not here.\n"

    def test_a_last_day_that_is_no_date_is_refused_in_words(self):
        with pytest.raises(CommandError, match="not a date such as 2026-11-20"):
            demo("--last-day", "yesterday")

    def test_today_holds_nothing_that_has_not_come_yet(self):
        began = datetime.now(UTC)
        demo()

        assert Episode.objects.filter(started_at__gt=began + timedelta(minutes=5)).count() == 0
        assert Version.objects.filter(at__gt=began + timedelta(minutes=1)).count() == 0

    def test_the_bar_can_be_drawn_where_there_is_no_terminal(self, capfd):
        demo("--last-day", "2026-11-20", "--progress")

        assert "entries" in capfd.readouterr().err
