"""Drafts: the form in hand is kept a moment after each change, and comes back by Ctrl+D."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from counter.desk.reception import ReceptionForm
from counter.domain.errors import Text
from counter.domain.people import Actor
from counter.ports.store import Draft
from counter.ui.pages.reception.state import ReceptionState

if TYPE_CHECKING:
    from counter.ui.pages.reception.presenter import ReceptionPresenter


class Drafting:
    """The drafts of the clerk who works here; each clerk's stay apart."""

    def __init__(self, presenter: ReceptionPresenter) -> None:
        self._p = presenter
        self._clerk: Actor | None = None

    def of(self, clerk: Actor) -> None:
        """Whose page this is now; what is saved later is saved for them."""
        self._clerk = clerk
        self.load()

    def load(self) -> None:
        """Read the clerk's drafts again."""
        clerk = self._clerk
        if clerk is not None:
            self._p.runner.call(lambda: self._p.services.desk.drafts(clerk), self._came)

    def _came(self, drafts: tuple[tuple[Draft, ReceptionForm], ...]) -> None:
        state = self._p.state
        state.drafts = tuple(d for d in drafts if d[1].id != state.form.id)
        self._p.refresh()

    def save(self) -> None:
        """Keep the form as it is; the page calls this a moment after the last change."""
        state = self._p.state
        if not self._p.dirty or state.locked:
            return
        self._p.dirty = False
        actor, form = self._clerk or self._p.services.actor(), copy.deepcopy(state.form)
        title = draft_title(state)

        def came(at: str) -> None:
            if state is self._p.state and not state.locked:
                state.saved_at = at
                self._p.changed()

        self._p.runner.call(lambda: self._p.services.desk.save_draft(actor, form, title), came)

    def resume(self, draft_id: str = "") -> None:
        """Ctrl+D: a draft comes back as it was; what is in hand becomes one."""
        found = [d for d in self._p.state.drafts if not draft_id or d[0].id == draft_id]
        if not found:
            return
        self.save()
        draft, form = found[0]
        ticket = self._p.state.form.ticket
        self._p.fresh(copy.deepcopy(form))
        self._p.state.form.ticket = self._p.state.form.ticket or ticket
        self._p.state.saved_at = draft.updated_at
        self._p.find()
        if self._p.state.matter is not None:
            self._p.materials.to_first_lacking()
            self._p.state.at = self._p.wanted_focus = "materials"
        self._p.load_chiefs()
        self._p.earlier.load()
        self.load()
        self._p.refresh()


def draft_title(state: ReceptionState) -> str:
    """How a draft is called in the list: who and what."""
    form = state.form
    who = form.organisation if form.kind == "organisation" else ""
    if form.document is not None and not who:
        who = form.document.name
    matter = state.matter.title if state.matter else ""
    return "·".join(part for part in (who, matter) if part) or str(Text("没有名字的草稿"))
