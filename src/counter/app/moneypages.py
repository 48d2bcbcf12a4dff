"""The finance window's pages over a terminal's jobs, and the rail of whoever takes money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from counter.app.till import calibration, crosshair, set_calibration
from counter.desk.posline import Waiting
from counter.domain.finance.charge import Charge
from counter.domain.finance.ticket import Ticket, ticket_stream
from counter.domain.people import Actor, Role
from counter.ui.commands import YES, Availability, Command, no
from counter.ui.pages.cash.page import CashPage
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.cash.state import CashServices
from counter.ui.pages.close import commands as keys
from counter.ui.pages.close.page import ClosePage
from counter.ui.pages.close.presenter import ClosePresenter
from counter.ui.pages.close.state import CloseServices
from counter.ui.pages.ledger.page import LedgerPage
from counter.ui.pages.ledger.presenter import LedgerPresenter
from counter.ui.pages.ledger.state import LedgerServices
from counter.ui.pages.tickets.page import TicketsPage
from counter.ui.pages.tickets.presenter import TicketsPresenter
from counter.ui.pages.tickets.state import TicketServices
from counter.ui.qt import QObject, Qt, Signal
from counter.ui.session import NobodyHere
from counter.ui.shell.page import Page

if TYPE_CHECKING:
    from counter.app.terminal import Terminal
    from counter.ui.bridge import Bridge
    from counter.ui.shell.window import Shell

FINANCE_RAIL = {
    "cash": "1",
    "tickets": "2",
    "close": "3",
    "search": "4",
    "ledger": "5",
    "staff": "8",
    "printing": "9",
    "devices": "0",
}
"""Pages of whoever takes money, by place."""


def rail_of(actor: Actor) -> dict[str, str] | None:
    """The rail of a role; None = every page where it says itself."""
    takes_money = actor.may(Role.FINANCE) and not actor.may(Role.CLERK)
    return FINANCE_RAIL if takes_money else None


class MoneyPages(QObject):
    """Makes the pages; brings what the line to the terminal says to the ui thread."""

    _heard = Signal(object)

    def __init__(self, terminal: Terminal, bridge: Bridge, actor: object) -> None:
        super().__init__()
        self._terminal, self._bridge = terminal, bridge
        assert callable(actor)
        self._actor = actor
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        if terminal.till.line is not None:
            terminal.till.line.on_change = self._heard.emit

    def pages(self) -> Iterator[Page]:
        """The pages, one at each step."""
        self.cash = CashPresenter(self._services(), self._bridge)
        yield CashPage(self.cash)
        self.tickets = TicketsPresenter(self._ticket_services(), self._bridge)
        yield TicketsPage(self.tickets)
        self.close_day = ClosePresenter(self._close_services(), self._bridge)
        yield ClosePage(self.close_day)
        self.ledger = LedgerPresenter(self._ledger_services(), self._bridge)
        yield LedgerPage(self.ledger)

    def join(self, go: Callable[[str], object]) -> None:
        """The pages lead to each other. go: brings a page up by its id."""

        def reopen(sheet: str) -> None:
            go("cash")
            self.cash.open_sheet(sheet)

        self.cash.go_page = self.close_day.go_page = self.ledger.go_page = go
        self.tickets.reopen_sheet = reopen

    def commands(self, shell: Shell) -> list[Command]:
        """F12 of every finance page: to the close."""

        def may() -> Availability:
            try:
                finance = self._actor().may(Role.FINANCE)
            except NobodyHere:
                finance = False
            if not finance:
                return no("只有财政窗口日结")
            at = shell.current
            return no("") if at is not None and at.id == "close" else YES

        return [keys.OPEN.bind(lambda: shell.go("close"), may)]

    # --- jobs

    @property
    def _simulated(self) -> bool:
        forms = self._terminal.devices.forms if self._terminal.devices else None
        return bool(forms and forms.simulated)

    def _print_again(self, actor: Actor, ticket: Ticket) -> object:
        stream = ticket_stream(ticket.code, ticket.number)
        return self._terminal.printing.reprint(actor, stream, ticket.prints[-1].paper_id)

    def _looked(self, actor: Actor, ticket: Ticket, good: bool) -> object:
        stream = ticket_stream(ticket.code, ticket.number)
        jobs = self._terminal.store.jobs(("unknown",), stream=stream)
        if jobs:
            self._terminal.printing.settle(actor, jobs[0].id, good)
        return bool(jobs)

    def _close_services(self) -> CloseServices:
        terminal = self._terminal
        return CloseServices(
            shifts=terminal.till.shifts,
            actor=self._actor,
            countersign=terminal.session.countersign,
            reprint=terminal.printing.reprint,
            line=terminal.till.line,
        )

    def _ticket_services(self) -> TicketServices:
        terminal, till = self._terminal, self._terminal.till
        return TicketServices(
            tickets=till.tickets,
            lists=till.lists,
            stock=till.stock,
            shifts=till.shifts,
            cashier=till.cashier,
            actor=self._actor,
            countersign=terminal.session.countersign,
            print_again=self._print_again,
            looked=self._looked,
            calibration=lambda form: calibration(terminal.store, form),
            calibrate=lambda form, value: set_calibration(terminal.store, form, value),
            crosshair=lambda form: crosshair(terminal, form),
            simulated=self._simulated,
        )

    def _ledger_services(self) -> LedgerServices:
        terminal, till = self._terminal, self._terminal.till

        def account() -> str:
            rules = terminal.hall.catalogue().rules
            return f"{rules.bank_name} {rules.bank_number}".strip()

        return LedgerServices(
            cashier=till.cashier,
            shifts=till.shifts,
            lists=till.lists,
            actor=self._actor,
            account=account,
            line=till.line,
        )

    def _services(self) -> CashServices:
        terminal, till = self._terminal, self._terminal.till

        def send_back(actor: Actor, sheet: str, reason: str, requirement: str) -> object:
            return terminal.charges.send_back(actor, sheet, reason, requirement)

        def take_in(actor: Actor, code: str) -> str:
            found: Charge = terminal.charges.take_in(actor, code)
            return found.number

        return CashServices(
            cashier=till.cashier,
            tickets=till.tickets,
            shifts=till.shifts,
            actor=self._actor,
            countersign=terminal.session.countersign,
            send_back=send_back,
            take_in=take_in,
            print_again=self._print_again,
            looked=self._looked,
            line=till.line,
            simulated=self._simulated,
        )

    def _tell(self, waiting: Waiting) -> None:
        self.cash.heard(waiting.doing, waiting.left, waiting.asks, waiting.trace)
        self.ledger.heard(waiting.doing, waiting.left)
