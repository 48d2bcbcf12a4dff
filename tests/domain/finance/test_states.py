"""Where sheets, payments, tickets and shifts can stand: the tables, the folds and docs/money.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.days import SECOND, Days, person
from tests.helpers.memory import FOLDS, MemoryStore
from tests.helpers.random_days import STEPS, a_hall, press
from tests.helpers.till import CODE, line

from counter.domain.acts import Act
from counter.domain.errors import KnownError
from counter.domain.finance.charge import (
    ChargeAnswered,
    ChargeConfirmed,
    ChargeTakenIn,
)
from counter.domain.finance.states import NEW, TABLES, StateTable, mermaid, state_of
from counter.ports.devices import FeeReply, LastTrade

Row = tuple[str, str, str, str]
"""Table, act kind, from, to."""

W = "20"
TABLE = {table.name: table for table in TABLES}
ROWS: set[Row] = {
    (table.name, kind, str(source), str(target))
    for table in TABLES
    for kind, moves in table.moves.items()
    for source, target in moves
}


def moves_of(days: Days) -> Iterator[Row]:
    """What every act did to every stream it bears on, by the folds from the beginning."""
    store = days.hall.store
    assert isinstance(store, MemoryStore)
    states: dict[str, Any] = {}
    for act in store.acts:
        yield from _moved(states, act)


def _moved(states: dict[str, Any], act: Act) -> Iterator[Row]:
    for stream in dict.fromkeys((act.header.stream, *act.header.touches)):
        head, _, key = stream.partition(":")
        if head not in TABLE:
            continue
        begin, evolve = FOLDS[head]
        before = states.get(stream) or begin(key)
        states[stream] = after = evolve(before, act)
        yield head, act.header.kind, str(state_of(before)), str(state_of(after))


# --- the page and the tables ---------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_pictures_of_the_page_are_made_from_the_tables(table: StateTable) -> None:
    page = (Path(__file__).parents[3] / "docs" / "money.md").read_text("utf-8")
    picture = f"```mermaid\n{mermaid(table)}\n```"
    assert picture in page, "run: python -m counter.domain.finance.states"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_state_can_be_reached_and_left_or_is_an_end(table: StateTable) -> None:
    moves = [move for each in table.moves.values() for move in each]
    assert {target for _, target in moves} == set(table.words)
    assert {source for source, _ in moves} | table.ends == {NEW, *table.words}


# --- the folds -----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(steps=st.lists(STEPS, min_size=30, max_size=80))
def test_on_random_days_nothing_moves_but_along_the_tables(steps: list[tuple[Any, ...]]) -> None:
    days = a_hall()
    for step in steps:
        try:
            press(days, step)
        except KnownError:
            continue
    for row in moves_of(days):
        name, kind, source, target = row
        assert TABLE[name].allows(kind, source, target), row


def test_every_arrow_is_gone_along_by_the_jobs_of_the_desk() -> None:
    gone: set[Row] = set()
    for play in PLAYS:
        days = a_hall()
        days.lend(days.book.stocks()[0].batch, 30, W)
        play(days)
        gone |= set(moves_of(days))
    assert ROWS - gone == set()


def sheets_without_money(days: Days) -> None:
    for how in ("ready", "open", "free", "back"):
        number = days.sheet(line(), line("WH", "B", 5_000), confirmed=how != "open")
        if how == "back":
            days.change(number, "back")
        if how == "free":
            number = free(days)
        days.change(number, "cancel")
    days.change(days.sheet(line(), line("WH", "B", 5_000), confirmed=False), "confirm")
    days.change(number := days.sheet(), "back")
    days.change(number, "answer")
    days.change(number := free(days), "back")
    days.act(number, ChargeConfirmed(unit="GS", lines=(), by_name="李"))
    days.act(number, ChargeAnswered(words="不收"))
    taken_in(days)


def free(days: Days) -> str:
    """A sheet on which the only unit charges nothing."""
    number = days.sheet(line("GS"), confirmed=False)
    days.act(number, ChargeConfirmed(unit="GS", lines=(), by_name="李"))
    return number


def taken_in(days: Days) -> None:
    """A sheet of another terminal comes in by its code."""
    here = days.charge(days.sheet())
    assert here.raised is not None and here.payer is not None
    said = ChargeTakenIn(
        raised=here.raised,
        raised_at="2026-09-22T08:00:00+08:00",
        origin="05",
        payer=here.payer,
        lines=here.lines,
    )
    days.act("缴〔2026〕05-0001", said)


def cash_in_parts(days: Days) -> None:
    number = days.sheet()
    first = days.cash(W, number, 10_000)
    days.give_back(W, first.trace)
    first = days.cash(W, number, 10_000)
    days.cash(W, number, 20_000)
    days.give_back(W, first.trace)
    whole = days.sheet()
    days.give_back(W, days.cash(W, whole, 30_000).trace)


def cards(days: Days) -> None:
    for outcome in ("approved", "declined"):
        days.pos(W, days.sheet(), 30_000, outcome)  # type: ignore[arg-type]
        days.pos(W, days.sheet(), 10_000, outcome)  # type: ignore[arg-type]
        days.cash(W, number := days.sheet(), 10_000)
        days.pos(W, number, 10_000, outcome)  # type: ignore[arg-type]
    for outcome in ("approved", "declined"):
        days.give_back(W, days.pos(W, days.sheet(), 30_000).trace, outcome)  # type: ignore[arg-type]


def cards_in_the_dark(days: Days) -> None:
    for part in (30_000, 10_000):
        days.ask(days.pos(W, days.sheet(), part, "silent_charged").trace)
    for part in (30_000, 10_000):
        days.judge(days.pos(W, days.sheet(), part, "silent_charged").trace)
    for answer in ("charged", "not_charged"):  # while the program still waits for an answer
        sent = days.cashier.begin_sale(person(W), days.sheet(), 30_000, "POS-20", simulated=True)
        days.cashier.judge(person(W), sent.trace, answer, SECOND, voucher="000999")
    days.judge(days.pos(W, days.sheet(), 30_000, "silent").trace)
    unknown = days.pos(W, days.sheet(), 30_000, "silent")
    refused = FeeReply(kind="sale", result="declined", code="51", fen=30_000)
    last = LastTrade(state="found", reply=refused, ours=True, operator=unknown.by)
    days.cashier.asked(unknown.trace, last)


def tickets_and_their_paper(days: Days) -> None:
    for outcome in ("printed", "failed", "unknown"):
        days.void(W, sold(days, outcome))
    for good in (True, False):
        days.look(sold(days, "unknown"), good)
    for again in ("printed", "unknown"):
        ticket = sold(days, "failed")
        job = next(j for j in days.hall.store.jobs(("failed",)) if j.stream.endswith(ticket.number))
        days.printing.reprint(person(W), job.stream, job.paper_id)
        days.print(ticket, again)
    days.tickets.lose(person(W), CODE, sold(days).number, "报告 1", "", SECOND)
    days.tickets.lose(person(W), CODE, "", "报告 2", "", SECOND)
    days.tickets.void_blank(person(W), CODE, "jam", "", 3, SECOND)


def sold(days: Days, outcome: Any = "printed") -> Any:
    """A sheet paid in cash, and its ticket."""
    days.cash(W, number := days.sheet(), 30_000)
    return days.issue(W, number, outcome)


def written_by_hand(days: Days) -> None:
    made = days.stock.receive(
        person(W),
        code="43012199",
        kind="0121",
        first=1,
        last=50,
        source="财政局",
        document="领 9",
        hand=True,
    )
    days.lend(made.batch, 5, W)
    days.cash(W, number := days.sheet(), 30_000)
    days.tickets.enter_written(person(W), number, "00001", "2026-09-22")


def shifts_and_a_red_ticket(days: Days) -> None:
    ticket = sold(days)
    days.close(W, "handover")
    days.open(W)
    days.close(W, "day")
    days.clock.advance(dt.timedelta(days=1))
    days.open(W)
    days.void(W, days.red(W, ticket))


PLAYS: Sequence[Callable[[Days], None]] = (
    sheets_without_money,
    cash_in_parts,
    cards,
    cards_in_the_dark,
    tickets_and_their_paper,
    written_by_hand,
    shifts_and_a_red_ticket,
)
"""Days that go along every arrow between them."""
