"""Every sentence of a plan, by its stable code: why a column, why a row, what is asked."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

WHY: Final = MappingProxyType(
    {
        "told": "You said so.",
        "name": "Its name says so.",
        "part_of_name": "Part of its name says so.",
        "cells": "Its cells look like this.",
        "scale_or_unit_assumed": "Its name says so; that its numbers are on this scale, or in this unit, is assumed.",
        "unit_by_size": "Its name says so; the unit is told by the size of its numbers.",
        "few_understood": "Its name says so, but most of its cells are not understood; those are kept in the note.",
        "made_here": "The diary makes this itself; it is left out.",
        "told_elsewhere": "Another column says this already; this one is kept in the note.",
        "other_scale": "Its numbers are on another scale than the diary's; it is kept in the note.",
        "unit_unknown": "Its numbers look like cups, not milligrams; it is kept in the note.",
        "cells_differ": "Its name says one thing, its cells another; it is kept in the note.",
        "unknown": "Not recognised; it is kept in the note.",
        "empty": "Not recognised, and it has no cells with anything in them.",
    }
)

REASONS: Final = MappingProxyType(
    {
        # guessed
        "no_time": "No time of day is given: the entry is for the day only.",
        "part_of_day": "Only a part of the day is given; the time stands for it.",
        "unread_time": "The time was not understood; it is kept in the note and the entry is for the day only.",
        "time_disagrees": "Two times are given; this one is kept in the note.",
        "date_disagrees": "Two dates are given; this one is kept in the note.",
        "dst_gap": "The clock skipped this time when summer time began; it was moved on by the length of the gap.",
        "dst_overlap": "The clock showed this time twice when summer time ended; the earlier one is taken.",
        "other_offset": "The offset from UTC is not that of the time zone at this moment; the moment is kept.",
        "roc_year": "The year is read as one of the Republic of China.",
        "past_midnight": "The end is earlier than the start; it is read as a time of the next day.",
        "unread_end": "The end could not be turned into a duration; it is kept in the note.",
        "end_disagrees": "The end and the duration disagree; the end is kept in the note.",
        "unread": "Not understood; it is kept in the note.",
        "unread_zone": "Not a time zone; it is kept in the note.",
        "unknown_site": "Not, or not wholly, a place that the diary knows; the words are kept in the note.",
        "no_side": "No side is given; it is entered as not sure.",
        "both_sides": "“Both” does not say whether at the same moment: the side is entered as not sure, the words are "
        "kept in the note.",
        "side_without_site": "A side without a known place; it is kept in the note.",
        "side_disagrees": "Two sides are given; this one is kept in the note.",
        "precision_disagrees": "There is no exact time; this is kept in the note.",
        "same_date": "Another row for the same date; both are joined.",
        "contradicts_row": "Another row for the same date says otherwise; this one's cells are kept in the note.",
        # dropped
        "empty_row": "The row is empty.",
        "no_date": "The row has no date that can be read.",
        "future": "The row lies in the future.",
        "ancient": "The row lies before 1900.",
        "note_too_long": "What the row says does not fit into a note of 2,000 characters.",
        "says_nothing": "The row has a date and says nothing of that day.",
    }
)

NEEDS: Final = MappingProxyType(
    {
        "date_column": "Which column holds the date?",
        "time_zone": "In which time zone were these times written?",
        "date_order": "In which order are day, month and year?",
        "serial_dates": "These dates are day numbers of a spreadsheet. From which day do they count?",
        "decimal": "Is this sign before decimals, or between thousands?",
        "unit": "In which unit are these numbers?",
    }
)
