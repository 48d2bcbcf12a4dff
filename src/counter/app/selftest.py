"""The self-test before the first citizen: devices, journal, clock, line, calendar."""

from __future__ import annotations

import datetime as dt

from counter.app.terminal import Terminal
from counter.domain.clock import list_date
from counter.domain.errors import Text, text
from counter.ports.devices import DeviceHealth
from counter.ui.pages.signin.presenter import SelfTest, TestRow
from counter.ui.state import LIGHTS

NAMES = {
    "id_reader": "读卡器",
    "receipt_printer": "小票机",
    "page_printer": "A4 打印机",
    "form_printer": "票据打印机",
    "queue": "叫号机",
    "fee_terminal": "POS 机",
}


def run_self_test(terminal: Terminal, network: bool) -> SelfTest:
    """Look at everything now; on the store worker's thread, after the devices were asked."""
    began = terminal.clock.now()
    healths = terminal.devices.look() if terminal.devices else ()
    left = [_device(h) for h in healths]
    right = [_journal(terminal), _clock(terminal, began), _line(network), _calendar(terminal)]
    rows = [*left, *right]
    calendar = right[-1]
    remark: Text | str = ""
    if calendar.state != "ok":
        remark = text(
            "{year} 年放假表没到以前，跨年的日子会标“预计”。找管理员导入。", year=began.year + 1
        )
    bad = [row for row in left if row.state == "gone"]
    return SelfTest(
        rows=rows,
        at=f"{began:%H:%M:%S}",
        seconds=max(1, round((terminal.clock.now() - began).total_seconds())),
        good=not bad,
        verdict="可以开门" if not bad else text("{n} 样要看一下", n=len(bad)),
        remark=remark,
    )


def _device(health: DeviceHealth) -> TestRow:
    return TestRow(NAMES[health.kind], LIGHTS[health.light], health.words)


def _journal(terminal: Terminal) -> TestRow:
    info = terminal.store.info()
    last = dt.datetime.fromisoformat(info.last_recorded_at)
    words = text(
        "打得开，{n} 笔，末笔 {day} {time}",
        n=f"{info.acts:,}",
        day=list_date(last.date()),
        time=f"{last:%H:%M}",
    )
    return TestRow("本机账", "ok", words)


def _clock(terminal: Terminal, now: dt.datetime) -> TestRow:
    last = dt.datetime.fromisoformat(terminal.store.info().last_recorded_at)
    if now < last:
        return TestRow("时钟", "gone", "比末笔账还早，请先校时")
    return TestRow(
        "时钟", "ok", text("{day} {time}，没有倒走", day=list_date(now.date()), time=f"{now:%H:%M}")
    )


def _line(network: bool) -> TestRow:
    if network:
        return TestRow("网络", "ok", "连着")
    return TestRow("网络", "offline", "没有，照常办，有网再传")


def _calendar(terminal: Terminal) -> TestRow:
    years, year = terminal.hall.calendar.years, terminal.clock.now().year
    if year not in years:
        return TestRow("日历", "gone", text("{year} 年放假表没有", year=year))
    if year + 1 not in years:
        return TestRow("日历", "due", text("{year} 年放假表还没到", year=year + 1))
    return TestRow("日历", "ok", text("到 {year} 年", year=years[-1]))
