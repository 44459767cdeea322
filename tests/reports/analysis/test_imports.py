"""A page that asks for none of these numbers does not wait for numpy or scipy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["rhythm", "cycles", "before_treatment", "completeness"])
def test_is_imported_without_numpy_and_scipy(name):
    tell = f"import sys, reports.analysis.{name}; print(*{{one.split('.')[0] for one in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", tell], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert not {"numpy", "scipy"} & set(loaded.split())
