"""The vocabulary as JSON, for clients that show its words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from django.conf import settings

from diary import vocabulary as v
from reports import prepare

_LISTS = {
    "sides": v.SIDES,
    "zones": v.ZONES,
    "answers": v.ANSWERS,
    "time_precisions": v.TIME_PRECISIONS,
    "rhythms": v.RHYTHMS,
    "intensities": v.INTENSITIES,
    "contexts": v.CONTEXTS,
    "movements": v.MOVEMENTS,
    "observers": v.OBSERVERS,
    "sensations": v.SENSATIONS,
    "entry_modes": v.ENTRY_MODES,
    "day_states": v.DAY_STATES,
    "burdens": v.BURDENS,
    "functions": v.FUNCTIONS,
    "check_tasks": v.CHECK_TASKS,
    "task_grades": v.TASK_GRADES,
    "onset_speeds": v.ONSET_SPEEDS,
    "tasks_lost": v.TASKS_LOST,
    "check_answers": v.CHECK_ANSWERS,
    "event_kinds": v.EVENT_KINDS,
    "event_actions": v.EVENT_ACTIONS,
    "time_zone_policies": v.TIME_ZONE_POLICIES,
    "themes": v.THEMES,
    "text_sizes": v.TEXT_SIZES,
}

_BOUNDS = {
    "duration_s": [0, v.DURATION_S_MAX],
    "count": [v.COUNT_MIN, v.COUNT_MAX],
    "sites": [0, v.SITES_MAX],
    "intensity": [0, v.INTENSITY_MAX],
    "function": [0, v.FUNCTION_MAX],
    "stress": [0, v.STRESS_MAX],
    "fatigue": [0, v.STRESS_MAX],
    "sleep_quality": [0, v.STRESS_MAX],
    "sleep_min": [0, v.SLEEP_MIN_MAX],
    "screen_min": [0, v.SCREEN_MIN_MAX],
    "alcohol_units": [0, v.ALCOHOL_UNITS_MAX],
    "caffeine_mg": [0, v.CAFFEINE_MG_MAX],
    "drink_count": [1, v.DRINK_COUNT_MAX],
    "dose": [0, v.DOSE_MAX],
    "birth_year": [v.BIRTH_YEAR_MIN, v.BIRTH_YEAR_MAX],
    "note": [0, v.NOTE_MAX],
    "name": [0, v.NAME_MAX],
    "unit": [0, v.UNIT_MAX],
    "questions": [0, v.QUESTIONS_MAX],
    "question": [0, v.QUESTION_MAX],
    "suspected_factors": [0, v.FACTORS_MAX],
    "suspected_factor": [0, v.FACTOR_MAX],
    "emergency_number": [0, v.EMERGENCY_NUMBER_MAX],
}


@cache
def document() -> tuple[bytes, str]:
    """Return the vocabulary as JSON, with the rules over one answer unless they are switched off here; and its ETag."""
    body = msgspec.json.encode(
        {"version": v.VERSION, "languages": v.LANGUAGES, "sites": [_site(site) for site in v.SITES.values()]}
        | {name: list(_terms(terms)) for name, terms in _LISTS.items()}
        | {"bounds": _BOUNDS, "drinks": [_drink(drink) for drink in v.DRINKS.values()]}
        | ({"answer_rules": prepare.answer_rules()} if settings.DIARY_FLAGS_ENABLED else {})
    )
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def _terms(terms: Iterable[v.Term]) -> Iterable[dict[str, Any]]:
    return ({"code": term.code, "labels": {name: term.label(name) for name in v.LANGUAGES}} for term in terms)


def _site(site: v.Site) -> dict[str, Any]:
    return {
        "code": site.code,
        "part": site.part,
        "zone": site.zone,
        "region": site.region,
        "nerve": site.nerve,
        "sided": site.sided,
        "neighbours": site.neighbours,
        "uberon": site.uberon,
        "labels": {name: {"lay": site.label(name), "anatomy": site.anatomy(name)} for name in v.LANGUAGES},
    }


def _drink(drink: v.Drink) -> dict[str, Any]:
    return {
        "code": drink.code,
        "labels": {name: drink.label(name) for name in v.LANGUAGES},
        "serving_ml": drink.serving_ml,
        "caffeine_mg": drink.caffeine_mg,
    }
