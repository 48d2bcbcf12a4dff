"""Form fields: line, choice, tick box, long text, and the row that gives them a label and an error.

Enter goes to the next field, Esc is left to the page. A field is checked when it is left, never
while it is typed in; its error stands below it in a line whose room is always kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.qt import (
    QComboBox,
    QFocusEvent,
    QFrame,
    QKeyEvent,
    QLineEdit,
    QListView,
    QPainter,
    QPaintEvent,
    QPlainTextEdit,
    QPointF,
    QPolygonF,
    QRectF,
    QSizePolicy,
    Qt,
    QWheelEvent,
    QWidget,
    Signal,
)
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.check import ENTER, CheckBox, draw_check
from counter.ui.widgets.fieldrow import ErrorLine, FieldRow


def _mark_bad(widget: QWidget, bad: bool) -> None:
    if bool(widget.property("bad")) != bad:
        widget.setProperty("bad", bad)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class LineField(QLineEdit):
    """One line of text; `unit` stands inside at its right end, `optional` says 可不填."""

    entered = Signal()
    """Enter was pressed; the focus has already gone on if `enter_moves`."""
    left = Signal()
    """The focus went away: time to check."""

    def __init__(
        self,
        text: str = "",
        *,
        unit: Text | str = "",
        optional: bool = False,
        digits: bool = False,
        length: int = 0,
        cell: bool = False,
        big: bool = False,
        enter_moves: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._unit, self._cell, self._big = say(unit) if unit else "", cell, big
        self._digits, self._enter_moves = digits, enter_moves
        if length:
            self.setMaxLength(length)
        if optional:
            self.setPlaceholderText(say("可不填"))
        if digits:
            self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.retheme()

    def set_unit(self, unit: Text | str) -> None:
        """Other words inside at the right end."""
        self._unit = say(unit) if unit else ""
        self.retheme()
        self.update()

    def set_bad(self, bad: bool) -> None:
        """The 2 px bad border, or not."""
        _mark_bad(self, bad)

    def fill(self, text: str) -> None:
        """Put a text in without moving the caret of somebody who types here."""
        if text != self.text():
            self.setText(text)

    def retheme(self) -> None:
        self.setFont(theme.font("sentence" if self._big else "body", self._big))
        name = "field_big" if self._big else "field_cell" if self._cell else "field"
        self.setFixedHeight(theme.measure(name))
        room = 0
        if self._unit:
            room = round(theme.metrics("body").horizontalAdvance(self._unit)) + theme.px(6)
        self.setTextMargins(0, 0, room, 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            if self._enter_moves:
                self.focusNextChild()
            self.entered.emit()
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
            return
        if self._digits and event.text().isprintable() and event.text():
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
                Qt.KeyboardModifier.ShiftModifier,
            )
            if plain and not event.text().isdigit():
                event.ignore()
                return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._unit:
            with QPainter(self) as p:
                p.setFont(theme.font("body"))
                p.setPen(theme.colour("ink2"))
                box = QRectF(self.rect()).adjusted(0, 0, -theme.px(9), 0)
                p.drawText(box, paint.ALIGN_RIGHT, self._unit)


class TextField(QPlainTextEdit):
    """Several lines (a reason, an opinion). Enter goes on, Shift+Enter breaks the line."""

    entered = Signal()
    left = Signal()

    def __init__(
        self, lines: int = 3, *, optional: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        if optional:
            self.setPlaceholderText(say("可不填"))
        self.retheme()

    def text(self) -> str:
        """What was written."""
        return self.toPlainText()

    def set_bad(self, bad: bool) -> None:
        """The 2 px bad border, or not."""
        _mark_bad(self, bad)

    def retheme(self) -> None:
        self.setFont(theme.font("body"))
        hint = self.placeholderText()  # laid out once by Qt, in the font of that moment
        self.setPlaceholderText("")
        self.setPlaceholderText(hint)
        line = round(theme.metrics("body").lineSpacing())
        self.setFixedHeight(self._lines * line + theme.px(18))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in ENTER and not shift:
            self.focusNextChild()
            self.entered.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChoiceList(QListView):
    """The list of a choice; Qt takes its frame away, so the border is painted here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self.viewport()) as p:
            p.setPen(theme.colour("edge"))
            p.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))


class ChoiceField(QComboBox):
    """One of a list; arrows change, Space or Alt+Down opens the list, Enter goes on."""

    entered = Signal()
    left = Signal()
    picked = Signal(str)
    """The key of the choice that was made by hand."""

    def __init__(
        self, choices: Sequence[tuple[str, Text | str]] = (), *, parent: QWidget | None = None
    ) -> None:
        """choices: (key, words) pairs."""
        super().__init__(parent)
        view = ChoiceList(self)
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setView(view)
        self.setMaxVisibleItems(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.set_choices(choices)
        self.activated.connect(lambda place: self.picked.emit(self.itemData(place)))
        self.retheme()

    def set_choices(self, choices: Sequence[tuple[str, Text | str]]) -> None:
        """Another list; the first one is chosen."""
        self.clear()
        for key, words in choices:
            self.addItem(say(words), key)

    @property
    def key(self) -> str:
        """Key of the choice."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Choose without a signal."""
        place = self.findData(key)
        if place != self.currentIndex():
            self.setCurrentIndex(place)

    def text(self) -> str:
        """Words of the choice."""
        return self.currentText()

    def set_bad(self, bad: bool) -> None:
        """The 2 px bad border, or not."""
        _mark_bad(self, bad)

    def retheme(self) -> None:
        self.setFont(theme.font("body"))
        self.view().setFont(theme.font("body"))
        self.setFixedHeight(theme.measure("field"))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel over a form must not change what is in it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.focusNextChild()
            self.entered.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            self._paint_frame(p)
            x = theme.px(9)
            paint.draw_words(
                p,
                x,
                self.height() / 2,
                self.currentText(),
                colour="ink" if self.isEnabled() else "ink3",
            )
            paint.clean(p)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(theme.colour("ink2"))
            side, right = theme.px(8), self.width() - theme.px(9)
            top = self.height() / 2 - side * 0.35
            p.drawPolygon(
                QPolygonF(
                    [
                        QPointF(right - side, top),
                        QPointF(right, top),
                        QPointF(right - side / 2, top + side * 0.85),
                    ]
                )
            )

    def _paint_frame(self, p: QPainter) -> None:
        focus = self.hasFocus() or self.view().isVisible()
        bad = bool(self.property("bad"))
        role = "bad" if bad else "accent" if focus else "edge" if self.isEnabled() else "line"
        box = QRectF(self.rect())
        paint.draw_box(
            p, box, theme.colour("paper"), theme.colour(role), 4, 2 if focus or bad else 1
        )


Field = LineField | ChoiceField | TextField | CheckBox | QWidget


__all__ = [
    "ENTER",
    "CheckBox",
    "ChoiceField",
    "ErrorLine",
    "Field",
    "FieldRow",
    "LineField",
    "TextField",
    "draw_check",
]
