"""Phones that write through nginx without a pause, and remember what they were told."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Event, Thread
from typing import Any, Final
from uuid import uuid4

from bench.cluster.front import HOST, ROOT, Front

PEOPLE: Final = 8
ANSWER_S: Final = 10.0
AGAIN_S: Final = 0.2
EVERY_FIFTH: Final = 5  # a batch of three instead of one entry
PUSH: Final = "/api/v1/sync/push/"
SET_UP: Final = """
import django
django.setup()
from django.test import Client
from django.utils import timezone
from people.models import CareLink
from people.services import accounts, care_links, practices
now = timezone.now()
doctor = accounts.register(username="lin", password="x" * 20, now=now)
practice = practices.open_practice(name="Lin Neurology", by=doctor, now=now)
for number in range({people}):
    user = accounts.register(username=f"phone{{number}}", password="x" * 20, now=now)
    care_links.give(diary=user.diary, code=practice.code, scope=CareLink.Scope.PROFILE, until=None, by=user, now=now)
    client = Client()
    client.force_login(user)
    print(client.cookies["__Host-sessionid"].value, user.diary.pk)
"""


@dataclass
class Phone:
    """One person's phone: what it sent, and when each was acknowledged."""

    session: str
    diary: int
    entries: list[str] = field(default_factory=list)  # every id that was ever sent
    acknowledged: dict[str, float] = field(default_factory=dict)  # id: when
    refused: list[tuple[int, str]] = field(default_factory=list)  # what no phone expects
    unanswered: int = 0  # connections that broke, and answers 502 to 504: the phone sends again

    def write(self, port: int, over: Event) -> None:
        """Write until told to stop; what is not acknowledged is sent again until it is."""
        count = 0
        while not over.is_set():
            count += 1
            ids = [str(uuid4()) for _ in range(3 if count % EVERY_FIFTH == 0 else 1)]
            self.entries += ids
            request = _batch(ids) if len(ids) > 1 else _one(ids[0])
            while not self._is_done(port, *request):
                if self.refused:
                    return
                time.sleep(AGAIN_S)
            self.acknowledged |= dict.fromkeys(ids, time.monotonic())

    def _is_done(self, port: int, method: str, path: str, body: dict[str, Any]) -> bool:
        try:
            status, told = self.ask(port, method, path, body)
        except (OSError, http.client.HTTPException):
            self.unanswered += 1
            return False
        if status in (502, 503, 504):
            self.unanswered += 1
            return False
        results = json.loads(told).get("results", []) if status == 200 and method == "POST" else []
        if status not in (200, 201) or any(one["status"] not in ("applied", "duplicate") for one in results):
            self.refused.append((status, told[:200].decode(errors="replace")))
            return False
        return True

    def ask(self, port: int, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        headers = {
            "Host": HOST, "Content-Type": "application/json", "Origin": f"https://{HOST}",
            "Cookie": f"__Host-sessionid={self.session}; __Host-csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32,
        }  # fmt: skip
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_S)) as connection:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()


ENTRY: Final = {"started_at": "2026-11-10T08:00:00+01:00", "time_zone": "Europe/Prague"}


def _one(entry: str) -> tuple[str, str, dict[str, Any]]:
    return "PUT", f"/api/v1/episodes/{entry}/", dict(ENTRY)


def _batch(ids: list[str]) -> tuple[str, str, dict[str, Any]]:
    ops = [{"op_id": str(uuid4()), "kind": "episode", "id": one, "fields": ENTRY} for one in ids]
    return "POST", PUSH, {"device_id": "phone", "epoch": 1, "schema_version": 1, "ops": ops}


class Crowd:
    """All phones, each in a thread of its own."""

    def __init__(self, front: Front) -> None:
        self.front, self.over = front, Event()
        told = subprocess.run(
            [sys.executable, "-c", SET_UP.format(people=PEOPLE)],
            env=front.env, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if told.returncode:
            raise SystemExit(told.stderr[-800:])
        lines = [line.split() for line in told.stdout.splitlines()]
        self.phones = [Phone(session, int(diary)) for session, diary in lines]
        self._threads = [Thread(target=phone.write, args=(front.port, self.over)) for phone in self.phones]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def is_refused(self) -> bool:
        return any(phone.refused for phone in self.phones)

    def stop(self) -> None:
        """Let each phone finish what it is sending."""
        self.over.set()
        for thread in self._threads:
            thread.join()

    def first_after(self, moment: float) -> float | None:
        """Return the seconds from `moment` until something that was written after it was acknowledged."""
        times = [at for phone in self.phones for at in list(phone.acknowledged.values()) if at > moment]
        return min(times) - moment if times else None

    def longest_silence_s(self, begin: float, end: float) -> float:
        """Return the longest time between two acknowledgements of the crowd within a span."""
        times = sorted(at for phone in self.phones for at in list(phone.acknowledged.values()) if begin <= at <= end)
        moments = [begin, *times, end]
        return max(later - earlier for earlier, later in pairwise(moments))

    @property
    def unanswered(self) -> int:
        return sum(phone.unanswered for phone in self.phones)
