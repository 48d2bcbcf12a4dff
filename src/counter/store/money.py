"""Projections of the money, and the reads of them (`counter.ports.money.MoneyBook`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from sqlalchemy import BindParameter, and_, bindparam, func, or_, select

from counter.domain.finance.charge import Charge, ChargeStatus, evolve_charge
from counter.domain.finance.payment import OPEN_STATES, Payment, evolve_payment
from counter.domain.finance.shift import SHIFT, Shift, evolve_shift
from counter.domain.finance.stock import STOCK, Stock, StubSum, evolve_stock
from counter.domain.finance.ticket import TICKET, UNSETTLED, Ticket, TicketState, evolve_ticket
from counter.store import schema
from counter.store.folded import Folded
from counter.store.sql import Statement

_c, _p, _t = schema.charge_row.c, schema.payment_row.c, schema.ticket_row.c
_s, _h, _j = schema.stock_row.c, schema.shift_row.c, schema.journal.c


def _charge_columns(state: Charge, pos: int) -> tuple[Any, ...] | None:
    raised, payer = state.raised, state.payer
    if raised is None or payer is None:
        return None
    return (
        state.number,
        pos,
        raised.case_no,
        raised.window,
        state.status.value,
        payer.name,
        payer.number,
        state.raised_at,
        state.payable,
        state.paid,
    )


def _payment_columns(state: Payment, pos: int) -> tuple[Any, ...] | None:
    if not state.sheet:
        return None
    status = state.state.value
    return state.trace, pos, state.sheet, state.shift, state.device, status, state.at


def _ticket_columns(state: Ticket, pos: int) -> tuple[Any, ...] | None:
    if not state.at:
        return None
    return (
        state.code,
        state.number,
        pos,
        state.begun.sheet if state.begun else "",
        state.shift,
        state.window,
        state.day,
        state.stock,
        state.state.value,
        state.fen,
    )


def _stock_columns(state: Stock, _pos: int) -> tuple[Any, ...] | None:
    return (state.batch, state.code, state.first, state.last) if state.code else None


def _shift_columns(state: Shift, pos: int) -> tuple[Any, ...] | None:
    if state.opened is None:
        return None
    return state.name, pos, state.opened.window, state.day, int(state.is_open)


def _new_ticket(key: str) -> Ticket:
    code, _, number = key.partition("/")
    return Ticket(code=code, number=number)


CHARGES = Folded(
    "charge:",
    schema.charge_row,
    Charge,
    lambda number: Charge(number=number),
    evolve_charge,
    _charge_columns,
)
PAYMENTS = Folded(
    "payment:",
    schema.payment_row,
    Payment,
    lambda trace: Payment(trace=trace),
    evolve_payment,
    _payment_columns,
)
TICKETS = Folded(TICKET, schema.ticket_row, Ticket, _new_ticket, evolve_ticket, _ticket_columns)
STOCKS = Folded(
    STOCK, schema.stock_row, Stock, lambda batch: Stock(batch=batch), evolve_stock, _stock_columns
)
SHIFTS = Folded(
    SHIFT, schema.shift_row, Shift, lambda name: Shift(name=name), evolve_shift, _shift_columns
)
MONEY = (CHARGES, PAYMENTS, TICKETS, STOCKS, SHIFTS)

_OPEN = sorted(state.value for state in OPEN_STATES)
_UNSETTLED = sorted(state.value for state in UNSETTLED)
_LIKE: BindParameter[str] = bindparam("like")
_MOST: BindParameter[int] = bindparam("most")

_CHARGE_ORD = Statement(select(_c.ord).where(_c.number == bindparam("number")))
_BY_STATUS = Statement(
    select(_c.state)
    .where(_c.status == bindparam("status"), _c.ord > bindparam("after"))
    .order_by(_c.ord)
    .limit(_MOST)
)
_STATUS_COUNT = Statement(select(func.count()).where(_c.status == bindparam("status")))
_OF_CASE = Statement(select(_c.state).where(_c.case_no == bindparam("case_no")).order_by(_c.ord))
_FIND = Statement(
    select(_c.number)
    .where(or_(_c.number.like(_LIKE), _c.case_no.like(_LIKE), _c.payer.like(bindparam("name"))))
    .order_by(_c.ord.desc())
    .limit(_MOST)
)
_RAISED = Statement(
    select(_c.state)
    .where(_c.raised_at >= bindparam("since"), _c.raised_at < bindparam("until"))
    .order_by(_c.ord)
)
_UNCOLLECTED = Statement(
    select(func.sum(_c.payable - _c.paid)).where(
        _c.status != ChargeStatus.BACK.value, _c.status != ChargeStatus.CANCELLED.value
    )
)
_SINCE = Statement(
    select(_j.stream, _j.touches).where(
        _j.pos > bindparam("after"),
        or_(*(_j.stream.startswith(head) for head in ("charge:", "payment:", TICKET))),
    )
)
_names = msgspec.json.Decoder(tuple[str, ...])
_PAY_OPEN = Statement(
    select(_p.state).where(or_(*(_p.status == word for word in _OPEN))).order_by(_p.ord)
)
_PAY_SHIFT = Statement(select(_p.state).where(_p.shift == bindparam("shift")).order_by(_p.ord))
_PAY_DEVICE = Statement(
    select(_p.state).where(_p.device == bindparam("device")).order_by(_p.ord.desc()).limit(_MOST)
)
_OF_SHIFT = Statement(select(_t.state).where(_t.shift == bindparam("shift")).order_by(_t.ord))
_OF_SHEET = Statement(select(_t.state).where(_t.sheet == bindparam("sheet")).order_by(_t.ord))
_OF_DAYS = Statement(
    select(_t.state)
    .where(_t.day >= bindparam("first"), _t.day <= bindparam("last"))
    .order_by(_t.ord)
)
_FIND_TICKETS = Statement(
    select(_t.state)
    .where(or_(_t.number.like(_LIKE), _t.sheet.like(_LIKE)))
    .order_by(_t.ord.desc())
    .limit(_MOST)
)
_TO_SETTLE = Statement(
    select(_t.state).where(or_(*(_t.status == word for word in _UNSETTLED))).order_by(_t.ord)
)
_OF_STOCK = Statement(select(_t.state).where(_t.stock == bindparam("batch")).order_by(_t.number))
_STUBS = Statement(
    select(_t.status, func.count())
    .where(
        and_(
            _t.stock == bindparam("batch"),
            _t.number >= bindparam("first"),
            _t.number <= bindparam("last"),
        )
    )
    .group_by(_t.status)
)
_ALL_STOCKS = Statement(select(_s.state).order_by(_s.code, _s.first))
_LAST_SHIFT = Statement(
    select(_h.state).where(_h.window == bindparam("window")).order_by(_h.ord.desc()).limit(1)
)
_SHIFT_ORD = Statement(select(_h.ord).where(_h.name == bindparam("name")))
_SHIFT_DAYS = Statement(
    select(_h.state)
    .where(_h.day >= bindparam("first"), _h.day <= bindparam("last"))
    .order_by(_h.ord)
)
_SHIFTS_OPEN = Statement(select(_h.state).where(_h.open == bindparam("open")).order_by(_h.ord))


def _plain(query: str) -> str:
    """What was typed, without the signs that stand for anything in a LIKE."""
    return query.strip().replace("%", "").replace("_", "")


class SqlMoneyBook:
    """Reads over a connection that `reading` lends for each."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Any]]) -> None:
        self._reading = reading

    def charge(self, number: str) -> Charge | None:
        """The fold of a sheet, or None."""
        with self._reading() as connection:
            return CHARGES.read(connection, number)

    def payment(self, trace: str) -> Payment | None:
        """The fold of a payment, or None."""
        with self._reading() as connection:
            return PAYMENTS.read(connection, trace)

    def ticket(self, code: str, number: str) -> Ticket | None:
        """The fold of a number, or None while it is blank."""
        with self._reading() as connection:
            return TICKETS.read(connection, code, number)

    def stock(self, batch: str) -> Stock | None:
        """The fold of a batch, or None."""
        with self._reading() as connection:
            return STOCKS.read(connection, batch)

    def shift(self, name: str) -> Shift | None:
        """The fold of a shift, or None."""
        with self._reading() as connection:
            return SHIFTS.read(connection, name)

    def charges(
        self, statuses: Sequence[str], limit: int = 50, after: str | None = None
    ) -> tuple[Charge, ...]:
        """Sheets in these states, oldest first."""
        with self._reading() as connection:
            row = _CHARGE_ORD.row(connection, number=after) if after else None
            start = row[0] if row else 0
            found: list[Charge] = []
            for status in statuses:
                found += CHARGES.rows(
                    connection, _BY_STATUS, status=str(status), after=start, most=limit
                )
        found.sort(key=lambda charge: (charge.raised_at, charge.number))
        return tuple(found[:limit])

    def charge_count(self, *statuses: str) -> int:
        """How many sheets are in these states."""
        with self._reading() as connection:
            return sum(_STATUS_COUNT.row(connection, status=str(s))[0] for s in statuses)

    def charges_of_case(self, case_no: str) -> tuple[Charge, ...]:
        """Sheets of a case."""
        with self._reading() as connection:
            return CHARGES.rows(connection, _OF_CASE, case_no=case_no)

    def find_charges(self, query: str, limit: int = 20) -> tuple[Charge, ...]:
        """Sheets by the end of a number or a part of the payer's name, newest first."""
        plain = _plain(query)
        if not plain:
            return ()
        with self._reading() as connection:
            names = _FIND.rows(connection, like=f"%{plain}", name=f"%{plain}%", most=limit)
            found = [CHARGES.read(connection, name) for (name,) in names]
        return tuple(charge for charge in found if charge is not None)

    def charges_raised(self, since: str, until: str) -> tuple[Charge, ...]:
        """Sheets raised in [since, until)."""
        with self._reading() as connection:
            return CHARGES.rows(connection, _RAISED, since=since, until=until)

    def charges_since(self, shift: str) -> tuple[Charge, ...]:
        """Sheets with an act of their own, of a payment or of a ticket since a shift was opened."""
        with self._reading() as connection:
            row = _SHIFT_ORD.row(connection, name=shift)
            streams: dict[str, None] = {}
            for stream, touches in _SINCE.rows(connection, after=row[0] if row else 0):
                streams |= dict.fromkeys((stream, *_names.decode(touches)))
            numbers = [s.removeprefix(CHARGES.prefix) for s in streams if s.startswith("charge:")]
            found = [CHARGES.read(connection, number) for number in numbers]
        return tuple(charge for charge in found if charge is not None)

    def uncollected(self) -> int:
        """Fen payable and not paid on all sheets that somebody is asked to pay."""
        with self._reading() as connection:
            return int(_UNCOLLECTED.row(connection)[0] or 0)

    def open_payments(self, device: str | None = None) -> tuple[Payment, ...]:
        """Sent or unknown ones, of one terminal or of all."""
        with self._reading() as connection:
            found = PAYMENTS.rows(connection, _PAY_OPEN)
        return tuple(p for p in found if device is None or p.device == device)

    def payments_of_shift(self, shift: str) -> tuple[Payment, ...]:
        """Everything that was taken or given back in a shift."""
        with self._reading() as connection:
            return PAYMENTS.rows(connection, _PAY_SHIFT, shift=shift)

    def last_on_device(self, device: str) -> Payment | None:
        """The newest payment of a terminal that ended with a voucher."""
        with self._reading() as connection:
            recent = _PAY_DEVICE.run(connection, device=device, most=50)
            found = (PAYMENTS.decode(row[0]) for row in recent)
            return next((p for p in found if p.slip and p.slip.voucher), None)

    def tickets_of_shift(self, shift: str) -> tuple[Ticket, ...]:
        """Numbers used, voided or lost in a shift."""
        with self._reading() as connection:
            return TICKETS.rows(connection, _OF_SHIFT, shift=shift)

    def tickets_of_sheet(self, sheet: str) -> tuple[Ticket, ...]:
        """Tickets of a sheet."""
        with self._reading() as connection:
            return TICKETS.rows(connection, _OF_SHEET, sheet=sheet)

    def tickets_of_days(self, first: str, last: str) -> tuple[Ticket, ...]:
        """Tickets of business days, both included."""
        with self._reading() as connection:
            return TICKETS.rows(connection, _OF_DAYS, first=first, last=last)

    def find_tickets(self, query: str, limit: int = 40) -> tuple[Ticket, ...]:
        """Numbers by the end of the number or of the sheet's, newest first."""
        plain = _plain(query)
        if not plain:
            return ()
        with self._reading() as connection:
            return TICKETS.rows(connection, _FIND_TICKETS, like=f"%{plain}", most=limit)

    def unsettled_tickets(self) -> tuple[Ticket, ...]:
        """Begun, not printed or unsure: somebody has to look."""
        with self._reading() as connection:
            return TICKETS.rows(connection, _TO_SETTLE)

    def tickets_of_stock(self, batch: str) -> tuple[Ticket, ...]:
        """Numbers of a batch that are no longer blank, by number."""
        with self._reading() as connection:
            return TICKETS.rows(connection, _OF_STOCK, batch=batch)

    def stub_sum(self, batch: str, first: int, last: int) -> StubSum:
        """领 = 用 + 废 + 失 + 余 of a run of numbers of a batch."""
        with self._reading() as connection:
            rows = _STUBS.rows(connection, batch=batch, first=f"{first:010d}", last=f"{last:010d}")
        counts = dict(rows)
        void = counts.pop(TicketState.VOID.value, 0)
        lost = counts.pop(TicketState.LOST.value, 0)
        return StubSum(last - first + 1, sum(counts.values()), void, lost)

    def stocks(self) -> tuple[Stock, ...]:
        """All batches, by code and first number."""
        with self._reading() as connection:
            return STOCKS.rows(connection, _ALL_STOCKS)

    def last_shift(self, window: str) -> Shift | None:
        """The newest shift of a window."""
        with self._reading() as connection:
            found = SHIFTS.rows(connection, _LAST_SHIFT, window=window)
        return found[0] if found else None

    def shifts_of_days(self, first: str, last: str) -> tuple[Shift, ...]:
        """Shifts of business days, both included."""
        with self._reading() as connection:
            return SHIFTS.rows(connection, _SHIFT_DAYS, first=first, last=last)

    def open_shifts(self) -> tuple[Shift, ...]:
        """Shifts that are not closed."""
        with self._reading() as connection:
            return SHIFTS.rows(connection, _SHIFTS_OPEN, open=1)
