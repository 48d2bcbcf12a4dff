"""Printers of pages and of pre-printed forms under Windows: sheets rasterised by PDFium and drawn
through GDI.

Not run where this was written: there was no Windows. GDI takes the pages and the spooler says
whether it has a job left in error; what happens in the printer after that nobody tells, so a job
that stays in the spooler is `unknown`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Literal

# Elsewhere this import fails, and the device page lists the driver as not installed.
import pywintypes
import win32con
import win32gui
import win32print

from counter.devices.page.outcome import (
    DEVICE,
    FORM_DEVICE,
    LOOK_AT_FORM,
    PRINTED,
    held,
    unknown,
)
from counter.devices.transports import Deadline, Monotonic
from counter.ports.devices import DeviceHealth, Light, PrintOutcome

_DPI = 300
_BROKEN = 0x02 | 0x20 | 0x40 | 0x400  # JOB_STATUS_ERROR, OFFLINE, PAPEROUT, USER_INTERVENTION


class WindowsQueue:
    """One printer: draws a job through GDI and watches the spooler.

    advice: what to do when nobody can tell whether it was printed, empty = the words for papers
    that may be printed again.
    """

    simulated = False
    kind: Literal["page_printer", "form_printer"] = "page_printer"
    device = DEVICE
    advice = ""

    def __init__(
        self,
        printer: str = "",
        *,
        name: str = "",
        patience: float = 90.0,
        monotonic: Monotonic = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """printer: its Windows name, the default printer if empty; patience: in seconds."""
        self.printer = printer or win32print.GetDefaultPrinter()
        self.name = name or self.device
        self._patience = patience
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()

    def submit(
        self, pdf: bytes, copies: int, title: str, form: tuple[float, float] | None = None
    ) -> PrintOutcome:
        """Draw all pages `copies` times as one job, then watch the spooler.

        form: width and height of a sheet in mm; None: the paper that is set in Windows.
        """
        with self._lock:
            try:
                settings = self._settings()
                if form is not None:
                    _set_paper(settings, *form)
                device = win32gui.CreateDC("WINSPOOL", self.printer, settings)
            except pywintypes.error:
                words = f"没找到{self.device}，还没有打印。请检查打印机。"
                return held("device.not_found", words)
            try:
                job = win32print.StartDoc(device, (title, None, None, 0))
                for _ in range(copies):
                    self._draw(device, pdf, form)
                win32print.EndDoc(device)
            except pywintypes.error:
                return unknown("printer.error", self.advice)
            finally:
                win32gui.DeleteDC(device)
            return self._follow(job)

    def health(self) -> DeviceHealth:
        """Whether Windows knows the printer; more it does not reliably say."""
        try:
            win32print.ClosePrinter(win32print.OpenPrinter(self.printer))
        except pywintypes.error as error:
            return self._health("bad", f"没找到{self.device}，请检查打印机", str(error))
        return self._health("ok", f"{self.device}正常", self.printer)

    def close(self) -> None:
        """Nothing stays open between jobs."""

    def _health(self, light: Light, words: str, detail: str) -> DeviceHealth:
        return DeviceHealth(kind=self.kind, name=self.name, light=light, words=words, detail=detail)

    def _settings(self) -> Any:
        """The printer's own settings (paper, tray, duplex) as the person at Windows set them."""
        handle = win32print.OpenPrinter(self.printer)
        try:
            return win32print.GetPrinter(handle, 2)["pDevMode"]
        finally:
            win32print.ClosePrinter(handle)

    def _draw(self, device: int, pdf: bytes, form: tuple[float, float] | None) -> None:
        import pypdfium2
        from PIL import ImageWin

        if form is None:
            width = win32print.GetDeviceCaps(device, win32con.PHYSICALWIDTH)
            height = win32print.GetDeviceCaps(device, win32con.PHYSICALHEIGHT)
        else:  # 100 %, whatever paper the driver believes in
            width = round(form[0] / 25.4 * win32print.GetDeviceCaps(device, win32con.LOGPIXELSX))
            height = round(form[1] / 25.4 * win32print.GetDeviceCaps(device, win32con.LOGPIXELSY))
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
            return unknown("printer.waiting", self.advice)
        finally:
            win32print.ClosePrinter(handle)


def _set_paper(settings: Any, width_mm: float, height_mm: float) -> None:
    """Ask for a paper of this size, in tenths of a mm. A driver that knows custom forms only by
    name needs one of the size in the print server's properties, else it feeds a whole A4."""
    settings.PaperSize = win32con.DMPAPER_USER
    settings.PaperWidth, settings.PaperLength = round(width_mm * 10), round(height_mm * 10)
    settings.Orientation = win32con.DMORIENT_PORTRAIT
    settings.Fields |= (
        win32con.DM_PAPERSIZE
        | win32con.DM_PAPERWIDTH
        | win32con.DM_PAPERLENGTH
        | win32con.DM_ORIENTATION
    )


class WindowsPagePrinter(WindowsQueue):
    """`PagePrinter`: the paper that is set in Windows."""

    def print(self, pdf: bytes, copies: int, title: str) -> PrintOutcome:
        """Print the PDF."""
        return self.submit(pdf, copies, title)


class WindowsFormPrinter(WindowsQueue):
    """`FormPrinter`: one sheet of the form's own size, at 100 %."""

    kind = "form_printer"
    device = FORM_DEVICE
    advice = LOOK_AT_FORM

    def print_overlay(
        self, pdf: bytes, width_mm: float, height_mm: float, title: str
    ) -> PrintOutcome:
        """Print one sheet."""
        return self.submit(pdf, 1, title, (width_mm, height_mm))
