"""Programs of the machine that the checks need: where they are, and how root may get them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from config.bootstrap import children

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NODE_VERSION = 20


class Missing(Exception):
    """Something is not on this machine. The message says how to get it."""


def first(programs: Iterable[str]) -> str:
    """Return the path of the first of `programs` that is on PATH, or an empty string."""
    return next((found for program in programs if (found := shutil.which(program))), "")


def chromium() -> str:
    """Return the path of a Chromium, installed through apt if need be and if we may."""
    if found := os.environ.get("CHROMIUM") or first(BROWSERS):
        return found
    apt_install("chromium", "fonts-dejavu-core")  # bare Debian has no font at all, and a page would have no text
    if found := first(BROWSERS):
        return found
    raise Missing("install Chromium (Debian: apt-get install chromium), or set CHROMIUM to its path")


def node() -> str:
    """Return the path of Node.js, if it is new enough and npm is there too."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _major(found) >= NODE_VERSION:
        return found
    raise Missing(f"install Node.js {NODE_VERSION} or newer, with npm")


def _major(program: str) -> int:
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    number = version.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdecimal() else 0


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install Debian `packages` when we are root and apt is there; say whether that worked."""
    if not may_install():
        return False
    print(f"Installing {', '.join(packages)} through apt-get.", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return all(_succeeds(command, env) for command in (["apt-get", "update", "-qq"], install))


def _succeeds(command: list[str], env: dict[str, str]) -> bool:
    code, last = children.follow(command, log=Path(os.devnull), env=env)
    if code:
        print(last, flush=True)
    return code == 0
