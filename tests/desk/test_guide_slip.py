"""要带什么 on a slip: belongs to the enquiry, says what the catalogue says, and is counted."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.desk.test_enquiries import clerk
from tests.desk.test_printing_desk import FakePrinter, worker
from tests.helpers.desk import Desk
from tests.helpers.small_hall import OTHER_UNIT, SPOT

from counter.domain.enquiry import enquiry_stream
from counter.domain.errors import KnownError
from counter.domain.paperacts import papers_of
from counter.store.verify import verify


def asked(desk: Desk, matter: str = SPOT.code) -> str:
    return desk.enquiries.ask(clerk(desk), "开店要带什么", asker="周明远", matter=matter)


def code(desk: Desk, number: str, by: str = "0317") -> str:
    with pytest.raises(KnownError) as refusal:
        desk.enquiries.print_guide(clerk(desk, by), number)
    return refusal.value.code


@pytest.mark.article("30")
def test_the_slip_says_what_to_bring_where_by_when_and_for_how_much(desk: Desk) -> None:
    number = asked(desk)
    task = desk.enquiries.print_guide(clerk(desk), number)
    assert (task.title, task.channel) == ("要带什么", "slip")
    (paper,) = papers_of(desk.store.acts_of(enquiry_stream(number))).values()
    content = paper.issued.content
    rows = content["materials"]
    assert isinstance(rows, list)
    assert [(r["name"], r["form"], r["need"]) for r in rows] == [
        ("食品流通许可申请书", "原件", ""),
        ("名称预先核准通知书", "复印件", ""),
        ("场所平面图", "原件", "，有就带"),
    ]
    assert "工商局" in str(content["where"]) and "当天办结" in str(content["limit"])
    assert content["matter"] == SPOT.title and paper.issued.number == ""
    assert "周明远" not in str(content)  # nobody's name needs to stand on it


def test_what_the_catalogue_does_not_say_sends_to_the_window(desk: Desk) -> None:
    number = asked(desk, OTHER_UNIT.code)
    desk.enquiries.print_guide(clerk(desk), number)
    (paper,) = papers_of(desk.store.acts_of(enquiry_stream(number))).values()
    assert paper.issued.content["fee"] == "目录里没有写，请问窗口"
    assert paper.issued.content["materials"] == [] and paper.units == (OTHER_UNIT.unit,)


def test_it_is_printed_from_the_enquirys_stream_and_noted_in_the_enquiry(desk: Desk) -> None:
    number = asked(desk)
    desk.enquiries.print_guide(clerk(desk), number)
    printer = FakePrinter(desk)
    assert worker(desk, printer).step() and printer.sent == ["要带什么 1".encode()]
    state = desk.store.enquiry(number)
    assert state is not None and state.guide_on == "2026-09-22" and state.is_open
    assert desk.store.jobs()[0].about == number
    assert verify(desk.store) == []


def test_a_second_one_on_the_same_day_is_a_reprint_and_the_next_day_a_new_one(desk: Desk) -> None:
    number = asked(desk)
    desk.enquiries.print_guide(clerk(desk), number)
    assert code(desk, number) == "enquiry.slip_same"
    desk.clock.advance(dt.timedelta(days=1))
    assert desk.enquiries.print_guide(clerk(desk), number)


def test_without_a_matter_or_by_who_only_looks_on_there_is_none(desk: Desk) -> None:
    assert code(desk, asked(desk, "")) == "enquiry.no_matter"
    assert code(desk, asked(desk), by="0001") == "role.clerk"
    assert code(desk, "询9") == "enquiry.none"
    assert desk.store.jobs() == ()
