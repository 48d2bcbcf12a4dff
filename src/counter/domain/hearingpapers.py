"""What stands on the papers of a hearing: 听证告知书, 通知书, 笔录 (行政许可法 arts 46-48)."""

from __future__ import annotations

import datetime as dt

from counter.domain import clock
from counter.domain.case import CaseState
from counter.domain.inquiryacts import (
    HearingAsked,
    HearingCalled,
    HearingHeld,
    HearingTold,
    Inquiry,
)
from counter.domain.rules import DAY_WORDS, HallRules


def told_fields(state: CaseState, told: HearingTold, rules: HallRules) -> dict[str, object]:
    """听证告知书: to whom, what is intended and why, until when a hearing may be asked for."""
    reviewed = state.reviewed
    refusing = reviewed is not None and reviewed.opinion == "refuse"
    return {
        "told_who": "、".join(told.who),
        "intended": "不予行政许可" if refusing else "",
        "reason": reviewed.note if reviewed is not None and refusing else "",
        "ask_days": rules.hearing_ask_days,
        "ask_kind": DAY_WORDS[rules.hearing_ask_kind],
        "ask_by_words": clock.paper_date(dt.date.fromisoformat(told.ask_by)),
    }


def called_fields(asked: HearingAsked, called: HearingCalled) -> dict[str, object]:
    """听证通知书: when and where, who presides, who asked for it."""
    return {
        "asked_by": asked.who,
        "hearing_words": f"{clock.paper_date(dt.date.fromisoformat(called.on))} {called.at}",
        "hearing_place": called.place,
        "chair": called.chair,
    }


def record_fields(found: Inquiry, called: HearingCalled, held: HearingHeld) -> dict[str, object]:
    """听证笔录: the above, who was present, and what was said."""
    return {
        "asked_by": found.asked.who if found.asked else "",
        "hearing_words": f"{clock.paper_date(dt.date.fromisoformat(called.on))} {called.at}",
        "hearing_place": called.place,
        "chair": held.chair,
        "present": held.present,
        "record": held.record,
    }
