"""The panel of F4 in the middle column: the table, the reason of one row, the law below."""

from __future__ import annotations

from collections.abc import Callable

from counter.domain.errors import text
from counter.ui import theme
from counter.ui.markup import HintRun, Line, Piece, Run
from counter.ui.pages.reception.fields import PLACE
from counter.ui.pages.reception.model import NoticeView, ToldRow
from counter.ui.pages.reception.prose import Prose
from counter.ui.pages.reception.telling import TABLE, WHY_FIELD
from counter.ui.qt import QHBoxLayout, QVBoxLayout, QWidget
from counter.ui.rows import Cell, Column, Row, cells
from counter.ui.state import ChipState
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Label
from counter.ui.widgets.fields import LineField
from counter.ui.widgets.table import TableView

COLUMNS = (
    Column("no", "序", 26, "centre"),
    Column("name", "材料名称和为什么要补", 0),
    Column("word", "怎么了", 100),
)

LONGEST = 100
"""Characters of a reason."""

LEAST = 3
"""Rows that are always shown."""


class NoticeSection(QWidget):
    """Section 一次告知."""

    def __init__(
        self,
        moved: Callable[[int], object],
        write: Callable[[str], object],
        enter: Callable[[], object],
    ) -> None:
        super().__init__()
        self._moved = moved
        self._view: NoticeView | None = None
        self._room = 0
        self.band = Band("一次告知", fact="[[reception.fault]]  [[reception.why]]")
        self.table = TableView(COLUMNS, row="row_two")
        self.table.setProperty(PLACE, TABLE)
        self.table.setAccessibleName("一次告知")
        self.table.moved.connect(self._row_moved)
        self.label = Label("", "label", colour="ink2")
        self.why = LineField(length=LONGEST, enter_moves=False)
        self.why.setProperty(PLACE, WHY_FIELD)
        self.why.setAccessibleName("为什么要补")
        self.why.textChanged.connect(write)
        self.why.entered.connect(enter)
        self.reasons = Reasons()
        self.law = Prose(colour="ink")
        self.article = Label("", "note", colour="ink2", wrap=True)
        self._line = QHBoxLayout()
        self._line.addWidget(self.label)
        self._line.addWidget(self.why, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(self.table)
        column.addLayout(self._line)
        for widget in (self.reasons, self.law, self.article):
            column.addWidget(widget)
        self.hide()
        self.retheme()

    @property
    def stops(self) -> list[QWidget]:
        """What can hold the focus, in reading order."""
        return [self.table, self.why]

    def show_view(self, view: NoticeView, room: int) -> None:
        """Bring it up to date; the caret stays where it is. room: height in pixels."""
        self._view, self._room = view, room
        self.band.set_title(view.title)
        self.band.set_count(view.count)
        blocked = self.table.blockSignals(True)
        rows = [_row(row, n == view.current) for n, row in enumerate(view.rows)]
        self.table.show_rows(rows, view.rows[view.current].code)
        self.table.blockSignals(blocked)
        current = view.rows[view.current]
        self.label.say(text("第 {n} 项", n=current.no) if current.told else "")
        blocked = self.why.blockSignals(True)
        self.why.fill(view.why)
        self.why.blockSignals(blocked)
        self.why.setEnabled(current.told)
        self.reasons.say(_reasons(view))
        self.law.say(view.law)
        self.article.say(view.article)
        self._fit(len(rows))

    def _fit(self, rows: int) -> None:
        """All rows if there is room, else the table scrolls: what is below stays in view."""
        head, row = theme.measure("head"), self.table.row_height
        others = [self.band, self.reasons, self.law, self.article]
        below = sum(widget.sizeHint().height() for widget in others)
        left = self._room - below - self._line.sizeHint().height() - head
        shown = max(LEAST, min(rows, left // row))
        self.table.setFixedHeight(head + row * shown + 1)

    def _row_moved(self, code: object) -> None:
        rows = self._view.rows if self._view else ()
        place = next((n for n, row in enumerate(rows) if row.code == code), None)
        if place is not None and self._view is not None and place != self._view.current:
            self._moved(place)

    def retheme(self) -> None:
        px, pad = theme.px, theme.measure("pad")
        self._line.setContentsMargins(pad, px(12), pad, px(4))
        self._line.setSpacing(px(8))
        self.label.setFixedWidth(theme.measure("label_column"))
        self.article.setContentsMargins(pad, 0, pad, px(8))
        if self._view is not None:
            self.show_view(self._view, self._room)


def _row(row: ToldRow, current: bool) -> Row:
    ink = "ink" if row.told or current else "ink2"
    under = (Run(say(row.why), colour="ink2"),) if row.why else ""
    chip = ChipState(row.state, row.word)
    word = (
        Cell(chip=chip) if row.told else Cell((Run(say(row.word)),), glyph=row.state, colour="ink2")
    )
    return Row(
        row.code,
        cells(
            no=Cell(str(row.no), colour="ink2"),
            name=Cell((Run(row.name, bold=row.told),), under=under, colour=ink),
            word=word,
        ),
    )


def _reasons(view: NoticeView) -> Line:
    """The common reasons, each behind its key."""
    pieces: list[Piece] = []
    for n, words in enumerate(view.reasons, 1):
        pieces += [HintRun(f"reception.reason_{n}", bare=True), Run(f" {say(words)}　")]
    return tuple(pieces)


class Reasons(Prose):
    """Reasons behind their keys; a row never ends within one."""

    def _rows(self) -> list[Line]:
        room = self.width() - 2 * theme.measure("pad")
        pieces = paint.pieces_of(self._line)
        rows: list[list[Piece]] = [[]]
        used = 0.0
        for pair in zip(pieces[::2], pieces[1::2], strict=True):
            width = sum(paint.piece_width(piece, self._role) for piece in pair)
            if used + width > room and rows[-1]:
                rows.append([])
                used = 0.0
            rows[-1] += pair
            used += width
        return [tuple(row) for row in rows]
