"""The bridge framing: whole frames come out of whatever comes in, and nothing else does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counter.devices.fee_terminal.framer import (
    MAX_DATA,
    BadFrame,
    Control,
    Frame,
    Framer,
    build_frame,
)


def test_a_frame_has_length_in_bcd_and_an_xor_over_length_data_and_etx() -> None:
    frame = build_frame(b"A" * 59)
    assert frame[:3] == b"\x02\x00\x59"
    assert frame[-2] == 0x03
    check = 0
    for byte in frame[1:-1]:
        check ^= byte
    assert frame[-1] == check
    assert build_frame(b"B" * 148)[1:3] == b"\x01\x48"


def test_a_frame_may_come_byte_by_byte() -> None:
    framer = Framer()
    found = [item for byte in build_frame(b"hello") for item in framer.feed(bytes([byte]))]
    assert found == [Frame(b"hello")]
    assert framer.pending == 0


def test_single_bytes_stand_between_frames() -> None:
    found = Framer().feed(b"\x06\x15" + build_frame(b"x") + b"\x06\x00\xff")
    assert found == [Control(b"\x06"), Control(b"\x15"), Frame(b"x"), Control(b"\x06")]


def test_a_damaged_frame_is_told_and_the_next_one_is_found() -> None:
    good = build_frame(b"good one")
    for at in range(3, len(good)):
        bad = good[:at] + bytes([good[at] ^ 0x41]) + good[at + 1 :]
        found = Framer().feed(bad + good)
        assert Frame(b"good one") in found
        assert any(isinstance(item, BadFrame) for item in found)


def test_a_broken_off_frame_does_not_swallow_the_one_after_it() -> None:
    framer = Framer()
    framer.feed(build_frame(b"x" * 148)[:60])
    framer.clear()
    assert framer.feed(build_frame(b"y")) == [Frame(b"y")]


def test_a_length_that_no_answer_has_is_noise() -> None:
    assert Framer().feed(b"\x02\x99\x99" + build_frame(b"x"))[-1] == Frame(b"x")
    assert Framer().feed(b"\x02\x0a\x0b" + build_frame(b"x"))[-1] == Frame(b"x")


@given(st.binary(max_size=MAX_DATA), st.binary(max_size=40))
def test_what_is_built_is_found_again(data: bytes, before: bytes) -> None:
    noise = before.replace(b"\x02", b"")
    assert Frame(data) in Framer().feed(noise + build_frame(data))


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_arbitrary_bytes_never_break_it_and_are_never_held_for_ever(pieces: list[bytes]) -> None:
    framer = Framer()
    for piece in pieces:
        for item in framer.feed(piece):
            if isinstance(item, Frame):
                assert build_frame(item.data) in b"".join(pieces)
    assert framer.pending < MAX_DATA + 5
