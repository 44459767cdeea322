"""Where the English page prints each number of the data, and in which form, written here anew from the data alone."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

Path = tuple[str | int, ...]
HALF: Final = 0.00005  # the data hold four digits: what the page rounds lies within half of the last one
NO_VALUE: Final = "–"

# What stands above each part of the document, in its order. A part ends where the next one begins.
TOP, BOX_1, BOX_2, BOX_3 = "Twitch Profile", "1 How complete", "2 Red flags", "3 Days by effect"
BOX_4, BOX_5, BOX_6, BOX_7 = "4 Numbers", "5 A typical day", "6 Where", "7 Weeks"
FOOT, BAD_STARTS, SOURCES = "Self-reported.", "Treatments begun after bad days", "Sources [1]"
EVENTS, WEEKS = "Treatments and changes:", "Week Answered days Twitch days (95% interval) Episodes a day (95% interval)"
FACES, AREAS = "Where Two face maps", "Area Answered days Before"
PEAK, HOURS = "A typical day Highest", "Hour Days with an episode (95% interval) Before"
STRIPS, DAYS = "Every day", "Day Twitching Entries"
SUMS, EFFECTS = "Days by effect on function Now:", "Effect Before Now"
SINCE, CYCLES = "Since the injection of", "Injection Week from it Episodes a day (95% interval)"
LOOKED_AT, FACTORS = "Factors looked at", "Factor When Times as many (limits) In a word"
CHECKS, LOG = "Face checks of these days", "Every entry of these days"
HEADS: Final = (
    TOP, BOX_1, BOX_2, BOX_3, BOX_4, BOX_5, BOX_6, BOX_7, FOOT, BAD_STARTS, SOURCES, EVENTS, WEEKS, FACES, AREAS, PEAK,
    HOURS, STRIPS, DAYS, SUMS, EFFECTS, SINCE, CYCLES, LOOKED_AT, FACTORS, CHECKS, LOG,
)  # fmt: skip
TABLES: Final = (WEEKS, AREAS, HOURS, DAYS, EFFECTS, CYCLES, FACTORS)
HEAD_OF_A_PAGE: Final = re.compile(r"Twitch Profile, \d+ \w+ \d+ to \d+ \w+ \d+ Ana Lindqvist")
FOOT_OF_A_PAGE: Final = re.compile(r"Rules [\d.]+, software [\d.]+, data \w+, diary \w+ up to .{,20}Page \d+ of \d+\.")

SIDES: Final = {"right": "right ", "left": "left ", "middle": ""}
SITES: Final = {
    "lid_upper": "upper eyelid", "lid_lower": "lower eyelid", "cheek": "cheek", "mouth_corner": "corner of the mouth",
    "throat": "throat",
}  # fmt: skip
LEVELS: Final = {"same_day": "SAME DAY", "soon": "Soon", "watch": "To watch"}
LAGS: Final = ("same day, may be either way round", "the day after", "two days after")
FACTOR_NAMES: Final = {
    "caffeine": "caffeine, per 100 mg", "stress": "stress, per point",
    "stress_drop": "stress a point lower than the day before",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """
    What the part `where` prints for each object at `of`; "*" is every element of a list, ":3" the first three.

    In `words`, "{name:form}" is a value of that object ("^": of the one around it; "#": its place in the list) and "_"
    one word that is looked at elsewhere.
    """

    where: str
    of: str
    words: str
    when: Callable[[Any, Any], bool] = lambda _one, _page: True


def row(label: str, words: str, change: str = NO_VALUE) -> Line:
    """Return a row of box 4; "@" is the period, first before and then now."""
    cells = (words.replace("@", f"{period}.numbers.") for period in ("before", "now"))
    return Line(BOX_4, "", " ".join((label, *cells, change)))


LINES: Final = (
    Line(TOP, "period", "{first:day} to {last:day} _"),
    Line(TOP, "compared_with", "compared with {first:day} to {last:day}"),
    Line(TOP, "now.days", "{first:day} to {last:day} _"),
    Line(TOP, "before.days", "compared with {first:day} to {last:day}"),
    Line(BOX_1, "completeness", "{answered} of {days} days answered"),
    Line(STRIPS, "completeness", "{unknown} days not known"),
    Line(
        BOX_1, "completeness",
        "{entries} entries: {live} as it happened, {same_day} later that day, {backfilled} on a later day",
    ),
    Line(BOX_1, "completeness", "delay {median_delay_min:minutes}"),
    Line(BOX_1, "completeness", "{edited_afterwards} edited afterwards"),
    Line(
        BOX_1, "completeness", "{contradictions:1 day was|# days were} answered “none”",
        lambda told, _: told["contradictions"],
    ),
    Line(BOX_4, "completeness", "{answered} of {needed} answered days needed"),
    Line(BOX_2, "red_flags.flags.:3", "{newest_evidence_on:day}, {level:level}, {rule}:"),
    Line(BOX_2, "red_flags.flags.3:", "{rule} {level:level}"),
    Line(SOURCES, "red_flags.flags.*", "{rule}: {source}"),
    Line(BOX_2, "red_flags.new_areas.*", "{side:side}{site:site} ({first_recorded_on:day}, {days:once|on # days})"),
    Line(BOX_2, "red_flags.last_check", "Last face check, {day:day}"),
    *(
        Line(EFFECTS, "", f"{label} {{before.effects.{name}}} {{now.effects.{name}}}")
        for name, label in (
            ("none", "none"), ("noticed", "noticed"), ("interfering", "interfering"), ("disabling", "disabling"),
            ("not_given", "effect not given"), ("unknown", "not known"),
        )
    ),
    row("Twitch days", "{@twitch_days}/{@answered} = {@twitch_share:share}", "{changes.twitch_share:points}"),
    row("Episodes per answered day", "{@episodes_per_day:rate}", "{changes.episodes_per_day:times}"),
    row("Days, eye forced shut", "{@eye_shut_days}/{@eye_shut_known} = _", "{changes.eye_shut:points}"),
    row("Days with a night episode", "{@night_days}/{@night_known} = _", "{changes.night:points}"),
    row(
        "Usual length (middle half)",
        "{@lengths.median_s:seconds} ({@lengths.lower_quarter_s:seconds} – {@lengths.upper_quarter_s:seconds})",
    ),
    row("Longest", "{@lengths.longest_s:seconds}"),
    row("Areas, right / left", "{@areas_right} / {@areas_left}{@areas_middle:middle}"),
    Line(BOX_4, "now.numbers", "{uncounted_days:uncounted}"),
    Line(BOX_5, "now.typical_day", "now, {days} days, by {bin_hours:hour|# hours}"),
    Line(BOX_5, "now.typical_day", "{backfilled:1 entry|# entries} from a later day, {untimed} without an hour"),
    Line(BOX_5, "before.typical_day", "before, {days} days"),
    Line(HOURS, "now.typical_day.shares.*", "{#:hours} {:share}"),
    Line(HOURS, "before.typical_day.shares.*", "{#:hours} _ _ {value:percent}"),
    Line(BOX_6, "now.areas.:4", "{side:side}{site:site} {share:percent} (before"),
    Line(AREAS, "now.areas.*", "{side:side}{site:site} {days} ({share:percent})"),
    Line(AREAS, "before.areas.*", "{side:side}{site:site} _ _ {days} ({share:percent})"),
    Line(BOX_7, "standing.*", "{name}, {on:day}", lambda _one, page: page["weeks"]),
    Line(WEEKS, "weeks.*", "{first:day} to {last:day} {answered} {twitch_share:share} {episodes_per_day:rate}"),
    Line(CYCLES, "cycles.*.weeks.*", "{^injected_on:day} {week:signed} {episodes_per_day:rate}"),
    Line(
        SINCE, "cycles.-1:.days_4_to_28_against_before",
        "Since the injection of {^injected_on:day}, _ _ _ days 4 to 28 at {value:two} times ({low:two}–{high:two}) the "
        "weeks before, {word}",
    ),
    Line(SINCE, "cycles.-1:.half_lost_on_day", "lost about day {value:whole} ({low:bound} to {high:bound})"),
    Line(
        BAD_STARTS, "bad_starts.*",
        "{on:day}: begun after bad days, {recent_per_day:figure} episodes a day in the 14 days before, "
        "{usual_per_day:figure} in all days until then (at most a year). Without any effect {by_itself.value:two} "
        "times as many ({by_itself.low:two}–{by_itself.high:two})",
    ),
    Line(DAYS, "days.*", "{day:day} {twitched:yes|no} {episodes}"),
    Line(DAYS, "days.*", "{day:day} {twitched:yes|no} _", lambda day, _: day["answered"] and day["episodes"] is None),
    Line(DAYS, "days.*", "{day:day} not known –", lambda day, _: not day["answered"]),
    Line(LOG, "days.*.minutes.*", "{^day:day} {:clock}"),
    Line(EVENTS, "events.*", "{name}, {on:day}", lambda one, page: page["weeks"] and one["name"]),
    Line(EVENTS, "events.*", "botulinum toxin injecti…, {on:day}", lambda one, page: page["weeks"] and not one["name"]),
    Line(CHECKS, "weak_checks.*", "{:day}"),
    Line(FACTORS, "factors.compared.*", "{code:factor} {days_later:lag} {ratio:ratio} {word}"),
)  # fmt: skip

NOT_PRINTED: Final = {
    "schema_version": "says how the data are made",
    "completeness.contradictions": "where there are none",
    "red_flags.flags.*.version": "says which text of a rule it was; the page names the version of all rules",
    "red_flags.flags.*.first_true_on": "the page dates a flag by its newest evidence",
    "red_flags.flags.*.newest_evidence_on": "from the fourth flag on the page names rule and level",
    "red_flags.comparable_days": "the page says only whether there are any",
    "before.numbers.uncounted_days": "the note of box 4 is about now",
    "before.typical_day.bin_hours": "is that of now, or the page compares no hours",
    "before.typical_day.backfilled": "the note of box 5 is about now",
    "before.typical_day.untimed": "the note of box 5 is about now",
    "before.typical_day.shares.*.low": "drawn as a line, and as a row, without its limits",
    "before.typical_day.shares.*.high": "drawn as a line, and as a row, without its limits",
    "cycles.*.days_4_to_28_against_before": "of earlier cycles; the sentence is about the newest",
    "events.*.on": "drawn only, while boxes 3 to 7 wait for days",
    "events.*.until": "drawn: where the band ends",
}


def not_found(data: Any, words: str) -> list[str]:
    """Return the lines of the data that do not stand in their part of the document."""
    parts = parts_of(words)
    return [f"{line.where}: {form}" for line, form, _ in _forms(data) if not re.search(form, parts.get(line.where, ""))]


def left_over(data: Any, words: str) -> dict[str, list[str]]:
    """Return the numbers of the tables that are no number of the data; "0" is an area that was not there."""
    parts = parts_of(words)
    found = {name: _left(data, name, parts[name].replace(name, " ")) for name in TABLES if name in parts}
    return {name: left for name, left in found.items() if left}


def _left(data: Any, name: str, told: str) -> list[str]:
    left = list(told)
    for form in (form for line, form, _ in _forms(data) if line.where == name):
        for match in re.finditer(form, told):
            left[slice(*match.span())] = " " * len(match[0])
    return [number for number in re.findall(r"\S*\d\S*", "".join(left)) if number != "0"]


def not_printed(data: Any) -> set[str]:
    """Return the patterns of the numbers and dates that no line holds."""
    held = {path for _, _, paths in _forms(data) for path in paths}
    return {_pattern(path) for path in _leaves(data) if not any(path[:n] in held for n in range(len(path) + 1))}


def parts_of(words: str) -> Mapping[str, str]:
    """Return the parts of the document by what stands above them."""
    words = FOOT_OF_A_PAGE.sub(" ", HEAD_OF_A_PAGE.sub(" ", words))
    words, at, starts = re.sub(r"(?<=\d–) (?=\d)", "", re.sub(r"\s+", " ", words)), 0, {}  # a line may end at a dash
    for head in HEADS:
        found = words.find(head, at)
        if found >= 0:
            starts[head], at = found, found + len(head)
    ends = [*starts.values(), len(words)][1:]
    return {head: words[first:end] for (head, first), end in zip(starts.items(), ends, strict=True)}


def _forms(data: Any) -> Iterator[tuple[Line, str, list[Path]]]:
    """Yield each line for each of its objects, as an expression, with the paths of what it holds."""
    for line in LINES:
        for path in _paths(data, line.of):
            if line.when(_at(data, path), data):
                form = _form(data, line.words, path)
                if form is not None:
                    yield line, *form


def _form(data: Any, words: str, path: Path) -> tuple[str, list[Path]] | None:
    """Return the words with their values; None where there is no value, and no word for that."""
    form, held = "", []
    for literal, name, spec, _ in string.Formatter().parse(words):
        form += re.sub(r"(?<![^ ])_(?![^ ])", r"\\S+", re.escape(literal).replace(r"\ ", " "))
        if name is None:
            continue
        field = _field(path, name)
        value = path[-1] if name == "#" else _at(data, field)
        if value is None and (spec not in WITHOUT or _at(data, field[:-1]) is None):
            return None
        held += [] if name == "#" else [field]
        form += WITHOUT[spec] if value is None else _said(value, spec or "")
    return rf"(?<![\w.+−–-]){form}(?![\w%–]|\.\d)", held


def _said(value: Any, spec: str) -> str:
    if "|" in spec:
        first, other = spec.split("|")
        return first if value is True or value == 1 else other.replace("#", str(value))
    return SPECS[spec](value)


def _field(path: Path, name: str) -> Path:
    around = path[: len(path) - (2 if _is_of_list(path) else 1)] if name.startswith("^") else path
    return (*around, *name.removeprefix("^").split(".")) if name.strip("^") else around


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = None if data is None else data[step]
    return data


def _paths(data: Any, of: str) -> list[Path]:
    found: list[Path] = [()]
    for step in of.split(".") if of else ():
        found = [(*path, key) for path in found for key in _keys(_at(data, path), step)]
    return found


def _keys(value: Any, step: str) -> list[str | int]:
    if isinstance(value, list):
        first, _, last = step.replace("*", ":").partition(":")
        return list(range(len(value))[int(first) if first else None : int(last) if last else None])
    return [step] if value and value[step] is not None else []


def _leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every number and date."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(one, (*path, key))
    elif isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            yield path
    elif value is not None and not isinstance(value, bool):
        yield path


def _pattern(path: Path) -> str:
    """Return the path as it is named in NOT_PRINTED, where that names it or what it is in."""
    steps = ["*" if isinstance(step, int) else step for step in path]
    names = [".".join(steps[: n + 1]) for n in range(len(steps))]
    return next((name for name in names if name in NOT_PRINTED), names[-1])


def _is_of_list(path: Path) -> bool:
    return isinstance(path[-1], int)


def _either(value: float, write: Callable[[float], str]) -> str:
    """Return how a number is written whose digits after the fourth are not told."""
    forms = dict.fromkeys(write(value + off) for off in (0, -HALF, HALF))
    return f"(?:{'|'.join(map(re.escape, forms))})"


def _digits(digits: int, *, times: int = 1) -> Callable[[float], str]:
    return lambda value: _either(value, lambda one: f"{times * one:.{digits}f}")


def _day(value: str) -> str:
    on = date.fromisoformat(value)
    return f"{on.day} {on:%b} {on.year}"


def _figure(value: float) -> str:
    return _either(value, lambda one: f"{one:.2f}" if one < 1 else f"{one:.1f}" if one < 100 else f"{one:.0f}")


def _limits(told: Mapping[str, Any], write: Callable[[float], str], unit: str = "") -> str:
    return rf"{write(told['value'])}{unit} \({write(told['low'])}–{write(told['high'])}(?:, exact)?\)"


def _seconds(value: float) -> str:
    size, unit = next(((size, unit) for size, unit in ((3600, "h"), (60, "min")) if value >= 2 * size), (1, "s"))
    amount = value / size
    return re.escape(f"{amount:.0f}" if amount >= 10 else f"{amount:.1f}".removesuffix(".0")) + f" {unit}"


def _signed(value: float) -> str:
    def write(one: float) -> str:
        points = f"{abs(100 * one):.0f}"
        return points if points == "0" else f"{'+' if one > 0 else '−'}{points}"

    return _either(value, write)


def _points(told: Mapping[str, Any]) -> str:
    low, high = _signed(told["low"]), _signed(told["high"])
    return rf"{_signed(told['value'])} points? \({low} to {high}\), {told['word']}"


def _times(told: Mapping[str, Any]) -> str:
    return f"{_limits(told, _digits(2), ' times')}, {told['word']}"


SPECS: Final[Mapping[str, Callable[[Any], str]]] = {
    "": lambda value: re.escape(str(value)),
    "day": _day,
    "clock": lambda value: f"{value // 60:02d}:{value % 60:02d}",
    "hours": lambda value: f"{value:02d}:00 to {value + 1:02d}:00",
    "percent": lambda value: f"{_digits(0, times=100)(value)}%",
    "share": lambda value: _limits(value, _digits(0, times=100), "%"),
    "figure": _figure,
    "rate": lambda value: _limits(value, _figure),
    "two": _digits(2),
    "whole": _digits(0),
    "bound": lambda value: f"{_digits(0)(value)}(?: or earlier| or later)?",
    "ratio": lambda value: _limits(value, _digits(2)),
    "points": _points,
    "times": _times,
    "signed": lambda value: re.escape(f"{value:+d}"),
    "seconds": _seconds,
    "minutes": lambda value: _seconds(60 * value),
    "uncounted": lambda value: f"{value} days? without a count" if value else "Every answered day has a count",
    "middle": lambda value: rf" \(middle {value}\)" if value else "",
    "side": SIDES.__getitem__,
    "site": SITES.__getitem__,
    "level": LEVELS.__getitem__,
    "factor": FACTOR_NAMES.__getitem__,
    "lag": LAGS.__getitem__,
}  # fmt: skip
WITHOUT: Final[Mapping[str | None, str]] = {
    "share": NO_VALUE, "rate": NO_VALUE, "points": "too few days to compare", "times": "too few days to compare",
}  # fmt: skip
