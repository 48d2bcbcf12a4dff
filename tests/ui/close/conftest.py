"""The close page over a real store, with a terminal that settles as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from tests.desk.test_till import approved, printed
from tests.helpers.till import Till, line

from counter.domain.people import Actor
from counter.ports.devices import BatchTotals, FeeReply, Settlement
from counter.ui.pages.close.page import ClosePage
from counter.ui.pages.close.presenter import ClosePresenter
from counter.ui.pages.close.state import CloseServices
from counter.ui.shell.page import Page
from counter.ui.shell.window import Shell
from counter.ui.state import StatusState

SETTLED = FeeReply(kind="settle", result="approved", batch="000126")


class Terminal:
    """Settles with these totals, or with none."""

    device = "POS-20"

    def __init__(self) -> None:
        self.answer = Settlement(reply=SETTLED, totals=BatchTotals())

    def settle(self, _actor: Actor) -> Future[Settlement]:
        future: Future[Settlement] = Future()
        future.set_result(self.answer)
        return future


class Other(Page):
    """A page that the keys of the close lead to."""

    def __init__(self, id: str, word: str) -> None:
        super().__init__()
        self.id, self.word = id, word


class Window:
    """Till, terminal, page and shell."""

    def __init__(self, till: Till, shell: Shell, qtbot: Any) -> None:
        self.till, self.shell, self.terminal, self._qtbot = till, shell, Terminal(), qtbot
        services = CloseServices(
            shifts=till.shifts,
            actor=till.person,
            countersign=till.session.countersign,
            reprint=till.printing.reprint,
            line=self.terminal,
        )
        self.presenter = ClosePresenter(services, shell.bridge)
        self.presenter.go_page = shell.go
        self.page = ClosePage(self.presenter)
        for page in (Other("cash", "收费"), Other("tickets", "票据"), self.page):
            shell.add_page(page)
        shell.set_places({"cash": "1", "tickets": "2", "close": "3"})
        shell.set_status(StatusState(who="刘慧", post="财政", window="20", unit="财政局"))
        shell.show()

    def enter(self) -> None:
        self.shell.enter("close")
        self.settle()

    def settle(self) -> None:
        """Until nothing is under way."""
        for _ in range(5):
            self._qtbot.wait(5)
        self._qtbot.waitUntil(lambda: not self.shell.bridge.working, timeout=3000)

    def press(self, key: str) -> None:
        self.shell.press(key)
        self.settle()

    def count(self, **pieces: int) -> None:
        """Type the pieces by their face in fen (f10000=5), Enter down to the last coin."""
        for face, row in self.page.drawer.rows.items():
            typed = str(pieces.get(f"f{face}", "")) if f"f{face}" in pieces else ""
            row.field.setFocus()
            row.field.setText(typed)
            row.field.textEdited.emit(typed)
            row.field.entered.emit()
        self.settle()

    def sign(self, number: str = "2002", pin: str = "246802") -> None:
        for field, words in ((self.page.second, number), (self.page.pin, pin)):
            field.setText(words)
            field.textEdited.emit(words)
        self.settle()


def day(till: Till) -> None:
    """300.00 in cash and 850.50 by POS, both on tickets."""
    cash, card = till.sheet(), till.sheet(line("JS", "C", 85050))
    till.cashier.cash(till.person(), cash, 30000, 50000)
    order = till.cashier.begin_sale(till.person(), card, 85050, "POS-20", simulated=True)
    till.cashier.answered(order.trace, approved(order, 85050))
    for sheet, seen in ((cash, "00001"), (card, "00002")):
        printed(till, till.tickets.issue(till.person(), sheet, seen, simulated=True).number)


@pytest.fixture
def window(tmp_path: Path, shell: Shell, qtbot: Any) -> Iterator[Window]:
    till = Till(tmp_path)
    till.paper()
    yield Window(till, shell, qtbot)
    till.close()
