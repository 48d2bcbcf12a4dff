"""The table: rows page by page from the store, uniform heights, one current row that is framed.

The model holds what was loaded so far and asks for the next page by key when the hand comes near
the end. The current row keeps its place through a refresh because rows are known by id.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from counter.ui import theme
from counter.ui.markup import Run
from counter.ui.qt import (
    QAbstractItemView,
    QAbstractTableModel,
    QHeaderView,
    QKeyEvent,
    QModelIndex,
    QPainter,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QResizeEvent,
    QSize,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    Qt,
    QTableView,
    QWidget,
    Signal,
)
from counter.ui.rows import AnyRow, Cell, Column, Group, Note, Row
from counter.ui.state import STATES
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.fields import draw_check

Index = QModelIndex | QPersistentModelIndex
ALIGNS = {"left": paint.ALIGN_LEFT, "right": paint.ALIGN_RIGHT, "centre": paint.ALIGN_CENTRE}


class TableModel(QAbstractTableModel):
    """Rows that were loaded; text of a cell is its plain words."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[AnyRow] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_words(row, self.columns[index.column()].key, index.column())
        if role == Qt.ItemDataRole.CheckStateRole:
            return None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(self.columns[section].title)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Row):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def replace(self, rows: Sequence[AnyRow]) -> None:
        """Other rows altogether."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[AnyRow]) -> None:
        """The next page."""
        start = len(self.rows)
        if rows:
            self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    def place_of(self, id: Hashable) -> int:
        """Place of a row by id; -1 when it is not here."""
        return next((i for i, r in enumerate(self.rows) if isinstance(r, Row) and r.id == id), -1)


def cell_words(row: AnyRow, key: str, column: int) -> str:
    """A cell as plain words: for screen readers, the clipboard and the player."""
    if isinstance(row, Row):
        cell = row.cells.get(key)
        if cell is None:
            return ""
        parts = [say(cell.chip.word)] if cell.chip else []
        if cell.check is not None:
            parts.append("✓" if cell.check else "□")
        if cell.key:
            parts.append(f"[{paint.cap(cell.key)}]")
        parts += [paint.words_of(line) for line in (cell.line, cell.under) if line]
        return " ".join(parts)
    if column:
        return ""
    if isinstance(row, Group):
        count = "" if row.count is None else str(row.count)
        return " ".join(filter(None, (say(row.name), count, paint.words_of(row.remark))))
    return paint.words_of(row.line)


class RowDelegate(QStyledItemDelegate):
    """Paints cells, group rows and notes; the current row's tint and frame across all columns."""

    def __init__(self, table: TableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._table.row_height)

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._table.rows.rows[index.row()]
        box: QRect = option.rect  # type: ignore[attr-defined]
        p.save()
        if isinstance(row, Group):
            self._paint_group(p, box, row)
        elif isinstance(row, Note):
            self._paint_note(p, box, row)
        else:
            self._paint_cell(p, box, row, index)
        p.restore()

    def _paint_group(self, p: QPainter, box: QRect, row: Group) -> None:
        p.fillRect(box, theme.colour("band"))
        p.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("line"))
        x, middle = float(box.left() + theme.measure("pad")), box.top() + box.height() / 2
        if row.state:
            state, side = STATES[row.state], theme.px(11)
            area = QRectF(x, middle - side / 2, side, side)
            paint.draw_glyph(p, area, state.glyph, theme.colour(state.colour))
            x += theme.px(21)
        x = paint.draw_words(p, x, middle, say(row.name), "label", True)
        if row.count is not None:
            x = paint.draw_words(p, x + theme.px(8), middle, str(row.count), "label", True)
        paint.draw_line(p, x + theme.px(8), middle, row.remark, "note", "ink2")

    def _paint_note(self, p: QPainter, box: QRect, row: Note) -> None:
        p.fillRect(box, theme.colour("paper"))
        p.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("line"))
        middle = box.top() + box.height() / 2
        paint.draw_line(p, box.left() + theme.measure("pad"), middle, row.line, "body", "ink2")

    def _paint_cell(self, p: QPainter, box: QRect, row: Row, index: Index) -> None:
        table = self._table
        current = index.row() == table.currentIndex().row()
        p.fillRect(box, theme.colour("tint" if current else "paper"))
        p.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("line"))
        if current and table.framed:
            self._paint_frame(p, box, index.column())
        cell = row.cells.get(table.rows.columns[index.column()].key)
        if cell is not None:
            pad = theme.measure("pad") if index.column() == 0 else 0
            end = theme.measure("pad") if index.column() == len(table.rows.columns) - 1 else 8
            area = QRectF(box).adjusted(pad, 0, -end, 0)
            align = table.rows.columns[index.column()].align
            draw_cell(p, area, cell, align, dim=row.dim)

    def _paint_frame(self, p: QPainter, box: QRect, column: int) -> None:
        accent = theme.colour("accent")
        p.fillRect(box.left(), box.top(), box.width(), 2, accent)
        p.fillRect(box.left(), box.bottom() - 1, box.width(), 2, accent)
        if column == 0:
            p.fillRect(box.left(), box.top(), 2, box.height(), accent)
        if column == len(self._table.rows.columns) - 1:
            p.fillRect(box.right() - 1, box.top(), 2, box.height(), accent)


def draw_cell(p: QPainter, box: QRectF, cell: Cell, align: str, *, dim: bool = False) -> None:
    """A cell's content inside its area."""
    colour = "ink3" if dim else cell.colour
    width = _cell_width(cell)
    x = box.left()
    if align == "right":
        x = box.right() - width
    elif align == "centre":
        x = box.left() + (box.width() - width) / 2
    middle = box.top() + box.height() / 2
    if cell.check is not None:
        side = theme.measure("check")
        draw_check(p, QRectF(x, round(middle - side / 2), side, side), cell.check)
        x += side + theme.px(8)
    if cell.chip is not None:
        x += paint.draw_chip(p, x, middle, cell.chip) + theme.px(8)
    if cell.key:
        x += paint.draw_cap(p, x, middle, cell.key, cell.filled) + theme.px(6)
    if cell.glyph:
        state, side = STATES[cell.glyph], theme.px(11)
        area = QRectF(x, middle - side / 2, side, side)
        paint.draw_glyph(p, area, state.glyph, theme.colour("ink3" if dim else state.colour))
        x += theme.px(17)
    if cell.under:
        shift = theme.px(10)
        paint.draw_line(p, x, middle - shift + 1, cell.line, cell.role, colour)
        paint.draw_line(p, x, middle + shift, cell.under, "note", "ink2")
    elif cell.line:
        paint.draw_line(p, x, middle, cell.line, cell.role, colour)


def _cell_width(cell: Cell) -> float:
    width = paint.line_width(cell.line, cell.role) if cell.line else 0.0
    if cell.under:
        width = max(width, paint.line_width(cell.under, "note"))
    if cell.check is not None:
        width += theme.measure("check") + (theme.px(8) if cell.line else 0)
    if cell.chip is not None:
        width += paint.chip_width(cell.chip) + (theme.px(8) if cell.line else 0)
    if cell.key:
        width += paint.cap_width(cell.key) + (theme.px(6) if cell.line else 0)
    if cell.glyph:
        width += theme.px(17) if cell.line else theme.px(11)
    return width


class Head(QHeaderView):
    """The table's head: 9 pt ink2 on desk, a hairline below."""

    def __init__(self, table: TableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(8)

    def sizeHint(self) -> QSize:
        return QSize(0, theme.measure("head"))

    def paintSection(self, p: QPainter, rect: QRect, section: int) -> None:
        columns = self._table.rows.columns
        p.save()
        p.fillRect(rect, theme.colour("desk"))
        p.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        pad = theme.measure("pad") if section == 0 else 0
        end = theme.measure("pad") if section == len(columns) - 1 else 8
        p.setFont(theme.font("note"))
        p.setPen(theme.colour("ink2"))
        area = QRectF(rect).adjusted(pad, 0, -end, 0)
        p.drawText(area, ALIGNS[columns[section].align], say(columns[section].title))
        p.restore()


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


__all__ = ["Head", "RowDelegate", "Run", "TableModel", "TableView", "cell_words", "draw_cell"]
