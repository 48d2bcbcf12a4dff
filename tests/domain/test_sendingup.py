"""Art. 43: the local organ reviews and sends up within its limit; then the upper organ's turn."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CALENDAR,
    CATALOGUE,
    CHIEF,
    CLERK,
    PROMISE,
    SUPERVISOR,
    Place,
    application,
    material,
)

from counter.desk.caseclocks import ClockView, case_clock
from counter.domain import decision, endings, procedures, reception, sendingup
from counter.domain.acts import NewAct
from counter.domain.case import CaseState, PaperIssued, Status
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import CatalogueIndex, Handling
from counter.domain.errors import KnownError
from counter.domain.people import Actor

UPWARD = msgspec.structs.replace(
    PROMISE, code="430423-GS-0009-01", handling=Handling.UPWARD, promised_days=10
)
INDEX = CatalogueIndex(msgspec.structs.replace(CATALOGUE, matters=(*CATALOGUE.matters, UPWARD)))
ORGAN = "衡阳市工商行政管理局"


class Hall(Place):
    """The small hall with a matter that is sent up."""

    def __init__(self, matter: str = UPWARD.code) -> None:
        super().__init__()
        app = application(matter=matter, materials=(material("m1", "申请书"),), form={})
        self.number, acts = reception.accept(app, CLERK, self.setting())
        self.record(CLERK, acts)

    def setting(self) -> reception.Setting:
        return msgspec.structs.replace(super().setting(), catalogue=INDEX)

    def at(self, day: str) -> None:
        self.now = dt.datetime.fromisoformat(f"{day}T10:00:00+08:00")

    @property
    def state(self) -> CaseState:
        return self.case(self.number)

    @property
    def clock(self) -> ClockView:
        found = case_clock(CALENDAR, self.state, self.now.date())
        assert found is not None
        return found

    def review(self) -> None:
        self.record(CLERK, decision.review(self.state, "grant", "", CLERK, self.now.date()))

    def send(self, to: str = ORGAN, actor: Actor = CLERK) -> None:
        acts = sendingup.send_up(self.state, to, "", "", actor, self.setting())
        self.record(actor, acts)

    def answer(
        self,
        answer: sendingup.Answer = "grant",
        number: str = "衡市工商批〔2026〕8 号",
        dated: str = "2026-10-30",
        note: str = "资料不齐",
    ) -> None:
        acts = sendingup.come_back(self.state, answer, number, dated, note, CLERK, self.setting())
        self.record(CLERK, acts)

    def decide(self, granted: bool = True) -> list[NewAct]:
        outcome = "granted" if granted else "refused"
        return decision.decide(self.state, outcome, "照批复", CHIEF, self.setting())  # type: ignore[arg-type]


def waiting(day: str = "2026-09-28") -> Hall:
    hall = Hall()
    hall.at(day)
    hall.review()
    hall.send()
    return hall


def refused(code: str, hall: Hall, step: object) -> KnownError:
    before = hall.state
    with pytest.raises(KnownError) as refusal:
        step()  # type: ignore[operator]
    assert refusal.value.code == code and str(refusal.value.next_step)
    assert hall.state == before
    return refusal.value


@pytest.mark.article("43")
def test_the_local_limit_of_twenty_days_runs_until_the_case_goes_up() -> None:
    hall = Hall()
    limits = hall.state.limits
    assert limits is not None and (limits.legal_days, limits.legal_on) == (20, "2026-10-27")
    hall.at("2026-09-28")
    hall.review()
    hall.send()
    assert hall.state.status is Status.UPPER
    assert (hall.clock.walked, hall.clock.left, hall.clock.sent_up) == (3, 7, "2026-09-28")


@pytest.mark.article("43")
def test_no_clock_of_the_hall_runs_while_the_upper_organ_has_it() -> None:
    hall = waiting()
    for day in ("2026-09-29", "2026-12-28"):
        hall.at(day)
        assert (hall.clock.walked, hall.clock.due, hall.clock.light) == (3, "", "ok")
        assert hall.clock.cells[-1].date.isoformat() == "2026-09-28"
    assert hall.state.due_on == ""
    hall.answer()
    assert (hall.clock.walked, hall.clock.due, hall.clock.light) == (3, "", "ok")


@pytest.mark.article("43")
def test_what_was_not_sent_up_in_time_is_late_and_stays_late() -> None:
    hall = Hall()
    hall.review()
    hall.at("2026-10-16")  # promised until 10-13
    assert (hall.clock.light, hall.clock.left) == ("bad", -3)
    hall.send()
    hall.at("2026-11-30")
    assert (hall.clock.light, hall.clock.left) == ("bad", -3)


@pytest.mark.article("43")
def test_the_decision_waits_for_the_upper_organ_and_follows_it() -> None:
    hall = Hall()
    hall.review()
    refused("decide.upper", hall, hall.decide)
    hall.send()
    refused("case.upper", hall, hall.decide)
    hall.at("2026-11-02")
    hall.answer("refuse")
    against = refused("decide.against", hall, hall.decide)
    assert ORGAN in str(against.what) and "衡市工商批〔2026〕8 号" in str(against.what)
    acts = hall.decide(granted=False)
    issued = acts[1].payload
    assert isinstance(issued, PaperIssued)
    assert issued.content["upper_words"] == (
        f"{ORGAN}的批复（衡市工商批〔2026〕8 号，2026 年 10 月 30 日：不同意）"
    )


def test_what_is_no_upward_matter_is_not_sent_up() -> None:
    hall = Hall(PROMISE.code)
    hall.review()
    refused("upward.handling", hall, hall.send)
    assert hall.decide()


def test_a_wrong_order_is_refused_in_words() -> None:
    hall = Hall()
    refused("upward.state", hall, hall.send)
    refused("answer.state", hall, hall.answer)
    hall.review()
    refused("upward.organ", hall, lambda: hall.send(" "))
    refused("role.clerk", hall, lambda: hall.send(actor=SUPERVISOR))
    hall.send()
    refused("upward.twice", hall, hall.send)
    hall.at("2026-11-02")
    hall.answer()
    refused("answer.state", hall, hall.answer)
    refused("upward.answered", hall, hall.send)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": " "}, "answer.number"),
        ({"dated": "十月三十日"}, "answer.date"),
        ({"dated": "2026-09-27"}, "answer.dated"),
        ({"dated": "2026-11-03"}, "answer.dated"),
        ({"answer": "refuse", "note": " "}, "answer.reason"),
        ({"answer": "returned", "note": ""}, "answer.reason"),
    ],
)
def test_an_answer_names_its_paper_and_a_day_that_can_be(
    changes: dict[str, str], code: str
) -> None:
    hall = waiting()
    hall.at("2026-11-02")
    refused(code, hall, lambda: hall.answer(**changes))  # type: ignore[arg-type]


def test_the_applicant_takes_it_back_after_the_upper_organ_has_returned_it() -> None:
    hall = waiting()
    refused(
        "case.upper",
        hall,
        lambda: endings.give_back(hall.state, "不办了", True, CLERK, hall.setting()),
    )
    hall.answer("returned")
    acts = endings.give_back(hall.state, "不办了", True, CLERK, hall.setting())
    hall.record(CLERK, acts)
    assert hall.state.status is Status.RECALLED


def test_what_was_returned_is_not_decided_but_sent_up_again_and_begins_no_new_limit() -> None:
    hall = waiting()
    hall.at("2026-10-12")
    hall.answer("returned")
    refused("decide.upper", hall, hall.decide)
    hall.send()
    assert hall.state.status is Status.UPPER
    assert (hall.clock.walked, hall.clock.sent_up) == (3, "2026-09-28")


def test_the_ended_local_clock_is_neither_stopped_nor_extended() -> None:
    hall = waiting()
    hall.at("2026-11-02")
    hall.answer()
    state, place = hall.state, hall.setting()
    refused(
        "pause.state",
        hall,
        lambda: procedures.pause(state, Procedure.TESTING, 3, "", CLERK, place),
    )
    refused("extend.state", hall, lambda: procedures.extend(state, 3, "x", "y", CLERK, place))


def test_whose_turn_it_is() -> None:
    hall = Hall()
    assert sendingup.todos(hall.state) == ()
    hall.review()
    (todo,) = sendingup.todos(hall.state)
    assert (todo.what, todo.whose, todo.by) == ("send_up", "window", "2026-10-13")
    hall.send()
    (todo,) = sendingup.todos(hall.state)
    assert (todo.what, todo.whose, todo.by) == ("upper", "upper", "")
    hall.at("2026-11-02")
    hall.answer()
    assert sendingup.todos(hall.state) == ()
