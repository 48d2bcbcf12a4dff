"""What the page of tickets knows: read at once on the store worker, plain values. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counter.desk.cashier import CashierDesk
from counter.desk.shifts import ShiftDesk
from counter.desk.stock import StockDesk, StockLine
from counter.desk.ticketbooks import Book
from counter.desk.ticketlists import TicketKind, TicketLists
from counter.desk.tickets import TicketDesk
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.shift import Shift
from counter.domain.finance.stock import StubSum
from counter.domain.finance.ticket import Ticket, TicketState
from counter.domain.people import Actor
from counter.domain.ticketcontent import Calibration

TO_ENTER = (ChargeStatus.PAID, ChargeStatus.PARTLY, ChargeStatus.READY)
"""Sheets that a ticket written by hand may belong to."""


@dataclass(frozen=True)
class TicketServices:
    """The jobs behind the page. countersign: number and PIN → the second person; print_again:
    orders a marked copy, or the first print of a sheet that stayed blank; looked: somebody saw
    whether the paper is good; calibration, calibrate: of a form on this window's printer;
    crosshair: prints the page to measure by, answers in words; simulated: whether it is one."""

    tickets: TicketDesk
    lists: TicketLists
    stock: StockDesk
    shifts: ShiftDesk
    cashier: CashierDesk
    actor: Callable[[], Actor]
    countersign: Callable[[str, str], Actor]
    print_again: Callable[[Actor, Ticket], object]
    looked: Callable[[Actor, Ticket, bool], object]
    calibration: Callable[[str], Calibration]
    calibrate: Callable[[str, Calibration], object]
    crosshair: Callable[[str], object]
    simulated: bool = False


@dataclass(frozen=True)
class Snapshot:
    """One reading of everything the page shows. day: ISO, whose numbers these are; days: those
    that can be shown, newest first; locked: ISO day closed last; reopen: sheets whose money is
    here and has no ticket; copies: of a set of the paper in the tractor."""

    shift: Shift | None = None
    day: str = ""
    days: tuple[str, ...] = ()
    locked: str = ""
    tickets: tuple[Ticket, ...] = ()
    unsettled: tuple[Ticket, ...] = ()
    reopen: frozenset[str] = frozenset()
    books: tuple[Book, ...] = ()
    batches: tuple[StockLine, ...] = ()
    to_enter: tuple[Charge, ...] = ()
    kinds: tuple[TicketKind, ...] = ()
    calibrations: tuple[tuple[str, Calibration], ...] = ()
    copies: int = 0

    @property
    def whole(self) -> StubSum:
        """领 = 用 + 废 + 失 + 余 over every batch."""
        sums = [line.sums for line in self.batches]
        return StubSum(
            sum(s.received for s in sums),
            sum(s.used for s in sums),
            sum(s.void for s in sums),
            sum(s.lost for s in sums),
        )

    @property
    def hand(self) -> Book | None:
        """The book for outages that this window writes in now."""
        return next((b for b in self.books if b.hand and b.next), None)

    @property
    def machine(self) -> Book | None:
        """The paper in the tractor."""
        return in_tractor(self.books)


def in_tractor(books: tuple[Book, ...]) -> Book | None:
    """The paper that the machine prints on now."""
    return next((b for b in books if not b.hand and b.next), None)


def ticket_id(ticket: Ticket) -> str:
    """Key of a number among the rows."""
    return f"{ticket.code}/{ticket.number}"


def read(services: TicketServices, day: str, query: str = "") -> Snapshot:
    """On the store worker. day: ISO, empty = the newest there is; query: find instead."""
    actor = services.actor()
    shifts = services.lists.shifts(actor.window)
    days = tuple(dict.fromkeys(s.day for s in shifts))
    shown = day if day in days else (days[0] if days else "")
    if query:
        tickets = services.lists.find(query)
    else:
        tickets = services.lists.tickets(actor.window, shown) if shown else ()
    kinds = services.lists.kinds()
    books = services.tickets.books(actor.window)
    paper = in_tractor(books)
    return Snapshot(
        shift=services.shifts.current(actor.window),
        day=shown,
        days=days,
        locked=max((s.day for s in shifts if s.closed and s.closed.kind == "day"), default=""),
        tickets=tickets,
        unsettled=tuple(t for t in services.tickets.unsettled() if t.window == actor.window),
        reopen=_reopen(services, tickets),
        books=books,
        batches=services.stock.batches(),
        to_enter=tuple(c for c in services.cashier.waiting() if c.status in TO_ENTER),
        kinds=kinds,
        calibrations=tuple(
            (form, services.calibration(form)) for form in dict.fromkeys(k.form for k in kinds)
        ),
        copies=services.tickets.copies(paper.kind) if paper else 0,
    )


def _reopen(services: TicketServices, tickets: tuple[Ticket, ...]) -> frozenset[str]:
    """Sheets of void numbers that still hold their money."""
    void = {
        t.begun.sheet
        for t in tickets
        if t.state is TicketState.VOID and t.begun and not t.replaced_by and not t.begun.red_of
    }
    paid = (services.cashier.sheet(number) for number in void)
    return frozenset(c.number for c in paid if c.status is ChargeStatus.PAID)
