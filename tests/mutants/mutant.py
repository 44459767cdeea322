"""What a mutant is, and how it comes into a copy of the house and out of it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from importlib.util import cache_from_source
from pathlib import Path


class Suite(Enum):
    """Which part of the suite is asked, and on what it runs."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    JAVASCRIPT = "js-tests"


@dataclass(frozen=True)
class Mutant:
    """
    One check less, in one place of one file.

    `loss` says what is taken away and what a person would lose by it. `before` stands once in `file`, and `after` takes
    its place. `asked` are who has to notice: names of tests as pytest takes them, or test files of Node.js.
    """

    name: str
    loss: str
    file: str
    before: str
    after: str
    asked: tuple[str, ...]
    on_postgresql: bool = False

    @property
    def suite(self) -> Suite:
        """On what the part that is asked runs."""
        if self.asked[0].endswith(".js"):
            return Suite.JAVASCRIPT
        return Suite.POSTGRESQL if self.on_postgresql else Suite.SQLITE

    def changed(self, text: str) -> str:
        """Return the file's text with the check taken away."""
        return text.replace(self.before, self.after)

    @contextmanager
    def put_into(self, folder: Path) -> Iterator[None]:
        """Let the check be away from the house in this folder while the block runs."""
        path = folder / self.file
        text = path.read_text()
        _write(path, self.changed(text))
        try:
            yield
        finally:
            _write(path, text)


def misfits(mutants: Iterable[Mutant], folder: Path) -> list[str]:
    """Return a sentence for each mutant whose text does not stand once in its file: the house has moved on."""
    counts = ((mutant, _count(mutant, folder / mutant.file)) for mutant in mutants)
    return [
        f"{one.name}: its text stands {count} times in {one.file}, not once. Let it remove what stands there now."
        for one, count in counts
        if count != 1
    ]


def _count(mutant: Mutant, path: Path) -> int:
    return path.read_text().count(mutant.before) if path.is_file() else 0


def _write(path: Path, text: str) -> None:
    """Write the file, and forget what Python compiled of it: two texts of one second may have one length."""
    path.write_text(text)
    if path.suffix == ".py":
        Path(cache_from_source(str(path))).unlink(missing_ok=True)
