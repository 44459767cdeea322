"""docs/api.md: it names every address, and what it quotes is what is answered."""

from __future__ import annotations

import io
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from api.v1.urls import urlpatterns

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "api.md"
MANAGE = ".venv/bin/python manage.py "
BASE = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
FACT_TAG = re.compile(r'"\d+\.\d+"')
# `$ NAME=what  # where it stands in the last answer`
ASSIGNED = re.compile(r"(?P<name>[A-Z0-9]+)=(?P<value>\S+)(?:\s+# (?P<where>\S+))?")


@dataclass
class Step:
    """One command of the page, and what it shows below."""

    command: str
    shown: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The status that the page shows."""
        first = self.shown[0].removeprefix("HTTP/1.1 ")
        return int(first.split()[0])

    @property
    def tag(self) -> str:
        """The ETag of a fact that the page shows, empty where there is none."""
        told = next((line.removeprefix("ETag: ") for line in self.shown if line.startswith("ETag: ")), "")
        return told if FACT_TAG.fullmatch(told) else ""

    @property
    def code(self) -> str:
        """The code of the refusal that the page shows, empty where there is none."""
        match = re.search(r'"code": ?"(\w+)"', " ".join(self.shown)) if self.status >= 400 else None
        return match[1] if match else ""


def steps(text: str) -> Iterator[Step]:
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip("\n").split("\n")
            yield Step(command, shown)


def words(command: str, known: dict[str, str]) -> list[str]:
    """Return the words of a command as a shell would, for what the page uses of it."""
    plain = re.sub(r"\$'([^']*)'", lambda match: shlex.quote(match[1].replace("\\n", "\n")), command)
    return [re.sub(r"\$([A-Z0-9]+)", lambda match: known[match[1]], word) for word in shlex.split(plain)]


@dataclass
class Request:
    """What a command asks for."""

    method: str = "GET"
    address: str = ""
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def request_of(command: str, known: dict[str, str]) -> Request:
    name, *rest = words(command, known)
    asked = Request()
    if name == "api":
        asked.headers = {"X-Session-Token": known["TOKEN"], "Twitch-Diary": known["DIARY"]}
        method, path, *rest = rest
        rest = ["-X", method, known["V1"] + path, *rest]
    told = iter(rest)
    for word in told:
        if word in ("-X", "-H", "--json", "--data-binary", "-o", "-w"):
            _take(asked, word, next(told))
        elif not word.startswith("-"):
            asked.address = word.removeprefix(BASE)
    return asked


def _take(asked: Request, option: str, value: str) -> None:
    if option == "-X":
        asked.method = value
    elif option == "-H":
        name, _, told = value.partition(": ")
        asked.headers[name] = told
    elif option in ("--json", "--data-binary"):
        asked.body = value
        asked.method = "POST" if asked.method == "GET" else asked.method
        if option == "--json":
            asked.headers["Content-Type"] = "application/json"


def answer_to(client: Client, asked: Request) -> Any:
    content_type = asked.headers.pop("Content-Type", "application/octet-stream")
    return client.generic(asked.method, asked.address, asked.body, content_type, headers=asked.headers)


def picked(answer: Any, where: str) -> str:
    """Return what stands there in an answer; of a link its cursor, of a printed line the word after it."""
    if isinstance(answer, str):
        return str(re.findall(rf"{where} (\w+)", answer)[0])
    if where == "ETag":
        return str(answer["ETag"])
    told = answer.json()
    for part in where.split("."):
        told = told[int(part)] if part.isdecimal() else told[part]
    return parse_qs(urlsplit(told).query)["cursor"][0] if str(told).startswith("http") else str(told)


def printed(*command: str) -> str:
    told = io.StringIO()
    call_command(*command, stdout=told)
    return told.getvalue()


class TestAddresses:
    def test_every_one_is_named(self) -> None:
        page = PAGE.read_text()
        addresses = [re.sub(r"<str:(\w+)>", r"{\1}", f"/{pattern.pattern}") for pattern in urlpatterns]

        assert [address for address in addresses if f"| `{address}` |" not in page] == []

    def test_their_methods_are_those_of_the_description(self) -> None:
        described = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]
        listed = re.findall(r"^\| `(/\S*)` \| ([A-Z`, ]+) \|", PAGE.read_text(), re.MULTILINE)

        assert {f"/api/v1{address}": methods.replace("`", "").split(", ") for address, methods in listed} == {
            address: [verb.upper() for verb in verbs] for address, verbs in described.items()
        } | {"/api/v1/docs/": ["GET"]}


class TestWalk:
    @pytest.mark.django_db
    def test_each_command_is_answered_as_the_page_shows(self) -> None:
        client, known, answer, asked_for = Client(), {"BASE": BASE, "V1": f"{BASE}/api/v1"}, None, 0
        for step in steps(PAGE.read_text()):
            if match := ASSIGNED.fullmatch(step.command):
                known[match["name"]] = (
                    picked(answer, match["where"]) if match["where"] else known.get(match["name"], match["value"])
                )
            elif step.command.startswith(MANAGE):
                answer = printed(*shlex.split(step.command.removeprefix(MANAGE)))
                assert (
                    re.sub(r"\b[A-Z0-9]{8}\b", "", answer).split()
                    == re.sub(r"\b[A-Z0-9]{8}\b", "", " ".join(step.shown)).split()
                )
            elif not step.command.startswith("api() {"):
                answer = answer_to(client, request_of(step.command, known))
                asked_for += 1
                self._compare(step, answer)

        assert asked_for >= 40

    @staticmethod
    def _compare(step: Step, answer: Any) -> None:
        assert answer.status_code == step.status, (step.command, answer.content)
        if step.tag:
            assert answer["ETag"] == step.tag, step.command
        if step.code:
            assert answer.json()["code"] == step.code, step.command
