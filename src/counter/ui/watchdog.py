"""Watches the ui thread: every block of more than 50 ms, with where the thread stood meanwhile.

For the bench and for journeys, not for the clerk's day. The ui thread beats by a timer; a sampler
thread sees a beat that is late and takes the ui thread's stack until it comes.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from counter.ui.qt import QObject, Qt, QTimer

LIMIT = 0.050
"""Seconds that the ui thread may be away."""

_BEAT = 0.010


@dataclass(frozen=True)
class Block:
    """A block of the ui thread: seconds, when it began (monotonic), the stack seen most.

    others: where other threads of ours stood at that sample, for a ui thread that waits its turn.
    work: seconds of processor that the ui thread itself used; the rest it waited, for a thread of
    ours or, on a busy machine, for other programs.
    """

    seconds: float
    began: float
    stack: str
    others: str = ""
    work: float = 0.0


class Watchdog(QObject):
    """Start on the ui thread with `start()`; read `blocks` or `worst()` after `stop()`."""

    def __init__(self, limit: float = LIMIT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(_BEAT * 1000))
        self._timer.timeout.connect(self._beat)
        self._last, self._used = time.monotonic(), 0.0
        self._thread = 0
        self._running = threading.Event()
        self._seen: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._sampler: threading.Thread | None = None
        self.blocks: list[Block] = []

    def start(self) -> None:
        """Begin to watch the calling thread, which must run Qt's event loop."""
        self._thread = threading.get_ident()
        self._last, self._used = time.monotonic(), time.thread_time()
        self._running.set()
        self._timer.start()
        self._sampler = threading.Thread(target=self._sample, name="ui-watchdog", daemon=True)
        self._sampler.start()

    def stop(self) -> None:
        """End watching."""
        self._beat()
        self._running.clear()
        self._timer.stop()
        if self._sampler is not None:
            self._sampler.join(timeout=1)
            self._sampler = None

    def worst(self, count: int = 5) -> list[Block]:
        """The longest blocks, longest first."""
        return sorted(self.blocks, key=lambda b: b.seconds, reverse=True)[:count]

    def _beat(self) -> None:
        now, used = time.monotonic(), time.thread_time()
        away, work = now - self._last - _BEAT, used - self._used
        self._used = used
        if away > self._limit:
            with self._lock:
                stack, others = self._seen.most_common(1)[0][0] if self._seen else ("", "")
            self.blocks.append(Block(away, self._last, stack, others, work))
        with self._lock:
            self._seen.clear()
        self._last = now

    def _sample(self) -> None:
        while self._running.is_set():
            time.sleep(_BEAT)
            if time.monotonic() - self._last < self._limit * 0.6:
                continue
            frames = sys._current_frames()
            frame = frames.pop(self._thread, None)
            frames.pop(threading.get_ident(), None)
            if frame is not None:
                stack = "".join(traceback.format_stack(frame, limit=12))
                others = "\n".join(sorted(filter(None, map(_at_work, frames.values()))))
                with self._lock:
                    self._seen[stack, others] += 1


_WAITING = ("threading.py", "queue.py", "selectors.py", "socket.py", "thread.py")


def _at_work(frame: FrameType) -> str:
    """The innermost frames of a thread that is at work; empty for one that waits."""
    stack = traceback.extract_stack(frame, limit=6)
    if stack[-1].filename.endswith(_WAITING):
        return ""
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(stack))
