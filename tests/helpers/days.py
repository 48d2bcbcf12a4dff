"""Days at two finance windows: every job of the desk, drawers with real money in them, and fee
terminals that remember what they charged. What the books say is held against what is there."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from tests.helpers.desk import CATALOGUE, STAFF, TextPapers
from tests.helpers.memory import MemoryStore, fold
from tests.helpers.small_hall import CALENDAR, NOW
from tests.helpers.till import CODE, FINANCE, KINDS, PlainTickets, line

from counter.desk.cashier import CashierDesk
from counter.desk.hall import Hall
from counter.desk.printing import PrintDesk
from counter.desk.session import SYSTEM
from counter.desk.shifts import ShiftDesk
from counter.desk.stock import StockDesk
from counter.desk.tickets import TicketDesk
from counter.domain.acts import NewAct, Payload
from counter.domain.finance.charge import (
    Charge,
    ChargeAnswered,
    ChargeCancelled,
    ChargeConfirmed,
    ChargeRaised,
    ChargeReduced,
    ChargeSentBack,
    charge_stream,
)
from counter.domain.finance.chargeback import WITHOUT_MONEY
from counter.domain.finance.lines import ChargeLine, Payer
from counter.domain.finance.payment import Payment
from counter.domain.finance.shift import FACES, Difference, Shift
from counter.domain.finance.ticket import Ticket
from counter.domain.people import Actor, Role
from counter.ports.clock import FrozenClock
from counter.ports.devices import BatchTotals, FeeReply, LastTrade, PrintOutcome

WINDOWS = ("20", "21")
SECOND = Actor(number="2009", name="何建平", unit="CZ", window="", roles=frozenset({Role.FINANCE}))
Outcome = Literal["approved", "declined", "silent", "silent_charged", "wrong_amount"]


def person(window: str) -> Actor:
    """Who works at a window; one for each."""
    number = "2001" if window == "20" else "2002"
    return Actor(
        number=number, name="刘慧", unit="CZ", window=window, roles=frozenset({Role.FINANCE})
    )


def faces(fen: int) -> tuple[tuple[int, int], ...]:
    """Notes and coins that come to `fen`, a multiple of 10."""
    found: list[tuple[int, int]] = []
    for face in FACES:
        pieces, fen = divmod(fen, face)
        found.append((face, pieces))
    assert fen == 0
    return tuple(found)


class Machine:
    """A fee terminal: what it charged, whoever was told."""

    def __init__(self, name: str) -> None:
        self.name, self.batch, self.voucher = name, 126, 0
        self.trades: list[tuple[str, int]] = []
        self.last: FeeReply | None = None
        self.last_trace = ""

    def charge(self, kind: str, trace: str, fen: int, now: dt.datetime) -> FeeReply:
        self.voucher += 1
        self.trades.append((kind, fen))
        self.last_trace = trace
        self.last = FeeReply(
            kind=kind,  # type: ignore[arg-type]
            result="approved",
            code="00",
            voucher=f"{self.voucher:06d}",
            batch=f"{self.batch:06d}",
            reference=f"{self.voucher:012d}",
            date=f"{now:%m%d}",
            time=f"{now:%H%M%S}",
            fen=fen,
        )
        return self.last

    def settle(self) -> tuple[FeeReply, BatchTotals]:
        count = Counter(kind for kind, _ in self.trades)
        sums = {k: sum(fen for kind, fen in self.trades if kind == k) for k in count}
        totals = BatchTotals(
            sale_count=count["sale"],
            sale_fen=sums.get("sale", 0),
            void_count=count["void"],
            void_fen=sums.get("void", 0),
            refund_count=count["refund"],
            refund_fen=sums.get("refund", 0),
        )
        reply = FeeReply(kind="settle", result="approved", batch=f"{self.batch:06d}")
        self.batch += 1
        self.trades = []
        return reply, totals


class Days:
    """The jobs over a hall. drawers: the money that lies in them, whatever the books say."""

    def __init__(self, hall: Hall | None = None) -> None:
        if hall is None:
            catalogue = msgspec.structs.replace(CATALOGUE, papers=(*CATALOGUE.papers, *KINDS))
            store = MemoryStore(catalogue, (*STAFF, *FINANCE))
            ids = (f"id{n}" for n in itertools.count(1))
            hall = Hall(
                store,  # type: ignore[arg-type]
                FrozenClock(NOW),
                TextPapers(),
                CALENDAR,
                ids=lambda: next(ids),
            )
        self.hall, self.book = hall, hall.store.money
        self.clock: FrozenClock = hall.clock  # type: ignore[assignment]
        self.cashier = CashierDesk(hall)
        self.tickets = TicketDesk(hall, PlainTickets())  # type: ignore[arg-type]
        self.stock, self.shifts, self.printing = StockDesk(hall), ShiftDesk(hall), PrintDesk(hall)
        self.drawers = dict.fromkeys(WINDOWS, 0)
        self.machines = {w: Machine(f"POS-{w}") for w in WINDOWS}
        self.charged: dict[str, FeeReply] = {}  # trace -> what its terminal really did
        self.off = dict.fromkeys(WINDOWS, 0)  # sum of what the closes found on the terminal
        self.sheets: list[str] = []
        self.first = 600001

    def known(self) -> dict[type, list[Any]]:
        """Sheets, payments and tickets that there are, oldest first."""
        charges = [self.charge(n) for n in self.sheets]
        payments = [self.cashier.payment(p.trace) for c in charges for p in c.payments]
        return {
            Charge: charges,
            Payment: sorted(payments, key=lambda p: p.trace),
            Ticket: list(self.book.tickets_of_days("", "9999-12-31")),
        }

    # --- paper

    def paper(self, count: int = 100, code: str = CODE, kind: str = "0121") -> str:
        """A batch of `count` after the last one; returns its name."""
        made = self.stock.receive(
            person("20"),
            code=code,
            kind=kind,
            first=self.first,
            last=self.first + count - 1,
            source="财政局",
            document="领1",
        )
        self.first += count
        return made.batch

    def lend(self, batch: str, count: int, window: str) -> None:
        self.stock.lend(person("20"), batch, count, window, "2001")

    # --- sheets

    def act(self, number: str, *payloads: Payload) -> None:
        with self.hall.store.write() as tx:
            acts = [
                NewAct(
                    stream=charge_stream(number),
                    payload=p,
                    effective_on=self.hall.today().isoformat(),
                )
                for p in payloads
            ]
            tx.append(acts, self.hall.stamp(SYSTEM))

    def sheet(self, *lines: ChargeLine, confirmed: bool = True) -> str:
        """A sheet with its lines, of which every unit but perhaps the last has confirmed."""
        number = f"缴〔2026〕03-{len(self.sheets) + 1:04d}"
        lines = lines or (line(),)
        units = tuple(dict.fromkeys(x.unit for x in lines))
        raised = ChargeRaised(
            number=number,
            case_no="",
            matter="m",
            matter_title="测试事项",
            payer=Payer(name="衡山县开云镇明远粮油店"),
            window="3",
            unit=units[0],
            units=tuple((u, u) for u in units),
            catalogue=1,
        )
        said = units if confirmed else units[:-1]
        self.act(number, raised, *(self.said(u, lines) for u in said))
        self.sheets.append(number)
        return number

    def said(self, unit: str, lines: Sequence[ChargeLine]) -> ChargeConfirmed:
        return ChargeConfirmed(
            unit=unit, lines=tuple(x for x in lines if x.unit == unit), by_name="李"
        )

    def charge(self, number: str) -> Charge:
        return self.cashier.sheet(number)

    def change(self, number: str, what: str) -> None:
        """What the window may do to a sheet without money: as its deciders allow."""
        charge = self.charge(number)
        if charge.status not in WITHOUT_MONEY:
            return
        if what == "back" and not charge.sent_back and not charge.unconfirmed:
            self.act(number, ChargeSentBack(reason="other", requirement="改", by_name="刘慧"))
        elif what == "answer" and charge.sent_back:
            fresh = line(charge.shares[0].unit, "R", charge.payable // 2 // 10 * 10 + 10)
            self.act(number, self.said(fresh.unit, (fresh,)), ChargeAnswered(words="改了"))
        elif what == "confirm" and charge.unconfirmed:
            unit = charge.unconfirmed[0].unit
            self.act(number, self.said(unit, (line(unit, "S", 5_000),)))
        elif what == "reduce" and charge.unconfirmed and charge.lines:
            first = charge.lines[0]
            self.act(
                number,
                ChargeReduced(
                    unit=first.unit,
                    code=first.code,
                    by=first.due // 2 // 10 * 10,
                    basis="minutes",
                    document="纪要 1",
                    approver="唐",
                    approved_on="2026-09-01",
                    scan="",
                ),
            )
        elif what == "cancel":
            self.act(number, ChargeCancelled(why="不办了"))

    # --- money

    def open(self, window: str) -> Shift:
        return self.shifts.open(person(window), self.drawers[window])

    def cash(self, window: str, number: str, fen: int) -> Payment:
        paid = self.cashier.cash(person(window), number, fen, fen + 5_000)
        self.drawers[window] += paid.received - paid.change
        return paid

    def transfer(self, window: str, number: str, fen: int) -> Payment:
        return self.cashier.transfer(person(window), number, fen, "转账 1")

    def pos(self, window: str, number: str, fen: int, outcome: Outcome = "approved") -> Payment:
        order = self.cashier.begin_sale(
            person(window), number, fen, self.machines[window].name, simulated=True
        )
        return self._answer(window, "sale", order.trace, fen, outcome)

    def _answer(self, window: str, kind: str, trace: str, fen: int, outcome: Outcome) -> Payment:
        reply = FeeReply(kind="sale", result="unknown", why="pos.silent", words="没有回话")
        if outcome == "declined":
            reply = FeeReply(kind="sale", result="declined", code="51", words="余额不足")
        elif outcome != "silent":
            reply = self.machines[window].charge(kind, trace, fen, self.clock.now())
            self.charged[trace] = reply
            if outcome == "silent_charged":
                reply = FeeReply(kind="sale", result="unknown", why="pos.silent")
            elif outcome == "wrong_amount":
                reply = msgspec.structs.replace(reply, fen=fen + 1)
        return self.cashier.answered(trace, reply)

    def ask(self, trace: str) -> Payment:
        """Ask the terminal for its last trade."""
        payment = self.cashier.payment(trace)
        machine = self.machines[payment.window]
        if machine.last is None:
            return self.cashier.asked(trace, LastTrade(state="none"))
        last = LastTrade(
            state="found",
            reply=machine.last,
            ours=machine.last_trace == trace,
            operator=payment.by if machine.last_trace == trace else "",
        )
        return self.cashier.asked(trace, last)

    def judge(self, trace: str) -> Payment:
        """Two people read the slip, and read it rightly."""
        actor = person(self.cashier.payment(trace).window)
        done = self.charged.get(trace)
        if done is None:
            return self.cashier.judge(actor, trace, "not_charged", SECOND)
        return self.cashier.judge(actor, trace, "charged", SECOND, voucher=done.voucher)

    def give_back(self, window: str, trace: str, outcome: Outcome = "approved") -> Payment:
        sale = self.cashier.payment(trace)
        if sale.way == "cash":
            back = self.cashier.give_back_cash(person(window), trace)
            self.drawers[window] -= back.fen
            return back
        order = self.cashier.begin_return(
            person(window), trace, self.machines[window].name, simulated=True
        )
        back = self.cashier.payment(order.trace)
        return self._answer(window, back.purpose, order.trace, back.fen, outcome)

    def bank(self, window: str, fen: int) -> None:
        self.shifts.bank(person(window), fen, "财政专户", "回单 1")
        self.drawers[window] -= fen

    # --- tickets

    def issue(
        self,
        window: str,
        number: str,
        outcome: Literal["printed", "failed", "unknown", ""] = "printed",
        *,
        seen: str = "",
        replaces: str = "",
    ) -> Ticket:
        """Issue on the paper that lies in the tractor (seen: or on another), and print."""
        here = self.tickets.next_of(number, window).book.next
        ticket = self.tickets.issue(
            person(window), number, seen or f"{here:05d}"[-5:], simulated=True, replaces=replaces
        )
        return self.print(ticket, outcome)

    def print(
        self, ticket: Ticket, outcome: Literal["printed", "failed", "unknown", ""] = "printed"
    ) -> Ticket:
        """The print worker's turn; "" leaves the job where it is."""
        stream = f"ticket:{ticket.code}/{ticket.number}"
        for job in self.hall.store.jobs(("queued",), 1000, stream=stream) if outcome else ():
            self.printing.mark_sent(job)
            self.printing.finish(job, PrintOutcome(outcome=outcome), True)  # type: ignore[arg-type]
        return self.tickets.ticket(ticket.code, ticket.number)

    def look(self, ticket: Ticket, good: bool) -> None:
        """Somebody looks at the paper of a job of which nobody knows."""
        stream = f"ticket:{ticket.code}/{ticket.number}"
        for job in self.hall.store.jobs(("unknown",), 1000, stream=stream):
            self.printing.settle(person(ticket.window), job.id, good)

    def void(
        self, window: str, ticket: Ticket, reason: str = "misprint", copies: int = 3
    ) -> Ticket:
        return self.tickets.void(
            person(window), ticket.code, ticket.number, reason, "", copies, SECOND
        )

    def red(self, window: str, ticket: Ticket) -> Ticket:
        here = next((b.next for b in self.tickets.books(window) if b.code == ticket.code), 0)
        made = self.tickets.red(
            person(window),
            ticket.code,
            ticket.number,
            "多收",
            "退付 1",
            f"{here:05d}"[-5:],
            SECOND,
            simulated=True,
        )
        return self.print(made)

    # --- the close

    def settle(self, window: str) -> None:
        machine = self.machines[window]
        if machine.trades and self.shifts.current(window):
            self.shifts.settled(person(window), machine.name, *machine.settle())

    def close(self, window: str, kind: Literal["day", "handover"] = "day", wrong: int = 0) -> Shift:
        """Count what lies in the drawer (by `wrong` fen wrongly) and lock; every difference is
        given its reason."""
        actor = person(window)
        counted = faces(max(0, self.drawers[window] + wrong))
        view = self.shifts.view(actor, counted)
        why = tuple(
            Difference(equation=eq.n, by=eq.difference, reason="other", words="查过了")
            for eq in view.equations
            if eq.difference
        )
        closed = self.shifts.close(actor, counted, kind, why, SECOND)
        self.drawers[window] = sum(face * n for face, n in counted)
        return closed

    # --- what must always hold

    def check(self, deep: bool = True) -> None:
        """Money, paper and records agree; deep: the folds are made from the acts again."""
        states = self.states(deep)
        payments = [s for s in states.values() if isinstance(s, Payment)]
        tickets = [s for s in states.values() if isinstance(s, Ticket) and s.at]
        charges = [s for s in states.values() if isinstance(s, Charge)]
        taken = sum(p.counts for p in payments)
        good = [t for t in tickets if t.stands and t.fen > 0]
        assert taken == sum(t.fen for t in good) + sum(c.unticketed for c in charges)
        for charge in charges:
            assert 0 <= charge.issued <= charge.paid <= charge.payable, charge.number
            assert charge.ticketed >= 0
            assert sum(charge.unticketed_at(w) for w in WINDOWS) == charge.unticketed
            assert all(charge.unticketed_at(w) >= 0 for w in WINDOWS)
        for ticket in (t for t in tickets if t.begun and t.begun.red_of and t.stands):
            old = states[f"ticket:{ticket.code}/{ticket.begun.red_of}"]  # type: ignore[union-attr]
            assert (old.fen, old.red_by) == (-ticket.fen, ticket.number) and old.stands
        self._check_numbers(tickets)

    def _check_numbers(self, tickets: list[Ticket]) -> None:
        for window in WINDOWS:
            for book in self.tickets.books(window):
                mine = {int(t.number) for t in tickets if (t.code, t.window) == (book.code, window)}
                runs = sorted(
                    (run.first, run.last)
                    for s in self.book.stocks()
                    for run in s.lent
                    if (s.code, run.window) == (book.code, window)
                )
                lent = [n for lo, hi in runs for n in range(lo, hi + 1)]
                assert mine == set(lent[: len(mine)]), "a number is missing or out of order"
                assert book.left == len(lent) - len(mine)
        for stock in self.book.stocks():
            sums = self.book.stub_sum(stock.batch, stock.first, stock.last)
            assert sums.received == sums.used + sums.void + sums.lost + sums.left
            assert sums.used + sums.void + sums.lost == sum(t.stock == stock.batch for t in tickets)

    def states(self, deep: bool) -> dict[str, object]:
        """All folds: in memory the stored ones, which must be what the acts say from the start."""
        store = self.hall.store
        if isinstance(store, MemoryStore):
            assert not deep or store.states == fold(store.acts)
            return store.states
        tickets = self.book.tickets_of_days("", "9999-12-31")
        streams = {
            *(f"charge:{n}" for n in self.sheets),
            *(f"ticket:{t.code}/{t.number}" for t in tickets),
        }
        acts = {a.header.seq: a for s in streams for a in store.acts_of(s)}
        return fold([acts[seq] for seq in sorted(acts)])
