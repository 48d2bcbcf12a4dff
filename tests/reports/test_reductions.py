"""减免清单: every reduction with its paper, by the day its sheet was raised."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from click.testing import CliRunner
from tests.helpers.desk import KEY
from tests.helpers.till import Till, line

from counter.cli import main
from counter.domain.acts import NewAct
from counter.domain.finance.charge import ChargeReduced, charge_stream
from counter.reports.reductions import reductions


def reduced(till: Till) -> str:
    """A sheet of 200.00 reduced by half on the minutes of a meeting."""
    sheet = till.sheet(line("QX", "103046102", 20000))
    cut = ChargeReduced(
        unit="QX",
        code="103046102",
        by=10000,
        basis="minutes",
        document="县政府专题纪要〔2026〕14 号",
        approver="唐国华",
        approved_on="2026-09-18",
        scan="0" * 64,
    )
    with till.store.write() as tx:
        act = NewAct(stream=charge_stream(sheet), payload=cut, effective_on="2026-09-22")
        tx.append([act], till.hall.stamp(till.person()))
    return sheet


def test_a_reduction_is_listed_with_its_paper_and_its_approver(tmp_path: Path) -> None:
    till = Till(tmp_path)
    sheet = reduced(till)
    (found,) = reductions(till.store.money)
    assert (found.sheet, found.due, found.by, found.basis) == (sheet, 20000, 10000, "专题纪要")
    assert (found.document, found.approver) == ("县政府专题纪要〔2026〕14 号", "唐国华")
    till.close()


def test_only_sheets_raised_in_the_period_are_listed(tmp_path: Path) -> None:
    till = Till(tmp_path)
    reduced(till)
    day = dt.date(2026, 9, 22)
    assert len(reductions(till.store.money, day, day)) == 1
    assert reductions(till.store.money, day + dt.timedelta(days=1)) == ()
    assert reductions(till.store.money, None, day - dt.timedelta(days=1)) == ()
    till.close()


def test_the_command_prints_amounts_in_yuan(tmp_path: Path) -> None:
    till = Till(tmp_path)
    reduced(till)
    till.close()
    path = tmp_path / "counter.store"
    asked = ["report", "reductions", str(path), "--key-hex", KEY.hex()]
    said = CliRunner().invoke(main, asked)
    assert said.exit_code == 0, said.output
    assert "200.00\t100.00\t专题纪要\t县政府专题纪要〔2026〕14 号\t唐国华 2026-09-18" in said.output
