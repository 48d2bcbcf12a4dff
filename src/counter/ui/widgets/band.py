"""Section heads and what stands in them: band, segmented control, error strip, empty sentence."""

from __future__ import annotations

from collections.abc import Sequence

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.markup import Line, Run
from counter.ui.qt import (
    QHBoxLayout,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    Qt,
    QWidget,
    Signal,
)
from counter.ui.state import Trouble
from counter.ui.text import say, tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import LineLabel, Painted


class Band(QWidget):
    """A section's head: name, count or remark, and at the right end its fact or its keys."""

    def __init__(
        self, title: Text | str, count: Line = "", fact: Line = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = LineLabel((Run(say(title), bold=True),), "label")
        self._count = LineLabel(count, "note", colour="ink2")
        self._fact = LineLabel(fact, "note", colour="ink2")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        self._row.addWidget(self._fact)
        self.retheme()

    def set_title(self, title: Text | str) -> None:
        """Another name for the section."""
        self._title.say((Run(say(title), bold=True),))

    def set_count(self, line: Line) -> None:
        """The count or remark after the name (已收 3·还差 1)."""
        self._count.say(line)

    def set_fact(self, line: Line, colour: str = "ink2") -> None:
        """The fact or the keys at the right end."""
        self._fact.say(line, colour)

    def add(self, widget: QWidget) -> None:
        """A widget at the right end (segments, a chip)."""
        self._row.addWidget(widget)

    def add_left(self, widget: QWidget) -> None:
        """A widget right after the name and the count (a chip)."""
        self._row.insertWidget(2, widget)

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._row.setContentsMargins(pad, 0, pad, 0)
        self._row.setSpacing(theme.measure("gap"))
        self.setFixedHeight(theme.measure("band"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("band"))
            p.fillRect(0, 0, self.width(), 1, theme.colour("line"))
            p.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))


class Segmented(QWidget):
    """A few choices side by side, one of them chosen; arrows move, a click chooses."""

    chosen = Signal(int)

    def __init__(
        self,
        words: Sequence[Text | str],
        current: int = 0,
        *,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """compact: low enough to stand in a band. words: one per choice."""
        super().__init__(parent)
        self._words = [say(w) for w in words]
        self._colours = [""] * len(self._words)
        self._current, self._compact = current, compact
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()

    @property
    def current(self) -> int:
        """Place of the chosen one."""
        return self._current

    def choose(self, place: int) -> None:
        """Choose without a signal."""
        self._current = place
        self._name()
        self.update()

    def set_words(self, words: Sequence[Text | str], colours: Sequence[str] = ()) -> None:
        """Other words (counts change); colours: a colour role for each, empty for ink."""
        self._words = [say(w) for w in words]
        self._colours = list(colours) or [""] * len(self._words)
        self._name()
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        chosen = self._words[self._current] if self._words else ""
        self.setAccessibleName("|".join(self._words))
        self.setAccessibleDescription(chosen)

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self._words) and place != self._current:
            self.choose(place)
            self.chosen.emit(place)

    def retheme(self) -> None:
        self.updateGeometry()
        self.update()

    def _widths(self) -> list[int]:
        role = "label" if self._compact else "body"
        pad = theme.px(24)
        return [round(theme.metrics(role, True).horizontalAdvance(w)) + pad for w in self._words]

    def sizeHint(self) -> QSize:
        height = theme.px(23) if self._compact else theme.measure("segment")
        return QSize(sum(self._widths()), height)

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self._pick(self._current + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = 0
        for place, width in enumerate(self._widths()):
            if x <= event.position().x() < x + width:
                self._pick(place)
            x += width

    def paintEvent(self, event: QPaintEvent) -> None:
        role = "label" if self._compact else "body"
        with QPainter(self) as p:
            box = QRectF(self.rect())
            paint.draw_box(p, box, theme.colour("paper"), theme.colour("edge"), 4)
            x = 0
            for place, (word, width) in enumerate(zip(self._words, self._widths(), strict=True)):
                cell = QRectF(x, 0, width, self.height())
                chosen = place == self._current
                if chosen:
                    self._paint_chosen(p, cell, place)
                elif place and place - 1 != self._current:
                    p.fillRect(QRectF(x, 1, 1, self.height() - 2), theme.colour("edge"))
                p.setFont(theme.font(role, chosen or bool(self._colours[place])))
                ink = "onfill" if chosen else self._colours[place] or "ink"
                p.setPen(theme.colour(ink))
                p.drawText(cell, paint.ALIGN_CENTRE, word)
                x += width
            if self.hasFocus():
                paint.draw_box(p, box, None, theme.colour("accent"), 4, 2)

    def _paint_chosen(self, p: QPainter, cell: QRectF, place: int) -> None:
        p.save()
        last = place == len(self._words) - 1
        p.setClipRect(cell.adjusted(0, 0, 0 if not last else 1, 0))
        wide = cell.adjusted(0 if place == 0 else -8, 0, 0 if last else 8, 0)
        dark = theme.current().palette.name == "dark"
        border = theme.colour("accent") if dark else theme.colour("fill")
        paint.draw_box(p, wide, theme.colour("fill"), border, 4)
        p.restore()
        if self.hasFocus():
            inner = cell.adjusted(3, 3, -3, -3)
            paint.draw_box(p, inner, None, theme.colour("onfill"), 2, 1)


class ErrorStrip(Painted):
    """What happened · what it means · the key that helps; the code small at the end.

    Its height is taken only while there is trouble: it stands at the top of a section or page.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._trouble: Trouble | None = None
        self.hide()

    @property
    def trouble(self) -> Trouble | None:
        """What is shown now."""
        return self._trouble

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Show a trouble, or none."""
        self._trouble = trouble
        self.setVisible(trouble is not None)
        self.renew()

    def words(self) -> str:
        if self._trouble is None:
            return ""
        t = self._trouble
        return "·".join(filter(None, (say(t.what), say(t.means) if t.means else "", t.code)))

    def _lines(self) -> tuple[Line, Line]:
        """First line: what happened and its code; second: what it means and the key."""
        t = self._trouble
        assert t is not None
        means: list[Run] = [Run(say(t.means), colour="ink")] if t.means else []
        return (Run(say(t.what), bold=True, colour="bad"),), tuple(means)

    def _fits(self) -> bool:
        one, two = self._lines()
        room = self.width() - theme.px(60) - self._tail_width()
        return paint.line_width(one) + paint.line_width(two) + theme.px(12) <= room

    def _tail_width(self) -> float:
        t = self._trouble
        width = theme.metrics("note").horizontalAdvance(t.code) if t else 0.0
        if t and t.command:
            width += paint.line_width(f"[[{t.command}]]", "note") + theme.px(16)
        return width

    def sizeHint(self) -> QSize:
        if self._trouble is None:
            return QSize(0, 0)
        return QSize(theme.px(200), theme.px(34) if self._fits() else theme.px(54))

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._trouble
        if t is None:
            return
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("bad_tint"))
            p.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("bad"))
            pad, side = float(theme.measure("pad")), theme.px(12)
            one, two = self._lines()
            fits = self._fits()
            first = self.height() / 2 if fits else theme.px(17)
            box = QRectF(pad, first - side / 2, side, side)
            paint.draw_glyph(p, box, "cross", theme.colour("bad"))
            start = pad + side + theme.px(8)
            end = paint.draw_line(p, start, first, one)
            if fits:
                paint.draw_line(p, end + theme.px(12), first, two)
            else:
                paint.draw_line(p, start, theme.px(38), two)
            self._paint_tail(p, t, first)

    def _paint_tail(self, p: QPainter, t: Trouble, middle: float) -> None:
        end = self.width() - theme.measure("pad") - theme.metrics("note").horizontalAdvance(t.code)
        paint.draw_words(p, end, middle, t.code, "note", False, "ink2")
        if t.command:
            hint = f"[[{t.command}]]"
            start = end - theme.px(16) - paint.line_width(hint, "note")
            paint.draw_line(p, start, middle, hint, "note", "ink")


class Empty(LineLabel):
    """One sentence and one key where the first row would be: 今天没有要做的事。叫下一位 [F3]."""

    def __init__(self, line: Line = "", parent: QWidget | None = None) -> None:
        super().__init__(line, "body", colour="ink2", parent=parent)
        pad = theme.measure("pad")
        self.setContentsMargins(pad, pad, pad, pad)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 2 * theme.measure("pad"), hint.height() + theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            middle = self.height() / 2
            paint.draw_line(p, theme.measure("pad"), middle, self._line, self._role, self._colour)


__all__ = ["Band", "Empty", "ErrorStrip", "Segmented", "tr"]
