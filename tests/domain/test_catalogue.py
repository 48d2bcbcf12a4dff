"""The catalogue's look-ups: finding a matter, a seal; what a letter of authority covers."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from counter.domain.catalogue import (
    AuthorityLetter,
    Catalogue,
    CatalogueIndex,
    Centre,
    Matter,
    Seal,
    Unit,
)
from counter.packs.catalogue import demo_catalogue

DEMO = CatalogueIndex(demo_catalogue())
SPOT = DEMO.matters["430423-GS-0001-01"]


def titles(query: str, unit: str | None = "GS", limit: int = 20) -> list[str]:
    return [matter.title for matter in DEMO.find_matters(query, unit, limit)]


# --- finding a matter ----------------------------------------------------------------------------


def test_initials_find_the_food_licence_first() -> None:
    assert titles("spl") == ["食品流通许可（新办）", "食品流通许可（变更）", "食品流通许可（延续）"]


@pytest.mark.parametrize("query", ["SPL", " spl ", "ｓｐｌ", "sp l"])
def test_case_width_and_blanks_do_not_matter(query: str) -> None:
    assert titles(query)[0] == "食品流通许可（新办）"


def test_initials_go_on_into_the_variant() -> None:
    assert titles("spltxkyx")[0] == "食品流通许可（延续）"


def test_a_code_finds_its_matter_alone_and_first() -> None:
    assert titles("430423-GS-0001-02")[0] == "食品流通许可（变更）"
    assert titles("430423-gs-0001-02", "WH")[0] == "食品流通许可（变更）"


def test_a_part_of_a_code_finds_its_matters() -> None:
    assert titles("gs-0001") == [
        "食品流通许可（新办）",
        "食品流通许可（变更）",
        "食品流通许可（延续）",
    ]


@pytest.mark.parametrize("query", ["食品流通", "流通许可", "流通", "食品流通许可（新办）"])
def test_a_part_of_the_chinese_name_finds_it(query: str) -> None:
    assert titles(query)[0] == "食品流通许可（新办）"


def test_half_width_brackets_find_full_width_ones() -> None:
    assert titles("食品流通许可(变更)") == ["食品流通许可（变更）"]


def test_two_words_must_both_fit() -> None:
    assert titles("食品 变更") == ["食品流通许可（变更）"]
    assert titles("食品 采伐") == []


def test_full_pinyin_finds_too() -> None:
    assert "食品流通许可（新办）" in titles("liutong")


def test_the_units_own_matters_come_first() -> None:
    own = [DEMO.find_matters("登记", unit)[0].unit for unit in ("GS", "FC", "GT", "MZ")]
    assert own == ["GS", "FC", "GT", "MZ"]
    assert DEMO.find_matters("gs", "GS")[0].title == "公司登记（设立）"


def test_a_units_own_good_match_comes_before_a_better_one_of_another() -> None:
    better = _matter("430423-LY-0001-01", "LY", "登记证补发", "djzbf")
    own = _matter("430423-GS-0001-01", "GS", "公司登记", "gsdj")
    index = CatalogueIndex(_catalogue(matters=(better, own)))
    assert [m.unit for m in index.find_matters("dj", "GS")] == ["GS", "LY"]
    assert [m.unit for m in index.find_matters("dj", "FC")] == ["LY", "GS"]


def test_a_loose_match_of_the_own_unit_does_not_hide_a_good_one_of_another() -> None:
    loose = _matter("430423-GS-0001-01", "GS", "公务用车采购许可", "gwyccgxk")
    good = _matter("430423-LY-0001-01", "LY", "采购许可", "gcxk")
    index = CatalogueIndex(_catalogue(matters=(loose, good)))
    assert [m.unit for m in index.find_matters("gcxk", "GS")] == ["LY", "GS"]


def test_nothing_asked_nothing_found() -> None:
    assert titles("") == titles("  ") == titles("没有这样的事项") == titles("zzzzzz") == []


def test_no_more_than_asked_for() -> None:
    assert len(titles("许可", limit=5)) == 5


def test_every_matter_is_found_by_its_initials_its_name_and_its_code() -> None:
    for matter in DEMO.catalogue.matters:
        for query in (matter.initials, matter.title, matter.code):
            found = DEMO.find_matters(query, matter.unit, limit=200)
            assert matter in found, query
        assert DEMO.find_matters(matter.code, None)[0] == matter


# --- seals and titles ----------------------------------------------------------------------------


def test_the_units_own_seal_else_the_centres() -> None:
    acceptance = DEMO.seal_for("acceptance", "GS")
    assert acceptance is not None and acceptance.name == "衡山县工商行政管理局受理专用章"
    centre = DEMO.seal_for("centre", "GS")
    assert centre is not None and centre.unit == ""
    assert DEMO.seal_for("department", "GS") is None


def test_the_unit_of_a_matter() -> None:
    assert DEMO.unit_of_matter(SPOT).short == "工商局"


def test_a_title_without_a_variant_has_no_brackets() -> None:
    assert _matter("c", "GS", "企业名称预先核准", "").title == "企业名称预先核准"
    assert SPOT.title == "食品流通许可（新办）"


# --- letters of authority ------------------------------------------------------------------------


LETTER = AuthorityLetter(
    number="衡工商授〔2026〕001 号",
    unit="GS",
    staff="0309",
    role="A",
    scope=("accept", "review", "decide"),
    valid_from="2026-01-01",
    valid_to="2026-12-31",
)


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        ("2025-12-31", False),
        ("2026-01-01", True),
        ("2026-09-22", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ],
)
def test_a_letter_covers_its_first_and_its_last_day(day: str, covered: bool) -> None:
    assert LETTER.covers(SPOT, "decide", dt.date.fromisoformat(day)) is covered


def test_a_letter_without_an_end_runs_on() -> None:
    letter = msgspec.structs.replace(LETTER, valid_to="")
    assert letter.covers(SPOT, "decide", dt.date(2099, 1, 1))


def test_a_letter_covers_only_its_scope_its_matters_and_its_unit() -> None:
    day = dt.date(2026, 9, 22)
    accept_only = msgspec.structs.replace(LETTER, scope=("accept",))
    assert accept_only.covers(SPOT, "accept", day)
    assert not accept_only.covers(SPOT, "decide", day)
    other = msgspec.structs.replace(LETTER, matters=("430423-GS-0001-02",))
    assert not other.covers(SPOT, "decide", day)
    assert other.covers(DEMO.matters["430423-GS-0001-02"], "decide", day)
    foreign = DEMO.matters["430423-WH-0007-01"]
    assert not LETTER.covers(foreign, "decide", day)


# --- help ----------------------------------------------------------------------------------------


def _matter(code: str, unit: str, name: str, initials: str) -> Matter:
    return Matter(code=code, unit=unit, name=name, initials=initials)


def _catalogue(matters: tuple[Matter, ...], seals: tuple[Seal, ...] = ()) -> Catalogue:
    units = tuple(
        Unit(code=code, name=code, short=code, placement="resident")
        for code in sorted({m.unit for m in matters})
    )
    return Catalogue(
        version=1,
        title="",
        historical=False,
        centre=Centre(code="430423", name="中心"),
        units=units,
        windows=(),
        matters=matters,
        seals=seals,
        papers=(),
    )
