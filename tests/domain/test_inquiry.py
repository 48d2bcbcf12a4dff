"""Arts 34, 36, 46-48, 55: who must be heard and what must be looked at before a decision."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import CATALOGUE, CHIEF, CLERK, PROMISE, Place, application, material

from counter.domain import decision, inquiry, procedures, reception, waiting
from counter.domain.acts import NewAct
from counter.domain.case import CaseState, Status
from counter.domain.catalogue import CatalogueIndex, MatterLaw, StaffMember
from counter.domain.errors import KnownError
from counter.domain.reception import Setting


class Hall(Place):
    """The small hall, where the law asks more of its matter."""

    def __init__(self, **law: object) -> None:
        super().__init__()
        matter = msgspec.structs.replace(PROMISE, law=MatterLaw(**law))  # type: ignore[arg-type]
        staff = (StaffMember(number="0317", name="李晓梅", unit="GS"),)
        self.index = CatalogueIndex(
            msgspec.structs.replace(CATALOGUE, matters=(matter,), staff=staff)
        )
        app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
        self.number, acts = reception.accept(app, CLERK, self.setting())  # 2026-09-22
        self.record(CLERK, acts)

    def setting(self) -> Setting:
        return msgspec.structs.replace(super().setting(), catalogue=self.index)

    @property
    def state(self) -> CaseState:
        return self.case(self.number)

    def do(self, acts: list[NewAct]) -> None:
        self.record(CLERK, acts)

    def at(self, day: str) -> None:
        self.now = dt.datetime.fromisoformat(f"{day}T10:00:00+08:00")

    def review(self, opinion: str = "grant") -> None:
        refused = opinion == "refuse"
        acts = decision.review(
            self.state, "refuse" if refused else "grant", "不合", CLERK, self.now.date()
        )
        self.record(CLERK, acts)

    def decide(self, outcome: str = "granted", reason: str = "") -> None:
        refused = outcome == "refused"
        acts = decision.decide(
            self.state, "refused" if refused else "granted", reason, CHIEF, self.setting()
        )
        self.record(CHIEF, acts)

    def refused_with(self, code: str, outcome: str = "granted", reason: str = "") -> None:
        with pytest.raises(KnownError) as refusal:
            self.decide(outcome, reason)
        assert refusal.value.code == code
        assert str(refusal.value.next_step)


def told(hall: Hall) -> None:
    hall.do(inquiry.tell(hall.state, ("周明远", "邻居"), CLERK, hall.setting()))


def asked(hall: Hall) -> None:
    hall.do(inquiry.ask(hall.state, "邻居", CLERK, hall.setting()))


def called(hall: Hall, on: str = "2026-10-12", chair: str = "赵主持") -> None:
    day = dt.date.fromisoformat(on)
    hall.do(inquiry.call(hall.state, day, "09:30", "二楼", chair, CLERK, hall.setting()))


def held(hall: Hall, chair: str = "赵主持") -> None:
    hall.do(inquiry.hold(hall.state, chair, "双方", "噪声未达标", CLERK, hall.setting()))


@pytest.mark.article("34")
def test_nothing_is_decided_before_two_people_went_and_looked() -> None:
    hall = Hall(site_check=True)
    hall.review()
    hall.refused_with("decide.site")
    for one in (("李晓梅",), ("李晓梅", "李晓梅 ")):
        with pytest.raises(KnownError) as refusal:
            inquiry.check_site(hall.state, one, "合格", True, CLERK, hall.setting())
        assert refusal.value.code == "site.two"
    both = ("李晓梅", "刘洋")
    hall.do(inquiry.check_site(hall.state, both, "合格", True, CLERK, hall.setting()))
    hall.decide()
    assert hall.state.status is Status.DECIDED


@pytest.mark.article("36")
def test_a_third_party_is_told_and_heard_before_the_decision() -> None:
    hall = Hall(third_party=True)
    hall.review()
    hall.refused_with("decide.third_party")
    hall.do(inquiry.tell_third_party(hall.state, "邻居", "怕吵", CLERK, hall.setting()))
    hall.decide()
    assert hall.state.status is Status.DECIDED


@pytest.mark.article("55")
@pytest.mark.parametrize(("day", "late"), [("2026-09-30", False), ("2026-10-08", True)])
def test_two_technicians_are_sent_within_five_working_days(day: str, late: bool) -> None:
    hall = Hall(technical=True)
    hall.review()
    hall.refused_with("decide.technicians")
    assert [(t.what, t.by) for t in inquiry.todos(hall.state)] == [("technicians", "2026-09-30")]
    hall.at(day)
    with pytest.raises(KnownError):
        inquiry.send_technicians(hall.state, ("张工",), CLERK, hall.setting())
    hall.do(inquiry.send_technicians(hall.state, ("张工", "钱工"), CLERK, hall.setting()))
    found = hall.state.inquiry
    assert found is not None and found.technicians is not None
    assert found.technicians.late is late
    assert inquiry.todos(hall.state) == ()


@pytest.mark.article("46", "47")
def test_a_decision_waits_until_the_right_was_told_and_its_days_are_over() -> None:
    hall = Hall(hearing=True)
    hall.review("refuse")
    hall.refused_with("decide.hearing_untold", "refused", "不合")
    told(hall)
    hall.at("2026-09-30")  # the fifth working day: 9-23, 24, 28, 29, 30
    hall.refused_with("decide.hearing_days", "refused", "不合")
    hall.at("2026-10-08")
    hall.decide("refused", "不合")
    assert hall.state.status is Status.DECIDED


@pytest.mark.article("47")
def test_who_waives_need_not_be_waited_for() -> None:
    hall = Hall(hearing=True)
    hall.review()
    told(hall)
    hall.do(inquiry.waive(hall.state, "周明远", CLERK, hall.setting()))
    hall.decide()
    assert hall.state.status is Status.DECIDED


@pytest.mark.article("47")
def test_a_hearing_asked_for_too_late_is_refused_in_words() -> None:
    hall = Hall(hearing=True)
    told(hall)
    hall.at("2026-10-08")
    with pytest.raises(KnownError) as refusal:
        asked(hall)
    assert refusal.value.code == "hearing.late"
    assert "2026-09-30" in str(refusal.value.what)


@pytest.mark.article("45", "47", "48")
def test_the_clock_stands_from_the_asking_until_the_hearing_was_held() -> None:
    hall = Hall(hearing=True)
    hall.review("refuse")
    told(hall)
    before = hall.state.limits
    asked(hall)
    assert hall.state.status is Status.PAUSED
    called(hall)
    with pytest.raises(KnownError) as other_way:
        procedures.resume(hall.state, "x", CLERK, hall.setting())
    assert other_way.value.code == "resume.hearing"
    with pytest.raises(KnownError) as early:
        held(hall)
    assert early.value.code == "hearing.early"
    hall.at("2026-10-12")
    held(hall)
    after = hall.state.limits
    assert hall.state.status is Status.REVIEWED
    assert before is not None and after is not None
    # stopped 9-22 … 10-10; of these 9-23, 24, 28, 29, 30, 10-8, 9, 10 are working days
    assert (before.promised_on, after.promised_on) == ("2026-10-20", "2026-10-30")


@pytest.mark.article("48")
def test_the_decision_rests_on_the_record_of_the_hearing() -> None:
    hall = Hall(hearing=True)
    hall.review()
    told(hall)
    asked(hall)
    called(hall)
    hall.at("2026-10-12")
    held(hall)
    hall.refused_with("decide.record")
    hall.decide("granted", "笔录第 2 页：各方无异议")
    decided = hall.state.decided
    assert decided is not None and decided.record == "2026-10-12"


@pytest.mark.article("47", "48")
@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-09-28", "hearing.short_notice"), ("2026-12-01", "hearing.too_late")],
)
def test_notice_is_seven_days_ahead_and_within_twenty_working_days(day: str, code: str) -> None:
    hall = Hall(hearing=True)
    told(hall)
    asked(hall)
    with pytest.raises(KnownError) as refusal:
        called(hall, on=day)
    assert refusal.value.code == code
    called(hall, on="2026-09-29")
    assert hall.state.inquiry is not None and hall.state.inquiry.called is not None


@pytest.mark.article("48")
def test_who_examines_the_case_does_not_preside() -> None:
    hall = Hall(hearing=True)
    hall.review()
    told(hall)
    asked(hall)
    for chair in ("李晓梅", "0317"):
        with pytest.raises(KnownError) as refusal:
            called(hall, chair=chair)
        assert refusal.value.code == "hearing.chair_examined"


@pytest.mark.article("42(1)", "42(2)")
def test_the_matter_says_how_long_an_extension_may_be_and_who_approves() -> None:
    hall = Hall(extension_days=15, extension_post="government_head")
    acts = procedures.extend(hall.state, 15, "x", "县长", CLERK, hall.setting())
    hall.do(acts)
    extension = hall.state.extension
    assert extension is not None and extension.post == "government_head"
    none = Hall(extension_days=0)
    with pytest.raises(KnownError) as refusal:
        procedures.extend(none.state, 1, "x", "y", CLERK, none.setting())
    assert refusal.value.code == "extend.none"


@pytest.mark.article("82")
def test_a_limit_in_natural_days_counts_holidays_but_not_a_special_procedure() -> None:
    hall = Hall(day_kind="natural")
    limits = hall.state.limits
    assert limits is not None and limits.legal_on == "2026-10-12"  # 9-22 and twenty days
    told(hall)
    asked(hall)
    hall.at("2026-09-29")
    called(hall, on="2026-10-06")
    hall.at("2026-10-06")
    held(hall)
    after = hall.state.limits
    assert after is not None and after.legal_on == "2026-10-25"  # stood 9-23 … 10-05: 13 days


def test_the_last_day_for_delivery_is_ten_working_days_after_the_decision() -> None:
    hall = Hall()
    hall.review()
    hall.decide()
    assert {t.by for t in waiting.todos(hall.state)} == {"2026-10-13"}
