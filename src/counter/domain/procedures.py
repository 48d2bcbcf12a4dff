"""While a case is handled: procedures that stop the clock (art. 45), extension (art. 42)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.domain import caseclock, clock, papers
from counter.domain.acts import NewAct, Payload, nfc
from counter.domain.case import (
    CaseReceived,
    CaseState,
    ClockPaused,
    ClockResumed,
    LimitExtended,
    Limits,
    Status,
    case_stream,
)
from counter.domain.caseclock import Pause, Procedure
from counter.domain.catalogue import Handling, Matter
from counter.domain.clock import WorkCalendar
from counter.domain.errors import KnownError, text
from counter.domain.people import Actor, require_unit
from counter.domain.reception import (
    Setting,
    current_receipt,
    issue_paper,
    open_case,
    received_of,
    require_worker,
)
from counter.domain.rules import DayKind
from counter.domain.states import RUNNING

Post = Literal["organ_head", "government_head"]

EXTENSION_CAPS: dict[str, tuple[int, Post]] = {
    Handling.JOINT.value: (15, "government_head"),
}
"""Art. 42(2): joint matters 15 days by the government's head; all others 10 by the organ's."""
EXTENSION_CAP: tuple[int, Post] = (10, "organ_head")

ARTICLE, JOINT_ARTICLE = "第四十二条第一款", "第四十二条第二款"

POST_WORDS = {"organ_head": "行政机关负责人", "government_head": "本级人民政府负责人"}


def extension_rule(matter: Matter) -> tuple[int, Post]:
    """Cap in working days and who approves, as the matter says, else by its handling (art. 42)."""
    cap, post = EXTENSION_CAPS.get(matter.handling.value, EXTENSION_CAP)
    law = matter.law
    return (law.extension_days if law.extension_days >= 0 else cap), law.extension_post or post


def estimated(
    limits: Limits, promised_on: dt.date, legal_on: dt.date, calendar: WorkCalendar
) -> bool:
    """True when one of the days was counted over a year without a table."""
    legal = limits.day_kind == "working" and not calendar.known(legal_on)
    return legal or not calendar.known(promised_on)


def limits_now(state: CaseState, place: Setting, pauses: tuple[Pause, ...], extra: int) -> Limits:
    """Both limits of a case reckoned anew over its pauses and extension.

    A promise of days moves with pause and extension as the legal limit does; a spot matter's
    promise stays the same day.
    """
    if state.limits is None:
        raise KnownError("clock.none", "这件还没有受理，没有时限。", "先受理。")
    start, today = dt.date.fromisoformat(state.accepted_on), place.today

    def due(days: int, kind: DayKind = "working") -> dt.date:
        running = caseclock.run(place.calendar, start, days, today, pauses=pauses, kind=kind)
        if running.due is None:
            raise ValueError("a limit with an open pause has no due date")
        return running.due

    promised = state.limits.promised_days
    promised_on = due(promised + extra) if promised else None
    legal_on = due(state.limits.legal_days + extra, state.limits.day_kind)
    return msgspec.structs.replace(
        state.limits,
        promised_on=promised_on.isoformat() if promised_on else state.limits.promised_on,
        legal_on=legal_on.isoformat(),
        estimated=estimated(state.limits, promised_on or legal_on, legal_on, place.calendar),
        calendar=place.calendar.version,
    )


def keep_passed(state: CaseState, limits: Limits, today: dt.date) -> Limits:
    """The limits of a resumption today, where the tables changed meanwhile: a day that had passed
    before the stop stays as it was, and one that had not is not made to have passed by them."""
    was = state.limits
    if was is None or not state.pauses:
        return limits
    since = state.pauses[-1].since

    def kept(old: str, new: str) -> str:
        if old < since:
            return old
        return new if new >= since else today.isoformat()

    return msgspec.structs.replace(
        limits,
        promised_on=kept(was.promised_on, limits.promised_on),
        legal_on=kept(was.legal_on, limits.legal_on),
    )


def pause(
    state: CaseState,
    procedure: Procedure,
    expected_days: int,
    reason: str,
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """特别程序 begins: the clock stops, the needed time is told in writing (art. 45).

    Raises `pause.*`, `case.*`, `role.clerk`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    if state.status is Status.PAUSED:
        raise KnownError("pause.twice", "已经停着表。", "先走表，再开另一个特别程序。")
    if state.status not in RUNNING or state.upward is not None:
        raise KnownError("pause.state", "这件现在没有走表，不能停。", "受理以后、决定以前才能停。")
    if not 1 <= expected_days <= 365:
        raise KnownError(
            "pause.days",
            "没写大约要几个工作日。",
            "所需时间要书面告诉申请人。",
            rule="行政许可法第四十五条",
        )
    payload = ClockPaused(
        procedure=procedure,
        expected_days=expected_days,
        reason=nfc(reason.strip()),
        expected_on=place.calendar.due(place.today, expected_days).date.isoformat(),
    )
    acts = [_act(state, payload, place)]
    return acts + step_paper(
        "special_procedure",
        state,
        {
            "procedure": caseclock.PROCEDURE_WORDS[procedure],
            "expected_days": expected_days,
            "reason": payload.reason,
            "from_words": clock.paper_date(place.today),
            **_foreseen(state, procedure, expected_days, place),
        },
        actor,
        place,
    )


def _foreseen(
    state: CaseState, procedure: Procedure, expected_days: int, place: Setting
) -> dict[str, object]:
    """When the clock would go on and the decision be due, should the told time be kept."""
    back = place.calendar.due(place.today, expected_days).date
    stop = Pause(
        procedure=procedure,
        since=place.today.isoformat(),
        expected_days=expected_days,
        until=back.isoformat(),
    )
    extra = state.extension.days if state.extension else 0
    limits = limits_now(state, place, (*state.pauses, stop), extra)
    promised = clock.paper_date(dt.date.fromisoformat(limits.promised_on))
    return {
        "resume_words": clock.paper_date(back),
        "promised_words": promised if limits.promised_days else "",
        "legal_words": clock.paper_date(dt.date.fromisoformat(limits.legal_on)),
        "estimated": limits.estimated or not place.calendar.known(back),
    }


def resume(
    state: CaseState, result: str, actor: Actor, place: Setting, *, held: bool = False
) -> list[NewAct]:
    """特别程序 ends; today counts again. held: by the hearing that had been asked for.

    Raises `resume.*`, `case.*`, `role.clerk`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    if state.status is not Status.PAUSED or not state.pauses:
        raise KnownError("resume.state", "这件没有停表。", "不用走表。")
    if state.joint is not None and state.joint.holding:
        names = "、".join(part.opened.name for part in state.joint.holding)
        raise KnownError(
            "resume.joint",
            text("全件在等{units}的特别程序。", units=names),
            "请先让该单位走表。",
            rule="行政许可法第四十五条",
        )
    waits = state.inquiry is not None and state.inquiry.open and not held
    if waits and state.pauses[-1].procedure is Procedure.HEARING:
        raise KnownError(
            "resume.hearing",
            "申请了听证，还没开。",
            "按 H 登记听证笔录，表就接着走。",
            rule="行政许可法第四十七条",
        )
    if not result.strip():
        raise KnownError("resume.result", "没写特别程序的结果。", "写一句：评审通过、检验合格……")
    ended = msgspec.structs.replace(state.pauses[-1], until=place.today.isoformat())
    extra = state.extension.days if state.extension else 0
    limits = limits_now(state, place, (*state.pauses[:-1], ended), extra)
    limits = keep_passed(state, limits, place.today)
    return [_act(state, ClockResumed(result=nfc(result.strip()), limits=limits), place)]


def extension_cap(received: CaseReceived, place: Setting) -> tuple[int, Post]:
    """Cap and approver of a case's extension; by its handling where the matter is not listed."""
    matter = place.catalogue.matters.get(received.matter)
    if matter is None:
        return EXTENSION_CAPS.get(received.handling, EXTENSION_CAP)
    return extension_rule(matter)


def extend(
    state: CaseState, days: int, reason: str, approver: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """延期 once (art. 42), within the cap, with reason and approver; prints its notice.

    Raises `extend.*`, `case.*`, `role.clerk`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    cap, post = extension_cap(received, place)
    if received.handling == Handling.SPOT.value:
        raise KnownError("extend.spot", "即办件不能延期。", "今天作决定；办不了的请转承诺件办理。")
    if state.extension is not None:
        raise KnownError(
            "extend.twice", "已经延过一次。", "不能再延，请按期决定。", rule="行政许可法第四十二条"
        )
    if cap == 0:
        raise KnownError(
            "extend.none",
            "这个事项的期限不能延长。",
            "请按期决定；目录写错了的请中心改目录。",
            rule="行政许可法第四十二条",
        )
    if state.status not in RUNNING or state.upward is not None:
        raise KnownError("extend.state", "这件现在不能延期。", "走着表的件才能延期。")
    if not 1 <= days <= cap:
        raise KnownError(
            "extend.days",
            text("延期最多 {n} 个工作日。", n=cap),
            "请改天数。",
            rule="行政许可法第四十二条",
        )
    if not reason.strip() or not approver.strip():
        raise KnownError(
            "extend.reason",
            text("延期要写理由和批准的{post}。", post=POST_WORDS[post]),
            "理由要告诉申请人。",
            rule="行政许可法第四十二条",
        )
    limits = limits_now(state, place, state.pauses, days)
    payload = LimitExtended(
        days=days,
        reason=nfc(reason.strip()),
        approver=nfc(approver.strip()),
        post=post,
        limits=limits,
    )
    acts = [_act(state, payload, place)]
    return acts + step_paper(
        "extension",
        state,
        {
            "days": days,
            "reason": payload.reason,
            "approver": payload.approver,
            "post": POST_WORDS[post],
            "article": JOINT_ARTICLE if post == "government_head" else ARTICLE,
            "was_words": clock.paper_date(dt.date.fromisoformat(state.limits.promised_on))
            if state.limits
            else "",
            "promised_on": limits.promised_on,
            "promised_words": clock.paper_date(dt.date.fromisoformat(limits.promised_on)),
            "legal_on": limits.legal_on,
            "legal_words": clock.paper_date(dt.date.fromisoformat(limits.legal_on)),
            "estimated": limits.estimated,
            "reckoning": _reckoning(state, days, place),
        },
        actor,
        place,
    )


def _reckoning(state: CaseState, days: int, place: Setting) -> str:
    """How the new promised date was found, stretch by stretch: a due date explains itself."""
    if state.limits is None:
        raise ValueError("a case without limits has no reckoning")
    start = dt.date.fromisoformat(state.accepted_on)
    limit = state.limits.promised_days + days
    running = caseclock.run(place.calendar, start, limit, start, pauses=state.pauses)
    return "；".join(caseclock.explain(running))


def _act(state: CaseState, payload: Payload, place: Setting) -> NewAct:
    return NewAct(
        stream=case_stream(state.case_no),
        payload=payload,
        effective_on=place.today.isoformat(),
        units=(received_of(state).unit,),
    )


def step_paper(
    code: str, state: CaseState, fields: dict[str, object], actor: Actor, place: Setting
) -> list[NewAct]:
    """The notice that goes with a step, where the catalogue has that kind of paper."""
    kind = place.catalogue.papers.get(code)
    if kind is None:
        return []
    receipt = current_receipt(state)
    content = {
        **papers.common_block(receipt, place.catalogue, actor.name, place.today),
        **fields,
    }
    matter = place.catalogue.matters[receipt.matter]
    return [issue_paper(kind, matter, state.case_no, content, place)]
