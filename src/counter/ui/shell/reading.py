"""What stands on the screen, as text: for the player's expectations and for tests.

Order is that of the widgets, top to bottom; a table gives a line per loaded row.
"""

from __future__ import annotations

from counter.ui.qt import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from counter.ui.widgets.band import Segmented
from counter.ui.widgets.basic import Button, Painted
from counter.ui.widgets.fields import CheckBox
from counter.ui.widgets.table import TableView, cell_words


def table_lines(table: TableView) -> list[str]:
    """A table's rows as lines; the current one is marked with ▸."""
    lines = []
    for place, row in enumerate(table.rows.rows):
        words = [cell_words(row, c.key, i) for i, c in enumerate(table.rows.columns)]
        mark = "▸" if place == table.currentIndex().row() else ""
        lines.append(mark + " ".join(filter(None, words)))
    return lines


def own_lines(widget: QWidget) -> list[str]:
    """What this one widget says itself."""
    if isinstance(widget, TableView):
        return table_lines(widget)
    if isinstance(widget, Painted):
        return [widget.words()]
    if isinstance(widget, CheckBox):
        return [("✓ " if widget.isChecked() else "□ ") + widget.text()]
    if isinstance(widget, Button):
        return [widget.text()]
    if isinstance(widget, Segmented):
        return [f"{widget.accessibleName()} ▸{widget.accessibleDescription()}"]
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, QLineEdit):
        return [widget.displayText() or widget.placeholderText()]
    if isinstance(widget, QPlainTextEdit):
        return [widget.toPlainText()]
    if isinstance(widget, QLabel):
        return [widget.text()]
    return []


def screen_lines(widget: QWidget) -> list[str]:
    """Every visible line below `widget`."""
    lines = [line for line in own_lines(widget) if line]
    if isinstance(widget, QComboBox | TableView | QLineEdit):
        return lines
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isHidden() and not child.isWindow():
            lines += screen_lines(child)
    return lines


def screen_text(widget: QWidget) -> str:
    """All visible words below `widget`, a line each."""
    return "\n".join(screen_lines(widget))
