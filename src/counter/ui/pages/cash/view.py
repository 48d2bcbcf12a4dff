"""What the cash page says: rows of the sheet, chips of the units, sums, the 下一步 line. No Qt."""

from __future__ import annotations

import datetime as dt

from counter.domain.errors import Text, text
from counter.domain.fees import quantity_words
from counter.domain.finance.charge import CHARGE_WORDS, Charge, ChargeStatus
from counter.domain.finance.charging import older_words
from counter.domain.finance.payment import WAY_WORDS, Payment
from counter.domain.finance.ticket import TICKET_WORDS, Ticket, TicketState
from counter.domain.money import yuan
from counter.domain.numbers import group_case_number
from counter.ui.markup import Line, Run
from counter.ui.pages.cash import commands as keys
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.cash.state import Sums
from counter.ui.rows import AnyRow, Cell, Column, Row, cells
from counter.ui.state import ChipState, Header, NextStep

LINES = (
    Column("unit", "单位", 96, narrow=70),
    Column("item", "项目、编码", 0),
    Column("quantity", "数量", 92, "right", narrow=76),
    Column("standard", "标准", 80, "right", narrow=60),
    Column("due", "应收", 88, "right", narrow=72),
    Column("reduced", "减免", 88, "right", narrow=72),
    Column("payable", "实收", 96, "right", narrow=80),
)
WAITING = (
    Column("state", "状态", 104),
    Column("number", "缴费单、办件", 232, narrow=210),
    Column("payer", "交款人", 0),
    Column("units", "几个单位", 76, "right"),
    Column("fen", "应缴", 108, "right"),
)
TO_PAYER = "“银行可能已经扣款，我们正在查，请您**不要再刷**。要是扣了没缴成，3 到 10 天退回原卡。”"
"""Read out to the payer, and shown on the second screen, while nobody knows."""

STATES = {
    ChargeStatus.PAYING: "unknown",
    ChargeStatus.PAID: "due",
    ChargeStatus.PARTLY: "waiting",
    ChargeStatus.READY: "todo",
    ChargeStatus.OPEN: "waiting",
    ChargeStatus.BACK: "returned",
    ChargeStatus.TICKETED: "done",
    ChargeStatus.FREE: "done",
    ChargeStatus.REFUNDED: "done",
    ChargeStatus.CANCELLED: "gone",
}


def waiting_rows(p: CashPresenter) -> list[AnyRow]:
    """Sheets that wait, the most pressing first."""
    return [
        Row(
            c.number,
            cells(
                state=Cell(chip=ChipState(STATES[c.status], CHARGE_WORDS[c.status])),
                number=Cell(
                    (Run(c.number),),
                    under=(Run(group_case_number(c.raised.case_no if c.raised else "")),),
                ),
                payer=Cell(
                    (Run(c.payer.name if c.payer else "", bold=True),),
                    under=(Run(c.raised.matter_title if c.raised else ""),),
                ),
                units=(Run(str(len({x.unit for x in c.lines}))),),
                fen=Cell((Run(yuan(c.payable), bold=True),)),
            ),
            c,
        )
        for c in p.snap.waiting
    ]


def line_rows(sheet: Charge, *, short: bool = False) -> list[AnyRow]:
    """The lines of the sheet, two lines each, and their sum. short: the basis stays on paper."""
    rows: list[AnyRow] = [
        Row(
            f"{x.unit}/{x.code}",
            cells(
                unit=Cell((Run(x.unit_short, bold=True),)),
                item=Cell((Run(x.name),), under=(Run(x.code if short else f"{x.code}·{x.basis}"),)),
                quantity=(Run(f"{quantity_words(x.quantity)} {x.measure}" if x.quantity else ""),),
                standard=Cell((Run(x.standard),), colour="ink2"),
                due=(Run(yuan(x.due)),),
                reduced=(Run(f"−{yuan(x.reduced)}" if x.reduced else ""),),
                payable=Cell((Run(yuan(x.payable), bold=True),)),
            ),
        )
        for x in sheet.lines
    ]
    total = cells(
        unit=Cell((Run(f"合计 {len(sheet.lines)} 行"),), colour="ink2"),
        due=(Run(yuan(sheet.due)),),
        reduced=(Run(f"−{yuan(sheet.reduced)}" if sheet.reduced else ""),),
        payable=Cell((Run(yuan(sheet.payable), bold=True),), role="lead"),
    )
    rows.append(Row("", total))
    return rows


def notes(sheet: Charge, today: dt.date) -> tuple[Text, ...]:
    """What is to be said of the sheet: that it is an older one, what each reduction rests on."""
    older = older_words(sheet, today)
    cuts = tuple(
        text(
            "**减免依据** {document}，减 {yuan} 元；批准 {who} {day}；扫描件 {n} 页",
            document=cut.document,
            yuan=yuan(cut.by),
            who=cut.approver,
            day=cut.approved_on,
            n=cut.pages,
        )
        for cut in sheet.reductions
    )
    return (older, *cuts) if older else cuts


def unit_chips(sheet: Charge) -> tuple[ChipState, ...]:
    """One chip for each unit that has to say what it charges."""
    found = []
    for share in sheet.shares:
        mine = sum(x.payable for x in sheet.lines if x.unit == share.unit)
        amount = yuan(mine) if mine else "0"
        said = text("{unit} {amount}", unit=share.unit_short, amount=amount)
        waits = text("{unit} 未核定", unit=share.unit_short)
        found.append(ChipState("done", said) if share.by else ChipState("waiting", waits))
    return tuple(found)


def sums_cells(sums: Sums) -> tuple[tuple[str, str], ...]:
    """今天 in four pairs."""
    return (
        (f"开票 {sums.tickets} 张", yuan(sums.tickets_fen)),
        (f"现金 {sums.cash} 笔", yuan(sums.cash_fen)),
        (f"POS {sums.pos} 笔", yuan(sums.pos_fen)),
        (f"转账 {sums.transfer} 笔", yuan(sums.transfer_fen)),
    )


def last_line(ticket: Ticket | None) -> Line:
    """上一笔: the last ticket of this shift."""
    if ticket is None or ticket.begun is None:
        return "今天还没有开票"
    ways = "、".join(WAY_WORDS.get(way, way) for way, _ in ticket.begun.ways)
    return (
        Run("上一笔  ", bold=True),
        Run(
            f"{ticket.at[11:16]} 票 {ticket.number}·{ticket.begun.payer.name}·"
            f"{yuan(ticket.fen)} 元 {ways}"
        ),
    )


def last_chip(ticket: Ticket | None) -> ChipState | None:
    """What became of the last ticket's paper."""
    if ticket is None:
        return None
    states = {
        TicketState.ISSUED: "done",
        TicketState.VOID: "gone",
        TicketState.UNSURE: "unknown",
        TicketState.FAILED: "due",
    }
    word = "票已打好" if ticket.state is TicketState.ISSUED else TICKET_WORDS[ticket.state]
    return ChipState(states.get(ticket.state, "waiting"), word)


def header(p: CashPresenter) -> Header:
    """Title, the sheet that is open."""
    if p.unknown is not None:
        return Header("收款结果未知", "", chips=(ChipState("unknown", "结果未知"),))
    sheet = p.sheet
    if sheet is None:
        return Header("收费", text("{n} 张单等着", n=len(p.snap.waiting)) if p.snap.waiting else "")
    chip = ChipState(STATES[sheet.status], CHARGE_WORDS[sheet.status])
    return Header("收费", "", number=sheet.number, chips=(chip,))


def next_step(p: CashPresenter) -> NextStep:
    """The one thing to do now."""
    if p.unknown is not None:
        return _unknown_step(p)
    if p.busy == "sale":
        left = text("还有 {n} 秒", n=p.left_seconds) if p.left_seconds else text("等 POS 机回话")
        return NextStep("", text("请交款人在 POS 机上刷卡，**{left}**", left=str(left)), "")
    if p.payer_said == "doubt" and p.step in ("check", "take"):
        return _doubt(p)
    return _STEPS[p.step](p)


def _doubt(p: CashPresenter) -> NextStep:
    then = text("[[cash.pos]] [[cash.cash]]") if p.step == "take" else text("再对票号")
    if p.panel is not None:
        then = text("核对好了再按 ↵")
    return NextStep(
        "", text("**交款人有疑问**，先跟他核对金额"), then, "单子不对 [[cash.send_back]]"
    )


def second_chip(p: CashPresenter) -> ChipState | None:
    """第二屏: what the payer has said, while there is something to take."""
    if p.step not in ("check", "take"):
        return None
    said = {
        "": ChipState("waiting", "等交款人核对"),
        "right": ChipState("done", "交款人已按“金额对”"),
        "doubt": ChipState("due", "交款人有疑问"),
    }
    return said[p.payer_said]


def second_words(p: CashPresenter, fen: int) -> Text:
    """第二屏: what stands there."""
    units = len({x.unit for x in p.sheet.lines}) if p.sheet else 0
    return text("第二屏正显示：{fen} 元，大写，{n} 个单位", fen=yuan(fen), n=units)


def _unknown_step(p: CashPresenter) -> NextStep:
    if p.busy == "asking":
        words = text("**先等** 程序正在问 POS 机，还有 **{n}** 秒", n=p.left_seconds)
        return NextStep("", words, text("问到了会自动往下走，不用按键"))
    if p.panel is not None:
        return NextStep("", text("两个人看签购单，填好按 ↵"), text("程序不猜"))
    return NextStep(
        keys.ASK.id,
        text("再问一次 POS 机"),
        text("问不到，看签购单选一样"),
        text("[[cash.charged]] [[cash.not_charged]] [[cash.unclear]]"),
    )


def _pick(p: CashPresenter) -> NextStep:
    if not p.snap.waiting and p.unlooked is not None:
        words = text("票 **{n}** 不知道打好没有，先打开看一眼", n=p.unlooked.number)
        return NextStep(keys.PICK.id, words, text("打好了，或者坏了"))
    if not p.snap.waiting:
        return NextStep("", text("没有等着的缴费单，扫单子上的码或按 F2 再看"), "")
    return NextStep(
        keys.PICK.id, text("打开 **{n}**", n=p.current or ""), text("对票号、收款"), "[[cash.find]]"
    )


def _take(p: CashPresenter) -> NextStep:
    now = text("票号 **{n}** 对上了，去收款", n=p.expected[-5:])
    then = text("[[cash.pos]] [[cash.cash]] [[cash.transfer]]")
    if p.panel is not None:
        return NextStep("", text("填好按 ↵"), text("[[cash.print]]"))
    first = keys.POS.id if p.services.line is not None else keys.CASH.id
    return NextStep(first, now, then, text("单子不对 [[cash.send_back]]"))


def _look(p: CashPresenter) -> NextStep:
    ticket = p.printing
    if ticket is None or ticket.state is TicketState.BEGUN:
        return NextStep("", text("正在打票，等打印机"), "")
    if ticket.state is TicketState.FAILED:
        now = text("票 **{n}** 没打成，纸上是空的就再打", n=ticket.number)
        return NextStep(keys.AGAIN.id, now, "", text("纸坏了 [[cash.spoiled]]"))
    now = text("看一眼票 **{n}**：打好了没有", n=ticket.number)
    return NextStep(keys.GOOD.id, now, "", text("[[cash.spoiled]]"))


def _check(p: CashPresenter) -> NextStep:
    if p.snap.need_error is not None:
        return NextStep("", text("窗口没有这种票了，先领票"), text("Alt+2 票据"))
    return NextStep(
        "", text("看票据机里那张纸，输票号末 5 位，按 ↵"), text("[[cash.pos]] [[cash.cash]]")
    )


def _print(p: CashPresenter) -> NextStep:
    words = text("钱收齐了，用 **{n}** 开票", n=p.expected[-5:])
    return NextStep(keys.PRINT_NOW.id, words, text("打票"))


def _done(_p: CashPresenter) -> NextStep:
    return NextStep(keys.NEXT_NOW.id, text("这张单办完了，叫下一位"), text("看等着的单"))


_STEPS = {
    "shift": lambda _p: NextStep("", text("点清底金，填好按 ↵ 开班"), text("开了班才能收钱")),
    "pick": _pick,
    "look": _look,
    "check": _check,
    "take": _take,
    "print": _print,
    "done": _done,
    "stop": lambda _p: NextStep(keys.NEXT.id, text("这张单现在不能收，看它的状态"), ""),
}


def unknown_facts(payment: Payment) -> tuple[tuple[str, str], ...]:
    """What is known of the payment that nobody knows."""
    slip = payment.slip
    return (
        ("流水", payment.trace),
        ("缴费单", payment.sheet),
        ("POS", payment.device + (f"·批次 {slip.batch}" if slip and slip.batch else "")),
        ("发出", payment.at[11:19]),
    )


def trail(payment: Payment) -> tuple[tuple[str, str], ...]:
    """What was done about it so far: state and words."""
    said = [("done", f"{payment.at[11:19]}  已记账，再发出")]
    said.append(("unknown", payment.words or "没有回话"))
    answers = {"silent": "没有回话", "in_progress": "POS 机还在做", "nothing": "查无此笔"}
    for n, ask in enumerate(payment.asked, 1):
        answer = answers.get(ask.answer, "问到的对不上")
        said.append(("todo", f"问第 {n} 次  {answer}"))
    for judged in payment.judged:
        said.append(("unknown", f"{judged.second_name} 和当班人：看不清，挂着对银行账"))
    return tuple(said)
