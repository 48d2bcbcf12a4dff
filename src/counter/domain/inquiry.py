"""Hearing, site check, third party, technicians: who must have been heard and what must have been
looked at before a decision (行政许可法 arts 34, 36, 46-48, 55)."""

from __future__ import annotations

import datetime as dt
import re

from counter.domain import clock, hearingpapers, procedures
from counter.domain.acts import NewAct, Payload, nfc
from counter.domain.case import CaseState, Status, case_stream
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import Matter
from counter.domain.errors import KnownError, text
from counter.domain.inquiryacts import (
    HearingAsked,
    HearingCalled,
    HearingHeld,
    HearingTold,
    HearingWaived,
    Inquiry,
    SiteChecked,
    TechniciansSent,
    ThirdPartyTold,
)
from counter.domain.people import Actor, require_unit
from counter.domain.reception import Setting, open_case, received_of, require_worker
from counter.domain.states import IN_HAND
from counter.domain.todo import Todo

ORGANISE_DAYS = 20  # working days from the asking, art. 47(1)
NOTICE_AHEAD = 7  # natural days, art. 48(1)
LAW = "行政许可法"
IN_WORK = (*IN_HAND, Status.DEPARTMENT, Status.PAUSED)


def _begin(state: CaseState, actor: Actor) -> Inquiry:
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    if state.status not in IN_WORK:
        raise KnownError(
            "inquiry.state", "这件现在不能办这一步。", "受理以后、决定以前才能办；请看下一步。"
        )
    return state.inquiry or Inquiry()


def _acts(state: CaseState, payload: Payload, place: Setting) -> list[NewAct]:
    return [
        NewAct(
            stream=case_stream(state.case_no),
            payload=payload,
            effective_on=place.today.isoformat(),
            units=(received_of(state).unit,),
        )
    ]


def _names(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(nfc(name.strip()) for name in said if name.strip()))


def _need(value: str, code: str, what: str, next_step: str) -> str:
    if not value.strip():
        raise KnownError(code, what, next_step)
    return nfc(value.strip())


def tell(state: CaseState, who: tuple[str, ...], actor: Actor, place: Setting) -> list[NewAct]:
    """听证权利告知 (art. 47). Raises `hearing.*`, `inquiry.state`, `case.*`, `role.*`."""
    found = _begin(state, actor)
    if found.told is not None:
        raise KnownError("hearing.told_twice", "听证权利已经告知过。", "等申请听证，或登记放弃。")
    people = _names(who)
    if not people:
        raise KnownError("hearing.who", "没写告知了谁。", "写申请人、利害关系人的姓名。")
    rules = place.catalogue.rules
    by = clock.due_by(
        place.calendar, place.today, rules.hearing_ask_days, rules.hearing_ask_kind
    ).date
    told = HearingTold(who=people, ask_by=by.isoformat())
    content = hearingpapers.told_fields(state, told, rules)
    paper = procedures.step_paper("hearing_told", state, content, actor, place)
    return [*_acts(state, told, place), *paper]


def ask(state: CaseState, who: str, actor: Actor, place: Setting) -> list[NewAct]:
    """申请听证 in time: the clock stops until it was held (art. 45)."""
    found = _begin(state, actor)
    name = _need(who, "hearing.who", "没写谁申请听证。", "写申请听证的人的姓名。")
    if found.told is None:
        raise KnownError("hearing.untold", "还没告知听证权利。", "先告知，再登记申请。")
    if found.asked is not None:
        raise KnownError("hearing.asked_twice", "已经申请过听证。", "请定时间、地点，发通知。")
    if place.today.isoformat() > found.told.ask_by:
        raise KnownError(
            "hearing.late",
            text("申请听证的最后一天是 {day}，已经过了。", day=found.told.ask_by),
            "不再组织听证，请按期作决定，并告诉申请的人。",
            rule=f"{LAW}第四十七条",
        )
    by = clock.due_by(place.calendar, place.today, ORGANISE_DAYS).date
    stop = (
        []
        if state.status is Status.PAUSED
        else procedures.pause(
            state, Procedure.HEARING, ORGANISE_DAYS, f"{name} 申请听证", actor, place
        )
    )
    return [*_acts(state, HearingAsked(who=name, organise_by=by.isoformat()), place), *stop]


def waive(state: CaseState, who: str, actor: Actor, place: Setting) -> list[NewAct]:
    """放弃听证, said in writing after having been told."""
    found = _begin(state, actor)
    if found.told is None:
        raise KnownError("hearing.untold", "还没告知听证权利。", "先告知，再登记放弃。")
    if found.asked is not None:
        raise KnownError("hearing.asked", "已经申请了听证。", "请按期组织听证。")
    name = _need(who, "hearing.who", "没写谁放弃听证。", "写本人的姓名，书面声明收进卷里。")
    return _acts(state, HearingWaived(who=name), place)


def call(
    state: CaseState, on: dt.date, at: str, where: str, chair: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """听证通知: seven days ahead, within twenty working days of the asking."""
    found = _begin(state, actor)
    if found.asked is None or found.held is not None:
        raise KnownError("hearing.not_open", "没有要开的听证。", "先登记申请听证。")
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
        raise KnownError("hearing.time", "听证时间看不懂。", "写成 09:30 这样。")
    where = _need(where, "hearing.place", "没写听证地点。", "写地点，通知书上要有。")
    if (on - place.today).days < NOTICE_AHEAD:
        raise KnownError(
            "hearing.short_notice",
            "听证通知要提前七天。",
            text("最早定在 {day}。", day=(place.today + clock.DAY * NOTICE_AHEAD).isoformat()),
            rule=f"{LAW}第四十八条第一项",
        )
    if on.isoformat() > found.asked.organise_by:
        raise KnownError(
            "hearing.too_late",
            text("最迟要在 {day} 组织听证。", day=found.asked.organise_by),
            "请把日子提前。",
            rule=f"{LAW}第四十七条",
        )
    called = HearingCalled(on=on.isoformat(), at=at, place=where, chair=_chair(state, chair, place))
    content = hearingpapers.called_fields(found.asked, called)
    paper = procedures.step_paper("hearing_called", state, content, actor, place)
    return [*_acts(state, called, place), *paper]


def hold(
    state: CaseState, chair: str, present: str, record: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """听证 was held and recorded; the clock goes on."""
    found = _begin(state, actor)
    if found.called is None:
        raise KnownError("hearing.uncalled", "还没发听证通知。", "先定时间、地点，提前七天通知。")
    if found.held is not None:
        raise KnownError("hearing.held_twice", "听证已经开过。", "请根据笔录作决定。")
    if place.today.isoformat() < found.called.on:
        raise KnownError(
            "hearing.early", text("听证定在 {day}，还没到。", day=found.called.on), "到那天再登记。"
        )
    record = _need(
        record, "hearing.record", "没写笔录要点。", "笔录要给参加人确认签字，决定要根据它。"
    )
    held = HearingHeld(
        chair=_chair(state, chair, place),
        present=_need(present, "hearing.present", "没写谁到场。", "写到场人的姓名。"),
        record=record,
    )
    content = hearingpapers.record_fields(found, found.called, held)
    paper = procedures.step_paper("hearing_record", state, content, actor, place)
    on = state.status is Status.PAUSED and state.pauses[-1].procedure is Procedure.HEARING
    more = procedures.resume(state, "听证已经举行", actor, place, held=True) if on else []
    return [*_acts(state, held, place), *paper, *more]


def _chair(state: CaseState, chair: str, place: Setting) -> str:
    """Who presides, by name: none of those who examine the case (art. 48(3))."""
    name = _need(chair, "hearing.chair", "没写听证主持人。", "写主持人的姓名。")
    examined = {state.reviewer, state.acceptor} - {""}
    for member in place.catalogue.catalogue.staff:
        if name in (member.name, member.number):
            if member.number in examined:
                raise chair_examined()
            name = member.name
    if name in examined:
        raise chair_examined()
    return name


def chair_examined() -> KnownError:
    """The refusal: who examines does not preside."""
    return KnownError(
        "hearing.chair_examined",
        "审查这件的人不能主持听证。",
        "请审查人以外的人主持。",
        rule=f"{LAW}第四十八条第三项",
    )


def check_site(
    state: CaseState,
    staff: tuple[str, ...],
    result: str,
    passed: bool,
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """现场核查 by two or more (art. 34)."""
    _begin(state, actor)
    people = _names(staff)
    if len(people) < 2:
        raise KnownError(
            "site.two",
            "现场核查要两个人以上去。",
            "写上两个人的姓名。",
            rule=f"{LAW}第三十四条第三款",
        )
    said = _need(result, "site.result", "没写核查结果。", "写看到了什么、合不合要求。")
    return _acts(state, SiteChecked(staff=people, result=said, passed=passed), place)


def tell_third_party(
    state: CaseState, who: str, statement: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """告知利害关系人 and what they stated (art. 36)."""
    _begin(state, actor)
    payload = ThirdPartyTold(
        who=_need(who, "third_party.who", "没写利害关系人是谁。", "写姓名或单位名称。"),
        statement=_need(
            statement, "third_party.statement", "没写他的意见。", "写他说了什么；没有意见也写明。"
        ),
    )
    return _acts(state, payload, place)


def send_technicians(
    state: CaseState, staff: tuple[str, ...], actor: Actor, place: Setting
) -> list[NewAct]:
    """指派技术人员: two or more, within five working days of acceptance (art. 55)."""
    _begin(state, actor)
    people = _names(staff)
    if len(people) < 2:
        raise KnownError(
            "technicians.two",
            "检验、检测要两名以上技术人员。",
            "写上两个人的姓名。",
            rule=f"{LAW}第五十五条",
        )
    by = state.limits.technicians_on if state.limits else ""
    late = bool(by) and place.today.isoformat() > by
    return _acts(state, TechniciansSent(staff=people, late=late), place)


def require_heard(state: CaseState, matter: Matter, reason: str, place: Setting) -> None:
    """What must have been done before any decision. Raises `decide.*` with the way out."""
    law, found = matter.law, state.inquiry or Inquiry()
    if law.site_check and found.site is None:
        raise KnownError(
            "decide.site",
            "还没有现场核查。",
            "派两人以上去看，登记结果，再决定。",
            rule=f"{LAW}第三十四条",
        )
    if law.third_party and found.third_party is None:
        raise KnownError(
            "decide.third_party",
            "还没告知利害关系人、听取意见。",
            "先告知，登记他的意见，再决定。",
            rule=f"{LAW}第三十六条",
        )
    if law.technical and found.technicians is None:
        raise KnownError(
            "decide.technicians",
            "还没指派技术人员检验、检测。",
            "指派两名以上，登记下来，再决定。",
            rule=f"{LAW}第五十五条",
        )
    _require_hearing(law.hearing, found, reason, place)


def _require_hearing(asked_by_law: bool, found: Inquiry, reason: str, place: Setting) -> None:
    rule = f"{LAW}第四十七条"
    if asked_by_law and found.told is None:
        raise KnownError(
            "decide.hearing_untold", "还没告知听证权利。", "先告知，再决定。", rule=rule
        )
    if found.open:
        raise KnownError(
            "decide.hearing_open", "申请了听证，还没开。", "开完听证，根据笔录决定。", rule=rule
        )
    if found.told and not found.waived and not found.held:
        by = found.told.ask_by
        if place.today.isoformat() <= by:
            raise KnownError(
                "decide.hearing_days",
                text("申请听证的期限到 {day}，还没过。", day=by),
                "等期限过了，或请他书面放弃听证。",
                rule=rule,
            )
    if found.held is not None and not reason.strip():
        raise KnownError(
            "decide.record",
            "开过听证，没写怎样根据笔录决定。",
            "请写明笔录里的依据。",
            rule=f"{LAW}第四十八条第二款",
        )


def require_not_chair(state: CaseState, actor: Actor) -> None:
    """Who presided over the hearing does not examine the case (art. 48(3))."""
    found = state.inquiry
    chair = found and ((found.held and found.held.chair) or (found.called and found.called.chair))
    if chair and chair in (actor.name, actor.number):
        raise chair_examined()


def todos(state: CaseState) -> tuple[Todo, ...]:
    """A hearing to be called or held, technicians to be sent."""
    if state.received is None:
        return ()
    unit, found, result = state.received.unit, state.inquiry or Inquiry(), list[Todo]()
    if state.status in IN_WORK:
        if found.asked is not None and found.held is None:
            on = found.called.on if found.called else found.asked.organise_by
            why = "按期开听证，记笔录" if found.called else "定听证时间、地点，提前七天通知"
            result.append(Todo(what="hearing", whose="window", unit=unit, by=on, why=text(why)))
        sent_by = state.limits.technicians_on if state.limits else ""
        if sent_by and found.technicians is None:
            why = "指派两名以上技术人员"
            result.append(
                Todo(what="technicians", whose="window", unit=unit, by=sent_by, why=text(why))
            )
    return tuple(result)
