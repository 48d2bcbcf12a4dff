"""The money's tables: what they say is what the journal says, for two windows over one store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.helpers.days import WINDOWS, Days
from tests.helpers.memory import fold
from tests.helpers.random_days import STEPS, a_hall, press
from tests.helpers.till import Till, line

from counter.domain.errors import KnownError
from counter.domain.finance.ticket import Ticket
from counter.store import money
from counter.store.rebuild import digests, rebuild
from counter.store.sql import Statement
from counter.store.verify import verify


@pytest.fixture
def days(tmp_path: Path) -> Any:
    till = Till(tmp_path)
    yield Days(till.hall)
    till.close()


def test_random_days_leave_the_same_rows_as_a_rebuild(tmp_path_factory: Any) -> None:
    @settings(max_examples=2, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(STEPS, min_size=40, max_size=50))
    def live(steps: list[tuple[Any, ...]]) -> None:
        till = Till(tmp_path_factory.mktemp("days"))
        try:
            days = a_hall(till.hall)
            for step in steps:
                try:
                    press(days, step)
                except KnownError:
                    continue
            days.check()
            before = digests(till.store)
            rebuild(till.store)
            assert digests(till.store) == before
            assert verify(till.store) == []
        finally:
            till.close()

    live()


def test_a_ticket_row_is_the_fold_of_its_acts(days: Days) -> None:
    days.lend(days.paper(), 10, "20")
    days.open("20")
    number = days.sheet(line(due=1_000))
    days.cash("20", number, 1_000)
    ticket = days.issue("20", number)
    stream = f"ticket:{ticket.code}/{ticket.number}"
    states = fold(days.hall.store.acts_of(stream))
    assert states[stream] == days.book.ticket(ticket.code, ticket.number)
    assert days.book.tickets_of_sheet(number) == (states[stream],)


def test_two_windows_over_one_store_use_numbers_of_their_own(days: Days) -> None:
    batch = days.paper()
    used: dict[str, list[str]] = {w: [] for w in WINDOWS}
    for window in WINDOWS:
        days.lend(batch, 3, window)
        days.open(window)
    for turn in range(6):
        window = WINDOWS[turn % 2]
        number = days.sheet(line(due=1_000 + 10 * turn))
        days.cash(window, number, 1_000 + 10 * turn)
        ticket: Ticket = days.issue(window, number)
        used[window].append(ticket.number[-5:])
    assert used == {"20": ["00001", "00002", "00003"], "21": ["00004", "00005", "00006"]}
    waiting = days.sheet()
    days.cash("20", waiting, 30_000)
    with pytest.raises(KnownError, match="没有这种票"):
        days.issue("20", waiting)
    days.check()
    for window in WINDOWS:
        closed = days.close(window).closed
        assert closed is not None and closed.differences == ()


@pytest.mark.parametrize("statement", [money._FIND, money._UNCOLLECTED])
def test_what_is_asked_of_all_sheets_there_ever_were_reads_no_fold(
    tmp_path: Path, statement: Statement
) -> None:
    """A row with its fold is 2 KB: over the sheets of some years that would take seconds."""
    till = Till(tmp_path)
    try:
        with till.store.maintaining() as (connection, _key):
            asked = f"EXPLAIN QUERY PLAN {statement.sql}"
            plan = connection.execute(asked, [1] * len(statement.names)).fetchall()
    finally:
        till.close()
    assert ["COVERING INDEX" in row[3] for row in plan] == [True]
