"""`counter bench money`: a small day is played and closed, the table and the JSON tell the same."""

from __future__ import annotations

import pytest
from tests.bench.conftest import Run, figures_of, names_of

from counter.bench import money


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money, "SALES", 3)
    monkeypatch.setattr(money, "WARM_UP", 1)
    monkeypatch.setattr(money, "VIEWS", 2)


def test_a_day_at_the_finance_window_is_measured_and_closes(run: Run) -> None:
    figures = figures_of(run("money", "--json", "--older", "50", "--tickets", "7"))
    assert (figures["money.close_tickets"], figures["money.older_sheets"]) == (7, 50)
    assert figures["money.intents"] == 2  # three sales, one of them warmed up
    told = {"money.intent_p50_ms", "money.intent_p99_ms", "money.one_row_p50_ms"}
    told |= {"money.same_rows_p50_ms", "money.ticket_p99_ms", "money.close_ms"}
    told |= {
        "money.close_view_p50_ms",
        "money.close_bare_p50_ms",
        "money.close_ratio_bare",
        "money.find_p99_ms",
    }
    assert told <= set(figures)
    assert names_of(run("money", "--older", "50", "--tickets", "7")) == set(figures)
    assert {name.partition(".")[0] for name in figures} == {"money"}


def test_a_day_of_fewer_tickets_than_sales_is_all_of_sales(run: Run) -> None:
    figures = figures_of(run("money", "--json", "--older", "50", "--tickets", "2"))
    assert (figures["money.close_tickets"], figures["money.intents"]) == (2, 1)


def test_paper_is_lent_again_when_the_window_has_used_its_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lent: list[int] = []
    lend = money._Day._ticket

    def counted(day: money._Day, sheet: str) -> None:
        day.most = 3
        before = day.unlent
        lend(day, sheet)
        lent.append(before - day.unlent)

    monkeypatch.setattr(money._Day, "_ticket", counted)
    assert (
        figures_of(run("money", "--json", "--older", "50", "--tickets", "7"))["money.close_tickets"]
        == 7
    )
    assert [n for n in lent if n] == [3, 3, 1]
