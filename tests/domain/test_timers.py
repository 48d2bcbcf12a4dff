"""Every limit the law sets on a case: start, days and their kind, due date, light, reckoning."""

from __future__ import annotations

import pytest
from tests.domain.test_delivery import sealed, timed
from tests.domain.test_inquiry import Hall, asked, called, held, told
from tests.helpers.small_hall import CLERK

from counter.domain import inquiry, procedures, timers
from counter.domain.caseclock import Procedure
from counter.domain.timers import Timer


def one(hall: Hall, code: str) -> Timer:
    (found,) = (t for t in timed(hall) if t.code == code)
    return found


def how(hall: Hall, code: str) -> str:
    return "；".join(
        str(line) for line in timers.explain(one(hall, code), hall.state, hall.setting().calendar)
    )


@pytest.mark.article("32(4)", "42(1)", "82")
def test_a_case_just_accepted_has_been_told_and_has_its_promise_and_its_legal_limit() -> None:
    hall = Hall()
    found = [(t.code, t.days, t.due, t.done_on, t.light) for t in timed(hall)]
    assert found == [
        ("telling", 5, "2026-09-30", "2026-09-22", "ok"),
        ("promised", 15, "2026-10-20", "", "ok"),
        ("legal", 20, "2026-10-27", "", "ok"),
    ]
    assert "国庆节" in how(hall, "legal") and "第 20 个工作日 = 2026-10-27" in how(hall, "legal")


def test_a_natural_limit_counts_holidays_and_says_so() -> None:
    hall = Hall(day_kind="natural")
    assert one(hall, "legal").kind == "natural"
    assert how(hall, "legal").endswith("第 20 个自然日 = 2026-10-12")


@pytest.mark.article("47", "48")
def test_the_hearings_limits_run_one_after_the_other() -> None:
    hall = Hall(hearing=True)
    told(hall)
    assert (one(hall, "hearing_ask").due, one(hall, "hearing_ask").left) == ("2026-09-30", 5)
    asked(hall)
    assert one(hall, "promised").due == ""
    assert how(hall, "promised") == "停着表，到期的日子定不下来"
    assert one(hall, "hearing_organise").due == "2026-10-27"
    assert one(hall, "hearing_notice").due == "2026-10-20"
    called(hall)
    notice = one(hall, "hearing_notice")
    assert (notice.due, notice.done_on, notice.light) == ("2026-10-05", "2026-09-22", "ok")
    assert how(hall, "hearing_notice") == "听证最迟 2026-10-12，往前数 7 个自然日 = 2026-10-05"
    hall.at("2026-10-12")
    held(hall)
    assert one(hall, "hearing_organise").done_on == "2026-10-12"
    assert one(hall, "promised").due == "2026-10-30"


def test_a_day_to_ask_that_went_by_makes_nobody_here_late() -> None:
    hall = Hall(hearing=True)
    told(hall)
    hall.at("2026-10-08")
    timer = one(hall, "hearing_ask")
    assert (timer.light, timer.open) == ("ok", False)


@pytest.mark.article("55")
@pytest.mark.parametrize(
    ("day", "light"), [("2026-09-28", "ok"), ("2026-09-29", "warn"), ("2026-10-08", "bad")]
)
def test_the_days_for_sending_technicians_have_a_light(day: str, light: str) -> None:
    hall = Hall(technical=True)
    hall.at(day)
    assert (one(hall, "technicians").days, one(hall, "technicians").light) == (5, light)
    hall.do(inquiry.send_technicians(hall.state, ("张工", "钱工"), CLERK, hall.setting()))
    assert one(hall, "technicians").done_on == day


@pytest.mark.article("44")
@pytest.mark.parametrize(
    ("day", "left", "light"),
    [("2026-09-30", 5, "ok"), ("2026-10-12", 1, "warn"), ("2026-10-14", -1, "bad")],
)
def test_the_days_for_delivery_run_from_the_decision(day: str, left: int, light: str) -> None:
    hall = sealed()
    hall.at(day)
    timer = one(hall, "delivery")
    assert (timer.due, timer.left, timer.light) == ("2026-10-13", left, light)
    assert "决定 9-22，当天不算" in how(hall, "delivery")


@pytest.mark.article("45")
def test_a_stop_that_has_ended_stands_in_the_reckoning() -> None:
    hall = Hall()
    hall.do(procedures.pause(hall.state, Procedure.TESTING, 3, "", CLERK, hall.setting()))
    hall.at("2026-09-28")
    hall.do(procedures.resume(hall.state, "合格", CLERK, hall.setting()))
    assert "检测停表 5 天" in how(hall, "promised")
    assert "国庆节 7 天" in how(hall, "promised")  # 9-23 … 27 do not count once more as weekend
    assert how(hall, "promised").endswith(one(hall, "promised").due)
