"""受理 of what was only received: as F5 would have judged it, today, and not twice."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CHIEF,
    CLERK,
    INDEX,
    PROMISE,
    SPOT,
    SUPERVISOR,
    Place,
    application,
    material,
)

from counter.domain import notice, reception
from counter.domain.accepting import accept_received, in_the_way
from counter.domain.application import Application
from counter.domain.case import NoticeItem, PaperIssued, Status
from counter.domain.errors import KnownError
from counter.domain.people import Actor

WHOLE = application()
PROMISED = application(matter=PROMISE.code, materials=(material("m1"),), form={})
BARE = application(materials=(material("m1"),))


def received(place: Place, app: Application) -> str:
    number, acts = notice.receive_only(app, CLERK, place.setting())
    place.record(CLERK, acts)
    return number


@pytest.mark.article("32(5)", "32(1)")
def test_what_was_received_complete_is_accepted_today_with_the_papers_of_f5() -> None:
    place = Place()
    number = received(place, PROMISED)
    place.now += dt.timedelta(days=1)
    acts = accept_received(place.case(number), CLERK, place.setting())
    place.record(CLERK, acts)
    state = place.case(number)
    assert state.status is Status.ACCEPTED and state.accepted_on == "2026-09-23"
    assert state.limits == reception.limits_for(PROMISE, "", place.calendar, place.now)
    papers = {a.payload.code: a.payload for a in acts if isinstance(a.payload, PaperIssued)}
    assert set(papers) == {"accept_notice", "slip"}
    assert papers["accept_notice"].content["received_words"] == "2026 年 9 月 22 日"


def test_a_matter_decided_on_the_spot_is_reviewed_with_it_as_at_reception() -> None:
    place = Place()
    number = received(place, WHOLE)
    acts = accept_received(place.case(number), CLERK, place.setting())
    kinds = [act.kind for act in acts]
    _, at_once = reception.accept(WHOLE, CLERK, place.setting())
    assert kinds == [act.kind for act in at_once][1:]


@pytest.mark.parametrize(
    ("app", "code", "way_out"),
    [
        (BARE, "material.missing", "F4"),
        (application(form={"area": "46.50", "type": "企业"}), "field.missing", "按 G 更正"),
    ],
)
def test_what_is_lacking_is_named_with_the_way_out(
    app: Application, code: str, way_out: str
) -> None:
    place = Place()
    state = place.case(received(place, app))
    wrong = in_the_way(state, INDEX, place.now.date())
    assert wrong is not None and wrong.code == code
    with pytest.raises(KnownError) as refusal:
        accept_received(state, CLERK, place.setting())
    assert refusal.value.code == code and way_out in str(refusal.value.next_step)


def test_a_field_that_was_corrected_since_stands_no_more_in_the_way() -> None:
    place = Place()
    number = received(place, application(form={"area": "46.50", "type": "企业"}))
    today = place.now.date()
    fixed = reception.correct(
        place.case(number), "form.shop", "明远粮油店", "漏填", CLERK, today, SPOT
    )
    place.record(CLERK, fixed)
    place.record(CLERK, accept_received(place.case(number), CLERK, place.setting()))
    assert place.case(number).accepted_on == today.isoformat()


def test_it_is_for_a_case_only_received_and_for_its_unit() -> None:
    place = Place()
    number = received(place, WHOLE)
    other = msgspec.structs.replace(CLERK, number="0999", unit="WH", window="9")
    for actor, code in ((SUPERVISOR, "role.clerk"), (other, "role.unit")):
        assert refused(place, number, actor) == code
    place.record(CLERK, accept_received(place.case(number), CLERK, place.setting()))
    assert refused(place, number, CHIEF) == "accept.state"
    told = received(place, BARE)
    item = NoticeItem(code="m2", name="m2", fault="missing", why="没有带来")
    place.record(CLERK, notice.notify(place.case(told), (item,), CLERK, place.setting()))
    assert refused(place, told, CLERK) == "accept.state"


def refused(place: Place, number: str, actor: Actor) -> str:
    with pytest.raises(KnownError) as refusal:
        accept_received(place.case(number), actor, place.setting())
    return refusal.value.code
