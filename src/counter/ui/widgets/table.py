"""The table: rows page by page from the store, uniform heights, one current row that is framed.

The model holds what was loaded so far and asks for the next page by key when the hand comes near
the end. The current row keeps its place through a refresh because rows are known by id.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from counter.ui import theme
from counter.ui.qt import (
    QAbstractItemView,
    QHeaderView,
    QKeyEvent,
    QModelIndex,
    QResizeEvent,
    Qt,
    QTableView,
    QWidget,
    Signal,
)
from counter.ui.rows import AnyRow, Column, Group, Note, Row
from counter.ui.widgets.tablemodel import TableModel, cell_words
from counter.ui.widgets.tablepaint import Head, Index, RowDelegate, draw_cell


class TableView(QTableView):
    """A table of `Row`s, `Group`s and `Note`s. Letters, Space and Enter are left to the page."""

    moved = Signal(object)
    """The current row's id changed (None: no row)."""
    opened = Signal(object)
    """A row was double-clicked, or Enter was pressed on it where `opens`: its id."""
    wants_more = Signal()
    """The hand came near the end and the last row is a `Note(more=True)`."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        row: str = "row",
        head: bool = True,
        opens: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """row: `row` (34), `row_dense` (30) or `row_two` (46); opens: Enter emits `opened` here
        instead of being left to the page's own command on Enter."""
        super().__init__(parent)
        self._opens = opens
        self._folded: bool | None = None
        self._row, self._asked = row, False
        self.rows = TableModel(columns)
        self.always_framed = False
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setHorizontalHeader(Head(self))
        self.horizontalHeader().setVisible(head)
        self.verticalHeader().setVisible(False)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.retheme()

    # --- what is in it ---

    @property
    def row_height(self) -> int:
        """Height of a row in pixels now."""
        return theme.measure(self._row)

    def set_row(self, row: str) -> None:
        """Another row height: `row`, `row_dense` or `row_two`."""
        if row != self._row:
            self._row = row
            self.retheme()

    @property
    def framed(self) -> bool:
        """Whether the current row carries its frame: while the table has the focus."""
        return self.always_framed or self.hasFocus()

    @property
    def current_id(self) -> Hashable | None:
        """Id of the current row."""
        row = self.current_row
        return row.id if row is not None else None

    @property
    def current_row(self) -> Row | None:
        """The current row."""
        place = self.currentIndex().row()
        row = self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None
        return row if isinstance(row, Row) else None

    def show_rows(self, rows: Sequence[AnyRow], current: Hashable | None = None) -> None:
        """Show these rows; the current row stays under the hand where it still exists.

        current: which row to make current instead. When the old one is gone, the row at its
        place becomes current.
        """
        wanted = current if current is not None else self.current_id
        before, place = self.current_id, max(self.currentIndex().row(), 0)
        scroll = self.verticalScrollBar().value()
        self._asked = False
        self.blockSignals(True)
        self.rows.replace(rows)
        self._lay_rows(0)
        at = self.rows.place_of(wanted) if wanted is not None else -1
        if at < 0:
            at = self._nearest(min(place, len(rows) - 1))
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at, 0))
        self.blockSignals(False)
        if current is None:
            self.verticalScrollBar().setValue(scroll)
        if self.current_id != before:
            self.moved.emit(self.current_id)

    def add_rows(self, rows: Sequence[AnyRow]) -> None:
        """Append the next page; a trailing `Note(more=True)` is replaced by it."""
        self._asked = False
        last = self.rows.rows[-1] if self.rows.rows else None
        if isinstance(last, Note) and last.more:
            place = len(self.rows.rows) - 1
            self.rows.beginRemoveRows(QModelIndex(), place, place)
            self.rows.rows.pop()
            self.rows.endRemoveRows()
        start = len(self.rows.rows)
        self.rows.append(rows)
        self._lay_rows(start)

    def go_to(self, id: Hashable) -> bool:
        """Make a row current by id; False when it is not loaded."""
        place = self.rows.place_of(id)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place, 0))
        return place >= 0

    def go_by(self, step: int) -> None:
        """Move the current row by so many rows, over group rows."""
        place = self.currentIndex().row()
        count = len(self.rows.rows)
        way = 1 if step > 0 else -1
        for _ in range(abs(step)):
            nxt = place + way
            while 0 <= nxt < count and not isinstance(self.rows.rows[nxt], Row):
                nxt += way
            if not 0 <= nxt < count:
                break
            place = nxt
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place, 0))
        if way > 0:
            self._near_end(place)

    # --- Qt ---

    def retheme(self) -> None:
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setFixedHeight(theme.measure("head"))
        self._folded = None
        self._lay_columns()
        self._lay_rows(0)
        self.viewport().update()

    def _lay_columns(self) -> None:
        folded = theme.current().folds(self.window().width())
        if folded == self._folded:
            return
        self._folded = folded
        header = self.horizontalHeader()
        for place, column in enumerate(self.rows.columns):
            width = (folded and column.narrow) or column.width
            if width:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
                extra = theme.measure("pad") if place == 0 else 0
                header.resizeSection(place, theme.px(width) + extra)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def _lay_rows(self, start: int) -> None:
        columns = len(self.rows.columns)
        if start == 0:
            self.clearSpans()
        for place in range(start, len(self.rows.rows)):
            row = self.rows.rows[place]
            if not isinstance(row, Row) and columns > 1:
                self.setSpan(place, 0, 1, columns)
            # Heights outlive a reset of the model: a row may stand where a group stood before.
            tall = theme.measure("group") if isinstance(row, Group) else self.row_height
            if self.rowHeight(place) != tall:
                self.setRowHeight(place, tall)

    def _nearest(self, place: int) -> int:
        rows = self.rows.rows
        after = (i for i in range(max(place, 0), len(rows)) if isinstance(rows[i], Row))
        before = (i for i in range(place, -1, -1) if isinstance(rows[i], Row))
        found = next(after, None)
        return found if found is not None else next(before, -1)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row():
            self.moved.emit(self.current_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = max(self.viewport().height() // max(self.row_height, 1) - 1, 1)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -len(self.rows.rows),
            Qt.Key.Key_End: len(self.rows.rows),
        }
        key = Qt.Key(event.key())
        if key in steps and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.go_by(steps[key])
            event.accept()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._opens:
            self._open(self.currentIndex().row())
            event.accept()
        else:
            event.ignore()

    def _open(self, place: int) -> None:
        row = self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None
        if isinstance(row, Row):
            self.opened.emit(row.id)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        if self.current_row is None and self.rows.rows:
            place = self._nearest(0)
            if place >= 0:
                self.setCurrentIndex(self.rows.index(place, 0))
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.row_height * 5:
            self._near_end(len(self.rows.rows))

    def _near_end(self, place: int) -> None:
        last = self.rows.rows[-1] if self.rows.rows else None
        near = place >= len(self.rows.rows) - 6
        if near and isinstance(last, Note) and last.more and not self._asked:
            self._asked = True
            self.wants_more.emit()


__all__ = ["TableModel", "TableView", "cell_words", "draw_cell"]
