"""Invented content for previews and checks of layouts: a case decided on the spot, one promised.

The people and numbers do not exist; check digits are right. Made by the same functions that make
the content of real papers, so a layout that fits these fits those.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from counter.documents import (
    sampleguide,
    samplejoint,
    samplelaw,
    samplemoney,
    sampleproject,
    samplereports,
    sampleseals,
    sampleservice,
)
from counter.documents.content import derive
from counter.documents.samplehall import (
    CALENDAR,
    CATALOGUE,
    DAY,
    LAW_PAPERS,
    PROMISE,
    SPOT,
    limits,
    received,
)
from counter.domain import papers
from counter.domain.case import CaseDecided, PaperIssued
from counter.domain.catalogue import PaperType
from counter.domain.clock import paper_date


def case_content(spot: bool = False) -> dict[str, object]:
    """Common block and acceptance fields of one of the two sample cases."""
    taken = received(spot)
    matter = CATALOGUE.matters[taken.matter]
    common = papers.common_block(taken, CATALOGUE, "刘敏" if spot else "曾伟", DAY)
    return {
        **common,
        **papers.acceptance_fields(taken, matter, limits(matter), CALENDAR, DAY),
        "time": "10:37",
    }


def _decision(outcome: str, spot: bool) -> dict[str, object]:
    granted = outcome == "granted"
    decided = CaseDecided(
        outcome="granted" if granted else "refused",
        reason=""
        if granted
        else "经现场核查，拟设场所距中学校门不足二百米，不符合设立的法定条件。",
        letter="衡工商授〔2026〕1 号" if spot else "衡文授〔2026〕1 号",
        certificate="食品流通许可证 SP4304232610000021" if granted else "",
        valid_to="2029-09-21" if granted else "",
    )
    matter = CATALOGUE.matters[SPOT if spot else PROMISE]
    content = case_content(spot)
    return {**content, **papers.decision_fields(decided, limits(matter), DAY.isoformat())}


def _recovery() -> dict[str, object]:
    return {
        "centre": CATALOGUE.centre.name,
        "terminal": "09",
        "date": DAY.isoformat(),
        "date_words": paper_date(DAY),
        "recovery_key": "7QXK2M9DRT4HWB8NFJ3VCZ6PYA5EGS1U7QXK2M9DRT4HWB8NFJ3V",
    }


def _delivery() -> dict[str, object]:
    served = (
        ("准予行政许可决定书", "衡工商准〔2026〕0064 号"),
        ("食品流通许可证", "SP4304232610000021"),
    )
    rows = [
        {"no": n, "title": title, "number": number, "copies": 1}
        for n, (title, number) in enumerate(served, 1)
    ]
    return {**_decision("granted", True), "papers": rows}


_MAKERS = {
    "accept_notice": case_content,
    "notice": samplelaw.told,
    "follow_notice": samplelaw.follows,
    "follow_receipt": samplelaw.followed,
    "supplement_receipt": samplelaw.supplement,
    "refuse_acceptance": samplelaw.refusal,
    "special_procedure": samplelaw.special,
    "extension": samplelaw.extension,
    "hearing_told": samplelaw.hearing_told,
    "hearing_called": samplelaw.hearing_called,
    "hearing_record": samplelaw.hearing_record,
    "return_slip": samplelaw.return_slip,
    "timeline": samplelaw.life,
    "archive_list": samplelaw.archive_list,
    "handover": samplelaw.handover,
    "handover_list": samplelaw.handover_list,
    "decision_grant": lambda: _decision("granted", True),
    "decision_refuse": lambda: _decision("refused", False),
    "delivery_receipt": _delivery,
    "recovery_key": _recovery,
    "joint_copy": samplejoint.copy,
    "joint_sign": samplejoint.sign,
    "meeting_minutes": samplejoint.minutes,
    "project_sheet": sampleproject.sheet,
    "project_minutes": sampleproject.minutes,
    "guide_slip": sampleguide.slip,
    "seal_register": sampleseals.register,
    "promise_notice": case_content,
    "charge_notice": lambda: sampleservice.charge(case_content()),
    "send_back": lambda: sampleservice.send_back(case_content()),
    "back_slip": lambda: sampleservice.back_slip(case_content()),
    "complaint_receipt": sampleservice.complaint,
    "complaint_reply": sampleservice.complaint_reply,
    "urge": lambda: sampleservice.urge(case_content()),
    "rectify": sampleservice.rectify,
    "ticket_general": samplemoney.general,
    "ticket_payment": samplemoney.payment,
    "pos_pending": samplereports.pos_pending,
    "day_close": samplereports.day_close,
    "ticket_usage": samplereports.ticket_usage,
    "fee_summary": samplereports.fee_summary,
    "pos_reconcile": samplereports.pos_reconcile,
    "bank_deposit": samplereports.bank_deposit,
    "ticket_writeoff": samplereports.ticket_writeoff,
    "shift_handover": samplereports.shift_handover,
}


def sample(form: str) -> dict[str, object]:
    """Content to preview `form` with; the promised case's for a form not known here."""
    return _MAKERS.get(form, case_content)()


NOT_IN_SAMPLES = (
    "co_alone",
    "delivery_words",
    "note",
    "paper_number",
    "upper_words",
    "renews",
    "place",
    "recipient",
    "recipient_number",
    "refused_words",
    "relation_words",
    "title",
    "witness",
)
"""Fields that papers have and the samples leave to the stand-ins of the layouts."""


@cache
def known_fields() -> frozenset[str]:
    """Every field that some paper is filled with, those of lists' items too."""
    found = set(NOT_IN_SAMPLES)
    for make in _MAKERS.values():
        content = derive(make())
        found.update(content)
        for value in content.values():
            if isinstance(value, list):
                found.update(key for item in value for key in item)
    return frozenset(found)


ORGANS = {"工商局": "衡工商", "发改局": "衡发改", "建设局": "衡建"}
MARKS = {
    **LAW_PAPERS,
    "accept_notice": "受",
    "receipt_a4": "收",
    "decision_grant": "准",
    "decision_refuse": "否",
    "delivery_receipt": "送",
    "joint_copy": "抄",
    "joint_sign": "签",
    "meeting_minutes": "纪",
    "project_sheet": "代",
    "project_minutes": "会",
    "promise_notice": "诺",
    "charge_notice": "缴",
    "send_back": "打",
    "complaint_receipt": "诉",
    "complaint_reply": "复",
    "urge": "督",
    "rectify": "改",
}


def issued(
    form: str,
    title: str,
    channel: Literal["page", "slip", "overlay"],
    content: dict[str, object] | None = None,
    stamp: str = "",
) -> PaperIssued:
    """A sample paper of `form`, as an act would issue it."""
    filled = dict(sample(form) if content is None else content)
    mark = MARKS.get(form, "")
    organ = ORGANS.get(str(filled.get("organ_short")), "衡文")
    number = f"{organ}{mark}〔2026〕0087 号" if mark else str(filled.get("paper_number") or "")
    printer: Literal["page", "slip"] = "slip" if channel == "slip" else "page"
    kind = PaperType(code=form, title=title, mark=mark, form=form, channel=printer)
    return papers.issue(kind, "sample", number, (), filled, stamp)
