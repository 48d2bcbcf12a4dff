"""Arts 42 and 45: the clock stops only for the closed list, extension once and within its cap."""

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
    Place,
    application,
    material,
)

from counter.domain import clock, decision, procedures, reception
from counter.domain.case import PaperIssued, Status
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import CatalogueIndex, Handling, MatterLaw, PaperType
from counter.domain.errors import KnownError
from counter.domain.reception import Setting


def accepted(place: Place) -> str:
    app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
    number, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    return number


def at(place: Place, day: str) -> None:
    place.now = dt.datetime.fromisoformat(f"{day}T10:00:00+08:00")


def stop(place: Place, number: str, days: int = 8) -> None:
    acts = procedures.pause(
        place.case(number), Procedure.EXPERT_REVIEW, days, "", CLERK, place.setting()
    )
    place.record(CLERK, acts)


@pytest.mark.article("45")
def test_eight_days_of_expert_review_move_the_due_date_by_their_working_days() -> None:
    place = Place()
    number = accepted(place)  # 2026-09-22, 15 days: 10-20
    at(place, "2026-09-28")
    stop(place, number)
    assert place.case(number).status is Status.PAUSED
    at(place, "2026-10-12")
    place.record(CLERK, procedures.resume(place.case(number), "评审通过", CLERK, place.setting()))
    state = place.case(number)
    # stopped: 9-28, 29, 30, 10-8, 9, 10 = six working days
    assert state.limits is not None and state.limits.promised_on == "2026-10-28"
    assert state.status is Status.ACCEPTED


def test_a_reviewed_case_goes_on_as_reviewed_after_a_pause() -> None:
    place = Place()
    number = accepted(place)
    place.record(CLERK, decision.review(place.case(number), "grant", "", CLERK, NOW.date()))
    stop(place, number)
    place.record(CLERK, procedures.resume(place.case(number), "合格", CLERK, place.setting()))
    assert place.case(number).status is Status.REVIEWED


def test_nothing_is_decided_while_the_clock_stands() -> None:
    place = Place()
    number = accepted(place)
    stop(place, number)
    with pytest.raises(KnownError):
        decision.decide(place.case(number), "granted", "", CHIEF, place.setting())
    with pytest.raises(KnownError) as refusal:
        stop(place, number)
    assert refusal.value.code == "pause.twice"


@pytest.mark.article("45")
def test_the_needed_time_must_be_told() -> None:
    place = Place()
    number = accepted(place)
    with pytest.raises(KnownError) as refusal:
        stop(place, number, 0)
    assert (refusal.value.code, refusal.value.rule) == ("pause.days", "行政许可法第四十五条")


@pytest.mark.article("42(1)")
def test_an_extension_is_granted_once_within_ten_days_with_reason_and_approver() -> None:
    place = Place()
    number = accepted(place)
    for days, why, who, code in (
        (11, "x", "y", "extend.days"),
        (0, "x", "y", "extend.days"),
        (10, " ", "y", "extend.reason"),
        (10, "x", "", "extend.reason"),
    ):
        with pytest.raises(KnownError) as refusal:
            procedures.extend(place.case(number), days, why, who, CLERK, place.setting())
        assert refusal.value.code == code
    acts = procedures.extend(place.case(number), 10, "案情复杂", "唐局长", CLERK, place.setting())
    place.record(CLERK, acts)
    state = place.case(number)
    assert state.limits is not None
    assert state.limits.promised_on == "2026-11-03"  # 25 working days
    with pytest.raises(KnownError) as refusal:
        procedures.extend(place.case(number), 1, "x", "y", CLERK, place.setting())
    assert refusal.value.code == "extend.twice"


def with_law(place: Place, **changes: object) -> Setting:
    """The place in a hall whose promised matter is as `changes` say."""
    matter = msgspec.structs.replace(PROMISE, **changes)
    matters = tuple(matter if m.code == PROMISE.code else m for m in CATALOGUE.matters)
    hall = msgspec.structs.replace(CATALOGUE, matters=matters)
    return msgspec.structs.replace(place.setting(), catalogue=CatalogueIndex(hall))


@pytest.mark.article("42(2)")
def test_a_joint_case_is_extended_by_fifteen_days_and_by_the_government() -> None:
    place = Place()
    app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
    joint = with_law(place, handling=Handling.JOINT, legal_days=45, promised_days=25)
    number, acts = reception.accept(app, CLERK, joint)
    place.record(CLERK, acts)
    with pytest.raises(KnownError) as refusal:
        procedures.extend(place.case(number), 16, "会审", "周县长", CLERK, joint)
    assert refusal.value.code == "extend.days" and "15" in str(refusal.value.what)
    with pytest.raises(KnownError) as refusal:
        procedures.extend(place.case(number), 15, "会审", "", CLERK, joint)
    assert "本级人民政府负责人" in str(refusal.value.what)
    acts = procedures.extend(place.case(number), 15, "会审", "周县长", CLERK, joint)
    assert acts[0].payload.post == "government_head"  # type: ignore[attr-defined]


def test_another_law_may_set_the_cap_and_the_post_of_one_matter() -> None:
    place = Place()
    number = accepted(place)
    own = MatterLaw(extension_days=30, extension_post="government_head")
    law = with_law(place, law=own)
    acts = procedures.extend(place.case(number), 30, "会审", "周县长", CLERK, law)
    assert acts[0].payload.post == "government_head"  # type: ignore[attr-defined]
    none = with_law(place, law=MatterLaw(extension_days=0))
    with pytest.raises(KnownError) as refusal:
        procedures.extend(place.case(number), 1, "会审", "周县长", CLERK, none)
    assert refusal.value.code == "extend.none"


def on_paper(place: Place, code: str) -> Setting:
    """The place in a hall that has this kind of paper."""
    kind = PaperType(code=code, title=code, mark="文", form=code)
    hall = msgspec.structs.replace(CATALOGUE, papers=(*CATALOGUE.papers, kind))
    return msgspec.structs.replace(place.setting(), catalogue=CatalogueIndex(hall))


def test_the_paper_of_an_extension_names_old_and_new_dates_and_how_they_are_reckoned() -> None:
    """Art. 42(1): the reasons are told."""
    place = Place()
    number = accepted(place)
    setting = on_paper(place, "extension")
    acts = procedures.extend(place.case(number), 10, "案情复杂", "唐局长", CLERK, setting)
    payload = acts[1].payload
    assert isinstance(payload, PaperIssued)
    content = payload.content
    assert content["article"] == "第四十二条第一款"
    assert content["was_words"] == "2026 年 10 月 20 日"
    assert content["promised_words"] == "2026 年 11 月 3 日"
    assert content["legal_words"] == "2026 年 11 月 10 日"
    assert str(content["reckoning"]).endswith("第 25 个工作日 = 2026-11-03")


def test_the_paper_of_a_stop_names_the_days_that_come_true_when_it_ends_as_told() -> None:
    """Art. 45: the needed time is told in writing."""
    place = Place()
    number = accepted(place)
    at(place, "2026-09-28")
    setting = on_paper(place, "special_procedure")
    acts = procedures.pause(place.case(number), Procedure.HEARING, 6, "", CLERK, setting)
    payload = acts[1].payload
    assert isinstance(payload, PaperIssued)
    assert payload.content["resume_words"] == "2026 年 10 月 12 日"
    place.record(CLERK, acts)
    at(place, "2026-10-12")
    place.record(CLERK, procedures.resume(place.case(number), "开过", CLERK, place.setting()))
    limits = place.case(number).limits
    assert limits is not None
    assert payload.content["promised_words"] == clock.paper_date(
        dt.date.fromisoformat(limits.promised_on)
    )


def test_a_spot_matter_is_not_extended() -> None:
    place = Place()
    number, acts = reception.accept(application(), CLERK, place.setting())
    place.record(CLERK, acts)
    with pytest.raises(KnownError) as refusal:
        procedures.extend(place.case(number), 1, "x", "y", CLERK, place.setting())
    assert refusal.value.code == "extend.spot"


def test_pause_and_extension_add_up() -> None:
    place = Place()
    number = accepted(place)
    acts = procedures.extend(place.case(number), 5, "x", "y", CLERK, place.setting())
    place.record(CLERK, acts)
    at(place, "2026-10-13")
    stop(place, number)
    at(place, "2026-10-15")
    place.record(CLERK, procedures.resume(place.case(number), "好", CLERK, place.setting()))
    state = place.case(number)
    assert state.limits is not None
    assert state.limits.promised_on == "2026-10-29"  # 20 days → 10-27, and two more
