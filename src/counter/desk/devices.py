"""Devices at work: the card watch, the lights, the test pages, the next visitor, the fee terminal.

Each device has its own thread here; the UI thread touches none. What a device reports is handed
to a listener, which must marshal it to its own thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal, TypeVar

import structlog

from counter.domain.errors import KnownError
from counter.domain.persons import IdDocument
from counter.ports.devices import (
    DeviceHealth,
    FeeTerminal,
    FormPrinter,
    IdCardReader,
    PagePrinter,
    QueueMachine,
    ReceiptPrinter,
    Visitor,
)

T = TypeVar("T")
Kind = Literal[
    "id_reader", "receipt_printer", "page_printer", "form_printer", "queue", "fee_terminal"
]
Device = IdCardReader | ReceiptPrinter | PagePrinter | FormPrinter | QueueMachine | FeeTerminal
NAMES: dict[Kind, str] = {
    "id_reader": "读卡器",
    "receipt_printer": "小票打印机",
    "page_printer": "文书打印机",
    "form_printer": "票据打印机",
    "queue": "叫号机",
    "fee_terminal": "POS 机",
}
log = structlog.get_logger(__name__)


class CardWatch:
    """Looks for a card every `pause` seconds and reads each laid card once."""

    def __init__(
        self,
        reader: IdCardReader,
        on_card: Callable[[IdDocument], None],
        on_fault: Callable[[KnownError], None],
        on_crash: Callable[[BaseException], None],
        pause: float = 0.3,
    ) -> None:
        self._reader, self._on_card, self._on_fault = reader, on_card, on_fault
        self._on_crash, self._pause = on_crash, pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="card-watch", daemon=True)
        self._done_with_card = False
        self._last_code = ""
        self._broken = False

    def start(self) -> None:
        """Begin watching."""
        self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def _loop(self) -> None:
        while not self._stop.wait(self._pause):
            self.turn()

    def turn(self) -> None:
        """One look that raises nothing: a fault of ours is reported once, the watch goes on."""
        try:
            self.step()
        except Exception as error:
            if not self._broken:
                self._on_crash(error)
            self._broken = True
        else:
            self._broken = False

    def step(self) -> None:
        """One look: read a newly laid card; a lifted one makes room for the next."""
        try:
            if not self._reader.poll():
                self._done_with_card, self._last_code = False, ""
                return
            if self._done_with_card:
                return
            document = self._reader.read()
        except KnownError as error:
            self._report(error)
            return
        self._done_with_card, self._last_code = True, ""
        log.info("card.read", kind=document.kind.value, simulated=document.simulated)
        self._on_card(document)

    def _report(self, error: KnownError) -> None:
        if error.code in ("card.none", self._last_code):
            return
        self._last_code = error.code
        if error.code in ("card.rejected", "card.unknown_layout"):
            self._done_with_card = True
        log.info("card.fault", code=error.code)
        self._on_fault(error)


class Devices:
    """The devices of one terminal and their lights, looked at every `pause` seconds."""

    def __init__(
        self,
        reader: IdCardReader | None,
        slip: ReceiptPrinter | None,
        page: PagePrinter | None,
        queue: QueueMachine | None,
        on_change: Callable[[], None] = lambda: None,
        pause: float = 3.0,
        on_crash: Callable[[BaseException], None] | None = None,
        pos: FeeTerminal | None = None,
        forms: FormPrinter | None = None,
    ) -> None:
        self.reader, self.slip, self.page, self.queue = reader, slip, page, queue
        self.pos, self.forms = pos, forms
        self._on_change, self._pause = on_change, pause
        self._on_crash = on_crash
        self._broken: set[str] = set()
        self._health: tuple[DeviceHealth, ...] = ()
        self._stop = threading.Event()
        self._look_now = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="device-health", daemon=True)
        self._errands = ThreadPoolExecutor(1, thread_name_prefix="device-errand")
        self._trades = ThreadPoolExecutor(1, thread_name_prefix="pos-trade")

    @property
    def simulated(self) -> bool:
        """True as long as one device is a simulator."""
        return any(device.simulated for device in self._all())

    def _all(self) -> list[Device]:
        devices = (self.reader, self.slip, self.page, self.queue, self.pos, self.forms)
        return [device for device in devices if device is not None]

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def health(self) -> tuple[DeviceHealth, ...]:
        """The lights as last seen; empty until the first look is done."""
        return self._health

    def refresh(self) -> None:
        """Look again now."""
        self._look_now.set()

    def look(self) -> tuple[DeviceHealth, ...]:
        """Ask every device (may take as long as their deadlines)."""
        found = (
            self._health_of("id_reader", self.reader),
            self._health_of("receipt_printer", self.slip),
            self._health_of("page_printer", self.page),
            self._health_of("queue", self.queue),
            self._health_of("form_printer", self.forms),
            self._health_of("fee_terminal", self.pos),
        )
        self._health = tuple(h for h in found if h is not None)
        return self._health

    def _health_of(self, kind: Kind, device: Device | None) -> DeviceHealth | None:
        """A device's own word; one whose driver breaks down is unknown, reported once."""
        if device is None:
            return None
        try:
            health = device.health()
        except Exception as error:
            if self._on_crash is None:
                raise
            if kind not in self._broken:
                self._on_crash(error)
            self._broken.add(kind)
            return DeviceHealth(
                kind=kind,
                name=NAMES[kind],
                light="unknown",
                words="驱动出了错",
                simulated=device.simulated,
            )
        self._broken.discard(kind)
        return health

    def call_next(self, window: str) -> Future[Visitor | None]:
        """F3, on a device thread. The future ends in a Visitor, None when nobody waits, or
        KnownError `queue.none`, `device.*` when the queue machine does not answer."""
        return self._errands.submit(self._call_next, window)

    def _call_next(self, window: str) -> Visitor | None:
        if self.queue is None:
            raise KnownError("queue.none", "没有接叫号机。", "请直接请下一位。")
        return self.queue.call_next(window)

    def errand(self, job: Callable[[], T]) -> Future[T]:
        """Something slow with a device (a test page, a test reading), off the ui thread."""
        return self._errands.submit(job)

    def trade(self, job: Callable[[FeeTerminal], T]) -> Future[T]:
        """Something with the fee terminal, on its own thread: a sale may take two minutes.

        The future ends in what `job` returns, or in its KnownError; `pos.none` without a terminal.
        """
        return self._trades.submit(self._trade, job)

    def _trade(self, job: Callable[[FeeTerminal], T]) -> T:
        if self.pos is None:
            raise KnownError(
                "pos.none", "这个窗口没有接 POS 机。", "请收现金，或到有 POS 机的窗口。"
            )
        return job(self.pos)

    def close(self) -> None:
        """Stop looking and let every device go; a sale that still waits ends as unknown."""
        self._stop.set()
        self._look_now.set()
        if self.pos is not None:
            self.pos.close()
        self._trades.shutdown(wait=True, cancel_futures=True)
        self._errands.shutdown(wait=True, cancel_futures=True)
        if self._thread.is_alive():
            self._thread.join(5.0)
        for device in self._all():
            device.close()

    def _loop(self) -> None:
        while not self._stop.is_set():
            before = self._health
            started = time.monotonic()
            after = self.look()
            if after != before:
                self._on_change()
            log.debug("devices.looked", seconds=round(time.monotonic() - started, 3))
            self._look_now.wait(self._pause)
            self._look_now.clear()
