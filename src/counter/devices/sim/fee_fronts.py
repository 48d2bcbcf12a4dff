"""Protocols of the simulated fee terminal, by the name of the driver they answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.devices.sim.fee_nexo import NexoFront
from counter.devices.sim.fee_ums import UmsFront

if TYPE_CHECKING:
    from counter.devices.sim.fee_terminal import Front, SimFeeTerminal

FRONTS: dict[str, Callable[[SimFeeTerminal], Front]] = {
    "ums-string": UmsFront,
    "nexo-json": NexoFront,
}
