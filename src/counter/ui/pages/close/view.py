"""What the close page says: header, next step, remarks beside equations, papers. No Qt."""

from __future__ import annotations

import datetime as dt

from counter.domain.errors import text
from counter.domain.finance.closepapers import DAY_PAPERS, HANDOVER_PAPERS
from counter.domain.finance.closewords import amount_words, side_words
from counter.domain.finance.dayclose import Equation
from counter.domain.money import yuan
from counter.domain.paperacts import PaperState
from counter.ui.markup import Line, Run
from counter.ui.pages.close import commands as keys
from counter.ui.pages.close.presenter import ClosePresenter
from counter.ui.rows import AnyRow, Cell, Column, Row, cells
from counter.ui.state import ChipState, Header, NextStep

PAPERS = (
    Column("state", "状态", 104),
    Column("title", "表", 0),
    Column("copies", "份数", 64, "right"),
    Column("key", "", 96, "right"),
)
WEEK = "一二三四五六日"


def header(p: ClosePresenter) -> Header:
    """Day, window, which shift; what is unknown and uncollected."""
    shift = p.shift
    if shift is None or shift.opened is None:
        return Header("日结")
    day = dt.date.fromisoformat(shift.day)
    n = shift.name.rpartition("/")[2]
    words = text(
        "{m} 月 {d} 日 周{w}·{window} 号窗口·第 {n} 班",
        m=day.month,
        d=day.day,
        w=WEEK[day.weekday()],
        window=shift.opened.window,
        n=n,
    )
    view = p.snap.view
    if view is None:
        closed = shift.closed
        word = "已锁账" if closed and closed.kind == "day" else "已交班"
        at = f"{word} {shift.closed_at[11:16]}"
        return Header("日结", words, chips=(ChipState("done", at),))
    unknown = len(view.unknown)
    chips = (
        ChipState("unknown" if unknown else "done", text("POS 未知 {n} 笔", n=unknown)),
        ChipState(
            "due" if view.uncollected else "done",
            text("未收缴费单 {n} 张", n=view.uncollected),
        ),
    )
    return Header("日结", words, chips=chips)


def next_step(p: ClosePresenter) -> NextStep:
    """The one thing to do now."""
    if p.settling:
        return NextStep("", text("POS 机正在结算，等它吐出结算单"), text("别拔电"))
    if p.panel is not None:
        return NextStep("", text("填好按 ↵"), text("回来接着日结"))
    return _STEPS[p.step](p)


def _clear(p: ClosePresenter) -> NextStep:
    view = p.snap.view
    assert view is not None
    more = text("一共 {n} 件没查清", n=len(view.waiting))
    now = text("去查清：{what}", what=str(view.waiting[0]))
    return NextStep(keys.CLEAR.id, now, text("查清了再日结"), more)


def _settle(p: ClosePresenter) -> NextStep:
    if p.services.line is None:
        return NextStep(keys.TYPED.id, text("抄 POS 机的结算单"), text("对第四个等式"))
    return NextStep(
        keys.SETTLE.id, text("**POS 结算**，和本机的账对"), text("写差额、签字"), "[[close.typed]]"
    )


def _gap(p: ClosePresenter) -> NextStep:
    eq = p.equations[0]
    words = eq.notes[0] if eq.notes else text("票的张数对不上，去票据页查")
    return NextStep(keys.GAP.id, words, text("每个号都有去处，才能锁"))


def _explain(p: ClosePresenter) -> NextStep:
    eq = p.unexplained
    assert eq is not None
    amount = amount_words(eq.n, abs(eq.difference))
    if eq.n == 3:
        now = text("再点一遍；还差 **{y}**，就选原因", y=amount)
        return NextStep(keys.COUNT.id, now, text("两个人签，[[close.lock]]"))
    now = text("选差 **{y}** 的原因，写一句", y=amount)
    return NextStep("", now, text("两个人签，[[close.lock]]"))


def _lock(_p: ClosePresenter) -> NextStep:
    now = text("两个人都在，**锁账**，打五张表")
    return NextStep(keys.LOCK.id, now, text("下一张票算明天的"), "[[close.handover]]")


def _closed(p: ClosePresenter) -> NextStep:
    shift = p.shift
    day = shift is not None and shift.closed is not None and shift.closed.kind == "day"
    then = text("下一张票算明天的") if day else text("接班的人开班，底金就是点出来的数")
    return NextStep("", text("锁了，不能再改"), then, "[[close.reprint]]")


_STEPS = {
    "none": lambda _p: NextStep("", text("还没有开班"), text("到收费页点清底金开班")),
    "refused": lambda _p: NextStep("", text("这个抽屉不是您的班，请当班的人来日结"), ""),
    "closed": _closed,
    "clear": _clear,
    "count": lambda p: NextStep(
        "",
        text("**点现金** 只输张数，↵ 往下，没有的直接 ↵"),
        text("对五个等式"),
        "[[close.settle]] [[close.bank]]" if p.unsettled else "[[close.bank]]",
    ),
    "settle": _settle,
    "gap": _gap,
    "explain": _explain,
    "sign": lambda _p: NextStep(
        "", text("请复核的人输 **工号** 和 **PIN**"), text("[[close.lock]] [[close.handover]]")
    ),
    "lock": _lock,
}


def drawer_sums(p: ClosePresenter) -> list[tuple[str, str, str]]:
    """Name, amount, colour: float, came, went, banked, should, difference."""
    if len(p.equations) < 3:
        return []
    eq = p.equations[2]
    amounts = {term.key: term.amount for term in eq.left}
    should = sum(term.sign * term.amount for term in eq.left)
    rows = [
        ("开班底金", yuan(amounts["float"]), "ink2"),
        ("现金收入", yuan(amounts["cash_in"]), "ink2"),
        ("退出去", yuan(amounts["cash_back"]), "ink2"),
        ("已存银行", yuan(amounts["banked"]), "ink2"),
        ("应有", yuan(should), "ink"),
    ]
    if p.standing(eq) != "later":
        by = eq.difference
        word = "长款" if by > 0 else "短款" if by < 0 else "不长不短"
        rows.append((word, yuan(abs(by)) if by else "0.00", "bad" if by else "ink2"))
    return rows


def remark(p: ClosePresenter, eq: Equation) -> str:
    """Small words beside an equation's name."""
    view = p.snap.view
    if view is None:
        return ""
    facts = view.facts
    if eq.n == 1:
        numbers = sorted(t.number for t in facts.tickets)
        if not numbers:
            return "今天没有用票"
        linked = "" if eq.notes else "，号码连着"
        return f"{numbers[0]} 至 {numbers[-1]}{linked}"
    if eq.n == 2:
        return "按票与按收款方式"
    if eq.n == 3:
        return f"应有 {yuan(sum(t.sign * t.amount for t in eq.left))}"
    if eq.n == 4:
        settled = view.shift.settled
        theirs = sum(s.sales + s.voids + s.refunds for s in settled)
        ours = sum(1 for x in facts.payments if x.way == "pos" and x.counts)
        return f"终端 {theirs} 笔，本机 {ours} 笔" if settled else f"终端没有结算，本机 {ours} 笔"
    return f"动过的 {len(facts.sheets)} 张单"


def equation_line(p: ClosePresenter, eq: Equation) -> Line:
    """Both sides with their terms and the sign between them."""
    state = p.standing(eq)
    sign, colour = {
        "holds": (" = ", "ok"),
        "broken": (" ≠ " if eq.difference else " = ", "bad"),
        "later": (" … ", "ink2"),
    }[state]
    return (
        Run(side_words(eq.n, eq.left)),
        Run(f" {sign.strip()} ", bold=True, colour=colour),
        Run(side_words(eq.n, eq.right), bold=True, colour="bad" if state == "broken" else ""),
    )


def equation_chip(p: ClosePresenter, eq: Equation) -> ChipState:
    """相等, 差 …, or what is not done yet."""
    state = p.standing(eq)
    if state == "later":
        return ChipState("todo", "没点完" if eq.n == 3 else "没结算")
    if state == "holds":
        return ChipState("done", "相等")
    if not eq.difference:
        return ChipState("differs", "缺号")
    if not p.is_open:
        return ChipState("due", "已说明")
    amount = amount_words(eq.n, abs(eq.difference))
    return ChipState("differs", text("差 {y}", y=amount))


def all_chip(p: ClosePresenter) -> ChipState | None:
    """How many of the five hold."""
    if not p.equations:
        return None
    states = [p.standing(eq) for eq in p.equations]
    holds, broken = states.count("holds"), states.count("broken")
    if broken and not p.is_open:
        return ChipState("due", text("{a} 个相等，{b} 个已说明", a=holds, b=broken))
    if broken:
        return ChipState("differs", text("{a} 个相等，{b} 个不等", a=holds, b=broken))
    if holds == 5:
        return ChipState("done", "五个都相等")
    return ChipState("todo", text("{a} 个相等，{b} 个还没有", a=holds, b=5 - holds))


def reason_title(eq: Equation) -> str:
    """短 10.00 的原因."""
    by = eq.difference
    word = ("长" if by > 0 else "短") if eq.n == 3 else "差"
    return f"{word} {amount_words(eq.n, abs(by))} 的原因"


def coming() -> tuple[ChipState, ...]:
    """The papers that will print."""
    return tuple(ChipState("todo", title) for _, title in DAY_PAPERS)


def handed_papers() -> tuple[str, ...]:
    """What a hand-over prints."""
    return tuple(title for _, title in HANDOVER_PAPERS)


_PRINTED = {
    "printed": ChipState("done", "打好"),
    "failed": ChipState("due", "没打成"),
    "unknown": ChipState("unknown", "不知道"),
}


def _fate(paper: PaperState) -> ChipState:
    return _PRINTED[paper.prints[-1].outcome] if paper.prints else ChipState("waiting", "在排队")


def paper_rows(p: ClosePresenter) -> list[AnyRow]:
    """The papers of the lock, with what became of them."""
    closed = p.snap.closed
    rows: list[AnyRow] = []
    for paper in closed.papers if closed else ():
        issued = paper.issued
        here = issued.paper_id == p.paper
        rows.append(
            Row(
                issued.paper_id,
                cells(
                    state=Cell(chip=_fate(paper)),
                    title=Cell((Run(issued.title, bold=True),)),
                    copies=(Run(f"{issued.copies} 份"),),
                    key=Cell("[[close.reprint]]" if here else ""),
                ),
            )
        )
    return rows


def signed_line(p: ClosePresenter) -> Line:
    """制表 and 复核 of a closed shift."""
    shift = p.shift
    if shift is None or shift.closed is None:
        return ""
    closed = shift.closed
    second = "复核 " if closed.kind == "day" else "接班 "
    return (
        Run("制表 "),
        Run(closed.by_name, bold=True),
        Run(f"    {second}"),
        Run(closed.second_name, bold=True),
        Run(f"    {shift.closed_at[:16].replace('T', ' ')} 锁"),
    )
