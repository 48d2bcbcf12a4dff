"""The real desk under observation: `python -m counter.bench.watched WHAT REPORT desk --config …`.

WHAT is `start` (first paint, and when the sign-in page has taken a key), `memory` (after searching
in the store) or `journey` (blocks of the ui thread after sign-in, for the player to drive). What
follows REPORT is the desk's own command line: the product itself does not know of being watched.
REPORT is a JSON file.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from counter.app.commands import make_haste

make_haste()  # as the desk's command does before it loads the desk

from counter.app import desktop  # noqa: E402
from counter.ui.qt import QApplication, QEvent, QKeyEvent, Qt, QTimer  # noqa: E402

BEGAN = "COUNTER_BENCH_BEGAN"
"""Environment: when the parent started this process, in seconds of the monotonic clock."""

_report = Path()


class Watched(desktop.Desktop):
    """The desk with figures that are written down when it is over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures: dict[str, Any] = {}

    def close(self) -> None:
        """Stop, and write the report."""
        super().close()
        _report.write_text(json.dumps(self.figures), "utf-8")

    def _stamp(self, name: str) -> None:
        """Note the seconds since the process was started."""
        self.figures[name] = time.monotonic() - float(os.environ[BEGAN])


class Start(Watched):
    """Notes first paint, readiness, and the first key that the sign-in page took; then ends."""

    def start(self) -> None:
        """As the desk's own."""
        self.ready.connect(self._press)
        super().start()

    def _begin(self) -> None:
        """Comes when the window has been painted."""
        self._stamp("painted")
        super()._begin()

    def _press(self) -> None:
        self._stamp("ready")
        QTimer.singleShot(0, self, self._key)

    def _key(self) -> None:
        field = QApplication.focusWidget()
        assert field is not None, "nothing on the sign-in page has the focus"
        before = field.text()  # type: ignore[attr-defined]
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, none, "7"))
        assert field.text() == before + "7", "the sign-in page took no key"  # type: ignore[attr-defined]
        self._stamp("usable")
        QTimer.singleShot(0, self, QApplication.quit)


class Memory(Watched):
    """Signs in, searches, turns pages and opens cases as a clerk would; notes the memory."""

    def start(self) -> None:
        """As the desk's own, then the searches."""
        self.opened.connect(lambda: QTimer.singleShot(0, self, self._sign_in))
        self.bridge.idle.connect(self._idle)
        self._visits: list[Any] = []
        super().start()

    def _sign_in(self) -> None:
        from counter.app.provision import TRAINING_PIN
        from counter.bench.searches import visits

        assert self.pages is not None
        self._visits = visits(self)
        self.pages.sign_in.submit("0317", TRAINING_PIN)

    def _idle(self) -> None:
        """The next visit whenever the desk has nothing more to do."""
        QTimer.singleShot(20, self, self._next)

    def _next(self) -> None:
        if not self.session.person or self.bridge.working:
            return
        if self._visits:
            self._visits.pop(0)()
            QTimer.singleShot(20, self, self._next)
        elif not self.figures:
            self.figures.update(resident())
            QApplication.quit()


def resident() -> dict[str, float]:
    """Resident memory of this process in MB: now, and at its most; empty where none can tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return {}
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return {
        name: int(lines[key].split()[0]) / 1024
        for name, key in (("rss_mb", "VmRSS"), ("rss_peak_mb", "VmHWM"))
    }


class Journey(Watched):
    """Watches the ui thread from the first sign-in to the end."""

    def start(self) -> None:
        """As the desk's own; the watchdog begins when somebody has signed in."""
        from counter.ui.watchdog import Watchdog

        self._dog = Watchdog()
        self._began = 0.0
        self._look = QTimer(self)
        self._look.setInterval(20)
        self._look.timeout.connect(self._signed_in)
        self._look.start()
        super().start()

    def _signed_in(self) -> None:
        if self.session.person is not None:
            self._look.stop()
            self._began = time.monotonic()
            self._dog.start()

    def close(self) -> None:
        """Stop watching first: closing is no part of the day."""
        self._dog.stop()
        blocks = [
            {
                "seconds": b.seconds,
                "work": b.work,
                "at": b.began - self._began,
                "stack": b.stack,
                "others": b.others,
            }
            for b in self._dog.worst(1000)
        ]
        self.figures.update(watched=time.monotonic() - self._began, blocks=blocks)
        super().close()


KINDS: dict[str, type[Watched]] = {"start": Start, "memory": Memory, "journey": Journey}


def main() -> None:
    """Run the desk's command with the observer in the desk's place."""
    global _report
    from counter.cli import main as counter

    what, report, *arguments = sys.argv[1:]
    _report = Path(report)
    desktop.Desktop = KINDS[what]  # type: ignore[misc]
    counter(arguments)


if __name__ == "__main__":
    main()
