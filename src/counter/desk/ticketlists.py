"""Lists for who keeps the tickets: numbers of a business day, days there are, kinds of paper."""

from __future__ import annotations

import datetime as dt

import msgspec

from counter.desk.hall import Hall
from counter.domain.finance.payment import Payment
from counter.domain.finance.shift import Shift
from counter.domain.finance.ticket import Ticket
from counter.domain.finance.ticketpaper import kind_code

DAYS_BACK = 62
"""How far back the days of a window are offered; older numbers are found by their number."""


class TicketKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of ticket paper that the catalogue knows: its code, title and layout."""

    kind: str
    title: str
    form: str


class TicketLists:
    """On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def kinds(self) -> tuple[TicketKind, ...]:
        """Kinds of ticket paper, by code."""
        mark = kind_code("")
        return tuple(
            TicketKind(kind=code.removeprefix(mark), title=paper.title, form=paper.form)
            for code, paper in sorted(self._hall.catalogue().papers.items())
            if code.startswith(mark) and paper.channel == "overlay"
        )

    def shifts(self, window: str) -> tuple[Shift, ...]:
        """Shifts of a window in the last `DAYS_BACK` days, newest first."""
        today = self._hall.today()
        since = (today - dt.timedelta(days=DAYS_BACK)).isoformat()
        found = self._hall.store.money.shifts_of_days(since, "9999-12-31")
        mine = [s for s in found if s.opened is not None and s.opened.window == window]
        return tuple(reversed(mine))

    def tickets(self, window: str, day: str) -> tuple[Ticket, ...]:
        """Numbers of a window's business day, the newest first."""
        found = self._hall.store.money.tickets_of_days(day, day)
        return tuple(t for t in reversed(found) if t.window == window)

    def find(self, query: str, limit: int = 40) -> tuple[Ticket, ...]:
        """Numbers by the end of their number or their sheet's, or by the payer's name; newest
        first, of every window."""
        book = self._hall.store.money
        found = {(t.code, t.number): t for t in book.find_tickets(query, limit)}
        for sheet in book.find_charges(query, limit):
            for ticket in reversed(book.tickets_of_sheet(sheet.number)):
                found.setdefault((ticket.code, ticket.number), ticket)
        return tuple(found.values())[:limit]

    def payments(self, shifts: tuple[Shift, ...]) -> tuple[Payment, ...]:
        """Everything taken or given back in some shifts, the newest first."""
        book = self._hall.store.money
        found = [p for shift in shifts for p in book.payments_of_shift(shift.name)]
        return tuple(sorted(found, key=lambda p: (p.at, p.trace), reverse=True))
