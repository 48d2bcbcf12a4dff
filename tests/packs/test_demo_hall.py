"""The demo hall: its figures are those of its source, and nothing in it is claimed unsure."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import msgspec
import pytest

from counter.domain.catalogue import Catalogue, CatalogueIndex
from counter.packs.catalogue import catalogue_digest, demo_catalogue

HALL = demo_catalogue()
INDEX = CatalogueIndex(HALL)
DAY = dt.date(2026, 9, 22)


def test_41_units_in_their_placements() -> None:
    counts = Counter(unit.placement for unit in HALL.units)
    assert counts["resident"] + counts["agency"] == 24
    assert (counts["branch"], counts["room"]) == (6, 11)
    assert counts.total() == 41


def test_the_units_the_source_names_are_there_and_not_marked_as_invented() -> None:
    named = (
        "建设局 规划局 建工局 环卫局 房产局 环保局 经发局 科技局 气象局 消防大队 安监局 发改局 "
        "商务局 开发区管委会 工商局 文化局 计生局 财政局 公安局 林业局 劳动局 农业局 水利局 "
        "药监局 质监局"
    )
    assert {unit.short for unit in HALL.units if not unit.invented} == set(named.split())


def test_168_functions_79_of_them_on_the_spot() -> None:
    kinds = Counter(matter.kind for matter in HALL.matters)
    assert (kinds["licence"], kinds["service"]) == (157, 11)
    assert sum(matter.handling == "spot" for matter in HALL.matters) == 79


def test_some_thirty_matters_are_there_in_full() -> None:
    full = [matter for matter in HALL.matters if matter.full]
    assert len(full) >= 30
    assert all(matter.basis and matter.materials and matter.fields for matter in full)


def test_every_unit_has_a_matter() -> None:
    assert {matter.unit for matter in HALL.matters} == {unit.code for unit in HALL.units}


def test_5_and_31_and_78_people() -> None:
    placement = {unit.code: unit.placement for unit in HALL.units}
    at = Counter(placement.get(member.unit, "centre") for member in HALL.staff)
    assert at["centre"] == 5
    assert at["resident"] + at["agency"] == 31
    assert at["branch"] + at["room"] == 78
    assert len({member.name for member in HALL.staff}) == 114


def test_two_representatives_a_unit_with_letters_of_this_year() -> None:
    posts = Counter((letter.unit, letter.role) for letter in HALL.letters)
    assert posts == {(unit.code, side): 1 for unit in HALL.units for side in "AB"}
    assert {(x.valid_from, x.valid_to) for x in HALL.letters} == {("2026-01-01", "2026-12-31")}


def test_some_units_may_accept_but_not_decide_and_the_journeys_units_may() -> None:
    deciding = {letter.unit for letter in HALL.letters if "decide" in letter.scope}
    accept_only = {letter.unit for letter in HALL.letters} - deciding
    assert {"GS", "WH"} <= deciding
    assert "FC" in accept_only


def test_window_3_is_the_one_of_the_pictures() -> None:
    assert INDEX.units[INDEX.windows["3"].unit].short == "工商局"
    people = {m.name: (m.number, m.roles) for m in HALL.staff if m.window == "3"}
    assert people == {
        "李晓梅": ("0317", ("clerk",)),
        "王志刚": ("0309", ("chief_a",)),
        "陈蓉": ("0322", ("chief_b",)),
    }


def test_the_centre_has_its_roles() -> None:
    roles = {role for member in HALL.staff for role in member.roles}
    assert {"manager", "supervisor", "installer", "finance"} <= roles
    assert next(m for m in HALL.staff if "finance" in m.roles and m.name == "刘慧").unit == "CZ"


def test_the_food_licence_is_the_one_of_the_pictures() -> None:
    new, change, renew = (INDEX.matters[f"430423-GS-0001-{n:02d}"] for n in (1, 2, 3))
    assert [m.handling for m in (new, change, renew)] == ["spot", "spot", "promise"]
    assert [len(m.materials) for m in (new, change, renew)] == [4, 3, 4]
    assert [material.name for material in new.materials] == [
        "食品流通许可申请书",
        "名称预先核准通知书",
        "经营场所使用证明",
        "负责人身份证明",
    ]
    assert new.materials[3].by_card
    assert [(f.label, f.unit) for f in new.fields] == [
        ("字号名称", ""),
        ("主体类型", ""),
        ("经营场所", ""),
        ("许可项目", ""),
        ("经营面积", "平方米"),
        ("从业人员", "人"),
    ]


def test_what_is_written_for_one_application_says_so_or_shows_it_by_its_name() -> None:
    once = {m.name: m for matter in HALL.matters for m in matter.materials if m.for_one_application}
    assert {name for name, m in once.items() if m.this_once} == {
        "拟投入车辆承诺书",
        "项目基本情况说明",
    }
    assert "食品流通许可申请书" in once and "营业执照" not in once


def test_the_amusement_licence_is_the_one_of_the_pictures() -> None:
    matter = INDEX.matters["430423-WH-0007-01"]
    assert matter.title == "娱乐场所经营许可（设立）"
    assert (matter.promised_days, matter.legal_days, len(matter.materials)) == (15, 20, 7)


def test_two_seals_on_decisions_one_on_acceptance() -> None:
    seals = {paper.code: paper.seals for paper in HALL.papers}
    assert seals["decision_grant"] == seals["decision_refuse"] == ("approval", "centre")
    assert seals["accept_notice"] == ("acceptance",)
    for unit in HALL.units:
        assert INDEX.seal_for("acceptance", unit.code) is not None
        assert INDEX.seal_for("approval", unit.code) is not None


def test_it_is_marked_as_history_and_its_telephone_numbers_as_invented() -> None:
    assert HALL.historical
    assert HALL.centre.hotline.startswith("0734-000000")


def test_a_basis_without_an_article_of_a_statute_with_articles_is_not_called_certain() -> None:
    for matter in HALL.matters:
        for basis in matter.basis:
            assert basis.certain is False or basis.article or "国发" in basis.statute, matter.title


def test_no_limit_is_longer_than_the_law_and_nothing_on_the_spot_takes_days() -> None:
    for matter in HALL.matters:
        assert matter.promised_days <= matter.legal_days
        assert (matter.handling == "spot") == (matter.promised_days == 0)


def test_every_representative_can_act_on_the_matters_of_the_unit() -> None:
    for letter in HALL.letters:
        mine = [matter for matter in HALL.matters if matter.unit == letter.unit]
        assert all(letter.covers(matter, "accept", DAY) for matter in mine)
        assert not any(letter.covers(m, "accept", DAY) for m in HALL.matters if m not in mine)


def test_the_digest_is_of_bytes_that_read_back_to_the_same_catalogue() -> None:
    data, digest = catalogue_digest(HALL)
    assert msgspec.json.decode(data, type=Catalogue) == HALL
    assert catalogue_digest(demo_catalogue()) == (data, digest)
    other = msgspec.structs.replace(HALL, version=2)
    assert catalogue_digest(other)[1] != digest


@pytest.mark.article("26")
def test_every_matter_is_taken_in_at_the_windows_of_one_unit() -> None:
    owners = {window.unit for window in HALL.windows}
    for matter in HALL.matters:
        assert matter.unit in owners, matter.title
        assert matter.unit not in matter.law.co_units, matter.title


@pytest.mark.article("30")
def test_a_complete_matter_has_what_is_to_be_posted() -> None:
    for matter in (m for m in HALL.matters if m.full):
        assert matter.code and matter.name and matter.basis and matter.materials
        assert matter.legal_days >= 1 and matter.result
        assert INDEX.unit_of_matter(matter).name


def test_the_representatives_keep_the_approval_seals() -> None:
    kept = {seal.kind: seal.kept_by for seal in HALL.seals}
    assert kept == {"centre": (), "acceptance": (), "approval": ("chief_a", "chief_b")}
