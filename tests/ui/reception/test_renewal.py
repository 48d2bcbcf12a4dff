"""延续 at reception: the hall's own licence is filled in, a late application is noted."""

from __future__ import annotations

from tests.helpers.desk import PIN
from tests.ui.reception.kit import FOOD, OUYANG, ZHOU, Kit

from counter.desk.decision import DecisionDesk
from counter.ui.pages.reception.matters import form_view

EXPIRES = "2026-10-30"


def licence(kit: Kit) -> None:
    """A food licence of Zhou's that ends on a day, granted by this hall; then an empty form."""
    kit.complete()
    kit.press("F5")
    case = kit.presenter.state.accepted
    assert case is not None
    chief = kit.session.sign_in("0309", PIN).actor
    DecisionDesk(kit.hall).decide(chief, case.case_no, "granted", valid_to=EXPIRES)
    kit.actor = kit.session.sign_in("0317", PIN).actor
    kit.press("F2")


def fields(kit: Kit) -> tuple[str, str]:
    form = kit.presenter.state.form
    return form.fields.get("licence_no", ""), form.fields.get("expires", "")


def note(kit: Kit) -> str:
    (found,) = [f for f in form_view(kit.presenter.state).fields if f.path == "form.expires"]
    return str(found.warning.what) if found.warning else ""


def test_the_licence_of_this_hall_is_filled_in_and_linked(kit: Kit) -> None:
    licence(kit)
    kit.presenter.card(ZHOU)
    kit.choose("spltxkyx")
    number, expires = fields(kit)
    assert number.startswith("衡工商准") and expires == EXPIRES
    kit.tick_all()
    rest = {k: v for k, v in FOOD.items() if k != "subject_type"}
    kit.fill(**rest)
    kit.presenter.write("contact.phone", "13900000826")
    assert kit.press("F5"), kit.why("F5")
    case = kit.presenter.state.accepted
    assert case is not None
    state = kit.store.case(case.case_no)
    assert state is not None and state.renewal is not None
    assert state.renewal.asked.number == number and state.renewal.asked.case_no


def test_nothing_of_another_persons_licence_stays_in_the_form(kit: Kit) -> None:
    licence(kit)
    kit.presenter.card(ZHOU)
    kit.choose("spltxkyx")
    assert fields(kit)[1] == EXPIRES
    kit.presenter.card(OUYANG)
    kit.press("Ctrl+R")
    assert fields(kit) == ("", "")


def test_what_was_typed_is_not_overwritten(kit: Kit) -> None:
    licence(kit)
    kit.choose("spltxkyx")
    kit.fill(licence_no="湘衡食 0042", expires="2027-03-01")
    kit.presenter.card(ZHOU)
    assert fields(kit) == ("湘衡食 0042", "2027-03-01")


def test_asked_late_is_noted_at_the_field_and_does_not_stop(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spltxkyx")
    kit.fill(licence_no="湘衡食 0042", expires="2026-10-15")
    assert "到期前不足 30 天才申请" in note(kit)
    assert not [p for p in kit.presenter.state.stops if p.field == "form.expires"]
    kit.fill(expires="2026-10-30")
    assert note(kit) == ""
    kit.fill(expires="2026-09-01")
    assert note(kit) == ""
    assert [p.code for p in kit.presenter.state.stops if p.field == "form.expires"] == [
        "renewal.expired"
    ]
