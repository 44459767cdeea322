"""Files as people have them; the people and their days are invented."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from diary.imports.options import options
from diary.imports.planning import plan
from diary.imports.plans import Plan, PlannedRow

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DIARY = UUID("11111111-2222-4333-8444-555555555555")

# A phone app in English: 12-hour times, month first, places in words.
PHONE_APP = """\
Date,Start,End,Location,Severity,Stress (0-10),Sleep,Coffee,Notes
5/1/2026,8:15 AM,8:20 AM,left lower eyelid,2,4,7.5,2,after lunch
5/14/2026,11:50 PM,12:10 AM,Right eyebrow + cheek,3,,6,,
5/15/2026,,,eyelid,1,x,7,1,"hello, world"
"""

# Excel in German, code page and all: semicolons, decimal commas, days first.
GERMAN_EXCEL = """\
Datum;Uhrzeit;Dauer (min);Ort;Seite;Stärke;Schlaf (h);Koffein (mg);Notiz\r
1.5.2026;8:15;1,5;Unterlid;links;2;7,5;95;nach dem Kaffee\r
2.5.2026;;0,5;Wange;rechts;1;6,25;;\r
31.5.2026;23.50;10;chin;Mitte;4;;200;"Tag mit ""Pause""; spät"\r
""".encode("cp1252")

CZECH = """\
Datum;Čas;Trvání (s);Místo;Strana;Spánek (h);Poznámka
1. 5. 2026;7.05;20;lower eyelid;levé;7,5;po ránu
13. 5. 2026;;;cheek;vpravo;6,0;
""".encode("cp1250")

# A spreadsheet in Traditional Chinese: UTF-16, tabs, a year of the Republic.
CHINESE = """\
日期\t時間\t部位\t左右\t持續時間(秒)\t強度\t壓力\t睡眠時數\t備註
2026/5/1\t下午3:05\t下眼皮\t左\t30\t明顯可見\t4\t7\t喝咖啡後
2026/5/2\t早上\t左嘴角\t\t60\t2\t5\t6.5\t
115/05/03\t\t眼皮\t右\t\t\t\t\t
""".encode("utf-16")

# A headache diary turned to twitches: one row a day, scales of its own, and a day told twice.
HEADACHE_DIARY = """\
Date,Twitched,Burden,Sleep quality,Sleep,Fatigue,Pain (0-10),Comments
2026-05-01,yes,many,7,7:30,3,6,long day
2026-05-02,no,,8,8:00,2,0,
2026-05-02,no,,8,8:00,,,walked
2026-05-03,,,,,,,
2026-05-04,unknown,nearly continuous,,6 h 15 min,,2,
"""

# What our own export writes.
OWN_EPISODES = """\
id,started_at,time_zone,time_precision,duration_s,ongoing,count,sites,rhythm,intensity,during,movement,suppressible,\
urge,observed_by,sensations,caffeine_mg,sleep_min,stress,note,recorded_at,day,time_of_day,entry_mode,updated_at
0192c3a4-0000-7000-8000-000000000001,2026-05-01T08:15:00+08:00,Asia/Taipei,exact,30,false,3,\
lid_lower:left cheek:left,ripple,2,screen,,unsure,no,self,tightness tingling,95,450,4,'=not a formula,\
2026-05-01T08:16:02.123000+08:00,2026-05-01,08:15,live,2026-05-01T00:16:03+00:00
0192c3a4-0000-7000-8000-000000000002,2026-05-02T12:00:00+08:00,Asia/Taipei,day,,false,,,,,,,,,,,,,,,\
2026-05-03T09:00:00+08:00,2026-05-02,12:00,backfilled,2026-05-03T01:00:01+00:00
"""
OWN_DAYS = """\
date,state,burden,function,drinks,caffeine_mg,last_caffeine_at,sleep_min,sleep_quality,stress,fatigue,screen_min,\
alcohol_units,wearing_off,note,updated_at
2026-05-01,twitched,few,1,espresso=2 green_tea=1,155,2026-05-01T06:30:00+00:00,450,7,4,3,120,1,false,fine,\
2026-05-01T14:00:00+00:00
2026-05-02,none,,,none,,,,,,,,,,,2026-05-02T14:00:00+00:00
"""


def planned(file: str | bytes, mapping: object = None, **told: Any) -> Plan:
    """Return the plan of a file at NOW, with these options."""
    data = file.encode() if isinstance(file, str) else file
    return plan(data, diary=DIARY, now=NOW, options=options(told), mapping=mapping)


def row_of(file: str, mapping: object = None, **told: Any) -> PlannedRow:
    """Return the last row of the plan of a file, in Prague unless told otherwise."""
    return planned(file, mapping, **{"time_zone": "Europe/Prague", **told}).rows[-1]


def codes(row: PlannedRow) -> list[str]:
    """Return the codes of the reasons of a row."""
    return [reason.code for reason in row.reasons]


def targets(plan_: Plan) -> dict[str, str]:
    """Return what each column is mapped to."""
    return {column.meaning.name: column.meaning.target.name for column in plan_.columns}
