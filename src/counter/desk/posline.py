"""The line to the fee terminal: one thread, one trade at a time, and the asking that follows.

A trade goes: signed in → intent committed → terminal → answer recorded. What cannot be believed is
unknown; the line then asks the terminal by itself for its last trade, `ASKS` times, `PAUSE` seconds
apart, and only then leaves it to people. Nothing is ever sold twice by the program's own doing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

import msgspec
import structlog

from counter.desk.cashier import CashierDesk
from counter.desk.worker import Worker
from counter.domain.errors import KnownError
from counter.domain.finance.payment import Payment, PayState
from counter.domain.people import Actor
from counter.ports.clock import Clock
from counter.ports.devices import (
    FeeOrder,
    FeeReply,
    FeeTerminal,
    LastTrade,
    SaleOrder,
    Settlement,
    VoidOrder,
)

ASKS = 3
PAUSE = 30.0
T = TypeVar("T")
log = structlog.get_logger(__name__)


class Trade(Protocol):
    """Runs a job with the fee terminal on the terminal's thread."""

    def __call__(self, job: Callable[[FeeTerminal], T], /) -> Future[T]: ...


class Waiting(msgspec.Struct, frozen=True):
    """What the line is doing. doing: sale, return, asking, "" when idle; left: whole seconds until
    it gives up; asks: how often it has asked."""

    doing: str = ""
    trace: str = ""
    left: int = 0
    asks: int = 0


class PosLine:
    """The line of this window's terminal. `trade` runs a job on the terminal's own thread, as
    `Devices.trade` does; calls return at once, `on_change` is called on that thread."""

    def __init__(
        self,
        trade: Trade,
        cashier: CashierDesk,
        worker: Worker,
        device: str,
        clock: Clock,
        on_fault: Callable[[BaseException], None],
        *,
        asks: int = ASKS,
        pause: float = PAUSE,
    ) -> None:
        self._run, self.device = trade, device
        self._cashier, self._worker, self._clock = cashier, worker, clock
        self._on_fault, self._asks, self._pause = on_fault, asks, pause
        self._stop = threading.Event()
        self._cancel = threading.Event()
        self.waiting = Waiting()
        self.on_change: Callable[[Waiting], None] = lambda _waiting: None

    # --- what people ask for

    def sale(
        self, actor: Actor, sheet: str, fen: int, *, confirmed: bool = False
    ) -> Future[Payment]:
        """Take `fen` of a sheet; the future ends with the payment as it stands, unknown too.
        confirmed: the payer had touched 金额对 on the second screen."""

        def begin(simulated: bool) -> FeeOrder:
            return self._cashier.begin_sale(
                actor, sheet, fen, self.device, simulated=simulated, confirmed=confirmed
            )

        return self._run(lambda terminal: self._trade(terminal, actor, "sale", begin))

    def give_back(self, actor: Actor, trace: str) -> Future[Payment]:
        """撤销 or 退货 of a sale, whichever the state of its batch asks for."""

        def begin(simulated: bool) -> FeeOrder:
            return self._cashier.begin_return(actor, trace, self.device, simulated=simulated)

        return self._run(lambda terminal: self._trade(terminal, actor, "return", begin))

    def ask(self, trace: str) -> Future[Payment]:
        """Ask about an unknown payment, from the beginning."""
        return self._run(lambda terminal: self._asked_anew(terminal, trace))

    def settle(self, actor: Actor) -> Future[Settlement]:
        """结算 of the batch. Raises what the driver raises."""
        return self._run(lambda terminal: self._settlement(terminal, actor))

    def cancel(self) -> None:
        """Ask the terminal to abort; what it answers counts."""
        self._cancel.set()

    def close(self) -> None:
        """Stop asking."""
        self._stop.set()
        self._cancel.set()

    # --- on the line's thread

    def _on_store(self, call: Callable[[], T]) -> T:
        return self._worker.submit(call).result()

    def _sign_in(self, terminal: FeeTerminal, actor: Actor) -> None:
        if terminal.signed_in:
            return
        reply = terminal.sign_in(actor.number, actor.window)
        if reply.result != "approved":
            raise KnownError(
                "pos.sign_in",
                f"POS 机签到没有成功：{reply.words or reply.code}。",
                "没有扣款。请看 POS 机和网线，再试一次。",
            )

    def _trade(
        self,
        terminal: FeeTerminal,
        actor: Actor,
        doing: str,
        begin: Callable[[bool], FeeOrder],
    ) -> Payment:
        self._cancel.clear()
        self._sign_in(terminal, actor)
        order = self._on_store(lambda: begin(terminal.simulated))
        try:
            return self._carry_out(terminal, order, doing)
        finally:  # recorded or not, nobody is at it any more
            self._cashier.let_go(order.trace)
            self._say(Waiting())

    def _carry_out(self, terminal: FeeTerminal, order: FeeOrder, doing: str) -> Payment:
        trace = order.trace
        try:
            reply = self._send(terminal, order, doing)
        except KnownError as error:  # the driver's word: nothing was sent
            refusal = error
            return self._on_store(lambda: self._cashier.not_sent(trace, refusal))
        except Exception as error:  # ours: bytes may have left
            self._on_fault(error)
            return self._on_store(lambda: self._cashier.lost_sight(trace, "fault", "程序出错"))
        payment = self._on_store(lambda: self._cashier.answered(trace, reply))
        return self._settle(terminal, trace) if payment.state is PayState.UNKNOWN else payment

    def _send(self, terminal: FeeTerminal, order: FeeOrder, doing: str) -> FeeReply:
        def progress(left: int) -> None:
            self._say(Waiting(doing, order.trace, left))

        progress(0)
        if isinstance(order, SaleOrder):
            return terminal.sale(order, progress, self._cancel.is_set)
        if isinstance(order, VoidOrder):
            return terminal.void(order, progress, self._cancel.is_set)
        return terminal.refund(order, progress, self._cancel.is_set)

    def _settle(self, terminal: FeeTerminal, trace: str) -> Payment:
        """Ask up to `asks` times; ends with the payment, settled or still unknown."""
        order = self._on_store(lambda: self._cashier.order_of(trace))
        for asked in range(1, self._asks + 1):
            self._say(Waiting("asking", trace, self._left(asked), asked))
            if self._stop.is_set() or not self._ask_once(terminal, order).is_open:
                break
            if asked < self._asks:
                self._rest(trace, asked)
        return self._on_store(lambda: self._cashier.payment(trace))

    def _asked_anew(self, terminal: FeeTerminal, trace: str) -> Payment:
        try:
            return self._settle(terminal, trace)
        finally:
            self._say(Waiting())

    def _ask_once(self, terminal: FeeTerminal, order: FeeOrder) -> Payment:
        try:
            last = terminal.query_last(order)
        except KnownError as error:
            last = LastTrade(state="unknown", words=str(error.what))
        except Exception as error:  # ours; the payment stays unknown, the line goes on
            self._on_fault(error)
            last = LastTrade(state="unknown", words="程序出错")
        return self._on_store(lambda: self._cashier.asked(order.trace, last))

    def _left(self, asked: int) -> int:
        return int((self._asks - asked) * self._pause)

    def _rest(self, trace: str, asked: int) -> None:
        """Wait until the next asking by the clock, telling the seconds that are left."""
        until = self._clock.monotonic() + self._pause
        shown = -1
        while not self._stop.is_set():
            left = until - self._clock.monotonic()
            if left <= 0:
                return
            whole = int(left) + self._left(asked + 1)
            if whole != shown:
                shown = whole
                self._say(Waiting("asking", trace, whole, asked))
            self._stop.wait(min(left, 0.2))

    def _settlement(self, terminal: FeeTerminal, actor: Actor) -> Settlement:
        self._sign_in(terminal, actor)
        return terminal.settle(actor.number, actor.window)

    def _say(self, waiting: Waiting) -> None:
        self.waiting = waiting
        self.on_change(waiting)
