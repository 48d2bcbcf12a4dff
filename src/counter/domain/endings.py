"""Where a case ends before a decision: 不予受理 (the two limbs of art. 32), 退件, 撤回."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counter.domain import papers
from counter.domain.accepting import received_on
from counter.domain.acts import NewAct, nfc
from counter.domain.case import (
    AcceptanceRefused,
    CaseRecalled,
    CaseReturned,
    CaseState,
    Status,
)
from counter.domain.departing import require_here
from counter.domain.errors import KnownError, text
from counter.domain.finance.chargeback import lapse
from counter.domain.people import Actor, require_unit
from counter.domain.reception import (
    Setting,
    act_on,
    current_receipt,
    issue_paper,
    open_case,
    require_worker,
)
from counter.domain.renewal import require_not_deemed
from counter.domain.rules import HallRules
from counter.domain.states import allowed


def refuse_acceptance(
    state: CaseState,
    limb: Literal["not_needed", "not_ours"],
    reason: str,
    right_body: str,
    actor: Actor,
    place: Setting,
) -> list[NewAct]:
    """不予受理 by one of the two limbs of art. 32, each with what it must name.

    Raises `refuse.*`, `case.*`, `role.clerk`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor or state.receiver)
    if state.status not in (Status.RECEIVED, Status.SUPPLEMENT):
        raise KnownError("refuse.state", "已经受理的件不能再不予受理。", "请作出决定。")
    if not reason.strip():
        raise KnownError("refuse.reason", "不予受理没有写理由。", "请写明理由。")
    if limb == "not_ours" and not right_body.strip():
        raise KnownError(
            "refuse.body",
            "没写应当找哪个机关。",
            "不属于本机关职权的，要告诉申请人向哪里申请。",
            rule="行政许可法第三十二条第一款第二项",
        )
    matter = place.catalogue.matters[received.matter]
    refusal = AcceptanceRefused(
        limb=limb, reason=nfc(reason.strip()), right_body=nfc(right_body.strip())
    )
    acts = [act_on(state.case_no, matter, place, refusal)]
    kind = place.catalogue.papers.get("refuse_acceptance")
    if kind is not None:
        receipt = current_receipt(state)
        content = {
            **papers.common_block(receipt, place.catalogue, actor.name, place.today),
            **papers.refusal_fields(refusal, received_on(state, place)),
        }
        acts.append(issue_paper(kind, matter, state.case_no, content, place))
    return acts


def supplement_over(state: CaseState, rules: HallRules, today: dt.date) -> bool:
    """Whether 退件 is what is due: the day that the notice named has passed, and the rules allow
    it."""
    until = state.notices[-1].until if state.notices else ""
    waits = state.status is Status.SUPPLEMENT and rules.return_unsupplied
    return waits and bool(until) and today > dt.date.fromisoformat(until)


def _check_unsupplied(state: CaseState, place: Setting) -> None:
    """退件 only where the hall's rules know it, and not before the told day is over.

    A notice that named no day sets none to wait for. Raises `return.rule`, `return.early`.
    """
    if not place.catalogue.rules.return_unsupplied:
        raise KnownError(
            "return.rule",
            "本中心的规则不许补正逾期退件。",
            "请催申请人补正；申请人自己要撤的，请选撤回。",
            rule="本中心规则：逾期不补可退件",
        )
    until = state.notices[-1].until if state.notices else ""
    if until and place.today <= dt.date.fromisoformat(until):
        raise KnownError(
            "return.early",
            text("补正期限到 {day} 才满，现在不能退件。", day=until),
            "请等期限过了再退；申请人自己要撤的，请选撤回。",
            rule="补正告知书载明的补正期限",
        )


def give_back(
    state: CaseState, reason: str, by_applicant: bool, actor: Actor, place: Setting
) -> list[NewAct]:
    """退件 (not supplied in time) or 撤回 (the applicant's wish); the materials go back.

    All of them, those of a supplement too, by the list of the return slip, which is signed for.
    While it is with the department or the upper organ it must come back first: the materials that
    are to be returned lie there. Raises `return.*`, `recall.late`, `case.*`, `role.clerk`.
    """
    received = open_case(state)
    require_worker(actor)
    require_unit(actor, received.unit, state.acceptor or state.receiver)
    if not reason.strip():
        raise KnownError("return.reason", "没有写原因。", "请写一句原因，会留在经过里。")
    if not by_applicant and state.status is not Status.SUPPLEMENT:
        raise KnownError("return.state", "只有补正逾期的件能退件。", "申请人自己要撤的，请选撤回。")
    if not by_applicant:
        _check_unsupplied(state, place)
    if by_applicant:
        require_here(state, "撤回")
        require_not_deemed(state)
    if by_applicant and not allowed("case.recalled", state.status):
        raise KnownError("recall.late", "这件已经决定，不能撤回。", "请盖章、送达。")
    matter = place.catalogue.matters[received.matter]
    materials = received.materials + tuple(m for s in state.supplements for m in s.materials)
    names = tuple(m.name for m in materials)
    words = nfc(reason.strip())
    payload: CaseReturned | CaseRecalled = (
        CaseRecalled(reason=words, materials=names)
        if by_applicant
        else CaseReturned(reason=words, materials=names)
    )
    acts = [act_on(state.case_no, matter, place, payload), *lapse(state, place.today)]
    kind = place.catalogue.papers.get("return_slip")
    if kind is not None:
        day = received_on(state, place)
        content = {
            **papers.common_block(current_receipt(state), place.catalogue, actor.name, place.today),
            **papers.return_fields(materials, words, by_applicant, day),
        }
        acts.append(issue_paper(kind, matter, state.case_no, content, place))
    return acts
