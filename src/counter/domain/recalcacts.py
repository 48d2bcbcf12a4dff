"""Limits reckoned anew because the calendar changed: the act, and how a case's fold takes it.

The dates stand in the act as they were reckoned; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from counter.domain.acts import Payload, act_kind

if TYPE_CHECKING:
    from counter.domain.case import CaseState

Limit = Literal[
    "telling",
    "supplement",
    "follow",
    "technicians",
    "promised",
    "legal",
    "stop",
    "joint",
    "hearing_ask",
    "hearing_organise",
    "delivery",
]
LIMIT_WORDS: dict[Limit, str] = {
    "telling": "告知补正",
    "supplement": "补正",
    "follow": "后补",
    "technicians": "指派技术人员",
    "promised": "承诺",
    "legal": "法定",
    "stop": "停表预计",
    "joint": "联办意见",
    "hearing_ask": "申请听证",
    "hearing_organise": "组织听证",
    "delivery": "送达",
}


class LimitMoved(msgspec.Struct, frozen=True, kw_only=True):
    """One last day that moved. ISO dates; of: which one where a case has several, name of the
    material that follows or code of the co-unit."""

    limit: Limit
    was: str
    now: str
    of: str = ""


@act_kind("clock.recalculated")
class ClockRecalculated(Payload, frozen=True, kw_only=True):
    """期限重算 (art. 82): the days of an open case by tables that have come in.

    calendar: version of the tables; why: what came in, in words; estimated: a day still crosses a
    year without a table; firm: the estimate (预计) of before is none any more, moved or not;
    stands: the clock stands, so that promise and legal limit are those of before the stop.
    """

    calendar: str
    why: str
    moved: tuple[LimitMoved, ...] = ()
    estimated: bool = False
    firm: bool = False
    stands: bool = False


_with: Callable[..., Any] = msgspec.structs.replace


def evolve_recalculated(state: CaseState, p: ClockRecalculated) -> CaseState:
    """Fold the act. Never raises; a day that the case does not have is passed over."""
    for move in p.moved:
        step = _STEPS.get(move.limit)
        state = step(state, move) if step is not None else state
    if state.limits is not None:
        limits = _with(state.limits, estimated=p.estimated, calendar=p.calendar)
        state = _with(state, limits=limits)
    return _with(state, recalculated=(*state.recalculated, p))  # type: ignore[no-any-return]


def _in(part: str, field: str) -> Callable[[CaseState, LimitMoved], CaseState]:
    """The step for a day that stands as `field` in a part of the state."""

    def step(state: CaseState, move: LimitMoved) -> CaseState:
        found = getattr(state, part)
        return _with(state, **{part: _with(found, **{field: move.now})}) if found else state

    return step


def _supplement(state: CaseState, move: LimitMoved) -> CaseState:
    if not state.notices:
        return state
    *earlier, last = state.notices
    return _with(state, notices=(*earlier, _with(last, until=move.now)))  # type: ignore[no-any-return]


def _follow(state: CaseState, move: LimitMoved) -> CaseState:
    missing = tuple((n, move.now if n == move.of else by) for n, by in state.missing)
    return _with(state, missing=missing)  # type: ignore[no-any-return]


def _stop(state: CaseState, move: LimitMoved) -> CaseState:
    if not state.pauses:
        return state
    *earlier, last = state.pauses
    return _with(state, pauses=(*earlier, _with(last, expected_on=move.now)))  # type: ignore[no-any-return]


def _joint(state: CaseState, move: LimitMoved) -> CaseState:
    if state.joint is None:
        return state
    parts = tuple(
        _with(part, due_on=move.now) if part.unit == move.of else part for part in state.joint.parts
    )
    return _with(state, joint=_with(state.joint, parts=parts))  # type: ignore[no-any-return]


def _hearing(act: str, field: str) -> Callable[[CaseState, LimitMoved], CaseState]:
    def step(state: CaseState, move: LimitMoved) -> CaseState:
        found = getattr(state.inquiry, act, None)
        if found is None:
            return state
        fresh = _with(state.inquiry, **{act: _with(found, **{field: move.now})})
        return _with(state, inquiry=fresh)  # type: ignore[no-any-return]

    return step


_STEPS: dict[str, Callable[[CaseState, LimitMoved], CaseState]] = {
    "telling": _in("received", "tell_by"),
    "supplement": _supplement,
    "follow": _follow,
    "technicians": _in("limits", "technicians_on"),
    "promised": _in("limits", "promised_on"),
    "legal": _in("limits", "legal_on"),
    "stop": _stop,
    "joint": _joint,
    "hearing_ask": _hearing("told", "ask_by"),
    "hearing_organise": _hearing("asked", "organise_by"),
    "delivery": _in("decided", "deliver_by"),
}
