"""A hall without a queue machine: nobody is ever called, and the desk says so."""

from __future__ import annotations

from counter.ports.devices import DeviceHealth, Visitor


class NoQueue:
    """`QueueMachine` where there is none."""

    simulated = False

    def call_next(self, window: str) -> Visitor | None:
        """Always None."""
        del window
        return None

    def waiting(self) -> int:
        """Always 0."""
        return 0

    def health(self) -> DeviceHealth:
        return DeviceHealth(kind="queue", name="叫号机", light="absent", words="没有接叫号机")

    def close(self) -> None:
        """Nothing to let go."""
