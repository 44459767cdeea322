"""
What the clinic's page of one diary says beyond the Profile, in English, as the clinic's pages are. Pure.

    since      what came after a day
    around     the days before and after a treatment
    timeline   events, checks, flags and new areas, week by week, with the entries where they are open
    flags      since when and until when each rule has held
    points     every week of the diary as numbers, for a chart that can be zoomed
"""
