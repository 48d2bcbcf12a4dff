"""Finding, opening, the work list, and the traces of looking."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.helpers.desk import PIN, Desk
from tests.helpers.small_hall import PROMISE

from counter.desk.cases import UNFILED
from counter.desk.law import LawDesk
from counter.domain import archive
from counter.domain.case import Status
from counter.domain.caseclock import Procedure
from counter.domain.delivery import Service
from counter.domain.errors import KnownError


def test_who_searched_and_opened_whose_data_is_recorded(desk: Desk) -> None:
    actor = desk.session.sign_in("0317", PIN).actor
    number = desk.reception.accept(actor, desk.form()).case_no
    desk.cases.suggest("zm")
    page = desk.cases.search(actor, "明远")
    assert [row.case_no for row in page.rows] == [number]
    desk.cases.open(actor, number)
    log = desk.store.access_log()
    assert [(row.what, row.staff) for row in log] == [("opened", "0317"), ("searched", "0317")]


def test_the_chief_sees_what_waits_for_the_decision_and_the_clerk_that_it_waits(
    desk: Desk,
) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    chief = desk.session.sign_in("0309", PIN).actor
    desk.reception.accept(clerk, desk.form())
    (mine,) = desk.cases.work(chief).tasks
    (waits,) = desk.cases.work(clerk).tasks
    assert (mine.what, mine.group, mine.light) == ("decide", "today", "warn")
    assert (waits.what, waits.group) == ("wait_decision", "others")
    assert desk.cases.work(desk.session.sign_in("0901", PIN).actor).tasks == ()


def test_who_oversees_the_hall_sees_the_lateness_of_every_unit(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    manager = desk.session.sign_in("0001", PIN).actor
    desk.reception.accept(clerk, desk.form())
    desk.clock.advance(dt.timedelta(days=1))
    (task,) = desk.cases.work(manager).tasks
    assert (task.what, task.group, task.key) == ("wait_decision", "over", "↵")
    assert desk.cases.work(manager).counts.over == 1


def test_nobody_here_is_late_by_what_an_applicant_does(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    law = LawDesk(desk.hall)
    form = desk.form(matter=PROMISE.code, materials={})
    law.tell_new(clerk, form, law.gaps(form, desk.hall.catalogue()))
    desk.clock.advance(dt.timedelta(days=60))
    (task,) = desk.cases.work(clerk).tasks
    assert (task.what, task.group, task.light) == ("supplement", "others", "ok")


def test_a_case_past_its_promise_is_red(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    form = desk.form(matter=PROMISE.code, fields={})
    desk.reception.accept(clerk, form)
    desk.clock.advance(dt.timedelta(days=29))  # 2026-10-21, promised 10-20
    (task,) = desk.cases.work(clerk).tasks
    assert (task.group, task.light, task.left) == ("over", "bad", -1)


def test_the_clock_of_a_case_counts_walked_and_left_working_days(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    number = desk.reception.accept(clerk, desk.form(matter=PROMISE.code, fields={})).case_no
    desk.clock.advance(dt.timedelta(days=16))  # 2026-10-08
    view = desk.cases.view(number)
    assert view.clock is not None
    assert (view.clock.walked, view.clock.left, view.clock.due) == (6, 9, "2026-10-20")
    assert view.names["0317"] == "李晓梅"


def test_the_whole_way_from_f5_to_the_hand_over(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    chief = desk.session.sign_in("0309", PIN).actor
    number = desk.reception.accept(clerk, desk.form()).case_no
    (task,) = desk.decision.decide(chief, number, "granted")
    job = next(j for j in desk.store.jobs(("queued",)) if j.paper_id == task.paper_id)
    from counter.ports.devices import PrintOutcome

    desk.printing.mark_sent(job)
    desk.printing.finish(job, PrintOutcome(outcome="printed"), simulated=True)
    desk.decision.use_seal(chief, number, task.paper_id, "approval")
    desk.decision.use_seal(clerk, number, task.paper_id, "centre")
    state = desk.store.case(number)
    assert state is not None and state.applicant is not None
    desk.decision.deliver(
        clerk, number, Service(method="direct", document=state.applicant.document)
    )
    view = desk.cases.view(number)
    assert view.state.status == "closed" and view.state.delivered is not None
    assert [row.seal for row in desk.store.seal_register()] == ["ZX", "GS-SP"]
    assert desk.cases.work(clerk).tasks == ()


def test_b_stands_in_for_an_absent_a(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    b = desk.session.sign_in("0322", PIN).actor
    number = desk.reception.accept(clerk, desk.form()).case_no
    desk.session.mark_absent(b, "0309", "下乡")
    desk.decision.decide(b, number, "granted")
    decided = desk.cases.view(number).state.decided
    assert decided is not None
    assert (decided.letter, decided.for_absent) == (
        "衡工商授〔2026〕2 号",
        "衡工商授〔2026〕1 号",
    )


def stopped(desk: Desk) -> tuple[str, LawDesk]:
    """A case accepted on 9-22 with 15 days, stopped on 9-29 for an expert review."""
    clerk = desk.session.sign_in("0317", PIN).actor
    law = LawDesk(desk.hall)
    number = desk.reception.accept(clerk, desk.form(matter=PROMISE.code, fields={})).case_no
    desk.clock.advance(dt.timedelta(days=7))
    law.pause(clerk, number, Procedure.EXPERT_REVIEW, 6, "要专家评审")
    return number, law


def test_a_stopped_clock_names_no_date_and_keeps_what_is_left(desk: Desk) -> None:
    number, _ = stopped(desk)
    desk.clock.advance(dt.timedelta(days=9))  # 10-08
    clock = desk.cases.view(number).clock
    assert clock is not None
    assert (clock.paused, clock.due, clock.walked, clock.left) == ("expert_review", "", 3, 12)
    assert clock.cells[-1].date == dt.date(2026, 10, 8) and clock.cells[-1].number == 0
    (task,) = desk.cases.work(desk.session.sign_in("0317", PIN).actor).tasks
    assert (task.what, task.group, task.due) == ("resume", "others", "")


def test_after_the_stop_the_date_is_later_by_the_working_days_that_stood_still(desk: Desk) -> None:
    number, law = stopped(desk)
    desk.clock.advance(dt.timedelta(days=10))  # 10-09
    clerk = desk.session.sign_in("0317", PIN).actor
    law.resume(clerk, number, "评审通过")
    clock = desk.cases.view(number).clock
    assert clock is not None and clock.paused is None
    # 9-29, 9-30 and 10-08 stood still: 10-20 becomes 10-23; the day of the resumption counts.
    assert (clock.due, clock.walked, clock.left) == ("2026-10-23", 4, 11)
    law.extend(clerk, number, 10, "案情复杂", "唐国华")
    clock = desk.cases.view(number).clock
    assert clock is not None and (clock.limit, clock.due) == (25, "2026-11-06")


def test_a_case_recalled_while_its_clock_stands_still_can_be_looked_at(desk: Desk) -> None:
    number, law = stopped(desk)
    law.give_back(desk.session.sign_in("0317", PIN).actor, number, "不开了", by_applicant=True)
    clock = desk.cases.view(number).clock
    assert clock is not None and clock.stopped and clock.paused is None


def test_a_case_only_received_shows_the_days_for_telling(desk: Desk) -> None:
    """Art. 32(4): five working days from 9-22 end on 9-30, over 中秋 and a weekend."""
    clerk = desk.session.sign_in("0317", PIN).actor
    law = LawDesk(desk.hall)
    number = law.receive_only(clerk, desk.form(matter=PROMISE.code, materials={})).case_no
    clock = desk.cases.view(number).clock
    assert clock is not None and clock.telling
    assert (clock.start, clock.due, clock.left) == ("2026-09-22", "2026-09-30", 5)
    (task,) = desk.cases.work(clerk).tasks
    assert (task.what, task.due, task.left) == ("tell", "2026-09-30", 5)


def test_finished_cases_are_listed_until_they_are_in_the_archive(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    law = LawDesk(desk.hall)
    number = desk.reception.accept(clerk, desk.form()).case_no
    assert desk.cases.search(clerk, UNFILED).rows == ()
    law.give_back(clerk, number, "不开了", by_applicant=True)
    assert [r.case_no for r in desk.cases.search(clerk, UNFILED).rows] == [number]
    state = desk.hall.store.case(number)
    assert state is not None
    reasons = {gap.key: "补不了" for gap in archive.gaps(state)}
    law.archive(clerk, number, reasons, "2 号柜 17 盒")
    assert desk.cases.search(clerk, UNFILED).rows == ()
    filed = desk.hall.store.case(number)
    assert filed is not None and filed.status is Status.ARCHIVED


def test_a_file_with_a_gap_and_no_reason_records_nothing(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    law = LawDesk(desk.hall)
    number = desk.reception.accept(clerk, desk.form()).case_no
    law.give_back(clerk, number, "不开了", by_applicant=True)
    before = desk.hall.store.info().acts
    with pytest.raises(KnownError, match=r"archive\.gaps"):
        law.archive(clerk, number, {}, "2 号柜")
    assert desk.hall.store.info().acts == before
