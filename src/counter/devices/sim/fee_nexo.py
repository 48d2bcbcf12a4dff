"""The front of the simulated fee terminal that speaks `nexo-json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from counter.devices.fee_terminal import nexo
from counter.devices.fee_terminal.nexo import Sender, WrongMessage
from counter.devices.sim.fee_ledger import (
    ABORTED,
    CARD,
    MERCHANT,
    NOT_SIGNED_IN,
    OK,
    TERMINAL,
    Order,
    Outcome,
)
from counter.devices.sim.host import Line
from counter.ports.devices import BatchTotals, TradeKind

if TYPE_CHECKING:
    from counter.devices.sim.fee_terminal import SimFeeTerminal

_CONDITIONS = {ABORTED: "Aborted", NOT_SIGNED_IN: "LoggedOut"}
_KINDS: dict[str, TradeKind] = {
    "Login": "sign_in",
    "Payment": "sale",
    "Reversal": "void",
    "TransactionStatus": "query",
    "Reconciliation": "settle",
}


class Asked(msgspec.Struct, frozen=True):
    """A request: its sender, category, ServiceID, body and order."""

    sender: Sender
    category: str
    service: str
    body: dict[str, Any]
    order: Order


class NexoFront:
    """Messages in frames; every trade is kept by its ServiceID."""

    unable = frozenset({"bad_lrc"})  # the framing has no check

    def __init__(self, terminal: SimFeeTerminal) -> None:
        self._terminal = terminal
        self._framers: dict[Line, nexo.Framer] = {}
        self._asked: dict[str, Asked] = {}

    def confirmed(self) -> bytes:
        return b""

    def damaged(self, frame: bytes) -> bytes:
        return frame

    def hung_up(self, line: Line) -> None:
        self._framers.pop(line, None)

    def received(self, line: Line, data: bytes) -> None:
        for message in self._framers.setdefault(line, nexo.Framer()).feed(data):
            try:
                asked = _read(nexo.part(nexo.read_json(message), "SaleToPOIRequest"))
            except WrongMessage:
                continue  # a terminal says nothing to what it cannot read
            self._request(line, asked)

    def _request(self, line: Line, asked: Asked) -> None:
        if asked.category == "Abort":
            self._terminal.abort()
        elif asked.category in ("Diagnosis", "Logout"):
            if asked.category == "Logout":
                self._terminal.ledger.signed_in = False
            line.send(_response(asked, {"Response": {"Result": "Success"}}))
        elif asked.category in _KINDS:
            if asked.order.trace:
                self._asked[asked.service] = asked
            self._terminal.taken(line, asked.order, asked)

    def answer(self, request: Asked, outcome: Outcome, wrong: frozenset[str]) -> bytes:
        if request.category == "TransactionStatus":
            body = self._status(request)
        else:
            body = self._body(request, outcome, "amount" in wrong)
        service = f"X{request.service[1:]}" if "echo" in wrong else request.service
        category = request.category
        if "type" in wrong:
            category = "Reversal" if category == "Payment" else "Payment"
        told = msgspec.structs.replace(request, service=service, category=category)
        return _response(told, body)

    # --- bodies ----------------------------------------------------------------------------------

    def _body(self, asked: Asked, outcome: Outcome, wrong_amount: bool) -> dict[str, Any]:
        if outcome.code != OK:
            why = urlencode({"code": outcome.code, "message": outcome.message})
            condition = _CONDITIONS.get(outcome.code, "Refusal")
            said = {"Result": "Failure", "ErrorCondition": condition, "AdditionalResponse": why}
            return {"Response": said}
        body: dict[str, Any] = {"Response": {"Result": "Success"}}
        if asked.category == "Login":
            body["POISystemData"] = {
                "POISoftware": {"ManufacturerID": "SIMULATED"},
                "POITerminalData": {"POISerialNumber": TERMINAL},
            }
        if asked.category == "Reconciliation" and outcome.totals is not None:
            body["TransactionTotals"] = _totals(outcome.totals)
        trade = outcome.trade
        if trade is None:
            return body
        stamp = trade.moment.isoformat(timespec="seconds")
        body["SaleData"] = {"OperatorID": trade.operator}
        body["POIData"] = {
            "POITransactionID": {"TransactionID": trade.voucher, "TimeStamp": stamp},
            "POIReconciliationID": trade.batch,
        }
        amount = nexo.yuan(trade.fen + 1 if wrong_amount else trade.fen)
        if trade.kind == "void":
            return {**body, "ReversedAmount": amount}
        body["PaymentResult"] = {
            "PaymentInstrumentData": {
                "PaymentInstrumentType": "Card",
                "CardData": {"PaymentBrand": "UnionPay", "MaskedPAN": CARD},
            },
            "AmountsResp": {"Currency": nexo.CURRENCY, "AuthorizedAmount": amount},
            "PaymentAcquirerData": {
                "MerchantID": MERCHANT,
                "AcquirerPOIID": TERMINAL,
                "AcquirerTransactionID": {"TransactionID": trade.reference, "TimeStamp": stamp},
                "ApprovalCode": trade.auth,
            },
        }
        return body

    def _status(self, request: Asked) -> dict[str, Any]:
        about = nexo.part(request.body, "MessageReference")
        service = nexo.words(about, "ServiceID")
        original, outcome = self._asked.get(service), self._terminal.ledger.outcomes.get(service)
        if self._terminal.runs(service):
            return {"Response": {"Result": "Failure", "ErrorCondition": "InProgress"}}
        if original is None or outcome is None:
            return {"Response": {"Result": "Failure", "ErrorCondition": "NotFound"}}
        header = nexo.header(original.sender, original.category, service, "Response")
        repeated = {f"{original.category}Response": self._body(original, outcome, False)}
        return {
            "Response": {"Result": "Success"},
            "MessageReference": about,
            "RepeatedMessageResponse": {
                "MessageHeader": header,
                "RepeatedResponseMessageBody": repeated,
            },
        }


def _response(asked: Asked, body: dict[str, Any]) -> bytes:
    header = nexo.header(asked.sender, asked.category, asked.service, "Response")
    return nexo.build_frame(
        {"SaleToPOIResponse": {"MessageHeader": header, f"{asked.category}Response": body}}
    )


def _totals(totals: BatchTotals) -> list[dict[str, Any]]:
    rows = (
        ("Debit", totals.sale_count, totals.sale_fen),
        ("ReverseDebit", totals.void_count, totals.void_fen),
        ("Credit", totals.refund_count, totals.refund_fen),
    )
    told = [
        {"TransactionType": kind, "TransactionCount": count, "TransactionAmount": nexo.yuan(fen)}
        for kind, count, fen in rows
    ]
    return [{"PaymentInstrumentType": "Card", "PaymentTotals": told}]


def _read(message: dict[str, Any]) -> Asked:
    header = nexo.part(message, "MessageHeader")
    category, service = nexo.words(header, "MessageCategory"), nexo.words(header, "ServiceID")
    body = nexo.part(message, f"{category}Request")
    if not (category and 1 <= len(service) <= 10 and f"{category}Request" in message):
        raise WrongMessage("header")
    sender = Sender(nexo.words(header, "SaleID"), nexo.words(header, "POIID"))
    kind = _KINDS.get(category, "query")
    transaction = nexo.part(body, "PaymentTransaction")
    if nexo.words(body, "PaymentData", "PaymentType") == "Refund":
        kind = "refund"
    amount = (
        body.get("ReversedAmount")
        if kind == "void"
        else nexo.part(transaction, "AmountsReq").get("RequestedAmount")
    )
    original = nexo.part(body if kind == "void" else transaction, "OriginalPOITransaction")
    host = nexo.part(original, "HostTransactionID")
    order = Order(
        kind=kind,
        fen=nexo.fen_of(amount) or 0,
        operator=nexo.words(body, "SaleData", "OperatorID") or nexo.words(body, "OperatorID"),
        window=nexo.words(body, "SaleData", "SaleReferenceID"),
        trace=service if kind in ("sale", "void", "refund") else "",
        voucher=nexo.words(original, "POITransactionID", "TransactionID"),
        reference=nexo.words(host, "TransactionID"),
        date=nexo.words(host, "TimeStamp")[:10],
    )
    return Asked(sender, category, service, body, order)
