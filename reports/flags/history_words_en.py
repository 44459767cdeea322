"""
What is said in English when a rule over the history holds.

Names in braces are told by the rule: areas, days and numbers, each as the language says them.
"""

from __future__ import annotations

from typing import Final

from reports.flags.words import Words

_SHOW: Final = "Show this page to a doctor."
_SOONER: Final = (
    "If the face grows weak, or an arm, a leg, speech or sight changes, do not wait: be seen the same day, or call "
    "your emergency number where it is sudden."
)

PARTS: Final[dict[str, str]] = {
    "S9.young": "age under 40",
    "S9.at_once": "upper and lower face on the same day",
    "S9.upwards": "upwards",
    "S9.jaw": "a chewing muscle too",
    "S9.weak": "that side clearly weaker in a check",
}
WORDS: Final[dict[str, Words]] = {
    "S1.fast": Words(
        title="The twitching reached another part of the face",
        recorded="You recorded twitching here: {earlier}. Since {since} also here: {later}.",
        guidance="Published studies describe twitching that spreads over one side of the face, and advise that a "
        "doctor looks at it, with a scan of the head where it spreads.",
        how="Book a doctor within days, a neurologist if you can. " + _SOONER,
        show=_SHOW,
        clinician="Ipsilateral spread within facial-nerve territory: {earlier}; then {later}, first seen {since}. "
        "Spread occurs in 93 % of hemifacial spasm (10.1002/mdc3.12106); consider imaging.",
    ),
    "S1": Words(
        title="The twitching reached another part of the face",
        recorded="You recorded twitching here: {earlier}. Since {since} also here: {later}.",
        guidance="Published studies describe twitching that spreads over one side of the face, and advise that a "
        "doctor looks at it, with a scan of the head where it spreads.",
        how="Book a doctor within the next two weeks, a neurologist if you can. " + _SOONER,
        show=_SHOW,
        clinician="Ipsilateral spread within facial-nerve territory: {earlier}; then {later}, first seen {since}. "
        "Spread occurs in 93 % of hemifacial spasm (10.1002/mdc3.12106); consider imaging.",
    ),
    "S1.held_back": Words(
        title="The twitching reached another part of the face, and can be held back",
        recorded="You recorded twitching here: {earlier}. Since {since} also here: {later}; most entries there "
        "say that it can be held back, or comes with an urge.",
        guidance="Movements that can be held back for a moment often move from place to place.",
        how="Go on as you do. Mention it at your next visit.",
        show="Show your entries at your next visit.",
        clinician="Second zone on the same side ({later}, first seen {since}, after {earlier}), mostly suppressible "
        "or with an urge.",
    ),
    "S2": Words(
        title="A twitch that lasts",
        recorded="You recorded twitching for more than two weeks, and that it cannot be held back, here: {places}.",
        guidance="Guidance for UK doctors (NICE NG127) advises a referral for movements that cannot be held back for a "
        "moment.",
        how="Book a doctor within the next two weeks.",
        show=_SHOW,
        clinician="Involuntary movement ({places}) for over 14 days, not suppressible: NG127 advises referral "
        "(the 14 days are ours).",
    ),
    "S2.watch": Words(
        title="A twitch that lasts: can it be held back?",
        recorded="You recorded twitching for more than two weeks here: {places}. Whether it can be held back is not "
        "clear yet.",
        guidance="Whether a movement can be held back for a moment helps a doctor to tell what it is.",
        how="Try it the next time, and say so in the entry.",
        show="Nothing to show yet; it stands in your diary.",
        clinician="Movement ({places}) for over 14 days; suppressibility not known, or told both ways.",
    ),
    "S3": Words(
        title="An eyelid that has twitched for months",
        recorded="You recorded eyelid twitching in {months} of the 4 months up to {until}, since {since}.",
        guidance="Guidance for UK doctors (NICE NG127) advises a referral when eyelid movements last more than three "
        "months.",
        how="Book a doctor within the next two weeks.",
        show=_SHOW,
        clinician="Eyelid movement since {since}, in {months} of the 4 months to {until}, nothing else recorded: "
        "NG127 advises referral beyond 3 months.",
    ),
    "S4": Words(
        title="Both eyes forced shut",
        recorded="You recorded, more than once, that both eyes were forced shut.",
        guidance="Guidance for UK doctors (NICE NG127) advises a referral to a neurologist or an eye clinic.",
        how="Book a doctor within the next two weeks. Do not drive while it can happen.",
        show=_SHOW,
        clinician="Recurrent bilateral forced eye closure: NG127 advises referral to neurology or ophthalmology.",
    ),
    "S5": Words(
        title="A ripple under the skin that hardly stops",
        recorded="You recorded a ripple of the face beyond the eyelids that lasted a day and a night, or days on "
        "which it was nearly continuous.",
        guidance="Published cases advise that a doctor looks at it within days.",
        how="Book a doctor, a neurologist if you can, within days. " + _SOONER,
        show=_SHOW + " A short video helps.",
        clinician="Continuous undulating movement beyond the eyelid: published cases relate it to pontine lesions "
        "(Clay 2020, NeuroImages, London 2017).",
    ),
    "S6": Words(
        title="Something else on the side that twitches",
        recorded="You recorded twitching of the {side} side of the face, and on that side numbness, a change of "
        "hearing, double vision, spinning or unsteadiness.",
        guidance="Published reports advise that a doctor looks at these together within days.",
        how="Book a doctor, a neurologist if you can, within days. " + _SOONER,
        show=_SHOW,
        clinician="Facial twitching ({side}) with ipsilateral sensory, auditory or brainstem symptoms of non-sudden "
        "onset: consider the cerebellopontine angle (Tan 2002 QJM; Zeiler 2015).",
    ),
    "S7": Words(
        title="Something has got harder to do",
        recorded="You recorded twitching of the body, and that something has been harder to do for two weeks or "
        "more, or that a muscle looks thinner or feels stiff.",
        guidance="Guidance for UK doctors (NICE NG127) looks at what has got weaker more than at the twitching, and "
        "advises a referral.",
        how="Book a doctor within days, and say what you can no longer do.",
        show=_SHOW,
        clinician="Limb or trunk twitching with a named task lost for 14 days or more, wasting or stiffness: NG127 "
        "advises referral; weakness is the signal.",
    ),
    "S8": Words(
        title="Speech or swallowing has slowly got harder",
        recorded="You recorded that speaking or swallowing has got harder over days to months.",
        guidance="Guidance for UK doctors (NICE NG127) advises an urgent referral.",
        how="Book a doctor within days. If you cannot swallow your saliva or breathing changes, call your emergency "
        "number now.",
        show=_SHOW,
        clinician="Progressive dysarthria or dysphagia: NG127 advises referral, urgently with impaired swallowing.",
    ),
    "S9": Words(
        title="The twitching spread in an unusual way",
        recorded="You recorded twitching here: {earlier}. Since {since} also here: {later}. That is "
        "not in the usual way: {features}.",
        guidance="Published studies advise a picture of the head where age, order or weakness are not as usual.",
        how="Book a doctor, a neurologist if you can, within days. " + _SOONER,
        show=_SHOW,
        clinician="Ipsilateral spread with an atypical feature ({features}): {earlier}; {later} from {since}. "
        "Consider a secondary cause (Tan 2002).",
    ),
    "S10": Words(
        title="After the weakness of your face: it is time to be seen again",
        recorded="Your face checks say that the weak side has not recovered as it usually does by now.",
        guidance="A guideline for doctors (Baugh and others, 2013) advises to be seen again after three weeks without "
        "improvement, and after three months without full recovery.",
        how="Book a doctor within the next two weeks. Keep the eye moist if it does not close.",
        show="Show this page and the course of your checks.",
        clinician="Facial palsy without improvement at 3 weeks, or incomplete at 3 months: reassess (Baugh 2013; CKS).",
    ),
    "S10.slow": Words(
        title="A face that slowly got weak",
        recorded="You recorded that your face drooped or grew weak over days to weeks, or more slowly.",
        guidance="Guidance (NICE CKS) advises that a doctor looks at a face that gets weak slowly.",
        how="Book a doctor within the next two weeks, sooner if it goes on. If it grows weaker within hours, or an "
        "arm, a leg, speech or sight changes, be seen the same day, or call your emergency number where it is sudden.",
        show=_SHOW,
        clinician="Facial weakness of gradual onset: CKS lists gradual progression, beyond 3 weeks, as a feature to "
        "refer.",
    ),
    "S10.worse": Words(
        title="Be seen today: the face got weaker again",
        recorded="Your face checks say that the weak side is weaker than in an earlier check after the palsy.",
        guidance="A guideline for doctors (Baugh and others, 2013) advises to be seen again when it worsens.",
        how="Be seen today, by your doctor or an out-of-hours clinic. If it came within seconds or minutes, call your "
        "emergency number now.",
        show="Show this page and the course of your checks.",
        clinician="Facial palsy worsening after day 10: reassess (Baugh 2013).",
    ),
    "S11": Words(
        title="Your face was weak a second time",
        recorded="You recorded a palsy of the face, and that it happened before.",
        guidance="Published studies describe that a second palsy deserves a work-up of its own.",
        how="If it began in the last days, be seen today. Otherwise book a doctor within days.",
        show="Show this page with the days of both.",
        clinician="Recurrent facial palsy (6.5 to 12 %): work-up advised (PMC4391412).",
    ),
    "S12": Words(
        title="Muscles that move together since your face was weak",
        recorded="You recorded that on the {side} side the eye moves with the mouth, or the mouth with the eye.",
        guidance="Published studies describe this from about three months after a palsy; exercises and other help "
        "exist.",
        how="Mention it at your next visit.",
        show=_SHOW,
        clinician="Movement-bound co-contractions ({side}) 12 weeks or more after palsy: consider facial retraining or "
        "toxin.",
    ),
    "S12.soon": Words(
        title="Muscles that move together since your face was weak",
        recorded="You recorded that on the {side} side the eye moves with the mouth, or the mouth with the eye, five "
        "months or more after the palsy.",
        guidance="Guidance (NICE CKS) advises a referral from then on; exercises and other help exist.",
        how="Book a doctor; it is not urgent.",
        show=_SHOW,
        clinician="Movement-bound co-contractions ({side}) 5 months or more after palsy: CKS advises referral; "
        "consider facial retraining or toxin.",
    ),
    "S13": Words(
        title="Twitching that gets in the way of seeing or driving",
        recorded="You recorded that the twitching stopped you seeing, or came while you were driving.",
        guidance="Published studies describe how often sight is in the way of daily life, and that treatment helps.",
        how="Do not drive while it can happen; your country may want to be told. Book a doctor within the next two "
        "weeks.",
        show=_SHOW,
        clinician="Functional visual impairment or episodes while driving (Au 2004: 60.6 % see worse): consider "
        "treatment and fitness to drive.",
    ),
    "S14": Words(
        title="Twitching first recorded after a medicine changed",
        recorded="You recorded a change of a medicine on {started}, and twitching for the first time on "
        "{since}, here: {place}. If it was there before, say so under “What twitches already”.",
        guidance="Published reports describe twitching after some medicines, which went when they were changed.",
        how="Ask whoever prescribed it, or a pharmacist, within the next two weeks. Do not stop it yourself.",
        show="Show this page and the name of the medicine.",
        clinician="Twitching ({place}) first recorded {since}, within 8 weeks of a drug start or change on "
        "{started}: "
        "consider drug effect (topiramate 5.7 %, 10.1111/ane.12395).",
    ),
    "S15": Words(
        title="Twitching together with other changes of the body",
        recorded="You recorded twitching for more than two weeks, and at least two of: loss of weight, not bearing "
        "heat, palpitations, trembling hands.",
        guidance="Neurologists advise a blood test where these come together.",
        how="Book a doctor within the next two weeks. For palpitations with faintness or chest pain, call your "
        "emergency number.",
        show=_SHOW,
        clinician="Twitching over 14 days with two or more thyroid symptoms: consider thyroid function.",
    ),
    "S16": Words(
        title="Pain in the face like an electric shock",
        recorded="You recorded pain in the face like an electric shock.",
        guidance="It has causes and treatments of its own, which a doctor can tell apart.",
        how="Book a doctor within the next two weeks.",
        show=_SHOW,
        clinician="Electric-shock facial pain: consider trigeminal neuralgia (with hemifacial spasm in 5.1 %, Wang "
        "1998).",
    ),
    "S17": Words(
        title="Twitching in many parts of the body, asleep too",
        recorded="You recorded twitching in three or more parts of the body for more than two weeks, asleep too, with "
        "stiffness, sweating, or muscles that relax slowly.",
        guidance="Medical manuals advise that a neurologist looks at these together.",
        how="Book a doctor within the next two weeks.",
        show=_SHOW,
        clinician="Generalised twitching persisting in sleep with stiffness, sweating or slow relaxation: consider "
        "peripheral nerve hyperexcitability (MSD Manual).",
    ),
    "S18": Words(
        title="Food that sticks",
        recorded="You recorded that food sticks when you swallow.",
        guidance="Doctors look at this apart from the twitching.",
        how="Book your doctor within the next two weeks, sooner if it gets worse or you lose weight. If you cannot "
        "swallow your saliva, call your emergency number now.",
        show=_SHOW,
        clinician="Food sticking without other neurological symptoms: GP or ENT assessment.",
    ),
    "S18.more": Words(
        title="Food that sticks, together with something else",
        recorded="You recorded that food sticks when you swallow, and something else about speech, sight, breath, "
        "the neck or a weakness.",
        guidance="Guidance for UK doctors (NICE NG127) advises an urgent referral where swallowing is affected "
        "together with a weakness.",
        how="Book a doctor within days. If you cannot swallow your saliva or breathing changes, call your emergency "
        "number now.",
        show=_SHOW,
        clinician="Food sticking with other bulbar, ocular or limb symptoms: NG127 advises urgent referral.",
    ),
    "W1": Words(
        title="A new place, not confirmed yet",
        recorded="You lately recorded twitching that is new to this diary, and not on two days close together: "
        "{places}.",
        guidance="One entry tells little; a second one within two weeks would tell more.",
        how="Go on as you do. If the place was a slip, change the entry.",
        show="Nothing to show yet.",
        clinician="New, unconfirmed: {places}.",
    ),
    "W2": Words(
        title="More than in your earlier weeks",
        recorded="In the two weeks up to {until} you recorded {observed} a day, after {expected} a day in your earlier "
        "weeks.",
        guidance="Twitching comes and goes; two weeks tell little by themselves.",
        how="Go on as you do. If something changed in these weeks, note it.",
        show="It stands in the trend of your weeks.",
        clinician="Rate above own earlier weeks: {observed} against {expected} a day in the two weeks to {until}.",
    ),
    "W3": Words(
        title="Seen once: the order is not the usual one",
        recorded="You recorded twitching here: {later}; and before that here: {earlier}.",
        guidance="It more often begins at the eye. One entry tells little; a second one on another day would.",
        how="Go on as you do. If the place was a slip, change the entry.",
        show="Nothing to show yet.",
        clinician="Possible upward spread, unconfirmed: {earlier}, then {later} from {since}.",
    ),
    "W4": Words(
        title="Twitching asleep too",
        recorded="You recorded twitching asleep on {nights} nights of the last two weeks.",
        guidance="Studies in sleep laboratories found that it may go on asleep; it helps a doctor to know.",
        how="Go on as you do.",
        show="It stands on your page.",
        clinician="Episodes asleep on {nights} nights of 14 (persists in 12 of 12 by polysomnography, Incirli 2019).",
    ),
    "W4.beside": Words(
        title="Twitching asleep too",
        recorded="You recorded twitching asleep on {nights} nights of the last two weeks, while it lasts or has "
        "reached another part.",
        guidance="Studies in sleep laboratories found that it may go on asleep; it helps a doctor to know.",
        how="Say so at the visit that the other advice asks for.",
        show="It stands on your page.",
        clinician="Episodes asleep on {nights} nights of 14, with spread or lasting movement (persists in 12 of 12 by "
        "polysomnography, Incirli 2019).",
    ),
    "W5": Words(
        title="The diary has gone quiet",
        recorded="Nothing was recorded for {days} days, while something waits to be seen soon.",
        guidance="Silence is not taken for calm.",
        how="What waits is still worth a visit, also if it has got better.",
        show="Show this page when you go.",
        clinician="No entry for {days} days while a flag to be seen soon is open: possible loss to follow-up.",
    ),
    "W6": Words(
        title="Seen now and then: the other side of the face",
        recorded="You recorded twitching of the other side too: {places}.",
        guidance="A few entries tell little; a side is easily mistaken.",
        how="Go on as you do. If the side was a slip, change the entry.",
        show="Nothing to show yet.",
        clinician="Contralateral facial twitching, unconfirmed or rare: {places}.",
    ),
    "W6.soon": Words(
        title="The other side of the face twitches too",
        recorded="You recorded twitching of one side of the face, and on other days here: {places}.",
        guidance="Published studies describe both sides in fewer than one in twenty, and advise that a doctor looks.",
        how="Book a doctor within the next two weeks. " + _SOONER,
        show=_SHOW,
        clinician="Asynchronous bilateral facial twitching: {places} confirmed after the other side (under 5 %, Tan & "
        "Jankovic 1999).",
    ),
    "W7": Words(
        title="A side of the face felt weaker in two checks",
        recorded="In {checks} checks a task was weaker than usual for you on the {side} side; in {cannot} of them "
        "you could not do it.",
        guidance="A face that feels weaker is looked at against your own usual; advice on sudden or clear weakness "
        "stands with each check.",
        how="Check again tomorrow in the same light. If it gets clearly weaker, be seen the same day.",
        show="Show your checks at your next visit.",
        clinician="Task weaker than own usual on the {side} side in {checks} checks ({cannot} with inability).",
    ),
    "W7.injected": Words(
        title="A side of the face felt weaker after an injection there",
        recorded="In {checks} checks a task was weaker than usual for you on the {side} side, which was injected.",
        guidance="Leaflets of this medicine name weakness of injected and neighbouring muscles.",
        how="Tell whoever gave the injection. If it spreads, or swallowing, breathing or sight changes, be seen at "
        "once.",
        show="Show your checks, and the day and the places of the injection.",
        clinician="Task weaker than own usual on the {side} side in {checks} checks, within 112 days of an injection "
        "there.",
    ),
    "W7.before": Words(
        title="A side of the face felt weaker that was weak before",
        recorded="In {checks} checks a task was weaker than usual for you on the {side} side, which was weak before "
        "the diary.",
        guidance="What is weaker than before is looked at against your own usual.",
        how="Mention it at your next visit. If it gets clearly weaker, be seen the same day.",
        show="Show your checks at your next visit.",
        clinician="Task weaker than own usual on the {side} side in {checks} checks ({cannot} with inability), weak "
        "since before the diary.",
    ),
    "I1": Words(
        title="An eyelid that twitches, and nothing else",
        recorded="You recorded eyelid twitching, and nothing else, for less than three months.",
        guidance="This is common. Guidance for UK doctors (NICE NG127) asks for a look if it lasts more than three "
        "months.",
        how="We will remind you then. If anything else comes up, say it in a face check.",
        show="Nothing to show yet.",
        clinician="Isolated eyelid twitching for less than 90 days.",
    ),
}
