"""
The numbers behind the invented people, as one frozen table.

Every number says where it is from. `ASSUMPTION` means that no published value was found: episodes a day, their
lengths and the effects of stress, sleep and caffeine were not found anywhere, so each of those is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from diary.vocabulary import SITES

ASSUMPTION: Final = "assumption"
MEMORY: Final = "from memory, not reviewed"
COUNTS_PAPERS: Final = "PMC5817844, PMC5429882: negative binomial with one day's memory; the value is an assumption"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its source. `unit` is empty for a share, a ratio or a shape."""

    value: float
    source: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """
    One kind of twitcher: its share among them, its sites with their shares, and its numbers by name.

    The day loop reads `mean_per_day`, `size` (negative binomial; small is bursty), `memory` (lag-1 correlation of the
    latent log rate), `spread` (its standard deviation) and the three effects on the log rate.
    """

    code: str
    weight: Number
    sites: tuple[tuple[str, float], ...]
    numbers: Mapping[str, Number]

    def __getitem__(self, name: str) -> float:
        return self.numbers[name].value


def _assumed(value: float, unit: str = "") -> Number:
    return Number(value, ASSUMPTION, unit)


# What every profile has unless it says otherwise.
USUAL: Final[Mapping[str, Number]] = MappingProxyType(
    {
        "mean_per_day": _assumed(1.5, "episodes a day"),
        "size": Number(1.0, COUNTS_PAPERS),
        "memory": Number(0.5, COUNTS_PAPERS),
        "spread": _assumed(0.4, "log rate"),
        "beta_stress": _assumed(0.20, "log rate per standard deviation"),
        "beta_sleep_debt": _assumed(0.15, "log rate per hour, mean of three nights"),
        "beta_caffeine_change": _assumed(0.10, "log rate per 100 mg more than the day before"),
        "sleep_share": _assumed(0.0),
    }
)


def _profile(code: str, weight: float, sites: tuple[tuple[str, float], ...], **numbers: Number) -> Profile:
    return Profile(code, _assumed(weight), sites, MappingProxyType({**USUAL, **numbers}))


_SPREAD_PAPER = "10.1002/mdc3.12106: 93.4 % of 178"
_SCANDINAVIAN = "Scandinavian trial, n=743"

_ALL: Final = (
    _profile(
        "benign_lid", 0.50, (("lid_lower", 0.75), ("lid_upper", 0.25)),
        bout_days=_assumed(14, "days"),
        bout_shape=_assumed(1.5),
        pause_days=_assumed(45, "days between bouts"),
    ),
    _profile(
        "hfs", 0.12, (("lid_lower", 0.86), ("cheek", 0.08), ("mouth_corner", 0.04), ("lid_upper", 0.02)),
        women=Number(0.61, "Wang 1998"),
        left=Number(0.55, "between Wang 1998 (.56) and Au 2004 (.518)"),
        age_mean=Number(48.5, "Wang 1998", "years"),
        age_sd=Number(14.1, "Wang 1998", "years"),
        age_min=Number(15, "Wang 1998", "years"),
        age_max=Number(87, "Wang 1998", "years"),
        first_eye=Number(0.86, "Au 2004"),
        spreads=Number(0.934, _SPREAD_PAPER),
        eye_to_cheek_median=_assumed(270, "days"),
        eye_to_cheek_sigma=_assumed(1.0, "log days"),
        cheek_to_mouth_median=_assumed(180, "days"),
        cheek_to_mouth_sigma=_assumed(0.9, "log days"),
        mouth_to_chin_median=_assumed(300, "days"),
        mouth_to_chin_sigma=_assumed(0.9, "log days"),
        fast_share=_assumed(0.10),
        fast_median=_assumed(21, "days"),
        fast_sigma=_assumed(0.5, "log days"),
        begins_before_spread=_assumed(0.5),  # share of diaries drawn so that the second zone begins in them
        delay_median=Number(183, "Au 2004: six months to treatment; the diary's delay is an assumption", "days"),
        delay_sigma=_assumed(1.0, "log days"),
        together=_assumed(0.5),  # share of episodes in which every zone contracts that has joined
        mean_per_day=_assumed(6, "episodes a day, at the first stage"),
        mean_per_day_last=_assumed(40, "episodes a day, at the last stage"),
        size=_assumed(1.5),
        sleep_share=Number(0.10, "Incirli 2019: persists in 12 of 12; .05 to .15 is an assumption"),
        stress_responders=Number(0.55, "between Au 2004 (.65) and Batla 2012 (.449)"),
        stress_ratio=_assumed(1.3, "rate ratio per standard deviation"),
    ),
    _profile(
        "myokymia_ms", 0.02, (("lip_lower", 0.5), ("cheek", 0.5)),
        age_min=_assumed(25, "years"),
        age_max=_assumed(55, "years"),
        spread_days_min=Number(3, "Clay 2020, NeuroImages, London 2017", "days"),
        spread_days_max=Number(21, "Clay 2020, NeuroImages, London 2017", "days"),
        resolves_days_min=Number(21, "Clay 2020: three to four weeks", "days"),
        resolves_days_max=Number(30, "Clay 2020: three to four weeks", "days"),
        begins_before=_assumed(3, "days, at most, before the diary"),
        mean_per_day=_assumed(6, "times a day that it is noticed"),
        size=_assumed(20),  # it never stops, so that no day is free of it by chance
        spread=_assumed(0.1, "log rate"),
        beta_stress=_assumed(0.0, "log rate per standard deviation"),
        beta_sleep_debt=_assumed(0.0, "log rate per hour, mean of three nights"),
        beta_caffeine_change=_assumed(0.0, "log rate per 100 mg more than the day before"),
    ),
    _profile(
        "synkinesis", 0.08, (("mouth_corner", 0.5), ("lid_lower", 0.5)),
        onset_days_min=Number(84, _SCANDINAVIAN, "days after the palsy"),
        onset_days_max=_assumed(200, "days after the palsy"),
        movement_bound=_assumed(1.0),
        grows_from=Number(182, _SCANDINAVIAN, "days after the palsy"),
        grows_until=Number(365, _SCANDINAVIAN, "days after the palsy"),
        begins_within=_assumed(28, "days, at most, after the diary began; the palsy is over by then"),
        growth=_assumed(2.0),  # of the rate; the scores grew from 4.1 to 4.7
        weak_for_long=_assumed(0.5),
    ),
    _profile(
        "bfs", 0.15, (("calf", 0.4), ("foot", 0.2), ("lid_lower", 0.15), ("thigh", 0.1), ("hand", 0.1), ("back", 0.05)),
        jumps=_assumed(0.6, "chance a day of another site"),
        persists=Number(0.95, "systematic review, n=180", "share a year"),
        strands=_assumed(2, "places at a time"),
    ),
    _profile(
        "bells", 0.06, (("mouth_corner", 0.6), ("brow", 0.4)),
        nadir_hours_min=_assumed(2, "hours"),
        nadir_hours_max=Number(72, "Baugh 2013", "hours"),
        recovers_min=Number(0.71, "PMC4391412: 71 % untreated"),
        recovers_max=_assumed(0.85),
        recurs=Number(0.07, "24 of 341", "share in ten years"),
        mean_per_day=_assumed(0.3, "episodes a day; the twitch is minor"),
        begins_before=_assumed(3, "days, at most, before the diary"),
        twitches_for=_assumed(60, "days after the onset"),
        better_from_min=_assumed(10, "days after the nadir"),
        better_from_max=_assumed(21, "days after the nadir"),
        better_over_min=_assumed(20, "days"),
        better_over_max=_assumed(100, "days"),
        left_over_min=_assumed(0.2, "degree"),  # House-Brackmann II
        left_over_max=_assumed(0.5, "degree"),
        ear_pain=Number(0.506, "PMC4270115: 136 of 269"),
        dry_eye=Number(0.42, "PMC4270115: 114 of 269"),
        taste_changed=Number(0.35, "PMC4270115: 94 of 269"),
        complains_for=_assumed(21, "days"),
    ),
    _profile(
        "mnd", 0.005, (("hand", 0.5), ("shin", 0.25), ("tongue", 0.25)),
        limb_onset=Number(0.75, "RCGP/MNDA tool"),
        mean_per_day=_assumed(5, "episodes a day"),
        size=_assumed(5),  # persistent: few days without
        age_mean=_assumed(62, "years"),
        age_sd=_assumed(11, "years"),
        age_min=_assumed(35, "years"),
        age_max=_assumed(85, "years"),
        weak_after_min=_assumed(14, "days after the first twitch"),
        weak_after_max=_assumed(150, "days after the first twitch"),
        all_lost_after=_assumed(300, "days after the first loss; the losses are evenly apart"),
        weak_degree=_assumed(0.6, "degree of lip and cheek weakness when all is lost, bulbar onset"),
    ),
    _profile(
        "tic", 0.05, (("lid_upper", 0.4), ("nose", 0.2), ("mouth_corner", 0.2), ("brow", 0.2)),
        suppressible=_assumed(0.9),
        urge=_assumed(0.8),
        mean_per_day=_assumed(4, "episodes a day of a bout"),
        waxes_days=_assumed(21, "days"),
        wanes_days=_assumed(10, "days"),
        jumps=_assumed(0.03, "chance a day of another site"),
        age_min=_assumed(18, "years"),
        age_max=_assumed(45, "years"),
    ),
    _profile("noise", 0.015, tuple((site, 1 / len(SITES)) for site in SITES), spread=_assumed(1.0, "log rate")),
)  # fmt: skip
PROFILES: Final[Mapping[str, Profile]] = MappingProxyType({profile.code: profile for profile in _ALL})

# Hemifacial spasm with a cause that a scan would show: what Tan 2002 and the cases call atypical.
ATYPICAL: Final[Mapping[str, Number]] = MappingProxyType(
    {
        "mouth_first": _assumed(0.5),  # the others: upper and lower face on the same day
        "age_min": _assumed(18, "years"),
        "age_max": _assumed(39, "years"),
        "numb": Number(0.5, "Tan 2002: facial numbness and weakness; the share is an assumption"),
        "weak": Number(0.3, "Tan 2002: facial numbness and weakness; the share is an assumption"),
        "weak_degree": _assumed(0.3, "degree after a year"),
        "hearing_loss": _assumed(0.2),
    }
)

# Everybody who is drawn, unless the condition says otherwise.
PEOPLE: Final[Mapping[str, Number]] = MappingProxyType(
    {
        "women": _assumed(0.5),
        "left": _assumed(0.5),
        "age_mean": _assumed(40, "years"),
        "age_sd": _assumed(13, "years"),
        "age_min": _assumed(18, "years"),
        "age_max": _assumed(85, "years"),
        "screen_job": _assumed(0.5),
        "twitches_before": _assumed(30, "days, at most, before the diary"),
        "begins_within": _assumed(90, "days, at most, after the diary began"),
    }
)

CHECKING: Final[Mapping[str, Number]] = MappingProxyType(
    {
        "every_days": _assumed(7, "days"),
        "every_days_weak": _assumed(1, "days, in the first weeks of a weakness"),
        "often_for": _assumed(21, "days after a weakness began"),
        "kept": _assumed(0.8, "chance that a check that is due is made"),
        "false_weaker": _assumed(0.02, "checks in which one side of one task is ticked a bit weaker for nothing"),
        "unsteady": _assumed(0.04, "standard deviation of the degree that is seen"),
        "skipped": _assumed(0.03, "chance that a task is left out"),
        "asked": _assumed(0.9, "chance that a routine question is answered"),
        "unsure": _assumed(0.01, "answers to a routine question"),
        "ticks_loss": _assumed(0.95, "chance that a lost task is ticked"),
    }
)

TOXIN: Final[Mapping[str, Number]] = MappingProxyType(
    {
        "latency_mean": Number(3.8, "Moin 2017, 257 injections", "days"),
        "latency_sd": Number(2.6, "Moin 2017, 257 injections", "days"),
        "depth_mean": _assumed(0.80),  # 73 to 98.4 % are helped (Toxins 2021); how much each is helped was not found
        "depth_sd": _assumed(0.15),
        "full_from": Number(14, MEMORY, "days"),
        "full_until": Number(28, MEMORY, "days"),
        "gone_mean": Number(84, "Toxins 2021: about 12 weeks", "days"),
        "gone_sd": _assumed(35, "days"),
    }
)

LOGGING: Final[Mapping[str, Number]] = MappingProxyType(
    {
        "adherence_first": _assumed(0.95),
        "adherence_last": _assumed(0.45),
        "adherence_falls_over": _assumed(90, "days"),
        "adherence_memory": _assumed(0.4),  # silent days come in runs
        "log_episode": _assumed(0.7),
        "backfill": _assumed(0.15),
        "backfill_days_median": _assumed(1.3, "days"),
        "backfill_days_sigma": _assumed(0.5, "log days"),
        "same_day": _assumed(0.20),
        "confirm_none": _assumed(0.5),
        "drop_out": _assumed(0.004, "chance a day"),
        # Of drawn people only; nobody in the demo mistakes a side. A retry leaves no trace in a diary.
        "wrong_side": _assumed(0.01),
        "duplicate": _assumed(0.02),
        "clock_skew": _assumed(5, "minutes either way, one phone"),
        "travels": _assumed(0.03, "weeks that are spent in another time zone"),
    }
)

EXPOSURES: Final[Mapping[str, Number]] = MappingProxyType(
    {
        "memory": Number(0.4, "assumption: the exposure of our own simulations, AR(.4)"),
        "stress_mean": _assumed(4, "points of 10"),
        "stress_sd": _assumed(2, "points"),
        "stress_weekend": _assumed(-1, "points"),
        "sleep_mean": _assumed(430, "minutes"),
        "sleep_sd": _assumed(55, "minutes"),
        "sleep_weekend": _assumed(35, "minutes"),
        "sleep_need": _assumed(450, "minutes"),
        "screen_mean": Number(412, "2024, 103 chronic lid twitchers: 6.88 h", "minutes"),
        "screen_sd": Number(121, "2024, 103 chronic lid twitchers: 2.01 h", "minutes"),
    }
)
