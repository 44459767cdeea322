"""
What one PUT and one list cost, beside Django REST framework's own way and beside the bare database.

Run: python -m bench.api [COUNT]. Both sides go through the whole WSGI stack with the same settings, session, CSRF
check, permissions, throttles and database, in turn, A B A B (lists 25 of each at a time: straight after the heavy one,
the light ones find the processor's caches full of its objects, and take nearly twice as long). The other side is a
ModelViewSet with a ModelSerializer and cursor pagination on the same columns: no counter, no version, no history.
Only the ratios are worth quoting.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import environment
from bench.rows import Row, figure, in_turn, median_and_p95, ratio, tell

environment.choose()

COUNT = 400
PUT_RATIO_MAX = 1.0
LIST_RATIO_MAX = 0.2
KNOWN_RATIO_MAX = 0.15
Call = Callable[[], object]


def main() -> int:
    """Measure, and print."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(count: int = COUNT) -> list[Row]:
    """Ask `count` times in turn."""
    with house() as application:
        calls = _calls(application)
        put, bare_put, raw = in_turn(count, calls.put, calls.bare_put, _raw_insert(calls.bare_put))
        listed, bare_listed, known = in_turn(max(100, count // 4), calls.list, calls.bare_list, calls.known, at_once=25)
    return [
        ratio(
            "PUT an episode, against a ModelViewSet that creates the bare row",
            put, bare_put, at_most=PUT_RATIO_MAX, figure=median_and_p95(put),
        ),
        figure("the driver alone, one row inserted and committed", median_and_p95(raw)),
        ratio(
            "a list of 100 episodes, against a ModelViewSet with a cursor",
            listed, bare_listed, at_most=LIST_RATIO_MAX, figure=median_and_p95(listed),
        ),
        ratio(
            "the same unchanged (304), against that ModelViewSet",
            known, bare_listed, at_most=KNOWN_RATIO_MAX, figure=median_and_p95(known),
        ),
    ]  # fmt: skip


@contextmanager
def house() -> Iterator[Any]:
    with tempfile.TemporaryDirectory(prefix="twitch-diary-bench-") as folder:
        os.environ["DIARY_DATA_DIR"] = folder
        Path(folder, "static").mkdir()
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _open_the_other_door()
        from django.core.wsgi import get_wsgi_application

        yield get_wsgi_application()


def _open_the_other_door() -> None:
    """Make the bare table, and a ModelViewSet on it, as a tutorial has it."""
    from django.db import connection, models
    from django.urls import include, path
    from rest_framework import pagination, routers, serializers, viewsets

    from config import urls
    from diary.models import Episode
    from people.models import User

    left_out = {"diary", "pk", "id", "epoch", "rev", "seq", "edited", "deleted_at", "updated_at", "document"}
    columns = {field.name: field.clone() for field in Episode._meta.local_fields if field.name not in left_out}
    bare: Any = type(
        "BareEpisode",
        (models.Model,),
        {
            "__module__": "bench",
            "Meta": type("Meta", (), {"app_label": "bench"}),
            "id": models.UUIDField(primary_key=True),
            "owner": models.ForeignKey(User, models.CASCADE, related_name="+"),
            **columns,
        },
    )
    with connection.schema_editor() as editor:
        editor.create_model(bare)

    class BareSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]  # made for one run
        class Meta:
            model = bare
            exclude = ("owner",)

    class BareView(viewsets.ModelViewSet):  # type: ignore[type-arg]  # made for one run
        queryset = bare._default_manager.all()
        serializer_class = BareSerializer
        schema = None
        pagination_class = type("Cursor", (pagination.CursorPagination,), {"ordering": "-started_at", "page_size": 100})

        def get_queryset(self) -> Any:
            return super().get_queryset().filter(owner=self.request.user)

        def perform_create(self, serializer: Any) -> None:
            serializer.save(owner=self.request.user)

    router = routers.SimpleRouter()
    router.register("bare", BareView)
    urls.urlpatterns.insert(0, path("bench/", include(router.urls)))


@dataclass(frozen=True)
class Calls:
    """One request of each sort, ready to be made."""

    put: Call
    bare_put: Call
    list: Call
    bare_list: Call
    known: Call


def _calls(application: Any) -> Calls:
    cookies = signed_in("bench")
    ask = partial(call, application, cookies)
    derived = {"day": "2026-11-20", "time_of_day": "08:30", "entry_mode": "live"}
    address = "/api/v1/episodes/?page_size=100"
    tag = cache(lambda: _tag(cookies, address))  # asked once, after the PUTs
    return Calls(
        put=lambda: ask("PUT", f"/api/v1/episodes/{uuid4()}/", said()),
        bare_put=lambda: ask("POST", "/bench/bare/", {"id": str(uuid4()), **said(), **derived}),
        list=lambda: ask("GET", address),
        bare_list=lambda: ask("GET", "/bench/bare/"),
        known=lambda: ask("GET", address, HTTP_IF_NONE_MATCH=tag()),
    )


def signed_in(username: str) -> str:
    """Return the cookies of somebody who is signed in, and has an account by then."""
    client, people = _client(), _people()
    person = people.filter(username=username).first()
    if person is None:
        from django.utils import timezone

        from people.services import accounts

        person = accounts.register(username=username, password="x" * 20, now=timezone.now())
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"


def _client() -> Any:
    from django.test import Client

    return Client(HTTP_HOST="127.0.0.1")


def _people() -> Any:
    from people.models import User

    return User.objects


def _tag(cookies: str, address: str) -> str:
    client = _client()
    client.cookies.load(cookies)
    tag: str = client.get(address)["ETag"]
    return tag


def _raw_insert(bare_put: Call) -> Call:
    """Return the floor: one row of the same columns into a table without indexes, by the driver alone."""
    from django.db import connection

    bare_put()
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM bench_bareepisode LIMIT 1")
    values = cursor.fetchone()
    marks = ", ".join("%s" for _ in values)
    cursor.execute("CREATE TABLE bench_raw AS SELECT * FROM bench_bareepisode LIMIT 0")

    def insert() -> int:
        with connection.cursor() as each:
            each.execute(f"INSERT INTO bench_raw VALUES ({marks})", values)
        return 201

    return insert


def said() -> dict[str, Any]:
    at = "2026-11-20T08:30:00+01:00"
    return {
        "started_at": at,
        "time_zone": "Europe/Prague",
        "time_precision": "exact",
        "duration_s": 5,
        "count": 2,
        "sites": [{"site": "lid_lower", "side": "right"}],
        "sensations": [],
        "intensity": 2,
        "stress": 4,
        "note": "at the screen",
        "recorded_at": at,
    }


def call(
    application: Any, cookies: str, method: str, path: str, told: dict[str, Any] | None = None, **headers: str
) -> bytes:
    """Send a request through the whole stack, and return the body of its answer."""
    body = json.dumps(told).encode() if told else b""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": cookies,
        "HTTP_X_CSRFTOKEN": "a" * 32,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **headers,
    }
    status: list[int] = []
    answer = application(environ, lambda line, headers, exc_info=None: status.append(int(line.split()[0])))
    text = b"".join(answer)
    answer.close()
    if status[0] >= 305:
        raise SystemExit(f"{method} {path}: {status[0]} {text[:300]!r}")
    return text


if __name__ == "__main__":
    sys.exit(main())
