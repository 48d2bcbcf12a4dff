"""F1: the rule that decides here in plain sentences, and this page's keys from the registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter.ui import theme
from counter.ui.commands import Command
from counter.ui.markup import HintRun, Line, Run
from counter.ui.qt import (
    QFrame,
    QGridLayout,
    QKeyEvent,
    QScrollArea,
    QSize,
    QSizePolicy,
    Qt,
    QVBoxLayout,
    QWidget,
)
from counter.ui.text import say
from counter.ui.widgets.basic import Label, LineLabel, Rule
from counter.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from counter.ui.shell.page import Page
    from counter.ui.shell.window import Shell

WIDTH = 920
COLUMNS = 3


class RuleSheet(Sheet):
    """The card of a page: its rule, the keys that can be pressed now, then the others.

    What does not fit scrolls with the arrows and PgUp, PgDn.
    """

    def __init__(self, shell: Shell, page: Page) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        told = QVBoxLayout()
        told.setSpacing(theme.px(2))
        for sentence in page.rule():
            told.addWidget(Label(sentence, wrap=True))
        layout.addLayout(told)
        if told.count():
            layout.addWidget(Rule())
        listed = [c for c in shell.commands if c.key and not c.spec.hidden]
        can = [c for c in listed if shell.commands.state(c).ok]
        for heading, some in (
            ("现在能按的键", can),
            ("现在不能按的键，按了会说为什么", [c for c in listed if c not in can]),
        ):
            if some:
                layout.addWidget(Label(heading, "note", colour="ink2"))
                layout.addLayout(_keys(some, _inner(shell.ground.width()), dim=some is not can))
        self._scroll = _Room(body)
        super().__init__(
            shell.ground, page.header().title, self._scroll, width=WIDTH, cancel="回去"
        )

    def laid(self) -> None:
        self._scroll.fit(_inner(self.room.width()))
        super().laid()

    def first_focus(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: theme.px(40),
            Qt.Key.Key_Up: -theme.px(40),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        bar.setValue(bar.value() + step)
        event.accept()


class _Room(QScrollArea):
    """As high as what is in it, down to what the window leaves."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self._wanted = QSize(0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setWidget(body)

    def fit(self, width: int) -> None:
        """Ask for the height that the body needs at this width."""
        body = self.widget()
        layout = body.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        self._wanted = QSize(width, height)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._wanted


def _inner(room: int) -> int:
    """Width of what stands in the sheet, in pixels: its paper less the edges and a scroll bar."""
    return min(theme.px(WIDTH), room - 40) - 2 * theme.measure("panel") - theme.px(12)


def _keys(listed: Sequence[Command], room: int, *, dim: bool) -> QGridLayout:
    """The keys down the columns, as many columns as there is room for."""
    labels = [LineLabel(_key(command, dim)) for command in listed]
    gap, high = theme.px(24), len(labels)
    for columns in range(COLUMNS, 0, -1):
        high = (len(labels) + columns - 1) // columns
        widths = [
            max(label.sizeHint().width() for label in labels[at : at + high])
            for at in range(0, len(labels), high)
        ]
        if sum(widths) + gap * (len(widths) - 1) <= room:
            break
    grid = QGridLayout()
    grid.setHorizontalSpacing(gap)
    grid.setVerticalSpacing(theme.px(3))
    for place, label in enumerate(labels):
        grid.addWidget(label, place % high, place // high, Qt.AlignmentFlag.AlignLeft)
    for column in range(COLUMNS):
        grid.setColumnStretch(column, 1)
    return grid


def _key(command: Command, dim: bool) -> Line:
    title = say(command.spec.title or command.spec.word)
    colour = "ink3" if dim else "ink"
    return (HintRun(command.id, bare=True), Run("  " + title, colour=colour, role="label"))
