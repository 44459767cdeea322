"""
What the rules and the numbers are worth: error rates measured on simulated diaries, whose truth is known. Pure.

    measured   one measured figure with its Monte-Carlo error and the bar it has to meet
    flags      spread, weakness and the other rules on drawn people of ten conditions

`manage.py evaluate` prints them all; docs/evaluation.md holds what it printed.
"""
