"""The clocks of a case as pages show them: the promise with its stops, and the days for telling."""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain import caseclock
from counter.domain.case import CaseState, LimitExtended, Limits
from counter.domain.caseclock import Light as Light
from counter.domain.caseclock import Pause, Procedure
from counter.domain.clock import DayCell, WorkCalendar
from counter.domain.notice import NOTICE_DAYS
from counter.domain.sendingup import is_upward


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of a case as a strip shows it: cells from the day after the start to the due date
    (and to today where that is later); walked and left are working days.

    A paused day has no number. While a special procedure is open (`paused`) no due date can be
    named: `due` is empty and the cells end today. telling: the clock is that of the five days
    within which a case only received must be told what is missing. sent_up: ISO date on which a
    上报件 went up, which ended its local limit: from then on no due date is named, and the cells
    end that day. upward: it is a 上报件. ended: ISO date of what ended the clock (sent up, decided,
    closed), empty while it runs; no day behind it was walked.
    """

    start: str
    due: str
    limits: Limits
    cells: tuple[DayCell, ...]
    walked: int
    left: int
    light: Light
    today: str
    stopped: bool
    pauses: tuple[Pause, ...] = ()
    paused: Procedure | None = None
    extension: LimitExtended | None = None
    telling: bool = False
    upward: bool = False
    sent_up: str = ""
    ended: str = ""

    @property
    def limit(self) -> int:
        """Working days promised, with the extension."""
        return self.limits.promised_days + (self.extension.days if self.extension else 0)


def case_clock(
    calendar: WorkCalendar, state: CaseState, today: dt.date, lead: int = 1
) -> ClockView | None:
    """The clock of an accepted case on `today`, stopped on the day it went up, of its decision
    or end.

    lead: working days before the due date from which it is yellow. None before acceptance.
    """
    limits = state.limits
    if limits is None or not state.accepted_on:
        return None
    sent_up = state.upward.sent_on if state.upward else ""
    start = dt.date.fromisoformat(state.accepted_on)
    end = sent_up or state.decided_on or state.closed_on
    until = dt.date.fromisoformat(end) if end else today
    pauses = _closed(state.pauses, end)
    days = limits.promised_days
    extra = state.extension.days if state.extension else 0
    limit = days + extra if days else 0
    fixed = dt.date.fromisoformat(limits.promised_on) if not days else None
    running = caseclock.run(
        calendar,
        start,
        limit,
        max(until, fixed) if fixed else until,
        pauses=pauses,
        stopped_on=dt.date.fromisoformat(end) if end and not fixed else None,
    )
    due = fixed or running.due
    walked = sum(1 for d in running.days if d.cell.number and d.cell.date <= until)
    left = running.left if fixed is None else _between(calendar, until, fixed)
    if due is not None and until > due:
        left = min(left, -1)
    open_pause = next((p for p in pauses if not p.until), None)
    return ClockView(
        start=state.accepted_on,
        due=due.isoformat() if due and open_pause is None and not sent_up else "",
        limits=limits,
        cells=tuple(d.cell for d in running.days if not sent_up or d.cell.date <= until),
        walked=walked,
        left=left,
        light=_light(left, lead, running_on=not end and open_pause is None),
        today=today.isoformat(),
        stopped=bool(end),
        pauses=pauses,
        paused=open_pause.procedure if open_pause else None,
        extension=state.extension,
        upward=is_upward(state),
        sent_up=sent_up,
        ended=end,
    )


def telling_clock(
    calendar: WorkCalendar, received: dt.date, today: dt.date, lead: int = 1
) -> ClockView:
    """The five working days for telling what is missing (art. 32(4)), from the day of receipt."""
    running = caseclock.run(calendar, received, NOTICE_DAYS, today)
    due = running.due or received
    left = min(running.left, -1) if today > due else running.left
    limits = Limits(
        promised_days=NOTICE_DAYS,
        promised_on=due.isoformat(),
        legal_days=NOTICE_DAYS,
        legal_on=due.isoformat(),
        estimated=running.estimated,
    )
    return ClockView(
        start=received.isoformat(),
        due=due.isoformat(),
        limits=limits,
        cells=tuple(d.cell for d in running.days),
        walked=running.walked,
        left=left,
        light=_light(left, lead, running_on=True),
        today=today.isoformat(),
        stopped=False,
        telling=True,
    )


def _closed(pauses: tuple[Pause, ...], end: str) -> tuple[Pause, ...]:
    """Pauses of a case that has ended: one still open ends with it."""
    if not end:
        return pauses
    close = msgspec.structs.replace
    return tuple(p if p.until else close(p, until=end) for p in pauses)


def _between(calendar: WorkCalendar, today: dt.date, due: dt.date) -> int:
    """Working days from `today` to the due date; at least one behind it when it is past."""
    if today <= due:
        return calendar.working_days_between(today, due)
    return -max(1, calendar.working_days_between(due, today))


def _light(left: int, lead: int, *, running_on: bool) -> Light:
    if left < 0:
        return "bad"
    return "warn" if left <= lead and running_on else "ok"
