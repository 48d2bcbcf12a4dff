"""From the cash page's state to the payer's screen: one sheet, its payer, nothing else. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

from counter.domain.errors import KnownError, Text, text
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.lines import ChargeLine
from counter.domain.finance.payment import PayState
from counter.domain.finance.ticket import TicketState
from counter.domain.identity import check_id_number
from counter.domain.money import capitals, yuan
from counter.ui.citizen.state import (
    AMOUNT,
    INFORM,
    OVER,
    PAY,
    WELCOME,
    CitizenView,
    Due,
    Matter,
    Notice,
)
from counter.ui.pages.cash.panels import CashPanel, fen_of
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.cash.view import TO_PAYER

LINES = 5
"""So many lines of a sheet stand one by one; more are added up, a line for each unit."""

WAIT = Notice(text("请稍等"), text("工作人员正在办。"))


def look(p: CashPresenter) -> CitizenView:
    """The screen for what the cash page shows now."""
    unknown, sheet = p.unknown, p.sheet
    if sheet is None:
        if unknown is None or unknown.trace in p.payer.put_away:
            return WELCOME
        return CitizenView(step=PAY, notice=_unknown())
    matter = _matter(p, sheet)
    if p.busy == "asking" or (unknown is not None and unknown.sheet == sheet.number):
        fen = unknown.fen if unknown is not None else p.left
        return _sum(matter, PAY, "这一笔", fen, _unknown())
    if p.busy == "sale" or _under_way(p, sheet):
        return _sum(matter, PAY, "应缴", p.left, _card(p.left_seconds))
    return _by_status(p, sheet, matter)


def _under_way(p: CashPresenter, sheet: Charge) -> bool:
    """The card is asked for here: the intent is written and nothing has been answered."""
    payment, shift = sheet.open_payment, p.snap.shift
    return (
        payment is not None
        and payment.state is PayState.SENT
        and payment.purpose == "sale"
        and shift is not None
        and payment.shift == shift.name
    )


def _by_status(p: CashPresenter, sheet: Charge, matter: Matter) -> CitizenView:
    status = sheet.status
    if status in (ChargeStatus.READY, ChargeStatus.PARTLY):
        return _asking(p, sheet, matter)
    if status in (ChargeStatus.PAID, ChargeStatus.TICKETED):
        return _paid(p, sheet, matter)
    if status is ChargeStatus.FREE:
        free = Notice(text("不用缴费"), text("这件事不收钱。"), "ok")
        return CitizenView(OVER, matter, notice=free)
    if status is ChargeStatus.OPEN:
        names = "、".join(share.unit_short for share in sheet.unconfirmed)
        waits = Notice(text("金额还没有定"), text("还在等{units}核定，请稍等。", units=names))
        return CitizenView(INFORM, matter, notice=waits)
    return CitizenView(INFORM, matter, notice=WAIT)


# --- the amount, and what the payer says to it


def _asking(p: CashPresenter, sheet: Charge, matter: Matter) -> CitizenView:
    label = "还要缴" if sheet.paid else "应缴"
    if isinstance(p.panel, CashPanel):
        return _sum(matter, PAY, label, p.left, _counter_cash(p.panel))
    said = p.payer_said
    step = PAY if said == "right" else AMOUNT
    return _sum(matter, step, label, p.left, _ANSWERS[said], yes=said != "right", doubt=True)


_ANSWERS: dict[str, Notice | None] = {
    "": None,
    "right": Notice(text("窗口知道了：金额对"), text("请等工作人员收款。"), "ok"),
    "doubt": Notice(text("窗口知道了：有疑问"), text("先不收款，工作人员跟您核对。"), "warn"),
}


def _counter_cash(panel: CashPanel) -> Notice:
    got, fen = fen_of(panel.get("received")), panel.fen
    if got is None or fen is None or got < fen:
        return Notice(text("请交现金"), text("钱和找零请当面点清。"))
    return Notice(
        text("找您 {change}", change=yuan(got - fen)),
        text("收您 {got}。钱和找零请当面点清。", got=yuan(got)),
    )


def _card(left: int) -> Notice:
    return Notice(text("请刷卡"), text("先看清 POS 机上的金额，再输密码。"), count=left)


def _unknown() -> Notice:
    words = TO_PAYER.strip("“”").replace("**", "")
    return Notice(text("正在查这一笔"), text(words), "unk")


# --- paid, and the ticket


def _paid(p: CashPresenter, sheet: Charge, matter: Matter) -> CitizenView:
    printing = p.printing
    if printing is not None and printing.state is not TicketState.BEGUN:
        notice = Notice(text("请稍等"), text("工作人员在看票打好了没有。"))
    elif printing is not None or sheet.status is ChargeStatus.PAID:
        notice = Notice(text("钱收到了"), text("正在开票，请稍等。") if not _change(sheet) else "")
    else:
        notice = Notice(text("请拿好票据"), text("请看一眼金额，钱票当面点清。"), "ok")
        return _sum(matter, OVER, "已缴", sheet.paid, notice)
    if notice.more == "":
        more = text("找您 {change}，请点清。正在开票。", change=_change(sheet))
        notice = Notice(notice.now, more)
    return _sum(matter, PAY, "已缴", sheet.paid, notice)


def _change(sheet: Charge) -> str:
    """Yuan handed back with the last payment; empty for none."""
    last = sheet.payments[-1] if sheet.payments else None
    return yuan(last.change) if last is not None and last.change else ""


# --- whose matter it is


def _sum(
    matter: Matter,
    step: int,
    label: str,
    fen: int,
    notice: Notice | None,
    *,
    yes: bool = False,
    doubt: bool = False,
) -> CitizenView:
    return CitizenView(step, matter, text(label), yuan(fen), capitals(fen), notice, yes, doubt)


def _matter(p: CashPresenter, sheet: Charge) -> Matter:
    payer, raised = sheet.payer, sheet.raised
    return Matter(
        title=raised.matter_title if raised else "",
        payer=payer.name if payer else "",
        tail=tail_of(payer.number) if payer else "",
        dues=tuple(dues_of(sheet.lines)),
        notes=tuple(_notes(sheet)),
        foot=_foot(p, sheet),
    )


def tail_of(number: str) -> Text | str:
    """The last four characters of an ID number or a credit code; never more."""
    if len(number) < 8:
        return ""
    try:
        check_id_number(number)
    except KnownError:
        return text("代码末四位 {tail}", tail=number[-4:])
    return text("证号末四位 {tail}", tail=number[-4:])


def dues_of(lines: tuple[ChargeLine, ...]) -> Iterable[Due]:
    """The lines of a sheet, or the sum of each unit where they are many."""
    if len(lines) <= LINES:
        for line in lines:
            yield Due(line.unit_short, line.name, yuan(line.payable))
        return
    for unit in dict.fromkeys(line.unit for line in lines):
        mine = [line for line in lines if line.unit == unit]
        item: Text | str = mine[0].name if len(mine) == 1 else text("{n} 项", n=len(mine))
        yield Due(mine[0].unit_short, item, yuan(sum(line.payable for line in mine)))


def _notes(sheet: Charge) -> Iterable[Text]:
    for line in sheet.lines:
        cut = next(
            (c for c in sheet.reductions if (c.unit, c.code) == (line.unit, line.code)), None
        )
        if line.reduced and cut is not None:
            yield text(
                "{unit}原价 {due}，按{document}减 {by}",
                unit=line.unit_short,
                due=yuan(line.due),
                document=cut.document,
                by=yuan(line.reduced),
            )
    if sheet.paid and sheet.paid < sheet.payable:
        yield text("一共 {all}，已经缴了 {paid}", all=yuan(sheet.payable), paid=yuan(sheet.paid))


def _foot(p: CashPresenter, sheet: Charge) -> Text:
    units, plans = len({line.unit for line in sheet.lines}), p.snap.need.of if p.snap.need else 1
    if plans > 1:
        return text("票种不同，要开 {n} 张票。", n=plans)
    if units > 1:
        return text("一张票，{n} 家一起交。", n=units)
    return text("这里只显示您这一件。")
