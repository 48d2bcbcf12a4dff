"""What supervision hears of by itself, once for each day, and the answer in words."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import CHIEF, CLERK, PROMISE, SPOT, Place, application, material

from counter.domain import decision, procedures, reception, supervision, waiting
from counter.domain.case import SupervisionRaised
from counter.domain.caseclock import Procedure
from counter.domain.errors import KnownError
from counter.domain.people import Actor


def accepted(matter: str = PROMISE.code) -> tuple[Place, str]:
    """A case accepted on 2026-09-22; the promise of PROMISE ends on 10-20."""
    place = Place()
    app = application(matter=matter)
    if matter == PROMISE.code:
        app = msgspec.structs.replace(app, materials=(material("m1"),), form={})
    number, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    return place, number


def watch(place: Place, number: str, day: str) -> list[tuple[str, str, str]]:
    """(code, light, reply_by) of what is raised on a day, recorded."""
    place.now = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(8), place.now.tzinfo)
    acts = supervision.overdue(place.case(number), place.setting())
    place.record(CLERK, acts)
    raised = [act.payload for act in acts if isinstance(act.payload, SupervisionRaised)]
    return [(event.code, event.light, event.reply_by) for event in raised]


def test_yellow_on_the_lead_day_and_red_past_the_promise_each_once() -> None:
    place, number = accepted()
    assert watch(place, number, "2026-10-16") == []
    assert watch(place, number, "2026-10-19") == [("clock.soon", "warn", "")]
    assert watch(place, number, "2026-10-20") == []
    assert watch(place, number, "2026-10-21") == [("clock.late", "bad", "2026-10-26")]
    assert watch(place, number, "2026-11-30") == []


def test_after_days_off_the_same_is_raised_at_the_next_start() -> None:
    place, number = accepted()
    assert [code for code, *_ in watch(place, number, "2026-11-02")] == ["clock.late"]


def test_an_extension_brings_its_own_lead_day() -> None:
    place, number = accepted()
    assert watch(place, number, "2026-10-19")
    acts = procedures.extend(place.case(number), 10, "案情复杂", "唐国华", CLERK, place.setting())
    place.record(CLERK, acts)
    limits = place.case(number).limits
    assert limits is not None and watch(place, number, "2026-10-20") == []
    assert watch(place, number, limits.promised_on)[0][0] == "clock.soon"


def test_a_promise_of_the_same_day_gives_no_warning_before_it() -> None:
    place, number = accepted(SPOT.code)
    assert watch(place, number, "2026-09-22") == []
    assert watch(place, number, "2026-09-23")[0][0] == "clock.late"


@pytest.mark.article("45")
def test_a_stop_longer_than_the_applicant_was_told_is_raised_and_the_promise_is_not() -> None:
    place, number = accepted()
    acts = procedures.pause(
        place.case(number), Procedure.TESTING, 5, "送检", CLERK, place.setting()
    )
    place.record(CLERK, acts)
    told = place.calendar.due(place.now.date(), 5).date
    assert watch(place, number, told.isoformat()) == []
    after = (told + dt.timedelta(days=1)).isoformat()
    assert [code for code, *_ in watch(place, number, after)] == ["pause.long"]
    assert watch(place, number, "2026-12-01") == []


@pytest.mark.article("44")
def test_a_decision_not_delivered_within_ten_working_days_is_raised() -> None:
    place, number = accepted(SPOT.code)
    acts = decision.decide(place.case(number), "granted", "", CHIEF, place.setting())
    place.record(CHIEF, acts)
    due = place.calendar.due(place.now.date(), 10).date
    assert watch(place, number, due.isoformat()) == []
    after = (due + dt.timedelta(days=1)).isoformat()
    assert [code for code, *_ in watch(place, number, after)] == ["delivery.late"]


def late() -> tuple[Place, str]:
    place, number = accepted()
    watch(place, number, "2026-10-21")
    return place, number


def test_an_answer_in_words_takes_it_off_the_list() -> None:
    place, number = late()
    assert [t.what for t in waiting.todos(place.case(number))] == ["review", "answer"]
    acts = supervision.answer(
        place.case(number), "clock.late", "补勘现场，明日决定", CLERK, place.setting()
    )
    place.record(CLERK, acts)
    assert [t.what for t in waiting.todos(place.case(number))] == ["review"]


def test_a_warning_asks_for_no_answer() -> None:
    place, number = accepted()
    watch(place, number, "2026-10-19")
    assert [t.what for t in waiting.todos(place.case(number))] == ["review"]


STRANGER = msgspec.structs.replace(CLERK, number="0901", unit="WH")


@pytest.mark.parametrize(
    ("code", "words", "actor", "refused"),
    [
        ("clock.late", " ", CLERK, "supervision.words"),
        ("clock.soon", "x", CLERK, "supervision.none"),
        ("clock.late", "x", STRANGER, "role.unit"),
    ],
)
def test_no_answer_without_words_without_event_or_by_another_unit(
    code: str, words: str, actor: Actor, refused: str
) -> None:
    place, number = late()
    with pytest.raises(KnownError) as error:
        supervision.answer(place.case(number), code, words, actor, place.setting())
    assert error.value.code == refused
