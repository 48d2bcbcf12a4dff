"""The receipt driver against a line that a test scripts byte by byte."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.devices.staging import FakeClock, FakeLine

from counter.devices.errors import DeviceLost
from counter.devices.receipt.driver import EscPosPrinter, Timing
from counter.devices.receipt.one_way import OneWayPrinter, make_connector
from counter.devices.receipt.status import (
    FAILED_WORDS,
    UNKNOWN_WORDS,
    is_fence,
    is_realtime,
    parse_status,
)

FINE = {1: 0x12, 2: 0x12, 4: 0x12}


def printer_on(line: FakeLine) -> EscPosPrinter:
    timing = Timing(answer=0.5, job=5.0, per_kib=1.0, look=0.5)
    return EscPosPrinter(lambda: line, timing=timing, monotonic=line.clock)


def status_only(status: dict[int, int]) -> Callable[[bytes], list[bytes | float]]:
    def reply(data: bytes) -> list[bytes | float]:
        return [bytes([status[data[2]]])] if data[:2] == b"\x10\x04" else []

    return reply


def test_it_asks_before_sends_once_and_fences_after() -> None:
    line = FakeLine(FakeClock())
    line.reply = lambda data: [b"\x00"] if data == b"\x1dr\x01" else status_only(FINE)(data)
    outcome = printer_on(line).print(b"JOB\n")
    assert outcome.outcome == "printed"
    ask = [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"]
    assert line.written == [*ask, b"JOB\n", b"\x1dr\x01", *ask]
    assert line.closed


def test_status_answers_are_never_taken_for_the_fence() -> None:
    clock = FakeClock()
    outcome = printer_on(FakeLine(clock, status_only(FINE))).print(b"JOB\n")
    assert (outcome.outcome, outcome.why) == ("unknown", "printer.silent")
    assert clock.seconds <= 5.0 + 1.0 + 0.5


def test_a_fence_that_an_earlier_job_owed_does_not_count() -> None:
    line = FakeLine(FakeClock())
    asked: list[bytes] = []

    def reply(data: bytes) -> list[bytes | float]:
        asked.append(data)
        early = b"\x00" if len(asked) == 2 else b""
        return [early + piece for piece in status_only(FINE)(data) if isinstance(piece, bytes)]

    line.reply = reply
    assert printer_on(line).print(b"JOB\n").outcome == "unknown"


def test_a_slow_printer_is_waited_for() -> None:
    line = FakeLine(FakeClock())
    line.reply = lambda data: [4.0, b"\x00"] if data == b"\x1dr\x01" else []
    line.reply, slow = status_only(FINE), line.reply

    def reply(data: bytes) -> list[bytes | float]:
        return slow(data) if data == b"\x1dr\x01" else status_only(FINE)(data)

    line.reply = reply
    assert printer_on(line).print(b"JOB\n").outcome == "printed"


@pytest.mark.parametrize("at", range(1, 12))
def test_a_line_lost_at_any_moment_gives_the_honest_outcome(at: int) -> None:
    line = FakeLine(FakeClock())

    def reply(data: bytes) -> list[bytes | float]:
        line.lost = len(line.written) >= at
        return [b"\x00"] if data == b"\x1dr\x01" else status_only(FINE)(data)

    line.reply = reply
    outcome = printer_on(line).print(b"JOB\n")
    before, after = at <= 3, at >= 6  # three questions; then job and fence; then three questions
    expected = "failed" if before else "printed" if after else "unknown"
    assert outcome.outcome == expected
    assert outcome.held is before
    assert line.closed


def test_a_cutter_that_reports_an_error_sends_the_clerk_to_look() -> None:
    line = FakeLine(FakeClock())
    error = {1: 0x1A, 2: 0x52, 4: 0x12}

    def reply(data: bytes) -> list[bytes | float]:
        if data == b"\x1dr\x01":
            return [b"\x00"]
        return status_only(error if b"\x1dr\x01" in line.written else FINE)(data)

    line.reply = reply
    outcome = printer_on(line).print(b"JOB\n")
    assert (outcome.outcome, outcome.why) == ("unknown", "printer.error")


@pytest.mark.parametrize(
    ("one", "two", "four", "obstacle", "near"),
    [
        (0x12, 0x12, 0x12, "", False),
        (0x12, 0x12, 0x1E, "", True),
        (0x1A, 0x32, 0x7E, "printer.paper_out", True),
        (0x12, 0x12, 0x72, "printer.paper_out", False),
        (0x1E, 0x16, 0x12, "printer.cover_open", False),
        (0x1A, 0x52, 0x12, "printer.error", False),
        (0x1A, 0x12, 0x12, "printer.offline", False),
    ],
)
def test_status_bytes(one: int, two: int, four: int, obstacle: str, near: bool) -> None:
    status = parse_status(one, two, four)
    assert (status.obstacle, status.near_end) == (obstacle, near)


def test_the_two_kinds_of_answer_cannot_be_confused() -> None:
    assert not [byte for byte in range(256) if is_realtime(byte) and is_fence(byte)]


def test_every_obstacle_has_words_before_and_after() -> None:
    obstacles = {"printer.paper_out", "printer.cover_open", "printer.error", "printer.offline"}
    assert obstacles | {"printer.silent"} <= FAILED_WORDS.keys() & UNKNOWN_WORDS.keys()


# --- printers that cannot be asked ---------------------------------------------------------------


def test_a_one_way_port_is_never_said_to_have_printed(tmp_path: object) -> None:
    path = f"{tmp_path}/lp0"
    open(path, "wb").close()
    printer = OneWayPrinter(make_connector("file", {"path": path}))
    outcome = printer.print(b"\x1b@JOB\n")
    assert (outcome.outcome, outcome.why) == ("unknown", "printer.one_way")
    with open(path, "rb") as port:
        assert port.read() == b"\x1b@JOB\n"
    assert printer.health().light == "unknown"


def test_a_one_way_port_that_is_not_there_gets_nothing(tmp_path: object) -> None:
    printer = OneWayPrinter(make_connector("file", {"path": f"{tmp_path}/gone/lp0"}))
    outcome = printer.print(b"JOB\n")
    assert (outcome.outcome, outcome.why, outcome.held) == ("failed", "device.not_found", True)
    assert printer.health().light == "bad"


def test_a_port_that_is_not_set_up_is_absent() -> None:
    def refuse() -> FakeLine:
        raise DeviceLost("not_configured", "")

    assert EscPosPrinter(refuse).health().light == "absent"
