"""联办: which units F5 hands a copy to; each can be left out and put back with its own key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.domain.catalogue import Handling
from counter.domain.errors import text
from counter.ui.pages.reception.model import AfterRow
from counter.ui.pages.reception.state import ReceptionState

if TYPE_CHECKING:
    from counter.ui.pages.reception.presenter import ReceptionPresenter

MOST = 9
"""Units that have a key of their own."""


def co_units(state: ReceptionState) -> tuple[str, ...]:
    """Codes of the units that the matter names; none for a matter of one unit."""
    matter = state.matter
    return matter.law.co_units if matter and matter.handling is Handling.JOINT else ()


def chosen(state: ReceptionState) -> tuple[str, ...]:
    """Those that get a copy."""
    named, said = co_units(state), state.form.co_units
    return named if said is None else tuple(u for u in named if u in said)


def rows(state: ReceptionState, done: bool) -> tuple[AfterRow, ...]:
    """A line for each unit in F5 以后; done: the copies have gone."""
    matter, catalogue = state.matter, state.catalogue
    if matter is None or catalogue is None:
        return ()
    days = matter.law.co_days or matter.promised_days
    taken, found = chosen(state), []
    for n, code in enumerate(co_units(state), 1):
        unit = catalogue.units[code].short if code in catalogue.units else code
        if done:
            if code in taken:
                fact = text("{n} 个工作日", n=days)
                found.append(AfterRow("done", text("已抄告{unit}", unit=unit), fact))
            continue
        key = f"Ctrl+{n}" if n <= MOST else ""
        if code in taken:
            fact = text("{n} 个工作日　{key} 不抄", n=days, key=key)
            found.append(AfterRow("todo", text("抄告{unit}", unit=unit), fact))
        else:
            fact = text("{key} 抄告", key=key)
            found.append(AfterRow("paused", text("不抄告{unit}", unit=unit), fact))
    return tuple(found)


class CoUnits:
    """The keys of the units."""

    def __init__(self, presenter: ReceptionPresenter) -> None:
        self._p = presenter

    def toggle(self, place: int) -> None:
        """Leave the unit at `place` out, or put it back."""
        state = self._p.state
        named, taken = co_units(state), chosen(state)
        if state.locked or place >= len(named):
            return
        code = named[place]
        state.form.co_units = [u for u in named if (u in taken) != (u == code)]
        self._p.edited()
