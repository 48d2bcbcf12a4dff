"""Starts a simulator process and gives it orders: for tests, the player and the demo.

with SimControl.spawn("id_reader", pty=True) as reader:
    reader.lay_card({"name": "张三", "number": "430423199001010014"})
    ... drive reader.tcp or reader.pty ...
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

SimKind = Literal["id_reader", "receipt_printer", "queue", "fee_terminal"]
_START_SECONDS = 20.0


class SimRefused(Exception):
    """The simulator did not take an order: its words say why (a slip in the script)."""


class SimControl:
    """One running simulator. tcp, pty: addresses for a driver's `port` setting."""

    def __init__(self, process: subprocess.Popen[bytes], ready: dict[str, Any]) -> None:
        self._process = process
        self.kind: str = ready["kind"]
        self.tcp: str = ready["tcp"]
        self.pty: str | None = ready["pty"]
        host, _, port = ready["control"].rpartition(":")
        self._socket = socket.create_connection((host, int(port)), timeout=_START_SECONDS)
        self._file = self._socket.makefile("rb")

    @classmethod
    def spawn(
        cls, kind: SimKind, *, pty: bool = False, tcp: int = 0, options: tuple[str, ...] = ()
    ) -> SimControl:
        """Start the simulator of a kind and wait until it is ready.

        tcp: port to listen on, 0 for any; options: more of its own command line. RuntimeError when
        it ends before it is ready (its words stand on standard error).
        """
        command = [sys.executable, "-m", f"counter.devices.sim.{kind}", "--tcp", str(tcp)]
        command += (["--pty"] if pty else []) + list(options)
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            process.communicate()
            raise RuntimeError(f"the simulator {kind} ended with code {process.returncode}")
        return cls(process, json.loads(line))

    def call(self, do: str, **fields: Any) -> dict[str, Any]:
        """Give one order and wait for the answer; SimRefused when it is not taken."""
        self._socket.sendall(json.dumps({"do": do, **fields}).encode() + b"\n")
        line = self._file.readline()
        if not line:
            raise RuntimeError(f"the simulator {self.kind} is gone")
        answer: dict[str, Any] = json.loads(line)
        if not answer.pop("ok"):
            raise SimRefused(answer["error"])
        return answer

    # --- common orders ---------------------------------------------------------------------------

    def fault(self, name: str, **params: Any) -> None:
        """Set a fault; `unplug` and `replug` happen at once, the others at their occasion."""
        if name in ("unplug", "replug"):
            self.call(name)
        else:
            self.call("fault", name=name, **params)

    def clear_faults(self) -> None:
        """All well again (an unplugged cable stays unplugged)."""
        self.call("clear_faults")

    def reset(self) -> None:
        """As just started, with the cable in."""
        self.call("replug")
        self.call("reset")

    def lay_card(self, card: dict[str, Any]) -> None:
        """Lay a card on the reader: see `counter.devices.sim.cards.make_block`."""
        self.call("lay_card", card=card)

    def lift_card(self) -> None:
        """Take the card away."""
        self.call("lift_card")

    def slips(self) -> list[dict[str, Any]]:
        """What the receipt printer has printed and cut, oldest first."""
        slips: list[dict[str, Any]] = self.call("slips")["slips"]
        return slips

    def render(self, slip: int, path: Path) -> None:
        """Let the receipt printer draw slip number `slip` (from 0) as PNG."""
        self.call("render", slip=slip, path=str(path))

    def ledger(self) -> dict[str, Any]:
        """What the fee terminal has really done: `charged_fen`, `trades`, `totals`, `settled`."""
        return self.call("state")

    # --- its life --------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        """End the simulator and wait for it."""
        self._file.close()
        self._socket.close()
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def __enter__(self) -> SimControl:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
