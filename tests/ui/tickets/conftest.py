"""The page of tickets over a real store: a shift is open, one sheet is paid and has its ticket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.till import Till, line

from counter.desk.ticketlists import TicketLists
from counter.domain.finance.ticket import Ticket, ticket_stream
from counter.domain.people import Actor
from counter.domain.ticketcontent import AS_IS, Calibration
from counter.ports.devices import PrintOutcome
from counter.ui.pages.tickets.page import TicketsPage
from counter.ui.pages.tickets.presenter import TicketsPresenter
from counter.ui.pages.tickets.state import TicketServices
from counter.ui.shell.window import Shell
from counter.ui.state import StatusState


class Window:
    """Till, page and shell."""

    def __init__(self, till: Till, shell: Shell, qtbot: Any) -> None:
        self.till, self.shell, self._qtbot = till, shell, qtbot
        self.measured: dict[str, Calibration] = {}
        self.crossed: list[str] = []
        self.reopened: list[str] = []
        services = TicketServices(
            tickets=till.tickets,
            lists=TicketLists(till.hall),
            stock=till.stock,
            shifts=till.shifts,
            cashier=till.cashier,
            actor=till.person,
            countersign=till.session.countersign,
            print_again=self._print_again,
            looked=self._looked,
            calibration=lambda form: self.measured.get(form, AS_IS),
            calibrate=self.measured.__setitem__,
            crosshair=self._cross,
            simulated=True,
        )
        self.presenter = TicketsPresenter(services, shell.bridge)
        self.presenter.reopen_sheet = self.reopened.append
        self.page = TicketsPage(self.presenter)
        shell.add_page(self.page)
        shell.set_places({"tickets": "2"})
        shell.set_status(StatusState(who="刘慧", post="财政", window="20", unit="财政局"))
        shell.show()
        shell.enter("tickets")
        self.settle()

    def _print_again(self, actor: Actor, ticket: Ticket) -> object:
        stream = ticket_stream(ticket.code, ticket.number)
        return self.till.printing.reprint(actor, stream, ticket.prints[-1].paper_id)

    def _looked(self, actor: Actor, ticket: Ticket, good: bool) -> None:
        stream = ticket_stream(ticket.code, ticket.number)
        job = self.till.store.jobs(("unknown",), stream=stream)[0]
        self.till.printing.settle(actor, job.id, good)

    def _cross(self, form: str) -> str:
        self.crossed.append(form)
        return "十字线打出来了"

    def settle(self) -> None:
        """Until nothing is under way."""
        for _ in range(5):
            self._qtbot.wait(5)
        self._qtbot.waitUntil(lambda: not self.shell.bridge.working, timeout=3000)

    def press(self, *keys: str) -> None:
        """Keys, one after another."""
        for key in keys:
            self.shell.press(key)
            self.settle()

    def fill(self, **fields: str) -> None:
        """Write into fields of the open panel."""
        widget = self.page.panel._widget
        assert widget is not None, "no panel is open"
        by_key = {line.key: line.field for line in widget._fields}
        for key, words in fields.items():
            by_key[key].setText(words)
        self.settle()

    def confirm(self) -> None:
        """Enter on the last field."""
        self.presenter.confirm()
        self.settle()

    def sign(self, number: str = "2002") -> None:
        """The second person's number and PIN, and Enter."""
        self.fill(second=number, pin="246802")
        self.confirm()


def issued(till: Till, seen: str, outcome: str = "printed") -> Ticket:
    """A sheet of 850.50 paid in cash, its ticket printed on the number that was seen."""
    one = till.person()
    sheet = till.sheet(line("GS", "103044908", 30000), line("WH", "103017600", 55050))
    till.cashier.cash(one, sheet, 85050, 85050)
    ticket = till.tickets.issue(one, sheet, seen, simulated=True)
    if outcome:
        come_out(till, outcome)
    return till.tickets.ticket(ticket.code, ticket.number)


def come_out(till: Till, outcome: Any = "printed") -> None:
    """The printer did what it did with the newest job."""
    job = till.store.jobs(("queued",), 50)[-1]
    assert till.printing.mark_sent(job)
    till.printing.finish(job, PrintOutcome(outcome=outcome), True)


def close_day(till: Till) -> None:
    """The day is closed with what should be in the drawer, by two people, and the next opened."""
    one = till.person()
    counted = [(100, till.cashier.drawer(one) // 100), (10, till.cashier.drawer(one) % 100 // 10)]
    till.shifts.close(one, counted, "day", (), till.session.countersign("2002", "246802"))


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """A till with paper, a float of 500, and number 600001 issued."""
    made = Till(tmp_path)
    made.paper()
    made.shifts.open(made.person(), 50000)
    issued(made, "00001")
    yield made
    made.close()


@pytest.fixture
def window(till: Till, shell: Shell, qtbot: Any) -> Window:
    """The page in front."""
    return Window(till, shell, qtbot)
