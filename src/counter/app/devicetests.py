"""The device page's tests: a slip, a page, a reading, a sign-in. Never a citizen's data."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Literal

import msgspec

from counter.app.terminal import Terminal
from counter.domain.case import PaperIssued
from counter.domain.errors import KnownError
from counter.domain.identity import mask_number
from counter.domain.persons import DOC_WORDS
from counter.ports.devices import FeeTerminal, PrintOutcome


def device_tests(
    terminal: Terminal, operator: Callable[[], str]
) -> dict[str, Callable[[], Future[Any]]]:
    """Tests by device kind; each runs on a device thread. operator: staff number of who asks."""
    devices = terminal.devices
    assert devices is not None

    def sign_in() -> Future[Any]:
        number, window = operator(), terminal.config.window

        def job(pos: FeeTerminal) -> str:
            try:
                return _sign_in(pos, number, window)
            finally:
                devices.refresh()

        return devices.trade(job)

    return {
        "receipt_printer": lambda: devices.errand(lambda: _slip(terminal)),
        "page_printer": lambda: devices.errand(lambda: _page(terminal)),
        "id_reader": lambda: devices.errand(lambda: _card(terminal)),
        "fee_terminal": sign_in,
    }


def _slip(terminal: Terminal) -> PrintOutcome:
    printer = terminal.devices.slip if terminal.devices else None
    if printer is None:
        raise KnownError("device.none", "没有接小票机。", "请在设置里选一台。")
    sample = _sample("receipt_slip", "slip")
    return printer.print(terminal.papers.render(sample, 1, printer.width_dots).data)


def _page(terminal: Terminal) -> PrintOutcome:
    printer = terminal.devices.page if terminal.devices else None
    if printer is None:
        raise KnownError("device.none", "没有接 A4 打印机。", "请在设置里选一台。")
    sample = _sample("accept_notice", "page")
    return printer.print(terminal.papers.render(sample, 1).data, 1, "test")


def _sample(form: str, channel: Literal["page", "slip"]) -> PaperIssued:
    """A layout filled with invented content, marked as practice."""
    from counter.documents.samples import issued

    sample = issued(form, "测试页", channel)
    return msgspec.structs.replace(sample, content={**sample.content, "training": True})


def _card(terminal: Terminal) -> str:
    reader = terminal.devices.reader if terminal.devices else None
    if reader is None:
        raise KnownError("device.none", "没有接读卡器。", "请在设置里选一台。")
    card = reader.read()
    return f"读得出：{DOC_WORDS[card.kind]}，{mask_number(card.number)}"


def _sign_in(pos: FeeTerminal, operator: str, window: str) -> str:
    reply = pos.sign_in(operator, window)
    if reply.result == "approved":
        return f"已签到，终端 {reply.terminal}，批次 {reply.batch}"
    raise KnownError("pos.sign_in", f"签到没成：{reply.words}。", "请再试一次，或联系技术员。")
