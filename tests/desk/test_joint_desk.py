"""Joint cases over a real store: what the law and the hall's rule do to them by themselves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from tests.helpers.desk import HALL_CATALOGUE, PIN, Desk
from tests.helpers.small_hall import PROMISE

from counter.desk.law import LawDesk
from counter.desk.reception import MaterialTick
from counter.domain.case import CaseState, Status
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import Handling, MatterLaw
from counter.domain.people import Actor
from counter.domain.rules import HallRules

JOINT = msgspec.structs.replace(
    PROMISE,
    handling=Handling.JOINT,
    legal_days=45,
    promised_days=30,
    law=MatterLaw(co_units=("WH",), co_days=10),
)


def hall(folder: Path, *, waits: bool = False) -> Desk:
    rules = HallRules(joint_waits=waits)
    return Desk(
        folder, catalogue=msgspec.structs.replace(HALL_CATALOGUE, matters=(JOINT,), rules=rules)
    )


def clerk(desk: Desk, number: str = "0317") -> Actor:
    return desk.session.sign_in(number, PIN).actor


def case(desk: Desk, number: str) -> CaseState:
    state = desk.store.case(number)
    assert state is not None
    return state


@pytest.mark.article("45")
@pytest.mark.parametrize(("waits", "status"), [(True, Status.PAUSED), (False, Status.ACCEPTED)])
def test_the_rule_that_all_wait_stops_the_main_clock_with_a_units_own(
    tmp_path: Path, waits: bool, status: Status
) -> None:
    desk = hall(tmp_path, waits=waits)
    try:
        law, form = LawDesk(desk.hall), desk.form(matter=JOINT.code, fields={})
        number = desk.reception.accept(clerk(desk), form).case_no
        before = case(desk, number).due_on
        law.joint.stop(clerk(desk, "0901"), number, "WH", Procedure.EXPERT_REVIEW, 3, "看图纸")
        assert case(desk, number).status is status
        assert desk.cases.view(number).joint_waits is waits
        desk.clock.advance(dt.timedelta(days=2))  # 9-23 does not count, 9-24 does
        law.joint.resume(clerk(desk, "0901"), number, "WH", "评审通过")
        after = case(desk, number)
        assert after.status is Status.ACCEPTED
        assert (after.due_on > before) is waits
    finally:
        desk.close()


@pytest.mark.article("26", "32(4)")
def test_a_joint_case_that_the_law_accepted_is_copied_to_its_units_by_itself(
    tmp_path: Path,
) -> None:
    desk = hall(tmp_path)
    try:
        law = LawDesk(desk.hall)
        form = desk.form(matter=JOINT.code, fields={}, materials={})
        number = law.receive_only(clerk(desk), form).case_no
        assert law.automatic() == 0
        desk.clock.advance(dt.timedelta(days=21))
        assert law.automatic() == 2  # accepted, and copied
        state = case(desk, number)
        assert state.deemed and state.accepted_on == "2026-09-22"
        assert state.joint is not None and [p.unit for p in state.joint.parts] == ["WH"]
        part = state.joint.parts[0]
        assert part.due_on == desk.hall.calendar.due(dt.date(2026, 10, 13), 10).date.isoformat()
        opened = [a for a in desk.store.timeline(number) if a.header.kind == "joint.opened"]
        assert [a.header.actor for a in opened] == ["system"]
        assert law.automatic() == 0
    finally:
        desk.close()


def test_a_case_that_another_terminal_numbered_is_left_to_it(tmp_path: Path) -> None:
    """Both hold the case once they share it; two that fired would record the act twice."""
    desk = hall(tmp_path)
    try:
        law = LawDesk(desk.hall)
        form = desk.form(
            matter=JOINT.code, fields={}, materials={"m1": MaterialTick(received=True)}
        )
        number = law.receive_only(clerk(desk), form).case_no
        desk.clock.advance(dt.timedelta(days=21))
        assert desk.hall.owns(number)
        desk.hall._info = msgspec.structs.replace(desk.hall._info, terminal="04")
        assert not desk.hall.owns(number)
        assert law.automatic() == 0
        assert case(desk, number).status is Status.RECEIVED
        desk.hall._info = msgspec.structs.replace(desk.hall._info, terminal="03")
        assert law.automatic() > 0
    finally:
        desk.close()
