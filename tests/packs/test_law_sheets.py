"""The sheets 法定要求 and 大厅规矩: every field can be written, nothing unfit gets in."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.packs.conftest import Hall

from counter.domain.catalogue import MatterLaw
from counter.domain.rules import HallRules
from counter.packs.catalogue import load_catalogue, read_pack
from counter.packs.lawsheets import BY_RULE, LAW
from counter.packs.workbook import write_workbook

BUILD, PLAN, COMPANY, NAME = (
    f"430423-{code}-01" for code in ("JS-0001", "GH-0003", "GS-0004", "GS-0002")
)


def law(hall: Hall, code: str) -> MatterLaw:
    return next(m.law for m in load_catalogue(hall.folder).matters if m.code == code)


def test_every_field_of_the_law_of_a_matter_has_its_column() -> None:
    assert {c.attr for c in LAW.columns} == {"matter", *MatterLaw.__struct_fields__}


def test_every_rule_of_a_hall_has_its_row() -> None:
    assert set(BY_RULE) == set(HallRules.__struct_fields__)


def test_the_building_permit_names_its_five_units(hall: Hall) -> None:
    found = law(hall, BUILD)
    assert found.co_units == ("GH", "XF", "QX", "KJ", "JF")
    assert (found.co_days, found.extension_days) == (15, 15)
    assert found.extension_post == "government_head"


def test_the_demo_hall_has_a_matter_for_each_demand_of_the_law(hall: Hall) -> None:
    laws = [m.law for m in load_catalogue(hall.folder).matters if m.full]
    for name in (
        "site_check",
        "third_party",
        "hearing",
        "technical",
        "limited",
        "safety",
        "renewal",
        "needs",
        "co_units",
    ):
        assert any(getattr(found, name) for found in laws), name


def test_a_matter_without_a_row_and_a_hall_without_the_sheets_have_the_defaults(
    hall: Hall,
) -> None:
    assert law(hall, NAME) == MatterLaw()
    for sheet in ("law", "rules", "fee_matters"):  # fees of co-units go with the co-units
        (hall.folder / f"{sheet}.csv").unlink()
    catalogue = load_catalogue(hall.folder)
    assert catalogue.rules == HallRules()
    assert all(matter.law == MatterLaw() for matter in catalogue.matters)


def test_an_empty_cell_has_its_default(hall: Hall) -> None:
    found = law(hall, PLAN)
    assert (found.extension_days, found.extension_post, found.co_days) == (-1, "", 0)


def test_zero_is_no_extension_and_not_the_default(hall: Hall) -> None:
    hall.put("law", PLAN, "可延长", "0")
    assert law(hall, PLAN).extension_days == 0


@pytest.mark.parametrize(
    ("rule", "value", "field", "expected"),
    [
        ("黄灯提前", "3", "yellow_lead", 3),
        ("联办等齐", "是", "joint_waits", True),
        ("逾期不补可退件", "否", "return_unsupplied", False),
        ("补正期限", "0", "supplement_days", 0),
        ("补正期限种类", "工作日", "supplement_kind", "working"),
        ("容缺后补", "5", "follow_days", 5),
        ("委托书到期提醒", "30", "letter_lead", 30),
        ("听证申请期限种类", "自然日", "hearing_ask_kind", "natural"),
    ],
)
def test_a_rule_that_a_hall_settles_otherwise(
    hall: Hall, rule: str, value: str, field: str, expected: object
) -> None:
    own = load_catalogue(hall.folder).rules
    hall.put("rules", rule, "值", value)
    rules = load_catalogue(hall.folder).rules
    assert getattr(rules, field) == expected
    assert msgspec.structs.replace(rules, **{field: getattr(own, field)}) == own


@pytest.mark.parametrize(
    ("table", "first", "head", "value", "wrong"),
    [
        ("rules", "黄灯提前", "规则", "绿灯提前", "不认识的写法"),
        ("rules", "黄灯提前", "值", "一", "不是整数"),
        ("rules", "黄灯提前", "值", "31", "超出范围"),
        ("rules", "黄灯提前", "值", "", "空着"),
        ("rules", "听证申请期限", "值", "4", "超出范围"),
        ("rules", "联办等齐", "值", "1", "不是“是”或“否”"),
        ("rules", "补正期限种类", "值", "natural", "不认识的写法"),
        ("local_days", "2026-12-30", "标记", "放假", "不认识的写法"),
        ("local_days", "2012-10-08", "文号", "", "没有写文号"),
        ("local_days", "2012-10-08", "日期", "2012-10-32", "不是日期"),
        ("law", BUILD, "事项", "430423-JS-9999-01", "表里没有"),
        ("law", BUILD, "协办单位", "GH、XX", "表里没有“XX”"),
        ("law", BUILD, "协办单位", "GH、JS", "“JS”是主办单位"),
        ("law", BUILD, "协办单位", "GH、GH", "写了两遍"),
        ("law", BUILD, "协办单位", "", "没有协办单位"),
        ("law", BUILD, "协办时限", "46", "比法定时限还长"),
        ("law", BUILD, "可延长", "366", "超出范围"),
        ("law", BUILD, "另定顺序", "是", "没有数量限制"),
        ("law", BUILD, "延续", "是", "没有原证号、原有效期"),
        ("law", BUILD, "延续提前", "30", "不是延续的事项"),
        ("law", BUILD, "延长批准", "局长", "不认识的写法"),
        ("law", PLAN, "协办单位", "JS", "不是联办件"),
        ("law", PLAN, "听证", "要", "不是“是”或“否”"),
        ("law", COMPANY, "前置事项", "430423-GS-9999-01", "表里没有"),
        ("law", COMPANY, "前置事项", COMPANY, "绕回了自己"),
        ("law", COMPANY, "保管年限", "101", "超出范围"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(
    hall: Hall, table: str, first: str, head: str, value: str, wrong: str
) -> None:
    number = hall.put(table, first, head, value)
    error = next(e for e in hall.faults() if wrong in str(e.wrong))
    assert error.file == f"{table}.csv"
    assert error.row == number
    assert error.column in (head, "协办时限")
    assert str(error.right)


def test_what_takes_days_cannot_be_asked_of_a_matter_on_the_spot(hall: Hall) -> None:
    hall.put("law", PLAN, "事项", NAME)
    error = hall.fault()
    assert (error.column, str(error.wrong)) == ("听证", "即办件当天办结，做不了听证。")


def test_matters_that_need_each_other_are_both_named(hall: Hall) -> None:
    plot = "430423-GH-0002-01"
    hall.change("law", lambda rows: rows.append([plot, *[""] * 13, PLAN, *[""] * 4]))
    ring = hall.faults()
    assert [error.found for error in ring] == [plot, PLAN]
    assert all("绕回了自己" in str(error.wrong) for error in ring)


def test_a_rule_twice_is_one_too_many(hall: Hall) -> None:
    hall.change("rules", lambda rows: rows.append(list(rows[1])))
    assert "与第 2 行重复" in str(hall.fault().wrong)


def test_what_the_sheets_say_goes_through_a_workbook_unchanged(hall: Hall, tmp_path: Path) -> None:
    hall.put("rules", "听证申请期限种类", "值", "自然日")
    hall.put("rules", "黄灯提前", "值", "2")
    write_workbook(read_pack(hall.folder), tmp_path / "hall.xlsx")
    assert load_catalogue(tmp_path / "hall.xlsx") == load_catalogue(hall.folder)
