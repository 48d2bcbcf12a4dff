"""Using numbers: issuing, and entering what was written by hand.

A number is compared with the paper before it is used, taken in the transaction of its act, and
never used again. What becomes of it afterwards is in `ticketends`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from counter.domain.acts import NewAct, encode
from counter.domain.errors import KnownError, text
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.lines import ChargeLine
from counter.domain.finance.payment import PayState
from counter.domain.finance.rules import (
    ONE_TICKET,
    Till,
    money_act,
    require_here,
    require_shift,
)
from counter.domain.finance.ticket import (
    TicketBegun,
    TicketState,
    ticket_number,
    ticket_series,
    ticket_stream,
)
from counter.domain.money import yuan
from counter.domain.numbers import use

LAST_DIGITS = 5
"""So many digits at the end of the number on the paper are enough to compare."""


class TicketForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket kind asks of its paper: title, copies (联), rows that fit."""

    kind: str
    title: str
    copies: int
    rows: int


def check_seen(seen: str, code: str, expected: int) -> str:
    """票号核对: what was read off the paper in the tractor is the number to be used now.

    seen: the whole number, code and number together, or the last five digits. Returns the whole
    number. Raises `ticket.unseen`, `ticket.mismatch`.
    """
    digits = "".join(c for c in seen if c.isdigit())
    number = ticket_number(expected)
    if len(digits) < LAST_DIGITS:
        raise KnownError(
            "ticket.unseen", "还没有对票号。", "看票据机里那张纸，输票号末五位，或者扫票上的码。"
        )
    if not (code + number).endswith(digits):
        raise KnownError(
            "ticket.mismatch",
            text("纸上是 …{seen}，本机下一张是 {expected}。", seen=digits[-10:], expected=number),
            "换上对的那张纸；中间的票坏了，先把坏的号逐张作废。",
            rule="票号守门",
        )
    return number


def check_ready(charge: Charge) -> None:
    """Ticket only when every unit has confirmed and all of the money is certainly here.

    Raises `ticket.unpaid`, `ticket.unknown`, `ticket.state`.
    """
    if charge.open_payment is not None:
        raise KnownError(
            "ticket.unknown",
            text("流水 {trace} 还不知道扣了没有，票先不开。", trace=charge.open_payment.trace),
            "先查清这一笔。",
        )
    if charge.unconfirmed:
        names = "、".join(s.unit_short for s in charge.unconfirmed)
        raise KnownError(
            "ticket.unconfirmed",
            text("{units}未核定，不能开票。", units=names),
            "请该单位核定金额，不收就核定 0。",
            rule=ONE_TICKET,
        )
    if charge.status is not ChargeStatus.PAID:
        left = charge.payable - charge.paid
        if left > 0 and charge.status in (ChargeStatus.READY, ChargeStatus.PARTLY):
            raise KnownError(
                "ticket.unpaid", text("还差 {left} 元没收。", left=yuan(left)), "收齐了再开票。"
            )
        raise KnownError("ticket.state", "这张单现在不用开票。", "请看单子的经过。")


def require_real(simulated: bool, till: Till) -> None:
    """A real hall prints on a real machine. Raises `device.simulated`."""
    if simulated and not till.training:
        raise KnownError("device.simulated", "现在接的是模拟票据机。", "真实开票请接真机。")


def ways_paid(charge: Charge) -> tuple[tuple[str, int], ...]:
    """How the sheet was paid: way → fen, net of what was given back."""
    sums: dict[str, int] = {}
    for payment in charge.payments:
        if payment.state is PayState.DONE:
            sums[payment.way] = sums.get(payment.way, 0) + payment.counts
    return tuple((way, fen) for way, fen in sums.items() if fen)


def check_code(code: str, number: str, fen: int, lines: Sequence[ChargeLine]) -> str:
    """Six check characters over what a ticket says, by which its electronic data is compared.

    Ours, not the finance ministry's: a platform that issues check codes of its own replaces it.
    """
    body = encode((code, number, fen, tuple((x.code, x.payable) for x in lines)))
    return hashlib.sha256(body).hexdigest()[:6].upper()


def issue(
    charge: Charge,
    lines: tuple[ChargeLine, ...],
    form: TicketForm,
    till: Till,
    *,
    code: str,
    n: int,
    seen: str,
    stock: str,
    replaces: str = "",
    simulated: bool = False,
) -> NewAct:
    """One ticket over `lines` of a paid sheet; n: the number taken from the window's series.

    Raises `ticket.*`, `shift.*`, `device.simulated`.
    """
    shift = require_shift(till)
    check_ready(charge)
    require_here(charge, till.actor.window)
    require_real(simulated, till)
    number = check_seen(seen, code, n)
    fen = sum(line.payable for line in lines)
    if not 0 < fen <= charge.unticketed:
        raise KnownError(
            "ticket.amount",
            text(
                "这张票 {fen} 元，收到还没开票的只有 {left} 元。",
                fen=yuan(fen),
                left=yuan(charge.unticketed),
            ),
            "请看单子已开的票。",
        )
    if replaces and not any(
        m.number == replaces and m.state is TicketState.VOID for m in charge.tickets
    ):
        raise KnownError(
            "ticket.replaces",
            text("{number} 不是这张单作废的票。", number=replaces),
            "请核对被替换的票号；没有替换的不写。",
        )
    begun = _begun(charge, lines, form, till, code=code, number=number, fen=fen, stock=stock)
    begun = msgspec.structs.replace(
        begun,
        shift=shift.name,
        seen=seen,
        replaces=replaces,
        simulated=simulated,
        numbers=use(ticket_series(code, till.actor.window), n),
    )
    return ticket_act(begun, charge, till.day, replaces)


def _begun(
    charge: Charge,
    lines: tuple[ChargeLine, ...],
    form: TicketForm,
    till: Till,
    *,
    code: str,
    number: str,
    fen: int,
    stock: str,
) -> TicketBegun:
    assert charge.payer is not None and charge.raised is not None
    return TicketBegun(
        code=code,
        number=number,
        kind=form.kind,
        title=form.title,
        sheet=charge.number,
        case_no=charge.raised.case_no,
        payer=charge.payer,
        lines=lines,
        fen=fen,
        ways=ways_paid(charge),
        traces=tuple(p.trace for p in charge.payments if p.state is PayState.DONE),
        window=till.actor.window,
        shift="",
        day=till.day,
        clerk_name=till.actor.name,
        seen="",
        copies=form.copies,
        stock=stock,
        check=check_code(code, number, fen, lines),
    )


def ticket_act(begun: TicketBegun, charge: Charge, day: str, bears_on: str = "") -> NewAct:
    """The act of using a number; bears_on: an earlier number that it stands in for or answers."""
    more = [f"case:{begun.case_no}"] if begun.case_no else []
    if bears_on:
        more.append(ticket_stream(begun.code, bears_on))
    return money_act(ticket_stream(begun.code, begun.number), begun, day, charge, *more)


def enter_written(
    charge: Charge,
    lines: tuple[ChargeLine, ...],
    form: TicketForm,
    till: Till,
    *,
    code: str,
    n: int,
    seen: str,
    stock: str,
    written: str,
) -> NewAct:
    """补录: a ticket that was written by hand while the machine was down; written: ISO date.

    Its number comes from a book for outages, ascending like every other. Raises as `issue`, and
    `written.date` for a day that is not yet.
    """
    if not written or written > till.now.date().isoformat():
        raise KnownError("written.date", "手写票的日期不对。", "请照票上的日期填。")
    act = issue(charge, lines, form, till, code=code, n=n, seen=seen, stock=stock)
    begun = act.payload
    assert isinstance(begun, TicketBegun)
    return msgspec.structs.replace(act, payload=msgspec.structs.replace(begun, written=written))
