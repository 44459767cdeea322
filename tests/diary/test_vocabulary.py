"""The vocabulary is complete, and says the same from both sides."""

from __future__ import annotations

import re

import pytest

from diary import vocabulary as v

LISTS = {
    name: terms
    for name, terms in vars(v).items()
    if isinstance(terms, tuple) and terms and isinstance(terms[0], v.Term)
}


class TestSites:
    @pytest.mark.parametrize("site", v.SITES.values(), ids=lambda site: site.code)
    def test_neighbours_are_so_both_ways(self, site: v.Site) -> None:
        for neighbour in site.neighbours:
            assert site.code in v.SITES[neighbour].neighbours

    def test_zones_of_the_spread_rule_hold_its_sites(self) -> None:
        zones: dict[str | None, set[str]] = {}
        for site in v.FACE_SITES:
            zones.setdefault(site.zone, set()).add(site.code)

        assert zones["EYE"] == {"lid_upper", "lid_lower"}
        assert zones["BROW"] == {"brow", "glabella"}
        assert zones["MID"] == {"cheek", "nose"}
        assert zones["MOUTH"] == {"lip_upper", "lip_lower", "mouth_corner"}
        assert zones["CHIN"] == {"chin"}
        assert zones["NECK"] == {"neck_front"}

    def test_only_facial_nerve_muscles_have_a_zone(self) -> None:
        assert {site.nerve for site in v.SITES.values() if site.zone} == {"VII"}
        assert {v.SITES[code].nerve for code in ("jaw_muscle", "temple")} == {"V"}
        assert v.SITES["tongue"].nerve == "XII"


class TestLabels:
    @pytest.mark.parametrize("name", LISTS)
    def test_every_code_has_words_in_both_languages(self, name: str) -> None:
        for term in LISTS[name]:
            assert re.fullmatch(r"[A-Za-z0-9_]+", term.code)
            assert term.label("en").strip()
            assert re.search(r"[\u4e00-\u9fff]", term.label("zh-Hant"))

    @pytest.mark.parametrize("name", LISTS)
    def test_no_code_stands_twice(self, name: str) -> None:
        codes = v.codes(LISTS[name])

        assert len(set(codes)) == len(codes)
