"""The page of payments over a real store: 300.00 in cash and 550.50 by POS, no ticket yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.till import Till, line
from tests.ui.cash.conftest import Terminal

from counter.desk.posline import PosLine
from counter.desk.ticketlists import TicketLists
from counter.desk.worker import InlineWorker
from counter.domain.finance.payment import Payment
from counter.ports.devices import FeeReply, FeeTerminal
from counter.ui.pages.ledger.page import LedgerPage
from counter.ui.pages.ledger.presenter import LedgerPresenter
from counter.ui.pages.ledger.state import LedgerServices
from counter.ui.shell.window import Shell
from counter.ui.state import StatusState


class GivingTerminal(Terminal):
    """A fee terminal that also gives back, unless it has gone silent."""

    mute = False

    def void(self, order: Any, *_more: object) -> FeeReply:
        return self.silent(order) if self.mute else self.approve(order)

    refund = void


class Window:
    """Till, terminal, page and shell."""

    def __init__(self, till: Till, shell: Shell, qtbot: Any) -> None:
        self.till, self.shell, self._qtbot, self.terminal = till, shell, qtbot, GivingTerminal()
        self.went: list[str] = []
        self.line = PosLine(
            self._trade, till.cashier, InlineWorker(), "POS-03", till.clock, _raise, asks=1
        )
        one = till.person()
        till.shifts.open(one, 50000)
        self.sheet = till.sheet(line("GS", "103044908", 30000), line("WH", "103017600", 55050))
        self.cash = till.cashier.cash(one, self.sheet, 30000, 50000)
        self.pos = self.line.sale(one, self.sheet, 55050).result()
        services = LedgerServices(
            cashier=till.cashier,
            shifts=till.shifts,
            lists=TicketLists(till.hall),
            actor=till.person,
            account=lambda: "县财政专户",
            line=self.line,
        )
        self.presenter = LedgerPresenter(services, shell.bridge)
        self.presenter.go_page = self.went.append
        self.page = LedgerPage(self.presenter)
        shell.add_page(self.page)
        shell.set_places({"ledger": "5"})
        shell.set_status(StatusState(who="刘慧", post="财政", window="20", unit="财政局"))
        shell.show()
        shell.enter("ledger")
        self.settle()

    def _trade(self, job: Callable[[FeeTerminal], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(job(self.terminal))  # type: ignore[arg-type]
        except BaseException as error:
            future.set_exception(error)
        return future

    def settle(self) -> None:
        """Until nothing is under way."""
        for _ in range(5):
            self._qtbot.wait(5)
        self._qtbot.waitUntil(lambda: not self.shell.bridge.working, timeout=3000)

    def press(self, key: str, on: Payment | None = None) -> None:
        """A key, on a payment."""
        if on is not None:
            self.presenter.select(on.trace)
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


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def window(tmp_path: Path, shell: Shell, qtbot: Any) -> Iterator[Window]:
    till = Till(tmp_path)
    till.paper()
    yield Window(till, shell, qtbot)
    till.close()
