"""The 59/148-byte string: cut as bytes, never believed where a field is wrong, cards masked."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.devices.fee_terminal.masking import mask_card
from counter.devices.fee_terminal.ums import (
    REPLY_BYTES,
    REQUEST_BYTES,
    Reply,
    Request,
    Type,
    WrongString,
    build_reply,
    build_request,
    parse_reply,
    parse_request,
)
from counter.ports.devices import BatchTotals

SALE = Request(type=Type.SALE, window="分1", operator="0411", fen=3500, echo="042")
REPLY = Reply(
    code="00",
    bank="0102",
    card="622202*********0123",
    voucher="000107",
    fen=3500,
    message="交易成功",
    merchant="898430059990001",
    terminal="01234567",
    batch="000012",
    date="0922",
    time="093012",
    reference="092200000107",
    auth="701000",
    settle_date="0922",
    echo="042",
)


def test_the_widths_are_the_published_ones() -> None:
    assert (REQUEST_BYTES, REPLY_BYTES) == (59, 148)
    data = build_request(SALE)
    assert data[:8] == "分1".encode("gbk") + b"     "
    assert data[8:18] == b"0411    00"
    assert data[18:30] == b"000000003500"
    assert data[-3:] == b"042"


@pytest.mark.parametrize(
    "request_",
    [
        SALE,
        Request(type=Type.VOID, window="9", operator="0411", fen=1, voucher="000107", echo="000"),
        Request(
            type=Type.REFUND,
            window="9",
            operator="0411",
            fen=999_999_999_999,
            reference="092200000107",
            date="2026-09-22",
            echo="999",
        ),
    ],
)
def test_a_request_reads_back(request_: Request) -> None:
    assert parse_request(build_request(request_)) == request_


@pytest.mark.parametrize("change", [{"operator": "123456789"}, {"fen": 10**12}, {"echo": "1234"}])
def test_what_does_not_fit_is_not_cut(change: dict[str, object]) -> None:
    with pytest.raises(WrongString):
        build_request(msgspec.structs.replace(SALE, **change))


def test_a_chinese_message_is_cut_by_bytes_and_nothing_after_it_moves() -> None:
    data = build_reply(REPLY)
    assert len(data) == 148
    assert data[44:84] == "交易成功".encode("gbk") + b" " * 32
    assert parse_reply(data) == REPLY
    full = msgspec.structs.replace(REPLY, message="余额不足请换一张卡或者改用现金交易请稍候")
    assert parse_reply(build_reply(full)) == full


@pytest.mark.parametrize("tail", [b"", b" ", b" " * 100, b"\0" * 44])
def test_padding_behind_148_bytes_is_taken(tail: bytes) -> None:
    assert parse_reply(build_reply(REPLY) + tail) == REPLY


def test_an_amount_may_be_blank() -> None:
    failed = msgspec.structs.replace(REPLY, code="51", fen=None, voucher="", card="")
    assert parse_reply(build_reply(failed)).fen is None


@pytest.mark.parametrize(
    ("at", "bytes_"),
    [(0, b"\xff\xff"), (26, b"00O107"), (99, b"\xc1\xc1"), (113, b"2X"), (145, b"4 2")],
)
def test_a_field_that_cannot_be_is_not_guessed(at: int, bytes_: bytes) -> None:
    data = build_reply(REPLY)
    with pytest.raises(WrongString):
        parse_reply(data[:at] + bytes_ + data[at + len(bytes_) :])


@pytest.mark.parametrize(
    "data", [b"", b" " * 147, build_reply(REPLY)[1:], build_reply(REPLY) + b"x"]
)
def test_another_length_is_no_answer(data: bytes) -> None:
    with pytest.raises(WrongString):
        parse_reply(data)


def test_totals_stand_behind_the_string() -> None:
    totals = BatchTotals(sale_count=3, sale_fen=10**11, void_count=1, void_fen=5)
    told = msgspec.structs.replace(REPLY, totals=totals)
    assert parse_reply(build_reply(told, padding=8)).totals == totals


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("622202*********0123", "622202*********0123"),
        ("6222021234567890123", "622202*********0123"),
        ("6222021234*******23", "622202***********23"),
        ("12345678", "****5678"),
        ("", ""),
        ("********", ""),
        ("UNIONPAY", ""),
    ],
)
def test_of_a_card_six_and_four_digits_are_kept(sent: str, kept: str) -> None:
    assert mask_card(sent) == kept


def test_a_card_number_in_clear_never_gets_through() -> None:
    clear = "6222021234567890123"
    loud = msgspec.structs.replace(REPLY, card=clear, message=f"卡{clear}")
    seen = parse_reply(build_reply(loud))
    assert seen.card == "622202*********0123"
    assert "1234567890" not in str(seen)


@given(st.binary(max_size=260))
def test_arbitrary_bytes_are_refused_or_masked(data: bytes) -> None:
    try:
        reply = parse_reply(data)
    except WrongString as error:
        assert len(str(error)) < 60
        return
    assert sum(sign.isdigit() for sign in reply.card) <= 10


@given(st.integers(0, 147), st.binary(min_size=1, max_size=6))
def test_a_reply_with_any_bytes_changed_is_refused_or_still_masked(at: int, bytes_: bytes) -> None:
    data = build_reply(REPLY)
    try:
        reply = parse_reply((data[:at] + bytes_ + data[at + len(bytes_) :])[:148])
    except WrongString:
        return
    assert sum(sign.isdigit() for sign in reply.card) <= 10
