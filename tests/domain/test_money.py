"""Amounts: figures, capitals, the way back, rounding and splitting to the fen."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.domain.errors import KnownError
from counter.domain.money import (
    MAX_FEN,
    capital_date,
    capitals,
    check_amount,
    half_up,
    parse_capitals,
    parse_yuan,
    split,
    yuan,
)

VECTORS = {
    0: "零元整",
    5: "伍分",
    15: "壹角伍分",
    50: "伍角整",
    1000: "壹拾元整",
    1200: "壹拾贰元整",
    10500: "壹佰零伍元整",
    32504: "叁佰贰拾伍元零肆分",
    85050: "捌佰伍拾元零伍角整",
    140950: "壹仟肆佰零玖元伍角整",
    168032: "壹仟陆佰捌拾元零叁角贰分",
    600714: "陆仟零柒元壹角肆分",
    1000100: "壹万零壹元整",
    1640902: "壹万陆仟肆佰零玖元零贰分",
    10700053: "壹拾万柒仟元零伍角叁分",
    20500000: "贰拾万伍仟元整",
    100050000: "壹佰万零伍佰元整",
    2003004005: "贰仟零叁万零肆拾元零伍分",
    10001000101: "壹亿零壹万零壹元零壹分",
    10100000000: "壹亿零壹佰万元整",
    10000500000: "壹亿零伍仟元整",
    105000000000: "壹拾亿伍仟万元整",
    MAX_FEN: "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    -5000: "负伍拾元整",
    -5: "负伍分",
}

AMOUNTS = st.integers(-MAX_FEN, MAX_FEN) | st.integers(0, 12).flatmap(
    lambda digits: st.text("0019", min_size=digits, max_size=digits).map(lambda t: int(t or "0"))
)
"""Any amount, and amounts made mostly of zeros, where capitals go wrong."""


@pytest.mark.parametrize(("fen", "words"), VECTORS.items())
def test_an_amount_in_capitals_is_written_as_the_payment_rules_say(fen: int, words: str) -> None:
    assert capitals(fen) == words


@given(AMOUNTS)
@settings(max_examples=4000)
def test_every_amount_comes_back_from_its_capitals(fen: int) -> None:
    words = capitals(fen)
    assert parse_capitals(words) == fen
    assert "零零" not in words
    assert not words.startswith(("拾", "零")) or fen == 0


@given(AMOUNTS)
@settings(max_examples=2000)
def test_every_amount_comes_back_from_its_figures(fen: int) -> None:
    assert parse_yuan(yuan(fen), negative=True) == fen


@pytest.mark.parametrize("fen", [MAX_FEN + 1, -MAX_FEN - 1, 10**15])
def test_ten_to_the_twelfth_is_refused_in_figures_and_in_capitals(fen: int) -> None:
    with pytest.raises(KnownError) as words:
        capitals(fen)
    with pytest.raises(KnownError) as figures:
        parse_yuan(yuan(fen), negative=True)
    assert words.value.code == figures.value.code == "money.too_large"


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("人民币壹仟肆佰零玖元伍角整", 140950),
        ("壹仟肆佰零玖圆伍角正", 140950),
        ("壹仟肆佰零玖元伍角", 140950),
        ("壹仟陆佰捌拾元叁角贰分", 168032),
        ("壹拾万零柒仟元伍角叁分", 10700053),
    ],
)
def test_spellings_that_the_payment_rules_leave_free_are_understood(words: str, fen: int) -> None:
    assert parse_capitals(words) == fen


@pytest.mark.parametrize(
    "words",
    [
        "",
        "整",
        "元整",
        "零元",
        "拾元整",
        "壹佰伍元整",
        "壹万壹元整",
        "叁佰贰拾伍元肆分",
        "伍分整",
        "壹仟肆佰零零玖元整",
        "一千元整",
        "壹元",
        "壹佰亿元整",
        "壹亿万元整",
        "负零元整",
        "1409.50",
    ],
)
def test_capitals_that_could_be_read_two_ways_or_are_misspelt_are_refused(words: str) -> None:
    with pytest.raises(KnownError) as refused:
        parse_capitals(words)
    assert refused.value.code == "money.capitals"


@pytest.mark.parametrize(
    ("source", "fen"),
    [
        ("1409.5", 140950),
        (" 1,409.50 ", 140950),
        ("１，４０９．５０", 140950),
        ("0.05", 5),
        ("007", 700),
        ("0", 0),
        ("+3", 300),
        ("9,999,999,999.99", MAX_FEN),
    ],
)
def test_figures_as_people_type_them_are_read(source: str, fen: int) -> None:
    assert parse_yuan(source) == fen


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "money.empty"),
        ("  　", "money.empty"),
        ("1.005", "money.decimals"),
        ("1.000", "money.decimals"),
        ("-5", "money.negative"),
        ("−5", "money.negative"),
        ("10000000000", "money.too_large"),
        ("9" * 6000, "money.too_large"),
        ("1,40", "money.commas"),
        ("1,2345", "money.commas"),
        ("五元", "money.format"),
        ("1e3", "money.format"),
        (".5", "money.format"),
        ("5.", "money.format"),
        ("1 000", "money.format"),
        ("①", "money.format"),
        ("--5", "money.format"),
        ("-", "money.format"),
    ],
)
def test_what_is_no_amount_is_refused_with_what_is_wrong(source: str, code: str) -> None:
    with pytest.raises(KnownError) as refused:
        parse_yuan(source)
    assert refused.value.code == code
    assert str(refused.value.what) and str(refused.value.next_step)
    assert len(str(refused.value.what)) < 60


def test_zero_and_negative_amounts_are_allowed_only_where_the_caller_says_so() -> None:
    with pytest.raises(KnownError) as zero:
        parse_yuan("0.00", zero=False)
    assert zero.value.code == "money.zero"
    assert check_amount(-1, negative=True) == -1
    with pytest.raises(KnownError) as negative:
        check_amount(-1)
    assert negative.value.code == "money.negative"


def test_figures_have_commas_two_decimals_and_an_ascii_minus() -> None:
    assert [yuan(f) for f in (0, 5, 140950, -140950, MAX_FEN)] == [
        "0.00",
        "0.05",
        "1,409.50",
        "-1,409.50",
        "9,999,999,999.99",
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-01-15", "贰零贰陆年零壹月壹拾伍日"),
        ("2012-10-20", "贰零壹贰年零壹拾月零贰拾日"),
        ("2026-02-09", "贰零贰陆年零贰月零玖日"),
        ("2026-03-10", "贰零贰陆年叁月零壹拾日"),
        ("2026-11-11", "贰零贰陆年壹拾壹月壹拾壹日"),
        ("2026-12-30", "贰零贰陆年壹拾贰月零叁拾日"),
        ("2026-09-22", "贰零贰陆年玖月贰拾贰日"),
        ("2026-12-31", "贰零贰陆年壹拾贰月叁拾壹日"),
    ],
)
def test_a_date_on_a_bank_paper_cannot_be_added_to(day: str, words: str) -> None:
    assert capital_date(dt.date.fromisoformat(day)) == words


def test_half_a_fen_is_rounded_away_from_zero_and_a_red_amount_mirrors_the_black() -> None:
    assert [half_up(n, 2) for n in (1, 3, -1, -3, 4)] == [1, 2, -1, -2, 2]
    assert half_up(10049, 100) == 100
    assert half_up(1, 3) == 0
    assert half_up(Fraction(5, 2)) == 3


@given(st.integers(-(10**14), 10**14), st.integers(1, 10**6))
def test_rounding_is_exact_and_never_off_by_more_than_half(number: int, by: int) -> None:
    got = half_up(number, by)
    assert abs(Fraction(number, by) - got) <= Fraction(1, 2)
    assert half_up(-number, by) == -got


@given(
    st.integers(-MAX_FEN, MAX_FEN),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any),
)
def test_a_split_sums_to_the_total_and_each_part_is_within_a_fen_of_its_share(
    total: int, weights: list[int]
) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert weight or part == 0


def test_the_fen_that_is_left_goes_to_the_largest_remainder_the_earlier_first() -> None:
    assert split(100, [1, 1, 1]) == (34, 33, 33)
    assert split(-100, [1, 1, 1]) == (-34, -33, -33)
    assert split(1000, [150, 351]) == (299, 701)
    with pytest.raises(ValueError, match="weights"):
        split(100, [0, 0])
    with pytest.raises(ValueError, match="weights"):
        split(100, [2, -1])
