"""
Invented people who keep a diary: who they are, what happened to their muscles, what they told of it.

Pure and seeded: no table, no clock, no framework; the same seed and the same last day give the same diary, whatever
the machine. Three layers, each with its own stream of chance, so that a change of one leaves the others as they were:

    profiles    the numbers, each with its source, or marked as an assumption
    person      who: strands of twitching, habits, stays in time zones, events, how the diary is kept
    truth       what happened, day by day; nobody in the diary's world ever sees all of it
    telling     what the person told of it, when, and how exactly
    facts       what comes out: frozen values, named as in the data contract
    diary       `simulate(person, last_day=...)`: all of the above in one call
    questions   the five people whose questions the software came from

This is the first form of the simulator. Of the "Simulator profiles" the day loop uses the rates, the bouts, the
treatment and the logging; the courses over years (spread, recovery, decline) stand in the table and wait for it.
"""
