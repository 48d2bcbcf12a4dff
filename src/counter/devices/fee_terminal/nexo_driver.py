"""The driver `nexo-json`: nexo Retailer messages over TCP.

A request has a ServiceID of its own, for a trade our trace; the answer must name it, and SaleID,
POIID and category too. What became of a trade whose answer did not come is asked for by that id
(TransactionStatus), so the terminal itself says whether it speaks of our request.
"""

from __future__ import annotations

import secrets
import string
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
import structlog

from counter.devices.errors import DeviceLost
from counter.devices.fee_terminal import nexo, ums
from counter.devices.fee_terminal.base import (
    BaseFeeTerminal,
    Patience,
    check_desk,
    silent,
    unknown,
)
from counter.devices.fee_terminal.nexo import Sender, WrongMessage
from counter.devices.fee_terminal.ums_driver import SIMULATED_MERCHANT
from counter.devices.transports import Transport
from counter.domain.errors import KnownError
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

_LETTERS = string.digits + string.ascii_uppercase
_LOOK_SECONDS = 2.0
Body = dict[str, Any]

log = structlog.get_logger(__name__)


class NexoFeeTerminal(BaseFeeTerminal):
    """`FeeTerminal` that speaks nexo Retailer 3 as JSON."""

    def __init__(
        self, *args: Any, sender: Sender, now: Callable[[], str] = lambda: "", **more: Any
    ) -> None:
        """sender: our SaleID and the terminal's POIID; now: ISO time for TimeStamp fields."""
        super().__init__(*args, **more)
        self._sender, self._now = sender, now
        self._spent: deque[str] = deque(maxlen=1000)

    def sign_in(self, operator: str, window: str) -> FeeReply:
        """签到: Login."""
        check_desk(operator, window)
        body = {"LoginRequest": {"DateTime": self._now(), "OperatorID": operator}}
        with self._alone():
            seconds = self._timing.of("sign_in")
            why, answer = self._ask("Login", self._new_id(), body, seconds=seconds)
        reply = self._plain("sign_in", why, answer)
        if reply.result == "approved":
            self._signed_in = True
            system = nexo.part(answer, "POISystemData")
            self.simulated |= nexo.words(system, "POISoftware", "ManufacturerID") == "SIMULATED"
            serial = nexo.words(system, "POITerminalData", "POISerialNumber")[:8]
            self._about = f"终端 {serial}"
            reply = msgspec.structs.replace(reply, terminal=serial, simulated=self.simulated)
        return self._noted(reply)

    def query_last(self, order: FeeOrder) -> LastTrade:
        """TransactionStatus by the order's trace."""
        check_desk(order.operator, order.window)
        kind, category = _kind_of(order)
        about = nexo.reference(self._sender, category, order.trace)
        body = {"TransactionStatusRequest": {"MessageReference": about}}
        with self._alone():
            seconds = self._timing.of("query")
            why, answer = self._ask("TransactionStatus", self._new_id(), body, seconds=seconds)
        reply = self._plain("query", why, answer)
        self._noted(reply)
        if reply.result == "unknown":
            return LastTrade(state="unknown", words=reply.words)
        condition = nexo.words(answer, "Response", "ErrorCondition")
        if condition == "InProgress":
            return LastTrade(state="running", words=unknown("query", "pos.running").words)
        if condition == "NotFound":
            return LastTrade(state="none", words="POS 机不知道这一笔")
        if reply.result == "declined":
            return LastTrade(state="unknown", words=reply.words)
        return self._repeated(kind, category, order, nexo.part(answer, "RepeatedMessageResponse"))

    def settle(self, operator: str, window: str, progress: Progress | None = None) -> Settlement:
        """结算: SaleReconciliation."""
        check_desk(operator, window)
        body = {"ReconciliationRequest": {"ReconciliationType": "SaleReconciliation"}}
        with self._alone():
            why, answer = self._ask("Reconciliation", self._new_id(), body, progress)
        reply = self._noted(self._plain("settle", why, answer))
        totals = nexo.read_totals(answer) if reply.result == "approved" else None
        return Settlement(reply=reply, totals=totals)

    def sign_out(self) -> None:
        """签退: Logout; whatever becomes of it, the next trade wants a sign-in."""
        self._signed_in = False
        try:
            with self._alone():
                self._ask("Logout", self._new_id(), {"LogoutRequest": {}}, seconds=_LOOK_SECONDS)
        except KnownError as error:
            # Signing out is a courtesy: a terminal that is gone has nobody signed in.
            log.info("pos.no_sign_out", code=error.code)

    # --- trades ----------------------------------------------------------------------------------

    def _trade(
        self,
        kind: TradeKind,
        order: FeeOrder,
        progress: Progress | None,
        cancel: Cancel | None,
    ) -> FeeReply:
        _, category = _kind_of(order)
        body = self._body(order)
        why, answer = self._ask(category, order.trace, body, progress, cancel)
        reply = unknown(kind, why) if why else self._judge(kind, order, answer)
        if nexo.words(answer, "Response", "ErrorCondition") == "LoggedOut":
            self._signed_in = False
        return reply

    def _body(self, order: FeeOrder) -> Body:
        data = nexo.sale_data(order.trace, order.operator, order.window, self._now())
        if isinstance(order, VoidOrder):
            original = {"POITransactionID": {"TransactionID": order.voucher}}
            return {
                "ReversalRequest": {
                    "SaleData": data,
                    "OriginalPOITransaction": original,
                    "ReversalReason": "MerchantCancel",
                    "ReversedAmount": nexo.yuan(order.fen),
                }
            }
        amounts = {"Currency": nexo.CURRENCY, "RequestedAmount": nexo.yuan(order.fen)}
        transaction: Body = {"AmountsReq": amounts}
        kind = "Normal"
        if isinstance(order, RefundOrder):
            kind = "Refund"
            host = {"TransactionID": order.reference, "TimeStamp": f"{order.date}T00:00:00+08:00"}
            transaction["OriginalPOITransaction"] = {"HostTransactionID": host}
        return {
            "PaymentRequest": {
                "SaleData": data,
                "PaymentTransaction": transaction,
                "PaymentData": {"PaymentType": kind},
            }
        }

    def _judge(self, kind: TradeKind, order: FeeOrder, body: Body) -> FeeReply:
        """What a response with the right header proves: the amount is compared first."""
        try:
            reply = nexo.read_reply(kind, body)
        except WrongMessage as error:
            log.info("pos.bad_reply", field=str(error))
            return unknown(kind, "pos.bad_data")
        simulated = self.simulated or reply.merchant == SIMULATED_MERCHANT
        reply = msgspec.structs.replace(reply, simulated=simulated)
        if reply.why:
            return unknown(kind, reply.why, reply)
        approved = reply.result == "approved"
        strange = approved and nexo.currency_of(kind, body) != nexo.CURRENCY
        if strange or (reply.fen != order.fen and (approved or reply.fen is not None)):
            return unknown(kind, "pos.wrong_amount", reply)
        if approved and not reply.voucher:
            return unknown(kind, "pos.no_voucher", reply)
        return reply

    def _repeated(
        self, kind: TradeKind, category: str, order: FeeOrder, repeated: Body
    ) -> LastTrade:
        """The original response as the terminal repeats it; only for our very request."""
        if self._doubt(nexo.part(repeated, "MessageHeader"), category, order.trace):
            return LastTrade(state="unknown", words=unknown("query", "pos.wrong_echo").words)
        body = nexo.part(repeated, "RepeatedResponseMessageBody", f"{category}Response")
        reply = self._judge(kind, order, body)
        if reply.result == "unknown":
            return LastTrade(state="unknown", words=reply.words)
        operator = nexo.words(body, "SaleData", "OperatorID")
        return LastTrade(state="found", reply=reply, ours=True, operator=operator)

    def _plain(self, kind: TradeKind, why: str, body: Body) -> FeeReply:
        """The reply to a request that moves no money by itself."""
        if why:
            return unknown(kind, why)
        result = nexo.words(body, "Response", "Result")
        if result == "Success":
            return FeeReply(kind=kind, result="approved", simulated=self.simulated)
        if result != "Failure":
            return unknown(kind, "pos.bad_data")
        condition = nexo.words(body, "Response", "ErrorCondition")
        if kind == "settle" and condition not in nexo.REFUSED:
            return unknown(kind, "pos.bank_silent")
        said = ums.CODE_WORDS["77"] if condition == "LoggedOut" else condition
        return FeeReply(kind=kind, result="declined", code=condition, words=f"POS 机拒绝：{said}")

    # --- one exchange ----------------------------------------------------------------------------

    def _new_id(self) -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(10))

    def _ask(
        self,
        category: str,
        service: str,
        body: Body,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        seconds: float | None = None,
    ) -> tuple[str, Body]:
        """Reach the terminal (may raise), then send and wait (never raises): why it is unknown, or
        "", and the body of the response."""
        frame = nexo.build_frame(nexo.request(self._sender, category, service, body))
        transport = self._reach()
        self._spent.append(service)
        patience = Patience(
            self._timing.answer if seconds is None else seconds,
            self._monotonic,
            progress,
            cancel,
            lambda: self._abort(transport, category, service),
        )
        try:
            with self.link.using():
                transport.write(frame)
                return self._wait(transport, category, service, patience)
        except DeviceLost:
            return "pos.lost", {}

    def _wait(
        self, transport: Transport, category: str, service: str, patience: Patience
    ) -> tuple[str, Body]:
        framer = nexo.Framer()
        while patience.goes_on():
            if self._leaving.is_set():
                return "pos.left", {}
            for data in framer.feed(transport.read_some(patience.slice())):
                try:
                    message = nexo.part(nexo.read_json(data), "SaleToPOIResponse")
                except WrongMessage:
                    return "pos.bad_data", {}
                header = nexo.part(message, "MessageHeader")
                told = nexo.words(header, "ServiceID")
                if not message or (told != service and told in self._spent):
                    log.info("pos.stale_reply")  # or a request of the terminal's own (a display)
                    continue
                why = self._doubt(header, category, service)
                return why, nexo.part(message, f"{category}Response")
        return ("pos.bad_data" if framer.pending else "pos.silent"), {}

    def _doubt(self, header: Body, category: str, service: str) -> str:
        """Why a header does not answer our request, or ""."""
        wanted = nexo.header(self._sender, category, service, "Response")
        if any(nexo.words(header, n) != wanted[n] for n in ("ServiceID", "SaleID", "POIID")):
            return "pos.wrong_echo"
        kinds = ("MessageClass", "MessageCategory", "MessageType")
        if any(nexo.words(header, n) != wanted[n] for n in kinds):
            return "pos.wrong_type"
        return ""

    def _abort(self, transport: Transport, category: str, service: str) -> None:
        log.info("pos.abort_asked")
        about = nexo.reference(self._sender, category, service)
        body = {"AbortRequest": {"MessageReference": about, "AbortReason": "MerchantAbort"}}
        transport.write(nexo.build_frame(nexo.request(self._sender, "Abort", self._new_id(), body)))

    def _look(self) -> None:
        body = {"DiagnosisRequest": {"HostDiagnosisFlag": False}}
        why, _ = self._ask("Diagnosis", self._new_id(), body, seconds=_LOOK_SECONDS)
        if why == "pos.lost" and self.link.last_loss is not None:
            raise self.link.last_loss
        if why:
            raise silent()


def _kind_of(order: FeeOrder) -> tuple[TradeKind, str]:
    """Our kind and nexo's category of an order."""
    if isinstance(order, VoidOrder):
        return "void", "Reversal"
    return ("refund" if isinstance(order, RefundOrder) else "sale"), "Payment"
