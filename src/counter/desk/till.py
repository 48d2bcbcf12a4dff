"""What every job at the till starts from: the shift, a number for the payment, the sheet."""

from __future__ import annotations

from counter.desk.hall import Hall
from counter.domain.errors import KnownError, text
from counter.domain.finance.charge import Charge
from counter.domain.finance.paying import trace_number, trace_series
from counter.domain.finance.payment import Payment
from counter.domain.finance.rules import Till
from counter.domain.finance.shift import Shift
from counter.domain.people import Actor
from counter.ports.money import MoneyBook
from counter.ports.store import Tx

TOPIC = "money"
"""Topic of `Changes` when sheets, payments, tickets, paper or shifts changed."""


class Trace:
    """A payment's trace, taken in a transaction: name, series, and running number."""

    def __init__(self, hall: Hall, tx: Tx) -> None:
        self.series = trace_series(hall.terminal)
        self.n = tx.take_number(self.series)
        self.name = trace_number(hall.terminal, self.n)


def till_of(hall: Hall, book: MoneyBook, actor: Actor) -> Till:
    """Who acts, in which shift of this window, when."""
    return Till(
        actor=actor,
        shift=current_shift(book, actor.window),
        now=hall.now(),
        training=hall.training,
    )


def current_shift(book: MoneyBook, window: str) -> Shift | None:
    """The open shift of a window, or None."""
    last = book.last_shift(window)
    return last if last and last.is_open else None


def sheet_of(book: MoneyBook, number: str) -> Charge:
    """A sheet by its number. Raises `charge.none`."""
    found = book.charge(number)
    if found is None or found.raised is None:
        raise KnownError(
            "charge.none",
            text("没有这张缴费通知单：{number}。", number=number),
            "请核对单号，或者扫单子上的码。",
        )
    return found


def payment_of(book: MoneyBook, trace: str) -> Payment:
    """A payment by its trace. Raises `pay.none`."""
    found = book.payment(trace)
    if found is None or not found.sheet:
        raise KnownError("pay.none", "没有这一笔。", "请核对流水号。")
    return found
