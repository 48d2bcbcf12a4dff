"""F5 and what follows it: the commit, the papers' fate, 补打, and the way to the case page."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter.desk.reception import Accepted
from counter.domain.case import case_stream
from counter.domain.errors import KnownError
from counter.ports.store import PrintJob
from counter.ui.pages.reception import steps
from counter.ui.pages.reception.state import ReceptionState

if TYPE_CHECKING:
    from counter.ui.pages.reception.presenter import ReceptionPresenter


class F5:
    """Nothing is said to be accepted before it is committed."""

    def __init__(self, presenter: ReceptionPresenter) -> None:
        self._p = presenter

    def accept(self) -> None:
        """F5. Nothing is said to be accepted before it is committed."""
        state = self._p.state
        if state.locked:
            return
        if state.stops:
            state.tried = True
            self._p.wanted_focus = steps.onward(state, self._p.places())
            self._p.refresh()
            return
        self._put(state, lacking=False)

    def follow(self) -> None:
        """Ctrl+F5: accepted without what may follow, which the applicant is told on paper."""
        if not self._p.state.locked:
            self._put(self._p.state, lacking=True)

    def _put(self, state: ReceptionState, *, lacking: bool) -> None:
        state.accepting, state.doing, state.trouble = True, "accept", None
        actor, form = self._p.services.actor(), copy.deepcopy(state.form)
        self._p.changed()
        self._p.runner.call(
            lambda: self._p.services.desk.accept(actor, form, lacking=lacking),
            lambda accepted: self._accepted(state, accepted),
            lambda error: self._refused(state, error),
            busy="reception.follow" if lacking else "reception.accept",
        )

    def _accepted(self, state: ReceptionState, accepted: Accepted) -> None:
        state.accepting, state.accepted = False, accepted
        state.saved_at, state.pending, state.manual, state.editing = "", None, None, ""
        if state is self._p.state:  # else another clerk has come meanwhile
            self._p.dirty = False
            self._p.wanted_focus = "materials"
            self.load_jobs(accepted.case_no)
            self._p.refresh()

    def _refused(self, state: ReceptionState, error: KnownError) -> None:
        state.accepting, state.tried = False, True
        if state is self._p.state:
            self._p.failed(error)

    def load_jobs(self, case_no: str) -> None:
        """The papers' fate, again."""
        state = self._p.state

        def came(jobs: Sequence[PrintJob]) -> None:
            state.jobs = tuple(jobs)
            self._p.changed()

        self._p.runner.call(lambda: self._p.services.jobs(case_no), came)

    def reprint(self) -> None:
        """Ctrl+P: the papers of the case just made, marked 补打."""
        case, actor = self._p.state.case, self._p.services.actor()
        if case is None:
            return
        papers = printed(self._p.state)

        def job() -> None:
            for paper_id in papers:
                self._p.services.reprint(actor, case_stream(case.case_no), paper_id)

        self._p.runner.call(job, self._reprinted, self._p.failed, busy="reception.reprint")

    def _reprinted(self, _none: object) -> None:
        self._p.state.trouble = None
        if self._p.state.case is not None:
            self.load_jobs(self._p.state.case.case_no)

    def open_case(self) -> None:
        """The case page of what was just done here: 更正, 补正, 撤销受理."""
        if self._p.state.case is not None:
            self._p.services.open_case(self._p.state.case.case_no)

    def decide(self) -> None:
        """F6: to the decision of what was just accepted."""
        if self._p.state.accepted is not None:
            self._p.services.decide(self._p.state.accepted.case_no)


def printed(state: ReceptionState) -> tuple[str, ...]:
    """Papers of the case that are not on their way to a printer now."""
    waiting = {job.paper_id for job in state.jobs if job.state in ("queued", "sent")}
    papers = state.case.papers if state.case else ()
    return tuple(paper.paper_id for paper in papers if paper.paper_id not in waiting)
