"""办件经过单 on demand: the case, its acts and who did them, put to the decider at once."""

from __future__ import annotations

from counter.desk.hall import Hall, PaperTask
from counter.domain import timeline
from counter.domain.case import case_stream
from counter.domain.people import Actor
from counter.domain.reception import received_of


def print_life(hall: Hall, actor: Actor, case_no: str) -> tuple[PaperTask, ...]:
    """Issue and queue it. Raises as `timeline.print_life` does, and `case.none`."""
    with hall.store.write() as tx:
        state = hall.state(tx, case_no)
        place = hall.setting(tx, hall.catalogue(received_of(state).catalogue))
        acts = tx.acts_of(case_stream(case_no))
        made = timeline.print_life(state, acts, hall.names(acts), actor, place)
        _, tasks = hall.record(tx, made, hall.stamp(actor))
    hall.published(case_no, "queue")
    return tasks
