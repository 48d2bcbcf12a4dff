"""The citizen's screen without Qt: what it shows, and what the payer's two buttons do.

It reads the cash page's presenter and nothing else, and only while somebody works at the window:
a locked desk, a desk without a person and a closed sheet all show the welcome.
"""

from __future__ import annotations

from counter.ui.citizen.state import WELCOME, CitizenView, Place
from counter.ui.citizen.view import look
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.presenting import Presenter


class CitizenPresenter(Presenter):
    """`view` is what stands on the screen now."""

    def __init__(self, cash: CashPresenter, place: Place) -> None:
        super().__init__()
        self.cash, self.place = cash, place
        self._here = False
        self.view: CitizenView = WELCOME
        cash.watchers.add(self._look)

    def work(self, on: bool) -> None:
        """Somebody works at the window, or nobody: then no answer of a payer lives on."""
        self._here = on
        if not on:
            self.cash.payer.forget()
        self._look()

    def show(self, on: bool) -> None:
        """The screen can be seen, or not."""
        self.cash.payer.shown = on
        self.cash.changed()

    def right(self) -> None:
        """金额对，请收款."""
        if self.view.yes:
            self.cash.payer_says("right")

    def doubt(self) -> None:
        """有疑问，先别收."""
        if self.view.doubt:
            self.cash.payer_says("doubt")

    def _look(self) -> None:
        seen = look(self.cash) if self._here else WELCOME
        if seen != self.view:
            self.view = seen
            self.changed()
