"""Brings results of worker threads to the ui thread, and says on the key that work is going on.

The desk's store worker hands out `concurrent.futures.Future`s. The bridge submits jobs, hears of
their end on the worker's thread, and hands results over by a queued signal, so that presenters
and widgets are only ever touched by the ui thread. Nothing is swallowed: a KnownError goes to the
caller or the page in front, everything else to the crash hook.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any

from counter.domain.errors import KnownError
from counter.ui.qt import QObject, Qt, QTimer, Signal

BUSY_AFTER = 50
"""Milliseconds after which a running job shows on its key."""

SLOW_AFTER = 1000
"""Milliseconds after which the section says what is going on."""


@dataclass(eq=False)
class _Call:
    done: Callable[[Any], object] | None
    failed: Callable[[KnownError], object] | None
    busy: str
    future: Future[Any] | None = None
    over: bool = False


class Bridge(QObject):
    """Runner of the desktop (see counter.ui.presenting.Runner)."""

    busy_changed = Signal(str, bool)
    """A command's id, and whether it is running since more than 50 ms."""
    slow = Signal(str)
    """A command that runs since more than a second."""
    idle = Signal()
    """Nothing is under way any more (the player waits for this)."""

    _ended = Signal(object)

    def __init__(
        self,
        submit: Callable[[Callable[[], Any]], Future[Any]],
        crash: Callable[[BaseException], object],
        show: Callable[[KnownError], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """submit: the store worker's; crash: takes our own faults; show: the page in front."""
        super().__init__(parent)
        self._submit = submit
        self._crash = crash
        self.show_error = show
        self._calls: list[_Call] = []
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def working(self) -> bool:
        """True while any job is under way."""
        return bool(self._calls)

    def call(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        *,
        busy: str = "",
    ) -> None:
        """Do `job` on the store worker and come back here with what it gave."""
        self.follow(self._submit(job), done, failed, busy=busy)

    def follow(
        self,
        future: Future[Any],
        done: Callable[[Any], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        *,
        busy: str = "",
    ) -> None:
        """Wait for a future that is already under way (a device's, a service's)."""
        call = _Call(done, failed, busy, future)
        self._calls.append(call)
        if busy:
            QTimer.singleShot(BUSY_AFTER, self, lambda: self._show_busy(call))
            QTimer.singleShot(SLOW_AFTER, self, lambda: self._show_slow(call))
        future.add_done_callback(lambda _f: self._ended.emit(call))

    def _show_busy(self, call: _Call) -> None:
        if not call.over:
            self.busy_changed.emit(call.busy, True)

    def _show_slow(self, call: _Call) -> None:
        if not call.over:
            self.slow.emit(call.busy)

    def _finish(self, call: _Call) -> None:
        call.over = True
        self._calls.remove(call)
        if call.busy:
            self.busy_changed.emit(call.busy, False)
        assert call.future is not None
        try:
            self._deliver(call, call.future)
        finally:
            if not self._calls:
                self.idle.emit()

    def _deliver(self, call: _Call, future: Future[Any]) -> None:
        try:
            result = future.result(timeout=0)
        except KnownError as known:
            error, taker = known, call.failed or self.show_error
            if taker is None:
                self._crash(error)
            else:
                self._guard(lambda: taker(error))
            return
        except CancelledError:
            return
        except BaseException as fault:  # a worker's own fault: reported, not lost
            self._crash(fault)
            return
        if isinstance(result, Future):  # the job only started something longer
            self.follow(result, call.done, call.failed, busy=call.busy)
        elif call.done is not None:
            self._guard(lambda: call.done(result))  # type: ignore[misc]

    def _guard(self, step: Callable[[], object]) -> None:
        """Run a callback of ours; its faults are reported like any other."""
        try:
            step()
        except Exception as fault:
            self._crash(fault)
