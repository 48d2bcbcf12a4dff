"""Who held a case from when to when (办件经过), from its acts.

Days are reckoned as the clock reckons them: the day on which something happens belongs to who
held the case until then, so that all stretches together are the calendar days from the receipt
to the end, none twice and none lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from counter.domain.acts import Act, Payload
from counter.domain.case import (
    AcceptanceRefused,
    AcceptanceWithdrawn,
    CaseAccepted,
    CaseCameBack,
    CaseClosed,
    CaseHandedBack,
    CaseHandedOver,
    CaseRecalled,
    CaseReceived,
    CaseReturned,
    CaseSentUp,
    ClockPaused,
    ClockResumed,
    NoticeIssued,
    SupplementReceived,
)
from counter.domain.caseclock import Pause
from counter.domain.clock import DAY, WorkCalendar
from counter.domain.errors import Text, text

Kind = Literal["window", "department", "upper", "applicant"]


class Holder(msgspec.Struct, frozen=True):
    """Who has the case in hand; name: window number, department or organ, empty = the window's."""

    kind: Kind
    name: str = ""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A case in one hand: the days after `since` up to and including `until`.

    working: working days that count; rest: weekends and holidays; stopped: working days on which
    a special procedure (art. 45) stopped the clock. The three make up `days`, calendar days.
    """

    holder: Holder
    since: dt.date
    until: dt.date
    working: int
    rest: int
    stopped: int

    @property
    def days(self) -> int:
        """Calendar days."""
        return self.working + self.rest + self.stopped


class _Walk:
    """The acts gone through in their order: hand-overs and stops with their days."""

    def __init__(self) -> None:
        self.start = self.today = self.end = ""
        self.window = Holder("window")
        self.turns: list[tuple[str, Holder]] = []
        self.pauses: list[Pause] = []

    def go(self, act: Act) -> None:
        step = _STEPS.get(type(act.payload))
        if step is None or self.end:
            return
        # an acceptance by law is dated back: a hand-over never lies before the one it follows
        self.today = max(self.today, act.header.effective_on)
        step(self, act.payload)

    def receive(self, p: CaseReceived) -> None:
        self.start, self.window = self.today, Holder("window", p.window)
        self.give(self.window)

    def give(self, holder: Holder) -> None:
        if not self.turns or self.turns[-1][1] != holder:
            self.turns.append((self.today, holder))

    def supply(self, p: SupplementReceived) -> None:
        # 容缺: what follows comes to the window, whoever holds the case then
        if p.complete and self.turns and self.turns[-1][1].kind == "applicant":
            self.give(self.window)

    def stop(self, p: ClockPaused) -> None:
        pause = Pause(procedure=p.procedure, since=self.today, expected_days=p.expected_days)
        self.pauses.append(pause)

    def resume(self, _p: object = None) -> None:
        if self.pauses and not self.pauses[-1].until:
            self.pauses[-1] = msgspec.structs.replace(self.pauses[-1], until=self.today)

    def finish(self, _p: object) -> None:
        self.end = self.today


def _back(walk: _Walk, _p: object) -> None:
    walk.give(walk.window)


_STEPS: dict[type[Payload] | type, Callable[[_Walk, Any], None]] = {
    CaseReceived: _Walk.receive,
    NoticeIssued: lambda w, p: w.give(Holder("applicant")),
    SupplementReceived: _Walk.supply,
    CaseAccepted: _back,
    CaseHandedOver: lambda w, p: w.give(Holder("department", p.to)),
    CaseHandedBack: _back,
    CaseSentUp: lambda w, p: w.give(Holder("upper", p.to)),
    CaseCameBack: _back,
    ClockPaused: _Walk.stop,
    ClockResumed: _Walk.resume,
    CaseClosed: _Walk.finish,
    AcceptanceRefused: _Walk.finish,
    CaseReturned: _Walk.finish,
    CaseRecalled: _Walk.finish,
    AcceptanceWithdrawn: _Walk.finish,
}


def stretches(acts: Sequence[Act], calendar: WorkCalendar, today: dt.date) -> tuple[Stretch, ...]:
    """Who held the case, in order; a case that has not ended is reckoned up to `today`.

    Acts in the order of the journal. Empty when the case was not received. A hand-over on the
    day of the one before leaves a stretch of no days: it happened, and stands in the list.
    """
    walk = _Walk()
    for act in acts:
        walk.go(act)
    if not walk.start:
        return ()
    end = walk.end or max(walk.today, today.isoformat())
    ends = [day for day, _holder in walk.turns[1:]] + [end]
    return tuple(
        _stretch(holder, since, until, calendar, walk.pauses)
        for (since, holder), until in zip(walk.turns, ends, strict=True)
    )


def _stretch(
    holder: Holder, since: str, until: str, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> Stretch:
    first, last = dt.date.fromisoformat(since), dt.date.fromisoformat(until)
    working = stopped = 0
    day = first
    while day < last:
        day += DAY
        if calendar.is_working(day):
            held = any(pause.covers(day) for pause in pauses)
            stopped += held
            working += not held
    return Stretch(
        holder=holder,
        since=first,
        until=last,
        working=working,
        rest=(last - first).days - working - stopped,
        stopped=stopped,
    )


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one holder had of a case, all stretches together; days as in `Stretch`.

    now: the case is in this hand still, and has not ended.
    """

    holder: Holder
    working: int
    rest: int
    stopped: int
    now: bool = False


def shares(held: Sequence[Stretch], *, ended: bool) -> tuple[Share, ...]:
    """The stretches summed up by holder, in the order in which each first had the case."""
    sums: dict[Holder, Share] = {}
    for each in held:
        had = sums.get(each.holder) or Share(holder=each.holder, working=0, rest=0, stopped=0)
        sums[each.holder] = Share(
            holder=each.holder,
            working=had.working + each.working,
            rest=had.rest + each.rest,
            stopped=had.stopped + each.stopped,
            now=not ended and each is held[-1],
        )
    return tuple(sums.values())


def holder_words(holder: Holder) -> Text:
    """Who it is, as screen and paper say it: 3 号窗口, 登记股, 上级 省文化厅, 申请人补材料."""
    if holder.kind == "window":
        return text("{n} 号窗口", n=holder.name) if holder.name else text("窗口")
    if holder.kind == "applicant":
        return text("申请人补材料")
    if holder.kind == "upper":
        return text("上级 {name}", name=holder.name)
    return text("{name}", name=holder.name or "部门")
