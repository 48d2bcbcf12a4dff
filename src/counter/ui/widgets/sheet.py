"""Sheets: what lies over the page for a moment (a question, a reason, a rule) on a flat ink ground.

The one place of the look where the ground is dimmed. Esc closes and gives the focus back to where
it was; the words of the keys say what will happen, never 是/否/确定.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.qt import (
    QColor,
    QEvent,
    QHBoxLayout,
    QKeyEvent,
    QObject,
    QPainter,
    QPaintEvent,
    QRect,
    QRectF,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.band import ErrorStrip
from counter.ui.widgets.basic import Button, KeyCap, Label


class Overlay(QWidget):
    """Covers its parent with the 45 % ink sheet; holds a panel; restores the focus."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self._focus_before: QWidget | None = None
        parent.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open(self) -> None:
        """Lay it over the page."""
        focus = self.window().focusWidget()
        self._focus_before = focus
        self.setGeometry(self.room)
        self.raise_()
        self.show()
        self.laid()
        self.first_focus()

    @property
    def room(self) -> QRect:
        """The place it covers."""
        parent = self.parentWidget()
        return parent.rect() if parent is not None else QRect()

    def first_focus(self) -> None:
        """Where the focus goes when it opens."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def laid(self) -> None:
        """The size is known: place the panel."""

    def close_sheet(self) -> None:
        """Take it away and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        before = self._focus_before
        if before is not None and _alive(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self.setGeometry(self.room)
            self.laid()
        return False

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays inside the sheet."""
        fields = [
            w
            for w in self.findChildren(QWidget)
            if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and w.isEnabled()
        ]
        if not fields:
            return True
        here = self.window().focusWidget()
        place = fields.index(here) if here in fields else -1
        step = 1 if next else -1
        fields[(place + step) % len(fields)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        event.accept()  # nothing below may act while the sheet is there

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            veil = QColor("#1C2322")
            veil.setAlphaF(0.45)
            p.fillRect(self.rect(), veil)


def _alive(widget: QWidget) -> bool:
    try:
        widget.objectName()
    except RuntimeError:  # its C++ half is gone: nothing to give the focus back to
        return False
    return True


class Panel(QWidget):
    """A sheet's paper: radius 6, 2 px accent border."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            box = QRectF(self.rect())
            paint.draw_box(p, box, theme.colour("paper"), theme.colour("accent"), 6, 2)


@dataclass(frozen=True)
class Choice:
    """A key of a sheet: its key, what will happen, what to do; `close` when it is done."""

    key: str
    word: Text | str
    do: Callable[[], object]
    filled: bool = False
    close: bool = True


class Sheet(Overlay):
    """A title that names the thing, a body, and keys that say what will happen."""

    def __init__(
        self,
        parent: QWidget,
        title: Text | str,
        body: QWidget | None = None,
        choices: Sequence[Choice] = (),
        *,
        words: Text | str = "",
        width: int = 560,
        cancel: Text | str = "先不办",
    ) -> None:
        """body: any widget; words: a sentence above it; cancel: the word beside Esc."""
        super().__init__(parent)
        self._width, self._choices = width, tuple(choices)
        self.panel = Panel(self)
        pad = theme.measure("panel")
        layout = self._layout = QVBoxLayout(self.panel)
        layout.setContentsMargins(pad, pad, pad, pad)
        layout.setSpacing(theme.measure("pad"))
        self.title = Label(title, "title", bold=True, wrap=True)
        layout.addWidget(self.title)
        if words:
            layout.addWidget(Label(words, colour="ink2", wrap=True))
        self.strip = ErrorStrip()
        layout.addWidget(self.strip)
        self.body = body
        if body is not None:
            layout.addWidget(body)
        layout.addLayout(self._keys(cancel))
        self.setAccessibleName(say(title))

    def _keys(self, cancel: Text | str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.measure("gap"))
        self.buttons: list[Button] = []
        for choice in self._choices:
            button = Button(choice.word, choice.key, filled=choice.filled)
            button.clicked.connect(lambda _=False, c=choice: self.choose(c))
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(KeyCap("Esc"))
        row.addWidget(Label(cancel, "note", colour="ink2"))
        return row

    def choose(self, choice: Choice) -> None:
        """Do a choice as its key would."""
        if choice.close:
            self.close_sheet()
        choice.do()

    def first_focus(self) -> None:
        fields = self.body.findChildren(QWidget) if self.body is not None else []
        for widget in fields:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().first_focus()

    def laid(self) -> None:
        room = self.room
        width = min(theme.px(self._width), room.width() - 40)
        self.panel.setFixedWidth(width)
        layout = self._layout
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        height = max(height, layout.totalMinimumSize().height())
        top = max(theme.px(56), (room.height() - height) // 3)
        height = min(height, room.height() - theme.px(24))
        self.panel.setGeometry(
            (room.width() - width) // 2, min(top, room.height() - height), width, height
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from counter.ui.shell.keys import key_name

        name = key_name(event)
        for choice, button in zip(self._choices, self.buttons, strict=True):
            if choice.key == name and button.isEnabled():
                event.accept()
                self.choose(choice)
                return
        super().keyPressEvent(event)


__all__ = ["Choice", "Overlay", "Panel", "Sheet"]
