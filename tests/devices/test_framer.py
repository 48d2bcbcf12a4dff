"""The framer finds every frame whatever stands around it, and never falls over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.devices.id_reader.framer import (
    MAX_LENGTH,
    PREAMBLE,
    BadFrame,
    Frame,
    Framer,
    build_frame,
)

PAYLOADS = st.binary(min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("payload", "published"),
    [
        ("10 FF", "AA AA AA 96 69 00 03 10 FF EC"),
        ("11 FF", "AA AA AA 96 69 00 03 11 FF ED"),
        ("12 FF", "AA AA AA 96 69 00 03 12 FF EE"),
        ("20 01", "AA AA AA 96 69 00 03 20 01 22"),
        ("20 02", "AA AA AA 96 69 00 03 20 02 21"),
        ("30 01", "AA AA AA 96 69 00 03 30 01 32"),
        ("30 03", "AA AA AA 96 69 00 03 30 03 30"),
        ("30 10", "AA AA AA 96 69 00 03 30 10 23"),
        ("00 00 9F 00 00 00 00", "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97"),
        ("00 00 80", "AA AA AA 96 69 00 04 00 00 80 84"),
        ("00 00 41", "AA AA AA 96 69 00 04 00 00 41 45"),
        ("00 00 32", "AA AA AA 96 69 00 04 00 00 32 36"),
    ],
)
def test_frames_equal_the_published_ones(payload: str, published: str) -> None:
    assert build_frame(bytes.fromhex(payload)) == bytes.fromhex(published)


@pytest.mark.parametrize(
    ("lengths", "data", "total"),
    [(4, 256 + 1024, 1295), (6, 256 + 1024 + 1024, 2321), (6, 256 + 1024 + 512, 1809)],
)
def test_reply_totals_equal_the_published_ones(lengths: int, data: int, total: int) -> None:
    assert len(build_frame(bytes(3 + lengths + data))) == total


@given(st.lists(PAYLOADS, max_size=5), st.integers(min_value=1, max_value=17))
def test_frames_come_out_whatever_pieces_they_come_in(payloads: list[bytes], piece: int) -> None:
    stream = b"".join(map(build_frame, payloads))
    framer = Framer()
    found = [
        item for at in range(0, len(stream), piece) for item in framer.feed(stream[at : at + piece])
    ]
    assert found == [Frame(payload) for payload in payloads]
    assert framer.pending == 0


@given(PAYLOADS, st.binary(max_size=40).filter(lambda noise: PREAMBLE not in noise))
def test_junk_before_a_frame_costs_nothing(payload: bytes, noise: bytes) -> None:
    # The end of the noise and the beginning of the frame may make one more preamble.
    good = [item for item in Framer().feed(noise + build_frame(payload)) if isinstance(item, Frame)]
    assert good == [Frame(payload)]


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=0xFFFF), PAYLOADS)
def test_after_any_noise_and_a_pause_the_next_frame_is_found(
    noise: bytes, length: int, payload: bytes
) -> None:
    framer = Framer()
    framer.feed(noise + PREAMBLE + length.to_bytes(2, "big") + noise)
    framer.feed(bytes(MAX_LENGTH + 10))
    assert framer.feed(build_frame(payload))[-1] == Frame(payload)
    assert framer.pending <= MAX_LENGTH


@given(PAYLOADS, st.integers(min_value=7), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_never_taken_for_good(payload: bytes, at: int, change: int) -> None:
    frame = bytearray(build_frame(payload))
    frame[7 + at % (len(frame) - 7)] ^= change
    assert Frame(payload) not in Framer().feed(bytes(frame))


def test_a_frame_that_breaks_off_does_not_swallow_the_next() -> None:
    long = build_frame(bytes(range(60)))
    short = build_frame(b"\x00\x00\x90")
    found = Framer().feed(long[:30] + short * 9)
    assert found[0] == BadFrame("check")
    assert found.count(Frame(b"\x00\x00\x90")) == 9


def test_a_length_that_cannot_be_is_said() -> None:
    assert Framer().feed(PREAMBLE + b"\xff\xff\x00") == [BadFrame("length")]
