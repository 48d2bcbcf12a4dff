"""Ticking materials: Space, and the row under the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from counter.desk.reception import MaterialTick
from counter.domain.catalogue import MaterialSpec
from counter.domain.reuse import Level
from counter.ui.pages.reception.matters import HOW, fresh_tick

if TYPE_CHECKING:
    from counter.ui.pages.reception.state import ReceptionState


ON_SPOT_FIELD = "materials.onspot"
"""Place of the line of 当场更正."""


class Owner(Protocol):
    """The presenter, as far as the materials need it."""

    state: ReceptionState
    wanted_focus: str

    def edited(self) -> None: ...
    def changed(self) -> None: ...


class Materials:
    """What can be done in the table of materials."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    @property
    def _state(self) -> ReceptionState:
        return self._owner.state

    def _specs(self) -> tuple[MaterialSpec, ...]:
        matter = self._state.matter
        return matter.materials if matter else ()

    def _ticked(self, spec: MaterialSpec) -> bool:
        tick = self._state.form.materials.get(spec.code)
        return tick is not None and tick.received

    def move(self, step: int) -> None:
        """↑↓ in the table."""
        last = len(self._specs()) - 1
        if last >= 0:
            self._state.material_at = max(0, min(last, self._state.material_at + step))
            self._state.editing = ""
            self._owner.changed()

    def go(self, row: int) -> None:
        """A click on a row."""
        self._state.material_at = 0
        self.move(row)

    def toggle(self) -> None:
        """Space: received, and on to the next that is lacking; or taken back."""
        state, specs = self._state, self._specs()
        if state.locked or not specs:
            return
        at = min(state.material_at, len(specs) - 1)
        spec = specs[at]
        if self._ticked(spec):
            state.form.materials[spec.code] = MaterialTick()
        else:
            state.form.materials[spec.code] = fresh_tick(spec)
            self._on(at)
        self._owner.edited()

    def _on(self, at: int) -> None:
        """To the next lacking row after `at`, else the first lacking one, else stay."""
        specs = self._specs()
        turn = [*range(at + 1, len(specs)), *range(at)]
        lacking = [i for i in turn if not self._ticked(specs[i])]
        required = [i for i in lacking if specs[i].required]
        if required:
            self._state.material_at = required[0]

    def to_first_lacking(self) -> None:
        """The current row is the first that is still wanted."""
        specs = self._specs()
        wanted = (i for i, s in enumerate(specs) if s.required and not self._ticked(s))
        self._state.material_at = next(wanted, 0)

    def off_ticked(self) -> None:
        """A card has ticked the row under the hand: on to the next that is lacking."""
        specs, at = self._specs(), self._state.material_at
        if at < len(specs) and self._ticked(specs[at]):
            self._on(at)

    # --- E ------------------------------------------------------------------------------------

    def begin_edit(self) -> None:
        """E: form, copies and pages of the current row, in place; an unticked one is ticked."""
        state, specs = self._state, self._specs()
        if state.locked or not specs:
            return
        spec = specs[min(state.material_at, len(specs) - 1)]
        if not self._ticked(spec):
            state.form.materials[spec.code] = fresh_tick(spec)
        state.editing, state.mending = spec.code, False
        self._owner.wanted_focus = "materials.copies"
        self._owner.edited()

    # --- O ------------------------------------------------------------------------------------

    def begin_on_spot(self) -> None:
        """O: what of the current row the applicant puts right here; an unticked one is ticked."""
        self.begin_edit()
        if self._state.editing:
            self._state.mending = True
            self._owner.wanted_focus = ON_SPOT_FIELD
            self._owner.changed()

    def put_right(self, what: str) -> None:
        """What was wrong and what stands there now."""
        state = self._state
        tick = state.form.materials.get(state.editing)
        if tick is None or state.locked or tick.on_spot == what:
            return
        tick.on_spot = what
        self._owner.edited()

    def set(
        self, *, original: bool | None = None, copies: int | None = None, pages: int | None = None
    ) -> None:
        """Change the row being edited; numbers are kept between 1 and 999."""
        state = self._state
        tick = state.form.materials.get(state.editing)
        if tick is None or state.locked:
            return
        if original is not None:
            tick.original = original
        if copies is not None:
            tick.copies = max(1, min(999, copies))
        if pages is not None:
            tick.pages = max(1, min(999, pages))
        self._owner.edited()

    def level(self, evidence: Level) -> None:
        """A to D: how the material of the row was seen; an unticked one is ticked with it."""
        state, specs = self._state, self._specs()
        if state.locked or not specs:
            return
        spec = specs[min(state.material_at, len(specs) - 1)]
        if not self._ticked(spec):
            state.form.materials[spec.code] = fresh_tick(spec)
        tick = state.form.materials[spec.code]
        tick.evidence, tick.how = evidence, HOW[evidence]
        self._owner.edited()

    def end_edit(self) -> None:
        """Enter or Esc: the row as it is now."""
        self._state.editing = ""
        self._owner.wanted_focus = "materials"
        self._owner.changed()
