"""Drafts and steps back: nothing that was written is ever lost."""

from __future__ import annotations

from tests.helpers.desk import PIN
from tests.ui.reception.kit import OUYANG, ZHOU, Kit

from counter.ui.pages.reception.presenter import ReceptionPresenter
from counter.ui.presenting import InlineRunner


def begun(kit: Kit) -> None:
    """A case with a card, a matter and one tick, saved as a draft."""
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.press("Space")
    kit.presenter.drafts.save()


def test_a_change_is_saved_once_and_the_time_is_shown(kit: Kit) -> None:
    begun(kit)
    assert not kit.presenter.dirty
    assert str(kit.presenter.view().form.draft) == "草稿已存 14:03:12"
    assert len(kit.store.drafts("0317")) == 1


def test_f2_keeps_what_was_in_hand_and_ctrl_d_brings_it_back(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    kit.press("Space")
    kit.press("F2")
    assert kit.presenter.state.form.empty
    assert kit.step().startswith("[Ctrl+D] 接着办 周明远·食品流通许可（新办）")
    assert [row.title for row in kit.presenter.view().history.rows] == [
        "周明远·食品流通许可（新办）"
    ]
    kit.press("Ctrl+D")
    assert kit.presenter.state.form.document == ZHOU
    assert kit.presenter.view().materials.rows[0].ticked
    assert kit.presenter.state.at == "materials"


def test_f3_in_the_middle_keeps_what_was_in_hand(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.press("F3")
    assert kit.presenter.queue().ticket == "A012"
    assert kit.presenter.state.form.empty
    assert len(kit.presenter.state.drafts) == 1


def test_a_draft_outlives_the_program(kit: Kit) -> None:
    begun(kit)
    again = ReceptionPresenter(kit.services, InlineRunner())
    again.start()
    assert [draft.title for draft, _ in again.state.drafts] == ["周明远·食品流通许可（新办）"]
    again.drafts.resume()
    assert again.state.form == kit.presenter.state.form


def test_each_clerks_drafts_are_apart(kit: Kit) -> None:
    begun(kit)
    kit.presenter.stop()
    kit.actor = kit.session.sign_in("0309", PIN).actor
    kit.presenter.start()
    assert kit.presenter.state.drafts == ()
    assert kit.presenter.state.form.empty
    kit.actor = kit.session.sign_in("0317", PIN).actor
    kit.presenter.start()
    assert len(kit.presenter.state.drafts) == 1


def test_what_is_saved_late_is_still_the_first_clerks(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.actor = kit.session.sign_in("0309", PIN).actor
    kit.presenter.stop()
    assert len(kit.store.drafts("0317")) == 1
    assert kit.store.drafts("0309") == ()


def test_an_accepted_case_leaves_no_draft(kit: Kit) -> None:
    kit.complete()
    kit.presenter.drafts.save()
    assert len(kit.store.drafts("0317")) == 1
    kit.press("F5")
    kit.presenter.drafts.save()
    assert kit.store.drafts("0317") == ()


def test_an_empty_form_is_no_draft(kit: Kit) -> None:
    kit.presenter.write("contact.phone", "139")
    kit.presenter.drafts.save()
    kit.presenter.write("contact.phone", "")
    kit.presenter.drafts.save()
    assert kit.store.drafts("0317") == ()


def test_esc_goes_back_step_by_step_and_loses_nothing(kit: Kit) -> None:
    kit.complete()
    before = kit.presenter.state.form
    kit.presenter.focus("materials")
    kit.press("E")
    kit.presenter.card(OUYANG)
    for _ in range(6):
        kit.press("Esc")
        kit.follow()
    assert kit.presenter.state.form == before
    assert kit.presenter.state.pending is None
    assert kit.presenter.state.at == "matter"
    assert not kit.press("Esc")
