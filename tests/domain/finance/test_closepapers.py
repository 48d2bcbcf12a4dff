"""What the papers of a close say: 3F's split to the fen, numbers in runs, deposits that add up."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.finance.closewords import closed_equations, side_words, verdict
from counter.domain.finance.dayclose import Equation, Facts, Term, equations
from counter.domain.finance.depositpaper import deposit_fields, faces_for
from counter.domain.finance.lines import ChargeLine, Payer
from counter.domain.finance.payment import Payment, PayState, Slip
from counter.domain.finance.posreport import pos_fields
from counter.domain.finance.shift import (
    FACES,
    CashBanked,
    PosSettled,
    Shift,
    ShiftClosed,
    ShiftOpened,
)
from counter.domain.finance.stock import Stock
from counter.domain.finance.ticket import Ticket, TicketBegun, TicketState, TicketVoided
from counter.domain.finance.ticketreport import (
    Batch,
    StockCount,
    fee_fields,
    usage_fields,
    writeoff_fields,
)
from counter.domain.rules import HallRules

CODE, NAME = "43012126", "20/2026-09-22/1"


def fee(unit: str, code: str, due: int, reduced: int = 0, account: str = "财政专户") -> ChargeLine:
    return ChargeLine(
        unit=unit,
        unit_short=unit,
        code=code,
        name=f"项目 {code}",
        basis="县价〔2024〕11 号",
        measure="项",
        quantity=1000,
        standard="",
        due=due,
        reduced=reduced,
        ticket_kind="0121",
        account=account,
    )


def ticket(n: int, *lines: ChargeLine, red_of: str = "") -> Ticket:
    fen = sum(line.payable for line in lines)
    begun = TicketBegun(
        code=CODE,
        number=f"{n:010d}",
        kind="0121",
        title="非税收入通用票据",
        sheet="缴〔2026〕03-0001",
        case_no="",
        payer=Payer(name="明远粮油店"),
        lines=lines,
        fen=fen,
        ways=(("cash", fen),),
        traces=(),
        window="20",
        shift=NAME,
        day="2026-09-22",
        clerk_name="刘慧",
        seen="",
        copies=3,
        stock=f"{CODE}/0000600001",
        red_of=red_of,
    )
    return Ticket(
        code=CODE, number=begun.number, begun=begun, state=TicketState.ISSUED, fen=fen, shift=NAME
    )


def void(n: int) -> Ticket:
    gone = TicketVoided(
        code=CODE,
        number=f"{n:010d}",
        reason="jam",
        words="打到一半纸歪了",
        second="2002",
        second_name="何建平",
        copies=3,
        window="20",
        shift=NAME,
        day="2026-09-22",
        stock="",
    )
    return msgspec.structs.replace(
        ticket(n, fee("GS", "A", 100)), state=TicketState.VOID, voided=gone
    )


def shift(counted: tuple[tuple[int, int], ...], float_fen: int = 50000) -> Shift:
    closed = ShiftClosed(
        kind="day",
        counted=counted,
        counted_fen=sum(face * n for face, n in counted),
        terms={},
        differences=(),
        second="2002",
        second_name="何建平",
        by_name="刘慧",
    )
    opened = ShiftOpened(
        name=NAME, window="20", day="2026-09-22", float_fen=float_fen, by_name="刘慧"
    )
    return Shift(name=NAME, opened=opened, closed=closed, closed_at="2026-09-22T17:43:00")


def test_one_ticket_over_850_50_is_split_to_three_units_to_the_fen() -> None:
    split = fee_fields(
        (
            ticket(
                1,
                fee("JS", "1", 30000),
                fee("XF", "2", 45050, account="消防专户"),
                fee("QX", "3", 20000, 10000),
            ),
        )
    )
    fees = split["fees"]
    assert isinstance(fees, list)
    assert {f["unit_short"]: f["paid"] for f in fees} == {
        "JS": "300.00",
        "XF": "450.50",
        "QX": "100.00",
    }
    assert (split["due_sum"], split["reduced_sum"], split["paid_sum"]) == (
        "950.50",
        "100.00",
        "850.50",
    )
    assert split["paid_words"] == "捌佰伍拾元零伍角整"
    assert split["accounts"] == [
        {"account": "财政专户", "amount": "400.00"},
        {"account": "消防专户", "amount": "450.50"},
    ]
    assert (split["ticket_count"], split["red_count"], split["count_sum"]) == (1, 0, 3)


def test_a_red_ticket_and_one_voided_in_a_later_shift_count_against() -> None:
    one, red = fee("JS", "1", 30000), fee("JS", "1", -10000)
    summary = fee_fields(
        (ticket(1, one), ticket(2, red, red_of="0000000009")), (ticket(7, fee("JS", "1", 5000)),)
    )
    assert (summary["paid_sum"], summary["red_count"], summary["count_sum"]) == ("150.00", 1, 0)
    assert fee_fields((void(3),)) == {}


def test_the_usage_names_the_runs_and_what_was_spoiled() -> None:
    a_fee = fee("GS", "A", 30000)
    used = (ticket(44, a_fee), void(45), ticket(46, a_fee), ticket(60, a_fee))
    count = StockCount(code=CODE, title="非税收入通用票据", opening=20, received=0, left=16)
    usage = usage_fields(used, (count,), ((CODE, 44, 46), (CODE, 60, 76)))
    runs, spoiled = usage["runs"], usage["spoiled"]
    assert isinstance(runs, list) and isinstance(spoiled, list)
    assert [(r["first"], r["last"], r["count"], r["amount"]) for r in runs] == [
        ("0000000044", "0000000046", 3, "600.00"),
        ("0000000060", "0000000060", 1, "300.00"),
    ]
    assert spoiled[0]["reason"] == "卡纸：打到一半纸歪了"
    assert spoiled[0]["people"] == "刘慧、何建平"
    assert usage["stub_words"] == "领 20 = 用 3 + 废 1 + 余 16"
    assert usage["gap_words"] == ""
    assert usage_fields((), ()) == {}


def test_a_number_that_is_missing_is_named_in_the_usage() -> None:
    a_fee = fee("GS", "A", 30000)
    count = StockCount(code=CODE, title="票", opening=3, left=0)
    usage = usage_fields((ticket(44, a_fee), ticket(46, a_fee)), (count,), ((CODE, 44, 46),))
    assert usage["gap_words"] == "缺号 0000000045"


def test_the_terminals_totals_stand_beside_ours_and_the_difference_points_at_a_trade() -> None:
    slip = Slip(fen=30000, voucher="000001", batch="000126", merchant="8984", terminal="43010077")
    sale = Payment(
        trace="20000001",
        fen=30000,
        state=PayState.DONE,
        slip=slip,
        at="2026-09-22T09:12:00",
        ended_at="2026-09-22T09:12:08",
    )
    other = msgspec.structs.replace(
        sale, trace="20000002", fen=85050, slip=Slip(fen=85050, voucher="000002")
    )
    settled = PosSettled(
        device="POS-20",
        batch="000126",
        sales=1,
        sales_fen=30000,
        voids=0,
        voids_fen=0,
        refunds=0,
        refunds_fen=0,
        at="2026-09-22T17:36:00",
    )
    now = dt.datetime(2026, 9, 22, 17, 43)
    report = pos_fields((sale, other), (settled,), now)
    trades, totals = report["trades"], report["pos_totals"]
    assert isinstance(trades, list) and isinstance(totals, list)
    assert [t["verdict"] for t in trades] == ["", "差的是它"]
    assert (totals[0]["count"], totals[0]["their_count"], totals[0]["by"]) == (2, 1, "-850.50")
    assert report["verdict_words"] == "差 850.50 元"
    assert report["settled_words"] == "2026-09-22 17:36"
    assert pos_fields((), (), now) == {}


def test_the_deposit_is_what_was_counted_less_the_float() -> None:
    drawer = shift(((10000, 24), (5000, 11), (1000, 35), (50, 1)))
    banked = msgspec.structs.replace(
        drawer, banked=(CashBanked(fen=20000, account="专户", slip="回单 1"),)
    )
    deposit = deposit_fields(banked, (), HallRules(bank_holder="汇缴户"), 50000)
    faces = deposit["faces"]
    assert isinstance(faces, list)
    assert (deposit["amount"], deposit["account_name"]) == ("2,800.50", "汇缴户")
    assert [f["pieces"] for f in faces] == [24, 8, 0, 0, 0, 0, 1, 0, 0]
    assert deposit["note_words"] == "抽屉里留底金 500.00；当天已存 200.00（回单 回单 1）"
    assert deposit_fields(shift(((10000, 5),)), (), HallRules(), 50000) == {}


@given(
    st.lists(st.tuples(st.sampled_from(FACES), st.integers(0, 40)), unique_by=lambda x: x[0]),
    st.integers(0, 10**7),
)
def test_what_is_taken_for_the_bank_is_in_the_drawer_and_never_too_much(
    counted: list[tuple[int, int]], wanted: int
) -> None:
    taken = faces_for(counted, wanted)
    had = dict(counted)
    assert sum(face * n for face, n in taken) <= wanted
    assert all(0 <= n <= had.get(face, 0) for face, n in taken)


def test_a_closed_shift_says_its_equations_as_they_stood() -> None:
    open_ = msgspec.structs.replace(shift(()), closed=None, closed_at="")
    facts = Facts(shift=open_, counted=((10000, 4), (1000, 9)))
    found = equations(facts)
    terms = {f"{e.n}.{t.key}": t.amount for e in found for t in (*e.left, *e.right)}
    closed = msgspec.structs.replace(shift(()), closed=None)
    made = shift(((10000, 4), (1000, 9))).closed
    assert made is not None
    closed = msgspec.structs.replace(closed, closed=msgspec.structs.replace(made, terms=terms))
    again = closed_equations(closed)
    assert [(e.left, e.right) for e in again] == [(e.left, e.right) for e in found]
    assert side_words(3, again[2].left) == "底金 500.00 + 收 0.00 − 退 0.00 − 存 0.00"
    assert verdict(again[2]) == "短 10.00"


def test_terms_that_are_rarely_there_are_said_only_when_they_are() -> None:
    eq = Equation(
        n=2, left=(Term("normal", "正票", 100), Term("carried", "上班已收未开", 0, -1)), right=()
    )
    assert side_words(2, eq.left) == "正票 1.00"


def test_the_write_off_counts_stubs_by_batch() -> None:
    stock = Stock(batch=f"{CODE}/0000000001", code=CODE, kind="0121", first=1, last=10)
    a_fee = fee("GS", "A", 30000)
    found = (ticket(1, a_fee), void(2), ticket(3, a_fee))
    table = writeoff_fields(
        (Batch(stock=stock, title="非税收入通用票据", first=1, last=3, tickets=found),)
    )
    assert (table["received_sum"], table["issued_sum"], table["void_sum"]) == (3, 2, 1)
    assert (table["amount_sum"], table["left_sum"]) == ("600.00", 0)
    assert table["stub_words"] == "领 3 = 用 2 + 废 1 + 余 0"
