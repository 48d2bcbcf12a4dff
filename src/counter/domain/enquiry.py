"""咨询 and 首问责任: who is asked first stays responsible until the question is answered.

A stream of its own, `enquiry:<number>`; the enquiry's state folds from its acts alone. The first
person asked is the owner; another becomes owner only by a recorded handing-over, so that nobody's
question is ever without an owner.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.domain.acts import Act, NewAct, Payload, act_kind
from counter.domain.catalogue import Matter
from counter.domain.clock import WorkCalendar
from counter.domain.errors import KnownError, text
from counter.domain.numbers import use
from counter.domain.paperacts import PaperIssued
from counter.domain.people import Actor

Channel = Literal["window", "phone"]
"""At the window or by telephone."""

Told = Literal["said", "slip", "phone"]
"""How the answer was given."""

CHANNEL_WORDS: dict[str, str] = {"window": "窗口", "phone": "电话"}
REGIME = "首问责任制"
ANSWER_DAYS = 1
"""Working days that an enquiry may stay open."""


def enquiry_stream(number: str) -> str:
    """Journal stream of an enquiry."""
    return f"enquiry:{number}"


def enquiry_series(centre: str, year: int, terminal: str) -> str:
    """Key of the series that a terminal's enquiry numbers of a year come from."""
    return f"enquiry/{centre}/{year}/{terminal}"


def enquiry_number(year: int, terminal: str, n: int) -> str:
    """An enquiry's number as people write it: 询2026-03-0012."""
    return f"询{year}-{terminal}-{n:04d}"


@act_kind("enquiry.opened")
class EnquiryOpened(Payload, frozen=True, kw_only=True):
    """Somebody asks. owner: staff number of the first person asked; due_on: ISO date."""

    question: str
    channel: Channel
    owner: str
    owner_name: str
    unit: str
    due_on: str
    asker: str = ""
    phone: str = ""
    matter: str = ""
    matter_title: str = ""
    catalogue: int = 0


@act_kind("enquiry.handed_over")
class EnquiryHandedOver(Payload, frozen=True, kw_only=True):
    """Another person takes the enquiry over and answers for it from now on."""

    to: str
    to_name: str
    unit: str
    why: str


@act_kind("enquiry.closed")
class EnquiryClosed(Payload, frozen=True, kw_only=True):
    """Answered. told: said, slip, phone."""

    answer: str
    told: Told


@act_kind("enquiry.led_to")
class EnquiryLedTo(Payload, frozen=True, kw_only=True):
    """A case came of the question."""

    case_no: str


class Enquiry(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of one enquiry. Times ISO, empty where not yet."""

    number: str
    opened: EnquiryOpened | None = None
    opened_at: str = ""
    owner: str = ""
    owner_name: str = ""
    unit: str = ""
    handed: tuple[EnquiryHandedOver, ...] = ()
    closed: EnquiryClosed | None = None
    closed_at: str = ""
    guide_on: str = ""  # ISO date of the last guide slip given; empty: none was
    cases: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Asked and not yet answered."""
        return self.opened is not None and self.closed is None


def evolve_enquiry(state: Enquiry, act: Act) -> Enquiry:
    """Fold one act into an enquiry. Never raises."""
    payload, change = act.payload, msgspec.structs.replace
    if isinstance(payload, EnquiryOpened):
        return change(
            state,
            opened=payload,
            opened_at=act.header.recorded_at,
            owner=payload.owner,
            owner_name=payload.owner_name,
            unit=payload.unit,
        )
    if isinstance(payload, EnquiryHandedOver):
        return change(
            state,
            owner=payload.to,
            owner_name=payload.to_name,
            unit=payload.unit,
            handed=(*state.handed, payload),
        )
    if isinstance(payload, EnquiryClosed):
        return change(state, closed=payload, closed_at=act.header.recorded_at)
    if isinstance(payload, EnquiryLedTo):
        return change(state, cases=(*state.cases, payload.case_no))
    if isinstance(payload, PaperIssued):
        return change(state, guide_on=act.header.effective_on)
    return state


def is_late(due_on: str, today: dt.date) -> bool:
    """True when an open enquiry should have been answered before today. due_on: ISO."""
    return bool(due_on) and due_on < today.isoformat()


def open_enquiry(
    actor: Actor,
    question: str,
    *,
    number: str,
    series: str,
    n: int,
    today: dt.date,
    calendar: WorkCalendar,
    channel: Channel = "window",
    asker: str = "",
    phone: str = "",
    matter: Matter | None = None,
    catalogue: int = 0,
) -> NewAct:
    """Somebody asks; whoever is asked first owns it. Raises `role.clerk`, `enquiry.question`."""
    check_question(actor, question)
    payload = EnquiryOpened(
        question=question.strip(),
        channel=channel,
        owner=actor.number,
        owner_name=actor.name,
        unit=actor.unit,
        due_on=calendar.due(today, ANSWER_DAYS).date.isoformat(),
        asker=asker.strip(),
        phone=phone.strip(),
        matter=matter.code if matter else "",
        matter_title=matter.title if matter else "",
        catalogue=catalogue if matter else 0,
        numbers=use(series, n),
    )
    return _act(number, payload, today, f"series:{series}")


def check_question(actor: Actor, question: str) -> None:
    """Who may take a question, and that there is one; asked before a number is taken."""
    if not actor.works:
        raise KnownError(
            "role.clerk", "这个岗位只看，不接咨询。", "请窗口经办人上岗后登记。", rule=REGIME
        )
    if not question.strip():
        raise KnownError("enquiry.question", "没有写问什么。", "写一句：问的是什么事。")


def hand_over(
    state: Enquiry, actor: Actor, to: Actor | None, why: str, agreed: bool, today: dt.date
) -> NewAct:
    """Another person takes it over. to: who it is, with their roles; None = unknown number.

    Raises `enquiry.owner`, `enquiry.closed`, `enquiry.to`, `enquiry.agreed`, `enquiry.why`.
    """
    _require_owner(state, actor)
    if to is None or not to.works:
        raise KnownError(
            "enquiry.to",
            "没有这个能接的人。",
            "写接手人的工号；看的岗位不能接。",
            rule=REGIME,
        )
    if to.number == state.owner:
        raise KnownError("enquiry.to", "这件咨询本来就在这个人手里。", "换一个工号，或直接答复。")
    if not agreed:
        raise KnownError(
            "enquiry.agreed",
            text("{name} 还没说接。", name=to.name),
            "先当面或电话问过，对方答应了再转。",
            rule=REGIME,
        )
    if not why.strip():
        raise KnownError("enquiry.why", "没有写为什么转。", "写一句：不归本窗口、要查原件……")
    payload = EnquiryHandedOver(to=to.number, to_name=to.name, unit=to.unit, why=why.strip())
    return _act(state.number, payload, today)


def close_enquiry(
    state: Enquiry,
    actor: Actor,
    answer: str,
    told: Told,
    today: dt.date,
) -> NewAct:
    """Answered. Raises `enquiry.owner`, `enquiry.closed`, `enquiry.answer`, `enquiry.phone`."""
    opened = _require_owner(state, actor)
    if not answer.strip():
        raise KnownError("enquiry.answer", "没有写怎么答的。", "写一句答复，再办结。", rule=REGIME)
    if told == "phone" and not opened.phone:
        raise KnownError(
            "enquiry.phone", "没有留电话，不能算电话回复。", "选当面说清，或另登记一件留电话。"
        )
    return _act(state.number, EnquiryClosed(answer=answer.strip(), told=told), today)


def lead_to(state: Enquiry, actor: Actor, case_no: str, known: bool, today: dt.date) -> NewAct:
    """A case came of it; also after the answer. known: whether the case exists.

    Raises `role.clerk`, `case.none`, `enquiry.linked`, `enquiry.none`.
    """
    if not actor.works:
        raise KnownError("role.clerk", "这个岗位只看，不办。", "请窗口经办人来记。")
    if state.opened is None:
        raise none(state.number)
    if not known:
        raise KnownError("case.none", "没有这个办件。", "请核对办件编号。")
    if case_no in state.cases:
        raise KnownError("enquiry.linked", "这个办件已经记上了。", "不用再记。")
    payload = EnquiryLedTo(case_no=case_no)
    return _act(state.number, payload, today)


def none(number: str) -> KnownError:
    """There is no such enquiry."""
    return KnownError(
        "enquiry.none", text("没有咨询件 {n}。", n=number), "请在咨询页的表里选一件。"
    )


def _require_owner(state: Enquiry, actor: Actor) -> EnquiryOpened:
    if state.opened is None:
        raise none(state.number)
    if state.closed is not None:
        raise KnownError("enquiry.closed", "这件咨询已经答复办结。", "又来问就另登记一件。")
    if state.owner != actor.number:
        raise KnownError(
            "enquiry.owner",
            text("这件咨询由 {name} 负责到底。", name=state.owner_name),
            "请本人答复；要换人，由本人转给你。",
            rule=REGIME,
        )
    return state.opened


def _act(number: str, payload: Payload, today: dt.date, *touches: str) -> NewAct:
    return NewAct(
        stream=enquiry_stream(number),
        payload=payload,
        effective_on=today.isoformat(),
        touches=touches,
    )
