"""Art. 57: limited in number, granted by the order of acceptance."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CATALOGUE,
    CHIEF,
    CLERK,
    PROMISE,
    Place,
    application,
    material,
)

from counter.domain import notice
from counter.domain.case import CaseAccepted, CaseState, MaterialReceived, NoticeItem, PaperIssued
from counter.domain.catalogue import CatalogueIndex, Matter, MatterLaw
from counter.domain.decision import decide, review
from counter.domain.errors import KnownError
from counter.domain.guide import guide
from counter.domain.limited import ahead
from counter.domain.reception import Setting, accept
from counter.domain.turn import Turn, order_series


def limited(**law: object) -> Matter:
    return msgspec.structs.replace(PROMISE, law=MatterLaw(limited=True, **law))  # type: ignore[arg-type]


class Limited(Place):
    """The small hall with its promise matter limited in number."""

    def __init__(self, **law: object) -> None:
        super().__init__()
        matters = tuple(limited(**law) if m is PROMISE else m for m in CATALOGUE.matters)
        self.index = CatalogueIndex(msgspec.structs.replace(CATALOGUE, matters=matters))

    def setting(self) -> Setting:
        return msgspec.structs.replace(super().setting(), catalogue=self.index)

    def comes(self, minutes: int = 10) -> str:
        """Somebody is accepted; then it is later."""
        app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
        number, acts = accept(app, CLERK, self.setting())
        self.record(CLERK, acts)
        self.now += dt.timedelta(minutes=minutes)
        return number

    def reviewed(self) -> str:
        number = self.comes()
        self.record(CLERK, review(self.case(number), "grant", "", CLERK, self.now.date()))
        return number

    def decide(self, number: str, outcome: str, *others: str) -> None:
        states = tuple(self.case(other) for other in others)
        acts = decide(
            self.case(number),
            outcome,  # type: ignore[arg-type]
            "x" if outcome == "refused" else "",
            CHIEF,
            self.setting(),
            others=states,
        )
        self.record(CHIEF, acts)

    def turn(self, number: str) -> Turn:
        turn = self.case(number).turn
        assert turn is not None
        return turn


@pytest.mark.article("57")
def test_each_acceptance_takes_the_next_number_of_the_terminal_and_matter() -> None:
    place = Limited()
    numbers = [place.comes() for _ in range(3)]
    assert [place.turn(n).n for n in numbers] == [1, 2, 3]
    assert {place.turn(n).terminal for n in numbers} == {"03"}
    accepted = next(a for a in place.acts if isinstance(a.payload, CaseAccepted))
    series = order_series("03", PROMISE.code)
    assert [(u.series, u.n) for u in accepted.payload.numbers] == [(series, 1)]
    assert f"series:{series}" in accepted.header.touches


def test_a_matter_that_is_not_limited_takes_none() -> None:
    place = Place()
    app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
    number, acts = accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    assert place.case(number).turn is None
    assert not [series for series in place.series if series.startswith("order/")]


@pytest.mark.article("57")
def test_nobody_is_passed_over_while_an_earlier_one_is_undecided() -> None:
    place = Limited()
    first, second = place.reviewed(), place.reviewed()
    with pytest.raises(KnownError) as refused:
        place.decide(second, "granted", first, second)
    assert (refused.value.code, refused.value.rule) == ("decide.turn", "行政许可法第五十七条")
    assert "03-0001" in str(refused.value.what)
    place.decide(first, "granted", first, second)
    place.decide(second, "granted", first, second)
    assert place.case(second).decided is not None


@pytest.mark.article("57")
def test_an_earlier_one_that_was_refused_stands_in_nobodys_way() -> None:
    place = Limited()
    first, second = place.reviewed(), place.reviewed()
    place.decide(first, "refused", first, second)
    place.decide(second, "granted", first, second)
    assert place.case(second).decided is not None


def test_a_refusal_waits_for_nobody() -> None:
    place = Limited()
    first, second = place.reviewed(), place.reviewed()
    place.decide(second, "refused", first, second)
    assert place.case(second).decided is not None


@pytest.mark.article("57")
def test_where_another_law_sets_another_order_the_order_of_acceptance_does_not_bind() -> None:
    place = Limited(other_order=True)
    first, second = place.reviewed(), place.reviewed()
    place.decide(second, "granted", first, second)
    assert place.turn(second).n == 2  # it is counted all the same


def test_a_clock_that_went_back_does_not_turn_the_order_of_one_terminal() -> None:
    place = Limited()
    first = place.reviewed()
    place.now -= dt.timedelta(hours=2)
    second = place.reviewed()
    assert place.turn(second).at < place.turn(first).at
    assert ahead(place.case(first), (place.case(second),)) is None
    assert ahead(place.case(second), (place.case(first),)) == place.case(first)


def test_across_terminals_the_moment_of_acceptance_decides() -> None:
    place = Limited()
    mine = place.case(place.comes())
    turn = Turn(n=9, at="2026-09-22T08:00:00+08:00", terminal="07")
    other = msgspec.structs.replace(mine, case_no="7", turn=turn)
    assert ahead(mine, (other,)) == other
    late = msgspec.structs.replace(turn, n=1, at="2026-09-23T08:00:00+08:00")
    assert ahead(mine, (msgspec.structs.replace(other, turn=late),)) is None


def test_the_first_of_several_that_stand_before_is_named() -> None:
    place = Limited()
    states: list[CaseState] = [place.case(place.comes()) for _ in range(3)]
    assert ahead(states[2], (states[1], states[0], states[2])) == states[0]


@pytest.mark.article("57")
def test_accepted_by_the_law_counts_from_the_receipt() -> None:
    place = Limited()
    app = application(matter=PROMISE.code, materials=(), form={})
    waiting, acts = notice.receive_only(app, CLERK, place.setting())
    place.record(CLERK, acts)
    place.now += dt.timedelta(hours=1)
    later = place.comes()
    place.now += dt.timedelta(days=30)
    place.record(CLERK, notice.deem_accepted(place.case(waiting), place.setting()))
    assert (place.turn(later).n, place.turn(waiting).n) == (1, 2)
    assert ahead(place.case(later), (place.case(waiting),)) == place.case(waiting)
    assert ahead(place.case(waiting), (place.case(later),)) is None


def test_who_supplied_what_was_missing_is_counted_from_the_last_supplement() -> None:
    place = Limited()
    app = application(matter=PROMISE.code, materials=(), form={})
    item = NoticeItem(code="m1", name="申请书", fault="missing", why="没有带来")
    told, acts = notice.receive_and_notify(app, (item,), CLERK, place.setting())
    place.record(CLERK, acts)
    place.now += dt.timedelta(hours=1)
    assert place.turn(place.comes()).n == 1
    came = (MaterialReceived(code="m1", name="申请书"),)
    place.record(CLERK, notice.supplement(place.case(told), came, CLERK, place.setting()))
    assert place.turn(told).n == 2


@pytest.mark.article("57")
def test_the_notice_of_acceptance_names_number_and_moment() -> None:
    place = Limited()
    place.comes()
    papers = [a.payload for a in place.acts if isinstance(a.payload, PaperIssued)]
    told = next(p.content for p in papers if p.code == "accept_notice")
    assert told["order"] == "03-0001"
    assert told["order_time"] == "2026 年 9 月 22 日 14 时 6 分 0 秒"


def test_the_guide_says_who_comes_first() -> None:
    def said(matter: Matter) -> str:
        return next(part.lines[0] for part in guide(matter, "工商局") if part.name == "数量")

    assert said(PROMISE) == "没有数量限制"
    assert said(limited()) == "有数量限制，按受理先后"
    assert said(limited(other_order=True)) == "有数量限制，先后照法律、行政法规的另外规定"
