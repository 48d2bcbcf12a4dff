"""How a table is painted: cells, group rows, notes, the frame of the current row, the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.ui import theme
from counter.ui.qt import (
    QHeaderView,
    QModelIndex,
    QPainter,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    Qt,
)
from counter.ui.rows import Cell, Group, Note, Row
from counter.ui.state import STATES
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.check import draw_check

if TYPE_CHECKING:
    from counter.ui.widgets.table import TableView

Index = QModelIndex | QPersistentModelIndex
ALIGNS = {"left": paint.ALIGN_LEFT, "right": paint.ALIGN_RIGHT, "centre": paint.ALIGN_CENTRE}

WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


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
    elif cell.line and cell.wrap and x + paint.line_width(cell.line, cell.role) > box.right():
        p.setFont(theme.font(cell.role))
        p.setPen(theme.colour(colour))
        area = QRectF(x, box.top() + 1, box.right() - x, box.height() - 2)
        p.drawText(area, WRAPPED, paint.words_of(cell.line))
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
