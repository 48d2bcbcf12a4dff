"""The place and the moment in which a decider decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from counter.domain.catalogue import CatalogueIndex
from counter.domain.clock import WorkCalendar


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What the deciders know of the place and the moment."""

    catalogue: CatalogueIndex
    calendar: WorkCalendar
    now: dt.datetime
    terminal: str
    training: bool
    form_version: Callable[[str], str]
    take: Callable[[str], int]
    new_id: Callable[[], str]

    @property
    def today(self) -> dt.date:
        return self.now.date()
