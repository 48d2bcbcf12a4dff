"""A queue machine that talks newline JSON over TCP: the protocol of our simulator.

Makers of queue machines publish no common protocol; this one is ours, and a real machine gets a
driver of its own behind the same port. Calling is asked once and never repeated by itself: a
visitor called twice and skipped once would be worse than an error message.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

from counter.devices import errors
from counter.devices.errors import DeviceLost
from counter.devices.transports import Deadline, Monotonic, Transport
from counter.domain.errors import KnownError
from counter.ports.devices import DeviceHealth, Light, Visitor

DEVICE = "叫号机"


class LineQueue:
    """`QueueMachine` over newline JSON; a connection per question."""

    def __init__(
        self,
        open_transport: Callable[[], Transport],
        *,
        name: str = DEVICE,
        simulated: bool = True,
        answer_seconds: float = 2.0,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self.name = name
        self.simulated = simulated
        self._open_transport = open_transport
        self._answer_seconds = answer_seconds
        self._monotonic = monotonic
        self._lock = threading.Lock()

    def call_next(self, window: str) -> Visitor | None:
        """Call the next visitor; KnownError `device.*` when the machine is gone or silent."""
        answer = self._ask({"call": "next", "window": window})
        ticket = answer.get("ticket")
        return Visitor(str(ticket), int(answer["waiting"])) if ticket else None

    def waiting(self) -> int:
        """How many wait; KnownError `device.*` as above."""
        return int(self._ask({"call": "count"})["waiting"])

    def health(self) -> DeviceHealth:
        """One question for the count."""
        try:
            count = self.waiting()
        except KnownError as error:
            light: Light = "absent" if error.code == "device.not_configured" else "bad"
            return self._health(light, errors.sentence(error.what, error.next_step))
        return self._health("ok", f"叫号机正常，{count} 人等候")

    def close(self) -> None:
        """Nothing stays open between questions."""

    def _health(self, light: Light, words: str) -> DeviceHealth:
        return DeviceHealth(
            kind="queue", name=self.name, light=light, words=words, simulated=self.simulated
        )

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            try:
                transport = self._open_transport()
                try:
                    transport.flush_input()  # an answer that came too late is nobody's
                    transport.write(json.dumps(question).encode() + b"\n")
                    line = self._read_line(transport)
                finally:
                    transport.close()
            except DeviceLost as lost:
                raise errors.said_of(DEVICE, lost) from lost
        try:
            answer = json.loads(line)
            if not isinstance(answer, dict) or not isinstance(answer.get("waiting"), int):
                raise ValueError("no count in the answer")
        except ValueError as error:
            raise KnownError(
                "device.fault", "叫号机的回答看不懂。", "请人工叫号，并联系技术员。"
            ) from error
        return answer

    def _read_line(self, transport: Transport) -> bytes:
        deadline = Deadline(self._answer_seconds, self._monotonic)
        held = b""
        while b"\n" not in held:
            if deadline.passed:
                raise errors.silent(DEVICE)
            held += transport.read_some(deadline.left())
        return held.partition(b"\n")[0]
