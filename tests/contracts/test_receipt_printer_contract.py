"""What every two-way receipt printer owes the desk, over every line it can be reached by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.devices.staging import slip_bytes

from counter.devices.registry import Registry
from counter.devices.sim.control import SimControl, SimRefused
from counter.ports.devices import PrintOutcome, ReceiptPrinter

DRIVERS = ["escpos", "escpos-sim"]


@pytest.fixture(params=DRIVERS)
def printer(request: pytest.FixtureRequest, printer_port: str) -> Iterator[ReceiptPrinter]:
    made: ReceiptPrinter = Registry().make(
        request.param, {"port": printer_port, "width_dots": 576}, allow_simulated=True
    )
    yield made
    made.close()


def test_a_good_day(printer: ReceiptPrinter, printer_sim: SimControl) -> None:
    assert printer.health().light == "ok"
    outcome = printer.print(slip_bytes("受理回执", "张（先生）"))
    assert isinstance(outcome, PrintOutcome)
    assert outcome.outcome == "printed"
    (slip,) = printer_sim.slips()
    assert (slip["text"], slip["errors"]) == ("受理回执\n张（先生）", [])


def test_two_jobs_are_two_slips(printer: ReceiptPrinter, printer_sim: SimControl) -> None:
    for number in ("A001", "A002"):
        assert printer.print(slip_bytes(number)).outcome == "printed"
    assert [slip["text"] for slip in printer_sim.slips()] == ["A001", "A002"]


def test_no_paper_fails_with_nothing_sent_and_goes_on_after(
    printer: ReceiptPrinter, printer_sim: SimControl
) -> None:
    printer_sim.fault("paper_out")
    outcome = printer.print(slip_bytes("一"))
    assert (outcome.outcome, outcome.why, outcome.held) == ("failed", "printer.paper_out", True)
    assert printer.health().light == "bad"
    printer_sim.clear_faults()
    assert printer_sim.slips() == []
    assert printer.print(slip_bytes("二")).outcome == "printed"


def test_unplug_and_replug(printer: ReceiptPrinter, printer_sim: SimControl) -> None:
    printer_sim.fault("unplug")
    assert printer.print(slip_bytes("一")).outcome == "failed"
    printer_sim.fault("replug")
    assert printer.print(slip_bytes("二")).outcome == "printed"


def test_slips_are_kept_for_people_to_look_at(tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    with SimControl.spawn("receipt_printer", options=("--folder", str(folder))) as sim:
        made: ReceiptPrinter = Registry().make(
            "escpos-sim", {"port": sim.tcp}, allow_simulated=True
        )
        assert made.print(slip_bytes("办件回执", "周一 11-23")).outcome == "printed"
        sim.render(0, tmp_path / "slip.png")
        with pytest.raises(SimRefused, match="no number 7"):
            sim.render(7, tmp_path / "none.png")
    assert (folder / "001.txt").read_text(encoding="utf-8") == "办件回执\n周一 11-23\n"
    assert json.loads((folder / "001.json").read_text(encoding="utf-8"))["width_dots"] == 576
    with Image.open(tmp_path / "slip.png") as picture:
        assert picture.width == 576 + 48
        assert picture.getextrema()[0] < 60
