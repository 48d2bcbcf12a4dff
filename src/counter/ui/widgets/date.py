"""The date field: typed in short, or picked from a calendar that is ours from edge to edge.

`9-22` (this year), `20260922`, `2026-9-22`, `2026.9.22` and `2026年9月22日` are all understood;
leaving the field writes the date out as `2026-09-22`. Alt+Down opens the calendar below it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from counter.domain.clock import WEEKDAYS, DayMark
from counter.ui import theme
from counter.ui.qt import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPoint,
    QPointF,
    QPolygonF,
    QRectF,
    QSize,
    Qt,
    QWidget,
    Signal,
)
from counter.ui.text import tr
from counter.ui.widgets import paint
from counter.ui.widgets.fields import LineField

_SHAPES = (
    re.compile(r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})$"),
    re.compile(r"^(?P<y>\d{4})[-./年](?P<m>\d{1,2})[-./月](?P<d>\d{1,2})日?$"),
    re.compile(r"^(?P<m>\d{1,2})[-./月](?P<d>\d{1,2})日?$"),
)

Marks = Callable[[dt.date], tuple[DayMark, str]]
"""`WorkCalendar.mark`: what a day is."""


def parse_date(words: str, today: dt.date) -> dt.date | None:
    """A date as it is typed; None when it is none. Without a year it is this year."""
    bare = re.sub(r"\s+", "", words)
    for shape in _SHAPES:
        found = shape.match(bare)
        if found:
            parts = found.groupdict()
            try:
                year = int(parts.get("y") or today.year)
                return dt.date(year, int(parts["m"]), int(parts["d"]))
            except ValueError:
                return None
    return None


class DateField(LineField):
    """A line field whose text is a date."""

    picked = Signal(object)
    """Another date was typed or picked: a date, or None."""

    def __init__(
        self,
        today: Callable[[], dt.date],
        date: dt.date | None = None,
        *,
        marks: Marks | None = None,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """today: the injected clock's date; marks: names rest days and make-up days."""
        super().__init__(optional=optional, parent=parent)
        self._today, self._marks = today, marks
        self._date = date
        self._popup: Calendar | None = None
        self.set_date(date)
        self.left.connect(self._take)
        self.entered.connect(self._take)

    @property
    def date(self) -> dt.date | None:
        """The date; None when the text is none."""
        return parse_date(self.text(), self._today()) if self.text().strip() else None

    def set_date(self, date: dt.date | None) -> None:
        """Write a date, or nothing."""
        self._date = date
        self.fill(date.isoformat() if date else "")

    def _take(self) -> None:
        date = self.date
        if date is not None:
            self.fill(date.isoformat())
        if date != self._date:
            self._date = date
            self.picked.emit(date)

    def retheme(self) -> None:
        super().retheme()
        self.setTextMargins(0, 0, theme.px(18), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - theme.px(24):
            self.open_calendar()
        else:
            super().mousePressEvent(event)

    def open_calendar(self) -> None:
        """The calendar below the field."""
        popup = Calendar(self.date or self._today(), self._today(), self._marks, self)
        popup.picked.connect(self._from_calendar)
        self._popup = popup
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        popup.setFocus(Qt.FocusReason.PopupFocusReason)

    def _from_calendar(self, date: dt.date) -> None:
        self.fill(date.isoformat())
        self._take()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as p:
            paint.clean(p)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(theme.colour("ink2"))
            side, right = theme.px(8), self.width() - theme.px(9)
            top = self.height() / 2 - side * 0.35
            points = ((right - side, top), (right, top), (right - side / 2, top + side * 0.85))
            p.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


class Calendar(QWidget):
    """A month: arrows move by day and week, PgUp and PgDn by month, Enter takes, Esc leaves."""

    picked = Signal(object)

    def __init__(
        self, date: dt.date, today: dt.date, marks: Marks | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._date, self._today, self._marks = date, today, marks
        self._side = theme.px(34)
        self.setFixedSize(self.sizeHint())
        self._name()

    @property
    def date(self) -> dt.date:
        """The day under the hand."""
        return self._date

    def retheme(self) -> None:
        self.close()

    def sizeHint(self) -> QSize:
        return QSize(7 * self._side + theme.px(16), 8 * self._side + theme.px(8))

    def _name(self) -> None:
        self.setAccessibleName(self._date.isoformat())

    def _move(self, date: dt.date) -> None:
        self._date = date
        self._name()
        self.update()

    def _month(self, step: int) -> None:
        months = self._date.year * 12 + self._date.month - 1 + step
        year, month = divmod(months, 12)
        day = self._date.day
        while True:
            try:
                self._move(dt.date(year, month + 1, day))
                return
            except ValueError:
                day -= 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        key = Qt.Key(event.key())
        if key in days:
            self._move(self._date + dt.timedelta(days=days[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._month(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self._move(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._date)
        elif key == Qt.Key.Key_Escape:
            self.close()

    def _pick(self, date: dt.date) -> None:
        self.picked.emit(date)
        self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.rect().contains(event.position().toPoint()):
            self.close()
            return
        if event.position().y() < self._side:
            self._month(-1 if event.position().x() < self.width() / 2 else 1)
            return
        for date, box in self._cells():
            if box.contains(event.position()):
                self._pick(date)
                return

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close()

    def _cells(self) -> list[tuple[dt.date, QRectF]]:
        first = self._date.replace(day=1)
        start = first - dt.timedelta(days=first.weekday())
        cells = []
        for place in range(42):
            row, column = divmod(place, 7)
            x, y = theme.px(8) + column * self._side, (row + 2) * self._side
            cells.append((start + dt.timedelta(days=place), QRectF(x, y, self._side, self._side)))
        return cells

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("paper"))
            p.setPen(theme.colour("edge"))
            p.drawRect(self.rect().adjusted(0, 0, -1, -1))
            p.fillRect(QRectF(1, 1, self.width() - 2, self._side), theme.colour("band"))
            month = tr("{y} 年 {m} 月", y=self._date.year, m=self._date.month)
            head = QRectF(0, 0, self.width(), self._side)
            p.setFont(theme.font("body", True))
            p.setPen(theme.colour("ink"))
            p.drawText(head, paint.ALIGN_CENTRE, month)
            paint.draw_cap(p, theme.px(10), self._side / 2, "PageUp")
            width = paint.cap_width("PageDown")
            paint.draw_cap(p, self.width() - theme.px(10) - width, self._side / 2, "PageDown")
            p.setFont(theme.font("note"))
            p.setPen(theme.colour("ink2"))
            for column, word in enumerate(WEEKDAYS):
                x = theme.px(8) + column * self._side
                box = QRectF(x, self._side, self._side, self._side)
                p.drawText(box, paint.ALIGN_CENTRE, word)
            for date, box in self._cells():
                self._paint_day(p, date, box)

    def _paint_day(self, p: QPainter, date: dt.date, box: QRectF) -> None:
        mark, _name = self._marks(date) if self._marks else (DayMark.WORK, "")
        rest = not mark.counts if self._marks else date.weekday() >= 5
        inner = box.adjusted(1, 1, -1, -1)
        chosen = date == self._date
        if chosen:
            paint.draw_box(p, inner, theme.colour("tint"), theme.colour("accent"), 4, 2)
        elif date == self._today:
            paint.draw_box(p, inner, None, theme.colour("ink"), 4, 1)
        inside = date.month == self._date.month
        role = "ink3" if not inside else "ink2" if rest else "ink"
        p.setFont(theme.font("body", chosen or (date == self._today)))
        p.setPen(theme.colour(role))
        p.drawText(inner, paint.ALIGN_CENTRE, str(date.day))
        word = {DayMark.HOLIDAY: "休", DayMark.MAKE_UP: "班", DayMark.LOCAL: "休"}.get(mark, "")
        if word and inside:
            p.setFont(theme.fonts.font_at(theme.current().factor * 6.75, True))
            p.setPen(theme.colour("ink2"))
            p.drawText(inner.adjusted(0, 1, -3, 0), Qt.AlignmentFlag.AlignRight, tr(word))


__all__ = ["Calendar", "DateField", "parse_date"]
