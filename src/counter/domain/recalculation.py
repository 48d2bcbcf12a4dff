"""期限重算: when the calendar changes, the days of open cases are reckoned anew (art. 82).

Three rules, and why, stand in docs/adr/0008: a day that has passed stays; no day moves behind
today; what an applicant was told he has until is never made shorter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from counter.domain import caseclock, clock, follow, inquiry, jointsteps, notice, procedures
from counter.domain.acts import NewAct
from counter.domain.calendars import Change
from counter.domain.case import ENDED, CaseState, Limits, Status
from counter.domain.recalcacts import ClockRecalculated, Limit, LimitMoved
from counter.domain.reception import TECHNICIANS_DAYS, Setting, act_on, received_of
from counter.domain.states import RUNNING

CLOCKED = (*RUNNING, Status.PAUSED)


class _Day(msgspec.Struct, frozen=True):
    """A last day that is still to come: as it stands, as the tables have it now, and whether it
    is the applicant's, who was told it; since: ISO day on which its clock was stopped."""

    limit: Limit
    was: str
    now: dt.date
    theirs: bool = False
    of: str = ""
    since: str = ""


def recalculate(state: CaseState, change: Change, place: Setting) -> list[NewAct]:
    """The act by which the days of a case follow the calendar; none when none moves. Never raises.

    Recorded by the system. Asked a second time it finds nothing: it is the days themselves that
    are compared.
    """
    received = state.received
    if received is None or state.status in ENDED or state.needs_upgrade:
        return []
    if received.matter not in place.catalogue.matters:
        return []
    found = list(_days(state, place))
    moved = tuple(m for m in (_move(day, place.today) for day in found) if m is not None)
    stands = state.status is Status.PAUSED
    limits = _limits(state.limits, moved)
    guess, firm = _guess(state, limits, place)
    if not moved and not firm:
        return []
    first = min([state.received_at[:10], *(m.was for m in moved)])
    last = max((max(m.was, m.now) for m in moved), default=limits.legal_on if limits else first)
    payload = ClockRecalculated(
        calendar=place.calendar.version,
        why=change.why(first, last),
        moved=moved,
        estimated=guess,
        firm=firm,
        stands=stands and any(m.limit in ("promised", "legal") for m in moved),
    )
    matter = place.catalogue.matters[received.matter]
    return [act_on(state.case_no, matter, place, payload)]


def _move(day: _Day, today: dt.date) -> LimitMoved | None:
    """The day's move, by the three rules."""
    reached = day.since or today.isoformat()
    if not day.was or day.was < reached:
        return None
    now = max(day.now.isoformat(), reached)
    if now == day.was or (day.theirs and now < day.was):
        return None
    return LimitMoved(limit=day.limit, was=day.was, now=now, of=day.of)


def _limits(limits: Limits | None, moved: tuple[LimitMoved, ...]) -> Limits | None:
    days = {m.limit: m.now for m in moved}
    if limits is None:
        return None
    return msgspec.structs.replace(
        limits,
        promised_on=days.get("promised", limits.promised_on),
        legal_on=days.get("legal", limits.legal_on),
    )


def _guess(state: CaseState, limits: Limits | None, place: Setting) -> tuple[bool, bool]:
    """Whether the days are still an estimate, and whether they have just become firm."""
    if limits is None:
        return False, False
    if state.status not in CLOCKED or state.upward is not None:
        return limits.estimated, False
    promised, legal = _date(limits.promised_on), _date(limits.legal_on)
    guess = procedures.estimated(limits, promised, legal, place.calendar)
    return guess, limits.estimated and not guess


def _days(state: CaseState, place: Setting) -> Iterator[_Day]:
    """Every last day of the case that is still to be kept."""
    yield from _before(state, place)
    yield from _running(state, place)
    if state.status in inquiry.IN_WORK:
        yield from _hearing(state, place)
        yield from _in_work(state, place)
    if state.status in jointsteps.WORKING:
        yield from _joint(state, place)
    if state.status is Status.DECIDED and state.decided is not None:
        by = place.calendar.due(_date(state.decided_on), caseclock.DELIVERY_DAYS).date
        yield _Day("delivery", state.decided.deliver_by, by)


def _before(state: CaseState, place: Setting) -> Iterator[_Day]:
    received = received_of(state)
    if state.status is Status.RECEIVED and state.received_at:
        start = _date(state.received_at[:10])
        by = place.calendar.due(start, caseclock.NOTICE_DAYS).date
        yield _Day("telling", received.tell_by, by)
    if state.status is Status.SUPPLEMENT and state.notices and state.notice_on:
        until = notice.supplement_until(place, _date(state.notice_on))
        if until is not None:
            yield _Day("supplement", state.notices[-1].until, until, theirs=True)


def _running(state: CaseState, place: Setting) -> Iterator[_Day]:
    """The promise and the legal limit, extension included, while they run; while they stand, as
    they were before the stop: a resumption reckons from there."""
    limits = state.limits
    if limits is None or state.status not in CLOCKED or state.upward is not None:
        return
    calendar, start = place.calendar, _date(state.accepted_on)
    ended = tuple(pause for pause in state.pauses if pause.until)
    since = state.pauses[-1].since if len(ended) < len(state.pauses) else ""
    extra = state.extension.days if state.extension else 0
    if limits.promised_days:
        running = caseclock.run(calendar, start, limits.promised_days + extra, start, pauses=ended)
        if running.due is not None:
            yield _Day("promised", limits.promised_on, running.due, since=since)
    else:  # the same day, or the next one on which the hall is open
        day = _open_day(_date(limits.promised_on), place)
        yield _Day("promised", limits.promised_on, day, since=since)
    running = caseclock.run(
        calendar,
        start,
        max(limits.legal_days + extra, 1),
        start,
        pauses=ended,
        kind=limits.day_kind,
    )
    if running.due is not None:
        yield _Day("legal", limits.legal_on, running.due, since=since)


def _open_day(day: dt.date, place: Setting) -> dt.date:
    while place.calendar.closed(day) or not place.calendar.is_working(day):
        day += clock.DAY
    return day


def _in_work(state: CaseState, place: Setting) -> Iterator[_Day]:
    """Technicians, what is to follow, the told end of a stop."""
    calendar, start = place.calendar, _date(state.accepted_on)
    found, limits = state.inquiry, state.limits
    if limits is not None and limits.technicians_on and not (found and found.technicians):
        by = calendar.due(start, TECHNICIANS_DAYS).date
        yield _Day("technicians", limits.technicians_on, by)
    matter = place.catalogue.matters[received_of(state).matter]
    for name, by_day in state.missing:
        last = follow.due(matter, place.catalogue.rules, calendar, start)
        yield _Day("follow", by_day, last, theirs=True, of=name)
    if state.status is Status.PAUSED and state.pauses and not state.pauses[-1].until:
        pause = state.pauses[-1]
        back = calendar.due(_date(pause.since), pause.expected_days).date
        yield _Day("stop", pause.expected_on, back)


def _hearing(state: CaseState, place: Setting) -> Iterator[_Day]:
    found, rules = state.inquiry, place.catalogue.rules
    if found is None or found.told is None:
        return
    if found.asked is None and found.waived is None:
        by = clock.due_by(
            place.calendar, _date(found.told_on), rules.hearing_ask_days, rules.hearing_ask_kind
        )
        yield _Day("hearing_ask", found.told.ask_by, by.date, theirs=True)
    if found.asked is not None and found.held is None:
        last = place.calendar.due(_date(found.asked_on), inquiry.ORGANISE_DAYS).date
        yield _Day("hearing_organise", found.asked.organise_by, last)


def _joint(state: CaseState, place: Setting) -> Iterator[_Day]:
    """The terms of the co-units that have not spoken; none while they are stopped."""
    for part in state.joint.silent if state.joint is not None else ():
        opened = _date(part.opened_on)
        running = part.clock(place.calendar, opened)
        if not part.stopped and running.due is not None:
            yield _Day("joint", part.due_on, running.due, of=part.unit)


def _date(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)
