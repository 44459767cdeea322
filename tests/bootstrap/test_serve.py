from __future__ import annotations

import contextlib
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from config.bootstrap import serve
from config.bootstrap.console import Trouble
from tests.bootstrap.stand_in import PATIENCE_S, StandIn, is_free, read_until

pytestmark = pytest.mark.sqlite


class TestFirstStart:
    def test_prepares_fills_and_serves(self, installed: StandIn) -> None:
        said = installed.run_until_served()

        assert installed.calls == ["migrate --noinput", "collectstatic --noinput", "demo", "demo --sign-ins"]
        assert f"http://127.0.0.1:{installed.port}/" in said
        assert "  ana  secret  keeps a diary\n" in said

    def test_of_an_empty_diary_makes_no_demo_and_names_no_sign_ins(self, installed: StandIn) -> None:
        said = installed.run_until_served("--empty")

        assert installed.calls == ["migrate --noinput", "collectstatic --noinput"]
        assert "sign-ins" not in said

    def test_never_uses_another_database(self, installed: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://the.practice/diary")

        assert "running" in installed.run_until_served()

    def test_writes_data_that_only_its_owner_can_read(self, installed: StandIn) -> None:
        installed.run_until_served()
        data = installed.root / ".data"

        assert data.stat().st_mode & 0o077 == 0
        assert (data / "diary.sqlite3").stat().st_mode & 0o077 == 0

    def test_has_no_control_characters_in_a_file(self, installed: StandIn) -> None:
        said = installed.run_until_served()

        assert not set(said) & {"\x1b", "\r"}


class TestLaterStarts:
    def test_only_migrate(self, installed: StandIn) -> None:
        installed.run_until_served()
        (installed.root / "calls").unlink()

        said = installed.run_until_served()

        assert installed.calls == ["migrate --noinput", "demo --sign-ins"]
        assert "keeps a diary" in said

    def test_stay_empty_once_begun_empty(self, installed: StandIn) -> None:
        installed.run_until_served("--empty")
        installed.run_until_served()

        assert "demo" not in installed.calls

    def test_finish_a_demo_that_was_cut_short(self, installed: StandIn) -> None:
        (installed.root / "demo-is-slow").touch()
        process = installed.start()
        wait_for_call(installed, "demo")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
        (installed.root / "demo-is-slow").unlink()

        installed.run_until_served()

        assert installed.calls.count("demo") == 2

    def test_leave_a_database_alone_that_somebody_else_filled(self, installed: StandIn) -> None:
        (installed.root / ".data").mkdir()
        (installed.root / ".data" / "diary.sqlite3").write_text("restored from a backup")

        installed.run_until_served()

        assert "demo" not in installed.calls

    def test_collect_static_files_again_when_one_has_changed(self, installed: StandIn) -> None:
        installed.run_until_served()
        (installed.root / "phone" / "static").mkdir(parents=True)
        (installed.root / "phone" / "static" / "app.js").write_text("new")

        installed.run_until_served()

        assert installed.calls.count("collectstatic --noinput") == 2


class TestServing:
    def test_answers_although_silent_connections_are_open(self, installed: StandIn) -> None:
        read_until(installed.start(), "Ctrl-C stops")
        with contextlib.ExitStack() as stack:
            for _ in range(4):  # as Chromium does ahead of need
                stack.enter_context(socket.create_connection(("127.0.0.1", installed.port)))
            time.sleep(0.5)

            assert serve.is_ready(installed.port)


class TestStopping:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_says_where_the_data_is_and_leaves_nobody_behind(self, installed: StandIn, number: signal.Signals) -> None:
        process = installed.start()
        read_until(process, "Ctrl-C stops")

        process.send_signal(number)
        said, _ = process.communicate(timeout=PATIENCE_S)

        assert process.returncode == 0
        assert said.strip() == f"Stopped. Your data is in {installed.root / '.data'}"
        assert is_free(installed.port)

    def test_with_a_silent_connection_open_takes_seconds(self, installed: StandIn) -> None:
        process = installed.start()
        read_until(process, "Ctrl-C stops")
        with socket.create_connection(("127.0.0.1", installed.port)):
            process.send_signal(signal.SIGINT)

            assert process.wait(10) == 0

    def test_by_kill_leaves_nobody_behind_either(self, installed: StandIn) -> None:
        process = installed.start()
        read_until(process, "Ctrl-C stops")

        process.kill()
        process.wait(PATIENCE_S)

        assert is_free(installed.port)


class TestTrouble:
    def test_taken_port_is_one_sentence_before_anything_is_installed(self, bare: StandIn) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", bare.port))
            other.listen()
            said, code = outcome(bare)

        assert said == f"Port {bare.port} is taken by another program; try ./run --port {bare.port + 1}\n"
        assert code == 1
        assert not (bare.root / ".venv").exists()

    def test_taken_port_offers_one_that_is_free(self) -> None:
        with two_neighbours() as port, pytest.raises(Trouble, match=f"try ./run --port {port + 2}"):
            serve.refuse_taken_port(port)

    def test_command_that_fails_is_named_with_its_last_words(self, installed: StandIn) -> None:
        (installed.root / "broken").write_text("migrate")

        said, code = outcome(installed)

        assert said.splitlines()[-1] == (
            "manage.py migrate failed: CommandError: it is broken"
            f" (details are in {installed.root / '.data' / 'start.log'})"
        )
        assert code == 1

    def test_server_that_cannot_start_is_told(self, installed: StandIn) -> None:
        (installed.root / "broken-server").touch()

        said, code = outcome(installed)

        assert "RuntimeError: cannot be imported" in said
        assert "The server could not start" in said.splitlines()[-1]
        assert code == 1

    @pytest.mark.parametrize("port", ["0", "65536", "-1", "http", ""])
    def test_port_that_is_none_is_refused(self, port: str) -> None:
        with pytest.raises(SystemExit):
            serve.read(["--port", port])


def outcome(project: StandIn) -> tuple[str, int]:
    process = project.start()
    said, _ = process.communicate(timeout=PATIENCE_S)
    return said, process.returncode


def wait_for_call(project: StandIn, call: str) -> None:
    last_moment = time.monotonic() + PATIENCE_S
    while call not in project.calls:
        assert time.monotonic() < last_moment, project.calls
        time.sleep(0.05)


@contextmanager
def two_neighbours() -> Iterator[int]:
    """Listen on two ports in a row with a free one behind them; give the first."""
    for port in range(21_000, 30_000, 3):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            first, second, third = (stack.enter_context(socket.socket()) for _ in range(3))
            for offset, listener in enumerate((first, second, third)):
                listener.bind(("127.0.0.1", port + offset))
            third.close()
            first.listen()
            second.listen()
            yield port
            return
    pytest.fail("no three free ports in a row")
