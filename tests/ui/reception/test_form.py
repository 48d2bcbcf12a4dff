"""Matter, materials, fields and limits as the page shows them."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.ui.reception.kit import OUYANG, ZHOU, Kit

from counter.ui.markup import parse, plain
from counter.ui.pages.reception.matters import marks


def test_a_matter_is_found_by_initials_name_and_code(kit: Kit) -> None:
    for query in ("spltxk", "食品流通", "430423-GS-0001-01"):
        kit.presenter.search(query)
        assert kit.presenter.state.matches[0].name == "食品流通许可"


def test_at_most_three_matches_are_in_view_and_the_count_says_the_rest(kit: Kit) -> None:
    kit.presenter.search("xk")
    view = kit.presenter.view().matter
    many = len(kit.presenter.state.matches)
    assert many > 3
    assert len(view.matches) == 3
    assert f"{many} 项对得上" in str(view.count)
    for _ in range(4):
        kit.press("Down")
    view = kit.presenter.view().matter
    assert [m.current for m in view.matches].count(True) == 1
    assert "第 5 项" in str(view.count)


def test_the_characters_that_matched_are_marked(kit: Kit) -> None:
    kit.presenter.search("spl")
    matter = kit.presenter.state.matches[0]
    assert marks(matter, "spl") == (0, 1, 2)
    assert marks(matter, "流通") == (2, 3)
    assert marks(matter, "xb") == (7, 8)
    assert marks(matter, "430423") == ()


def test_the_units_own_matters_come_first(kit: Kit) -> None:
    kit.presenter.search("dj")
    assert kit.presenter.state.matches[0].unit == "GS"


def test_nothing_fits_is_said(kit: Kit) -> None:
    kit.presenter.search("qqqq")
    assert "没有对得上的" in str(kit.presenter.view().matter.count)
    assert not kit.press("F5")


def test_another_matter_gives_its_own_materials_and_the_first_come_back(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.press("Space")
    kit.fill(trade_name="明远粮油店", area="46.50")
    kit.presenter.search("食品流通许可（延续）")
    kit.presenter.focus("matter")
    kit.press("Enter")
    form = kit.presenter.state.form
    assert not kit.presenter.view().materials.rows[0].ticked
    assert form.fields["trade_name"] == "明远粮油店"
    assert "subject_type" not in form.fields
    kit.presenter.search("食品流通许可（新办）")
    kit.presenter.focus("matter")
    kit.press("Enter")
    assert kit.presenter.view().materials.rows[0].ticked


def test_space_takes_a_tick_back(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.press("Space")
    kit.presenter.materials.go(0)
    kit.press("Space")
    assert not kit.presenter.view().materials.rows[0].ticked
    assert kit.presenter.view().materials.current == 0


def test_space_belongs_to_the_table_only(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.presenter.focus("contact.phone")
    assert not kit.press("Space")


def test_copies_and_pages_are_changed_in_place(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.press("E")
    kit.presenter.materials.set(copies=2, pages=3, original=False)
    kit.press("Enter")
    row = kit.presenter.view().materials.rows[0]
    assert (row.ticked, str(row.received), row.pages) == (True, "复印件 2", "3")
    kit.press("E")
    kit.presenter.materials.set(copies=0, pages=12345)
    row = kit.presenter.view().materials.rows[0]
    assert (str(row.received), row.pages) == ("复印件 1", "999")


def test_what_the_applicant_puts_right_at_the_window_is_written_beside_its_material(
    kit: Kit,
) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.press("O")
    p = kit.presenter
    assert p.state.form.materials[p.state.editing].received  # it is there: it was looked at
    assert p.wanted_focus == "materials.onspot"
    assert "第三项" in str(p.rule()[1])
    p.materials.put_right("面积漏填，申请人补填")
    p.onward()
    note = plain(parse(p.view().materials.note, str))
    assert "当场更正：面积漏填，申请人补填" in note and not p.state.editing
    kit.press("Space")
    assert "当场更正" not in plain(parse(p.view().materials.note, str))


def test_a_field_is_checked_when_it_is_left(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.presenter.focus("form.area")
    kit.presenter.write("form.area", "四十六")
    assert error_at(kit, "form.area") == ""
    kit.presenter.focus("form.employees")
    assert error_at(kit, "form.area").startswith("经营面积应是数字")
    assert error_at(kit, "form.employees") == ""


@pytest.mark.parametrize(
    "phone", ["1390000", "138 0000 0826", "１３９０００００８２６", "0734-0000000"]
)
def test_a_phone_is_tidied_on_leaving(kit: Kit, phone: str) -> None:
    kit.presenter.focus("contact.phone")
    kit.presenter.write("contact.phone", phone)
    kit.presenter.focus("matter")
    kept = kit.presenter.state.form.phone
    assert " " not in kept and kept.isascii()
    assert not [p for p in kit.presenter.state.stops if p.field == "contact.phone"]


def test_enter_goes_to_the_next_place_that_wants_something(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.tick_all()
    went = []
    for value in (
        "明远粮油店",
        "个体工商户",
        "人民东路",
        "预包装食品零售",
        "46.5",
        "2",
        "13900000826",
    ):
        kit.press("Enter")
        kit.follow()
        went.append(kit.presenter.state.at)
        kit.presenter.write(kit.presenter.state.at, value)
    assert went == [
        "form.trade_name",
        "form.subject_type",
        "form.premises",
        "form.items",
        "form.area",
        "form.employees",
        "contact.phone",
    ]
    assert kit.step().startswith("[F5]")


def test_a_spot_matter_is_due_today_and_the_legal_day_is_said(kit: Kit) -> None:
    kit.choose("spl")
    limit = kit.presenter.view().side.limit
    assert str(limit.sentence) == "今天办结"
    assert str(limit.detail) == "9-22 周二 17:30 前"
    assert plain(parse(limit.rows[1][1])) == "20 个工作日，到 10-27 周二"
    assert str(limit.words) == "斜纹不计：中秋、国庆、周末；10-10 补班计入"


def test_after_closing_a_spot_matter_is_due_the_next_working_day(kit: Kit) -> None:
    kit.clock.advance(dt.timedelta(hours=4))
    kit.choose("spl")
    assert str(kit.presenter.view().side.limit.sentence) == "9-23 周三 办结"


def test_a_promise_says_its_day(kit: Kit) -> None:
    kit.choose("食品流通许可（延续）")
    limit = kit.presenter.view().side.limit
    assert str(limit.sentence) == "到 10-09 周五"
    assert limit.chip is not None and str(limit.chip.word) == "承诺件"


def test_a_year_without_a_table_is_marked_as_estimated(kit: Kit) -> None:
    kit.clock.moment = dt.datetime(2031, 3, 3, 9, 0, tzinfo=kit.clock.moment.tzinfo)
    kit.choose("食品流通许可（延续）")
    assert "预计" in str(kit.presenter.view().side.limit.warning)


def test_what_f5_brings_is_shown_before_the_key(kit: Kit) -> None:
    kit.choose("spl")
    rows = [(str(r.words), str(r.fact)) for r in kit.presenter.view().side.after]
    assert rows == [
        ("给办件编号，入账", "本机取号"),
        ("受理通知书", "A4·2 份"),
        ("收件回执", "小票·1 张"),
        ("转首席代表决定", "王志刚 A 角在岗"),
    ]


def test_b_stands_in_when_a_is_recorded_absent(kit: Kit) -> None:
    chief = kit.session.sign_in("0309", "246802").actor
    kit.session.mark_absent(chief, "0309", "开会")
    kit.choose("spl")
    assert str(kit.presenter.view().side.after[-1].fact) == "陈蓉 B 角顶岗"


def test_the_rule_turns_when_the_materials_are_complete(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    assert "一次告知" in str(kit.presenter.view().side.rule)
    kit.tick_all()
    assert "应当受理" in str(kit.presenter.view().side.rule)
    assert "第三十一条" in str(kit.presenter.view().side.article)


def test_earlier_cases_come_with_the_card_and_bring_the_phone(kit: Kit) -> None:
    for _ in range(3):
        kit.presenter.new("")
        kit.complete()
        kit.press("F5")
    kit.presenter.new("")
    kit.presenter.card(ZHOU)
    view = kit.presenter.view().history
    assert str(view.title) == "他以前的件"
    assert (len(view.rows), view.more) == (2, 1)
    assert kit.presenter.state.form.phone == "13900000826"
    assert "2026-09-22 那次留的号码" in str(kit.presenter.view().contact.fields[0].note)
    kit.press("Ctrl+H")
    assert len(kit.presenter.view().history.rows) == 3


def test_a_first_visit_is_said(kit: Kit) -> None:
    kit.presenter.card(OUYANG)
    assert str(kit.presenter.view().history.fact) == "第一次来"
    assert str(kit.presenter.view().history.title) == "她以前的件"
    assert not kit.press("Ctrl+H")


def error_at(kit: Kit, path: str) -> str:
    """The error that stands at a field of the form, else nothing."""
    field = next(f for f in kit.presenter.view().form.fields if f.path == path)
    return str(field.error.what) if field.error else ""
