"""What the page of tickets says: rows, the paper's sums, the number's own story. No Qt."""

from __future__ import annotations

from counter.desk.stock import StockLine
from counter.desk.ticketbooks import Book
from counter.domain.errors import Text, text
from counter.domain.finance.payment import WAY_WORDS
from counter.domain.finance.ticket import (
    TICKET_WORDS,
    VOID_REASONS,
    Ticket,
    TicketBegun,
    TicketState,
)
from counter.domain.money import capitals, yuan
from counter.domain.numbers import group_case_number
from counter.ui.markup import Line, Run
from counter.ui.pages.tickets import commands as keys
from counter.ui.pages.tickets.panels import short
from counter.ui.pages.tickets.presenter import TO_LOOK_AT, TicketsPresenter
from counter.ui.pages.tickets.state import ticket_id
from counter.ui.rows import AnyRow, Cell, Column, Row, cells
from counter.ui.state import ChipState, Header, NextStep
from counter.ui.text import say

NUMBERS = (
    Column("state", "状态", 88, narrow=82),
    Column("number", "票号", 156, narrow=130),
    Column("payer", "交款人、缴费单", 0),
    Column("fen", "金额、收款", 120, "right", narrow=84),
    Column("time", "时间", 64, "right", narrow=52),
)
PAPER = (
    Column("state", "状态", 88, narrow=76),
    Column("range", "代码、起止号", 196, narrow=162),
    Column("window", "本窗下一张", 0),
    Column("received", "领", 56, "right", narrow=40),
    Column("used", "用", 56, "right", narrow=40),
    Column("void", "废", 48, "right", narrow=32),
    Column("lost", "失", 48, "right", narrow=32),
    Column("left", "余", 60, "right", narrow=46),
)
STATES = {
    TicketState.BEGUN: "waiting",
    TicketState.FAILED: "due",
    TicketState.UNSURE: "unknown",
    TicketState.ISSUED: "done",
    TicketState.VOID: "gone",
    TicketState.LOST: "differs",
}


def chip(ticket: Ticket) -> ChipState:
    """A number's state; a red one and one answered in red say so."""
    if ticket.begun is not None and ticket.begun.red_of and ticket.state is TicketState.ISSUED:
        return ChipState("returned", "红字")
    if ticket.red_by:
        return ChipState("returned", "已红冲")
    return ChipState(STATES[ticket.state], TICKET_WORDS[ticket.state])


def link(ticket: Ticket) -> Text | str:
    """The other number that this one has to do with; else its ticket code."""
    begun = ticket.begun
    if begun is not None and begun.red_of:
        return text("冲 {n}", n=begun.red_of)
    if ticket.red_by:
        return text("红字 {n}", n=ticket.red_by)
    if ticket.replaced_by:
        return text("重开在 {n}", n=ticket.replaced_by)
    if begun is not None and begun.replaces:
        return text("替 {n}", n=begun.replaces)
    return text("代码 {c}", c=ticket.code)


def ways(ticket: Ticket) -> str:
    """How it was paid: 现金, POS; more than one side by side."""
    if ticket.begun is None:
        return ""
    if ticket.begun.red_of:
        return say("国库退付")
    found = "、".join(say(WAY_WORDS.get(way, way)) for way, _ in ticket.begun.ways)
    return say(text("手写 {ways}", ways=found)) if ticket.begun.written else found


def number_rows(p: TicketsPresenter) -> list[AnyRow]:
    """Numbers, the newest first."""
    return [_row(t, bool(p.query)) for t in p.snap.tickets]


def _row(t: Ticket, found: bool) -> Row:
    begun = t.begun
    spoiled = t.voided.reason if t.voided else ""
    blank = text("空白{why}", why=VOID_REASONS.get(spoiled, ""))
    return Row(
        ticket_id(t),
        cells(
            state=Cell(chip=chip(t)),
            number=Cell((Run(t.number, bold=True),), under=(Run(say(link(t))),)),
            payer=Cell(
                (Run(begun.payer.name if begun else say(blank)),),
                under=(Run(begun.sheet),) if begun else "",
                colour="ink" if begun else "ink2",
            ),
            fen=Cell((Run(yuan(t.fen) if begun else "", bold=True),), under=_under(ways(t))),
            time=Cell((Run(t.at[11:16]),), under=(Run(t.day[5:]),) if found else ""),
        ),
        t,
        dim=t.state is TicketState.VOID,
    )


def paper_rows(p: TicketsPresenter) -> list[AnyRow]:
    """Batches with their sums: the one in use first, then those that wait, then those used up."""
    order = {"ok": 0, "kind": 1, "todo": 2, "done": 3}
    rows = [(paper_chip(p, b), b) for b in p.snap.batches]
    rows.sort(key=lambda pair: (order[pair[0].state], -pair[1].stock.first))
    return [_paper_row(p, state, b) for state, b in rows]


def paper_chip(p: TicketsPresenter, batch: StockLine) -> ChipState:
    """What a batch is for now."""
    stock = batch.stock
    if batch.sums.left == 0:
        gone = stock.closed_to >= stock.last
        return ChipState("done", "已核销" if gone else "用完")
    if stock.hand:
        return ChipState("kind", "手写本")
    book = _book(p, batch)
    if book is not None and book.next:
        return ChipState("ok", "在用")
    return ChipState("todo", "没发" if stock.next_free == stock.first else "备用")


def _book(p: TicketsPresenter, batch: StockLine) -> Book | None:
    return next((b for b in p.snap.books if b.batch == batch.stock.batch), None)


def _paper_row(p: TicketsPresenter, state: ChipState, batch: StockLine) -> Row:
    stock, sums, book = batch.stock, batch.sums, _book(p, batch)
    window = p.services.actor().window
    runs = [run for run in stock.lent if run.window == window]
    part = [run for run in runs[-1:] if (run.first, run.last) != (stock.first, stock.last)]
    held = "".join(f"{run.first:010d} 至 {run.last:010d}" for run in part)
    upcoming = f"{book.next:010d}" if book and book.next else ""
    free = stock.last - stock.next_free + 1
    unlent = text("{n} 张没发", n=free) if free else ""
    return Row(
        stock.batch,
        cells(
            state=Cell(chip=state),
            range=Cell(
                (Run(stock.code),), under=(Run(f"{stock.first:010d} 至 {stock.last:010d}"),)
            ),
            window=Cell(
                (Run(_said(upcoming) or held or _said(unlent), bold=bool(book and book.next)),),
                under=_under(held if upcoming else _said(unlent) if held else ""),
            ),
            received=(Run(str(sums.received)),),
            used=(Run(str(sums.used)),),
            void=Cell((Run(str(sums.void)),), colour="bad" if sums.void else "ink2"),
            lost=Cell((Run(str(sums.lost)),), colour="bad" if sums.lost else "ink2"),
            left=Cell((Run(str(sums.left), bold=True),)),
        ),
    )


def _under(words: str) -> Line:
    return (Run(words),) if words else ""


def _said(words: Text | str) -> str:
    return say(words) if words else ""


# --- the number under the hand -------------------------------------------------------------------


def facts(ticket: Ticket) -> list[tuple[str, str, str]]:
    """Name, words, colour of what a number says."""
    begun = ticket.begun
    found = [("票据代码", ticket.code, "ink")]
    if begun is None:
        return [*found, ("", say("这个号上没有开过票"), "ink2")]
    found += [
        ("票种", begun.title, "ink"),
        ("交款人", begun.payer.name, "ink"),
        ("证号", begun.payer.number, "ink"),
        ("缴费单", begun.sheet, "ink"),
    ]
    if begun.case_no:
        found.append(("办件", group_case_number(begun.case_no), "ink"))
    found += [
        ("金额", f"{yuan(begun.fen)}  {capitals(begun.fen)}", "ink"),
        ("收款", _paid(begun), "ink"),
        ("联数", say(text("一式 {n} 联", n=begun.copies)), "ink"),
    ]
    if begun.check:
        found.append(("校验码", begun.check, "ink"))
    return found


def _paid(begun: TicketBegun) -> str:
    if begun.red_of:
        return say(text("国库退付 {yuan}", yuan=yuan(-begun.fen)))
    return "、".join(f"{say(WAY_WORDS.get(way, way))} {yuan(fen)}" for way, fen in begun.ways)


def story(ticket: Ticket) -> list[tuple[str, Text]]:
    """What became of a number: state and words, in the order of time."""
    begun = ticket.begun
    said: list[tuple[str, Text]] = []
    if begun is not None:
        said.append(("done", text("{at}  {who} 开票", at=_clock(ticket.at), who=begun.clerk_name)))
        if begun.replaces:
            said.append(("done", text("替作废的 **{n}**，钱没有动", n=begun.replaces)))
        if begun.written:
            said.append(("done", text("{day} 手写，后来补录，没有打印", day=begun.written)))
        if begun.red_of:
            said.append(("returned", text("冲 **{n}**：{why}", n=begun.red_of, why=begun.red_why)))
            paper = text(
                "退付申请 {paper}，{who} 在场", paper=begun.refund_paper, who=begun.second_name
            )
            said.append(("returned", paper))
    said += [_printed(p.nth, p.outcome) for p in ticket.prints if p.why != "void"]
    if ticket.voided is not None:
        said += _voided(ticket)
    if ticket.lost is not None:
        lost = ticket.lost
        words = text("遗失：报告 {r}，{who} 在场", r=lost.report, who=lost.second_name)
        said.append(("differs", words))
        notice = text("公告 {n}", n=lost.notice) if lost.notice else text("公告还没有登")
        said.append(("done" if lost.notice else "todo", notice))
    if ticket.replaced_by:
        said.append(("done", text("重开在 **{n}**", n=ticket.replaced_by)))
    if ticket.red_by:
        said.append(("returned", text("红字票 **{n}** 冲了这一张", n=ticket.red_by)))
    return said


def _voided(ticket: Ticket) -> list[tuple[str, Text]]:
    void = ticket.voided
    assert void is not None
    reason = VOID_REASONS.get(void.reason, void.reason) + (f"，{void.words}" if void.words else "")
    return [
        ("gone", text("{at}  作废：{why}", at=_clock(ticket.ended_at), why=reason)),
        ("gone", text("{n} 联收回，{who} 在场", n=void.copies, who=void.second_name)),
    ]


def _clock(at: str) -> str:
    return at[5:16].replace("T", " ")


def _printed(nth: int, outcome: str) -> tuple[str, Text]:
    if nth > 1:
        states = {"printed": ("done", text("补打 第 {n} 次", n=nth))}
        return states.get(outcome, ("due", text("补打 第 {n} 次，没打成或不清楚", n=nth)))
    return {
        "printed": ("done", text("打好了")),
        "failed": ("due", text("没打成，纸上是空的")),
    }.get(outcome, ("unknown", text("不知道打好没有，要人看")))


# --- header and next step ------------------------------------------------------------------------


def header(p: TicketsPresenter) -> Header:
    """Title and whose numbers these are."""
    if p.query:
        return Header("票据", text("找“{q}”，{n} 张", q=p.query, n=len(p.snap.tickets)))
    if not p.snap.day:
        return Header("票据", "还没有开过班")
    locked = p.snap.day <= p.snap.locked
    chips = (ChipState("done", "已日结") if locked else ChipState("waiting", "没日结"),)
    return Header("票据", text("{day} 的票", day=p.snap.day), chips=chips)


def next_step(p: TicketsPresenter) -> NextStep:
    """The one thing to do now."""
    ticket = p.ticket
    if p.panel is not None:
        return NextStep("", text("填好按 ↵"), p.said, text("Esc 不做了"))
    if ticket is not None and ticket.state in TO_LOOK_AT:
        return _look(ticket)
    if p.reopens and ticket is not None:
        then = text("用下一个号，金额不变，钱不再收")
        other = text("要退钱 [[shell.page5|]] 流水") if ticket.voided else ""
        now = text("票 **{n}** 作废了，去重开", n=short(ticket.number))
        return NextStep(keys.AGAIN_ON.id, now, then, other)
    if p.locked and ticket is not None:
        now = text("票 **{n}** 已经日结，不能作废：开红字票", n=short(ticket.number))
        if p.snap.shift is None:
            return NextStep("", now, text("先到收费页开班，再 [[tickets.red]]"))
        return NextStep(keys.RED.id, now, text("钱由国库退付，不从抽屉拿"))
    if p.snap.machine is None and p.loaded:
        return _no_paper(p)
    return NextStep("", text("号码连着，没有要看的票"), "", text("打坏了一张 [[tickets.void]]"))


def _look(ticket: Ticket) -> NextStep:
    if ticket.state is TicketState.FAILED:
        now = text("票 **{n}** 没打成，纸上是空的就再打", n=short(ticket.number))
        return NextStep(keys.PRINT_AGAIN.id, now, "", text("纸坏了 [[tickets.spoiled]]"))
    now = text("看一眼票 **{n}**：打好了没有", n=short(ticket.number))
    return NextStep(keys.GOOD.id, now, "", text("[[tickets.spoiled]]"))


def _no_paper(p: TicketsPresenter) -> NextStep:
    if p.lendable:
        return NextStep(keys.LEND.id, text("窗口手里没有票了，发一些过来"), text("换纸、对票号"))
    return NextStep(keys.RECEIVE.id, text("没有票了，先向财政部门领"), text("[[tickets.lend]]"))
