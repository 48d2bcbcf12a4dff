"""The one injected clock: wall time, and timers that follow it."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

CHINA = dt.timezone(dt.timedelta(hours=8), "CST")


class Clock(Protocol):
    """Wall time of the terminal and monotonic seconds for timers."""

    def now(self) -> dt.datetime:
        """Aware local time."""
        ...

    def monotonic(self) -> float:
        """Seconds that only go forward; a set clock moves them by the same step when ahead."""
        ...


class SystemClock:
    """The real clock, in China Standard Time."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(CHINA)

    def monotonic(self) -> float:
        import time

        return time.monotonic()


class SetClock:
    """A clock that can be set (training stores only): it goes on from the time it was set to."""

    def __init__(self, start: dt.datetime | None = None) -> None:
        self._system = SystemClock()
        self._offset = dt.timedelta(0)
        self._jumped = 0.0
        if start is not None:
            self.set(start)

    def set(self, moment: dt.datetime) -> None:
        """Put the wall clock to `moment` (aware); timers see only steps ahead."""
        step = (moment - self.now()).total_seconds()
        self._offset += dt.timedelta(seconds=step)
        self._jumped += max(step, 0.0)

    def now(self) -> dt.datetime:
        return self._system.now() + self._offset

    def monotonic(self) -> float:
        return self._system.monotonic() + self._jumped


class FrozenClock:
    """For tests: stands still until moved."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment
        self.seconds = 0.0

    def now(self) -> dt.datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, step: dt.timedelta) -> None:
        """Move both the wall time and the timers ahead."""
        self.moment += step
        self.seconds += step.total_seconds()


def stamp(moment: dt.datetime) -> str:
    """`recorded_at`: ISO 8601 with offset and milliseconds."""
    return moment.isoformat(timespec="milliseconds")
