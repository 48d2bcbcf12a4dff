"""A pack with faults: each is named to the cell, all at once, and nothing is loaded."""

from __future__ import annotations

import pytest
from tests.packs.conftest import Hall

from counter.packs.catalogue import load_catalogue
from counter.packs.errors import PackRefused

FOOD = "430423-GS-0001-01"
AMUSEMENT = "430423-WH-0007-01"


# --- one cell ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "first", "head", "value", "wrong"),
    [
        ("matters", FOOD, "名称", "", "空着"),
        ("matters", FOOD, "法定时限", "二十", "不是整数"),
        ("matters", FOOD, "法定时限", "20.5", "不是整数"),
        ("matters", FOOD, "法定时限", "-3", "不是整数"),
        ("matters", FOOD, "法定时限", "0", "超出范围"),
        ("matters", FOOD, "法定时限", "400", "超出范围"),
        ("matters", AMUSEMENT, "承诺时限", "21", "比法定时限还长"),
        ("matters", FOOD, "承诺时限", "3", "即办件当天办结"),
        ("matters", AMUSEMENT, "承诺时限", "0", "不是即办件"),
        ("matters", FOOD, "办件类型", "即办", "不认识的写法"),
        ("matters", FOOD, "类别", "licence", "不认识的写法"),
        ("matters", FOOD, "受理通知书", "有", "不是“是”或“否”"),
        ("matters", FOOD, "单位", "XX", "表里没有“XX”"),
        ("matters", FOOD, "名称", "食品\n流通", "换行"),
        ("matters", FOOD, "名称", "#REF!", "公式"),
        ("units", "WH", "文号字", "", "空着"),
        ("units", "JG", "代办单位", "", "没有写谁代办"),
        ("units", "JG", "代办单位", "HW", "自己也是委托代理窗口"),
        ("units", "WH", "代办单位", "GS", "不是委托代理窗口"),
        ("windows", "3", "单位", "ZZZ", "表里没有“ZZZ”"),
        ("staff", "0317", "窗口", "99", "表里没有“99”"),
        ("staff", "0317", "窗口", "9", "这个窗口是“WH”的"),
        ("staff", "0317", "角色", "经办、局长", "不认识“局长”"),
        ("staff", "0317", "出生日期", "1990-13-01", "不是日期"),
        ("papers", "accept_notice", "用印", "部门公章", "这些单位没有"),
        ("papers", "accept_notice", "字", "", "没有字"),
        ("papers", "accept_notice", "份数", "0", "超出范围"),
        ("papers", "accept_notice", "版式", "accept_notise", "没有这个版式"),
        ("papers", "slip", "出纸", "A4", "不是给它排的"),
        ("seals", "GS-01", "单位", "", "没有写是谁的章"),
        ("seals", "ZX-01", "单位", "GS", "中心章不属于单位"),
        ("seals", "GS-02", "保管", "监察", "不认识"),
        ("centre", "430423", "下班时间", "五点半", "不是时刻"),
        ("centre", "430423", "目录版本", "0", "超出范围"),
        ("letters", "衡工商授〔2026〕001 号", "失效", "2025-12-31", "比生效还早"),
        ("letters", "衡工商授〔2026〕001 号", "权限", "受理、签字", "不认识“签字”"),
        ("letters", "衡工商授〔2026〕001 号", "工号", "0902", "不是这个单位的人"),
        ("letters", "衡工商授〔2026〕001 号", "工号", "9999", "表里没有“9999”"),
        ("letters", "衡工商授〔2026〕001 号", "事项", AMUSEMENT, "不是这个单位的事项"),
        ("letters", "衡工商授〔2026〕001 号", "事项", f"{FOOD}、{FOOD}", "写了两遍"),
    ],
)
def test_a_wrong_cell_is_named_with_what_would_be_right(
    hall: Hall, table: str, first: str, head: str, value: str, wrong: str
) -> None:
    number = hall.put(table, first, head, value)
    letter = chr(65 + hall.rows(table)[0].index(head))
    errors = hall.faults()
    error = next(e for e in errors if wrong in str(e.wrong))
    assert (error.file, error.sheet) == (f"{table}.csv", "")
    assert (error.row, error.column, error.cell) == (number, head, f"{letter}{number}")
    assert error.found == value.strip()
    assert str(error.right)
    assert len(errors) <= 2


def test_a_line_for_people_says_where_what_and_what_else(hall: Hall) -> None:
    row = hall.put("matters", AMUSEMENT, "承诺时限", "30")
    assert str(hall.fault()) == (
        f"matters.csv 第 {row} 行 承诺时限（H{row}） “30”：比法定时限还长。应为：不超过 20。"
    )


def test_a_choice_that_is_nearly_right_lists_the_choices(hall: Hall) -> None:
    hall.put("matters", FOOD, "办件类型", "即办")
    assert str(hall.fault().right) == "其中一个：即办件、承诺件、联办件、上报件。"


def test_a_code_that_does_not_fit_region_and_unit(hall: Hall) -> None:
    hall.put("matters", "430423-KJ-0002-01", "编码", "430424-KJ-0002-01")
    assert any("对不上" in str(e.wrong) and "430423-KJ" in str(e.right) for e in hall.faults())


def test_a_unit_code_with_signs_of_a_pattern_is_only_a_wrong_code(hall: Hall) -> None:
    (hall.folder / "law.csv").unlink()  # names units too, inside lists
    (hall.folder / "fee_matters.csv").unlink()  # fees of those units
    for table in ("units", "matters", "windows", "seals", "staff", "letters", "fees"):
        rows = hall.rows(table)
        hall.write(table, [[cell if cell != "KJ" else "K(" for cell in row] for row in rows])
    errors = hall.faults()
    assert any(e.file == "units.csv" and "不是单位代码" in str(e.wrong) for e in errors)
    assert all(e.file in ("units.csv", "matters.csv") for e in errors)


# --- between rows --------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["units", "windows", "matters", "materials", "fields", "seals"])
def test_a_row_that_stands_twice_is_named_with_its_twin(hall: Hall, table: str) -> None:
    hall.change(table, lambda rows: rows.append(list(rows[3])))
    error = hall.fault()
    assert error.row == len(hall.rows(table))
    assert str(error.wrong) == "与第 4 行重复。"


def test_a_material_of_a_matter_that_is_not_there(hall: Hall) -> None:
    hall.change("materials", lambda rows: rows.append(["430423-GS-9999-01", *rows[1][1:]]))
    error = hall.fault()
    assert (error.file, error.column) == ("materials.csv", "事项")
    assert "“事项”表里没有" in str(error.wrong)


def test_a_matter_called_complete_that_lacks_something(hall: Hall) -> None:
    def drop(rows: list[list[str]]) -> None:
        rows[:] = [row for row in rows if row[0] != FOOD]

    hall.change("materials", drop)
    hall.change("fields", drop)
    assert [str(e.wrong) for e in hall.faults()] == [
        "写了齐全，却没有材料。",
        "写了齐全，却没有表单。",
    ]


def test_a_unit_without_its_b_representative(hall: Hall) -> None:
    def drop(rows: list[list[str]]) -> None:
        rows[:] = [row for row in rows if not (row[1] == "WH" and row[3] == "B")]

    hall.change("letters", drop)
    error = hall.fault()
    assert (error.file, error.found) == ("units.csv", "WH")
    assert str(error.wrong) == "没有 B 角首席代表。"


def test_a_and_b_must_be_two_people_with_the_roles(hall: Hall) -> None:
    hall.put("letters", "衡文授〔2026〕002 号", "工号", "0901")
    assert {str(e.wrong) for e in hall.faults()} == {
        "A 角和 B 角是同一个人。",
        "“人员”表里没有给他这个角色。",
    }


def test_an_agency_unit_is_represented_by_people_of_the_unit_that_acts_for_it(hall: Hall) -> None:
    hall.put("units", "JG", "代办单位", "GS")
    assert {str(e.wrong) for e in hall.faults()} == {
        "旷德清不是这个单位的人。",
        "康素云不是这个单位的人。",
    }


def test_choices_belong_to_fields_of_that_kind(hall: Hall) -> None:
    def edit(rows: list[list[str]]) -> None:
        at = {head: n for n, head in enumerate(rows[0])}
        mine = [row for row in rows if row[0] == FOOD]
        mine[0][at["选项"]] = "甲、乙"
        mine[1][at["选项"]] = "个体工商户"
        mine[2][at["键"]] = "Premises"

    hall.change("fields", edit)
    assert [(e.column, str(e.wrong)) for e in hall.faults()] == [
        ("选项", "类型不是“选项”，却有选项。"),
        ("选项", "选项不到两个。"),
        ("键", "不能作键。"),
    ]


def test_the_papers_that_the_desk_prints_must_be_there(hall: Hall) -> None:
    def drop(rows: list[list[str]]) -> None:
        rows[:] = [row for row in rows if row[0] != "slip"]

    hall.change("papers", drop)
    assert "缺文书“slip”" in str(hall.fault().wrong)


# --- tables and columns --------------------------------------------------------------------------


def test_a_missing_table(hall: Hall) -> None:
    (hall.folder / "windows.csv").unlink()
    assert any("缺“windows.csv”这张表" in str(e.wrong) for e in hall.faults())


def test_an_unknown_table_with_the_name_it_may_have_meant(hall: Hall) -> None:
    (hall.folder / "matter.csv").write_text("x\n", encoding="utf-8")
    error = hall.fault()
    assert (error.file, error.found, str(error.right)) == ("matter.csv", "matter", "matters。")


def test_an_unknown_column_with_the_name_it_may_have_meant(hall: Hall) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[0][rows[0].index("收费")] = "收费说明"

    hall.change("matters", edit)
    error = hall.fault()
    assert (error.row, error.found, str(error.right)) == (1, "收费说明", "收费。")


def test_a_missing_column(hall: Hall) -> None:
    def edit(rows: list[list[str]]) -> None:
        place = rows[0].index("法定时限")
        for row in rows:
            del row[place]

    hall.change("matters", edit)
    assert any("缺“法定时限”列" in str(e.wrong) for e in hall.faults())


def test_a_column_that_may_be_left_out(hall: Hall) -> None:
    def edit(rows: list[list[str]]) -> None:
        place = rows[0].index("收费")
        for row in rows:
            del row[place]

    hall.change("matters", edit)
    matters = {m.code: m.charges for m in load_catalogue(hall.folder).matters}
    assert matters["430423-GH-0001-01"] == ""
    assert matters["430423-GS-0004-02"] == "公司变更登记费，按收费目录，凭缴费通知单到财政窗口缴"


def test_a_column_twice_and_something_beside_the_table(hall: Hall) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[0].append("名称")
        rows[4].extend(["", "多出来的"])

    hall.change("windows", edit)
    assert [(e.row, e.found, str(e.wrong)) for e in hall.faults()] == [
        (1, "名称", "这一列出现了两次。"),
        (5, "多出来的", "这一格没有表头。"),
    ]


def test_a_table_in_another_encoding(hall: Hall) -> None:
    path = hall.folder / "windows.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert any(e.file == "windows.csv" and "UTF-8" in str(e.right) for e in hall.faults())


def test_two_centres_or_none(hall: Hall) -> None:
    hall.change("centre", lambda rows: rows.append(["430424", *rows[1][1:]]))
    assert any("应当只有一行，现在 2 行" in str(e.wrong) for e in hall.faults())
    hall.change("centre", lambda rows: rows.__delitem__(slice(1, None)))
    assert any("应当只有一行，现在 0 行" in str(e.wrong) for e in hall.faults())


# --- all at once ---------------------------------------------------------------------------------


def test_all_faults_come_at_once_and_the_words_count_them(hall: Hall) -> None:
    hall.put("matters", FOOD, "承诺时限", "3")
    hall.put("matters", AMUSEMENT, "办件类型", "慢慢办")
    hall.put("staff", "0317", "单位", "QQ")
    hall.change("windows", lambda rows: rows.append(["3", "WH", ""]))
    with pytest.raises(PackRefused) as caught:
        load_catalogue(hall.folder)
    refused = caught.value
    assert {(e.file, e.column) for e in refused.errors} >= {
        ("matters.csv", "承诺时限"),
        ("matters.csv", "办件类型"),
        ("staff.csv", "单位"),
        ("windows.csv", "窗口号"),
    }
    assert f"{len(refused.errors)} 处错误" in str(refused.what)
    assert str(refused).count("\n") == len(refused.errors)


def test_blank_rows_anywhere_are_passed_over_and_rows_keep_their_numbers(hall: Hall) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows.insert(2, ["", " ", ""])
        rows.extend([[""] * 3, []])

    hall.change("windows", edit)
    assert len(load_catalogue(hall.folder).windows) == 41
    number = hall.put("windows", "3", "单位", "")
    assert hall.faults()[0].row == number == 5


def test_what_is_nowhere(hall: Hall) -> None:
    with pytest.raises(PackRefused) as caught:
        load_catalogue(hall.folder / "nothing.xlsx")
    assert "没有这个文件" in str(caught.value)
