"""收费 while something is under way: a sale at the terminal, a key pressed twice, other hands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.helpers.till import line
from tests.ui.cash.conftest import Window
from tests.ui.cash.test_cash_page import opened

from counter.domain.errors import KnownError
from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.payment import Payment, PayState
from counter.ports.devices import FeeReply, LastTrade, SaleOrder
from counter.ui.shell.reading import screen_text


def during(window: Window, step: Callable[[], None]) -> None:
    """While the terminal waits for the card, `step` happens at the desk."""

    def reply(order: SaleOrder) -> FeeReply:
        window.presenter.load()
        window.settle()
        step()
        return window.terminal.approve(order)

    window.terminal.reply = reply


def test_while_the_card_is_awaited_the_page_asks_for_the_card(window: Window) -> None:
    opened(window)
    seen: list[str] = []
    during(window, lambda: seen.append(screen_text(window.shell)))
    window.press("P")
    assert "请交款人在 POS 机上刷卡" in seen[0]
    assert "不知道钱扣了没有" not in seen[0]


def test_a_second_p_is_no_second_sale(window: Window) -> None:
    sheet = opened(window)
    during(window, lambda: window.press("P"))
    window.press("P")
    assert len(window.till.cashier.sheet(sheet).payments) == 1


def test_other_hands_after_a_lock_see_how_the_sale_ended(window: Window) -> None:
    sheet = opened(window)

    def lock() -> None:
        window.shell.lock("key")
        window.page.reset()
        window.settle()

    during(window, lock)
    window.press("P")
    assert window.till.cashier.sheet(sheet).payments[0].state is PayState.DONE
    window.shell.enter("cash")
    window.settle()
    assert window.presenter.step == "pick"
    assert "已收款未开票" in screen_text(window.shell)
    assert not window.presenter.busy


def test_f2_in_the_middle_leaves_the_sale_to_its_end(window: Window) -> None:
    sheet = opened(window)
    during(window, lambda: window.press("F2"))
    window.press("P")
    assert window.till.cashier.sheet(sheet).status is ChargeStatus.PAID
    assert "已收款未开票" in screen_text(window.shell)


def test_what_failed_after_f2_says_which_sheet_it_was(window: Window) -> None:
    sheet = opened(window)

    def declined(order: SaleOrder) -> FeeReply:
        window.press("F2")
        return FeeReply(kind="sale", result="declined", code="51", words="余额不足")

    window.terminal.reply = declined
    window.press("P")
    said = screen_text(window.shell)
    assert "余额不足" in said
    assert f"缴费单 {sheet} 没有收成" in said


def test_enter_twice_takes_a_part_of_the_cash_once(window: Window) -> None:
    sheet = opened(window)
    window.press("C")
    window.panel_field("part").setText("300")
    window.panel_field("received").setText("300")
    window.presenter.confirm()
    window.presenter.confirm()
    window.settle()
    assert [p.fen for p in window.till.cashier.sheet(sheet).payments] == [30000]


def test_enter_twice_issues_one_ticket_and_says_nothing_bad(window: Window) -> None:
    sheet = opened(window)
    window.press("P")
    window.presenter.issue()
    window.presenter.issue()
    window.settle()
    assert len(window.till.tickets.of_sheet(sheet)) == 1
    assert window.presenter.trouble is None


def test_the_opening_float_is_taken_once(window: Window) -> None:
    panel = window.presenter.panel
    assert panel is not None
    window.panel_field("float").setText("500")
    window.presenter.confirm()
    window.presenter.confirm()
    window.settle()
    assert window.presenter.trouble is None
    assert window.presenter.step == "pick"


def test_asking_goes_on_once_however_often_the_page_reads(window: Window) -> None:
    sheet = opened(window)
    window.terminal.reply = window.terminal.silent
    asked = 0

    def query(_order: object) -> LastTrade:
        nonlocal asked
        asked += 1
        window.presenter.load()
        window.settle()
        return LastTrade(state="none")

    window.terminal.query_last = query  # type: ignore[method-assign]
    window.press("P")
    window.presenter.load()
    window.settle()
    assert window.till.cashier.sheet(sheet).payments[0].is_open
    assert asked == 1


def test_two_kinds_of_tickets_ask_for_the_number_on_each_paper(window: Window) -> None:
    till = window.till
    window.type(window.panel_field("float"), "500")
    sheet = till.sheet(line("GS", "103044908", 30000))
    window.presenter.load()
    window.settle()
    window.press("Enter")
    window.type(window.page.number, "00001")
    window.press("P")
    window.press("Enter")
    assert len(till.tickets.of_sheet(sheet)) == 1


def test_an_answer_that_could_not_be_kept_is_asked_about_at_once(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = opened(window)
    cashier = window.till.cashier

    def full(_trace: str, _reply: FeeReply) -> Payment:
        raise KnownError("store.full", "磁盘满了，存不下。", "腾出地方再办。")

    with monkeypatch.context() as patch:
        patch.setattr(cashier, "answered", full)
        window.press("P")
    (payment,) = cashier.sheet(sheet).payments
    assert payment.state is PayState.SENT
    assert [p.trace for p in cashier.in_doubt()] == [payment.trace]
    assert "不知道钱扣了没有" in screen_text(window.shell)
    assert len(payment.asked) == 1


def test_f5_with_cash_in_hand_takes_the_cash_and_not_the_card(window: Window) -> None:
    sheet = opened(window)
    window.press("C")
    window.panel_field("received").setText("1000")
    window.settle()
    window.press("F5")
    assert [(p.way, p.change) for p in window.till.cashier.sheet(sheet).payments] == [
        ("cash", 14950)
    ]


def test_too_little_cash_is_said_while_it_is_typed(window: Window) -> None:
    opened(window)
    window.press("C")
    window.panel_field("received").setText("800")
    window.settle()
    assert "还差 50.50 元" in screen_text(window.shell)
