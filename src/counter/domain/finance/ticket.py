"""A numbered ticket (票据): its acts, its states and their fold.

A number is taken in the transaction of `ticket.begun` and is used for ever, whatever happens to
the paper. States: begun → issued | unsure | failed; any of them → void while the day
is open; issued → lost, or answered by a red ticket (红冲). A blank number is voided or lost by an
act of its own, so that no number is ever missing.
"""

from __future__ import annotations

import enum

import msgspec

from counter.domain.acts import Act, Payload, act_kind
from counter.domain.finance.lines import ChargeLine, Payer
from counter.domain.paperacts import PaperPrinted

TICKET = "ticket:"


class TicketState(enum.StrEnum):
    """Where a number stands."""

    BEGUN = "begun"  # 正在打: number used, paper under way
    FAILED = "failed"  # 没打成: the sheet with this number is still blank
    UNSURE = "unsure"  # 待确认打印
    ISSUED = "issued"  # 已开
    VOID = "void"  # 作废
    LOST = "lost"  # 遗失


TICKET_WORDS = {
    TicketState.BEGUN: "正在打",
    TicketState.FAILED: "没打成",
    TicketState.UNSURE: "待确认",
    TicketState.ISSUED: "已开",
    TicketState.VOID: "作废",
    TicketState.LOST: "遗失",
}
STANDING = frozenset(
    {TicketState.BEGUN, TicketState.FAILED, TicketState.UNSURE, TicketState.ISSUED}
)
"""Tickets whose money counts."""

UNSETTLED = frozenset({TicketState.BEGUN, TicketState.FAILED, TicketState.UNSURE})
"""Somebody has to see what became of the paper."""

VOID_REASONS: dict[str, str] = {
    "misprint": "打印错误",
    "jam": "卡纸",
    "torn": "破损",
    "content": "内容开错",
    "returned": "缴款人退款",
    "skipped": "跳号",
}


def ticket_stream(code: str, number: str) -> str:
    """Journal stream of one number of one ticket code."""
    return f"{TICKET}{code}/{number}"


def ticket_series(code: str, window: str) -> str:
    """Key of the series that a window's numbers of a ticket code come from; blocks are lent."""
    return f"ticket/{code}/{window}"


def ticket_number(n: int) -> str:
    """The ten digits printed on the paper."""
    return f"{n:010d}"


@act_kind("ticket.begun")
class TicketBegun(Payload, frozen=True, kw_only=True):
    """A number is used for a sheet, before the paper moves. fen: the sum of the lines, negative on
    a red ticket; seen: what the clerk read off the paper; day: ISO business date; red_of,
    replaces: number of the earlier ticket; written: ISO date of a hand-written one; ways: way →
    fen, as paid; check: the six check characters of the electronic data; second: who signed a red
    one with the clerk."""

    code: str
    number: str
    kind: str
    title: str
    sheet: str
    case_no: str
    payer: Payer
    lines: tuple[ChargeLine, ...]
    fen: int
    ways: tuple[tuple[str, int], ...]
    traces: tuple[str, ...]
    window: str
    shift: str
    day: str
    clerk_name: str
    seen: str
    copies: int
    stock: str
    check: str = ""
    red_of: str = ""
    red_why: str = ""
    refund_paper: str = ""
    replaces: str = ""
    written: str = ""
    simulated: bool = False
    second: str = ""
    second_name: str = ""


@act_kind("ticket.voided")
class TicketVoided(Payload, frozen=True, kw_only=True):
    """作废 by two people with all copies in hand. A blank number has no `ticket.begun` before and
    names itself. reason: key of `VOID_REASONS`."""

    code: str
    number: str
    reason: str
    words: str
    second: str
    second_name: str
    copies: int
    window: str
    shift: str
    day: str
    stock: str
    blank: bool = False


@act_kind("ticket.lost")
class TicketLost(Payload, frozen=True, kw_only=True):
    """遗失: reported in writing to the finance office, the number announced void. report, notice:
    their document numbers."""

    code: str
    number: str
    report: str
    notice: str
    second: str
    second_name: str
    window: str
    shift: str
    day: str
    stock: str
    blank: bool = False


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """Fold of one number. fen: 0 for a blank one. Times ISO."""

    code: str
    number: str
    begun: TicketBegun | None = None
    state: TicketState = TicketState.BEGUN
    fen: int = 0
    window: str = ""
    shift: str = ""
    day: str = ""
    stock: str = ""
    prints: tuple[PaperPrinted, ...] = ()
    voided: TicketVoided | None = None
    lost: TicketLost | None = None
    red_by: str = ""
    replaced_by: str = ""
    by: str = ""
    at: str = ""
    ended_at: str = ""

    @property
    def stands(self) -> bool:
        """Its money counts: neither void nor a blank lost one."""
        return self.begun is not None and self.state in STANDING | {TicketState.LOST}

    @property
    def on_paper(self) -> bool:
        """Printed or perhaps printed: another original must never leave the printer."""
        return any(p.outcome != "failed" for p in self.prints)


_PRINTED = {
    "printed": TicketState.ISSUED,
    "failed": TicketState.FAILED,
    "unknown": TicketState.UNSURE,
}


def evolve_ticket(state: Ticket, act: Act) -> Ticket:
    """Fold one act into a ticket. Never raises."""
    payload, header, change = act.payload, act.header, msgspec.structs.replace
    if isinstance(payload, TicketBegun):
        return _begun(state, payload, act)
    if header.stream != ticket_stream(state.code, state.number):
        spoiled = isinstance(payload, TicketVoided) and payload.number == state.red_by
        return change(state, red_by="") if spoiled else state
    if isinstance(payload, PaperPrinted):
        return _printed(state, payload, header.recorded_at)
    if isinstance(payload, TicketVoided | TicketLost):
        void = isinstance(payload, TicketVoided)
        return change(
            state,
            state=TicketState.VOID if void else TicketState.LOST,
            voided=payload if isinstance(payload, TicketVoided) else state.voided,
            lost=payload if isinstance(payload, TicketLost) else state.lost,
            window=state.window or payload.window,
            shift=state.shift or payload.shift,
            day=state.day or payload.day,
            stock=state.stock or payload.stock,
            by=state.by or header.actor,
            at=state.at or header.recorded_at,
            ended_at=header.recorded_at,
        )
    return state


def _begun(state: Ticket, payload: TicketBegun, act: Act) -> Ticket:
    change = msgspec.structs.replace
    if (payload.code, payload.number) != (state.code, state.number):  # another ticket bears on it
        if payload.red_of == state.number:
            return change(state, red_by=payload.number)
        if payload.replaces == state.number:
            return change(state, replaced_by=payload.number)
        return state
    return change(
        state,
        begun=payload,
        state=TicketState.ISSUED if payload.written else TicketState.BEGUN,
        fen=payload.fen,
        window=payload.window,
        shift=payload.shift,
        day=payload.day,
        stock=payload.stock,
        by=act.header.actor,
        at=act.header.recorded_at,
    )


def _printed(state: Ticket, payload: PaperPrinted, at: str) -> Ticket:
    change = msgspec.structs.replace
    prints = (*state.prints, payload)
    if payload.nth > 1 or state.state in (TicketState.VOID, TicketState.LOST):
        return change(state, prints=prints)
    return change(state, prints=prints, state=_PRINTED[payload.outcome], ended_at=at)


class TicketMark(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as its sheet knows it. fen: negative for a red one."""

    code: str
    number: str
    fen: int
    state: TicketState = TicketState.BEGUN
    red_of: str = ""
    window: str = ""

    @property
    def stands(self) -> bool:
        """Its money counts."""
        return self.state is not TicketState.VOID


def evolve_marks(marks: tuple[TicketMark, ...], act: Act) -> tuple[TicketMark, ...]:
    """Fold one act of a ticket into the marks that a sheet keeps. Never raises."""
    payload = act.payload
    if isinstance(payload, TicketBegun):
        state = TicketState.ISSUED if payload.written else TicketState.BEGUN
        mark = TicketMark(
            code=payload.code,
            number=payload.number,
            fen=payload.fen,
            state=state,
            red_of=payload.red_of,
            window=payload.window,
        )
        return (*marks, mark)
    return tuple(_marked(mark, act) for mark in marks)


def _marked(mark: TicketMark, act: Act) -> TicketMark:
    payload, change = act.payload, msgspec.structs.replace
    if act.header.stream != ticket_stream(mark.code, mark.number):
        return mark
    if isinstance(payload, TicketVoided):
        return change(mark, state=TicketState.VOID)
    if isinstance(payload, TicketLost):
        return change(mark, state=TicketState.LOST)
    if isinstance(payload, PaperPrinted) and payload.nth == 1 and mark.stands:
        return change(mark, state=_PRINTED[payload.outcome])
    return mark
