"""Every number of the table says where it is from."""

from __future__ import annotations

import subprocess
import sys

import pytest

from diary.vocabulary import SITES
from reports.simulate.profiles import ATYPICAL, CHECKING, EXPOSURES, LOGGING, PEOPLE, PROFILES, TOXIN

TABLES = {**{code: profile.numbers for code, profile in PROFILES.items()}, "toxin": TOXIN, "logging": LOGGING}
TABLES |= {"exposures": EXPOSURES, "atypical": ATYPICAL, "people": PEOPLE, "checking": CHECKING}


class TestTable:
    @pytest.mark.parametrize("name", TABLES)
    def test_every_number_has_a_source_or_is_called_an_assumption(self, name):
        assert all(number.source.strip() for number in TABLES[name].values())

    @pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
    def test_what_was_not_found_anywhere_is_called_an_assumption(self, profile):
        for name in ("mean_per_day", "beta_stress", "beta_sleep_debt", "beta_caffeine_change"):
            assert profile.numbers[name].source == "assumption"

    @pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
    def test_a_profile_twitches_at_sites_of_the_vocabulary(self, profile):
        assert {site for site, _ in profile.sites} <= set(SITES)
        assert sum(share for _, share in profile.sites) == pytest.approx(1.0)

    def test_holds_the_profiles_of_the_paper_with_their_weights(self):
        weights = {code: profile.weight.value for code, profile in PROFILES.items()}

        assert weights == {
            "benign_lid": 0.50, "hfs": 0.12, "myokymia_ms": 0.02, "synkinesis": 0.08, "bfs": 0.15, "bells": 0.06,
            "mnd": 0.005, "tic": 0.05, "noise": 0.015,
        }  # fmt: skip
        assert sum(weights.values()) == pytest.approx(1.0)

    def test_nobody_changes_a_number_on_the_way(self):
        with pytest.raises(TypeError):
            PROFILES["hfs"].numbers["mean_per_day"] = None  # type: ignore[index]


class TestPurity:
    def test_needs_no_framework_and_no_table(self):
        rooms = ("questions", "diary", "conditions", "ground_truth", "as_records")
        told = f"import sys, {', '.join(f'reports.simulate.{room}' for room in rooms)}; print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()

        assert {"django", "numpy", "scipy", "matplotlib", "people"}.isdisjoint(loaded)
