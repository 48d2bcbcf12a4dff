"""What a laid card means for the form in hand. Pure; never overwrites somebody silently."""

from __future__ import annotations

from typing import Literal

from counter.desk.reception import MaterialTick, ReceptionForm
from counter.domain.catalogue import Matter
from counter.domain.persons import IdDocument
from counter.ui.pages.reception.matters import BY_CARD, fresh_tick

Meaning = Literal["applicant", "agent", "again", "same", "ask", "next"]


def meaning(form: ReceptionForm, card: IdDocument, accepted: bool) -> Meaning:
    """Where a card belongs.

    applicant, agent: fills that place; again: the same person's card, read once more; same: the
    agent's card is the applicant's own; ask: somebody else is there already, or an agent comes
    and nobody says yet whose card this is; next: the case is accepted, this is the next person.
    """
    if accepted:
        ours = (form.document, form.agent_document)
        return "again" if any(d and d.number == card.number for d in ours) else "next"
    if form.by_agent and form.agent_document and form.agent_document.number == card.number:
        return "again"
    if form.document and form.document.number == card.number:
        return "same" if form.by_agent and form.agent_document is None else "again"
    if form.by_agent:
        return _for_agent(form)
    if form.document is None:
        return "applicant"
    return "ask"


def _for_agent(form: ReceptionForm) -> Meaning:
    there = form.document is not None or (form.kind == "organisation" and bool(form.organisation))
    if there and form.agent_document is None:
        return "agent"
    return "ask"


def put_applicant(form: ReceptionForm, card: IdDocument) -> None:
    """The card is the applicant's; of an organisation, its representative's."""
    form.document = card
    if form.kind == "organisation" and not form.representative:
        form.representative = card.name


def sync_by_card(form: ReceptionForm, matter: Matter | None) -> None:
    """Materials that are the identity document itself: ticked by a reading, and only by it."""
    if matter is None:
        return
    read = form.document is not None and form.document.source == "card"
    for spec in matter.materials:
        if not spec.by_card:
            continue
        tick = form.materials.get(spec.code)
        mine = tick is not None and tick.how == BY_CARD
        if read and (tick is None or not tick.received):
            form.materials[spec.code] = fresh_tick(spec, by_card=True)
        elif not read and mine:
            form.materials[spec.code] = MaterialTick()
