"""企业一费制 stops double charging; a reduction rests on paper."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from counter.domain.errors import KnownError
from counter.domain.feeplan import (
    FeePlan,
    PlanIndex,
    PlanLine,
    Reduction,
    check_reduction,
    covered_by,
)

DAY = dt.date(2026, 9, 22)
FIRM = "91430423MA4L00011D"
PLAN = FeePlan(
    credit_code=FIRM,
    name="衡山县开云建材有限公司",
    year=2026,
    document="县政府专题纪要〔2026〕3 号",
    lines=(
        PlanLine(fee="103044801", unit="HW", fen=120_000),
        PlanLine(fee="103044905", unit="JS", fen=80_000),
        PlanLine(fee="103044908", unit="JS", fen=5_000),
        PlanLine(fee="103017600", unit="JF", fen=0),
    ),
)
MINUTES = Reduction(
    kind="minutes",
    number="县政府专题纪要〔2026〕14 号",
    approver="唐国华",
    approved_on="2026-09-18",
    scan="0f" * 32,
    pages=2,
    ppm=500_000,
)


def test_a_plan_is_one_amount_split_by_unit() -> None:
    assert PLAN.fen == 205_000
    assert PLAN.by_unit == {"HW": 120_000, "JS": 85_000, "JF": 0}


def test_a_plan_covers_its_items_in_its_year_and_nothing_else() -> None:
    assert covered_by(PLAN, "103044801", DAY)
    assert covered_by(PLAN, "103017600", dt.date(2026, 1, 1))
    assert not covered_by(PLAN, "103046102", DAY)
    assert not covered_by(PLAN, "103044801", dt.date(2027, 1, 1))


def test_no_window_charges_a_firm_again_for_what_its_plan_covers() -> None:
    plans = PlanIndex([PLAN])
    with pytest.raises(KnownError) as caught:
        plans.require_uncovered(FIRM, "103044801", DAY)
    assert caught.value.code == "fee.covered"
    assert PLAN.document in str(caught.value.next_step)
    plans.require_uncovered(FIRM, "103046102", DAY)
    plans.require_uncovered("91430423MA4L00003J", "103044801", DAY)
    plans.require_uncovered(FIRM, "103044801", dt.date(2027, 1, 1))


def test_half_off_by_the_minutes_of_the_county_takes_a_hundred_yuan_off_two_hundred() -> None:
    assert check_reduction(MINUTES, 20_000, DAY) == 10_000
    assert check_reduction(MINUTES, 101, DAY) == 51


def test_an_amount_may_be_taken_off_up_to_all_that_is_due() -> None:
    amount = msgspec.structs.replace(MINUTES, ppm=0, fen=20_000)
    assert check_reduction(amount, 20_000, DAY) == 20_000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": ""}, "reduction.kind"),
        ({"kind": "friend"}, "reduction.kind"),
        ({"number": " "}, "reduction.number"),
        ({"approver": ""}, "reduction.approver"),
        ({"approved_on": ""}, "reduction.approved_on"),
        ({"approved_on": "2026-09-23"}, "reduction.approved_on"),
        ({"approved_on": "20260918"}, "reduction.approved_on"),
        ({"scan": ""}, "reduction.scan"),
        ({"scan": "0F" * 32}, "reduction.scan"),
        ({"pages": 0}, "reduction.scan"),
        ({"ppm": 0}, "reduction.amount"),
        ({"ppm": -1}, "reduction.amount"),
        ({"ppm": 1_000_001}, "reduction.amount"),
        ({"fen": 1}, "reduction.amount"),
        ({"ppm": 0, "fen": -5}, "reduction.amount"),
        ({"ppm": 0, "fen": 20_001}, "reduction.amount"),
        ({"ppm": 1}, "reduction.amount"),
    ],
)
def test_a_reduction_without_its_whole_paper_or_with_a_wrong_amount_is_refused(
    change: dict[str, object], code: str
) -> None:
    with pytest.raises(KnownError) as caught:
        check_reduction(msgspec.structs.replace(MINUTES, **change), 20_000, DAY)
    assert caught.value.code == code and "减免" in caught.value.rule


def test_nothing_can_be_taken_off_nothing() -> None:
    with pytest.raises(KnownError) as caught:
        check_reduction(MINUTES, 0, DAY)
    assert caught.value.code == "reduction.amount"
