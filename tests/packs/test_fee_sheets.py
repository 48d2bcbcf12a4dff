"""The sheets 收费项目, 事项收费 and 企业一费制: what they hold, and each fault at its cell."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import msgspec
import pytest
from tests.packs.conftest import Hall

from counter.domain.catalogue import Catalogue, CatalogueIndex
from counter.domain.errors import KnownError
from counter.domain.fees import Fixed, Percent, PerQuantity, Tier, Tiers
from counter.packs.catalogue import catalogue_digest, demo_catalogue, load_catalogue, read_pack
from counter.packs.workbook import write_workbook

DAY = dt.date(2026, 9, 22)
BUILD = "430423-JS-0001-01"
ROAD, CEMENT, LIGHTNING, COMPANY, TRADE, HOUSE, DRAFT, AGENCY = (
    "103044908",
    "103017600",
    "103046102",
    "103042701",
    "103043503",
    "103044701",
    "103046901",
    "103049901",
)
FIRM = "91430423MA4L00011D"


@pytest.fixture(scope="module")
def demo() -> CatalogueIndex:
    return CatalogueIndex(demo_catalogue())


# --- the demo hall -----------------------------------------------------------------------------


def test_the_items_of_the_pictures_are_there_with_their_papers(demo: CatalogueIndex) -> None:
    found = [demo.fees.item(code, DAY) for code in (ROAD, CEMENT, LIGHTNING)]
    assert [(i.name, i.unit, i.basis, i.standard) for i in found] == [
        ("城市道路挖掘修复费", "JS", "县价〔2024〕11 号", PerQuantity(fen=2500)),
        ("散装水泥专项资金", "JF", "财综〔2002〕23 号", PerQuantity(fen=200)),
        ("防雷装置设计评价费", "QX", "县价〔2023〕7 号", Fixed(fen=20000)),
    ]
    assert found[1].historical and found[2].historical and demo.catalogue.historical


def test_the_building_permit_has_fees_of_several_units(demo: CatalogueIndex) -> None:
    assert demo.fees.units_for(BUILD, DAY) == ("JS", "GH", "JF", "QX")
    co_units = demo.matters[BUILD].law.co_units
    assert set(demo.fees.units_for(BUILD, DAY)) <= {"JS", *co_units}


def test_every_item_in_force_has_a_paper_and_those_for_a_licence_a_law(
    demo: CatalogueIndex,
) -> None:
    for item in demo.fees.items:
        assert item.status == "draft" or (item.basis and item.level and item.valid_from)
        assert item.licence_basis, item.name


def test_the_demo_hall_has_every_kind_of_standard_a_draft_and_a_former_version(
    demo: CatalogueIndex,
) -> None:
    items = demo.fees.items
    assert {type(i.standard) for i in items} == {Fixed, PerQuantity, Tiers, Percent}
    assert [i.code for i in items if i.status == "draft"] == [DRAFT]
    assert [i.version for i in demo.fees.versions(ROAD)] == [1, 2]
    assert demo.fees.item(ROAD, dt.date(2012, 9, 24)).standard == PerQuantity(fen=2000)


def test_a_draft_is_never_charged_and_the_agency_never_costs(demo: CatalogueIndex) -> None:
    with pytest.raises(KnownError) as caught:
        demo.fees.item(DRAFT, DAY)
    assert caught.value.code == "fee.draft"
    assert all(i.agency for i in demo.fees.for_matter("430423-FG-0005-01", DAY))


def test_tiers_percentage_and_plan_are_read(demo: CatalogueIndex) -> None:
    bands = (
        Tier(upto=1_000_000, fen=800),
        Tier(upto=10_000_000, fen=400),
        Tier(upto=0, fen=0),
    )
    assert demo.fees.item(COMPANY, DAY).standard == Tiers(tiers=bands, mode="each")
    assert demo.fees.item(TRADE, DAY).standard == Percent(ppm=1000, floor=50_000, ceiling=5_000_000)
    plan = demo.fee_plans.of(FIRM, 2026)
    assert plan is not None and plan.fen == 200_000
    assert plan.by_unit == {"HW": 120_000, "JS": 80_000, "JF": 0}


def test_a_matter_that_charges_never_says_that_it_is_free(demo: CatalogueIndex) -> None:
    for row in demo.catalogue.matter_fees:
        item = demo.fees.chargeable(row.fee, DAY)
        if item is not None and not item.agency:
            assert demo.matters[row.matter].charges, row.matter


def test_workbook_and_tables_are_the_same_fees(tmp_path: Path, hall: Hall) -> None:
    write_workbook(read_pack(hall.folder), tmp_path / "hall.xlsx")
    assert load_catalogue(tmp_path / "hall.xlsx").fees == demo_catalogue().fees


def test_a_hall_without_the_sheets_charges_nothing_and_old_catalogues_still_read(
    hall: Hall,
) -> None:
    for sheet in ("fees", "fee_matters", "fee_plans"):
        (hall.folder / f"{sheet}.csv").unlink()
    catalogue = load_catalogue(hall.folder)
    assert (catalogue.fees, catalogue.matter_fees, catalogue.fee_plans) == ((), (), ())
    old = json.loads(catalogue_digest(catalogue)[0])
    for name in ("fees", "matter_fees", "fee_plans"):
        del old[name]
    assert msgspec.convert(old, Catalogue) == catalogue


# --- faults --------------------------------------------------------------------------------


@pytest.mark.article("58")
@pytest.mark.parametrize("level", ["部委文件", "省级文件", "地方性法规", "规章", "市县文件"])
def test_a_fee_for_the_licence_without_a_law_is_refused_at_its_row(hall: Hall, level: str) -> None:
    number = hall.put("fees", HOUSE, "依据层级", level)
    error = hall.fault()
    assert (error.file, error.row, error.column, error.found) == (
        "fees.csv",
        number,
        "依据层级",
        level,
    )
    assert "第五十八条" in str(error.wrong)


@pytest.mark.parametrize(
    ("table", "first", "head", "value", "wrong"),
    [
        ("fees", CEMENT, "编码", "10301760", "不是九位数字"),
        ("fees", CEMENT, "单位", "XX", "表里没有“XX”"),
        ("fees", CEMENT, "计费方式", "面议", "不认识的写法"),
        ("fees", CEMENT, "标准", "面议", "不是数"),
        ("fees", CEMENT, "标准", "2.005", "小数点后最多 2 位"),
        ("fees", CEMENT, "标准", "0", "不能是零"),
        ("fees", CEMENT, "标准", "-2", "不能是负数"),
        ("fees", CEMENT, "标准", "10000000000", "金额太大"),
        ("fees", CEMENT, "最低", "5", "不是比例"),
        ("fees", CEMENT, "依据", "", "没有写依据"),
        ("fees", CEMENT, "依据层级", "", "没有写依据层级"),
        ("fees", CEMENT, "依据层级", "口头", "不认识的写法"),
        ("fees", CEMENT, "生效", "", "没有写生效日期"),
        ("fees", CEMENT, "失效", "2002-12-31", "比生效还早"),
        ("fees", CEMENT, "票据种类", "121", "不是四位数字"),
        ("fees", CEMENT, "版次", "0", "超出范围"),
        ("fees", ROAD, "失效", "2024-04-01", "与第 2 行的有效期重叠"),
        ("fees", ROAD, "单位", "GH", "单位却不同"),
        ("fees", COMPANY, "标准", "至 1000：8.00、1万以上", "不是一档"),
        ("fees", COMPANY, "标准", "至 1000：8.00、至 500：4.00", "没有从小到大"),
        ("fees", COMPANY, "标准", "以上：1、至 500：4.00", "没有从小到大"),
        ("fees", COMPANY, "标准", "至 0：8.00、以上：1", "数量不对"),
        ("fees", COMPANY, "标准", "至 1000：0、以上：0", "每一档都是 0"),
        ("fees", TRADE, "标准", "0.1", "不是比例"),
        ("fees", TRADE, "标准", "0%", "比例超出范围"),
        ("fees", TRADE, "标准", "101%", "比例超出范围"),
        ("fees", TRADE, "标准", "0.00001%", "小数点后最多 4 位"),
        ("fees", TRADE, "最高", "499.99", "比最低还低"),
        ("fees", TRADE, "最高", "五万", "不是数"),
        ("fees", AGENCY, "标准", "5.00", "代理服务不收费"),
        ("fee_matters", BUILD, "项目", "999999999", "表里没有"),
        ("fee_matters", BUILD, "项目", HOUSE, "“FC”不办这个事项"),
        ("fee_plans", FIRM, "信用代码", "91430423MA4L00011E", ""),
        ("fee_plans", FIRM, "项目", DRAFT, "还是草案"),
        ("fee_plans", FIRM, "金额", "1,20", "逗号的位置不对"),
        ("fee_plans", FIRM, "金额", "", "空着"),
        ("fee_plans", FIRM, "年度", "26", "超出范围"),
    ],
)
def test_a_fault_is_told_at_its_cell(
    hall: Hall, table: str, first: str, head: str, value: str, wrong: str
) -> None:
    number = hall.put(table, first, head, value)
    told = hall.faults()
    assert any(wrong in str(e.wrong) and e.file == f"{table}.csv" for e in told), told
    assert any(e.row in (number, number + 1) for e in told)
    assert all(str(e.right) for e in told)


@pytest.mark.parametrize("head", ["企业", "依据"])
def test_a_firms_plan_says_one_name_and_one_paper(hall: Hall, head: str) -> None:
    hall.put("fee_plans", FIRM, head, "别的")
    assert {e.row for e in hall.faults()} == {3, 4}


def test_per_mille_is_ten_times_per_cent(hall: Hall) -> None:
    hall.put("fees", TRADE, "标准", "1‰")
    items = {i.code: i.standard for i in load_catalogue(hall.folder).fees}
    assert items[TRADE] == Percent(ppm=1000, floor=50_000, ceiling=5_000_000)


def test_a_draft_needs_neither_day_nor_level(hall: Hall) -> None:
    hall.put("fees", DRAFT, "依据", "")
    assert any(i.code == DRAFT and i.basis == "" for i in load_catalogue(hall.folder).fees)
