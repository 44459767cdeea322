"""
Rules over a diary: flags for review, never a diagnosis. All of it is pure and versioned.

    thresholds  every number that the rules decide by
    answer_*    the rules over one answer: data, evaluated in Python and on the phone
    sites       the sites in the groups that the rules speak of
    baseline    what the diary began with
    history     the rules over dated entries: code, one function a rule
    raised      both together: the flags of a diary on one day
    asking      what a diary leaves open, and is asked again
    words_*     what is said, one set for each language

The same records give the same flags whatever their order, and a page says which version it was made from.
"""

from __future__ import annotations

from typing import Final

RULES_VERSION: Final = "0.4"  # the rules over the history
