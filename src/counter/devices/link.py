"""The state of one device's port: absent → opening → ready → busy → lost, and the way back.

A lost port is tried again after 1, 2, 5 and then every 10 seconds, so that a background poll does
not hammer a dead port; a person who presses a key does not wait for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import structlog

from counter.devices.errors import DeviceLost
from counter.devices.transports import Monotonic, Transport

State = Literal["absent", "opening", "ready", "busy", "lost"]
BACKOFF_SECONDS = (1.0, 2.0, 5.0, 10.0)

log = structlog.get_logger(__name__)


class Link:
    """Keeps one transport open, drops it when it fails, opens it again when it is time."""

    def __init__(self, open_transport: Callable[[], Transport], monotonic: Monotonic) -> None:
        self._open_transport = open_transport
        self._monotonic = monotonic
        self._transport: Transport | None = None
        self._failures = 0
        self._retry_at = 0.0
        self.state: State = "absent"
        self.last_loss: DeviceLost | None = None

    @property
    def waiting(self) -> bool:
        """True while a background task should leave the port alone."""
        return self._transport is None and self._monotonic() < self._retry_at

    def open(self) -> tuple[Transport, bool]:
        """The transport, and whether it was opened just now. Raises `DeviceLost`."""
        if self._transport is not None:
            return self._transport, False
        self.state = "opening"
        try:
            self._transport = self._open_transport()
        except DeviceLost as lost:
            self.drop(lost)
            raise
        if self._failures:
            log.info("device.back", port=self._transport.port)
        self._failures = 0
        self.state = "ready"
        return self._transport, True

    @contextmanager
    def using(self) -> Iterator[tuple[Transport, bool]]:
        """The transport for one exchange; a loss inside drops it and goes on up."""
        transport, fresh = self.open()
        self.state = "busy"
        try:
            yield transport, fresh
        except DeviceLost as lost:
            self.drop(lost)
            raise
        finally:
            if self.state == "busy":
                self.state = "ready"

    def drop(self, lost: DeviceLost) -> None:
        """Let the port go after a failure and set the time of the next attempt."""
        if self._failures == 0:
            log.info("device.lost", port=lost.port, reason=lost.reason)
        wait = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        self._retry_at = self._monotonic() + wait
        self.last_loss = lost
        self.close()
        self.state = "lost"

    def close(self) -> None:
        """Let the port go."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None
        self.state = "absent"
