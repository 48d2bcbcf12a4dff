"""Materials in hand are offered on their row; the level of evidence is chosen by its letter."""

from __future__ import annotations

from tests.ui.reception.kit import FOOD, OUYANG, ZHOU, Kit

from counter.ui.markup import parse, plain


def note(kit: Kit) -> str:
    return plain(parse(kit.presenter.view().materials.note), lambda h: f"[{h.command}]")


def came_again(kit: Kit) -> str:
    """An accepted case, and the same person with the same matter again."""
    kit.complete()
    kit.press("F5")
    case = kit.presenter.state.accepted
    assert case is not None
    kit.press("Enter")
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    return case.case_no


def test_the_letters_a_to_d_choose_the_level_and_tick_the_row(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    at = kit.presenter.state.material_at
    assert kit.press("C")
    row = kit.presenter.view().materials.rows[at]
    assert row.ticked and (row.evidence, str(row.how)) == ("C", "上传待核")
    assert "C：上传待核对原件" in note(kit)
    assert kit.press("B")
    assert kit.presenter.view().materials.rows[at].evidence == "B"


def test_the_level_is_not_chosen_outside_the_table(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.presenter.focus("matter")
    assert not kit.press("C")


def test_r_takes_over_what_was_received_last_time_with_its_level(kit: Kit) -> None:
    first = came_again(kit)
    kit.press("Down")
    assert "上次已收" in note(kit) and "B 级" in note(kit)
    assert kit.press("R")
    rows = kit.presenter.view().materials.rows
    assert (rows[1].reused_from, str(rows[1].received), rows[1].evidence) == (first, "复用 1", "B")
    kit.presenter.materials.go(1)
    assert not kit.press("A") and "等级不变" in kit.why("A")


def test_the_application_itself_is_not_offered(kit: Kit) -> None:
    came_again(kit)
    kit.presenter.materials.go(0)
    assert not kit.press("R")
    assert "上次已收" not in note(kit)


def test_space_on_a_reused_row_takes_it_back(kit: Kit) -> None:
    came_again(kit)
    kit.press("Down")
    kit.press("R")
    kit.presenter.materials.go(1)
    kit.press("Space")
    assert not kit.presenter.view().materials.rows[1].ticked


def test_nothing_taken_over_stays_when_another_applicant_comes(kit: Kit) -> None:
    came_again(kit)
    kit.press("Down")
    kit.press("R")
    kit.presenter.card(OUYANG)
    kit.press("Ctrl+R")
    rows = kit.presenter.view().materials.rows
    assert not any(row.reused_from for row in rows) and not rows[1].ticked


def test_the_second_case_says_what_it_took_over(kit: Kit) -> None:
    first = came_again(kit)
    kit.press("Space")
    kit.press("R")
    kit.press("R")
    kit.fill(**FOOD)
    assert kit.press("F5")
    case = kit.presenter.state.accepted
    state = kit.store.case(case.case_no) if case else None
    assert state is not None and state.received is not None
    assert [bool(m.reused_from) for m in state.received.materials] == [False, True, True, False]
    assert {m.reused_from for m in state.received.materials} == {"", first}
