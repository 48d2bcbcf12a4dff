"""Tickets at the window: what numbers it holds, issuing, voiding, losing, answering in red.

The number is used (`ticket.begun`) and its paper queued in one transaction, before the printer
moves; the print worker does the rest, and what became of it is an act in the ticket's stream.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from counter.desk.hall import Hall
from counter.desk.ticketbooks import Book, book_for, book_of, books_of
from counter.desk.ticketprints import require_printed, settle_spoiled
from counter.desk.till import TOPIC, Trace, sheet_of, till_of
from counter.domain.acts import NewAct
from counter.domain.errors import KnownError, text
from counter.domain.finance import paying, ticketends, ticketing
from counter.domain.finance.charge import Charge, charge_stream
from counter.domain.finance.lines import ChargeLine
from counter.domain.finance.rules import Till
from counter.domain.finance.ticket import (
    Ticket,
    TicketBegun,
    ticket_series,
    ticket_stream,
)
from counter.domain.finance.ticketing import TicketForm
from counter.domain.finance.ticketpaper import kind_code, ticket_content
from counter.domain.paperacts import PaperIssued
from counter.domain.people import Actor
from counter.domain.ticketcontent import ticket_fields
from counter.domain.ticketplan import TicketPlan, plan_tickets
from counter.ports.money import MoneyBook
from counter.ports.papers import TicketPapers
from counter.ports.store import Tx


class NextTicket(msgspec.Struct, frozen=True, kw_only=True):
    """The ticket that a sheet needs now: its lines and sum, the paper, which of how many, and why
    there is more than one."""

    plan: TicketPlan
    lines: tuple[ChargeLine, ...]
    book: Book
    form: str
    copies: int
    nth: int = 1
    of: int = 1


class TicketDesk:
    """On the store worker's thread."""

    def __init__(self, hall: Hall, papers: TicketPapers) -> None:
        self._hall, self._papers = hall, papers

    # --- what there is

    def books(self, window: str) -> tuple[Book, ...]:
        """Ticket paper that a window holds or has held, by code; hand-written books last."""
        return books_of(self._hall, self._hall.store.money, window)

    def ticket(self, code: str, number: str) -> Ticket:
        """One number. Raises `ticket.none`."""
        return _ticket_of(self._hall.store.money, code, number)

    def of_sheet(self, sheet: str) -> tuple[Ticket, ...]:
        """Tickets of a sheet, in order."""
        return self._hall.store.money.tickets_of_sheet(sheet)

    def of_shift(self, shift: str) -> tuple[Ticket, ...]:
        """Numbers used, voided or lost in a shift."""
        return self._hall.store.money.tickets_of_shift(shift)

    def unsettled(self) -> tuple[Ticket, ...]:
        """Tickets of which somebody has to say whether the paper is good."""
        return self._hall.store.money.unsettled_tickets()

    def copies(self, kind: str) -> int:
        """How many copies a set of a ticket kind has. Raises `ticket.form`, `form.*`."""
        return self._papers.ticket_form(self._form_name(kind)).copies

    def next_of(self, sheet: str, window: str, *, hand: bool = False) -> NextTicket:
        """The ticket that a sheet needs now. Raises `ticket.state`, `ticket.stock`."""
        book = self._hall.store.money
        return self._next(book, sheet_of(book, sheet), window, hand=hand)

    # --- using a number

    def issue(
        self, actor: Actor, sheet: str, seen: str, *, simulated: bool, replaces: str = ""
    ) -> Ticket:
        """Use the window's next number for a paid sheet and queue its paper.

        seen: what the clerk reads off the paper in the tractor. Raises `ticket.*`, `shift.*`,
        `paper.*` (then no number is used).
        """
        hall = self._hall

        def decide(tx: Tx, charge: Charge, need: NextTicket, till: Till) -> NewAct:
            return ticketing.issue(
                charge,
                need.lines,
                _form(need),
                till,
                code=need.book.code,
                n=tx.take_number(ticket_series(need.book.code, actor.window)),
                seen=seen,
                stock=need.book.batch,
                replaces=replaces,
                simulated=simulated,
            )

        with hall.store.write() as tx:
            charge = sheet_of(tx.money, sheet)
            ticketing.check_ready(charge)
            need = self._next(tx.money, charge, actor.window)
            act = decide(tx, charge, need, till_of(hall, tx.money, actor))
            return self._put(tx, act, charge, need.form, actor)

    def enter_written(
        self, actor: Actor, sheet: str, seen: str, written: str, *, cash: bool = False
    ) -> Ticket:
        """补录 a ticket written by hand during an outage; nothing is printed.

        cash: what the sheet still owes was taken in cash on that day and is entered with it.
        Raises `written.*`, `ticket.*`, `shift.*`, `pay.*`; then neither is entered.
        """
        hall = self._hall
        with hall.store.write() as tx:
            charge = sheet_of(tx.money, sheet)
            if cash and charge.paid < charge.payable:
                charge = self._cash_of(tx, charge, written, actor)
            ticketing.check_ready(charge)
            need = self._next(tx.money, charge, actor.window, hand=True)
            act = ticketing.enter_written(
                charge,
                need.lines,
                _form(need),
                till_of(hall, tx.money, actor),
                code=need.book.code,
                n=tx.take_number(ticket_series(need.book.code, actor.window)),
                seen=seen,
                stock=need.book.batch,
                written=written,
            )
            return self._put(tx, act, charge, "", actor)

    def _cash_of(self, tx: Tx, charge: Charge, written: str, actor: Actor) -> Charge:
        left, trace = charge.payable - charge.paid, Trace(self._hall, tx)
        act = paying.take_cash(
            charge,
            left,
            left,
            till_of(self._hall, tx.money, actor),
            trace=trace.name,
            series=trace.series,
            n=trace.n,
            taken_on=written,
        )
        tx.append([act], self._hall.stamp(actor))
        return sheet_of(tx.money, charge.number)

    def red(
        self,
        actor: Actor,
        code: str,
        number: str,
        why: str,
        refund_paper: str,
        seen: str,
        second: Actor | None,
        *,
        simulated: bool,
    ) -> Ticket:
        """红冲 an issued ticket of a closed day. Raises `red.*`, `second.*`, `ticket.*`."""
        hall = self._hall
        with hall.store.write() as tx:
            ticket = _ticket_of(tx.money, code, number)
            begun = _begun(ticket)
            charge = sheet_of(tx.money, begun.sheet)
            book = book_of(books_of(hall, tx.money, actor.window), code)
            form = self._form_name(begun.kind)
            copies = self._papers.ticket_form(form).copies
            act = ticketends.red(
                ticket,
                charge,
                why,
                refund_paper,
                TicketForm(kind=begun.kind, title=begun.title, copies=copies, rows=0),
                till_of(hall, tx.money, actor),
                second,
                n=tx.take_number(ticket_series(code, actor.window)),
                seen=seen,
                stock=book.batch,
                simulated=simulated,
            )
            return self._put(tx, act, charge, form, actor)

    # --- spoiled, lost

    def check_void(self, actor: Actor, code: str, number: str) -> Ticket:
        """Whether a number can be voided at all now; returns it. Raises `void.*`, `shift.*`."""
        ticket, till, locked = self._judged(actor, code, number)
        ticketends.check_void(ticket, till, locked)
        require_printed(self._hall, ticket)
        return ticket

    def check_red(self, actor: Actor, code: str, number: str) -> Ticket:
        """Whether a number can be answered in red now; returns it. Raises `red.*`, `shift.*`."""
        ticket, till, locked = self._judged(actor, code, number)
        ticketends.check_red(ticket, till, locked)
        return ticket

    def _judged(self, actor: Actor, code: str, number: str) -> tuple[Ticket, Till, str]:
        book = self._hall.store.money
        last = book.last_shift(actor.window)
        locked = last.day if last and last.closed and last.closed.kind == "day" else ""
        return _ticket_of(book, code, number), till_of(self._hall, book, actor), locked

    def void(
        self,
        actor: Actor,
        code: str,
        number: str,
        reason: str,
        words: str,
        copies: int,
        second: Actor | None,
    ) -> Ticket:
        """作废 a ticket of the open day, all copies in hand. Raises `void.*`, `second.*`."""
        hall = self._hall
        with hall.store.write() as tx:
            ticket = _ticket_of(tx.money, code, number)
            charge = sheet_of(tx.money, _begun(ticket).sheet)
            require_printed(hall, ticket)
            till = till_of(hall, tx.money, actor)
            act = ticketends.void(ticket, charge, reason, words, copies, till, second)
            looked = settle_spoiled(hall, tx, ticket, act, actor)
            return self._record(tx, act, actor, code, number, *looked)

    def void_blank(
        self,
        actor: Actor,
        code: str,
        reason: str,
        words: str,
        copies: int,
        second: Actor | None,
    ) -> Ticket:
        """作废 the window's next sheet before anything was issued on it. Raises as `void`."""
        return self._spoil(
            actor,
            code,
            lambda till, n, batch: ticketends.void_blank(
                reason, words, copies, till, second, code=code, n=n, stock=batch
            ),
        )

    def lose(
        self,
        actor: Actor,
        code: str,
        number: str,
        report: str,
        notice: str,
        second: Actor | None,
    ) -> Ticket:
        """遗失: an issued number, or with number "" the next blank one. Raises `lost.*`."""
        hall = self._hall
        if not number:
            return self._spoil(
                actor,
                code,
                lambda till, n, batch: ticketends.lose(
                    None, None, report, notice, till, second, code=code, n=n, stock=batch
                ),
            )
        with hall.store.write() as tx:
            ticket = _ticket_of(tx.money, code, number)
            charge = sheet_of(tx.money, _begun(ticket).sheet) if ticket.begun else None
            till = till_of(hall, tx.money, actor)
            act = ticketends.lose(
                ticket, charge, report, notice, till, second, code=code, n=0, stock=ticket.stock
            )
            return self._record(tx, act, actor, code, number)

    def _spoil(self, actor: Actor, code: str, decide: Callable[[Till, int, str], NewAct]) -> Ticket:
        hall = self._hall
        with hall.store.write() as tx:
            book = book_of(books_of(hall, tx.money, actor.window), code)
            till = till_of(hall, tx.money, actor)
            n = tx.take_number(ticket_series(code, actor.window))
            act = decide(till, n, book.batch)
            return self._record(tx, act, actor, code, act.stream.rpartition("/")[2])

    # --- inside

    def _next(
        self, money: MoneyBook, charge: Charge, window: str, *, hand: bool = False
    ) -> NextTicket:
        rows = {kind: self._rows(kind) for kind in {line.ticket_kind for line in charge.lines}}
        plans = plan_tickets(charge.lines, max_rows=rows)
        done = _lines_done(money.tickets_of_sheet(charge.number))
        for place, plan in enumerate(plans, 1):
            lines = tuple(charge.lines[i] for i in plan.lines)
            if lines in done:
                done.remove(lines)
                continue
            return NextTicket(
                plan=plan,
                lines=lines,
                book=book_for(books_of(self._hall, money, window), plan.kind, hand=hand),
                form=self._form_name(plan.kind),
                copies=self._papers.ticket_form(self._form_name(plan.kind)).copies,
                nth=place,
                of=len(plans),
            )
        raise KnownError("ticket.state", "这张单的票都开了。", "请看单子已开的票。")

    def _rows(self, kind: str) -> int:
        return self._papers.ticket_form(self._form_name(kind)).most_items

    def _form_name(self, kind: str) -> str:
        paper = self._hall.catalogue().papers.get(kind_code(kind))
        if paper is None:
            raise KnownError(
                "ticket.form",
                text("目录里没有票种 {kind} 的票样。", kind=kind),
                "请管理员在目录的文书表里补上这种票。",
            )
        return paper.form

    def _put(self, tx: Tx, act: NewAct, charge: Charge, form: str, actor: Actor) -> Ticket:
        """Record a used number, and queue its paper unless it was written by hand."""
        hall, begun = self._hall, act.payload
        assert isinstance(begun, TicketBegun)
        acts = [act]
        if form:
            content = ticket_content(
                begun, charge, hall.catalogue(), actor.unit, training=hall.training
            )
            acts.append(self._paper(act, begun, form, ticket_fields(content)))
        hall.record(tx, acts, hall.stamp(actor))
        hall.published_of(charge_stream(charge.number), TOPIC, "queue")
        return _ticket_of(tx.money, begun.code, begun.number)

    def _paper(
        self, act: NewAct, begun: TicketBegun, form: str, content: dict[str, object]
    ) -> NewAct:
        issued = PaperIssued(
            paper_id=self._hall.ids(),
            code=kind_code(begun.kind),
            form=form,
            form_version=self._papers.ticket_form(form).version,
            title=begun.title,
            number=begun.number,
            channel="overlay",
            copies=1,  # one print goes through all parts of a set
            content=content,
            about=f"{begun.number} {begun.payer.name}",
        )
        sheet = tuple(t for t in act.touches if t.startswith("charge:"))
        return msgspec.structs.replace(act, payload=issued, touches=sheet)

    def _record(
        self, tx: Tx, act: NewAct, actor: Actor, code: str, number: str, *more: NewAct
    ) -> Ticket:
        tx.append([act, *more], self._hall.stamp(actor))
        ticket = _ticket_of(tx.money, code, number)
        sheet = charge_stream(ticket.begun.sheet) if ticket.begun else ""
        self._hall.published_of(sheet or ticket_stream(code, number), TOPIC, "queue")
        return ticket


def _ticket_of(money: MoneyBook, code: str, number: str) -> Ticket:
    found = money.ticket(code, number)
    if found is None:
        raise KnownError("ticket.none", text("没有用过这个票号：{n}。", n=number), "请核对票号。")
    return found


def _begun(ticket: Ticket) -> TicketBegun:
    if ticket.begun is None:
        raise KnownError("ticket.blank", "这个号上没有开过票。", "请核对票号。")
    return ticket.begun


def _form(need: NextTicket) -> TicketForm:
    title = need.book.title
    return TicketForm(kind=need.plan.kind, title=title, copies=need.copies, rows=len(need.lines))


def _lines_done(tickets: tuple[Ticket, ...]) -> list[tuple[ChargeLine, ...]]:
    """Lines of the tickets that are not void. What was answered in red is done too: its money goes
    back through the treasury, and is not ticketed again."""
    return [t.begun.lines for t in tickets if t.stands and t.begun and not t.begun.red_of]
