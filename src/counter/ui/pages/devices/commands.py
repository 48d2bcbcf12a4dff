"""Commands of the device page."""

from __future__ import annotations

from counter.ui.commands import spec

TEST_PRINT = spec("devices.test_print", "打测试页", "T", title="打印一张测试页", doing="正在打")
TEST_CARD = spec("devices.test_card", "读测试卡", "R", title="读一张测试卡", doing="正在读")
TEST_POS = spec("devices.test_pos", "试签到", "S", title="POS 机签到一次", doing="正在签到")
LOOK = spec("devices.look", "再看一遍", "F5", title="每台设备再看一遍", doing="正在看")
COPY = spec("devices.copy", "复制", "C", title="复制给技术员")
"""F5 goes on: looking again is what goes on here."""
