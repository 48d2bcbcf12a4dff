"""What the page of payments knows: read at once on the store worker, plain values. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

from counter.desk.cashier import CashierDesk
from counter.desk.shifts import ShiftDesk
from counter.desk.ticketlists import TicketLists
from counter.domain.finance.charge import Charge
from counter.domain.finance.payment import Payment, PayState
from counter.domain.finance.shift import CashBanked, Shift
from counter.domain.people import Actor


class ReturnLine(Protocol):
    """What the page asks of `desk.posline.PosLine`."""

    def give_back(self, actor: Actor, trace: str) -> Future[Payment]: ...


@dataclass(frozen=True)
class LedgerServices:
    """The jobs behind the page. account: where cash is banked, as the hall's rules say; line: None
    where the window has no POS."""

    cashier: CashierDesk
    shifts: ShiftDesk
    lists: TicketLists
    actor: Callable[[], Actor]
    account: Callable[[], str]
    line: ReturnLine | None = None


@dataclass(frozen=True)
class Snapshot:
    """One reading of everything the page shows. day: ISO, whose payments these are; days: those
    that can be shown, newest first; drawer: fen that should be in it now; account:
    where cash is banked."""

    shift: Shift | None = None
    day: str = ""
    days: tuple[str, ...] = ()
    payments: tuple[Payment, ...] = ()
    sheets: dict[str, Charge] = field(default_factory=dict)
    banked: tuple[CashBanked, ...] = ()
    drawer: int = 0
    account: str = ""

    def returns(self, sale: Payment) -> tuple[Payment, ...]:
        """What was given back of a sale, or is on its way."""
        sheet = self.sheets.get(sale.sheet)
        if sheet is None or sale.purpose != "sale":
            return ()
        found = (p for p in sheet.payments if p.of == sale.trace)
        return tuple(p for p in found if p.state is not PayState.FAILED)

    def came(self, way: str) -> int:
        """Fen that came by a way on this day, net of what went back."""
        return sum(p.counts for p in self.payments if p.way == way)


def read(services: LedgerServices, day: str) -> Snapshot:
    """On the store worker. day: ISO, empty = the newest there is."""
    actor = services.actor()
    shifts = services.lists.shifts(actor.window)
    days = tuple(dict.fromkeys(s.day for s in shifts))
    shown = day if day in days else (days[0] if days else "")
    those = tuple(s for s in shifts if s.day == shown)
    payments = services.lists.payments(those)
    numbers = dict.fromkeys(p.sheet for p in payments)
    return Snapshot(
        shift=services.shifts.current(actor.window),
        day=shown,
        days=days,
        payments=payments,
        sheets={number: services.cashier.sheet(number) for number in numbers},
        banked=tuple(b for s in reversed(those) for b in s.banked),
        drawer=services.cashier.drawer(actor),
        account=services.account(),
    )
