"""What is shipped says under which licence, and each is one that lets others run, change and pass on the diary."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest

from config.bootstrap.environment import ROOT, RUNTIME, pins

FREE: Final = re.compile(
    r"\b(MIT(-0|-CMU)?|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|CC0|MPL|Mozilla Public License 2\.0)\b"
)
# Used as it is, beside us and not within; whoever passes it on passes on its source, which PyPI has.
NAMED: Final = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only", "psycopg-pool": "LGPL-3.0-only"}
VENDORED: Final = {
    "phone/static/phone/vendor/idb.js": ("idb.LICENSE.txt", "Jake Archibald"),
    "clinic/static/clinic/vendor/uplot.js": ("uplot.LICENSE.txt", "Leon Sorokin"),
    "reports/fonts/NotoSans-Regular.ttf": ("OFL-NotoSans.txt", "SIL OPEN FONT LICENSE"),
    "reports/fonts/NotoSansTC-Regular.ttf": ("OFL.txt", "SIL OPEN FONT LICENSE"),
}


def shipped() -> list[str]:
    """Return the packages of the runtime lock that this machine has; others are for other systems."""
    installed = {re.sub(r"[-_.]+", "-", one.name).lower() for one in metadata.distributions()}
    names = {re.split(r"[=\[ ]", pin)[0] for pin in pins(ROOT / RUNTIME)}
    return sorted(name for name in names if name in installed)


def said(name: str) -> str:
    """Return what a package says of its licence: an expression, else its classifiers, else the first line."""
    about = metadata.metadata(name)
    listed = [one for one in about.get_all("Classifier") or [] if one.startswith("License")]
    return about["License-Expression"] or " ".join(listed) or (about["License"] or "").partition("\n")[0]


def test_every_shipped_package_has_a_licence_that_lets_others_use_it() -> None:
    assert len(shipped()) > 50
    assert {name: said(name) for name in shipped() if not FREE.search(said(name))} == NAMED


@pytest.mark.parametrize("file", VENDORED)
def test_what_is_vendored_has_its_licence_beside_it(file: str) -> None:
    licence, words = VENDORED[file]
    assert (ROOT / file).exists()
    assert words in (ROOT / file).with_name(licence).read_text()


def test_no_vendored_file_is_without_one() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    suspects = {Path(one).parent for one in tracked if "/vendor/" in one or one.endswith(".ttf")}
    assert suspects == {Path(one).parent for one in VENDORED}


@pytest.mark.long
def test_the_bill_of_materials_can_be_written_without_a_network(tmp_path: Path) -> None:
    """As docs/operations.md says, with every package that is shipped in it."""
    bill = tmp_path / "materials.json"
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "-o", str(bill)]
    subprocess.run([*command, sys.executable], check=True, capture_output=True)
    named = {re.sub(r"[-_.]+", "-", one["name"]).lower() for one in json.loads(bill.read_text())["components"]}
    assert set(shipped()) <= named
