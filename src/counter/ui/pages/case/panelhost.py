"""A place on a page where one panel at a time opens; made anew only when another one does."""

from __future__ import annotations

from collections.abc import Callable

from counter.ui.pages.case.panels import Panel, PanelView
from counter.ui.pages.case.panelview import PanelWidget
from counter.ui.qt import QShowEvent, QVBoxLayout, QWidget


class PanelHost(QWidget):
    """Shows a `Panel` of a presenter. confirmed: Enter on the last field, or the button; changed:
    something in the panel was typed or chosen."""

    def __init__(
        self,
        confirmed: Callable[[], object],
        changed: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._confirmed, self._changed = confirmed, changed
        self._panel: Panel | None = None
        self._widget: PanelWidget | None = None
        self._later = ""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    @property
    def focused(self) -> str:
        """What of the panel has the focus; empty = nothing."""
        return self._widget.focused() if self._widget is not None else ""

    def show_panel(self, panel: Panel | None) -> None:
        """Open a panel, renew the open one, or close it."""
        same = panel is self._panel
        self._panel = panel
        if panel is None:
            self._drop()
            return
        view = panel.view()
        if self._widget is not None and self._widget.fits(view):
            self._widget.show_view(view)
            return
        before = self._widget.focused() if self._widget is not None and same else ""
        self._drop()
        self._make(panel, view)
        assert self._widget is not None
        wrong = next((f.key for f in view.all_fields if f.error), "")
        self._hand(wrong or before or view.first)

    def _hand(self, key: str) -> None:
        """The focus goes to a field of the panel; on a page that is not in front it waits until
        the page is, for the hand is elsewhere."""
        self._later = "" if self.isVisible() else key
        if self._widget is not None and not self._later:
            self._widget.focus(key)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._later:
            self._hand(self._later)

    def _make(self, panel: Panel, view: PanelView) -> None:
        made = PanelWidget(view)
        made.typed.connect(lambda key, words: self._typed(panel, key, words))
        made.chosen.connect(lambda value: self._chose(panel, value))
        made.ticked.connect(panel.tick)
        made.confirmed.connect(self._confirmed)
        self._widget = made
        self._layout.addWidget(made)
        made.show()

    def _typed(self, panel: Panel, key: str, words: str) -> None:
        if panel.values.get(key, "") != words:
            panel.put(key, words)
            self._changed()

    def _chose(self, panel: Panel, value: str) -> None:
        if panel.chosen != value:
            panel.choose(value)
            self._changed()

    def _drop(self) -> None:
        if self._widget is not None:
            self._layout.removeWidget(self._widget)
            self._widget.hide()
            self._widget.deleteLater()
            self._widget = None
