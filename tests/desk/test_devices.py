"""The card watch and the lights: a card once, a fault once; no thread dies of a driver."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from counter.desk.devices import CardWatch, Devices
from counter.domain.errors import KnownError
from counter.domain.persons import DocKind, IdDocument
from counter.ports.devices import DeviceHealth

CARD = IdDocument(kind=DocKind.RESIDENT, number="430423199001010014", name="周明远")
MOVED = KnownError("card.moved", "卡动了。", "请重放。")
REJECTED = KnownError("card.rejected", "读不出来。", "请换证件。")


class Reader:
    """There is a card or not; reading gives what was put in, one after another."""

    def __init__(self, *readings: IdDocument | BaseException) -> None:
        self.there: bool | BaseException = True
        self.readings = list(readings)

    def poll(self) -> bool:
        if isinstance(self.there, BaseException):
            raise self.there
        return self.there

    def read(self) -> IdDocument:
        reading = self.readings.pop(0)
        if isinstance(reading, BaseException):
            raise reading
        return reading


class Heard(list[str]):
    """What the watch reported."""


def watch(reader: Any) -> tuple[CardWatch, Heard]:
    heard = Heard()
    made = CardWatch(
        reader,
        lambda card: heard.append(card.name),
        lambda error: heard.append(error.code),
        lambda fault: heard.append(type(fault).__name__),
    )
    return made, heard


def look(made: CardWatch, times: int = 1) -> None:
    for _ in range(times):
        made.turn()


def test_a_card_that_stays_is_read_once_and_a_new_one_after_it_was_lifted() -> None:
    reader = Reader(CARD, CARD)
    made, heard = watch(reader)
    look(made, 3)
    assert heard == ["周明远"]
    reader.there = False
    look(made)
    reader.there = True
    look(made, 2)
    assert heard == ["周明远", "周明远"]


def test_a_fault_is_said_once_and_a_card_that_only_moved_is_read_after_all() -> None:
    made, heard = watch(Reader(MOVED, MOVED, CARD))
    look(made, 4)
    assert heard == ["card.moved", "周明远"]


def test_a_rejected_card_is_not_tried_again_before_it_is_lifted() -> None:
    reader = Reader(REJECTED, CARD)
    made, heard = watch(reader)
    look(made, 3)
    assert heard == ["card.rejected"]
    reader.there = False
    look(made)
    reader.there = True
    look(made)
    assert heard == ["card.rejected", "周明远"]


def test_a_driver_that_breaks_down_is_reported_once_and_the_watch_goes_on() -> None:
    reader = Reader(CARD)
    made, heard = watch(reader)
    reader.there = ValueError("driver")
    look(made, 3)
    assert heard == ["ValueError"]
    reader.there = True
    look(made)
    assert heard == ["ValueError", "周明远"]


class Printer:
    """A device whose health is asked."""

    def __init__(self, light: Callable[[], str]) -> None:
        self._light = light
        self.simulated = True

    def health(self) -> DeviceHealth:
        light: Any = self._light()
        return DeviceHealth(kind="receipt_printer", name="小票机", light=light, words="")

    def close(self) -> None:
        return None


def test_a_light_whose_driver_breaks_down_goes_out_and_the_others_are_still_seen() -> None:
    faults: list[BaseException] = []
    broken = True

    def light() -> str:
        if broken:
            raise ValueError("driver")
        return "ok"

    slip, page = Printer(light), Printer(lambda: "warn")
    devices = Devices(None, slip, page, None, on_crash=faults.append)  # type: ignore[arg-type]
    lights = [(h.kind, h.light) for h in devices.look()]
    assert lights == [("receipt_printer", "unknown"), ("receipt_printer", "warn")]
    devices.look()
    assert [type(f) for f in faults] == [ValueError]
    broken = False
    assert [h.light for h in devices.look()] == ["ok", "warn"]
    devices.close()


def test_no_card_is_no_fault() -> None:
    made, heard = watch(Reader(KnownError("card.none", "没有卡。", "请放卡。"), CARD))
    look(made, 2)
    assert heard == ["周明远"]


class Pos:
    """A fee terminal whose trades a test writes."""

    simulated = False
    closed = False

    def health(self) -> DeviceHealth:
        return DeviceHealth(kind="fee_terminal", name="POS 机", light="ok", words="")

    def close(self) -> None:
        self.closed = True


def test_a_trade_that_waits_for_the_citizen_holds_up_no_other_device() -> None:
    pos = Pos()
    devices = Devices(None, None, None, None, pos=pos)  # type: ignore[arg-type]
    paid = threading.Event()
    sale = devices.trade(lambda terminal: paid.wait(10.0) and terminal is pos)
    assert devices.errand(lambda: "a test page").result(10.0) == "a test page"
    paid.set()
    assert sale.result(10.0) is True
    assert [h.kind for h in devices.look()] == ["fee_terminal"]
    devices.close()
    assert pos.closed


def test_a_window_without_a_fee_terminal_says_so() -> None:
    devices = Devices(None, None, None, None)
    with pytest.raises(KnownError) as caught:
        devices.trade(lambda pos: pos.signed_in).result(10.0)
    assert caught.value.code == "pos.none"
    devices.close()
