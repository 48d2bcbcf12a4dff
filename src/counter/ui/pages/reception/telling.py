"""F4: the panel in which everything that is to be supplied is told at once, and what becomes of it.

What the notice says is worked out from the ticks and the marks each time, so a card that ticks a
material while the panel is open takes it off the list by itself.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.desk.law import Told
from counter.desk.reception import ReceptionForm
from counter.domain.case import NoticeItem
from counter.domain.catalogue import MaterialSpec
from counter.domain.errors import KnownError, Text
from counter.domain.notice import GAPS
from counter.domain.people import Actor
from counter.domain.prior import MISSING, PRIOR, gap, title_of
from counter.ui.pages.reception.reasons import REASONS
from counter.ui.pages.reception.state import Doing, Mark, ReceptionState

if TYPE_CHECKING:
    from counter.ui.pages.reception.presenter import ReceptionPresenter

TABLE, WHY_FIELD = "notice", "notice.why"
"""Places of the panel that can hold the focus."""


def in_the_way(state: ReceptionState) -> Text | None:
    """What must be mended before anything can be received at all: all but the gaps."""
    return next((p.what for p in state.stops if p.code not in GAPS), None)


def lacking(state: ReceptionState) -> tuple[MaterialSpec, ...]:
    """Required materials that are not ticked."""
    specs = state.matter.materials if state.matter else ()
    return tuple(m for m in specs if m.required and not ticked(state, m))


def ticked(state: ReceptionState, spec: MaterialSpec) -> bool:
    """Whether the material was received."""
    tick = state.form.materials.get(spec.code)
    return tick is not None and tick.received


def mark_of(state: ReceptionState, spec: MaterialSpec) -> Mark | None:
    """What the notice will say of a material; None when it will not name it."""
    mark, got = state.marks.get(spec.code), ticked(state, spec)
    if mark is not None and (mark.fault == "wrong" or not got):
        return mark
    if spec.required and not got:
        return Mark("missing", REASONS["missing"][0])
    return None


def told_items(state: ReceptionState, gaps: tuple[NoticeItem, ...] = ()) -> tuple[NoticeItem, ...]:
    """Everything the notice will name. gaps: as the desk finds them, with their legal basis."""
    matter = state.matter
    basis = next((g.basis for g in gaps), "")
    marks = [(spec, mark_of(state, spec)) for spec in matter.materials] if matter else []
    told = (
        NoticeItem(
            code=spec.code, name=spec.name, fault=mark.fault, why=mark.why.strip(), basis=basis
        )
        for spec, mark in marks
        if mark is not None
    )
    return (*wanted_priors(state), *told)


def wanted_priors(state: ReceptionState) -> tuple[NoticeItem, ...]:
    """前置 results that are lacking: they are told with the materials."""
    catalogue = state.catalogue
    if catalogue is None:
        return ()
    codes = (p.field.removeprefix(PRIOR) for p in state.stops if p.code == MISSING)
    return tuple(gap(code, title_of(code, catalogue)) for code in codes)


def unexplained(state: ReceptionState) -> int:
    """Number of the first told material that says no reason; 0 when all do."""
    matter = state.matter
    for n, spec in enumerate(matter.materials if matter else (), 1):
        mark = mark_of(state, spec)
        if mark is not None and not mark.why.strip():
            return n
    return 0


class Telling:
    """The panel's part of the presenter."""

    def __init__(self, presenter: ReceptionPresenter) -> None:
        self._p = presenter

    # --- the panel ----------------------------------------------------------------------------

    def open(self) -> None:
        """F4: the panel opens in place; pressed again, back to its table."""
        state = self._p.state
        if not state.telling:
            wanted = {m.code for m in lacking(state)}
            specs = self._specs()
            state.telling_at = next((n for n, m in enumerate(specs) if m.code in wanted), 0)
        state.telling, state.editing, state.trouble = True, "", None
        self._p.wanted_focus = TABLE
        self._p.refresh()

    def close(self) -> None:
        """Esc: back to the materials; what was marked is kept."""
        self._p.state.telling = False
        self._p.wanted_focus = "materials"

    def _specs(self) -> tuple[MaterialSpec, ...]:
        matter = self._p.state.matter
        return matter.materials if matter else ()

    def _current(self) -> MaterialSpec | None:
        specs = self._specs()
        return specs[min(self._p.state.telling_at, len(specs) - 1)] if specs else None

    def move(self, step: int) -> None:
        """↑↓ in the panel."""
        self.go(self._p.state.telling_at + step)

    def go(self, row: int) -> None:
        """To a row."""
        self._p.state.telling_at = max(0, min(len(self._specs()) - 1, row))
        self._p.changed()

    def toggle(self) -> None:
        """Space: 缺 or 不合要求; of a material that was ticked, 不合要求 or in order."""
        state, spec = self._p.state, self._current()
        if spec is None or state.locked:
            return
        mark = mark_of(state, spec)
        if mark is not None and mark.fault == "wrong":
            state.marks.pop(spec.code)
        elif mark is not None or ticked(state, spec):
            state.marks[spec.code] = Mark("wrong", REASONS["wrong"][0])
        self._p.refresh()

    def give(self, n: int) -> None:
        """1 to 6: one of the common reasons."""
        reasons = self.reasons()
        if n < len(reasons):
            self.write(reasons[n])

    def reasons(self) -> tuple[str, ...]:
        """The common reasons of the row under the hand."""
        spec = self._current()
        mark = mark_of(self._p.state, spec) if spec else None
        return REASONS[mark.fault] if mark else ()

    def begin_why(self) -> None:
        """E: to the line of the reason."""
        self._p.wanted_focus = WHY_FIELD
        self._p.changed()

    def end_why(self) -> None:
        """Enter or Esc in it: back to the table."""
        self._p.wanted_focus = TABLE
        self._p.changed()

    def write(self, words: str) -> None:
        """The reason of the row under the hand."""
        state, spec = self._p.state, self._current()
        mark = mark_of(state, spec) if spec else None
        if spec is None or mark is None or state.locked or mark.why == words:
            return
        state.marks[spec.code] = Mark(mark.fault, words)
        self._p.changed()

    # --- what becomes of it -------------------------------------------------------------------

    def tell(self) -> None:
        """Enter: received, numbered, told once; the notice goes to the printer."""
        state, law = self._p.state, self._p.services.law
        if state.catalogue is None:
            return
        items = told_items(state, law.gaps(state.form, state.catalogue))
        self._put("tell", lambda actor, form: law.tell_new(actor, form, items))

    def receive(self) -> None:
        """先收件: received and numbered; five working days to tell, else it is accepted."""
        self._put("receive", self._p.services.law.receive_only)

    def _put(self, doing: Doing, act: Callable[[Actor, ReceptionForm], Told]) -> None:
        state = self._p.state
        if state.locked:
            return
        state.accepting, state.doing, state.trouble = True, doing, None
        actor, form = self._p.services.actor(), copy.deepcopy(state.form)
        self._p.changed()
        self._p.runner.call(
            lambda: act(actor, form),
            lambda told: self._told(state, told),
            lambda error: self._refused(state, error),
            busy=f"reception.{doing}",
        )

    def _told(self, state: ReceptionState, told: Told) -> None:
        state.accepting, state.told, state.telling = False, told, False
        state.saved_at, state.pending, state.manual, state.editing = "", None, None, ""
        if state is self._p.state:  # else another clerk has come meanwhile
            self._p.dirty = False
            self._p.wanted_focus = "materials"
            self._p.f5.load_jobs(told.case_no)
            self._p.refresh()

    def _refused(self, state: ReceptionState, error: KnownError) -> None:
        state.accepting = False
        if state is self._p.state:
            self._p.failed(error)

    def last_day(self) -> dt.date:
        """The last day for telling what is received today (art. 32(4))."""
        return self._p.services.law.tell_by(self._p.now.date())


__all__ = ["TABLE", "WHY_FIELD", "Telling", "in_the_way", "lacking", "told_items", "unexplained"]
