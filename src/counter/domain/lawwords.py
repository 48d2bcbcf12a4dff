"""Words of the acts by which the law moves a case: notices, refusals, stops, hand-overs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counter.domain.acts import Payload
from counter.domain.bars import BarFiled, BarLifted
from counter.domain.caseacts import (
    AcceptanceRefused,
    CaseArchived,
    CaseRecalled,
    CaseReturned,
    ClockPaused,
    ClockResumed,
    CorrectedOnSpot,
    LimitExtended,
    NoticeIssued,
    NoticeRefused,
    SupervisionAnswered,
    SupervisionRaised,
    SupplementReceived,
)
from counter.domain.caseclock import PROCEDURE_WORDS
from counter.domain.errors import Text, text
from counter.domain.inquirywords import INQUIRY_TELLERS
from counter.domain.recalcacts import ClockRecalculated
from counter.domain.recalcwords import moved_words
from counter.domain.renewing import RenewalDeemed

Words = tuple[str, "Text | str", "Text | str", "Text | str"]
"""State, title, detail, note."""


def _names(items: tuple[Any, ...]) -> str:
    return "、".join(item.name for item in items)


def _notice(p: NoticeIssued) -> Words:
    return "due", "一次性告知", text("要补 {n} 样", n=len(p.items)), _names(p.items)


def _second(p: NoticeRefused) -> Words:
    detail = text("第一次没有告知：{names}", names=_names(p.items))
    return "differs", "再次告知，挡下", detail, "报监察"


def _supplement(p: SupplementReceived) -> Words:
    detail = text("{names}", names=_names(p.materials))
    return "done", "补正材料", detail, "齐了" if p.complete else "还没补齐"


def _not_accepted(p: AcceptanceRefused) -> Words:
    if p.limb == "not_ours":
        return "differs", "不予受理", text("应找 {body}", body=p.right_body), p.reason
    return "differs", "不予受理", "依法不需要取得许可", p.reason


def _paused(p: ClockPaused) -> Words:
    words = PROCEDURE_WORDS[p.procedure]
    return (
        "paused",
        "停表",
        text("{what}，约 {n} 个工作日", what=words, n=p.expected_days),
        p.reason,
    )


def _extended(p: LimitExtended) -> Words:
    post = "政府负责人" if p.post == "government_head" else "行政机关负责人"
    detail = text("{n} 个工作日，{post} {who} 批准", n=p.days, post=post, who=p.approver)
    return "due", "延期", detail, p.reason


def _recalculated(p: ClockRecalculated) -> Words:
    firm = "，预计的日子定下来了" if p.firm else ""
    return "due", "期限重算", moved_words(p), text("{why}{firm}", why=p.why, firm=firm)


def _barred(p: BarFiled) -> Words:
    detail = text("{document}，到 {until} 不得再申请", document=p.document, until=p.until)
    return "differs", "限制再次申请", detail, text("行政许可法第{n}条", n=_ARTICLE[p.article])


def _renewed(p: RenewalDeemed) -> Words:
    detail = text("原证 {number} {day} 到期，没有作决定", number=p.number, day=p.expires_on)
    return "late", "视为准予延续", detail, "行政许可法第五十条第二款；决定书还要补出"


_ARTICLE = {78: "七十八", 79: "七十九"}


TELLERS: dict[type[Payload], Callable[[Any], Words]] = {
    NoticeIssued: _notice,
    NoticeRefused: _second,
    CorrectedOnSpot: lambda p: ("done", "当场更正", p.what, ""),
    SupplementReceived: _supplement,
    AcceptanceRefused: _not_accepted,
    CaseReturned: lambda p: ("returned", "退件", p.reason, _list(p.materials)),
    CaseRecalled: lambda p: ("returned", "申请人撤回", p.reason, _list(p.materials)),
    ClockPaused: _paused,
    ClockResumed: lambda p: ("done", "走表", p.result, ""),
    LimitExtended: _extended,
    ClockRecalculated: _recalculated,
    CaseArchived: lambda p: (
        "done",
        "归档",
        text("卷号 {volume}，{n} 件", volume=p.volume, n=len(p.contents)),
        p.place,
    ),
    BarFiled: _barred,
    BarLifted: lambda p: ("done", "撤下限制申请", p.document, p.reason),
    SupervisionRaised: lambda p: ("late" if p.light == "bad" else "due", "监察", p.why, p.rule),
    RenewalDeemed: _renewed,
    **INQUIRY_TELLERS,
    SupervisionAnswered: lambda p: ("done", "监察反馈", p.answer, ""),
}


def _list(names: tuple[str, ...]) -> Text | str:
    return text("退回：{names}", names="、".join(names)) if names else ""
