"""The words of the rules over one answer, in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from reports.flags.words import Phrases, Words

PHRASES: Final = Phrases(
    joint=" ",
    clock="Of the {total} hours that this guidance counts from the beginning, {hours} full hours are left.",
    none_matched="No rule matched. This is not an all-clear.",
    switched_off="The rules are switched off. This is not an all-clear.",
    unsure="Answers given as “not sure”: {count}. They count neither as yes nor as no, so no rule used them.",
)

WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "U1": Words(
            title="Call the emergency number now: a sudden change of the face",
            recorded="You recorded that your face drooped or was uneven, and that this began suddenly or that how it "
            "began is not known.",
            guidance="Public guidance (BE-FAST; NICE NG127 for doctors in the UK) says to call for help at once, also "
            "when it has already gone away.",
            how="Call your emergency number now. Say when your face was last as usual. Do not drive yourself.",
            show="Show this page to those who come, and tell them about any injection or dental anaesthetic in the "
            "face. If it has been like this for a long time, say so, and add to the check how it began.",
            clinician="Facial asymmetry recorded, present or passed, of sudden or unstated onset: BE-FAST and NG127 "
            "ask for immediate assessment as for stroke or TIA.",
        ),
        "U2": Words(
            title="Call the emergency number now: a sudden change",
            recorded="You recorded a change of strength or feeling in an arm or leg, of speech, of sight or of "
            "balance, or the worst headache you ever had, and that this began suddenly or that how it began is "
            "not known.",
            guidance="Public guidance (BE-FAST; NICE NG127 for doctors in the UK) says to call for help at once, also "
            "when it gets better.",
            how="Call your emergency number now. Say when you were last as usual. Do not drive yourself.",
            show="Show this page to those who come. If it has been like this for a long time, say so, and add to the "
            "check how it began.",
            clinician="Limb weakness or numbness, speech, vision or balance trouble, or worst-ever headache recorded, "
            "of sudden or unstated onset: BE-FAST and NG127 ask for immediate assessment.",
        ),
        "U3": Words(
            title="Be seen today: one side of the face is weaker",
            recorded="You recorded that one side of your face became weaker over hours to three days, or that a task "
            "of the face check was clearly weaker on one side.",
            guidance="A guideline for doctors (Baugh and others, 2013) advises a medicine that, from the age of 16, is "
            "started within 72 hours of the beginning.",
            how="Be seen today, by your doctor, an out-of-hours clinic or an emergency department. If it began within "
            "seconds or minutes, or if an arm, a leg, speech or sight changes too, call your emergency number now.",
            show="Show this page and say when it began.",
            clinician="New unilateral facial weakness over hours to 3 days: Baugh 2013 strongly recommends oral "
            "steroids within 72 h of onset from age 16; look at the forehead, the ear and the eye.",
        ),
        "U4": Words(
            title="Be seen today: the eye on the weak side",
            recorded="You recorded that an eye does not close fully, or that the eye on the weak side of the face is "
            "painful, red or shy of light.",
            guidance="Guidance (Baugh and others, 2013; NICE CKS) advises protecting this eye, and having it looked at "
            "whenever it hurts or reddens.",
            how="Be seen today, by a doctor or an eye clinic. Until then do not rub the eye, and ask a pharmacist what "
            "keeps it moist.",
            show="Show this page and say which eye it is.",
            clinician="Incomplete eye closure, or a painful or red eye on the weak side: eye protection is strongly "
            "recommended (Baugh 2013); CKS advises referral for ocular symptoms at any point.",
        ),
        "U5": Words(
            title="Be seen today: a weak face together with the ear or the mouth",
            recorded="You recorded a weak face together with blisters at the ear or in the mouth, pain in or behind "
            "the ear, loss of hearing, or spinning.",
            guidance="Published reports advise medicine early when these come together; blisters can follow the "
            "weakness by days.",
            how="Be seen today. Look into the mouth and at the ear again on each of the next seven days.",
            show="Show this page, the ear and the mouth.",
            clinician="Facial weakness with vesicles, otalgia, hearing loss or vertigo: consider zoster; early "
            "antiviral and steroid are advised (PMC5063726); vesicles may follow in 14 %.",
        ),
        "U6": Words(
            title="Call the emergency number now: breathless and weak",
            recorded="You recorded being breathless at rest or lying flat, together with weakness, slurred speech or "
            "trouble swallowing.",
            guidance="Guidance for doctors (NICE NG127) says that these together are to be seen immediately.",
            how="Call your emergency number now. Sit upright while you wait, and do not stay alone.",
            show="Show this page to those who come.",
            clinician="Breathlessness at rest or lying flat with weakness, dysarthria or dysphagia: NG127 says refer "
            "immediately; assess ventilation and swallowing.",
        ),
        "U7.emergency": Words(
            title="Call the emergency number now: swallowing or breathing",
            recorded="You recorded that you cannot swallow your saliva, that you choke when you swallow, or that you "
            "are breathless in the six weeks after an injection of botulinum toxin.",
            guidance="NICE NG127, and the warning printed with botulinum toxin, ask for help at once.",
            how="Call your emergency number now. Sit upright, and neither eat nor drink until you have been looked at.",
            show="Show this page, and the date of the last injection if there was one.",
            clinician="Cannot manage saliva, choking, or breathless within 6 weeks of toxin: aspiration risk, possible "
            "distant spread; immediate airway and swallow assessment.",
        ),
        "U7.same_day": Words(
            title="Be seen today: a change after an injection",
            recorded="You recorded a weak neck, or a change of speech, swallowing or sight, in the six weeks after an "
            "injection of botulinum toxin.",
            guidance="The warning printed with this medicine asks for medical help when that happens, hours to weeks "
            "after the injection.",
            how="Be seen today, and tell whoever gave the injection. If breathing or swallowing gets difficult, call "
            "your emergency number now.",
            show="Show this page, and the day and the places of the injection.",
            clinician="Neck weakness, dysarthria, dysphagia or diplopia within 6 weeks of toxin: possible distant "
            "spread (boxed warning); assess breathing and swallowing today.",
        ),
        "U8": Words(
            title="Be seen today: an arm or a leg is weaker",
            recorded="You recorded that an arm or a leg became weaker over hours, days or a few weeks.",
            guidance="Guidance for doctors (NICE NG127) says that weakness of a limb that comes on over hours to days "
            "is to be seen urgently.",
            how="Be seen today. If it began within seconds or minutes, or if the face, speech or breathing changes "
            "too, call your emergency number now.",
            show="Show this page, and say when it began and what has become hard to do.",
            clinician="Limb weakness on one side over hours to days (up to 4 weeks recorded in this answer): NG127 "
            "says refer urgently.",
        ),
        "U9": Words(
            title="Be seen today: both arms or both legs are weaker",
            recorded="You recorded that both arms or both legs became weaker within four weeks.",
            guidance="Guidance for doctors (NICE NG127) says that this is to be seen immediately, and that breathing "
            "and swallowing are to be looked at.",
            how="Be seen today. If breathing, swallowing or speech gets difficult, call your emergency number now.",
            show="Show this page, and say when it began and what has become hard to do.",
            clinician="Symmetrical limb weakness within 4 weeks: NG127 says refer immediately; assess bulbar and "
            "respiratory function.",
        ),
        "U10": Words(
            title="Call the emergency number now: jerking, or awareness or speech lost",
            recorded="You recorded that twitching spread to the hand within minutes, that jerking went on for over "
            "five minutes, or that awareness or speech was lost.",
            guidance="First-aid guidance says to call for help when this happens for the first time, or goes on for "
            "more than five minutes.",
            how="Call your emergency number now. Whoever is with you moves hard things away, holds nothing down, puts "
            "nothing into the mouth and notes the time.",
            show="Show this page, and a video if there is one.",
            clinician="Facial twitching marching to the hand, jerking for over 5 min, or lost awareness or speech: "
            "manage as for a focal motor seizure until seen.",
        ),
        "U11.emergency": Words(
            title="Call the emergency number now: tingling or cramps with another sign",
            recorded="You recorded tingling around the mouth or in the fingers, or cramps of hand or foot, together "
            "with a tight throat, palpitations, a fit, or a recent operation on the thyroid or neck.",
            guidance="Published texts say that these together are treated at once.",
            how="Call your emergency number now. Do not drive yourself.",
            show="Show this page, and say whether the thyroid or neck was operated on.",
            clinician="Two or more of perioral tingling, finger tingling and carpopedal cramps, with throat "
            "tightness, palpitations, a fit or recent neck surgery: check calcium, magnesium and ECG at once.",
        ),
        "U11.same_day": Words(
            title="Be seen today: tingling together with cramps",
            recorded="You recorded tingling around the mouth and in the fingers, and cramps of hand or foot.",
            guidance="Published texts advise a blood test the same day when these come together.",
            how="Be seen today. If the throat gets tight, the heart races or stumbles, or you have a fit, call your "
            "emergency number now.",
            show="Show this page, and say what you take and whether the thyroid or neck was ever operated on.",
            clinician="Perioral and finger tingling with carpopedal cramps: check calcium, magnesium and PTH today.",
        ),
        "U12": Words(
            title="Be seen today: both sides of the face are weaker",
            recorded="You recorded that both sides of your face are weak.",
            guidance="Guidance describes the usual weakness of the face as one-sided (Baugh and others, 2013); on both "
            "sides it is to be looked at soon after it is noticed.",
            how="Be seen today. If breathing, swallowing, an arm or a leg changes too, call your emergency number now.",
            show="Show this page, and say when each side began.",
            clinician="Bilateral facial weakness recorded: outside the definition of Bell's palsy (Baugh 2013); "
            "consider a systemic or polyneuropathic cause.",
        ),
        "U13": Words(
            title="Call the emergency number now: fever, an injury or a headache with another sign",
            recorded="You recorded fever with a stiff neck or confusion, a head injury, or a new severe headache "
            "together with another new sign.",
            guidance="General first-aid guidance says to have this seen at once.",
            how="Call your emergency number now. Do not drive yourself, and do not stay alone.",
            show="Show this page to those who come, and say what came first.",
            clinician="Fever with meningism or confusion, head injury, or severe waking, cough or nausea headache with "
            "a new neurological item: same-hour assessment.",
        ),
        "S19.same_day": Words(
            title="You do not have to carry this alone",
            recorded="You recorded thoughts of harming yourself.",
            guidance="Guidance about such thoughts says to talk to somebody today.",
            how="Call a crisis line (988 in the US and Canada, 116 123 in the UK and Ireland, 1925 in Taiwan; "
            "elsewhere your country's own) or somebody you trust, and do not stay alone. If you might act on these "
            "thoughts, call your emergency number now.",
            show="You can show this page instead of saying it.",
            clinician="Thoughts of self-harm recorded: assess risk and offer support today.",
        ),
        "S19.soon": Words(
            title="This weighs on your life: it is worth telling a doctor",
            recorded="You recorded that the twitching stops you living your life.",
            guidance="Published studies describe how heavily twitching can weigh, and that this deserves help of its "
            "own.",
            how="Tell your doctor within the next two weeks, sooner if it gets heavier. If thoughts of harming "
            "yourself come, call a crisis line or your emergency number at once.",
            show="Show this page.",
            clinician="High distress about the twitching recorded: screen mood, anxiety and sleep.",
        ),
        "toxin_nearby": Words(
            title="Tell whoever gave the injection: a weaker place near it",
            recorded="You recorded weakness at or beside a place that was injected with botulinum toxin in the last "
            "sixteen weeks, and none elsewhere.",
            guidance="The leaflets of this medicine name weakness of injected and neighbouring muscles, and ask that "
            "whoever gave the injection is told.",
            how="Call them within a few days. Keep an eye moist that does not close. If the weakness spreads, or "
            "swallowing, breathing, speech, sight, an arm or a leg changes, be seen at once.",
            show="Show this page, and the day and the places of the injection.",
            clinician="Facial weakness limited to muscles injected 1 to 112 days ago, or adjacent ones: lowered from "
            "same-day; inform the injector.",
        ),
        "dental_anaesthetic": Words(
            title="Look again when the numbness has gone",
            recorded="You recorded a weaker side of the face, and a dental anaesthetic today.",
            guidance="A dental anaesthetic can make part of the face weak for some hours.",
            how="Do the face check again when the numbness has gone. If the weakness is still there, be seen that day. "
            "If anything else changes, call your emergency number now.",
            show="Show this page, and tell the dentist.",
            clinician="Unilateral facial weakness on the day of a dental anaesthetic: lowered from same-day; to be "
            "checked again after it has worn off.",
        ),
        "long_standing": Words(
            title="A weakness that was there before: have it compared",
            recorded="You recorded weakness in a place that you declared as weak for a long time when the diary began.",
            guidance="Guidance on new weakness applies when it is new or more than before.",
            how="Show it to your doctor within a few days. If it is new, or more than before, be seen today; if it "
            "began within seconds or minutes, call your emergency number now.",
            show="Show this page, and the face check of the beginning.",
            clinician="Weakness limited to places declared as long-standing in the baseline: lowered from same-day; "
            "compare with earlier findings.",
        ),
    }
)
