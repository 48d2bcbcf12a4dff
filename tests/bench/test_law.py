"""`counter bench law`: due dates and work list, the table and the JSON tell the same figures."""

from __future__ import annotations

import pytest
from tests.bench.conftest import FEW, Run, figures_of, names_of

from counter.bench import law


def test_due_dates_and_work_list_are_measured_against_their_yardsticks(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(law, "ROUNDS", 50)
    monkeypatch.setattr(law, "WORK_ROUNDS", 2)
    figures = figures_of(run("law", "--json", "--cases", str(FEW)))
    assert figures["law.work_cases"] == FEW
    assert figures["law.work_todo"] >= FEW  # all of so few are open, some wait for two things
    assert {"law.due_p50_us", "law.ratio_bare", "law.work_all_p99_ms"} <= set(figures)
    assert figures["law.work_unit_ratio_bare"] > 0
    assert names_of(run("law", "--cases", str(FEW))) == set(figures)
