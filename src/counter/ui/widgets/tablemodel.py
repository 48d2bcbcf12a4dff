"""What a table holds: the rows loaded so far, and each cell as plain words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from counter.ui.qt import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from counter.ui.rows import AnyRow, Column, Group, Row
from counter.ui.text import say
from counter.ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex


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
