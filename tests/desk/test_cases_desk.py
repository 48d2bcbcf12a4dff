"""Finding, opening, the work list, and the traces of looking."""

from __future__ import annotations

import datetime as dt

from tests.helpers.desk import PIN, Desk
from tests.helpers.small_hall import PROMISE


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
    desk.decision.deliver(clerk, number, "window", state.applicant.document)
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
