"""上报件: the local organ reviews and sends up (art. 43), the upper organ answers, the local one
decides as it was answered.

The local limit ends on the day the case goes up first. Until the answer no clock of the hall runs:
the upper organ's limit is not the hall's to keep. What it returns for mending can be taken back by
the applicant or sent up again, and begins no new limit.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counter.domain import clock
from counter.domain.acts import NewAct, nfc
from counter.domain.case import CaseCameBack, CaseSentUp, CaseState, Status
from counter.domain.catalogue import Handling
from counter.domain.departing import act_on
from counter.domain.errors import KnownError, text
from counter.domain.people import Actor, require_unit
from counter.domain.reception import Setting, open_case, received_of, require_worker
from counter.domain.todo import Todo

RULE = "行政许可法第四十三条"
Answer = Literal["grant", "refuse", "returned"]
ANSWER_WORDS: dict[str, str] = {"grant": "同意", "refuse": "不同意", "returned": "退回"}


def is_upward(state: CaseState) -> bool:
    """True for a 上报件."""
    return state.received is not None and state.received.handling == Handling.UPWARD.value


def answered(state: CaseState) -> bool:
    """True once the upper organ has said its opinion."""
    return state.upward is not None and state.upward.opinion is not None


def send_up(
    state: CaseState, to: str, number: str, note: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """上报 of a reviewed 上报件 to the upper organ `to`, with the number of its letter, if any.

    Raises `upward.*`, `case.*`, `role.*`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    if not is_upward(state):
        raise KnownError(
            "upward.handling", "只有上报件才上报。", "这件由本单位决定：审核以后按 F6。", rule=RULE
        )
    if state.status is Status.UPPER:
        raise KnownError("upward.twice", "这件已经上报了。", "等上级批回，按 U 记下。")
    if state.status is not Status.REVIEWED:
        raise KnownError(
            "upward.state",
            "这件还没有初审意见，不能上报。",
            "先审核（或部门交回意见），再上报。",
            rule=RULE,
        )
    if answered(state):
        raise KnownError(
            "upward.answered", "上级已经批回，不用再上报。", "请首席代表照批复按 F6 决定。"
        )
    if not to.strip():
        raise KnownError("upward.organ", "没写报给哪个上级机关。", "请写机关全称。")
    payload = CaseSentUp(to=nfc(to.strip()), number=nfc(number.strip()), note=nfc(note.strip()))
    return [act_on(state, payload, place)]


def come_back(
    state: CaseState,
    answer: Answer,
    number: str,
    dated: str,
    note: str,
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """批回: the upper organ's opinion with number and date of its document; or 退回, without one.

    dated: ISO date, between the day it went up and today. Raises `answer.*`, `case.*`, `role.*`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    if state.status is not Status.UPPER or state.upward is None:
        raise KnownError("answer.state", "这件没有上报，没有可批回的。", "请看经过。")
    number, note = nfc(number.strip()), nfc(note.strip())
    if answer != "returned":
        if not number:
            raise KnownError("answer.number", "没写批复的文号。", "请照上级的文件写。")
        _check_date(dated, state.upward.last_sent, place)
    if answer != "grant" and not note:
        raise KnownError(
            "answer.reason", "上级不同意或退回，没有写理由。", "请照上级的文件写，申请人有权知道。"
        )
    kept = dated if answer != "returned" else ""
    payload = CaseCameBack(opinion=answer, number=number, dated=kept, note=note)
    return [act_on(state, payload, place)]


def _check_date(dated: str, since: str, place: Setting) -> None:
    try:
        day = dt.date.fromisoformat(dated.strip()).isoformat()
    except ValueError:
        raise KnownError("answer.date", "批复的日期不对。", "请照 2026-11-03 这样写。") from None
    if not since <= day <= place.today.isoformat():
        raise KnownError(
            "answer.dated",
            text("批复日期要在上报那天（{since}）和今天之间。", since=since),
            "请核对上级文件上的日期。",
        )


def require_answer(state: CaseState, outcome: Literal["granted", "refused"]) -> None:
    """A 上报件 is decided as the upper organ answered. Raises `decide.upper`, `decide.against`."""
    if not is_upward(state):
        return
    opinion = state.upward.opinion if state.upward else None
    if state.upward is None or opinion is None:
        raise KnownError(
            "decide.upper",
            "上报件要等上级批回才能决定。",
            "请先按 U 上报；批回后再决定。",
            rule=RULE,
        )
    if (opinion.opinion == "grant") != (outcome == "granted"):
        raise KnownError(
            "decide.against",
            text(
                "{organ}批复（{number}）是{word}，不能作相反的决定。",
                organ=state.upward.sent.to,
                number=opinion.number,
                word=ANSWER_WORDS[opinion.opinion],
            ),
            "请照批复决定；认为批复有误的，请单位与上级机关商量。",
            rule=RULE,
        )


def answer_words(state: CaseState) -> str:
    """What a decision rests on beside its letter: the upper organ's answer; empty without one."""
    opinion = state.upward.opinion if state.upward else None
    if state.upward is None or opinion is None:
        return ""
    day = clock.paper_date(dt.date.fromisoformat(opinion.dated)) if opinion.dated else ""
    paper = "，".join(part for part in (opinion.number, day) if part)
    return f"{state.upward.sent.to}的批复（{paper}：{ANSWER_WORDS[opinion.opinion]}）"


def todos(state: CaseState) -> tuple[Todo, ...]:
    """Send up by the promised day; then the upper organ's turn, which no date of ours bounds."""
    if not is_upward(state):
        return ()
    unit = received_of(state).unit
    if state.status is Status.UPPER and state.upward is not None:
        why = text("已上报{organ}，等批回", organ=state.upward.sent.to)
        return (Todo(what="upper", whose="upper", unit=unit, by="", why=why),)
    if state.status is Status.REVIEWED and not answered(state):
        why = text("初审完了，等上报")
        return (Todo(what="send_up", whose="window", unit=unit, by=state.due_on, why=why),)
    return ()
