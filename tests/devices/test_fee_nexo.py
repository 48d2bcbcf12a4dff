"""nexo as JSON: amounts without floats, answers that must name our request, no luck with noise."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.devices.staging import FakeClock, FakeLine

from counter.devices.fee_terminal import nexo
from counter.devices.fee_terminal.nexo import Framer, Sender, WrongMessage, build_frame, fen_of
from counter.devices.fee_terminal.nexo_driver import NexoFeeTerminal
from counter.domain.errors import KnownError
from counter.domain.posrules import MAX_FEN
from counter.ports.devices import FeeReply, LastTrade, SaleOrder, VoidOrder

SENDER = Sender("COUNTER", "POS")
SALE = SaleOrder(trace="S000000001", fen=3500, operator="0411", window="9")
PAID: dict[str, Any] = {
    "Response": {"Result": "Success"},
    "POIData": {
        "POITransactionID": {"TransactionID": "000107", "TimeStamp": "2026-09-22T01:30:12Z"},
        "POIReconciliationID": "000012",
    },
    "PaymentResult": {
        "PaymentInstrumentData": {
            "CardData": {"PaymentBrand": "UnionPay", "MaskedPAN": "6222021234567890123"}
        },
        "AmountsResp": {"Currency": "CNY", "AuthorizedAmount": Decimal("35.00")},
        "PaymentAcquirerData": {
            "MerchantID": "898430059990001",
            "AcquirerPOIID": "01234567",
            "AcquirerTransactionID": {"TransactionID": "092200000107"},
            "ApprovalCode": "701000",
        },
    },
}


def changed(message: Any, path: str, value: Any) -> Any:
    """A copy of a message with one part replaced; `del` takes the part away."""
    copy = nexo.read_json(nexo.build_frame(message)[4:])
    *way, last = path.split(".")
    place = copy
    for name in way:
        place = place[name]
    if value == "del":
        del place[last]
    else:
        place[last] = value
    return copy


def response(category: str, service: str, body: Any, **header: str) -> bytes:
    told = {**nexo.header(SENDER, category, service, "Response"), **header}
    return build_frame({"SaleToPOIResponse": {"MessageHeader": told, f"{category}Response": body}})


class Bench:
    """A signed-in driver; `answer` is what comes when it asks for anything but a sign-in."""

    def __init__(self, answer: list[bytes | float]) -> None:
        self.clock = FakeClock()
        self.line = FakeLine(self.clock, self._reply)
        self.asked: list[dict[str, Any]] = []
        self._answer = answer
        self.pos = NexoFeeTerminal(lambda: self.line, sender=SENDER, monotonic=self.clock)
        assert self.pos.sign_in("0411", "9").result == "approved"

    def _reply(self, data: bytes) -> list[bytes | float]:
        (message,) = Framer().feed(data)
        request = nexo.read_json(message)["SaleToPOIRequest"]
        header = request["MessageHeader"]
        if header["MessageCategory"] == "Login":
            return [response("Login", header["ServiceID"], {"Response": {"Result": "Success"}})]
        self.asked.append(request)
        return list(self._answer)

    def sale(self, **more: Any) -> FeeReply:
        reply = self.pos.sale(SALE, **more)
        sent = [r for r in self.asked if r["MessageHeader"]["MessageCategory"] == "Payment"]
        assert len(sent) == 1, "a sale was sent twice"
        return reply


# --- amounts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        ("35", 3500),
        ("35.0", 3500),
        ("35.00", 3500),
        ("0.01", 1),
        ("0.29", 29),
        ("9999999999.99", MAX_FEN),
        ("3.5e1", 3500),
        ("35.001", None),
        ("-35.00", None),
        ("1e400", None),
        ("1e-400", None),
        ("true", None),
        ('"35.00"', None),
        ("null", None),
        ("[35]", None),
    ],
)
def test_an_amount_is_whole_fen_or_none(amount: str, fen: int | None) -> None:
    assert fen_of(nexo.read_json(f'{{"a": {amount}}}'.encode())["a"]) == fen


@given(st.integers(1, MAX_FEN))
def test_every_amount_crosses_the_wire_to_the_fen(fen: int) -> None:
    (message,) = Framer().feed(build_frame({"a": nexo.yuan(fen)}))
    assert fen_of(nexo.read_json(message)["a"]) == fen
    assert f"{fen // 100}.{fen % 100:02d}".encode() in message


# --- what is sent --------------------------------------------------------------------------------


def test_a_payment_carries_our_trace_as_its_service_id() -> None:
    bench = Bench([])
    bench.sale()
    (sent,) = bench.asked
    assert sent["MessageHeader"] == {
        "ProtocolVersion": "3.0",
        "MessageClass": "Service",
        "MessageCategory": "Payment",
        "MessageType": "Request",
        "ServiceID": "S000000001",
        "SaleID": "COUNTER",
        "POIID": "POS",
    }
    payment = sent["PaymentRequest"]
    assert payment["PaymentTransaction"]["AmountsReq"] == {
        "Currency": "CNY",
        "RequestedAmount": Decimal("35.00"),
    }
    assert payment["SaleData"]["OperatorID"] == "0411"


def test_a_trace_is_never_sent_twice() -> None:
    bench = Bench([])
    assert bench.sale().result == "unknown"
    with pytest.raises(KnownError) as caught:
        bench.pos.sale(SALE)
    assert caught.value.code == "pos.bad_order"
    assert len(bench.asked) == 1


# --- what is believed ----------------------------------------------------------------------------


def test_a_payment_that_fits_is_taken_with_its_card_masked_and_no_year() -> None:
    reply = Bench([119.0, response("Payment", SALE.trace, PAID)]).sale()
    assert (reply.result, reply.fen, reply.voucher, reply.batch) == (
        "approved",
        3500,
        "000107",
        "000012",
    )
    assert (reply.date, reply.time) == ("0922", "093012")
    assert reply.card == "622202*********0123"
    assert "1234567890" not in str(reply)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("PaymentResult.AmountsResp.AuthorizedAmount", Decimal("35.01"), "pos.wrong_amount"),
        ("PaymentResult.AmountsResp.AuthorizedAmount", "35.00", "pos.wrong_amount"),
        ("PaymentResult.AmountsResp.Currency", "USD", "pos.wrong_amount"),
        ("PaymentResult", "del", "pos.wrong_amount"),
        ("Response.Result", "Partial", "pos.wrong_amount"),
        ("Response.Result", "Maybe", "pos.bad_data"),
        ("Response", "del", "pos.bad_data"),
        ("POIData", "del", "pos.no_voucher"),
        ("POIData.POITransactionID.TransactionID", "000000", "pos.no_voucher"),
        ("POIData.POITransactionID.TransactionID", "²", "pos.no_voucher"),
        ("POIData.POITransactionID.TransactionID", "0001070", "pos.no_voucher"),
    ],
)
def test_success_is_believed_only_if_everything_else_fits(path: str, value: Any, why: str) -> None:
    body = changed(PAID, path, value)
    reply = Bench([response("Payment", SALE.trace, body)]).sale()
    assert (reply.result, reply.why) == ("unknown", why)


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ({"ServiceID": "S000000002"}, "pos.wrong_echo"),
        ({"SaleID": "OTHER"}, "pos.wrong_echo"),
        ({"POIID": "OTHER"}, "pos.wrong_echo"),
        ({"MessageCategory": "Reversal"}, "pos.wrong_type"),
        ({"MessageType": "Notification"}, "pos.wrong_type"),
        ({"MessageClass": "Event"}, "pos.wrong_type"),
    ],
)
def test_an_answer_must_name_our_request(header: dict[str, str], why: str) -> None:
    frame = response("Payment", SALE.trace, PAID, **header)
    assert Bench([frame]).sale().why == why


@pytest.mark.parametrize("condition", ["UnreachableHost", "DeviceOut", "Whatever", ""])
def test_a_failure_that_does_not_say_that_nothing_was_charged_is_unknown(condition: str) -> None:
    body = {"Response": {"Result": "Failure", "ErrorCondition": condition}}
    assert Bench([response("Payment", SALE.trace, body)]).sale().why == "pos.bank_silent"


def test_the_late_answer_to_an_earlier_request_is_passed_over() -> None:
    bench = Bench([])
    assert bench.sale().result == "unknown"
    late = changed(PAID, "POIData.POITransactionID.TransactionID", "000106")
    bench._answer = [response("Payment", SALE.trace, late), response("Payment", "S2", PAID)]
    second = bench.pos.sale(SaleOrder(trace="S2", fen=3500, operator="0411", window="9"))
    assert (second.result, second.voucher) == ("approved", "000107")


def test_a_display_of_the_terminal_is_no_answer() -> None:
    display = build_frame({"SaleToPOIRequest": {"MessageHeader": {"MessageCategory": "Display"}}})
    assert Bench([display, response("Payment", SALE.trace, PAID)]).sale().result == "approved"


# --- what became of it ---------------------------------------------------------------------------


def status(body: Any) -> LastTrade:
    """The driver's reading of a TransactionStatusResponse with `body`."""
    bench = Bench([])
    bench._answer = []

    def reply(data: bytes) -> list[bytes | float]:
        (message,) = Framer().feed(data)
        header = nexo.read_json(message)["SaleToPOIRequest"]["MessageHeader"]
        return [response("TransactionStatus", header["ServiceID"], body)]

    bench.line.reply = reply
    return bench.pos.query_last(SALE)


def repeated(body: Any, **header: str) -> dict[str, Any]:
    told = {**nexo.header(SENDER, "Payment", SALE.trace, "Response"), **header}
    return {
        "Response": {"Result": "Success"},
        "RepeatedMessageResponse": {
            "MessageHeader": told,
            "RepeatedResponseMessageBody": {"PaymentResponse": body},
        },
    }


def failure(condition: str) -> dict[str, Any]:
    return {"Response": {"Result": "Failure", "ErrorCondition": condition}}


def test_a_status_repeats_the_original_answer() -> None:
    last = status(repeated(PAID))
    assert (last.state, last.ours) == ("found", True)
    assert last.reply is not None and last.reply.voucher == "000107"
    refused = status(repeated(failure("Refusal")))
    assert refused.reply is not None and refused.reply.result == "declined"


def test_a_status_says_that_it_still_runs_or_that_it_knows_nothing() -> None:
    assert status(failure("InProgress")).state == "running"
    assert status(failure("NotFound")).state == "none"
    assert status(failure("Busy")).state == "unknown"


@pytest.mark.parametrize(
    "body",
    [
        repeated(PAID, ServiceID="S000000009"),
        repeated(PAID, MessageCategory="Reversal"),
        repeated(changed(PAID, "PaymentResult.AmountsResp.AuthorizedAmount", Decimal("1"))),
        repeated({}),
        {"Response": {"Result": "Success"}},
    ],
)
def test_a_status_about_something_else_proves_nothing(body: Any) -> None:
    assert status(body).state == "unknown"


def test_a_void_is_asked_for_by_the_category_of_a_reversal() -> None:
    bench = Bench([])
    bench.pos.query_last(
        VoidOrder(trace="V1", fen=1, operator="0411", window="9", voucher="000107")
    )
    about = bench.asked[0]["TransactionStatusRequest"]["MessageReference"]
    assert (about["MessageCategory"], about["ServiceID"]) == ("Reversal", "V1")


# --- noise ---------------------------------------------------------------------------------------


def test_a_message_may_come_in_pieces_and_after_noise() -> None:
    framer = Framer()
    found = []
    for byte in b"\x00\xff{\x02" + build_frame({"a": 1}):
        found += framer.feed(bytes([byte]))
    assert found == [b'{"a":1}']


@pytest.mark.parametrize("data", [b"[]", b"1", b"{", b'{"a":NaN}', b"\xff", b'{"a":' + b"[" * 9999])
def test_what_is_no_object_is_no_message(data: bytes) -> None:
    with pytest.raises(WrongMessage):
        nexo.read_json(data)


@given(st.lists(st.binary(min_size=1, max_size=100), max_size=6))
def test_arbitrary_bytes_are_never_taken_for_a_payment(pieces: list[bytes]) -> None:
    assert Bench([*pieces]).sale().result == "unknown"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
paths = st.sampled_from(
    [
        "Response",
        "Response.Result",
        "POIData",
        "POIData.POITransactionID",
        "POIData.POITransactionID.TransactionID",
        "POIData.POITransactionID.TimeStamp",
        "PaymentResult",
        "PaymentResult.AmountsResp",
        "PaymentResult.AmountsResp.AuthorizedAmount",
        "PaymentResult.PaymentInstrumentData",
        "PaymentResult.PaymentInstrumentData.CardData.MaskedPAN",
        "PaymentResult.PaymentAcquirerData",
    ]
)


@given(paths, json_values)
def test_any_part_of_an_answer_may_be_anything_and_the_amount_still_decides(
    path: str, value: Any
) -> None:
    body = changed(PAID, path, value)
    reply = Bench(
        [response("Payment", SALE.trace, json.loads(json.dumps(body, default=str)))]
    ).sale()
    assert reply.result != "approved"  # amounts became texts: nothing here may pass


@given(paths, json_values)
def test_what_is_approved_has_our_amount_a_voucher_and_a_masked_card(path: str, value: Any) -> None:
    reply = Bench([response("Payment", SALE.trace, changed(PAID, path, value))]).sale()
    assert sum(sign.isdigit() for sign in reply.card) <= 10
    if reply.result == "approved":
        assert reply.fen == 3500 and int(reply.voucher) > 0
