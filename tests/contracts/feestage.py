"""The stage of the fee terminals' contract: every driver on every line it can be reached by.

A new driver joins by one line in `DRIVERS`: its name in the registry and a kind of line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from tests.devices.staging import HAS_PTY, port_of

from counter.devices.registry import Registry
from counter.devices.sim.control import SimControl
from counter.ports.devices import FeeTerminal, SaleOrder

CHINA = dt.timezone(dt.timedelta(hours=8))
NOON = dt.datetime(2026, 9, 22, 12, 0, 0, tzinfo=CHINA)
NO_PTY = pytest.mark.skipif(not HAS_PTY, reason="no ptys on this system")
DRIVERS = [
    pytest.param(("ums-string", "tcp"), id="ums-tcp"),
    pytest.param(("ums-string", "pty"), id="ums-pty", marks=NO_PTY),
    pytest.param(("nexo-json", "tcp"), id="nexo-tcp"),
]
SALE = SaleOrder(trace="S000000001", fen=3500, operator="0411", window="9")


@pytest.fixture(params=DRIVERS)
def way(request: pytest.FixtureRequest) -> tuple[str, str]:
    """(driver, kind of line)"""
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def sim(way: tuple[str, str], request: pytest.FixtureRequest) -> SimControl:
    """The simulated terminal behind the driver; nobody has been charged, it is noon."""
    found: SimControl = request.getfixturevalue(f"{way[0].partition('-')[0]}_sim")
    found.call("clock", now=NOON.isoformat())
    return found


def make(way: tuple[str, str], sim: SimControl, **options: Any) -> FeeTerminal:
    made: FeeTerminal = Registry().make(
        f"{way[0]}-sim",
        {"port": port_of(sim, way[1]), "answer_seconds": 2, **options},
        allow_simulated=True,
    )
    return made


@pytest.fixture
def pos(way: tuple[str, str], sim: SimControl) -> Iterator[FeeTerminal]:
    """The driver, signed in."""
    made = make(way, sim)
    assert made.sign_in("0411", "9").result == "approved"
    yield made
    made.close()


def charged(sim: SimControl) -> int:
    """Fen that the terminal has really taken."""
    found: int = sim.ledger()["charged_fen"]
    return found


def count(sim: SimControl, kind: str) -> int:
    return sum(trade["kind"] == kind for trade in sim.ledger()["trades"])


def next_sale(number: int, fen: int = 3500) -> SaleOrder:
    return msgspec.structs.replace(SALE, trace=f"S{number:09d}", fen=fen)
