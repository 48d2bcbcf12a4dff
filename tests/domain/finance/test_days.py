"""Random days at two finance windows: money, paper and records never disagree.

Whatever is pressed in whatever order; at every lock the equations hold, or each difference is
named, explained and signed by two.
"""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.memory import FOLDS, MemoryStore
from tests.helpers.random_days import STEPS, a_hall, press

from counter.domain.errors import KnownError


@given(steps=st.lists(STEPS, min_size=30, max_size=100))
def test_at_every_lock_the_equations_hold_and_nothing_is_lost_between(
    steps: list[tuple[Any, ...]],
) -> None:
    days = a_hall()
    store = days.hall.store
    assert isinstance(store, MemoryStore)
    for step in steps:
        before = len(store.acts)
        try:
            press(days, step)
        except KnownError as error:
            assert str(error.what) and str(error.next_step)
        if len(store.acts) != before:
            days.check(deep=False)
    days.check()


@settings(max_examples=settings().max_examples // 5)
@given(steps=st.lists(STEPS, min_size=20, max_size=60), seed=st.integers(0, 10**6))
def test_the_folds_never_raise_whatever_order_acts_come_in(
    steps: list[tuple[Any, ...]], seed: int
) -> None:
    days = a_hall()
    for step in steps:
        try:
            press(days, step)
        except KnownError:
            continue
    store = days.hall.store
    assert isinstance(store, MemoryStore)
    acts = [*store.acts, *store.acts[:20]]
    random.Random(seed).shuffle(acts)
    for begin, evolve in FOLDS.values():
        state = begin("x/1")
        for act in acts:
            state = evolve(state, act)
            getattr(state, "status", None)
