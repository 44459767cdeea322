"""A diary that has outgrown one machine: everything of it is started here, and each part killed in turn."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.long
@pytest.mark.postgresql
def test_every_promise_of_the_cluster_is_kept() -> None:
    if shutil.which("nginx") is None:
        pytest.skip("needs nginx (Debian: apt-get install nginx-light)")
    outer = ("DIARY_", "DATABASE_URL", "PYTEST")
    env = {name: value for name, value in os.environ.items() if not name.startswith(outer)}
    command = [sys.executable, "-m", "bench.cluster"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "Every promise was kept."
