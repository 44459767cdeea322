"""What gunicorn itself writes into the log."""

from __future__ import annotations

import io
import logging

from gunicorn.config import Config  # type: ignore[import-untyped]  # ships no types

from config.gunicorn import Discreet


def test_a_request_that_cannot_be_read_is_not_quoted() -> None:
    log, written = Discreet(Config()), io.StringIO()
    log.error_log.addHandler(logging.StreamHandler(written))
    log.warning('Invalid request from ip=127.0.0.1: Invalid HTTP request line: \'note":"left eye"}\'')
    log.warning("Worker (pid:%s) was sent SIGKILL!", 7)

    assert written.getvalue() == "Invalid request from ip=127.0.0.1\nWorker (pid:7) was sent SIGKILL!\n"


def test_an_exception_is_told_without_its_message() -> None:
    log, written = Discreet(Config()), io.StringIO()
    log.error_log.addHandler(logging.StreamHandler(written))
    try:
        raise ValueError("left eye")
    except ValueError:
        log.exception("Error handling request %s", "/")

    assert "ValueError" in written.getvalue()
    assert "left eye" not in written.getvalue().replace('raise ValueError("left eye")', "")
