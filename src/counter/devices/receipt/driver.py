"""The receipt printer: ESC/POS bytes over TCP or a serial line, with an honest outcome.

Before a job the driver asks for the printer's real-time status and sends nothing when paper, cover
or silence speak against it. After the job it sends a fence (GS r 1) that the printer answers only
when everything before it was worked off. No answer after bytes have left is `unknown`, never
`failed`, and nothing is sent twice. The bytes come from outside: this driver knows no layout.

python-escpos is not used here: its status helpers take an empty answer for "paper adequate", and
it has no deadline of its own. It serves only for one-way connectors (see `one_way`).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

import msgspec
import structlog

from counter.devices import errors
from counter.devices.errors import DeviceLost
from counter.devices.receipt.status import (
    FAILED_WORDS,
    FENCE,
    QUESTIONS,
    UNKNOWN_WORDS,
    PrinterStatus,
    is_fence,
    is_realtime,
    parse_status,
    question,
)
from counter.devices.transports import Deadline, Monotonic, Transport
from counter.ports.devices import DeviceHealth, Light, PrintOutcome

DEVICE = "小票打印机"
_CHUNK = 512

log = structlog.get_logger(__name__)


class Timing(msgspec.Struct, frozen=True):
    """Seconds. answer: for one status byte; job: for the fence, plus per_kib for the data's size;
    look: between two looks at the status while waiting for the fence."""

    answer: float = 0.8
    job: float = 8.0
    per_kib: float = 1.0
    look: float = 0.5


class _Silent(Exception):
    """The printer did not answer a status question in time."""


class _Conversation:
    """Status bytes of one open line, sorted by what they answer."""

    def __init__(self, transport: Transport, monotonic: Monotonic) -> None:
        self._transport = transport
        self._monotonic = monotonic
        self._realtime: deque[int] = deque()
        self.fenced = False

    def listen(self, seconds: float) -> None:
        """Take in what comes within `seconds`, until something came."""
        for byte in self._transport.read_some(seconds):
            if is_realtime(byte):
                self._realtime.append(byte)
            elif is_fence(byte):
                self.fenced = True

    def ask_status(self, seconds: float) -> PrinterStatus:
        """Ask DLE EOT 1, 2, 4 one after another. Raises `_Silent`, `DeviceLost`."""
        return parse_status(*(self._ask(n, seconds) for n in QUESTIONS))

    def _ask(self, n: int, seconds: float) -> int:
        self._realtime.clear()
        self._transport.write(question(n))
        deadline = Deadline(seconds, self._monotonic)
        while not self._realtime:
            if deadline.passed:
                raise _Silent
            self.listen(deadline.left())
        return self._realtime.popleft()


class EscPosPrinter:
    """`ReceiptPrinter` over any two-way transport; the line is opened for each job."""

    def __init__(
        self,
        open_transport: Callable[[], Transport],
        *,
        width_dots: int = 576,
        name: str = DEVICE,
        simulated: bool = False,
        timing: Timing | None = None,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self.name = name
        self.width_dots = width_dots
        self.simulated = simulated
        self._open_transport = open_transport
        self._timing = timing or Timing()
        self._monotonic = monotonic
        self._lock = threading.Lock()

    def print(self, data: bytes) -> PrintOutcome:
        """Ask for status, send, wait for the fence, ask again. Never raises for the printer."""
        with self._lock:
            try:
                transport = self._open_transport()
            except DeviceLost as lost:
                return _held(f"device.{lost.reason}", _words(lost))
            try:
                outcome = self._print_on(transport, data)
            finally:
                transport.close()
        log.info("printer.job", outcome=outcome.outcome, why=outcome.why, bytes=len(data))
        return outcome

    def health(self) -> DeviceHealth:
        """Open the line and ask for the status, if no job is running."""
        if not self._lock.acquire(blocking=False):
            return self._health("ok", "正在打印")
        try:
            transport = self._open_transport()
            try:
                transport.flush_input()
                status = _Conversation(transport, self._monotonic).ask_status(self._timing.answer)
            finally:
                transport.close()
        except DeviceLost as lost:
            light: Light = "absent" if lost.reason == "not_configured" else "bad"
            return self._health(light, _words(lost), lost.detail)
        except _Silent:
            return self._health("bad", "打印机没有回应，请检查电源和数据线")
        finally:
            self._lock.release()
        if status.obstacle:
            return self._health("bad", FAILED_WORDS[status.obstacle].replace("，还没有打印", ""))
        if status.near_end:
            return self._health("warn", "纸快用完了，请备好纸卷")
        return self._health("ok", "打印机正常")

    def close(self) -> None:
        """Nothing stays open between jobs."""

    # --- one job ---------------------------------------------------------------------------------

    def _print_on(self, transport: Transport, data: bytes) -> PrintOutcome:
        try:
            transport.flush_input()
            talk = _Conversation(transport, self._monotonic)
            obstacle = talk.ask_status(self._timing.answer).obstacle
        except DeviceLost as lost:
            return _held(f"device.{lost.reason}", _words(lost))
        except _Silent:
            obstacle = "printer.silent"
        if obstacle:
            return _held(obstacle, FAILED_WORDS[obstacle])
        try:
            for at in range(0, len(data), _CHUNK):
                transport.write(data[at : at + _CHUNK])
            talk.fenced = False  # an answer that an earlier job still owed is not ours
            transport.write(FENCE)
            return self._wait_for_fence(talk, len(data))
        except DeviceLost:
            # Bytes were handed over, and a write can vanish in a buffer as well as on paper.
            return _outcome("unknown", "device.lost", UNKNOWN_WORDS["device.lost"])

    def _wait_for_fence(self, talk: _Conversation, size: int) -> PrintOutcome:
        deadline = Deadline(self._timing.job + self._timing.per_kib * size / 1024, self._monotonic)
        while not talk.fenced and not deadline.passed:
            talk.listen(min(self._timing.look, deadline.left()))
            if talk.fenced:
                break
            try:
                status = talk.ask_status(self._timing.answer)
            except _Silent:
                continue  # it may be too busy to talk; the deadline decides
            if status.obstacle and not talk.fenced:
                return _outcome("unknown", status.obstacle, UNKNOWN_WORDS[status.obstacle])
        if not talk.fenced:
            return _outcome("unknown", "printer.silent", UNKNOWN_WORDS["printer.silent"])
        return self._after(talk)

    def _after(self, talk: _Conversation) -> PrintOutcome:
        """The job is on paper; one more look says what the clerk should do next."""
        try:
            status = talk.ask_status(self._timing.answer)
        except (_Silent, DeviceLost):
            return _outcome("printed", "", "已打印")
        if status.error:
            # The cutter is the likely cause: the text is there, the slip may hang uncut.
            return _outcome("unknown", "printer.error", UNKNOWN_WORDS["printer.error"])
        if status.paper_out:
            return _outcome("printed", "", "已打印；纸用完了，请换纸")
        if status.near_end:
            return _outcome("printed", "", "已打印；纸快用完了，请备好纸卷")
        return _outcome("printed", "", "已打印")

    def _health(self, light: Light, words: str, detail: str = "") -> DeviceHealth:
        return DeviceHealth(
            kind="receipt_printer",
            name=self.name,
            light=light,
            words=words,
            detail=detail,
            simulated=self.simulated,
        )


def _words(lost: DeviceLost) -> str:
    error = errors.said_of(DEVICE, lost)
    return errors.sentence(error.what, error.next_step)


def _outcome(outcome: Literal["printed", "unknown"], why: str, words: str) -> PrintOutcome:
    return PrintOutcome(outcome=outcome, why=why, words=words)


def _held(why: str, words: str) -> PrintOutcome:
    """Not one byte of the job left: the queue may try it again by itself."""
    return PrintOutcome(outcome="failed", why=why, words=words, held=True)
