"""Taking money, and settling what nobody knows: the deciders of a payment.

The amount comes from the sheet. A sale is never sent twice; what ended unknown is settled by the
terminal's own last transaction or by two people, and until then holds up the ticket, the next sale
on that terminal and the close.
"""

from __future__ import annotations

from collections.abc import Sequence

from counter.domain.acts import NewAct, nfc
from counter.domain.errors import KnownError, text
from counter.domain.finance import payment as pay
from counter.domain.finance.charge import CHARGE_WORDS, Charge, ChargeStatus
from counter.domain.finance.payment import Payment, Slip, payment_stream
from counter.domain.finance.rules import (
    ONE_TICKET,
    Till,
    money_act,
    require_finance,
    require_here,
    require_second,
    require_shift,
)
from counter.domain.money import MAX_FEN, yuan
from counter.domain.numbers import use
from counter.domain.people import Actor
from counter.domain.posrules import Resolution

_TAKES = (ChargeStatus.READY, ChargeStatus.PARTLY)


def trace_series(terminal: str) -> str:
    """Key of the series of a terminal's payment traces."""
    return f"payment/{terminal}"


def trace_number(terminal: str, n: int) -> str:
    """A trace: terminal code and a running number, at most ten letters and digits."""
    return f"{terminal}{n:06d}"


def require_settled(open_payments: Sequence[Payment]) -> None:
    """Nothing may be unknown. Raises `pay.unknown` naming the first."""
    for payment in open_payments:
        raise KnownError(
            "pay.unknown",
            text(
                "流水 {trace} 的 {yuan} 元还不知道扣了没有。",
                trace=payment.trace,
                yuan=yuan(payment.fen),
            ),
            "先查清这一笔，再收下一笔。",
        )


def check_payable(charge: Charge, fen: int, window: str) -> None:
    """The sheet takes `fen` at a window now. Raises `pay.*`."""
    status = charge.status
    if status is ChargeStatus.OPEN:
        names = "、".join(s.unit_short for s in charge.unconfirmed)
        raise KnownError(
            "pay.unconfirmed",
            text("{units}还没有核定，不能收款。", units=names),
            "请该单位核定金额，不收就核定 0。",
            rule=ONE_TICKET,
        )
    if status not in _TAKES:
        raise KnownError(
            "pay.state",
            text("这张单现在是“{status}”，不能收款。", status=CHARGE_WORDS[status]),
            "请看单子的经过。",
        )
    require_here(charge, window)
    left = charge.payable - charge.paid
    if not 0 < fen <= min(left, MAX_FEN):
        raise KnownError(
            "pay.amount",
            text("这张单还要收 {left} 元，不能收 {fen} 元。", left=yuan(left), fen=yuan(fen)),
            "金额照单子收；分几种方式收的，加起来要等于应缴。",
        )


def send_sale(
    charge: Charge,
    fen: int,
    till: Till,
    *,
    trace: str,
    series: str,
    n: int,
    device: str,
    open_payments: Sequence[Payment],
    last_voucher: str = "",
    simulated: bool = False,
    confirmed_by_payer: bool = False,
) -> NewAct:
    """The durable intent of a POS sale; committed before the first byte leaves.

    fen: part of the sheet that goes by POS, > 0; open_payments: unknown ones of this terminal.
    Raises `pay.*`, `role.finance`, `shift.*`, `device.simulated`.
    """
    shift = require_shift(till)
    if simulated and not till.training:
        raise KnownError("device.simulated", "现在接的是模拟 POS 机。", "真实办件请接真机。")
    require_settled(open_payments)
    check_payable(charge, fen, till.actor.window)
    sent = pay.PaymentSent(
        trace=trace,
        sheet=charge.number,
        purpose="sale",
        fen=fen,
        window=till.actor.window,
        shift=shift.name,
        device=device,
        last_voucher=last_voucher,
        simulated=simulated,
        confirmed_by_payer=confirmed_by_payer,
        numbers=use(series, n),
    )
    return money_act(payment_stream(trace), sent, till.day, charge)


def take_cash(
    charge: Charge,
    fen: int,
    received: int,
    till: Till,
    *,
    trace: str,
    series: str,
    n: int,
    taken_on: str = "",
    confirmed_by_payer: bool = False,
) -> NewAct:
    """Cash over the counter: received ≥ fen, the rest is change; taken_on: ISO date of cash that
    was taken while the machine was down, against a ticket written by hand. Raises `pay.*`,
    `shift.*`."""
    shift = require_shift(till)
    if taken_on > till.now.date().isoformat():
        raise KnownError("pay.date", "收款日期在今天以后。", "请照手写票上的日期填。")
    check_payable(charge, fen, till.actor.window)
    if received > MAX_FEN:
        raise KnownError("pay.received", "收到的钱数不对。", "请照交款人递来的钱填。")
    if received < fen:
        raise KnownError(
            "pay.short",
            text(
                "收到 {got} 元，还差 {short} 元。", got=yuan(received), short=yuan(fen - received)
            ),
            "请交款人补足，或者余下的改用刷卡。",
        )
    taken = pay.PaymentTaken(
        trace=trace,
        sheet=charge.number,
        purpose="sale",
        way="cash",
        fen=fen,
        window=till.actor.window,
        shift=shift.name,
        received=received,
        change=received - fen,
        taken_on=taken_on,
        confirmed_by_payer=confirmed_by_payer,
        numbers=use(series, n),
    )
    return money_act(payment_stream(trace), taken, till.day, charge)


def take_transfer(
    charge: Charge,
    fen: int,
    reference: str,
    till: Till,
    *,
    trace: str,
    series: str,
    n: int,
    confirmed_by_payer: bool = False,
) -> NewAct:
    """A transfer that is seen on the bank's side. Raises `pay.reference`, `pay.*`, `shift.*`."""
    shift = require_shift(till)
    check_payable(charge, fen, till.actor.window)
    if not reference.strip():
        raise KnownError("pay.reference", "转账没有写银行流水号。", "请照进账单填流水号。")
    taken = pay.PaymentTaken(
        trace=trace,
        sheet=charge.number,
        purpose="sale",
        way="transfer",
        fen=fen,
        window=till.actor.window,
        shift=shift.name,
        reference=nfc(reference.strip()),
        confirmed_by_payer=confirmed_by_payer,
        numbers=use(series, n),
    )
    return money_act(payment_stream(trace), taken, till.day, charge)


# --- what the terminal answered ------------------------------------------------------------------


def _require_open(payment: Payment) -> None:
    if not payment.is_open:
        raise KnownError("pay.ended", "这一笔已经有结果了。", "请看这一笔的经过。")


def _original(payment: Payment) -> tuple[str, ...]:
    return (payment_stream(payment.of),) if payment.of else ()


def answered(
    payment: Payment, charge: Charge, slip: Slip | None, code: str, words: str, day: str
) -> NewAct:
    """The terminal answered at once: approved (slip), or declined with code and words.

    An approval over another amount is not believed: unknown. Raises `pay.ended`.
    """
    _require_open(payment)
    stream = payment_stream(payment.trace)
    if slip is None:
        failed = pay.PaymentFailed(code=code, why=nfc(words))
        return money_act(stream, failed, day, charge, *_original(payment))
    if slip.fen != payment.fen:
        unknown = pay.PaymentUnknown(why="pos.wrong_amount", words="POS 机回的金额和这一笔不同")
        return money_act(stream, unknown, day, charge)
    return money_act(stream, pay.PaymentConfirmed(slip=slip), day, charge, *_original(payment))


def unsent(payment: Payment, charge: Charge, code: str, words: str, day: str) -> NewAct:
    """Nothing left this machine: the payment failed for certain. Raises `pay.ended`."""
    _require_open(payment)
    failed = pay.PaymentFailed(code=code, why=nfc(words), how="unsent")
    return money_act(payment_stream(payment.trace), failed, day, charge)


def lost_sight(payment: Payment, charge: Charge, why: str, words: str, day: str) -> NewAct:
    """After the first byte no answer that can be believed. Raises `pay.ended`."""
    _require_open(payment)
    unknown = pay.PaymentUnknown(why=why, words=nfc(words))
    return money_act(payment_stream(payment.trace), unknown, day, charge)


def asked(
    payment: Payment, charge: Charge, found: Resolution, slip: Slip | None, words: str, day: str
) -> NewAct:
    """What asking the terminal for its last transaction proved. Raises `pay.ended`."""
    _require_open(payment)
    stream = payment_stream(payment.trace)
    if found.verdict == "done" and slip is not None:
        done = pay.PaymentConfirmed(slip=slip, how="asked")
        return money_act(stream, done, day, charge, *_original(payment))
    if found.verdict == "not_done":
        failed = pay.PaymentFailed(code=found.why, why=nfc(words), how="asked")
        return money_act(stream, failed, day, charge)
    return money_act(stream, pay.PaymentAsked(answer=found.why, words=nfc(words)), day, charge)


def judge(
    payment: Payment,
    charge: Charge,
    answer: pay.PeoplesAnswer,
    actor: Actor,
    second: Actor | None,
    day: str,
    *,
    words: str = "",
    voucher: str = "",
    reference: str = "",
) -> NewAct:
    """Two people read the terminal's slip. 已扣款 needs the voucher number that stands on it.

    Raises `role.finance`, `pay.ended`, `second.*`, `pay.voucher`, `pay.words`.
    """
    require_finance(actor)
    _require_open(payment)
    other = require_second(actor, second)
    slip = None
    if answer == "charged":
        if not voucher.strip():
            raise KnownError(
                "pay.voucher", "没有写凭证号。", "请照签购单抄凭证号；单子上没有，就选看不清。"
            )
        slip = Slip(fen=payment.fen, voucher=voucher.strip(), reference=reference.strip())
    if answer == "unclear" and not words.strip():
        raise KnownError("pay.words", "没有写看到了什么。", "请写一句单子是什么样子。")
    judged = pay.PaymentJudged(
        answer=answer,
        second=other.number,
        second_name=other.name,
        words=nfc(words.strip()),
        slip=slip,
    )
    return money_act(payment_stream(payment.trace), judged, day, charge, *_original(payment))
