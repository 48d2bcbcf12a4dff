"""容缺受理: only what is marked, told on paper, nothing granted before it came."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CATALOGUE,
    CHIEF,
    CLERK,
    NOW,
    PROMISE,
    SPOT,
    SUPERVISOR,
    Place,
    application,
    material,
)

from counter.domain import decision, follow, notice, reception, waiting
from counter.domain.acts import NewAct
from counter.domain.application import Application
from counter.domain.case import (
    CorrectedOnSpot,
    MaterialReceived,
    NoticeItem,
    PaperIssued,
    Status,
)
from counter.domain.catalogue import CatalogueIndex, MaterialSpec, MatterLaw, PaperType
from counter.domain.errors import KnownError
from counter.domain.reception import Setting

PLAN = MaterialReceived(code="m2", name="平面图")
PROOF = MaterialReceived(code="m3", name="验收意见")
MATTER = msgspec.structs.replace(
    PROMISE,
    materials=(
        MaterialSpec(code="m1", name="申请书"),
        MaterialSpec(code="m2", name="平面图", may_follow=True),
        MaterialSpec(code="m3", name="验收意见", original=False, may_follow=True),
    ),
    law=MatterLaw(follow_days=5),
)
SPOT_TOO = msgspec.structs.replace(
    SPOT, materials=(MaterialSpec(code="m1", name="申请书", may_follow=True),), fields=()
)
PAPERS = tuple(
    PaperType(code=code, title=code, mark="补", form=code)
    for code in ("follow_notice", "follow_receipt")
)
INDEX = CatalogueIndex(
    msgspec.structs.replace(
        CATALOGUE, matters=(MATTER, SPOT_TOO), papers=(*CATALOGUE.papers, *PAPERS)
    )
)
LAST = "2026-09-30"
"""Five working days after 2026-09-22, 中秋节 on 9-25 not counted."""


def setting(place: Place) -> Setting:
    return msgspec.structs.replace(place.setting(), catalogue=INDEX)


def asked(*codes: str) -> Application:
    return application(
        matter=MATTER.code, form={}, materials=tuple(material(code) for code in codes)
    )


def accepted(place: Place) -> str:
    """A case with its application form only."""
    number, acts = follow.accept_lacking(asked("m1"), CLERK, setting(place))
    place.record(CLERK, acts)
    return number


def content(acts: list[NewAct], code: str) -> dict[str, object]:
    papers = [a.payload for a in acts if isinstance(a.payload, PaperIssued)]
    return next(p.content for p in papers if p.code == code)


def test_what_may_follow_stands_in_the_acceptance_with_its_day_and_on_paper() -> None:
    place = Place()
    number, acts = follow.accept_lacking(asked("m1"), CLERK, setting(place))
    place.record(CLERK, acts)
    state = place.case(number)
    assert state.status is Status.ACCEPTED and state.accepted_on == "2026-09-22"
    assert state.missing == (("平面图", LAST), ("验收意见", LAST))
    paper = content(acts, "follow_notice")
    assert paper["until_words"] == "2026 年 9 月 30 日" and paper["gap_count"] == 2
    assert {(t.what, t.by) for t in waiting.followers(state)} == {("follow", LAST)}


def test_a_matter_without_days_of_its_own_takes_the_halls() -> None:
    plain = msgspec.structs.replace(MATTER, law=MatterLaw())
    day = follow.due(plain, INDEX.rules, Place().calendar, NOW.date())
    assert day == dt.date(2026, 10, 13)


@pytest.mark.parametrize(
    ("app", "code"),
    [
        (asked("m2"), "follow.not_marked"),
        (asked("m1", "m2", "m3"), "follow.none"),
        (application(matter=SPOT.code, materials=(), form={}), "follow.spot"),
    ],
)
def test_what_is_not_marked_or_not_lacking_or_decided_today_does_not_follow(
    app: Application, code: str
) -> None:
    with pytest.raises(KnownError) as refusal:
        follow.accept_lacking(app, CLERK, setting(Place()))
    assert refusal.value.code == code and str(refusal.value.next_step)


def test_nothing_follows_where_no_paper_could_tell_it() -> None:
    bare = CatalogueIndex(msgspec.structs.replace(CATALOGUE, matters=(MATTER,)))
    place = msgspec.structs.replace(Place().setting(), catalogue=bare)
    with pytest.raises(KnownError) as refusal:
        follow.accept_lacking(asked("m1"), CLERK, place)
    assert refusal.value.code == "follow.paper"


def test_other_gaps_and_other_people_are_refused_as_at_f5() -> None:
    place = setting(Place())
    with pytest.raises(KnownError) as refusal:
        follow.accept_lacking(asked("m1"), SUPERVISOR, place)
    assert refusal.value.code == "role.clerk"
    nobody = msgspec.structs.replace(
        asked("m1"), contact=msgspec.structs.replace(asked("m1").contact, phone="")
    )
    with pytest.raises(KnownError) as refusal:
        follow.accept_lacking(nobody, CLERK, place)
    assert refusal.value.code == "missing.contact.phone"
    with pytest.raises(KnownError) as refusal:
        reception.accept(asked("m1"), CLERK, place)
    assert refusal.value.code == "material.missing"


def test_what_came_is_cleared_by_name_and_its_receipt_says_what_is_open() -> None:
    place = Place()
    number = accepted(place)
    acts = follow.follow_up(place.case(number), (PROOF,), CLERK, setting(place))
    place.record(CLERK, acts)
    assert place.case(number).missing == (("平面图", LAST),)
    paper = content(acts, "follow_receipt")
    assert (paper["complete"], paper["open_words"]) == (False, "平面图")
    place.record(CLERK, follow.follow_up(place.case(number), (PLAN,), CLERK, setting(place)))
    assert place.case(number).missing == () and place.case(number).status is Status.ACCEPTED
    with pytest.raises(KnownError) as refusal:
        follow.follow_up(place.case(number), (PLAN,), CLERK, setting(place))
    assert refusal.value.code == "follow.none"


@pytest.mark.parametrize(
    ("came", "code"), [((), "supplement.none"), ((material("m9", "户口簿"),), "supplement.other")]
)
def test_only_what_was_named_is_taken_in(came: tuple[MaterialReceived, ...], code: str) -> None:
    place = Place()
    number = accepted(place)
    with pytest.raises(KnownError) as refusal:
        follow.follow_up(place.case(number), came, CLERK, setting(place))
    assert refusal.value.code == code


def reviewed(place: Place) -> str:
    number = accepted(place)
    state = place.case(number)
    place.record(CLERK, decision.review(state, "grant", "", CLERK, place.now.date()))
    return number


def test_nothing_is_granted_before_it_came_and_the_refusal_names_what_and_since_when() -> None:
    place = Place()
    number = reviewed(place)
    for outcome in ("granted", "refused"):
        with pytest.raises(KnownError) as refusal:
            decision.decide(place.case(number), outcome, "x", CHIEF, setting(place))  # type: ignore[arg-type]
        assert refusal.value.code == "decide.missing"
        assert "平面图" in str(refusal.value.what) and LAST in str(refusal.value.what)
        assert "已逾期" not in str(refusal.value.what)
    place.now = NOW + dt.timedelta(days=16)
    with pytest.raises(KnownError) as refusal:
        decision.decide(place.case(number), "granted", "", CHIEF, setting(place))
    assert "已逾期" in str(refusal.value.what)


def test_once_the_day_is_over_it_may_be_refused_with_reasons() -> None:
    place = Place()
    number = reviewed(place)
    place.now = NOW + dt.timedelta(days=16)
    state = place.case(number)
    place.record(CHIEF, decision.decide(state, "refused", "未补", CHIEF, setting(place)))
    assert place.case(number).status is Status.DECIDED


def test_once_everything_came_it_is_granted() -> None:
    place = Place()
    number = reviewed(place)
    place.record(CLERK, follow.follow_up(place.case(number), (PLAN, PROOF), CLERK, setting(place)))
    place.record(CHIEF, decision.decide(place.case(number), "granted", "", CHIEF, setting(place)))
    assert place.case(number).decided is not None


@pytest.mark.article("32(3)")
def test_an_error_put_right_at_the_window_is_recorded_and_nobody_is_told_anything() -> None:
    place = Place()
    app = application(matter=PROMISE.code, materials=(), form={})
    number, acts = notice.receive_only(app, CLERK, place.setting())
    place.record(CLERK, acts)
    acts = notice.correct_on_spot(place.case(number), "面积写错，改成 46", CLERK, place.setting())
    assert [act.kind for act in acts] == ["corrected.on_spot"]
    place.record(CLERK, acts)
    assert place.case(number).status is Status.RECEIVED and not place.case(number).notices


@pytest.mark.article("32(3)")
@pytest.mark.parametrize("how", ["accepted", "received", "told"])
def test_what_was_put_right_while_it_was_taken_in_stands_behind_the_receipt(how: str) -> None:
    place = Place()
    app = application(on_spot=(" 申请书：面积写错，改成 46 ", " "))
    if how == "accepted":
        number, acts = reception.accept(app, CLERK, place.setting())
    elif how == "received":
        number, acts = notice.receive_only(app, CLERK, place.setting())
    else:
        bare = msgspec.structs.replace(app, materials=(material("m1"),))
        item = NoticeItem(code="m2", name="m2", fault="missing", why="没有带来")
        number, acts = notice.receive_and_notify(bare, (item,), CLERK, place.setting())
    assert [act.kind for act in acts][:2] == ["case.received", "corrected.on_spot"]
    said = [a.payload.what for a in acts if isinstance(a.payload, CorrectedOnSpot)]
    assert said == ["申请书：面积写错，改成 46"]
    place.record(CLERK, acts)
    assert place.case(number).received_at


@pytest.mark.article("32(3)")
def test_on_the_spot_is_before_acceptance_and_says_what_was_put_right() -> None:
    place = Place()
    app = application(matter=PROMISE.code, materials=(), form={})
    number, acts = notice.receive_only(app, CLERK, place.setting())
    place.record(CLERK, acts)
    with pytest.raises(KnownError) as refusal:
        notice.correct_on_spot(place.case(number), " ", CLERK, place.setting())
    assert refusal.value.code == "onspot.what"
    done, acts = reception.accept(application(), CLERK, place.setting())
    place.record(CLERK, acts)
    with pytest.raises(KnownError) as refusal:
        notice.correct_on_spot(place.case(done), "x", CLERK, place.setting())
    assert refusal.value.code == "onspot.state"
