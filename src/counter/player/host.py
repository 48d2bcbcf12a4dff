"""What the agent may ask of the desk it lives in, apart from the screen.

The composition root builds one `DeskHost` from the parts it has and gives it to the agent. All
questions about the store are asked on the store worker's thread and come back as futures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from counter.desk.worker import Worker
from counter.domain.case import CaseState
from counter.domain.clock import YearTable
from counter.domain.errors import KnownError
from counter.ports.clock import SetClock
from counter.ports.store import PrintJob, Store


class Unanswerable(Exception):
    """A question that this desk cannot answer; the words go to the script's report."""


class DeskHost:
    """The desk as the agent knows it; see the arguments for what a composition root must give.

    store, worker, clock: the desk's own. working: whether the ui waits for a job (the bridge's
    `working`). set_network: what `network: on|off` does. verify: problems of the journal, empty
    when clean. kinds: how many acts of each kind the journal holds. fill_disk: makes every
    further write fail as on a full disk (True), or ends that (False). bring_in: takes a year's
    holiday table and lets open cases follow. clock_set: called when the
    clock was put elsewhere, so that what is on the screen need not wait for the next second.
    """

    def __init__(
        self,
        store: Store,
        worker: Worker,
        clock: SetClock,
        *,
        working: Callable[[], bool] = lambda: False,
        set_network: Callable[[bool], object] | None = None,
        verify: Callable[[], Sequence[str]] | None = None,
        kinds: Callable[[], Mapping[str, int]] | None = None,
        fill_disk: Callable[[bool], object] | None = None,
        bring_in: Callable[[YearTable], object] | None = None,
        clock_set: Callable[[], object] = lambda: None,
    ) -> None:
        self._store, self._worker, self._clock = store, worker, clock
        self._clock_set = clock_set
        self._working = working
        self._set_network, self._verify = set_network, verify
        self._kinds, self._fill_disk, self._bring_in = kinds, fill_disk, bring_in
        self.training = store.info().training

    @property
    def working(self) -> bool:
        """Whether the ui waits for something it started."""
        return self._working()

    def set_clock(self, moment: dt.datetime) -> None:
        """Put the clock to `moment`."""
        self._clock.set(moment)
        self._clock_set()

    def advance_clock(self, seconds: float) -> None:
        """Let the clock jump ahead."""
        self.set_clock(self._clock.now() + dt.timedelta(seconds=seconds))

    def now(self) -> str:
        """The desk's time, ISO."""
        return self._clock.now().isoformat(timespec="seconds")

    def set_network(self, on: bool) -> None:
        """Plug the network in, or pull it."""
        if self._set_network is not None:
            self._set_network(on)
        elif on:
            raise Unanswerable("this desk knows no network; it is always off")

    def settled(self, printing: bool) -> Future[str]:
        """What the store worker or the print queue is still at, as a word; '' for nothing."""
        return self._worker.submit(self._still_at, printing)

    def ask(self, question: str, fields: Mapping[str, Any]) -> Future[dict[str, Any]]:
        """Answer a question about the store. Raises Unanswerable inside the future."""
        return self._worker.submit(self._answer, question, fields)

    # --- on the store worker's thread --------------------------------------------------------

    def _still_at(self, printing: bool) -> str:
        if not printing:
            return ""
        jobs = self._store.jobs(("queued", "sent"), 1000)
        return "printing" if any(j.state == "sent" or not j.why for j in jobs) else ""

    def _answer(self, question: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        answers: dict[str, Callable[..., dict[str, Any]]] = {
            "case": self._case,
            "search": self._search,
            "journal": self._journal,
            "drafts": self._drafts,
            "prints": self._prints,
            "disk": self._disk,
            "holidays": self._holidays,
        }
        return answers[question](**fields)

    def _newest(self) -> str:
        """The case received last: every one has print jobs, or is still open."""
        seen = [number for job in self._store.jobs((), 200) if (number := _case_of(job))]
        seen += [row.case_no for row in self._store.open_cases(None, 200).rows]
        newest = max(dict.fromkeys(seen), key=self._received, default="")
        if not newest:
            raise Unanswerable("the store holds no case yet")
        return newest

    def _received(self, case_no: str) -> int:
        timeline = self._store.timeline(case_no)
        return timeline[0].header.seq if timeline else 0

    def _case(self, number: str = "last") -> dict[str, Any]:
        number = self._newest() if number == "last" else number
        state = self._store.case(number)
        if state is None or state.received is None:
            raise Unanswerable(f"the store holds no case {number}")
        timeline = [act.header.kind for act in self._store.timeline(number)]
        return {
            "number": number,
            "status": state.status.value,
            "fields": case_fields(state, len(timeline)),
            "timeline": timeline,
        }

    def _search(self, text: str) -> dict[str, Any]:
        rows = self._store.find(text, 50).rows
        return {
            "rows": [
                {"number": r.case_no, "applicant": r.applicant, "matter": r.matter_title}
                for r in rows
            ]
        }

    def _journal(self, verify: bool = False) -> dict[str, Any]:
        answer: dict[str, Any] = {"acts": self._store.info().acts}
        if verify:
            if self._verify is None:
                raise Unanswerable("this desk cannot verify its journal")
            answer["problems"] = list(self._verify())
        if self._kinds is not None:
            answer["kinds"] = dict(self._kinds())
        return answer

    def _drafts(self, clerk: str) -> dict[str, Any]:
        return {"titles": [draft.title for draft in self._store.drafts(clerk)]}

    def _prints(self) -> dict[str, Any]:
        jobs = self._store.jobs((), 1000)
        return {
            "jobs": [
                {
                    "title": j.title,
                    "state": j.state,
                    "why": j.why,
                    "nth": j.nth,
                    "case": _case_of(j),
                }
                for j in jobs
            ]
        }

    def _disk(self, full: bool) -> dict[str, Any]:
        if self._fill_disk is None:
            raise Unanswerable("this desk cannot play a full disk")
        self._fill_disk(full)
        return {}

    def _holidays(self, year: int, off: Sequence[str], worked: Sequence[str]) -> dict[str, Any]:
        if self._bring_in is None:
            raise Unanswerable("this desk takes no holiday table")
        try:
            table = YearTable(year, _named_days(off), _named_days(worked), f"{year}.csv")
        except ValueError as error:
            raise Unanswerable(f"a day is written 2027-01-01 元旦: {error}") from None
        try:
            self._bring_in(table)
        except KnownError as refused:
            raise Unanswerable(f"{refused.what}{refused.next_step}") from None
        return {}


def _case_of(job: PrintJob) -> str:
    """Number of the case that a printed paper belongs to; empty when it is of another kind."""
    kind, _, number = job.stream.partition(":")
    return number if kind == "case" else ""


def _named_days(rows: Sequence[str]) -> dict[dt.date, str]:
    """Days with their holiday, each `2027-01-01 元旦`."""
    parts = [row.partition(" ") for row in rows]
    return {dt.date.fromisoformat(day): name.strip() for day, _, name in parts}


def case_fields(state: CaseState, acts: int) -> dict[str, str]:
    """The fields of a case that a script may expect, all as text."""
    received, applicant, contact = state.received, state.applicant, state.contact
    assert received is not None
    limits, delivered = state.limits, state.delivered
    return {
        "applicant": applicant.name if applicant else "",
        "applicant_number": applicant.number if applicant else "",
        "agent": received.agent.document.name if received.agent else "",
        "address": applicant.address if applicant else "",
        "phone": contact.phone if contact else "",
        "matter": received.matter_title,
        "unit": received.unit,
        "window": received.window,
        "handling": str(received.handling),
        "simulated": "yes" if received.simulated else "no",
        "accepted_on": state.accepted_on,
        "due_on": limits.promised_on if limits else "",
        "legal_on": limits.legal_on if limits else "",
        "decided_on": state.decided_on,
        "delivered_on": state.delivered_on,
        "closed_on": state.closed_on,
        "acceptor": state.acceptor,
        "reviewer": state.reviewer,
        "decider": state.decider,
        "outcome": state.decided.outcome if state.decided else "",
        "relation": delivered.relation if delivered else "",
        "recipient": delivered.recipient if delivered else "",
        "papers": str(len(state.papers)),
        "missing_seals": str(len(state.missing_seals)),
        "corrections": str(len(state.corrections)),
        "acts": str(acts),
    }
