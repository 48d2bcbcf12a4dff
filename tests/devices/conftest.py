"""Simulators for the device tests: one process of a kind for a module, reset for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.devices.staging import LINES, port_of, simulator

from counter.devices.sim.control import SimControl


@pytest.fixture(scope="module")
def reader_process() -> Iterator[SimControl]:
    with simulator("id_reader") as control:
        yield control


@pytest.fixture
def reader_sim(reader_process: SimControl) -> SimControl:
    """A simulated ID-card reader without card and faults."""
    reader_process.reset()
    return reader_process


@pytest.fixture(params=LINES)
def reader_port(request: pytest.FixtureRequest, reader_sim: SimControl) -> str:
    """Address of the simulated reader, on TCP and on a pty."""
    return port_of(reader_sim, request.param)


@pytest.fixture(scope="module")
def printer_process() -> Iterator[SimControl]:
    with simulator("receipt_printer") as control:
        yield control


@pytest.fixture
def printer_sim(printer_process: SimControl) -> SimControl:
    """A simulated receipt printer with paper and nothing printed."""
    printer_process.reset()
    return printer_process


@pytest.fixture(params=LINES)
def printer_port(request: pytest.FixtureRequest, printer_sim: SimControl) -> str:
    """Address of the simulated printer, on TCP and on a pty."""
    return port_of(printer_sim, request.param)


@pytest.fixture(scope="module")
def queue_process() -> Iterator[SimControl]:
    with simulator("queue") as control:
        yield control


@pytest.fixture
def queue_sim(queue_process: SimControl) -> SimControl:
    """A simulated queue machine with nobody waiting."""
    queue_process.reset()
    return queue_process


@pytest.fixture(scope="module")
def ums_process() -> Iterator[SimControl]:
    with simulator("fee_terminal", "--protocol", "ums-string") as control:
        yield control


@pytest.fixture
def ums_sim(ums_process: SimControl) -> SimControl:
    """A simulated fee terminal (ums-string) that has charged nobody."""
    ums_process.reset()
    return ums_process


@pytest.fixture(scope="module")
def nexo_process() -> Iterator[SimControl]:
    with simulator("fee_terminal", "--protocol", "nexo-json") as control:
        yield control


@pytest.fixture
def nexo_sim(nexo_process: SimControl) -> SimControl:
    """A simulated fee terminal (nexo-json) that has charged nobody."""
    nexo_process.reset()
    return nexo_process
