"""流水 played by its keys: money goes back the way it came, cash goes to the bank."""

from __future__ import annotations

from tests.ui.ledger.conftest import Window

from counter.domain.finance.payment import PayState
from counter.ui.shell.reading import screen_text


def said(window: Window) -> str:
    return screen_text(window.shell)


def test_the_payments_of_the_day_stand_with_their_proof_and_their_sums(window: Window) -> None:
    words = said(window)
    assert "净收 现金 300.00 + POS 550.50 + 转账 0.00" in words
    assert "收 500.00 找 200.00" in words
    assert "凭证 000001" in words
    assert "抽屉里应有 800.00" in words
    assert "622202******1234" in words


def test_f6_gives_cash_back_from_the_drawer(window: Window) -> None:
    window.press("F6", window.cash)
    assert "退 300.00 元给 衡山县开云镇明远粮油店" in said(window)
    window.confirm()
    assert window.till.cashier.sheet(window.sheet).paid == 55050
    words = said(window)
    assert "退现金" in words
    assert "抽屉里应有 500.00" in words
    window.presenter.select(window.cash.trace)
    assert "已退" in said(window)
    window.press("F6")
    assert window.presenter.panel is None
    assert "这笔钱已经退了" in said(window)


def test_f6_gives_a_card_payment_back_through_the_terminal(window: Window) -> None:
    window.press("F6", window.pos)
    assert "拿原来那张卡" in said(window)
    window.confirm()
    (back,) = [p for p in window.till.cashier.sheet(window.sheet).payments if p.of]
    assert (back.purpose, back.state, back.fen) == ("void", PayState.DONE, 55050)
    assert "−550.50" in said(window)


def test_a_return_without_an_answer_is_unknown_and_leads_to_the_cash_page(window: Window) -> None:
    window.terminal.mute = True
    window.press("F6", window.pos)
    window.confirm()
    assert "不知道退了没有" in said(window)
    assert "不要再退" in said(window)
    assert window.went == ["cash"]
    window.press("Enter")
    assert window.went == ["cash", "cash"]
    window.press("F6", window.pos)
    assert window.presenter.panel is None


def test_money_that_is_on_a_ticket_does_not_go_back(window: Window) -> None:
    till = window.till
    till.tickets.issue(till.person(), window.sheet, "00001", simulated=True)
    window.presenter.load()
    window.settle()
    assert "开在票 0000600001 上" in said(window)
    window.press("F6", window.cash)
    assert window.presenter.panel is None
    assert "已经开了票" in said(window)
    assert till.cashier.sheet(window.sheet).paid == 85050


def test_cash_goes_to_the_bank_and_never_more_than_is_there(window: Window) -> None:
    window.press("B")
    window.fill(amount="2000")
    window.confirm()
    assert "照银行回单填单号" in said(window)
    window.fill(slip="回 0922-1")
    window.confirm()
    assert "不能缴存" in said(window)
    window.fill(amount="300")
    assert "缴存后剩 500.00 元" in said(window)
    window.confirm()
    shift = window.till.shifts.current("20")
    assert shift is not None
    assert [(b.fen, b.account, b.slip) for b in shift.banked] == [
        (30000, "县财政专户", "回 0922-1")
    ]
    assert "抽屉里应有 500.00" in said(window)
