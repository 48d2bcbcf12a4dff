"""收费 played by its keys: float, sheet, number, money, ticket; and what nobody knows."""

from __future__ import annotations

import datetime as dt

from tests.helpers.till import line
from tests.ui.cash.conftest import Window

from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.payment import PayState
from counter.ui.shell.reading import screen_text
from counter.ui.text import say


def opened(window: Window) -> str:
    """A shift with a float, a sheet opened, its number checked."""
    window.type(window.panel_field("float"), "500")
    sheet = window.till.sheet(line("GS", "103044908", 30000), line("WH", "103017600", 55050))
    window.presenter.load()
    window.settle()
    window.press("Enter")
    window.type(window.page.number, "00001")
    return sheet


def test_without_a_shift_the_page_asks_for_the_float(window: Window) -> None:
    assert "点清底金" in screen_text(window.shell)
    window.type(window.panel_field("float"), "五百")
    assert "底金写多少元" in screen_text(window.shell)
    window.type(window.panel_field("float"), "500")
    assert window.presenter.step == "pick"


def test_p_takes_the_money_and_f8_issues_the_ticket(window: Window) -> None:
    sheet = opened(window)
    assert "与本机下一张一致" in screen_text(window.shell)
    assert "捌佰伍拾元零伍角整" in screen_text(window.shell)
    window.press("P")
    assert window.till.cashier.sheet(sheet).status is ChargeStatus.PAID
    window.press("F8")
    (ticket,) = window.till.tickets.of_sheet(sheet)
    assert (ticket.number, ticket.fen) == ("0000600001", 85050)
    assert "领 100 = 用 1 + 废 0 + 余 99" in screen_text(window.shell)


def test_cash_shows_the_change_while_it_is_typed(window: Window) -> None:
    sheet = opened(window)
    window.press("C")
    window.panel_field("received").setText("1000")
    window.settle()
    assert "找零 149.50 元" in screen_text(window.shell)
    window.type(window.panel_field("received"), "1000")  # one Enter
    assert window.till.cashier.sheet(sheet).payments[0].change == 14950


def test_the_wrong_number_is_refused_in_place(window: Window) -> None:
    opened(window)
    window.press("N")
    window.type(window.page.number, "00009")
    assert "本机下一张是 0000600001" in screen_text(window.shell)
    assert window.presenter.step == "check"


def test_a_silent_terminal_brings_up_what_nobody_knows_and_two_people_settle_it(
    window: Window,
) -> None:
    sheet = opened(window)
    window.terminal.reply = window.terminal.silent
    window.press("P")
    said = screen_text(window.shell)
    assert "不知道钱扣了没有" in said
    assert "不要再刷" in said
    assert not window.presenter.may_take().ok
    window.press("2")
    host = window.page.unknown.panel
    window.type(window.panel_field("second", host), "2002")
    window.type(window.panel_field("pin", host), "246802")
    assert window.till.cashier.sheet(sheet).payments[0].state is PayState.FAILED
    assert window.presenter.unknown is None
    assert window.presenter.step in ("take", "check")


def test_what_was_unknown_at_the_start_is_asked_about_without_a_key(window: Window) -> None:
    sheet = opened(window)
    till = window.till
    till.cashier.begin_sale(till.person(), sheet, 85050, "POS-03", simulated=True)
    assert till.cashier.recover() == 1
    window.presenter.load()
    window.settle()
    (payment,) = till.cashier.sheet(sheet).payments
    assert [ask.answer for ask in payment.asked] == ["nothing"]
    window.presenter.load()
    window.settle()
    assert len(till.cashier.sheet(sheet).payments[0].asked) == 1


def test_while_the_card_is_asked_for_nothing_is_unknown_yet(window: Window) -> None:
    sheet = opened(window)
    till = window.till
    till.cashier.begin_sale(till.person(), sheet, 85050, "POS-03", simulated=True)
    window.presenter.busy = "sale"
    window.presenter.load()
    window.settle()
    assert window.presenter.unknown is None
    assert "不知道钱扣了没有" not in screen_text(window.shell)
    assert "在 POS 机上刷卡" in say(window.page.next_step().now)  # type: ignore[arg-type]


def test_enter_opens_p_takes_enter_prints_and_enter_goes_on(window: Window) -> None:
    sheet = opened(window)
    window.press("P")
    window.press("Enter")
    (ticket,) = window.till.tickets.of_sheet(sheet)
    assert ticket.fen == 85050


def test_an_older_sheet_says_that_the_prices_of_its_day_hold(window: Window) -> None:
    window.till.sheet()
    window.till.clock.advance(dt.timedelta(days=3))
    window.type(window.panel_field("float"), "500")
    window.presenter.load()
    window.settle()
    window.press("Enter")
    assert "2026-09-22 开的，照那天的价钱收" in screen_text(window.shell)
    window.press("F2")
    assert "照那天的价钱收" not in screen_text(window.shell)
