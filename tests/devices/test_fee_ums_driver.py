"""The driver's exchange on a line whose every byte and second a test decides."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.devices.staging import FakeClock, FakeLine

from counter.devices.fee_terminal import ums
from counter.devices.fee_terminal.framer import ACK, CAN, ENQ, NAK, Frame, Framer, build_frame
from counter.devices.fee_terminal.ums_driver import UmsFeeTerminal
from counter.devices.transports import Transport
from counter.domain.errors import KnownError
from counter.ports.devices import FeeReply, SaleOrder

SALE = SaleOrder(trace="S1", fen=3500, operator="0411", window="9")
Pieces = list[bytes | float]


def reply_to(request: ums.Request, **change: object) -> bytes:
    """The frame of a good answer, with changes."""
    fields: dict[str, object] = {
        "code": "00",
        "voucher": "000107",
        "fen": request.fen,
        "terminal": "01234567",
        "batch": "000012",
        "date": "0922",
        "time": "093012",
        "echo": request.echo,
        **change,
    }
    return build_frame(ums.build_reply(ums.Reply(**fields)))  # type: ignore[arg-type]


class Bench:
    """A signed-in driver; `sale` is what the terminal does with a sale's frame."""

    def __init__(self, sale: Callable[[ums.Request], Pieces], nak: Pieces | None = None) -> None:
        self.clock = FakeClock()
        self.line = FakeLine(self.clock, self._reply)
        self.sales: list[ums.Request] = []
        self._sale, self._nak = sale, nak or []
        self.opened = 0
        self.pos = UmsFeeTerminal(self._open, monotonic=self.clock, echoes=random.Random(1))
        assert self.pos.sign_in("0411", "9").result == "approved"

    def _open(self) -> Transport:
        self.opened += 1
        return self.line

    def _reply(self, data: bytes) -> Pieces:
        if data == ENQ:
            return [ACK]
        if data == NAK:
            return list(self._nak)
        for item in Framer().feed(data):
            if isinstance(item, Frame):
                request = ums.parse_request(item.data)
                if request.type is ums.Type.SIGN_IN:
                    return [ACK, reply_to(request, voucher="", fen=None)]
                self.sales.append(request)
                return self._sale(request)
        return []

    def sale(self, **more: object) -> FeeReply:
        reply = self.pos.sale(SALE, **more)  # type: ignore[arg-type]
        assert len(self.sales) == 1, "a sale was sent twice"
        return reply


def test_it_waits_two_minutes_for_the_citizen_and_counts_them_down() -> None:
    bench = Bench(lambda request: [ACK, 119.0, reply_to(request)])
    told: list[int] = []
    assert bench.sale(progress=told.append).result == "approved"
    assert told[0] == 120 and told[-1] <= 2
    assert told == list(range(120, told[-1] - 1, -1))


def test_after_two_minutes_nobody_knows() -> None:
    bench = Bench(lambda request: [ACK, 121.0, reply_to(request)])
    assert (bench.sale().why, bench.clock.seconds >= 120.0) == ("pos.silent", True)


def test_a_request_that_is_not_confirmed_is_unknown_after_two_seconds() -> None:
    bench = Bench(lambda request: [])
    assert bench.sale().why == "pos.no_ack"
    assert bench.clock.seconds < 3.0


def test_a_nak_does_not_make_it_send_a_sale_again() -> None:
    bench = Bench(lambda request: [NAK, NAK, NAK])
    assert bench.sale().why == "pos.no_ack"
    bench = Bench(lambda request: [NAK, ACK, NAK, reply_to(request)])
    assert bench.sale().result == "approved"


def test_an_answer_confirms_the_request_even_if_the_ack_was_lost() -> None:
    bench = Bench(lambda request: [1.0, reply_to(request)])
    assert bench.sale().result == "approved"
    assert bench.line.written[-1] == ACK


def test_a_damaged_answer_is_asked_for_again_three_times() -> None:
    def damaged(request: ums.Request) -> Pieces:
        frame = reply_to(request)
        bench._nak = [frame[:-1] + bytes([frame[-1] ^ 1])]
        return [ACK, *bench._nak]

    bench = Bench(lambda request: damaged(request))
    assert bench.sale().why == "pos.bad_data"
    assert bench.line.written.count(NAK) == 3
    assert bench.clock.seconds < 10.0


def test_a_broken_off_answer_is_asked_for_again_after_a_second() -> None:
    def cut(request: ums.Request) -> Pieces:
        bench._nak = [reply_to(request)]
        return [ACK, reply_to(request)[:80]]

    bench = Bench(lambda request: cut(request))
    assert bench.sale().result == "approved"
    assert bench.line.written.count(NAK) == 1


def test_a_wish_to_abort_is_passed_on_once_and_the_outcome_is_read_back() -> None:
    bench = Bench(lambda request: [ACK, 5.0, reply_to(request)])
    assert bench.sale(cancel=lambda: True).result == "approved"
    assert bench.line.written.count(CAN) == 1


def test_a_port_that_breaks_after_the_request_left_is_unknown() -> None:
    def gone(request: ums.Request) -> Pieces:
        bench.line.lost = True
        return []

    bench = Bench(lambda request: gone(request))
    assert bench.sale().why == "pos.lost"


def test_nobody_at_the_other_end_was_sent_nothing() -> None:
    clock = FakeClock()
    line = FakeLine(clock)
    pos = UmsFeeTerminal(lambda: line, monotonic=clock)
    with pytest.raises(KnownError) as caught:
        pos.sign_in("0411", "9")
    assert caught.value.code == "device.silent"
    assert line.written == [ENQ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"echo": "000"}, "pos.wrong_echo"),
        ({"echo": ""}, "pos.wrong_echo"),
        ({"fen": 3501}, "pos.wrong_amount"),
        ({"fen": None}, "pos.wrong_amount"),
        ({"voucher": ""}, "pos.no_voucher"),
        ({"voucher": "000000"}, "pos.no_voucher"),
        ({"code": "98"}, "pos.bank_silent"),
        ({"code": "51", "fen": 9}, "pos.wrong_amount"),
        ({"code": "51", "echo": "000"}, "pos.wrong_echo"),
    ],
)
def test_00_is_believed_only_if_everything_else_fits(change: dict[str, object], why: str) -> None:
    bench = Bench(lambda request: [ACK, reply_to(request, **change)])
    reply = bench.sale()
    assert (reply.result, reply.why) == ("unknown", why)


def test_a_refusal_may_leave_the_amount_blank() -> None:
    bench = Bench(lambda request: [ACK, reply_to(request, code="51", fen=None, voucher="")])
    reply = bench.sale()
    assert (reply.result, reply.words) == ("declined", "银行拒绝：余额不足（51）")


def test_a_voucher_that_was_there_before_is_not_a_new_sale() -> None:
    bench = Bench(lambda request: [ACK, reply_to(request)])
    assert bench.sale().result == "approved"
    again = SaleOrder(trace="S2", fen=3500, operator="0411", window="9")
    assert bench.pos.sale(again).why == "pos.repeated"


def test_the_answer_before_this_one_is_not_this_one() -> None:
    answers: list[bytes] = []

    def with_the_former(request: ums.Request) -> Pieces:
        former = list(answers)
        answers.append(reply_to(request, voucher=f"00020{len(answers)}"))
        return [ACK, *former, answers[-1]]

    bench = Bench(with_the_former)
    other = SaleOrder(trace="S2", fen=3500, operator="0411", window="9")
    first, second = bench.pos.sale(SALE), bench.pos.sale(other)
    assert (first.voucher, second.voucher) == ("000200", "000201")


@given(st.lists(st.binary(min_size=1, max_size=200), max_size=6))
def test_arbitrary_bytes_are_never_taken_for_a_payment(pieces: list[bytes]) -> None:
    noise: Pieces = [ACK, *pieces]
    assert Bench(lambda request: noise).sale().result == "unknown"


@given(st.binary(max_size=200))
def test_an_undamaged_frame_with_anything_in_it_is_never_taken_for_a_payment(
    data: bytes,
) -> None:
    bench = Bench(lambda request: [ACK, build_frame(data)])
    assert bench.sale().result == "unknown"
