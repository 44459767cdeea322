"""
What the rules and the numbers are worth: error rates measured on simulated diaries, whose truth is known. Pure.

    measured       one measured figure with its Monte-Carlo error and the bar it has to meet
    diaries        simulated counts as the days of a diary
    association    what goes with more episodes: false words, power, limits
    rates          a rate, and one period against another
    rising         false alarms a year, and how soon a rise is found
    change_point   changes claimed where there are none, and how near the day is
    hours          even hours called clear, and how near a peak is
    cycles         the windows of a treatment, and its wearing-off
    starts         treatments that do nothing, begun in a bad fortnight
    silence        what silent days hide
    flags          spread, weakness and the other rules on drawn people of ten conditions
    subjects       all of these, in the order of the page
    page           the page

`manage.py evaluate` prints them all; docs/evaluation.md holds what it printed.
"""
