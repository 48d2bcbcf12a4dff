"""What the page of payments says: rows, facts of one payment, its trail. No Qt."""

from __future__ import annotations

from counter.domain.errors import Text, text
from counter.domain.finance.payment import (
    ANSWER_WORDS,
    PAY_WORDS,
    PURPOSE_WORDS,
    WAY_WORDS,
    Payment,
    PayState,
)
from counter.domain.money import capitals, yuan
from counter.ui.markup import Line, Run
from counter.ui.pages.ledger import commands as keys
from counter.ui.pages.ledger.presenter import LedgerPresenter
from counter.ui.rows import AnyRow, Cell, Column, Row, cells
from counter.ui.state import ChipState, Header, NextStep
from counter.ui.text import say, tr

PAYMENTS = (
    Column("state", "状态", 92, narrow=84),
    Column("trace", "流水、时间", 120, narrow=96),
    Column("payer", "交款人、缴费单", 0),
    Column("way", "方式、凭证", 140, narrow=112),
    Column("fen", "金额", 112, "right", narrow=88),
)
BANKED = (
    Column("account", "账户", 0),
    Column("slip", "回单", 200, narrow=140),
    Column("fen", "缴存", 112, "right", narrow=88),
)
ROOM = 14
"""Characters of a proof that have room in a row of a big-font window."""
_STATES = {
    PayState.SENT: "unknown",
    PayState.UNKNOWN: "unknown",
    PayState.DONE: "done",
    PayState.FAILED: "gone",
}
_HEARD = {
    "silent": "没有回话",
    "running": "POS 机还在做",
    "in_progress": "POS 机还在做",
    "none": "查无此笔",
    "nothing": "查无此笔",
}


def chip(p: LedgerPresenter, payment: Payment) -> ChipState:
    """A payment's state; a return says which kind, a sale that went back says so."""
    if payment.state is not PayState.DONE:
        return ChipState(_STATES[payment.state], PAY_WORDS[payment.state])
    if payment.purpose != "sale":
        word = "退现金" if payment.way == "cash" else PURPOSE_WORDS[payment.purpose]
        return ChipState("returned", word)
    returns = p.snap.returns(payment)
    if any(r.is_open for r in returns):
        return ChipState("unknown", "在退")
    back = sum(r.fen for r in returns)
    return ChipState("returned", "已退") if back >= payment.fen else ChipState("done", "收了")


def _proof(payment: Payment) -> str:
    """Voucher and batch, the bank's number, or the change."""
    if payment.slip is not None and payment.slip.voucher:
        return tr("凭证 {v}", v=payment.slip.voucher)
    if payment.reference:  # a long one stands whole among the facts at the right
        return payment.reference if len(payment.reference) <= ROOM else ""
    if payment.received > payment.fen:
        return tr("收 {got} 找 {back}", got=yuan(payment.received), back=yuan(payment.change))
    return ""


def _under(words: str) -> Line:
    return (Run(words),) if words else ""


def payment_rows(p: LedgerPresenter) -> list[AnyRow]:
    """Payments, the newest first; what went back stands with a minus."""
    return [_row(p, payment) for payment in p.snap.payments]


def _row(p: LedgerPresenter, payment: Payment) -> Row:
    back = payment.purpose != "sale"
    amount = f"−{yuan(payment.fen)}" if back else yuan(payment.fen)
    failed = payment.state is PayState.FAILED
    return Row(
        payment.trace,
        cells(
            state=Cell(chip=chip(p, payment)),
            trace=Cell((Run(payment.trace),), under=(Run(payment.at[11:16]),)),
            payer=Cell((Run(p.payer(payment)),), under=(Run(payment.sheet),)),
            way=Cell((Run(say(WAY_WORDS.get(payment.way, ""))),), under=_under(_proof(payment))),
            fen=Cell((Run(amount, bold=not failed),), colour="ink2" if failed else "ink"),
        ),
        payment,
        dim=failed,
    )


def banked_rows(p: LedgerPresenter) -> list[AnyRow]:
    """Cash taken to the bank on this day."""
    return [
        Row(
            f"{n}",
            cells(
                fen=Cell((Run(yuan(b.fen), bold=True),)),
                account=(Run(b.account),),
                slip=(Run(b.slip),),
            ),
        )
        for n, b in enumerate(p.snap.banked)
    ]


def sums(p: LedgerPresenter) -> Text:
    """What came by each way, net."""
    return text(
        "{n} 笔 净收 现金 {cash} + POS {pos} + 转账 {transfer}",
        n=len(p.snap.payments),
        cash=yuan(p.snap.came("cash")),
        pos=yuan(p.snap.came("pos")),
        transfer=yuan(p.snap.came("transfer")),
    )


def facts(p: LedgerPresenter, payment: Payment) -> list[tuple[str, str, str]]:
    """Name, words, colour of what is known of a payment."""
    found = [
        ("交款人", p.payer(payment), "ink"),
        ("缴费单", payment.sheet, "ink"),
        ("方式", say(WAY_WORDS.get(payment.way, "")), "ink"),
        ("金额", f"{yuan(payment.fen)}  {capitals(payment.fen)}", "ink"),
    ]
    if payment.of:
        found.append(("退的是", payment.of, "ink"))
    if payment.received:
        words = tr("{got}，找零 {back}", got=yuan(payment.received), back=yuan(payment.change))
        found.append(("收到", words, "ink"))
    if payment.taken_on:
        found.append(("收款日", tr("{day}，后来补录", day=payment.taken_on), "ink"))
    if payment.reference:
        found.append(("流水号", payment.reference, "ink"))
    slip = payment.slip
    if slip is not None:
        found += [
            (name, words, "ink")
            for name, words in (
                ("卡", f"{slip.card} {slip.bank}".strip()),
                ("凭证号", slip.voucher),
                ("参考号", slip.reference),
                ("批次", slip.batch),
                ("终端", f"{slip.merchant} {slip.terminal}".strip()),
            )
            if words
        ]
    return found


def story(p: LedgerPresenter, payment: Payment) -> list[tuple[str, Text]]:
    """What became of a payment: sent, answered, asked, judged by whom, given back."""
    said = [_beginning(payment)]
    for n, ask in enumerate(payment.asked, 1):
        heard = ask.words or tr(_HEARD.get(ask.answer, "问到的对不上"))
        said.append(("todo", text("问 POS 机第 {n} 次：{heard}", n=n, heard=heard)))
    for judged in payment.judged:
        answer = ANSWER_WORDS[judged.answer]
        words = f"，{judged.words}" if judged.words else ""
        state = "unknown" if judged.answer == "unclear" else "done"
        told = text("{who} 和当班人看签购单：{a}{w}", who=judged.second_name, a=answer, w=words)
        said.append((state, told))
    if payment.way == "pos":
        said.append(_ending(payment))
    said += [_return(r) for r in p.snap.returns(payment)]
    sheet = p.snap.sheets.get(payment.sheet)
    tickets = [t for t in sheet.tickets if t.stands] if sheet else []
    said += [("done", text("开在票 **{n}** 上", n=t.number)) for t in tickets]
    return said


def _beginning(payment: Payment) -> tuple[str, Text]:
    at = payment.at[5:19].replace("T", " ")
    if payment.way == "pos":
        return "done", text("{at}  记了账，再发给 POS 机", at=at)
    return "done", text("{at}  当面收付，记了账", at=at)


def _ending(payment: Payment) -> tuple[str, Text]:
    if payment.state is PayState.DONE:
        return "done", text("{at}  POS 机：成功", at=payment.ended_at[11:19])
    if payment.state is PayState.FAILED:
        return "gone", text("没有成：{words}", words=payment.words or payment.why)
    heard = payment.words or tr("没有回话")
    if payment.purpose != "sale":
        return "unknown", text("不知道退了没有：{words}", words=heard)
    return "unknown", text("不知道扣了没有：{words}", words=heard)


def _return(back: Payment) -> tuple[str, Text]:
    words = "退现金" if back.way == "cash" else PURPOSE_WORDS[back.purpose]
    state = "unknown" if back.is_open else "returned"
    at = back.at[11:16]
    told = text(
        "{at}  {how} {yuan} 元，流水 {t}", at=at, how=words, yuan=yuan(back.fen), t=back.trace
    )
    return state, told


def header(p: LedgerPresenter) -> Header:
    """Title and whose payments these are."""
    if not p.snap.day:
        return Header("流水", "还没有开过班")
    return Header("流水", text("{day} 的收付", day=p.snap.day))


def next_step(p: LedgerPresenter) -> NextStep:
    """The one thing to do now."""
    if p.busy:
        left = text("还有 {n} 秒", n=p.left) if p.left else text("等 POS 机回话")
        return NextStep("", text("请交款人在 POS 机上刷原来的卡，**{left}**", left=say(left)))
    if p.panel is not None:
        return NextStep("", text("看清金额按 ↵"), "", text("Esc 不做了"))
    if p.unknown is not None:
        now = text("流水 **{t}** 不知道扣了没有", t=p.unknown.trace)
        if p.unknown.purpose != "sale":
            now = text("流水 **{t}** 不知道退了没有，不要再退", t=p.unknown.trace)
        return NextStep(keys.CASH.id, now, text("问 POS 机，或者两个人看签购单"))
    if p.may_give_back().ok:
        other = text("[[ledger.bank]]") if p.snap.shift is not None else ""
        return NextStep("", p.said or text("要退钱，选那一笔，按 [[ledger.back|]]"), "", other)
    return NextStep("", p.said or text("选一笔看它的经过"), "", text("[[ledger.bank]]"))
