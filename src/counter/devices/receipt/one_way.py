"""Receipt printers that cannot be asked anything: USB printer class files and Windows spoolers.

Here, and only here, python-escpos is used, for its connectors (`File`, `Usb`, `Win32Raw`); the
bytes are ours and go through its raw write. Such a port accepts a job and never says what became
of it, so every job that was handed over ends as `unknown` and a person looks at the paper. `Usb`
and `Win32Raw` were not run where this was written.
"""

from __future__ import annotations

import threading
from typing import Any, Literal

import structlog

from counter.devices import errors
from counter.devices.errors import DeviceLost, reason_of
from counter.devices.receipt.driver import DEVICE
from counter.devices.receipt.status import UNKNOWN_WORDS
from counter.ports.devices import DeviceHealth, PrintOutcome

Connector = Literal["file", "usb", "win32raw"]

log = structlog.get_logger(__name__)


def make_connector(kind: Connector, settings: dict[str, Any]) -> Any:
    """The python-escpos connector of a kind, not yet opened.

    settings: `file`: path; `usb`: vendor, product (numbers); `win32raw`: printer (its name).
    """
    # Slow to import and only wanted where such a printer is.
    from escpos import printer as connectors

    if kind == "file":
        return connectors.File(settings["path"])
    if kind == "usb":
        return connectors.Usb(int(settings["vendor"]), int(settings["product"]))
    return connectors.Win32Raw(settings["printer"])


class OneWayPrinter:
    """`ReceiptPrinter` without a way back."""

    simulated = False

    def __init__(self, connector: Any, *, width_dots: int = 576, name: str = DEVICE) -> None:
        """connector: a python-escpos connector, opened and closed for each job."""
        self.width_dots = width_dots
        self.name = name
        self._connector = connector
        self._lock = threading.Lock()
        self._last: DeviceLost | None = None

    def print(self, data: bytes) -> PrintOutcome:
        """Hand the job over: `unknown` at best, `failed` (held) when the port does not open."""
        with self._lock:
            try:
                self._open()
            except DeviceLost as lost:
                self._last = lost
                error = errors.said_of(DEVICE, lost)
                words = errors.sentence(error.what, error.next_step)
                return PrintOutcome(outcome="failed", why=error.code, words=words, held=True)
            why = self._send(data)
        return PrintOutcome(outcome="unknown", why=why, words=UNKNOWN_WORDS[why])

    def health(self) -> DeviceHealth:
        """Unknown by nature; bad when the port did not open at the last job."""
        if self._last is None:
            return DeviceHealth(
                kind="receipt_printer",
                name=self.name,
                light="unknown",
                words="这台打印机不报状态，请留意纸和指示灯",
            )
        error = errors.said_of(DEVICE, self._last)
        return DeviceHealth(
            kind="receipt_printer",
            name=self.name,
            light="bad",
            words=errors.sentence(error.what, error.next_step),
            detail=self._last.detail,
        )

    def close(self) -> None:
        """Nothing stays open between jobs."""

    def _open(self) -> None:
        from escpos.exceptions import DeviceNotFoundError

        try:
            self._connector.open()
        except (OSError, DeviceNotFoundError) as error:
            cause = error.__cause__ or error.__context__ or error
            raise DeviceLost(reason_of(cause), self.name, str(error)) from error
        self._last = None

    def _send(self, data: bytes) -> str:
        """Write and close; the code of why the outcome is unknown."""
        try:
            try:
                self._connector._raw(data)  # the library's documented way to send raw bytes
            finally:
                # Closing lets go even where it fails; nothing may stay behind for the next job.
                self._connector.close()
        except _broken_off() as error:
            log.info("printer.broke_off", error=str(error))
            return "device.lost"
        return "printer.one_way"


def _broken_off() -> tuple[type[Exception], ...]:
    """How a port says that it went away: as the system's error, or the Windows spooler's own."""
    try:
        from pywintypes import error as spooler_error
    except ImportError:
        return (OSError,)
    return (OSError, spooler_error)
