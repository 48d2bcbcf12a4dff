"""The charge sheet (缴费通知单): one for a case, with the lines of every unit; its acts and fold.

One case, one sheet, one ticket (一票制). Every required unit confirms its amount or 0 before
money is taken; a reduction needs its basis; finance may send the sheet back (打回) and the
clock of the case keeps running.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Literal

import msgspec

from counter.domain.acts import Act, Payload, act_kind
from counter.domain.feeplan import REDUCTION_KINDS
from counter.domain.finance.chargeparts import Back, Share, Sums
from counter.domain.finance.lines import ChargeLine, Payer
from counter.domain.finance.moment import Moment, moment
from counter.domain.finance.payment import Payment, evolve_payment
from counter.domain.finance.ticket import TICKET, TicketMark, evolve_marks

REDUCTION_WORDS: Mapping[str, str] = {str(kind): word for kind, word in REDUCTION_KINDS.items()}
"""Kinds of basis that a reduction may rest on, by the word that stands in the act."""


class ChargeStatus(enum.StrEnum):
    """Where a sheet stands."""

    OPEN = "open"  # 待核定: a unit has not confirmed
    READY = "ready"  # 待缴
    FREE = "free"  # 不用缴: all confirmed, nothing payable
    BACK = "back"  # 财务打回
    PAYING = "paying"  # 收款中 / 结果未知
    PARTLY = "partly"  # 收了一部分
    PAID = "paid"  # 已收款未开票
    TICKETED = "ticketed"  # 已开票
    REFUNDED = "refunded"  # 已红冲, 退付
    CANCELLED = "cancelled"  # 作废的单


CHARGE_WORDS = {
    ChargeStatus.OPEN: "待核定",
    ChargeStatus.READY: "待缴",
    ChargeStatus.FREE: "不用缴",
    ChargeStatus.BACK: "财务打回",
    ChargeStatus.PAYING: "收款中",
    ChargeStatus.PARTLY: "收了一部分",
    ChargeStatus.PAID: "已收款未开票",
    ChargeStatus.TICKETED: "已开票",
    ChargeStatus.REFUNDED: "已红冲",
    ChargeStatus.CANCELLED: "已撤单",
}


def charge_stream(number: str) -> str:
    """Journal stream of a charge sheet."""
    return f"charge:{number}"


def charge_series(centre: str, year: int, terminal: str) -> str:
    """Key of the series of sheet numbers of a terminal and year."""
    return f"charge/{centre}/{year}/{terminal}"


def charge_number(year: int, terminal: str, n: int) -> str:
    """A sheet's number as printed: 缴〔2026〕03-0533."""
    return f"缴〔{year}〕{terminal}-{n:04d}"


@act_kind("charge.raised")
class ChargeRaised(Payload, frozen=True, kw_only=True):
    """A sheet for a case. units: every unit that must confirm, with its short name; catalogue:
    version whose fees hold, at the prices of `priced_on` (ISO), whenever it is confirmed or paid;
    agency: 全程代理, whose service is free; agents: unit and the unit that acts for it."""

    number: str
    case_no: str
    matter: str
    matter_title: str
    payer: Payer
    window: str
    unit: str
    units: tuple[tuple[str, str], ...]
    catalogue: int
    agency: bool = False
    clerk_name: str = ""
    priced_on: str = ""
    agents: tuple[tuple[str, str], ...] = ()


@act_kind("charge.confirmed")
class ChargeConfirmed(Payload, frozen=True, kw_only=True):
    """A unit says what it charges: its lines, or none = 0. Replaces what it said before, and with
    it the reductions of its lines. plan: document of the firm's 一费制 that covers its fees."""

    unit: str
    lines: tuple[ChargeLine, ...]
    by_name: str
    plan: str = ""
    unit_short: str = ""


@act_kind("charge.reduced")
class ChargeReduced(Payload, frozen=True, kw_only=True):
    """A line is charged less. by: fen; scan: SHA-256 of the document, hex (empty on a sheet that
    was taken in); pages of it; nth: which of the unit's lines with this code, from 1."""

    unit: str
    code: str
    by: int
    basis: str
    document: str
    approver: str
    approved_on: str
    scan: str
    pages: int = 1
    nth: int = 1
    name: str = ""


@act_kind("charge.sent_back")
class ChargeSentBack(Payload, frozen=True, kw_only=True):
    """打回: finance does not take money on this sheet. reason: key of `BACK_REASONS`; until: ISO
    day by which the window puts it right."""

    reason: str
    requirement: str
    by_name: str
    until: str = ""


@act_kind("charge.answered")
class ChargeAnswered(Payload, frozen=True, kw_only=True):
    """The window has put the sheet right and hands it in again."""

    words: str


@act_kind("charge.payer_changed")
class ChargePayerChanged(Payload, frozen=True, kw_only=True):
    """Another pays than was written."""

    payer: Payer
    why: str


@act_kind("charge.cancelled")
class ChargeCancelled(Payload, frozen=True, kw_only=True):
    """The sheet is withdrawn; no money was taken on it."""

    why: str


@act_kind("charge.taken_in")
class ChargeTakenIn(Payload, frozen=True, kw_only=True):
    """A sheet of another terminal, as its signed paper says it: every unit has confirmed there.

    raised: the sheet as it was raised there, at `raised_at` (ISO) on terminal `origin`; digest:
    SHA-256 of the code on the paper, hex. What the origin itself recorded comes with its acts.
    """

    raised: ChargeRaised
    raised_at: str
    origin: str
    payer: Payer
    lines: tuple[ChargeLine, ...]
    reductions: tuple[ChargeReduced, ...] = ()
    digest: str = ""


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of one sheet, with the payments and tickets that touch it.

    history: its sums after every act that changed them, so that a close can say what a sheet came
    to when the shift was opened.
    """

    number: str
    raised: ChargeRaised | None = None
    raised_at: str = ""
    payer: Payer | None = None
    shares: tuple[Share, ...] = ()
    lines: tuple[ChargeLine, ...] = ()
    reductions: tuple[ChargeReduced, ...] = ()
    backs: tuple[Back, ...] = ()
    cancelled: str = ""
    payments: tuple[Payment, ...] = ()
    tickets: tuple[TicketMark, ...] = ()
    origin: str = ""
    last_seq: int = 0
    history: tuple[Sums, ...] = ()

    @property
    def priced_on(self) -> str:
        """ISO day whose prices hold for the sheet, however much later it is paid."""
        return (self.raised.priced_on if self.raised else "") or self.raised_at[:10]

    @property
    def live(self) -> bool:
        """It is still the sheet of its case: neither withdrawn nor refunded."""
        return self.status not in (ChargeStatus.CANCELLED, ChargeStatus.REFUNDED)

    @property
    def due(self) -> int:
        """Fen by the catalogue, before reductions."""
        return sum(line.due for line in self.lines)

    @property
    def reduced(self) -> int:
        """Fen that reductions take off."""
        return sum(line.reduced for line in self.lines)

    @property
    def payable(self) -> int:
        """Fen to be paid."""
        return self.due - self.reduced

    @property
    def paid(self) -> int:
        """Fen that are certainly here: sales done less returns done."""
        return sum(p.counts for p in self.payments)

    @property
    def ticketed(self) -> int:
        """Fen on tickets that stand: void ones count nothing, red ones count against."""
        return sum(t.fen for t in self.tickets if t.stands)

    @property
    def issued(self) -> int:
        """Fen on tickets that stand, answered in red or not: what is answered in red goes back
        through the treasury and is never ticketed or given back a second time."""
        return sum(t.fen for t in self.tickets if t.stands and not t.red_of)

    @property
    def unticketed(self) -> int:
        """Fen that are here and on no ticket."""
        return self.paid - self.issued

    def unticketed_at(self, window: str) -> int:
        """Fen that a window took and has no ticket for."""
        took = sum(p.counts for p in self.payments if p.window == window)
        return took - sum(
            t.fen for t in self.tickets if t.stands and not t.red_of and t.window == window
        )

    def holder(self, but: str) -> str:
        """A window other than `but` that took money of this sheet and has no ticket for it yet;
        empty where there is none."""
        windows = dict.fromkeys(p.window for p in self.payments if p.window != but)
        return next((w for w in windows if self.unticketed_at(w) > 0), "")

    def sums_at(self, when: Moment) -> Sums:
        """What it came to at a moment: after the last act that is not later."""
        return next((s for s in reversed(self.history) if not s.moment.after(when)), Sums())

    @property
    def sums(self) -> Sums:
        """What it comes to now."""
        return self.history[-1] if self.history else Sums()

    @property
    def unconfirmed(self) -> tuple[Share, ...]:
        """Units that have not said what they charge."""
        return tuple(s for s in self.shares if not s.by)

    @property
    def open_payment(self) -> Payment | None:
        """The payment of which nobody knows yet whether the money is gone."""
        return next((p for p in self.payments if p.is_open), None)

    @property
    def sent_back(self) -> Back | None:
        """The sending-back that the window has not answered."""
        last = self.backs[-1] if self.backs else None
        return last if last and not last.answered_at else None

    @property
    def status(self) -> ChargeStatus:
        """Where the sheet stands; the first that holds."""
        if self.open_payment:
            return ChargeStatus.PAYING
        if self.cancelled and not self.paid:
            return ChargeStatus.CANCELLED
        if self._all_red:
            return ChargeStatus.REFUNDED
        if self.sent_back:
            return ChargeStatus.BACK
        if self.unconfirmed:
            return ChargeStatus.OPEN
        return self._by_money()

    @property
    def _all_red(self) -> bool:
        """All of it was paid and ticketed, and every ticket is answered in red. Where a part was
        never paid, the sheet still asks for that part."""
        whole = self.issued > 0 and self.paid >= self.payable
        return whole and not self.ticketed and not self.unticketed

    def _by_money(self) -> ChargeStatus:
        if self.paid <= 0:
            return ChargeStatus.READY if self.payable else ChargeStatus.FREE
        if self.paid < self.payable:
            return ChargeStatus.PARTLY
        return ChargeStatus.PAID if self.unticketed else ChargeStatus.TICKETED


def evolve_charge(state: Charge, act: Act) -> Charge:
    """Fold one act into a sheet. Never raises."""
    state = _evolved(msgspec.structs.replace(state, last_seq=act.header.seq), act)
    sums = Sums(moment(act.header), state.due, state.reduced, state.paid, _held(state))
    if msgspec.structs.replace(sums, moment=state.sums.moment) == state.sums:
        return state
    return msgspec.structs.replace(state, history=(*state.history, sums))


def _held(state: Charge) -> Literal["", "back", "cancelled"]:
    if state.status is ChargeStatus.CANCELLED:
        return "cancelled"
    return "back" if state.status is ChargeStatus.BACK else ""


def _evolved(state: Charge, act: Act) -> Charge:
    payload, change = act.payload, msgspec.structs.replace
    if act.header.stream.startswith("payment:"):
        return _with_payment(state, act)
    if isinstance(payload, ChargeRaised):
        return change(
            state,
            raised=payload,
            raised_at=act.header.recorded_at,
            payer=payload.payer,
            shares=_shares(payload),
        )
    if isinstance(payload, ChargeTakenIn):
        return _taken_in(state, payload, act)
    if isinstance(payload, ChargeConfirmed):
        return _confirmed(state, payload, act)
    if isinstance(payload, ChargeReduced):
        return _reduced(state, payload)
    return _managed(state, act)


def _shares(raised: ChargeRaised) -> tuple[Share, ...]:
    agents = dict(raised.agents)
    return tuple(
        Share(unit=u, unit_short=short, agent=agents.get(u, "")) for u, short in raised.units
    )


def _taken_in(state: Charge, payload: ChargeTakenIn, act: Act) -> Charge:
    """The sheet as the paper says; what the origin's own acts said before it stands."""
    if state.raised is not None:
        return state
    change, raised = msgspec.structs.replace, payload.raised
    shares = tuple(
        change(s, by=act.header.actor, by_name=raised.clerk_name, at=payload.raised_at)
        for s in _shares(raised)
    )
    return change(
        state,
        raised=raised,
        raised_at=payload.raised_at,
        payer=payload.payer,
        shares=shares,
        lines=payload.lines,
        reductions=payload.reductions,
        origin=payload.origin,
    )


def line_place(lines: tuple[ChargeLine, ...], unit: str, code: str, nth: int) -> int:
    """Place of a unit's nth line (from 1) with this code among `lines`; -1 where there is none."""
    found = [i for i, x in enumerate(lines) if (x.unit, x.code) == (unit, code)]
    return found[nth - 1] if 0 < nth <= len(found) else -1


def _reduced(state: Charge, payload: ChargeReduced) -> Charge:
    change = msgspec.structs.replace
    place = line_place(state.lines, payload.unit, payload.code, payload.nth)
    lines = tuple(
        change(x, reduced=payload.by) if i == place else x for i, x in enumerate(state.lines)
    )
    return change(state, lines=lines, reductions=(*state.reductions, payload))


def _managed(state: Charge, act: Act) -> Charge:
    payload, at, change = act.payload, act.header.recorded_at, msgspec.structs.replace
    if isinstance(payload, ChargeSentBack):
        back = Back(
            reason=payload.reason,
            requirement=payload.requirement,
            by_name=payload.by_name,
            at=at,
            until=payload.until,
        )
        return change(state, backs=(*state.backs, back))
    if isinstance(payload, ChargeAnswered) and state.backs:
        return change(state, backs=(*state.backs[:-1], change(state.backs[-1], answered_at=at)))
    if isinstance(payload, ChargePayerChanged):
        return change(state, payer=payload.payer)
    if isinstance(payload, ChargeCancelled):
        return change(state, cancelled=payload.why)
    if act.header.stream.startswith(TICKET) or state.tickets:
        return change(state, tickets=evolve_marks(state.tickets, act))
    return state


def _confirmed(state: Charge, payload: ChargeConfirmed, act: Act) -> Charge:
    change = msgspec.structs.replace
    shares = tuple(
        change(s, by=act.header.actor, by_name=payload.by_name, at=act.header.recorded_at)
        if s.unit == payload.unit
        else s
        for s in state.shares
    )
    order = {s.unit: i for i, s in enumerate(state.shares)}
    kept = [x for x in state.lines if x.unit != payload.unit]
    lines = sorted((*kept, *payload.lines), key=lambda x: order.get(x.unit, len(order)))
    left = tuple(r for r in state.reductions if r.unit != payload.unit)
    return change(state, shares=shares, lines=tuple(lines), reductions=left)


def _with_payment(state: Charge, act: Act) -> Charge:
    trace = act.header.stream.removeprefix("payment:")
    known = {p.trace: p for p in state.payments}
    known[trace] = evolve_payment(known.get(trace, Payment(trace=trace)), act)
    return msgspec.structs.replace(state, payments=tuple(known.values()))
