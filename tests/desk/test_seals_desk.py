"""用印登记 over a real store: whose seals who may look at, newest first, with the papers named."""

from __future__ import annotations

import datetime as dt

from tests.helpers.desk import PIN, Desk

from counter.desk.seals import SealDesk
from counter.domain.people import Actor
from counter.ports.devices import PrintOutcome


def person(desk: Desk, number: str) -> Actor:
    return desk.session.sign_in(number, PIN).actor


def sealed(desk: Desk) -> str:
    """A granted spot case with both seals of the decision."""
    clerk, chief = person(desk, "0317"), person(desk, "0309")
    case_no = desk.reception.accept(clerk, desk.form()).case_no
    desk.decision.decide(chief, case_no, "granted")
    for job in desk.store.jobs(("queued",), 100):
        desk.printing.mark_sent(job)
        desk.printing.finish(job, PrintOutcome(outcome="printed"), simulated=True)
    state = desk.store.case(case_no)
    assert state is not None
    for paper_id, kind in state.missing_seals:
        desk.clock.moment += dt.timedelta(minutes=1)
        desk.decision.use_seal(chief, case_no, paper_id, kind)
    return case_no


def test_a_line_names_seal_paper_number_case_person_and_time(desk: Desk) -> None:
    case_no = sealed(desk)
    page = SealDesk(desk.hall).register(person(desk, "0317"))
    newest, older = page.lines
    assert (newest.seal, older.seal) == ("ZX", "GS-SP")
    assert newest.at > older.at and newest.pos > older.pos
    assert (older.paper, older.number) == ("准予行政许可决定书", "衡工商准〔2026〕0001 号")
    assert (older.case_no, older.who, older.name) == (case_no, "王志刚", "工商局行政审批专用章")
    assert page.next_key is None


def test_one_seal_alone_and_older_lines_by_key(desk: Desk) -> None:
    register = SealDesk(desk.hall)
    for _ in range(3):
        sealed(desk)
    clerk = person(desk, "0317")
    first = register.register(clerk, limit=4)
    rest = register.register(clerk, before=first.next_key, limit=4)
    assert (len(first.lines), len(rest.lines), rest.next_key) == (4, 2, None)
    assert not {line.pos for line in first.lines} & {line.pos for line in rest.lines}
    only = register.register(clerk, "GS-SP")
    assert [line.seal for line in only.lines] == ["GS-SP"] * 3


def test_a_window_sees_its_units_seals_and_the_centres_and_nobody_elses(desk: Desk) -> None:
    sealed(desk)
    register = SealDesk(desk.hall)
    other = register.register(person(desk, "0901"))
    assert [code for code, _ in other.seals] == ["ZX"]
    assert [line.seal for line in other.lines] == ["ZX"]
    assert register.register(person(desk, "0901"), "GS-SP").lines == ()
    manager = register.register(person(desk, "0001"))
    assert [code for code, _ in manager.seals] == ["GS-SL", "GS-SP", "ZX"]
    assert len(manager.lines) == 2
