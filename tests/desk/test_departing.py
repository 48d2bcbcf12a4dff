"""移交 and 交回 over a real store: who signs is looked up, and a refusal leaves nothing behind."""

from __future__ import annotations

import pytest
from tests.helpers.desk import PIN, Desk
from tests.helpers.small_hall import PROMISE

from counter.desk.departing import DepartDesk
from counter.domain.case import CaseState, Status
from counter.domain.errors import KnownError


def accepted(desk: Desk) -> str:
    actor = desk.session.sign_in("0317", PIN).actor
    return desk.reception.accept(actor, desk.form(matter=PROMISE.code, fields={})).case_no


def state_of(desk: Desk, number: str) -> CaseState:
    state = desk.store.case(number)
    assert state is not None
    return state


def test_a_colleague_named_by_name_is_found_and_may_not_decide_what_he_reviewed(desk: Desk) -> None:
    number = accepted(desk)
    actor = desk.session.sign_in("0317", PIN).actor
    away = DepartDesk(desk.hall)
    away.hand_over(actor, number, "王志刚")
    state = state_of(desk, number)
    assert state.status is Status.DEPARTMENT and state.department is not None
    assert state.department.over.taker_number == "0309"
    away.hand_back(actor, number, "0309", "grant")
    assert (state_of(desk, number).status, state_of(desk, number).reviewer) == (
        Status.REVIEWED,
        "0309",
    )
    assert desk.cases.view(number).names["0309"] == "王志刚"
    chief = desk.session.sign_in("0309", PIN).actor
    with pytest.raises(KnownError) as refusal:
        desk.decision.decide(chief, number, "granted")
    assert refusal.value.code == "decide.same_person"


def test_a_refused_step_records_nothing(desk: Desk) -> None:
    number = accepted(desk)
    actor = desk.session.sign_in("0317", PIN).actor
    away, before = DepartDesk(desk.hall), desk.store.timeline(number)
    steps = (
        (lambda: away.hand_over(actor, number, "8888"), "handover.unknown"),
        (lambda: away.hand_over(actor, number, "0317"), "handover.same"),
        (lambda: away.hand_back(actor, number, "向家驹", "grant"), "handback.state"),
        (lambda: away.send_up(actor, number, "市局"), "upward.handling"),
        (lambda: away.come_back(actor, number, "grant", "1", "2026-09-22"), "answer.state"),
    )
    for step, code in steps:
        with pytest.raises(KnownError) as refusal:
            step()
        assert refusal.value.code == code
    assert desk.store.timeline(number) == before


def test_the_work_list_says_that_the_department_has_it(desk: Desk) -> None:
    number = accepted(desk)
    actor = desk.session.sign_in("0317", PIN).actor
    DepartDesk(desk.hall).hand_over(actor, number, "向家驹")
    (task,) = desk.cases.work(actor).tasks
    assert (task.what, task.whose, task.due) == ("department", "department", "2026-10-20")


def test_cases_on_one_slip_are_one_command_and_one_paper_and_a_refused_one_stops_all(
    desk: Desk,
) -> None:
    numbers = [accepted(desk) for _ in range(3)]
    actor = desk.session.sign_in("0317", PIN).actor
    away = DepartDesk(desk.hall)
    with pytest.raises(KnownError):
        away.hand_over(actor, numbers[0], "向家驹", (numbers[1], numbers[1]))
    assert {state_of(desk, n).status for n in numbers} == {Status.ACCEPTED}
    away.hand_over(actor, numbers[0], "向家驹", (numbers[1], numbers[2]))
    assert {state_of(desk, n).status for n in numbers} == {Status.DEPARTMENT}
    handed = [
        act.header
        for n in numbers
        for act in desk.store.timeline(n)
        if act.header.kind == "case.handed_over"
    ]
    assert len({header.command_id for header in handed}) == 1
    slips = [
        paper.issued.number
        for n in numbers
        for paper in state_of(desk, n).papers.values()
        if paper.issued.code == "handover_list"
    ]
    assert len(slips) == 1 and slips[0]
