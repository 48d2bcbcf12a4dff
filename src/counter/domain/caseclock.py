"""The clock of a case: limit, extension, pauses; what has run, what is left, and why.

Art. 42, 45, 82: working days after the day of acceptance; the days of a special procedure do not
count while it is open. The day of the stop is not counted, the day of the resumption is.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Literal

import msgspec

from counter.domain.clock import DAY, DayCell, DayMark, WorkCalendar
from counter.domain.rules import DayKind

Light = Literal["ok", "warn", "bad"]

NOTICE_DAYS = 5
"""Art. 32(4): working days for telling what is missing."""
DELIVERY_DAYS = 10
"""Art. 44: working days from the decision for delivering it."""


class Procedure(enum.StrEnum):
    """The closed list of art. 45: only these stop the clock."""

    HEARING = "hearing"  # 听证
    BIDDING = "bidding"  # 招标
    AUCTION = "auction"  # 拍卖
    INSPECTION = "inspection"  # 检验
    TESTING = "testing"  # 检测
    QUARANTINE = "quarantine"  # 检疫
    APPRAISAL = "appraisal"  # 鉴定
    EXPERT_REVIEW = "expert_review"  # 专家评审


PROCEDURE_WORDS = {
    Procedure.HEARING: "听证",
    Procedure.BIDDING: "招标",
    Procedure.AUCTION: "拍卖",
    Procedure.INSPECTION: "检验",
    Procedure.TESTING: "检测",
    Procedure.QUARANTINE: "检疫",
    Procedure.APPRAISAL: "鉴定",
    Procedure.EXPERT_REVIEW: "专家评审",
}


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A stop of the clock. Dates ISO; `until` is the day of resumption, empty while open;
    expected_on: the day up to which it was told to last, empty in old acts."""

    procedure: Procedure
    since: str
    expected_days: int
    until: str = ""
    expected_on: str = ""

    def covers(self, day: dt.date) -> bool:
        """True when `day` does not count because of this pause: since ≤ day < until."""
        iso = day.isoformat()
        return self.since <= iso and (not self.until or iso < self.until)


class ClockDay(msgspec.Struct, frozen=True):
    """A calendar day of a case: its cell (number among the counted days) and the pause on it."""

    cell: DayCell
    pause: Procedure | None = None


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """How a clock stands on a day.

    days: from the day after the start to the due date (or to today while stopped, or past due);
    due: None while a pause is open (no date can be named honestly); left: working days from
    today to the due date, 0 = today, negative = past; walked: counted days up to today.
    """

    start: dt.date
    limit: int
    due: dt.date | None
    estimated: bool
    days: tuple[ClockDay, ...]
    walked: int
    left: int
    stopped_by: Procedure | None
    light: Light
    kind: DayKind = "working"


def run(
    calendar: WorkCalendar,
    start: dt.date,
    limit: int,
    today: dt.date,
    *,
    pauses: tuple[Pause, ...] = (),
    stopped_on: dt.date | None = None,
    lead: int = 1,
    kind: DayKind = "working",
) -> Running:
    """Reckon a clock of `limit` working days (extension included) as it stands `today`.

    stopped_on: the day the clock was ended by the decision; lead: working days before the due
    date from which it is yellow; kind: natural days all count but those of a pause.
    A limit of 0 is due on the first working day from `start` on.
    Raises ValueError for a negative limit.
    """
    if limit < 0:
        raise ValueError(f"a limit of {limit} working days cannot be reckoned")
    until = min(today, stopped_on) if stopped_on else today
    if stopped_on is not None:  # what ended the case ended an open pause too
        pauses = tuple(_ended(p, stopped_on) for p in pauses)
    open_pause = next((p for p in pauses if not p.until), None)
    days, number, due, day = [], 0, None, start
    if limit == 0:
        due = calendar.due(start, 0).date
    while (due is None and (open_pause is None or day < until)) or day < max(until, due or until):
        day += DAY
        mark, name = calendar.mark(day)
        pause = next((p for p in pauses if p.covers(day)), None)
        natural = kind == "natural"
        if natural:
            mark, name = DayMark.WORK, ""
        counts = mark.counts and pause is None
        number += counts
        cell = DayCell(day, mark, name, number if counts else 0)
        days.append(ClockDay(cell, pause.procedure if pause else None))
        if number == limit and due is None:
            due = day
    walked = sum(1 for d in days if d.cell.number and d.cell.date <= until)
    left = limit - walked
    if due is not None and until > due:  # past it, though no working day has gone by since
        left = min(left, -1)
    light: Light = "bad" if left < 0 else "warn" if left <= lead and not stopped_on else "ok"
    return Running(
        start=start,
        limit=limit,
        due=None if open_pause else due,
        estimated=kind == "working" and any(not calendar.known(d.cell.date) for d in days),
        days=tuple(days),
        walked=walked,
        left=left,
        stopped_by=open_pause.procedure if open_pause else None,
        light=light,
        kind=kind,
    )


def left_at_stop(calendar: WorkCalendar, start: dt.date, due: dt.date, since: dt.date) -> int:
    """Working days that were left to `due` when the clock of a case accepted on `start` was
    stopped on `since`, which does not count; negative when the day had passed."""
    before = max(since - DAY, start)
    if due >= since:
        return calendar.working_days_between(before, due)
    return -max(1, calendar.working_days_between(due, before))


def _ended(pause: Pause, day: dt.date) -> Pause:
    return pause if pause.until else msgspec.structs.replace(pause, until=day.isoformat())


def explain(running: Running, first: str = "受理") -> tuple[str, ...]:
    """The reckoning in words, a line for each stretch: 受理 9-30, 国庆节 10-1…10-7 不计, …"""
    lines = [f"{first} {_short(running.start)}，当天不算"]
    stretch: list[ClockDay] = []
    for day in running.days:
        if stretch and _kind(stretch[-1]) != _kind(day):
            lines.append(_stretch(stretch))
            stretch = []
        stretch.append(day)
    if stretch:
        lines.append(_stretch(stretch))
    if running.due is not None and running.limit:
        unit = "自然日" if running.kind == "natural" else "工作日"
        lines.append(f"第 {running.limit} 个{unit} = {running.due.isoformat()}")
    return tuple(lines)


def _kind(day: ClockDay) -> str:
    if day.pause is not None:
        return f"停：{PROCEDURE_WORDS[day.pause]}"
    if day.cell.mark.counts:
        return "补班" if day.cell.name else ""
    return day.cell.name or "周末"


def _stretch(days: list[ClockDay]) -> str:
    first, last, kind = days[0].cell, days[-1].cell, _kind(days[0])
    when = _short(first.date)
    if first.date != last.date:
        when += f"…{_short(last.date)}"
    if not first.number:
        return f"{when} {kind}，{len(days)} 天不计"
    count = f"第 {first.number} 天" if len(days) == 1 else f"第 {first.number}–{last.number} 天"
    return f"{when} {kind + '计入，' if kind else ''}{count}"


def _short(day: dt.date) -> str:
    return f"{day.month}-{day.day}"
