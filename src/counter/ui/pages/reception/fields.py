"""Fields of the reception page: built from `FieldView`s, kept by path so that nothing jumps.

Enter never moves by itself here: it asks the page for the next place that still wants something.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from counter.domain.application import Problem
from counter.domain.errors import Text, text
from counter.ui import theme
from counter.ui.pages.reception.model import FieldView
from counter.ui.qt import QGridLayout, QKeyEvent, Qt, QWidget
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Label
from counter.ui.widgets.date import DateField
from counter.ui.widgets.fields import ENTER, CheckBox, ChoiceField, ErrorLine, LineField, TextField

PLACE = "place"
"""Qt property that says which place of the form a widget is."""

DATE_HINT = Text("如 2026-09-22")


class PickField(ChoiceField):
    """A choice whose Enter is left to the page; locked, it only says what was chosen."""

    locked = False

    def lock(self, locked: bool) -> None:
        """Nothing can be changed any more, but it stays readable."""
        self.locked = locked
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
            event.accept()
        elif not self.locked:
            super().keyPressEvent(event)

    def showPopup(self) -> None:
        if not self.locked:
            super().showPopup()


class TickField(CheckBox):
    """A tick box whose Enter is left to the page; locked, it only says what was ticked."""

    locked = False

    def lock(self, locked: bool) -> None:
        """Nothing can be changed any more, but it stays readable."""
        self.locked = locked
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)

    def nextCheckState(self) -> None:
        if not self.locked:
            super().nextCheckState()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            event.ignore()
        else:
            super().keyPressEvent(event)


class DayField(DateField):
    """A date whose Enter is left to the page."""

    def __init__(self, today: Callable[[], dt.date], *, optional: bool = False) -> None:
        super().__init__(today, optional=optional)
        self._enter_moves = False


class LongField(TextField):
    """A name or an address: one line that grows to four; Enter is left to the page."""

    MOST = 4

    def __init__(self, *, optional: bool = False) -> None:
        super().__init__(1, optional=optional)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _s: self.retheme())
        self.retheme()

    def retheme(self) -> None:
        self.setFont(theme.font("body"))
        self.setViewportMargins(theme.px(5), 0, theme.px(5), 0)
        lines = max(1, min(self.MOST, round(self.document().size().height())))
        rest = theme.measure("field") - round(theme.metrics("body").lineSpacing())
        self.setFixedHeight(lines * round(theme.metrics("body").lineSpacing()) + rest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


AnyField = LineField | PickField | TickField | LongField


class FieldBox:
    """One field with its label; `show` brings it up to date without moving the caret."""

    def __init__(
        self,
        view: FieldView,
        write: Callable[[str, str], object],
        enter: Callable[[], object],
        today: Callable[[], dt.date],
    ) -> None:
        self.path, self.kind = view.path, view.kind
        self._write, self._today = write, today
        self.label = Label(view.label, "label", colour="ink2", wrap=True)
        self.label.setAlignment(paint.ALIGN_RIGHT)
        self.field = self._make(view, enter)
        self.field.setProperty(PLACE, view.path)
        self.field.setAccessibleName(say(view.label))
        self.label.setBuddy(self.field)

    def _make(self, view: FieldView, enter: Callable[[], object]) -> AnyField:
        if view.kind == "choice":
            pick = PickField(view.choices)
            pick.currentIndexChanged.connect(lambda _i: self._write(self.path, pick.key))
            pick.entered.connect(enter)
            return pick
        if view.kind == "check":
            tick = TickField(view.note)
            tick.toggled.connect(lambda on: self._write(self.path, "1" if on else ""))
            return tick
        if view.kind == "long":
            long = LongField(optional=view.optional)
            long.textChanged.connect(lambda: self._write(self.path, long.text()))
            long.entered.connect(enter)
            return long
        line = (
            DayField(self._today, optional=view.optional)
            if view.kind == "date"
            else LineField(
                unit=view.unit, optional=view.optional, length=view.max_length, enter_moves=False
            )
        )
        if view.kind == "date" and not view.optional:
            line.setPlaceholderText(say(DATE_HINT))
        line.textChanged.connect(lambda words: self._write(self.path, words))
        line.entered.connect(enter)
        return line

    def show(self, view: FieldView, locked: bool) -> None:
        """What is in it and whether it is wrong."""
        field = self.field
        blocked = field.blockSignals(True)
        if isinstance(field, PickField):
            choices = tuple(field.itemData(i) for i in range(field.count()))
            if choices != tuple(key for key, _ in view.choices):
                field.set_choices(view.choices)
            field.choose(view.value)
        elif isinstance(field, TickField):
            field.setChecked(bool(view.value))
        elif isinstance(field, LongField):
            if field.text() != view.value:
                field.setPlainText(view.value)
        else:
            field.fill(view.value)
        field.blockSignals(blocked)
        if not isinstance(field, TickField):
            field.set_bad(view.error is not None)
        self._lock(locked)
        field.update()

    def _lock(self, locked: bool) -> None:
        """After F5 everything stays readable, and nothing takes the focus."""
        field = self.field
        if isinstance(field, PickField | TickField):
            field.lock(locked)
            return
        field.setReadOnly(locked)
        policy = Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus
        field.setFocusPolicy(policy)

    def wide(self) -> bool:
        """Whether it takes a whole row of a grid with two columns."""
        return self.kind == "long"

    def drop(self) -> None:
        """Take it off the page."""
        for widget in (self.label, self.field):
            widget.hide()
            widget.deleteLater()


class FieldGrid(QWidget):
    """Fields in one or two columns, their labels right-aligned, one error line at the foot."""

    def __init__(
        self,
        write: Callable[[str, str], object],
        enter: Callable[[], object],
        today: Callable[[], dt.date],
        *,
        columns: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._write, self._enter, self._today = write, enter, today
        self._columns = columns
        self.boxes: dict[str, FieldBox] = {}
        self._views: tuple[FieldView, ...] = ()
        self._locked = False
        self._grid = QGridLayout(self)
        self.error = ErrorLine()
        self.error.setParent(self)
        self.hide()

    def show_fields(self, views: Sequence[FieldView], locked: bool = False) -> None:
        """Bring the grid up to date; widgets of the same path and kind are kept."""
        views = tuple(views)
        shape = [(v.path, v.kind, v.label) for v in views]
        if shape != [(v.path, v.kind, v.label) for v in self._views]:
            self._build(views)
        self._views, self._locked = views, locked
        for view in views:
            self.boxes[view.path].show(view, locked)
        self._say_error()
        self.setVisible(bool(views))

    def _build(self, views: tuple[FieldView, ...]) -> None:
        wanted = {(v.path, v.kind) for v in views}
        for path, box in list(self.boxes.items()):
            if (path, box.kind) not in wanted:
                box.drop()
                del self.boxes[path]
        for view in views:
            if view.path not in self.boxes:
                self.boxes[view.path] = FieldBox(view, self._write, self._enter, self._today)
            self.boxes[view.path].label.say(view.label)
        self._lay(views)

    def _lay(self, views: tuple[FieldView, ...]) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        row = column = 0
        for view in views:
            box = self.boxes[view.path]
            wide = box.wide()
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(box.label, row, column * 2)
            self._grid.addWidget(box.field, row, column * 2 + 1, 1, 3 if wide and self._two else 1)
            box.label.show()
            box.field.show()
            column += 1
            if wide or column == self._columns:
                row, column = row + 1, 0
        last = row + 1
        self._grid.addWidget(self.error, last, 0, 1, 2 * self._columns)
        for at in range(self._columns):
            self._grid.setColumnStretch(at * 2 + 1, 1)
        self.retheme()

    def fields(self) -> list[QWidget]:
        """The fields in reading order."""
        return [self.boxes[view.path].field for view in self._views]

    @property
    def _two(self) -> bool:
        return self._columns == 2

    def _say_error(self) -> None:
        wrong = next((v for v in self._views if v.error is not None), None)
        warned = next((v for v in self._views if v.warning is not None), None)
        note = next((v for v in self._views if v.note and v.kind != "check"), None)
        if wrong is not None and wrong.error is not None:
            self.error.show_error(sentence(wrong.error))
        elif warned is not None and warned.warning is not None:
            self.error.show_error(sentence(warned.warning), warning=True)
        elif note is not None:
            self.error.show_error(note.note, warning=True)
        else:
            self.error.show_error()

    def retheme(self) -> None:
        px = theme.px
        self._grid.setContentsMargins(px(12), px(8), px(12), px(4))
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        widest = px(64)
        for box in self.boxes.values():
            need = round(theme.metrics("label").horizontalAdvance(box.label.text())) + 2
            widest = max(widest, min(need, px(84)))
        for box in self.boxes.values():
            box.label.setFixedWidth(widest)
        self._grid.setRowMinimumHeight(self._grid.rowCount() - 1, theme.current().line("note"))


def sentence(problem: Problem) -> Text:
    """What is wrong, then what to do, in one line."""
    return text("{what}{then}", what=say(problem.what), then=say(problem.next_step))
