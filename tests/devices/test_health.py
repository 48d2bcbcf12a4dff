"""Self-tests in words, and a technician's block without long numbers."""

from __future__ import annotations

import pytest

from counter.devices.health import mask, self_test, sign_in_lines, technician_block
from counter.devices.queue.none import NoQueue
from counter.ports.devices import DeviceHealth

BROKEN = DeviceHealth(
    kind="id_reader",
    name="读卡器",
    light="bad",
    words="读卡器断开了。请检查数据线，接好后会自动恢复。",
    detail="port /dev/serial/by-id/x",
)


class Device:
    def __init__(self, health: DeviceHealth) -> None:
        self._health = health

    def health(self) -> DeviceHealth:
        return self._health


def test_a_broken_device_says_what_is_wrong_and_how_to_go_on() -> None:
    test = self_test(Device(BROKEN))
    assert test.headline == "读卡器有故障：读卡器断开了。请检查数据线，接好后会自动恢复。"
    assert "手工录入" in test.advice
    assert "/dev/serial/by-id/x" in test.technician


def test_a_simulated_device_is_always_called_one() -> None:
    health = DeviceHealth(
        kind="receipt_printer", name="x", light="ok", words="打印机正常", simulated=True
    )
    test = self_test(Device(health))
    assert "模拟设备" in test.headline
    assert "测试小票" in test.advice
    assert "simulated" in test.technician


def test_sign_in_lines_name_every_device_once() -> None:
    lines = sign_in_lines([BROKEN, NoQueue().health()])
    assert [line.split("：")[0] for line in lines] == ["读卡器", "叫号机"]
    assert lines[1].endswith("可以先人工叫号。")
    assert "。。" not in "".join(lines)


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("430423199001010014", "***0014"),
        ("number 11010519491231002X.", "number ***002X."),
        ("phone 13800138000", "phone ***8000"),
        ("6222020000000000123", "***0123"),
        ("SAM 05.01-20140101-0001234567-0000000089", "SAM 05.01-20140101-0001234567-0000000089"),
        ("tcp://127.0.0.1:45685", "tcp://127.0.0.1:45685"),
    ],
)
def test_long_numbers_are_masked(words: str, masked: str) -> None:
    assert mask(words) == masked


def test_the_block_masks_what_a_driver_let_slip() -> None:
    block = technician_block(
        [DeviceHealth(kind="queue", name="q", light="bad", words="x", detail="43042319900101001X")],
        "counter 1.0",
    )
    assert block == "counter 1.0\n[queue] bad q\n  x\n  ***001X"
