"""How the table of the benches compares."""

from __future__ import annotations

import pytest

from bench import rows


class TestRatio:
    def test_is_the_middle_one_of_the_stretches_while_the_machine_grows_slower(self) -> None:
        other = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]
        ours = [1.6, 3.0, 5.6, 10.4, 19.2, 35.2]

        found = rows.ratio("a page", ours, other, at_most=1.3)

        assert (found.measured, found.bar) == ("1.35 (1.10 to 1.60)", "≤ 1.3 times")

    def test_takes_the_median_of_a_stretch(self) -> None:
        assert rows.ratio("a page", [2.0, 2.0, 90.0] * 6, [1.0] * 18, at_most=2).told == "2.00 (2.00 to 2.00)"

    @pytest.mark.parametrize(
        ("at_most", "told"), [(2, "2.00 (2.00 to 2.00)"), (1.9, "2.00 (2.00 to 2.00), **not kept**")]
    )
    def test_says_when_a_promise_is_broken(self, at_most: float, told: str) -> None:
        assert rows.ratio("a page", [2.0], [1.0], at_most=at_most).told == told


class TestFigure:
    @pytest.mark.parametrize(("value", "is_kept"), [(30.0, True), (30.1, False)])
    def test_is_held_against_its_bar(self, value: float, is_kept: bool) -> None:
        assert rows.at_most("a page", value, 30, "ms", digits=1).is_kept is is_kept


class TestInTurn:
    def test_asks_one_after_the_other_and_leaves_out_the_first(self) -> None:
        asked: list[str] = []

        times = rows.in_turn(2, lambda: asked.append("a"), lambda: asked.append("b"))

        assert "".join(asked) == "ababab"
        assert [len(row) for row in times] == [2, 2]
