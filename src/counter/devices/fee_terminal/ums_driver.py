"""The driver `ums-string`: the 59/148-byte string inside our bridge framing, on TCP or serial.

An exchange: ENQ → ACK (somebody is there; nothing was sent so far), the request → ACK, the answer →
ACK. A damaged answer gets NAK and is sent again by the terminal, which does not charge again; a
request is never sent twice, not even after NAK.
"""

from __future__ import annotations

import random
from collections import deque
from typing import Any

import structlog

from counter.devices.errors import DeviceLost
from counter.devices.fee_terminal import framer, ums
from counter.devices.fee_terminal.base import (
    BaseFeeTerminal,
    Patience,
    check_desk,
    silent,
    unknown,
)
from counter.devices.fee_terminal.framer import BadFrame, Control, Frame, Framer
from counter.devices.fee_terminal.ums import Reply, Request, Type, WrongString
from counter.devices.transports import Deadline, Transport
from counter.ports.devices import (
    Cancel,
    FeeOrder,
    FeeReply,
    LastTrade,
    Progress,
    RefundOrder,
    Settlement,
    TradeKind,
    VoidOrder,
)

SIMULATED_MERCHANT = "SIMULATED000001"
"""Merchant number of our simulator: a real store must never take it for a terminal."""

_TYPES: dict[TradeKind, Type] = {
    "sale": Type.SALE,
    "void": Type.VOID,
    "refund": Type.REFUND,
}
_MONEY = frozenset(_TYPES)
_NAKS = 3
_REMEMBERED = 100

log = structlog.get_logger(__name__)


class UmsFeeTerminal(BaseFeeTerminal):
    """`FeeTerminal` over any transport that carries our bridge framing."""

    def __init__(self, *args: Any, echoes: random.Random | None = None, **more: Any) -> None:
        """echoes: where the three digits come from that must come back."""
        super().__init__(*args, **more)
        self._random = echoes or random.SystemRandom()
        self._spent: deque[str] = deque(maxlen=_REMEMBERED)
        self._taken: deque[tuple[str, str, str]] = deque(maxlen=_REMEMBERED)

    def sign_in(self, operator: str, window: str) -> FeeReply:
        """签到."""
        check_desk(operator, window)
        with self._alone():
            reply, _ = self._exchange("sign_in", self._request(Type.SIGN_IN, operator, window))
        if reply.result == "approved":
            self._signed_in = True
            self._about = f"商户 {reply.merchant} 终端 {reply.terminal} 批次 {reply.batch}"
        return self._noted(reply)

    def query_last(self, order: FeeOrder) -> LastTrade:
        """Reprint (04) is a query: the string knows no ids, so it is the last trade, whose ever."""
        check_desk(order.operator, order.window)
        request = self._request(Type.REPRINT, order.operator, order.window)
        with self._alone():
            reply, _ = self._exchange("query", request)
        self._noted(reply)
        if reply.result == "unknown":
            return LastTrade(state="unknown", words=reply.words)
        if reply.result == "declined":
            return LastTrade(state="none", words=reply.words)
        return LastTrade(state="found", reply=reply)

    def settle(self, operator: str, window: str, progress: Progress | None = None) -> Settlement:
        """结算; totals come in our bridge's appendix, or not at all."""
        check_desk(operator, window)
        with self._alone():
            request = self._request(Type.SETTLE, operator, window)
            reply, raw = self._exchange("settle", request, progress)
        return Settlement(reply=self._noted(reply), totals=raw.totals if raw else None)

    def sign_out(self) -> None:
        """The string has no sign-out; the next trade wants a sign-in all the same."""
        self._signed_in = False

    # --- one exchange ----------------------------------------------------------------------------

    def _trade(
        self,
        kind: TradeKind,
        order: FeeOrder,
        progress: Progress | None,
        cancel: Cancel | None,
    ) -> FeeReply:
        more: dict[str, str] = {}
        if isinstance(order, VoidOrder):
            more = {"voucher": order.voucher}
        elif isinstance(order, RefundOrder):
            more = {"reference": order.reference, "date": order.date}
        request = self._request(_TYPES[kind], order.operator, order.window, fen=order.fen, **more)
        reply, _ = self._exchange(kind, request, progress, cancel)
        if reply.result == "declined" and reply.code == ums.NOT_SIGNED_IN:
            self._signed_in = False
        return reply

    def _request(self, kind: Type, operator: str, window: str, **more: Any) -> Request:
        """A request with three digits that none of the last hundred had."""
        echo = ""
        while not echo or echo in self._spent:
            echo = f"{self._random.randrange(1000):03d}"
        return Request(type=kind, operator=operator, window=window, echo=echo, **more)

    def _exchange(
        self,
        kind: TradeKind,
        request: Request,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> tuple[FeeReply, Reply | None]:
        """Reach the terminal (may raise), then send and wait (never raises)."""
        frame = framer.build_frame(ums.build_request(request))
        transport = self._reach()
        self._spent.append(request.echo)
        try:
            with self.link.using():
                transport.write(frame)
                return _Answer(self, transport, kind, request).wait(progress, cancel)
        except DeviceLost:
            return unknown(kind, "pos.lost"), None

    def _greet(self, transport: Transport) -> Transport:
        transport.flush_input()
        transport.write(framer.ENQ)
        deadline = Deadline(self._timing.ack, self._monotonic)
        while not deadline.passed:
            if framer.ACK in transport.read_some(deadline.left()):
                return transport
        raise silent()

    def _look(self) -> None:
        with self.link.using() as (transport, _):
            self._greet(transport)

    # --- believing -------------------------------------------------------------------------------

    def judge(
        self, kind: TradeKind, request: Request, data: bytes
    ) -> tuple[FeeReply, Reply | None]:
        """What an undamaged answer proves. The echo and the amount are compared before any code
        is believed, a refusal's too."""
        try:
            raw = ums.parse_reply(data)
        except WrongString as error:
            log.info("pos.bad_reply", field=str(error))
            return unknown(kind, "pos.bad_data"), None
        reply = self._reply(kind, raw)
        why = self._doubt(kind, request, raw)
        if why:
            return unknown(kind, why, reply), None
        if kind in _MONEY and reply.result == "approved":
            self._taken.append((raw.terminal, raw.batch, raw.voucher))
        return reply, raw

    def stale(self, request: Request, data: bytes) -> bool:
        """Whether an answer belongs to an earlier request: its three digits say so."""
        try:
            echo = ums.parse_reply(data).echo
        except WrongString:
            return False
        return echo != request.echo and echo in self._spent

    def _doubt(self, kind: TradeKind, request: Request, raw: Reply) -> str:
        if raw.echo != request.echo:
            return "pos.wrong_echo"
        if raw.code in ums.BANK_SILENT:
            return "pos.bank_silent"
        if kind not in _MONEY:
            return ""
        if raw.fen != request.fen and (raw.code == ums.OK or raw.fen is not None):
            return "pos.wrong_amount"
        if raw.code != ums.OK:
            return ""
        if not (len(raw.voucher) == 6 and int(raw.voucher)):
            return "pos.no_voucher"
        if (raw.terminal, raw.batch, raw.voucher) in self._taken:
            return "pos.repeated"
        return ""

    def _reply(self, kind: TradeKind, raw: Reply) -> FeeReply:
        approved = raw.code == ums.OK
        why = raw.message or ums.CODE_WORDS.get(raw.code, "没有说明")
        return FeeReply(
            kind=kind,
            result="approved" if approved else "declined",
            code=raw.code,
            words="" if approved else f"银行拒绝：{why}（{raw.code}）",
            merchant=raw.merchant,
            terminal=raw.terminal,
            batch=raw.batch,
            voucher=raw.voucher,
            reference=raw.reference,
            auth=raw.auth,
            card=raw.card,
            bank=raw.bank,
            date=raw.date,
            time=raw.time,
            fen=raw.fen,
            message=raw.message,
            simulated=self.simulated or raw.merchant == SIMULATED_MERCHANT,
        )


class _Answer:
    """The waiting for the answer to one request that has left."""

    def __init__(
        self, terminal: UmsFeeTerminal, transport: Transport, kind: TradeKind, request: Request
    ) -> None:
        self._terminal, self._transport = terminal, transport
        self._kind, self._request = kind, request
        self._framer = Framer()
        self._confirmed = False
        self._damaged = 0

    def wait(
        self, progress: Progress | None, cancel: Cancel | None
    ) -> tuple[FeeReply, Reply | None]:
        """Until an answer, too many damaged ones, or the time is up; DeviceLost goes up."""
        timing, monotonic = self._terminal._timing, self._terminal._monotonic
        patience = Patience(timing.of(self._kind), monotonic, progress, cancel, self._abort)
        confirming = Deadline(timing.ack, monotonic)
        heard = monotonic()
        while patience.goes_on():
            if self._terminal._leaving.is_set():
                return unknown(self._kind, "pos.left"), None
            if not self._confirmed and confirming.passed:
                return unknown(self._kind, "pos.no_ack"), None
            data = self._transport.read_some(patience.slice())
            if data:
                heard = monotonic()
            answer, bad = self._sort(data)
            if answer is not None:
                return answer
            if bad or (self._framer.pending and monotonic() - heard >= timing.gap):
                heard = monotonic()
                if not self._ask_again():
                    return unknown(self._kind, "pos.bad_data"), None
        return unknown(self._kind, "pos.bad_data" if self._damaged else "pos.silent"), None

    def _sort(self, data: bytes) -> tuple[tuple[FeeReply, Reply | None] | None, bool]:
        """The answer among what came in, if it is there, and whether something was damaged."""
        bad = False
        for item in self._framer.feed(data):
            if isinstance(item, Control):
                self._confirmed = self._confirmed or item.byte == framer.ACK
            elif isinstance(item, BadFrame):
                bad = True
            else:
                self._confirmed = True
                answer = self._take(item)
                if answer is not None:
                    return answer, False
        return None, bad

    def _take(self, frame: Frame) -> tuple[FeeReply, Reply | None] | None:
        """Confirm a whole frame and judge it; None for the answer to an earlier request."""
        if self._terminal.stale(self._request, frame.data):
            log.info("pos.stale_reply")
            self._transport.write(framer.ACK)
            return None
        answer = self._terminal.judge(self._kind, self._request, frame.data)
        try:
            self._transport.write(framer.ACK)
        except DeviceLost as lost:
            # The answer is here and stands; only its confirmation did not get through.
            self._terminal.link.drop(lost)
        return answer

    def _ask_again(self) -> bool:
        """NAK a damaged answer; False when that was tried often enough."""
        self._confirmed = True
        self._damaged += 1
        self._framer.clear()
        if self._damaged > _NAKS:
            return False
        self._transport.write(framer.NAK)
        return True

    def _abort(self) -> None:
        log.info("pos.abort_asked")
        self._transport.write(framer.CAN)
