"""The right column as data: the clock, what F5 brings, the rule that decides, the fee."""

from __future__ import annotations

import datetime as dt

from counter.domain.case import Limits
from counter.domain.catalogue import HANDLING_WORDS, Handling, Matter
from counter.domain.clock import DayCell, DayMark, list_date
from counter.domain.errors import Text, text
from counter.domain.numbers import group_case_number
from counter.domain.printwords import why_words
from counter.ports.store import PrintJob
from counter.ui.markup import Line
from counter.ui.pages.reception import counits
from counter.ui.pages.reception.model import AfterRow, LimitView, SideView, Words
from counter.ui.pages.reception.state import Doing, ReceptionState
from counter.ui.state import ChipState
from counter.ui.strip import strip_of

FATES: dict[str, tuple[str, Text]] = {
    "queued": ("waiting", Text("在排队")),
    "sent": ("waiting", Text("在打")),
    "done": ("done", Text("打好")),
    "failed": ("gone", Text("没打成")),
    "unknown": ("unknown", Text("不知道")),
}
"""A paper's fate: state of its glyph, word."""

DONE: dict[Doing, Text] = {
    "accept": Text("受理以后"),
    "tell": Text("告知以后"),
    "receive": Text("收件以后"),
}


def side_view(state: ReceptionState, closing: str, tell_by: dt.date) -> SideView:
    """The right column. closing: the hall's closing time, HH:MM; tell_by: art. 32(4)."""
    rule, article = rule_of(state)
    fee, fee_words = _fee(state.matter)
    return SideView(
        limit=limit_view(state, closing, tell_by),
        after_title=_after_title(state),
        after=_after(state),
        papers=_fates(state),
        rule=rule,
        article=article,
        fee=fee,
        fee_words=fee_words,
    )


def _after_title(state: ReceptionState) -> Words:
    if state.case is not None:
        return DONE[state.doing]
    return Text("告知以后") if state.telling else Text("F5 以后")


# --- 时限 -------------------------------------------------------------------------------


def limit_view(state: ReceptionState, closing: str, tell_by: dt.date) -> LimitView:
    """Section 时限."""
    matter, preview = state.matter, state.preview
    if matter is None or preview is None or preview.limits is None:
        return LimitView(empty=Text("选了事项，就算出哪天到期。"))
    if state.told is not None:
        return _not_yet(state, matter, preview.limits, tell_by)
    limits = state.accepted.limits if state.accepted else preview.limits
    promised = dt.date.fromisoformat(limits.promised_on)
    legal = dt.date.fromisoformat(limits.legal_on)
    cells = preview.days
    start = cells[0].date - dt.timedelta(days=1) if cells else promised
    sentence, detail = _sentence(limits, promised, start, closing)
    return LimitView(
        chip=ChipState("kind", Text(HANDLING_WORDS[matter.handling])),
        sentence=sentence,
        detail=detail,
        rows=(
            (Text("承诺"), _promise(limits)),
            (
                Text("法定"),
                text("{n} 个工作日，到 **{day}**", n=limits.legal_days, day=list_date(legal)),
            ),
        ),
        strip=strip_of(cells, start, legal, start) if cells else None,
        words=not_counted(cells),
        warning=Text("预计：那一年的放假安排还没有发布，日期到时再核。")
        if limits.estimated
        else "",
    )


def _not_yet(state: ReceptionState, matter: Matter, limits: Limits, tell_by: dt.date) -> LimitView:
    """Told or only received: no limit runs before acceptance (art. 42)."""
    told = state.doing == "tell"
    by = text("到 {day}", day=list_date(tell_by))
    return LimitView(
        chip=ChipState("kind", Text(HANDLING_WORDS[matter.handling])),
        sentence=Text("还没起算") if told else by,
        detail=Text("补齐那天受理，从那天算") if told else Text("不告知就算受理"),
        rows=(
            (Text("承诺"), _promise(limits)),
            (Text("法定"), text("{n} 个工作日", n=limits.legal_days)),
        ),
        words="" if told else Text("五个工作日内不告知，自今天收件起就算受理。"),
    )


def _promise(limits: Limits) -> Line:
    if limits.promised_days == 0:
        return Text("当场")
    return text("{n} 个工作日", n=limits.promised_days)


def _sentence(
    limits: Limits, promised: dt.date, start: dt.date, closing: str
) -> tuple[Words, Words]:
    if limits.promised_days > 0:
        return (
            text("到 {day}", day=list_date(promised)),
            text("第 {n} 个工作日", n=limits.promised_days),
        )
    by = text("{day} {time} 前", day=list_date(promised), time=closing)
    if promised == start:
        return Text("今天办结"), by
    return text("{day} 办结", day=list_date(promised)), Text("过了今天的下班时间")


def not_counted(cells: tuple[DayCell, ...]) -> Words:
    """What the hatch stands for: 斜纹不计：中秋、国庆、周末；10-10 补班计入."""
    names: list[str] = []
    make_up: list[str] = []
    weekend = False
    for cell in cells:
        if cell.mark is DayMark.MAKE_UP:
            make_up.append(f"{cell.date.month}-{cell.date.day:02d}")
        elif not cell.mark.counts:
            name = cell.name.removesuffix("节") if len(cell.name) > 2 else cell.name
            if name and name not in names:
                names.append(name)
            weekend = weekend or not cell.name
    off = [*names, *(["周末"] if weekend else [])]
    if not off:
        return Text("中间没有不计的日子")
    if make_up:
        return text("斜纹不计：{off}；{days} 补班计入", off="、".join(off), days="、".join(make_up))
    return text("斜纹不计：{off}", off="、".join(off))


# --- F5 以后 ----------------------------------------------------------------------------


def _after(state: ReceptionState) -> tuple[AfterRow, ...]:
    preview, case, matter = state.preview, state.case, state.matter
    if matter is None or preview is None:
        return ()
    if case is None and state.telling:
        return _after_telling(state)
    if case is None:
        rows = [AfterRow("todo", Text("给办件编号，入账"), Text("本机取号"))]
        rows += [
            AfterRow("todo", title, _copies(channel, copies))
            for title, channel, copies in preview.papers
        ]
        return (*rows, *counits.rows(state, False), _decider(state, matter, "todo"))
    rows = [AfterRow("done", Text("已编号，入账"), group_case_number(case.case_no))]
    if state.doing == "tell":
        return (*rows, *_fates(state), AfterRow("todo", Text("等申请人补材料"), WAITS))
    if state.doing == "receive":
        return (*rows, AfterRow("todo", Text("看材料，告知或者受理"), Text("五个工作日内")))
    return (*rows, *counits.rows(state, True), *_fates(state), _decider(state, matter, "todo"))


WAITS = Text("补齐就受理")


def _after_telling(state: ReceptionState) -> tuple[AfterRow, ...]:
    """What Enter in the panel of F4 brings."""
    assert state.catalogue is not None
    kind = state.catalogue.papers.get("notice")
    paper = AfterRow("due", Text("一次性告知书"), Text("目录里还没有，请手写一份"))
    if kind is not None:
        paper = AfterRow("todo", kind.title, _copies(kind.channel, kind.copies))
    return (
        AfterRow("todo", Text("给办件编号，入账"), Text("本机取号")),
        paper,
        AfterRow("todo", Text("等申请人补材料"), WAITS),
    )


def _fates(state: ReceptionState) -> tuple[AfterRow, ...]:
    """在排队 → 在打 → 打好 | 没打成 | 不知道, a row for each print job."""
    if state.case is None:
        return ()
    if state.jobs:
        return tuple(_fate(job) for job in sorted(state.jobs, key=lambda j: j.id))
    papers = state.case.papers
    return tuple(AfterRow("waiting", paper.title, FATES["queued"][1]) for paper in papers)


def _copies(channel: str, copies: int) -> Words:
    if channel == "slip":
        return text("小票·{n} 张", n=copies)
    return text("A4·{n} 份", n=copies)


def _fate(job: PrintJob) -> AfterRow:
    glyph, word = FATES[job.state]
    title: Words = job.title
    if job.nth > 1:
        title = text("{title}·补打第 {n} 次", title=job.title, n=job.nth)
    why = why_words(job.why) if job.state != "done" else ""
    if why:
        return AfterRow(glyph, title, text("{fate}：{why}", fate=str(word), why=str(why)))
    return AfterRow(glyph, title, word)


def _decider(state: ReceptionState, matter: Matter, glyph: str) -> AfterRow:
    if matter.review == "department":
        assert state.catalogue is not None
        unit = state.catalogue.unit_of_matter(matter).short
        return AfterRow(glyph, text("转{unit}审核", unit=unit), Text("部门审"))
    chiefs = state.chiefs.get(matter.unit)
    if chiefs is None:
        return AfterRow(glyph, Text("转首席代表决定"))
    here = next((c for c in chiefs if not c[2]), None)
    if here is None:
        absent = Text("A、B 角都不在") if chiefs else Text("没有登记首席代表")
        return AfterRow("due", Text("转首席代表决定"), absent)
    role, name, _ = here
    words = "{name} A 角在岗" if role == "A" else "{name} B 角顶岗"
    return AfterRow(glyph, Text("转首席代表决定"), Text(words, {"name": name}))


# --- 规矩 and 收费 ------------------------------------------------------------------------

LICENSING = "行政许可法"


def rule_of(state: ReceptionState) -> tuple[Line, Words]:
    """The one rule that decides here, in plain words, and its article."""
    matter = state.matter
    if state.form.by_agent and not state.form.power_of_attorney.strip():
        return (
            Text("申请人可以**委托代理人**来提；依法必须本人到场的除外。代办要有委托书。"),
            text("{law} 第二十九条", law=LICENSING),
        )
    if matter is None:
        return (
            Text("要交的材料**全部公示在目录里**，申请人要求解释的，要说清楚。"),
            text("{law} 第三十条", law=LICENSING),
        )
    if matter.kind == "service":
        return Text("服务事项不是许可，按中心公布的**办事规程和时限**办。"), ""
    if state.editing and state.mending:
        return (
            Text("能当场更正的错误，**允许申请人当场更正**，不用告知。"),
            text("{law} 第三十二条第一款第三项", law=LICENSING),
        )
    if state.told is not None or any(p.code == "material.missing" for p in state.stops):
        return (
            Text(
                "材料不齐的，当场或者五个工作日内**一次告知**要补的全部内容；"
                "过期不告知，收到那天就算受理。"
            ),
            text("{law} 第三十二条第一款第四项", law=LICENSING),
        )
    return (
        Text("材料齐全、符合法定形式的，**应当受理**，不得再要别的材料。"),
        text("{law} 第三十一条、第三十二条第一款第五项", law=LICENSING),
    )


def _fee(matter: Matter | None) -> tuple[Words, Words]:
    if matter is None:
        return "", ""
    if matter.charges:
        return Text("要收费"), matter.charges
    if matter.kind == "licence" and matter.handling is not Handling.JOINT:
        return Text("不收费"), Text("许可不收费（行政许可法第五十八条）。")
    return Text("不收费"), Text("目录里没有收费项目。")
