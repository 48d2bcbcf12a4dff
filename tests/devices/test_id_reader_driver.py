"""What the reader driver owes without a simulator: its deadline, its order, its photo, its rest."""

from __future__ import annotations

import threading

import pytest
from tests.devices.staging import RESIDENT, FakeClock, FakeLine

from counter.devices.errors import DeviceLost
from counter.devices.id_reader.driver import SamIdCardReader, Timing
from counter.devices.id_reader.framer import build_frame
from counter.devices.sim.cards import make_block
from counter.domain.errors import KnownError

BLOCK = make_block(RESIDENT)
READ = b"\x00\x00\x90\x01\x00\x04\x00" + BLOCK + b"p" * 1024
ANSWERS = {
    b"\x12\xff": b"\x00\x00\x90" + bytes(16),
    b"\x11\xff": b"\x00\x00\x90",
    b"\x20\x01": b"\x00\x00\x9f" + bytes(4),
    b"\x20\x02": b"\x00\x00\x90" + bytes(8),
    b"\x30\x01": READ,
}


def answer(request: bytes) -> list[bytes | float]:
    return [build_frame(ANSWERS[request[7:9]])]


def reader_on(line: FakeLine) -> SamIdCardReader:
    timing = Timing(quick=0.3, command=1.0, read=2.0)
    return SamIdCardReader(
        lambda: line, timing=timing, monotonic=line.clock, now=lambda: "2026-11-23T09:00:00"
    )


def test_every_reading_finds_selects_and_reads() -> None:
    line = FakeLine(FakeClock(), answer)
    reader = reader_on(line)
    reader.read()
    document = reader.read()
    commands = [data[7:9].hex() for data in line.written]
    assert commands == ["12ff", *["2001", "2002", "3001"] * 2]
    assert document.read_at == "2026-11-23T09:00:00"


def test_the_deadline_is_for_the_whole_exchange() -> None:
    clock = FakeClock()
    line = FakeLine(clock)
    # One byte of a frame every 0.3 s: every single read succeeds, the whole takes far too long.
    dribble: list[bytes | float] = []
    for byte in build_frame(ANSWERS[b"\x20\x01"]):
        dribble += [0.3, bytes([byte])]
    line.reply = lambda request: list(dribble) if request[7:9] == b"\x20\x01" else answer(request)
    reader = reader_on(line)
    with pytest.raises(KnownError) as caught:
        reader.read()
    assert caught.value.code == "card.bad_data"
    assert clock.seconds <= 2 * 1.0 + 0.1


def test_a_silent_reader_costs_two_deadlines_and_no_more() -> None:
    clock = FakeClock()
    reader = reader_on(FakeLine(clock))
    with pytest.raises(KnownError) as caught:
        reader.read()
    assert caught.value.code == "device.silent"
    assert clock.seconds <= 0.3 + 2 * 1.0 + 0.01


def test_polling_is_quick_and_leaves_a_dead_port_alone() -> None:
    clock = FakeClock()
    tries: list[float] = []

    def refuse() -> FakeLine:
        tries.append(clock.seconds)
        raise DeviceLost("not_found", "COM9")

    reader = SamIdCardReader(refuse, monotonic=clock)
    while clock.seconds < 40:
        assert not reader.poll()
        clock.seconds += 0.5
    assert tries == [0.0, 1.0, 3.0, 8.0, 18.0, 28.0, 38.0]


def test_a_card_does_not_seem_lifted_in_noise_or_while_another_thread_asks() -> None:
    line = FakeLine(FakeClock(), answer)
    reader = reader_on(line)
    assert reader.poll()
    line.reply = lambda request: []
    assert reader.poll()
    line.reply = answer
    entered, done = threading.Event(), threading.Event()

    def slow(request: bytes) -> list[bytes | float]:
        entered.set()
        done.wait(10)
        return answer(request)

    line.reply = slow
    thread = threading.Thread(target=reader.health)
    thread.start()
    assert entered.wait(10)
    assert reader.poll()
    done.set()
    thread.join(10)
    line.lost = True
    assert not reader.poll()


def test_a_person_does_not_wait_for_the_next_try() -> None:
    clock = FakeClock()
    line = FakeLine(clock, answer)
    gone = True

    def open_line() -> FakeLine:
        if gone:
            raise DeviceLost("not_found", "COM9")
        return line

    reader = SamIdCardReader(open_line, monotonic=clock)
    for _ in range(5):
        with pytest.raises(KnownError):
            reader.read()
    gone = False
    assert reader.read().name == "张三"
    assert reader.link.state == "ready"


def test_the_photo_waits_for_a_decoder_and_is_handed_out_once() -> None:
    class Decoder:
        def decode(self, block: bytes) -> bytes | None:
            return b"BM" + block[:2]

    line = FakeLine(FakeClock(), answer)
    reader = SamIdCardReader(lambda: line, monotonic=line.clock, photo_decoder=Decoder())
    reader.read()
    assert (reader.take_photo(), reader.take_photo()) == (b"BMpp", None)
    plain = reader_on(FakeLine(FakeClock(), answer))
    plain.read()
    assert plain.take_photo() is None


def test_nothing_of_the_person_reaches_the_log(log_entries: list[dict[str, object]]) -> None:
    line = FakeLine(FakeClock(), answer)
    reader = reader_on(line)
    reader.read()
    line.lost = True
    with pytest.raises(KnownError):
        reader.read()
    said = repr(log_entries)
    assert "device.lost" in said
    assert "张三" not in said and RESIDENT["number"] not in said
