"""The clock strip, painted: every day of a case's clock, what it was, and where today stands.

Three sizes: wide cells on the case page, larger ones in side panels, and a mini strip without
figures in reception. The date itself is never given by the picture alone.
"""

from __future__ import annotations

from typing import Literal

from counter.ui import theme
from counter.ui.qt import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QPointF,
    QRectF,
    QSize,
    QSizePolicy,
    QWidget,
)
from counter.ui.strip import Bracket, Strip, StripDay
from counter.ui.text import say, tr
from counter.ui.theme.tokens import INK_ON_DUE
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted

Size = Literal["wide", "side", "mini"]

CELL = {"wide": (23.0, 46), "side": (32.0, 46), "mini": (7.6, 22)}
"""Width and height of a cell in px at 100 %."""


class ClockStrip(Painted):
    """Draws a `Strip`; a strip longer than its place narrows its cells, it never cuts days off."""

    def __init__(self, size: Size = "wide", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size: Size = size
        self._strip = Strip()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def show_strip(self, strip: Strip) -> None:
        """Show another strip."""
        if strip != self._strip:
            self._strip = strip
            self.renew()

    def words(self) -> str:
        return say(self._strip.reckoning) if self._strip.reckoning else ""

    @property
    def _mini(self) -> bool:
        return self._size == "mini"

    def retheme(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.renew()

    def sizeHint(self) -> QSize:
        width, height = CELL[self._size]
        whole = theme.px(height)
        if self._size == "wide":
            whole += theme.px(18) + theme.px(28)
        elif self._size == "side":
            whole += theme.px(18)
        days = max(len(self._strip.days), 1)
        return QSize(round(theme.px(100 * width) / 100 * days) + 2, whole + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def _cell_width(self) -> float:
        full = CELL[self._size][0] * theme.current().factor
        days = max(len(self._strip.days), 1)
        room = (self.width() - 2) / days
        return room if self._mini and room < full * 1.6 else min(full, room)

    def _top(self) -> float:
        return 1.0 if self._mini else float(theme.px(18))

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._strip.days:
            return
        with QPainter(self) as p:
            width, top = self._cell_width(), self._top()
            height = float(theme.px(CELL[self._size][1]))
            today: QRectF | None = None
            for place, day in enumerate(self._strip.days):
                box = QRectF(1 + place * width, top, width, height)
                self._paint_ground(p, box, day)
                if day.today:
                    today = box
            self._paint_lines(p, width, top, height)
            if not self._mini:
                self._paint_figures(p, width, top, height)
                self._paint_heads(p, width)
            if today is not None and not (self._mini and self._strip.days[0].today):
                p.setPen(QPen(theme.colour("ink"), 2))
                p.setBrush(QColor(0, 0, 0, 0))
                p.drawRect(today.adjusted(0, -1, 0, 1))
            if self._size == "wide":
                used = 0.0
                for bracket in sorted(self._strip.brackets, key=lambda b: b.first):
                    used = self._paint_bracket(p, bracket, width, top + height, used)

    def _paint_ground(self, p: QPainter, box: QRectF, day: StripDay) -> None:
        roles = {
            "receipt": "fill",
            "walked": "ok",
            "ahead": "ok_mid",
            "pause": "band",
            "off": "desk",
            "due": "due",
            "after": "paper",
        }
        p.fillRect(box, theme.colour(roles[day.kind]))
        if day.kind == "off":
            self._hatch(p, box)

    def _hatch(self, p: QPainter, box: QRectF) -> None:
        """Lines of 45° in edge, the same phase across neighbouring cells."""
        p.save()
        p.setClipRect(box)
        paint.clean(p)
        colour = theme.colour("edge")
        colour.setAlphaF(0.55)
        p.setPen(QPen(colour, 1))
        step, height = theme.px(6), box.height()
        x = box.left() - (box.left() % step) - height - step
        while x < box.right() + step:
            p.drawLine(QPointF(x, box.bottom()), QPointF(x + height, box.top()))
            x += step
        p.restore()

    def _paint_lines(self, p: QPainter, width: float, top: float, height: float) -> None:
        """The hairlines between the days and the frame round them."""
        count = len(self._strip.days)
        line = theme.colour("line") if not self._mini else theme.colour("paper")
        line.setAlphaF(0.6 if self._mini else 1.0)
        p.setPen(QPen(line, 1))
        for place in range(1, count):
            x = round(1 + place * width) + 0.5
            p.drawLine(QPointF(x, top), QPointF(x, top + height))
        p.setPen(QPen(theme.colour("line"), 1))
        p.setBrush(QColor(0, 0, 0, 0))
        p.drawRect(QRectF(0.5, top - 0.5, round(count * width) + 1, height + 1))

    def _paint_figures(self, p: QPainter, width: float, top: float, height: float) -> None:
        for place, day in enumerate(self._strip.days):
            box = QRectF(1 + place * width, top, width, height)
            upper, lower = (
                box.adjusted(0, 0, 0, -height / 2),
                box.adjusted(0, height / 2 - 2, 0, -2),
            )
            p.setPen(self._ink(day))
            p.setFont(theme.font("note"))
            p.drawText(upper, paint.ALIGN_CENTRE, str(day.date.day))
            p.setFont(theme.font("note", True))
            word = self._lower(day)
            if word:
                p.drawText(lower, paint.ALIGN_CENTRE, word)

    @staticmethod
    def _lower(day: StripDay) -> str:
        if day.kind == "receipt":
            return tr("收")
        if day.kind == "pause":
            return tr("停")
        return str(day.number) if day.number else ""

    @staticmethod
    def _ink(day: StripDay) -> QColor:
        if day.kind == "receipt":
            return theme.colour("onfill")
        if day.kind == "walked":
            return theme.colour("paper")
        if day.kind == "due":
            return QColor(INK_ON_DUE)
        return theme.colour("ink2" if day.kind == "off" else "ink")

    def _paint_heads(self, p: QPainter, width: float) -> None:
        """Month names above the first day of a month, 周一 above Mondays that have the room."""
        middle = theme.px(8)
        used = -1.0
        for place, day in enumerate(self._strip.days):
            x = 1 + place * width
            first = place == 0 or day.date.month != self._strip.days[place - 1].date.month
            if first:
                words = tr("{m} 月", m=day.date.month)
                used = paint.draw_words(p, x + 2, middle, words, "note", True)
            elif day.date.weekday() == 0 and x > used + theme.px(6) and day.date.day < 30:
                words = tr("周一")
                room = theme.metrics("note").horizontalAdvance(words)
                if x + room <= self.width():
                    used = paint.draw_words(p, x + 2, middle, words, "note", False, "ink2")

    def _paint_bracket(
        self, p: QPainter, bracket: Bracket, width: float, bottom: float, used: float
    ) -> float:
        """One bracket with its words right of `used`; gives where its words end."""
        places = [
            i for i, d in enumerate(self._strip.days) if bracket.first <= d.date <= bracket.last
        ]
        if not places:
            return used
        left, right = 1 + places[0] * width, 1 + (places[-1] + 1) * width
        colour = theme.colour("warn" if bracket.due else "ink2")
        p.setPen(QPen(colour, 1.5))
        y = bottom + theme.px(7)
        p.drawLine(QPointF(left + 1, y), QPointF(right - 1, y))
        p.drawLine(QPointF(left + 1, y), QPointF(left + 1, y - theme.px(3)))
        p.drawLine(QPointF(right - 1, y), QPointF(right - 1, y - theme.px(3)))
        words = bracket.words
        room = theme.metrics("note", True).horizontalAdvance(words)
        x = min(max((left + right - room) / 2, used), self.width() - room - 1)
        role = "warn" if bracket.due else "ink"
        paint.draw_words(p, x, y + theme.px(11), words, "note", True, role)
        return x + room + theme.px(8)
