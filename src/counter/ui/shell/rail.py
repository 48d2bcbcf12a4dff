"""The rail: the window's number on its plate, and the pages of the role by Alt+number."""

from __future__ import annotations

from dataclasses import dataclass

from counter.ui import theme
from counter.ui.qt import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    QWidget,
    Signal,
)
from counter.ui.state import Badge
from counter.ui.text import tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted

FOOT = ("9", "0")
"""Places at the foot of the rail."""


@dataclass(frozen=True)
class RailItem:
    """A page on the rail."""

    place: str
    word: str
    badge: Badge | None = None


class Rail(Painted):
    """Words of two characters, no icons. A badge counts what waits; red = past its line."""

    chosen = Signal(str)
    """A place was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[RailItem, ...] = ()
        self._current, self._window, self._training = "", "", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setObjectName("rail")
        self.retheme()

    def show_items(
        self, items: tuple[RailItem, ...], current: str, window: str, training: bool
    ) -> None:
        """The pages, which of them is in front, the window's number, whether it is practice."""
        asked = (items, current, window, training)
        if asked != (self._items, self._current, self._window, self._training):
            self._items, self._current, self._window, self._training = asked
            self.renew()

    def words(self) -> str:
        plate = tr("{n} 号窗口", n=self._window) + (" " + tr("练习") if self._training else "")
        parts = [plate]
        for item in self._items:
            count = f" {item.badge.count}" if item.badge else ""
            mark = "▸" if item.place == self._current else ""
            parts.append(f"{mark}{item.place} {tr(item.word)}{count}")
        return "  ".join(parts)

    def retheme(self) -> None:
        self.setFixedWidth(theme.measure("rail"))
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(theme.measure("rail"), theme.px(480))

    minimumSizeHint = sizeHint

    def _boxes(self) -> list[tuple[RailItem, QRectF]]:
        height = theme.measure("rail_item")
        top, foot = theme.px(72), self.height() - theme.px(6)
        boxes = []
        lower = [i for i in self._items if i.place in FOOT]
        for place, item in enumerate([i for i in self._items if i.place not in FOOT]):
            boxes.append((item, QRectF(0, top + place * height, self.width(), height)))
        for place, item in enumerate(lower):
            y = foot - (len(lower) - place) * height
            boxes.append((item, QRectF(0, y, self.width(), height)))
        return boxes

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for item, box in self._boxes():
            if box.contains(event.position()):
                self.chosen.emit(item.place)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("rail"))
            self._paint_plate(p)
            for item, box in self._boxes():
                self._paint_item(p, item, box)

    def _paint_plate(self, p: QPainter) -> None:
        """The plate as it hangs over the window: white in both themes."""
        from counter.ui.qt import QColor

        box = QRectF(theme.px(8), theme.px(8), self.width() - theme.px(16), theme.px(56))
        paint.draw_box(p, box, QColor("#FFFFFF"), None, 4)
        p.setPen(QColor("#0B3F4D"))
        p.setFont(theme.font("plate", True))
        upper = QRectF(box.left(), box.top(), box.width(), theme.px(40))
        p.drawText(upper, paint.ALIGN_CENTRE, self._window)
        p.setFont(theme.font("label"))
        words = tr("号窗口")
        if self._training:
            p.setFont(theme.font("label", True))
            words = tr("练习")
            p.setPen(QColor("#A31C1C"))
        lower = QRectF(box.left(), box.top() + theme.px(34), box.width(), theme.px(20))
        p.drawText(lower, paint.ALIGN_CENTRE, words)

    def _paint_item(self, p: QPainter, item: RailItem, box: QRectF) -> None:
        current = item.place == self._current
        if current:
            p.fillRect(box, theme.colour("paper"))
            p.fillRect(QRectF(0, box.top(), theme.px(4), box.height()), theme.colour("due"))
        middle = box.center().y()
        number = "ink2" if current else "onrail"
        paint.draw_words(p, theme.px(10), middle, item.place, "note", False, number)
        word = "accent" if current else "onrail"
        paint.draw_words(p, theme.px(24), middle, tr(item.word), "rail", current, word)
        if item.badge is not None and item.badge.count:
            self._paint_badge(p, item.badge, middle, current)

    def _paint_badge(self, p: QPainter, badge: Badge, middle: float, current: bool) -> None:
        words = str(badge.count) if badge.count < 1000 else "999+"
        width = max(
            theme.metrics("note", True).horizontalAdvance(words) + theme.px(7), theme.px(16)
        )
        height = theme.px(17)
        right = self.width() - theme.px(5)
        box = QRectF(right - width, middle - height / 2, width, height)
        ground, ink = ("bad", "paper") if badge.passed else ("paper", "accent")
        if theme.current().palette.name == "dark" and not badge.passed:
            ground, ink = "onrail", "rail"
        paint.draw_box(p, box, theme.colour(ground), None, 3)
        p.setFont(theme.font("note", True))
        p.setPen(theme.colour(ink))
        p.drawText(box, paint.ALIGN_CENTRE, words)
