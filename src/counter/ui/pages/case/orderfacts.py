"""Facts beside a decision: the order of acceptance (art. 57), what is renewed (art. 50). No Qt."""

from __future__ import annotations

import datetime as dt

from counter.domain.case import CaseState
from counter.domain.catalogue import Matter
from counter.domain.clock import list_date
from counter.domain.errors import Text, text
from counter.domain.limited import by_order
from counter.ui.pages.case.panels import Fact


def facts(state: CaseState, matter: Matter) -> tuple[Fact, ...]:
    """The place in the order; the licence that is renewed, until when, and what silence brings."""
    found: list[Fact] = []
    if state.turn is not None:
        rest = "先受理先决定" if by_order(matter) else "先后另有规定"
        said = text("数量有限，受理顺序 **{n}**，{rest}", n=state.turn.words, rest=rest)
        found.append(Fact("", said))
    renewing = state.renewal
    if renewing is None or not renewing.asked.expires_on:
        return tuple(found)
    day = list_date(dt.date.fromisoformat(renewing.asked.expires_on))
    if renewing.deemed_on:
        said = text("原证 {day} 到期没有决定，已视为准予延续，只能准予", day=day)
        found.append(Fact("late", said))
    elif renewing.in_time:
        said = text("原证 {day} 到期，到期没有决定就视为准予延续", day=day)
        found.append(Fact("due", said))
    else:
        said = text("原证 {day} 到期；申请晚于届满前 {n} 天", day=day, n=renewing.asked.days)
        found.append(Fact("", said))
    return tuple(found)


def after(state: CaseState) -> Text | str:
    """What is to be known beside the next step: the law has decided already. Else empty."""
    return text("已视为准予延续，补出决定书") if renewed(state) else ""


def renewed(state: CaseState) -> bool:
    """Whether the law has renewed what the case asks for, so that only the paper is left."""
    return state.renewal is not None and bool(state.renewal.deemed_on)
