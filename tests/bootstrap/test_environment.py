from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.bootstrap import environment
from config.bootstrap.console import Trouble
from config.bootstrap.environment import CONTAINS, DEVELOPMENT, ROOT, RUNTIME
from tests.bootstrap.stand_in import PATIENCE_S, StandIn

pytestmark = pytest.mark.sqlite

UNREACHABLE = "http://127.0.0.1:9/"  # the discard port: refused at once
ADDRESS = re.compile(r"https?://")


@pytest.fixture
def without_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)


class TestStamp:
    def test_means_that_nothing_is_installed_again(self, installed: StandIn) -> None:
        assert environment.prepare(RUNTIME, root=installed.root) == environment.python(installed.root)
        assert not (installed.root / ".venv" / "install.log").exists()

    def test_of_the_development_lock_satisfies_the_runtime_too(self, installed: StandIn) -> None:
        stamp(installed, *CONTAINS[DEVELOPMENT])

        assert environment.satisfied(RUNTIME, root=installed.root)
        assert environment.satisfied(DEVELOPMENT, root=installed.root)

    def test_of_the_runtime_does_not_satisfy_development(self, installed: StandIn) -> None:
        assert not environment.satisfied(DEVELOPMENT, root=installed.root)

    def test_is_void_when_the_lock_changed(self, installed: StandIn) -> None:
        with (installed.root / RUNTIME).open("a") as lock:
            lock.write("# one more\n")

        assert not environment.satisfied(RUNTIME, root=installed.root)

    def test_is_void_on_another_version_of_python(self, installed: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
        before = environment.digest(installed.root / RUNTIME)
        monkeypatch.setattr(environment, "PYTHON_VERSION", "3.99")

        assert environment.digest(installed.root / RUNTIME) != before
        assert not environment.satisfied(RUNTIME, root=installed.root)

    def test_is_void_when_its_python_is_gone(self, installed: StandIn) -> None:
        Path(environment.python(installed.root)).unlink()

        assert not environment.satisfied(RUNTIME, root=installed.root)

    def test_is_void_while_packages_are_half_written(self, installed: StandIn) -> None:
        (installed.root / ".venv" / "installation-unfinished").touch()

        assert not environment.satisfied(RUNTIME, root=installed.root)


class TestInstaller:
    def test_is_uv_when_it_is_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutil, "which", lambda program: "/opt/uv")

        assert environment.installer(Path("/p")) == ["/opt/uv", "pip", "install", "--python", "/p/.venv/bin/python"]

    @pytest.mark.usefixtures("without_uv")
    def test_is_pip_otherwise(self) -> None:
        assert environment.installer(Path("/p"))[:4] == ["/p/.venv/bin/python", "-m", "pip", "install"]

    @pytest.mark.usefixtures("without_uv")
    def test_demands_venv_in_one_sentence(self, bare: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

        with pytest.raises(Trouble, match="install python3-venv"):
            environment.prepare(RUNTIME, root=bare.root)


class TestInstallation:
    """With a real pip and lock files of one package that lies beside them."""

    @pytest.mark.long
    def test_that_was_cut_short_begins_anew(self, tiny: StandIn) -> None:
        environment.prepare(RUNTIME, root=tiny.root)
        half_written = tiny.root / ".venv" / "lib" / "half-written"
        half_written.touch()
        (tiny.root / ".venv" / "installation-unfinished").touch()

        environment.prepare(RUNTIME, root=tiny.root)

        assert not half_written.exists()
        assert imports_tiny(tiny)

    @pytest.mark.long
    def test_keeps_an_environment_that_somebody_else_made(self, tiny: StandIn) -> None:
        environment.prepare(RUNTIME, root=tiny.root)
        theirs = tiny.root / ".venv" / "lib" / "theirs"
        theirs.touch()
        (tiny.root / ".venv" / "installed-locks").unlink()

        environment.prepare(RUNTIME, root=tiny.root)

        assert theirs.exists()
        assert environment.satisfied(RUNTIME, root=tiny.root)

    @pytest.mark.parametrize(
        "pin", [f"tiny==1.0 --hash=sha256:{'0' * 64}", pytest.param("tiny==1.0", marks=pytest.mark.long)]
    )
    def test_of_a_package_with_another_hash_or_none_is_refused(self, tiny: StandIn, pin: str) -> None:
        (tiny.root / RUNTIME).write_text(pin)

        with pytest.raises(Trouble, match=r"could not be installed \(exit code 1\); details are in .*install.log"):
            environment.prepare(RUNTIME, root=tiny.root)

        assert not environment.satisfied(RUNTIME, root=tiny.root)


class TestTwoAtOnce:
    def test_wait_for_each_other_and_install_once(self, installed: StandIn) -> None:
        stamp(installed)
        with (installed.root / RUNTIME).open() as lock, ThreadPoolExecutor() as second:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the first is at work
            waiting = second.submit(environment.prepare, RUNTIME, root=installed.root)
            time.sleep(0.5)
            assert not waiting.done()
            stamp(installed, RUNTIME)
            fcntl.flock(lock, fcntl.LOCK_UN)

            assert waiting.result(PATIENCE_S) == environment.python(installed.root)
        assert not (installed.root / ".venv" / "install.log").exists()


class TestMissingNetwork:
    @pytest.mark.parametrize("tool", [pytest.param("pip", marks=pytest.mark.long), "uv"])
    def test_is_one_sentence_and_a_log(self, bare: StandIn, tool: str) -> None:
        env = offline(tool, bare.root)

        process = bare.start(env=env)
        said, _ = process.communicate(timeout=PATIENCE_S)

        log = bare.root / ".venv" / "install.log"
        assert said.splitlines()[-1] == (
            "The packages could not be downloaded, because no package index answered;"
            f" check the network and start again (details are in {log})."
        )
        assert process.returncode == 1
        assert "127.0.0.1" in log.read_text()

    @pytest.mark.parametrize("tool", [pytest.param("pip", marks=pytest.mark.long), "uv"])
    def test_leaves_an_older_environment_as_good_as_it_was(
        self, tiny: StandIn, monkeypatch: pytest.MonkeyPatch, tool: str
    ) -> None:
        environment.prepare(RUNTIME, root=tiny.root)
        for name, value in offline(tool, tiny.root).items():
            monkeypatch.setenv(name, value)

        with pytest.raises(Trouble, match="no package index answered"):
            environment.prepare(DEVELOPMENT, root=tiny.root)

        assert environment.satisfied(RUNTIME, root=tiny.root)


class TestLocks:
    def test_of_development_holds_every_pin_of_the_runtime(self) -> None:
        runtime, development = environment.pins(ROOT / RUNTIME), environment.pins(ROOT / DEVELOPMENT)

        assert len(runtime) > 30
        assert set(runtime) <= set(development)

    @pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
    def test_give_a_hash_for_every_pin(self, lock: str) -> None:
        text = (ROOT / lock).read_text()

        without = [pin for pin in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if "==" in pin and "sha256" not in pin]
        assert without == []

    def test_and_commands_name_no_registry(self) -> None:
        files = [ROOT / name for name in (RUNTIME, DEVELOPMENT, "run", "test", ".ci/run")]
        for path in [*files, *(ROOT / "config" / "bootstrap").glob("*.py")]:
            addresses = ADDRESS.findall(path.read_text())
            own = path.read_text().count('f"http://{HOST}')
            assert len(addresses) == own, path


@pytest.fixture
def tiny(bare: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A clone whose runtime lock names one package, a wheel beside it. The other lock names one that is nowhere."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # pip, even where uv is installed
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(bare.root))
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    (bare.root / RUNTIME).write_text(f"tiny==1.0 --hash=sha256:{make_wheel(bare.root)}\n")
    (bare.root / DEVELOPMENT).write_text(f"nowhere==1.0 --hash=sha256:{'0' * 64}\n")
    return bare


def make_wheel(folder: Path) -> str:
    """Write a wheel of one module; return its hash."""
    path = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny.py", "")
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def imports_tiny(project: StandIn) -> bool:
    return subprocess.run([environment.python(project.root), "-c", "import tiny"], check=False).returncode == 0


def stamp(project: StandIn, *locks: str) -> None:
    digests = "\n".join(environment.digest(project.root / lock) for lock in locks)
    (project.root / ".venv" / "installed-locks").write_text(digests)


def offline(tool: str, root: Path) -> dict[str, str]:
    """Return an environment in which `tool` asks an index that never answers."""
    shims = root / "shims"
    shims.mkdir(exist_ok=True)
    (shims / "python3").symlink_to(sys.executable)
    if tool == "uv":  # a real one is not on every machine: these are its words
        words = f"Resolved 44 packages in 2ms\nerror: Request failed\n  cause: Failed to fetch: {UNREACHABLE}tiny/"
        (shims / "uv").write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 2\n")
        (shims / "uv").chmod(0o755)
    pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": UNREACHABLE, "PIP_NO_CACHE_DIR": "1", "PIP_NO_INDEX": ""}
    return {"PATH": str(shims), "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": "", **pip}
