"""Sign-in, lock-out, PIN change and reset, absence of the A representative."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.helpers.desk import PIN, Desk

from counter.domain.errors import KnownError


def refused(call: object, *args: object) -> KnownError:
    with pytest.raises(KnownError) as refusal:
        call(*args)  # type: ignore[operator]
    return refusal.value


def test_a_clerk_signs_in_and_stands_among_the_recent_people(desk: Desk) -> None:
    signed = desk.session.sign_in("0317", PIN)
    assert (signed.actor.name, signed.actor.window) == ("李晓梅", "3")
    assert [p.name for p in desk.session.recent()] == ["李晓梅"]


def test_a_wrong_pin_says_how_many_tries_are_left(desk: Desk) -> None:
    error = refused(desk.session.sign_in, "0317", "000000")
    assert error.code == "session.pin" and "4 次" in str(error.next_step)


def test_five_wrong_pins_lock_for_ten_minutes_and_say_until_when(desk: Desk) -> None:
    for _ in range(4):
        refused(desk.session.sign_in, "0317", "000000")
    error = refused(desk.session.sign_in, "0317", "000000")
    assert error.code == "session.locked" and "14:16" in str(error.what)
    assert refused(desk.session.sign_in, "0317", PIN).code == "session.locked"
    desk.clock.advance(dt.timedelta(minutes=10, seconds=1))
    assert desk.session.sign_in("0317", PIN).actor.number == "0317"


def test_a_right_pin_forgives_earlier_failures(desk: Desk) -> None:
    for _ in range(4):
        refused(desk.session.sign_in, "0317", "000000")
    desk.session.sign_in("0317", PIN)
    error = refused(desk.session.sign_in, "0317", "000000")
    assert "4 次" in str(error.next_step)


def test_an_unknown_number_is_said_to_be_unknown(desk: Desk) -> None:
    assert refused(desk.session.sign_in, "9999", PIN).code == "session.unknown"


def test_a_reset_pin_must_be_changed_at_first_use_and_only_the_manager_resets(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    manager = desk.session.sign_in("0001", PIN).actor
    assert refused(desk.session.reset_pin, clerk, "0309", "135792").code == "role.manager"
    desk.session.reset_pin(manager, "0317", "135792")
    assert desk.session.sign_in("0317", "135792").must_change_pin
    desk.session.change_pin(clerk, "135792", "864203")
    assert not desk.session.sign_in("0317", "864203").must_change_pin


@pytest.mark.parametrize("pin", ["12345", "111111", "123456", "abcdef", "654321"])
def test_a_weak_pin_is_refused(desk: Desk, pin: str) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    assert refused(desk.session.change_pin, clerk, PIN, pin).code == "pin.weak"


def test_no_pin_stands_in_the_journal(desk: Desk) -> None:
    manager = desk.session.sign_in("0001", PIN).actor
    desk.session.reset_pin(manager, "0317", "135792")
    rows = desk.store._connection.execute("SELECT body FROM payload").fetchall()
    assert rows and not any(b"135792" in bytes(row[0]) for row in rows)


def test_a_is_recorded_absent_with_a_reason_and_comes_back(desk: Desk) -> None:
    b = desk.session.sign_in("0322", PIN).actor
    assert refused(desk.session.mark_absent, b, "0309", " ").code == "absence.reason"
    desk.session.mark_absent(b, "0309", "开会")
    assert ("A", "王志刚", True) in desk.session.on_duty("GS")
    assert refused(desk.session.mark_absent, b, "0309", "开会").code == "absence.twice"
    desk.session.end_absence(b, "0309")
    assert ("A", "王志刚", False) in desk.session.on_duty("GS")


def test_another_unit_does_not_record_absences(desk: Desk) -> None:
    stranger = desk.session.sign_in("0901", PIN).actor
    assert refused(desk.session.mark_absent, stranger, "0309", "x").code == "role.unit"


def test_b_records_from_the_refused_decision_that_a_is_away(desk: Desk) -> None:
    clerk = desk.session.sign_in("0317", PIN).actor
    assert refused(desk.decision.mark_a_absent, clerk, "开会").code == "authority.role"
    b = desk.session.sign_in("0322", PIN).actor
    assert refused(desk.decision.mark_a_absent, b, " ").code == "absence.reason"
    desk.decision.mark_a_absent(b, "开会")
    assert [p.number for p in desk.session.everybody() if p.absent] == ["0309"]
    assert refused(desk.decision.mark_a_absent, b, "开会").code == "absence.twice"
