"""首问责任: the first person asked answers, or hands over to one who agrees."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.helpers.small_hall import CALENDAR, SPOT

from counter.domain.acts import Act, ActHeader, NewAct
from counter.domain.enquiry import (
    Enquiry,
    EnquiryOpened,
    close_enquiry,
    enquiry_number,
    evolve_enquiry,
    hand_over,
    is_late,
    lead_to,
    open_enquiry,
)
from counter.domain.errors import KnownError
from counter.domain.people import Actor, Role

DAY = dt.date(2026, 9, 22)


def person(number: str, name: str, unit: str = "GS", role: Role = Role.CLERK) -> Actor:
    return Actor(number=number, name=name, unit=unit, window="3", roles=frozenset({role}))


LI, ZENG = person("0317", "李晓梅"), person("0901", "曾伟", "WH")
LOOKS = person("0003", "彭春兰", "", Role.SUPERVISOR)


def folded(state: Enquiry, new: NewAct) -> Enquiry:
    header = ActHeader(
        terminal="03",
        epoch=1,
        seq=1,
        stream=new.stream,
        touches=(),
        units=(),
        kind=new.kind,
        version=1,
        command_id="c",
        n=1,
        m=1,
        base=0,
        recorded_at="2026-09-22T14:06:00.000+08:00",
        effective_on=new.effective_on,
        actor="0317",
        grant="",
        payload_hash="",
        prev_hash="",
    )
    return evolve_enquiry(state, Act(header, new.payload))


def asked(actor: Actor = LI, question: str = "开粮油店要带什么", **more: Any) -> Enquiry:
    number = enquiry_number(2026, "03", 1)
    act = open_enquiry(
        actor,
        question,
        number=number,
        series="enquiry/430423/2026/03",
        n=1,
        today=DAY,
        calendar=CALENDAR,
        **more,
    )
    return folded(Enquiry(number=number), act)


def refused(call: Any) -> str:
    with pytest.raises(KnownError) as refusal:
        call()
    return refusal.value.code


def test_the_first_person_asked_owns_it_and_has_one_working_day() -> None:
    state = asked(matter=SPOT, catalogue=3)
    assert (state.number, state.owner, state.is_open) == ("询2026-03-0001", "0317", True)
    assert isinstance(state.opened, EnquiryOpened)
    assert (state.opened.due_on, state.opened.matter) == ("2026-09-23", SPOT.code)
    assert not is_late(state.opened.due_on, dt.date(2026, 9, 23))
    assert is_late(state.opened.due_on, dt.date(2026, 9, 24))


def test_a_question_needs_words_and_somebody_who_works() -> None:
    assert refused(lambda: asked(question=" ")) == "enquiry.question"
    assert refused(lambda: asked(LOOKS)) == "role.clerk"


def test_nobody_but_the_owner_closes_and_the_refusal_names_the_owner() -> None:
    with pytest.raises(KnownError) as refusal:
        close_enquiry(asked(), ZENG, "带身份证", "said", DAY)
    assert refusal.value.code == "enquiry.owner"
    assert "李晓梅" in str(refusal.value.what) and refusal.value.rule == "首问责任制"


def test_who_took_it_over_closes_and_the_first_no_longer_may() -> None:
    state = folded(asked(), hand_over(asked(), LI, ZENG, "归文化局", True, DAY))
    assert (state.owner, state.unit, len(state.handed)) == ("0901", "WH", 1)
    assert refused(lambda: close_enquiry(state, LI, "好", "said", DAY)) == "enquiry.owner"
    done = folded(state, close_enquiry(state, ZENG, "带身份证", "said", DAY))
    assert not done.is_open and done.closed_at
    assert refused(lambda: close_enquiry(done, ZENG, "再答", "said", DAY)) == "enquiry.closed"


def test_it_is_handed_over_only_to_one_who_works_and_agreed() -> None:
    state = asked()
    assert refused(lambda: hand_over(state, LI, None, "x", True, DAY)) == "enquiry.to"
    assert refused(lambda: hand_over(state, LI, LOOKS, "x", True, DAY)) == "enquiry.to"
    assert refused(lambda: hand_over(state, LI, LI, "x", True, DAY)) == "enquiry.to"
    assert refused(lambda: hand_over(state, LI, ZENG, "x", False, DAY)) == "enquiry.agreed"
    assert refused(lambda: hand_over(state, LI, ZENG, " ", True, DAY)) == "enquiry.why"
    assert refused(lambda: hand_over(state, ZENG, ZENG, "x", True, DAY)) == "enquiry.owner"


def test_closing_needs_an_answer_and_a_phone_if_told_by_phone() -> None:
    state = asked()
    assert refused(lambda: close_enquiry(state, LI, "", "said", DAY)) == "enquiry.answer"
    assert refused(lambda: close_enquiry(state, LI, "好", "phone", DAY)) == "enquiry.phone"
    close_enquiry(asked(phone="13900000826"), LI, "好", "phone", DAY)


def test_the_case_that_came_of_it_must_exist_and_is_linked_once() -> None:
    state = asked()
    assert refused(lambda: lead_to(state, LI, "1", False, DAY)) == "case.none"
    state = folded(state, lead_to(state, LI, "1", True, DAY))
    assert state.cases == ("1",)
    assert refused(lambda: lead_to(state, LI, "1", True, DAY)) == "enquiry.linked"
