"""The payer's screen: this person's matter and no other's, two answers, and nothing left over."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.desk.test_till import printed
from tests.helpers.till import line
from tests.ui.citizen.conftest import Two

from counter.domain.finance.charge import ChargeStatus
from counter.ports.clock import FrozenClock
from counter.ui import theme
from counter.ui.citizen.state import WELCOME
from counter.ui.citizen.view import dues_of, tail_of
from counter.ui.qt import QApplication, Qt, QWidget
from counter.ui.shell.reading import screen_text
from counter.ui.text import say
from counter.ui.theme import BIG, DARK, Theme

PAYER = "衡山县开云镇明远粮油店"
CREDIT_CODE = "91430423MA4L00003J"


def test_while_nobody_is_served_it_welcomes_and_names_nobody(two: Two) -> None:
    assert "20 号窗口" in two.said
    assert "轮到您时" in two.said
    assert PAYER not in two.said
    assert not two.citizen.yes.isVisible()


def test_it_shows_the_payers_matter_in_figures_and_capitals_with_each_units_amount(
    two: Two,
) -> None:
    two.open()
    for words in (PAYER, "测试事项", "¥850.50", "捌佰伍拾元零伍角整", "GS", "300.00", "550.50"):
        assert words in two.said
    assert "✓核对信息  ▸确认金额  缴费" in two.said


def test_of_a_number_only_the_last_four_characters_stand_there(two: Two) -> None:
    two.open()
    assert "代码末四位 003J" in two.said
    assert CREDIT_CODE not in two.said
    assert say(tail_of("430423199001010014")) == "证号末四位 0014"
    assert say(tail_of("1234567")) == ""


def test_its_yes_reaches_the_clerk_as_a_chip(two: Two) -> None:
    two.open()
    assert "等交款人核对" in screen_text(two.shell)
    two.touch(two.citizen.yes)
    assert "交款人已按“金额对”" in screen_text(two.shell)
    assert "窗口知道了：金额对" in two.said
    assert "▸缴费" in two.said


def test_a_doubt_warns_the_clerk_and_takes_the_filled_key_away(two: Two) -> None:
    two.open()
    two.check_number()
    assert two.page.next_step().command == "cash.pos"
    two.touch(two.citizen.doubt)
    assert "交款人有疑问" in screen_text(two.shell)
    assert two.page.next_step().command == ""
    assert "先跟他核对金额" in say(two.page.next_step().now)  # type: ignore[arg-type]
    two.touch(two.citizen.yes)
    assert two.page.next_step().command == "cash.pos"


def test_a_doubt_is_still_said_while_fields_are_open(two: Two) -> None:
    two.open()
    two.check_number()
    two.touch(two.citizen.doubt)
    two.press("C")
    assert "先跟他核对金额" in say(two.page.next_step().now)  # type: ignore[arg-type]


def test_once_paid_no_answer_is_waited_for(two: Two) -> None:
    two.open()
    two.check_number()
    two.press("P")
    assert "第二屏正显示：850.50 元" in screen_text(two.shell)
    assert "等交款人核对" not in screen_text(two.shell)


def test_an_answer_holds_for_the_amount_that_stood_there_and_for_no_other(two: Two) -> None:
    sheet = two.open()
    two.touch(two.citizen.yes)
    two.till.cashier.cash(two.till.person(), sheet, 30000, 30000)
    two.presenter.load()
    two.settle()
    assert two.presenter.payer_said == ""
    assert "还要缴" in two.said
    assert "一共 850.50，已经缴了 300.00" in two.said


def test_no_touch_counts_where_no_button_stands(two: Two) -> None:
    two.screen.right()
    two.screen.doubt()
    assert two.presenter.payer_said == ""


def test_a_touch_leaves_focus_and_keys_with_the_clerk(two: Two) -> None:
    two.open()
    assert two.citizen.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    before = QApplication.focusWidget()
    two.touch(two.citizen.doubt)
    assert QApplication.focusWidget() is before
    assert two.citizen.yes.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_payers_touch_does_not_keep_the_desk_unlocked(two: Two, clock: FrozenClock) -> None:
    two.shell.beside = two.citizen
    locks: list[str] = []
    two.shell.locked.connect(locks.append)
    two.open()
    clock.advance(dt.timedelta(minutes=6))
    two.touch(two.citizen.doubt)
    two.shell.tick()
    assert locks == ["idle"]


@pytest.mark.parametrize("away", ["closed", "locked", "another"])
def test_nothing_of_the_former_payer_remains(two: Two, away: str) -> None:
    two.open()
    two.touch(two.citizen.yes)
    if away == "closed":
        two.press("F2")
    elif away == "locked":
        two.shell.leave()
    else:
        two.shell.leave()
        two.shell.enter("cash", fresh=True)
    two.settle()
    assert two.screen.view == WELCOME
    for words in (PAYER, "003J", "850.50", "捌佰", "300.00", "金额对", "测试事项"):
        assert words not in two.said
        assert all(words not in w for w in _every_word(two))


def _every_word(two: Two) -> list[str]:
    """Also of widgets that are hidden on the page that is in front."""
    front = two.citizen._stack.currentWidget()
    return [w.accessibleName() for w in front.findChildren(QWidget)]


def test_back_from_a_lock_the_sheet_stands_there_and_the_answer_is_asked_anew(two: Two) -> None:
    two.open()
    two.touch(two.citizen.yes)
    two.shell.leave()
    two.shell.come_back()
    two.settle()
    assert "¥850.50" in two.said
    assert two.presenter.payer_said == ""


def test_another_sheet_never_stands_under_the_new_number(two: Two) -> None:
    two.open(line("GS", "A", 10000))
    first = two.presenter.snap
    two.presenter.number = "缴〔2026〕03-9999"  # being read
    two.presenter.changed()
    assert two.presenter.snap is first
    assert two.screen.view == WELCOME


def test_while_the_terminal_waits_it_asks_for_the_card_and_counts(two: Two) -> None:
    two.open()
    two.presenter.busy = "sale"
    two.presenter.heard("sale", 57, 0)
    assert "请刷卡" in two.said
    assert "还有 57 秒" in two.said
    assert not two.citizen.yes.isVisible()
    assert not two.citizen.doubt.isVisible()


def test_between_the_intent_and_the_answer_it_asks_for_the_card(two: Two) -> None:
    sheet = two.open()
    two.till.cashier.begin_sale(two.till.person(), sheet, 85050, "POS-03", simulated=True)
    two.presenter.load()
    two.settle()
    assert "请刷卡" in two.said
    assert "银行可能已经扣款" not in two.said


def test_cash_shows_what_was_given_and_what_comes_back_while_it_is_typed(two: Two) -> None:
    two.open()
    two.check_number()
    two.press("C")
    assert "请交现金" in two.said
    two.panel_field("received").setText("1000")
    two.settle()
    assert "找您 149.50" in two.said
    assert "收您 1,000.00" in two.said


def test_while_nobody_knows_it_shows_the_sentence_that_is_read_out(two: Two) -> None:
    two.open()
    two.check_number()
    two.terminal.reply = two.terminal.silent
    two.press("P")
    assert "银行可能已经扣款，我们正在查，请您不要再刷" in two.said
    assert "¥850.50" in two.said
    two.press("F2")
    assert "银行可能已经扣款" not in two.said
    assert "850.50" not in two.said


def test_an_unknown_payment_found_at_the_start_names_nobody(two: Two) -> None:
    sheet = two.open()
    till = two.till
    till.cashier.begin_sale(till.person(), sheet, 85050, "POS-03", simulated=True)
    till.cashier.recover()
    two.presenter.forget()
    two.presenter.load()
    two.settle()
    assert "银行可能已经扣款" in two.said
    assert PAYER not in two.said
    assert "850.50" not in two.said


def test_paid_it_waits_for_the_ticket_and_then_hands_it_over(two: Two) -> None:
    sheet = two.open()
    two.check_number()
    two.press("P")
    assert "钱收到了" in two.said
    assert "已缴" in two.said
    two.press("F8")
    assert "请拿好票据" not in two.said
    (ticket,) = two.till.tickets.of_sheet(sheet)
    printed(two.till, ticket.number)
    two.presenter.load()
    two.settle()
    assert two.till.cashier.sheet(sheet).status is ChargeStatus.TICKETED
    assert "请拿好票据" in two.said


@pytest.mark.parametrize("way", ["P", "C", "T"])
@pytest.mark.parametrize("answer", ["yes", "doubt", ""])
def test_the_payment_says_whether_the_payer_had_said_yes(two: Two, way: str, answer: str) -> None:
    sheet = two.open()
    two.check_number()
    if answer:
        two.touch(getattr(two.citizen, answer))
    two.press(way)
    if way != "P":
        key, words = ("received", "1000") if way == "C" else ("reference", "2026092200001")
        two.panel_field(key).setText(words)
        two.presenter.confirm()
        two.settle()
    (payment,) = two.till.cashier.sheet(sheet).payments
    assert payment.confirmed_by_payer is (answer == "yes")


def test_many_lines_are_added_up_for_each_unit() -> None:
    lines = tuple(line(unit, f"F{n}", 10000) for n, unit in enumerate("AABBBC"))
    found = [(due.unit, say(due.item), due.amount) for due in dues_of(lines)]
    assert found == [
        ("A", "2 项", "200.00"),
        ("B", "3 项", "300.00"),
        ("C", "项目 F5", "100.00"),
    ]


def test_it_stays_light_and_in_its_own_sizes_whatever_the_desk_has_on(
    two: Two, qapp: QApplication
) -> None:
    two.open()
    before = bytes(two.citizen.grab().toImage().constBits())
    theme.apply(qapp, Theme(DARK, BIG))
    two.settle()
    after = bytes(two.citizen.grab().toImage().constBits())
    # large figures are drawn as outlines, whose edges may differ by a shade
    assert all(abs(a - b) < 32 for a, b in zip(before, after, strict=True) if a != b)


def test_a_larger_display_shows_everything_larger(two: Two) -> None:
    two.open()
    small = two.citizen.yes.height()
    two.citizen.resize(2048, 1200)
    two.settle()
    assert two.citizen.yes.height() == 2 * small


def test_a_long_sheet_makes_the_window_no_larger_than_its_display(two: Two) -> None:
    units = ("自然资源局", "建设局", "经发局", "气象局", "林业局", "水利局", "人防办", "消防大队")
    two.open(*(line(unit, f"F{n}", 123456789) for n, unit in enumerate(units)))
    assert (two.citizen.width(), two.citizen.height()) == (1024, 600)
    for unit in units:
        assert f"{unit}  1,234,567.89" in two.said
    inside = two.citizen.rect()
    for part in two.citizen.findChildren(QWidget):
        if part.isVisible():
            place = part.mapTo(two.citizen, part.rect().bottomRight())
            assert inside.contains(place), part


def test_without_a_second_screen_the_clerks_page_does_not_speak_of_one(two: Two) -> None:
    two.open()
    two.screen.show(False)
    two.settle()
    assert "第二屏" not in screen_text(two.shell)
