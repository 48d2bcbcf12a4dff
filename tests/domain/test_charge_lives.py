"""Random lives of a sheet: whatever is pressed in whatever order, its sums and its gate hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.fee_hall import CULTURE, FINANCE, FIRE, Sheet, less
from tests.helpers.small_hall import CLERK

from counter.domain.errors import KnownError
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.charging import LineAsk
from counter.domain.people import Actor

SPEAKS: dict[str, Actor] = {"GS": CLERK, "WH": CULTURE, "XF": FIRE}
REDUCTIONS = st.one_of(
    st.none(),
    st.builds(lambda n: less(ppm=n), st.integers(-10, 1_200_000)),
    st.builds(lambda n: less(ppm=0, fen=n), st.integers(-10, 10**7)),
)
ASKS = st.builds(
    LineAsk,
    code=st.sampled_from(["A1", "A2", "A3", "A4", "B1", "B2", "C1", "Z1"]),
    quantity=st.one_of(st.none(), st.integers(-1_000, 10**10)),
    base=st.one_of(st.none(), st.integers(-100, 10**12)),
    reduction=REDUCTIONS,
)
STEPS = st.one_of(
    st.tuples(st.just("open")),
    st.tuples(st.just("confirm"), st.sampled_from(list(SPEAKS)), st.lists(ASKS, max_size=3)),
    st.tuples(
        st.just("reduce"), st.sampled_from(["GS", "WH"]), st.sampled_from(["A1", "A3", "B1"])
    ),
    st.tuples(st.just("back")),
    st.tuples(st.just("answer")),
    st.tuples(st.just("cancel")),
)


def press(sheet: Sheet, step: tuple[object, ...]) -> None:
    """One step by somebody who may do it."""
    match step:
        case ("confirm", str(unit), list(asks)):
            sheet.confirm(unit, *asks, actor=SPEAKS[unit])
        case ("reduce", str(unit), str(code)):
            sheet.reduce(unit, code, less(), SPEAKS[unit])
        case ("open",):
            sheet.open()
        case ("back",):
            sheet.back(actor=FINANCE)
        case ("answer",):
            sheet.answer()
        case _:
            sheet.cancel()


def check(charge: Charge, before: Charge | None) -> None:
    assert charge.due - charge.reduced == sum(line.payable for line in charge.lines) >= 0
    assert all(0 <= line.reduced <= line.due for line in charge.lines)
    assert charge.reduced == sum(r.by for r in charge.reductions)
    if charge.status in (ChargeStatus.READY, ChargeStatus.FREE):
        assert not charge.unconfirmed
        assert all(share.by for share in charge.shares)
    if before is not None and before.status is ChargeStatus.READY and charge.lines != before.lines:
        pytest.fail("a sheet that was handed in changed its lines")


@given(joint=st.booleans(), steps=st.lists(STEPS, max_size=14))
def test_due_less_reduced_is_what_the_lines_come_to_and_nothing_is_ready_unconfirmed(
    joint: bool, steps: list[tuple[object, ...]]
) -> None:
    sheet = Sheet(joint)
    sheet.open()
    sheets = 1
    for step in steps:
        before, acts = sheet.charge, len(sheet.place.acts)
        try:
            press(sheet, step)
        except KnownError as error:
            assert str(error.what) and str(error.next_step)
            assert len(sheet.place.acts) == acts and sheet.charge == before
        after = sheet.charge
        sheets += after.number != before.number
        check(after, before if after.number == before.number else None)
        assert sheet.state.charge == after
        if after.number != before.number:
            assert before.status is ChargeStatus.CANCELLED
    assert len(sheet.codes) <= len(sheet.place.acts)
