"""Deciding on a joint case (联合审批): opening the parts, opinions, meetings, one unit's stop.

Art. 26: the lead unit collects the opinions and answers as one; art. 42(2) gives the whole 45
working days; art. 45 stops a clock. Who may speak for a unit: its own people, or the lead unit's
people with the letter by which the opinion came. The lead unit has no part of its own: its
opinion is its review. All raise KnownError `joint.*`, `case.*`, `role.*`.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.domain import clock, jointpapers
from counter.domain.acts import NewAct, Payload, nfc
from counter.domain.case import CaseState, ClockPaused, ClockResumed, Status, case_stream
from counter.domain.caseacts import SupervisionRaised
from counter.domain.caseclock import PROCEDURE_WORDS, Procedure
from counter.domain.catalogue import CatalogueIndex, Handling
from counter.domain.errors import KnownError, Text, text
from counter.domain.joint import Joint, Part
from counter.domain.jointacts import (
    OPINION_WORDS,
    JointMet,
    JointOpened,
    JointOpinion,
    JointPart,
    JointReceived,
    JointResumed,
    JointStopped,
    Meeting,
    MeetingVoice,
    Opinion,
)
from counter.domain.people import Actor, require_unit
from counter.domain.procedures import keep_passed, limits_now
from counter.domain.reception import Setting, open_case, received_of, require_worker
from counter.domain.states import IN_HAND
from counter.domain.todo import Todo

RULE = "行政许可法第二十六条"
WORKING = (*IN_HAND, Status.PAUSED, Status.DEPARTMENT)
"""Accepted and not decided: the units may speak."""


def open_parts(
    state: CaseState, units: tuple[str, ...] | None, actor: Actor, place: Setting
) -> list[NewAct]:
    """抄告: a part and a 抄告单 for each co-unit, with its term.

    units: None = those chosen when the application came in, else the catalogue's.
    """
    received = open_case(state)
    require_unit(actor, received.unit, state.acceptor)
    return _copied(state, units, actor, place)


def copies_of_deemed(state: CaseState, actor: Actor, place: Setting) -> list[NewAct]:
    """抄告 of a joint case that the law itself accepted (art. 32(4)): nobody presses a key for it.

    To the units chosen when it came in, else the catalogue's; their term runs from today, the day
    they hear of it. Nothing where none is named, or one is not in the hall: somebody chooses then.
    """
    received = received_of(state)
    own = received.co_units or place.catalogue.matters[received.matter].law.co_units
    known = own and all(u in place.catalogue.units and u != received.unit for u in own)
    waits = state.deemed and state.joint is None and state.status in IN_HAND
    if not (known and waits and received.handling == Handling.JOINT.value):
        return []
    return _copied(state, None, actor, place)


def _copied(
    state: CaseState, units: tuple[str, ...] | None, actor: Actor, place: Setting
) -> list[NewAct]:
    received = received_of(state)
    matter = place.catalogue.matters[received.matter]
    if received.handling != Handling.JOINT.value:
        raise KnownError(
            "joint.handling", "这不是联办件，不用抄告。", "按本单位的件办。", rule=RULE
        )
    if state.joint is not None:
        raise KnownError("joint.twice", "已经抄告过。", "看联办各单位的意见。", rule=RULE)
    if state.status not in IN_HAND:
        raise KnownError("joint.state", "这件现在不能抄告。", "受理以后、决定以前才能抄告。")
    own = received.co_units or matter.law.co_units
    chosen = tuple(dict.fromkeys(own if units is None else units))
    if not chosen:
        raise KnownError("joint.units", "没有选协办单位。", "给要会签的单位打勾。", rule=RULE)
    for code in chosen:
        if code not in place.catalogue.units or code == received.unit:
            raise KnownError(
                "joint.unit_unknown",
                text("{unit} 不在大厅的协办单位里。", unit=code),
                "选已进驻的其他单位；没有进驻的，请中心先登记。",
                rule=RULE,
            )
    days = matter.law.co_days or matter.promised_days
    due = place.calendar.due(place.today, days).date.isoformat()
    parts = tuple(
        JointPart(
            number=f"{state.case_no}-{n:02}",
            unit=code,
            name=place.catalogue.units[code].short,
            days=days,
            due_on=due,
            agent=place.catalogue.units[code].agent,
        )
        for n, code in enumerate(chosen, 1)
    )
    opened = _act(state, JointOpened(parts=parts), place)
    return [opened, *jointpapers.copies(state, parts, actor, place)]


def copies_on_acceptance(
    state: CaseState, units: tuple[str, ...] | None, actor: Actor, place: Setting
) -> list[NewAct]:
    """What the acceptance of a joint case brings with it: 抄告 to its units. Nothing for others,
    nor where the matter names no units: there somebody chooses them. Raises as `open_parts`."""
    received = received_of(state)
    matter = place.catalogue.matters[received.matter]
    joint = received.handling == Handling.JOINT.value and matter.law.co_units
    if not joint or state.joint is not None or state.status not in IN_HAND:
        return []
    return open_parts(state, units, actor, place)


def take(state: CaseState, unit: str, actor: Actor, place: Setting) -> list[NewAct]:
    """签收: the co-unit's people have the 抄告单."""
    _, part = _part(state, unit)
    if not _own(actor, unit, place):
        raise KnownError("joint.other_unit", "这不是本单位的联办件。", "请该单位的窗口人员签收。")
    if part.received_on:
        raise KnownError("joint.taken", "抄告单已经签收过。", "写意见就行。")
    return [_act(state, JointReceived(unit=unit, person=actor.name, name=part.opened.name), place)]


def give_opinion(
    state: CaseState,
    unit: str,
    opinion: Opinion,
    words: str,
    actor: Actor,
    place: Setting,
    *,
    person: str = "",
    letter: str = "",
    changed: str = "",
) -> list[NewAct]:
    """会签 of one unit; a second one only with the reason for the change, before 联合会商."""
    joint, part = _part(state, unit)
    _require_voice(state, unit, letter, actor, place)
    if part.stopped:
        raise KnownError(
            "joint.stopped",
            text("{unit} 的特别程序还没完。", unit=part.opened.name),
            "先走表，再写意见。",
            rule="行政许可法第四十五条",
        )
    if opinion != "agree" and not words.strip():
        raise KnownError(
            "joint.words",
            text("{opinion}没有写条件或理由。", opinion=OPINION_WORDS[opinion]),
            "写清楚，决定书要列出。",
            rule=RULE,
        )
    if part.opinion is not None and joint.consulted:
        raise KnownError(
            "joint.consulted", "联合会商已有结果，意见不能再改。", "按会商纪要办。", rule=RULE
        )
    if part.opinion is not None and not changed.strip():
        raise KnownError(
            "joint.opinion_twice",
            text("{unit} 已经写过意见。", unit=part.opened.name),
            "要改，请写明为什么改。",
            rule=RULE,
        )
    own = _own(actor, unit, place)
    if not own and not person.strip():
        raise KnownError("joint.person", "没写是谁的意见。", "照来函写上签字人。", rule=RULE)
    payload = JointOpinion(
        unit=unit,
        opinion=opinion,
        words=nfc(words.strip()),
        person=actor.name if own else nfc(person.strip()),
        letter="" if own else nfc(letter.strip()),
        changed=nfc(changed.strip()) if part.opinion is not None else "",
        name=part.opened.name,
    )
    now = msgspec.structs.replace(
        part,
        opinions=(*part.opinions, payload),
        opinion_on=part.opinion_on or place.today.isoformat(),
    )
    parts = tuple(now if p is part else p for p in joint.parts)
    return [_act(state, payload, place), *jointpapers.sign_sheet(state, parts, actor, place)]


def meet(
    state: CaseState,
    meeting: Meeting,
    held_at: dt.datetime,
    where: str,
    convenor: str,
    voices: tuple[MeetingVoice, ...],
    minutes: str,
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """联合论证, 审图, 验收 or 会商 with sign-in, each unit's opinion and minutes."""
    joint = _joint(state)
    received = received_of(state)
    require_unit(actor, received.unit, state.acceptor)
    if not minutes.strip():
        raise KnownError("joint.minutes", "没有会议纪要。", "写上会议怎么定的，再记。", rule=RULE)
    if not where.strip() or not convenor.strip():
        raise KnownError("joint.meeting", "没写地点或主持人。", "补上再记。", rule=RULE)
    if held_at > place.now:
        raise KnownError("joint.future", "会还没开。", "开完会再记纪要。", rule=RULE)
    if not voices or any(not v.person.strip() for v in voices):
        raise KnownError("joint.sign_in", "有单位没有签到。", "写上到会的人。", rule=RULE)
    for voice in voices:
        if voice.unit != received.unit and joint.part(voice.unit) is None:
            raise KnownError(
                "joint.stranger",
                text("{unit} 不在这件的联办单位里。", unit=voice.unit),
                "只记联办单位的意见；别人的话写进纪要。",
                rule=RULE,
            )
    payload = JointMet(
        meeting=meeting,
        held_at=held_at.isoformat(timespec="minutes"),
        where=nfc(where.strip()),
        convenor=nfc(convenor.strip()),
        voices=tuple(_named(voice, joint) for voice in voices),
        minutes=nfc(minutes.strip()),
    )
    lead = place.catalogue.units[received.unit].short
    papers = jointpapers.minutes(state, payload, lead, actor, place)
    return [_act(state, payload, place), *papers]


def _named(voice: MeetingVoice, joint: Joint) -> MeetingVoice:
    part = joint.part(voice.unit)
    return msgspec.structs.replace(voice, name=part.opened.name) if part is not None else voice


def stop(
    state: CaseState,
    unit: str,
    procedure: Procedure,
    expected_days: int,
    reason: str,
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """特别程序 of one unit: its part stands; the case too where the hall's rule is 全部等."""
    joint, part = _part(state, unit)
    _require_side(state, unit, actor, place)
    if part.stopped or part.opinion is not None:
        raise KnownError(
            "joint.not_running", "这个单位现在没有走表。", "停着的先走表；写过意见的不用停。"
        )
    if not 1 <= expected_days <= 365:
        raise KnownError(
            "joint.days",
            "没写大约要几个工作日。",
            "所需时间要书面告诉申请人。",
            rule="行政许可法第四十五条",
        )
    waits = place.catalogue.rules.joint_waits
    running = state.status is not Status.PAUSED
    payload = JointStopped(
        unit=unit,
        procedure=procedure,
        expected_days=expected_days,
        reason=nfc(reason.strip()),
        main=waits and (running or bool(joint.holding)),
        name=part.opened.name,
    )
    acts = [_act(state, payload, place)]
    if waits and running:
        why = text("{unit} 的特别程序", unit=part.opened.name)
        back = place.calendar.due(place.today, expected_days).date.isoformat()
        main = ClockPaused(
            procedure=procedure, expected_days=expected_days, reason=str(why), expected_on=back
        )
        acts.append(_act(state, main, place))
    return acts + _told(state, part, payload, actor, place)


def _told(
    state: CaseState, part: Part, stopped: JointStopped, actor: Actor, place: Setting
) -> list[NewAct]:
    """特别程序所需时间告知书: the needed time is told in writing (art. 45)."""
    back = place.calendar.due(place.today, stopped.expected_days).date
    days = state.limits
    stands = days is not None and not stopped.main
    fields: dict[str, object] = {
        "procedure": PROCEDURE_WORDS[stopped.procedure],
        "expected_days": stopped.expected_days,
        "reason": stopped.reason,
        "from_words": clock.paper_date(place.today),
        "resume_words": clock.paper_date(back),
        "promised_words": _paper_day(days.promised_on) if days and stands else "",
        "legal_words": _paper_day(days.legal_on) if days and stands else "",
        "estimated": not place.calendar.known(back),
        "co_unit": part.opened.name,
        "co_alone": not stopped.main,
    }
    return jointpapers.paper("special_procedure", state, fields, actor, place)


def _paper_day(iso: str) -> str:
    return clock.paper_date(dt.date.fromisoformat(iso))


def resume(state: CaseState, unit: str, result: str, actor: Actor, place: Setting) -> list[NewAct]:
    """The unit's part runs again; the case too when it waited for this unit alone."""
    joint, part = _part(state, unit)
    _require_side(state, unit, actor, place)
    if not part.stopped:
        raise KnownError("joint.runs", "这个单位没有停表。", "不用走表。")
    if not result.strip():
        raise KnownError("joint.result", "没写特别程序的结果。", "写一句：评审通过……")
    today = place.today.isoformat()
    ended = msgspec.structs.replace(part.pauses[-1], until=today)
    fresh = msgspec.structs.replace(part, pauses=(*part.pauses[:-1], ended))
    due = fresh.clock(place.calendar, place.today).due
    if due is None:
        raise ValueError("a part without an open pause has a due date")
    back = JointResumed(
        unit=unit,
        result=nfc(result.strip()),
        due_on=due.isoformat(),
        name=part.opened.name,
    )
    acts = [_act(state, back, place)]
    if joint.holding == (part,) and state.status is Status.PAUSED and state.pauses:
        last = msgspec.structs.replace(state.pauses[-1], until=today)
        extra = state.extension.days if state.extension else 0
        limits = limits_now(state, place, (*state.pauses[:-1], last), extra)
        limits = keep_passed(state, limits, place.today)
        acts.append(_act(state, ClockResumed(result=back.result, limits=limits), place))
    return acts


def mark_late(state: CaseState, place: Setting) -> list[NewAct]:
    """Supervision events for units past their term: one for each unit, once."""
    if state.joint is None or state.status not in WORKING:
        return []
    known = {event.code for event in state.supervision}
    reply = place.calendar.due(place.today, place.catalogue.rules.reply_days).date.isoformat()
    return [
        _act(
            state,
            SupervisionRaised(
                code=f"joint.late.{part.unit}",
                light="bad",
                why=str(text("{unit} 过了 {day} 没有意见", unit=part.opened.name, day=part.due_on)),
                rule=RULE,
                reply_by=reply,
            ),
            place,
        )
        for part in state.joint.parts
        if part.late(place.today) and f"joint.late.{part.unit}" not in known
    ]


def todos(state: CaseState) -> tuple[Todo, ...]:
    """What the co-units owe: their opinion, by their term; no day while they are stopped."""
    if state.joint is None or state.status not in WORKING:
        return ()
    return tuple(
        Todo(
            what="opinion",
            whose="co_unit",
            unit=part.opened.agent or part.unit,
            by="" if part.stopped else part.due_on,
            why=text("等{unit}的联办意见", unit=part.opened.name),
        )
        for part in state.joint.silent
    )


def _joint(state: CaseState) -> Joint:
    open_case(state)
    if state.joint is None:
        raise KnownError(
            "joint.none", "这件没有抄告协办单位。", "联办件先抄告，再会签。", rule=RULE
        )
    if state.status not in WORKING:
        raise KnownError("joint.decided", "这件已经决定了，意见不能再动。", "看决定书。", rule=RULE)
    return state.joint


def _part(state: CaseState, unit: str) -> tuple[Joint, Part]:
    joint = _joint(state)
    part = joint.part(unit)
    if part is None:
        raise KnownError(
            "joint.no_part",
            text("{unit} 不在这件的联办单位里。", unit=unit),
            "看抄告了哪些单位。",
            rule=RULE,
        )
    return joint, part


def speakers(unit: str, catalogue: CatalogueIndex) -> tuple[str, ...]:
    """Whose people speak for a unit: its own, and those of the one that acts for it (委托代理)."""
    known = catalogue.units.get(unit)
    return (unit, known.agent) if known is not None and known.agent else (unit,)


def _own(actor: Actor, unit: str, place: Setting) -> bool:
    return actor.works and actor.unit in speakers(unit, place.catalogue)


def _require_side(state: CaseState, unit: str, actor: Actor, place: Setting) -> None:
    require_worker(actor)
    if not _own(actor, unit, place) and actor.unit != received_of(state).unit:
        raise KnownError(
            "joint.other_unit", "这不是本单位的联办件。", "请该单位或主办单位的窗口人员来办。"
        )


def _require_voice(state: CaseState, unit: str, letter: str, actor: Actor, place: Setting) -> None:
    _require_side(state, unit, actor, place)
    if not _own(actor, unit, place) and not letter.strip():
        what: Text | str = "协办单位的意见要由该单位的人来写。"
        raise KnownError(
            "joint.voice", what, "请该单位的人上岗写；来了函的，写上函号再代录。", rule=RULE
        )


def _act(state: CaseState, payload: Payload, place: Setting) -> NewAct:
    return NewAct(
        stream=case_stream(state.case_no),
        payload=payload,
        effective_on=place.today.isoformat(),
        units=(received_of(state).unit, *(p.unit for p in state.joint.parts))
        if state.joint is not None
        else (received_of(state).unit,),
    )
