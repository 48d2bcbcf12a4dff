"""What a receipt printer owes the desk when it cannot be asked anything.

A driver joins with the settings that make it write to `port`, a file that stands for the printer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.devices.staging import slip_bytes

from counter.devices.registry import Registry
from counter.ports.devices import DeviceHealth, PrintOutcome, ReceiptPrinter

DRIVERS: dict[str, Callable[[Path], dict[str, str | int]]] = {
    "escpos-file": lambda port: {"path": str(port)},
}

Maker = Callable[[Path], ReceiptPrinter]


@pytest.fixture(params=DRIVERS)
def make(request: pytest.FixtureRequest) -> Maker:
    """The driver, writing to a port of the test's choice; in a real store, so not simulated."""

    def made(port: Path) -> ReceiptPrinter:
        settings = DRIVERS[request.param](port) | {"width_dots": 384}
        printer: ReceiptPrinter = Registry().make(request.param, settings, allow_simulated=False)
        return printer

    return made


@pytest.fixture
def port(tmp_path: Path) -> Path:
    """Where the printer would be."""
    made = tmp_path / "lp0"
    made.touch()
    return made


def test_it_says_what_it_is_and_claims_nothing_before_a_job(make: Maker, port: Path) -> None:
    printer = make(port)
    assert (printer.simulated, printer.width_dots) == (False, 384)
    health = printer.health()
    assert isinstance(health, DeviceHealth)
    assert (health.kind, health.light, health.simulated) == ("receipt_printer", "unknown", False)
    assert health.words
    assert port.read_bytes() == b""


def test_every_byte_leaves_once_and_the_outcome_is_unknown(make: Maker, port: Path) -> None:
    printer = make(port)
    data = slip_bytes("受理回执", "张（先生）") + bytes(range(256)) * 64
    outcome = printer.print(data)
    assert isinstance(outcome, PrintOutcome)
    assert (outcome.outcome, outcome.why, outcome.held) == ("unknown", "printer.one_way", False)
    assert outcome.words
    assert port.read_bytes() == data
    assert printer.health().light == "unknown"


def test_a_port_that_is_not_there_gets_nothing_and_the_job_is_held(
    make: Maker, tmp_path: Path
) -> None:
    port = tmp_path / "gone" / "lp0"
    printer = make(port)
    outcome = printer.print(slip_bytes("一"))
    assert (outcome.outcome, outcome.why, outcome.held) == ("failed", "device.not_found", True)
    assert outcome.words
    assert printer.health().light == "bad"
    port.parent.mkdir()
    port.touch()
    assert printer.print(slip_bytes("二")).outcome == "unknown"
    assert port.read_bytes() == slip_bytes("二")
    assert printer.health().light == "unknown"


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_port_that_breaks_off_is_unknown_and_its_job_never_comes_after_the_next(
    make: Maker, tmp_path: Path
) -> None:
    port = tmp_path / "lp0"
    port.symlink_to("/dev/full")
    printer = make(port)
    for _ in range(2):
        outcome = printer.print(slip_bytes("一") * 100)
        assert (outcome.outcome, outcome.why) == ("unknown", "device.lost")
        assert outcome.words
    port.unlink()
    port.touch()
    assert printer.print(slip_bytes("二")).why == "printer.one_way"
    assert port.read_bytes() == slip_bytes("二")
    printer.close()
