"""Telling once, waiting, stopping: over a real store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.helpers.desk import PIN, Desk
from tests.helpers.small_hall import INDEX, PROMISE

from counter.desk.law import LawDesk
from counter.desk.reception import MaterialTick
from counter.domain.case import MaterialReceived, Status, case_stream
from counter.domain.caseclock import Procedure
from counter.domain.errors import KnownError


def told(desk: Desk, law: LawDesk) -> str:
    actor = desk.session.sign_in("0317", PIN).actor
    form = desk.form(materials={"m1": MaterialTick(received=True)})
    return law.tell_new(actor, form, law.gaps(form, INDEX)).case_no


def test_f4_numbers_the_case_and_tells_what_is_missing(desk: Desk) -> None:
    law = LawDesk(desk.hall)
    number = told(desk, law)
    state = desk.store.case(number)
    assert state is not None and state.status is Status.SUPPLEMENT
    (task,) = desk.cases.work(desk.session.sign_in("0317", PIN).actor).tasks
    assert (task.what, task.group) == ("supplement", "others")


def test_the_second_notice_is_refused_after_it_was_recorded(desk: Desk) -> None:
    law = LawDesk(desk.hall)
    number = told(desk, law)
    actor = desk.session.sign_in("0317", PIN).actor
    form = desk.form(materials={})
    with pytest.raises(KnownError) as refusal:
        law.tell(actor, number, law.gaps(form, INDEX))
    assert refusal.value.code == "notice.second"
    state = desk.store.case(number)
    assert state is not None and [e.code for e in state.supervision] == ["notice.second"]


def test_the_supplement_brings_acceptance_and_its_papers(desk: Desk) -> None:
    law = LawDesk(desk.hall)
    number = told(desk, law)
    actor = desk.session.sign_in("0317", PIN).actor
    law.supplement(actor, number, (MaterialReceived(code="m2", name="名称预先核准通知书"),))
    state = desk.store.case(number)
    assert state is not None and state.status is Status.ACCEPTED
    assert {p.issued.code for p in state.papers.values()} == {"accept_notice", "slip"}


def test_nobody_told_and_the_terminal_was_off(tmp_path: Path) -> None:
    """Received 2026-09-22, the program next runs three weeks later: accepted from 9-22."""
    desk = Desk(tmp_path)
    actor = desk.session.sign_in("0317", PIN).actor
    form = desk.form(matter=PROMISE.code, materials={}, fields={})
    number = LawDesk(desk.hall).receive_only(actor, form).case_no
    assert LawDesk(desk.hall).automatic() == 0
    desk.close()
    again = Desk(tmp_path, desk.clock.now() + dt.timedelta(days=21))
    try:
        law = LawDesk(again.hall)
        assert law.automatic() == 1
        assert law.automatic() == 0
        state = again.store.case(number)
        assert state is not None and state.deemed and state.accepted_on == "2026-09-22"
        act = next(a for a in again.store.timeline(number) if a.header.kind == "case.accepted")
        assert act.header.actor == "system"
        assert act.header.recorded_at.startswith("2026-10-13")
    finally:
        again.close()


def test_a_stopped_clock_moves_the_promise_and_the_list_says_that_it_waits(desk: Desk) -> None:
    law = LawDesk(desk.hall)
    actor = desk.session.sign_in("0317", PIN).actor
    number = desk.reception.accept(actor, desk.form(matter=PROMISE.code, fields={})).case_no
    law.pause(actor, number, Procedure.TESTING, 5)
    (task,) = desk.cases.work(actor).tasks
    assert task.what == "resume"
    desk.clock.advance(dt.timedelta(days=2))  # 9-23 does not count, 9-24 does
    law.resume(actor, number, "检测合格")
    state = desk.store.case(number)
    assert state is not None and state.limits is not None
    assert state.limits.promised_on == "2026-10-21"


def test_the_life_of_a_case_is_printed_with_the_names_of_who_acted(desk: Desk) -> None:
    law = LawDesk(desk.hall)
    number = told(desk, law)
    actor = desk.session.sign_in("0317", PIN).actor
    (task,) = law.print_life(actor, number)
    state = desk.store.case(number)
    assert state is not None
    content = state.papers[task.paper_id].issued.content
    acts = content["acts"]
    assert isinstance(acts, list) and {row["who"] for row in acts} == {"李晓梅"}
    assert content["holding"][-1]["holder"] == "申请人补材料"  # type: ignore[index]
    (job,) = [j for j in desk.store.jobs(stream=case_stream(number)) if j.paper_id == task.paper_id]
    assert (job.title, job.state) == ("办件经过单", "queued")
    with pytest.raises(KnownError) as refusal:
        law.print_life(actor, number)
    assert refusal.value.code == "timeline.same"
    assert len(desk.store.jobs(stream=case_stream(number))) == len(state.papers)


def test_supervision_hears_of_a_passed_promise_once_also_when_the_terminal_was_off(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)
    actor = desk.session.sign_in("0317", PIN).actor
    number = desk.reception.accept(actor, desk.form(matter=PROMISE.code, fields={})).case_no
    assert LawDesk(desk.hall).automatic() == 0
    desk.close()
    again = Desk(tmp_path, desk.clock.now() + dt.timedelta(days=40))
    try:
        law = LawDesk(again.hall)
        assert (law.automatic(), law.automatic()) == (1, 0)
        state = again.store.case(number)
        assert state is not None and [e.code for e in state.supervision] == ["clock.late"]
        clerk = again.session.sign_in("0317", PIN).actor
        assert [t.what for t in again.cases.work(clerk).tasks] == ["review", "answer"]
        law.answer(clerk, number, "clock.late", "补勘现场，明日决定")
        assert [t.what for t in again.cases.work(clerk).tasks] == ["review"]
    finally:
        again.close()
