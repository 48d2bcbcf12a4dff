"""收费 when nothing waits but a ticket of which nobody knows whether it came out."""

from __future__ import annotations

from tests.ui.cash.conftest import Window
from tests.ui.cash.test_cash_page import opened

from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.ticket import TicketState
from counter.ports.devices import PrintOutcome
from counter.ui.shell.reading import screen_text


def test_enter_on_the_empty_list_opens_the_ticket_that_somebody_has_to_look_at(
    window: Window,
) -> None:
    sheet, till = opened(window), window.till
    window.press("P")
    window.press("F8")
    job = till.store.jobs(("queued",), 50)[-1]
    assert till.printing.mark_sent(job)
    till.printing.finish(job, PrintOutcome(outcome="unknown"), True)
    window.press("F2")
    assert "票 0000600001 不知道打好没有" in screen_text(window.shell)
    window.type(window.page.seek, "")
    assert window.presenter.number == sheet
    window.press("G")
    (ticket,) = till.tickets.of_sheet(sheet)
    assert ticket.state is TicketState.ISSUED
    assert till.cashier.sheet(sheet).status is ChargeStatus.TICKETED
