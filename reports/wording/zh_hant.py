"""The figures in Traditional Chinese: their titles, their sentences, and what stands in the drawings."""

from __future__ import annotations

import re
from typing import Final

from diary.vocabulary import EVENT_KINDS
from reports.records import Event
from reports.spoken import CHINESE, MONTHS, day, place
from reports.summary import Summary
from reports.wording.formats import figure, percent, shortened

NAMED: Final = 4
FIRST_NAMED: Final = 3
TITLES: Final = {"weeks": "每週", "where": "部位", "hours": "典型的一天", "days": "每一天"}
# What stands in a drawing and in its rows, by its English.
LABELS: Final = {
    "Twitch days": "抽動的日子",
    "Episodes a day": "每天次數",
    "Before": "之前",
    "Now": "現在",
    "Body, now": "身體，現在",
    "Before: no earlier days": "之前：沒有更早的日子",
    "R": "右",
    "L": "左",
    "answered days:": "占回答日：",
    "to 10%": "至 10%",
    "to 25%": "至 25%",
    "to 50%": "至 50%",
    "more": "更多",
    "first time": "第一次",
    "night": "夜間",
    "none": "沒有影響",
    "no effect": "沒有影響",
    "noticed": "有感覺",
    "interfering": "有妨礙",
    "disabling": "無法做事",
    "effect not given": "未填影響",
    "not known": "不明",
    "episode": "發作",
    "on and off all day": "整天斷續",
    "new area": "新部位",
    "treatment, visit": "治療、看診",
    "Week": "週",
    "Answered days": "回答日",
    "Twitch days (95% interval)": "抽動的日子（95% 區間）",
    "Episodes a day (95% interval)": "每天次數（95% 區間）",
    "Hour": "時刻",
    "Area": "部位",
    "Day": "日期",
    "Twitching": "抽動",
    "Days with an episode (95% interval)": "有發作的日子（95% 區間）",
    "Entries": "紀錄",
    "yes": "有",
    "no": "沒有",
} | {name: f"{number}月" for number, name in enumerate(MONTHS, start=1)}
KINDS: Final = {term.en: term.zh_hant for term in EVENT_KINDS}
VERBS: Final = {"start": "開始", "stop": "停止"}
_KEY: Final = re.compile(r"(now|before), (\d+) days(?:, by (?:(\d+) hours|hour))?")


def label(text: str) -> str:
    """
    Return a label of a drawing; what a person typed, and numbers, as they are.

    Examples
    --------
    >>> label("Twitch days"), label("now, 80 days, by 2 hours"), label("40%")
    ('抽動的日子', '現在 80 天，每 2 小時', '40%')
    """
    for verb, said in VERBS.items():
        if text.startswith(f"{verb} "):
            return said + label(text.removeprefix(f"{verb} "))
    key = _KEY.fullmatch(text)
    if key is None:
        return LABELS.get(text, KINDS.get(text, text))
    when, days, hours = key.groups()
    return f"{'之前' if when == 'before' else '現在'} {days} 天" + (f"，每 {hours or 1} 小時" if when == "now" else "")


def sentence(name: str, summary: Summary) -> str:
    """Return the sentence of a figure that has enough days to be drawn."""
    return {"weeks": _weeks, "where": _where, "hours": _hours, "days": _days}[name](summary)


def _weeks(summary: Summary) -> str:
    shares = [week.twitch_share.value for week in summary.weeks if week.twitch_share]
    rates = [week.rate.per_day.value for week in summary.weeks if week.rate]
    per_day = f"；每個回答日的發作次數 {figure(min(rates))} 到 {figure(max(rates))}" if rates else ""
    told = (
        f"{len(shares)} 週至少回答了 4 天：抽動的日子占 {percent(min(shares))} 到 {percent(max(shares))}，"
        f"最近一週 {percent(shares[-1])}{per_day}。"
    )
    if not summary.events:
        return told
    named = "；".join(f"{_event(one)}，{day(one.on, CHINESE)}" for one in summary.events[:NAMED])
    more = f"；另有 {len(summary.events) - NAMED} 項" if len(summary.events) > NAMED else ""
    return f"{told}治療與變化：{named}{more}。"


def _event(value: Event) -> str:
    kinds = {term.code: term.zh_hant for term in EVENT_KINDS}
    return shortened(VERBS.get(value.action, "") + (value.name.strip() or kinds.get(value.kind, value.kind)), 24)


def _where(summary: Summary) -> str:
    earlier = {area.place: area.share for area in summary.before.areas} if summary.before else None
    told = [
        f"{place(area.place, CHINESE)} {percent(area.share)}"
        + (f"（之前 {percent(earlier.get(area.place, 0))}）" if earlier is not None else "")
        for area in summary.now.areas[:NAMED]
    ]
    more = f"；另有 {len(summary.now.areas) - NAMED} 處" if len(summary.now.areas) > NAMED else ""
    words = f"占回答日的比例：{'；'.join(told)}{more}。" if told else "這段期間沒有填寫部位。"
    new = "；".join(place(one.place, CHINESE) for one in summary.first_recorded[:FIRST_NAMED])
    return f"兩張臉部圖，之前與現在。{words}" + (f"粗框是第一次記錄：{new}。" if new else "")


def _hours(summary: Summary) -> str:
    hours = summary.now.hours
    top = max(range(len(hours.bins)), key=lambda number: hours.bins[number].value)
    peak, start = hours.bins[top], top * hours.bin_hours
    often = (
        f"最常記錄在 {start:02d}:00 到 {start + hours.bin_hours:02d}:00：{hours.days} 天中有 {percent(peak.value)}"
        f"（{100 * peak.low:.0f}–{100 * peak.high:.0f}）。"
        if peak.value
        else f"{hours.days} 個回答日中，沒有已知時刻的發作。"
    )
    return f"{often}睡眠時間（陰影）的紀錄可能較少。"


def _days(summary: Summary) -> str:
    ticks = sum(len(one.minutes) for one in summary.days)
    silent = sum(not one.answered for one in summary.days)
    length = f"{len(summary.days)} 天"
    cut = f"（{summary.now.period.length} 天中最近的）" if len(summary.days) < summary.now.period.length else ""
    if silent == len(summary.days):
        return f"沒有紀錄：全部 {length}{cut}都不明。"
    return f"{length}{cut}，從午夜到午夜：{ticks} 筆有時刻的紀錄，{silent} 天不明。"
