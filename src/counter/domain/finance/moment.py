"""Which of two acts came first, also where the clock was set back between them."""

from __future__ import annotations

import msgspec

from counter.domain.acts import ActHeader


class Moment(msgspec.Struct, frozen=True, array_like=True):
    """When an act was recorded. On one terminal its number decides; between two terminals there
    is nothing better than their clocks. at: ISO time."""

    terminal: str = ""
    epoch: int = 0
    seq: int = 0
    at: str = ""

    def after(self, other: Moment) -> bool:
        """It was recorded later than `other`."""
        if self.terminal == other.terminal:
            return (self.epoch, self.seq) > (other.epoch, other.seq)
        return self.at > other.at


def moment(header: ActHeader) -> Moment:
    """The moment of an act."""
    return Moment(header.terminal, header.epoch, header.seq, header.recorded_at)
