"""
A diary that has outgrown one machine, all of it on 127.0.0.1: started, driven, broken, and held to its promises.

Run: python -m bench.cluster [ROUNDS]. Starts a PostgreSQL primary with a synchronous hot standby, two application
servers and a worker with the settings of production, and nginx before them. Eight phones write without a pause while,
once a ROUND (1), each part is killed in turn: an application server (kill -9), another stopped in order, the worker,
the standby, the primary. A dead primary is replaced by the standby; what died comes back as the new standby.

Promises: nothing that was acknowledged is lost, nothing is there twice, no phone gets an answer that it does not
expect; the service writes again <= 10 s after the primary dies; who is stopped in order finishes what it began; every
diary's history is whole, and its digest comes to the panel. Exits with 1 where one is broken.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.cluster.front import Front
from bench.cluster.people import Crowd, Phone
from bench.cluster.servers import Pair, Server
from config.bootstrap import children, postgresql

FAILOVER_S: Final = 10.0
QUIET_S: Final = 3.0
AGAIN: Final = "it starts again"  # it listens before its workers have loaded: who comes to it meanwhile waits
DRAIN_S: Final = 120.0
VERSIONS: Final = """
SELECT d.change_counter, count(*), max(number), count(DISTINCT fact_id)
FROM people_diary d JOIN diary_version v ON v.diary_id = d.id WHERE d.id = {diary} GROUP BY 1
"""
COUNTERS: Final = "SELECT id, change_counter FROM people_diary"
MADE: Final = "SELECT diary_id, change_counter FROM diary_digest"
READ: Final = "SELECT seq_scan + idx_scan FROM pg_stat_user_tables WHERE relname = 'diary_episode'"
STALE: Final = """
SELECT count(*) FROM people_diary d LEFT JOIN diary_digest g ON g.diary_id = d.id
WHERE d.change_counter > 0 AND g.change_counter IS DISTINCT FROM d.change_counter
"""


@dataclass
class Story:
    """What was broken, and what the phones noticed of it."""

    crowd: Crowd
    silences: dict[str, list[float]] = field(default_factory=dict)
    failovers: list[float] = field(default_factory=list)
    unanswered: dict[str, int] = field(default_factory=dict)
    read_from_standby: int = 0

    @contextmanager
    def chapter(self, name: str) -> Iterator[None]:
        """Note the longest silence and the broken requests of a chapter and of the quiet after it."""
        began, before = time.monotonic(), self.crowd.unanswered
        yield
        time.sleep(QUIET_S)
        if self.crowd.is_refused():
            refused = [one for phone in self.crowd.phones for one in phone.refused]
            raise SystemExit(f"unexpected answers: {refused}\n{self.crowd.front.last_errors()}")
        silence = self.crowd.longest_silence_s(began, time.monotonic())
        self.silences.setdefault(name, []).append(silence)
        self.unanswered[name] = self.unanswered.get(name, 0) + self.crowd.unanswered - before
        print(f"  {name:<42}{silence:6.2f} s without an acknowledgement", flush=True)


def main() -> None:
    """Tell the story, and hold the promises against it."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    children.stop_on_signals()
    with tempfile.TemporaryDirectory(prefix="diary-cluster-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL and nginx run as others, where we are root
        with Pair(folder).running() as pair:
            front = Front(folder, pair)
            front.manage("migrate", "--noinput", "--verbosity", "0")
            crowd = Crowd(front)
            with front.serving():
                story = Story(crowd)
                crowd.start()
                try:
                    for number in range(rounds):
                        print(f"round {number + 1} of {rounds}", flush=True)
                        _break_everything(front, pair, story)
                finally:
                    crowd.stop()
                broken = list(_broken_promises(front, pair, story))
    _tell(story, broken)
    raise SystemExit(bool(broken))


def _break_everything(front: Front, pair: Pair, story: Story) -> None:
    parts = front.parts
    with story.chapter("nothing is broken"):
        pass
    with story.chapter("an application server is killed"):
        parts["first"].end(signal.SIGKILL)
    with story.chapter(AGAIN):
        parts["first"].start()
        front.wait_for(front.app_ports[0])
    with story.chapter("the other is stopped in order"):
        parts["second"].end(signal.SIGTERM)
    with story.chapter(AGAIN):
        parts["second"].start()
        front.wait_for(front.app_ports[1])
    with story.chapter("the standby lags"):
        _digests_do_not_wait(pair)
    with story.chapter("the worker is killed"):
        parts["worker"].end(signal.SIGKILL)
        parts["worker"].start()
    (read,) = pair.standby.ask(READ, database=postgresql.DATABASE)[0]
    with story.chapter("the standby is killed"):
        story.read_from_standby += read
        pair.standby.kill()
        time.sleep(QUIET_S)
    with story.chapter("it comes back"):
        pair.join()
    with story.chapter("the primary is killed"):
        killed, old = time.monotonic(), pair.primary
        old.kill()
        _until(lambda: pair.primary is not old and story.crowd.first_after(_promoted(pair)) is not None)
        story.failovers.append(_promoted(pair) - killed + (story.crowd.first_after(_promoted(pair)) or 0.0))
    with story.chapter("it comes back as the standby"):
        pair.join()


def _digests_do_not_wait(pair: Pair) -> None:
    """Stop the standby in its time; what is made of the diaries meanwhile is made from the primary."""
    pair.standby.ask("SELECT pg_wal_replay_pause()")
    begun = dict(pair.primary.ask(COUNTERS, database=postgresql.DATABASE))
    _until(lambda: all(made > begun[diary] for diary, made in pair.primary.ask(MADE, database=postgresql.DATABASE)))
    pair.standby.ask("SELECT pg_wal_replay_resume()")


def _promoted(pair: Pair) -> float:
    return next(at for at, what in reversed(pair.happened) if what == "the standby is primary")


def _until(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    last_moment = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > last_moment:
            raise SystemExit("it did not come to an end")
        time.sleep(0.05)


def _broken_promises(front: Front, pair: Pair, story: Story) -> Iterator[str]:
    """Tell which promises were not kept, once every phone is silent."""
    if not story.read_from_standby:
        yield "no diary was read from the standby"
    for server in (pair.primary, pair.standby):
        yield from _lost(server, story.crowd.phones)
    for phone in story.crowd.phones:
        yield from _twice(pair.primary, phone)
        if phone.refused:
            yield f"unexpected answers: {phone.refused}"
    if max(story.failovers) > FAILOVER_S:
        yield f"it wrote again only {max(story.failovers):.1f} s after the primary died"
    if story.unanswered["the other is stopped in order"]:
        yield "a server that was stopped in order left requests unanswered"
    front.manage("verify_history")
    try:
        _until(lambda: pair.primary.ask(STALE, database=postgresql.DATABASE) == [(0,)], DRAIN_S)
    except SystemExit:
        yield f"digests are old: {front.manage('background')}"


def _lost(server: Server, phones: list[Phone]) -> Iterator[str]:
    for phone in phones:
        query = f"SELECT id::text FROM diary_episode WHERE diary_id = {phone.diary}"
        there = {entry for (entry,) in server.ask(query, database=postgresql.DATABASE)}
        if lost := set(phone.acknowledged) - there:
            yield f"{len(lost)} acknowledged entries are not on the server {server.name}"
        if there - set(phone.entries):
            yield f"entries that nobody sent are on the server {server.name}"


def _twice(server: Server, phone: Phone) -> Iterator[str]:
    found = server.ask(VERSIONS.format(diary=phone.diary), database=postgresql.DATABASE)
    if found != [(len(phone.entries),) * 4]:
        yield f"a diary of {len(phone.entries)} entries has counter, versions, last number and entries {found}"


def _tell(story: Story, broken: list[str]) -> None:
    phones, failovers = story.crowd.phones, story.failovers
    print(f"\nacknowledged {sum(len(one.acknowledged) for one in phones):,} entries of {len(phones)} phones")
    print(f"requests that had to be sent again {story.crowd.unanswered}: {story.unanswered}")
    print(f"writes again after the primary died: {', '.join(f'{one:.1f} s' for one in failovers)}")
    for promise in broken:
        print(f"BROKEN: {promise}")
    print("Every promise was kept." if not broken else f"{len(broken)} promises were broken.")


if __name__ == "__main__":
    main()
