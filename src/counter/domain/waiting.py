"""What a case waits for, composed of sources: the steps of every case, then those of features.

A feature writes `todos(state)` in its own module and adds it to `FURTHER`.
"""

from __future__ import annotations

from collections.abc import Callable

from counter.domain import departing, inquiry, jointsteps, renewal, sendingup, supervision
from counter.domain.case import ENDED, CaseState, Status
from counter.domain.errors import text
from counter.domain.finance import casecharge
from counter.domain.todo import Todo, Whose

Source = Callable[[CaseState], tuple[Todo, ...]]


RENEWED = "已视为准予延续，补出决定书"


def todos(state: CaseState) -> tuple[Todo, ...]:
    """Everything that the case waits for, the step of its status first. Never raises."""
    return tuple(
        todo for source in (step, followers, unanswered, *FURTHER) for todo in source(state)
    )


def step(state: CaseState) -> tuple[Todo, ...]:
    """The next step by where the case stands; by is empty while the clock stands still."""
    promised = renewal.decide_by(state)
    deemed = renewal.deemed_on(state)
    match state.status:
        case Status.RECEIVED:
            by = state.received.tell_by if state.received else ""
            return _todo(state, "tell", "window", by, "不按期告知就算受理")
        case Status.SUPPLEMENT:
            by = state.notices[-1].until if state.notices else ""
            return _todo(state, "supplement", "applicant", by, "已一次告知，等申请人补材料")
        case Status.PAUSED:
            return _todo(state, "resume", "procedure", "", "特别程序，停着表")
        case Status.ACCEPTED:
            why = RENEWED if deemed else "已受理，等审核意见"
            return _todo(state, "review", "window", promised, why)
        case Status.REVIEWED if sendingup.is_upward(state) and not sendingup.answered(state):
            return ()  # to be sent up first: said by that module
        case Status.REVIEWED:
            why = RENEWED if deemed else "已审，等核定"
            return _todo(state, "decide", "chief", promised, why, barred=state.reviewer)
        case Status.DECIDED if state.missing_seals:
            return _todo(state, "seal", "window", _deliver_by(state), "决定已出，章还没盖齐")
        case Status.DECIDED:
            return _todo(
                state, "deliver", "window", _deliver_by(state), "章已盖齐，十个工作日内送达"
            )
    return ()


def followers(state: CaseState) -> tuple[Todo, ...]:
    """容缺: what the applicant still has to bring, each by its day."""
    if state.status in ENDED:
        return ()
    return tuple(
        todo
        for name, by in state.missing
        for todo in _todo(state, "follow", "applicant", by, "容缺受理，还差{name}", name=name)
    )


def unanswered(state: CaseState) -> tuple[Todo, ...]:
    """Supervision events without an answer, also on an ended case."""
    return tuple(
        todo
        for event in supervision.unanswered(state)
        for todo in _todo(state, "answer", "window", event.reply_by, "监察记了一笔，要答复")
    )


def _deliver_by(state: CaseState) -> str:
    return state.decided.deliver_by if state.decided else ""


def _todo(
    state: CaseState,
    what: str,
    whose: Whose,
    by: str,
    why: str,
    *,
    barred: str = "",
    **params: str,
) -> tuple[Todo, ...]:
    if state.received is None:
        return ()
    unit = state.received.unit
    words = text(why, **params)
    return (Todo(what=what, whose=whose, unit=unit, by=by, why=words, barred=barred),)


FURTHER: tuple[Source, ...] = (
    jointsteps.todos,
    inquiry.todos,
    departing.todos,
    sendingup.todos,
    lambda state: () if state.status in ENDED else casecharge.todos(state.charge, state.due_on),
    renewal.todos,
)
"""Sources of the features, in the order in which they are shown."""
