"""What every fee terminal's driver does alike: one trade at a time, checks, words, patience.

The line between "nothing was sent" and "unknown" is drawn here once: everything a driver raises
comes out of `_reach` or the checks, before the first byte; `_exchange` returns.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import structlog

from counter.devices import errors
from counter.devices.errors import DeviceLost
from counter.devices.fee_terminal.ums import fits
from counter.devices.link import Link
from counter.devices.transports import Deadline, Monotonic, Transport
from counter.domain.errors import KnownError, text
from counter.domain.posrules import check_amount
from counter.ports.devices import (
    WHY_WORDS,
    Cancel,
    DeviceHealth,
    FeeOrder,
    FeeReply,
    Light,
    Progress,
    RefundOrder,
    SaleOrder,
    TradeKind,
    VoidOrder,
)

DEVICE = "POS 机"
SLICE_SECONDS = 0.2
"""How long one look at the line may take, so that cancel and countdown are never late."""
_LOCK_SECONDS = 5.0
_REMEMBERED = 1000
_TRACE = re.compile(r"[0-9A-Za-z]{1,10}")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

log = structlog.get_logger(__name__)


class Timing(msgspec.Struct, frozen=True):
    """Seconds. ack: until a request is confirmed; answer: until its answer, while a citizen pays;
    question: the same where no citizen has to do anything; gap: silence after which a frame that
    was broken off is asked for again."""

    ack: float = 2.0
    answer: float = 120.0
    question: float = 30.0
    gap: float = 1.0

    def of(self, kind: TradeKind) -> float:
        """How long the answer to a request of this kind may take."""
        return min(self.answer, self.question) if kind in ("query", "sign_in") else self.answer


class Patience:
    """The waiting for one answer: its deadline, its countdown, and the wish to abort."""

    def __init__(
        self,
        seconds: float,
        monotonic: Monotonic,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        abort: Callable[[], None] = lambda: None,
    ) -> None:
        """abort: asks the terminal to abort; called once, when `cancel` says so."""
        self._deadline = Deadline(seconds, monotonic)
        self._progress, self._cancel, self._abort = progress, cancel, abort
        self._told = -1

    def goes_on(self) -> bool:
        """Tell the seconds left, pass on a wish to abort; False once the time is up."""
        self._tell(int(self._deadline.left() + 0.999))
        if self._wants_to_abort():
            self._abort()
        return not self._deadline.passed

    def _tell(self, left: int) -> None:
        if left == self._told or self._progress is None:
            return
        self._told = left
        try:
            self._progress(left)
        except Exception:
            # Money is on its way: a countdown that breaks must not take the answer with it.
            log.exception("pos.progress_failed")
            self._progress = None

    def _wants_to_abort(self) -> bool:
        try:
            wish = self._cancel is not None and self._cancel()
        except Exception:
            log.exception("pos.cancel_failed")
            wish, self._cancel = False, None
        if wish:
            self._cancel = None
        return wish

    def slice(self) -> float:
        """How long the next look may take."""
        return min(SLICE_SECONDS, self._deadline.left())


class BaseFeeTerminal:
    """The part of `FeeTerminal` that no protocol changes."""

    def __init__(
        self,
        open_transport: Callable[[], Transport],
        *,
        name: str = DEVICE,
        simulated: bool = False,
        timing: Timing | None = None,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self.name = name
        self.simulated = simulated
        self.link = Link(open_transport, monotonic)
        self._timing = timing or Timing()
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._leaving = threading.Event()
        self._traces: deque[str] = deque(maxlen=_REMEMBERED)
        self._signed_in = False
        self._about = ""

    @property
    def signed_in(self) -> bool:
        """Whether a sign-in has succeeded since this driver was made."""
        return self._signed_in

    def sale(
        self, order: SaleOrder, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> FeeReply:
        """See `counter.ports.devices.FeeTerminal`."""
        return self._checked_trade("sale", order, progress, cancel)

    def void(
        self, order: VoidOrder, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> FeeReply:
        """See `counter.ports.devices.FeeTerminal`."""
        if not (order.voucher.isascii() and order.voucher.isdigit() and len(order.voucher) == 6):
            raise _bad_order(text("凭证号要 6 位数字"))
        return self._checked_trade("void", order, progress, cancel)

    def refund(
        self, order: RefundOrder, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> FeeReply:
        """See `counter.ports.devices.FeeTerminal`."""
        if not (order.reference.isascii() and order.reference.isalnum()):
            raise _bad_order(text("检索参考号不对"))
        if len(order.reference) > 12 or not _ISO_DATE.fullmatch(order.date):
            raise _bad_order(text("检索参考号或原交易日期不对"))
        return self._checked_trade("refund", order, progress, cancel)

    def health(self) -> DeviceHealth:
        """One question whether somebody is there; a trade under way is left alone."""
        if not self._lock.acquire(blocking=False):
            return self._health("ok", "正在交易")
        try:
            if self.link.waiting and self.link.last_loss is not None:
                raise self.link.last_loss
            self._look()
        except DeviceLost as lost:
            light: Light = "absent" if lost.reason == "not_configured" else "bad"
            said = errors.said_of(DEVICE, lost)
            words = _spaced(errors.sentence(said.what, said.next_step))
            return self._health(light, words, lost.detail)
        except KnownError as error:
            return self._health("bad", errors.sentence(error.what, error.next_step))
        finally:
            self._lock.release()
        return self._health("ok", "POS 机正常，已签到" if self._signed_in else "POS 机连上了")

    def close(self) -> None:
        """Let the port go; who still waits for an answer is told that nobody knows."""
        self._leaving.set()
        with self._lock:
            self.link.close()
        self._leaving.clear()

    # --- for the protocols -----------------------------------------------------------------------

    def _trade(
        self,
        kind: TradeKind,
        order: FeeOrder,
        progress: Progress | None,
        cancel: Cancel | None,
    ) -> FeeReply:
        """One trade whose order is checked; the lock is held. Raises KnownError and DeviceLost only
        before the first byte."""
        raise NotImplementedError

    def _look(self) -> None:
        """Ask whether somebody is there; DeviceLost or KnownError where nobody is."""
        raise NotImplementedError

    def _reach(self) -> Transport:
        """A line on which somebody answers. A line that turns out to be dead is opened once more:
        nothing of a request has left yet."""
        fresh = False
        try:
            with self.link.using() as (transport, fresh):
                return self._greet(transport)
        except DeviceLost:
            if fresh or self.link.last_loss is None or self.link.last_loss.reason != "lost":
                raise
        with self.link.using() as (transport, _):
            return self._greet(transport)

    def _greet(self, transport: Transport) -> Transport:
        """Make sure that the line lives before a request is sent on it: DeviceLost, KnownError."""
        transport.flush_input()
        return transport

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One exchange at a time; what goes wrong before the first byte says that it did."""
        if not self._lock.acquire(timeout=_LOCK_SECONDS):
            raise _nothing_sent("pos.busy", text("POS 机正在做另一笔"), "等那一笔完了再来。")
        try:
            yield
        except DeviceLost as lost:
            said = errors.said_of(DEVICE, lost)
            raise _nothing_sent(said.code, said.what, said.next_step, **said.context) from lost
        finally:
            self._lock.release()

    def _checked_trade(
        self,
        kind: TradeKind,
        order: FeeOrder,
        progress: Progress | None,
        cancel: Cancel | None,
    ) -> FeeReply:
        check_amount(order.fen)
        check_desk(order.operator, order.window)
        if not _TRACE.fullmatch(order.trace):
            raise _bad_order(text("流水号要 1 到 10 位字母数字"))
        if not self._signed_in:
            raise _nothing_sent("pos.not_signed_in", text("POS 机还没有签到"), "请先签到，再收款。")
        with self._alone():
            if order.trace in self._traces:
                raise _bad_order(text("流水号用过了，同一笔不能发两次"))
            reply = self._trade(kind, order, progress, cancel)
            self._traces.append(order.trace)
        return self._noted(reply)

    def _noted(self, reply: FeeReply) -> FeeReply:
        """Log the end of an exchange (nothing of a card, nothing of a person)."""
        self.simulated = self.simulated or reply.simulated
        log.info("pos.reply", kind=reply.kind, result=reply.result, code=reply.code, why=reply.why)
        return reply

    def _health(self, light: Light, words: str, detail: str = "") -> DeviceHealth:
        return DeviceHealth(
            kind="fee_terminal",
            name=self.name,
            light=light,
            words=words,
            detail=detail or self._about or self.link.state,
            simulated=self.simulated,
        )


def unknown(kind: TradeKind, why: str, seen: FeeReply | None = None) -> FeeReply:
    """The outcome nobody knows. seen: what a reply said that is not believed."""
    said = WHY_WORDS[why]
    if seen is None:
        return FeeReply(kind=kind, result="unknown", why=why, words=said)
    return msgspec.structs.replace(seen, result="unknown", why=why, words=said)


def silent() -> KnownError:
    """Nobody answered before anything was sent."""
    return _nothing_sent("device.silent", text("POS 机没有回应"), "请检查电源和数据线，再试。")


def check_desk(operator: str, window: str) -> None:
    """KnownError `pos.bad_order` where a staff number or a window does not fit into its field."""
    if not (operator and fits(operator, 8)):
        raise _bad_order(text("工号放不进 POS 机的 8 个字节"))
    if not (window and fits(window, 8)):
        raise _bad_order(text("窗口号放不进 POS 机的 8 个字节"))


def _bad_order(what: Any) -> KnownError:
    return _nothing_sent("pos.bad_order", what, "请核对后再试；仍不行请联系技术员。")


def _nothing_sent(code: str, what: Any, next_step: Any, **context: Any) -> KnownError:
    """A KnownError before the first byte: its words say so."""
    said = text("{what}。没有发出，没有扣款。", what=_spaced(str(what)).rstrip("。"))
    return KnownError(code, said, next_step, nothing_sent=True, **context)


def _spaced(words: str) -> str:
    """A blank between a Chinese character and the POS behind it."""
    return re.sub(r"(?<=[\u4e00-\u9fff])POS", " POS", words)
