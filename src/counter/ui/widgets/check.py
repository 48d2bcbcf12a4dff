"""The tick box, alone and in tables."""

from __future__ import annotations

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.qt import QCheckBox, QKeyEvent, QPainter, QPaintEvent, QRectF, QSize, Qt, QWidget
from counter.ui.text import say
from counter.ui.widgets import paint

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CheckBox(QCheckBox):
    """An 18 px box with its words; Space ticks."""

    def __init__(self, words: Text | str = "", parent: QWidget | None = None) -> None:
        super().__init__(say(words) if words else "", parent)
        self.retheme()

    def retheme(self) -> None:
        self.setFont(theme.font("body"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = theme.measure("check")
        words = round(theme.metrics("body").horizontalAdvance(self.text()))
        return QSize(side + 4 + (words + theme.px(8) if words else 0), side + 6)

    minimumSizeHint = sizeHint

    def hitButton(self, pos: object) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.focusNextChild()
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme.measure("check")
        with QPainter(self) as p:
            box = QRectF(2, (self.height() - side) / 2, side, side)
            draw_check(p, box, self.isChecked(), focus=self.hasFocus())
            ink = "ink" if self.isEnabled() else "ink3"
            x = box.right() + theme.px(8)
            paint.draw_words(p, x, self.height() / 2, self.text(), colour=ink)


def draw_check(p: QPainter, box: QRectF, checked: bool, *, focus: bool = False) -> None:
    """A tick box; in tables too."""
    if checked:
        dark = theme.current().palette.name == "dark"
        border = theme.colour("accent") if dark else None
        paint.draw_box(p, box, theme.colour("fill"), border, 3)
        inner = box.adjusted(*(box.width() * f for f in (0.18, 0.18, -0.18, -0.18)))
        paint.draw_glyph(p, inner, "tick", theme.colour("onfill"))
    else:
        paint.draw_box(p, box, theme.colour("paper"), theme.colour("edge"), 3)
    if focus:
        around = box.adjusted(-2, -2, 2, 2)
        paint.draw_box(p, around, None, theme.colour("accent"), 4, 2)
