"""Statutory days: working-day calendars as yearly data, due dates, and how they were reckoned.

Art. 82 of the Administrative Licensing Law counts the organ's limits in working days without
statutory holidays; the day of acceptance is day 0. A year without a table never gives a silent
guess: weekdays are counted and the date is marked as estimated (预计).
"""

from __future__ import annotations

import datetime as dt
import enum
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from counter.domain.rules import DayKind

DAY = dt.timedelta(days=1)
WEEKDAYS = "一二三四五六日"
KEPT = 256
"""Reckonings that a calendar keeps: one acceptance asks for the same ones several times."""


class DayMark(enum.StrEnum):
    """What a date is in the calendar."""

    WORK = "work"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # statutory, on whatever weekday
    MAKE_UP = "make_up"  # 调休补班: a weekend day that is worked
    LOCAL = "local"  # holiday by order of the county
    CLOSED = "closed"  # the hall is shut; still a working day in law

    @property
    def counts(self) -> bool:
        """True when the day is a working day in law."""
        return self in (DayMark.WORK, DayMark.MAKE_UP, DayMark.CLOSED)


class YearTable(msgspec.Struct, frozen=True):
    """One year's notice: holidays by name, make-up working days with the holiday they serve."""

    year: int
    holidays: Mapping[dt.date, str]
    make_up: Mapping[dt.date, str]
    source: str = ""


class Due(msgspec.Struct, frozen=True):
    """A due date; estimated when it crosses a year without a table."""

    date: dt.date
    estimated: bool


class DayCell(msgspec.Struct, frozen=True):
    """One calendar day of a reckoning; number is its place among the counted days, else 0."""

    date: dt.date
    mark: DayMark
    name: str
    number: int


class Stretch(msgspec.Struct, frozen=True):
    """Consecutive days of one meaning: counted days, or days that do not count and why."""

    first: dt.date
    last: dt.date
    counts: bool
    name: str
    days: int
    closed: bool = False  # counted, though the hall is shut: `name` is why


class Reckoning(msgspec.Struct, frozen=True):
    """How a due date was counted: every day from the day after `start` to the due date."""

    start: dt.date
    limit: int
    due: Due
    cells: tuple[DayCell, ...]

    def stretches(self) -> tuple[Stretch, ...]:
        """The cells gathered into stretches; a weekend inside a named holiday joins it."""
        result: list[Stretch] = []
        for cell in self.cells:
            name = cell.name or ("" if cell.mark is not DayMark.WEEKEND else "周末")
            meaning = (cell.mark.counts, name, cell.mark is DayMark.CLOSED)
            prev = result[-1] if result else None
            if prev is not None and (prev.counts, prev.name, prev.closed) == meaning:
                result[-1] = msgspec.structs.replace(prev, last=cell.date, days=prev.days + 1)
            else:
                counts, _, closed = meaning
                result.append(Stretch(cell.date, cell.date, counts, name, 1, closed))
        return tuple(result)


class WorkCalendar:
    """Working days over yearly tables, local holidays and closures.

    A closure of the centre is still a working day in law and does not stop the clock.
    """

    def __init__(
        self,
        tables: Iterable[YearTable],
        local_holidays: Mapping[dt.date, str] | None = None,
        version: str = "",
        closures: Mapping[dt.date, str] | None = None,
    ) -> None:
        self._tables = {table.year: table for table in tables}
        self._local = dict(local_holidays or {})
        self._closures = dict(closures or {})
        self.version = version
        self._reckoned: dict[tuple[dt.date, int], Reckoning] = {}

    def with_local(
        self, holidays: Mapping[dt.date, str], closures: Mapping[dt.date, str], version: str
    ) -> WorkCalendar:
        """This calendar with a hall's own days in place of the ones it has."""
        return WorkCalendar(self._tables.values(), holidays, version, closures)

    def with_tables(self, tables: Iterable[YearTable], version: str) -> WorkCalendar:
        """This calendar with other tables for some years, or with years that it lacked."""
        merged = {**self._tables, **{table.year: table for table in tables}}
        return WorkCalendar(merged.values(), self._local, version, self._closures)

    @property
    def tables(self) -> tuple[YearTable, ...]:
        """The yearly tables, by year."""
        return tuple(self._tables[year] for year in self.years)

    @property
    def local_holidays(self) -> Mapping[dt.date, str]:
        """Holidays by order of the county, by name."""
        return self._local

    @property
    def closures(self) -> Mapping[dt.date, str]:
        """Days on which the hall is shut, with why."""
        return self._closures

    @property
    def years(self) -> tuple[int, ...]:
        """Years with a table, ascending."""
        return tuple(sorted(self._tables))

    def known(self, day: dt.date) -> bool:
        """True when the year of `day` has a table."""
        return day.year in self._tables

    def mark(self, day: dt.date) -> tuple[DayMark, str]:
        """Mark and name (国庆节, 中秋节 …, empty for plain days) of a date."""
        if day in self._local:
            return DayMark.LOCAL, self._local[day]
        table = self._tables.get(day.year)
        if table is not None:
            if day in table.holidays:
                return DayMark.HOLIDAY, table.holidays[day]
            if day in table.make_up:
                closed = day in self._closures
                return (
                    (DayMark.CLOSED, self._closures[day])
                    if closed
                    else (DayMark.MAKE_UP, table.make_up[day])
                )
        if day.weekday() >= 5:
            return DayMark.WEEKEND, ""
        return (
            (DayMark.CLOSED, self._closures[day]) if day in self._closures else (DayMark.WORK, "")
        )

    def closed(self, day: dt.date) -> str:
        """Why the hall is shut on a working day; empty when it is open or no working day."""
        mark, name = self.mark(day)
        return name if mark is DayMark.CLOSED else ""

    def is_working(self, day: dt.date) -> bool:
        """True when `day` is a working day in law."""
        return self.mark(day)[0].counts

    def walk(self, start: dt.date) -> Iterator[DayCell]:
        """Days after `start`, without end, each with its number among the counted days."""
        number, day = 0, start
        while True:
            day += DAY
            mark, name = self.mark(day)
            number += mark.counts
            yield DayCell(day, mark, name, number if mark.counts else 0)

    def reckon(self, start: dt.date, limit: int) -> Reckoning:
        """Count `limit` (≥ 1) working days after `start`; `start` itself is day 0.

        Raises ValueError for a limit below 1.
        """
        if limit < 1:
            raise ValueError(f"a limit of {limit} working days cannot be reckoned")
        kept = self._reckoned.get((start, limit))
        if kept is None:
            kept = self._count(start, limit)
            if len(self._reckoned) >= KEPT:
                self._reckoned.clear()
            self._reckoned[start, limit] = kept
        return kept

    def _count(self, start: dt.date, limit: int) -> Reckoning:
        cells: list[DayCell] = []
        for cell in self.walk(start):
            cells.append(cell)
            if cell.number == limit:
                break
        estimated = any(cell.date.year not in self._tables for cell in cells)
        return Reckoning(start, limit, Due(cells[-1].date, estimated), tuple(cells))

    def due(self, start: dt.date, limit: int) -> Due:
        """Due date `limit` working days after `start`; 0: the first working day from it on."""
        if limit == 0:
            day, estimated = start, not self.known(start)
            while not self.is_working(day):
                day += DAY
                estimated = estimated or not self.known(day)
            return Due(day, estimated)
        days = self._working_days
        if limit > 0 and days and start >= days[0]:
            place = bisect_right(days, start) + limit - 1
            if place < len(days):
                return Due(days[place], False)
        return self.reckon(start, limit).due

    @cached_property
    def _working_days(self) -> list[dt.date]:
        """Every working day of the years with a table, for looking up instead of walking.

        Empty where a year is missing between two: such a calendar is walked, day by day.
        """
        years = self.years
        if not years or len(years) != years[-1] - years[0] + 1:
            return []
        first, last = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
        whole = (first + DAY * n for n in range((last - first).days + 1))
        return [day for day in whole if self.is_working(day)]

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        days = self._working_days
        if days and days[0] <= start <= end <= days[-1]:
            return bisect_right(days, end) - bisect_right(days, start)
        count = 0
        for cell in self.walk(start):
            if cell.date > end:
                return count
            count += cell.mark.counts
        raise AssertionError("walk has no end")


def due_by(calendar: WorkCalendar, start: dt.date, days: int, kind: DayKind = "working") -> Due:
    """Due date `days` working or natural days after `start` (art. 82: the organ's are working)."""
    if kind == "natural":
        return Due(start + DAY * days, False)
    return calendar.due(start, days)


def weekday_word(day: dt.date) -> str:
    """周一 … 周日."""
    return "周" + WEEKDAYS[day.weekday()]


def list_date(day: dt.date) -> str:
    """A date in a list: `9-22 周二`."""
    return f"{day.month}-{day.day:02d} {weekday_word(day)}"


def paper_date(day: dt.date) -> str:
    """A date on paper: `2026 年 9 月 22 日`."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def slip_date(day: dt.date) -> str:
    """A date on a slip: `10月20日 星期二`."""
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


_DIGITS = "〇一二三四五六七八九"


def chinese_date(day: dt.date) -> str:
    """A date in Chinese numerals: 二〇二六年九月二十二日."""
    year = "".join(_DIGITS[int(c)] for c in str(day.year))
    return f"{year}年{_small(day.month)}月{_small(day.day)}日"


def _small(n: int) -> str:
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")
