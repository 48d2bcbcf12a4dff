"""What several device tests need: invented cards, a fake line, simulators on TCP and on a pty."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from counter.devices.errors import DeviceLost
from counter.devices.id_reader import driver as reader_driver
from counter.devices.receipt import driver as receipt_driver
from counter.devices.sim.control import SimControl, SimKind
from counter.devices.transports import open_transport

HAS_PTY = hasattr(os, "openpty")
LINES = [
    "tcp",
    pytest.param("pty", marks=pytest.mark.skipif(not HAS_PTY, reason="no ptys on this system")),
]

RESIDENT: dict[str, Any] = {
    "kind": "resident",
    "name": "张三",
    "number": "430423199001010014",
    "address": "湖南省衡山县开云镇人民路1号",
    "issuer": "衡山县公安局",
    "valid_from": "2016-05-01",
    "valid_to": "2036-05-01",
}
HMT: dict[str, Any] = {
    "kind": "hmt",
    "name": "陈小明",
    "sex": "男",
    "birth": "1985-11-12",
    "number": "810000198511120021",
    "address": "湖南省衡山县开云镇解放路2号",
    "issuer": "衡山县公安局",
    "valid_from": "2022-01-01",
    "valid_to": "2027-01-01",
    "pass_number": "H12345678",
    "issue_count": "01",
}
FOREIGN_2017: dict[str, Any] = {
    "kind": "foreign2017",
    "foreign_name": "SMITH, ANNA MARIA",
    "name": "安娜",
    "sex": "女",
    "birth": "1979-03-04",
    "number": "CAN430079030402",
    "nationality": "CAN",
    "valid_from": "2019-06-01",
    "valid_to": "2029-06-01",
    "version": "01",
    "issuer": "4300",
}
FOREIGN_2023: dict[str, Any] = {
    "kind": "foreign2023",
    "name": "阿里",
    "foreign_name": "ALI KHAN",
    "sex": "男",
    "birth": "1980-01-01",
    "number": "931586198001010028",
    "issue_count": "00",
    "valid_from": "2024-02-01",
    "valid_to": "2034-02-01",
    "nationality": "PAK",
    "former_number": "000",
}
CARDS = [RESIDENT, HMT, FOREIGN_2017, FOREIGN_2023]

READER_TIMING = reader_driver.Timing(quick=1.0, command=2.0, read=0.6)
PRINTER_TIMING = receipt_driver.Timing(answer=0.5, job=0.8, per_kib=0.5, look=0.2)


@contextmanager
def simulator(kind: SimKind, *options: str) -> Iterator[SimControl]:
    """A running simulator on both kinds of line."""
    with SimControl.spawn(kind, pty=HAS_PTY, options=options) as control:
        yield control


def port_of(sim: SimControl, line: str) -> str:
    """Address of a simulator on `tcp` or `pty`."""
    port = sim.tcp if line == "tcp" else sim.pty
    assert port is not None
    return port


def sam_reader(port: str, **more: Any) -> reader_driver.SamIdCardReader:
    """Our reader driver on a simulator, with short patience."""
    return reader_driver.SamIdCardReader(
        lambda: open_transport(port), timing=READER_TIMING, simulated=True, **more
    )


def receipt_printer(port: str, **more: Any) -> receipt_driver.EscPosPrinter:
    """Our receipt driver on a simulator, with short patience."""
    return receipt_driver.EscPosPrinter(
        lambda: open_transport(port), timing=PRINTER_TIMING, simulated=True, **more
    )


def slip_bytes(*lines: str) -> bytes:
    """A small job: each line as text, then a cut."""
    text = "".join(f"{line}\n" for line in lines).encode("gb18030")
    return b"\x1b@\x1c&" + text + b"\x1dVB\x03"


class FakeClock:
    """Monotonic seconds that move only when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class FakeLine:
    """A transport whose answers a test writes: reply(data written) → list of pieces.

    Each piece is bytes, or a number of seconds that pass before the next one.
    """

    port = "fake"

    def __init__(
        self, clock: FakeClock, reply: Callable[[bytes], list[bytes | float]] | None = None
    ) -> None:
        self.clock = clock
        self.reply = reply or (lambda data: [])
        self.written: list[bytes] = []
        self.pieces: list[bytes | float] = []
        self.closed = False
        self.lost = False

    def write(self, data: bytes) -> None:
        self._check()
        self.written.append(data)
        self.pieces += self.reply(data)

    def read_some(self, timeout: float) -> bytes:
        self._check()
        waited = 0.0
        while self.pieces:
            piece = self.pieces[0]
            if isinstance(piece, bytes):
                self.pieces.pop(0)
                return piece
            if waited + piece > timeout:
                self.pieces[0] = piece - (timeout - waited)
                break
            self.pieces.pop(0)
            waited += piece
            self.clock.seconds += piece
        self.clock.seconds += timeout - waited
        return b""

    def flush_input(self) -> None:
        self._check()
        self.pieces.clear()

    def close(self) -> None:
        self.closed = True

    def _check(self) -> None:
        if self.lost:
            raise DeviceLost("lost", self.port)
