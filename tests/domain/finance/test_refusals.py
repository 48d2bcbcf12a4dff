"""What the money's deciders refuse, one by one: each with its reason, its way out, nothing done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.helpers.days import SECOND, Days, faces, person
from tests.helpers.memory import MemoryStore
from tests.helpers.small_hall import CLERK
from tests.helpers.till import CODE, line

from counter.domain.errors import KnownError
from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.rules import Till
from counter.domain.finance.shift import Difference
from counter.domain.finance.ticket import TicketState
from counter.domain.finance.ticketends import red
from counter.domain.finance.ticketing import TicketForm, check_seen
from counter.domain.finance.ticketpaper import ticket_content

ONE = person("20")


@pytest.fixture
def days() -> Days:
    """Window 20 is open with 500.00 and ten sheets of paper; window 21 likewise."""
    made = Days()
    batch = made.paper(100)
    for window in ("20", "21"):
        made.lend(batch, 10, window)
        made.drawers[window] = 50_000
        made.open(window)
    return made


def refused(
    days: Days, want: str, step: Callable[..., Any], /, *args: Any, **named: Any
) -> KnownError:
    """The step is refused so, and left nothing behind."""
    store = days.hall.store
    assert isinstance(store, MemoryStore)
    before = len(store.acts)
    with pytest.raises(KnownError) as caught:
        step(*args, **named)
    assert caught.value.code == want
    assert str(caught.value.what) and str(caught.value.next_step)
    assert len(store.acts) == before
    return caught.value


def sold(days: Days, *lines: Any, window: str = "20") -> Any:
    """A sheet paid in cash, its ticket issued."""
    number = days.sheet(*lines)
    days.cash(window, number, days.charge(number).payable)
    return days.issue(window, number)


def next_day(days: Days, window: str = "20") -> None:
    days.close(window)
    days.clock.advance(dt.timedelta(days=1))
    days.open(window)


# ---------------------------------------------------------------- amounts and people


@pytest.mark.parametrize("fen", [0, -1, 30_001, 10**12, -(10**12)])
def test_an_amount_that_is_not_the_sheets_is_taken_in_no_way(days: Days, fen: int) -> None:
    number = days.sheet()
    for way in (days.cash, days.transfer, days.pos):
        refused(days, "pay.amount", way, "20", number, fen)
    assert days.charge(number).paid == 0 and days.drawers["20"] == 50_000


def test_a_sheet_of_more_than_the_terminal_holds_is_never_taken(days: Days) -> None:
    number = days.sheet(line(due=10**12))
    refused(days, "pay.amount", days.transfer, "20", number, 10**12)


def test_less_cash_than_is_to_be_taken_names_what_is_short(days: Days) -> None:
    number = days.sheet()
    error = refused(days, "pay.short", days.cashier.cash, ONE, number, 30_000, 29_990)
    assert "0.10" in str(error.what)


def test_a_transfer_without_the_banks_number_is_not_believed(days: Days) -> None:
    refused(days, "pay.reference", days.cashier.transfer, ONE, days.sheet(), 30_000, "  ")


def test_only_finance_takes_money_and_only_in_a_shift_of_its_own(days: Days) -> None:
    number = days.sheet()
    refused(days, "role.finance", days.cashier.cash, CLERK, number, 30_000, 30_000)
    other = person("21")
    guest = type(other)(
        number=other.number, name=other.name, unit="CZ", window="20", roles=other.roles
    )
    refused(days, "shift.other", days.cashier.cash, guest, number, 30_000, 30_000)
    days.close("20")
    refused(days, "shift.none", days.cash, "20", number, 30_000)


def test_a_sheet_is_paid_only_when_every_unit_has_confirmed_and_only_once(days: Days) -> None:
    silent = days.sheet(line("GS", "A"), line("WH", "B"), confirmed=False)
    assert "WH" in str(refused(days, "pay.unconfirmed", days.cash, "20", silent, 30_000).what)
    number = days.sheet()
    days.change(number, "back")
    refused(days, "pay.state", days.cash, "20", number, 30_000)
    days.change(number, "answer")
    days.cash("20", number, days.charge(number).payable)
    refused(days, "pay.state", days.cash, "20", number, 1)


# ---------------------------------------------------------------- the terminal


def test_nothing_is_sold_while_something_is_unknown(days: Days) -> None:
    number, other = days.sheet(), days.sheet()
    days.pos("20", number, 30_000, "silent")
    refused(days, "pay.unknown", days.pos, "20", other, 30_000)
    refused(days, "pay.state", days.cash, "20", number, 30_000)
    refused(days, "ticket.unknown", days.tickets.issue, ONE, number, "00001", simulated=True)
    refused(days, "close.unknown", days.close, "20")
    days.cash("20", other, 30_000)  # cash needs no terminal


def test_a_reply_over_another_amount_and_a_repeated_reply_change_nothing(days: Days) -> None:
    number = days.sheet()
    wrong = days.pos("20", number, 30_000, "wrong_amount")
    assert days.charge(number).status is ChargeStatus.PAYING
    days.judge(wrong.trace)
    assert days.charge(number).status is ChargeStatus.PAID
    again = days.charged[wrong.trace]
    refused(days, "pay.ended", days.cashier.answered, wrong.trace, again)
    refused(days, "pay.ended", days.ask, wrong.trace)
    refused(days, "pay.ended", days.judge, wrong.trace)
    assert days.charge(number).paid == 30_000


def test_the_last_trade_of_another_sheet_proves_nothing(days: Days) -> None:
    first, second = days.sheet(), days.sheet()
    days.pos("20", first, 30_000)
    lost = days.pos("20", second, 30_000, "silent")
    assert days.ask(lost.trace).is_open
    days.judge(lost.trace)
    assert days.charge(second).status is ChargeStatus.READY


def test_what_people_judge_takes_two_and_a_voucher(days: Days) -> None:
    lost = days.pos("20", days.sheet(), 30_000, "silent")
    judge = days.cashier.judge
    refused(days, "second.none", judge, ONE, lost.trace, "not_charged", None)
    refused(days, "second.same", judge, ONE, lost.trace, "not_charged", ONE)
    refused(days, "second.role", judge, ONE, lost.trace, "not_charged", CLERK)
    refused(days, "pay.voucher", judge, ONE, lost.trace, "charged", SECOND)
    refused(days, "pay.words", judge, ONE, lost.trace, "unclear", SECOND)
    assert judge(ONE, lost.trace, "unclear", SECOND, words="纸是白的").is_open


# ---------------------------------------------------------------- giving back


def test_money_with_a_ticket_goes_back_only_after_the_void_and_only_once(days: Days) -> None:
    ticket = sold(days)
    (trace,) = ticket.begun.traces
    refused(days, "pay.ticketed", days.give_back, "20", trace)
    days.void("20", ticket, "returned")
    days.give_back("20", trace)
    refused(days, "pay.returned", days.give_back, "20", trace)
    assert days.charge(ticket.begun.sheet).status is ChargeStatus.READY
    assert days.drawers["20"] == 50_000
    days.close("20")


def test_the_original_stays_a_sale_when_its_money_went_back(days: Days) -> None:
    number = days.sheet()
    sale = days.pos("20", number, 30_000)
    back = days.give_back("20", sale.trace)
    assert (days.cashier.payment(sale.trace).purpose, back.purpose) == ("sale", "void")
    assert days.charge(number).paid == 0


def test_cash_of_a_closed_day_is_not_given_from_the_drawer(days: Days) -> None:
    number = days.sheet()
    sale = days.cash("20", number, 30_000)
    next_day(days)
    refused(days, "pay.other_shift", days.give_back, "20", sale.trace)


def test_cash_taken_before_a_handover_of_the_day_is_given_back_after_it(days: Days) -> None:
    number = days.sheet()
    sale = days.cash("20", number, 30_000)
    days.close("20", "handover")
    days.open("20")
    days.give_back("20", sale.trace)
    assert days.close("20").closed.differences == ()  # type: ignore[union-attr]


def test_more_than_lies_in_the_drawer_is_not_given_back(days: Days) -> None:
    sale = days.cash("20", days.sheet(line(due=90_000)), 90_000)
    days.bank("20", 100_000)
    refused(days, "pay.drawer", days.give_back, "20", sale.trace)
    refused(days, "bank.amount", days.bank, "20", 40_010)
    refused(days, "bank.slip", days.shifts.bank, ONE, 10, "专户", "")


def test_card_money_is_voided_before_the_settlement_and_refunded_after_it(days: Days) -> None:
    one, two = days.sheet(), days.sheet()
    early, late = days.pos("20", one, 30_000), days.pos("20", two, 30_000)
    assert days.give_back("20", early.trace).purpose == "void"
    days.settle("20")
    assert days.give_back("20", late.trace).purpose == "refund"
    failed = days.pos("20", one, 30_000, "declined")
    refused(days, "pay.not_done", days.give_back, "20", failed.trace)


def test_who_takes_the_money_issues_the_ticket_and_gives_it_back(days: Days) -> None:
    number = days.sheet()
    sale = days.cash("20", number, 10_000)
    assert "20" in str(refused(days, "pay.window", days.cash, "21", number, 20_000).what)
    days.cash("20", number, 20_000)
    refused(days, "pay.window", days.issue, "21", number)
    refused(days, "pay.elsewhere", days.give_back, "21", sale.trace)
    days.issue("20", number)


# ---------------------------------------------------------------- tickets


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ("", "ticket.unseen"),
        ("0001", "ticket.unseen"),
        ("00002", "ticket.mismatch"),
        ("00000", "ticket.mismatch"),
        ("0000600002", "ticket.mismatch"),
        ("430121270000600001", "ticket.mismatch"),
    ],
)
def test_the_number_on_the_paper_is_compared_before_it_is_used(
    days: Days, seen: str, code: str
) -> None:
    number = days.sheet()
    days.cash("20", number, 30_000)
    refused(days, code, days.tickets.issue, ONE, number, seen, simulated=True)
    assert check_seen("4301 2126 00006 00001", CODE, 600_001) == "0000600001"


def test_no_ticket_without_its_money_and_no_second_one(days: Days) -> None:
    number = days.sheet()
    refused(days, "ticket.unpaid", days.issue, "20", number)
    days.cash("20", number, 10_000)
    error = refused(days, "ticket.unpaid", days.issue, "20", number)
    assert "200.00" in str(error.what)
    days.cash("20", number, 20_000)
    days.issue("20", number)
    refused(days, "ticket.state", days.issue, "20", number)


def test_a_void_needs_the_open_day_all_copies_a_reason_and_two_people(days: Days) -> None:
    ticket = sold(days)
    void = days.tickets.void
    asked = (ONE, CODE, ticket.number)
    refused(days, "void.copies", void, *asked, "misprint", "", 2, SECOND)
    refused(days, "void.reason", void, *asked, "whim", "", 3, SECOND)
    refused(days, "second.same", void, *asked, "misprint", "", 3, ONE)
    refused(days, "second.none", void, *asked, "misprint", "", 3, None)
    refused(days, "void.window", days.void, "21", ticket)
    next_day(days)
    error = refused(days, "void.closed", days.void, "20", ticket)
    assert "红字" in str(error.next_step)


def test_a_void_ticket_cannot_come_out_of_the_printer_afterwards(days: Days) -> None:
    number = days.sheet()
    days.cash("20", number, 30_000)
    ticket = days.issue("20", number, "")
    refused(days, "void.printing", days.void, "20", ticket)
    days.void("20", days.print(ticket, "failed"))
    assert days.issue("20", number).number == "0000600002"


def test_a_clock_set_back_a_day_opens_no_closed_day(days: Days) -> None:
    ticket = sold(days)
    days.close("20")
    days.clock.advance(dt.timedelta(days=-1))
    shift = days.open("20")
    assert shift.day == "2026-09-23"
    refused(days, "void.closed", days.void, "20", ticket)
    assert sold(days).number == "0000600002"
    assert days.close("20").closed.differences == ()  # type: ignore[union-attr]


def test_a_ticket_of_a_closed_window_is_not_voided_by_the_other_that_is_still_open(
    days: Days,
) -> None:
    ticket = sold(days, window="21")
    days.close("21")
    refused(days, "void.window", days.void, "20", ticket)


def test_a_ticket_is_answered_in_red_once_and_not_on_its_own_day(days: Days) -> None:
    ticket = sold(days)
    refused(days, "red.today", days.red, "20", ticket)
    next_day(days)
    red = days.red("20", ticket)
    assert red.fen == -ticket.fen
    refused(days, "red.twice", days.red, "20", ticket)
    refused(days, "red.twice", days.red, "20", red)
    refused(days, "void.closed", days.void, "20", ticket)
    assert days.charge(ticket.begun.sheet).status is ChargeStatus.REFUNDED
    assert days.close("20").closed.differences == ()  # type: ignore[union-attr]


def test_what_was_answered_in_red_is_neither_given_back_nor_ticketed_again(days: Days) -> None:
    number = days.sheet()
    sale = days.pos("20", number, 30_000)
    ticket = days.issue("20", number)
    days.settle("20")
    next_day(days)
    days.red("20", ticket)
    refused(days, "pay.ticketed", days.give_back, "20", sale.trace)
    refused(days, "ticket.state", days.issue, "20", number)
    refused(days, "pay.state", days.cash, "20", number, 30_000)


def test_one_of_two_tickets_in_red_leaves_the_other_and_asks_for_no_third(days: Days) -> None:
    other = days.paper(10, "43012127", "0321")
    days.lend(other, 10, "20")
    number = days.sheet(line("GS", "A", 10_000), line("WH", "B", 20_000, "0321"))
    days.cash("20", number, 30_000)
    first, second = days.issue("20", number), days.issue("20", number)
    next_day(days)
    days.red("20", first)
    charge = days.charge(number)
    assert (charge.status, charge.unticketed) == (ChargeStatus.TICKETED, 0)
    days.red("20", second)
    assert days.charge(number).status is ChargeStatus.REFUNDED


def test_a_red_ticket_whose_paper_is_spoiled_is_voided_and_made_again(days: Days) -> None:
    ticket = sold(days)
    next_day(days)
    red = days.red("20", ticket)
    refused(days, "void.red", days.void, "20", red, "content")
    days.void("20", red, "jam")
    assert days.charge(ticket.begun.sheet).status is ChargeStatus.TICKETED
    again = days.red("20", days.tickets.ticket(CODE, ticket.number))
    assert days.tickets.ticket(CODE, ticket.number).red_by == again.number
    assert days.close("20").closed.differences == ()  # type: ignore[union-attr]


def test_a_lost_ticket_is_reported_in_writing_and_stands_until_answered_in_red(days: Days) -> None:
    ticket = sold(days)
    lose = days.tickets.lose
    refused(days, "lost.report", lose, ONE, CODE, ticket.number, "", "", SECOND)
    refused(days, "second.same", lose, ONE, CODE, ticket.number, "报 1", "", ONE)
    assert lose(ONE, CODE, ticket.number, "报 1", "公告 1", SECOND).state is TicketState.LOST
    refused(days, "lost.state", lose, ONE, CODE, ticket.number, "报 1", "", SECOND)
    refused(days, "void.state", days.void, "20", ticket)
    days.red("20", days.tickets.ticket(CODE, ticket.number))
    assert days.charge(ticket.begun.sheet).status is ChargeStatus.REFUNDED
    assert days.close("20").closed.differences == ()  # type: ignore[union-attr]


def test_a_ticket_written_by_hand_is_entered_afterwards_from_its_own_book(days: Days) -> None:
    book = days.stock.receive(
        ONE,
        code="43012128",
        kind="0121",
        first=1,
        last=25,
        source="财政局",
        document="领2",
        hand=True,
    )
    days.lend(book.batch, 25, "20")
    number = days.sheet()
    days.cashier.cash(ONE, number, 30_000, 30_000, "2026-09-21")
    written = days.tickets.enter_written
    refused(days, "written.date", written, ONE, number, "00001", "2026-09-23")
    refused(days, "written.date", written, ONE, number, "00001", "")
    refused(days, "ticket.mismatch", written, ONE, number, "00002", "2026-09-21")
    ticket = written(ONE, number, "00001", "2026-09-21")
    assert (ticket.state, ticket.code) == (TicketState.ISSUED, "43012128")
    late = days.sheet()
    refused(days, "pay.date", days.cashier.cash, ONE, late, 30_000, 30_000, "2026-09-23")


# ---------------------------------------------------------------- paper


def test_a_batch_is_taken_in_once_whole_and_with_its_receipt(days: Days) -> None:
    def receive(**changes: Any) -> Any:
        values = {"code": CODE, "kind": "0121", "first": 700_001, "last": 700_100}
        paper = {"source": "财政局", "document": "领3", **values, **changes}
        return days.stock.receive(ONE, **paper)

    for first, last in ((600_100, 600_200), (600_001, 600_001), (599_000, 600_001), (1, 610_000)):
        code = "stock.overlap" if last - first < 10_000 else "stock.range"
        refused(days, code, receive, first=first, last=last)
    refused(days, "stock.range", receive, first=5, last=4)
    refused(days, "stock.range", receive, first=0)
    refused(days, "stock.range", receive, last=10**10)
    refused(days, "stock.code", receive, code="4301212")
    refused(days, "stock.code", receive, code="４３０１２１２６")
    refused(days, "stock.source", receive, document=" ")
    receive(code="43012199", first=600_001, last=600_100)  # another code, its own numbers


def test_paper_goes_out_in_order_in_small_lots_and_never_below_what_was_used(days: Days) -> None:
    batch = days.book.stocks()[0].batch
    refused(days, "lend.count", days.lend, batch, 81, "20")
    refused(days, "lend.count", days.lend, batch, 0, "20")
    refused(days, "lend.taker", days.stock.lend, ONE, batch, 1, "20", "0317")
    sold(days)
    lower = days.stock.receive(
        ONE, code=CODE, kind="0121", first=1, last=1000, source="财政局", document="领4"
    )
    refused(days, "lend.order", days.lend, lower.batch, 5, "20")
    refused(days, "lend.limit", days.lend, lower.batch, 300, "22")
    days.lend(lower.batch, 5, "22")


def test_stubs_go_back_when_nothing_in_the_run_is_unused(days: Days) -> None:
    batch = days.book.stocks()[0].batch
    off = days.stock.write_off
    sold(days)
    refused(days, "writeoff.left", off, ONE, batch, 600_002, "核 1")
    refused(days, "writeoff.range", off, ONE, batch, 600_000, "核 1")
    refused(days, "writeoff.document", off, ONE, batch, 600_001, " ")
    days.close("20")
    off(ONE, batch, 600_001, "核 1")
    refused(days, "writeoff.range", off, ONE, batch, 600_001, "核 2")


def test_when_the_paper_is_used_up_no_number_is_made_up(days: Days) -> None:
    for _ in range(10):
        sold(days)
    number = days.sheet()
    days.cash("20", number, 30_000)
    refused(days, "ticket.stock", days.issue, "20", number)
    refused(days, "ticket.stock", days.tickets.void_blank, ONE, CODE, "jam", "", 3, SECOND)


# ---------------------------------------------------------------- the close


def test_a_difference_is_explained_by_a_reason_of_the_list_or_the_shift_stays_open(
    days: Days,
) -> None:
    sold(days)
    short = faces(80_000 - 1_000)
    close = days.shifts.close
    refused(days, "close.unexplained", close, ONE, short, "day", (), SECOND)
    for given, code in (
        (Difference(equation=3, by=-999, reason="change"), "close.unexplained"),
        (Difference(equation=2, by=-1_000, reason="late"), "close.unexplained"),
        (Difference(equation=3, by=-1_000, reason="terminal"), "close.reason"),
        (Difference(equation=3, by=-1_000, reason="other", words=" "), "close.reason"),
    ):
        refused(days, code, close, ONE, short, "day", (given,), SECOND)
    why = (Difference(equation=3, by=-1_000, reason="change"),)
    refused(days, "second.same", close, ONE, short, "day", why, ONE)
    assert close(ONE, short, "day", why, SECOND).closed is not None


def test_a_count_that_cannot_be_is_refused(days: Days) -> None:
    for counted in (((300, 1),), ((100, -1),), ((10_000, 10**12),)):
        refused(days, "close.count", days.shifts.view, ONE, counted)


def test_a_ticket_of_which_nobody_knows_keeps_the_shift_open(days: Days) -> None:
    number = days.sheet()
    days.cash("20", number, 30_000)
    ticket = days.issue("20", number, "unknown")
    error = refused(days, "close.unknown", days.close, "20")
    assert ticket.number in str(error.what)
    days.look(ticket, True)
    days.close("20")


def test_a_total_that_differs_by_one_sale_names_its_trace(days: Days) -> None:
    days.pos("20", days.sheet(), 30_000)
    sale = days.pos("20", days.sheet(line(due=12_340)), 12_340)
    days.machines["20"].trades.pop()
    days.settle("20")
    view = days.shifts.view(ONE, faces(50_000))
    assert view.equations[3].difference == -12_340
    assert any(sale.trace in str(note) for note in view.equations[3].notes)


def test_a_void_after_a_handover_counts_in_the_shift_that_voids(days: Days) -> None:
    ticket = sold(days)
    days.close("20", "handover")
    days.open("20")
    days.void("20", ticket)
    days.issue("20", ticket.begun.sheet, replaces=ticket.number)
    view = days.shifts.view(ONE, faces(80_000))
    terms = {t.key: t.amount for t in view.equations[1].left}
    assert (terms["normal"], terms["undone"]) == (30_000, 30_000)
    assert [eq.difference for eq in view.equations] == [0, 0, 0, 0, 0]


def test_sheets_changed_after_the_opening_stand_in_the_fifth_equation(days: Days) -> None:
    kept, revised, gone, free = (days.sheet(line(due=d)) for d in (10_000, 20_000, 30_000, 40_000))
    days.close("20")
    days.clock.advance(dt.timedelta(days=-1))  # the clock was wrong: order is not by it
    days.open("20")
    days.change(revised, "back")
    days.change(free, "back")
    days.change(free, "answer")  # comes back at 20,010 fen
    days.change(gone, "cancel")
    days.sheet(line(due=7_000))
    days.cash("21", kept, 4_000)
    days.cash("20", days.sheet(line(due=500)), 500)
    equation = days.shifts.view(ONE, faces(50_500)).equations[4]
    terms = {t.key: t.amount for t in (*equation.left, *equation.right)}
    assert terms == {
        "start": 100_000,
        "raised": 7_500 - 19_990,
        "reduced": 0,
        "back": 20_000,
        "cancelled": 30_000,
        "collected": 500,
        "elsewhere": 4_000,
        "open": 6_000 + 20_010 + 7_000,
    }
    assert equation.difference == 0


def test_the_float_of_the_next_shift_is_what_was_handed_over(days: Days) -> None:
    sold(days)
    days.close("20", "handover")
    refused(days, "shift.float", days.shifts.open, ONE, 80_010)
    refused(days, "shift.float", days.shifts.open, ONE, -1)
    days.open("20")
    refused(days, "shift.open", days.open, "20")


def test_two_windows_use_numbers_of_their_own(days: Days) -> None:
    assert sold(days, window="21").number == "0000600011"
    assert sold(days, window="20").number == "0000600001"
    days.lend(days.book.stocks()[0].batch, 2, "20")  # behind those of window 21
    for _ in range(10):
        last = sold(days)
    assert last.number == "0000600021"
    closed = days.close("20").closed
    assert closed is not None and closed.differences == ()
    days.check()


# ---------------------------------------------------------------- found by reading again


def test_what_people_judge_is_for_finance(days: Days) -> None:
    sent = days.cashier.begin_sale(ONE, days.sheet(), 30_000, "POS-20", simulated=True)
    days.cashier.recover()
    refused(days, "role.finance", days.cashier.judge, CLERK, sent.trace, "not_charged", SECOND)


def test_more_cash_than_there_can_be_is_a_slip_of_the_finger(days: Days) -> None:
    refused(days, "pay.received", days.cashier.cash, ONE, days.sheet(), 30_000, 10**12)


def test_a_simulated_printer_answers_no_real_ticket_in_red(days: Days) -> None:
    ticket = sold(days)
    next_day(days)
    charge, begun = days.charge(ticket.begun.sheet), ticket.begun
    shift = days.shifts.current("20")
    real = Till(actor=ONE, shift=shift, now=days.clock.now(), training=False)
    form = TicketForm(kind=begun.kind, title=begun.title, copies=3, rows=0)
    said = ("多收", "退付 1", form, real, SECOND)
    number = {"n": 600_002, "seen": "00002", "stock": ticket.stock}
    refused(days, "device.simulated", red, ticket, charge, *said, **number, simulated=True)
    assert red(ticket, charge, *said, **number).payload.red_of == ticket.number


def test_a_red_ticket_names_who_signed_it_with_the_clerk(days: Days) -> None:
    ticket = sold(days)
    next_day(days)
    assert days.red("20", ticket).begun.second_name == SECOND.name


def test_a_lost_ticket_is_told_to_its_sheet(days: Days) -> None:
    ticket = sold(days)
    days.tickets.lose(ONE, CODE, ticket.number, "报告 1", "", SECOND)
    (mark,) = days.charge(ticket.begun.sheet).tickets
    assert (mark.state, mark.fen) == (TicketState.LOST, 30_000)


def test_a_part_that_was_never_paid_is_still_asked_for_when_the_other_went_back_in_red(
    days: Days,
) -> None:
    number = days.sheet(line("GS", "A", 30_000), line("WH", "B", 5_000, "0321"))
    other = days.paper(10, "43012127", "0321")
    days.lend(other, 5, "20")
    days.cash("20", number, 30_000)
    rest = days.cash("20", number, 5_000)
    ticket = days.issue("20", number)
    days.give_back("20", rest.trace)
    next_day(days)
    days.red("20", ticket)
    assert days.charge(number).status is ChargeStatus.PARTLY
    days.cash("20", number, 5_000)
    assert days.issue("20", number).fen == 5_000
    assert days.charge(number).status is ChargeStatus.TICKETED


def test_a_sale_is_voided_only_on_the_terminal_that_took_it(days: Days) -> None:
    sale = days.pos("20", days.sheet(), 30_000)
    back = days.cashier.begin_return
    refused(days, "pay.device", back, ONE, sale.trace, "POS-99", simulated=True)
    days.settle("20")
    order = back(ONE, sale.trace, "POS-99", simulated=True)
    made = days.cashier.payment(order.trace)
    assert (made.purpose, made.device) == ("refund", "POS-99")


def test_a_sale_of_another_day_whose_batch_nobody_knows_is_refunded_not_voided(
    days: Days,
) -> None:
    number = days.sheet()
    sale = days.pos("20", number, 30_000, "silent_charged")
    days.judge(sale.trace)
    order = days.cashier.begin_return(ONE, sale.trace, "POS-20", simulated=True)
    assert days.cashier.payment(order.trace).purpose == "void"
    days.cashier.judge(ONE, order.trace, "not_charged", SECOND)
    days.settle("20")
    next_day(days)
    order = days.cashier.begin_return(ONE, sale.trace, "POS-20", simulated=True)
    assert days.cashier.payment(order.trace).purpose == "refund"


def test_stubs_of_a_day_that_is_not_locked_do_not_go_back(days: Days) -> None:
    ticket = sold(days)
    batch, last = ticket.stock, int(ticket.number)
    refused(days, "writeoff.open", days.stock.write_off, ONE, batch, last, "核销 1")
    days.close("20")
    gone = days.stock.write_off(ONE, batch, last, "核销 1").written_off[0]
    assert (gone.used, gone.void) == (1, 0)


def test_of_two_tickets_each_names_the_ways_but_not_the_sums_of_the_sheet(days: Days) -> None:
    number = days.sheet(line("GS", "A", 30_000), line("WH", "B", 5_000, "0321"))
    days.lend(days.paper(10, "43012127", "0321"), 5, "20")
    days.cash("20", number, 20_000)
    days.transfer("20", number, 15_000)
    for _ in range(2):
        begun = days.issue("20", number).begun
        assert begun is not None
        said = ticket_content(
            begun, days.charge(number), days.hall.catalogue(), "CZ", training=True
        )
        assert said.pay_method == "现金、转账"


def test_a_ticket_replaces_a_void_one_of_its_own_sheet_and_no_other(days: Days) -> None:
    other, spoiled = sold(days), sold(days)
    days.void("20", spoiled)
    sheet = spoiled.begun.sheet
    refused(days, "ticket.replaces", days.issue, "20", sheet, replaces=other.number)
    assert days.issue("20", sheet, replaces=spoiled.number).begun.replaces == spoiled.number
    gone = days.tickets.ticket(CODE, spoiled.number)
    assert gone.replaced_by == "0000600003"
