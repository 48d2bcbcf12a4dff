"""The cashier: sheets that wait for money, cash, transfers, POS, and what nobody knows.

What goes to the terminal is durable before its first byte leaves (`begin_sale`, `begin_return`);
the terminal itself is driven by `posline` on a thread of its own, and what it answers comes back
here to be judged by the domain and recorded.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import structlog

from counter.desk.hall import Hall
from counter.desk.session import SYSTEM, account_actor
from counter.desk.till import TOPIC, Trace, current_shift, payment_of, sheet_of, till_of
from counter.domain.acts import NewAct
from counter.domain.errors import KnownError
from counter.domain.finance import givingback, paying
from counter.domain.finance.charge import Charge, ChargeStatus, charge_stream
from counter.domain.finance.dayclose import drawer_fen
from counter.domain.finance.payment import (
    Payment,
    PaymentUnknown,
    PayState,
    PeoplesAnswer,
    Slip,
    payment_stream,
)
from counter.domain.finance.pendingpaper import pending_slip
from counter.domain.finance.rules import require_shift
from counter.domain.finance.shift import Shift
from counter.domain.paperacts import papers_of
from counter.domain.people import Actor
from counter.domain.posrules import Asked, Recorded, Resolution, Seen, resolve_last
from counter.ports.devices import FeeOrder, FeeReply, LastTrade, RefundOrder, SaleOrder, VoidOrder
from counter.ports.money import MoneyBook
from counter.ports.store import Stamp, Tx

WAITING = (ChargeStatus.PAYING, ChargeStatus.PAID, ChargeStatus.PARTLY, ChargeStatus.READY)
"""What the finance window has to do, the most pressing first."""
log = structlog.get_logger(__name__)


class CashierDesk:
    """On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._under_way: set[str] = set()  # traces that the terminal is at right now

    # --- what there is

    def waiting(self, limit: int = 60) -> tuple[Charge, ...]:
        """Sheets that wait for money, or for a ticket over money that is here."""
        book = self._hall.store.money
        found = [book.charges((status,), limit) for status in WAITING]
        return tuple(sheet for group in found for sheet in group)[:limit]

    def find(self, query: str, limit: int = 20) -> tuple[Charge, ...]:
        """Sheets by the end of a number, of a case number, or by the payer's name."""
        return self._hall.store.money.find_charges(query, limit)

    def sheet(self, number: str) -> Charge:
        """One sheet. Raises `charge.none`."""
        return sheet_of(self._hall.store.money, number)

    def shift(self, actor: Actor) -> Shift | None:
        """The open shift of the actor's window."""
        return current_shift(self._hall.store.money, actor.window)

    def drawer(self, actor: Actor) -> int:
        """Fen that should be in the drawer; 0 when no shift is open."""
        shift = self.shift(actor)
        if shift is None:
            return 0
        return drawer_fen(shift, self._hall.store.money.payments_of_shift(shift.name))

    def payment(self, trace: str) -> Payment:
        """One payment. Raises `pay.none`."""
        return payment_of(self._hall.store.money, trace)

    def unknown(self, device: str | None = None) -> tuple[Payment, ...]:
        """Payments of which nobody knows; oldest first."""
        return self._hall.store.money.open_payments(device)

    def in_doubt(self) -> tuple[Payment, ...]:
        """Payments that somebody has to look into: unknown, or sent while nobody is at it."""
        sent, here = PayState.SENT, self._under_way
        return tuple(p for p in self.unknown() if p.state is not sent or p.trace not in here)

    def let_go(self, trace: str) -> None:
        """The terminal is done with a payment, whatever came of it."""
        self._under_way.discard(trace)

    def paid_without_ticket(self) -> tuple[Charge, ...]:
        """已收款未开票: asked about at every start."""
        return self._hall.store.money.charges((ChargeStatus.PAID,), 200)

    def of_shift(self, shift: str) -> tuple[Payment, ...]:
        """Everything that was taken or given back in a shift."""
        return self._hall.store.money.payments_of_shift(shift)

    # --- money without a machine

    def cash(
        self,
        actor: Actor,
        number: str,
        fen: int,
        received: int,
        taken_on: str = "",
        *,
        confirmed: bool = False,
    ) -> Payment:
        """Take cash; returns the payment with its change. confirmed: the payer had touched 金额对
        on the second screen. Raises `pay.*`, `shift.*`."""
        hall = self._hall
        with hall.store.write() as tx:
            charge, trace = sheet_of(tx.money, number), Trace(hall, tx)
            act = paying.take_cash(
                charge,
                fen,
                received,
                till_of(hall, tx.money, actor),
                trace=trace.name,
                series=trace.series,
                n=trace.n,
                taken_on=taken_on,
                confirmed_by_payer=confirmed,
            )
            return self._recorded(tx, act, actor, trace.name)

    def transfer(
        self, actor: Actor, number: str, fen: int, reference: str, *, confirmed: bool = False
    ) -> Payment:
        """A transfer that the bank shows. Raises `pay.*`, `shift.*`."""
        hall = self._hall
        with hall.store.write() as tx:
            charge, trace = sheet_of(tx.money, number), Trace(hall, tx)
            act = paying.take_transfer(
                charge,
                fen,
                reference,
                till_of(hall, tx.money, actor),
                trace=trace.name,
                series=trace.series,
                n=trace.n,
                confirmed_by_payer=confirmed,
            )
            return self._recorded(tx, act, actor, trace.name)

    def may_give_back(self, actor: Actor, trace: str) -> int:
        """Fen of a sale that may go back at the actor's window now, by the way they came. Raises
        `pay.*`, `shift.*`."""
        book = self._hall.store.money
        sale = payment_of(book, trace)
        till = till_of(self._hall, book, actor)
        return givingback.check_way_back(sheet_of(book, sale.sheet), sale, till)

    def give_back_cash(self, actor: Actor, trace: str) -> Payment:
        """Cash of a sale goes back over the counter in the same shift. Raises `pay.*`."""
        hall = self._hall
        with hall.store.write() as tx:
            sale = payment_of(tx.money, trace)
            charge, fresh = sheet_of(tx.money, sale.sheet), Trace(hall, tx)
            till = till_of(hall, tx.money, actor)
            shift = require_shift(till)
            act = givingback.give_back_cash(
                charge,
                sale,
                till,
                drawer_fen(shift, tx.money.payments_of_shift(shift.name)),
                trace=fresh.name,
                series=fresh.series,
                n=fresh.n,
            )
            return self._recorded(tx, act, actor, fresh.name)

    # --- the terminal

    def begin_sale(
        self,
        actor: Actor,
        number: str,
        fen: int,
        device: str,
        *,
        simulated: bool,
        confirmed: bool = False,
    ) -> SaleOrder:
        """The durable intent of a sale; only then may a byte leave. Raises `pay.*`, `shift.*`."""
        hall = self._hall
        with hall.store.write() as tx:
            charge, trace = sheet_of(tx.money, number), Trace(hall, tx)
            act = paying.send_sale(
                charge,
                fen,
                till_of(hall, tx.money, actor),
                trace=trace.name,
                series=trace.series,
                n=trace.n,
                device=device,
                open_payments=tx.money.open_payments(device),
                last_voucher=_last_voucher(tx.money, device),
                simulated=simulated,
                confirmed_by_payer=confirmed,
            )
            self._under_way.add(trace.name)
            self._recorded(tx, act, actor, trace.name)
        return SaleOrder(trace=trace.name, fen=fen, operator=actor.number, window=actor.window)

    def begin_return(
        self, actor: Actor, trace: str, device: str, *, simulated: bool
    ) -> VoidOrder | RefundOrder:
        """The durable intent of 撤销 or 退货 of a sale. Raises `pay.*`, `shift.*`."""
        hall = self._hall
        with hall.store.write() as tx:
            sale = payment_of(tx.money, trace)
            charge, fresh = sheet_of(tx.money, sale.sheet), Trace(hall, tx)
            act = givingback.send_return(
                charge,
                sale,
                till_of(hall, tx.money, actor),
                trace=fresh.name,
                series=fresh.series,
                n=fresh.n,
                device=device,
                open_payments=tx.money.open_payments(device),
                settled_batches=_settled_batches(tx.money, sale),
                last_voucher=_last_voucher(tx.money, device),
                simulated=simulated,
            )
            self._under_way.add(fresh.name)
            payment = self._recorded(tx, act, actor, fresh.name)
        return _return_order(payment, sale)

    def answered(self, trace: str, reply: FeeReply) -> Payment:
        """What the terminal answered: approved, declined, or nothing to be believed."""
        hall = self._hall
        with hall.store.write() as tx:
            payment = payment_of(tx.money, trace)
            charge, day = sheet_of(tx.money, payment.sheet), self._day(tx, payment)
            if reply.result == "unknown":
                act = paying.lost_sight(payment, charge, reply.why, reply.words, day)
            else:
                slip = _slip(reply, payment.fen) if reply.result == "approved" else None
                act = paying.answered(payment, charge, slip, reply.code, reply.words, day)
            return self._recorded(tx, act, SYSTEM, trace)

    def not_sent(self, trace: str, error: KnownError) -> Payment:
        """Nothing left this machine, for the driver says so: failed for certain."""
        with self._hall.store.write() as tx:
            payment = payment_of(tx.money, trace)
            charge = sheet_of(tx.money, payment.sheet)
            day = self._day(tx, payment)
            act = paying.unsent(payment, charge, error.code, str(error.what), day)
            return self._recorded(tx, act, SYSTEM, trace)

    def lost_sight(self, trace: str, why: str, words: str) -> Payment:
        """The program itself lost sight of a payment (a fault, a power cut)."""
        with self._hall.store.write() as tx:
            payment = payment_of(tx.money, trace)
            charge = sheet_of(tx.money, payment.sheet)
            act = paying.lost_sight(payment, charge, why, words, self._day(tx, payment))
            return self._recorded(tx, act, SYSTEM, trace)

    def order_of(self, trace: str) -> FeeOrder:
        """The order of a payment as it was sent, to ask the terminal about it."""
        book = self._hall.store.money
        payment = payment_of(book, trace)
        if payment.purpose == "sale":
            return SaleOrder(
                trace=trace, fen=payment.fen, operator=payment.by, window=payment.window
            )
        return _return_order(payment, payment_of(book, payment.of))

    def asked(self, trace: str, last: LastTrade) -> Payment:
        """The terminal was asked for its last trade: settle by it what it proves, note the rest."""
        hall = self._hall
        with hall.store.write() as tx:
            payment = payment_of(tx.money, trace)
            charge, day = sheet_of(tx.money, payment.sheet), self._day(tx, payment)
            found = _resolution(payment, last, _recorded_last(tx.money, payment), hall.now())
            slip = _slip(last.reply, payment.fen) if last.reply else None
            act = paying.asked(payment, charge, found, slip, last.words, day)
            return self._recorded(tx, act, SYSTEM, trace)

    def judge(
        self,
        actor: Actor,
        trace: str,
        answer: PeoplesAnswer,
        second: Actor | None,
        *,
        words: str = "",
        voucher: str = "",
        reference: str = "",
    ) -> Payment:
        """Two people have read the terminal's slip. Raises `second.*`, `pay.*`."""
        with self._hall.store.write() as tx:
            payment = payment_of(tx.money, trace)
            act = paying.judge(
                payment,
                sheet_of(tx.money, payment.sheet),
                answer,
                actor,
                second,
                self._day(tx, payment),
                words=words,
                voucher=voucher,
                reference=reference,
            )
            return self._recorded(tx, act, actor, trace)

    def recover(self) -> int:
        """At start: what was sent when the program ended is unknown. Returns how many."""
        lost = [p for p in self.unknown() if p.state is PayState.SENT]
        for payment in lost:
            self.lost_sight(payment.trace, "interrupted", "程序在等 POS 机回话时断了")
        return len(lost)

    # --- inside

    def _day(self, tx: Tx, payment: Payment) -> str:
        shift = tx.money.shift(payment.shift)
        return shift.day if shift and shift.day else self._hall.today().isoformat()

    def _recorded(self, tx: Tx, act: NewAct, actor: Actor, trace: str) -> Payment:
        stamp = self._hall.stamp(actor, "" if actor is not SYSTEM else "POS")
        tx.append([act], stamp)
        payment = payment_of(tx.money, trace)
        if isinstance(act.payload, PaymentUnknown):
            self._issue_pending(tx, payment, stamp)
        self._hall.published_of(charge_stream(payment.sheet), TOPIC)
        return payment

    def _issue_pending(self, tx: Tx, payment: Payment, stamp: Stamp) -> None:
        """待查凭证 for the payer, once for a payment. What cannot be drawn on it holds up nothing:
        that the payment is unknown is recorded in any case."""
        hall = self._hall
        if papers_of(tx.acts_of(payment_stream(payment.trace))):
            return
        clerk = account_actor(tx.staff(payment.by), payment.window) or SYSTEM
        try:
            place = hall.setting(tx, hall.catalogue())
            act = pending_slip(payment, sheet_of(tx.money, payment.sheet), clerk, place)
            hall.record(tx, [act] if act else [], stamp)
        except KnownError as error:
            log.warning("pay.pending", code=error.code)


def _slip(reply: FeeReply, fen: int) -> Slip:
    """The fields of a reply that are kept; an amount that the reply leaves blank is the order's
    (the driver has checked what could be checked)."""
    return Slip(
        fen=fen if reply.fen is None else reply.fen,
        voucher=reply.voucher,
        reference=reply.reference,
        auth=reply.auth,
        batch=reply.batch,
        merchant=reply.merchant,
        terminal=reply.terminal,
        card=reply.card,
        bank=reply.bank,
        date=reply.date,
        time=reply.time,
        message=reply.message,
    )


def _resolution(
    payment: Payment, last: LastTrade, recorded: Recorded | None, now: dt.datetime
) -> Resolution:
    if last.state in ("running", "unknown"):
        return Resolution("people", "in_progress" if last.state == "running" else "silent")
    reply = last.reply if last.state == "found" else None
    seen = None
    if reply is not None:
        seen = Seen(
            fen=reply.fen,
            mmdd=reply.date,
            hhmmss=reply.time,
            batch=reply.batch,
            voucher=reply.voucher,
            operator=last.operator,
            ours=last.ours,
            approved=reply.result == "approved",
        )
    asked = Asked(
        fen=payment.fen,
        operator=payment.by,
        sent_at=dt.datetime.fromisoformat(payment.at),
        asked_at=now,
    )
    return resolve_last(asked, seen, recorded)


def _recorded_last(book: MoneyBook, payment: Payment) -> Recorded | None:
    last = book.last_on_device(payment.device)
    return Recorded(last.slip.batch, last.slip.voucher) if last and last.slip else None


def _last_voucher(book: MoneyBook, device: str) -> str:
    last = book.last_on_device(device)
    return last.slip.voucher if last and last.slip else ""


def _settled_batches(book: MoneyBook, sale: Payment) -> frozenset[str]:
    shift = book.shift(sale.shift)
    later = book.shifts_of_days(shift.day, "9999-12-31") if shift and shift.day else ()
    return frozenset(s.batch for each in later for s in each.settled if s.device == sale.device)


def _return_order(payment: Payment, sale: Payment) -> VoidOrder | RefundOrder:
    slip = sale.slip or Slip(fen=sale.fen)
    common = {
        "trace": payment.trace,
        "fen": payment.fen,
        "operator": payment.by,
        "window": payment.window,
    }
    if payment.purpose == "void":
        return msgspec.convert({**common, "voucher": slip.voucher}, VoidOrder)
    day = sale.at[:10]
    return msgspec.convert({**common, "reference": slip.reference, "date": day}, RefundOrder)
