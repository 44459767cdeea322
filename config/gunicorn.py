"""How gunicorn serves the house, for ./run and for production alike: `--config python:config.gunicorn`."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any, Final

from django.utils.module_loading import import_string
from gunicorn import glogging  # type: ignore[import-untyped]  # ships no types

from config import metrics
from config.logs import WithoutContents, without_secrets

# gthread, not sync: Chromium opens connections ahead of need, and a sync worker waits on such a silent one.
worker_class = "gthread"
workers = 2
threads = 4
# Twice as many connections as threads: what is told to the clinic after an answer may still hold one.
raw_env = [f"DIARY_DATABASE_POOL={os.environ.get('DIARY_DATABASE_POOL') or 2 * threads}"]
# No preload: a worker that is forked before Django is loaded shares no SQLite handle, lock or thread with another.
preload_app = False
control_socket_disable = True  # nobody steers it from outside
# Requests under way are finished after a SIGTERM; a page with its PDF takes a few seconds.
graceful_timeout = 30

METRICS_PORT: Final = os.environ.get("DIARY_METRICS_PORT", "")
if METRICS_PORT:
    os.environ[metrics.FOLDER] = tempfile.mkdtemp(prefix="diary-metrics-")


forwarder_headers = ""  # no request says where this application is mounted

BODY_TIMEOUT_S: Final = 5.0
ASK_AGAIN_S: Final = 2.0
M_ARENA_MAX: Final = -8  # in glibc's malloc.h


class Discreet(glogging.Logger):  # type: ignore[misc]  # ships no types
    """gunicorn's log. Of a request that cannot be read it would quote what was sent: perhaps a piece of a diary."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log that a request could not be read, and from where; anything else as it is."""
        said = msg.partition(": ")[0] if msg.startswith("Invalid request") else msg
        super().warning(said, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log where a request failed, without the exception's message; what fails at the start is told in full."""
        if msg.startswith("Error handling request"):
            where = WithoutContents().formatException(sys.exc_info())
            super().error("%s\n%s", without_secrets(msg % args), where, **kwargs)
        else:
            super().exception(msg, *args, **kwargs)


logger_class = Discreet


def pre_request(worker: Any, req: Any) -> None:
    """Wait five seconds for the next piece of a body, or for room for the next piece of an answer, then give up."""
    req.unreader.sock.settimeout(BODY_TIMEOUT_S)


def _keep_memory_together() -> None:
    """Let glibc keep two heaps, not eight a core: a thread keeps the memory of the pages it made (bench.load)."""
    with suppress(AttributeError, OSError):  # another C library has heaps of its own
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def _ask_again(refuse_unsafe: Callable[[], bool], log: Any) -> None:
    try:
        while not refuse_unsafe():
            time.sleep(ASK_AGAIN_S)
    except Exception as error:  # noqa: BLE001  (in a thread of its own nobody else would hear of it)
        log.error("%s", error)  # noqa: TRY400  (what it says is all there is to know)
        os.kill(os.getppid(), signal.SIGTERM)


def when_ready(server: Any) -> None:
    """Serve the metrics where a port is named for them."""
    if METRICS_PORT:
        metrics.serve(int(METRICS_PORT))


def child_exit(server: Any, worker: Any) -> None:
    """Count a worker that has ended among those no more."""
    if METRICS_PORT:
        metrics.forget(worker.pid)


def on_exit(server: Any) -> None:
    """Leave nothing behind; a worker that ends leaves the folder to the others."""
    if METRICS_PORT:
        shutil.rmtree(os.environ[metrics.FOLDER], ignore_errors=True)


def post_worker_init(worker: Any) -> None:
    """
    Serve nothing where the database could lose what it confirms (config.checks): gunicorn then stops, and says why.

    One that does not answer yet is asked again beside the first requests. So is imported what a page needs, so that the
    first page is as quick as the others.
    """
    _keep_memory_together()
    refuse_unsafe = import_string("config.checks.refuse_unsafe")
    if not refuse_unsafe():
        Thread(target=_ask_again, args=(refuse_unsafe, worker.log), daemon=True).start()
    Thread(target=import_string("reports.prepare.warm"), daemon=True).start()
