"""A column of the page: sections one below the other, scrolling only when they do not fit."""

from __future__ import annotations

from counter.ui import theme
from counter.ui.qt import (
    QFrame,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPoint,
    QScrollArea,
    Qt,
    QVBoxLayout,
    QWidget,
)


class Column(QScrollArea):
    """Sections in a column with a hairline at its right end; arrow keys are left to the page."""

    def __init__(self, width: int = 0, *, last: bool = False) -> None:
        """width: px at 100 %, 0 = takes what is left."""
        super().__init__()
        self._width, self._last = width, last
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = _Paper(last)
        self._layout = QVBoxLayout(self._inner)
        self._layout.setContentsMargins(0, 0, 0 if last else 1, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)
        self.setWidget(self._inner)
        self.retheme()

    def set_width(self, width: int) -> None:
        """Another width in px at 100 %."""
        self._width = width
        self.retheme()

    def add(self, section: QWidget) -> None:
        """A section below the others."""
        self._layout.insertWidget(self._layout.count() - 1, section)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that a widget and the line below it are in view."""
        top = widget.mapTo(self._inner, QPoint(0, 0)).y()
        bar, room, margin = self.verticalScrollBar(), self.viewport().height(), theme.px(36)
        bottom = top + min(widget.height(), room) + margin
        if bottom > bar.value() + room:
            bar.setValue(bottom - room)
        if top - margin < bar.value():
            bar.setValue(max(0, top - margin))

    def to_top(self) -> None:
        """Scroll to the first section."""
        self.verticalScrollBar().setValue(0)

    def retheme(self) -> None:
        self.verticalScrollBar().setFixedWidth(theme.px(8))
        if self._width:
            self.setFixedWidth(theme.px(self._width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class _Paper(QWidget):
    def __init__(self, last: bool) -> None:
        super().__init__()
        self._last = last

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("paper"))
            if not self._last:
                p.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour("line"))
