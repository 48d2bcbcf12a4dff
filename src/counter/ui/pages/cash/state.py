"""What the cash page knows: read at once on the store worker, plain values. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

from counter.desk.cashier import CashierDesk
from counter.desk.posline import Waiting
from counter.desk.shifts import ShiftDesk
from counter.desk.ticketbooks import Book
from counter.desk.tickets import NextTicket, TicketDesk
from counter.domain.errors import KnownError
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.payment import Payment
from counter.domain.finance.shift import Shift
from counter.domain.finance.ticket import Ticket, TicketState
from counter.domain.people import Actor


class Line(Protocol):
    """What the page asks of `desk.posline.PosLine`."""

    waiting: Waiting
    on_change: Callable[[Waiting], None]

    def sale(
        self, actor: Actor, sheet: str, fen: int, *, confirmed: bool = False
    ) -> Future[Payment]: ...
    def ask(self, trace: str) -> Future[Payment]: ...
    def cancel(self) -> None: ...


@dataclass(frozen=True)
class CashServices:
    """The jobs behind the page. line: None where the window has no POS; paper: whether the ticket
    printer is a simulator; countersign: number and PIN → the second person; reprint, settle: the
    print queue's, for a ticket that did not come out; send_back: sheet, reason, requirement."""

    cashier: CashierDesk
    tickets: TicketDesk
    shifts: ShiftDesk
    actor: Callable[[], Actor]
    countersign: Callable[[str, str], Actor]
    send_back: Callable[[Actor, str, str, str], object]
    take_in: Callable[[Actor, str], str]
    print_again: Callable[[Actor, Ticket], object]
    looked: Callable[[Actor, Ticket, bool], object]
    line: Line | None = None
    simulated: bool = False


@dataclass(frozen=True)
class Sums:
    """Today's shift in figures, fen."""

    tickets: int = 0
    tickets_fen: int = 0
    cash: int = 0
    cash_fen: int = 0
    pos: int = 0
    pos_fen: int = 0
    transfer: int = 0
    transfer_fen: int = 0


@dataclass(frozen=True)
class Snapshot:
    """One reading of everything the page shows."""

    shift: Shift | None = None
    last_shift: Shift | None = None
    waiting: tuple[Charge, ...] = ()
    unknown: tuple[Payment, ...] = ()
    unsettled: tuple[Ticket, ...] = ()
    books: tuple[Book, ...] = ()
    sheet: Charge | None = None
    need: NextTicket | None = None
    need_error: KnownError | None = None
    tickets: tuple[Ticket, ...] = ()
    sums: Sums = field(default_factory=Sums)
    last: Ticket | None = None


def read(services: CashServices, sheet: str, query: str = "") -> Snapshot:
    """On the store worker. sheet: number of the one that is open, empty = none."""
    actor = services.actor()
    shift = services.shifts.current(actor.window)
    tickets = services.tickets.of_shift(shift.name) if shift else ()
    opened = services.cashier.sheet(sheet) if sheet else None
    need, error = _need(services, opened, actor.window)
    return Snapshot(
        shift=shift,
        last_shift=services.shifts.last(actor.window),
        waiting=services.cashier.find(query) if query else services.cashier.waiting(),
        unknown=tuple(p for p in services.cashier.in_doubt() if p.window == actor.window),
        unsettled=tuple(t for t in services.tickets.unsettled() if t.window == actor.window),
        books=services.tickets.books(actor.window),
        sheet=opened,
        need=need,
        need_error=error,
        tickets=services.tickets.of_sheet(sheet) if sheet else (),
        sums=_sums(services, shift, tickets),
        last=next((t for t in reversed(tickets) if t.begun), None),
    )


def _need(
    services: CashServices, sheet: Charge | None, window: str
) -> tuple[NextTicket | None, KnownError | None]:
    wanted = (ChargeStatus.READY, ChargeStatus.PARTLY, ChargeStatus.PAID, ChargeStatus.PAYING)
    if sheet is None or sheet.status not in wanted:
        return None, None
    try:
        return services.tickets.next_of(sheet.number, window), None
    except KnownError as error:
        return None, error


def _sums(services: CashServices, shift: Shift | None, tickets: tuple[Ticket, ...]) -> Sums:
    if shift is None:
        return Sums()
    standing = [t for t in tickets if t.stands and t.state is not TicketState.LOST]
    payments = services.cashier.of_shift(shift.name)
    found = {"tickets": len(standing), "tickets_fen": sum(t.fen for t in standing)}
    for way in ("cash", "pos", "transfer"):
        mine = [p for p in payments if p.way == way and p.counts]
        found |= {way: len(mine), f"{way}_fen": sum(p.counts for p in mine)}
    return Sums(**found)
