"""A store in memory for the desk's jobs with money: the same folds, no SQL, quick enough for
thousands of random days. A write that raises leaves nothing behind, as in the real one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec

from counter.domain.acts import Act, ActHeader, NewAct
from counter.domain.catalogue import Catalogue, StaffMember
from counter.domain.finance.charge import Charge, ChargeStatus, evolve_charge
from counter.domain.finance.payment import Payment, evolve_payment
from counter.domain.finance.shift import Shift, evolve_shift
from counter.domain.finance.stock import Stock, StubSum, evolve_stock
from counter.domain.finance.ticket import Ticket, TicketState, evolve_ticket
from counter.domain.numbers import SeriesState, evolve_series, series_stream
from counter.domain.people import StaffState
from counter.ports.store import JobState, NewPrintJob, PrintJob, Stamp, StoreInfo
from counter.store.numbering import NumberTaker

F = TypeVar("F")


def _new_ticket(key: str) -> Ticket:
    code, _, number = key.partition("/")
    return Ticket(code=code, number=number)


FOLDS: dict[str, tuple[Callable[[str], Any], Callable[[Any, Act], Any]]] = {
    "charge": (lambda key: Charge(number=key), evolve_charge),
    "payment": (lambda key: Payment(trace=key), evolve_payment),
    "ticket": (_new_ticket, evolve_ticket),
    "stock": (lambda key: Stock(batch=key), evolve_stock),
    "shift": (lambda key: Shift(name=key), evolve_shift),
    "series": (lambda key: SeriesState(key), evolve_series),
}
"""How the streams of money are folded, by the head of their names."""


def fold(acts: Sequence[Act]) -> dict[str, Any]:
    """Every stream of money from all acts, from the beginning."""
    states: dict[str, Any] = {}
    for act in acts:
        _fold_one(states, act)
    return states


def _fold_one(states: dict[str, Any], act: Act) -> None:
    for stream in dict.fromkeys((act.header.stream, *act.header.touches)):
        head, _, key = stream.partition(":")
        if head in FOLDS:
            begin, evolve = FOLDS[head]
            states[stream] = evolve(states.get(stream) or begin(key), act)


class MemoryStore:
    """Enough of `counter.ports.store.Store`, and its own transaction and money book."""

    def __init__(self, catalogue: Catalogue, staff: Sequence[StaffMember]) -> None:
        self._catalogue = catalogue
        self._staff = {m.number: StaffState(number=m.number, member=m) for m in staff}
        self.acts: list[Act] = []
        self.states: dict[str, Any] = {}
        self._jobs: tuple[PrintJob, ...] = ()
        self._taker: NumberTaker | None = None

    @property
    def money(self) -> MemoryStore:
        return self

    def info(self) -> StoreInfo:
        return StoreInfo(
            training=True,
            centre="430423",
            terminal="03",
            epoch=1,
            acts=len(self.acts),
            head="",
            last_recorded_at="",
        )

    def catalogue(self, version: int | None = None) -> Catalogue:
        return self._catalogue

    def staff(self, number: str) -> StaffState | None:
        return self._staff.get(number)

    # --- writing

    @contextmanager
    def write(self) -> Iterator[MemoryStore]:
        kept, states, jobs = len(self.acts), dict(self.states), self._jobs
        self._taker = NumberTaker(
            self.series, lender="03", may_lend=lambda: True, block_size=lambda: 500
        )
        try:
            yield self
            self._taker.check()
        except BaseException:
            del self.acts[kept:]
            self.states, self._jobs = states, jobs
            raise

    def take_number(self, series: str) -> int:
        assert self._taker is not None
        return self._taker.take(series)

    def append(self, acts: Sequence[NewAct], stamp: Stamp) -> tuple[Act, ...]:
        assert self._taker is not None
        whole = [*self._taker.lent(stamp.now.date()), *acts]
        made = [self._recorded(new, stamp) for new in whole]
        self._taker.settle(made)
        for act in made:
            _fold_one(self.states, act)
        return tuple(made)

    def _recorded(self, new: NewAct, stamp: Stamp) -> Act:
        used = [series_stream(u.series) for u in new.payload.numbers]
        touches = dict.fromkeys((*new.touches, *used))
        header = ActHeader(
            terminal="03",
            epoch=1,
            seq=len(self.acts) + 1,
            stream=new.stream,
            touches=tuple(t for t in touches if t != new.stream),
            units=new.units,
            kind=new.kind,
            version=type(new.payload).VERSION,
            command_id=stamp.command_id,
            n=1,
            m=1,
            base=0,
            recorded_at=stamp.now.isoformat(timespec="milliseconds"),
            effective_on=new.effective_on,
            actor=stamp.actor,
            grant=stamp.grant,
            payload_hash="",
            prev_hash="",
        )
        self.acts.append(Act(header, new.payload))
        return self.acts[-1]

    # --- the print queue

    def jobs(
        self, states: Sequence[JobState] = (), limit: int = 50, stream: str = ""
    ) -> tuple[PrintJob, ...]:
        return tuple(
            j
            for j in self._jobs
            if (not states or j.state in states) and (not stream or j.stream == stream)
        )

    def enqueue(self, job: NewPrintJob, now: dt.datetime) -> int:
        values = msgspec.structs.asdict(job)
        made = PrintJob(
            **values,
            id=len(self._jobs) + 1,
            state="queued",
            why="",
            created_at=now.isoformat(),
            sent_at="",
            ended_at="",
        )
        self._jobs = (*self._jobs, made)
        return made.id

    def set_job(self, job_id: int, state: JobState, now: dt.datetime, why: str = "") -> None:
        self._jobs = tuple(
            msgspec.structs.replace(j, state=state, why=why) if j.id == job_id else j
            for j in self._jobs
        )

    # --- reading

    def acts_of(self, stream: str) -> tuple[Act, ...]:
        return tuple(a for a in self.acts if stream in (a.header.stream, *a.header.touches))

    def series(self, series: str) -> SeriesState:
        return self.states.get(series_stream(series)) or SeriesState(series)

    def _all(self, of: type[F]) -> list[F]:
        return [s for s in self.states.values() if isinstance(s, of)]

    def charge(self, number: str) -> Charge | None:
        return self.states.get(f"charge:{number}")

    def payment(self, trace: str) -> Payment | None:
        return self.states.get(f"payment:{trace}")

    def ticket(self, code: str, number: str) -> Ticket | None:
        return self.states.get(f"ticket:{code}/{number}")

    def stock(self, batch: str) -> Stock | None:
        return self.states.get(f"stock:{batch}")

    def shift(self, name: str) -> Shift | None:
        return self.states.get(f"shift:{name}")

    def charges(
        self, statuses: Sequence[str], limit: int = 50, after: str | None = None
    ) -> tuple[Charge, ...]:
        return tuple(c for c in self._all(Charge) if c.status in statuses)

    def charge_count(self, *statuses: str) -> int:
        return len(self.charges(statuses))

    def charges_since(self, shift: str) -> tuple[Charge, ...]:
        opened = self.states[f"shift:{shift}"].moment
        touched: dict[str, None] = {}
        for act in self.acts[opened.seq :]:
            touched |= dict.fromkeys((act.header.stream, *act.header.touches))
        return tuple(self.states[s] for s in touched if s.startswith("charge:"))

    def uncollected(self) -> int:
        held = (ChargeStatus.BACK, ChargeStatus.CANCELLED)
        return sum(c.payable - c.paid for c in self._all(Charge) if c.status not in held)

    def open_payments(self, device: str | None = None) -> tuple[Payment, ...]:
        return tuple(p for p in self._all(Payment) if p.is_open and device in (None, p.device))

    def payments_of_shift(self, shift: str) -> tuple[Payment, ...]:
        return tuple(p for p in self._all(Payment) if p.shift == shift)

    def last_on_device(self, device: str) -> Payment | None:
        mine = [p for p in self._all(Payment) if p.device == device and p.slip and p.slip.voucher]
        return mine[-1] if mine else None

    def tickets_of_shift(self, shift: str) -> tuple[Ticket, ...]:
        return tuple(t for t in self._all(Ticket) if t.at and t.shift == shift)

    def tickets_of_sheet(self, sheet: str) -> tuple[Ticket, ...]:
        return tuple(t for t in self._all(Ticket) if t.begun and t.begun.sheet == sheet)

    def tickets_of_days(self, first: str, last: str) -> tuple[Ticket, ...]:
        return tuple(t for t in self._all(Ticket) if t.at and first <= t.day <= last)

    def tickets_of_stock(self, batch: str) -> tuple[Ticket, ...]:
        return tuple(t for t in self._all(Ticket) if t.at and t.stock == batch)

    def unsettled_tickets(self) -> tuple[Ticket, ...]:
        asked = (TicketState.BEGUN, TicketState.FAILED, TicketState.UNSURE)
        return tuple(t for t in self._all(Ticket) if t.at and t.state in asked)

    def stub_sum(self, batch: str, first: int, last: int) -> StubSum:
        run = [
            t.state
            for t in self._all(Ticket)
            if t.at and t.stock == batch and first <= int(t.number) <= last
        ]
        void, lost = run.count(TicketState.VOID), run.count(TicketState.LOST)
        return StubSum(last - first + 1, len(run) - void - lost, void, lost)

    def stocks(self) -> tuple[Stock, ...]:
        return tuple(sorted(self._all(Stock), key=lambda s: (s.code, s.first)))

    def last_shift(self, window: str) -> Shift | None:
        mine = [s for s in self._all(Shift) if s.opened and s.opened.window == window]
        return mine[-1] if mine else None

    def shifts_of_days(self, first: str, last: str) -> tuple[Shift, ...]:
        return tuple(s for s in self._all(Shift) if first <= s.day <= last)

    def open_shifts(self) -> tuple[Shift, ...]:
        return tuple(s for s in self._all(Shift) if s.is_open)
