"""Which ticket paper a window holds: by code the run that is in use, what is left, and its sum."""

from __future__ import annotations

import msgspec

from counter.desk.hall import Hall
from counter.domain.errors import KnownError, text
from counter.domain.finance.stock import Stock, StubSum
from counter.domain.finance.ticket import ticket_series
from counter.domain.finance.ticketpaper import kind_code
from counter.ports.money import MoneyBook


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """Paper of one ticket code that a window holds. next: number to be used now, 0 when none is
    left; left: unused in all; first, last, sums: of the run that `next` lies in, or the last."""

    code: str
    kind: str
    title: str
    batch: str = ""
    next: int = 0
    left: int = 0
    first: int = 0
    last: int = 0
    hand: bool = False
    sums: StubSum = StubSum()


def books_of(hall: Hall, money: MoneyBook, window: str) -> tuple[Book, ...]:
    """Ticket paper that a window holds or has held, by code; hand-written books last. One batch
    of a code after another is used up."""
    by_code: dict[str, list[Stock]] = {}
    for stock in money.stocks():
        if any(run.window == window for run in stock.lent):
            by_code.setdefault(stock.code, []).append(stock)
    found = [_book(hall, money, code, stocks, window) for code, stocks in by_code.items()]
    return tuple(sorted(found, key=lambda b: (b.hand, b.code)))


def _book(hall: Hall, money: MoneyBook, code: str, stocks: list[Stock], window: str) -> Book:
    series = hall.store.series(ticket_series(code, window))
    runs = sorted(
        (run.first, run.last, stock)
        for stock in stocks
        for run in stock.lent
        if run.window == window
    )
    upcoming = series.next() or 0
    here = upcoming or series.last
    first, last, stock = next((r for r in runs if r[0] <= here <= r[1]), runs[-1])
    kind = hall.catalogue().papers.get(kind_code(stock.kind))
    return Book(
        code=code,
        kind=stock.kind,
        title=kind.title if kind else stock.kind,
        batch=stock.batch,
        next=upcoming,
        left=series.left,
        first=first,
        last=last,
        hand=stock.hand,
        sums=money.stub_sum(stock.batch, first, last),
    )


def whole_sum(books: tuple[Book, ...]) -> StubSum | None:
    """领 = 用 + 废 + 失 + 余 over the runs that a machine prints on; None where there are none."""
    sums = [b.sums for b in books if not b.hand]
    if not sums:
        return None
    return StubSum(
        sum(s.received for s in sums),
        sum(s.used for s in sums),
        sum(s.void for s in sums),
        sum(s.lost for s in sums),
    )


def book_for(books: tuple[Book, ...], kind: str, *, hand: bool) -> Book:
    """The paper that a ticket of a kind is taken from. Raises `ticket.stock`."""
    for book in books:
        if book.kind == kind and book.hand == hand and book.next:
            return book
    raise KnownError(
        "ticket.stock",
        text("窗口手里没有{which}票了。", which="手写" if hand else "这种"),
        "请领票、发票到窗口，再开。",
    )


def book_of(books: tuple[Book, ...], code: str) -> Book:
    """The paper of a ticket code. Raises `ticket.stock`."""
    for book in books:
        if book.code == code and book.next:
            return book
    raise KnownError(
        "ticket.stock", text("窗口手里没有代码 {code} 的票了。", code=code), "请领票、发票到窗口。"
    )
