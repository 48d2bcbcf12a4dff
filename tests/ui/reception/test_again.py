"""The same applicant wants another matter: Ctrl+N after F5."""

from __future__ import annotations

from tests.ui.reception.kit import FOOD, ZHOU, Kit


def accepted(kit: Kit) -> str:
    kit.press("F3")
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    for _ in range(3):
        kit.press("Space")
    kit.fill(**FOOD)
    kit.presenter.write("contact.phone", "13900000826")
    assert kit.press("F5")
    case = kit.presenter.state.accepted
    assert case is not None
    return case.case_no


def test_who_came_stays_and_the_matter_is_asked_anew(kit: Kit) -> None:
    first = accepted(kit)
    assert kit.press("Ctrl+N")
    form = kit.presenter.state.form
    assert form.document == ZHOU and form.phone == "13900000826" and form.ticket == "A012"
    assert (form.matter, form.materials, form.fields) == ("", {}, {})
    assert "同一人第 2 件" in str(kit.presenter.header().open)
    assert [row.case_no for row in kit.presenter.state.earlier] == [first]
    assert kit.presenter.wanted_focus == "matter"


def test_each_matter_becomes_a_case_of_its_own(kit: Kit) -> None:
    first = accepted(kit)
    kit.press("Ctrl+N")
    kit.choose("spl")
    for _ in range(3):
        kit.press("Space")
    kit.fill(**FOOD)
    assert kit.press("F5")
    second = kit.presenter.state.accepted
    assert second is not None and second.case_no != first
    assert kit.store.case(first) is not None and kit.store.case(second.case_no) is not None


def test_a_second_form_left_undone_is_a_draft_and_the_first_case_stands(kit: Kit) -> None:
    first = accepted(kit)
    kit.press("Ctrl+N")
    kit.choose("spl")
    kit.press("F2")
    ((_, kept),) = kit.desk.drafts(kit.actor)
    assert kept.nth == 2 and kept.document == ZHOU
    assert kit.store.case(first) is not None


def test_without_a_case_there_is_no_other_one(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    assert not kit.press("Ctrl+N")
