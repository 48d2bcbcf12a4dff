"""What the close page knows, read at once on the store worker, and the jobs behind it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from counter.desk.shifts import ClosedView, CloseView, ShiftDesk
from counter.domain.errors import KnownError
from counter.domain.finance.shift import Shift
from counter.domain.people import Actor
from counter.ports.devices import Settlement


class Line(Protocol):
    """What the page asks of `desk.posline.PosLine`."""

    device: str

    def settle(self, actor: Actor) -> Future[Settlement]: ...


@dataclass(frozen=True)
class CloseServices:
    """line: None where the window has no POS; countersign: number and PIN → the second person;
    reprint: the print queue's, by stream and paper."""

    shifts: ShiftDesk
    actor: Callable[[], Actor]
    countersign: Callable[[str, str], Actor]
    reprint: Callable[[Actor, str, str], object]
    line: Line | None = None


@dataclass(frozen=True)
class Snapshot:
    """One reading. view: the open shift; closed: the last one, where none is open; refused: why
    the open shift is not this person's to close."""

    view: CloseView | None = None
    closed: ClosedView | None = None
    refused: KnownError | None = None

    @property
    def shift(self) -> Shift | None:
        """The shift that is shown."""
        shown = self.view or self.closed
        return shown.shift if shown else None


def read(services: CloseServices) -> Snapshot:
    """On the store worker."""
    actor = services.actor()
    if services.shifts.current(actor.window) is not None:
        try:
            return Snapshot(view=services.shifts.view(actor, ()))
        except KnownError as error:
            return Snapshot(refused=error)
    last = services.shifts.last(actor.window)
    if last is None or last.closed is None:
        return Snapshot()
    return Snapshot(closed=services.shifts.closed(last.name))
