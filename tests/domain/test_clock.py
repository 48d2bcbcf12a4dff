"""Statutory days: the vectors, the marks, the estimate, and properties of the count."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.clock import (
    DayMark,
    Due,
    Reckoning,
    WorkCalendar,
    YearTable,
    chinese_date,
    list_date,
    paper_date,
    weekday_word,
)
from counter.packs.calendars import load_calendar
from counter.resources import resource_root

CALENDAR = load_calendar(resource_root() / "calendars")

LIMITS = (1, 5, 10, 20, 30, 45, 60)
# Accepted on -> due after 1, 5, 10, 20, 30 (20+10), 45 and 60 (45+15) working days.
VECTORS = {
    "2026-02-12": "02-13 02-26 03-04 03-18 04-01 04-23 05-18",
    "2026-02-14": "02-24 02-28 03-06 03-20 04-03 04-27 05-20",
    "2026-04-30": "05-06 05-11 05-18 06-01 06-15 07-07 07-28",
    "2026-06-18": "06-22 06-26 07-03 07-17 07-31 08-21 09-11",
    "2026-09-18": "09-20 09-24 10-09 10-22 11-05 11-26 12-17",
    "2026-09-30": "10-08 10-13 10-20 11-03 11-17 12-08 12-29",
}
CASES = [
    (dt.date.fromisoformat(start), limit, dt.date.fromisoformat(f"2026-{due}"))
    for start, row in VECTORS.items()
    for limit, due in zip(LIMITS, row.split(), strict=True)
]
KNOWN_DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2026, 6, 30))
DAYS = st.dates(dt.date(2003, 1, 1), dt.date(2032, 12, 31))


@pytest.mark.article("82", "42(1)", "42(2)")
@pytest.mark.parametrize(("start", "limit", "due"), CASES)
def test_vectors(start: dt.date, limit: int, due: dt.date) -> None:
    assert CALENDAR.due(start, limit) == Due(due, estimated=False)


def test_there_are_42_vectors() -> None:
    assert len(CASES) == 42


# --- the days of a year --------------------------------------------------------------------------


def test_marks_and_names_of_2026() -> None:
    marks = {
        "2026-09-18": (DayMark.WORK, ""),
        "2026-09-19": (DayMark.WEEKEND, ""),
        "2026-09-20": (DayMark.MAKE_UP, "国庆节"),
        "2026-09-25": (DayMark.HOLIDAY, "中秋节"),
        "2026-09-27": (DayMark.HOLIDAY, "中秋节"),
        "2026-10-01": (DayMark.HOLIDAY, "国庆节"),
        "2026-10-10": (DayMark.MAKE_UP, "国庆节"),
        "2026-02-17": (DayMark.HOLIDAY, "春节"),
    }
    for day, expected in marks.items():
        assert CALENDAR.mark(dt.date.fromisoformat(day)) == expected


def test_make_up_days_of_2026() -> None:
    first = dt.date(2026, 1, 1)
    days = [first + dt.timedelta(n) for n in range(365)]
    worked = [f"{d:%m-%d}" for d in days if CALENDAR.mark(d)[0] is DayMark.MAKE_UP]
    assert worked == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    free = [f"{d:%m-%d}" for d in days if d.weekday() < 5 and not CALENDAR.is_working(d)]
    by_month = {
        "01": "01 02",
        "02": "16 17 18 19 20 23",
        "04": "06",
        "05": "01 04 05",
        "06": "19",
        "09": "25",
        "10": "01 02 05 06 07",
    }
    assert free == [f"{month}-{day}" for month, row in by_month.items() for day in row.split()]


def test_a_holiday_by_order_of_the_county_does_not_count() -> None:
    day = dt.date(2026, 9, 23)
    calendar = WorkCalendar([YearTable(2026, {}, {})], {day: "县庆"})
    assert calendar.mark(day) == (DayMark.LOCAL, "县庆")
    assert calendar.due(dt.date(2026, 9, 22), 1).date == dt.date(2026, 9, 24)


def test_a_closure_is_a_working_day_in_law_and_the_reckoning_names_it() -> None:
    day = dt.date(2026, 9, 23)
    plain = WorkCalendar([YearTable(2026, {}, {})])
    calendar = plain.with_local({}, {day: "停电检修"}, "x")
    assert calendar.mark(day) == (DayMark.CLOSED, "停电检修")
    assert calendar.is_working(day) and calendar.closed(day) == "停电检修"
    for days in range(1, 30):
        assert calendar.due(dt.date(2026, 9, 22), days) == plain.due(dt.date(2026, 9, 22), days)
    first, *_ = calendar.reckon(dt.date(2026, 9, 22), 3).stretches()
    assert (first.closed, first.name, first.days) == (True, "停电检修", 1)


def test_a_closure_on_a_day_off_changes_nothing() -> None:
    calendar = WorkCalendar([YearTable(2026, {}, {})]).with_local(
        {}, {dt.date(2026, 9, 26): "停电检修"}, "x"
    )
    assert calendar.mark(dt.date(2026, 9, 26)) == (DayMark.WEEKEND, "")
    assert not calendar.closed(dt.date(2026, 9, 26))


# --- years without a table -----------------------------------------------------------------------


def test_a_year_without_a_table_is_counted_by_weekdays_and_marked_as_estimated() -> None:
    assert CALENDAR.due(dt.date(2031, 1, 2), 5) == Due(dt.date(2031, 1, 9), estimated=True)
    assert CALENDAR.due(dt.date(2031, 1, 4), 0) == Due(dt.date(2031, 1, 6), estimated=True)


def test_a_count_that_runs_into_a_year_without_a_table_is_estimated() -> None:
    calendar = WorkCalendar([YearTable(2030, {}, {})])
    assert not calendar.due(dt.date(2030, 12, 30), 1).estimated
    assert calendar.due(dt.date(2030, 12, 31), 1).estimated
    assert calendar.due(dt.date(2030, 12, 1), 30).estimated


def test_a_count_out_of_a_year_without_a_table_depends_on_counted_days_only() -> None:
    """The day of acceptance is day 0: it is not counted, so its year need not be known."""
    calendar = WorkCalendar([YearTable(2032, {}, {})])
    assert not calendar.due(dt.date(2031, 12, 31), 1).estimated


def test_a_same_day_limit_is_estimated_when_a_day_it_passes_over_is_not_known() -> None:
    calendar = WorkCalendar([YearTable(2023, {}, {})])
    saturday = dt.date(2022, 12, 31)  # might have been a make-up day
    assert calendar.due(saturday, 0) == Due(dt.date(2023, 1, 2), estimated=True)


def test_known_years() -> None:
    assert CALENDAR.years == tuple(range(2004, 2027))
    assert CALENDAR.known(dt.date(2026, 12, 31))
    assert not CALENDAR.known(dt.date(2031, 1, 1))


# --- same-day limits -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-09-22", "2026-09-22"),
        ("2026-09-19", "2026-09-20"),  # Saturday before a make-up Sunday
        ("2026-10-03", "2026-10-08"),
        ("2026-10-10", "2026-10-10"),  # a make-up Saturday is a working day
    ],
)
def test_a_same_day_limit_falls_on_the_next_working_day(day: str, due: str) -> None:
    assert CALENDAR.due(dt.date.fromisoformat(day), 0).date == dt.date.fromisoformat(due)


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_cannot_be_reckoned(limit: int) -> None:
    with pytest.raises(ValueError, match="cannot be reckoned"):
        CALENDAR.reckon(dt.date(2026, 9, 22), limit)


def test_a_negative_limit_has_no_due_date() -> None:
    with pytest.raises(ValueError, match="cannot be reckoned"):
        CALENDAR.due(dt.date(2026, 9, 22), -1)


# --- how it was counted --------------------------------------------------------------------------


def test_the_stretches_of_a_count_over_mid_autumn_and_national_day() -> None:
    reckoning = CALENDAR.reckon(dt.date(2026, 9, 22), 15)
    assert reckoning.due.date == dt.date(2026, 10, 20)
    told = [(f"{s.first:%m-%d}", s.days, s.counts, s.name) for s in reckoning.stretches()]
    assert told == [
        ("09-23", 2, True, ""),
        ("09-25", 3, False, "中秋节"),
        ("09-28", 3, True, ""),
        ("10-01", 7, False, "国庆节"),
        ("10-08", 2, True, ""),
        ("10-10", 1, True, "国庆节"),
        ("10-11", 1, False, "周末"),
        ("10-12", 5, True, ""),
        ("10-17", 2, False, "周末"),
        ("10-19", 2, True, ""),
    ]


@given(DAYS, st.integers(1, 120))
def test_the_last_cell_is_the_due_day_and_bears_the_limit(start: dt.date, limit: int) -> None:
    reckoning = CALENDAR.reckon(start, limit)
    last = reckoning.cells[-1]
    assert (last.date, last.number) == (reckoning.due.date, limit)
    assert last.mark.counts
    assert reckoning.due == CALENDAR.due(start, limit)


@given(DAYS, st.integers(1, 120))
def test_the_cells_are_all_days_in_order_and_number_the_counted_ones(
    start: dt.date, limit: int
) -> None:
    reckoning: Reckoning = CALENDAR.reckon(start, limit)
    dates = [cell.date for cell in reckoning.cells]
    assert dates == [start + dt.timedelta(n) for n in range(1, len(dates) + 1)]
    assert [c.number for c in reckoning.cells if c.number] == list(range(1, limit + 1))
    assert all(bool(c.number) == c.mark.counts for c in reckoning.cells)


@given(DAYS, st.integers(1, 120))
def test_the_stretches_cover_every_day_once(start: dt.date, limit: int) -> None:
    reckoning = CALENDAR.reckon(start, limit)
    stretches = reckoning.stretches()
    assert sum(s.days for s in stretches) == len(reckoning.cells)
    assert sum(s.days for s in stretches if s.counts) == limit
    for one, other in pairwise(stretches):
        assert other.first == one.last + dt.timedelta(1)
        assert (one.counts, one.name) != (other.counts, other.name)


@given(DAYS, st.integers(0, 90), st.integers(1, 30))
def test_a_longer_limit_is_never_due_earlier(start: dt.date, limit: int, more: int) -> None:
    short, long = CALENDAR.due(start, limit).date, CALENDAR.due(start, limit + more).date
    assert short < long if limit else short <= long


@given(KNOWN_DAYS, st.integers(0, 400), st.integers(1, 60))
def test_a_later_start_is_never_due_earlier(start: dt.date, days: int, limit: int) -> None:
    later = start + dt.timedelta(days)
    assert CALENDAR.due(start, limit).date <= CALENDAR.due(later, limit).date


@given(DAYS, st.integers(1, 120))
def test_days_between_is_the_inverse_of_due(start: dt.date, limit: int) -> None:
    due = CALENDAR.due(start, limit).date
    assert CALENDAR.working_days_between(start, due) == limit
    assert CALENDAR.working_days_between(start, due - dt.timedelta(1)) == limit - 1


@given(DAYS, st.integers(0, 100), st.integers(0, 100))
def test_days_between_add_up(start: dt.date, one: int, other: int) -> None:
    middle = start + dt.timedelta(one)
    end = middle + dt.timedelta(other)
    parts = CALENDAR.working_days_between(start, middle) + CALENDAR.working_days_between(
        middle, end
    )
    assert parts == CALENDAR.working_days_between(start, end)


def test_no_working_days_between_a_day_and_an_earlier_one() -> None:
    assert CALENDAR.working_days_between(dt.date(2026, 9, 22), dt.date(2026, 9, 22)) == 0
    assert CALENDAR.working_days_between(dt.date(2026, 9, 22), dt.date(2026, 9, 1)) == 0


# --- dates in words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-09-22", "二〇二六年九月二十二日"),
        ("2026-10-10", "二〇二六年十月十日"),
        ("2026-12-31", "二〇二六年十二月三十一日"),
        ("2030-01-20", "二〇三〇年一月二十日"),
        ("2026-11-11", "二〇二六年十一月十一日"),
        ("2100-02-01", "二一〇〇年二月一日"),
        ("2026-08-30", "二〇二六年八月三十日"),
    ],
)
def test_a_date_in_chinese_numerals(day: str, words: str) -> None:
    assert chinese_date(dt.date.fromisoformat(day)) == words


@given(DAYS)
def test_two_dates_never_read_the_same(day: dt.date) -> None:
    assert chinese_date(day) != chinese_date(day + dt.timedelta(1))


def test_dates_on_paper_and_in_lists() -> None:
    day = dt.date(2026, 9, 22)
    assert paper_date(day) == "2026 年 9 月 22 日"
    assert list_date(day) == "9-22 周二"
    assert weekday_word(dt.date(2026, 9, 27)) == "周日"


@given(start=st.dates(dt.date(2004, 1, 2), dt.date(2026, 12, 31)), limit=st.integers(1, 90))
def test_looking_a_due_date_up_and_walking_to_it_agree(start: dt.date, limit: int) -> None:
    assert CALENDAR.due(start, limit) == CALENDAR.reckon(start, limit).due
    end = start + dt.timedelta(days=limit)
    walked = 0
    for cell in CALENDAR.walk(start):
        if cell.date > end:
            break
        walked += cell.mark.counts
    assert CALENDAR.working_days_between(start, end) == walked
