"""期限重算: a table that comes in moves the days of open cases, in the open, and heals nothing."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.small_hall import (
    CALENDAR,
    CHIEF,
    CLERK,
    NOW,
    PROMISE,
    SPOT,
    Place,
    application,
    material,
)

from counter.domain import (
    calendars,
    decision,
    endings,
    notice,
    procedures,
    recalculation,
    recalcwords,
    reception,
    supervision,
    timers,
    waiting,
)
from counter.domain.acts import NewAct
from counter.domain.actwords import TimelineWords
from counter.domain.calendars import CalendarImported, compare, import_year, tables_of
from counter.domain.case import CaseState, NoticeItem, Status
from counter.domain.caseclock import Procedure
from counter.domain.clock import WorkCalendar, YearTable
from counter.domain.errors import KnownError
from counter.domain.recalcacts import ClockRecalculated, LimitMoved
from counter.ports.clock import CHINA

DECEMBER = dt.datetime(2026, 12, 21, 9, 30, tzinfo=CHINA)
NEW_YEAR = YearTable(
    2027,
    {dt.date(2027, 1, day): "元旦" for day in (1, 2, 3, 4, 5)},
    {dt.date(2027, 1, 9): "元旦"},
    "2027.csv",
)
"""Invented: the real notice is not out."""
WITH_2027 = CALENDAR.with_tables([NEW_YEAR], "2026-2027 x")


def local(**days: str) -> WorkCalendar:
    """The small hall's calendar with local holidays: d1012="抗洪"."""
    held = {dt.date(2026, int(d[1:3]), int(d[3:])): name for d, name in days.items()}
    return CALENDAR.with_local(held, {}, "x")


def accepted(now: dt.datetime = NOW, matter: str = PROMISE.code) -> tuple[Place, str]:
    place = Place(now)
    app = application(matter=matter)
    if matter == PROMISE.code:
        app = msgspec.structs.replace(app, materials=(material("m1"),), form={})
    number, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    return place, number


def change_to(place: Place, number: str, calendar: WorkCalendar) -> list[NewAct]:
    """The calendar changes, and the case follows; returns what was recorded."""
    change = compare(tables_of(place.calendar), tables_of(calendar))
    place.calendar = calendar
    acts = recalculation.recalculate(place.case(number), change, place.setting())
    place.record(CLERK, acts)
    return acts


def the_act(acts: list[NewAct]) -> ClockRecalculated:
    assert len(acts) == 1
    payload = acts[0].payload
    assert isinstance(payload, ClockRecalculated)
    return payload


def days(state: CaseState) -> tuple[str, str]:
    assert state.limits is not None
    return state.limits.promised_on, state.limits.legal_on


@pytest.mark.article("82")
def test_an_estimate_becomes_firm_and_moves_when_the_table_of_its_year_comes_in() -> None:
    place, number = accepted(DECEMBER)
    before = place.case(number)
    assert before.limits is not None and before.limits.estimated
    assert days(before) == ("2027-01-11", "2027-01-18")
    act = the_act(change_to(place, number, WITH_2027))
    assert act.why == "国务院公布 2027 年放假安排"
    assert act.firm and not act.estimated and act.calendar == "2026-2027 x"
    assert act.moved == (
        LimitMoved(limit="promised", was="2027-01-11", now="2027-01-13"),
        LimitMoved(limit="legal", was="2027-01-18", now="2027-01-20"),
    )
    after = place.case(number)
    assert after.limits is not None and not after.limits.estimated
    assert days(after) == ("2027-01-13", "2027-01-20") and after.due_on == "2027-01-13"
    assert [todo.by for todo in waiting.todos(after)] == ["2027-01-13"]


def test_a_table_that_moves_no_day_still_makes_the_estimate_firm() -> None:
    place, number = accepted(DECEMBER)
    plain = CALENDAR.with_tables([YearTable(2027, {dt.date(2027, 1, 2): "元旦"}, {})], "x")
    act = the_act(change_to(place, number, plain))
    assert act.firm and not act.moved
    entry = TimelineWords({}, {}).entry(place.acts[-1])
    assert (str(entry.title), str(entry.detail)) == ("期限重算", "日子没有动")
    assert "国务院公布 2027 年放假安排，预计的日子定下来了" in str(entry.note)


@pytest.mark.article("82")
def test_a_local_holiday_moves_the_days_of_a_running_case_and_says_why() -> None:
    place, number = accepted()
    assert days(place.case(number)) == ("2026-10-20", "2026-10-27")
    act = the_act(change_to(place, number, local(d1012="抗洪")))
    assert act.why == "2026-10-12 地方放假（抗洪）" and not act.firm
    assert days(place.case(number)) == ("2026-10-21", "2026-10-28")
    state = place.case(number)
    said = [str(line) for line in recalcwords.moves_of(state, "promised")]
    assert said == ["2026-10-12 地方放假（抗洪），到期日 10-20 → 10-21"]
    found = {t.code: t for t in timers.timers(state, place.calendar, RULES, place.now.date())}
    how = [str(x) for x in timers.explain(found["legal"], state, place.calendar)]
    assert how[-1] == "2026-10-12 地方放假（抗洪），到期日 10-27 → 10-28"
    assert found["promised"].left == 15  # as many as before: the holiday is no working day


RULES = Place().setting().catalogue.rules


def test_a_holiday_that_is_taken_back_moves_the_days_back() -> None:
    place, number = accepted()
    change_to(place, number, local(d1012="抗洪"))
    act = the_act(change_to(place, number, CALENDAR))
    assert act.why == "2026-10-12 不再地方放假（抗洪）"
    assert days(place.case(number)) == ("2026-10-20", "2026-10-27")


def test_a_closure_of_the_hall_moves_only_what_is_to_be_done_that_same_day() -> None:
    shut = CALENDAR.with_local({}, {dt.date(2026, 9, 22): "停电"}, "x")
    place, number = accepted()
    assert change_to(place, number, shut) == []
    place, number = accepted(matter=SPOT.code)
    act = the_act(change_to(place, number, shut))
    assert act.why == "2026-09-22 闭馆（停电）"
    assert act.moved == (LimitMoved(limit="promised", was="2026-09-22", now="2026-09-23"),)


@pytest.mark.article("82")
def test_a_day_that_has_passed_stays_whatever_comes_in_later() -> None:
    place, number = accepted()
    place.now = dt.datetime(2026, 10, 22, 9, tzinfo=CHINA)  # two days after the promise
    act = the_act(change_to(place, number, local(d1012="抗洪", d1013="抗洪", d1014="抗洪")))
    assert [m.limit for m in act.moved] == ["legal"]
    state = place.case(number)
    assert state.due_on == "2026-10-20"
    late = supervision.overdue(state, place.setting())
    assert [act.payload.code for act in late] == ["clock.late"]  # type: ignore[attr-defined]
    found = {t.code: t for t in timers.timers(state, place.calendar, RULES, place.now.date())}
    assert found["promised"].light == "bad" and found["promised"].left < 0
    how = [str(x) for x in timers.explain(found["promised"], state, place.calendar)]
    assert how[-1] == "放假表变以前算的是 2026-10-20，过了的不再改"


def test_no_day_moves_behind_today() -> None:
    place, number = accepted()
    place.now = dt.datetime(2026, 10, 20, 9, tzinfo=CHINA)  # the promised day itself
    shorter = CALENDAR.with_tables(
        [YearTable(2026, {}, {dt.date(2026, 9, 26): "x", dt.date(2026, 9, 27): "x"})], "x"
    )
    act = the_act(change_to(place, number, shorter))
    assert [m.now for m in act.moved if m.limit == "legal"] == ["2026-10-20"]
    assert days(place.case(number)) == ("2026-10-20", "2026-10-20")
    assert change_to(place, number, shorter) == []


def test_what_the_applicant_was_told_moves_out_and_never_in() -> None:
    place = Place()
    empty = msgspec.structs.replace(application(matter=PROMISE.code), materials=(), form={})
    items = (NoticeItem(code="m1", name="申请书", fault="missing", why="没有带来"),)
    number, acts = notice.receive_and_notify(empty, items, CLERK, place.setting())
    place.record(CLERK, acts)
    until = place.case(number).notices[-1].until
    if not until:
        pytest.skip("this hall sets no term for a supplement")
    day = dt.date.fromisoformat(until)
    longer = CALENDAR.with_local({day: "抗洪"}, {}, "x")
    act = the_act(change_to(place, number, longer))
    assert [m.limit for m in act.moved] == ["supplement"]
    moved = place.case(number).notices[-1].until
    assert moved > until
    assert change_to(place, number, CALENDAR) == []
    assert place.case(number).notices[-1].until == moved


def test_the_days_for_telling_follow_and_the_deeming_with_them() -> None:
    place = Place()
    empty = msgspec.structs.replace(application(matter=PROMISE.code), materials=(), form={})
    number, acts = notice.receive_only(empty, CLERK, place.setting())
    place.record(CLERK, acts)
    assert place.case(number).received.tell_by == "2026-09-30"  # type: ignore[union-attr]
    change_to(place, number, local(d0924="抗洪"))
    assert place.case(number).received.tell_by == "2026-10-08"  # type: ignore[union-attr]
    place.now = dt.datetime(2026, 10, 8, 9, tzinfo=CHINA)
    assert notice.deem_accepted(place.case(number), place.setting()) == []
    place.now = dt.datetime(2026, 10, 9, 9, tzinfo=CHINA)
    assert notice.deem_accepted(place.case(number), place.setting())


def test_a_stopped_clock_keeps_count_and_its_told_end_follows() -> None:
    place, number = accepted()
    place.now = dt.datetime(2026, 9, 28, 9, tzinfo=CHINA)
    acts = procedures.pause(place.case(number), Procedure.TESTING, 5, "", CLERK, place.setting())
    place.record(CLERK, acts)
    assert place.case(number).pauses[-1].expected_on == "2026-10-10"
    act = the_act(change_to(place, number, local(d0924="抗洪", d1009="抗洪")))
    assert act.stands
    moved = {m.limit: (m.was, m.now) for m in act.moved}
    assert moved["stop"] == ("2026-10-10", "2026-10-12")
    assert moved["promised"] == ("2026-10-20", "2026-10-22")
    assert place.case(number).pauses[-1].expected_on == "2026-10-12"
    place.now = dt.datetime(2026, 10, 12, 9, tzinfo=CHINA)
    place.record(CLERK, procedures.resume(place.case(number), "合格", CLERK, place.setting()))
    assert place.case(number).due_on == "2026-10-29"
    assert change_to(place, number, place.calendar) == []


def test_a_day_passed_before_a_stop_stays_after_it() -> None:
    place, number = accepted()
    place.now = dt.datetime(2026, 10, 22, 9, tzinfo=CHINA)
    acts = procedures.pause(place.case(number), Procedure.TESTING, 5, "", CLERK, place.setting())
    place.record(CLERK, acts)
    change_to(place, number, local(d0924="抗洪", d0928="抗洪", d0929="抗洪", d0930="抗洪"))
    place.now = dt.datetime(2026, 10, 26, 9, tzinfo=CHINA)
    place.record(CLERK, procedures.resume(place.case(number), "合格", CLERK, place.setting()))
    assert place.case(number).due_on == "2026-10-20"


def test_of_a_decided_case_only_the_delivery_moves_and_of_an_ended_one_nothing() -> None:
    place, number = accepted()
    place.record(CLERK, decision.review(place.case(number), "grant", "", CLERK, NOW.date()))
    place.record(CHIEF, decision.decide(place.case(number), "granted", "", CHIEF, place.setting()))
    before = days(place.case(number))
    act = the_act(change_to(place, number, local(d1009="抗洪")))
    assert [m.limit for m in act.moved] == ["delivery"]
    state = place.case(number)
    assert days(state) == before
    assert state.decided is not None and state.decided.deliver_by == act.moved[0].now
    place, number = accepted()
    place.record(CLERK, endings.give_back(place.case(number), "x", True, CLERK, place.setting()))
    assert place.case(number).status is Status.RECALLED
    assert change_to(place, number, local(d1009="抗洪")) == []


def test_supervision_speaks_of_the_new_day_when_it_comes_near() -> None:
    place, number = accepted()
    place.now = dt.datetime(2026, 10, 19, 9, tzinfo=CHINA)
    place.record(CLERK, supervision.overdue(place.case(number), place.setting()))
    change_to(place, number, local(d1020="抗洪"))
    place.now = dt.datetime(2026, 10, 21, 9, tzinfo=CHINA)
    assert place.case(number).due_on == "2026-10-21"
    place.record(CLERK, supervision.overdue(place.case(number), place.setting()))
    assert [event.on for event in place.case(number).supervision] == ["2026-10-20", "2026-10-21"]


# --- the calendar itself -------------------------------------------------------------------------


def test_a_year_that_leaves_a_hole_is_refused_and_says_which_comes_first() -> None:
    far = YearTable(2032, {dt.date(2032, 1, 1): "元旦"}, {})
    with pytest.raises(KnownError) as caught:
        import_year(CALENDAR, far, NOW.date())
    assert caught.value.code == "calendar.hole"
    assert str(caught.value.next_step) == "先装 2027 年的。"


def test_a_table_without_a_holiday_is_refused() -> None:
    with pytest.raises(KnownError) as caught:
        import_year(CALENDAR, YearTable(2027, {}, {}), NOW.date())
    assert caught.value.code == "calendar.empty"


def test_the_table_in_force_comes_in_as_nothing_and_another_one_replaces_it() -> None:
    assert import_year(WITH_2027, NEW_YEAR, NOW.date()) == []
    place = Place()
    place.record(CLERK, import_year(CALENDAR, NEW_YEAR, NOW.date()))
    shorter = YearTable(2027, {dt.date(2027, 1, 1): "元旦"}, {})
    held = calendars.in_force(CALENDAR, place.acts)
    assert tables_of(held) == tables_of(WITH_2027) and held.version.startswith("2026-2027 ")
    place.record(CLERK, import_year(held, shorter, NOW.date()))
    held = calendars.in_force(CALENDAR, place.acts)
    assert held.is_working(dt.date(2027, 1, 4)) and not held.is_working(dt.date(2027, 1, 1))
    assert all(isinstance(act.payload, CalendarImported) for act in place.acts)


def test_a_changed_year_and_a_lost_one_are_told_apart() -> None:
    other = CALENDAR.with_tables([YearTable(2026, {dt.date(2026, 10, 1): "国庆节"}, {})], "x")
    change = compare(tables_of(CALENDAR), tables_of(other))
    assert change.why("2026-10-01", "2026-10-02") == "2026 年放假安排有变"
    assert change.why("2027-01-01", "2027-01-02") == "放假表更新"
    assert compare(tables_of(WITH_2027), tables_of(CALENDAR)).lost == ("2027",)
    assert compare(None, tables_of(CALENDAR)).why("2026-01-01", "2026-12-31") == "放假表更新"


@given(
    start=st.dates(dt.date(2026, 9, 1), dt.date(2026, 12, 31)),
    off=st.sets(st.dates(dt.date(2026, 9, 1), dt.date(2027, 2, 28)), max_size=12),
    later=st.integers(0, 40),
)
def test_asked_twice_it_moves_once(start: dt.date, off: set[dt.date], later: int) -> None:
    """The days themselves are compared: who stops half-way and begins again records nothing."""
    place, number = accepted(dt.datetime.combine(start, dt.time(9), CHINA))
    place.now += dt.timedelta(days=later)
    before = place.case(number)
    calendar = CALENDAR.with_local(dict.fromkeys(off, "抗洪"), {}, "x")
    change_to(place, number, calendar)
    after, today = place.case(number), place.now.date().isoformat()
    assert change_to(place, number, calendar) == []
    for was, now in zip(days(before), days(after), strict=True):
        assert now == was if was < today else now >= max(was, today)
