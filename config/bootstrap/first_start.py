"""Whether a data folder gets the demo: decided at its first start, remembered until it is really there."""

from __future__ import annotations

from pathlib import Path

WANTED, MADE, NONE = "wanted", "made", "none"


class Demo:
    """
    The demo diaries of one data folder.

    A folder that already holds a database but no decision was filled by somebody else (a restored backup, say):
    made-up diaries are never added to it.
    """

    def __init__(self, data: Path) -> None:
        self._data, self._file = data, data / "demo-diaries"

    @property
    def state(self) -> str:
        return self._file.read_text().strip() if self._file.exists() else ""

    def decide(self, *, wanted: bool) -> None:
        """Decide before the database exists, so that a start cut short between the two is finished by the next."""
        if not self.state and self._holds_a_database():
            self._write(NONE)
        elif self.state in ("", WANTED):
            self._write(WANTED if wanted else NONE)

    @property
    def is_due(self) -> bool:
        return self.state == WANTED

    @property
    def is_there(self) -> bool:
        return self.state == MADE

    def note_made(self) -> None:
        self._write(MADE)

    def _holds_a_database(self) -> bool:
        return any(path.stat().st_size for path in self._data.glob("*.sqlite3"))

    def _write(self, state: str) -> None:
        self._file.write_text(state + "\n")
