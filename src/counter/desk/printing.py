"""The print queue: intent is durable before the first byte, an outcome is an act, unknown is asked.

queued → sent → done | failed | unknown. A job of which nothing has left yet (paper out, cover
open, printer silent before the first byte) stays queued with its reason and goes on by itself
when the printer is ready. What left and was not confirmed is unknown: only a person who looked
can settle it. Nothing is printed twice by the program's own doing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
import structlog

from counter.desk.hall import Hall, print_job
from counter.desk.session import SYSTEM
from counter.desk.worker import Worker
from counter.domain.acts import Act, NewAct
from counter.domain.errors import KnownError
from counter.domain.paperacts import (
    PaperIssued,
    PaperPrinted,
    ReprintOrdered,
    papers_of,
    require_reprint,
)
from counter.domain.people import Actor, Role, require_unit
from counter.domain.recalcwords import reprint_note
from counter.ports.devices import PrintOutcome
from counter.ports.store import JobState, PrintJob, Tx

log = structlog.get_logger(__name__)

Channel = Literal["page", "slip", "overlay"]
STATES: dict[str, JobState] = {"printed": "done", "failed": "failed", "unknown": "unknown"}


class PrintDesk:
    """What people and the print workers ask of the queue. On the store worker's thread."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def jobs(self, limit: int = 50) -> tuple[PrintJob, ...]:
        """The queue, newest first."""
        return self._hall.store.jobs(limit=limit)

    def reprint(self, actor: Actor, stream: str, paper_id: str) -> int:
        """补打: ordered by somebody (an act), a new job, marked and counted.

        stream: one that the paper belongs to or bears on. Raises `role.*`, `print.none`,
        `print.waiting`.
        """
        hall = self._hall
        with hall.store.write() as tx:
            acts = tx.acts_of(stream)
            paper = papers_of(acts).get(paper_id)
            if paper is None:
                raise KnownError("print.none", "没有这份文书。", "请从单子上的文书里选。")
            require_reprint(actor, paper, acts)
            waiting = hall.store.jobs(("queued", "sent"), 1000, stream=paper.stream)
            if any(job.paper_id == paper_id for job in waiting):
                raise KnownError("print.waiting", "这份文书正在排队打印。", "等打好再补打。")
            before = sum(1 for p in paper.prints if p.outcome != "failed")
            job = print_job(paper.stream, paper.issued, copies=1, nth=before + 1)
            number = tx.enqueue(job, hall.now())
            order = NewAct(
                stream=paper.stream,
                payload=ReprintOrdered(
                    paper_id=paper_id, job=number, nth=job.nth, note=reprint_note(acts, paper_id)
                ),
                effective_on=hall.today().isoformat(),
                touches=paper.touches,
                units=paper.units,
            )
            tx.append([order], hall.stamp(actor))
        log.info("print.reprint", job=number, actor=actor.number)
        hall.published_of(paper.stream, "queue")
        return number

    def settle(self, actor: Actor, job_id: int, seen: bool) -> None:
        """A person looked: the paper of an unknown job is there, or it is not.

        Whoever works at this window may look, of whatever unit. Raises `role.clerk`, `print.state`.
        """
        hall = self._hall
        _require_window(actor)
        with hall.store.write() as tx:
            job = self._job(job_id, "unknown")
            outcome = PrintOutcome(outcome="printed" if seen else "failed", why="settled")
            self._end(tx, job, outcome, settled_by=actor)
        hall.published_of(job.stream, "queue")

    def cancel(self, actor: Actor, job_id: int) -> None:
        """Take a waiting job out of the queue; nothing of it was printed. Raises as `settle`."""
        hall = self._hall
        _require_window(actor)
        with hall.store.write() as tx:
            job = self._job(job_id, "queued")
            outcome = PrintOutcome(outcome="failed", why="cancelled")
            self._end(tx, job, outcome, settled_by=actor)
        hall.published_of(job.stream, "queue")

    def recover(self) -> int:
        """At start: what was on its way when the program ended is unknown. Returns how many."""
        hall = self._hall
        lost = hall.store.jobs(("sent",), limit=1000)
        for job in lost:
            with hall.store.write() as tx:
                self._end(tx, job, PrintOutcome(outcome="unknown", why="interrupted"))
        if lost:
            hall.published("", "queue")
        return len(lost)

    # for the workers
    def next(self, channel: Channel) -> tuple[PrintJob, PaperIssued] | None:
        """The oldest queued job of a channel with its paper; nothing is marked yet."""
        queued = [j for j in self._hall.store.jobs(("queued",), 1000) if j.channel == channel]
        if not queued:
            return None
        job = min(queued, key=lambda j: j.id)
        acts = self._hall.store.acts_of(job.stream)
        paper = papers_of(acts).get(job.paper_id)
        if paper is None:
            raise RuntimeError(f"print job {job.id} has no paper in its stream")
        return job, _noted(paper.issued, acts, job)

    def form_of(self, job: PrintJob) -> str:
        """The layout that the paper of a job is printed by."""
        return papers_of(self._hall.store.acts_of(job.stream))[job.paper_id].issued.form

    def mark_sent(self, job: PrintJob) -> bool:
        """Durable before the first byte leaves; False when the job was cancelled meanwhile."""
        with self._hall.store.write() as tx:
            if all(j.id != job.id for j in self._hall.store.jobs(("queued",), 1000)):
                return False
            tx.set_job(job.id, "sent", self._hall.now())
        self._hall.published_of(job.stream, "queue")
        return True

    def hold(self, job: PrintJob, why: str) -> None:
        """Nothing left: back to the queue, with the reason shown."""
        with self._hall.store.write() as tx:
            tx.set_job(job.id, "queued", self._hall.now(), why)
        self._hall.published_of(job.stream, "queue")

    def finish(self, job: PrintJob, outcome: PrintOutcome, simulated: bool) -> None:
        """Record the outcome as an act."""
        with self._hall.store.write() as tx:
            self._end(tx, job, outcome, simulated=simulated)
        self._hall.published_of(job.stream, "queue")

    def _job(self, job_id: int, state: JobState) -> PrintJob:
        for job in self._hall.store.jobs((state,), 1000):
            if job.id == job_id:
                return job
        raise KnownError("print.state", "这份打印的状态已经变了。", "请看一眼打印队列。")

    def _end(
        self,
        tx: Tx,
        job: PrintJob,
        outcome: PrintOutcome,
        *,
        settled_by: Actor | None = None,
        simulated: bool = False,
    ) -> None:
        hall = self._hall
        paper = papers_of(tx.acts_of(job.stream)).get(job.paper_id)
        payload = PaperPrinted(
            paper_id=job.paper_id,
            job=job.id,
            outcome=outcome.outcome,
            nth=job.nth,
            copies=job.copies,
            why=outcome.why,
            settled_by=settled_by.number if settled_by else "",
            simulated=simulated,
        )
        act = NewAct(
            stream=job.stream,
            payload=payload,
            effective_on=hall.today().isoformat(),
            touches=paper.touches if paper else (),
            units=paper.units if paper else (),
        )
        stamp = hall.stamp(settled_by) if settled_by else hall.stamp(SYSTEM, grant="打印")
        tx.append([act], stamp)
        tx.set_job(job.id, STATES[outcome.outcome], hall.now(), outcome.why)


def _noted(issued: PaperIssued, acts: Sequence[Act], job: PrintJob) -> PaperIssued:
    """The paper with what its reprint was ordered to note; what was issued stays as it was."""
    orders = [a.payload for a in acts if isinstance(a.payload, ReprintOrdered)]
    note = next((order.note for order in orders if order.job == job.id), "")
    if not note:
        return issued
    return msgspec.structs.replace(issued, content={**issued.content, "reprint_note": note})


def _require_window(actor: Actor) -> None:
    if not actor.may(Role.FINANCE):
        require_unit(actor, actor.unit)


class PrintWorker:
    """One thread for one printer: takes the oldest job, renders, marks, prints, reports.

    send(data, job) drives the device and returns the outcome; a held outcome (nothing left) puts
    the job back; it is tried again once `ready()` says so, asked every `pause` seconds. warm()
    is called once on the worker's thread before the first job. breath: seconds between being
    woken and setting to work, in which the screen says first that the case is accepted.

    The thread outlives faults: a job that fails by our own fault ends as failed (nothing left) or
    unknown (something may have), the fault is reported, the next job is taken. An outcome that
    the store could not take is kept and recorded before anything else.
    """

    def __init__(
        self,
        channel: Channel,
        desk: PrintDesk,
        worker: Worker,
        render: Callable[[PaperIssued, int], bytes],
        send: Callable[[bytes, PrintJob], PrintOutcome],
        *,
        simulated: bool,
        on_fault: Callable[[BaseException], None],
        ready: Callable[[], bool] = lambda: True,
        warm: Callable[[], object] = lambda: None,
        pause: float = 2.0,
        breath: float = 0.0,
    ) -> None:
        self._channel, self._desk, self._worker = channel, desk, worker
        self._render, self._send, self._simulated = render, send, simulated
        self._on_fault, self._ready, self._pause = on_fault, ready, pause
        self._warm, self._breath = warm, breath
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name=f"print-{channel}", daemon=True)
        self._owed: Callable[[], None] | None = None
        self.busy = False

    def start(self) -> None:
        """Begin; jobs already queued are taken first."""
        self._thread.start()

    def wake(self) -> None:
        """There may be a job."""
        self._wake.set()

    def close(self, timeout: float = 5.0) -> None:
        """Stop after the job in hand."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _loop(self) -> None:
        try:
            self._warm()
        except Exception as error:
            self._on_fault(error)
        while not self._stop.is_set():
            self._wake.clear()
            resting = not self.turn() and not self._stop.is_set()
            if resting and self._wake.wait(self._pause):
                self._stop.wait(self._breath)

    def turn(self) -> bool:
        """One step that raises nothing; False when there was nothing to do, or it failed."""
        try:
            return self.step()
        except KnownError as error:
            log.warning("print.store", code=error.code)
        except Exception as error:
            self._on_fault(error)
        return False

    def step(self) -> bool:
        """Do one job; False when there was none or it had to be held."""
        if self._owed is not None:
            self._record(self._owed)
        taken = self._worker.submit(self._desk.next, self._channel).result()
        if taken is None or (taken[0].why and not self._ready()):
            return False
        self.busy = True
        try:
            return self._print(*taken)
        finally:
            self.busy = False

    def _print(self, job: PrintJob, issued: PaperIssued) -> bool:
        try:
            data = self._render(issued, job.nth)
        except KnownError as error:
            self._finish(job, PrintOutcome(outcome="failed", why=error.code, words=str(error.what)))
            return True
        except Exception as error:
            self._on_fault(error)
            self._finish(job, PrintOutcome(outcome="failed", why="print.fault"))
            return True
        if not self._worker.submit(self._desk.mark_sent, job).result():
            return True
        try:
            outcome = self._send(data, job)
        except Exception as error:
            self._on_fault(error)
            outcome = PrintOutcome(outcome="unknown", why="print.fault")
        log.info("print.ended", job=job.id, outcome=outcome.outcome, why=outcome.why)
        if outcome.held:
            if job.why != outcome.why:
                log.info("print.held", job=job.id, why=outcome.why)
            self._record(lambda: self._desk.hold(job, outcome.why))
            return False
        self._finish(job, outcome)
        return True

    def _finish(self, job: PrintJob, outcome: PrintOutcome) -> None:
        self._record(lambda: self._desk.finish(job, outcome, self._simulated))

    def _record(self, outcome: Callable[[], None]) -> None:
        self._owed = outcome
        self._worker.submit(outcome).result()
        self._owed = None
