"""What collectstatic leaves for the browser: our scripts and styles without comments, and still whole."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from config import bundles
from tests.shipped import served_from

# What a module has to bring along with itself to be itself: nothing of the page.
PURE = ("operations.js", "logic.js", "words.js", "time.js", "rules.js", "ids.js", "exchange.js", "texts/en.js")


@pytest.fixture
def served(collected: Path) -> dict[str, Path]:
    """Return what each of our files is served from, by its name."""
    return served_from(collected)


def test_our_files_hold_no_comments(served: dict[str, Path]) -> None:
    texts = [(name, path.read_text()) for name, path in served.items() if name.endswith((".js", ".css"))]

    assert len(texts) > 20
    assert [
        name for name, text in texts if "/vendor/" not in name and re.search(r"/\*\*|^\s*//", text, re.MULTILINE)
    ] == []


@pytest.mark.parametrize(
    ("name", "first"), [("phone/vendor/idb.js", "/*! idb 8.0.4"), ("clinic/vendor/uplot.js", "/*! uPlot 1.6.32")]
)
def test_a_vendored_file_keeps_its_licence(served: dict[str, Path], name: str, first: str) -> None:
    assert served[name].read_text().startswith(first)
    assert served[name.replace(".js", ".LICENSE.txt")].exists()


def test_no_types_are_served(served: dict[str, Path]) -> None:
    assert [name for name in served if name.endswith(".d.ts")] == []


def test_every_script_can_still_be_read(served: dict[str, Path]) -> None:
    for path in (path for name, path in served.items() if name.endswith(".js")):
        _node("--check", "-", told=path.read_text())


def test_modules_find_each_other_under_their_served_names_and_work(served: dict[str, Path]) -> None:
    modules = [served[f"phone/{name}"] for name in PURE]
    script = (
        "const told = {}; for (const path of process.argv.slice(1)) Object.assign(told, await import(path));"
        "console.log(JSON.stringify([told.ordinal(2), told.isBounce(0, 299), told.localDay(0, 'Asia/Taipei'),"
        "told.shown(undefined, [{ fields: { note: 'a' }, deleted: false, anew: false }])]))"
    )
    told = _node("-e", script, "--", *modules)

    assert json.loads(told) == ["Second", True, "1970-01-01", {"note": "a"}]


def test_the_joined_files_hold_every_module_once(served: dict[str, Path]) -> None:
    first, behind = (served[f"phone/{name}"].read_text() for name in ("app.js", "behind.js"))

    assert "IDBDatabase" in first  # the vendored one, too
    assert "IDBDatabase" not in behind
    assert not re.search(
        r"\b(import|from)\s*[\"'{]", first + behind
    )  # nothing is left to be fetched, but the texts and what is behind
    assert len(re.findall(r"\bimport\(", first)) == 3
    assert "import(" not in behind


class TestBundles:
    """Two files out of many modules."""

    MODULES = {
        "app.js": """\
import { twice as double } from "./rooms/twice.js";
import { made } from "./made.js";
globalThis.told = [double(made()), (await import("./behind.js")).more()];
""",
        "made.js": "let count = 20;\nexport function made() {\n  return (count += 1);\n}\n",
        "rooms/twice.js": "const factor = 2;\nexport const twice = (/** number */ n) => n * factor;\n",
        "behind.js": """\
import { made } from "./made.js";
import { odd } from "./odd.js";
export const more = () => odd(made());
""",
        "odd.js": "const odd = (n) => n % 2;\nexport { odd };\n",
    }

    def test_do_what_the_modules_did_and_make_each_once(self, tmp_path: Path) -> None:
        assert self.told(self.MODULES, tmp_path) == [42, 0]  # 2 x 21; and 22, from the same counter, is even

    def test_keep_the_names_of_a_module_its_own(self, tmp_path: Path) -> None:
        app = (
            self.MODULES["app.js"]
            .replace("double", "twofold")
            .replace("globalThis", "const odd = 1, twice = 7;\nglobalThis")
        )

        assert self.told(self.MODULES | {"app.js": app}, tmp_path) == [42, 0]

    def told(self, modules: dict[str, str], folder: Path) -> Any:
        """Return what the joined files tell."""
        first = bundles.first("app.js", "behind.js", modules.__getitem__)
        (folder / "app.mjs").write_text(first.replace("behind.js", "behind.mjs"))
        (folder / "behind.mjs").write_text(bundles.behind("behind.js", "app.js", modules.__getitem__))
        run = "await import(process.argv[1]); console.log(JSON.stringify(globalThis.told))"
        return json.loads(_node("-e", run, "--", folder / "app.mjs"))

    def test_refuse_a_name_that_nobody_gives(self) -> None:
        modules = self.MODULES | {"made.js": "export const made = 1, more = 2;\n"}
        asking = modules | {"app.js": 'import { more } from "./made.js";\n'}

        with pytest.raises(bundles.NotUnderstood, match="does not export more"):
            bundles.first("app.js", "behind.js", asking.__getitem__)

    def test_refuse_one_name_from_two_modules(self) -> None:
        modules = self.MODULES | {"rooms/twice.js": "export const twice = (n) => n, made = 1;\nexport { made };\n"}

        with pytest.raises(bundles.NotUnderstood, match=r"made\.js: rooms/twice\.js exports made, too"):
            bundles.first("app.js", "behind.js", modules.__getitem__)

    @pytest.mark.parametrize(
        "form",
        ['import all from "./made.js";', 'import "./made.js";', 'export * from "./made.js";', "export default 3;"],
    )
    def test_refuse_a_form_that_they_do_not_know(self, form: str) -> None:
        modules = self.MODULES | {"app.js": f"{form}\n"}

        with pytest.raises(bundles.NotUnderstood, match=re.escape(form)):
            bundles.first("app.js", "behind.js", modules.__getitem__)


def _node(*arguments: str | Path, told: str = "") -> Any:
    if shutil.which("node") is None:
        pytest.skip("needs Node.js")
    command = ["node", "--input-type=module", *map(str, arguments)]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
