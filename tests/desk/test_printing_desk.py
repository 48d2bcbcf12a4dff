"""The print queue: durable intent, honest outcomes, nothing printed twice by itself."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.helpers.desk import PIN, Desk

from counter.desk.printing import PrintWorker
from counter.desk.worker import InlineWorker
from counter.domain.case import case_stream
from counter.domain.errors import KnownError
from counter.domain.people import Role
from counter.ports.devices import PrintOutcome
from counter.ports.store import PrintJob


class FakePrinter:
    """Gives the outcomes it was told, and remembers what it was sent."""

    def __init__(self, desk: Desk, *outcomes: PrintOutcome) -> None:
        self.sent: list[bytes] = []
        self.states: list[str] = []
        self._desk, self._outcomes = desk, list(outcomes)

    def __call__(self, data: bytes, job: PrintJob) -> PrintOutcome:
        self.states.append(self._desk.store.jobs(("sent",))[0].state)
        self.sent.append(data)
        return self._outcomes.pop(0) if self._outcomes else PrintOutcome(outcome="printed")


def worker(desk: Desk, printer: FakePrinter, ready: bool = True) -> PrintWorker:
    def fail(fault: BaseException) -> None:
        raise fault

    return PrintWorker(
        "slip",
        desk.printing,
        InlineWorker(),
        lambda issued, nth: desk.hall.papers.render(issued, nth).data,
        printer,
        simulated=True,
        on_fault=fail,
        ready=lambda: ready,
    )


def accepted(desk: Desk) -> str:
    actor = desk.session.sign_in("0317", PIN).actor
    return desk.reception.accept(actor, desk.form()).case_no


def slip(desk: Desk, case_no: str) -> PrintJob:
    return next(j for j in desk.store.jobs(stream=case_stream(case_no)) if j.channel == "slip")


def prints(desk: Desk, case_no: str) -> list[tuple[str, int, str]]:
    state = desk.store.case(case_no)
    assert state is not None
    paper = next(p for p in state.papers.values() if p.issued.channel == "slip")
    return [(p.outcome, p.nth, p.why) for p in paper.prints]


def test_a_job_is_marked_as_sent_before_the_first_byte_and_its_outcome_is_an_act(
    desk: Desk,
) -> None:
    number = accepted(desk)
    printer = FakePrinter(desk)
    assert worker(desk, printer).step()
    assert printer.states == ["sent"] and printer.sent == ["收件回执 1".encode()]
    assert slip(desk, number).state == "done"
    assert prints(desk, number) == [("printed", 1, "")]
    assert not worker(desk, printer).step()


def test_paper_out_holds_the_job_and_it_goes_on_when_the_printer_is_ready(desk: Desk) -> None:
    number = accepted(desk)
    printer = FakePrinter(desk, PrintOutcome(outcome="failed", why="printer.paper_out", held=True))
    assert not worker(desk, printer).step()
    assert (slip(desk, number).state, slip(desk, number).why) == ("queued", "printer.paper_out")
    assert not worker(desk, printer, ready=False).step()
    assert len(printer.sent) == 1
    assert worker(desk, printer).step()
    assert prints(desk, number) == [("printed", 1, "")]


def test_an_unknown_print_is_never_repeated_and_a_person_settles_it(desk: Desk) -> None:
    number = accepted(desk)
    printer = FakePrinter(desk, PrintOutcome(outcome="unknown", why="printer.silent"))
    assert worker(desk, printer).step()
    assert slip(desk, number).state == "unknown"
    assert not worker(desk, printer).step()
    actor = desk.session.sign_in("0317", PIN).actor
    desk.printing.settle(actor, slip(desk, number).id, seen=True)
    assert prints(desk, number) == [("unknown", 1, "printer.silent"), ("printed", 1, "settled")]
    act = desk.store.timeline(number)[-1]
    assert act.header.actor == "0317"
    with pytest.raises(KnownError, match="状态已经变了"):
        desk.printing.settle(actor, slip(desk, number).id, seen=True)


def test_a_reprint_is_counted_and_not_queued_twice(desk: Desk) -> None:
    number = accepted(desk)
    printer = FakePrinter(desk)
    worker(desk, printer).step()
    actor = desk.session.sign_in("0317", PIN).actor
    paper = slip(desk, number).paper_id
    desk.printing.reprint(actor, case_stream(number), paper)
    with pytest.raises(KnownError, match="正在排队"):
        desk.printing.reprint(actor, case_stream(number), paper)
    worker(desk, printer).step()
    assert [p[:2] for p in prints(desk, number)] == [("printed", 1), ("printed", 2)]
    assert printer.sent[-1] == "收件回执 2".encode()


def test_a_reprint_names_who_ordered_it_and_only_the_cases_own_people_may(desk: Desk) -> None:
    number = accepted(desk)
    worker(desk, FakePrinter(desk)).step()
    actor = desk.session.sign_in("0317", PIN).actor
    paper = slip(desk, number).paper_id
    supervisor = msgspec.structs.replace(actor, number="0003", roles=frozenset({Role.SUPERVISOR}))
    stranger = msgspec.structs.replace(actor, number="0905", unit="WH")
    for who, code in ((supervisor, "role.clerk"), (stranger, "role.unit")):
        with pytest.raises(KnownError) as refusal:
            desk.printing.reprint(who, case_stream(number), paper)
        assert refusal.value.code == code
    desk.printing.reprint(actor, case_stream(number), paper)
    act = desk.store.timeline(number)[-1]
    assert (act.header.kind, act.header.actor) == ("paper.reprint_ordered", "0317")
    assert slip(desk, number).nth == 2


def test_who_only_looks_on_settles_and_cancels_nothing(desk: Desk) -> None:
    number = accepted(desk)
    actor = desk.session.sign_in("0317", PIN).actor
    supervisor = msgspec.structs.replace(actor, number="0003", roles=frozenset({Role.SUPERVISOR}))
    with pytest.raises(KnownError, match="岗位"):
        desk.printing.cancel(supervisor, slip(desk, number).id)
    worker(desk, FakePrinter(desk, PrintOutcome(outcome="unknown", why="printer.silent"))).step()
    with pytest.raises(KnownError, match="岗位"):
        desk.printing.settle(supervisor, slip(desk, number).id, seen=True)
    assert slip(desk, number).state == "unknown"


def test_what_was_on_its_way_at_a_crash_is_unknown_at_the_next_start(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    number = accepted(desk)
    desk.printing.mark_sent(slip(desk, number))
    desk.close()
    again = Desk(tmp_path)
    try:
        assert again.printing.recover() == 1
        assert prints(again, number) == [("unknown", 1, "interrupted")]
        assert again.printing.recover() == 0
    finally:
        again.close()


def test_a_cancelled_job_is_a_failed_one_and_never_reaches_the_printer(desk: Desk) -> None:
    number = accepted(desk)
    actor = desk.session.sign_in("0317", PIN).actor
    desk.printing.cancel(actor, slip(desk, number).id)
    printer = FakePrinter(desk)
    assert not worker(desk, printer).step()
    assert prints(desk, number) == [("failed", 1, "cancelled")]


class Broken:
    """A call that fails in a given way until it is told to work."""

    def __init__(self, fault: BaseException) -> None:
        self.fault: BaseException | None = fault

    def check(self) -> None:
        if self.fault is not None:
            raise self.fault


def loop_of(desk: Desk, printer: object, render: object = None) -> tuple[PrintWorker, list[object]]:
    """A worker that is not started, with the faults it reported."""
    faults: list[object] = []
    made = PrintWorker(
        "slip",
        desk.printing,
        InlineWorker(),
        render or (lambda issued, nth: desk.hall.papers.render(issued, nth).data),  # type: ignore[arg-type]
        printer,  # type: ignore[arg-type]
        simulated=True,
        on_fault=faults.append,
    )
    return made, faults


def test_a_driver_that_breaks_down_leaves_an_unknown_print_and_the_worker_goes_on(
    desk: Desk,
) -> None:
    first, second = accepted(desk), accepted(desk)
    broken = Broken(ValueError("driver"))

    def send(data: bytes, job: PrintJob) -> PrintOutcome:
        broken.check()
        return PrintOutcome(outcome="printed")

    made, faults = loop_of(desk, send)
    assert made.turn()
    assert prints(desk, first) == [("unknown", 1, "print.fault")]
    assert [type(f) for f in faults] == [ValueError]
    broken.fault = None
    assert made.turn()
    assert prints(desk, second) == [("printed", 1, "")]


def test_a_paper_that_our_own_fault_keeps_from_being_drawn_does_not_block_the_next(
    desk: Desk,
) -> None:
    first, second = accepted(desk), accepted(desk)
    broken = Broken(ValueError("layout"))

    def render(issued: object, nth: int) -> bytes:
        if broken.fault is not None:
            fault, broken.fault = broken.fault, None
            raise fault
        return b"x"

    printer = FakePrinter(desk)
    made, faults = loop_of(desk, printer, render)
    assert made.turn()
    assert prints(desk, first) == [("failed", 1, "print.fault")] and len(faults) == 1
    assert made.turn()
    assert prints(desk, second) == [("printed", 1, "")]


@pytest.mark.logs("print.store")
def test_an_outcome_that_could_not_be_recorded_is_recorded_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = accepted(desk)
    printer = FakePrinter(desk)
    made, faults = loop_of(desk, printer)
    full = Broken(KnownError("store.disk_full", "磁盘满了。", "请腾出地方。"))
    finish = desk.printing.finish

    def later(job: PrintJob, outcome: PrintOutcome, simulated: bool) -> None:
        full.check()
        finish(job, outcome, simulated)

    monkeypatch.setattr(desk.printing, "finish", later)
    assert not made.turn() and not made.turn()
    assert slip(desk, number).state == "sent" and len(printer.sent) == 1
    full.fault = None
    made.turn()
    assert prints(desk, number) == [("printed", 1, "")]
    assert len(printer.sent) == 1 and faults == []


def test_a_job_cancelled_while_it_was_being_drawn_is_not_printed(desk: Desk) -> None:
    number = accepted(desk)
    actor = desk.session.sign_in("0317", PIN).actor
    printer = FakePrinter(desk)

    def render(issued: object, nth: int) -> bytes:
        desk.printing.cancel(actor, slip(desk, number).id)
        return b"x"

    made, faults = loop_of(desk, printer, render)
    made.turn()
    assert printer.sent == [] and faults == []
    assert slip(desk, number).state == "failed"
    assert prints(desk, number) == [("failed", 1, "cancelled")]
