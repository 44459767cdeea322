"""
Whom of a practice to look at first, and why: seven lanes, each diary in the highest that applies. Pure.

`digest` is what a panel needs to know of one diary; `rules` puts it into a lane, beside what the practice has signed
and how it is set; `words` says why.
"""
