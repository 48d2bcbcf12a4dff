"""Shifts and the daily close: the drawer is opened, banked from, counted, handed over, locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from counter.desk.hall import Hall
from counter.desk.till import TOPIC, current_shift, till_of
from counter.domain.acts import NewAct
from counter.domain.errors import KnownError, Text, text
from counter.domain.finance import dayclose, shifts
from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.closepapers import close_papers
from counter.domain.finance.closewords import closed_equations
from counter.domain.finance.dayclose import Equation, Facts
from counter.domain.finance.payment import Payment
from counter.domain.finance.rules import require_shift
from counter.domain.finance.shift import Difference, PosSettled, Shift, shift_stream
from counter.domain.finance.ticket import Ticket, ticket_series
from counter.domain.finance.ticketpaper import kind_code
from counter.domain.finance.ticketreport import StockCount
from counter.domain.paperacts import PaperState, papers_of
from counter.domain.people import Actor
from counter.ports.devices import BatchTotals, FeeReply
from counter.ports.money import MoneyBook
from counter.ports.store import Tx


class CloseView(msgspec.Struct, frozen=True, kw_only=True):
    """What the close page shows. waiting: what must be settled first, unknown payments before
    unsure tickets; uncollected: sheets that nobody has paid yet."""

    shift: Shift
    facts: Facts
    equations: tuple[Equation, ...]
    waiting: tuple[Text, ...] = ()
    uncollected: int = 0
    unknown: tuple[Payment, ...] = ()
    unsettled: tuple[Ticket, ...] = ()


class ClosedView(msgspec.Struct, frozen=True, kw_only=True):
    """A closed shift as two people signed it, with the papers of its lock in order."""

    shift: Shift
    equations: tuple[Equation, ...]
    papers: tuple[PaperState, ...] = ()


class ShiftDesk:
    """On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def current(self, window: str) -> Shift | None:
        """The open shift of a window."""
        return current_shift(self._hall.store.money, window)

    def last(self, window: str) -> Shift | None:
        """The newest shift of a window, open or closed."""
        return self._hall.store.money.last_shift(window)

    def open(self, actor: Actor, float_fen: int) -> Shift:
        """开班 with a counted float. Raises `shift.*`, `role.finance`."""
        hall = self._hall
        with hall.store.write() as tx:
            act = shifts.open_shift(
                actor,
                tx.money.last_shift(actor.window),
                float_fen,
                hall.today(),
                tickets_left=_left(hall, tx.money, actor.window),
                unticketed=_unticketed(tx.money, actor.window),
                uncollected=tx.money.uncollected(),
            )
            return self._recorded(tx, act, actor)

    def bank(self, actor: Actor, fen: int, account: str, slip: str) -> Shift:
        """缴存 cash from the drawer. Raises `bank.*`, `shift.*`."""
        hall = self._hall
        with hall.store.write() as tx:
            till = till_of(hall, tx.money, actor)
            shift = require_shift(till)
            drawer = dayclose.drawer_fen(shift, tx.money.payments_of_shift(shift.name))
            act = shifts.bank_cash(fen, account, slip, till, drawer)
            return self._recorded(tx, act, actor)

    def settled(
        self,
        actor: Actor,
        device: str,
        reply: FeeReply,
        totals: BatchTotals,
        *,
        typed: bool = False,
    ) -> Shift:
        """The terminal has settled its batch; totals: its own, or typed from its slip. Raises
        `shift.*`, `settle.totals` for totals that cannot be."""
        hall = self._hall
        with hall.store.write() as tx:
            shift = require_shift(till_of(hall, tx.money, actor))
            payload = PosSettled(
                device=device,
                batch=shifts.settled_batch(reply.batch, tx.money.last_on_device(device), shift),
                sales=totals.sale_count,
                sales_fen=totals.sale_fen,
                voids=totals.void_count,
                voids_fen=totals.void_fen,
                refunds=totals.refund_count,
                refunds_fen=totals.refund_fen,
                at=hall.now().isoformat(timespec="seconds"),
                typed=typed,
            )
            return self._recorded(tx, shifts.settle(shift, payload), actor)

    def view(self, actor: Actor, counted: Sequence[tuple[int, int]]) -> CloseView:
        """The five equations over the open shift with what was counted so far. Raises `shift.*`,
        `close.count`."""
        hall = self._hall
        book = hall.store.money
        shift = require_shift(till_of(hall, book, actor))
        facts = self._facts(book, shift, counted)
        unknown, unsettled = _open_payments(book, shift), _unsettled(book, shift)
        return CloseView(
            shift=shift,
            facts=facts,
            equations=dayclose.equations(facts),
            waiting=dayclose.blockers(unknown, unsettled),
            uncollected=book.charge_count(ChargeStatus.READY, ChargeStatus.PARTLY),
            unknown=unknown,
            unsettled=unsettled,
        )

    def closed(self, name: str) -> ClosedView:
        """A closed shift with its papers. Raises `shift.unknown`."""
        store = self._hall.store
        shift = store.money.shift(name)
        if shift is None or shift.closed is None:
            raise KnownError(
                "shift.unknown",
                text("没有结过的班 {name}。", name=name),
                "请核对窗口、日期和班次。",
            )
        return ClosedView(
            shift=shift,
            equations=closed_equations(shift),
            papers=tuple(papers_of(store.acts_of(shift_stream(name))).values()),
        )

    def close(
        self,
        actor: Actor,
        counted: Sequence[tuple[int, int]],
        kind: Literal["day", "handover"],
        differences: Sequence[Difference],
        second: Actor | None,
    ) -> Shift:
        """Lock the shift, and with kind `day` its business day; its papers are issued with it.

        Raises `close.*`, `second.*`, `shift.*`, and `paper.*` when a paper cannot be drawn: then
        nothing is locked.
        """
        hall = self._hall
        with hall.store.write() as tx:
            till = till_of(hall, tx.money, actor)
            shift = require_shift(till)
            facts = self._facts(tx.money, shift, counted)
            act = dayclose.close(
                facts,
                kind,
                differences,
                till,
                second,
                _open_payments(tx.money, shift),
                _unsettled(tx.money, shift),
            )
            place = hall.setting(tx, hall.catalogue())
            stocks, keep = stock_counts(hall, tx.money, shift), _first_float(tx.money, shift)
            papers = close_papers(act, facts, stocks, keep, actor, place)
            return self._recorded(tx, act, actor, *papers)

    # --- inside

    def _facts(self, book: MoneyBook, shift: Shift, counted: Sequence[tuple[int, int]]) -> Facts:
        window = shift.opened.window if shift.opened else ""
        return Facts(
            shift=shift,
            tickets=book.tickets_of_shift(shift.name),
            voided_before=tuple(
                t
                for t in book.tickets_of_days(shift.day, shift.day)
                if t.voided and t.voided.shift == shift.name and t.shift != shift.name
            ),
            runs=_runs(book, window),
            payments=book.payments_of_shift(shift.name),
            received=_received(book, shift, window),
            unused=sum(n for _, n in _left(self._hall, book, window)),
            counted=tuple(counted),
            unticketed=_unticketed(book, window),
            sheets=book.charges_since(shift.name),
            uncollected=book.uncollected(),
        )

    def _recorded(self, tx: Tx, act: NewAct, actor: Actor, *papers: NewAct) -> Shift:
        self._hall.record(tx, [act, *papers], self._hall.stamp(actor))
        made = tx.money.shift(act.stream.partition(":")[2])
        assert made is not None
        self._hall.published_of(act.stream, TOPIC, *(("queue",) if papers else ()))
        return made


def _left(hall: Hall, book: MoneyBook, window: str) -> tuple[tuple[str, int], ...]:
    """Unused numbers that a window holds, by ticket code."""
    codes = {s.code for s in book.stocks() if any(run.window == window for run in s.lent)}
    return tuple(
        (code, hall.store.series(ticket_series(code, window)).left) for code in sorted(codes)
    )


def _received(book: MoneyBook, shift: Shift, window: str, code: str = "") -> int:
    return sum(
        run.last - run.first + 1
        for stock in book.stocks()
        for run in stock.lent
        if run.window == window and run.shift == shift.name and code in ("", stock.code)
    )


def _first_float(book: MoneyBook, shift: Shift) -> int:
    """Fen that the drawer began with before its first hand-over: what was handed on since then is
    money of the day, and goes to the bank."""
    opened = shift.opened
    while opened is not None and opened.after:
        earlier = book.shift(opened.after)
        if earlier is None or earlier.opened is None:
            break
        opened = earlier.opened
    return opened.float_fen if opened else 0


def stock_counts(hall: Hall, book: MoneyBook, shift: Shift) -> tuple[StockCount, ...]:
    """What the shift's window held of each ticket code: at its start, lent in it, left now."""
    opened = shift.opened
    window, had = (opened.window, dict(opened.tickets_left)) if opened else ("", {})
    kinds = {stock.code: stock.kind for stock in book.stocks()}
    papers = hall.catalogue().papers
    found = []
    for code, left in _left(hall, book, window):
        paper = papers.get(kind_code(kinds.get(code, "")))
        state = hall.store.series(ticket_series(code, window))
        found.append(
            StockCount(
                code=code,
                title=paper.title if paper else "票据",
                opening=had.get(code, 0),
                received=_received(book, shift, window, code),
                left=left,
                next=state.next() or 0,
            )
        )
    return tuple(found)


def _unticketed(book: MoneyBook, window: str) -> int:
    """Fen taken at a window that is on no ticket yet."""
    sheets = book.charges((ChargeStatus.PAID, ChargeStatus.PARTLY, ChargeStatus.PAYING), 5000)
    return sum(sheet.unticketed_at(window) for sheet in sheets)


def _runs(book: MoneyBook, window: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (stock.code, run.first, run.last)
        for stock in book.stocks()
        for run in stock.lent
        if run.window == window
    )


def _open_payments(book: MoneyBook, shift: Shift) -> tuple[Payment, ...]:
    window = shift.opened.window if shift.opened else ""
    return tuple(p for p in book.open_payments() if p.window == window)


def _unsettled(book: MoneyBook, shift: Shift) -> tuple[Ticket, ...]:
    return tuple(t for t in book.unsettled_tickets() if t.shift == shift.name)
