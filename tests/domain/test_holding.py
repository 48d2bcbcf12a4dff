"""Who held a case how long: every calendar day in one hand, none twice and none lost."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.helpers.small_hall import CLERK, PROMISE, Place, application, material

from counter.domain import notice, procedures, reception
from counter.domain.acts import NewAct, Payload
from counter.domain.case import case_stream
from counter.domain.caseacts import (
    AcceptanceRefused,
    AcceptanceWithdrawn,
    CaseClosed,
    CaseHandedBack,
    CaseHandedOver,
    CaseRecalled,
    CaseReturned,
    MaterialReceived,
    NoticeItem,
)
from counter.domain.caseclock import Procedure
from counter.domain.holding import Holder, Stretch, stretches
from counter.packs.calendars import load_calendar
from counter.resources import resource_root

CALENDAR = load_calendar(resource_root() / "calendars")
MISSING = (NoticeItem(code="m1", name="m1", fault="missing", why="没有带来"),)


def held(place: Place) -> tuple[Stretch, ...]:
    return stretches(place.acts, CALENDAR, place.now.date())


def shift(place: Place, number: str, payload: Payload) -> None:
    day = place.now.date().isoformat()
    act = NewAct(stream=case_stream(number), payload=payload, effective_on=day)
    place.record(CLERK, [act])


def accepted(day: dt.date) -> tuple[Place, str]:
    place = Place(
        dt.datetime.combine(day, dt.time(9), dt.timezone(dt.timedelta(hours=8))), CALENDAR
    )
    app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
    number, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    return place, number


def test_nothing_received_nothing_held() -> None:
    assert stretches((), CALENDAR, dt.date(2026, 9, 22)) == ()


def test_a_hand_over_ends_one_stretch_and_begins_the_next() -> None:
    place, number = accepted(dt.date(2026, 9, 28))  # Monday; 10-1…10-7 is 国庆节
    place.now += dt.timedelta(days=2)
    shift(place, number, CaseHandedOver(to="登记股", giver="a", taker="b"))
    place.now += dt.timedelta(days=9)
    shift(place, number, CaseHandedBack(giver="b", taker="a"))
    window, office, again = held(place)
    assert (window.holder.kind, window.working, window.rest) == ("window", 2, 0)
    assert office.holder == Holder("department", "登记股")
    assert (office.days, office.working, office.rest) == (9, 2, 7)
    assert (again.holder, again.days) == (window.holder, 0)


@pytest.mark.article("45")
def test_days_of_a_special_procedure_are_counted_apart() -> None:
    place, number = accepted(dt.date(2026, 11, 2))  # Monday
    place.now += dt.timedelta(days=1)
    place.record(
        CLERK,
        procedures.pause(place.case(number), Procedure.HEARING, 5, "", CLERK, place.setting()),
    )
    place.now += dt.timedelta(days=7)
    place.record(CLERK, procedures.resume(place.case(number), "x", CLERK, place.setting()))
    (only,) = held(place)
    # the day of the stop does not count, the day of the resumption does
    assert (only.days, only.stopped, only.rest, only.working) == (8, 5, 2, 1)


@pytest.mark.article("32(4)")
def test_after_a_notice_the_applicant_holds_the_case_until_all_is_supplied() -> None:
    place = Place(calendar=CALENDAR)
    number, acts = notice.receive_only(
        application(matter=PROMISE.code, materials=(), form={}), CLERK, place.setting()
    )
    place.record(CLERK, acts)
    place.record(CLERK, notice.notify(place.case(number), MISSING, CLERK, place.setting()))
    place.now += dt.timedelta(days=3)
    got = (MaterialReceived(code="m1", name="m1"),)
    place.record(CLERK, notice.supplement(place.case(number), got, CLERK, place.setting()))
    kinds = [stretch.holder.kind for stretch in held(place)]
    assert kinds == ["window", "applicant", "window"]
    assert [stretch.days for stretch in held(place)] == [0, 3, 0]


@pytest.mark.parametrize(
    "end",
    [
        CaseClosed(),
        AcceptanceRefused(limb="not_needed", reason="x"),
        CaseReturned(reason="x"),
        CaseRecalled(reason="x"),
        AcceptanceWithdrawn(reason="x"),
    ],
    ids=lambda end: type(end).__name__,
)
def test_a_case_that_has_ended_is_held_no_longer(end: Payload) -> None:
    place, number = accepted(dt.date(2026, 11, 2))
    place.now += dt.timedelta(days=3)
    shift(place, number, end)
    place.now += dt.timedelta(days=30)
    assert [stretch.days for stretch in held(place)] == [3]


def test_an_act_dated_back_takes_no_days_from_who_held_the_case_before() -> None:
    place, number = accepted(dt.date(2026, 11, 2))
    place.now += dt.timedelta(days=3)
    shift(place, number, CaseHandedOver(to="登记股", giver="a", taker="b"))
    place.now -= dt.timedelta(days=2)
    shift(place, number, CaseHandedBack(giver="b", taker="a"))
    place.now += dt.timedelta(days=6)
    assert [stretch.days for stretch in held(place)] == [3, 0, 4]
