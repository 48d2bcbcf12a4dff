"""A simulated fee terminal: `python -m counter.devices.sim.fee_terminal --protocol ums-string`.

Speaks `ums-string` (on TCP and a pty) or `nexo-json` (TCP). Control orders: `state` (its ledger:
what was really charged), `clock` (now: ISO time), `fault`, `clear_faults`, `reset`, `unplug`,
`replug`. Faults wait for a sale unless `on` says void, refund, query, settle, sign_in or any;
`times` (1) counts them, -1 is until cleared.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any, Protocol

from counter.devices.sim.faults import FaultMenu
from counter.devices.sim.fee_ledger import ABORTED, NOT_SIGNED_IN, Ledger, Order, Outcome
from counter.devices.sim.host import Line, parser_for, serve

CHINA = dt.timezone(dt.timedelta(hours=8))
_OCCASIONS = frozenset({"sale", "void", "refund", "query", "settle", "sign_in"})
FAULTS = (
    "no_ack",  # nothing is heard of it at all, and nothing is charged
    "silence_before",  # confirmed, not charged, no answer
    "silence_after",  # confirmed, charged, no answer
    "delay",  # the citizen takes `seconds` to pay
    "abort_accepted",  # a wish to abort that comes before the card is granted
    "cut_reply",  # only the first `bytes` of the answer
    "bad_lrc",
    "junk",  # noise before the answer
    "duplicate",  # the answer twice
    "former",  # the answer before this one comes first
    "wrong_amount",
    "wrong_echo",
    "wrong_type",
    "declined",  # with `code` and `message`
    "not_signed_in",
    "no_totals",
)


class Front(Protocol):
    """One protocol: bytes in, orders out; outcomes in, bytes out."""

    unable: frozenset[str]

    def confirmed(self) -> bytes:
        """What confirms a request, if anything does."""
        ...

    def answer(self, request: Any, outcome: Outcome, wrong: frozenset[str]) -> bytes:
        """A whole frame; wrong: which of amount, echo, type are to be wrong."""
        ...

    def damaged(self, frame: bytes) -> bytes:
        """The frame with a wrong check."""
        ...

    def received(self, line: Line, data: bytes) -> None:
        """Bytes from a driver."""
        ...

    def hung_up(self, line: Line) -> None: ...


class SimFeeTerminal:
    """The terminal: ledger, fault menu, and the trades that wait for a card."""

    kind = "fee_terminal"

    def __init__(self, protocol: str) -> None:
        from counter.devices.sim.fee_fronts import FRONTS

        self._ahead = dt.timedelta(0)
        self._menu = FaultMenu(dict.fromkeys(FAULTS, "sale"), _OCCASIONS)
        self.ledger = Ledger(self.now)
        self._waiting: dict[str, Order] = {}
        self._aborted: set[str] = set()
        self._serial = 0
        self._former: bytes = b""
        self._front: Front = FRONTS[protocol](self)

    def now(self) -> dt.datetime:
        """The terminal's own clock."""
        return dt.datetime.fromtimestamp(time.time(), CHINA) + self._ahead

    def received(self, line: Line, data: bytes) -> None:
        self._front.received(line, data)

    def hung_up(self, line: Line) -> None:
        self._front.hung_up(line)

    def control(self, request: dict[str, Any]) -> dict[str, Any]:
        order = request.get("do")
        if order == "state":
            return self.ledger.told()
        if order == "clock":
            told = dt.datetime.fromisoformat(request["now"]).astimezone(CHINA)
            self._ahead += told - self.now()
        elif order == "fault":
            if request.get("name") in self._front.unable:
                raise ValueError(f"this protocol cannot have {request['name']!r}")
            self._menu.add(request)
        elif order == "clear_faults":
            self._menu.clear()
        elif order == "reset":
            self._menu.clear()
            self.ledger = Ledger(self.now)
            self._waiting.clear()
            self._aborted.clear()
            self._ahead, self._former = dt.timedelta(0), b""
        else:
            raise ValueError(f"unknown order {order!r}")
        return {}

    # --- for the fronts --------------------------------------------------------------------------

    def taken(self, line: Line, order: Order, request: Any) -> None:
        """An order came whole; its answer follows, unless a fault has it otherwise."""
        occasion = order.kind
        if self._menu.take("no_ack", occasion) is not None:
            return
        if confirmed := self._front.confirmed():
            line.send(confirmed)
        if self._menu.take("silence_before", occasion) is not None:
            return
        self._serial += 1
        ticket = order.trace or f"#{self._serial}"
        self._waiting[ticket] = order
        delay = self._menu.take("delay", occasion)
        if delay is None:
            self._finish(line, ticket, request)
        else:
            seconds = float(delay.get("seconds", 1.0))
            line.later(seconds, lambda: self._finish(line, ticket, request))

    def abort(self) -> None:
        """The cash desk wishes to abort: granted before the card, if the menu says so."""
        for ticket, order in self._waiting.items():
            if self._menu.take("abort_accepted", order.kind) is not None:
                self._aborted.add(ticket)

    def runs(self, trace: str) -> bool:
        """Whether the order with this trace still waits for its card."""
        return trace in self._waiting

    def send(self, line: Line, frame: bytes, occasion: str) -> None:
        """Send an answer, with whatever the menu does to it."""
        if self._menu.take("bad_lrc", occasion) is not None:
            frame = self._front.damaged(frame)
        cut = self._menu.take("cut_reply", occasion)
        if cut is not None:
            frame = frame[: int(cut.get("bytes", len(frame) // 2))]
        if self._menu.take("junk", occasion) is not None:
            frame = b"\x06\x15\x00\xff\x02\xab\xcd\x02\x03" + frame
        if self._menu.take("former", occasion) is not None:
            frame = self._former + frame
        if self._menu.take("duplicate", occasion) is not None:
            frame += frame
        line.send(frame)

    # --- one order -------------------------------------------------------------------------------

    def _finish(self, line: Line, ticket: str, request: Any) -> None:
        order = self._waiting.pop(ticket, None)
        if order is None:  # the terminal was reset meanwhile
            return
        outcome = self._outcome(ticket, order)
        if self._menu.take("silence_after", order.kind) is not None:
            return
        names = ("amount", "echo", "type")
        wrong = frozenset(n for n in names if self._menu.take(f"wrong_{n}", order.kind) is not None)
        frame = self._front.answer(request, outcome, wrong)
        self.send(line, frame, order.kind)
        self._former = frame

    def _outcome(self, ticket: str, order: Order) -> Outcome:
        if ticket in self._aborted:
            self._aborted.discard(ticket)
            return self.ledger.refuse(order, ABORTED, "已取消")
        if self._menu.take("not_signed_in", order.kind) is not None:
            self.ledger.signed_in = False
            return self.ledger.refuse(order, NOT_SIGNED_IN, "请先签到")
        declined = self._menu.take("declined", order.kind)
        if declined is not None:
            code = str(declined.get("code", "51"))
            return self.ledger.refuse(order, code, str(declined.get("message", "")))
        outcome = self.ledger.do(order)
        if outcome.totals and self._menu.take("no_totals", order.kind) is not None:
            return Outcome(code=outcome.code, message=outcome.message)
        return outcome


def main(argv: Sequence[str] | None = None) -> None:
    """Run the simulator until standard input closes."""
    parser = parser_for("Simulated fee terminal (POS).")
    parser.add_argument("--protocol", default="ums-string", choices=("ums-string", "nexo-json"))
    options = parser.parse_args(argv)
    serve(SimFeeTerminal(options.protocol), options)


if __name__ == "__main__":
    main()
