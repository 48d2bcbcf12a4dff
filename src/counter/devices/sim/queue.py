"""A simulated queue machine: `python -m counter.devices.sim.queue --tcp 0 --control 0`.

Speaks the newline JSON of `counter.devices.queue.line_protocol`. Orders on the control port:
`take` (ticket, or the next number with `letter`; `count` of them), `state`, `fault` (silence, delay
by `seconds`, garbage), `clear_faults`, `reset`, `unplug`, `replug`.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from typing import Any

from counter.devices.sim.faults import FaultMenu
from counter.devices.sim.host import Line, main_of

_FAULTS = dict.fromkeys(("silence", "delay", "garbage"), "call")


class SimQueue:
    """Those who wait, in the order they came."""

    kind = "queue"

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._called: list[dict[str, str]] = []
        self._number = 0
        self._held: dict[Line, bytes] = {}
        self._faults = FaultMenu(_FAULTS, frozenset({"call", "count"}))

    def received(self, line: Line, data: bytes) -> None:
        held = self._held.get(line, b"") + data
        while b"\n" in held:
            text, _, held = held.partition(b"\n")
            self._answer(line, text)
        self._held[line] = held

    def hung_up(self, line: Line) -> None:
        self._held.pop(line, None)

    def control(self, request: dict[str, Any]) -> dict[str, Any]:
        order = request.get("do")
        if order == "take":
            return {"tickets": self._take(request)}
        if order == "state":
            return {"waiting": list(self._waiting), "called": self._called}
        if order == "fault":
            self._faults.add(request)
        elif order == "clear_faults":
            self._faults.clear()
        elif order == "reset":
            self._waiting.clear()
            self._called.clear()
            self._number = 0
            self._faults.clear()
        else:
            raise ValueError(f"unknown order {order!r}")
        return {}

    def _take(self, request: dict[str, Any]) -> list[str]:
        if "ticket" in request:
            tickets = [str(request["ticket"])]
        else:
            tickets = []
            for _ in range(int(request.get("count", 1))):
                self._number += 1
                tickets.append(f"{request.get('letter', 'A')}{self._number:03d}")
        self._waiting += tickets
        return tickets

    def _answer(self, line: Line, text: bytes) -> None:
        question = json.loads(text)
        calling = question.get("call") == "next"
        occasion = "call" if calling else "count"
        if self._faults.take("silence", occasion) is not None:
            return
        answer: dict[str, Any] = {}
        if calling and self._waiting:
            answer["ticket"] = self._waiting.popleft()
            self._called.append({"ticket": answer["ticket"], "window": str(question["window"])})
        answer["waiting"] = len(self._waiting)
        data = json.dumps(answer).encode() + b"\n"
        if self._faults.take("garbage", occasion) is not None:
            data = b"?!\n"
        delay = self._faults.take("delay", occasion)
        line.send(data, 0.0 if delay is None else float(delay.get("seconds", 1.0)))


def main(argv: Sequence[str] | None = None) -> None:
    """Run the simulator until standard input closes."""
    main_of(SimQueue, "Simulated queue machine.", argv)


if __name__ == "__main__":
    main()
