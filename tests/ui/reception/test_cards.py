"""Cards on the reader: whom they fill, and that nobody is overwritten silently."""

from __future__ import annotations

import msgspec
from tests.ui.reception.kit import OUYANG, ZHAO, ZHOU, Kit

from counter.domain.errors import KnownError


def test_a_card_fills_the_applicant_and_leaves_the_focus(kit: Kit) -> None:
    kit.presenter.focus("contact.phone")
    kit.presenter.wanted_focus = ""
    kit.presenter.card(ZHOU)
    view = kit.presenter.view().applicant
    assert view.person is not None
    assert view.person.name == "周明远"
    assert str(view.person.line) == "男·汉族·36 岁"
    assert str(view.source) == "读卡 14:03:12·证件等级 A"
    assert kit.presenter.wanted_focus == ""
    assert kit.presenter.state.at == "contact.phone"


def test_a_card_fulfils_the_identity_material_as_level_a(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    row = kit.presenter.view().materials.rows[3]
    assert (row.ticked, row.evidence, str(row.how)) == (True, "A", "读卡核验")
    assert str(row.received) == "读卡 1"


def test_the_identity_material_is_also_ticked_when_the_card_comes_later(kit: Kit) -> None:
    kit.choose("spl")
    assert not kit.presenter.view().materials.rows[3].ticked
    kit.presenter.card(ZHOU)
    assert kit.presenter.view().materials.rows[3].ticked


def test_a_typed_document_does_not_count_as_a_reading(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.presenter.write("applicant.document.name", "周明源")
    document = kit.presenter.state.form.document
    assert document is not None and document.source == "typed"
    assert not kit.presenter.view().materials.rows[3].ticked


def test_another_card_asks_before_it_replaces(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.presenter.card(OUYANG)
    assert kit.presenter.state.form.document == ZHOU
    assert kit.step().startswith("[Ctrl+R] 申请人从 周明远 换成 欧阳雪")
    assert kit.why("F5") == "先说清刚放的卡是谁的"
    kit.press("Esc")
    assert kit.presenter.state.form.document == ZHOU
    kit.presenter.card(OUYANG)
    kit.press("Ctrl+R")
    assert kit.presenter.state.form.document == OUYANG


def test_another_card_may_be_the_agents(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.presenter.card(OUYANG)
    kit.press("Ctrl+G")
    form = kit.presenter.state.form
    assert (form.by_agent, form.document, form.agent_document) == (True, ZHOU, OUYANG)


def test_with_an_agent_and_the_applicant_there_the_card_is_the_agents(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.presenter.come_as("agent")
    kit.presenter.card(OUYANG)
    assert kit.presenter.state.form.agent_document == OUYANG
    assert kit.presenter.state.form.document == ZHOU


def test_with_an_agent_and_no_applicant_it_is_asked_whose_card_it_is(kit: Kit) -> None:
    kit.presenter.come_as("agent")
    kit.presenter.card(OUYANG)
    assert kit.presenter.state.form.document is None
    assert kit.step().startswith("[Ctrl+G] 欧阳雪 是代办人")
    kit.press("Ctrl+G")
    assert kit.presenter.state.form.agent_document == OUYANG


def test_the_applicants_own_card_cannot_be_the_agents(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.presenter.come_as("agent")
    kit.presenter.card(ZHOU)
    assert kit.presenter.state.form.agent_document is None
    assert "代办要放代办人的证" in str(kit.presenter.view().applicant.said)


def test_an_agent_needs_a_letter(kit: Kit) -> None:
    kit.complete()
    kit.presenter.come_as("agent")
    kit.presenter.card(OUYANG)
    assert kit.why("F5") == "代办还没有委托书。"
    assert "委托代理人" in str(kit.presenter.view().side.rule)
    kit.presenter.write("agent.power_of_attorney", "2026-09-20 委托书")
    assert kit.press("F5")


def test_an_expired_card_is_noted_and_does_not_stop(kit: Kit) -> None:
    kit.complete()
    kit.presenter.state.form.document = ZHAO
    kit.presenter.refresh()
    person = kit.presenter.view().applicant.person
    assert person is not None
    assert str(person.chip.word) == "证件已过期"
    assert str(person.warnings[0]).startswith("过期 21 天。可以办")
    assert kit.press("F5")


def test_an_unreadable_character_is_said_and_not_guessed(kit: Kit) -> None:
    strange = msgspec.structs.replace(ZHOU, name="周\ue000远", unreadable=("name",))
    kit.presenter.card(strange)
    person = kit.presenter.view().applicant.person
    assert person is not None
    assert person.name == "周\ue000远"
    assert "姓名里有一个字显示不出来" in str(person.warnings[0])


def test_a_reader_fault_stands_in_the_section_until_a_card_is_read(kit: Kit) -> None:
    kit.presenter.card_fault(KnownError("card.moved", "卡动了。", "放平再读。"))
    trouble = kit.presenter.view().applicant.trouble
    assert trouble is not None and trouble.code == "card.moved"
    kit.presenter.card(ZHOU)
    assert kit.presenter.view().applicant.trouble is None


def test_after_f5_another_persons_card_begins_the_next_case(kit: Kit) -> None:
    kit.complete()
    kit.press("F5")
    kit.presenter.card(ZHOU)
    assert kit.presenter.state.accepted is not None
    kit.presenter.card(OUYANG)
    assert kit.presenter.state.accepted is None
    assert kit.presenter.state.form.document == OUYANG


def test_the_legal_representatives_card_names_the_representative(kit: Kit) -> None:
    kit.presenter.come_as("organisation")
    kit.presenter.card(ZHOU)
    assert kit.presenter.state.form.representative == "周明远"
    kit.presenter.write("applicant.name", "衡山县明远粮油有限公司")
    kit.presenter.write("applicant.credit_code", "９1430423ma4l00003j")
    kit.presenter.focus("applicant.credit_code")
    kit.presenter.focus("matter")
    assert kit.presenter.state.form.credit_code == "91430423MA4L00003J"
    assert not [p for p in kit.presenter.state.stops if p.field.startswith("applicant.")]


def test_a_minor_is_taken_by_hand_from_the_household_book(kit: Kit) -> None:
    kit.press("Ctrl+M")
    assert kit.presenter.wanted_focus == "applicant.document.name"
    for part, value in (
        ("kind", "hukou"),
        ("name", "张小宝"),
        ("number", "430423200002290033"),
        ("sex", "1"),
    ):
        kit.presenter.write(f"applicant.document.{part}", value)
    kit.press("Esc")
    person = kit.presenter.view().applicant.person
    assert person is not None
    assert person.name == "张小宝"
    assert str(person.source) == "手工录入·证件等级 B"


def test_a_typed_resident_number_says_sex_and_birth(kit: Kit) -> None:
    kit.press("Ctrl+M")
    kit.presenter.write("applicant.document.name", "欧阳雪")
    kit.presenter.write("applicant.document.number", "430423198511120024")
    document = kit.presenter.state.form.document
    assert document is not None
    assert (document.sex, document.birth) == ("2", "1985-11-12")


def test_a_wrong_number_is_said_on_leaving_and_never_corrected(kit: Kit) -> None:
    kit.press("Ctrl+M")
    path = "applicant.document.number"
    kit.presenter.focus(path)
    kit.presenter.write(path, "430423198511120025")
    number = next(f for f in kit.presenter.view().applicant.manual if f.path == path)
    assert number.error is None
    kit.presenter.focus("applicant.document.name")
    number = next(f for f in kit.presenter.view().applicant.manual if f.path == path)
    assert number.error is not None
    assert str(number.error.what) == "证号末位不对。"
    said = f"{number.error.what}{number.error.next_step}"
    assert "0024" not in said and "应为 4" not in said
