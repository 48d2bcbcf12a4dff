"""Words of the acts by which a case is looked into before its decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from counter.domain.acts import Payload
from counter.domain.clock import list_date
from counter.domain.errors import Text, text
from counter.domain.inquiryacts import (
    HearingAsked,
    HearingCalled,
    HearingHeld,
    HearingTold,
    HearingWaived,
    SiteChecked,
    TechniciansSent,
    ThirdPartyTold,
)

INQUIRY_TELLERS: dict[
    type[Payload], Callable[[Any], tuple[str, Text | str, Text | str, Text | str]]
] = {
    HearingTold: lambda p: (
        "due",
        "告知听证权利",
        text("最迟 {day} 申请", day=p.ask_by),
        "、".join(p.who),
    ),
    HearingAsked: lambda p: (
        "waiting",
        "申请听证",
        text("最迟 {day} 组织", day=p.organise_by),
        p.who,
    ),
    HearingWaived: lambda p: ("done", "放弃听证", p.who, ""),
    HearingCalled: lambda p: (
        "due",
        "听证通知",
        text("{day} {at}", day=list_date(dt.date.fromisoformat(p.on)), at=p.at),
        text("{place}，{chair} 主持", place=p.place, chair=p.chair),
    ),
    HearingHeld: lambda p: ("done", "听证", text("{chair} 主持", chair=p.chair), p.record),
    SiteChecked: lambda p: (
        "done" if p.passed else "differs",
        "现场核查",
        p.result,
        "、".join(p.staff),
    ),
    ThirdPartyTold: lambda p: ("done", "告知利害关系人", p.who, p.statement),
    TechniciansSent: lambda p: (
        "late" if p.late else "done",
        "指派技术人员",
        "、".join(p.staff),
        "超过五个工作日" if p.late else "",
    ),
}
