"""What a case waits for, step by step."""

from __future__ import annotations

import msgspec
import pytest
from tests.helpers.small_hall import CHIEF, CLERK, PROMISE, Place, application

from counter.domain import decision, notice, reception, waiting
from counter.domain.case import SupervisionAnswered, SupervisionRaised


def one(place: Place, number: str) -> tuple[str, str, str]:
    (todo,) = waiting.todos(place.case(number))
    return todo.what, todo.whose, todo.by


@pytest.mark.article("32(4)")
def test_a_case_only_received_is_to_be_told_within_five_working_days() -> None:
    place = Place()
    app = application(matter=PROMISE.code, materials=(), form={})
    number, acts = notice.receive_only(app, CLERK, place.setting())
    place.record(CLERK, acts)
    by = place.calendar.due(place.now.date(), 5).date.isoformat()
    assert one(place, number) == ("tell", "window", by)


@pytest.mark.article("44")
def test_a_reviewed_case_waits_for_a_chief_and_a_decided_one_for_seals_within_ten_days() -> None:
    place = Place()
    number, acts = reception.accept(application(), CLERK, place.setting())
    place.record(CLERK, acts)
    assert one(place, number)[:2] == ("decide", "chief")
    place.record(CHIEF, decision.decide(place.case(number), "granted", "", CHIEF, place.setting()))
    by = place.calendar.due(place.now.date(), 10).date.isoformat()
    assert one(place, number) == ("seal", "window", by)


def test_one_answer_meets_one_event_and_no_other() -> None:
    place = Place()
    number, acts = reception.accept(application(), CLERK, place.setting())
    place.record(CLERK, acts)
    event = SupervisionRaised(code="clock.late", light="bad", why="x", rule="y")
    answer = SupervisionAnswered(code="clock.late", answer="z")
    state = msgspec.structs.replace(
        place.case(number), supervision=(event, event), answers=(answer,)
    )
    assert [t.what for t in waiting.todos(state)] == ["decide", "answer"]
