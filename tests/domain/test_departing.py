"""移交 to the department and back: who signs, the clock that runs on, the opinion as the 审."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CATALOGUE,
    CHIEF,
    CLERK,
    DEPUTY,
    PROMISE,
    SUPERVISOR,
    Place,
    application,
    material,
)

from counter.domain import caseclock, decision, departing, endings, notice, procedures, reception
from counter.domain.acts import NewAct
from counter.domain.case import CaseHandedOver, CaseState, PaperIssued, Status
from counter.domain.catalogue import CatalogueIndex, PaperType
from counter.domain.departing import Signer
from counter.domain.errors import KnownError
from counter.domain.numbers import group_case_number
from counter.domain.people import Actor

SLIP = PaperType(code="handover", title="移交单", mark="移", form="handover", copies=2)
INDEX = CatalogueIndex(msgspec.structs.replace(CATALOGUE, papers=(*CATALOGUE.papers, SLIP)))
TAKER = Signer(name="向家驹")
STRANGER = Actor(number="0905", name="曾伟", unit="WH", window="9", roles=CLERK.roles)


class Hall(Place):
    """The small hall with the 移交单 among its papers."""

    def setting(self) -> reception.Setting:
        return msgspec.structs.replace(super().setting(), catalogue=INDEX)

    def at(self, day: str) -> None:
        self.now = dt.datetime.fromisoformat(f"{day}T10:00:00+08:00")


def accepted(hall: Hall) -> str:
    app = application(matter=PROMISE.code, materials=(material("m1", "申请书"),), form={})
    number, acts = reception.accept(app, CLERK, hall.setting())
    hall.record(CLERK, acts)
    return number


def over(hall: Hall, number: str, taker: Signer = TAKER, actor: Actor = CLERK) -> list[NewAct]:
    acts = departing.hand_over(hall.case(number), taker, actor, hall.setting())
    hall.record(actor, acts)
    return acts


def back(
    hall: Hall, number: str, opinion: departing.Opinion = "grant", giver: Signer = TAKER
) -> list[NewAct]:
    note = "" if opinion == "grant" else "离学校太近"
    acts = departing.hand_back(hall.case(number), giver, opinion, note, CLERK, hall.setting())
    hall.record(CLERK, acts)
    return acts


def in_department() -> tuple[Hall, str]:
    hall = Hall()
    number = accepted(hall)
    over(hall, number)
    return hall, number


def refused(code: str, hall: Hall, number: str, step: object) -> KnownError:
    """The step is refused with that code, what to do next is said, and nothing has changed."""
    before: CaseState = hall.case(number)
    with pytest.raises(KnownError) as refusal:
        step()  # type: ignore[operator]
    assert refusal.value.code == code and str(refusal.value.next_step)
    assert hall.case(number) == before
    return refusal.value


def test_a_case_is_handed_over_with_its_materials_on_a_numbered_slip() -> None:
    hall = Hall()
    number = accepted(hall)
    acts = over(hall, number)
    state = hall.case(number)
    assert state.status is Status.DEPARTMENT
    payload, issued = acts[0].payload, acts[1].payload
    assert isinstance(payload, CaseHandedOver) and isinstance(issued, PaperIssued)
    assert payload.materials == ("申请书",) and payload.slip == issued.number != ""
    assert (issued.content["giver"], issued.content["taker"]) == ("李晓梅", "向家驹")
    assert issued.content["due_words"] == "2026 年 10 月 20 日"


def test_what_was_supplied_later_goes_along() -> None:
    hall = Hall()
    app = application(matter=PROMISE.code, materials=(), form={})
    items = (notice.NoticeItem(code="m1", name="申请书", fault="missing", why="没有带来"),)
    number, acts = notice.receive_and_notify(app, items, CLERK, hall.setting())
    hall.record(CLERK, acts)
    came = (material("m1", "申请书"),)
    hall.record(CLERK, notice.supplement(hall.case(number), came, CLERK, hall.setting()))
    payload = over(hall, number)[0].payload
    assert isinstance(payload, CaseHandedOver) and payload.materials == ("申请书",)


@pytest.mark.article("42(1)")
def test_the_clock_runs_on_in_the_department_and_stops_there_only_for_a_procedure() -> None:
    hall, number = in_department()
    due = hall.case(number).due_on
    hall.at("2026-09-28")
    place = hall.setting()
    kind = caseclock.Procedure.TESTING
    hall.record(CLERK, procedures.pause(hall.case(number), kind, 3, "", CLERK, place))
    assert hall.case(number).status is Status.PAUSED
    hall.at("2026-09-30")
    hall.record(CLERK, procedures.resume(hall.case(number), "合格", CLERK, hall.setting()))
    state = hall.case(number)
    assert state.status is Status.DEPARTMENT
    assert (due, state.due_on) == ("2026-10-20", "2026-10-22")  # 9-28 and 9-29 do not count
    hall.record(CLERK, procedures.extend(state, 5, "复查", "局长", CLERK, hall.setting()))
    assert hall.case(number).due_on == "2026-10-29"


def test_the_departments_opinion_is_the_review_and_its_giver_may_not_decide_too() -> None:
    hall, number = in_department()
    chief = Signer(name=CHIEF.name, number=CHIEF.number, unit="GS")
    back(hall, number, giver=chief)
    state = hall.case(number)
    assert (state.status, state.reviewer) == (Status.REVIEWED, CHIEF.number)
    refused(
        "decide.same_person",
        hall,
        number,
        lambda: decision.decide(state, "granted", "", CHIEF, hall.setting()),
    )
    absent = msgspec.structs.replace(DEPUTY, a_absent=True)
    assert decision.decide(state, "granted", "", absent, hall.setting())


def test_who_signed_by_name_only_may_not_decide_either() -> None:
    hall, number = in_department()
    back(hall, number, giver=Signer(name=CHIEF.name))
    state = hall.case(number)
    refused(
        "decide.same_person",
        hall,
        number,
        lambda: decision.decide(state, "granted", "", CHIEF, hall.setting()),
    )


def test_given_back_without_an_opinion_it_is_not_reviewed_and_may_go_again() -> None:
    hall, number = in_department()
    back(hall, number, "")
    state = hall.case(number)
    assert state.status is Status.ACCEPTED and state.reviewed is None
    over(hall, number)
    assert hall.case(number).status is Status.DEPARTMENT


def test_an_opinion_against_or_none_needs_its_reason() -> None:
    hall, number = in_department()
    state, place = hall.case(number), hall.setting()
    for opinion in ("refuse", ""):
        refused(
            "handback.reason",
            hall,
            number,
            lambda opinion=opinion: departing.hand_back(state, TAKER, opinion, " ", CLERK, place),
        )


def test_wrong_people_are_refused() -> None:
    hall = Hall()
    number = accepted(hall)

    def to(taker: Signer, actor: Actor = CLERK) -> object:
        return lambda: over(hall, number, taker, actor)

    refused("role.clerk", hall, number, to(TAKER, SUPERVISOR))
    refused("role.unit", hall, number, to(TAKER, STRANGER))
    refused("handover.signer", hall, number, to(Signer(name=" ")))
    refused("handover.same", hall, number, to(Signer(name=CLERK.name, number=CLERK.number)))
    refused("handover.same", hall, number, to(Signer(name=CLERK.name)))
    wrong = refused("handover.unit", hall, number, to(Signer(name="曾伟", number="9", unit="WH")))
    assert "工商局" in str(wrong.what)


def test_a_wrong_order_is_refused_in_words() -> None:
    hall = Hall()
    number = accepted(hall)
    refused("handback.state", hall, number, lambda: back(hall, number))
    over(hall, number)
    twice = refused("handover.twice", hall, number, lambda: over(hall, number))
    assert "向家驹" in str(twice.what)
    back(hall, number)
    refused("handback.state", hall, number, lambda: back(hall, number))
    refused("handover.state", hall, number, lambda: over(hall, number))
    acts = decision.decide(hall.case(number), "granted", "", CHIEF, hall.setting())
    hall.record(CHIEF, acts)
    refused("handover.state", hall, number, lambda: over(hall, number))


def test_a_hand_over_is_never_dated_before_what_it_follows() -> None:
    hall = Hall()
    number = accepted(hall)
    hall.at("2026-09-21")
    refused("handover.day", hall, number, lambda: over(hall, number))
    hall.at("2026-09-28")
    over(hall, number)
    hall.at("2026-09-24")
    refused("handover.day", hall, number, lambda: back(hall, number))


def test_while_it_is_away_it_is_not_reviewed_decided_or_recalled_here() -> None:
    hall, number = in_department()
    state, place = hall.case(number), hall.setting()
    today = place.today
    for step in (
        lambda: decision.review(state, "grant", "", CLERK, today),
        lambda: decision.decide(state, "granted", "", CHIEF, place),
        lambda: endings.give_back(state, "不办了", True, CLERK, place),
    ):
        refused("case.department", hall, number, step)
    back(hall, number, "")
    acts = endings.give_back(hall.case(number), "不办了", True, CLERK, place)
    hall.record(CLERK, acts)
    assert hall.case(number).status is Status.RECALLED


def test_it_waits_for_the_department_until_the_promised_day() -> None:
    hall, number = in_department()
    (todo,) = departing.todos(hall.case(number))
    assert (todo.whose, todo.unit, todo.by) == ("department", "GS", "2026-10-20")
    back(hall, number)
    assert departing.todos(hall.case(number)) == ()


# --- several cases on one slip ---------------------------------------------------------------


def together(hall: Hall, numbers: list[str], taker: Signer = TAKER) -> list[NewAct]:
    states = [hall.case(number) for number in numbers]
    acts = departing.hand_over_together(states, taker, CLERK, hall.setting())
    hall.record(CLERK, acts)
    return acts


def test_several_cases_go_on_one_slip_and_each_act_names_it_and_the_others() -> None:
    hall = Hall()
    numbers = [accepted(hall) for _ in range(3)]
    single = over(hall, accepted(hall))[1].payload
    acts = together(hall, numbers)
    (slip,) = [a for a in acts if isinstance(a.payload, PaperIssued)]
    assert isinstance(slip.payload, PaperIssued) and isinstance(single, PaperIssued)
    assert slip.stream == f"case:{numbers[0]}" and slip.payload.code == "handover_list"
    assert slip.payload.content["case_count"] == 3 and slip.payload.content["list_copies"] == 3
    rows = slip.payload.content["cases"]
    assert isinstance(rows, list) and [row["no"] for row in rows] == [1, 2, 3]
    assert rows[0]["names"] == "申请书" and rows[0]["due"] == "2026 年 10 月 20 日决定"
    for number in numbers:
        state = hall.case(number)
        assert state.status is Status.DEPARTMENT and state.department is not None
        handed = state.department.over
        assert handed.slip == slip.payload.number
        assert (handed.giver, handed.taker) == (CLERK.name, TAKER.name)
        assert handed.along == tuple(n for n in numbers if n != number)
    assert single.number.endswith("0001 号") and slip.payload.number.endswith("0002 号")


def test_one_that_cannot_go_is_named_and_none_goes() -> None:
    hall = Hall()
    numbers = [accepted(hall), accepted(hall)]
    over(hall, numbers[1])
    with pytest.raises(KnownError) as refusal:
        together(hall, numbers)
    assert refusal.value.code == "handover.twice"
    assert group_case_number(numbers[1]) in str(refusal.value.what)
    assert hall.case(numbers[0]).status is Status.ACCEPTED


@pytest.mark.parametrize(("numbers", "code"), [((), "handover.list"), ((0, 0), "handover.list")])
def test_a_list_without_cases_or_with_one_twice_is_refused(
    numbers: tuple[int, ...], code: str
) -> None:
    hall = Hall()
    there = [accepted(hall)]
    with pytest.raises(KnownError) as refusal:
        together(hall, [there[n] for n in numbers])
    assert refusal.value.code == code


def test_a_hall_without_the_list_slip_hands_over_one_by_one() -> None:
    hall = Hall()
    states = [hall.case(accepted(hall)) for _ in range(2)]
    papers = tuple(p for p in CATALOGUE.papers if p.code != "handover_list")
    without = CatalogueIndex(msgspec.structs.replace(CATALOGUE, papers=papers))
    bare = msgspec.structs.replace(hall.setting(), catalogue=without)
    with pytest.raises(KnownError) as refusal:
        departing.hand_over_together(states, TAKER, CLERK, bare)
    assert refusal.value.code == "handover.no_list" and "一件一件" in str(refusal.value.next_step)
