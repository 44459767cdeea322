"""The back of the page in English: what its words mean, how its numbers are made, and where that comes from."""

from __future__ import annotations

from typing import Final

DEFINITIONS: Final = {
    "What the words mean": {
        "Answered day": "A day with an entry, or with an answer: twitched or none. A silent day is not "
        "known; it is in no number and never counts as none.",
        "Twitch day": "An answered day with at least one episode, or answered as twitched.",
        "Episode": "One entry; an entry that says “3 times” counts as three. Days on and off or nearly "
        "continuous are twitch days, but have no count.",
        "Now and before": "The days asked for, and as many just before them, none before the diary began.",
        "Effect on function": "The person’s own answer for the day: none, noticed, interfering, disabling; "
        "none, too, on a day answered without twitching.",
        "Area": "A site with its side. Right and left are always the person’s own.",
        "New area": "Neither declared when the diary began nor recorded in its first seven days.",
        "Face check": "Five movements, right and left, each against how it usually is; not against other people.",
        "As it happened": "Written down within an hour of the start; later that day; or on a later day.",
        "Red flag": "What was recorded matches a published rule of when to be seen. It names no "
        "condition. That no rule matched is not an all-clear. No clinician has reviewed "
        "these rules yet.",
    },
    "How the numbers are made": {
        "Boxes 3 to 7": "are shown from 14 answered days that are 70% of the period.",
        "Shares": "have Wilson’s interval [1]. Their change has Newcombe’s [2], widened for days that "
        "come in runs [3].",
        "Episodes per day": "have a quasi-Poisson interval that allows for bursts and for days that come in runs "
        "[4]; below 10 days, or without an episode, Garwood’s exact one [5]. Their change is "
        "a ratio of two rates.",
        "Clear, leaning": "The 95% interval excludes no change; only the 80% interval does. Of simulated "
        "diaries without any change at most 6% are marked.",
        "A typical day": "The share of answered days with an episode in that hour; two hours below 56 days. "
        "Days on and off, entries made on a later day, or without an hour, are left out. Nobody writes asleep.",
        "Weeks": "end on the last day; a point needs 4 answered days, and for episodes 4 days with a count: days on "
        "and off have none. Hatched weeks have fewer. A small triangle: the interval goes on.",
        "Weeks from an injection": "compare days 4 to 28 with the eight weeks before it. Injections are given in bad "
        "weeks: some of the fall would have come by itself. Half of the effect is lost where "
        "a straight way back is half gone.",
        "Factors": "Daily counts against each factor, the same day and the days after, by shifting the "
        "diary round its own calendar [6]; trend, weekend and the day before are allowed "
        "for. Limits hold for all comparisons together (max-T) [7, 8]. Worse days also "
        "change how one sleeps and what one drinks.",
        "Silent days": "If many are silent, box 4 says what would hold if all of them were quiet, or bad [9].",
        "Nothing is filled in": "and no chart joins days that are not known.",
    },
}

SOURCES_TITLE: Final = "Sources"
SOURCES: Final = (
    "[1] Wilson 1927, J Am Stat Assoc 22:209.",
    "[2] Newcombe 1998, Stat Med 17:873.",
    "[3] Korn & Graubard 1998, Survey Methodology 24:193.",
    "[4] McCullagh & Nelder 1989, Generalized Linear Models, 2nd ed., 6.2.4.",
    "[5] Garwood 1936, Biometrika 28:437.",
    "[6] Lotwick & Silverman 1982, J R Stat Soc B 44:406.",
    "[7] Westfall & Young 1993, Resampling-Based Multiple Testing.",
    "[8] Miettinen 1976, Am J Epidemiol 103:226.",
    "[9] Little & Rubin 2019, Statistical Analysis with Missing Data, 3rd ed.",
)
FLAGS_SOURCES: Final = "Rules on this page: {sources}."
