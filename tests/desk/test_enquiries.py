"""Enquiries over a real store: numbered, listed by age, rebuilt from the journal."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.helpers.desk import PIN, Desk
from tests.helpers.small_hall import SPOT

from counter.domain.errors import KnownError
from counter.domain.people import Actor
from counter.store.rebuild import digests, rebuild
from counter.store.verify import verify


def clerk(desk: Desk, number: str = "0317") -> Actor:
    return desk.session.sign_in(number, PIN).actor


def test_a_question_is_numbered_and_stays_first_in_the_list_until_answered(desk: Desk) -> None:
    li = clerk(desk)
    first = desk.enquiries.ask(li, "开店要带什么", matter=SPOT.code, phone="13900000826")
    second = desk.enquiries.ask(li, "几点下班", channel="phone")
    assert (first, second) == ("询2026-03-0001", "询2026-03-0002")
    desk.enquiries.answer(li, first, "带身份证和申请书", "slip")
    assert [line.state.number for line in desk.enquiries.listed(li)] == [second, first]
    state = desk.store.enquiry(first)
    assert state is not None and state.closed is not None and state.closed.told == "slip"


def test_a_refused_question_takes_no_number(desk: Desk) -> None:
    li = clerk(desk)
    before = desk.store.info().acts
    with pytest.raises(KnownError):
        desk.enquiries.ask(li, "  ")
    assert desk.store.info().acts == before
    assert desk.enquiries.ask(li, "几点下班") == "询2026-03-0001"


def test_it_is_late_after_the_working_day(desk: Desk) -> None:
    li = clerk(desk)
    desk.enquiries.ask(li, "几点下班")
    assert [line.late for line in desk.enquiries.listed(li)] == [False]
    desk.clock.advance(dt.timedelta(days=2))
    assert [line.late for line in desk.enquiries.listed(li)] == [True]


def test_handing_over_makes_another_the_owner_and_hides_the_phone_from_the_first(
    desk: Desk,
) -> None:
    li, zeng = clerk(desk), clerk(desk, "0901")
    number = desk.enquiries.ask(li, "网吧怎么办证", asker="周明远", phone="13900000826")
    with pytest.raises(KnownError) as refusal:
        desk.enquiries.hand_over(li, number, "9999", "归文化局", agreed=True)
    assert refusal.value.code == "enquiry.to"
    desk.enquiries.hand_over(li, number, "0901", "归文化局", agreed=True)
    (mine,), (other,) = desk.enquiries.listed(li), desk.enquiries.listed(zeng)
    assert mine.state.opened is not None and mine.state.opened.phone == ""
    assert other.state.opened is not None and other.state.opened.phone == "13900000826"


def test_looking_at_anothers_enquiry_leaves_a_trace_and_at_the_own_none(desk: Desk) -> None:
    li, zeng = clerk(desk), clerk(desk, "0901")
    number = desk.enquiries.ask(li, "几点下班", phone="13900000826")
    desk.enquiries.view(li, number)
    assert desk.store.access_log() == ()
    desk.enquiries.view(zeng, number)
    (row,) = desk.store.access_log()
    assert (row.staff, row.what, row.detail) == ("0901", "opened", number)


def test_the_case_that_came_of_it_is_linked_only_when_it_exists(desk: Desk) -> None:
    li = clerk(desk)
    number = desk.enquiries.ask(li, "开店要带什么", matter=SPOT.code)
    with pytest.raises(KnownError) as refusal:
        desk.enquiries.lead_to(li, number, "430423")
    assert refusal.value.code == "case.none"
    case_no = desk.reception.accept(li, desk.form()).case_no
    desk.enquiries.lead_to(li, number, case_no)
    state = desk.store.enquiry(number)
    assert state is not None and state.cases == (case_no,)


def test_rebuilding_from_the_journal_gives_the_same_enquiries(desk: Desk) -> None:
    li = clerk(desk)
    number = desk.enquiries.ask(li, "网吧怎么办证")
    desk.enquiries.hand_over(li, number, "0901", "归文化局", agreed=True)
    before = digests(desk.store)
    rebuild(desk.store)
    assert digests(desk.store) == before and verify(desk.store) == []
