"""What every simulator process shares: its lines (TCP, pty), its control port and its life.

One thread and one select loop hold everything, so a simulated device needs no locks. The process
prints one JSON line with its addresses when it is ready and ends when its standard input closes,
which also happens when the process that started it dies. Listens on the loopback only.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import json
import os
import selectors
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

HOST = "127.0.0.1"
PIECE = 64  # bytes a write, as a USB bridge delivers them


class Line:
    """One connection of a driver to the device; `send` may be told to wait."""

    def __init__(self, host: SimHost, write: Callable[[bytes], object]) -> None:
        self._host = host
        self._write = write
        self.open = True

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Call `act` in `seconds`, whether or not the line is still open then."""
        self._host.later(seconds, act)

    def send(self, data: bytes, delay: float = 0.0) -> None:
        """Send `data` in small pieces, after `delay` seconds."""
        if delay > 0:
            self._host.later(delay, lambda: self.send(data))
            return
        for at in range(0, len(data), PIECE):
            if not self.open:
                return
            try:
                self._write(data[at : at + PIECE])
            except OSError:
                self.open = False  # the driver has hung up; there is nobody to tell


class SimDevice(Protocol):
    """The device inside a simulator."""

    kind: str

    def received(self, line: Line, data: bytes) -> None:
        """Bytes from a driver."""
        ...

    def hung_up(self, line: Line) -> None:
        """The driver closed the line, or the cable was pulled."""
        ...

    def control(self, request: dict[str, Any]) -> dict[str, Any]:
        """One order from the control port; raises ValueError with words for a wrong one."""
        ...


def _open_pty() -> tuple[int, int, str]:
    """Both ends of a raw pty, and the name of the driver's end."""
    if sys.platform == "win32":
        raise OSError("there are no ptys on Windows")
    import tty

    master, slave = os.openpty()
    tty.setraw(slave)
    return master, slave, os.ttyname(slave)


class Pty:
    """A pty under a path that stays the same over unplugging, as /dev/serial/by-id does."""

    def __init__(self, link: Path) -> None:
        self.master, self._slave, name = _open_pty()
        self.link = link
        link.unlink(missing_ok=True)
        link.symlink_to(name)

    def close(self) -> None:
        """Both ends go: whoever has the line open gets an input/output error."""
        self.link.unlink(missing_ok=True)
        os.close(self.master)
        os.close(self._slave)


class SimHost:
    """Runs one simulated device."""

    def __init__(self, device: SimDevice, tcp: int, pty: bool, control: int) -> None:
        """tcp, control: port numbers, 0 for any free one; pty: offer a pty too."""
        self._device = device
        self._selector = selectors.DefaultSelector()
        self._tcp_port = tcp
        self._want_pty = pty
        self._folder = tempfile.TemporaryDirectory(prefix="counter-sim-")
        self._listener: socket.socket | None = None
        self._pty: Pty | None = None
        self._lines: dict[Any, Line] = {}
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._control = self._listen(control)
        self._watch(self._control, self._accept_control)
        self._wake, self._waker = socket.socketpair()
        self._over = False
        self.plug()

    @property
    def addresses(self) -> dict[str, str | None]:
        """What the first line on standard output says."""
        port = self._control.getsockname()[1]
        return {
            "kind": self._device.kind,
            "tcp": f"tcp://{HOST}:{self._tcp_port}",
            "pty": str(self._pty.link) if self._pty else None,
            "control": f"{HOST}:{port}",
        }

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Call `act` in `seconds`."""
        heapq.heappush(self._later, (time.monotonic() + seconds, next(self._count), act))

    # --- the cable -------------------------------------------------------------------------------

    def plug(self) -> None:
        """Offer the lines (again), under the same addresses."""
        if self._listener is None:
            self._listener = self._listen(self._tcp_port)
            self._tcp_port = self._listener.getsockname()[1]
            self._watch(self._listener, self._accept_line)
        if self._want_pty and self._pty is None:
            self._pty = pty = Pty(Path(self._folder.name) / f"tty-{self._device.kind}")
            line = self._lines[pty.master] = Line(self, lambda data: os.write(pty.master, data))
            self._watch(pty.master, lambda: self._read_pty(pty, line))

    def unplug(self) -> None:
        """Pull the cable: every line breaks and none can be opened."""
        for key, line in list(self._lines.items()):
            self._drop(key, line)
        if self._listener is not None:
            self._selector.unregister(self._listener)
            self._listener.close()
            self._listener = None
        if self._pty is not None:
            self._pty.close()
            self._pty = None

    # --- the loop --------------------------------------------------------------------------------

    def run(self) -> None:
        """Serve until standard input closes."""
        self._watch(self._wake, lambda: self._wake.recv(1))
        threading.Thread(target=self._wait_for_end, daemon=True).start()
        print(json.dumps(self.addresses), flush=True)
        while not self._over:
            for key, _ in self._selector.select(self._pause()):
                # An earlier handler of this round may have pulled the cable.
                if key.fd in self._selector.get_map():
                    key.data()
            self._do_due()
        self.unplug()
        self._folder.cleanup()

    def _wait_for_end(self) -> None:
        while sys.stdin.buffer.read(4096):
            continue
        self._over = True
        self._waker.send(b".")

    def _pause(self) -> float | None:
        return max(0.0, self._later[0][0] - time.monotonic()) if self._later else None

    def _do_due(self) -> None:
        while self._later and self._later[0][0] <= time.monotonic():
            heapq.heappop(self._later)[2]()

    def _watch(self, what: Any, handler: Callable[[], object]) -> None:
        self._selector.register(what, selectors.EVENT_READ, handler)

    @staticmethod
    def _listen(port: int) -> socket.socket:
        listener = socket.socket()
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
        return listener

    # --- lines of drivers ------------------------------------------------------------------------

    def _accept_line(self) -> None:
        if self._listener is None:
            return
        connection, _ = self._listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = self._lines[connection] = Line(self, connection.sendall)
        self._watch(connection, lambda: self._read_socket(connection, line))

    def _read_socket(self, connection: socket.socket, line: Line) -> None:
        try:
            data = connection.recv(65536)
        except OSError:
            data = b""
        if data:
            self._device.received(line, data)
        else:
            self._drop(connection, line)

    def _read_pty(self, pty: Pty, line: Line) -> None:
        self._device.received(line, os.read(pty.master, 65536))

    def _drop(self, key: Any, line: Line) -> None:
        if self._lines.pop(key, None) is None:
            return
        line.open = False
        self._selector.unregister(key)
        if isinstance(key, socket.socket):
            key.close()
        self._device.hung_up(line)

    # --- control ---------------------------------------------------------------------------------

    def _accept_control(self) -> None:
        connection, _ = self._control.accept()
        held = bytearray()
        self._watch(connection, lambda: self._read_control(connection, held))

    def _read_control(self, connection: socket.socket, held: bytearray) -> None:
        try:
            data = connection.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(connection)
            connection.close()
            return
        held += data
        while b"\n" in held:
            text, _, rest = bytes(held).partition(b"\n")
            held[:] = rest
            connection.sendall(json.dumps(self._answer(text)).encode() + b"\n")

    def _answer(self, text: bytes) -> dict[str, Any]:
        try:
            request = json.loads(text)
            if not isinstance(request, dict):
                raise ValueError("an object is wanted")
            if request.get("do") in ("unplug", "replug"):
                (self.unplug if request["do"] == "unplug" else self.plug)()
                return {"ok": True}
            return {"ok": True, **self._device.control(request)}
        except (ValueError, KeyError, TypeError) as error:
            return {"ok": False, "error": f"{type(error).__name__}: {error}"}


def parser_for(description: str) -> argparse.ArgumentParser:
    """The options that every simulator takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--tcp", type=int, default=0, help="TCP port of the device, 0: any")
    parser.add_argument("--pty", action="store_true", help="offer a pty too")
    parser.add_argument("--control", type=int, default=0, help="TCP port of the control, 0: any")
    return parser


def serve(device: SimDevice, options: argparse.Namespace) -> None:
    """Run `device` with the parsed options of `parser_for`."""
    pty = bool(options.pty) and hasattr(os, "openpty")
    SimHost(device, options.tcp, pty, options.control).run()


def main_of(make: Callable[[], SimDevice], description: str, argv: Sequence[str] | None) -> None:
    """`main` of a simulator without options of its own."""
    serve(make(), parser_for(description).parse_args(argv))
