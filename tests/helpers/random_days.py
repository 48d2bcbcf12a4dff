"""Random steps of days at two finance windows, and what is asked of every lock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from tests.helpers.days import SECOND, WINDOWS, Days, person
from tests.helpers.till import CODE, line

from counter.desk.hall import Hall
from counter.domain.errors import KnownError
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.payment import Payment
from counter.domain.finance.shift import Shift
from counter.domain.finance.ticket import Ticket

READY, PARTLY, PAID = ChargeStatus.READY, ChargeStatus.PARTLY, ChargeStatus.PAID
OTHER = "43012127"
N = st.integers(0, 9)
W = st.sampled_from(WINDOWS)
OUTCOMES = st.sampled_from(
    ["approved", "approved", "declined", "silent", "silent_charged", "wrong_amount"]
)
PRINTS = st.sampled_from(["printed", "printed", "printed", "failed", "unknown", ""])
SHEET = st.tuples(st.just("sheet"), st.lists(st.integers(1, 400), min_size=1, max_size=3), N)
SALE = st.tuples(st.just("sale"), W, st.integers(0, 3), OUTCOMES, PRINTS)
CHANGE = st.tuples(
    st.just("change"),
    st.integers(0, 2),
    st.sampled_from(["back", "back", "answer", "answer", "confirm", "reduce", "cancel"]),
)
STEPS = st.one_of(
    *(SALE.map(tuple) for _ in range(8)),  # one_of takes each object but once
    SHEET,
    *(CHANGE.map(tuple) for _ in range(3)),
    st.tuples(st.just("open"), W),
    st.tuples(st.just("cash"), W, N, N),
    st.tuples(st.just("transfer"), W, N, N),
    st.tuples(st.just("pos"), W, N, N, OUTCOMES),
    st.tuples(st.just("ask"), N),
    st.tuples(st.just("judge"), N),
    st.tuples(st.just("give_back"), W, N, OUTCOMES),
    st.tuples(st.just("issue"), W, N, PRINTS),
    st.tuples(st.just("print"), N, PRINTS),
    st.tuples(st.just("look"), N, st.booleans()),
    st.tuples(st.just("void"), W, N, st.sampled_from(["misprint", "content"])),
    st.tuples(st.just("undo"), W, N),
    st.tuples(st.just("blank"), W, st.booleans()),
    st.tuples(st.just("lose"), W, N),
    st.tuples(st.just("red"), W, N),
    st.tuples(st.just("bank"), W, N),
    st.tuples(st.just("lend"), W, N),
    st.tuples(st.just("settle"), W),
    st.tuples(st.just("close"), W, st.sampled_from(["day", "handover"]), st.integers(-3, 3)),
    st.tuples(st.just("evening"), W),
    st.tuples(st.just("over"), W, st.sampled_from(["void", "back", "red"])),
    st.tuples(st.just("clock"), st.sampled_from([-1, 0, 0, 1, 1])),
)


def a_hall(hall: Hall | None = None) -> Days:
    """Both windows are open and hold paper; one sheet waits."""
    days = Days(hall)
    days.paper(400)
    other = days.paper(100, OTHER, "0321")
    for window in WINDOWS:
        days.lend(days.book.stocks()[0].batch, 4, window)
        days.lend(other, 40, window)
        days.drawers[window] = 20_000
        days.open(window)
    days.sheet()
    return days


def pick(found: list[Any], n: int) -> Any:
    """The nth newest, so that steps find what was just made."""
    if not found:
        raise KnownError("test.none", "没有", "没有")
    return found[-1 - n % len(found)]


def press(days: Days, step: tuple[Any, ...]) -> None:
    """One step by somebody who may do it; what cannot be is refused by the domain."""
    kinds = days.known()
    match step:
        case ("sheet", amounts, unsaid):
            units = ("GS", "WH", "XF")
            lines = [
                line(units[i], f"F{i}", fen * 10, "0121" if unsaid % 2 else ("0121", "0321")[i % 2])
                for i, fen in enumerate(amounts)
            ]
            days.sheet(*lines, confirmed=unsaid != 9)
        case ("change", n, what):
            back = [c.number for c in kinds[Charge] if c.sent_back]
            days.change(pick(back if what == "answer" else days.sheets, n), what)
        case ("open", w):
            days.open(w)
        case ("cash" | "transfer" | "pos" as way, w, n, part, *more):
            charge = days.charge(pick(days.sheets, n))
            left = charge.payable - charge.paid
            fen = left if part > 3 else left * part // 4 // 10 * 10
            getattr(days, way)(w, charge.number, fen, *more)
        case ("sale", w, n, outcome, printed):
            if days.shifts.current(w) is None:
                days.open(w)
            if sum(b.left for b in days.tickets.books(w) if b.code == CODE) < 2:
                days.lend(days.book.stocks()[0].batch, 3, w)
            waiting = [c for c in kinds[Charge] if c.status in (READY, PARTLY, PAID)]
            charge = pick(waiting, n) if waiting else days.charge(days.sheet())
            left = charge.payable - charge.paid
            if not left:
                days.issue(w, charge.number, printed)
            elif n % 2:
                days.cash(w, charge.number, left)
            else:
                days.pos(w, charge.number, left, outcome)
            days.issue(w, charge.number, printed)
            days.issue(w, charge.number, printed)  # two kinds of ticket, or refused
        case ("ask" | "judge" as verb, n):
            unknown = [p for p in kinds[Payment] if p.is_open]
            getattr(days, verb)(pick(unknown, n).trace)
        case ("give_back", w, n, outcome):
            days.give_back(w, pick(kinds[Payment], n).trace, outcome)
        case ("issue", w, n, printed):
            days.issue(w, pick(days.sheets, n), printed)
        case ("print" | "look" as verb, n, how):
            getattr(days, verb)(pick(kinds[Ticket], n), how)
        case ("void", w, n, reason):
            ticket = pick([t for t in kinds[Ticket] if t.begun], n)
            days.void(w if n > 7 else ticket.window, ticket, reason)
        case ("undo", w, n):
            ticket = pick([t for t in kinds[Ticket] if t.begun], n)
            days.void(ticket.window, ticket, "returned")
            for trace in ticket.begun.traces:
                days.give_back(ticket.window, trace)
        case ("blank", w, lost):
            if lost:
                days.tickets.lose(person(w), CODE, "", "报告 1", "", SECOND)
            else:
                days.tickets.void_blank(person(w), CODE, "jam", "", 3, SECOND)
        case ("lose", w, n):
            number = pick(kinds[Ticket], n).number
            days.tickets.lose(person(w), CODE, number, "报告 1", "", SECOND)
        case ("red", w, n):
            days.red(w, pick([t for t in kinds[Ticket] if t.begun], n))
        case ("bank", w, n):
            days.bank(w, days.drawers[w] * n // 10 // 10 * 10)
        case ("lend", w, n):
            days.lend(days.book.stocks()[0].batch, n * 3, w)
        case ("settle", w):
            days.settle(w)
        case ("close", w, kind, wrong):
            lock(days, w, kind, wrong * 10 if abs(wrong) > 1 else 0)
            days.open(w)
        case ("evening", w):
            tidy(days, w, kinds)
            lock(days, w, "day", 0)
            days.clock.advance(dt.timedelta(days=1))
            days.open(w)
        case ("over", w, what):
            over_a_close(days, w, what)
        case ("clock", by):
            days.clock.advance(dt.timedelta(days=by, minutes=7))
        case _:
            raise AssertionError(step)


def over_a_close(days: Days, window: str, what: str) -> None:
    """Something begun in one shift and ended in the next."""
    tidy(days, window, days.known())
    number = days.sheet(line(due=4_000), line("GS", "A2", 2_000))
    if what == "back":
        days.change(number, "back")
    else:
        days.cash(window, number, 6_000)
        ticket = days.issue(window, number)
    lock(days, window, "day" if what == "red" else "handover", 0)
    days.open(window)
    if what == "back":
        days.change(number, "answer")
    elif what == "void":
        days.void(window, ticket)
    else:
        days.red(window, ticket)


def tidy(days: Days, window: str, kinds: dict[type, list[Any]]) -> None:
    """Before the close: what nobody knows is settled, spoiled paper is voided."""
    for payment in kinds[Payment]:
        if payment.is_open and payment.window == window:
            days.judge(payment.trace)
    for ticket in kinds[Ticket]:
        if ticket.begun and ticket.window == window:
            days.look(days.print(ticket), True)
            if days.tickets.ticket(ticket.code, ticket.number).state == "failed":
                days.void(window, ticket)


def lock(days: Days, window: str, kind: Any, wrong: int) -> None:
    """Close, and hold the books against the drawer, the terminal and the sheets."""
    actor, machine = person(window), days.machines[window]
    if kind == "day":
        days.settle(window)
    there = days.drawers[window]
    closed: Shift = days.close(window, kind, wrong)
    assert closed.closed is not None and not days.shifts.current(window)
    found = {d.equation: d.by for d in closed.closed.differences}
    assert found.pop(3, 0) == max(0, there + wrong) - there
    days.off[window] += found.pop(4, 0)
    waiting = sum(fen if kind == "sale" else -fen for kind, fen in machine.trades)
    assert days.off[window] == -waiting  # what the terminal has not settled yet, and no more
    assert found == {}, found
    assert closed.closed.second != actor.number
    for open_ in days.cashier.unknown():
        assert open_.window != window
