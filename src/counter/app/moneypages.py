"""The finance window's pages over a terminal's jobs, and the rail of whoever takes money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from counter.desk.posline import Waiting
from counter.domain.finance.charge import Charge
from counter.domain.finance.ticket import Ticket, ticket_stream
from counter.domain.people import Actor, Role
from counter.ui.pages.cash.page import CashPage
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.cash.state import CashServices
from counter.ui.qt import QObject, Qt, Signal
from counter.ui.shell.page import Page

if TYPE_CHECKING:
    from counter.app.terminal import Terminal
    from counter.ui.bridge import Bridge

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

    def _services(self) -> CashServices:
        terminal, till = self._terminal, self._terminal.till
        forms = terminal.devices.forms if terminal.devices else None

        def print_again(actor: Actor, ticket: Ticket) -> object:
            return terminal.printing.reprint(actor, *_paper(ticket))

        def looked(actor: Actor, ticket: Ticket, good: bool) -> object:
            stream = ticket_stream(ticket.code, ticket.number)
            jobs = terminal.store.jobs(("unknown",), stream=stream)
            if jobs:
                terminal.printing.settle(actor, jobs[0].id, good)
            return bool(jobs)

        def _paper(ticket: Ticket) -> tuple[str, str]:
            return ticket_stream(ticket.code, ticket.number), ticket.prints[-1].paper_id

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
            print_again=print_again,
            looked=looked,
            line=till.line,
            simulated=bool(forms and forms.simulated),
        )

    def _tell(self, waiting: Waiting) -> None:
        self.cash.heard(waiting.doing, waiting.left, waiting.asks)
