"""What the hall has already: materials of the applicant's earlier cases, and prior results (前置).

Looked up whenever the applicant or the matter is another one; what was taken over for somebody
else is taken back at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk.admission import Offers
from counter.desk.reception import MaterialTick, PriorEntry
from counter.domain.clock import list_date
from counter.domain.errors import KnownError, Text, text
from counter.domain.numbers import group_case_number
from counter.domain.renewing import EXPIRES, NUMBER
from counter.domain.reuse import EVIDENCE_WORDS, Held

if TYPE_CHECKING:
    import datetime as dt

    from counter.ui.pages.reception.presenter import ReceptionPresenter
    from counter.ui.pages.reception.state import ReceptionState

BY_REUSE = "复用"


class Offering:
    """The offers' part of the presenter."""

    def __init__(self, presenter: ReceptionPresenter) -> None:
        self._p = presenter

    def load(self) -> None:
        """Look again, if who or what is another one than last time."""
        state, actor = self._p.state, self._p.services.actor()
        number, matter = state.earlier_of, state.matter
        key = (number, matter.code if matter else "")
        if state.locked or state.offers_of == key:
            return
        state.offers_of = key
        if state.offers != Offers():
            state.offers = Offers()
        if matter is None or len(number) < 5 or not actor.works:
            self._took_back(state)
            return
        found = matter

        def came(offers: Offers) -> None:
            if state is self._p.state and state.offers_of == key:
                state.offers = offers
                self._took_back(state)
                self._fill_prior(state)
                self._fill_renewal(state)
                self._p.refresh()

        desk = self._p.services.desk
        self._p.runner.call(
            lambda: desk.lookup.offers(actor, number, found), came, lambda error: self._none(error)
        )

    def _none(self, error: KnownError) -> None:
        self._p.failed(error)

    def _took_back(self, state: ReceptionState) -> None:
        """Nothing of another person's cases stays in the form."""
        if state.locked:
            return
        for code, tick in state.form.materials.items():
            held = state.offers.reuse.get(code)
            if tick.reused_from and (held is None or held.case_no != tick.reused_from):
                state.form.materials[code] = MaterialTick()
        for code, entry in list(state.form.prior.items()):
            given = state.offers.prior.get(code)
            if entry.case_no and (given is None or given.case_no != entry.case_no):
                del state.form.prior[code]
        own, form = state.offers.renew, state.form
        if form.renews and (own is None or own.case_no != form.renews):
            form.renews = ""
            for key in (NUMBER, EXPIRES):
                form.fields.pop(key, None)

    def _fill_prior(self, state: ReceptionState) -> None:
        """A result this hall gave need not be typed."""
        for code, given in state.offers.prior.items():
            entry = state.form.prior.get(code)
            if not state.locked and (entry is None or not entry.number.strip()):
                state.form.prior[code] = PriorEntry(
                    number=given.number, evidence="A", case_no=given.case_no
                )
                self._p.dirty = True

    def _fill_renewal(self, state: ReceptionState) -> None:
        """Number and expiry of the licence this hall gave need not be typed."""
        own, form = state.offers.renew, state.form
        if own is None or state.locked or form.fields.get(NUMBER) or form.fields.get(EXPIRES):
            return
        form.renews = own.case_no
        form.fields[NUMBER], form.fields[EXPIRES] = own.number, own.valid_to
        self._p.dirty = True

    def take(self) -> None:
        """R: the material of the row under the hand, as the hall holds it."""
        state, held = self._p.state, offered(self._p.state)
        if held is None or state.locked:
            return
        state.form.materials[held.code] = MaterialTick(
            received=True,
            original=held.original,
            copies=held.copies,
            pages=held.pages,
            evidence=held.evidence,
            how=BY_REUSE,
            reused_from=held.case_no,
        )
        self._p.materials.off_ticked()
        self._p.edited()


def offered(state: ReceptionState) -> Held | None:
    """What is in hand for the row under the hand, as long as it is not taken over."""
    specs = state.matter.materials if state.matter else ()
    if not specs:
        return None
    spec = specs[min(state.material_at, len(specs) - 1)]
    tick = state.form.materials.get(spec.code)
    if tick is not None and tick.reused_from:
        return None
    return state.offers.reuse.get(spec.code)


def offer_words(held: Held, day: dt.date) -> Text:
    """上次已收 with day, case and level."""
    return text(
        "上次已收：{day}，{number}，{level} 级",
        day=list_date(day),
        number=group_case_number(held.case_no),
        level=held.evidence,
    )


LEVELS = tuple(EVIDENCE_WORDS)
