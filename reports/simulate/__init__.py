"""
Invented people who keep a diary: who they are, what happened to their muscles, what they told of it.

Pure and seeded: no table, no clock, no framework; the same seed and the same last day give the same diary, whatever
the machine. Three layers, each with its own stream of chance, so that a change of one leaves the others as they were:

    profiles    the numbers, each with its source, or marked as an assumption
    person      who: strands of twitching, habits, stays in time zones, events, how the diary is kept
    truth       what happened, day by day; nobody in the diary's world ever sees all of it
    telling     what the person told of it, when, and how exactly
    facts       what comes out: frozen values, named as in the data contract
    faults      the other side ticked, the phone's clock off
    checks      the face checks that the person makes
    diary       `simulate(person, last_day=...)`: all of the above in one call
    questions   the five people whose questions the software came from

People whose course over years is drawn from the table, for measuring what the rules make of their diaries:

    conditions     `draw(condition, number, seed=...)`: who, with a story of one of these
    story          what a condition makes of somebody
    spasms, palsies, twitches   the stories: hemifacial spasm; palsy and synkinesis; all others
    ground_truth   what truly happened, for whoever compares
    as_records     the diary as the study would load it

`series` is apart: arrays of daily counts, for the methods that need nothing else.
"""
