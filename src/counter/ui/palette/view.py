"""The palette over the page: one line to type in, what was found, what can be done here."""

from __future__ import annotations

from counter.ui import theme
from counter.ui.markup import HintRun, Run
from counter.ui.palette.commands import DOWN, NARROW, OPEN, UP
from counter.ui.palette.model import COLUMNS, PaletteModel
from counter.ui.qt import (
    QEvent,
    QHBoxLayout,
    QKeyEvent,
    QLineEdit,
    QModelIndex,
    QObject,
    QPainter,
    QPaintEvent,
    QSizePolicy,
    Qt,
    QTimer,
    QVBoxLayout,
    QWidget,
)
from counter.ui.rows import Group, Row
from counter.ui.widgets.basic import KeyCap, Label, LineLabel, Rule
from counter.ui.widgets.sheet import Overlay, Panel
from counter.ui.widgets.table import TableView

PAUSE = 60
"""Milliseconds after the last key before it asks."""


class Foot(QWidget):
    """The line of keys below, on desk."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        left = (
            HintRun(UP.id, bare=True),
            HintRun(DOWN.id),
            Run("   "),
            HintRun(OPEN.id),
            Run("   "),
            HintRun(NARROW.id),
        )
        self._row.addWidget(LineLabel(left, "note", colour="ink2"))
        self._row.addStretch(1)
        self._row.addWidget(Label("先打", "note", colour="ink2"))
        self._row.addWidget(KeyCap(">"))
        self._row.addWidget(Label("只找命令", "note", colour="ink2"))
        self.retheme()

    def retheme(self) -> None:
        self._row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        self._row.setSpacing(theme.px(4))
        self.setFixedHeight(theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect().adjusted(2, 0, -2, -4), theme.colour("desk"))
            p.fillRect(0, 0, self.width(), 1, theme.colour("line"))


class Palette(Overlay):
    """Ctrl+K. Made once; `open()` begins afresh."""

    def __init__(self, parent: QWidget, model: PaletteModel) -> None:
        super().__init__(parent)
        self.model = model
        self.panel = Panel(self)
        self._entered = False
        self.box = QLineEdit()
        self.box.setProperty("naked", True)
        self.box.setAccessibleName("找命令、办件、人、事项")
        self.box.installEventFilter(self)
        self.table = TableView(COLUMNS, head=False)
        self.table.always_framed = True
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table.clicked.connect(lambda _index: self.choose())
        self._remark = Label("命令、办件、人、事项、文件，一处找", "note", colour="ink2")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(lambda: self.model.ask(self.box.text()))
        self.box.textChanged.connect(lambda _text: self._typed())
        self._build()
        model.watchers.add(self.draw)
        self.retheme()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.box, 1)
        top.addWidget(self._remark)
        top.addWidget(KeyCap("Esc"))
        self._top = top
        layout = QVBoxLayout(self.panel)
        layout.setContentsMargins(2, 0, 2, 2)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(Rule())
        layout.addWidget(self.table, 1)
        layout.addWidget(Foot())

    def retheme(self) -> None:
        self.box.setFont(theme.font("title", True))
        self.box.setFixedHeight(theme.px(52))
        self._top.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        self._top.setSpacing(theme.px(12))

    def _typed(self) -> None:
        self._entered = False
        self._pause.start()
        self._let_go()

    # --- life ---

    def open(self) -> None:
        self.box.clear()
        self._pause.stop()
        self._entered = False
        self.model.open()
        super().open()

    def first_focus(self) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def draw(self) -> None:
        """The rows again; the first one is under the hand once they answer the words typed."""
        rows = self.model.rows()
        first = next((r.id for r in rows if isinstance(r, Row)), None)
        self.table.show_rows(rows, first)
        if not self._current():
            self._let_go()
        self.table.scrollToTop()
        self.laid()
        self._take_if_answered()

    def _take_if_answered(self) -> None:
        """Enter opens what answers the words that were typed, not what stood there before."""
        if self._entered and self._current():
            self._entered = False
            self.choose()

    def _current(self) -> bool:
        """Whether the rows answer the words that stand in the box now."""
        return self.model.answered and not self._pause.isActive()

    def _let_go(self) -> None:
        """Older rows stay to be seen, none of them under the hand."""
        self.table.setCurrentIndex(QModelIndex())

    def laid(self) -> None:
        room = self.room
        width = min(theme.px(776), room.width() - theme.px(48))
        rows = self.model.rows()
        group, row = theme.measure("group"), self.table.row_height
        inner = sum(group if isinstance(r, Group) else row for r in rows)
        top = theme.px(56)
        height = min(theme.px(52 + 34) + 4 + inner, room.height() - top - theme.px(40))
        height = max(height, theme.px(180))
        self.panel.setGeometry((room.width() - width) // 2, top, width, height)

    # --- keys ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = event.type() == QEvent.Type.KeyPress
        if watched is self.box and key and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        pages = {Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        pressed = Qt.Key(event.key())
        if pressed in steps or pressed in pages:
            self.table.go_by({**steps, **pages}[pressed])
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._entered = True
            self._ask_now()
            self._take_if_answered()
        elif pressed == Qt.Key.Key_Tab:
            self.model.narrow()
        elif pressed == Qt.Key.Key_Escape or self._is_opener(event):
            self.close_sheet()
        else:
            return False
        return True

    @staticmethod
    def _is_opener(event: QKeyEvent) -> bool:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(held) and event.key() == Qt.Key.Key_K

    def _ask_now(self) -> None:
        """Enter before the pause is over: ask first, so that it opens what was typed."""
        if self._pause.isActive():
            self._pause.stop()
            self.model.ask(self.box.text())

    def choose(self) -> None:
        """Open the current row; one that cannot be done now stays and says why."""
        act = self.model.choose(self.table.current_row)
        if act is not None:
            self.close_sheet()
            act()


__all__ = ["Palette"]
