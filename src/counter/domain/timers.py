"""The sub-timers of a case: every limit the law sets on one, with start, days and due date.

Due dates are those that stand in the acts; they are reckoned here only where an old act has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from counter.domain import caseclock, inquiry, recalcwords
from counter.domain.case import CaseState, Status
from counter.domain.caseclock import Light, Running
from counter.domain.clock import DAY, DayMark, WorkCalendar
from counter.domain.errors import Text, text
from counter.domain.recalcacts import Limit
from counter.domain.rules import DAY_WORDS, DayKind, HallRules
from counter.domain.sendingup import is_upward

Code = Literal[
    "telling",
    "technicians",
    "promised",
    "legal",
    "local",
    "hearing_ask",
    "hearing_organise",
    "hearing_notice",
    "renewal",
    "delivery",
]
TITLES: dict[Code, tuple[str, str, str]] = {
    "telling": ("告知补正", "第三十二条第一款第四项", "收件"),
    "technicians": ("指派技术人员", "第五十五条第二款", "受理"),
    "promised": ("承诺", "第四十二条", "受理"),
    "legal": ("法定", "第四十二条", "受理"),
    "local": ("本级审查", "第四十三条", "受理"),
    "hearing_ask": ("申请听证", "第四十七条第一款", "告知"),
    "hearing_organise": ("组织听证", "第四十七条第一款", "申请"),
    "hearing_notice": ("发听证通知", "第四十八条第一款第一项", "申请"),
    "renewal": ("延续决定", "第五十条第二款", "申请"),
    "delivery": ("送达", "第四十四条", "决定"),
}
"""Title, article of 行政许可法, and the word for the day it starts from."""


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """One limit of a case. Dates ISO.

    days: of its kind; due: empty while the clock stands; done_on: empty while open; left: days of
    its kind from today to the due date, negative when past, 0 when done; estimated: a year without
    a table is in it.
    """

    code: Code
    start: str
    days: int
    kind: DayKind
    due: str
    done_on: str
    light: Light
    left: int
    estimated: bool = False

    @property
    def title(self) -> str:
        return TITLES[self.code][0]

    @property
    def article(self) -> str:
        """Of 行政许可法."""
        return TITLES[self.code][1]

    @property
    def open(self) -> bool:
        """Still to be met; the applicant's own limit is over when its day is."""
        return not self.done_on and not (self.code == "hearing_ask" and self.left < 0)


def timers(
    state: CaseState, calendar: WorkCalendar, rules: HallRules, today: dt.date
) -> tuple[Timer, ...]:
    """All limits that have begun, in the order of a case's life. Never raises."""
    maker = _Maker(state, calendar, rules, today)
    return (*maker.before(), *maker.limits(), *maker.hearing(), *maker.renewal(), *maker.after())


class _Maker:
    def __init__(
        self, state: CaseState, calendar: WorkCalendar, rules: HallRules, today: dt.date
    ) -> None:
        self.state, self.calendar, self.rules, self.today = state, calendar, rules, today

    def make(
        self, code: Code, start: str, days: int, due: str, done: str, kind: DayKind = "working"
    ) -> Timer:
        """A timer with its light; a case that ended ends what was open."""
        done_on = done or self.state.closed_on
        left = 0 if done_on or not due else self._left(dt.date.fromisoformat(due), kind)
        late = bool(due) and (done_on > due if done_on else left < 0)
        near = bool(due) and not done_on and left <= self.rules.yellow_lead
        light: Light = "bad" if late else "warn" if near else "ok"
        if code == "hearing_ask" and late:
            light = "ok"  # the applicant's day went by; nobody here is late
        known = not due or all(
            self.calendar.known(dt.date.fromisoformat(day)) for day in (start, due)
        )
        return Timer(
            code=code,
            start=start,
            days=days,
            kind=kind,
            due=due,
            done_on=done_on,
            light=light,
            left=left,
            estimated=kind == "working" and not known,
        )

    def _left(self, due: dt.date, kind: DayKind) -> int:
        if kind == "natural":
            return (due - self.today).days
        if self.today <= due:
            return self.calendar.working_days_between(self.today, due)
        return -max(1, self.calendar.working_days_between(due, self.today))

    def due(self, start: str, days: int) -> str:
        return self.calendar.due(dt.date.fromisoformat(start), days).date.isoformat()

    def before(self) -> Iterator[Timer]:
        state = self.state
        if not state.received_at or state.received is None:
            return
        start = state.received_at[:10]
        due = state.received.tell_by or self.due(start, caseclock.NOTICE_DAYS)
        done = state.notice_on or state.accepted_on
        made = self.make("telling", start, caseclock.NOTICE_DAYS, due, done)
        if state.deemed:  # nobody told; the acceptance dates back to the receipt
            made = msgspec.structs.replace(made, light="bad")
        yield made

    def limits(self) -> Iterator[Timer]:
        state, limits = self.state, self.state.limits
        if limits is None:
            return
        start, found = state.accepted_on, state.inquiry
        if limits.technicians_on:
            done = found.technicians_on if found else ""
            yield self.make(
                "technicians",
                start,
                self.calendar.working_days_between(
                    dt.date.fromisoformat(start), dt.date.fromisoformat(limits.technicians_on)
                ),
                limits.technicians_on,
                done,
            )
        extra = state.extension.days if state.extension else 0
        stands = state.status is Status.PAUSED
        promised = limits.promised_days + extra if limits.promised_days else 0
        due = "" if stands else limits.promised_on
        sent = state.upward.sent_on if state.upward else ""  # 上报件: what is ours ends here
        done = sent or state.decided_on
        yield self.make("promised", start, promised, due, done)
        due = "" if stands else limits.legal_on
        code: Code = "local" if is_upward(state) else "legal"
        yield self.make(code, start, limits.legal_days + extra, due, done, limits.day_kind)

    def hearing(self) -> Iterator[Timer]:
        found, rules = self.state.inquiry, self.rules
        if found is None or found.told is None:
            return
        yield self.make(
            "hearing_ask",
            found.told_on,
            rules.hearing_ask_days,
            found.told.ask_by,
            found.asked_on or found.waived_on,
            rules.hearing_ask_kind,
        )
        if found.asked is None:
            return
        by = found.asked.organise_by
        yield self.make(
            "hearing_organise", found.asked_on, inquiry.ORGANISE_DAYS, by, found.held_on
        )
        on = dt.date.fromisoformat(found.called.on if found.called else by)
        ahead = (on - DAY * inquiry.NOTICE_AHEAD).isoformat()
        yield self.make(
            "hearing_notice",
            found.asked_on,
            inquiry.NOTICE_AHEAD,
            ahead,
            found.called_on,
            "natural",
        )

    def renewal(self) -> Iterator[Timer]:
        renewing = self.state.renewal
        if renewing is None or not renewing.asked.expires_on:
            return
        start, due = renewing.asked_on, renewing.asked.expires_on
        days = (dt.date.fromisoformat(due) - dt.date.fromisoformat(start)).days
        if days < 1:
            return
        done = renewing.deemed_on or self.state.decided_on
        made = self.make("renewal", start, days, due, done, "natural")
        if renewing.deemed_on:  # nobody decided; the law did, on the last day
            made = msgspec.structs.replace(made, light="bad")
        yield made

    def after(self) -> Iterator[Timer]:
        state = self.state
        if state.decided is None:
            return
        due = state.decided.deliver_by or self.due(state.decided_on, caseclock.DELIVERY_DAYS)
        yield self.make(
            "delivery", state.decided_on, caseclock.DELIVERY_DAYS, due, state.delivered_on
        )


def explain(timer: Timer, state: CaseState, calendar: WorkCalendar) -> tuple[Text, ...]:
    """How the due date of a timer is reckoned: from when, what does not count, the last day."""
    if not timer.due:
        return (text("停着表，到期的日子定不下来"),)
    due = dt.date.fromisoformat(timer.due)
    if timer.code == "hearing_notice":
        on = (due + DAY * timer.days).isoformat()
        said = "听证最迟 {on}，往前数 {n} 个自然日 = {due}"
        return (text(said, on=on, n=timer.days, due=timer.due),)
    if timer.days == 0:
        return (text("当天办结；下班后收的，算下一个工作日 = {due}", due=timer.due),)
    pauses = state.pauses if timer.code in ("promised", "legal", "local") else ()
    running = caseclock.run(
        calendar,
        dt.date.fromisoformat(timer.start),
        timer.days,
        dt.date.fromisoformat(timer.start),
        pauses=tuple(p for p in pauses if p.until),
        kind=timer.kind,
    )
    word, unit = TITLES[timer.code][2], DAY_WORDS[timer.kind]
    lines = [text("{word} {start}，当天不算", word=word, start=_short(running.start))]
    if skipped := _skipped(running):
        lines.append(text("{days}", days=skipped))
    said = "第 {n} 个{unit} = {due}"
    found = running.due.isoformat() if running.due else ""
    lines.append(text(said, n=timer.days, unit=unit, due=found))
    lines += recalcwords.moves_of(state, *_MOVED_AS.get(timer.code, ()))
    if running.due != due:  # the tables have changed since; a day that has passed stays
        lines.append(text("放假表变以前算的是 {due}，过了的不再改", due=timer.due))
    return tuple(lines)


_MOVED_AS: dict[Code, tuple[Limit, ...]] = {
    "telling": ("telling",),
    "technicians": ("technicians",),
    "promised": ("promised",),
    "legal": ("legal",),
    "local": ("legal",),
    "hearing_ask": ("hearing_ask",),
    "hearing_organise": ("hearing_organise",),
    "delivery": ("delivery",),
}
"""The limits of `ClockRecalculated` that a timer shows."""


def _skipped(running: Running) -> str:
    """周末 4 天、国庆节 7 天不计，补班 2 天计入."""
    off: dict[str, int] = {}
    made_up = 0
    for day in running.days:
        if day.pause is not None:
            name = f"{caseclock.PROCEDURE_WORDS[day.pause]}停表"
        elif day.cell.mark.counts:
            made_up += day.cell.mark is DayMark.MAKE_UP
            continue
        else:
            name = day.cell.name or "周末"
        off[name] = off.get(name, 0) + 1
    words = "、".join(f"{name} {n} 天" for name, n in off.items())
    parts = [f"{words}不计" if words else "", f"补班 {made_up} 天计入" if made_up else ""]
    return "，".join(part for part in parts if part)


def _short(day: dt.date) -> str:
    return f"{day.month}-{day.day}"
