"""The contrast table of the look, recomputed from the tokens."""

from __future__ import annotations

import pytest

from counter.ui.theme.tokens import BIG, DARK, INK_ON_DUE, LIGHT, MEASURES, Theme, contrast

TABLE = [
    ("ink", "paper", 15.7, 13.4),
    ("ink", "desk", 13.8, 14.8),
    ("ink", "band", 12.3, 11.3),
    ("ink", "tint", 13.0, 10.0),
    ("ink2", "paper", 7.1, 7.8),
    ("ink2", "band", 5.5, 6.6),
    ("ink2", "tint", 5.8, 5.9),
    ("ink2", "bad_tint", 5.7, 6.8),
    ("accent", "paper", 8.6, 8.4),
    ("accent", "tint", 7.1, 6.3),
    ("accent", "band", 6.7, 7.1),
    ("ink3", "band", 3.3, 3.9),
    ("onfill", "fill", 8.7, 5.7),
    ("onrail", "rail", 8.9, 9.8),
    ("ok", "ok_tint", 6.0, 6.9),
    ("warn", "warn_tint", 6.2, 7.2),
    ("bad", "bad_tint", 6.1, 6.5),
    ("unk", "unk_tint", 7.0, 6.6),
    ("paper", "ok", 7.2, 8.3),
    ("ink", "ok_mid", 11.1, 6.6),
    ("edge", "paper", 4.1, 4.5),
    ("edge", "band", 3.2, 3.8),
    ("fill", "band", 6.7, 2.4),
]
EXEMPT = {("ink3", "band"), ("fill", "band")}
"""Disabled words need no contrast; a dark fill carries an accent border instead."""


@pytest.mark.parametrize(("front", "back", "light", "dark"), TABLE)
def test_contrast_is_what_the_look_says(front: str, back: str, light: float, dark: float) -> None:
    for palette, wanted in ((LIGHT, light), (DARK, dark)):
        ratio = contrast(getattr(palette, front), getattr(palette, back))
        assert ratio == pytest.approx(wanted, abs=0.06), palette.name


@pytest.mark.parametrize(("front", "back", "light", "dark"), TABLE)
def test_words_and_borders_can_be_seen(front: str, back: str, light: float, dark: float) -> None:
    if (front, back) in EXEMPT:
        return
    needed = 3.0 if front == "edge" else 4.5
    for palette in (LIGHT, DARK):
        assert contrast(getattr(palette, front), getattr(palette, back)) >= needed, palette.name


def test_figures_on_the_due_day_are_dark_in_both_themes() -> None:
    assert contrast(INK_ON_DUE, LIGHT.due) == pytest.approx(7.1, abs=0.06)
    assert contrast(INK_ON_DUE, DARK.due) == pytest.approx(8.9, abs=0.06)


def test_every_dark_fill_has_a_border_that_can_be_seen() -> None:
    assert contrast(DARK.accent, DARK.band) >= 4.5


def test_big_font_multiplies_type_and_measures() -> None:
    big = Theme(LIGHT, BIG)
    assert big.points("body") == pytest.approx(13.65)
    assert (big.measure("header"), big.measure("row"), big.measure("field")) == (62, 44, 39)
    assert all(value % 2 == 0 for name, value in MEASURES.items() if name not in {"pad"})


def test_a_narrow_window_folds_its_third_column() -> None:
    assert not Theme(LIGHT).folds(1280)
    assert Theme(LIGHT, BIG).folds(1366)
    assert Theme(LIGHT).folds(1100)
