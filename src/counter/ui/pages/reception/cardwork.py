"""The reader's part of the presenter: a laid card, a card that waits for a word, no card at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.domain.errors import KnownError, Text
from counter.domain.persons import IdDocument
from counter.ui.pages.reception import cards
from counter.ui.pages.reception.state import Slot
from counter.ui.state import Trouble

if TYPE_CHECKING:
    from counter.ui.pages.reception.presenter import ReceptionPresenter


class CardWork:
    """What a card does to the form; it never moves the focus."""

    def __init__(self, presenter: ReceptionPresenter) -> None:
        self._p = presenter

    def laid(self, card: IdDocument) -> None:
        """A card was read. Never moves the focus, never overwrites somebody silently."""
        state = self._p.state
        if state.accepting or not self._p.services.actor().works:
            return
        state.card_trouble, state.card_said, state.said = None, None, None
        meaning = cards.meaning(state.form, card, state.case is not None)
        if meaning == "next":
            self._p.new()
            meaning = cards.meaning(self._p.state.form, card, False)
        if meaning == "ask":
            self._p.state.pending = card
            self._p.changed()
        elif meaning == "same":
            state.card_said = Text("这是申请人自己的证；代办要放代办人的证。")
            self._p.changed()
        elif meaning != "again":
            self._place("agent" if meaning == "agent" else "applicant", card)
        elif state.case is None:
            self._place("agent" if self._is_agent(card) else "applicant", card)

    def _is_agent(self, card: IdDocument) -> bool:
        agent = self._p.state.form.agent_document
        return self._p.state.form.by_agent and agent is not None and agent.number == card.number

    def _place(self, slot: Slot, card: IdDocument) -> None:
        state, form = self._p.state, self._p.state.form
        if slot == "agent":
            form.by_agent = True
            form.agent_document = card
        else:
            cards.put_applicant(form, card)
            cards.sync_by_card(form, state.matter)
        if state.manual == slot:
            state.manual = None
        state.pending = None
        if state.matter is not None:
            self._p.materials.off_ticked()
        self._p.edited()
        if slot == "applicant":
            self._p.earlier.load()

    def sync(self) -> None:
        """What a reading fulfils of the matter in hand is ticked."""
        cards.sync_by_card(self._p.state.form, self._p.state.matter)

    def fault(self, error: KnownError) -> None:
        """The reader could not read; said in the section it would have filled."""
        self._p.state.card_trouble = Trouble.of(error)
        self._p.changed()

    def replace(self) -> None:
        """The waiting card is the applicant's."""
        if self._p.state.pending is not None:
            self._place("applicant", self._p.state.pending)

    def is_agents(self) -> None:
        """The waiting card is the agent's."""
        if self._p.state.pending is not None:
            self._place("agent", self._p.state.pending)

    def by_hand(self) -> None:
        """No card: the document by hand; for the agent once the applicant is there."""
        state, form = self._p.state, self._p.state.form
        if state.locked:
            return
        slot: Slot = "applicant"
        if form.by_agent and (form.kind == "organisation" or form.document is not None):
            slot = "agent"
        state.manual = slot
        self._p.wanted_focus = f"{slot}.document.name"
        self._p.refresh()
