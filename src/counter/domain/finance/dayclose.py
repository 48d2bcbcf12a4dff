"""日结: the five equations that hold over a shift, and what is needed to lock it.

Each side comes from another source: numbers from the window's series against tickets; money on
tickets against money taken; the drawer against what was counted; the terminal's own totals against
our trades; sheets against payments. A difference that is named, explained and signed by two is a
closed day; an unexplained one is not. What is merely unknown is settled first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from counter.domain.acts import NewAct, nfc
from counter.domain.errors import KnownError, Text, text
from counter.domain.finance.charge import Charge
from counter.domain.finance.payment import Payment, PayState
from counter.domain.finance.rules import Till, require_second, require_shift
from counter.domain.finance.shift import (
    FACES,
    Difference,
    PosSettled,
    Shift,
    ShiftClosed,
    shift_stream,
)
from counter.domain.finance.ticket import Ticket, TicketState, ticket_number
from counter.domain.money import MAX_FEN, yuan
from counter.domain.people import Actor

DIFFERENCE_REASONS: dict[int, dict[str, str]] = {
    2: {"late": "收款和开票跨班", "other": "其他"},
    3: {
        "change": "找零多付，交款人已走",
        "less": "找零少付，交款人已走",
        "fake": "收到假币",
        "count": "点错上一班的底金",
        "other": "其他",
    },
    4: {"terminal": "POS 机少记或多记一笔", "batch": "上一批没有结算", "other": "其他"},
    5: {"revised": "收款以后单子改过", "other": "其他"},
}
"""Why an equation may not hold, by its number. Equation 1 has none: a missing number is voided or
reported lost, not explained."""

TITLES = {1: "票", 2: "钱", 3: "现金", 4: "POS", 5: "缴费单"}


class Term(msgspec.Struct, frozen=True):
    """One summand: what it is, its amount (fen, or sheets in equation 1), and its sign."""

    key: str
    word: str
    amount: int
    sign: Literal[1, -1] = 1


class Equation(msgspec.Struct, frozen=True, kw_only=True):
    """left = right. notes: what a difference points at."""

    n: int
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    notes: tuple[Text, ...] = ()

    @property
    def difference(self) -> int:
        """Right less left: what is there less what should be."""
        return _sum(self.right) - _sum(self.left)

    @property
    def holds(self) -> bool:
        """Both sides are equal and nothing else is wrong."""
        return self.difference == 0 and not (self.n == 1 and self.notes)


def _sum(terms: Sequence[Term]) -> int:
    return sum(term.sign * term.amount for term in terms)


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a close is reckoned from.

    tickets: numbers that this shift used; voided_before: tickets of earlier shifts of the day that
    it voided; runs: (code, first, last) lent to the window; received: sheets lent to it in the
    shift; unused: numbers its series still hold; counted: (face in fen, pieces); unticketed: fen
    taken at this window that is on no ticket; sheets: those with an act since the shift was opened;
    uncollected: fen payable and not paid on all sheets of the hall.
    """

    shift: Shift
    tickets: tuple[Ticket, ...] = ()
    voided_before: tuple[Ticket, ...] = ()
    runs: tuple[tuple[str, int, int], ...] = ()
    payments: tuple[Payment, ...] = ()
    received: int = 0
    unused: int = 0
    counted: tuple[tuple[int, int], ...] = ()
    unticketed: int = 0
    sheets: tuple[Charge, ...] = ()
    uncollected: int = 0


def counted_fen(counted: Sequence[tuple[int, int]]) -> int:
    """Sum of what was counted, fen. Raises `close.count` for a face that does not exist or a
    negative number of pieces."""
    for face, pieces in counted:
        if face not in FACES or pieces < 0:
            raise KnownError("close.count", "张数不对。", "每种面额填张数，没有就填 0。")
    total = sum(face * pieces for face, pieces in counted)
    if total > MAX_FEN:
        raise KnownError("close.count", "点出来的钱太多了。", "请核对张数。")
    return total


# --- the equations -------------------------------------------------------------------------------


def tickets_equation(facts: Facts) -> Equation:
    """1: opening unused + received − issued − voided − lost = closing unused; no number missing."""
    opened = facts.shift.opened
    had = sum(n for _, n in opened.tickets_left) if opened else 0
    lost = sum(1 for t in facts.tickets if t.state is TicketState.LOST)
    void = sum(1 for t in facts.tickets if t.state is TicketState.VOID)
    issued = len(facts.tickets) - lost - void
    return Equation(
        n=1,
        left=(
            Term("had", "原有", had),
            Term("received", "领", facts.received),
            Term("issued", "开", issued, -1),
            Term("void", "废", void, -1),
            Term("lost", "失", lost, -1),
        ),
        right=(Term("unused", "余", facts.unused),),
        notes=tuple(
            text("缺 {number}：作废或登记遗失。", number=number)
            for number in missing_numbers(facts.tickets, facts.runs)
        ),
    )


def missing_numbers(
    tickets: Sequence[Ticket], runs: Sequence[tuple[str, int, int]]
) -> tuple[str, ...]:
    """Numbers of the window's runs between the lowest and the highest used that have no ticket."""
    used: dict[str, list[int]] = {}
    for ticket in tickets:
        used.setdefault(ticket.code, []).append(int(ticket.number))
    missing: list[str] = []
    for code, numbers in used.items():
        mine = sorted((first, last) for lent, first, last in runs if lent == code)
        for lower, upper in pairwise(sorted(numbers)):
            for first, last in mine if upper - lower > 1 else ():
                gap = range(max(first, lower + 1), min(last, upper - 1) + 1)
                missing += [ticket_number(n) for n in gap]
    return tuple(missing)


def money_equation(facts: Facts) -> Equation:
    """2: normal − red + paid and not yet on a ticket = cash + POS + transfer − 退付.

    A ticket of an earlier shift of the day counts against the shift in which it is voided: the
    earlier one is locked, and the money is with the later one.
    """
    standing = [t.fen for t in facts.tickets if t.stands]
    undone = [t.fen for t in facts.voided_before]
    normal = sum(fen for fen in standing if fen > 0)
    red = _reds(standing) - _reds(undone)
    opened = facts.shift.opened
    took = {way: _taken(facts.payments, way) for way in ("cash", "pos", "transfer")}
    return Equation(
        n=2,
        left=(
            Term("normal", "正票", normal),
            Term("undone", "上班开的作废", sum(fen for fen in undone if fen > 0), -1),
            Term("red", "红字", red, -1),
            Term("unticketed", "已收未开", facts.unticketed),
            Term("carried", "上班已收未开", opened.unticketed if opened else 0, -1),
        ),
        right=(
            Term("cash", "现金", took["cash"]),
            Term("pos", "POS", took["pos"]),
            Term("transfer", "转账", took["transfer"]),
            Term("treasury", "国库退付", red, -1),
        ),
    )


def _reds(amounts: Sequence[int]) -> int:
    return -sum(fen for fen in amounts if fen < 0)


def _taken(payments: Sequence[Payment], way: str) -> int:
    return sum(p.counts for p in payments if p.way == way)


def drawer_fen(shift: Shift, payments: Sequence[Payment]) -> int:
    """Cash that should be in the drawer: float + in − back − banked, fen."""
    opened = shift.opened
    return (opened.float_fen if opened else 0) + _taken(payments, "cash") - shift.banked_fen


def cash_equation(facts: Facts) -> Equation:
    """3: float + cash in − cash back − banked = counted."""
    opened = facts.shift.opened
    cash = [p for p in facts.payments if p.way == "cash" and p.state is PayState.DONE]
    came = sum(p.fen for p in cash if p.purpose == "sale")
    back = sum(p.fen for p in cash if p.purpose != "sale")
    counted = counted_fen(facts.counted)
    should = drawer_fen(facts.shift, facts.payments)
    notes: tuple[Text, ...] = ()
    if counted != should:
        word = "长款" if counted > should else "短款"
        notes = (text("应有 {should}，{word}。", should=yuan(should), word=word),)
    return Equation(
        n=3,
        left=(
            Term("float", "底金", opened.float_fen if opened else 0),
            Term("cash_in", "收", came),
            Term("cash_back", "退", back, -1),
            Term("banked", "存", facts.shift.banked_fen, -1),
        ),
        right=(Term("counted", "点出", counted),),
        notes=notes,
    )


def pos_equation(facts: Facts) -> Equation:
    """4: sales − voids − refunds = what the terminal settled."""
    ours = [p for p in facts.payments if p.way == "pos" and p.state is PayState.DONE]
    sums = {
        kind: sum(p.fen for p in ours if p.purpose == kind) for kind in ("sale", "void", "refund")
    }
    settled = facts.shift.settled
    terminal = sum(s.sales_fen - s.voids_fen - s.refunds_fen for s in settled)
    return Equation(
        n=4,
        left=(
            Term("sales", "成功", sums["sale"]),
            Term("voids", "撤销", sums["void"], -1),
            Term("refunds", "退货", sums["refund"], -1),
        ),
        right=(Term("terminal", "终端结算", terminal),),
        notes=_pos_notes(ours, settled, terminal - sums["sale"] + sums["void"] + sums["refund"]),
    )


def _pos_notes(
    ours: Sequence[Payment], settled: Sequence[PosSettled], difference: int
) -> tuple[Text, ...]:
    """Counts beside sums, and the trace that a difference points at."""
    notes: list[Text] = []
    if ours and not settled:
        return (text("POS 机还没有结算。"),)
    count = sum(s.sales + s.voids + s.refunds for s in settled)
    if count != len(ours):
        notes.append(text("终端 {theirs} 笔，本机 {ours} 笔。", theirs=count, ours=len(ours)))
    for payment in ours:
        if difference and payment.counts == -difference:
            notes.append(
                text("差的正好是流水 {trace} {yuan}。", trace=payment.trace, yuan=yuan(payment.fen))
            )
    return tuple(notes)


def sheets_equation(facts: Facts) -> Equation:
    """5: uncollected + raised − reduced − sent back − cancelled = collected + uncollected now.

    Both ends are sums over all sheets, the one as it stood when the shift was opened; between them
    is what changed on each sheet since then. What is put right after 打回 comes back.
    """
    opened = facts.shift.opened
    raised = reduced = back = cancelled = paid = 0
    for sheet in facts.sheets:
        now, then = sheet.sums, sheet.sums_at(facts.shift.moment)
        raised += now.due - then.due
        reduced += now.reduced - then.reduced
        back += now.left_if("back") - then.left_if("back")
        cancelled += now.left_if("cancelled") - then.left_if("cancelled")
        paid += now.paid - then.paid
    here = {p.trace for p in facts.payments}
    mine = sum(p.counts for s in facts.sheets for p in s.payments if p.trace in here)
    return Equation(
        n=5,
        left=(
            Term("start", "原未收", opened.uncollected if opened else 0),
            Term("raised", "应收", raised),
            Term("reduced", "减免", reduced, -1),
            Term("back", "打回", back, -1),
            Term("cancelled", "撤单", cancelled, -1),
        ),
        right=(
            Term("collected", "已收", sum(p.counts for p in facts.payments)),
            Term("elsewhere", "别窗收", paid - mine),
            Term("open", "未收", facts.uncollected),
        ),
    )


def equations(facts: Facts) -> tuple[Equation, ...]:
    """The five, in order."""
    return (
        tickets_equation(facts),
        money_equation(facts),
        cash_equation(facts),
        pos_equation(facts),
        sheets_equation(facts),
    )


# --- locking -------------------------------------------------------------------------------------


def blockers(open_payments: Sequence[Payment], unsettled: Sequence[Ticket]) -> tuple[Text, ...]:
    """What must be settled before anything is counted."""
    found = [
        text("流水 {trace} {yuan} 元，不知道扣了没有。", trace=p.trace, yuan=yuan(p.fen))
        for p in open_payments
    ]
    found += [text("票 {number} 不知道打好没有。", number=t.number) for t in unsettled]
    return tuple(found)


def close(
    facts: Facts,
    kind: Literal["day", "handover"],
    differences: Sequence[Difference],
    till: Till,
    second: Actor | None,
    open_payments: Sequence[Payment] = (),
    unsettled: Sequence[Ticket] = (),
) -> NewAct:
    """Lock the shift. differences: one for each equation that does not hold.

    Raises `close.unknown`, `close.gap`, `close.unexplained`, `close.reason`, `second.*`, `shift.*`.
    """
    shift = require_shift(till)
    waiting = blockers(open_payments, unsettled)
    if waiting:
        raise KnownError("close.unknown", waiting[0], "先查清，再日结。")
    found = equations(facts)
    if not found[0].holds:
        first = found[0].notes[0] if found[0].notes else text("票的张数对不上。")
        raise KnownError(
            "close.gap",
            first,
            "每个号都要有去处：开了、作废了，或者遗失了。",
            rule="财政票据管理办法",
        )
    explained = tuple(_explained(eq, differences) for eq in found if eq.difference)
    other = require_second(till.actor, second)
    closed = ShiftClosed(
        kind=kind,
        counted=tuple(facts.counted),
        counted_fen=counted_fen(facts.counted),
        terms={f"{eq.n}.{term.key}": term.amount for eq in found for term in (*eq.left, *eq.right)},
        differences=explained,
        second=other.number,
        second_name=other.name,
        by_name=till.actor.name,
    )
    return NewAct(stream=shift_stream(shift.name), payload=closed, effective_on=shift.day)


def _explained(equation: Equation, differences: Sequence[Difference]) -> Difference:
    given = next((d for d in differences if d.equation == equation.n), None)
    amount = yuan(abs(equation.difference))
    title = TITLES[equation.n]
    if given is None or given.by != equation.difference:
        raise KnownError(
            "close.unexplained",
            text("{title}差 {yuan} 元，没有说明。", title=title, yuan=amount),
            "再点一遍；还差，就选原因、写清楚，两个人签。",
        )
    reasons = DIFFERENCE_REASONS[equation.n]
    if given.reason not in reasons or (given.reason == "other" and not given.words.strip()):
        raise KnownError(
            "close.reason",
            text("{title}差 {yuan} 元的原因没有写清。", title=title, yuan=amount),
            "请选一个原因；选其他的写一句。",
        )
    return msgspec.structs.replace(given, words=nfc(given.words.strip()))
