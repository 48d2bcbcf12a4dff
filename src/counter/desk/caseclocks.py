"""The clocks of a case as pages show them: the promise with its stops, and the days for telling."""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain import caseclock, recalcwords
from counter.domain.case import CaseState, LimitExtended, Limits
from counter.domain.caseclock import Light as Light
from counter.domain.caseclock import Pause, Procedure
from counter.domain.clock import DayCell, WorkCalendar
from counter.domain.errors import Text
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
    closed), empty while it runs; no day behind it was walked. moved: how the due date
    followed the calendar; kept: the day had passed before the tables changed, and stands though
    they now give another.
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
    moved: tuple[Text, ...] = ()
    kept: bool = False

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
    start = _day(state.accepted_on)
    end = sent_up or state.decided_on or state.closed_on
    until = _day(end) if end else today
    pauses = _closed(state.pauses, end)
    days = limits.promised_days
    extra = state.extension.days if state.extension else 0
    limit = days + extra if days else 0
    fixed = _fixed(calendar, state, limit)
    running = caseclock.run(
        calendar,
        start,
        limit,
        max(until, fixed) if fixed else until,
        pauses=pauses,
        stopped_on=_day(end) if end and not fixed else None,
    )
    due = fixed or running.due
    walked = sum(1 for d in running.days if d.cell.number and d.cell.date <= until)
    left = running.left if fixed is None else _between(calendar, until, fixed)
    if due is not None and until > due:
        left = min(left, -1)
    if state.pauses and not state.pauses[-1].until:
        since = _day(state.pauses[-1].since)
        left = caseclock.left_at_stop(calendar, start, _day(limits.promised_on), since)
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
        moved=recalcwords.moves_of(state, "promised"),
        kept=bool(days) and fixed is not None,
    )


def _fixed(calendar: WorkCalendar, state: CaseState, limit: int) -> dt.date | None:
    """The promised day where it is not what the tables give: that of a spot matter, and one that
    had passed before they changed. None where the reckoning holds, and while the clock stands."""
    if state.limits is None:
        return None
    day = _day(state.limits.promised_on)
    if not limit:
        return day
    if any(not pause.until for pause in state.pauses):
        return None
    start = _day(state.accepted_on)
    found = caseclock.run(calendar, start, limit, start, pauses=state.pauses).due
    return day if found != day else None


def _day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


def telling_clock(
    calendar: WorkCalendar, state: CaseState, today: dt.date, lead: int = 1
) -> ClockView:
    """The five working days for telling what is missing (art. 32(4)), from the day of receipt."""
    received = _day(state.received_at[:10])
    by = state.received.tell_by if state.received else ""
    running = caseclock.run(calendar, received, NOTICE_DAYS, today)
    due = _day(by) if by else running.due or received
    left = _between(calendar, today, due)
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
        moved=recalcwords.moves_of(state, "telling"),
        kept=due != running.due,
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
