"""The life of a simulator process: it says where it is, obeys, refuses nonsense, and ends."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import psutil
import pytest
from tests.devices.staging import HAS_PTY, RESIDENT, port_of, sam_reader

from counter.devices.sim.control import SimControl, SimKind, SimRefused
from counter.devices.sim.faults import FaultMenu
from counter.devices.transports import open_transport


@pytest.mark.parametrize("kind", ["id_reader", "receipt_printer", "queue", "fee_terminal"])
def test_it_says_where_it_is_and_ends_with_its_input(kind: SimKind) -> None:
    command = [sys.executable, "-m", f"counter.devices.sim.{kind}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdin
        ready = json.loads(process.stdout.readline())
        assert ready["kind"] == kind
        assert ready["tcp"].startswith("tcp://127.0.0.1:")
        assert ready["pty"] is None
        process.stdin.close()
        assert process.wait(timeout=10) == 0


@pytest.mark.skipif(not HAS_PTY, reason="no ptys on this system")
def test_it_ends_when_the_one_who_started_it_is_killed() -> None:
    script = (
        "from counter.devices.sim.control import SimControl\n"
        "sim = SimControl.spawn('queue', pty=True)\n"
        "print(sim.pid, sim.pty, flush=True)\n"
        "input()\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        pid, pty = parent.stdout.readline().decode().split()
        simulator = psutil.Process(int(pid))
        parent.kill()
        psutil.wait_procs([simulator], timeout=10)
    assert not simulator.is_running() or simulator.status() == psutil.STATUS_ZOMBIE
    assert not os.path.lexists(pty)


@pytest.mark.skipif(not HAS_PTY, reason="no ptys on this system")
def test_addresses_stay_the_same_over_unplugging(reader_sim: SimControl) -> None:
    for _ in range(3):
        reader_sim.fault("unplug")
        assert reader_sim.pty and not os.path.lexists(reader_sim.pty)
        reader_sim.fault("replug")
        for line in ("tcp", "pty"):
            open_transport(port_of(reader_sim, line)).close()


def test_it_refuses_what_it_does_not_know(reader_sim: SimControl) -> None:
    for do, fields in [
        ("dance", {}),
        ("lay_card", {"card": {"kind": "driver"}}),
        ("lay_card", {}),
        ("fault", {"name": "flood"}),
        ("fault", {"name": "silence", "on": "sundays"}),
    ]:
        with pytest.raises(SimRefused):
            reader_sim.call(do, **fields)
    reader_sim.lay_card(RESIDENT)


def test_nonsense_on_the_control_port_is_answered(reader_process: SimControl) -> None:
    host, port = reader_process._socket.getpeername()
    with socket.create_connection((host, port)) as line, line.makefile("rb") as answers:
        line.sendall(b"?!\n[1]\n" + b'{"do": "state"}\n')
        said = [json.loads(answers.readline())["ok"] for _ in range(3)]
    assert said == [False, False, True]


def test_two_drivers_may_talk_at_once(reader_sim: SimControl) -> None:
    reader_sim.lay_card(RESIDENT)
    one, two = sam_reader(reader_sim.tcp), sam_reader(reader_sim.tcp)
    assert one.poll() and two.poll()
    assert one.read() == two.read()
    one.close()
    two.close()


def test_a_port_can_be_asked_for() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with SimControl.spawn("queue", tcp=port) as sim:
        assert sim.tcp == f"tcp://127.0.0.1:{port}"


def test_faults_count_down_and_wait_for_their_occasion() -> None:
    menu = FaultMenu({"silence": "read"}, frozenset({"read", "find"}))
    menu.add({"do": "fault", "name": "silence", "times": 2, "seconds": 3})
    assert menu.take("silence", "find") is None
    assert [menu.take("silence", "read") for _ in range(3)] == [{"seconds": 3}] * 2 + [None]
    menu.add({"do": "fault", "name": "silence", "times": -1})
    assert [menu.take("silence", "read") for _ in range(9)] == [{}] * 9
    menu.clear()
    assert menu.take("silence", "read") is None
