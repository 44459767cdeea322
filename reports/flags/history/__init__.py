"""
The rules over dated entries: spread, weakness against one's own usual, what lasts, and what a check says besides.

    timeline   a diary on a grid of days
    said       what face checks say, on that grid
    rule       what a rule is made of
    areas, spread, weakness, lids, lasting, signs, body, palsy, drugs, course    the rules, by what they are about
    table      all of them, with predicate, source and basis

Each finds every way in which it holds, on every day at once: as of a day it sees that day and earlier ones only. So a
diary that was completed later tells on which day a flag would have first been true.
"""
