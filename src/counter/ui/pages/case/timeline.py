"""The timeline of a case, painted: when, a glyph on the line, what happened, who.

Oldest above, the latest below on a tint; a long note takes the lines it needs.
"""

from __future__ import annotations

from counter.domain.actwords import Entry
from counter.ui import theme
from counter.ui.markup import Line, Run
from counter.ui.pages.case import wrapped
from counter.ui.qt import (
    QFrame,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    QResizeEvent,
    QScrollArea,
    QSize,
    QSizePolicy,
    Qt,
    QTimer,
    QWidget,
)
from counter.ui.text import say, tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted


class TimelineSheet(Painted):
    """The entries at the width that is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Other entries."""
        self._entries = entries
        self.renew()

    def words(self) -> str:
        return "\n".join(_spoken(entry) for entry in self._entries)

    def _left(self) -> int:
        return theme.px(120)

    def _heads(self, entry: Entry) -> Line:
        runs = [Run(say(entry.title), bold=True)]
        if entry.detail:
            runs.append(Run(" " + say(entry.detail)))
        return tuple(runs)

    def _room(self, width: int, entry: Entry) -> float:
        who = theme.metrics("note").horizontalAdvance(entry.who)
        return width - self._left() - who - theme.px(12) - theme.measure("pad")

    def _height(self, width: int, entry: Entry) -> int:
        room = self._room(width, entry)
        tall = wrapped.height(self._heads(entry), "body", room)
        if entry.note:
            tall += wrapped.height((Run(say(entry.note)),), "note", room)
        return max(tall + theme.px(12), theme.px(34))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._height(width, entry) for entry in self._entries) + theme.px(4)

    def up_to(self, y: int) -> int:
        """Pixels from `y` to the top of the next entry."""
        top = 0
        for entry in self._entries:
            if top >= y:
                return top - y
            top += self._height(self.width(), entry)
        return 0

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self.heightForWidth(max(self.width(), theme.px(240))))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            top = 0.0
            for place, entry in enumerate(self._entries):
                tall = self._height(self.width(), entry)
                self._paint_entry(p, top, tall, entry, place)
                top += tall

    def _paint_entry(self, p: QPainter, top: float, tall: int, entry: Entry, place: int) -> None:
        last = place == len(self._entries) - 1
        if last:
            p.fillRect(QRectF(0, top, self.width(), tall), theme.colour("tint"))
        middle = top + theme.px(6) + theme.current().line("body") / 2
        at = theme.px(104)
        line = theme.colour("edge")
        if place:
            p.fillRect(QRectF(at - 1, top, 1, middle - top - theme.px(9)), line)
        if not last:
            p.fillRect(QRectF(at - 1, middle + theme.px(9), 1, top + tall - middle), line)
        paint.draw_words(p, theme.measure("pad"), middle, entry.when, "note", False, "ink2")
        wrapped.draw_state(p, at - theme.px(6), middle, entry.state)
        room = self._room(self.width(), entry)
        x, head = self._left(), top + theme.px(6)
        end = wrapped.draw(p, x, head, room, self._heads(entry), "body", "ink")
        if entry.note:
            wrapped.draw(p, x, end, room, (Run(say(entry.note)),), "note", "ink2")
        who = theme.metrics("note").horizontalAdvance(entry.who)
        start = self.width() - theme.measure("pad") - who
        paint.draw_words(p, start, middle, entry.who, "note", False, "ink2")


def _spoken(entry: Entry) -> str:
    parts = [entry.when, say(entry.title), say(entry.detail) if entry.detail else ""]
    parts += [say(entry.note) if entry.note else "", entry.who]
    return " ".join(part for part in parts if part)


class Timeline(QScrollArea):
    """The timeline in its place; the latest act is in sight, PgUp and PgDn walk back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("经过"))
        self.sheet = TimelineSheet()
        self.setWidget(self.sheet)
        self._count = 0

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show them; a new act comes into sight."""
        self.sheet.show_entries(entries)
        self._fit()
        if len(entries) != self._count:
            self._count = len(entries)
            QTimer.singleShot(0, self, self._to_end)

    def _fit(self) -> None:
        """As tall as the entries; when they scroll, so much taller that the end begins whole."""
        view = self.viewport()
        tall = self.sheet.heightForWidth(view.width())
        over = tall - view.height()
        self.sheet.setMinimumHeight(tall + (self.sheet.up_to(over) if over > 0 else 0))

    def _to_end(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        QTimer.singleShot(0, self, self._to_end)

    def retheme(self) -> None:
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)
