"""nexo Retailer 3 messages as JSON: building requests, reading responses. No clock, no port.

The protocol is the published one of nexo standards (SaleToPOIRequest / SaleToPOIResponse). What is
ours: the framing on TCP (4 bytes big-endian length, then UTF-8), and how a bank's code and words
stand in the free text `AdditionalResponse` (`code=51&message=…`). Amounts are JSON numbers in yuan
with two decimals, read as decimals and kept in fen; never a float.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import msgspec

from counter.devices.fee_terminal import ums
from counter.devices.fee_terminal.masking import mask_card
from counter.devices.health import mask
from counter.domain.posrules import MAX_FEN
from counter.ports.devices import BatchTotals, FeeReply, TradeKind

MAX_MESSAGE = 65536
CURRENCY = "CNY"
_CHINA = dt.timezone(dt.timedelta(hours=8))
_encode = msgspec.json.Encoder(decimal_format="number").encode

REFUSED = frozenset(
    {
        "Aborted",
        "Busy",
        "Cancel",
        "InsertedCard",
        "InvalidCard",
        "LoggedOut",
        "MessageFormat",
        "NotAllowed",
        "NotFound",
        "PaymentRestriction",
        "Refusal",
        "UnavailableDevice",
        "UnavailableService",
        "WrongPIN",
    }
)
"""Error conditions after which nothing was charged for certain. Any other leaves it unknown."""


class WrongMessage(ValueError):
    """Not such a message; says which part, never what stood in it."""


# --- framing: ours -------------------------------------------------------------------------------


def build_frame(message: Any) -> bytes:
    """Length and JSON of a message; ValueError when it is too long."""
    data = _encode(message)
    if len(data) > MAX_MESSAGE:
        raise ValueError(f"a message of {len(data)} bytes is too long")
    return len(data).to_bytes(4, "big") + data


class Framer:
    """Cuts a stream into messages; noise before a message is skipped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def pending(self) -> int:
        """Bytes of a message that is not complete."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """Take `data` in; the messages that are complete now."""
        self._buffer += data
        found = []
        while len(self._buffer) > 4:
            length = int.from_bytes(self._buffer[:4], "big")
            if not 2 <= length <= MAX_MESSAGE or self._buffer[4] != ord("{"):
                del self._buffer[0]
                continue
            if len(self._buffer) < 4 + length:
                break
            found.append(bytes(self._buffer[4 : 4 + length]))
            del self._buffer[: 4 + length]
        return found


# --- reading JSON --------------------------------------------------------------------------------


def read_json(data: bytes) -> dict[str, Any]:
    """A JSON object with decimals; WrongMessage for anything else."""
    try:
        message = json.loads(data.decode("utf-8"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise WrongMessage("json") from error
    if not isinstance(message, dict):
        raise WrongMessage("object")
    return message


def _no_number(name: str) -> Any:
    raise WrongMessage(name)


def part(message: Any, *path: str) -> dict[str, Any]:
    """An object inside an object; {} where there is none."""
    for name in path:
        message = message.get(name) if isinstance(message, dict) else None
    return message if isinstance(message, dict) else {}


def words(message: Any, *path: str) -> str:
    """A printable text inside an object; "" where there is none. Numbers are no text."""
    found = part(message, *path[:-1]).get(path[-1])
    return found if isinstance(found, str) and found.isprintable() and len(found) <= 500 else ""


def fen_of(amount: Any) -> int | None:
    """Fen of an amount in yuan; None for what is no amount of whole fen."""
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        return None
    exact = Decimal(amount) if isinstance(amount, Decimal) or abs(amount) <= MAX_FEN else None
    if exact is None or not exact.is_finite() or exact.adjusted() > 12:
        return None
    sign, digits, exponent = exact.as_tuple()
    if not isinstance(exponent, int) or exponent < -30 or sign or len(digits) > 40:
        return None
    scaled = exact.scaleb(2)
    return int(scaled) if scaled == scaled.to_integral_value() else None


def yuan(fen: int) -> Decimal:
    """The amount that goes on the wire."""
    return Decimal(fen).scaleb(-2)


# --- requests ------------------------------------------------------------------------------------


class Sender(msgspec.Struct, frozen=True):
    """Who speaks to whom: SaleID and POIID of every header."""

    sale_id: str
    poi_id: str


def request(sender: Sender, category: str, service: str, body: dict[str, Any]) -> dict[str, Any]:
    """A whole SaleToPOIRequest; service: ServiceID, unique, at most ten characters."""
    return {
        "SaleToPOIRequest": {"MessageHeader": header(sender, category, service, "Request"), **body}
    }


def header(sender: Sender, category: str, service: str, kind: str) -> dict[str, str]:
    """A MessageHeader."""
    return {
        "ProtocolVersion": "3.0",
        "MessageClass": "Service",
        "MessageCategory": category,
        "MessageType": kind,
        "ServiceID": service,
        "SaleID": sender.sale_id,
        "POIID": sender.poi_id,
    }


def sale_data(trace: str, operator: str, window: str, now: str) -> dict[str, Any]:
    """SaleData of a payment or reversal; now: ISO time."""
    return {
        "OperatorID": operator,
        "SaleReferenceID": window,
        "SaleTransactionID": {"TransactionID": trace, "TimeStamp": now},
    }


def reference(sender: Sender, category: str, service: str) -> dict[str, str]:
    """A MessageReference to an earlier request."""
    return {
        "MessageCategory": category,
        "ServiceID": service,
        "SaleID": sender.sale_id,
        "POIID": sender.poi_id,
    }


# --- responses -----------------------------------------------------------------------------------


def read_reply(kind: TradeKind, body: dict[str, Any]) -> FeeReply:
    """A PaymentResponse or ReversalResponse as fields; its result is what the terminal claims and
    its `why` is set where the claim leaves it unknown. WrongMessage without a result."""
    result = words(body, "Response", "Result")
    condition = words(body, "Response", "ErrorCondition")
    if result not in ("Success", "Failure", "Partial"):
        raise WrongMessage("Result")
    paid = part(body, "PaymentResult")
    bank = part(paid, "PaymentAcquirerData")
    amount = (
        body.get("ReversedAmount")
        if kind == "void"
        else part(paid, "AmountsResp").get("AuthorizedAmount")
    )
    date, time = _moment(words(body, "POIData", "POITransactionID", "TimeStamp"))
    code, said = _reason(words(body, "Response", "AdditionalResponse"), condition)
    sure = condition in REFUSED and code not in ums.BANK_SILENT
    doubts = {
        "Success": "",
        "Partial": "pos.wrong_amount",
        "Failure": "" if sure else "pos.bank_silent",
    }
    return FeeReply(
        kind=kind,
        result="declined" if result == "Failure" else "approved",
        why=doubts[result],
        code=code,
        words=f"银行拒绝：{said}（{code}）" if result == "Failure" else "",
        merchant=words(bank, "MerchantID")[:15],
        terminal=words(bank, "AcquirerPOIID")[:8],
        batch=words(body, "POIData", "POIReconciliationID")[:6],
        voucher=_voucher(words(body, "POIData", "POITransactionID", "TransactionID")),
        reference=words(bank, "AcquirerTransactionID", "TransactionID")[:12],
        auth=words(bank, "ApprovalCode")[:6],
        card=mask_card(words(paid, "PaymentInstrumentData", "CardData", "MaskedPAN")),
        bank=mask(words(paid, "PaymentInstrumentData", "CardData", "PaymentBrand")),
        date=date,
        time=time,
        fen=fen_of(amount),
        message=said if result == "Failure" else "",
    )


def currency_of(kind: TradeKind, body: dict[str, Any]) -> str:
    """The currency of a payment's amount; a reversal has none of its own."""
    return CURRENCY if kind == "void" else words(body, "PaymentResult", "AmountsResp", "Currency")


def read_totals(body: dict[str, Any]) -> BatchTotals | None:
    """The TransactionTotals of a reconciliation; None where they are missing or not whole."""
    listed = body.get("TransactionTotals")
    if not isinstance(listed, list) or not listed:
        return None
    names = {"Debit": "sale", "ReverseDebit": "void", "Credit": "refund"}
    sums = dict.fromkeys((f"{n}_{w}" for n in names.values() for w in ("count", "fen")), 0)
    for instrument in listed:
        totals = instrument.get("PaymentTotals") if isinstance(instrument, dict) else None
        for total in totals if isinstance(totals, list) else ():
            name = names.get(words(total, "TransactionType"))
            fen, count = (
                fen_of(part(total).get("TransactionAmount")),
                part(total).get("TransactionCount"),
            )
            if name is None or fen is None or not isinstance(count, int):
                return None
            sums[f"{name}_count"] += count
            sums[f"{name}_fen"] += fen
    return BatchTotals(**sums)


def _reason(additional: str, condition: str) -> tuple[str, str]:
    """Code and words of a refusal."""
    told = parse_qs(additional)
    code = told.get("code", [condition])[0][:20]
    said = told.get("message", [""])[0] or ums.CODE_WORDS.get(code, condition or "没有说明")
    return code, mask(said)


def _voucher(number: str) -> str:
    """Six digits, or "" for a TransactionID that is no voucher number: it is never cut."""
    fits = number.isascii() and number.isdigit() and len(number) <= 6 and int(number) > 0
    return number.zfill(6) if fits else ""


def _moment(stamp: str) -> tuple[str, str]:
    """MMDD and HHMMSS in the hall's time; the year is left out on purpose."""
    try:
        moment = dt.datetime.fromisoformat(stamp)
        if moment.tzinfo is not None:
            moment = moment.astimezone(_CHINA)
    except (ValueError, OverflowError):
        return "", ""
    return f"{moment:%m%d}", f"{moment:%H%M%S}"
