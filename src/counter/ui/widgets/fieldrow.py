"""A field's label, and the line below it whose room is kept for an error."""

from __future__ import annotations

from collections.abc import Callable

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.qt import QGridLayout, QPainter, QPaintEvent, QRectF, QSize, QSizePolicy, QWidget
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Label, Painted


class ErrorLine(Painted):
    """One sentence in bad with its cross; the room is kept while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._colour, self._glyph = "", "bad", "cross"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.renew()

    def show_error(self, words: Text | str = "", *, warning: bool = False) -> None:
        """Show a sentence, or nothing. warning: it does not stop (过期，可以办)."""
        self._text = say(words) if words else ""
        self._colour, self._glyph = ("warn", "triangle") if warning else ("bad", "cross")
        self.renew()

    def words(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(0, theme.current().line("note"))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        with QPainter(self) as p:
            side, middle = theme.px(10), self.height() / 2
            box = QRectF(0, middle - side / 2, side, side)
            paint.draw_glyph(p, box, self._glyph, theme.colour(self._colour))
            paint.draw_words(p, side + theme.px(5), middle, self._text, "note", False, self._colour)


class FieldRow(QWidget):
    """A label in its column, the field, and below it the room for an error.

    check: called when the field is left, gives a sentence or nothing. room=False keeps no line
    (dense forms show errors in one `ErrorLine` at the foot of the section): then `on_error`.
    """

    def __init__(
        self,
        label: Text | str,
        field: QWidget,
        *,
        check: Callable[[], Text | str | None] | None = None,
        room: bool = True,
        on_error: Callable[[Text | str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._check, self._on_error = check, on_error
        self.label = Label(label, "label", colour="ink2")
        self.label.setAlignment(paint.ALIGN_RIGHT)
        self.label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(say(label))
        self.error = ErrorLine()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.label, 0, 0)
        self._grid.addWidget(field, 0, 1)
        if room:
            self._grid.addWidget(self.error, 1, 1)
        else:
            self.error.setParent(self)
            self.error.hide()
        left = getattr(field, "left", None)
        if left is not None and check is not None:
            left.connect(self.check)
        self.setFocusProxy(field)
        self.retheme()

    def check(self) -> bool:
        """Check now; True when there is nothing to say."""
        said = self._check() if self._check is not None else None
        self.show_error(said or "")
        return not said

    def show_error(self, words: Text | str = "", *, warning: bool = False) -> None:
        """An error (or a warning) below the field, or none."""
        set_bad = getattr(self.field, "set_bad", None)
        if set_bad is not None:
            set_bad(bool(words) and not warning)
        self.error.show_error(words, warning=warning)
        if self._on_error is not None:
            self._on_error(words)

    def retheme(self) -> None:
        self.label.setFixedWidth(theme.measure("label_column"))
        self._grid.setHorizontalSpacing(theme.measure("gap"))
        self._grid.setVerticalSpacing(theme.px(1))
