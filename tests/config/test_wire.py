"""What only a real server meets: bodies whose length lies, people who hang up, and twenty pages at once."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from config.bootstrap import postgresql
from tests.sync.test_killed import House, Person

EPISODE: Final = {"started_at": "2026-11-10T08:00:00+01:00", "time_zone": "Europe/Prague"}
BODY: Final = json.dumps(EPISODE).encode()
OWN: Final = "/api/v1/imports/?source=own"
ANSWER_S: Final = 30.0
AT_ONCE: Final = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server for this module, with Ana and Eve signed in."""
    folder = tmp_path_factory.mktemp("wire")
    (folder / "tmp").mkdir()
    house = House(folder, "")
    house.env |= {"TMPDIR": str(folder / "tmp")}
    with house.serving():
        yield house
    house.log.close()


def talk(house: House, told: bytes, *, hangs_up: bool = True) -> bytes:
    """Send these bytes as they are; return all that comes back until the server closes, or says nothing more."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=ANSWER_S) as line:
        line.sendall(told)
        if hangs_up:
            line.shutdown(socket.SHUT_WR)
        heard = b""
        while more := line.recv(65_536):
            heard += more
        return heard


def request(house: House, headers: str, body: bytes, method: str = "PUT", path: str = "") -> bytes:
    """Return a request of Ana's as it goes over the wire, with these headers about its length."""
    path = path or f"/api/v1/episodes/{uuid4()}/"
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nContent-Type: application/json\r\n"
        f"Cookie: sessionid={house.people[0].session}; csrftoken={'a' * 32}\r\nX-CSRFToken: {'a' * 32}\r\n{headers}\r\n"
    ).encode() + body


def statuses(heard: bytes) -> list[int]:
    """Return the status of each answer."""
    return [int(part[:3]) for part in heard.split(b"HTTP/1.1 ")[1:]]


def stored(house: House) -> int:
    return int(house.rows("SELECT count(*) FROM diary_episode")[0][0])


def still_answers(house: House, person: Person) -> bool:
    return house.ask(person, "GET", "/api/v1/episodes/")[0] == 200


LENGTH: Final = len(BODY)
LIES: Final[dict[str, tuple[str, bytes]]] = {
    "longer than what comes": (f"Content-Length: {LENGTH + 40}\r\n", BODY),
    "much longer": ("Content-Length: 999999\r\n", BODY),
    "shorter": (f"Content-Length: {LENGTH - 9}\r\n", BODY),
    "nothing": ("Content-Length: 0\r\n", BODY),
    "below nothing": ("Content-Length: -5\r\n", BODY),
    "with a sign": (f"Content-Length: +{LENGTH}\r\n", BODY),
    "a word": ("Content-Length: all\r\n", BODY),
    "hexadecimal": (f"Content-Length: {LENGTH:#x}\r\n", BODY),
    "of many digits": (f"Content-Length: {'9' * 40}\r\n", BODY),
    "full-width digits": ("Content-Length: \uff11\uff12\r\n", BODY),
    "said twice": (f"Content-Length: {LENGTH}\r\nContent-Length: {LENGTH - 9}\r\n", BODY),
    "said twice in one": (f"Content-Length: {LENGTH}, {LENGTH - 9}\r\n", BODY),
    "not said": ("", BODY),
    "said, and in pieces too": (
        f"Content-Length: {LENGTH}\r\nTransfer-Encoding: chunked\r\n", b"%x\r\n%b\r\n0\r\n\r\n" % (LENGTH, BODY),
    ),
    "pieces of no size": ("Transfer-Encoding: chunked\r\n", b"zz\r\n" + BODY),
    "pieces without an end": ("Transfer-Encoding: chunked\r\n", b"%x\r\n%b" % (LENGTH + 40, BODY)),
    "pieces in another coding": ("Transfer-Encoding: gzip, chunked\r\n", b"%x\r\n%b\r\n0\r\n\r\n" % (LENGTH, BODY)),
}  # fmt: skip


@pytest.mark.sqlite  # the way to the database is the same
class TestLength:
    @pytest.mark.parametrize("lie", LIES)
    def test_that_lies_is_refused_and_stores_nothing(self, server: House, lie: str) -> None:
        headers, body = LIES[lie]
        before = stored(server)
        told = statuses(talk(server, request(server, headers, body)))

        assert told
        assert set(told) <= {400, 411, 413, 501}
        assert stored(server) == before
        assert still_answers(server, server.people[0])

    def test_that_is_right_is_taken(self, server: House) -> None:
        before = stored(server)
        heard = talk(server, request(server, f"Content-Length: {LENGTH}\r\nConnection: close\r\n", BODY))

        assert statuses(heard) == [201]
        assert stored(server) == before + 1

    @pytest.mark.long
    def test_of_a_body_that_never_comes_is_waited_for_five_seconds(self, server: House) -> None:
        began = time.monotonic()
        told = statuses(talk(server, request(server, "Content-Length: 400\r\n", BODY), hangs_up=False))

        assert set(told) <= {400}
        assert 4 < time.monotonic() - began < 12
        assert still_answers(server, server.people[0])


ROWS: Final = (b"2026-11-%02dT08:30:00+01:00,chin,left\n" % day for day in range(1, 19))
TABLE: Final = b"started_at,site,side\n" + b"".join(ROWS)
CSV: Final = "/api/v1/imports/?source=csv&time_zone=Europe/Prague"


def own_file(count: int) -> bytes:
    listed = [EPISODE | {"id": str(uuid4()), "recorded_at": EPISODE["started_at"]} for _ in range(count)]
    return json.dumps({"format": "twitch-diary", "format_version": 1, "episodes": listed, "complete": True}).encode()


@pytest.mark.sqlite
class TestHangingUp:
    """Somebody's network is gone in the middle of a file: all of it or nothing."""

    def test_in_mid_table_takes_nothing_over(self, server: House) -> None:
        cut = TABLE[: TABLE.index(b"2026-11-09")]  # a whole table, by the look of it
        told = request(server, f"Content-Length: {len(TABLE)}\r\n", cut, "POST", CSV)
        before = stored(server)

        assert statuses(talk(server, told.replace(b"application/json", b"text/csv"))) == [400]
        assert stored(server) == before
        assert statuses(talk(server, whole(server, TABLE, CSV).replace(b"application/json", b"text/csv"))) == [201]

    @pytest.mark.parametrize("share", [0.01, 0.5, 0.999])
    def test_in_mid_file_takes_nothing_over_and_leaves_nothing_behind(self, server: House, share: float) -> None:
        body = own_file(200)
        told = request(server, f"Content-Length: {len(body)}\r\n", body[: int(share * len(body))], "POST", OWN)
        before = stored(server), files(server)

        assert statuses(talk(server, told)) == [400]
        assert (stored(server), files(server)) == before

    def test_before_the_answer_leaves_the_server_well(self, server: House) -> None:
        for path in ("/api/v1/reports/profile.pdf", "/api/v1/account/export/", "/api/v1/exports/json/"):
            with socket.create_connection(("127.0.0.1", server.port), timeout=ANSWER_S) as line:
                line.sendall(request(server, "", b"", "GET", path))

        assert still_answers(server, server.people[0])


def whole(house: House, body: bytes, path: str) -> bytes:
    return request(house, f"Content-Length: {len(body)}\r\nConnection: close\r\n", body, "POST", path)


def files(house: House) -> set[str]:
    """Return what lies in the folder of the data, and where temporary files go."""
    folder = house.file.parent
    return {path.name for path in (*folder.iterdir(), *(folder / "tmp").iterdir()) if "journal" not in path.name}


@pytest.mark.sqlite
class TestTwentyAtOnce:
    def test_pages_are_all_made_and_others_are_answered(self, server: House) -> None:
        """Twenty different pages, so that none is kept; five people leave before theirs has come."""
        before, made = files(server), list[bytes]()
        acts = [partial(self._fetch, server, number, made) for number in range(AT_ONCE)]
        acts += [partial(self._leave, server, number) for number in range(AT_ONCE, AT_ONCE + 5)]
        threads = [threading.Thread(target=act) for act in acts]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            assert still_answers(server, server.people[1])

        assert len([pdf for pdf in made if pdf.startswith(b"%PDF")]) == AT_ONCE
        assert files(server) == before

    def _fetch(self, server: House, number: int, made: list[bytes]) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as line:
            line.request("GET", page(number), headers={"Cookie": f"sessionid={server.people[0].session}"})
            made.append(line.getresponse().read())

    def _leave(self, server: House, number: int) -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=ANSWER_S) as line:
            line.sendall(request(server, "", b"", "GET", page(number)))


def page(number: int) -> str:
    return f"/api/v1/reports/profile.pdf?first=2026-10-{number % 28 + 1:02}&last=2026-11-18"


class TestKilledWhileImporting:
    """kill -9 while a file is taken over: nothing of it is there, or everything; sent again it is there once."""

    COUNT = 8_000

    @pytest.fixture
    def url(self) -> str:
        return ""

    @pytest.fixture
    def house(self, tmp_path: Path, url: str) -> Iterator[House]:
        house = House(tmp_path, url)
        (tmp_path / "tmp").mkdir()
        yield house
        house.log.close()

    @pytest.mark.long
    @pytest.mark.sqlite
    def test_on_sqlite(self, house: House) -> None:
        self.live_through(house)

    @pytest.mark.long
    @pytest.mark.postgresql
    def test_on_postgresql(self, tmp_path: Path) -> None:
        with postgresql.cluster() as url:
            house = House(tmp_path, url)
            (tmp_path / "tmp").mkdir()
            self.live_through(house)
            house.log.close()

    def live_through(self, house: House) -> None:
        body, outcomes = own_file(self.COUNT), set[int]()
        for seconds in (0.0, 0.3, 1.0):
            with house.serving() as kill:
                before = files(house)
                sending = threading.Thread(target=self._send, args=(house, body))
                sending.start()
                self._wait_until_it_writes(house)
                time.sleep(seconds)
                kill()
                sending.join()
            outcomes.add(stored(house))
            assert {name for name in files(house) - before if "sqlite3" not in name} == set()
        with house.serving():
            assert statuses(talk(house, whole(house, body, OWN))) == [201]
        assert {0} <= outcomes <= {0, self.COUNT}

        assert stored(house) == self.COUNT
        assert house.rows("SELECT count(*) FROM diary_version") == [(self.COUNT,)]

    def _wait_until_it_writes(self, house: House) -> None:
        """Wait for the transaction: what SQLite journals of it, or that PostgreSQL has numbered it."""
        journal, last_moment = Path(f"{house.file}-journal"), time.monotonic() + ANSWER_S
        writing = "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
        while not (house.rows(writing)[0][0] if house.url else journal.exists() and journal.stat().st_size):
            assert time.monotonic() < last_moment, "the import never began to write"
            time.sleep(0.01)

    def _send(self, house: House, body: bytes) -> None:
        with suppress(OSError):
            talk(house, whole(house, body, OWN))
