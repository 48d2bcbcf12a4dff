"""全程代理 over a real store: who may, with what power, step by step, free of charge."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.helpers.desk import PIN, Desk
from tests.helpers.small_hall import OTHER_UNIT, SPOT

from counter.domain.acts import Unknown, decode_payload
from counter.domain.errors import KnownError
from counter.domain.people import Actor
from counter.domain.project import Investor, Project, ProjectOpened
from counter.store.rebuild import digests, rebuild
from counter.store.verify import verify

INVESTOR = Investor(
    name="衡山县恒顺商贸有限公司",
    credit_code="91430423MA4L00003J",
    power_number="恒顺委〔2026〕1 号",
    power_on="2026-09-01",
)


def actor(desk: Desk, number: str = "0317") -> Actor:
    return desk.session.sign_in(number, PIN).actor


def opened(desk: Desk, investor: Investor = INVESTOR, kind: str = "立项") -> str:
    return desk.projects.open(actor(desk), "粮油批发市场", investor, kind)


def refused(call: Any) -> KnownError:
    with pytest.raises(KnownError) as refusal:
        call()
    return refusal.value


def read(desk: Desk, number: str) -> Project:
    state = desk.store.project(number)
    assert state is not None
    return state


def finished_case(desk: Desk) -> str:
    """A spot case from reception to its end."""
    return desk.reception.accept(actor(desk), desk.form()).case_no


def test_the_lead_unit_comes_from_the_hall_s_table_and_the_fee_is_nothing(desk: Desk) -> None:
    number = opened(desk)
    state = read(desk, number)
    assert number == "代2026-03-0001" and state.opened is not None
    assert (state.opened.lead, state.opened.agent, state.opened.agency_fee) == ("GS", "0317", 0)


def test_no_journal_can_carry_a_fee(desk: Desk) -> None:
    state = read(desk, opened(desk))
    body = msgspec.json.encode(state.opened)
    assert isinstance(decode_payload("project.opened", 1, body), ProjectOpened)
    dear = body.replace(b'"agency_fee":0', b'"agency_fee":100')
    assert dear != body and isinstance(decode_payload("project.opened", 1, dear), Unknown)


def test_without_a_power_of_attorney_it_is_refused_and_no_number_is_taken(desk: Desk) -> None:
    change = msgspec.structs.replace
    assert refused(lambda: opened(desk, change(INVESTOR, power_number=""))).code == "project.power"
    assert refused(lambda: opened(desk, change(INVESTOR, power_on="9 月"))).code == "project.power"
    wrong = change(INVESTOR, credit_code="91430423MA4L00003A")
    assert refused(lambda: opened(desk, wrong)).code == "credit.check"
    assert opened(desk) == "代2026-03-0001"


def test_only_the_lead_unit_of_the_kind_takes_it_on(desk: Desk) -> None:
    error = refused(lambda: opened(desk, kind="招商引资"))
    assert error.code == "project.unit" and "文化局" in str(error.what)
    assert refused(lambda: opened(desk, kind="捐赠")).code == "project.kind"


def test_only_the_agent_or_the_unit_s_chief_works_it(desk: Desk) -> None:
    number = opened(desk)
    stranger, chief = actor(desk, "0901"), actor(desk, "0309")
    error = refused(lambda: desk.projects.plan(stranger, number, "spl"))
    assert error.code == "project.agent" and "李晓梅" in str(error.what)
    desk.projects.plan(chief, number, "spl")
    assert [s.matter for s in read(desk, number).steps] == [SPOT.code]


def test_a_step_takes_only_an_existing_case_of_its_own_matter(desk: Desk) -> None:
    number, li = opened(desk), actor(desk)
    desk.projects.plan(li, number, "spl")
    desk.projects.plan(li, number, OTHER_UNIT.code)
    assert refused(lambda: desk.projects.link(li, number, 1, "4304")).code == "case.none"
    case_no = finished_case(desk)
    wrong = refused(lambda: desk.projects.link(li, number, 2, case_no))
    assert wrong.code == "project.other_matter"
    desk.projects.link(li, number, 1, case_no)
    step = read(desk, number).steps[0]
    assert (step.state, step.case_no, step.where) == ("linked", case_no, "工商局")
    unfinished = refused(lambda: desk.projects.finish(li, number, 1))
    assert unfinished.code == "project.unfinished"


def test_closing_with_open_steps_is_refused_and_names_them(desk: Desk) -> None:
    number, li = opened(desk), actor(desk)
    assert refused(lambda: desk.projects.close(li, number, "好")).code == "project.no_steps"
    desk.projects.plan(li, number, "spl")
    error = refused(lambda: desk.projects.close(li, number, "好"))
    assert error.code == "project.open_steps" and SPOT.title in str(error.what)


def test_trips_are_counted_against_one_a_case(desk: Desk) -> None:
    number, li = opened(desk), actor(desk)
    assert refused(lambda: desk.projects.trip(li, number, "刘德全", "")).code == "project.trip"
    desk.projects.trip(li, number, "刘德全", "签委托书")
    desk.projects.trip(li, number, "刘德全", "补签字")
    state = read(desk, number)
    assert (len(state.trips), state.trips_allowed) == (2, 1)


def test_a_meeting_needs_two_units_and_minutes_and_is_the_centre_s(desk: Desk) -> None:
    number, li = opened(desk), actor(desk)
    few = refused(lambda: desk.projects.meet(li, number, ("工商局",), "同意"))
    assert few.code == "project.meeting"
    desk.projects.meet(li, number, ("工商局", "文化局"), "同意选址")
    assert read(desk, number).meetings[0].convenor == "衡山县政务便民中心"


def test_another_units_project_leaves_a_trace(desk: Desk) -> None:
    number = opened(desk)
    (listed,) = desk.projects.listed(actor(desk, "0901"))
    assert listed.opened is not None and listed.opened.investor.credit_code == ""
    desk.projects.view(actor(desk), number)
    assert desk.store.access_log() == ()
    desk.projects.view(actor(desk, "0901"), number)
    assert [row.detail for row in desk.store.access_log()] == [number]


def test_rebuilding_from_the_journal_gives_the_same_projects(desk: Desk) -> None:
    number, li = opened(desk), actor(desk)
    desk.projects.plan(li, number, "spl")
    desk.projects.trip(li, number, "刘德全", "签委托书")
    before = digests(desk.store)
    rebuild(desk.store)
    assert digests(desk.store) == before and verify(desk.store) == []
