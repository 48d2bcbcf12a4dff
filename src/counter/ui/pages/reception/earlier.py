"""The applicant's earlier cases, and the phone number they left last time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter.ports.store import CaseRow

if TYPE_CHECKING:
    from counter.ui.pages.reception.presenter import ReceptionPresenter


class Earlier:
    """Looked up whenever the applicant's number changes."""

    def __init__(self, presenter: ReceptionPresenter) -> None:
        self._p = presenter

    def load(self) -> None:
        """Look the applicant's number up, if it is another one now."""
        form, state = self._p.state.form, self._p.state
        number = form.credit_code if form.kind == "organisation" else ""
        if form.kind == "person" and form.document is not None:
            number = form.document.number
        if number == state.earlier_of:
            return
        state.earlier, state.earlier_of, state.all_earlier = (), number, False
        if len(number) < 5:
            return

        def came(rows: tuple[CaseRow, ...]) -> None:
            if state is self._p.state and state.earlier_of == number:
                state.earlier = rows
                self._offer_phone(rows)
                self._p.refresh()

        self._p.runner.call(lambda: self._p.services.desk.earlier_cases(number), came)

    def _offer_phone(self, rows: Sequence[CaseRow]) -> None:
        """The number left last time saves asking; the clerk is told where it comes from."""
        form = self._p.state.form
        last = next((r for r in rows if r.phone), None)
        if last is not None and not form.phone and not form.by_agent and not self._p.state.locked:
            form.phone = last.phone
            self._p.state.phone_since = last.received_at[:10]
            self._p.dirty = True

    def toggle(self) -> None:
        """Ctrl+H: all earlier cases, or the last two again."""
        self._p.state.all_earlier = not self._p.state.all_earlier
        self._p.changed()
