from __future__ import annotations

import pytest

from config.bootstrap import console

pytestmark = pytest.mark.sqlite


class TestStep:
    def test_is_one_line_when_it_is_done(self, capsys: pytest.CaptureFixture[str]) -> None:
        with console.step("Database"):
            pass

        assert capsys.readouterr().out == "  Database                      done                  0.0 s\n"

    def test_that_fails_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(ZeroDivisionError), console.step("Database"):
            raise ZeroDivisionError

        assert "not done" in capsys.readouterr().out

    def test_that_takes_long_is_repeated_with_how_far_it_is(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(console, "REPEAT_S", 0.01)
        with console.step("Packages") as progress:
            progress.state = "12 of about 46"
            while "12 of about 46" not in (said := capsys.readouterr().out):
                pass

        assert said.startswith("  Packages")
