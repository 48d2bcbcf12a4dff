"""Review, decision, seals and hand-over: 一审一核 by two people, 双章制 before delivery."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counter.domain import caseclock, follow, inquiry, jointpapers, papers
from counter.domain.acts import NewAct, Payload, nfc
from counter.domain.authority import authority as authority
from counter.domain.case import (
    ENDED,
    CaseDecided,
    CaseReceived,
    CaseReviewed,
    CaseState,
    SealUsed,
    Status,
    case_stream,
)
from counter.domain.catalogue import CatalogueIndex, Matter, Seal
from counter.domain.departing import require_here
from counter.domain.errors import KnownError, text
from counter.domain.limited import require_turn
from counter.domain.people import ROLE_WORDS, Actor, Role, require_unit
from counter.domain.reception import Setting, current_receipt, issue_paper, received_of
from counter.domain.renewal import deemed_on, require_granting
from counter.domain.sendingup import answer_words, require_answer


def seal_stream(code: str) -> str:
    """Journal stream of one seal: its register."""
    return f"seal:{code}"


def _act(
    state: CaseState, payload: Payload, today: dt.date, touches: tuple[str, ...] = ()
) -> NewAct:
    return NewAct(
        stream=case_stream(state.case_no),
        payload=payload,
        effective_on=today.isoformat(),
        touches=touches,
        units=(received_of(state).unit,),
    )


def _check_open(state: CaseState) -> CaseReceived:
    received = received_of(state)
    if state.needs_upgrade:
        raise KnownError("case.newer", "这件是新版程序办的，本机只能看。", "请升级本机程序。")
    if state.status in ENDED:
        raise KnownError("case.closed", "这件已经办结。", "不用再办；要更改请另行受理。")
    return received


def review(
    state: CaseState, opinion: Literal["grant", "refuse"], note: str, actor: Actor, today: dt.date
) -> list[NewAct]:
    """审: the clerk's opinion on an accepted case. Raises `case.*`, `role.clerk`, `review.*`."""
    received = _check_open(state)
    if state.status is Status.REVIEWED:
        raise KnownError("review.twice", "这件已经审过，等首席代表核。", "请首席代表按 F6 决定。")
    require_here(state, "审核")
    if state.status is not Status.ACCEPTED:
        raise KnownError("review.state", "这件现在不能审。", "请看经过，办完前一步。")
    if not actor.works or actor.unit != received.unit:
        raise KnownError("role.clerk", "审核要由本单位的窗口人员来做。", "请本单位经办人上岗。")
    inquiry.require_not_chair(state, actor)
    if opinion == "refuse" and not note.strip():
        raise KnownError("review.reason", "拟不予许可没有写理由。", "请写明理由和依据。")
    return [_act(state, CaseReviewed(opinion=opinion, note=nfc(note.strip())), today)]


def decide(
    state: CaseState,
    outcome: Literal["granted", "refused"],
    reason: str,
    actor: Actor,
    place: Setting,
    *,
    a_letter: str = "",
    valid_to: str = "",
    others: tuple[CaseState, ...] = (),
) -> list[NewAct]:
    """核与决定 (art. 38), with its paper. 审 and 核 are two people.

    a_letter: number of the A representative's letter when B stands in; others: the open cases
    of a matter that is limited in number (art. 57). Raises `decide.*`, `authority.*`, `case.*`.
    """
    received = _check_open(state)
    if state.status is Status.DECIDED:
        raise KnownError("decide.twice", "这件已经决定了。", "请盖章、送达。")
    require_here(state, "决定")
    if state.status is not Status.REVIEWED:
        raise KnownError(
            "decide.state", "这件还没有审，不能决定。", "请经办人先按 F6 提交审核意见。"
        )
    if state.reviewer in (actor.number, actor.name):
        raise KnownError(
            "decide.same_person",
            "审和核不能是同一个人。",
            "请另一位首席代表上岗后按 F6。",
            rule="一审一核制",
        )
    matter = place.catalogue.matters[received.matter]
    letter = authority(actor, matter, "decide", place.today)
    require_granting(state, outcome)
    if not deemed_on(state):  # what the law has granted already is only confirmed
        _check_ripe(state, outcome, reason, matter, place, others)
    decided = CaseDecided(
        outcome=outcome,
        reason=nfc(reason.strip()),
        letter=letter.number,
        for_absent=a_letter if letter.role == "B" else "",
        certificate=matter.result,
        valid_to=valid_to,
        deliver_by=place.calendar.due(place.today, caseclock.DELIVERY_DAYS).date.isoformat(),
        record=state.inquiry.held_on if state.inquiry else "",
        deemed=deemed_on(state),
    )
    kind = place.catalogue.papers["decision_grant" if outcome == "granted" else "decision_refuse"]
    content = {
        **papers.common_block(current_receipt(state), place.catalogue, actor.name, place.today),
        **papers.decision_fields(decided, state.limits, state.accepted_on),
        "renews": state.renewal.asked.number if state.renewal else "",
        "upper_words": answer_words(state),
        "basis": [
            f"《{b.statute}》{b.article}" if b.certain else f"《{b.statute}》（依据待核）"
            for b in matter.basis
        ],
        "opinions": jointpapers.decision_rows(state.joint),
    }
    return [
        _act(state, decided, place.today),
        issue_paper(kind, matter, state.case_no, content, place),
    ]


def _check_ripe(
    state: CaseState,
    outcome: Literal["granted", "refused"],
    reason: str,
    matter: Matter,
    place: Setting,
    others: tuple[CaseState, ...],
) -> None:
    """Whatever must have been said, brought, heard or decided before this decision."""
    _check_joint(state, reason)
    follow.check_complete(state, outcome == "granted", place.today)
    inquiry.require_heard(state, matter, reason, place)
    if outcome == "refused" and not reason.strip():
        raise KnownError(
            "decide.reason",
            "不予许可没有写理由。",
            "请写明理由，申请人有权知道。",
            rule="行政许可法第三十八条",
        )
    require_answer(state, outcome)
    if outcome == "granted":
        require_turn(state, matter, others)


def _check_joint(state: CaseState, reason: str) -> None:
    """One answer over all opinions (art. 26): none missing, each 不同意 answered."""
    if state.joint is None:
        return
    if state.joint.silent:
        names = "、".join(part.opened.name for part in state.joint.silent)
        raise KnownError(
            "decide.joint_silent",
            text("{units} 还没有意见，不能决定。", units=names),
            "请这些单位会签；来了函的，代录后再决定。",
            rule="行政许可法第二十六条",
        )
    if state.joint.against and not reason.strip():
        names = "、".join(part.opened.name for part in state.joint.against)
        raise KnownError(
            "decide.joint_against",
            text("{units} 不同意，决定的理由里要答复。", units=names),
            "写明怎么处理这条意见。",
            rule="行政许可法第二十六条",
        )


def use_seal(
    state: CaseState,
    paper_id: str,
    kind: str,
    actor: Actor,
    catalogue: CatalogueIndex,
    today: dt.date,
) -> list[NewAct]:
    """用印登记 of one seal on one paper. Raises `seal.*`, `role.*`."""
    received = received_of(state)
    if state.status is Status.WITHDRAWN:
        raise KnownError("case.closed", "这件已经撤销受理。", "不用再盖章。")
    paper = state.papers.get(paper_id)
    if paper is None:
        raise KnownError("seal.blank", "没有这份文书，空白纸不能盖章。", "先出文书，再盖章。")
    if not paper.printed:
        raise KnownError(
            "seal.unprinted", "文书还没打出来，不能盖章。", "等打印好，或按 Ctrl+P 补打。"
        )
    if kind not in paper.issued.seals:
        raise KnownError("seal.not_asked", "这份文书不用这枚章。", "看文书那一行要哪几枚章。")
    if kind not in paper.missing_seals:
        raise KnownError("seal.twice", "这枚章已经盖过并登记。", "不用再盖。")
    require_unit(actor, received.unit, state.acceptor)
    seal = catalogue.seal_for(kind, received.unit)
    if seal is None:
        raise KnownError("seal.none", "印章目录里没有这枚章。", "请管理员在目录里登记印章。")
    _check_keeper(seal, actor)
    payload = SealUsed(paper_id=paper_id, seal=seal.code, kind=kind, name=seal.name)
    return [_act(state, payload, today, (seal_stream(seal.code),))]


def _check_keeper(seal: Seal, actor: Actor) -> None:
    """A seal is used by who keeps it, as the catalogue says. Raises `seal.keeper`."""
    if not seal.kept_by or actor.roles.intersection(seal.kept_by):
        return
    keepers = "、".join(ROLE_WORDS[role] for role in Role if role in seal.kept_by)
    if {Role.CHIEF_A, Role.CHIEF_B} == set(seal.kept_by):
        keepers = "首席代表"
    raise KnownError(
        "seal.keeper",
        text("{seal}由{keepers}保管。", seal=seal.name, keepers=keepers),
        text("请{keepers}上岗后盖章登记。", keepers=keepers),
        rule="双章制",
    )
