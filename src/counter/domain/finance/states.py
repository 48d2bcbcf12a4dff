"""Where a sheet, a payment, a ticket and a shift can stand, and which act moves them.

The folds decide; these tables say what the folds can come to by acts that the deciders allow, and
the tests hold the two together over random days. The pictures in docs/money.md are made from here:
`python -m counter.domain.finance.states`. Acts that a table does not name leave the state as it is.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import msgspec

from counter.domain.finance.charge import CHARGE_WORDS, Charge, ChargeStatus
from counter.domain.finance.payment import PAY_WORDS, Payment, PayState
from counter.domain.finance.shift import Shift
from counter.domain.finance.ticket import TICKET_WORDS, Ticket, TicketState

NEW = ""
"""The source of a stream's first act."""

Moves = tuple[tuple[str, str], ...]
"""(from, to); from `NEW` for a first act."""


class ShiftState(enum.StrEnum):
    """Where a shift stands."""

    OPEN = "open"  # 开着
    HANDED = "handed"  # 交接了
    CLOSED = "closed"  # 日结了: its business day is locked


SHIFT_WORDS = {
    ShiftState.OPEN: "开着",
    ShiftState.HANDED: "交接了",
    ShiftState.CLOSED: "日结了",
}


class StateTable(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of stream: the words of its states, act kind → moves, and where nothing follows."""

    name: str
    title: str
    words: Mapping[str, str]
    moves: Mapping[str, Moves]
    ends: frozenset[str]

    def allows(self, kind: str, source: str, target: str) -> bool:
        """An act of this kind may be seen to lead from one state to the other, or to stay."""
        return source == target or (source, target) in self.moves.get(kind, ())


_S, _P, _T, _H = ChargeStatus, PayState, TicketState, ShiftState


def _words(words: Mapping[Any, str]) -> dict[str, str]:
    return {str(state): word for state, word in words.items()}


def _from(sources: tuple[str, ...], *targets: str) -> Moves:
    return tuple((source, target) for source in sources for target in targets)


_WITHOUT_MONEY = (_S.OPEN, _S.READY, _S.FREE, _S.BACK)
_OWING = (_S.READY, _S.PARTLY)

CHARGES = StateTable(
    name="charge",
    title="缴费通知单 charge sheet",
    words=_words(CHARGE_WORDS),
    moves={
        "charge.raised": _from((NEW,), _S.OPEN),
        "charge.taken_in": _from((NEW,), _S.READY),
        "charge.confirmed": _from((_S.OPEN,), _S.READY, _S.FREE),
        "charge.sent_back": _from((_S.READY, _S.FREE), _S.BACK),
        "charge.answered": _from((_S.BACK,), _S.READY, _S.FREE),
        "charge.cancelled": _from(_WITHOUT_MONEY, _S.CANCELLED),
        "payment.taken": (
            *_from((_S.READY,), _S.PARTLY, _S.PAID),
            *_from((_S.PARTLY,), _S.READY, _S.PAID),
            *_from((_S.PAID,), _S.READY, _S.PARTLY),
        ),
        "payment.sent": _from((*_OWING, _S.PAID), _S.PAYING),
        "payment.confirmed": _from((_S.PAYING,), _S.READY, _S.PARTLY, _S.PAID),
        "payment.failed": _from((_S.PAYING,), _S.READY, _S.PARTLY, _S.PAID),
        "payment.judged": _from((_S.PAYING,), _S.READY, _S.PARTLY, _S.PAID),
        "ticket.begun": (
            *_from((_S.PAID,), _S.TICKETED),
            *_from((_S.TICKETED,), _S.REFUNDED),
        ),
        "ticket.voided": (
            *_from((_S.TICKETED,), _S.PAID),
            *_from((_S.REFUNDED,), _S.TICKETED),
        ),
    },
    ends=frozenset({_S.CANCELLED, _S.REFUNDED, _S.FREE, _S.TICKETED}),
)

PAYMENTS = StateTable(
    name="payment",
    title="收款 payment",
    words=_words(PAY_WORDS),
    moves={
        "payment.sent": _from((NEW,), _P.SENT),
        "payment.taken": _from((NEW,), _P.DONE),
        "payment.confirmed": _from((_P.SENT, _P.UNKNOWN), _P.DONE),
        "payment.failed": _from((_P.SENT, _P.UNKNOWN), _P.FAILED),
        "payment.unknown": _from((_P.SENT,), _P.UNKNOWN),
        "payment.judged": _from((_P.SENT, _P.UNKNOWN), _P.DONE, _P.FAILED),
    },
    ends=frozenset({_P.DONE, _P.FAILED}),
)

TICKETS = StateTable(
    name="ticket",
    title="票据 ticket",
    words=_words(TICKET_WORDS),
    moves={
        "ticket.begun": _from((NEW,), _T.BEGUN, _T.ISSUED),
        "paper.printed": (
            *_from((_T.BEGUN,), _T.ISSUED, _T.UNSURE, _T.FAILED),
            *_from((_T.UNSURE,), _T.ISSUED, _T.FAILED),
            *_from((_T.FAILED,), _T.ISSUED, _T.UNSURE),
        ),
        "ticket.voided": _from((NEW, _T.ISSUED, _T.UNSURE, _T.FAILED), _T.VOID),
        "ticket.lost": _from((NEW, _T.ISSUED), _T.LOST),
    },
    ends=frozenset({_T.ISSUED, _T.VOID, _T.LOST}),
)

SHIFTS = StateTable(
    name="shift",
    title="班 shift",
    words=_words(SHIFT_WORDS),
    moves={
        "shift.opened": _from((NEW,), _H.OPEN),
        "shift.closed": _from((_H.OPEN,), _H.HANDED, _H.CLOSED),
    },
    ends=frozenset({_H.HANDED, _H.CLOSED}),
)

TABLES = (CHARGES, PAYMENTS, TICKETS, SHIFTS)


def state_of(fold: Charge | Payment | Ticket | Shift) -> str:
    """The word of `TABLES` for a fold; `NEW` while its stream has no act of its own."""
    if isinstance(fold, Charge):
        return fold.status if fold.raised else NEW
    if isinstance(fold, Payment):
        return fold.state if fold.sheet else NEW
    if isinstance(fold, Ticket):
        return fold.state if fold.at else NEW
    if fold.opened is None:
        return NEW
    if fold.closed is None:
        return ShiftState.OPEN
    return ShiftState.CLOSED if fold.day_locked else ShiftState.HANDED


def mermaid(table: StateTable) -> str:
    """A table as a Mermaid diagram; what leads the same way stands on one arrow."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state} : {word} ({state})" for state, word in table.words.items()]
    arrows: dict[tuple[str, str], list[str]] = {}
    for kind, moves in table.moves.items():
        for move in moves:
            arrows.setdefault(move, []).append(kind)
    for (source, target), kinds in arrows.items():
        lines.append(f"    {source or '[*]'} --> {target} : {' / '.join(kinds)}")
    lines += [f"    {state} --> [*]" for state in table.words if state in table.ends]
    return "\n".join(lines)


if __name__ == "__main__":
    for each in TABLES:
        print(f"{each.title}\n\n```mermaid\n{mermaid(each)}\n```\n")
