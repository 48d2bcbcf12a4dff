"""Chinese line breaking and justification."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.documents.content import Piece
from counter.documents.linebreak import NO_END, NO_START, break_lines, is_wide, set_line


def measure(character: str, bold: bool) -> float:
    """Chinese 1 em, everything else half."""
    return 1.0 if is_wide(character) else 0.5


def lines(words: str, width: float, indent: float = 0) -> list[str]:
    broken = break_lines([Piece(words, False, "")], measure, width, indent)
    return ["".join(cluster.text for cluster in line) for line in broken]


def test_fills_lines() -> None:
    assert lines("行政许可法第三十二条", 4) == ["行政许可", "法第三十", "二条"]


def test_first_line_is_indented() -> None:
    assert lines("行政许可法第三十二条", 6, 2) == ["行政许可", "法第三十二条"]


def test_mark_that_fits_by_giving_its_blank_half_stays() -> None:
    assert lines("行政许可法，第三十", 5.5) == ["行政许可法，", "第三十"]


def test_mark_that_does_not_fit_takes_a_character_with_it() -> None:
    assert lines("行政许可法，第三十", 5) == ["行政许可", "法，第三十"]


def test_bracket_does_not_end_a_line() -> None:
    assert lines("受理（法定）期", 3) == ["受理", "（法", "定）期"]


def test_words_and_numbers_are_whole() -> None:
    assert lines("号 430423198511120024 号", 11) == ["号", "430423198511120024 号"]


def test_number_keeps_its_unit() -> None:
    assert lines("承诺自受理起 15 个工作日", 8.5) == ["承诺自受理起", "15 个工作日"]


def test_word_longer_than_a_line_is_cut() -> None:
    assert lines("A" * 30, 10) == ["A" * 20, "A" * 10]


def test_closing_mark_before_another_is_half() -> None:
    (line,) = break_lines([Piece("日），即", False, "")], measure, 40)
    assert sum(cluster.width for cluster in line) == pytest.approx(3.5)


def test_justified_line_ends_at_the_margin() -> None:
    first, last = break_lines([Piece("自 2026 年起受理本机关", False, "")], measure, 9)
    assert set_line(first, 9, True, False).width == pytest.approx(9)
    assert set_line(last, 9, True, True).width < 9


def test_letters_are_not_spread_inside_a_word() -> None:
    line = break_lines([Piece("编号 ABC123 受理本机关", False, "")], measure, 9.4)[0]
    word = next(run for run in set_line(line, 9.4, True, False).runs if "ABC" in run.text)
    assert word.spread == 0


TEXT = st.text(st.sampled_from("行政许可法，。、（）《》“”12A 年个"), min_size=1, max_size=80)


@given(TEXT, st.integers(6, 20))
def test_nothing_is_lost_and_no_line_is_too_wide(words: str, width: int) -> None:
    broken = break_lines([Piece(words, False, "")], measure, width)
    kept = "".join(c.text for line in broken for c in line)
    assert kept.replace(" ", "") == words.replace(" ", "")
    for place, line in enumerate(broken):
        hanging = sum(c.text in NO_START or c.text in NO_END for c in line)
        drawn = set_line(line, width, True, place == len(broken) - 1)
        assert drawn.width <= width + 0.5 + 1e-6 or hanging >= len(line) - 1 or hanging > 5
        assert drawn.text.replace(" ", "") == "".join(c.text for c in line).replace(" ", "")
