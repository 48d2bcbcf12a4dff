"""Numbers that cannot be taken back: check digits, shapes, grouping, the fold of a series."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain import numbers
from counter.domain.acts import Act, ActHeader, NumberUse, Payload
from counter.domain.numbers import (
    BlockLent,
    NumberVoided,
    SeriesState,
    case_number,
    check_digit,
    evolve_series,
    group_case_number,
    group_id_number,
    is_valid_number,
)

DAY = dt.date(2026, 9, 22)
DIGITS = st.text("0123456789", min_size=1, max_size=24)


def act(payload: Payload) -> Act:
    """A payload as an act; only the payload matters to the fold."""
    header = ActHeader(
        terminal="03",
        epoch=1,
        seq=1,
        stream="",
        touches=(),
        units=(),
        kind=payload.KIND,
        version=payload.VERSION,
        command_id="",
        n=1,
        m=1,
        base=0,
        recorded_at="",
        effective_on="",
        actor="",
        grant="",
        payload_hash="",
        prev_hash="",
    )
    return Act(header, payload)


# --- the check digit -----------------------------------------------------------------------------


def test_the_standards_own_example() -> None:
    """ISO 7064 MOD 11,10: 0794 takes the check digit 5."""
    assert check_digit("0794") == "5"
    assert is_valid_number("07945")


@given(DIGITS)
def test_every_number_is_valid_with_its_check_digit_and_only_with_it(body: str) -> None:
    good = [d for d in "0123456789" if is_valid_number(body + d)]
    assert good == [check_digit(body)]


@given(DIGITS, st.integers(0, 24), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_caught(body: str, place: int, wrong: str) -> None:
    number = body + check_digit(body)
    place %= len(number)
    if number[place] != wrong:
        assert not is_valid_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "junk", ["", "5", "07A45", "０７９４５", "0794①", "07①45", "-07945", "07945\n"]
)
def test_what_is_no_number_is_not_valid(junk: str) -> None:
    assert not is_valid_number(junk)


# --- case numbers --------------------------------------------------------------------------------


def test_the_shape_of_a_case_number() -> None:
    number = case_number("430423", DAY, "03", 12)
    assert number[:-1] == "430423260922030012"
    assert is_valid_number(number)


@given(st.integers(1, 9999), st.integers(1, 9999), st.dates(dt.date(2020, 1, 1)))
def test_two_sequences_never_make_one_number(one: int, other: int, day: dt.date) -> None:
    same = case_number("430423", day, "03", one) == case_number("430423", day, "03", other)
    assert same == (one == other)


@pytest.mark.parametrize("sequence", [0, -1, 10000])
def test_a_sequence_beyond_four_digits_is_refused(sequence: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        case_number("430423", DAY, "03", sequence)


def test_more_than_99_terminals_fit() -> None:
    number = case_number("430423", DAY, "103", 7)
    assert len(number) == 20
    assert is_valid_number(number)
    assert group_case_number(number).split() == ["430423", "260922", "103", "0007", number[-1]]


def test_grouping_is_for_eyes_only() -> None:
    number = case_number("430423", DAY, "03", 12)
    assert group_case_number(number) == f"430423 260922 03 0012 {number[-1]}"
    assert group_case_number(number).replace(" ", "") == number
    assert group_case_number("衡山 3 号") == "衡山 3 号"
    assert group_case_number("4304") == "4304"
    assert group_id_number("430423199001010014") == "430423 19900101 0014"
    assert group_id_number("E12345678") == "E12345678"


def test_paper_numbers_and_their_series() -> None:
    assert numbers.paper_number("衡工商", "受", 2026, 87) == "衡工商受〔2026〕0087 号"
    assert numbers.paper_number("衡工商", "受", 2026, 12345) == "衡工商受〔2026〕12345 号"
    series = {
        numbers.paper_series(unit, mark, year)
        for unit in ("GS", "WH")
        for mark in ("受", "准")
        for year in (2026, 2027)
    }
    assert len(series) == 8


# --- the fold of a series ------------------------------------------------------------------------


def fold(series: str, *payloads: Payload) -> SeriesState:
    state = SeriesState(series)
    for payload in payloads:
        state = evolve_series(state, act(payload))
    return state


def lent(series: str, first: int, last: int) -> BlockLent:
    return BlockLent(series=series, first=first, last=last, lender="03")


def taken(series: str, n: int) -> NumberVoided:
    return NumberVoided(series=series, n=n, reason="打印错误", numbers=(NumberUse(series, n),))


def test_a_case_series_needs_no_block_and_never_goes_back() -> None:
    series = numbers.case_series("430423", DAY, "03")
    assert SeriesState(series).next() == 1
    state = fold(series, taken(series, 1), taken(series, 3), taken(series, 2))
    assert (state.last, state.used, state.next()) == (3, 3, 4)


def test_a_block_series_gives_numbers_of_its_blocks_only() -> None:
    series = "paper/GS/受/2026"
    assert SeriesState(series).next() is None
    assert SeriesState(series).left == 0
    state = fold(series, lent(series, 101, 103))
    assert (state.next(), state.left) == (101, 3)
    state = evolve_series(state, act(taken(series, 101)))
    assert (state.next(), state.left) == (102, 2)
    state = evolve_series(state, act(taken(series, 103)))
    assert (state.next(), state.left) == (None, 0)


def test_blocks_follow_one_another_in_order_of_numbers() -> None:
    series = "paper/GS/受/2026"
    state = fold(series, lent(series, 301, 302), lent(series, 101, 102))
    order = []
    while (n := state.next()) is not None:
        order.append(n)
        state = evolve_series(state, act(taken(series, n)))
    assert order == [101, 102, 301, 302]
    assert state.used == 4


def test_a_number_is_used_once_even_when_two_blocks_overlap() -> None:
    series = "paper/GS/受/2026"
    state = fold(series, lent(series, 1, 3), lent(series, 2, 4))
    order = []
    while (n := state.next()) is not None:
        order.append(n)
        state = evolve_series(state, act(taken(series, n)))
    assert order == [1, 2, 3, 4]


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9)), max_size=4))
def test_what_is_left_is_what_can_still_be_taken(blocks: list[tuple[int, int]]) -> None:
    series = "paper/GS/受/2026"
    state = fold(series, *(lent(series, first, first + size) for first, size in blocks))
    promised, taken_now = state.left, 0
    while (n := state.next()) is not None:
        state = evolve_series(state, act(taken(series, n)))
        taken_now += 1
    assert promised == taken_now


def test_other_series_do_not_touch_this_one() -> None:
    series = "paper/GS/受/2026"
    state = fold(series, lent("paper/GS/准/2026", 1, 9), taken("paper/GS/准/2026", 1))
    assert state == SeriesState(series)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 20)), max_size=5), st.data())
def test_the_next_number_was_never_used_before(
    blocks: list[tuple[int, int]], data: st.DataObject
) -> None:
    series = "paper/GS/受/2026"
    state = fold(series, *(lent(series, first, first + size) for first, size in blocks))
    seen: set[int] = set()
    for _ in range(data.draw(st.integers(0, 40))):
        n = state.next()
        if n is None:
            assert state.left == 0
            return
        assert n not in seen
        assert any(first <= n <= first + size for first, size in blocks)
        seen.add(n)
        state = evolve_series(state, act(taken(series, n)))


@given(sizes=st.lists(st.integers(1, 9), min_size=2, max_size=6), turns=st.data())
def test_two_terminals_with_lent_blocks_never_share_a_number(
    sizes: list[int], turns: st.DataObject
) -> None:
    """Cut off from each other, each takes from its own blocks only until they are used up."""
    series = numbers.paper_series("GS", "受", 2026)
    states = {"03": SeriesState(series), "04": SeriesState(series)}
    first = 1
    for size in sizes:
        terminal = turns.draw(st.sampled_from(sorted(states)))
        block = lent(series, first, first + size - 1)
        states[terminal] = evolve_series(states[terminal], act(block))
        first += size
    seen: list[int] = []
    for terminal, state in states.items():
        while (n := state.next()) is not None:
            seen.append(n)
            state = evolve_series(state, act(taken(series, n)))
            states[terminal] = state
    assert sorted(seen) == list(range(1, first))


def test_a_new_year_starts_a_new_series() -> None:
    old, new = (numbers.paper_series("GS", "受", year) for year in (2026, 2027))
    history = (lent(old, 1, 50), taken(old, 1), taken(old, 2), lent(new, 1, 50))
    assert fold(old, *history).next() == 3
    assert fold(new, *history).next() == 1
