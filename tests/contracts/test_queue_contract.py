"""What every queue machine owes the desk; its faults are said and nobody is called twice."""

from __future__ import annotations

from typing import Any

import pytest
from tests.devices.staging import LINES, port_of

from counter.devices.registry import Registry
from counter.devices.sim.control import SimControl
from counter.domain.errors import KnownError
from counter.ports.devices import QueueMachine, Visitor


@pytest.fixture(params=LINES)
def queue(request: pytest.FixtureRequest, queue_sim: SimControl) -> QueueMachine:
    made: QueueMachine = Registry().make(
        "queue-sim", {"port": port_of(queue_sim, request.param)}, allow_simulated=True
    )
    return made


def test_visitors_are_called_in_their_order(queue: QueueMachine, queue_sim: SimControl) -> None:
    assert queue_sim.call("take", count=2)["tickets"] == ["A001", "A002"]
    queue_sim.call("take", ticket="B100")
    assert queue.waiting() == 3
    assert queue.call_next("3") == Visitor("A001", 2)
    assert queue.call_next("4") == Visitor("A002", 1)
    assert queue.call_next("3") == Visitor("B100", 0)
    assert queue.call_next("3") is None
    assert queue_sim.call("state")["called"][1] == {"ticket": "A002", "window": "4"}


@pytest.mark.parametrize(
    ("fault", "params", "code"),
    [
        ("silence", {}, "device.silent"),
        ("delay", {"seconds": 3.0}, "device.silent"),
        ("garbage", {}, "device.fault"),
        ("unplug", {}, "device.not_found"),
    ],
)
def test_faults_are_said_and_got_over(
    queue: QueueMachine, queue_sim: SimControl, fault: str, params: dict[str, Any], code: str
) -> None:
    queue_sim.call("take", count=3)
    queue_sim.fault(fault, **params)
    with pytest.raises(KnownError) as caught:
        queue.call_next("3")
    assert caught.value.code == code
    assert str(caught.value.next_step)
    queue_sim.fault("replug")
    assert len(queue_sim.call("state")["called"]) <= 1
    assert queue.call_next("3") is not None


def test_health_counts_those_who_wait(queue: QueueMachine, queue_sim: SimControl) -> None:
    queue_sim.call("take", count=5)
    assert (queue.health().light, "5" in queue.health().words) == ("ok", True)
    queue_sim.fault("unplug")
    assert queue.health().light == "bad"


def test_a_hall_without_a_machine() -> None:
    none: QueueMachine = Registry().make("no-queue", {}, allow_simulated=False)
    assert (none.call_next("3"), none.waiting(), none.health().light) == (None, 0, "absent")
