"""The A4 printer under Windows: pages rasterised by PDFium and drawn through GDI.

Not run where this was written: there was no Windows. GDI takes the pages and the spooler says
whether it has a job left in error; what happens in the printer after that nobody tells, so a job
that stays in the spooler is `unknown`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

# Elsewhere this import fails, and the device page lists the driver as not installed.
import pywintypes
import win32con
import win32gui
import win32print

from counter.devices.page.outcome import DEVICE, PRINTED, held, unknown
from counter.devices.transports import Deadline, Monotonic
from counter.ports.devices import DeviceHealth, Light, PrintOutcome

_DPI = 300
_BROKEN = 0x02 | 0x20 | 0x40 | 0x400  # JOB_STATUS_ERROR, OFFLINE, PAPEROUT, USER_INTERVENTION


class WindowsPagePrinter:
    """`PagePrinter` over GDI."""

    simulated = False

    def __init__(
        self,
        printer: str = "",
        *,
        name: str = DEVICE,
        patience: float = 90.0,
        monotonic: Monotonic = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """printer: its Windows name, the default printer if empty; patience: in seconds."""
        self.printer = printer or win32print.GetDefaultPrinter()
        self.name = name
        self._patience = patience
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()

    def print(self, pdf: bytes, copies: int, title: str) -> PrintOutcome:
        """Draw all pages `copies` times as one job, then watch the spooler."""
        with self._lock:
            try:
                device = win32gui.CreateDC("WINSPOOL", self.printer, self._settings())
            except pywintypes.error:
                return held("device.not_found", "没找到文书打印机，还没有打印。请检查打印机。")
            try:
                job = win32print.StartDoc(device, (title, None, None, 0))
                for _ in range(copies):
                    self._draw(device, pdf)
                win32print.EndDoc(device)
            except pywintypes.error:
                return unknown("printer.error")
            finally:
                win32gui.DeleteDC(device)
            return self._follow(job)

    def health(self) -> DeviceHealth:
        """Whether Windows knows the printer; more it does not reliably say."""
        try:
            win32print.ClosePrinter(win32print.OpenPrinter(self.printer))
        except pywintypes.error as error:
            return self._health("bad", "没找到文书打印机，请检查打印机", str(error))
        return self._health("ok", "文书打印机正常", self.printer)

    def close(self) -> None:
        """Nothing stays open between jobs."""

    def _health(self, light: Light, words: str, detail: str) -> DeviceHealth:
        return DeviceHealth(
            kind="page_printer", name=self.name, light=light, words=words, detail=detail
        )

    def _settings(self) -> Any:
        """The printer's own settings (paper, tray, duplex) as the person at Windows set them."""
        handle = win32print.OpenPrinter(self.printer)
        try:
            return win32print.GetPrinter(handle, 2)["pDevMode"]
        finally:
            win32print.ClosePrinter(handle)

    def _draw(self, device: int, pdf: bytes) -> None:
        import pypdfium2
        from PIL import ImageWin

        width = win32print.GetDeviceCaps(device, win32con.PHYSICALWIDTH)
        height = win32print.GetDeviceCaps(device, win32con.PHYSICALHEIGHT)
        left = -win32print.GetDeviceCaps(device, win32con.PHYSICALOFFSETX)
        top = -win32print.GetDeviceCaps(device, win32con.PHYSICALOFFSETY)
        document = pypdfium2.PdfDocument(pdf)
        try:
            for page in document:
                image = page.render(scale=_DPI / 72).to_pil().convert("RGB")
                win32print.StartPage(device)
                target = (left, top, left + width, top + height)
                ImageWin.Dib(image).draw(device, target)
                win32print.EndPage(device)
        finally:
            document.close()

    def _follow(self, job: int) -> PrintOutcome:
        deadline = Deadline(self._patience, self._monotonic)
        handle = win32print.OpenPrinter(self.printer)
        try:
            while not deadline.passed:
                try:
                    status = int(win32print.GetJob(handle, job, 1)["Status"])
                except pywintypes.error:
                    return PRINTED  # the spooler forgets a job when it is through
                if status & _BROKEN:
                    break
                self._sleep(0.5)
            return unknown("printer.waiting")
        finally:
            win32print.ClosePrinter(handle)
