"""The holiday tables: equal to their source, complete, and refused row by row when wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tools import make_calendars

from counter.domain.catalogue import LocalDay
from counter.packs.calendars import load_calendar, with_local_days
from counter.packs.errors import PackError, PackRefused
from counter.resources import resource_root

FOLDER = resource_root() / "calendars"
GOOD = "date,mark,name\n2026-01-01,holiday,元旦\n2026-01-04,make_up,元旦\n"


def faults(folder: Path) -> tuple[PackError, ...]:
    with pytest.raises(PackRefused) as caught:
        load_calendar(folder)
    return caught.value.errors


def one(tmp_path: Path, rows: str, name: str = "2026.csv") -> PackError:
    """The one fault of a table whose rows are `rows`."""
    (tmp_path / name).write_text("date,mark,name\n" + rows, encoding="utf-8")
    found = faults(tmp_path)
    assert len(found) == 1, [str(error) for error in found]
    return found[0]


def test_the_tables_are_what_the_package_says() -> None:
    for year, table in make_calendars.tables().items():
        assert (FOLDER / f"{year}.csv").read_text(encoding="utf-8") == table


def test_no_table_is_there_that_the_package_does_not_know() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == {
        str(year) for year in make_calendars.tables()
    }


def test_every_name_is_chinese_and_every_make_up_day_bears_the_holiday_it_serves() -> None:
    calendar = load_calendar(FOLDER)
    names = set()
    for year in calendar.years:
        day = dt.date(year, 1, 1)
        while day.year == year:
            names.add(calendar.mark(day)[1])
            day += dt.timedelta(1)
    assert names == {
        "",
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "国庆节",
        "中秋节",
        "抗战胜利纪念日",
    }


def test_the_version_names_the_years_and_the_content(tmp_path: Path) -> None:
    (tmp_path / "2026.csv").write_text(GOOD, encoding="utf-8")
    before = load_calendar(tmp_path).version
    (tmp_path / "2026.csv").write_text(GOOD.replace("04", "03"), encoding="utf-8")
    after = load_calendar(tmp_path).version
    assert before.startswith("2026-2026 ") and after.startswith("2026-2026 ")
    assert before != after


def test_a_byte_order_mark_windows_line_ends_and_blank_rows_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "2026.csv").write_bytes(
        ("\ufeff" + GOOD.replace("\n", "\r\n") + ",,\r\n\r\n").encode()
    )
    calendar = load_calendar(tmp_path)
    assert not calendar.is_working(dt.date(2026, 1, 1))
    assert calendar.is_working(dt.date(2026, 1, 4))


@pytest.mark.parametrize(
    ("rows", "row", "column", "found", "wrong"),
    [
        ("2026-01-1,holiday,元旦\n", 2, "date", "2026-01-1", "不是日期"),
        ("2026-02-30,holiday,元旦\n", 2, "date", "2026-02-30", "不是日期"),
        ("2026-01-01,holiday,元旦\n46023,holiday,元旦\n", 3, "date", "46023", "不是日期"),
        ("2025-01-01,holiday,元旦\n", 2, "date", "2025-01-01", "不是这一年"),
        ("2026-01-01,holiday,元旦\n2026-01-01,make_up,元旦\n", 3, "date", "2026-01-01", "第 2 行"),
        ("2026-01-01,放假,元旦\n", 2, "mark", "放假", "不认识的标记"),
        ("2026-01-01,holiday,\n", 2, "name", "", "没有写节日"),
        ("2026-01-01,holiday\n", 2, "", "2026-01-01,holiday", "列数"),
        ("2026-01-05,make_up,元旦\n", 2, "date", "2026-01-05", "不是周六、周日"),
        ("", 2, "date", "", "一行也没有"),
    ],
)
def test_a_wrong_row_is_named(
    tmp_path: Path, rows: str, row: int, column: str, found: str, wrong: str
) -> None:
    error = one(tmp_path, rows)
    assert (error.file, error.row, error.column, error.found) == ("2026.csv", row, column, found)
    assert wrong in str(error.wrong)
    assert str(error.right)


def test_all_faults_of_all_tables_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "2025.csv").write_text("date,mark,name\nx,y,\n", encoding="utf-8")
    (tmp_path / "2026.csv").write_text("date,mark\n", encoding="utf-8")
    assert [(e.file, e.row, e.column) for e in faults(tmp_path)] == [
        ("2025.csv", 2, "date"),
        ("2025.csv", 2, "mark"),
        ("2025.csv", 2, "name"),
        ("2026.csv", 1, ""),
    ]


def test_a_year_missing_between_two_is_an_error(tmp_path: Path) -> None:
    for year in (2023, 2026):
        row = f"date,mark,name\n{year}-01-01,holiday,元旦\n"
        (tmp_path / f"{year}.csv").write_text(row, encoding="utf-8")
    missing = faults(tmp_path)
    assert [error.file for error in missing] == ["2024.csv", "2025.csv"]
    assert "缺 2024 年" in str(missing[0].wrong)


def test_a_file_that_is_no_year_and_an_empty_folder(tmp_path: Path) -> None:
    assert "没有放假表" in str(faults(tmp_path)[0].wrong)
    assert "不是年份" in str(one(tmp_path, "", "放假.csv").wrong)


def test_a_table_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "2026.csv").write_bytes(GOOD.encode("gb18030"))
    assert "UTF-8" in str(faults(tmp_path)[0].right)


def test_a_halls_own_days_are_part_of_the_version() -> None:
    calendar = load_calendar(FOLDER)
    fair = LocalDay(date="2026-09-23", mark="holiday", name="县庆", order="1 号")
    shut = LocalDay(date="2026-09-24", mark="closed", name="停电检修")
    assert with_local_days(calendar, ()) is calendar
    both, turned = with_local_days(calendar, (fair, shut)), with_local_days(calendar, (shut, fair))
    assert both.version == turned.version
    assert both.version.startswith(calendar.version + " ")
    assert both.version != with_local_days(calendar, (fair,)).version
    assert both.years == calendar.years
