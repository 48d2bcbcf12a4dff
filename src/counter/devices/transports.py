"""Ways to a device: a serial line or a TCP socket, behind one small protocol.

Whatever the operating system raises (OSError, termios.error, SerialException) comes out as
`DeviceLost`; time-outs are not errors here, a read that got nothing returns no bytes. Deadlines of
a whole exchange belong to the driver: `Deadline` counts them on an injected monotonic clock.
"""

from __future__ import annotations

import select
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import urlsplit

import serial

from counter.devices.errors import DeviceLost, Reason, reason_of

Monotonic = Callable[[], float]

_OS_ERRORS: tuple[type[BaseException], ...] = (OSError, serial.SerialException)
if sys.platform != "win32":
    import termios

    # A pulled pty or USB bridge raises this from tcflush, and it is not an OSError.
    _OS_ERRORS = (*_OS_ERRORS, termios.error)

WRITE_SECONDS = 3.0
CONNECT_SECONDS = 3.0


class Transport(Protocol):
    """Bytes to and from one device; every method raises `DeviceLost` when the port is gone."""

    port: str

    def write(self, data: bytes) -> None:
        """Hand all of `data` to the system."""
        ...

    def read_some(self, timeout: float) -> bytes:
        """What is there, waiting up to `timeout` seconds for the first byte; b"" for nothing."""
        ...

    def flush_input(self) -> None:
        """Throw away what has come in and was not read."""
        ...

    def close(self) -> None:
        """Let the port go; never raises."""
        ...


class Deadline:
    """A point in time that a whole exchange must not pass; seconds on an injected clock."""

    def __init__(self, seconds: float, monotonic: Monotonic) -> None:
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - self._monotonic())

    @property
    def passed(self) -> bool:
        return self.left() <= 0.0


@contextmanager
def _as_lost(port: str, reason: Reason | None = None) -> Iterator[None]:
    """Turn the system's errors into `DeviceLost`; without `reason`, the error's number says why."""
    try:
        yield
    except _OS_ERRORS as error:
        raise DeviceLost(reason or reason_of(error), port, str(error)) from error


class SerialTransport:
    """A serial line: 8 data bits, no parity, 1 stop bit; a pty behaves alike."""

    def __init__(self, port: str, baud: int = 115200) -> None:
        self.port = port
        with _as_lost(port):
            self._line = serial.Serial(
                port, baudrate=baud, timeout=0, write_timeout=WRITE_SECONDS, exclusive=True
            )

    def write(self, data: bytes) -> None:
        with _as_lost(self.port, "lost"):
            self._line.write(data)

    def read_some(self, timeout: float) -> bytes:
        with _as_lost(self.port, "lost"):
            self._line.timeout = timeout
            first: bytes = self._line.read(1)
            if not first:
                return b""
            rest: bytes = self._line.read(self._line.in_waiting)
            return first + rest

    def flush_input(self) -> None:
        with _as_lost(self.port, "lost"):
            self._line.reset_input_buffer()

    def close(self) -> None:
        try:
            self._line.close()
        except _OS_ERRORS:
            # The port has gone before us; there is nothing left to let go.
            return


class TcpTransport:
    """A TCP connection: a network printer, a serial server, or a simulator."""

    def __init__(self, host: str, port: int) -> None:
        self.port = f"tcp://{host}:{port}"
        with _as_lost(self.port):
            self._socket = socket.create_connection((host, port), timeout=CONNECT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        with _as_lost(self.port, "lost"):
            self._socket.settimeout(WRITE_SECONDS)
            self._socket.sendall(data)

    def read_some(self, timeout: float) -> bytes:
        with _as_lost(self.port, "lost"):
            ready, _, _ = select.select([self._socket], [], [], timeout)
            if not ready:
                return b""
            data = self._socket.recv(65536)
        if not data:
            raise DeviceLost("lost", self.port, "closed by the other side")
        return data

    def flush_input(self) -> None:
        while self.read_some(0.0):
            continue

    def close(self) -> None:
        self._socket.close()


def open_transport(port: str, baud: int = 115200) -> Transport:
    """Open `tcp://host:port` or a serial port by its name (`/dev/serial/by-id/…`, `COM3`).

    baud: bits a second, for serial lines only. Raises `DeviceLost`.
    """
    if not port:
        raise DeviceLost("not_configured", port)
    if port.startswith("tcp://"):
        parts = urlsplit(port)
        if not parts.hostname or not parts.port:
            raise DeviceLost("not_configured", port, "tcp://host:port is meant")
        return TcpTransport(parts.hostname, parts.port)
    return SerialTransport(port, baud)
