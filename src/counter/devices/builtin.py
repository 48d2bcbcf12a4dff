"""The drivers that come with the program. Their modules are imported when one is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from counter.devices.manifest import Driver, Manifest, Setting, Surroundings
from counter.ports.devices import (
    FeeTerminal,
    FormPrinter,
    IdCardReader,
    PagePrinter,
    QueueMachine,
    ReceiptPrinter,
)

_PORT = Setting(name="port", words="端口或地址", type="port", default="")
_BAUD = Setting(
    name="baud",
    words="波特率",
    type="number",
    default=115200,
    choices=(115200, 57600, 38400, 19200, 9600),
)
_WIDTH = Setting(
    name="width_dots", words="纸宽（点）", type="number", default=576, choices=(384, 576)
)
_POS_BAUD = Setting(
    name="baud",
    words="波特率",
    type="number",
    default=9600,
    choices=(115200, 57600, 38400, 19200, 9600),
)
_ANSWER = Setting(name="answer_seconds", words="等回话（秒）", type="number", default=120)
_NEXO = (
    _PORT,
    _ANSWER,
    Setting(name="sale_id", words="收款台号（SaleID）", default="COUNTER"),
    Setting(name="poi_id", words="终端号（POIID）", default="POS"),
)
_QUEUE_NAME = Setting(name="printer", words="打印机名称", default="")


# --- makers --------------------------------------------------------------------------------------


def _sam(settings: dict[str, Any], around: Surroundings, simulated: bool) -> IdCardReader:
    from counter.devices.id_reader.driver import SamIdCardReader
    from counter.devices.transports import open_transport

    return SamIdCardReader(
        lambda: open_transport(settings["port"], settings["baud"]),
        simulated=simulated,
        monotonic=around.monotonic,
        now=around.now,
    )


def _escpos(settings: dict[str, Any], around: Surroundings, simulated: bool) -> ReceiptPrinter:
    from counter.devices.receipt.driver import EscPosPrinter
    from counter.devices.transports import open_transport

    return EscPosPrinter(
        lambda: open_transport(settings["port"], settings["baud"]),
        width_dots=settings["width_dots"],
        simulated=simulated,
        monotonic=around.monotonic,
    )


def _one_way(kind: str) -> Any:
    def make(settings: dict[str, Any], around: Surroundings) -> ReceiptPrinter:
        from counter.devices.receipt.one_way import OneWayPrinter, make_connector

        del around
        width = settings["width_dots"]
        connector = make_connector(kind, settings)  # type: ignore[arg-type]
        return OneWayPrinter(connector, width_dots=width)

    return make


def _cups(settings: dict[str, Any], around: Surroundings) -> PagePrinter:
    from counter.devices.page.cups import CupsPagePrinter

    return CupsPagePrinter(settings["printer"], monotonic=around.monotonic)


def _gdi(settings: dict[str, Any], around: Surroundings) -> PagePrinter:
    from counter.devices.page.windows import WindowsPagePrinter

    return WindowsPagePrinter(settings["printer"], monotonic=around.monotonic)


def _file_sink(settings: dict[str, Any], around: Surroundings) -> PagePrinter:
    from counter.devices.page.file_sink import FileSinkPagePrinter

    del around
    return FileSinkPagePrinter(Path(settings["folder"]))


def _cups_forms(settings: dict[str, Any], around: Surroundings) -> FormPrinter:
    from counter.devices.page.cups import CupsFormPrinter

    return CupsFormPrinter(settings["printer"], monotonic=around.monotonic)


def _gdi_forms(settings: dict[str, Any], around: Surroundings) -> FormPrinter:
    from counter.devices.page.windows import WindowsFormPrinter

    return WindowsFormPrinter(settings["printer"], monotonic=around.monotonic)


def _tractor(settings: dict[str, Any], around: Surroundings) -> FormPrinter:
    from counter.devices.page.tractor import TractorFormPrinter

    del around
    return TractorFormPrinter(Path(settings["folder"]))


def _no_queue(settings: dict[str, Any], around: Surroundings) -> QueueMachine:
    from counter.devices.queue.none import NoQueue

    del settings, around
    return NoQueue()


def _line_queue(settings: dict[str, Any], around: Surroundings) -> QueueMachine:
    from counter.devices.queue.line_protocol import LineQueue
    from counter.devices.transports import open_transport

    return LineQueue(lambda: open_transport(settings["port"]), monotonic=around.monotonic)


def _ums(settings: dict[str, Any], around: Surroundings, simulated: bool) -> FeeTerminal:
    from counter.devices.fee_terminal.base import Timing
    from counter.devices.fee_terminal.ums_driver import UmsFeeTerminal
    from counter.devices.transports import open_transport

    return UmsFeeTerminal(
        lambda: open_transport(settings["port"], settings["baud"]),
        simulated=simulated,
        timing=Timing(answer=max(1.0, float(settings["answer_seconds"]))),
        monotonic=around.monotonic,
    )


def _nexo(settings: dict[str, Any], around: Surroundings, simulated: bool) -> FeeTerminal:
    from counter.devices.fee_terminal.base import Timing
    from counter.devices.fee_terminal.nexo import Sender
    from counter.devices.fee_terminal.nexo_driver import NexoFeeTerminal
    from counter.devices.transports import open_transport

    return NexoFeeTerminal(
        lambda: open_transport(settings["port"]),
        sender=Sender(settings["sale_id"], settings["poi_id"]),
        now=around.now,
        simulated=simulated,
        timing=Timing(answer=max(1.0, float(settings["answer_seconds"]))),
        monotonic=around.monotonic,
    )


# --- the list ------------------------------------------------------------------------------------

DRIVERS: tuple[Driver, ...] = (
    Driver(
        Manifest(
            name="sam",
            kind="id_reader",
            display_name="身份证阅读器（串口或串口服务器）",
            settings=(_PORT, _BAUD),
        ),
        lambda settings, around: _sam(settings, around, False),
    ),
    Driver(
        Manifest(
            name="sam-sim",
            kind="id_reader",
            display_name="模拟身份证阅读器",
            settings=(_PORT, _BAUD),
            simulated=True,
        ),
        lambda settings, around: _sam(settings, around, True),
    ),
    Driver(
        Manifest(
            name="escpos",
            kind="receipt_printer",
            display_name="小票打印机（网口或串口）",
            settings=(_PORT, _BAUD, _WIDTH),
        ),
        lambda settings, around: _escpos(settings, around, False),
    ),
    Driver(
        Manifest(
            name="escpos-sim",
            kind="receipt_printer",
            display_name="模拟小票打印机",
            settings=(_PORT, _BAUD, _WIDTH),
            simulated=True,
        ),
        lambda settings, around: _escpos(settings, around, True),
    ),
    Driver(
        Manifest(
            name="escpos-file",
            kind="receipt_printer",
            display_name="小票打印机（Linux 打印口，不报状态）",
            settings=(
                Setting(name="path", words="设备文件", type="port", default="/dev/usb/lp0"),
                _WIDTH,
            ),
            needs=("escpos.printer",),
        ),
        _one_way("file"),
    ),
    Driver(
        Manifest(
            name="escpos-usb",
            kind="receipt_printer",
            display_name="小票打印机（USB 直连，不报状态）",
            settings=(
                Setting(name="vendor", words="USB 厂商号", type="number"),
                Setting(name="product", words="USB 产品号", type="number"),
                _WIDTH,
            ),
            needs=("escpos.printer", "usb"),
        ),
        _one_way("usb"),
    ),
    Driver(
        Manifest(
            name="escpos-windows",
            kind="receipt_printer",
            display_name="小票打印机（Windows 驱动，不报状态）",
            settings=(Setting(name="printer", words="打印机名称"), _WIDTH),
            needs=("escpos.printer", "win32print"),
        ),
        _one_way("win32raw"),
    ),
    Driver(
        Manifest(
            name="cups",
            kind="page_printer",
            display_name="文书打印机（Linux）",
            settings=(_QUEUE_NAME,),
        ),
        _cups,
    ),
    Driver(
        Manifest(
            name="windows-gdi",
            kind="page_printer",
            display_name="文书打印机（Windows）",
            settings=(_QUEUE_NAME,),
            needs=("counter.devices.page.windows",),
        ),
        _gdi,
    ),
    Driver(
        Manifest(
            name="file-sink",
            kind="page_printer",
            display_name="模拟文书打印机（存成文件）",
            settings=(Setting(name="folder", words="文件夹", type="folder"),),
            simulated=True,
        ),
        _file_sink,
    ),
    Driver(
        Manifest(
            name="cups-forms",
            kind="form_printer",
            display_name="票据打印机（Linux，套打）",
            settings=(_QUEUE_NAME,),
        ),
        _cups_forms,
    ),
    Driver(
        Manifest(
            name="windows-gdi-forms",
            kind="form_printer",
            display_name="票据打印机（Windows，套打）",
            settings=(_QUEUE_NAME,),
            needs=("counter.devices.page.windows",),
        ),
        _gdi_forms,
    ),
    Driver(
        Manifest(
            name="tractor-sim",
            kind="form_printer",
            display_name="模拟票据打印机（链纸，存成文件）",
            settings=(Setting(name="folder", words="文件夹", type="folder"),),
            simulated=True,
        ),
        _tractor,
    ),
    Driver(
        Manifest(name="no-queue", kind="queue", display_name="没有叫号机"),
        _no_queue,
    ),
    Driver(
        Manifest(
            name="queue-sim",
            kind="queue",
            display_name="模拟叫号机",
            settings=(_PORT,),
            simulated=True,
        ),
        _line_queue,
    ),
    Driver(
        Manifest(
            name="ums-string",
            kind="fee_terminal",
            display_name="POS 机（银商字符串，本软件桥接）",
            settings=(_PORT, _POS_BAUD, _ANSWER),
        ),
        lambda settings, around: _ums(settings, around, False),
    ),
    Driver(
        Manifest(
            name="ums-string-sim",
            kind="fee_terminal",
            display_name="模拟 POS 机（银商字符串）",
            settings=(_PORT, _POS_BAUD, _ANSWER),
            simulated=True,
        ),
        lambda settings, around: _ums(settings, around, True),
    ),
    Driver(
        Manifest(
            name="nexo-json",
            kind="fee_terminal",
            display_name="POS 机（nexo，网口）",
            settings=_NEXO,
        ),
        lambda settings, around: _nexo(settings, around, False),
    ),
    Driver(
        Manifest(
            name="nexo-json-sim",
            kind="fee_terminal",
            display_name="模拟 POS 机（nexo）",
            settings=_NEXO,
            simulated=True,
        ),
        lambda settings, around: _nexo(settings, around, True),
    ),
)
