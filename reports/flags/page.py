"""
Print every rule as `docs/rules.md`, so that a clinician reads exactly what is evaluated. Pure.

Codes are printed with the vocabulary's labels. Predicates are put into words, never interpreted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from diary import vocabulary as v
from reports import spoken
from reports.flags.answer_table import PHRASES, TABLE
from reports.flags.history.rule import Rule
from reports.flags.history.table import RULES as HISTORY_RULES
from reports.flags.predicates import ALWAYS, NEVER
from reports.flags.raised import PARTS, WORDS
from reports.flags.thresholds import BASELINE_DAYS, KEPT_DAYS, STANDS_DAYS

Data = Mapping[str, Any]

LABELS: Final = {term.code: term.en for terms in (v.CHECK_TASKS, v.TASKS_LOST, v.CHECK_ANSWERS) for term in terms}
SITES: Final = {code: site.en for code, site in v.SITES.items()}
SPEEDS: Final = {term.code: term.en for term in v.ONSET_SPEEDS} | {"unknown": "not known since when"}
GRADES: Final = {term.code: term.en for term in v.TASK_GRADES}
SIDES: Final = {"one": "on one side", "both": "on both sides", "unknown": "side not said"}
LEVELS: Final = {
    "emergency": "EMERGENCY: call the local emergency number now",
    "same_day": "SAME DAY: be seen today",
    "soon": "SOON: book a doctor",
    "watch": "WATCH: keep the diary; a clinician sees it",
    "info": "INFO",
}

INTRODUCTION: Final = """\
# The rules

**No neurologist has reviewed these rules yet.** They repeat published advice about when to seek care; they do not say
what somebody has. Where no rule matched, that is not an all-clear.

This page is made from the code by `reports/flags/page.py`; a test fails when it differs. Basis: *published* where a
text was seen, also in a secondary summary; *unreviewed* where a part is from memory or our own and no clinician signed.

Levels: EMERGENCY and SAME DAY come from one answer, on the phone, without a network (with one exception: a palsy that
worsens, S10). SOON, WATCH and INFO may look at the history.

## The rules over one answer

The table in `reports/flags` is evaluated by Python and by JavaScript on the phone, both held to
`tests/vectors/answer_rules.json`.

- A rule fires from one check, as soon as its answers are given. Only "yes" counts: "not sure", "no" and silence fire
  nothing.
- What can be a sign of a stroke counts as sudden while its onset is not known.
- Of a rule with two levels, the first that applies counts.
- What lowers a rule lowers a same-day rule to soon and says why. It hides nothing and never touches an emergency. No
  positive answer takes an emergency away either.
- A clock counts full hours between two instants, from the earliest onset that was given. After they have run out, and
  where no onset was given, the level stays and the clock is left out.
"""

HISTORY: Final = """\
## The rules over the history

Functions over dated entries, checks and events, in `reports/flags/history`; each sees the day that is asked about and
earlier ones only. What a diary is told later is looked at as of the day it is about, so that a flag says since when it
would have held. Taking the entries back that raised a flag takes it back.

- A finding stands for {stands} answered days after its newest evidence. Silent days do not count: silence is not calm.
- An area is new where it was neither declared at the beginning nor recorded in the diary's first {baseline} days.
- Left and right are the person's own; an entry of both sides is one of each.
- The number in "an entry of three" counts where entries are counted.
"""

QUESTIONS: Final = """\
## What a reviewer is asked first

Where the sources leave room, these rules decide as follows.

- U1, U2, U7, U10 and U13 are emergencies however long ago the onset was, if it was sudden or is not known.
- A numb face or hand is in none of the sudden signs of U2, only an arm or a leg.
- U3 also fires, without a clock, from a task of the face check that is clearly weaker on one side; "a bit weaker" does
  not count. An eye that stopped closing over hours to three days counts as a weak side.
- U4 takes an eye that does not close for a weak side of its own; a painful or red eye needs weakness on its side.
- U5 takes any pain in or behind the ear, since the answer does not say how severe it is.
- U7 takes choking for an emergency however it began, and breathlessness after an injection too.
- U8 takes "over days to four weeks" for "days", and fires where the side was not said: U8 and U9 advise the same.
- U11 needs two of its three signs where the neck was operated on recently, as it does with a tight throat.
- U13 takes a head injury alone for an emergency.
- S19 takes thoughts of self-harm for a same-day rule, and names the crisis lines of five countries.
- S1 counts zones, not single sites: two places of one new zone confirm each other. A declared site counts as confirmed,
  and as first seen on the diary's first day.
- S1, S2 and their kin end after 28 answered days without the finding; a review ends nothing by itself.
- S2 takes movement of neck, limb or trunk only where it was called sustained or rhythmic.
- S3 takes months of thirty days, counted back from the day asked about, and both eyes as it takes one: the guidance
  asks for a look at eyelids that move for more than three months.
- S6 takes numbness, hearing, ringing and spinning also where they were sudden: no rule over one answer takes those.
- S8 begins where U1 and U2 end, at "over hours to three days".
- S7 needs the same task lost in two checks two weeks to thirteen months apart; checks between them that do not name it
  break nothing.
- S10 goes by the sum of the grades that two checks share. Twelve months after a palsy what is left counts as
  long-standing. "Worse" ends with the next check that is not.
- W6 asks to be seen only where the other side makes up a tenth of the entries, and the face half of them.
- S13 takes any entry while driving, of whatever muscle.
- S14 takes what began before the diary too, unless it was declared: many begin a diary because of it.
- An entry whose side is not sure counts for no rule that compares sides (S1, S6, S9, S12, W3, W6).
- One entry of long ago, with nothing else for {kept} days, does not begin the diary: what its first real week holds
  stays what was there.
- W7 is ours: weaker than usual in two checks, which no rule over one answer takes unless it is clearly weaker.
- An injection does not account for a weak arm or leg: those answers do not say which muscles are weak.
"""


def page(table: Data = TABLE) -> str:
    """Return the whole page as Markdown."""
    parts = [
        INTRODUCTION,
        _versions(table),
        *(_rule(rule) for rule in table["rules"]),
        "### What lowers a rule\n",
        *(_suppressor(name, one) for name, one in table["suppressors"].items()),
        "### Named conditions\n",
        "\n".join(f"- *{_spaced(name)}*: {in_words(one)}" for name, one in table["named"].items()) + "\n",
        HISTORY.format(stands=STANDS_DAYS.value, baseline=BASELINE_DAYS.value),
        *map(_history_rule, HISTORY_RULES),
        _thresholds(table),
        QUESTIONS.format(kept=KEPT_DAYS.value),
    ]
    return "\n".join(parts)


def in_words(predicate: Data) -> str:
    """
    Return a predicate in words.

    Examples
    --------
    >>> in_words({"all": [{"answer": ["fever"]}, {"answer": ["neck_stiff", "confusion"]}]})
    '(fever) and (stiff neck or confusion)'
    """
    operator = next(name for name in OPERATORS if name in predicate)
    return OPERATORS[operator](predicate)


def _answer(one: Data) -> str:
    notes = [" or ".join(SPEEDS[code] for code in one["speed"])] if "speed" in one else []
    notes += [" or ".join(SIDES[code] for code in one["side"])] if "side" in one else []
    return " or ".join(LABELS[code] for code in one["answer"]) + (f" [{'; '.join(notes)}]" if notes else "")


def _task(one: Data) -> str:
    everything = list(v.codes(v.CHECK_TASKS))
    tasks = (
        "a task of the face check" if one["task"] == everything else " or ".join(LABELS[code] for code in one["task"])
    )
    side = f" {' or '.join(SIDES[code] for code in one['side'])}" if "side" in one else ""
    return f"{tasks} graded “{'” or “'.join(GRADES[code] for code in one['grade'])}”{side}"


def _lost(one: Data) -> str:
    everything = list(v.codes(v.TASKS_LOST))
    return (
        "a named task lost"
        if one["lost"] == everything
        else "lost: " + " or ".join(LABELS[code] for code in one["lost"])
    )


def _event(one: Data) -> str:
    kind = next(term.en for term in v.EVENT_KINDS if term.code == one["event"])
    sites = f" of {' or '.join(SITES[code] for code in one['sites'])}" if "sites" in one else ""
    return f"{kind}{sites}, {one['days'][0]} to {one['days'][1]} days before"


def _joined(predicates: Iterable[Data], word: str) -> str:
    return f" {word} ".join(f"({in_words(one)})" for one in predicates)


OPERATORS: Final[dict[str, Callable[[Data], str]]] = {
    "all": lambda one: _joined(one["all"], "and") or "always",
    "any": lambda one: _joined(one["any"], "or") or "never",
    "not": lambda one: f"not ({in_words(one['not'])})",
    "at_least": lambda one: f"at least {one['at_least']} of: {_joined(one['of'], 'or')}",
    "same_side": lambda one: f"on the same side: {_joined(one['same_side'], 'and')}",
    "is": lambda one: f"*{_spaced(one['is'])}*",
    "answer": _answer,
    "task": _task,
    "lost": _lost,
    "event": _event,
}


def _versions(table: Data) -> str:
    return f"Table version {table['version']}, thresholds version {table['thresholds_version']}.\n"


def _rule(rule: Data) -> str:
    lines = [f"### {rule['id']} (version {rule['version']})\n"]
    for case in rule["cases"]:
        lines += [f"**{_level(case['level'], case['urgency'])}** when {in_words(case['when'])}.\n", _words(case)]
    lines.append(f"- Source: {rule['source']}. Basis: {rule['basis']} ({', '.join(rule['marks'])}).")
    lines += [f"- Lowered by: {', '.join(map(_spaced, rule['suppressors']))}."] if rule["suppressors"] else []
    lines += [f"- Clock: {rule['clock_hours']} hours from the onset."] if rule["clock_hours"] else []
    lines += [f"- Asked again daily for {rule['ask_again_days']} days."] if rule["ask_again_days"] else []
    return "\n".join(lines) + "\n"


def _history_rule(rule: Rule) -> str:
    lines = [f"### {rule.id} (version {rule.version})\n", f"{rule.predicate}\n"]
    for key in dict.fromkeys(case.key for case in rule.cases):
        levels = (_level(case.level, case.urgency) for case in rule.cases if case.key == key)
        lines += [f"**{' or '.join(levels)}**\n", _history_words(key)]
    lines.append(f"- Source: {rule.source}. Basis: {rule.basis} ({', '.join(rule.marks)}).")
    lines += [f"- Kept back by: {rule.suppressors}"] if rule.suppressors else []
    return "\n".join(lines) + "\n"


def _history_words(key: str) -> str:
    said = {language: words[key] for language, words in WORDS.items()}
    told = [f"> **{one.title}** {PHRASES[language].joint.join(one.text)}\n" for language, one in said.items()]
    return "\n".join([*told, *_features(key), f"For the clinician: {said['en'].clinician}\n"])


def _features(key: str) -> list[str]:
    """Return what `{features}` may stand for in the words of a case, in every language."""
    of_case = {
        language: [text for name, text in parts.items() if name.startswith(f"{key}.")]
        for language, parts in PARTS.items()
    }
    return ["`{features}`: " + spoken.listed(texts, language) + "\n" for language, texts in of_case.items() if texts]


def _level(level: str, urgency: str | None) -> str:
    return LEVELS[level] + (f", {_spaced(urgency)}" if urgency else "")


def _suppressor(name: str, one: Data) -> str:
    lines = [f"#### {_spaced(name)}\n", _words(one)]
    lines += [f"- Applies when: {in_words(one['when'])}."] if one["when"] != ALWAYS else []
    lines += [f"- Applies by a place, on the same side, of: {_where(one['places'])}."] if one["places"] else []
    lines += [f"- It has to account for: {in_words(one['explains'])}."] if one["explains"] != NEVER else []
    lines += [f"- It can account for: {_covered(code, sites, one)}." for code, sites in one["covers"].items()]
    return "\n".join(lines) + "\n"


def _covered(code: str, sites: Iterable[str], suppressor: Data) -> str:
    return f"{LABELS[code]} (by {', '.join(SITES[site] for site in sites)})" if suppressor["places"] else LABELS[code]


def _where(places: Data) -> str:
    return f"the baseline ({_spaced(places['baseline'])})" if "baseline" in places else in_words(places)


def _words(case: Data) -> str:
    """Return the title and the text in every language, as they are read, and the clinician's sentence in English."""
    texts = {language: PHRASES[language].joint.join(parts) for language, parts in case["text"].items()}
    told = [f"> **{title}** {texts[language]}\n" for language, title in case["title"].items()]
    return "\n".join([*told, f"For the clinician: {case['clinician']['en']}\n"])


def _thresholds(table: Data) -> str:
    rows = [
        f"| {_spaced(one['code'])} | {_value(one['value'])} | {one['unit']} | {one['mark']} | {one['why']} |"
        for one in table["thresholds"]
    ]
    marks = "Marks: S the text was seen, S2 only a summary was seen, M from memory, D our own design, X measured.\n"
    head = "| threshold | value | unit | mark | what it decides |\n|--|--|--|--|--|"
    return "\n".join(["## Thresholds\n", marks, head, *rows]) + "\n"


def _value(value: int | list[Any]) -> str:
    if not isinstance(value, list):
        return str(value)
    return " to ".join(map(str, value)) if isinstance(value[0], int) else ", ".join(map(_spaced, value))


def _spaced(code: str) -> str:
    return code.replace("_", " ")
