"""A column of a page that scrolls when its sections need more height than there is."""

from __future__ import annotations

from counter.ui.qt import QFrame, QScrollArea, Qt, QVBoxLayout, QWidget


def column() -> tuple[QScrollArea, QVBoxLayout]:
    """A column that scrolls when its sections need more height than there is."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    area.setWidget(inner)
    return area, layout
