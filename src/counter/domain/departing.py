"""移交: a case goes from the window to its department and comes back, each way on a signed slip.

Who takes the case is a named person of the department, by staff number where the roster has one,
else by the name as signed on the 移交单. No PIN is asked: most people of a department have no
account at a window, and a PIN typed at somebody else's desk proves less than the ink on the slip.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec

from counter.domain import clock, papers
from counter.domain.acts import NewAct, Payload, nfc
from counter.domain.case import (
    CaseHandedBack,
    CaseHandedOver,
    CaseReceived,
    CaseReviewed,
    CaseState,
    MaterialReceived,
    PaperIssued,
    Status,
    case_stream,
)
from counter.domain.catalogue import Handling
from counter.domain.errors import KnownError, Text, text
from counter.domain.numbers import group_case_number
from counter.domain.people import Actor, require_unit
from counter.domain.reception import (
    Setting,
    current_receipt,
    issue_paper,
    open_case,
    received_of,
    require_worker,
)
from counter.domain.todo import Todo

SLIP = "handover"
"""Code of the 移交单 among the catalogue's papers."""
LIST_SLIP = "handover_list"
"""Code of the 移交单 over several cases; its numbers are of the same series."""

Opinion = Literal["", "grant", "refuse"]
OPINION_WORDS: dict[str, str] = {"grant": "拟准予", "refuse": "拟不予", "": "不审，退回窗口"}


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs for the department. number and unit stand only where the roster has the person."""

    name: str
    number: str = ""
    unit: str = ""

    @property
    def key(self) -> str:
        """What the person is told apart by: the staff number, else the name."""
        return self.number or self.name


def hand_over(state: CaseState, taker: Signer, actor: Actor, place: Setting) -> list[NewAct]:
    """移交 of an accepted case with all its materials; the clock runs on in the department.

    Raises `handover.*`, `case.*`, `role.*`.
    """
    _check_over(state, taker, actor, place)
    fields = {"back": False, "giver": actor.name, "taker": taker.name, "opinion_words": ""}
    materials = materials_of(state)
    slip, acts = _slip(state, {**fields, "note": ""}, materials, actor, place)
    return [act_on(state, _over(state, taker, slip, actor, place), place), *acts]


def hand_over_together(
    states: Sequence[CaseState], taker: Signer, actor: Actor, place: Setting
) -> list[NewAct]:
    """移交 of several cases of one unit on one 移交单, signed once; each case has its own act.

    The slip belongs to the first of them. One that cannot be handed over is named and stops all.
    Raises `handover.*`, `case.*`, `role.*`.
    """
    if len(states) == 1:
        return hand_over(states[0], taker, actor, place)
    numbers = [state.case_no for state in states]
    if not states or len(set(numbers)) < len(numbers):
        raise KnownError("handover.list", "同一件不能移交两次。", "每件选一次。")
    for state in states:
        try:
            _check_over(state, taker, actor, place)
        except KnownError as error:
            number = group_case_number(state.case_no)
            what = text("{number}：{what}", number=number, what=str(error.what))
            raise KnownError(error.code, what, error.next_step, rule=error.rule) from error
    units = {received_of(state).unit for state in states}
    if len(units) > 1:
        raise KnownError(
            "handover.units", "这几件不是同一个单位的。", "一张移交单只交一个单位；分开移交。"
        )
    slip, printed = _list_slip(states, taker, actor, place)
    first, *others = (
        act_on(
            state,
            msgspec.structs.replace(
                _over(state, taker, slip, actor, place),
                along=tuple(n for n in numbers if n != state.case_no),
            ),
            place,
        )
        for state in states
    )
    return [first, printed, *others]


def _check_over(state: CaseState, taker: Signer, actor: Actor, place: Setting) -> None:
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    if state.status is not Status.ACCEPTED:
        raise _not_now(state)
    _check_day(state, state.accepted_on, place)
    _check_signer(taker, received, actor, place)


def _over(
    state: CaseState, taker: Signer, slip: str, actor: Actor, place: Setting
) -> CaseHandedOver:
    return CaseHandedOver(
        to=place.catalogue.units[received_of(state).unit].name,
        giver=actor.name,
        taker=taker.name,
        taker_number=taker.number,
        materials=tuple(m.name for m in materials_of(state)),
        slip=slip,
    )


def hand_back(
    state: CaseState, giver: Signer, opinion: Opinion, note: str, actor: Actor, place: Setting
) -> list[NewAct]:
    """交回 with the department's opinion, which is the review (审): its giver is the reviewer.

    Without an opinion the case is only given back, and the note says why. Raises `handback.*`,
    `handover.*`, `case.*`, `role.*`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor)
    if state.status is not Status.DEPARTMENT or state.department is None:
        raise KnownError(
            "handback.state", "这件不在部门手里，没有可交回的。", "要移交请先按 M 移交。"
        )
    _check_day(state, state.department.since, place)
    _check_signer(giver, received, actor, place)
    words = nfc(note.strip())
    if opinion != "grant" and not words:
        raise KnownError(
            "handback.reason",
            "拟不予或不审退回没有写理由。",
            "请照移交单上部门写的理由填，会留在经过里。",
        )
    materials = materials_of(state)
    fields = {
        "back": True,
        "giver": giver.name,
        "taker": actor.name,
        "opinion_words": OPINION_WORDS[opinion],
        "note": words,
    }
    slip, printed = _slip(state, fields, materials, actor, place)
    payload = CaseHandedBack(
        giver=giver.name,
        taker=actor.name,
        giver_number=giver.number,
        note=words,
        opinion=opinion,
        materials=tuple(m.name for m in materials),
        slip=slip,
    )
    acts = [act_on(state, payload, place)]
    if opinion:
        reviewed = CaseReviewed(opinion=opinion, note=words, by=giver.key)
        acts.append(act_on(state, reviewed, place))
    return acts + printed


def materials_of(state: CaseState) -> tuple[MaterialReceived, ...]:
    """Every material of the case, those of supplements last: the list of a 移交单."""
    later = tuple(m for s in state.supplements for m in s.materials)
    return received_of(state).materials + later


def todos(state: CaseState) -> tuple[Todo, ...]:
    """In the department: it has until the promised day, for the clock runs on."""
    if state.status is not Status.DEPARTMENT or state.department is None:
        return ()
    who = state.department.over.taker
    why = text("在 {who} 手里，办完交回", who=who)
    return (
        Todo(
            what="department",
            whose="department",
            unit=received_of(state).unit,
            by=state.due_on,
            why=why,
        ),
    )


def require_here(state: CaseState, doing: str) -> None:
    """Raises `case.department`, `case.upper` for a case that is out of the window's hands, with
    the way back. doing: what cannot be done, as the clerk's word: 审核, 决定, 撤回."""
    if state.status is Status.DEPARTMENT and state.department is not None:
        who = state.department.over.taker
        raise KnownError(
            "case.department",
            text("这件和材料在部门（{who}）手里，不能{doing}。", who=who, doing=doing),
            "请部门交回，按 M 记交回，再办。",
        )
    if state.status is Status.UPPER and state.upward is not None:
        organ = state.upward.sent.to
        raise KnownError(
            "case.upper",
            text("这件已上报{organ}，还没批回，不能{doing}。", organ=organ, doing=doing),
            "请等上级批回；要提前拿回来的，请上级退回，按 U 记退回，再办。",
        )


def act_on(state: CaseState, payload: Payload, place: Setting) -> NewAct:
    """An act of today on a case of its unit."""
    return NewAct(
        stream=case_stream(state.case_no),
        payload=payload,
        effective_on=place.today.isoformat(),
        units=(received_of(state).unit,),
    )


def _not_now(state: CaseState) -> KnownError:
    """Why a case cannot be handed over where it stands."""
    if state.status is Status.DEPARTMENT and state.department is not None:
        over = state.department.over
        return KnownError(
            "handover.twice",
            text("已经移交了，在 {who} 手里。", who=over.taker),
            "交回以后才能再移交。",
        )
    what: dict[Status, tuple[Text | str, str]] = {
        Status.RECEIVED: ("这件还没受理，不能移交。", "先一次告知或受理。"),
        Status.SUPPLEMENT: ("这件还在等补正，不能移交。", "补齐受理以后再移交。"),
        Status.PAUSED: ("停着表，不能移交。", "先走表。"),
        Status.UPPER: ("已经上报，不在本窗口。", "等上级批回。"),
        Status.REVIEWED: ("这件已经审过，不用移交。", "请首席代表按 F6 决定。"),
        Status.DECIDED: ("这件已经决定，不能移交。", "请盖章、送达。"),
    }
    said, then = what.get(state.status, ("这件现在不能移交。", "请看经过。"))
    return KnownError("handover.state", said, then)


def _check_day(state: CaseState, since: str, place: Setting) -> None:
    """A hand-over never lies before what it follows; then the day of this computer is wrong."""
    if place.today.isoformat() < since:
        raise KnownError(
            "handover.day",
            text("今天（{today}）早于前一步的 {since}。", today=str(place.today), since=since),
            "请先校正本机日期，再办。",
        )


def _check_signer(who: Signer, received: CaseReceived, actor: Actor, place: Setting) -> None:
    """Both sides sign: two people, the department's one of its own."""
    if not who.name.strip():
        raise KnownError("handover.signer", "没写部门由谁签名。", "请写签名人的姓名或工号。")
    if who.key in (actor.number, actor.name):
        raise KnownError(
            "handover.same", "交的人和收的人不能是同一个人。", "请部门的人来签，写他的姓名或工号。"
        )
    if who.unit and who.unit != received.unit:
        short = place.catalogue.units[received.unit].short
        raise KnownError(
            "handover.unit",
            text("{who} 不是{unit}的人。", who=who.name, unit=short),
            text("请{unit}的人来签。", unit=short),
        )


def _slip(
    state: CaseState,
    fields: dict[str, object],
    materials: tuple[MaterialReceived, ...],
    actor: Actor,
    place: Setting,
) -> tuple[str, list[NewAct]]:
    """The 移交单, where the catalogue has it: its number and its act."""
    kind = place.catalogue.papers.get(SLIP)
    if kind is None:
        return "", []
    receipt = current_receipt(state)
    matter = place.catalogue.matters[receipt.matter]
    due = "" if fields["back"] or not state.due_on else state.due_on
    content = {
        **papers.common_block(receipt, place.catalogue, actor.name, place.today),
        **papers.material_fields(materials),
        **fields,
        "department": place.catalogue.unit_of_matter(matter).name,
        "accepted_words": clock.paper_date(dt.date.fromisoformat(state.accepted_on)),
        "due_words": clock.paper_date(dt.date.fromisoformat(due)) if due else "",
        "due_task": "审查完毕并上报" if matter.handling is Handling.UPWARD else "作出决定",
    }
    act = issue_paper(kind, matter, state.case_no, content, place)
    assert isinstance(act.payload, PaperIssued)
    return act.payload.number, [act]


def _list_slip(
    states: Sequence[CaseState], taker: Signer, actor: Actor, place: Setting
) -> tuple[str, NewAct]:
    """The 移交单 over several cases: its number and its act, in the stream of the first."""
    kind = place.catalogue.papers.get(LIST_SLIP)
    if kind is None:
        raise KnownError(
            "handover.no_list",
            "目录里没有几件合用的移交单。",
            "请一件一件移交；要合用，请管理员在目录里加上这种文书。",
        )
    first = states[0]
    receipt = current_receipt(first)
    matter = place.catalogue.matters[receipt.matter]
    brought = [m for state in states for m in materials_of(state)]
    content = {
        **papers.common_block(receipt, place.catalogue, actor.name, place.today),
        "cases": [_listed(n, state) for n, state in enumerate(states, 1)],
        "case_count": len(states),
        "list_items": len(brought),
        "list_copies": sum(m.copies for m in brought),
        "giver": actor.name,
        "taker": taker.name,
        "department": place.catalogue.unit_of_matter(matter).name,
    }
    act = issue_paper(kind, matter, first.case_no, content, place)
    assert isinstance(act.payload, PaperIssued)
    return act.payload.number, act


def _listed(no: int, state: CaseState) -> dict[str, object]:
    """A case's line of the list."""
    receipt, materials = current_receipt(state), materials_of(state)
    upward = receipt.handling == Handling.UPWARD.value
    due = dt.date.fromisoformat(state.due_on) if state.due_on else None
    return {
        "no": no,
        "number": group_case_number(state.case_no),
        "who": receipt.applicant.name,
        "what": receipt.matter_title,
        "names": "、".join(m.name for m in materials) or "没有收到过材料",
        "items": len(materials),
        "copies": sum(m.copies for m in materials),
        "due": f"{clock.paper_date(due)}{'上报' if upward else '决定'}" if due else "",
    }
