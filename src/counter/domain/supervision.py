"""电子监察: what is raised by itself when a day passes, and the answer in words.

A yellow event warns, once the lead of the hall is reached; a red one says that a day has passed,
and is to be answered. Each is raised once for the day that it is about, whenever the terminal next
runs: after days off as well as on the day itself.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from counter.domain.acts import NewAct, Payload, nfc
from counter.domain.case import (
    ENDED,
    CaseState,
    Status,
    SupervisionAnswered,
    SupervisionRaised,
    case_stream,
)
from counter.domain.caseclock import DELIVERY_DAYS, PROCEDURE_WORDS
from counter.domain.errors import KnownError
from counter.domain.people import Actor, require_unit
from counter.domain.reception import Setting, received_of, require_worker

LATE, SOON, LONG, UNDELIVERED = "clock.late", "clock.soon", "pause.long", "delivery.late"
ENDS = "renewal.soon"

PROMISE = "限时办结制"
RUNNING = (Status.ACCEPTED, Status.REVIEWED, Status.DEPARTMENT)
"""Where the promise runs and the hall is late by it."""


def reply_by(place: Setting) -> str:
    """ISO date up to which an event raised today is to be answered."""
    return place.calendar.due(place.today, place.catalogue.rules.reply_days).date.isoformat()


def overdue(state: CaseState, place: Setting) -> list[NewAct]:
    """The events of the days that have come or passed, those not raised before. Never raises."""
    known = {(event.code, event.on) for event in state.supervision}
    found = (
        _promise(state, place),
        _pause(state, place),
        _delivery(state, place),
        _renewal(state, place),
    )
    return [
        _act(state, event, place)
        for event in found
        if event is not None and (event.code, event.on) not in known
    ]


def _promise(state: CaseState, place: Setting) -> SupervisionRaised | None:
    """The promised day: past it, red; from its lead on, yellow, where the term is longer."""
    if state.limits is None or state.status not in RUNNING:
        return None
    day = dt.date.fromisoformat(state.limits.promised_on)
    said = _day(day)
    if place.today > day:
        return _red(LATE, f"承诺 {said}前决定，过了还没有决定", PROMISE, day, place)
    lead = place.catalogue.rules.yellow_lead
    near = place.calendar.working_days_between(place.today, day) <= lead
    if not near or state.limits.promised_days <= lead:
        return None
    why = f"承诺 {said}前决定，快到了"
    return SupervisionRaised(code=SOON, light="warn", why=why, rule=PROMISE, on=day.isoformat())


def _pause(state: CaseState, place: Setting) -> SupervisionRaised | None:
    """A stop that lasts longer than the applicant was told."""
    if state.status is not Status.PAUSED or not state.pauses or state.pauses[-1].until:
        return None
    pause = state.pauses[-1]
    since = dt.date.fromisoformat(pause.since)
    told = (
        dt.date.fromisoformat(pause.expected_on)
        if pause.expected_on
        else place.calendar.due(since, pause.expected_days).date
    )
    if place.today <= told:
        return None
    what, days = PROCEDURE_WORDS[pause.procedure], pause.expected_days
    why = f"{what}告诉申请人约 {days} 个工作日，到 {_day(told)}，过了还停着表"
    return _red(LONG, why, "行政许可法第四十五条", told, place)


def _delivery(state: CaseState, place: Setting) -> SupervisionRaised | None:
    """Decided and not delivered within ten working days."""
    if state.status is not Status.DECIDED or state.decided is None or not state.decided_on:
        return None
    decided = dt.date.fromisoformat(state.decided_on)
    named = state.decided.deliver_by
    due = place.calendar.due(decided, DELIVERY_DAYS).date
    day = dt.date.fromisoformat(named) if named else due
    if place.today <= day:
        return None
    why = f"决定书要在 {_day(day)}前送达，过了还没有送达"
    return _red(UNDELIVERED, why, "行政许可法第四十四条", day, place)


def _renewal(state: CaseState, place: Setting) -> SupervisionRaised | None:
    """A licence about to end whose renewal was asked in time and is not decided (art. 50)."""
    renewing = state.renewal
    if renewing is None or renewing.deemed_on or not renewing.in_time:
        return None
    if not state.accepted_on or state.decided is not None or state.status in ENDED:
        return None
    day = dt.date.fromisoformat(renewing.asked.expires_on)
    lead = place.catalogue.rules.yellow_lead
    if place.today > day or place.calendar.working_days_between(place.today, day) > lead:
        return None
    why = f"原证 {_day(day)}到期，延续申请还没有决定，过了视为准予延续"
    rule = "行政许可法第五十条第二款"
    return SupervisionRaised(code=ENDS, light="warn", why=why, rule=rule, on=day.isoformat())


def _day(day: dt.date) -> str:
    return f"{day.month} 月 {day.day} 日"


def _red(code: str, why: str, rule: str, on: dt.date, place: Setting) -> SupervisionRaised:
    return SupervisionRaised(
        code=code, light="bad", why=why, rule=rule, reply_by=reply_by(place), on=on.isoformat()
    )


def unanswered(state: CaseState) -> tuple[SupervisionRaised, ...]:
    """Red events without an answer, oldest first; one answer meets one event of its code."""
    answered, found = Counter(answer.code for answer in state.answers), list[SupervisionRaised]()
    for event in state.supervision:
        if event.light != "bad":
            continue
        if answered[event.code]:
            answered[event.code] -= 1
        else:
            found.append(event)
    return tuple(found)


def answer(state: CaseState, code: str, words: str, actor: Actor, place: Setting) -> list[NewAct]:
    """监察反馈: why it came so and what was done; also on a case that has ended.

    Raises `supervision.*`, `case.*`, `role.*`.
    """
    received = received_of(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor or state.receiver)
    if state.needs_upgrade:
        raise KnownError("case.upgrade", "这件有本机不认识的记录，只能看。", "请先升级本机程序。")
    if code not in {event.code for event in unanswered(state)}:
        raise KnownError("supervision.none", "没有这一条要答复的监察。", "已经答复过的看经过。")
    if not words.strip():
        raise KnownError(
            "supervision.words", "还没写答复。", "写清为什么、怎样办的，监察看得到。", rule=PROMISE
        )
    return [_act(state, SupervisionAnswered(code=code, answer=nfc(words.strip())), place)]


def _act(state: CaseState, payload: Payload, place: Setting) -> NewAct:
    return NewAct(
        stream=case_stream(state.case_no),
        payload=payload,
        effective_on=place.today.isoformat(),
        units=(received_of(state).unit,),
    )
