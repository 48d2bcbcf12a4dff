"""Opening a shift, taking cash to the bank: what happens to a drawer between two closes."""

from __future__ import annotations

import datetime as dt

from counter.domain.acts import NewAct, nfc
from counter.domain.errors import KnownError, text
from counter.domain.finance.payment import Payment
from counter.domain.finance.rules import SEPARATION, Till, require_finance, require_shift
from counter.domain.finance.shift import (
    CashBanked,
    PosSettled,
    Shift,
    ShiftOpened,
    shift_name,
    shift_stream,
)
from counter.domain.money import MAX_FEN, yuan
from counter.domain.people import Actor


def business_day(last: Shift | None, today: dt.date) -> dt.date:
    """The day that a new shift belongs to: today, but never before the last one, and the day
    after it when that day is closed, so that a clock set back opens no closed day again."""
    if last is None or not last.day:
        return today
    day = dt.date.fromisoformat(last.day)
    if last.day_locked:
        day += dt.timedelta(days=1)
    return max(today, day)


def open_shift(
    actor: Actor,
    last: Shift | None,
    float_fen: int,
    today: dt.date,
    *,
    tickets_left: tuple[tuple[str, int], ...],
    unticketed: int,
    uncollected: int = 0,
) -> NewAct:
    """开班: the drawer's float is counted. last: the window's newest shift.

    After a hand-over the float is what was counted then. Raises `role.finance`, `shift.open`,
    `shift.float`.
    """
    require_finance(actor)
    if last is not None and last.is_open:
        raise KnownError(
            "shift.open",
            text("{who} 的班还开着。", who=last.opened.by_name if last.opened else ""),
            "先交接班，或者先日结。",
        )
    if not 0 <= float_fen <= MAX_FEN:
        raise KnownError("shift.float", "底金不对。", "请点清抽屉里的钱再填。")
    handed = last.closed if last and last.closed and last.closed.kind == "handover" else None
    if handed is not None and float_fen != handed.counted_fen:
        raise KnownError(
            "shift.float",
            text(
                "上一班交下来 {had} 元，点到 {got} 元。",
                had=yuan(handed.counted_fen),
                got=yuan(float_fen),
            ),
            "请和上一班的人当面再点一遍。",
        )
    day = business_day(last, today)
    n = 1
    if last is not None and last.day == day.isoformat():
        n = int(last.name.rpartition("/")[2]) + 1
    name = shift_name(actor.window, day, n)
    opened = ShiftOpened(
        name=name,
        window=actor.window,
        day=day.isoformat(),
        float_fen=float_fen,
        by_name=actor.name,
        after=last.name if last and handed else "",
        tickets_left=tickets_left,
        unticketed=unticketed,
        uncollected=uncollected,
    )
    return NewAct(stream=shift_stream(name), payload=opened, effective_on=day.isoformat())


def bank_cash(fen: int, account: str, slip: str, till: Till, drawer: int) -> NewAct:
    """缴存: cash out of the drawer to the bank. drawer: fen that should be in it.

    Raises `bank.amount`, `bank.slip`, `shift.*`.
    """
    shift = require_shift(till)
    if not 0 < fen <= drawer:
        raise KnownError(
            "bank.amount",
            text("抽屉里应有 {drawer} 元，不能缴存 {fen} 元。", drawer=yuan(drawer), fen=yuan(fen)),
            "请照缴款单填金额。",
            rule=SEPARATION,
        )
    if not slip.strip():
        raise KnownError("bank.slip", "没有写银行的回单号。", "请照回单填。")
    banked = CashBanked(fen=fen, account=nfc(account.strip()), slip=nfc(slip.strip()))
    return NewAct(stream=shift_stream(shift.name), payload=banked, effective_on=shift.day)


def settled_batch(said: str, newest: Payment | None, shift: Shift) -> str:
    """The batch that a settlement closes: the one that our newest trade on the terminal bears,
    whatever the terminal says of it (some tell the next one, some none). newest: that trade."""
    ours = newest.slip.batch if newest and newest.slip else ""
    return ours if ours and all(s.batch != ours for s in shift.settled) else said


def settle(shift: Shift, totals: PosSettled) -> NewAct:
    """结算: the terminal's totals of a batch. Raises `settle.totals` for totals that cannot be."""
    counts = (totals.sales, totals.voids, totals.refunds)
    sums = (totals.sales_fen, totals.voids_fen, totals.refunds_fen)
    wrong = any(n < 0 or not 0 <= fen <= MAX_FEN for n, fen in zip(counts, sums, strict=True))
    if wrong or any(bool(n) != bool(fen) for n, fen in zip(counts, sums, strict=True)):
        raise KnownError(
            "settle.totals",
            "结算单上的笔数和金额配不上。",
            "请照结算单再抄一遍：没有的写 0。",
        )
    return NewAct(stream=shift_stream(shift.name), payload=totals, effective_on=shift.day)
