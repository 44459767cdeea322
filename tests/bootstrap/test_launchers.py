from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config.bootstrap.environment import ROOT
from tests.bootstrap.stand_in import StandIn

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("command", ["run", "test"])
class TestTooOldPython:
    def test_is_one_sentence_with_the_version_found(self, tmp_path: Path, command: str) -> None:
        fake_python(tmp_path, "3.9.18")

        ended = start(ROOT / command, path=tmp_path)

        assert ended.stderr == "Twitch Diary needs Python 3.11 or newer; this machine has 3.9.18.\n"
        assert (ended.stdout, ended.returncode) == ("", 1)

    def test_none_at_all_is_the_same_sentence(self, tmp_path: Path, command: str) -> None:
        ended = start(ROOT / command, path=tmp_path)

        assert ended.stderr == "Twitch Diary needs Python 3.11 or newer; this machine has no python3.\n"
        assert ended.returncode == 1

    def test_is_passed_over_for_a_newer_one(self, tmp_path: Path, command: str) -> None:
        fake_python(tmp_path, "3.9.18")
        fake_python(tmp_path, "3.12.1", name="python3.12")

        ended = start(ROOT / command, path=tmp_path)

        module = {"run": "serve", "test": "check"}[command]
        assert ended.stdout.splitlines()[-1] == f"python3.12 -m config.bootstrap.{module} --an-option"


class TestFolder:
    def test_is_the_commands_own_wherever_it_is_called_from(self, bare: StandIn) -> None:
        fake_python(bare.root / "config", "3.12.1")
        project = bare.root / "config" / ".."

        for command in (project / "run", Path("../run"), Path("../../") / bare.root.name / "run"):
            ended = start(command, path=bare.root / "config", folder=bare.root / "config")
            assert ended.stdout.splitlines()[0] == str(bare.root)

    def test_may_have_a_space_in_its_name(self, tmp_path: Path) -> None:
        (tmp_path / "my diary").mkdir()
        project = StandIn(tmp_path / "my diary")
        project.pretend_installed()

        said = project.run_until_served()

        project.tidy_up()
        assert "running" in said


def fake_python(folder: Path, version: str, *, name: str = "python3") -> None:
    """Write a program that answers `-c` as Python `version` would, and echoes everything else."""
    numbers = tuple(map(int, version.split(".")))
    script = f"""#!/bin/sh
case $1 in
-c) exec {sys.executable} -c "import sys; sys.version_info = {numbers}; exec(sys.argv[1])" "$2" ;;
*) pwd; echo "{name} $*" ;;
esac
"""
    (folder / name).write_text(script)
    (folder / name).chmod(0o755)


def start(command: Path, *, path: Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Start it with nothing but `path` to find programs in."""
    call = ["/bin/sh", str(command), "--an-option"]
    return subprocess.run(call, env={"PATH": str(path)}, cwd=folder, capture_output=True, text=True, check=False)
