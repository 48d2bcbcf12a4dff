"""日结 played by its keys: green, short, a trade too few, a missing number, what nobody knows."""

from __future__ import annotations

import msgspec
from tests.ui.close.conftest import SETTLED, Window, day

from counter.ports.devices import BatchTotals, FeeReply, PrintOutcome, Settlement
from counter.ui.pages.close.state import Snapshot
from counter.ui.shell.reading import screen_text

RIGHT = Settlement(reply=SETTLED, totals=BatchTotals(sale_count=1, sale_fen=85050))


def opened(window: Window, *, settled: bool = True) -> None:
    window.till.shifts.open(window.till.person(), 50000)
    day(window.till)
    window.enter()
    if settled:
        window.terminal.answer = RIGHT
        window.press("S")


def text(window: Window) -> str:
    return screen_text(window.shell)


def test_a_day_that_comes_out_even_is_locked_by_two_and_its_papers_are_queued(
    window: Window,
) -> None:
    opened(window)
    assert "没点完" in text(window)
    window.count(f10000=8)
    assert "五个都相等" in text(window)
    assert not window.presenter.may_lock().ok
    window.sign()
    window.press("F12")
    assert window.till.shifts.current("20") is None
    said = text(window)
    assert "已锁账" in said and "何建平" in said
    for title in ("日结单", "票据使用情况表", "收费汇总表", "POS 对账表", "缴款单"):
        assert title in said
    assert len(window.till.store.jobs(("queued",), 50)) == 5


def test_sums_are_live_while_pieces_are_typed(window: Window) -> None:
    opened(window)
    field = window.page.drawer.rows[10000].field
    field.setText("7")
    field.textEdited.emit("7")
    assert "700.00" in text(window) and "没点完" in text(window)


def test_enter_goes_down_and_after_the_last_coin_to_the_second_person(window: Window) -> None:
    opened(window)
    window.count(f10000=8)
    assert window.page.second.hasFocus()


def test_a_short_drawer_asks_for_a_reason_and_locks_with_it(window: Window) -> None:
    opened(window)
    window.count(f10000=7, f5000=1, f1000=4)
    said = text(window)
    assert "短 10.00 的原因" in said and "差 10.00" in said
    assert window.page.rows[2].reason.choice.hasFocus()
    window.sign()
    window.press("F12")
    assert window.till.shifts.current("20") is not None  # no reason yet
    window.page.rows[2].reason.choice.choose("change")
    words = window.page.rows[2].reason.words
    words.setText("11:20 前后")
    words.textEdited.emit("11:20 前后")
    window.press("F12")
    last = window.till.shifts.last("20")
    assert last is not None and last.closed is not None
    (difference,) = last.closed.differences
    assert (difference.by, difference.reason, difference.words) == (-1000, "change", "11:20 前后")
    assert "找零多付，交款人已走：11:20 前后" in text(window)


def test_a_terminal_that_settled_one_sale_less_names_the_trace(window: Window) -> None:
    opened(window, settled=False)
    window.press("S")
    window.count(f10000=8)
    (trace,) = [
        p.trace
        for p in window.till.cashier.of_shift(window.presenter.shift.name)  # type: ignore[union-attr]
        if p.way == "pos"
    ]
    assert f"差的正好是流水 {trace} 850.50" in text(window)
    assert not window.presenter.may_lock().ok


def test_before_the_terminal_has_settled_the_next_step_is_to_settle_it(window: Window) -> None:
    opened(window, settled=False)
    window.count(f10000=8)
    assert "没结算" in text(window)
    assert window.page.next_step().command == "close.settle"


def test_totals_that_the_terminal_does_not_tell_are_typed_from_its_slip(window: Window) -> None:
    opened(window, settled=False)
    window.terminal.answer = Settlement(reply=SETTLED)
    window.press("S")
    assert "没有说合计" in text(window)
    panel = window.presenter.panel
    assert panel is not None
    panel.put("sale_count", "1")
    window.presenter.confirm()
    assert panel.errors
    panel.put("sale_fen", "850.50")
    window.presenter.confirm()
    window.settle()
    shift = window.till.shifts.current("20")
    assert shift is not None
    assert [(s.sales_fen, s.typed, s.batch) for s in shift.settled] == [(85050, True, "000126")]


def test_a_settlement_that_fails_is_said_and_noted_nowhere(window: Window) -> None:
    opened(window, settled=False)
    declined = FeeReply(kind="settle", result="unknown", why="pos.silent", words="没有回话")
    window.terminal.answer = Settlement(reply=declined)
    window.press("S")
    assert "POS 机没有结算成" in text(window)
    shift = window.till.shifts.current("20")
    assert shift is not None and not shift.settled


def test_a_missing_number_is_named_and_cannot_be_explained_away(window: Window) -> None:
    opened(window)
    view = window.presenter.snap.view
    assert view is not None
    far = msgspec.structs.replace(view.facts.tickets[0], number="0000600005")
    facts = msgspec.structs.replace(view.facts, tickets=(*view.facts.tickets, far))
    window.presenter.snap = Snapshot(view=msgspec.structs.replace(view, facts=facts))
    window.count(f10000=8)
    window.sign()
    said = text(window)
    assert "缺 0000600003" in said and "缺 0000600004" in said
    assert not window.presenter.may_lock().ok
    assert window.page.next_step().command == "close.gap"
    window.press("K")
    assert window.shell.current is not None and window.shell.current.id == "tickets"


def test_an_unknown_payment_stands_in_the_way_with_the_key_that_leads_there(
    window: Window,
) -> None:
    window.till.shifts.open(window.till.person(), 50000)
    sheet = window.till.sheet()
    order = window.till.cashier.begin_sale(
        window.till.person(), sheet, 30000, "POS-20", simulated=True
    )
    window.till.cashier.lost_sight(order.trace, "silent", "没有回话")
    window.enter()
    assert "POS 未知 1 笔" in text(window)
    window.count(f10000=5)
    window.sign()
    window.press("F12")
    assert window.till.shifts.current("20") is not None
    assert window.page.next_step().command == "close.clear"
    window.press("U")
    assert window.shell.current is not None and window.shell.current.id == "cash"


def test_the_same_person_does_not_sign_twice(window: Window) -> None:
    opened(window)
    window.count(f10000=8)
    window.sign("2001")
    window.press("F12")
    assert "不能是同一个人" in text(window)
    assert window.till.shifts.current("20") is not None
    assert window.page.pin.text() == ""


def test_a_hand_over_gives_the_counted_sum_to_the_next_shift(window: Window) -> None:
    opened(window)
    window.count(f10000=8)
    window.sign()
    window.press("H")
    assert "已交班" in text(window) and "交接班单" in text(window)
    taken = window.till.shifts.open(window.till.person("2002"), 80000)
    assert taken.opened is not None and taken.opened.after.endswith("/1")


def test_cash_taken_to_the_bank_leaves_the_drawer(window: Window) -> None:
    opened(window)
    window.press("B")
    panel = window.presenter.panel
    assert panel is not None
    for key, words in (("fen", "300"), ("account", "汇缴户"), ("slip", "0922-17")):
        panel.put(key, words)
    window.presenter.confirm()
    window.settle()
    window.count(f10000=5)
    assert "存 300.00" in text(window) and "五个都相等" in text(window)


def test_a_locked_day_is_only_read_and_its_papers_print_again(window: Window) -> None:
    opened(window)
    window.count(f10000=8)
    window.sign()
    window.press("F12")
    assert window.page.drawer.rows[10000].field.isReadOnly()
    assert not window.presenter.may_lock().ok
    for job in window.till.store.jobs(("queued",), 50):
        window.till.printing.mark_sent(job)
        window.till.printing.finish(job, PrintOutcome(outcome="printed"), True)
    window.settle()
    window.press("Ctrl+P")
    (job,) = window.till.store.jobs(("queued",), 50)
    assert (job.title, job.nth) == ("日结单", 2)


def test_without_a_shift_there_is_nothing_to_close(window: Window) -> None:
    window.enter()
    assert "还没有开班" in text(window)


def test_another_persons_drawer_is_not_closed_here(window: Window) -> None:
    window.till.shifts.open(window.till.person("2002"), 50000)
    window.enter()
    assert "是 何建平 的班" in text(window)
