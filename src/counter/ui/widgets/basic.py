"""The small widgets: label, line of words, key cap, hint, chip, glyph, button, rule.

All of them measure and paint with the current theme and change with it (`retheme`). Painted ones
carry their words as accessible name, which is also what the player reads.
"""

from __future__ import annotations

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.markup import HintRun, Line
from counter.ui.qt import (
    QAbstractButton,
    QKeyEvent,
    QLabel,
    QPainter,
    QPaintEvent,
    QPalette,
    QRectF,
    QSize,
    QSizePolicy,
    Qt,
    QTimer,
    QWidget,
)
from counter.ui.state import STATES, ChipState
from counter.ui.text import say, tr
from counter.ui.widgets import paint


class Label(QLabel):
    """Words in one type role, weight and colour; wraps only when asked."""

    def __init__(
        self,
        words: Text | str = "",
        role: str = "body",
        *,
        bold: bool = False,
        colour: str = "ink",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(say(words) if words else "", parent)
        self._role, self._bold, self._colour = role, bold, colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.retheme()

    def say(self, words: Text | str) -> None:
        """Show other words."""
        spoken = say(words) if words else ""
        if spoken != self.text():
            self.setText(spoken)

    def look(self, colour: str | None = None, bold: bool | None = None) -> None:
        """Another colour role or weight."""
        self._colour = self._colour if colour is None else colour
        self._bold = self._bold if bold is None else bold
        self.retheme()

    def retheme(self) -> None:
        self.setFont(theme.font(self._role, self._bold))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.colour(self._colour))
        self.setPalette(palette)


class Painted(QWidget):
    """Base of painted widgets that show words: keeps the accessible name and the size current."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def words(self) -> str:
        """What stands here, as plain words."""
        return ""

    def renew(self) -> None:
        """After a change: words, size, paint."""
        self.setAccessibleName(self.words())
        self.updateGeometry()
        self.update()

    def retheme(self) -> None:
        self.renew()


class LineLabel(Painted):
    """One line of words with bold parts and hints (see counter.ui.markup); never elided."""

    def __init__(
        self,
        line: Line = "",
        role: str = "body",
        *,
        colour: str = "ink",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._line, self._role, self._colour = line, role, colour
        self.renew()

    def say(self, line: Line, colour: str | None = None) -> None:
        """Show another line."""
        self._line = line
        self._colour = colour or self._colour
        self.renew()

    def words(self) -> str:
        return paint.words_of(self._line)

    def sizeHint(self) -> QSize:
        width = round(paint.line_width(self._line, self._role)) + 2
        return QSize(width, max(theme.current().line(self._role), theme.measure("cap")))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            paint.draw_line(p, 0, self.height() / 2, self._line, self._role, self._colour)


class KeyCap(Painted):
    """A key cap alone."""

    def __init__(self, key: str, *, filled: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._filled = key, filled
        self.renew()

    def words(self) -> str:
        return f"[{self._key}]"

    def sizeHint(self) -> QSize:
        return QSize(round(paint.cap_width(self._key)), theme.measure("cap"))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            paint.draw_cap(p, 0, self.height() / 2, self._key, self._filled)


class Hint(LineLabel):
    """A key cap before its verb, both from the registry: `[空格] 收到`."""

    def __init__(self, command: str, *, bare: bool = False, parent: QWidget | None = None) -> None:
        super().__init__((HintRun(command, bare),), "note", colour="ink2", parent=parent)


class Chip(Painted):
    """Glyph, word, state; keeps a 2 px border for two seconds after a change."""

    def __init__(self, chip: ChipState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip = chip
        self._marked = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(2000)
        self._timer.timeout.connect(self._unmark)
        self.renew()

    def show_state(self, chip: ChipState | None) -> None:
        """Another state; None leaves the place empty."""
        if chip == self._chip:
            return
        self._marked = self._chip is not None and chip is not None
        if self._marked:
            self._timer.start()
        self._chip = chip
        self.renew()

    def _unmark(self) -> None:
        self._marked = False
        self.update()

    def words(self) -> str:
        return say(self._chip.word) if self._chip else ""

    def sizeHint(self) -> QSize:
        width = round(paint.chip_width(self._chip)) if self._chip else 0
        return QSize(width, theme.measure("chip"))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chip is not None:
            with QPainter(self) as p:
                paint.draw_chip(p, 0, self.height() / 2, self._chip, self._marked)


class Glyph(Painted):
    """A state's glyph without a word: only where the row itself says the word."""

    def __init__(self, state: str = "", words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._words = state, words
        self.renew()

    def show_state(self, state: str, words: str = "") -> None:
        """Another state; `words` is what a screen reader hears."""
        self._state, self._words = state, words
        self.renew()

    def words(self) -> str:
        return self._words

    def sizeHint(self) -> QSize:
        side = theme.measure("glyph")
        return QSize(side, side)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._state:
            state = STATES[self._state]
            with QPainter(self) as p:
                paint.draw_glyph(p, QRectF(self.rect()), state.glyph, theme.colour(state.colour))


class Rule(QWidget):
    """A hairline."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("line"))


class Button(QAbstractButton):
    """A button that says what will happen, with its key cap: plain, or filled for the next key."""

    def __init__(
        self,
        word: Text | str,
        key: str = "",
        *,
        filled: bool = False,
        big: bool = False,
        cap_after: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._filled, self._big, self._after = key, filled, big, cap_after
        self.setText(say(word))
        self.setAccessibleName(say(word))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def fill(self, filled: bool) -> None:
        """Make it the filled one, or plain again."""
        self._filled = filled
        self.update()

    def retheme(self) -> None:
        self.updateGeometry()
        self.update()

    @property
    def _role(self) -> str:
        return "lead" if self._big else "body"

    def _width(self) -> float:
        words = theme.metrics(self._role, self._filled).horizontalAdvance(self.text())
        return words + (paint.cap_width(self._key) + theme.px(8) if self._key else 0)

    def sizeHint(self) -> QSize:
        height = theme.measure("field_big" if self._big else "button")
        return QSize(round(self._width()) + theme.px(24), height)

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isEnabled():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            ink = self._paint_ground(p)
            middle = self.height() / 2
            x = (self.width() - self._width()) / 2
            if self._key and not self._after:
                x += self._paint_cap(p, x, middle) + theme.px(8)
            x = paint.draw_words(p, x, middle, self.text(), self._role, self._filled, ink)
            if self._key and self._after:
                self._paint_cap(p, x + theme.px(8), middle)

    def _paint_ground(self, p: QPainter) -> str:
        box = QRectF(self.rect())
        dark = theme.current().palette.name == "dark"
        if not self.isEnabled():
            paint.draw_box(p, box, theme.colour("band"), theme.colour("line"), 4)
            return "ink3"
        if self._filled:
            border = theme.colour("accent") if dark else None
            ground = "accent" if self.isDown() and not dark else "fill"
            paint.draw_box(p, box, theme.colour(ground), border, 4)
            if self.hasFocus():
                paint.draw_box(p, box.adjusted(2, 2, -2, -2), None, theme.colour("onfill"), 3, 2)
            return "onfill"
        focus = self.hasFocus()
        ground = "tint" if self.isDown() else "paper"
        edge = theme.colour("accent" if focus else "edge")
        paint.draw_box(p, box, theme.colour(ground), edge, 4, 2 if focus else 1)
        return "ink"

    def _paint_cap(self, p: QPainter, x: float, middle: float) -> float:
        if not self._filled:
            return paint.draw_cap(p, x, middle, self._key)
        width, height = paint.cap_width(self._key), theme.measure("cap")
        box = QRectF(x, round(middle - height / 2), width, height)
        paint.draw_box(p, box, None, theme.colour("onfill"), 3)
        p.setFont(theme.font("note", True))
        p.setPen(theme.colour("onfill"))
        p.drawText(box, paint.ALIGN_CENTRE, tr(paint.cap(self._key)))
        return width
