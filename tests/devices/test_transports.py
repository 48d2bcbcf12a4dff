"""Whatever the system raises comes out of a transport as `DeviceLost`, with a reason."""

from __future__ import annotations

import errno
import os
import socket
import sys

import pytest
import serial
from tests.devices.staging import HAS_PTY, FakeClock

from counter.devices.errors import DeviceLost, reason_of, said_of
from counter.devices.sim.control import SimControl
from counter.devices.transports import Deadline, open_transport

needs_pty = pytest.mark.skipif(not HAS_PTY, reason="no ptys on this system")


def reason_for(port: str) -> str:
    with pytest.raises(DeviceLost) as caught:
        open_transport(port)
    return caught.value.reason


@pytest.mark.parametrize("port", ["", "tcp://", "tcp://127.0.0.1"])
def test_no_address_is_not_configured(port: str) -> None:
    assert reason_for(port) == "not_configured"


def test_nobody_listening_is_not_found() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert reason_for(f"tcp://127.0.0.1:{port}") == "not_found"


@needs_pty
def test_a_port_that_is_not_there_is_not_found() -> None:
    assert reason_for("/dev/serial/by-id/nothing") == "not_found"


@needs_pty
def test_a_port_in_use_is_busy(reader_sim: SimControl) -> None:
    assert reader_sim.pty
    first = open_transport(reader_sim.pty)
    assert reason_for(reader_sim.pty) == "busy"
    first.close()
    open_transport(reader_sim.pty).close()


def test_reasons_by_error() -> None:
    assert reason_of(PermissionError(errno.EACCES, "no")) == "no_permission"
    assert reason_of(serial.SerialException(errno.EBUSY, "busy")) == "busy"
    assert reason_of(TimeoutError()) == "not_found"
    assert reason_of(serial.SerialException("whatever")) == "lost"


@pytest.mark.parametrize("reason", ["not_configured", "not_found", "busy", "no_permission", "lost"])
def test_every_reason_has_words_and_a_next_step(reason: str) -> None:
    error = said_of("读卡器", DeviceLost(reason, "COM3", "detail"))  # type: ignore[arg-type]
    assert error.code == f"device.{reason}"
    assert "读卡器" in str(error.what)
    assert str(error.next_step)


def test_reading_nothing_is_no_error_and_a_hang_up_is(reader_sim: SimControl) -> None:
    line = open_transport(reader_sim.tcp)
    assert line.read_some(0.0) == b""
    line.flush_input()
    reader_sim.fault("unplug")
    with pytest.raises(DeviceLost):
        line.read_some(2.0)
    line.close()
    line.close()


@needs_pty
@pytest.mark.parametrize("use", ["read", "write", "flush"])
def test_a_pulled_serial_line_is_lost_in_every_use(reader_sim: SimControl, use: str) -> None:
    assert reader_sim.pty
    line = open_transport(reader_sim.pty)
    reader_sim.fault("unplug")
    with pytest.raises(DeviceLost) as caught:
        if use == "read":
            line.read_some(1.0)
        elif use == "write":
            line.write(b"x")
        else:
            line.flush_input()
    assert caught.value.reason == "lost"
    line.close()


@needs_pty
def test_termios_errors_are_losses_too(
    reader_sim: SimControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sys.platform != "win32" and reader_sim.pty
    import termios

    line = open_transport(reader_sim.pty)

    def broken(self: object) -> None:
        raise termios.error(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(serial.Serial, "reset_input_buffer", broken)
        with pytest.raises(DeviceLost):
            line.flush_input()
    line.close()


def test_a_deadline_counts_on_the_given_clock() -> None:
    clock = FakeClock()
    deadline = Deadline(2.0, clock)
    clock.seconds = 1.5
    assert (deadline.left(), deadline.passed) == (0.5, False)
    clock.seconds = 9.0
    assert (deadline.left(), deadline.passed) == (0.0, True)
