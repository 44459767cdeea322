"""
Fifty phones, five clinicians and the longest diary at once on the default install: gunicorn, SQLite, HTTP.

Run: python -m bench.load [MINUTES], 2 if not told; half an hour of it is a soak of the memory. Each phone logs an entry
every 20 s and asks once a minute what has changed; each clinician opens a drawer every 10 s. In the second half, beside
them, a diary of 20,000 episodes changes and is printed again and again, so that no page that was kept is an answer. A
request's time counts from the moment for which it was planned: who waits behind a slow answer has waited too. Linux
only: memory is read from /proc (PSS of all processes of gunicorn).

Promises: every answer is the expected one; logging p95 < 150 ms, beside the printing < 300 ms; in either half, the
memory of its second half (median) <= 1.10 times that of its first. What printing adds for good, in the first hundred
pages of each worker, is told too: a quarter has to be long enough to be past it. Exits with 1 where one is broken.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from tqdm import tqdm

from bench.panel import at_work
from bench.profile import LAST, PAGE, fill
from bench.writers import cookies, free_port, new_diaries, serve

PHONES: Final = 50
CLINICIANS: Final = 5
LOG_EVERY_S: Final = 20.0
SYNC_EVERY_S: Final = 60.0
DRAWER_EVERY_S: Final = 10.0
MEMORY_EVERY_S: Final = 10.0
ENTRIES: Final = 300
LONGEST: Final = (3_650, 20_000)  # days, episodes
YEAR: Final = {"first": LAST - timedelta(days=364), "last": LAST}
FIRST_PAGES: Final = 16  # so many that each worker makes some of them
ANSWER_S: Final = 60.0
OK: Final = 200
CREATED: Final = 201
LOGGED: Final = "logging"
LOG_MS_MAX: Final = 150.0
LOG_BESIDE_PRINTING_MS_MAX: Final = 300.0
GROWTH_MAX: Final = 1.10


def main() -> None:
    """Fill a house, serve it, let everybody loose, count."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    with tempfile.TemporaryDirectory(prefix="twitch-diary-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["DIARY_DATA_DIR"] = folder
        people, port = _house(), free_port()
        server = serve(port)
        try:
            day = _lived(people, Client(port), server.pid, 60 * minutes)
        finally:
            server.terminate()
            server.wait()
    broken = [*_answers_told(day), *_memory_told(day)]
    for promise in broken:
        print(f"BROKEN: {promise}")
    raise SystemExit(bool(broken))


@dataclass(frozen=True)
class People:
    """Their cookies, and the addresses of the drawers."""

    phones: list[str]
    clinicians: list[str]
    keeper: str
    drawers: list[str]


@dataclass(frozen=True)
class Answered:
    """One request: when it was planned, in seconds from the beginning, how long it took, and what was wrong with it."""

    what: str
    planned_s: float
    ms: float
    trouble: str


@dataclass
class Day:
    """What happened, from `begun` on the monotonic clock."""

    begun: float
    seconds: float
    answers: list[Answered] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)

    @property
    def end(self) -> float:
        return self.begun + self.seconds

    @property
    def noon(self) -> float:
        """When the printing begins."""
        return self.begun + self.seconds / 2


def _house() -> People:
    """Fill a house: a keeper whose diary is the longest, and the phones, whose diaries are open to one practice."""
    keeper, *phones = new_diaries(1 + PHONES)
    from django.db import connections

    from people.models import CareLink, Diary
    from people.services import care_links
    from reports import refresh

    clinicians, code = _practice()
    longest, *diaries = Diary.objects.filter(owner__username__startswith="writer").order_by("pk")
    fill(longest, *LONGEST)
    for diary in tqdm(diaries, unit=" diaries", desc="fill", file=sys.stderr):
        fill(diary, 365, ENTRIES)
        now, scope = datetime.now(UTC), CareLink.Scope.PROFILE
        care_links.give(diary=diary, code=code, scope=scope, until=None, by=diary.owner, now=now)
        refresh.refresh(diary, now=now)
    connections.close_all()
    drawers = [f"/clinic/diaries/{diary.reference}/drawer/" for diary in diaries]
    return People([cookies(one) for one in phones], clinicians, cookies(keeper), drawers)


def _practice() -> tuple[list[str], str]:
    from people import second_factor
    from people.services import accounts, practices

    now, names = datetime.now(UTC), [f"clinician{number}" for number in range(CLINICIANS)]
    doctors = [accounts.register(username=name, password="x" * 20, name=f"Dr {name}", now=now) for name in names]
    practice = practices.open_practice(name="The practice", by=doctors[0], now=now)
    for doctor in doctors:
        second_factor.set_up_app(doctor, "A" * 32)
        practices.join(practice=practice, user=doctor, now=now)
    return [at_work(name) for name in names], practice.code


@dataclass(frozen=True)
class Client:
    """Sends one request on a connection of its own, as a phone does that was silent for a while."""

    port: int

    def ask(self, who: str, method: str, path: str, said: Any = None, *, wanted: int = OK) -> tuple[bytes, str]:
        """Return the body, and what was wrong with the answer: nothing, as a rule."""
        headers = {"Content-Type": "application/json", "Cookie": who, "X-CSRFToken": "a" * 32}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_S)
        try:
            connection.request(method, path, json.dumps(said) if said else None, headers)
            answer = connection.getresponse()
            body, status = answer.read(), answer.status
        except (OSError, http.client.HTTPException) as error:
            return b"", type(error).__name__
        finally:
            connection.close()
        return body, "" if status == wanted else f"{method} {path.partition('?')[0]}: {status}"

    def log(self, who: str, started_at: datetime) -> str:
        told = {"started_at": started_at.isoformat(), "time_zone": "Europe/Prague"}
        return self.ask(who, "PUT", f"/api/v1/episodes/{uuid4()}/", told, wanted=CREATED)[1]


class Phone:
    """Remembers up to where it has read the changes."""

    def __init__(self, client: Client, who: str) -> None:
        self.client, self.who, self.cursor = client, who, ""

    def log(self) -> str:
        return self.client.log(self.who, datetime.now(UTC))

    def sync(self) -> str:
        body, trouble = self.client.ask(self.who, "GET", f"/api/v1/sync/changes/?limit=1000&cursor={self.cursor}")
        if not trouble:
            self.cursor = json.loads(body)["next_cursor"]
        return trouble


def _printed(client: Client, keeper: str) -> str:
    body, trouble = client.ask(keeper, "GET", f"{PAGE}?{urlencode(YEAR)}")
    return trouble or ("" if body.startswith(b"%PDF") else "a page that is no PDF")


def _changed(client: Client, keeper: str) -> str:
    last = datetime(LAST.year, LAST.month, LAST.day, tzinfo=UTC)
    return client.log(keeper, last - timedelta(minutes=random.randrange(60 * 24 * 300)))


def _lived(people: People, client: Client, server: int, seconds: float) -> Day:
    """Let everybody do what they do at their own times, and look at the memory meanwhile."""
    random.seed(7)
    phones = [Phone(client, who) for who in people.phones]
    _begin(client, people, phones)
    print(f"load of the machine before the clock starts {os.getloadavg()[0]:.1f}, on {os.cpu_count()} cores")
    day = Day(time.monotonic(), seconds)
    threads = [Thread(target=act) for act in chain(_of_phones(day, phones), _of_clinicians(day, client, people))]
    threads.append(Thread(target=_print_again_and_again, args=(day, client, people.keeper)))
    for thread in threads:
        thread.start()
    _watch_memory(day, server)
    for thread in threads:
        thread.join()
    return day


def _begin(client: Client, people: People, phones: list[Phone]) -> None:
    """Let each phone read what is there, and each worker print."""
    with ThreadPoolExecutor(4) as pool:
        troubles = [*pool.map(Phone.sync, phones)]
        for _ in range(FIRST_PAGES // 4):
            troubles.append(_changed(client, people.keeper))
            troubles += pool.map(lambda _: _printed(client, people.keeper), range(4))
    if any(troubles):
        raise SystemExit(f"the house is not well: {sorted(set(troubles))}")


def _of_phones(day: Day, phones: list[Phone]) -> Iterator[Callable[[], None]]:
    for phone in phones:
        yield partial(_keep_time, day, LOGGED, LOG_EVERY_S, phone.log)
        yield partial(_keep_time, day, "sync", SYNC_EVERY_S, phone.sync)


def _of_clinicians(day: Day, client: Client, people: People) -> Iterator[Callable[[], None]]:
    for who in people.clinicians:
        look = partial(lambda who: client.ask(who, "GET", random.choice(people.drawers))[1], who)
        yield partial(_keep_time, day, "drawer", DRAWER_EVERY_S, look)


def _keep_time(day: Day, what: str, every_s: float, act: Callable[[], str]) -> None:
    """Act at every planned moment until the end, from a random one on; late if the last answer was late."""
    planned = day.begun + random.uniform(0, every_s)
    while planned < day.end:
        time.sleep(max(0.0, planned - time.monotonic()))
        _keep(day, what, planned, act)
        planned += every_s


def _keep(day: Day, what: str, planned: float, act: Callable[[], str]) -> None:
    trouble = act()
    day.answers.append(Answered(what, planned - day.begun, 1_000 * (time.monotonic() - planned), trouble))


def _print_again_and_again(day: Day, client: Client, keeper: str) -> None:
    time.sleep(max(0.0, day.noon - time.monotonic()))
    while time.monotonic() < day.end:
        _keep(day, "changing the longest diary", time.monotonic(), partial(_changed, client, keeper))
        _keep(day, "printing it", time.monotonic(), partial(_printed, client, keeper))


def _watch_memory(day: Day, server: int) -> None:
    for number in tqdm(range(int(day.seconds / MEMORY_EVERY_S)), unit=" looks", desc="memory", file=sys.stderr):
        time.sleep(max(0.0, day.begun + (number + 1) * MEMORY_EVERY_S - time.monotonic()))
        day.memory_mb.append(sum(map(_pss_mb, _family(server))))


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *chain.from_iterable(_family(int(child)) for child in children)]


def _pss_mb(process: int) -> float:
    """Return what a process holds, its share of what several hold included, in MB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1_024 / 1_000_000


def _answers_told(day: Day) -> Iterator[str]:
    """Print how long everything took; return which promises were broken."""
    print(f"{'ms from the planned moment':<34}{'count':>7}{'p50':>7}{'p95':>7}{'p99':>7}{'max':>7}")
    limits = {False: LOG_MS_MAX, True: LOG_BESIDE_PRINTING_MS_MAX}
    for what in dict.fromkeys(one.what for one in sorted(day.answers, key=lambda one: one.planned_s)):
        for is_beside, name in ((False, what), (True, f"{what}, beside the printing")):
            found = [one for one in day.answers if one.what == what and _is_beside(day, one) == is_beside]
            if not found:
                continue
            p95 = _row_told(name, sorted(one.ms for one in found))
            if what == LOGGED and p95 >= limits[is_beside]:
                yield f"{name}: p95 {p95:.0f} ms, promised below {limits[is_beside]:.0f} ms"
    troubles = [one.trouble for one in day.answers if one.trouble]
    print(f"errors {len(troubles)} of {len(day.answers):,} requests")
    if troubles:
        yield f"unexpected answers, among them {sorted(set(troubles))[:5]}"


def _is_beside(day: Day, one: Answered) -> bool:
    return one.planned_s >= day.seconds / 2


def _row_told(name: str, ms: list[float]) -> float:
    p50, p95, p99 = (ms[min(len(ms) - 1, int(len(ms) * share))] for share in (0.5, 0.95, 0.99))
    print(f"{name:<34}{len(ms):7,}{p50:7.0f}{p95:7.0f}{p99:7.0f}{ms[-1]:7.0f}")
    return p95


def _memory_told(day: Day) -> Iterator[str]:
    """Print what all processes of gunicorn held together; return the promise if it was broken."""
    looks = day.memory_mb
    quarter = len(looks) // 4
    if not quarter:
        yield "too short to see the memory grow"
        return
    medians = [statistics.median(looks[start * quarter : (start + 1) * quarter]) for start in range(4)]
    told = ", ".join(f"{one:.0f}" for one in medians)
    print(f"memory in MB, the medians of the quarters {told}; most {max(looks):.0f}")
    for half, (before, after) in {"": medians[:2], " beside the printing": medians[2:]}.items():
        if after > GROWTH_MAX * before:
            yield f"the memory grew {after / before:.2f} times{half}, promised at most {GROWTH_MAX:.2f} times"


if __name__ == "__main__":
    main()
