"""What became of something, line by line: a state's glyph and words that wrap."""

from __future__ import annotations

from collections.abc import Sequence

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.qt import QVBoxLayout, QWidget


class Trail(QWidget):
    """Lines that are made anew when others are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[tuple[str, Text], ...] = ()
        self._layout = QVBoxLayout(self)
        self.retheme()

    def show_lines(self, lines: Sequence[tuple[str, Text]]) -> None:
        """Other lines: state name and words."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        while self._layout.count():
            widget = self._layout.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for state, words in self._lines:
            self._layout.addWidget(WrapLine(words, glyph=state))

    def retheme(self) -> None:
        pad, gap = theme.measure("panel"), theme.px(8)
        self._layout.setContentsMargins(pad, gap, pad, gap)
        self._layout.setSpacing(theme.px(4))
