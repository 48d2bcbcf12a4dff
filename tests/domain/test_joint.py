"""Arts 26, 42(2) and 45 on a joint case: each unit speaks once and for itself, one answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from tests.helpers.small_hall import CATALOGUE, CHIEF, CLERK, PROMISE, Place, application, material

from counter.domain import caseclock, decision, jointsteps, notice, procedures, reception
from counter.domain.case import CaseState, NoticeItem, Status
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import CatalogueIndex, Handling, MatterLaw, Unit
from counter.domain.errors import KnownError
from counter.domain.joint import Part
from counter.domain.jointacts import MeetingVoice
from counter.domain.people import Actor, Role
from counter.domain.reception import Setting
from counter.domain.rules import HallRules

FIRE = Actor(number="0501", name="刘强", unit="XF", window="5", roles=frozenset({Role.CLERK}))
CULTURE = Actor(number="0901", name="谭芳", unit="WH", window="9", roles=frozenset({Role.CLERK}))
MATTER = msgspec.structs.replace(
    PROMISE,
    handling=Handling.JOINT,
    legal_days=45,
    promised_days=30,
    law=MatterLaw(co_units=("WH", "XF"), co_days=10),
)


class JointPlace(Place):
    """The small hall with one joint matter and a fire brigade."""

    waits = False

    def setting(self) -> Setting:
        fire = Unit(code="XF", name="衡山县公安消防大队", short="消防", placement="resident")
        catalogue = msgspec.structs.replace(
            CATALOGUE,
            units=(*CATALOGUE.units, fire),
            matters=(MATTER,),
            rules=HallRules(joint_waits=self.waits),
        )
        return msgspec.structs.replace(super().setting(), catalogue=CatalogueIndex(catalogue))


class Joint:
    """A joint case whose parts are open, on 2026-09-22."""

    def __init__(self, waits: bool = False) -> None:
        self.place = JointPlace()
        self.place.waits = waits
        app = application(matter=MATTER.code, materials=(material("m1"),), form={})
        self.number, acts = reception.accept(app, CLERK, self.place.setting())
        self.place.record(CLERK, acts)
        self.do(jointsteps.open_parts, None, CLERK)

    @property
    def state(self) -> CaseState:
        return self.place.case(self.number)

    def part(self, unit: str) -> Part:
        joint = self.state.joint
        assert joint is not None
        part = joint.part(unit)
        assert part is not None
        return part

    def at(self, day: str) -> None:
        self.place.now = dt.datetime.fromisoformat(f"{day}T10:00:00+08:00")

    def do(self, step: Any, *args: Any, **named: Any) -> None:
        actor = next(a for a in args if isinstance(a, Actor))
        self.place.record(actor, step(self.state, *args, self.place.setting(), **named))

    def refused(self, step: Any, *args: Any, **named: Any) -> KnownError:
        with pytest.raises(KnownError) as refusal:
            self.do(step, *args, **named)
        return refusal.value

    def speak(self, unit: str, actor: Actor, opinion: str = "agree", words: str = "") -> None:
        self.do(jointsteps.give_opinion, unit, opinion, words, actor)

    def review(self) -> None:
        today = self.place.now.date()
        self.place.record(CLERK, decision.review(self.state, "grant", "", CLERK, today))

    def meet(self, meeting: str, minutes: str = "同意推进", unit: str = "XF") -> None:
        voices = (MeetingVoice(unit=unit, person="刘强", opinion="agree"),)
        now = self.place.now
        self.do(jointsteps.meet, meeting, now, "三楼会议室", "王志刚", voices, minutes, CLERK)


def test_each_co_unit_has_a_numbered_part_with_its_own_term() -> None:
    case = Joint()
    assert [p.opened.number for p in (case.part("WH"), case.part("XF"))] == [
        f"{case.number}-01",
        f"{case.number}-02",
    ]
    # ten working days: 中秋 and 国庆 do not count, 10-10 does
    assert case.part("WH").due_on == "2026-10-13"
    assert [t.unit for t in jointsteps.todos(case.state)] == ["WH", "XF"]


def test_a_unit_that_is_not_in_the_hall_gets_no_part() -> None:
    case = Joint()
    fresh = msgspec.structs.replace(case.state, joint=None)
    for unit in ("KJ", "GS"):
        with pytest.raises(KnownError) as refusal:
            jointsteps.open_parts(fresh, (unit,), CLERK, case.place.setting())
        assert refusal.value.code == "joint.unit_unknown" and refusal.value.rule
    assert case.refused(jointsteps.open_parts, None, CLERK).code == "joint.twice"


def test_the_copy_is_received_once_and_by_the_unit_itself() -> None:
    case = Joint()
    assert case.refused(jointsteps.take, "XF", CULTURE).code == "joint.other_unit"
    case.do(jointsteps.take, "XF", FIRE)
    assert case.part("XF").received_on == "2026-09-22"
    assert case.refused(jointsteps.take, "XF", FIRE).code == "joint.taken"


def test_a_unit_speaks_for_itself_or_by_letter_and_once() -> None:
    case = Joint()
    give = jointsteps.give_opinion
    assert case.refused(give, "XF", "agree", "", CULTURE).code == "joint.other_unit"
    assert case.refused(give, "XF", "agree", "", CLERK).code == "joint.voice"
    assert case.refused(give, "GH", "agree", "", CLERK).code == "joint.no_part"
    assert case.refused(give, "XF", "disagree", "", FIRE).code == "joint.words"
    case.speak("XF", FIRE)
    assert case.refused(give, "XF", "agree", "", FIRE).code == "joint.opinion_twice"
    letter = "衡文函〔2026〕8 号"
    assert case.refused(give, "WH", "agree", "", CLERK, letter=letter).code == "joint.person"
    case.do(give, "WH", "agree", "", CLERK, person="谭芳", letter=letter)
    said = case.part("WH").opinion
    assert said is not None and (said.person, said.letter) == ("谭芳", letter)


def test_an_opinion_changes_with_a_reason_until_the_consultation_has_its_result() -> None:
    case = Joint()
    give = jointsteps.give_opinion
    case.speak("XF", FIRE, "disagree", "通道不足")
    case.meet("argument")
    case.do(give, "XF", "conditional", "加宽通道", FIRE, changed="图纸已改")
    assert [o.opinion for o in case.part("XF").opinions] == ["disagree", "conditional"]
    case.meet("consultation")
    late = case.refused(give, "XF", "agree", "", FIRE, changed="再改")
    assert late.code == "joint.consulted"


def test_a_meeting_needs_minutes_a_sign_in_and_takes_only_units_of_the_case() -> None:
    case = Joint()
    for bad, code in (({"minutes": " "}, "joint.minutes"), ({"unit": "GH"}, "joint.stranger")):
        with pytest.raises(KnownError) as refusal:
            case.meet("drawings", **bad)
        assert refusal.value.code == code
    now = case.place.now
    meet = jointsteps.meet
    assert case.refused(meet, "drawings", now, "x", "y", (), "z", CLERK).code == "joint.sign_in"


@pytest.mark.article("26")
def test_no_decision_without_every_opinion_and_an_answer_to_who_is_against() -> None:
    case = Joint()
    case.review()
    silent = case.refused(decision.decide, "granted", "", CHIEF)
    assert silent.code == "decide.joint_silent" and "文化局、消防" in str(silent.what)
    case.speak("WH", CULTURE)
    case.speak("XF", FIRE, "disagree", "通道不足")
    against = case.refused(decision.decide, "granted", "", CHIEF)
    assert against.code == "decide.joint_against" and "消防" in str(against.what)
    case.do(decision.decide, "granted", "通道已按消防意见改图", CHIEF)
    assert case.state.status is Status.DECIDED
    after = case.refused(jointsteps.give_opinion, "WH", "agree", "", CULTURE, changed="x")
    assert after.code == "joint.decided"


@pytest.mark.article("45")
def test_one_units_expert_review_stops_its_own_clock_only() -> None:
    case = Joint()
    before = case.state.limits
    case.at("2026-09-28")
    case.do(jointsteps.stop, "XF", Procedure.EXPERT_REVIEW, 8, "", FIRE)
    assert case.state.status is Status.ACCEPTED
    assert case.refused(jointsteps.give_opinion, "XF", "agree", "", FIRE).code == "joint.stopped"
    case.at("2026-10-12")
    case.do(jointsteps.resume, "XF", "评审通过", FIRE)
    # 9-28, 29, 30, 10-8, 9, 10 did not count
    assert case.part("XF").due_on == "2026-10-21"
    assert case.part("WH").due_on == "2026-10-13" and case.state.limits == before


@pytest.mark.article("45")
def test_where_all_wait_the_whole_case_stands_until_the_last_unit_is_done() -> None:
    case = Joint(waits=True)
    case.do(jointsteps.stop, "XF", Procedure.EXPERT_REVIEW, 8, "", FIRE)
    case.do(jointsteps.stop, "WH", Procedure.HEARING, 5, "", CULTURE)
    assert case.state.status is Status.PAUSED
    assert case.refused(procedures.resume, "好", CLERK).code == "resume.joint"
    case.at("2026-09-28")
    case.do(jointsteps.resume, "XF", "通过", FIRE)
    assert case.state.status is Status.PAUSED
    case.at("2026-09-29")
    case.do(jointsteps.resume, "WH", "听证完", CULTURE)
    assert case.state.status is Status.ACCEPTED and case.state.pauses[-1].until == "2026-09-29"


@pytest.mark.article("42(2)")
def test_a_joint_case_is_extended_by_fifteen_days_of_the_government_head() -> None:
    case = Joint()
    assert case.refused(procedures.extend, 16, "x", "陈县长", CLERK).code == "extend.days"
    case.do(procedures.extend, 15, "审图未完", "陈县长", CLERK)
    extension = case.state.extension
    assert extension is not None and extension.post == "government_head"


def test_a_late_unit_is_named_once() -> None:
    case = Joint()
    case.speak("WH", CULTURE)
    case.at("2026-10-13")
    assert jointsteps.mark_late(case.state, case.place.setting()) == []
    case.at("2026-10-14")
    acts = jointsteps.mark_late(case.state, case.place.setting())
    case.place.record(CLERK, acts)
    assert [e.code for e in case.state.supervision] == ["joint.late.XF"]
    assert jointsteps.mark_late(case.state, case.place.setting()) == []


def test_a_stopped_part_does_not_walk() -> None:
    case = Joint()
    case.do(jointsteps.stop, "XF", Procedure.EXPERT_REVIEW, 8, "", FIRE)
    calendar = case.place.calendar
    walked = {
        case.part("XF").clock(calendar, dt.date(2026, 9, day)).walked for day in (22, 24, 28, 30)
    }
    assert walked == {0}
    assert caseclock.PROCEDURE_WORDS[case.part("XF").pauses[0].procedure] == "专家评审"


@pytest.mark.article("26")
@pytest.mark.parametrize(("chosen", "units"), [(None, ["WH", "XF"]), (("XF",), ["XF"])])
def test_a_supplement_that_brings_acceptance_brings_the_copies_to_the_units_chosen_at_receipt(
    chosen: tuple[str, ...] | None, units: list[str]
) -> None:
    place = JointPlace()
    app = application(matter=MATTER.code, materials=(), form={}, co_units=chosen)
    item = NoticeItem(code="m1", name="申请书", fault="missing", why="没有带来")
    number, acts = notice.receive_and_notify(app, (item,), CLERK, place.setting())
    place.record(CLERK, acts)
    assert not jointsteps.copies_on_acceptance(place.case(number), None, CLERK, place.setting())
    came = notice.supplement(place.case(number), (material("m1"),), CLERK, place.setting())
    place.record(CLERK, came)
    copies = jointsteps.copies_on_acceptance(place.case(number), None, CLERK, place.setting())
    place.record(CLERK, copies)
    joint = place.case(number).joint
    assert joint is not None and [part.unit for part in joint.parts] == units
    assert not jointsteps.copies_on_acceptance(place.case(number), None, CLERK, place.setting())
