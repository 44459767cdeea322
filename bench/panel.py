"""
Whether a large practice is looked at as quickly as a small one: panel, drawer, a red flag, and making all digests.

Run: python -m bench.panel [PATIENTS [ENTRIES]]. Fills a SQLite file with PATIENTS (10,000) diaries of ENTRIES (1,000)
entries of one year each, in eight kinds, half a percent of them with a red flag; every tenth is open to a small
practice too. Makes every digest in one process, then asks for the panel of both practices in turn through the whole
WSGI stack, for drawers, and lets diarists tell of an emergency. Ten million entries take a few minutes and some
gigabytes to fill.

Promises: first page p95 <= 30 ms and <= 8 queries, at most 1.2 times that of the small practice; drawer <= 250 ms; a
red flag on the panel <= 5 s after it is stored; 10,000 digests <= 5 minutes.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.management import call_command
from tqdm import tqdm

from bench.api import call, house

PATIENTS: Final = 10_000
ENTRIES: Final = 1_000
KINDS: Final = 8
SMALL_SHARE: Final = 10  # every tenth patient is the small practice's too
ROUNDS: Final = 200
DRAWERS: Final = 30
RED_FLAGS: Final = 10
DAYS: Final = 365
PLACES: Final = ("lid_lower", "lid_upper", "cheek", "mouth_corner", "chin", "brow", "lip_upper", "calf")
CHUNK: Final = 200


def main() -> None:
    """Measure, and print."""
    told = [int(number) for number in sys.argv[1:]]
    patients, entries = (*told, *(PATIENTS, ENTRIES)[len(told) :])
    with house() as application:
        call_command("collectstatic", verbosity=0, interactive=False)
        practices = _practices()
        _fill(patients, entries, practices)
        _digests(patients)
        cookies = {name: _at_work(name) for name in practices}
        _panels(application, cookies, patients)
        _drawers(application, cookies["large"])
        _red_flags(application, cookies["large"])


def _practices() -> dict[str, Any]:
    from people import second_factor
    from people.services import accounts, practices

    now, made = datetime.now(UTC), {}
    for name in ("small", "large"):
        doctor = accounts.register(username=name, password="x" * 20, name=f"Dr {name}", now=now)
        second_factor.set_up_app(doctor, "A" * 32)
        made[name] = practices.open_practice(name=f"The {name} practice", by=doctor, now=now)
    return made


def _at_work(username: str) -> str:
    from people.models import User
    from tests.cast import signed_in_to_work

    client = signed_in_to_work(User.objects.get(username=username))
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"


def _fill(patients: int, entries: int, practices: dict[str, Any]) -> None:
    """Write one diary of each kind entry by entry, and copy it within the database."""
    from django.db import connection, transaction

    from diary.models import Check, Episode
    from people.models import CareLink, Diary, User

    now, chance = datetime.now(UTC), random.Random(3)
    kinds = [_diary_of_kind(kind, entries, now) for kind in range(KINDS)]
    with tqdm(total=patients, unit=" diaries", desc="fill", file=sys.stderr) as bar:
        for begin in range(0, patients, CHUNK):
            numbers = range(begin, min(begin + CHUNK, patients))
            with transaction.atomic():
                users = User.objects.bulk_create(
                    User(username=f"p{n}", name=f"Patient {n:05}", password="!") for n in numbers
                )
                diaries = Diary.objects.bulk_create(
                    Diary(owner=user, opened_at=now, change_counter=entries + 1) for user in users
                )
                links = [CareLink(diary=diary, practice=practices["large"], given_at=now) for diary in diaries]
                small = [one for n, one in zip(numbers, diaries, strict=True) if n % SMALL_SHARE == 0]
                links += [CareLink(diary=diary, practice=practices["small"], given_at=now) for diary in small]
                CareLink.objects.bulk_create(links)
                with connection.cursor() as cursor:
                    for diary in diaries:
                        _copy(cursor, Episode, kinds[chance.randrange(KINDS)].pk, diary.pk)
                        if chance.random() < 0.005:
                            _copy(cursor, Check, kinds[0].pk, diary.pk)
            bar.update(len(diaries))
    Diary.objects.filter(pk__in=[one.pk for one in kinds]).update(change_counter=entries + 1)


def _copy(cursor: Any, model: Any, source: int, target: int) -> None:
    columns = [f'"{field.column}"' for field in model._meta.local_concrete_fields if field.column != "diary_id"]
    table, names = model._meta.db_table, ", ".join(columns)
    into = f'INSERT INTO "{table}" (diary_id, {names})'
    cursor.execute(f'{into} SELECT %s, {names} FROM "{table}" WHERE diary_id = %s', [target, source])


def _diary_of_kind(kind: int, entries: int, now: datetime) -> Any:
    """Return a diary of a year: some steady, some with more of late, some that spread, some that went quiet."""
    from diary import rows
    from diary.services import checks, facts
    from diary.services.episodes import KIND
    from people.services import accounts

    chance = random.Random(kind)
    owner = accounts.register(username=f"kind{kind}", password="x" * 20, now=now)
    last = now - timedelta(days=40 if kind == 5 else 0)
    made = []
    for number in range(entries):
        share = chance.random() ** (0.5 if kind in (2, 3) else 1.0)  # of these kinds more of late
        at = last - timedelta(days=DAYS * (1 - share), minutes=chance.randrange(1, 600))
        site = PLACES[0] if kind % 2 == 0 or share < 0.8 else PLACES[kind]
        held_back = "no" if kind in (1, 4) else None
        told = {"started_at": at, "time_zone": "UTC", "recorded_at": at, "intensity": 2, "duration_s": 5}
        told |= {"sites": [{"site": site, "side": "left"}], "suppressible": held_back}
        episode = KIND.build(uuid4(), told, None, at)
        episode.diary_id, episode.epoch, episode.rev = owner.diary.pk, 1, number + 1
        episode.seq, episode.updated_at, episode.document = number + 1, at, "{}"
        made.append(episode)
    for begin in range(0, entries, 5_000):
        rows.insert(made[begin : begin + 5_000])
    owner.diary.change_counter = entries
    owner.diary.save()
    if kind == 0:
        said = {"performed_at": now, "time_zone": "UTC", "answers": {"swallow_saliva": {"value": "yes"}}}
        facts.record(kind=checks.KIND, diary=owner.diary, key=uuid4(), fields=said, by=owner, now=now)
    return owner.diary


def _digests(patients: int) -> None:
    started = time.perf_counter()
    call_command("refresh_digests")
    taken = time.perf_counter() - started
    print(f"{patients:,} digests in one process: {taken:.0f} s, {1_000 * taken / patients:.1f} ms each")


def _panels(application: Any, cookies: dict[str, str], patients: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times: dict[str, list[float]] = {name: [] for name in cookies}
    for name, kept in cookies.items():
        _look(application, kept)
        with CaptureQueriesContext(connection) as queries:
            _look(application, kept)
        print(f"panel of the {name} practice: {len(queries)} queries")
    for _ in range(ROUNDS):
        for name, kept in cookies.items():
            times[name].append(_timed(partial(_look, application, kept)))
    sizes = {"small": patients // SMALL_SHARE, "large": patients}
    for name, taken in times.items():
        print(f"panel of {sizes[name]:>6,} patients: {_p50_p95(taken)}")
    ratio = statistics.median(times["large"]) / statistics.median(times["small"])
    print(f"large against small: {ratio:.2f} times (medians, in turn)")


def _drawers(application: Any, cookies: str) -> None:
    from diary.models import PanelLine

    shown = PanelLine.objects.filter(lane__lte=2).order_by("lane", "since", "pk")
    references = list(shown.values_list("diary__reference", flat=True)[:DRAWERS])
    addresses = [f"/clinic/diaries/{reference}/drawer/" for reference in references]
    _look(application, cookies, addresses[0])
    taken = [_timed(partial(_look, application, cookies, address)) for address in addresses]
    print(f"drawer: {_p50_p95(taken)}")


def _red_flags(application: Any, cookies: str) -> None:
    """Let diarists of the last lane tell of an emergency, and look when the panel has it."""
    from django.test import Client

    from diary.models import PanelLine
    from people.models import User

    owners = PanelLine.objects.filter(lane__gt=2).order_by("-pk").values_list("diary__owner", flat=True)
    taken = []
    for pk in owners[:RED_FLAGS]:
        user, client = User.objects.get(pk=pk), Client()
        client.force_login(user)
        phone = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"
        told = {"performed_at": datetime.now(UTC).isoformat(), "time_zone": "UTC", "answers": {"swallow_saliva": "yes"}}
        taken.append(_timed(partial(_told_and_seen, application, phone, told, cookies, user)))
    print(f"from telling of an emergency to its row on the panel: {_p50_p95(taken)}")


def _told_and_seen(application: Any, phone: str, told: dict[str, Any], cookies: str, user: Any) -> None:
    from diary.models import PanelLine

    call(application, phone, "PUT", f"/api/v1/checks/{UUID(int=random.getrandbits(128), version=4)}/", told)
    _look(application, cookies)
    assert set(PanelLine.objects.filter(diary__owner=user).values_list("lane", flat=True)) == {1}


def _look(application: Any, cookies: str, address: str = "/clinic/") -> None:
    call(application, cookies, "GET", address)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return 1_000 * (time.perf_counter() - started)


def _p50_p95(taken: list[float]) -> str:
    ordered = sorted(taken)
    return f"p50 {statistics.median(ordered):.1f} ms, p95 {ordered[int(0.95 * (len(ordered) - 1))]:.1f} ms"


if __name__ == "__main__":
    main()
