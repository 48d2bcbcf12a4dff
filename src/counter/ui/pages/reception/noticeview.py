"""The panel of F4 as data: every material with what the notice says of it, and the law."""

from __future__ import annotations

import datetime as dt

from counter.domain.case import NoticeItem
from counter.domain.catalogue import MaterialSpec
from counter.domain.clock import list_date
from counter.domain.errors import Text, text
from counter.domain.notice import RULE_NOTICE
from counter.ui.pages.reception import telling
from counter.ui.pages.reception.model import NoticeView, ToldRow
from counter.ui.pages.reception.reasons import REASONS
from counter.ui.pages.reception.state import ReceptionState


def notice_view(state: ReceptionState, last: dt.date) -> NoticeView | None:
    """Section 一次告知, or None while it is closed. last: the last day for telling."""
    matter = state.matter
    if not state.telling or matter is None or not matter.materials:
        return None
    rows = tuple(_row(state, n, spec) for n, spec in enumerate(matter.materials, 1))
    at, at_end = min(state.telling_at, len(rows) - 1), len(rows) + 1
    mark = telling.mark_of(state, matter.materials[at])
    rows += tuple(_prior_row(n, gap) for n, gap in enumerate(telling.wanted_priors(state), at_end))
    told = sum(row.told for row in rows)
    return NoticeView(
        title=text("一次告知·{title}", title=matter.title),
        rows=rows,
        current=at,
        count=text("要补 {n} 样", n=told),
        why=mark.why if mark else "",
        reasons=REASONS[mark.fault] if mark else (),
        law=text(
            "当场或者五个工作日内（最迟 **{day}**）**一次告知**要补的全部内容；"
            "这次没有写的，以后不能再要。",
            day=list_date(last),
        ),
        article=RULE_NOTICE,
    )


def _prior_row(n: int, gap: NoticeItem) -> ToldRow:
    """What must be done first; always told while it is lacking."""
    return ToldRow(
        no=n, code=gap.code, name=gap.name, state="due", word=Text("缺"), why=gap.why, told=True
    )


def _row(state: ReceptionState, n: int, spec: MaterialSpec) -> ToldRow:
    mark, got = telling.mark_of(state, spec), telling.ticked(state, spec)
    glyph, word = "todo", Text("可不交")
    if mark is not None:
        wrong = mark.fault == "wrong"
        glyph, word = ("differs", Text("不合要求")) if wrong else ("due", Text("缺"))
    elif got:
        glyph, word = "done", Text("收到")
    why = (mark.why.strip() or Text("没写原因")) if mark else ""
    return ToldRow(
        no=n,
        code=spec.code,
        name=spec.name,
        state=glyph,
        word=word,
        why=why,
        told=mark is not None,
    )
