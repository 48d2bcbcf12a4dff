"""The fewest tickets for the lines of a sheet, usually one, with a word why when more."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.feeplan import Reduction, check_reduction
from counter.domain.fees import parse_quantity, reckon
from counter.domain.ticketplan import plan_tickets
from counter.packs.catalogue import demo_catalogue


class Line(msgspec.Struct, frozen=True):
    unit: str
    payable: int
    ticket_kind: str = "0121"
    payer: str = ""


def test_one_case_one_ticket_with_the_split_of_its_units_to_the_fen() -> None:
    """300.00 + 450.50 + half of 200.00 by the county's minutes = 850.50, one ticket."""
    day = dt.date(2026, 9, 22)
    fees = demo_catalogue()
    index = {i.code: i for i in fees.fees if i.valid_on(day)}
    minutes = Reduction(
        kind="minutes",
        number="县政府专题纪要〔2026〕14 号",
        approver="唐国华",
        approved_on="2026-09-18",
        scan="0f" * 32,
        ppm=500_000,
    )
    road = reckon(index["103044908"], day, quantity=parse_quantity("12"))
    cement = reckon(index["103017600"], day, quantity=parse_quantity("225.25"))
    lightning = reckon(index["103046102"], day)
    off = check_reduction(minutes, lightning, day)
    lines = [Line("JS", road), Line("JF", cement), Line("QX", lightning - off)]
    assert [line.payable for line in lines] == [30_000, 45_050, 10_000]
    (ticket,) = plan_tickets(lines)
    assert (ticket.fen, ticket.lines, ticket.kind, ticket.why) == (85_050, (0, 1, 2), "0121", "")


def test_lines_of_another_ticket_kind_take_a_ticket_of_their_own_and_it_says_why() -> None:
    lines = [Line("JS", 100), Line("GH", 200, "0321"), Line("QX", 300)]
    first, second = plan_tickets(lines)
    assert (first.kind, first.lines, first.fen) == ("0121", (0, 2), 400)
    assert (second.kind, second.lines, second.fen) == ("0321", (1,), 200)
    assert first.why == second.why
    assert first.why == (
        "分 2 张票：票据种类不同（非税收入通用票据（机打）、非税收入一般缴款书（机打））。"
    )


def test_two_payers_take_two_tickets() -> None:
    lines = [Line("JS", 100, payer="甲"), Line("QX", 300, payer="乙"), Line("JS", 5, payer="甲")]
    tickets = plan_tickets(lines, payer_of=lambda line: line.payer)
    assert [(t.payer, t.fen) for t in tickets] == [("甲", 105), ("乙", 300)]
    assert tickets[0].why == "分 2 张票：缴款人不同。"


def test_more_rows_than_the_form_has_go_on_the_next_ticket() -> None:
    tickets = plan_tickets([Line("JS", n) for n in range(1, 8)], max_rows={"0121": 3})
    assert [t.lines for t in tickets] == [(0, 1, 2), (3, 4, 5), (6,)]
    assert tickets[0].why == "分 3 张票：一张票写不下。"


def test_nothing_payable_needs_no_ticket_and_a_line_of_nothing_no_row() -> None:
    assert plan_tickets([Line("GH", 0), Line("XF", 0, "0321")]) == ()
    (ticket,) = plan_tickets([Line("GH", 0), Line("JS", 100)], max_rows={"0121": 1})
    assert ticket.lines == (1,)


@given(
    st.lists(
        st.builds(
            Line,
            st.sampled_from(["JS", "QX"]),
            st.integers(0, 10**6),
            st.sampled_from(["0121", "0321", "0421"]),
            st.sampled_from(["甲", "乙"]),
        ),
        max_size=20,
    ),
    st.integers(0, 5),
)
def test_every_payable_line_stands_on_exactly_one_ticket_and_no_ticket_could_be_spared(
    lines: list[Line], rows: int
) -> None:
    limit = {"0121": rows, "0321": 4}
    tickets = plan_tickets(lines, payer_of=lambda line: line.payer, max_rows=limit)
    placed = [place for ticket in tickets for place in ticket.lines]
    assert sorted(placed) == [i for i, line in enumerate(lines) if line.payable]
    assert sum(t.fen for t in tickets) == sum(line.payable for line in lines)
    counts: dict[tuple[str, str], int] = {}
    for ticket in tickets:
        on_it = [lines[place] for place in ticket.lines]
        assert {(line.ticket_kind, line.payer) for line in on_it} == {(ticket.kind, ticket.payer)}
        assert len(on_it) <= (limit.get(ticket.kind, 0) or len(lines))
        counts[ticket.kind, ticket.payer] = counts.get((ticket.kind, ticket.payer), 0) + 1
    for (kind, payer), count in counts.items():
        needed = sum(1 for x in lines if (x.ticket_kind, x.payer) == (kind, payer) and x.payable)
        room = limit.get(kind, 0) or needed
        assert count == -(-needed // room)
    assert bool([t for t in tickets if t.why]) == (len(tickets) > 1)
