"""办件经过单: every act in words with who and when, every day in a hand, the date explained."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from tests.helpers.small_hall import (
    CALENDAR,
    CHIEF,
    CLERK,
    INDEX,
    NOW,
    PROMISE,
    SUPERVISOR,
    Place,
    application,
    material,
)

from counter.domain import decision, endings, notice, procedures, reception, timeline
from counter.domain.acts import NewAct, Unknown
from counter.domain.case import PaperIssued, PaperPrinted, case_stream
from counter.domain.caseclock import Procedure
from counter.domain.catalogue import CatalogueIndex
from counter.domain.errors import KnownError
from counter.domain.holding import Holder, Share, Stretch, shares
from counter.domain.people import Actor

NAMES = {CLERK.number: "李晓梅", CHIEF.number: "王志刚"}


def print_life(place: Place, number: str, actor: Actor = CLERK) -> dict[str, Any]:
    """The paper's content; the act is recorded."""
    acts = timeline.print_life(place.case(number), place.acts, NAMES, actor, place.setting())
    place.record(actor, acts)
    (paper,) = (act.payload for act in acts)
    assert isinstance(paper, PaperIssued) and paper.code == "timeline"
    return paper.content


def refused(place: Place, number: str, actor: Actor = CLERK) -> str:
    with pytest.raises(KnownError) as refusal:
        print_life(place, number, actor)
    assert refusal.value.what and refusal.value.next_step
    return refusal.value.code


def accepted() -> tuple[Place, str]:
    place = Place(NOW, CALENDAR)
    app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
    number, acts = reception.accept(app, CLERK, place.setting())
    place.record(CLERK, acts)
    return place, number


def later(place: Place, days: int) -> None:
    place.now += dt.timedelta(days=days)


def test_every_act_stands_there_in_its_words_with_who_and_when() -> None:
    place, number = accepted()
    later(place, 1)
    place.record(
        CLERK, decision.review(place.case(number), "grant", "齐全", CLERK, place.now.date())
    )
    later(place, 1)
    place.record(CHIEF, decision.decide(place.case(number), "granted", "", CHIEF, place.setting()))
    rows = print_life(place, number)["acts"]
    assert [row["no"] for row in rows] == list(range(1, len(place.acts)))
    said = [(row["when"], row["what"], row["who"]) for row in rows]
    assert said[0] == ("2026-09-22 14:06", "收件", "李晓梅")
    assert ("2026-09-23 14:06", "审核", "李晓梅") in said
    assert ("2026-09-24 14:06", "准予", "王志刚") in said
    assert any(row["more"] == "拟准予；齐全" for row in rows)


@pytest.mark.article("45")
def test_days_lost_to_holidays_and_to_a_stop_stand_apart_and_make_up_the_whole() -> None:
    place, number = accepted()  # Tuesday 9-22
    later(place, 6)
    place.record(
        CLERK,
        procedures.pause(
            place.case(number), Procedure.HEARING, 3, "要听证", CLERK, place.setting()
        ),
    )
    later(place, 3)  # 10-1
    content = print_life(place, number)
    (row,) = content["holding"]
    assert row["holder"] == "3 号窗口" and (row["since"], row["until"]) == (
        "2026-09-22",
        "2026-10-01",
    )
    assert (row["working"], row["rest"], row["stopped"], row["days"]) == (2, 4, 3, 9)
    assert content["all_days"] == 9


def test_the_due_date_explains_itself_and_a_stop_names_none() -> None:
    place, number = accepted()
    content = print_life(place, number)
    assert content["promised_words"] == "2026 年 10 月 20 日"
    assert content["reckoning"].startswith("受理 9-22，当天不算；9-23…9-24 第 1–2 天")
    assert content["reckoning"].endswith("第 15 个工作日 = 2026-10-20")
    place.record(
        CLERK,
        procedures.pause(place.case(number), Procedure.TESTING, 3, "", CLERK, place.setting()),
    )
    later(place, 1)
    stopped = print_life(place, number)
    assert "2026" not in stopped["promised_words"] and "停表中" in stopped["promised_words"]
    assert stopped["reckoning"].endswith("停表中，已走 0 个工作日")


def test_a_decided_case_says_how_many_working_days_it_took() -> None:
    place, number = accepted()
    place.record(CLERK, decision.review(place.case(number), "grant", "", CLERK, place.now.date()))
    later(place, 2)
    place.record(CHIEF, decision.decide(place.case(number), "granted", "", CHIEF, place.setting()))
    later(place, 20)
    assert print_life(place, number)["reckoning"].endswith("9-24 决定，用了 2 个工作日")


def test_a_case_not_accepted_has_no_due_date_and_prints_all_the_same() -> None:
    place = Place(NOW, CALENDAR)
    app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
    number, acts = notice.receive_only(app, CLERK, place.setting())
    place.record(CLERK, acts)
    content = print_life(place, number)
    assert content["accepted_words"] == content["reckoning"] == ""
    assert content["acts"][0]["what"] == "收件"


@pytest.mark.article("32(4)")
def test_an_acceptance_by_law_says_from_which_day_it_counts() -> None:
    place = Place(NOW, CALENDAR)
    app = application(matter=PROMISE.code, materials=(material("m1"),), form={})
    number, acts = notice.receive_only(app, CLERK, place.setting())
    place.record(CLERK, acts)
    later(place, 21)
    place.record(CLERK, notice.deem_accepted(place.case(number), place.setting()))
    deemed = next(r for r in print_life(place, number)["acts"] if r["what"] == "视为受理")
    assert deemed["when"].startswith("2026-10-13") and "自 9-22 周二 起算" in deemed["more"]


def test_an_ended_case_can_be_printed_and_nothing_of_it_changes() -> None:
    place, number = accepted()
    acts = endings.give_back(place.case(number), "不办了", True, CLERK, place.setting())
    place.record(CLERK, acts)
    before = place.case(number)
    later(place, 9)
    content = print_life(place, number)
    assert content["status_words"] == "已撤回" and content["all_days"] == 0
    after = place.case(number)
    assert (after.status, after.limits, after.closed_on) == (
        before.status,
        before.limits,
        before.closed_on,
    )


def test_the_same_again_is_a_reprint_until_something_happens_or_the_day_is_over() -> None:
    place, number = accepted()
    print_life(place, number)
    paper = list(place.case(number).papers)[-1]
    printed = PaperPrinted(paper_id=paper, job=1, outcome="printed", nth=1, copies=1)
    today = place.now.date().isoformat()
    act = NewAct(stream=case_stream(number), payload=printed, effective_on=today)
    place.record(CLERK, [act])
    assert refused(place, number) == "timeline.same"
    place.record(CLERK, decision.review(place.case(number), "grant", "", CLERK, place.now.date()))
    print_life(place, number)
    assert refused(place, number) == "timeline.same"
    later(place, 1)
    assert print_life(place, number)["acts"][-1]["more"].startswith("办件经过单")


def test_who_only_looks_on_or_is_of_another_unit_prints_nothing() -> None:
    place, number = accepted()
    other = msgspec.structs.replace(CLERK, number="0905", unit="WH")
    assert refused(place, number, SUPERVISOR) == "role.clerk"
    assert refused(place, number, other) == "role.unit"


def test_a_case_of_a_newer_program_is_not_written_to() -> None:
    place, number = accepted()
    newer = msgspec.structs.replace(place.acts[-1], payload=Unknown("case.moved", 9, b"{}"))
    place.acts.append(newer)
    assert refused(place, number) == "case.newer"


def test_a_hall_without_the_paper_is_told_so() -> None:
    place, number = accepted()
    bare = tuple(kind for kind in INDEX.catalogue.papers if kind.code != "timeline")
    hall = CatalogueIndex(msgspec.structs.replace(INDEX.catalogue, papers=bare))
    there = msgspec.structs.replace(place.setting(), catalogue=hall)
    with pytest.raises(KnownError) as refusal:
        timeline.print_life(place.case(number), place.acts, NAMES, CLERK, there)
    assert refusal.value.code == "timeline.none"


def test_a_holder_who_had_the_case_twice_is_one_line_and_only_the_last_has_it_now() -> None:
    day = dt.date(2026, 9, 22)
    window, office = Holder("window", "3"), Holder("department", "登记股")
    held = tuple(
        Stretch(holder=h, since=day, until=day, working=w, rest=1, stopped=0)
        for h, w in ((window, 2), (office, 4), (window, 3))
    )
    assert shares(held, ended=False) == (
        Share(holder=window, working=5, rest=2, stopped=0, now=True),
        Share(holder=office, working=4, rest=1, stopped=0),
    )
    assert not any(share.now for share in shares(held, ended=True))
