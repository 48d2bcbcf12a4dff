"""Telling once, waiting, stopping: over a real store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.helpers.desk import PIN, Desk
from tests.helpers.small_hall import INDEX, PROMISE

from counter.desk import calendars
from counter.desk.law import LawDesk
from counter.desk.reception import MaterialTick
from counter.desk.session import SYSTEM
from counter.desk.supervision import Decide
from counter.domain.acts import NewAct
from counter.domain.calendars import CALENDAR_STREAM, in_force
from counter.domain.case import MaterialReceived, Status, case_stream
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import LocalDay
from counter.domain.clock import YearTable
from counter.domain.errors import KnownError
from counter.domain.recalcacts import ClockRecalculated
from counter.packs.calendars import with_local_days
from counter.ports.clock import CHINA
from counter.ports.devices import PrintOutcome
from counter.store.verify import verify


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


def test_the_supplement_of_what_is_done_on_the_spot_brings_acceptance_review_and_papers(
    desk: Desk,
) -> None:
    law = LawDesk(desk.hall)
    number = told(desk, law)
    actor = desk.session.sign_in("0317", PIN).actor
    law.supplement(actor, number, (MaterialReceived(code="m2", name="名称预先核准通知书"),))
    state = desk.store.case(number)
    assert state is not None and state.status is Status.REVIEWED  # as F5 leaves it: 核 is next
    assert state.accepted_on == "2026-09-22"
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


# --- the calendar changes ------------------------------------------------------------------------

TABLE = YearTable(
    2027,
    {dt.date(2027, 1, day): "元旦" for day in (1, 2, 3, 4, 5)},
    {dt.date(2027, 1, 9): "元旦"},
    "2027.csv",
)
"""Invented: that year's notice is not out."""
DECEMBER = dt.datetime(2026, 12, 21, 9, 30, tzinfo=CHINA)


def year_end(folder: Path, cases: int = 1) -> tuple[Desk, list[str]]:
    """A desk with cases that run into the year without a table."""
    desk = Desk(folder, DECEMBER)
    calendars.begin(desk.hall)
    actor = desk.session.sign_in("0317", PIN).actor
    form = {"matter": PROMISE.code, "fields": {}}
    return desk, [desk.reception.accept(actor, desk.form(**form)).case_no for _ in range(cases)]


def again(desk: Desk, folder: Path) -> Desk:
    """The desk closed and started anew, as the composition root does it."""
    desk.close()
    fresh = Desk(folder, desk.clock.now() + dt.timedelta(minutes=5))
    acts = fresh.store.acts_of(CALENDAR_STREAM)
    fresh.hall.calendar = in_force(fresh.hall.calendar, acts)
    calendars.begin(fresh.hall)
    return fresh


def recalculated(desk: Desk, number: str) -> list[ClockRecalculated]:
    payloads = [act.payload for act in desk.store.timeline(number)]
    return [payload for payload in payloads if isinstance(payload, ClockRecalculated)]


def test_a_table_that_comes_in_moves_open_cases_once_in_list_page_and_journal(
    tmp_path: Path,
) -> None:
    desk, (number,) = year_end(tmp_path)
    law = LawDesk(desk.hall)
    assert law.automatic() == 0
    clerk = desk.session.sign_in("0317", PIN).actor
    assert [t.due for t in desk.cases.work(clerk).tasks] == ["2027-01-11"]
    assert calendars.bring_in(desk.hall, TABLE, SYSTEM)
    assert not calendars.bring_in(desk.hall, TABLE, SYSTEM)
    assert (law.automatic(), law.automatic()) == (1, 0)
    assert [t.due for t in desk.cases.work(clerk).tasks] == ["2027-01-13"]
    clock = desk.cases.view(number).clock
    assert clock is not None and clock.due == "2027-01-13" and not clock.limits.estimated
    assert [str(x) for x in clock.moved] == ["国务院公布 2027 年放假安排，到期日 1-11 → 1-13"]
    act = desk.store.timeline(number)[-1]
    assert act.header.kind == "clock.recalculated" and act.header.actor == "system"
    desk = again(desk, tmp_path)
    try:
        assert LawDesk(desk.hall).automatic() == 0
        assert len(recalculated(desk, number)) == 1
        assert verify(desk.store) == []
    finally:
        desk.close()


def test_a_kill_half_way_through_the_cases_records_each_of_them_once(tmp_path: Path) -> None:
    desk, numbers = year_end(tmp_path, cases=3)
    calendars.bring_in(desk.hall, TABLE, SYSTEM)
    law, done = LawDesk(desk.hall), list[str]()

    class Killed(BaseException):
        """The process ends here: nothing after it is written."""

    def two_then_dead(case_no: str, decide: Decide) -> list[NewAct]:
        if len(done) == 2:
            raise Killed
        done.append(case_no)
        return law._on_case(SYSTEM, case_no, decide)

    with pytest.raises(Killed):
        calendars.automatic(desk.hall, two_then_dead)
    desk = again(desk, tmp_path)
    try:
        law = LawDesk(desk.hall)
        assert (law.automatic(), law.automatic()) == (1, 0)
        found = [recalculated(desk, number) for number in numbers]
        assert [len(acts) for acts in found] == [1, 1, 1]
        assert {acts[0].why for acts in found} == {"国务院公布 2027 年放假安排"}
        assert verify(desk.store) == []
    finally:
        desk.close()


def test_a_local_holiday_of_a_new_catalogue_moves_the_cases_at_the_next_start(
    tmp_path: Path,
) -> None:
    desk, (number,) = year_end(tmp_path)
    LawDesk(desk.hall).automatic()
    desk = again(desk, tmp_path)
    day = LocalDay(date="2026-12-25", mark="holiday", name="抗洪", order="衡政发〔2026〕9 号")
    desk.hall.calendar = with_local_days(desk.hall.calendar, (day,))
    try:
        assert LawDesk(desk.hall).automatic() == 1
        (act,) = recalculated(desk, number)
        assert act.why == "2026-12-25 地方放假（抗洪）" and act.estimated
        assert {m.limit: m.now for m in act.moved}["promised"] == "2027-01-12"
    finally:
        desk.close()


@pytest.mark.logs("calendar.lost")
def test_a_calendar_that_lost_a_year_turns_no_firm_day_back_into_a_guess(tmp_path: Path) -> None:
    desk, (number,) = year_end(tmp_path)
    short = desk.hall.calendar
    calendars.bring_in(desk.hall, TABLE, SYSTEM)
    law = LawDesk(desk.hall)
    law.automatic()
    desk.hall.calendar = short
    try:
        assert law.automatic() == 0
        state = desk.store.case(number)
        assert state is not None and state.due_on == "2027-01-13"
    finally:
        desk.close()


def test_a_store_of_before_this_rule_is_looked_through_at_its_first_start(tmp_path: Path) -> None:
    desk, (number,) = year_end(tmp_path)
    desk.store.put_setting(calendars.APPLIED, "")
    desk.hall.calendar = desk.hall.calendar.with_tables([TABLE], "2026-2027 x")
    try:
        calendars.begin(desk.hall)
        assert LawDesk(desk.hall).automatic() == 1
        assert [act.why for act in recalculated(desk, number)] == ["放假表更新"]
    finally:
        desk.close()


def test_only_who_looks_after_the_hall_brings_in_a_table(desk: Desk) -> None:
    actor = desk.session.sign_in("0317", PIN).actor
    with pytest.raises(KnownError) as refusal:
        calendars.bring_in(desk.hall, TABLE, actor)
    assert refusal.value.code == "role.manager"


def test_a_late_promise_stays_late_on_the_page_when_a_holiday_comes_in_behind_it(
    tmp_path: Path,
) -> None:
    desk, (number,) = year_end(tmp_path)
    calendars.bring_in(desk.hall, TABLE, SYSTEM)
    law = LawDesk(desk.hall)
    law.automatic()
    desk.clock.advance(dt.timedelta(days=25))  # 2027-01-15, two working days late
    flood = LocalDay(date="2027-01-12", mark="holiday", name="抗洪", order="衡政发〔2027〕1 号")
    desk.hall.calendar = with_local_days(desk.hall.calendar, (flood,))
    law.automatic()
    try:
        clock = desk.cases.view(number).clock
        assert clock is not None and clock.kept
        assert (clock.due, clock.left, clock.light) == ("2027-01-13", -2, "bad")
        assert clock.limits.legal_on == "2027-01-21"
    finally:
        desk.close()


def test_a_reprint_notes_the_day_that_moved_and_the_paper_in_the_act_stays(
    tmp_path: Path,
) -> None:
    desk, (number,) = year_end(tmp_path)
    while (taken := desk.printing.next("slip")) is not None:
        desk.printing.mark_sent(taken[0])
        desk.printing.finish(taken[0], PrintOutcome(outcome="printed"), simulated=True)
    calendars.bring_in(desk.hall, TABLE, SYSTEM)
    LawDesk(desk.hall).automatic()
    state = desk.store.case(number)
    assert state is not None
    (paper,) = [p for p, s in state.papers.items() if s.issued.channel == "slip"]
    actor = desk.session.sign_in("0317", PIN).actor
    desk.printing.reprint(actor, case_stream(number), paper)
    again = desk.printing.next("slip")
    try:
        assert again is not None
        note = again[1].content["reprint_note"]
        assert note == (
            "到期日已改：承诺 1-11 → 1-13，法定 1-18 → 1-20（国务院公布 2027 年放假安排）"
        )
        assert state.papers[paper].issued.content["promised_on"] == "2027-01-11"
        assert verify(desk.store) == []
    finally:
        desk.close()
