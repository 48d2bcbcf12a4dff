"""The cash page over a real store, with a terminal that answers as it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.till import Till

from counter.desk.posline import PosLine
from counter.desk.worker import InlineWorker
from counter.domain.finance.ticket import Ticket, ticket_stream
from counter.domain.people import Actor
from counter.ports.devices import FeeReply, FeeTerminal, LastTrade, SaleOrder
from counter.ui.pages.cash.page import CashPage
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.cash.state import CashServices
from counter.ui.shell.window import Shell
from counter.ui.state import StatusState


class Terminal:
    """A fee terminal that approves, unless `reply` says otherwise."""

    simulated = True
    signed_in = True

    def __init__(self) -> None:
        self.reply: Callable[[SaleOrder], FeeReply] = self.approve
        self.last = LastTrade(state="none")
        self.vouchers = 0

    def approve(self, order: SaleOrder) -> FeeReply:
        self.vouchers += 1
        return FeeReply(
            kind="sale",
            result="approved",
            voucher=f"{self.vouchers:06d}",
            batch="000126",
            reference="120922140001",
            terminal="43010077",
            card="622202******1234",
            date="0922",
            time="140612",
            fen=order.fen,
        )

    def silent(self, _order: SaleOrder) -> FeeReply:
        words = "POS 机到时间没有回话"
        return FeeReply(kind="sale", result="unknown", why="pos.silent", words=words)

    def sale(self, order: SaleOrder, *_more: object) -> FeeReply:
        return self.reply(order)

    def query_last(self, _order: object) -> LastTrade:
        return self.last


class Window:
    """Till, terminal, page and shell."""

    def __init__(self, till: Till, shell: Shell, qtbot: Any) -> None:
        self.till, self.shell, self.terminal = till, shell, Terminal()
        self.line = PosLine(
            self._trade, till.cashier, InlineWorker(), "POS-03", till.clock, _raise, asks=1
        )
        services = CashServices(
            cashier=till.cashier,
            tickets=till.tickets,
            shifts=till.shifts,
            actor=till.person,
            countersign=till.session.countersign,
            send_back=lambda *_: None,
            take_in=lambda _actor, code: code,
            print_again=lambda a, t: till.printing.reprint(a, *_paper(t)),
            looked=self._looked,
            line=self.line,
            simulated=True,
        )
        self.presenter = CashPresenter(services, shell.bridge)
        self.line.on_change = lambda w: self.presenter.heard(w.doing, w.left, w.asks, w.trace)
        self.page = CashPage(self.presenter)
        shell.add_page(self.page)
        shell.set_places({"cash": "1"})
        shell.set_status(StatusState(who="刘慧", post="财政", window="20", unit="财政局"))
        shell.show()
        shell.enter("cash")
        self._qtbot = qtbot
        self.settle()

    def _trade(self, job: Callable[[FeeTerminal], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(job(self.terminal))  # type: ignore[arg-type]
        except BaseException as error:
            future.set_exception(error)
        return future

    def _looked(self, actor: Actor, ticket: Ticket, good: bool) -> None:
        stream = ticket_stream(ticket.code, ticket.number)
        job = self.till.store.jobs(("unknown",), stream=stream)[0]
        self.till.printing.settle(actor, job.id, good)

    def settle(self) -> None:
        """Until nothing is under way."""
        for _ in range(5):
            self._qtbot.wait(5)
        self._qtbot.waitUntil(lambda: not self.shell.bridge.working, timeout=3000)

    def press(self, key: str) -> None:
        self.shell.press(key)
        self.settle()

    def type(self, field: Any, words: str) -> None:
        """Write into a field and press Enter."""
        field.setText(words)
        field.entered.emit()
        self.settle()

    def panel_field(self, key: str, host: Any = None) -> Any:
        widget = (host or self.page.panel)._widget
        assert widget is not None
        return next(line.field for line in widget._fields if line.key == key)


def _raise(error: BaseException) -> None:
    raise error


def _paper(ticket: Ticket) -> tuple[str, str]:
    return ticket_stream(ticket.code, ticket.number), ticket.prints[-1].paper_id


@pytest.fixture
def window(tmp_path: Path, shell: Shell, qtbot: Any) -> Iterator[Window]:
    till = Till(tmp_path)
    till.paper()
    yield Window(till, shell, qtbot)
    till.close()
