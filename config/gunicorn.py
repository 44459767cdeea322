"""How gunicorn serves the house, for ./run and for production alike: `--config python:config.gunicorn`."""

from __future__ import annotations

from threading import Thread
from typing import Any, Final

from django.utils.module_loading import import_string

# gthread, not sync: Chromium opens connections ahead of need, and a sync worker waits on such a silent one.
worker_class = "gthread"
workers = 2
threads = 4
# No preload: a worker that is forked before Django is loaded shares no SQLite handle, lock or thread with another.
preload_app = False
control_socket_disable = True  # nobody steers it from outside


BODY_TIMEOUT_S: Final = 5.0


def pre_request(worker: Any, req: Any) -> None:
    """Wait five seconds for the next piece of a body, or for room for the next piece of an answer, then give up."""
    req.unreader.sock.settimeout(BODY_TIMEOUT_S)


def post_worker_init(worker: Any) -> None:
    """Import what a page needs beside the first requests, so that the first page is as quick as the others."""
    Thread(target=import_string("reports.prepare.warm"), daemon=True).start()
