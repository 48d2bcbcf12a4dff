"""Where the photo of the card would stand: a silhouette, and why there is no photo."""

from __future__ import annotations

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.qt import QPainter, QPainterPath, QPaintEvent, QRectF, QSize, Qt
from counter.ui.text import say
from counter.ui.widgets.basic import Painted
from counter.ui.widgets.paint import clean


class Photo(Painted):
    """80 × 100; the note stands at its foot."""

    def __init__(self) -> None:
        super().__init__()
        self._note: Text | str = ""

    def say(self, note: Text | str) -> None:
        """Why there is no photo."""
        self._note = note
        self.renew()

    def words(self) -> str:
        return say(self._note) if self._note else ""

    def sizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(100))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            p.fillRect(self.rect(), theme.colour("tint"))
            foot = theme.px(34) if self._note else 0
            p.save()
            p.setClipRect(QRectF(0, 0, self.width(), self.height() - foot))
            clean(p)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(theme.colour("ink2"))
            p.drawPath(self._person(self.height() - foot))
            p.restore()
            if foot:
                self._paint_note(p, foot)
            p.setPen(theme.colour("edge"))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRect(box)

    def _person(self, height: float) -> QPainterPath:
        unit, middle = height / 100, self.width() / 2
        path = QPainterPath()
        head = 34 * unit
        path.addEllipse(QRectF(middle - head / 2, 18 * unit, head, head))
        half = 33 * unit
        path.addRoundedRect(QRectF(middle - half, 60 * unit, 2 * half, 60 * unit), half, half * 0.9)
        return path

    def _paint_note(self, p: QPainter, foot: float) -> None:
        area = QRectF(1, self.height() - foot, self.width() - 2, foot - 1)
        p.fillRect(area, theme.colour("paper"))
        p.setFont(theme.font("note"))
        p.setPen(theme.colour("ink2"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere
        p.drawText(area, flags, say(self._note))
