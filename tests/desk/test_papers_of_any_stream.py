"""A paper needs no case: any stream may issue one; it is queued, printed, settled, reprinted."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.desk.test_printing_desk import FakePrinter, accepted, worker
from tests.helpers.desk import PIN, Desk
from tests.helpers.errand import STREAM, errand

from counter.desk.changes import Changes
from counter.domain.acts import NewAct
from counter.domain.case import case_stream
from counter.domain.errors import KnownError
from counter.domain.paperacts import PaperState, papers_of
from counter.domain.people import Actor
from counter.ports.devices import PrintOutcome
from counter.ports.store import PrintJob
from counter.store.verify import verify


def clerk(desk: Desk, number: str = "0317") -> Actor:
    return desk.session.sign_in(number, PIN).actor


def issue(desk: Desk, *acts: NewAct, by: str = "0317") -> None:
    actor = clerk(desk, by)
    with desk.store.write() as tx:
        desk.hall.record(tx, acts, desk.hall.stamp(actor))


def job(desk: Desk, stream: str = STREAM) -> PrintJob:
    return desk.store.jobs(stream=stream)[0]


def paper(desk: Desk, paper_id: str = "e1") -> PaperState:
    return papers_of(desk.store.acts_of(STREAM))[paper_id]


def test_it_is_queued_with_the_words_of_its_act_and_its_fate_stands_in_its_stream(
    desk: Desk,
) -> None:
    issue(desk, errand("e1"))
    queued = job(desk)
    assert (queued.title, queued.about, queued.state) == ("跑腿单", "跑腿 7 号", "queued")
    printer = FakePrinter(desk)
    assert worker(desk, printer).step()
    assert printer.sent == ["跑腿单 1".encode()]
    assert [p.outcome for p in paper(desk).prints] == ["printed"]
    *_, told = desk.store.acts_of(STREAM)
    assert (told.header.kind, told.header.units) == ("paper.printed", ("GS",))
    assert verify(desk.store) == []  # type: ignore[arg-type]


def test_pages_hear_of_the_stream_and_of_no_case(desk: Desk) -> None:
    heard: list[Changes] = []
    desk.hall.feed.subscribe(heard.append)
    issue(desk, errand("e1"))
    worker(desk, FakePrinter(desk)).step()
    assert heard[-1].streams == {STREAM} and heard[-1].cases == frozenset()
    assert heard[-1].of("errand") == {"7"} and "queue" in heard[-1].topics


def test_an_unknown_one_waits_for_eyes_and_is_printed_again_marked(desk: Desk) -> None:
    issue(desk, errand("e1"))
    printer = FakePrinter(desk, PrintOutcome(outcome="unknown", why="printer.silent"))
    worker(desk, printer).step()
    actor = clerk(desk)
    desk.printing.settle(actor, job(desk).id, seen=False)
    desk.printing.reprint(actor, STREAM, "e1")
    with pytest.raises(KnownError, match="正在排队"):
        desk.printing.reprint(actor, STREAM, "e1")
    worker(desk, printer).step()
    fates = [(p.outcome, p.nth) for p in paper(desk).prints]
    assert fates == [("unknown", 1), ("failed", 1), ("printed", 2)]
    kinds = [act.header.kind for act in desk.store.acts_of(STREAM)]
    assert kinds.count("paper.reprint_ordered") == 1


def test_its_unit_who_issued_it_and_who_opened_the_stream_may_have_it_again(desk: Desk) -> None:
    issue(desk, errand("e1", "WH"))
    issue(desk, errand("e2", "WH"), by="0901")
    printer = FakePrinter(desk)
    worker(desk, printer).step()
    worker(desk, printer).step()
    opener, unit = clerk(desk), clerk(desk, "0901")
    desk.printing.reprint(opener, STREAM, "e2")
    desk.printing.reprint(unit, STREAM, "e1")
    stranger = msgspec.structs.replace(opener, number="0318")
    for who, what, code in (
        (stranger, "e1", "role.unit"),
        (clerk(desk, "0001"), "e1", "role.clerk"),
        (opener, "e3", "print.none"),
    ):
        with pytest.raises(KnownError) as refused:
            desk.printing.reprint(who, STREAM, what)
        assert refused.value.code == code


def test_without_a_unit_only_its_own_people_may_have_it_again(desk: Desk) -> None:
    issue(desk, errand("e1", ""))
    worker(desk, FakePrinter(desk)).step()
    with pytest.raises(KnownError):
        desk.printing.reprint(clerk(desk, "0901"), STREAM, "e1")
    assert desk.printing.reprint(clerk(desk), STREAM, "e1")


def test_a_paper_that_bears_on_a_case_is_seen_there_and_its_fate_too(desk: Desk) -> None:
    number = accepted(desk)
    issue(desk, errand("e1", "GS", case_stream(number)))
    for _ in range(2):
        worker(desk, FakePrinter(desk)).step()
    desk.printing.reprint(clerk(desk), case_stream(number), "e1")
    assert [j.nth for j in desk.store.jobs(("queued",), stream=STREAM)] == [2]
    worker(desk, FakePrinter(desk)).step()
    state = desk.store.case(number)
    assert state is not None
    assert [(p.outcome, p.nth) for p in state.papers["e1"].prints] == [
        ("printed", 1),
        ("printed", 2),
    ]
    assert state.papers["e1"] == paper(desk)


def test_what_was_on_its_way_at_a_crash_is_unknown_at_the_next_start(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    issue(desk, errand("e1"))
    desk.printing.mark_sent(job(desk))
    desk.close()
    again = Desk(tmp_path)
    try:
        assert again.printing.recover() == 1
        assert [(p.outcome, p.why) for p in paper(again).prints] == [("unknown", "interrupted")]
        assert again.printing.recover() == 0
    finally:
        again.close()


def test_one_that_cannot_be_drawn_is_not_issued(desk: Desk) -> None:
    act = errand("e1")
    empty = msgspec.structs.replace(act.payload, content={"applicant": ""})
    with pytest.raises(AssertionError):
        issue(desk, msgspec.structs.replace(act, payload=empty))
    assert desk.store.jobs() == () and desk.store.acts_of(STREAM) == ()
