"""Self-test wording: the device page, the checks at sign-in, and a block for the technician.

Everything here is made from `DeviceHealth`, so a plug-in's device reads like ours. The technician's
block may be copied into a chat: long numbers in it are masked, and details never carry names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

import msgspec

from counter.ports.devices import DeviceHealth, Light

KIND_WORDS = {
    "id_reader": "读卡器",
    "receipt_printer": "小票打印机",
    "page_printer": "文书打印机",
    "form_printer": "票据打印机",
    "queue": "叫号机",
    "fee_terminal": "POS 机",
}
LIGHT_WORDS: dict[Light, str] = {
    "ok": "正常",
    "warn": "请留意",
    "bad": "有故障",
    "unknown": "状态不明",
    "absent": "没有接",
}
_WITHOUT = {
    "id_reader": "可以先手工录入证件，注明原因。",
    "receipt_printer": "可以先办理，小票排队等打印机恢复。",
    "page_printer": "可以先办理，文书排队等打印机恢复。",
    "form_printer": "可以先收款，票等打印机恢复再开；停电停机的，按规定用手工票。",
    "queue": "可以先人工叫号。",
    "fee_terminal": "可以先收现金或转账，刷卡等 POS 机恢复。",
}
_TRY_IT = {
    "id_reader": "放一张证件试读，看姓名和证号是否一致。",
    "receipt_printer": "打印一张测试小票，看字迹、裁切和二维码。",
    "page_printer": "打印一页测试文书，看边距和字体。",
    "form_printer": "在白纸上打一页十字线，量一量离纸边多少毫米。",
    "queue": "看等候人数是否与叫号机一致。",
    "fee_terminal": "签一次到，看商户号和终端号是否正确。",
}
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{11,}[\dXx]?(?![0-9A-Za-z])")


class HasHealth(Protocol):
    """Any device."""

    def health(self) -> DeviceHealth: ...


class SelfTest(msgspec.Struct, frozen=True, kw_only=True):
    """What the device page shows after a self-test.

    headline: one sentence; advice: what to do, or what to try where all seems well; technician: the
    masked block of this device.
    """

    health: DeviceHealth
    headline: str
    advice: str
    technician: str


def self_test(device: HasHealth) -> SelfTest:
    """Ask the device how it is and put the answer into words. Takes as long as its deadline."""
    health = device.health()
    mark = "（模拟设备）" if health.simulated else ""
    word = LIGHT_WORDS[health.light]
    headline = f"{KIND_WORDS[health.kind]}{word}{mark}：{health.words}"
    advice = (_TRY_IT if health.light in ("ok", "warn", "unknown") else _WITHOUT)[health.kind]
    return SelfTest(
        health=health, headline=headline, advice=advice, technician=technician_block([health])
    )


def sign_in_lines(healths: Iterable[DeviceHealth]) -> list[str]:
    """One line per device for the checks at sign-in; what is missing says how to go on."""
    lines = []
    for health in healths:
        line = f"{KIND_WORDS[health.kind]}：{health.words}"
        if health.light in ("bad", "absent"):
            line = f"{line.rstrip('。')}。{_WITHOUT[health.kind]}"
        lines.append(line)
    return lines


def technician_block(healths: Iterable[DeviceHealth], *header: str) -> str:
    """Text to copy for the technician: `header` lines (version, terminal, time), then devices."""
    lines = [*header]
    for health in healths:
        mark = " simulated" if health.simulated else ""
        lines.append(f"[{health.kind}] {health.light}{mark} {health.name}")
        lines.append(f"  {health.words}")
        if health.detail:
            lines.append(f"  {health.detail}")
    return mask("\n".join(lines))


def mask(words: str) -> str:
    """Numbers of eleven and more digits (phones, ID and card numbers) down to their last four."""
    return _LONG_NUMBER.sub(lambda found: f"***{found.group()[-4:]}", words)
