"""The pack as a workbook: equal to its tables, the same bytes each time, forgiving where it may."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import time_machine
from openpyxl.worksheet.worksheet import Worksheet

from counter.domain.errors import KnownError
from counter.packs.catalogue import catalogue_digest, demo_catalogue, load_catalogue, read_pack
from counter.packs.errors import PackError, PackRefused
from counter.packs.schema import NOTES_TITLE, SHEETS
from counter.packs.tables import read_folder
from counter.packs.workbook import workbook_bytes, write_workbook
from counter.resources import resource_root

FOLDER = resource_root() / "hall"
FOOD = "430423-GS-0001-01"
Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo hall's workbook."""
    path = tmp_path_factory.mktemp("pack") / "hall.xlsx"
    write_workbook(read_pack(FOLDER), path)
    return path


@pytest.fixture
def edited(made: Path, tmp_path: Path) -> Callable[[Edit], Path]:
    """Edits a copy of the workbook, as a table program would."""

    def edit(change: Edit) -> Path:
        path = Path(shutil.copy(made, tmp_path / "pack.xlsx"))
        for scan in made.parent.glob("*.png"):
            shutil.copy(scan, tmp_path)
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    return edit


def place(page: Worksheet, first: str, head: str) -> str:
    """Address of the cell under `head` in the row that begins with `first`."""
    row = next(cells[0].row for cells in page.iter_rows() if cells[0].value == first)
    column = next(cell.column_letter for cell in page[1] if cell.value == head)
    return f"{column}{row}"


def put(sheet: str, first: str, head: str, value: object) -> Edit:
    """An edit that writes one cell."""

    def change(book: openpyxl.Workbook) -> None:
        page = book[sheet]
        page[place(page, first, head)].value = value

    return change


def faults(path: Path) -> tuple[PackError, ...]:
    with pytest.raises(PackRefused) as caught:
        load_catalogue(path)
    return caught.value.errors


# --- the workbook itself -------------------------------------------------------------------------


def test_the_workbook_and_the_tables_are_the_same_catalogue(made: Path) -> None:
    assert load_catalogue(made) == demo_catalogue()
    assert catalogue_digest(load_catalogue(made)) == catalogue_digest(demo_catalogue())


def test_the_same_tables_give_the_same_bytes(made: Path) -> None:
    with time_machine.travel("2031-05-06 07:08:09"):
        assert workbook_bytes(read_folder(FOLDER)) == made.read_bytes()


def test_a_hall_finds_its_way(made: Path) -> None:
    book = openpyxl.load_workbook(made)
    assert book.sheetnames == [NOTES_TITLE, *(sheet.title for sheet in SHEETS)]
    for sheet in SHEETS:
        page = book[sheet.title]
        assert page.freeze_panes == "A2"
        assert [cell.value for cell in page[1]] == [column.head for column in sheet.columns]
        assert page["A1"].font.bold
        assert page.column_dimensions["A"].width >= 6
    notes = [[str(cell.value or "") for cell in row] for row in book[NOTES_TITLE].iter_rows()]
    told = {row[1] for row in notes}
    assert {column.head for sheet in SHEETS for column in sheet.columns} <= told
    assert any("即办件、承诺件、联办件、上报件" in row[3] for row in notes)


def test_numbers_with_leading_zeros_are_text_and_limits_are_numbers(made: Path) -> None:
    book = openpyxl.load_workbook(made)
    assert book["人员"][place(book["人员"], "0317", "工号")].value == "0317"
    assert book["事项"][place(book["事项"], FOOD, "法定时限")].value == 20


def test_tables_with_faults_are_not_written(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "hall")
    (tmp_path / "hall" / "windows.csv").write_text("窗口号\n", encoding="utf-8")
    with pytest.raises(PackRefused):
        write_workbook(read_folder(tmp_path / "hall"), tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        write_workbook(read_folder(FOLDER), tmp_path / "no" / "out.xlsx")
    assert caught.value.code == "pack.not_written"


# --- what table programs make of cells -----------------------------------------------------------


@pytest.mark.parametrize("value", [20, 20.0, "20", " 20 ", "２０"])
def test_an_integer_in_any_dress(edited: Callable[[Edit], Path], value: object) -> None:
    assert load_catalogue(edited(put("事项", FOOD, "法定时限", value))) == demo_catalogue()


@pytest.mark.parametrize(
    ("value", "found"), [(20.5, "20.5"), ("20.5", "20.5"), (True, "是"), ("二十", "二十")]
)
def test_what_is_no_integer(edited: Callable[[Edit], Path], value: object, found: str) -> None:
    path = edited(put("事项", FOOD, "法定时限", value))
    (error,) = faults(path)
    page = openpyxl.load_workbook(path)["事项"]
    assert (error.file, error.sheet, error.column) == ("pack.xlsx", "事项", "法定时限")
    assert error.cell == place(page, FOOD, "法定时限")
    assert error.row == page[error.cell].row
    assert error.found == found
    assert str(error.wrong) == "不是整数。"


@pytest.mark.parametrize(
    "value",
    [dt.datetime(2026, 1, 1), dt.date(2026, 1, 1), "2026-01-01", "2026/1/1", "2026.1.1"],
)
def test_a_date_in_any_dress(edited: Callable[[Edit], Path], value: object) -> None:
    number = "衡工商授〔2026〕001 号"
    assert load_catalogue(edited(put("授权", number, "生效", value))) == demo_catalogue()


def test_a_date_that_lost_its_format_is_refused(edited: Callable[[Edit], Path]) -> None:
    (error,) = faults(edited(put("授权", "衡工商授〔2026〕001 号", "生效", 46023)))
    assert (error.found, str(error.wrong)) == ("46023", "不是日期。")


def test_true_and_times(edited: Callable[[Edit], Path]) -> None:
    assert load_catalogue(edited(put("事项", FOOD, "受理通知书", True))) == demo_catalogue()
    assert load_catalogue(edited(put("中心", "430423", "下班时间", dt.time(17, 30)))) == (
        demo_catalogue()
    )


def test_blanks_around_words_and_another_comma_in_lists(edited: Callable[[Edit], Path]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        put("事项", FOOD, "名称", "  食品流通许可 ")(book)
        put("授权", "衡工商授〔2026〕001 号", "权限", "受理；审核, 审批")(book)

    assert load_catalogue(edited(change)) == demo_catalogue()


def test_formatted_but_empty_rows_below_do_no_harm(edited: Callable[[Edit], Path]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book["窗口"]
        for row in range(60, 200):
            page.cell(row, 1, "  ").number_format = "@"

    assert load_catalogue(edited(change)) == demo_catalogue()


def test_merged_cells_are_told_as_the_blanks_they_leave(edited: Callable[[Edit], Path]) -> None:
    (error,) = faults(edited(lambda book: book["窗口"].merge_cells("B2:B3")))
    assert (error.sheet, error.row, error.column) == ("窗口", 3, "单位")
    assert str(error.wrong) == "空着。"


def test_a_row_far_below_keeps_its_number(edited: Callable[[Edit], Path]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["窗口"].cell(90, 1, "25")

    (error,) = faults(edited(change))
    assert (error.row, error.cell, error.column) == (90, "B90", "单位")


# --- sheets --------------------------------------------------------------------------------------


def test_unknown_and_missing_sheets(edited: Callable[[Edit], Path]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["窗口"].title = "窗口表"

    found = faults(edited(change))
    told = [(e.file, e.sheet, str(e.wrong), str(e.right)) for e in found]
    assert ("pack.xlsx", "窗口表", "不认识的表。", "窗口。") in told
    assert any("缺“窗口”这张表" in wrong for _, _, wrong, _ in told)


def test_the_notes_may_be_changed_or_thrown_away(edited: Callable[[Edit], Path]) -> None:
    assert load_catalogue(edited(lambda b: b.remove(b[NOTES_TITLE]))) == demo_catalogue()


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 torn"])
def test_what_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pack.xlsx"
    path.write_bytes(content)
    (error,) = faults(path)
    assert (error.file, str(error.right)) == ("pack.xlsx", "用表格软件另存为 .xlsx。")


def test_a_torn_workbook(made: Path, tmp_path: Path) -> None:
    data = made.read_bytes()
    for length in (100, len(data) // 2, len(data) - 10):
        path = tmp_path / "torn.xlsx"
        path.write_bytes(data[:length])
        assert len(faults(path)) == 1


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert len(faults(path)) == 1
