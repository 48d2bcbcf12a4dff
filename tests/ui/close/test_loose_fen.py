"""A drawer with loose fen comes out even: a fee of 300.07 in cash is no difference."""

from __future__ import annotations

from tests.helpers.till import line
from tests.ui.close.conftest import Window, printed

from counter.ui.shell.reading import screen_text


def test_fen_that_came_over_the_counter_can_be_counted(window: Window) -> None:
    till = window.till
    till.shifts.open(till.person(), 50000)
    sheet = till.sheet(line("GS", "103044908", 30007))
    till.cashier.cash(till.person(), sheet, 30007, 30007)
    printed(till, till.tickets.issue(till.person(), sheet, "00001", simulated=True).number)
    window.enter()
    window.count(f10000=8, f1=7)
    assert "五个都相等" in screen_text(window.shell)
    window.sign()
    window.press("F12")
    last = till.shifts.last("20")
    assert last is not None and last.closed is not None
    assert (last.closed.counted_fen, last.closed.differences) == (80007, ())
