"""今天要办: several matters of one visitor, one after the other; each stands by itself."""

from __future__ import annotations

import pytest
from tests.ui.reception.kit import FOOD, ZHOU, Kit

from counter.domain.errors import KnownError
from counter.ui.markup import parse, plain

COMPANY = {
    "company": "衡山县明远食品有限公司",
    "representative": "周明远",
    "premises": "人民东路 128 号",
    "capital": "50",
    "type": "有限责任公司",
    "business": "预包装食品零售",
}


def line(kit: Kit) -> str:
    return plain(parse(kit.presenter.view().matter.line))


def lined_up(kit: Kit, *letters: str) -> None:
    """The first matter complete, the others waiting behind it."""
    kit.complete()
    for word in letters:
        kit.presenter.focus("matter")
        kit.presenter.search(word)
        assert kit.press("Ctrl+J")


def test_the_header_counts_and_the_line_says_what_comes(kit: Kit) -> None:
    lined_up(kit, "qymc", "gsdjsl")
    assert str(kit.presenter.header().open) == "第 1 件，共 3 件·还没有编号"
    assert line(kit).startswith("今天要办 3 件")
    assert "1 食品流通许可（新办） 手上" in line(kit)
    assert line(kit).endswith("3 公司登记（设立）")
    assert kit.presenter.state.form.matter == "430423-GS-0001-01"


def test_a_second_matter_is_offered_to_come_after_the_one_in_hand(kit: Kit) -> None:
    kit.complete()
    kit.presenter.focus("matter")
    kit.presenter.search("qymc")
    assert kit.step().startswith("[Ctrl+J] 今天也办 企业名称预先核准，排在后面")


def test_f5_takes_the_one_in_hand_and_ctrl_n_brings_the_next(kit: Kit) -> None:
    lined_up(kit, "qymc")
    assert kit.press("F5")
    assert "接着办第 2 件" in kit.step()
    assert kit.press("Ctrl+N")
    form = kit.presenter.state.form
    assert form.matter == "430423-GS-0002-01" and form.document == ZHOU
    assert form.materials  # the card reading fulfils the identity paper of this one too
    assert str(kit.presenter.header().open) == "第 2 件，共 2 件·还没有编号"
    assert "1 食品流通许可（新办） 已受理" in line(kit)


def test_a_refusal_leaves_what_was_accepted_and_says_where_one_stands(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lined_up(kit, "qymc", "gsdjsl")
    kit.press("F5")
    first = kit.presenter.state.accepted
    kit.press("Ctrl+N")
    kit.tick_all()
    kit.fill(proposed="明远食品", capital="50", business="零售")

    def refuse(*_args: object, **_how: object) -> None:
        raise KnownError("bar.stands", "不得再次申请。", "到期再来。")

    monkeypatch.setattr(kit.desk, "accept", refuse)
    assert kit.press("F5")
    assert first is not None and kit.store.case(first.case_no) is not None
    assert "1 食品流通许可（新办） 已受理" in line(kit)
    assert "2 企业名称预先核准 没办成" in line(kit)
    assert "3 公司登记（设立）" in line(kit)
    assert kit.press("Ctrl+L")
    assert kit.presenter.state.form.matter == "430423-GS-0004-01"
    assert line(kit).endswith("3 企业名称预先核准")


def test_what_is_put_off_comes_back_as_it_was(kit: Kit) -> None:
    lined_up(kit, "qymc")
    assert kit.press("Ctrl+L") and kit.press("Ctrl+L")
    form = kit.presenter.state.form
    assert form.matter == "430423-GS-0001-01" and form.fields == FOOD
    assert all(kit.presenter.state.form.materials[c].received for c in form.materials)


def test_the_draft_keeps_the_whole_line(kit: Kit) -> None:
    lined_up(kit, "qymc", "gsdjsl")
    kit.press("F5")
    kit.press("Ctrl+N")
    kit.tick_all()
    kit.press("F2")
    ((_, kept),) = kit.desk.drafts(kit.actor)
    assert [item.matter for item in kept.line] == ["430423-GS-0004-01"]
    assert [done.word for done in kept.done] == ["已受理"]
    kit.press("Ctrl+D")
    assert str(kit.presenter.header().open) == "第 2 件，共 3 件·还没有编号"


def test_the_needed_matter_is_done_first_by_one_key(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("gsdjsl")
    kit.tick_all()
    kit.fill(**COMPANY)
    kit.presenter.write("contact.phone", "13900000826")
    assert not kit.press("F5") and "还没有 企业名称预先核准 的结果" in kit.why("F5")
    assert kit.press("Ctrl+B")
    form = kit.presenter.state.form
    assert form.matter == "430423-GS-0002-01"
    assert [item.fields for item in form.line] == [COMPANY]


def test_a_seen_number_opens_the_way_and_a_declared_one_does_not(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("gsdjsl")
    kit.tick_all()
    kit.fill(**COMPANY)
    kit.presenter.write("contact.phone", "13900000826")
    place = "prior.430423-GS-0002-01"
    assert place in kit.presenter.places()
    kit.presenter.write(place, "衡工商名准〔2026〕31 号")
    kit.presenter.write(f"{place}/evidence", "D")
    assert "只是自己申报" in kit.why("F5")
    kit.presenter.write(f"{place}/evidence", "B")
    assert kit.press("F5")
    assert kit.presenter.state.accepted is not None


def test_the_prior_result_is_told_with_the_other_gaps(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("gsdjsl")
    kit.tick_all()
    kit.presenter.write("contact.phone", "13900000826")
    assert kit.press("F4")
    notice = kit.presenter.view().notice
    assert notice is not None and notice.rows[-1].name.startswith("企业名称预先核准的结果")
    kit.follow()
    assert kit.press("Enter")
    told = kit.presenter.state.told
    assert told is not None
    state = kit.store.case(told.case_no)
    assert state is not None
    assert [i.code for i in state.notices[0].items] == ["prior.430423-GS-0002-01"]
