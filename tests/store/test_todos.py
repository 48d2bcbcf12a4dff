"""What the cases wait for, as rows: whose, by when, paged by key and counted whole."""

from __future__ import annotations

import pytest
from tests.store.hall import LI, WANG, ZENG, accept, add

from counter.domain.case import (
    CaseClosed,
    CaseDecided,
    CaseReviewed,
    SupervisionAnswered,
    SupervisionRaised,
)
from counter.ports.store import TodoAsk, TodoCounts
from counter.store import SqlStore

CLERK = TodoAsk(unit="gs", whose=("window",), staff="0317")
CHIEF = TodoAsk(unit="gs", whose=("window", "chief"), staff="0309")
EVERYWHERE = TodoAsk(unit="", whose=("window", "chief"), staff="0001", everywhere=True)
DAYS = ("2026-10-19", "2026-10-19", "2026-10-22")


@pytest.fixture
def five(store: SqlStore) -> tuple[str, ...]:
    """Four cases of one unit, the third reviewed by 1001, and one of another unit."""
    made = [accept(store, due=f"2026-10-{day}") for day in (16, 19, 22, 30)]
    add(store, made[2], CaseReviewed(opinion="grant"))
    return (*made, accept(store, LI, due="2026-10-20", unit="wh"))


def test_mine_come_first_by_due_date_and_what_waits_for_others_behind(
    store: SqlStore, five: tuple[str, ...]
) -> None:
    rows = store.todo(CLERK).rows
    assert [(r.case.case_no, r.what, r.mine) for r in rows] == [
        (five[0], "review", True),
        (five[1], "review", True),
        (five[3], "review", True),
        (five[2], "decide", False),
    ]
    assert [r.case.case_no for r in store.todo(CHIEF).rows] == list(five[:4])
    assert str(rows[0].why) == "已受理，等审核意见" and rows[0].due_on == "2026-10-16"


@pytest.mark.parametrize("ask", [CLERK, CHIEF, EVERYWHERE])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_by_key_are_the_whole_list(
    store: SqlStore, five: tuple[str, ...], ask: TodoAsk, limit: int
) -> None:
    whole, found, key = store.todo(ask), [], None
    while True:
        page = store.todo(ask, limit, key)
        assert len(page.rows) <= limit
        found += page.rows
        key = page.next_key
        if key is None:
            break
    assert tuple(found) == whole.rows and whole.next_key is None


def test_each_band_is_counted_over_the_whole_list(store: SqlStore, five: tuple[str, ...]) -> None:
    assert store.todo_counts(CLERK, *DAYS) == TodoCounts(1, 1, 0, 1, 1)
    assert store.todo_counts(CHIEF, *DAYS) == TodoCounts(1, 1, 1, 1, 0)
    assert store.todo_counts(EVERYWHERE, *DAYS) == TodoCounts(1, 1, 2, 1, 0)


def test_who_reviewed_does_not_find_the_decision_among_their_own(
    store: SqlStore, five: tuple[str, ...]
) -> None:
    reviewer = TodoAsk(unit="gs", whose=("window", "chief"), staff="1001")
    decide = next(r for r in store.todo(reviewer).rows if r.what == "decide")
    assert not decide.mine


def test_an_ended_case_waits_for_nothing_but_its_answer_to_the_supervision(
    store: SqlStore,
) -> None:
    first, second = accept(store, WANG), accept(store, ZENG)
    event = SupervisionRaised(code="clock.late", light="bad", why="过线", rule="限时办结制")
    for case_no in (first, second):
        add(store, case_no, CaseReviewed(opinion="grant"))
        add(store, case_no, CaseDecided(outcome="granted"))  # type: ignore[arg-type]
    add(store, first, event)  # type: ignore[arg-type]
    add(store, first, CaseClosed())
    add(store, second, CaseClosed())
    assert [(r.case.case_no, r.what) for r in store.todo(CLERK).rows] == [(first, "answer")]
    add(store, first, SupervisionAnswered(code="clock.late", answer="补办"))  # type: ignore[arg-type]
    assert store.todo(CLERK).rows == ()
