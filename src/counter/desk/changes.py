"""What a command changed, and who wants to know: pages refresh by topic, never all."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """streams: journal streams whose state changed; topics: `queue` (print), `drafts`, `people`,
    `catalogue`, `session`, `outbox`, `devices`, `work` (the work list), `enquiries`, `projects`,
    `charges` (charge sheets), `day` (another date: days left are other ones)."""

    streams: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    def of(self, kind: str) -> frozenset[str]:
        """What of a kind changed: `of("case")` gives case numbers."""
        head = kind + ":"
        return frozenset(s.removeprefix(head) for s in self.streams if s.startswith(head))

    @property
    def cases(self) -> frozenset[str]:
        """Numbers of the cases that changed."""
        return self.of("case")


Listener = Callable[[Changes], None]


class ChangeFeed:
    """Tells listeners what changed, on the thread that changed it; listeners must not block."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned call removes it."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave

    def publish(self, changes: Changes) -> None:
        """Tell everybody."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(changes)
