"""Before acceptance (art. 32): one-time notice and its guard, supplements, deemed acceptance.

The law lets an applicant be told of gaps once. A second notice that asks for anything the first
did not name is stopped; who is not told within five working days is accepted from the day of
receipt, whether anybody acts or not.
"""

from __future__ import annotations

import datetime as dt

from counter.domain import caseclock, papers
from counter.domain import prior as priors
from counter.domain.accepting import accept_after
from counter.domain.accepting import received_on as received_on
from counter.domain.acts import NewAct, nfc
from counter.domain.application import Application, problems
from counter.domain.case import (
    CaseAccepted,
    CaseReceived,
    CaseState,
    CorrectedOnSpot,
    MaterialReceived,
    NoticeIssued,
    NoticeItem,
    NoticeRefused,
    Status,
    SupervisionRaised,
    SupplementReceived,
    case_stream,
)
from counter.domain.catalogue import CatalogueIndex, Matter
from counter.domain.errors import KnownError, text
from counter.domain.numbers import series_stream
from counter.domain.people import Actor, require_unit
from counter.domain.reception import (
    Setting,
    act_on,
    current_receipt,
    issue_paper,
    limits_for,
    open_case,
    put_right,
    receive,
    require_worker,
)
from counter.domain.states import BEFORE_ACCEPTANCE
from counter.domain.supervision import reply_by
from counter.domain.turn import with_turn

NOTICE_DAYS = caseclock.NOTICE_DAYS
"""Working days within which gaps must be told (art. 32(4))."""

RULE_ON_SPOT = "行政许可法第三十二条第一款第三项"
RULE_NOTICE = "行政许可法第三十二条第一款第四项"
RULE_LIST = "行政许可法第三十一条"
GAPS = ("material.missing", "field.missing", priors.MISSING)
"""Problems that do not stand in the way of receiving: that is what the notice is for."""


def missing_items(
    application: Application, matter: Matter, catalogue: CatalogueIndex
) -> tuple[NoticeItem, ...]:
    """What the catalogue asks for and the applicant has not brought; what F4 starts from."""
    got = {m.code for m in application.materials}
    basis = next((f"《{b.statute}》{b.article}" for b in matter.basis if b.certain), "")
    gaps = priors.lacking(matter, application.prior, catalogue)
    return (
        *(priors.gap(code, title) for code, title, _ in gaps),
        *(
            NoticeItem(code=m.code, name=m.name, fault="missing", why="没有带来", basis=basis)
            for m in matter.materials
            if m.required and m.code not in got
        ),
    )


def _listed(matter: Matter) -> set[str]:
    """Codes of everything that may be asked for (art. 31)."""
    return {m.code for m in matter.materials} | {priors.PRIOR + c for c in matter.law.needs}


def _check_items(items: tuple[NoticeItem, ...], matter: Matter) -> None:
    if not items:
        raise KnownError("notice.empty", "没有要补的材料，不用告知。", "材料齐全的，请按 F5 受理。")
    listed = _listed(matter)
    for item in items:
        if item.code not in listed:
            raise KnownError(
                "material.unasked",
                text("目录里没有要这份材料：{name}。", name=item.name),
                "不在目录里的材料不能要。",
                rule=RULE_LIST,
            )
        if not item.why.strip():
            raise KnownError(
                "notice.why",
                text("没写 {name} 为什么要补。", name=item.name),
                "每一样都写一句原因。",
            )


def receive_and_notify(
    application: Application,
    items: tuple[NoticeItem, ...],
    actor: Actor,
    place: Setting,
) -> tuple[str, list[NewAct]]:
    """收件 and 一次性告知 in one step: the case is numbered, the notice says everything at once.

    Raises `role.clerk`, `notice.*`, and whatever but missing materials stands in the way.
    """
    require_worker(actor)
    for problem in problems(application, place.catalogue, place.today):
        if problem.stops and problem.code not in GAPS:
            raise KnownError(problem.code, problem.what, problem.next_step)
    matter = place.catalogue.matters[application.matter]
    _check_items(items, matter)
    number, received = receive(application, actor, place, matter)
    series = received.numbers[0].series
    acts = [
        NewAct(
            stream=case_stream(number),
            payload=received,
            effective_on=place.today.isoformat(),
            touches=(series_stream(series),),
            units=(matter.unit,),
        ),
        *put_right(application, number, matter, place),
        *_notice(received, place.today, items, actor, place),
    ]
    return number, acts


def receive_only(
    application: Application, actor: Actor, place: Setting
) -> tuple[str, list[NewAct]]:
    """收件: taken in to be looked through; the five days of art. 32(4) begin.

    Raises `role.clerk` and what stands in the way but gaps.
    """
    require_worker(actor)
    for problem in problems(application, place.catalogue, place.today):
        if problem.stops and problem.code not in GAPS:
            raise KnownError(problem.code, problem.what, problem.next_step)
    matter = place.catalogue.matters[application.matter]
    number, received = receive(application, actor, place, matter)
    act = NewAct(
        stream=case_stream(number),
        payload=received,
        effective_on=place.today.isoformat(),
        touches=(series_stream(received.numbers[0].series),),
        units=(matter.unit,),
    )
    return number, [act, *put_right(application, number, matter, place)]


def _notice(
    received: CaseReceived,
    received_on: dt.date,
    items: tuple[NoticeItem, ...],
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    until = supplement_until(place)
    matter = place.catalogue.matters[received.matter]
    told = NoticeIssued(items=items, until=until.isoformat() if until else "")
    acts = [act_on(received.case_no, matter, place, told)]
    kind = place.catalogue.papers.get("notice")
    if kind is not None:
        content = {
            **papers.common_block(received, place.catalogue, actor.name, place.today),
            **papers.notice_fields(told, received, received_on),
        }
        acts.append(issue_paper(kind, matter, received.case_no, content, place))
    return acts


def notify(
    state: CaseState,
    items: tuple[NoticeItem, ...],
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """一次性告知 on a case in hand. A second one may only repeat what the first named.

    A second one with anything new, and any that asks for what the catalogue does not list, is not
    refused by an exception but recorded: the acts returned are `notice.refused` and a supervision
    event, and no notice is issued. Raises `notice.*`, `case.*`, `role.clerk`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor or state.receiver)
    matter = place.catalogue.matters[received.matter]
    outside = tuple(item for item in items if item.code not in _listed(matter))
    if outside:
        return _stopped(
            state,
            outside,
            matter,
            place,
            SupervisionRaised(
                code="material.unasked",
                light="bad",
                why="要了目录以外的材料：" + "、".join(x.name for x in outside),
                rule=RULE_LIST,
                reply_by=reply_by(place),
            ),
        )
    _check_items(items, matter)
    if not state.notices:
        if state.status is not Status.RECEIVED:
            raise KnownError(
                "notice.late",
                "已经受理的件不能再要材料。",
                "按受理的材料办下去。",
                rule=RULE_NOTICE,
            )
        day = received_on(state, place)
        return _notice(current_receipt(state), day, items, actor, place)
    named = {item.code for notice in state.notices for item in notice.items}
    fresh = tuple(item for item in items if item.code not in named)
    if not fresh:
        raise KnownError("notice.again", "这几样第一次已经告知过。", "等申请人补来；要再打请补打。")
    event = SupervisionRaised(
        code="notice.second",
        light="bad",
        why="再次告知要了第一次没有告知的材料：" + "、".join(x.name for x in fresh),
        rule=RULE_NOTICE,
        reply_by=reply_by(place),
    )
    return _stopped(state, fresh, matter, place, event)


def _stopped(
    state: CaseState,
    items: tuple[NoticeItem, ...],
    matter: Matter,
    place: Setting,
    event: SupervisionRaised,
) -> list[NewAct]:
    """What was tried and may not be: it is kept, and supervision hears of it."""
    return [
        act_on(state.case_no, matter, place, NoticeRefused(items=items)),
        act_on(state.case_no, matter, place, event),
    ]


def supplement_until(place: Setting, told_on: dt.date | None = None) -> dt.date | None:
    """The last day for a supplement told on `told_on` (today, if left out), by the hall's rules;
    None where they set none.

    A term of natural days that ends on a day off ends on the next working day (民法典第二百零三条).
    """
    rules, start = place.catalogue.rules, told_on or place.today
    if not rules.supplement_days:
        return None
    if rules.supplement_kind == "working":
        return place.calendar.due(start, rules.supplement_days).date
    return place.calendar.due(start + dt.timedelta(days=rules.supplement_days), 0).date


def correct_on_spot(state: CaseState, what: str, actor: Actor, place: Setting) -> list[NewAct]:
    """当场更正 (art. 32(3)): the applicant puts an error right at the window; nothing is told.

    Raises `onspot.*`, `case.*`, `role.*`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.receiver)
    if state.status not in BEFORE_ACCEPTANCE:
        raise KnownError(
            "onspot.state",
            "已经受理了，不用再当场更正。",
            "写错的一项，请按 G 更正。",
            rule=RULE_ON_SPOT,
        )
    if not what.strip():
        raise KnownError("onspot.what", "没写更正了什么。", "写一句：哪里错了，改成了什么。")
    matter = place.catalogue.matters[received.matter]
    return [act_on(state.case_no, matter, place, CorrectedOnSpot(what=nfc(what.strip())))]


def open_items(state: CaseState) -> tuple[NoticeItem, ...]:
    """What of the notice has not come in yet."""
    got = {m.code for s in state.supplements for m in s.materials}
    return tuple(item for notice in state.notices for item in notice.items if item.code not in got)


def supplement(
    state: CaseState, materials: tuple[MaterialReceived, ...], actor: Actor, place: Setting
) -> list[NewAct]:
    """补正材料 come in; when nothing is left open, acceptance today (S04) with its papers.

    Raises `supplement.*`, `case.*`, `role.clerk`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor or state.receiver)
    if state.status is not Status.SUPPLEMENT:
        raise KnownError("supplement.state", "这件没有在等补正。", "请看经过。")
    wanted = {item.code: item.name for item in open_items(state)}
    if not materials:
        raise KnownError("supplement.none", "没有收到材料。", "收到哪样，先打勾。")
    for m in materials:
        if m.code not in wanted:
            raise KnownError(
                "supplement.other",
                text("{name} 不在告知要补的里面。", name=m.name),
                "补正凭证要和告知书一致；多带的请还给申请人。",
            )
        if m.code.startswith(priors.PRIOR) and not m.number.strip():
            raise KnownError(
                "supplement.prior", text("没写 {name} 的证号。", name=m.name), "照证件写证号。"
            )
    came = {m.code for m in materials}
    still_open = tuple(name for code, name in wanted.items() if code not in came)
    complete = not still_open
    matter = place.catalogue.matters[received.matter]
    acts = [
        act_on(
            state.case_no,
            matter,
            place,
            SupplementReceived(materials=materials, complete=complete),
        )
    ]
    kind = place.catalogue.papers.get("supplement_receipt")
    if kind is not None:
        receipt = current_receipt(state)
        content = {
            **papers.common_block(receipt, place.catalogue, actor.name, place.today),
            **papers.supplement_fields(materials, still_open, state.notices[-1].until),
        }
        acts.append(issue_paper(kind, matter, state.case_no, content, place))
    if complete:
        acts += accept_after(state, materials, matter, actor, place)
    return acts


def deemed_on(state: CaseState, place: Setting) -> dt.date | None:
    """The last day for telling (receipt + 5 working days); None when the case is not waiting."""
    if state.status is not Status.RECEIVED or not state.received_at:
        return None
    if state.received is not None and state.received.tell_by:
        return dt.date.fromisoformat(state.received.tell_by)
    received = dt.date.fromisoformat(state.received_at[:10])
    return place.calendar.due(received, NOTICE_DAYS).date


def deem_accepted(state: CaseState, place: Setting) -> list[NewAct]:
    """逾期未告知视为受理: once the fifth working day is over, accepted from the day of receipt.

    Returns nothing while there is still time. Recorded by the system with the date the law gives,
    also days later when the terminal was off.
    """
    last = deemed_on(state, place)
    received = state.received
    if last is None or received is None or place.today <= last:
        return []
    matter = place.catalogue.matters[received.matter]
    moment = dt.datetime.fromisoformat(state.received_at)
    limits = limits_for(matter, "24:00", place.calendar, moment)
    event = SupervisionRaised(
        code="notice.none",
        light="bad",
        why=f"收件后 {NOTICE_DAYS} 个工作日内没有告知，自收件之日起即为受理",
        rule=RULE_NOTICE,
        reply_by=reply_by(place),
    )
    accepted, touches = with_turn(
        CaseAccepted(limits=limits, deemed=True), matter, moment, place.terminal, place.take
    )
    return [
        act_on(state.case_no, matter, place, accepted, moment.date().isoformat(), touches),
        act_on(state.case_no, matter, place, event),
    ]
