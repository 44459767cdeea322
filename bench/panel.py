"""
Whether a large practice is looked at as quickly as a small one: panel, drawer, a red flag, and making all digests.

Run: python -m bench.panel [PATIENTS [ENTRIES]]. Fills PATIENTS (10,000) diaries with ENTRIES (1,000) entries of one
year each, in eight kinds, half a percent of them with a red flag; every tenth is open to a small practice too. Makes
every digest in one process, then asks for the panel of both practices in turn through the whole WSGI stack, for
drawers, and lets diarists tell of an emergency. Ten million entries take some gigabytes.

Promises: first page p95 <= 30 ms and <= 8 queries, at most 1.2 times that of the small practice; drawer <= 250 ms; a
red flag on the panel <= 5 s after it is stored; 10,000 digests <= 5 minutes.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.management import call_command

from bench import databases, fill
from bench.api import call, house
from bench.rows import Row, at_most, in_turn, p95, ratio, tell, timed_ms

PATIENTS: Final = 10_000
ENTRIES: Final = 1_000
SMALL_SHARE: Final = 10  # every tenth patient is the small practice's too
RED_SHARE: Final = 0.005
ROUNDS: Final = 200
DRAWERS: Final = 30
RED_FLAGS: Final = 10
PANEL_RATIO_MAX: Final = 1.2
PANEL_MS_MAX: Final = 30.0
QUERIES_MAX: Final = 8
DRAWER_MS_MAX: Final = 250.0
RED_FLAG_MS_MAX: Final = 5_000.0
DIGEST_MS_MAX: Final = 30.0


def main() -> int:
    """Measure, and print."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(patients: int = PATIENTS, entries: int = ENTRIES) -> list[Row]:
    """Fill, and look at both practices."""
    with house() as application:
        call_command("collectstatic", verbosity=0, interactive=False)
        practices = _practices()
        _fill(patients, entries, practices)
        digests = _digests(patients)
        cookies = {name: at_work(name) for name in practices}
        return [
            *_panels(application, cookies, patients),
            _drawers(application, cookies["large"]),
            _red_flags(application, cookies["large"]),
            digests,
        ]


def _practices() -> dict[str, Any]:
    from people import second_factor
    from people.services import accounts, practices

    now, made = datetime.now(UTC), {}
    for name in ("small", "large"):
        doctor = accounts.register(username=name, password="x" * 20, name=f"Dr {name}", now=now)
        second_factor.set_up_app(doctor, "A" * 32)
        made[name] = practices.open_practice(name=f"The {name} practice", by=doctor, now=now)
    return made


def at_work(username: str) -> str:
    """Return the cookies of somebody who has just signed in to work, with the second factor."""
    from people.models import User
    from tests.cast import signed_in_to_work

    client = signed_in_to_work(User.objects.get(username=username))
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"


def _fill(patients: int, entries: int, practices: dict[str, Any]) -> None:
    """Open diaries of one size to the practices; some of them tell of an emergency."""
    from diary.services import checks, facts
    from people.models import CareLink

    now, chance = datetime.now(UTC), random.Random(3)
    diaries = fill.fill([entries] * patients, now=now)
    links = [CareLink(diary=diary, practice=practices["large"], given_at=now) for diary in diaries]
    links += [CareLink(diary=diary, practice=practices["small"], given_at=now) for diary in diaries[::SMALL_SHARE]]
    CareLink.objects.bulk_create(links, batch_size=1_000)
    said = {"performed_at": now, "time_zone": "UTC", "answers": {"swallow_saliva": {"value": "yes"}}}
    for diary in diaries:
        if chance.random() < RED_SHARE:
            facts.record(kind=checks.KIND, diary=diary, key=uuid4(), fields=said, by=diary.owner, now=now)
    databases.settle()


def _digests(patients: int) -> Row:
    taken = timed_ms(partial(call_command, "refresh_digests", stdout=io.StringIO()))
    return at_most("a digest, so that 10,000 take at most 5 minutes", taken / patients, DIGEST_MS_MAX, "ms", digits=1)


def _panels(application: Any, cookies: dict[str, str], patients: int) -> list[Row]:
    small, large = in_turn(ROUNDS, *(partial(_look, application, kept) for kept in cookies.values()))
    queries = _queries(partial(_look, application, cookies["large"]))
    where = f"panel of {patients:,} patients"
    return [
        ratio(f"{where}, against {patients // SMALL_SHARE:,}", large, small, at_most=PANEL_RATIO_MAX),
        at_most(f"{where}, first page, p95", p95(large), PANEL_MS_MAX, "ms", digits=1),
        at_most(f"{where}, first page", queries, QUERIES_MAX, "queries"),
    ]


def _queries(act: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def _drawers(application: Any, cookies: str) -> Row:
    from diary.models import PanelLine

    shown = PanelLine.objects.filter(lane__lte=2).order_by("lane", "since", "pk")
    references = list(shown.values_list("diary__reference", flat=True)[:DRAWERS])
    addresses = [f"/clinic/diaries/{reference}/drawer/" for reference in references]
    _look(application, cookies, addresses[0])
    taken = [timed_ms(partial(_look, application, cookies, address)) for address in addresses]
    return at_most("a drawer, p95", p95(taken), DRAWER_MS_MAX, "ms")


def _red_flags(application: Any, cookies: str) -> Row:
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
        taken.append(timed_ms(partial(_told_and_seen, application, phone, told, cookies, user)))
    return at_most("from telling of an emergency to its row on the panel, slowest", max(taken), RED_FLAG_MS_MAX, "ms")


def _told_and_seen(application: Any, phone: str, told: dict[str, Any], cookies: str, user: Any) -> None:
    from diary.models import PanelLine

    call(application, phone, "PUT", f"/api/v1/checks/{UUID(int=random.getrandbits(128), version=4)}/", told)
    _look(application, cookies)
    assert set(PanelLine.objects.filter(diary__owner=user).values_list("lane", flat=True)) == {1}


def _look(application: Any, cookies: str, address: str = "/clinic/") -> None:
    call(application, cookies, "GET", address)


if __name__ == "__main__":
    sys.exit(main())
