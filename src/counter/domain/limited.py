"""Art. 57: of several who fulfil the conditions, who was accepted first is granted first.

Nobody is passed over: a grant waits until each earlier application has its decision, whichever.
The cases compared are those that this terminal knows.
"""

from __future__ import annotations

from collections.abc import Iterable

from counter.domain.case import ENDED, CaseState, Status
from counter.domain.catalogue import Matter
from counter.domain.errors import KnownError, text
from counter.domain.numbers import group_case_number
from counter.domain.turn import Turn

RULE = "行政许可法第五十七条"


def by_order(matter: Matter) -> bool:
    """True when the order of acceptance decides: limited, and no other law sets another order."""
    return matter.law.limited and not matter.law.other_order


def ahead(state: CaseState, others: Iterable[CaseState]) -> CaseState | None:
    """The undecided case of the same matter that stands before this one; the first of several."""
    found = [other for other in others if _undecided(other) and _before(other, state)]
    first = found[0] if found else None
    for other in found:
        if first is not None and _before(other, first):
            first = other
    return first


def require_turn(state: CaseState, matter: Matter, others: Iterable[CaseState]) -> None:
    """Raises `decide.turn` when a grant would pass over an earlier undecided case."""
    earlier = ahead(state, others) if by_order(matter) else None
    if earlier is None:
        return
    turn = earlier.turn
    raise KnownError(
        "decide.turn",
        text(
            "有数量限制，{number}（受理顺序 {order}）在先，还没有决定。",
            number=group_case_number(earlier.case_no),
            order=turn.words if turn else earlier.accepted_on,
        ),
        "先决定排在前面的那一件；它不合条件的，写明理由不予许可，再决定这一件。",
        rule=RULE,
    )


def _undecided(state: CaseState) -> bool:
    return bool(state.accepted_on) and state.decided is None and state.status not in ENDED


def _turn(state: CaseState) -> Turn:
    """A case accepted before its matter was limited stands at the head of its day."""
    return state.turn or Turn(n=0, at=state.accepted_on, terminal="")


def _before(one: CaseState, other: CaseState) -> bool:
    """One terminal's own numbers decide, whatever its clock did; else the moment of acceptance."""
    if one.case_no == other.case_no or Status.NONE in (one.status, other.status):
        return False
    if one.received is None or other.received is None:
        return False
    if one.received.matter != other.received.matter:
        return False
    a, b = _turn(one), _turn(other)
    if a.terminal == b.terminal and not (a.deemed or b.deemed):
        return a.n < b.n
    return (a.at, a.n) < (b.at, b.n)
