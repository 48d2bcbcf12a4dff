"""The finance window: a shift, a sheet, money, a ticket, a void, a close."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.helpers.till import CODE, Till, line

from counter.domain.acts import NewAct
from counter.domain.errors import KnownError
from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.payment import PayState
from counter.domain.finance.shift import Difference
from counter.domain.finance.ticket import TicketState, ticket_stream
from counter.domain.paperacts import PaperPrinted
from counter.ports.devices import BatchTotals, FeeReply, LastTrade, PrintOutcome


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = Till(tmp_path)
    made.paper()
    made.shifts.open(made.person(), 50000)
    yield made
    made.close()


def printed(till: Till, number: str, outcome: str = "printed") -> None:
    """The printer did what it did with a ticket."""
    ticket = till.tickets.ticket(CODE, number)
    assert ticket.begun is not None
    job = till.store.jobs(("queued",), 50)[0]
    till.printing.mark_sent(job)
    payload = PaperPrinted(
        paper_id=job.paper_id,
        job=job.id,
        outcome=outcome,
        nth=job.nth,
        copies=1,  # type: ignore[arg-type]
    )
    with till.store.write() as tx:
        tx.append(
            [
                NewAct(
                    stream=job.stream,
                    payload=payload,
                    effective_on="2026-09-22",
                    touches=(f"charge:{ticket.begun.sheet}",),
                )
            ],
            till.hall.stamp(till.person()),
        )
        tx.set_job(job.id, "done", till.hall.now())


def approved(order: object, fen: int, voucher: str = "000001") -> FeeReply:
    return FeeReply(
        kind="sale",
        result="approved",
        code="00",
        voucher=voucher,
        batch="000126",
        reference="123456789012",
        date="0922",
        time="140700",
        fen=fen,
    )


def test_cash_gives_change_and_the_ticket_takes_the_next_number(till: Till) -> None:
    sheet = till.sheet(line("GS", "A", 30000), line("WH", "B", 45050))
    paid = till.cashier.cash(till.person(), sheet, 75050, 100000)
    assert (paid.change, paid.state) == (24950, PayState.DONE)
    assert till.cashier.sheet(sheet).status is ChargeStatus.PAID
    ticket = till.tickets.issue(till.person(), sheet, "00001", simulated=True)
    assert (ticket.number, ticket.fen, ticket.state) == ("0000600001", 75050, TicketState.BEGUN)
    printed(till, ticket.number)
    assert till.tickets.ticket(CODE, ticket.number).state is TicketState.ISSUED
    assert till.cashier.sheet(sheet).status is ChargeStatus.TICKETED
    (book,) = till.tickets.books("20")
    assert (book.next, book.sums.received, book.sums.used, book.sums.left) == (600002, 100, 1, 99)


def test_the_wrong_paper_in_the_tractor_stops_and_uses_no_number(till: Till) -> None:
    sheet = till.sheet()
    till.cashier.cash(till.person(), sheet, 30000, 30000)
    with pytest.raises(KnownError, match="本机下一张是 0000600001"):
        till.tickets.issue(till.person(), sheet, "00002", simulated=True)
    assert till.tickets.books("20")[0].next == 600001


def test_an_unknown_sale_blocks_the_next_one_the_ticket_and_the_close(till: Till) -> None:
    one, other = till.sheet(), till.sheet()
    order = till.cashier.begin_sale(till.person(), one, 30000, "POS-20", simulated=True)
    silent = FeeReply(kind="sale", result="unknown", why="pos.silent", words="没有回话")
    assert till.cashier.answered(order.trace, silent).state is PayState.UNKNOWN
    with pytest.raises(KnownError, match="还不知道扣了没有"):
        till.cashier.begin_sale(till.person(), other, 30000, "POS-20", simulated=True)
    with pytest.raises(KnownError, match="票先不开"):
        till.tickets.issue(till.person(), one, "00001", simulated=True)
    with pytest.raises(KnownError, match="不知道扣了没有"):
        till.shifts.close(till.person(), ((10000, 5),), "day", (), till.person("2002"))
    reply = approved(order, 30000)
    found = LastTrade(state="found", reply=reply, ours=True, operator="2001")
    assert till.cashier.asked(order.trace, found).state is PayState.DONE
    assert till.cashier.sheet(one).status is ChargeStatus.PAID


def test_a_reply_over_another_amount_is_not_believed(till: Till) -> None:
    sheet = till.sheet()
    order = till.cashier.begin_sale(till.person(), sheet, 30000, "POS-20", simulated=True)
    payment = till.cashier.answered(order.trace, approved(order, 30001))
    assert (payment.state, payment.why) == (PayState.UNKNOWN, "pos.wrong_amount")


def test_what_was_sent_when_the_program_ended_is_unknown_at_the_next_start(till: Till) -> None:
    order = till.cashier.begin_sale(till.person(), till.sheet(), 30000, "POS-20", simulated=True)
    assert till.cashier.recover() == 1
    assert [p.trace for p in till.cashier.unknown()] == [order.trace]
    assert till.cashier.recover() == 0


def test_two_people_settle_what_only_people_can_see(till: Till) -> None:
    sheet = till.sheet()
    order = till.cashier.begin_sale(till.person(), sheet, 30000, "POS-20", simulated=True)
    till.cashier.recover()
    one = till.person()
    with pytest.raises(KnownError, match="不能是同一个人"):
        till.cashier.judge(one, order.trace, "not_charged", one)
    with pytest.raises(KnownError, match="凭证号"):
        till.cashier.judge(one, order.trace, "charged", till.person("2002"))
    done = till.cashier.judge(one, order.trace, "not_charged", till.person("2002"))
    assert (done.state, done.judged[0].second_name) == (PayState.FAILED, "何建平")
    assert till.cashier.sheet(sheet).status is ChargeStatus.READY


def test_a_spoiled_ticket_is_voided_by_two_and_issued_again_on_the_next_number(till: Till) -> None:
    sheet = till.sheet()
    till.cashier.cash(till.person(), sheet, 30000, 30000)
    first = till.tickets.issue(till.person(), sheet, "00001", simulated=True)
    printed(till, first.number)
    with pytest.raises(KnownError, match="收回了 2 联"):
        till.tickets.void(till.person(), CODE, first.number, "misprint", "", 2, till.person("2002"))
    gone = till.tickets.void(
        till.person(), CODE, first.number, "misprint", "", 3, till.person("2002")
    )
    assert gone.state is TicketState.VOID
    assert till.cashier.sheet(sheet).status is ChargeStatus.PAID
    again = till.tickets.issue(till.person(), sheet, "00002", simulated=True, replaces=first.number)
    assert (again.number, again.fen) == ("0000600002", 30000)
    assert till.tickets.ticket(CODE, first.number).replaced_by == again.number
    assert till.tickets.books("20")[0].sums.void == 1
    assert len(till.cashier.sheet(sheet).payments) == 1


def test_a_void_number_leaves_nothing_to_be_looked_at_and_never_prints_again(till: Till) -> None:
    sheet = till.sheet()
    till.cashier.cash(till.person(), sheet, 30000, 30000)
    number = till.tickets.issue(till.person(), sheet, "00001", simulated=True).number
    with pytest.raises(KnownError, match="打印队列"):
        till.tickets.check_void(till.person(), CODE, number)
    job = till.store.jobs(("queued",), 5)[0]
    till.printing.mark_sent(job)
    till.printing.finish(job, PrintOutcome(outcome="unknown", why="jam"), True)
    till.tickets.void(till.person(), CODE, number, "jam", "", 3, till.person("2002"))
    assert till.store.jobs(("unknown",), 5) == ()
    assert till.tickets.ticket(CODE, number).state is TicketState.VOID
    with pytest.raises(KnownError, match="作废了，不能再打"):
        till.printing.reprint(till.person(), ticket_stream(CODE, number), job.paper_id)


def test_the_day_locks_when_the_five_equations_hold_and_two_have_signed(till: Till) -> None:
    cash, card = till.sheet(), till.sheet(line("GS", "C", 85050))
    till.cashier.cash(till.person(), cash, 30000, 50000)
    order = till.cashier.begin_sale(till.person(), card, 85050, "POS-20", simulated=True)
    reply = approved(order, 85050)
    till.cashier.answered(order.trace, reply)
    for sheet, seen in ((cash, "00001"), (card, "00002")):
        printed(till, till.tickets.issue(till.person(), sheet, seen, simulated=True).number)
    till.shifts.bank(till.person(), 20000, "财政专户", "回单 1")
    till.shifts.settled(till.person(), "POS-20", reply, BatchTotals(sale_count=1, sale_fen=85050))
    counted = ((10000, 6),)
    view = till.shifts.view(till.person(), counted)
    assert [eq.difference for eq in view.equations] == [0, 0, 0, 0, 0]
    till.shifts.close(till.person(), counted, "day", (), till.person("2002"))
    with pytest.raises(KnownError, match="没有开班"):
        till.cashier.cash(till.person(), till.sheet(), 30000, 30000)
    tomorrow = till.shifts.open(till.person(), 60000)
    assert tomorrow.day == "2026-09-23"
    with pytest.raises(KnownError, match="已经日结"):
        till.tickets.void(till.person(), CODE, "0000600001", "misprint", "", 3, till.person("2002"))
    red = till.tickets.red(
        till.person(),
        CODE,
        "0000600001",
        "多收",
        "退付〔2026〕1 号",
        "00003",
        till.person("2002"),
        simulated=True,
    )
    assert red.fen == -30000
    assert till.tickets.ticket(CODE, "0000600001").red_by == red.number


def test_money_goes_back_the_way_it_came_and_never_from_another_days_drawer(till: Till) -> None:
    one, sheet, other = till.person(), till.sheet(), till.sheet()
    cash = till.cashier.cash(one, sheet, 30000, 30000)
    transfer = till.cashier.transfer(one, other, 30000, "网银 1")
    assert till.cashier.may_give_back(one, cash.trace) == 30000
    with pytest.raises(KnownError, match="转账由国库退付"):
        till.cashier.may_give_back(one, transfer.trace)
    till.shifts.close(one, ((10000, 8),), "day", (), till.person("2002"))
    till.shifts.open(till.person(), 80000)
    for attempt in (till.cashier.may_give_back, till.cashier.give_back_cash):
        with pytest.raises(KnownError, match="不在这个抽屉里"):
            attempt(till.person(), cash.trace)


def test_a_short_drawer_locks_only_with_a_reason(till: Till) -> None:
    sheet = till.sheet()
    till.cashier.cash(till.person(), sheet, 30000, 30000)
    printed(till, till.tickets.issue(till.person(), sheet, "00001", simulated=True).number)
    counted, second = ((10000, 7), (5000, 1), (1000, 4)), till.person("2002")
    with pytest.raises(KnownError, match=r"现金差 10\.00 元"):
        till.shifts.close(till.person(), counted, "day", (), second)
    why = (Difference(equation=3, by=-1000, reason="change", words="11:20 前后"),)
    closed = till.shifts.close(till.person(), counted, "day", why, second)
    assert closed.closed is not None
    assert closed.closed.differences == why
