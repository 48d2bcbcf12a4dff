"""票据 played by its keys: void by two people, reopened, lost, red after the close, the paper."""

from __future__ import annotations

import pytest
from tests.helpers.till import CODE, Till
from tests.ui.tickets.conftest import Window, close_day, come_out, issued

from counter.domain.errors import KnownError
from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.ticket import TicketState
from counter.domain.ticketcontent import Calibration
from counter.ui.shell.reading import screen_text

FIRST = "0000600001"


def said(window: Window) -> str:
    return screen_text(window.shell)


def test_the_numbers_of_the_day_stand_with_the_sum_of_the_paper(window: Window) -> None:
    words = said(window)
    assert FIRST in words
    assert "领 100 = 用 1 + 废 0 + 余 99" in words
    assert "0000600002 100 1 0 0 99" in words
    assert "捌佰伍拾元零伍角整" in words


def test_f9_voids_with_all_copies_and_two_people_and_enter_leads_to_the_cash_page(
    window: Window,
) -> None:
    window.press("F9")
    assert "号码不能再用" in said(window)
    window.fill(copies="2")
    window.sign()
    assert "收回了 2 联" in said(window)
    window.fill(copies="3")
    window.sign("2001")
    assert "两个人不能是同一个人" in said(window)
    window.sign("2002")
    ticket = window.till.tickets.ticket(CODE, FIRST)
    assert ticket.state is TicketState.VOID
    assert "领 100 = 用 0 + 废 1 + 余 99" in said(window)
    assert "去重开" in said(window)
    window.press("Enter")
    assert ticket.begun is not None
    assert window.reopened == [ticket.begun.sheet]


def test_a_void_number_and_its_successor_name_each_other_and_the_money_stays(
    window: Window,
) -> None:
    till = window.till
    window.press("F9")
    window.fill(copies="3")
    window.sign()
    old = till.tickets.ticket(CODE, FIRST)
    assert old.begun is not None
    sheet = old.begun.sheet
    till.tickets.issue(till.person(), sheet, "00002", simulated=True, replaces=FIRST)
    come_out(till)
    window.presenter.load()
    window.settle()
    assert f"替 {FIRST}" in said(window)
    assert "重开在 0000600002" in said(window)
    assert window.presenter.reopens == ""
    charge = till.cashier.sheet(sheet)
    assert (charge.status, charge.paid, charge.ticketed) == (ChargeStatus.TICKETED, 85050, 85050)


def test_after_the_close_f9_is_refused_and_a_red_ticket_offered(window: Window) -> None:
    till = window.till
    close_day(till)
    window.presenter.load()
    window.settle()
    window.press("F9")
    assert window.presenter.panel is None
    assert "已经日结，不能作废" in said(window)
    assert "开红字票" in said(window)
    till.shifts.open(till.person(), 0)
    window.presenter.load()
    window.settle()
    window.presenter.move_day(1)
    window.settle()
    assert window.presenter.day == "2026-09-22"
    window.press("H")
    window.fill(why="项目开错", refund="退付〔2026〕3 号", seen="00009")
    window.sign()
    assert "本机下一张是 0000600002" in said(window)
    window.fill(seen="00002")
    window.sign()
    red = till.tickets.ticket(CODE, "0000600002")
    assert red.fen == -85050
    assert till.tickets.ticket(CODE, FIRST).red_by == "0000600002"
    assert f"冲 {FIRST}" in said(window)


def test_h_before_the_close_says_that_the_ticket_is_to_be_voided(window: Window) -> None:
    window.press("H")
    assert window.presenter.panel is None
    assert "还没有日结" in said(window)


def test_v_uses_up_the_next_blank_number(window: Window) -> None:
    window.press("V")
    assert "00002" in said(window)
    window.fill(copies="3")
    window.sign()
    blank = window.till.tickets.ticket(CODE, "0000600002")
    assert (blank.state, blank.begun) == (TicketState.VOID, None)
    assert "领 100 = 用 1 + 废 1 + 余 98" in said(window)


def test_a_lost_ticket_needs_the_report_to_the_finance_office(window: Window) -> None:
    window.press("L")
    window.sign()
    assert "书面报财政部门" in said(window)
    assert window.till.tickets.ticket(CODE, FIRST).state is TicketState.ISSUED
    window.fill(report="衡财票〔2026〕5 号")
    window.confirm()
    assert window.till.tickets.ticket(CODE, FIRST).state is TicketState.LOST
    assert "公告还没有登" in said(window)


def test_a_copy_is_printed_only_after_plain_paper_is_in_the_tractor(window: Window) -> None:
    window.press("Ctrl+P")
    window.confirm()
    assert window.till.store.jobs(("queued",), 5) == ()
    window.presenter.panel.tick("plain", True)  # type: ignore[union-attr]
    window.confirm()
    (job,) = window.till.store.jobs(("queued",), 5)
    assert job.nth == 2


def test_an_unsure_ticket_is_settled_by_g_or_goes_to_the_void_by_b(window: Window) -> None:
    till = window.till
    issued(till, "00002", "unknown")
    window.presenter.load()
    window.settle()
    window.presenter.select(f"{CODE}/0000600002")
    window.settle()
    assert "打好了没有" in said(window)
    window.press("B")
    assert window.presenter.panel is not None
    window.page.back()
    window.press("G")
    assert till.tickets.ticket(CODE, "0000600002").state is TicketState.ISSUED


def test_a_batch_comes_in_and_goes_to_the_window(window: Window) -> None:
    window.press("N")
    window.fill(code=CODE, first="600050", last="600060", source="县财政局", document="领 2")
    window.confirm()
    assert "重号" in said(window)
    window.fill(first="600101", last="600200")
    window.confirm()
    assert "领 200 = 用 1 + 废 0 + 余 199" in said(window)
    window.press("S")
    window.fill(count="50")
    assert "0000600101" in said(window)
    window.confirm()
    batch = window.till.store.money.stock(f"{CODE}/0000600101")
    assert batch is not None
    assert [(r.first, r.last, r.window) for r in batch.lent] == [(600101, 600150, "20")]


def test_stubs_go_back_only_as_far_as_they_are_used(window: Window) -> None:
    window.press("X")
    window.fill(last="600002", document="核 1")
    window.confirm()
    assert "还有 1 张没用" in said(window)
    window.fill(last="600001")
    window.confirm()
    assert "还没日结" in said(window)  # it could still be voided with all its parts
    close_day(window.till)
    window.confirm()
    stock = window.till.store.money.stock(f"{CODE}/0000600001")
    assert stock is not None
    assert stock.closed_to == 600001


def hand_book(till: Till) -> None:
    one = till.person()
    made = till.stock.receive(
        one, code="43012199", kind="0121", first=1, last=50, source="财政局", document="领3",
        hand=True,
    )  # fmt: skip
    till.stock.lend(one, made.batch, 50, "20", "2001")


def test_a_ticket_written_by_hand_is_entered_with_the_cash_of_its_day(window: Window) -> None:
    till = window.till
    hand_book(till)
    sheet = till.sheet()
    window.presenter.load()
    window.settle()
    window.press("W")
    assert "300.00" in said(window)
    window.fill(seen="00001", written="2026-09-30")
    window.confirm()
    assert till.cashier.sheet(sheet).paid == 0
    window.fill(written="2026-09-21")
    window.confirm()
    charge = till.cashier.sheet(sheet)
    assert charge.status is ChargeStatus.TICKETED
    assert charge.payments[0].taken_on == "2026-09-21"
    written = till.tickets.ticket("43012199", "0000000001")
    assert written.begun is not None
    assert written.begun.written == "2026-09-21"
    assert till.store.jobs(("queued",), 5) == ()


def test_a_wrong_number_of_a_written_ticket_takes_no_money_either(window: Window) -> None:
    till = window.till
    hand_book(till)
    sheet = till.sheet()
    with pytest.raises(KnownError):
        till.tickets.enter_written(till.person(), sheet, "00007", "2026-09-21", cash=True)
    assert till.cashier.sheet(sheet).payments == ()


def test_the_tractor_is_measured_with_a_page_of_cross_hairs(window: Window) -> None:
    window.press("K", "Ctrl+T")
    assert window.crossed == ["ticket_general"]
    assert "十字线打出来了" in said(window)
    window.fill(dx="1.5", dy="-0,8")
    window.confirm()
    assert "多少毫米" in said(window)
    window.fill(dy="-0.8", sx="99.6")
    window.confirm()
    kept = Calibration(dx_um=1500, dy_um=-800, scale_x_ppm=996_000)
    assert window.measured == {"ticket_general": kept}


def test_a_number_is_found_by_its_end_and_by_the_payer(window: Window) -> None:
    issued(window.till, "00002")
    window.presenter.look_for("600001")
    window.settle()
    assert [t.number for t in window.presenter.snap.tickets] == [FIRST]
    window.presenter.look_for("明远粮油")
    window.settle()
    assert len(window.presenter.snap.tickets) == 2
    window.page.back()
    assert window.presenter.query == ""
