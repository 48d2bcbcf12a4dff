"""What becomes of a number: voided, lost, answered in red.

作废 while the day is open and every copy is here; afterwards 红冲 and 退付.
"""

from __future__ import annotations

import msgspec

from counter.domain.acts import NewAct, nfc
from counter.domain.errors import KnownError, text
from counter.domain.finance.charge import Charge
from counter.domain.finance.rules import (
    SEPARATION,
    Till,
    money_act,
    require_second,
    require_shift,
)
from counter.domain.finance.ticket import (
    TICKET_WORDS,
    VOID_REASONS,
    Ticket,
    TicketBegun,
    TicketLost,
    TicketState,
    TicketVoided,
    ticket_number,
    ticket_series,
    ticket_stream,
)
from counter.domain.finance.ticketing import (
    TicketForm,
    check_code,
    check_seen,
    require_real,
    ticket_act,
)
from counter.domain.numbers import use
from counter.domain.people import Actor

PAPER_REASONS = frozenset({"misprint", "jam", "torn"})
"""Reasons for which a red ticket is voided too: its paper is spoiled, not what it says."""


def _reason(reason: str, words: str) -> str:
    if reason not in VOID_REASONS:
        raise KnownError("void.reason", "没有选作废的原因。", "请选一个原因。")
    return nfc(words.strip())


def check_void(ticket: Ticket, till: Till, locked: str = "") -> TicketBegun:
    """Whether a ticket can be voided at all now, before anybody fills in why.

    locked: ISO day that was closed last at this window, which says more than that no shift is open.
    Raises `void.state`, `void.closed`, `void.window`, `shift.*`.
    """
    begun = ticket.begun
    if begun is None or ticket.state in (TicketState.VOID, TicketState.LOST):
        raise KnownError(
            "void.state",
            text("这张票是“{state}”，不能作废。", state=TICKET_WORDS[ticket.state]),
            "请核对票号。",
        )
    _check_open_day(ticket, till, locked)
    require_shift(till)
    return begun


def void(
    ticket: Ticket,
    charge: Charge,
    reason: str,
    words: str,
    copies: int,
    till: Till,
    second: Actor | None,
) -> NewAct:
    """作废: the day is open, all copies are in hand and marked, two people.

    copies: how many copies lie on the desk. Raises `void.*`, `second.*`, `shift.*`.
    """
    begun = check_void(ticket, till)
    shift = require_shift(till)
    if begun.red_of and reason not in PAPER_REASONS:
        raise KnownError(
            "void.red", "红字票只有纸打坏了才作废。", "红字开错了的，再开一张单、收款、开正票。"
        )
    if copies != begun.copies:
        raise KnownError(
            "void.copies",
            text("这张票 {all} 联，收回了 {got} 联。", all=begun.copies, got=copies),
            "各联收齐、盖“作废”章才能作废；收不齐的，日结后开红字。",
        )
    other = require_second(till.actor, second)
    voided = TicketVoided(
        code=ticket.code,
        number=ticket.number,
        reason=reason,
        words=_reason(reason, words),
        second=other.number,
        second_name=other.name,
        copies=copies,
        window=till.actor.window,
        shift=shift.name,
        day=till.day,
        stock=ticket.stock,
    )
    more = [f"case:{begun.case_no}"] if begun.case_no else []
    if begun.red_of:
        more.append(ticket_stream(ticket.code, begun.red_of))
    return money_act(ticket_stream(ticket.code, ticket.number), voided, till.day, charge, *more)


def _check_open_day(ticket: Ticket, till: Till, locked: str) -> None:
    """The ticket's money is still counted in this drawer: its day, at its window, is not locked."""
    if ticket.day < till.day or ticket.red_by or ticket.day <= locked:
        raise KnownError(
            "void.closed",
            "这张票已经日结，不能作废。",
            "请开红字票冲销，由国库退付。",
            rule=SEPARATION,
        )
    if ticket.window != till.actor.window:
        raise KnownError(
            "void.window",
            text("这张票是 {window} 号窗开的。", window=ticket.window),
            text("请到 {window} 号窗作废；那边日结了的，开红字。", window=ticket.window),
        )


def void_blank(
    reason: str,
    words: str,
    copies: int,
    till: Till,
    second: Actor | None,
    *,
    code: str,
    n: int,
    stock: str,
) -> NewAct:
    """A sheet that was spoiled before anything was issued on it: its number is used up as void.

    n: the window's next number, taken for this. Raises `void.reason`, `second.*`, `shift.*`.
    """
    shift = require_shift(till)
    other = require_second(till.actor, second)
    number = ticket_number(n)
    voided = TicketVoided(
        code=code,
        number=number,
        reason=reason,
        words=_reason(reason, words),
        second=other.number,
        second_name=other.name,
        copies=copies,
        window=till.actor.window,
        shift=shift.name,
        day=till.day,
        stock=stock,
        blank=True,
        numbers=use(ticket_series(code, till.actor.window), n),
    )
    return money_act(ticket_stream(code, number), voided, till.day, None)


def lose(
    ticket: Ticket | None,
    charge: Charge | None,
    report: str,
    notice: str,
    till: Till,
    second: Actor | None,
    *,
    code: str,
    n: int,
    stock: str,
) -> NewAct:
    """遗失: a blank number (ticket None: the next one, taken for this) or an issued one.

    charge: the sheet of an issued one; report, notice: numbers of the written report to the finance
    office and of the public notice, which may follow. Raises `lost.*`, `second.*`, `shift.*`.
    """
    shift = require_shift(till)
    other = require_second(till.actor, second)
    if not report.strip():
        raise KnownError(
            "lost.report", "遗失票据要书面报财政部门。", "请填报告的文号，再登记遗失。"
        )
    if ticket is not None and ticket.state is not TicketState.ISSUED:
        raise KnownError(
            "lost.state",
            text("这张票是“{state}”，不能登记遗失。", state=TICKET_WORDS[ticket.state]),
            "请核对票号。",
        )
    number = ticket.number if ticket else ticket_number(n)
    lost = TicketLost(
        code=code,
        number=number,
        report=nfc(report.strip()),
        notice=nfc(notice.strip()),
        second=other.number,
        second_name=other.name,
        window=till.actor.window,
        shift=shift.name,
        day=till.day,
        stock=stock,
        blank=ticket is None,
        numbers=() if ticket else use(ticket_series(code, till.actor.window), n),
    )
    return money_act(ticket_stream(code, number), lost, till.day, charge)


def check_red(ticket: Ticket, till: Till, locked: str = "") -> TicketBegun:
    """Whether a ticket can be answered in red at all now. locked: as in `check_void`.

    Raises `red.state`, `red.twice`, `red.today`, `shift.*`.
    """
    begun = ticket.begun
    if begun is None or ticket.state not in (TicketState.ISSUED, TicketState.LOST):
        raise KnownError("red.state", "只有已开的票能红冲。", "请核对票号。")
    if begun.red_of or ticket.red_by:
        raise KnownError(
            "red.twice", text("这张票已经红冲过（{by}）。", by=ticket.red_by), "请看这张票的经过。"
        )
    if ticket.day >= till.day and ticket.day > locked and ticket.state is TicketState.ISSUED:
        raise KnownError("red.today", "这张票还没有日结。", "各联收齐就作废；收不齐，明天开红字。")
    require_shift(till)
    return begun


def red(
    ticket: Ticket,
    charge: Charge,
    why: str,
    refund_paper: str,
    form: TicketForm,
    till: Till,
    second: Actor | None,
    *,
    n: int,
    seen: str,
    stock: str,
    simulated: bool = False,
) -> NewAct:
    """红冲: a new, negative ticket that names the old one; the money goes back by 退付 from the
    treasury, never from the drawer. Raises `red.*`, `second.*`, `ticket.*`, `shift.*`,
    `device.simulated`.
    """
    begun = check_red(ticket, till)
    shift = require_shift(till)
    require_real(simulated, till)
    if not why.strip() or not refund_paper.strip():
        raise KnownError(
            "red.paper", "红字票要写原因和退付申请的文号。", "请补上。", rule=SEPARATION
        )
    other = require_second(till.actor, second)
    change = msgspec.structs.replace
    lines = tuple(change(x, due=-x.due, reduced=-x.reduced) for x in begun.lines)
    number = check_seen(seen, ticket.code, n)
    negative = change(
        begun,
        number=number,
        lines=lines,
        fen=-begun.fen,
        ways=tuple((way, -fen) for way, fen in begun.ways),
        window=till.actor.window,
        shift=shift.name,
        day=till.day,
        clerk_name=till.actor.name,
        seen=seen,
        copies=form.copies,
        stock=stock,
        check=check_code(ticket.code, number, -begun.fen, lines),
        red_of=ticket.number,
        red_why=nfc(why.strip()),
        refund_paper=nfc(refund_paper.strip()),
        second=other.number,
        second_name=other.name,
        replaces="",
        written="",
        simulated=simulated,
        numbers=use(ticket_series(ticket.code, till.actor.window), n),
    )
    return ticket_act(negative, charge, till.day, ticket.number)
