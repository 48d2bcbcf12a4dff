"""The device page: lights with words, tests on demand, a text for the technician."""

from __future__ import annotations

from typing import Any

import pytest

from counter.domain.errors import KnownError
from counter.ports.clock import FrozenClock
from counter.ports.devices import DeviceHealth, PrintOutcome
from counter.ui.pages.devices.page import DevicesPage, breakable
from counter.ui.pages.devices.presenter import DevicesPresenter
from counter.ui.presenting import InlineRunner
from counter.ui.qt import Qt
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell

READER = DeviceHealth(
    kind="id_reader", name="读卡器", light="ok", words="能读", detail="SAM 0501", simulated=True
)
SLIP = DeviceHealth(kind="receipt_printer", name="小票机", light="bad", words="没有纸，换一卷")
PAGE = DeviceHealth(kind="page_printer", name="A4 打印", light="ok", words="有纸")
QUEUE = DeviceHealth(kind="queue", name="叫号机", light="absent", words="没有接")
POS = DeviceHealth(kind="fee_terminal", name="POS 机", light="ok", words="POS 机连上了")


class Devices:
    def __init__(self) -> None:
        self.looked = 0

    def health(self) -> tuple[DeviceHealth, ...]:
        return (READER, SLIP, PAGE, QUEUE, POS)

    def refresh(self) -> None:
        self.looked += 1


def silent() -> str:
    raise KnownError("device.silent", "读卡器没有回答。", "看一眼线。")


@pytest.fixture
def devices() -> Devices:
    return Devices()


@pytest.fixture
def copied() -> list[str]:
    return []


@pytest.fixture
def desk(
    shell: Shell, devices: Devices, copied: list[str], clock: FrozenClock, qtbot: Any
) -> Shell:
    made = DevicesPresenter(
        devices,
        InlineRunner(),
        clock.now,
        tests={
            "page_printer": lambda: PrintOutcome(outcome="unknown", words="打印机不答话"),
            "id_reader": silent,
            "fee_terminal": lambda: "已签到，终端 01234567，批次 000012",
        },
        facts=lambda: (("版本", "0.1.0"),),
        copy=copied.append,
    )
    shell.add_page(DevicesPage(made))
    shell.show()
    shell.enter("devices")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell


def test_every_device_has_a_light_with_words(desk: Shell) -> None:
    said = screen_text(desk)
    assert "▸正常 读卡器 模拟 能读 [R]" in said
    assert "用不了 小票机 没有纸，换一卷" in said
    assert "没接 叫号机 没有接" in said
    assert "5 台，1 台要看一下" in said
    assert "[F5] 看一下 小票机：没有纸，换一卷" in said


def test_an_unknown_test_page_is_called_unknown(desk: Shell, qtbot: Any) -> None:
    for _ in range(2):
        qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_T)
    assert "08:21:00 不知道打没打出来：打印机不答话" in screen_text(desk)


def test_a_silent_reader_is_said_in_its_row(desk: Shell, qtbot: Any) -> None:
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_R)
    assert "08:21:00 读卡器没有回答。" in screen_text(desk)


def test_the_fee_terminal_signs_in_only_when_told(desk: Shell, qtbot: Any) -> None:
    assert "已签到" not in screen_text(desk)
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_S)
    assert "正常 POS 机 POS 机连上了 08:21:00 已签到，终端 01234567，批次 000012 [S]" in (
        screen_text(desk)
    )


def test_a_key_that_cannot_act_says_why(desk: Shell, qtbot: Any) -> None:
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_T)
    assert "现在不能：先选一台打印机" in desk.desk.next.words()


def test_looking_again_asks_the_devices(desk: Shell, devices: Devices, qtbot: Any) -> None:
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_F5)
    assert devices.looked == 1


def test_the_technician_gets_everything_as_text(desk: Shell, copied: list[str], qtbot: Any) -> None:
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_C)
    assert "版本: 0.1.0" in copied[0]
    assert "id_reader [ok] (simulated) 读卡器: 能读\n    SAM 0501" in copied[0]
    assert "复制好了" in screen_text(desk)


def test_a_long_number_can_break_and_stays_the_same_number() -> None:
    said = breakable("SAM 18771.21837-1163149644-1095966788")
    assert said.split("\u200b") == ["SAM 18771.21837-", "1163149644-", "1095966788"]
