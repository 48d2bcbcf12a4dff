"""Giving money back: 撤销 and 退货 on the terminal, cash out of the drawer that took it.

What has a ticket does not go back before the ticket is void; over the close of a day nothing goes
back from the drawer. Each return is a payment of its own that names the sale.
"""

from __future__ import annotations

from collections.abc import Sequence

from counter.domain.acts import NewAct
from counter.domain.errors import KnownError, text
from counter.domain.finance import payment as pay
from counter.domain.finance.charge import Charge
from counter.domain.finance.paying import require_settled
from counter.domain.finance.payment import Payment, PayState, Slip, payment_stream
from counter.domain.finance.rules import SEPARATION, Till, money_act, require_shift
from counter.domain.finance.shift import same_drawer
from counter.domain.numbers import use


def returned(charge: Charge, of: str) -> int:
    """Fen of a sale that has been given back, for certain or perhaps."""
    return sum(p.fen for p in charge.payments if p.of == of and p.state is not PayState.FAILED)


def check_return(charge: Charge, sale: Payment, window: str) -> int:
    """Fen of a sale that may be given back at a window now. Raises `pay.not_done`, `pay.unknown`,
    `pay.returned`, `pay.elsewhere`, `pay.ticketed`."""
    if sale.state is not PayState.DONE or sale.purpose != "sale":
        raise KnownError("pay.not_done", "这一笔没有收成，不用退。", "请核对流水号。")
    if charge.open_payment is not None:
        require_settled((charge.open_payment,))
    left = sale.fen - returned(charge, sale.trace)
    if left <= 0:
        raise KnownError("pay.returned", "这笔钱已经退了。", "请看这一笔的经过。")
    if sale.window != window:
        raise KnownError(
            "pay.elsewhere",
            text("这笔钱是 {window} 号窗收的。", window=sale.window),
            text("请到 {window} 号窗退。", window=sale.window),
            rule=SEPARATION,
        )
    if charge.unticketed_at(window) < left:
        raise KnownError(
            "pay.ticketed",
            "这笔钱已经开了票。",
            "当天的票先作废，再退款；已日结的开红字票，由国库退付。",
            rule=SEPARATION,
        )
    return left


def check_way_back(charge: Charge, sale: Payment, till: Till) -> int:
    """Fen of a sale that may go back now by the way they came: cash out of the drawer that it lies
    in, a card through the terminal, nothing else. Raises `pay.*`, `shift.*`."""
    shift = require_shift(till)
    left = check_return(charge, sale, till.actor.window)
    if sale.way == "cash" and not same_drawer(sale.shift, shift.name):
        raise _not_in_drawer()
    if sale.way == "transfer" or (sale.way == "pos" and sale.slip is None):
        raise _no_card()
    return left


def _not_in_drawer() -> KnownError:
    return KnownError(
        "pay.other_shift",
        "这笔钱不在这个抽屉里了。",
        "日结以后不从抽屉退钱，开红字票，由国库退付。",
        rule=SEPARATION,
    )


def _no_card() -> KnownError:
    return KnownError("pay.way", "这笔不是刷卡收的。", "现金退现金；转账由国库退付。")


def give_back_cash(
    charge: Charge, sale: Payment, till: Till, drawer: int, *, trace: str, series: str, n: int
) -> NewAct:
    """Cash handed back on the day that took it, from the drawer that it went into. drawer: fen that
    should be in it.

    Raises `pay.other_shift`, `pay.drawer`, and what `check_return` raises.
    """
    shift = require_shift(till)
    left = check_way_back(charge, sale, till)
    if sale.way != "cash":
        raise _not_in_drawer()
    if left > drawer:
        raise KnownError("pay.drawer", "抽屉里的钱不够退。", "已缴存银行的，由国库退付。")
    taken = pay.PaymentTaken(
        trace=trace,
        sheet=charge.number,
        purpose="void",
        way="cash",
        fen=left,
        window=till.actor.window,
        shift=shift.name,
        of=sale.trace,
        numbers=use(series, n),
    )
    return money_act(payment_stream(trace), taken, till.day, charge, payment_stream(sale.trace))


def send_return(
    charge: Charge,
    sale: Payment,
    till: Till,
    *,
    trace: str,
    series: str,
    n: int,
    device: str,
    open_payments: Sequence[Payment],
    settled_batches: frozenset[str],
    last_voucher: str = "",
    simulated: bool = False,
) -> NewAct:
    """The durable intent of 撤销 (same batch, before settlement) or 退货 (later) on the terminal.

    device: the terminal that it goes to; settled_batches: batches of the sale's terminal that were
    settled. A sale whose batch nobody knows (two people read its slip) counts as settled once its
    day is over. Raises as `send_sale` and `check_return`; `pay.way` for money that did not come by
    POS, `pay.device` for a 撤销 on another terminal than took the sale.
    """
    shift = require_shift(till)
    require_settled(open_payments)
    left = check_way_back(charge, sale, till)
    if sale.way != "pos" or sale.slip is None:
        raise _no_card()
    purpose = _way_of_return(sale, sale.slip, device, shift.name, settled_batches)
    sent = pay.PaymentSent(
        trace=trace,
        sheet=charge.number,
        purpose=purpose,
        fen=left,
        window=till.actor.window,
        shift=shift.name,
        device=device,
        of=sale.trace,
        of_slip=sale.slip,
        last_voucher=last_voucher,
        simulated=simulated,
        numbers=use(series, n),
    )
    return money_act(payment_stream(trace), sent, till.day, charge, payment_stream(sale.trace))


def _way_of_return(
    sale: Payment, slip: Slip, device: str, shift: str, settled: frozenset[str]
) -> pay.Purpose:
    """撤销 on the terminal that took the sale, or 退货 once its batch is settled."""
    batch = slip.batch
    if batch in settled if batch else not same_drawer(sale.shift, shift):
        return "refund"
    if device != sale.device:
        raise KnownError(
            "pay.device",
            text("这笔是在 {device} 上刷的，还没结算，别的 POS 机撤不了。", device=sale.device),
            "请在原来那台上撤销，或者等它结算以后退货。",
        )
    return "void"
