"""The holiday tables: one small CSV a year, read into a `WorkCalendar` with row-exact errors.

A table has the columns date, mark (holiday or make_up) and name. Years must follow one another:
a date in a missing year between two known ones would be counted wrongly without a word.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from pathlib import Path

import msgspec

from counter.domain.catalogue import LocalDay
from counter.domain.clock import WorkCalendar, YearTable
from counter.domain.errors import text
from counter.packs.errors import PackError, PackRefused

HEAD = ["date", "mark", "name"]
MARKS = ("holiday", "make_up")


def load_calendar(folder: Path) -> WorkCalendar:
    """All tables of `folder` as a calendar; its `version` names the years and the content.

    Raises PackRefused with every fault of every table.
    """
    errors: list[PackError] = []
    tables: list[YearTable] = []
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        data = path.read_bytes()
        digest.update(data)
        table = _read_year(path, data, errors)
        if table is not None:
            tables.append(table)
    errors += _holes(folder, [table.year for table in tables]) if not errors else []
    if errors:
        raise PackRefused(errors)
    version = f"{tables[0].year}-{tables[-1].year} {digest.hexdigest()[:8]}"
    return WorkCalendar(tables, version=version)


def load_year(path: Path) -> YearTable:
    """One year's table from a file, such as a hall gets each November.

    Raises PackRefused with every fault, by row; a file that cannot be read is one too.
    """
    errors: list[PackError] = []
    try:
        data = path.read_bytes()
    except OSError:
        wrong, right = text("打不开。"), text("核对文件名和位置，再试一次。")
        raise PackRefused([PackError(file=path.name, wrong=wrong, right=right)]) from None
    table = _read_year(path, data, errors)
    if errors or table is None:
        raise PackRefused(errors)
    return table


def with_local_days(calendar: WorkCalendar, days: tuple[LocalDay, ...]) -> WorkCalendar:
    """The calendar with a hall's own days; its version then names their content too."""
    if not days:
        return calendar
    digest = hashlib.sha256(msgspec.json.encode(sorted(days, key=lambda day: day.date)))
    marked: dict[str, dict[dt.date, str]] = {"holiday": {}, "closed": {}}
    for day in days:
        marked[day.mark][dt.date.fromisoformat(day.date)] = day.name
    version = f"{calendar.version} 地方 {digest.hexdigest()[:8]}"
    return calendar.with_local(marked["holiday"], marked["closed"], version)


def _holes(folder: Path, years: list[int]) -> list[PackError]:
    """A fault for an empty folder and for each year that is missing between two others."""
    if not years:
        return [
            PackError(
                file=folder.name, wrong=text("没有放假表。"), right=text("至少一个“年份.csv”。")
            )
        ]
    return [
        PackError(
            file=f"{year}.csv",
            wrong=text("缺 {year} 年的放假表，前后两年都有。", year=year),
            right=text("补上 {year}.csv。", year=year),
        )
        for year in range(years[0], years[-1])
        if year not in years
    ]


def _read_year(path: Path, data: bytes, errors: list[PackError]) -> YearTable | None:
    """One year's table; faults go to `errors`."""
    if not (path.stem.isdecimal() and len(path.stem) == 4):
        errors.append(
            PackError(
                file=path.name,
                wrong=text("文件名不是年份。"),
                right=text("四位年份，例如 2026.csv。"),
            )
        )
        return None
    try:
        lines = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        errors.append(
            PackError(file=path.name, wrong=text("不是 UTF-8 编码。"), right=text("存成 UTF-8。"))
        )
        return None
    if not lines or lines[0] != HEAD:
        errors.append(
            PackError(
                file=path.name,
                row=1,
                found=",".join(lines[0]) if lines else "",
                wrong=text("表头不对。"),
                right=text("date,mark,name"),
            )
        )
        return None
    reader = _YearReader(path.name, int(path.stem), errors)
    for number, cells in enumerate(lines[1:], 2):
        reader.take(number, cells)
    if not reader.days and not reader.faulty:
        reader.fault(2, "date", "", "一行也没有。", "这一年的全部放假日和补班日。")
    return YearTable(reader.year, reader.holidays, reader.make_up, source=path.name)


class _YearReader:
    """Takes the rows of one year's table."""

    def __init__(self, file: str, year: int, errors: list[PackError]) -> None:
        self.file, self.year, self.errors = file, year, errors
        self.holidays: dict[dt.date, str] = {}
        self.make_up: dict[dt.date, str] = {}
        self.days: dict[dt.date, int] = {}
        self.faulty = False

    def fault(self, row: int, column: str, found: str, wrong: str, right: str) -> None:
        """Note a fault of this table."""
        self.faulty = True
        self.errors.append(
            PackError(
                file=self.file,
                row=row,
                column=column,
                found=found,
                wrong=text(wrong),
                right=text(right),
            )
        )

    def take(self, row: int, cells: list[str]) -> None:
        """Check one row and keep it; blank rows are passed over."""
        if not any(cell.strip() for cell in cells):
            return
        if len(cells) != len(HEAD):
            self.fault(row, "", ",".join(cells), "列数不对。", "三列：date,mark,name。")
            return
        day, mark, name = (cell.strip() for cell in cells)
        date = self._date(row, day)
        if mark not in MARKS:
            self.fault(row, "mark", mark, "不认识的标记。", "holiday（放假）或 make_up（补班）。")
        if not name:
            self.fault(row, "name", "", "没有写节日。", "节日名，例如 国庆节。")
        if date is None or mark not in MARKS:
            return
        if mark == "make_up" and date.weekday() < 5:
            self.fault(row, "date", day, "补班日不是周六、周日。", "周六或周日的日期。")
        (self.holidays if mark == "holiday" else self.make_up)[date] = name

    def _date(self, row: int, found: str) -> dt.date | None:
        """The row's date, or None with a fault noted."""
        try:
            date = dt.date.fromisoformat(found) if len(found) == 10 else None
        except ValueError:
            date = None
        if date is None:
            self.fault(row, "date", found, "不是日期。", f"年-月-日，例如 {self.year}-10-01。")
        elif date.year != self.year:
            self.fault(row, "date", found, "不是这一年的日期。", f"{self.year} 年的日期。")
        elif date in self.days:
            self.fault(row, "date", found, f"与第 {self.days[date]} 行重复。", "每个日期一行。")
        else:
            self.days[date] = row
            return date
        return None
