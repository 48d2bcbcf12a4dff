"""The clock of a case: arts 42, 45 and 82, with pauses in every awkward place."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.caseclock import Pause, Procedure, Running, explain, run
from counter.packs.calendars import load_calendar
from counter.resources import resource_root

CALENDAR = load_calendar(resource_root() / "calendars")
D = dt.date.fromisoformat


def clock(start: str, limit: int, today: str, *pauses: tuple[str, str], **more: object) -> Running:
    stops = tuple(
        Pause(procedure=Procedure.EXPERT_REVIEW, since=a, until=b, expected_days=8)
        for a, b in pauses
    )
    return run(CALENDAR, D(start), limit, D(today), pauses=stops, **more)  # type: ignore[arg-type]


def test_without_pauses_it_is_the_calendars_own_count() -> None:
    running = clock("2026-09-30", 20, "2026-10-13")
    assert running.due == D("2026-11-03") == CALENDAR.due(D("2026-09-30"), 20).date
    assert (running.walked, running.left, running.light) == (5, 15, "ok")


@pytest.mark.article("45")
def test_the_day_of_the_stop_does_not_count_and_the_day_of_the_resumption_does() -> None:
    """Accepted Mon 8-24, stopped Tue 9-8, resumed Wed 9-16: six working days do not count."""
    running = clock("2026-08-24", 25, "2026-09-22", ("2026-09-08", "2026-09-16"))
    by_date = {d.cell.date.isoformat(): d for d in running.days}
    assert by_date["2026-09-08"].cell.number == 0 and by_date["2026-09-08"].pause
    assert by_date["2026-09-16"].cell.number == 11
    assert running.due == D("2026-10-12")
    assert (running.walked, running.left) == (16, 9)


def test_a_stop_and_resumption_on_one_day_changes_nothing() -> None:
    same = clock("2026-09-01", 10, "2026-09-03", ("2026-09-03", "2026-09-03"))
    assert same.due == clock("2026-09-01", 10, "2026-09-03").due


def test_a_pause_over_a_holiday_takes_only_its_working_days() -> None:
    running = clock("2026-09-28", 5, "2026-10-12", ("2026-09-30", "2026-10-09"))
    # 9-29 counts; 9-30 and 10-8 are paused; 10-9, 10-10 (worked), 10-12, 10-13 count
    assert running.due == D("2026-10-13")


def test_two_pauses_in_a_row_leave_no_gap_between_them() -> None:
    twice = clock(
        "2026-09-01", 5, "2026-09-20", ("2026-09-03", "2026-09-08"), ("2026-09-08", "2026-09-10")
    )
    once = clock("2026-09-01", 5, "2026-09-20", ("2026-09-03", "2026-09-10"))
    assert twice.due == once.due


def test_an_open_pause_names_no_due_date_and_stands_still() -> None:
    running = clock("2026-09-01", 5, "2026-09-30", ("2026-09-03", ""))
    assert running.due is None and running.stopped_by is Procedure.EXPERT_REVIEW
    later = clock("2026-09-01", 5, "2026-11-30", ("2026-09-03", ""))
    assert (running.left, later.left) == (4, 4)


@pytest.mark.parametrize(
    ("today", "left", "light"),
    [
        ("2026-09-22", 15, "ok"),
        ("2026-10-16", 2, "ok"),
        ("2026-10-19", 1, "warn"),
        ("2026-10-20", 0, "warn"),
        ("2026-10-21", -1, "bad"),
    ],
)
def test_colours_turn_one_working_day_before_and_after_the_due_date(
    today: str, left: int, light: str
) -> None:
    running = clock("2026-09-22", 15, today)
    assert (running.left, running.light) == (left, light)


def test_the_decision_ends_the_clock() -> None:
    running = clock("2026-09-22", 15, "2026-12-01", stopped_on=D("2026-10-19"))
    assert (running.walked, running.left, running.light) == (14, 1, "ok")


def test_a_weekend_after_the_due_date_is_late() -> None:
    """Due Friday 2026-10-16; on Saturday it is red, though no working day has gone by."""
    running = clock("2026-09-22", 13, "2026-10-17")
    assert running.due == D("2026-10-16")
    assert (running.left, running.light) == (-1, "bad")


def test_a_case_that_ended_while_its_clock_stood_has_an_end() -> None:
    running = clock("2026-09-22", 15, "2026-12-01", ("2026-09-24", ""), stopped_on=D("2026-10-09"))
    assert running.stopped_by is None and running.walked == 2


def test_a_spot_matter_is_due_the_same_day() -> None:
    running = clock("2026-09-22", 0, "2026-09-22")
    assert (running.due, running.left, running.light) == (D("2026-09-22"), 0, "warn")
    assert clock("2026-09-22", 0, "2026-09-23").light == "bad"


def test_it_explains_itself_by_stretches() -> None:
    words = explain(clock("2026-09-30", 3, "2026-09-30"))
    assert words == (
        "受理 9-30，当天不算",
        "10-1…10-7 国庆节，7 天不计",
        "10-8…10-9 第 1–2 天",
        "10-10 补班计入，第 3 天",
        "第 3 个工作日 = 2026-10-10",
    )


@given(
    start=st.dates(D("2020-01-01"), D("2026-03-01")),
    limit=st.integers(1, 60),
    ahead=st.integers(0, 120),
    since=st.integers(1, 40),
    length=st.integers(0, 30),
)
def test_a_pause_never_brings_the_due_date_nearer_and_walks_no_day_inside_it(
    start: dt.date, limit: int, ahead: int, since: int, length: int
) -> None:
    first = start + dt.timedelta(days=since)
    end = first + dt.timedelta(days=length)
    today = start + dt.timedelta(days=ahead)
    pause = Pause(
        procedure=Procedure.HEARING,
        since=first.isoformat(),
        until=end.isoformat(),
        expected_days=1,
    )
    plain = run(CALENDAR, start, limit, today)
    paused = run(CALENDAR, start, limit, today, pauses=(pause,))
    assert plain.due is not None and paused.due is not None and paused.due >= plain.due
    assert paused.left == limit - paused.walked or (paused.due < today and paused.left == -1)
    assert all(d.cell.number == 0 for d in paused.days if first <= d.cell.date < end)
    counted = [d.cell.number for d in paused.days if d.cell.number]
    assert counted[:limit] == list(range(1, limit + 1))
