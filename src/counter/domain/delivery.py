"""送达 (行政许可法 art. 44): five ways of serving a decision, each with what it must name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

import msgspec

from counter.domain import papers
from counter.domain.acts import NewAct, Payload, nfc
from counter.domain.case import CaseClosed, CaseDelivered, CaseState, Status, case_stream
from counter.domain.clock import paper_date
from counter.domain.errors import KnownError, text
from counter.domain.people import Actor, require_unit
from counter.domain.persons import IdDocument
from counter.domain.reception import (
    Setting,
    current_receipt,
    issue_paper,
    open_case,
    received_of,
)

Method = Literal["direct", "left", "entrusted", "mail", "public"]
Relation = Literal["applicant", "agent", "other"]

METHOD_WORDS = {
    "direct": "直接送达",
    "window": "直接送达",  # as acts before the five ways say it
    "left": "留置送达",
    "entrusted": "委托送达",
    "mail": "邮寄送达",
    "public": "公告送达",
}
RELATION_WORDS = {"applicant": "本人", "agent": "代理人", "other": "其他"}


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """How the papers were served, as told at the window.

    document: of who collects (direct); note: why another collects, or why they were refused (left);
    witness: who saw them left; entrusted: which body serves; mail_number: of the letter;
    published, published_on: where and on which day (ISO) it was made public.
    """

    method: Method
    document: IdDocument | None = None
    note: str = ""
    witness: str = ""
    entrusted: str = ""
    mail_number: str = ""
    published: str = ""
    published_on: str = ""


def relation_of(state: CaseState, document: IdDocument | None) -> Relation:
    """Who the collector is, by the number of the card laid at hand-over."""
    received = received_of(state)
    if document is None:
        return "other"
    applicant = state.applicant or received.applicant
    if applicant.document is not None and document.number == applicant.document.number:
        return "applicant"  # the person, or the organisation's representative whose card was read
    if received.agent is not None and document.number == received.agent.document.number:
        return "agent"
    return "other"


def deliver(state: CaseState, service: Service, actor: Actor, place: Setting) -> list[NewAct]:
    """送达, 送达回证 and 办结.

    Raises `deliver.*`: undecided, seals missing, what the way of serving must name; `role.*`.
    After the last day (art. 44) it is done all the same, and recorded as late.
    """
    received = open_case(state)
    if state.status is not Status.DECIDED:
        raise KnownError("deliver.state", "这件还没决定，不能送达。", "请首席代表先按 F6 决定。")
    if state.missing_seals:
        raise KnownError(
            "deliver.seals",
            text("还差 {n} 枚章没登记。", n=len(state.missing_seals)),
            "按文书要的章逐枚盖好、登记，再送达。",
            rule="双章制",
        )
    require_unit(actor, received.unit, state.acceptor)
    NAMED[service.method](state, service, place)
    direct = service.method == "direct"
    relation = relation_of(state, service.document) if direct else "applicant"
    by = state.decided.deliver_by if state.decided else ""
    payload = CaseDelivered(
        method=service.method,
        recipient=service.document.name
        if direct and service.document
        else (state.applicant or received.applicant).name,
        document=service.document if direct else None,
        relation=relation,
        matched=relation != "other",
        note=nfc(service.note.strip()),
        papers=tuple(p for p, s in state.papers.items() if s.issued.code.startswith("decision")),
        witness=nfc(service.witness.strip()),
        entrusted=nfc(service.entrusted.strip()),
        mail_number=nfc(service.mail_number.strip()),
        published=nfc(service.published.strip()),
        published_on=service.published_on.strip(),
        late=bool(by) and place.today.isoformat() > by,
    )
    return [
        _act(state, payload, place),
        *_receipt(state, payload, actor, place),
        _act(state, CaseClosed(), place),
    ]


# --- what each way must name -------------------------------------------------------------------


def _direct(state: CaseState, service: Service, _place: Setting) -> None:
    if service.document is None:
        raise KnownError("deliver.card", "还不知道谁来领。", "请领取人把身份证放到读卡器上。")
    if relation_of(state, service.document) == "other" and not service.note.strip():
        raise KnownError(
            "deliver.other",
            "领取人不是申请人，也不是代办人。",
            "请核对委托手续，写明为什么由他领，再送达。",
        )


def _left(_state: CaseState, service: Service, _place: Setting) -> None:
    if not service.witness.strip() or not service.note.strip():
        raise KnownError(
            "deliver.witness",
            "留置送达没写见证人，或没写拒收的事由。",
            "写见证人的姓名、为什么拒收，请见证人在回证上签名。",
        )


def _entrusted(_state: CaseState, service: Service, _place: Setting) -> None:
    if not service.entrusted.strip():
        raise KnownError("deliver.entrusted", "没写委托谁送达。", "写受委托的机关或单位。")


def _mailed(_state: CaseState, service: Service, _place: Setting) -> None:
    if not service.mail_number.strip():
        raise KnownError("deliver.mail", "没写邮件号。", "照回执写邮件号，查得到收没收到。")


def _published(_state: CaseState, service: Service, place: Setting) -> None:
    if not service.published.strip():
        raise KnownError("deliver.public", "没写在哪里公告。", "写报纸、网站或公告栏。")
    try:
        day = dt.date.fromisoformat(service.published_on.strip())
    except ValueError:
        raise KnownError(
            "deliver.public_day", "公告日期看不懂。", "写成 2026-10-12 这样。"
        ) from None
    if day > place.today:
        raise KnownError("deliver.public_day", "公告日期还没到。", "公告登出来以后再登记。")


NAMED: dict[Method, Callable[[CaseState, Service, Setting], None]] = {
    "direct": _direct,
    "left": _left,
    "entrusted": _entrusted,
    "mail": _mailed,
    "public": _published,
}


# --- acts and 送达回证 --------------------------------------------------------------------------


def _act(state: CaseState, payload: Payload, place: Setting) -> NewAct:
    return NewAct(
        stream=case_stream(state.case_no),
        payload=payload,
        effective_on=place.today.isoformat(),
        units=(received_of(state).unit,),
    )


def _receipt(
    state: CaseState, delivered: CaseDelivered, actor: Actor, place: Setting
) -> list[NewAct]:
    """送达回证, where the catalogue has that paper: what was served, to be signed."""
    kind = place.catalogue.papers.get("delivery_receipt")
    if kind is None:
        return []
    receipt = current_receipt(state)
    served = [state.papers[paper].issued for paper in delivered.papers]
    content: dict[str, object] = {
        **papers.common_block(receipt, place.catalogue, actor.name, place.today),
        "papers": [
            {"no": n, "title": paper.title, "number": paper.number, "copies": 1}
            for n, paper in enumerate(served, 1)
        ],
        "delivery_words": METHOD_WORDS[delivered.method],
        **_named(delivered),
        "place": _where(state, delivered, place, receipt.window),
        "witness": delivered.witness,
    }
    matter = place.catalogue.matters[receipt.matter]
    return [issue_paper(kind, matter, state.case_no, content, place)]


def _named(delivered: CaseDelivered) -> dict[str, object]:
    """Who received it and what the way of serving names."""
    direct = delivered.method == "direct"
    notes = {
        "entrusted": f"委托{delivered.entrusted}送达",
        "mail": f"邮件号 {delivered.mail_number}",
        "public": f"{delivered.published} {_paper_day(delivered.published_on)}公告",
    }
    said = [notes.get(delivered.method, ""), "" if delivered.method == "left" else delivered.note]
    return {
        "relation_words": RELATION_WORDS[delivered.relation] if direct else "",
        "recipient": delivered.recipient if direct else "",
        "recipient_number": delivered.document.number if delivered.document else "",
        "refused_words": delivered.note if delivered.method == "left" else "",
        "note": "；".join(one for one in said if one),
    }


def _paper_day(iso: str) -> str:
    return paper_date(dt.date.fromisoformat(iso)) if iso else ""


def _where(state: CaseState, delivered: CaseDelivered, place: Setting, window: str) -> str:
    if delivered.method == "direct":
        return f"{place.catalogue.centre.name} {window} 号窗口"
    if delivered.method == "public":
        return delivered.published
    receipt = current_receipt(state)
    mailed = receipt.contact.mail_address if delivered.method == "mail" else ""
    return mailed or receipt.applicant.address
