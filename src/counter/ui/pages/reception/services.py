"""What the reception page asks of the rest of the program, gathered in one value.

The composition root builds it; tests build it over fakes. Everything but `actor`, `now` and
`open_case` is called through a Runner, on the store worker's thread.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from counter.desk.law import LawDesk
from counter.desk.reception import ReceptionDesk
from counter.domain.people import Actor
from counter.ports.store import PrintJob


def _nowhere(_case_no: str) -> None:
    """Where no case page is there yet."""


@dataclass(frozen=True, kw_only=True)
class ReceptionServices:
    """The page's way out.

    call_next: F3; gives a Visitor or None, or a Future of it (a device's own thread).
    on_duty: (A or B, name, absent) of a unit's chief representatives.
    jobs: the print jobs of a case; reprint: actor, stream, paper id.
    open_case, decide: show the case page (the second at its decision).
    """

    desk: ReceptionDesk
    law: LawDesk
    actor: Callable[[], Actor]
    now: Callable[[], dt.datetime]
    call_next: Callable[[], Any]
    on_duty: Callable[[str], tuple[tuple[str, str, bool], ...]]
    jobs: Callable[[str], Sequence[PrintJob]]
    reprint: Callable[[Actor, str, str], object]
    open_case: Callable[[str], object] = _nowhere
    decide: Callable[[str], object] = _nowhere
