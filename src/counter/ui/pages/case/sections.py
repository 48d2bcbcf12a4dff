"""Sections of the case page: the clock over the page, papers, seals, materials, the applicant."""

from __future__ import annotations

from counter.desk.cases import ClockView
from counter.domain.errors import Text, text
from counter.ui import theme
from counter.ui.markup import Line, Run
from counter.ui.pages.case import rows, story
from counter.ui.pages.case.wrapped import WrapLine
from counter.ui.qt import (
    QGridLayout,
    QHBoxLayout,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRect,
    QRectF,
    QResizeEvent,
    QSize,
    QSizePolicy,
    Qt,
    QVBoxLayout,
    QWidget,
)
from counter.ui.rows import Cell, Column, Row, cells
from counter.ui.state import STATES
from counter.ui.text import say, tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Label, LineLabel, Painted
from counter.ui.widgets.clockstrip import ClockStrip
from counter.ui.widgets.table import TableView

PAPER_COLUMNS = (Column("title", "", 0), Column("copies", "", 52), Column("fate", "", 128))
SEAL_COLUMNS = (Column("name", "", 0), Column("done", "", 128, "right"))


class Legend(Painted):
    """What the cells of the strip mean."""

    PARTS = (
        ("ok", "走过"),
        ("ok_mid", "要走"),
        ("band", "停"),
        ("off", "不计"),
        ("due", "到期"),
        ("", "今天"),
    )

    def words(self) -> str:
        return " ".join(tr(word) for _, word in self.PARTS)

    def sizeHint(self) -> QSize:
        metrics = theme.metrics("note")
        width = sum(metrics.horizontalAdvance(tr(w)) + theme.px(32) for _, w in self.PARTS)
        return QSize(round(width), theme.px(20))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        side, x, middle = theme.px(13), 0.0, self.height() / 2
        with QPainter(self) as p:
            for role, word in self.PARTS:
                box = QRectF(x, round(middle - side / 2), side, side)
                self._paint_cell(p, box, role)
                x += side + theme.px(5)
                x = paint.draw_words(p, x, middle, tr(word), "note", False, "ink2") + theme.px(14)

    def _paint_cell(self, p: QPainter, box: QRectF, role: str) -> None:
        if role == "off":
            p.save()
            p.setClipRect(box)
            paint.clean(p)
            p.setPen(theme.colour("edge"))
            for step in range(-3, 4):
                x = box.left() + step * theme.px(5)
                p.drawLine(int(x), int(box.bottom()), int(x + box.height()), int(box.top()))
            p.restore()
            paint.draw_box(p, box, None, theme.colour("line"), 0, 1)
        elif role:
            p.fillRect(box, theme.colour(role))
        else:
            paint.draw_box(p, box, None, theme.colour("ink"), 0, 2)


class ClockSection(QWidget):
    """The sentence, the promise, the legal limit, the legend, and the strip below them."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence = LineLabel("", "sentence")
        self._promise = LineLabel("")
        self._legal = LineLabel("", colour="ink2")
        self._legend = Legend()
        self.strip = ClockStrip("wide")
        self._row = QHBoxLayout()
        for widget in (self._sentence, self._promise, self._legal):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self._legend)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(self._row)
        self._layout.addWidget(self.strip)
        self._timers = LineLabel("")
        self._layout.addWidget(self._timers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def show_timers(self, line: Line) -> None:
        """The sub-timers under the strip; no line when there is none."""
        self._timers.say(line)
        self._timers.setVisible(bool(line))

    def show_clock(self, clock: ClockView | None, gone: Text | str = "") -> None:
        """Another clock; none while there is none. gone: how the case ended undecided."""
        self.setVisible(clock is not None)
        if clock is None:
            return
        state, words = story.sentence(clock, gone)
        colour = "ink" if state in ("ok", "done", "todo", "paused") else STATES[state].colour
        self._sentence.say((Run(say(words), bold=True, colour=colour),))
        self._promise.say(story.promise(clock))
        self._legal.say(story.legal(clock))
        self.strip.show_strip(story.strip(clock))
        self._fit()

    def _fit(self) -> None:
        """Where the words need the room, the legend goes, then the legal limit."""
        gap = theme.measure("group_gap")
        room = self.width() - 2 * theme.measure("panel")
        for widget in (self._sentence, self._promise, self._legal, self._legend):
            room -= widget.sizeHint().width() + gap
            widget.setVisible(room >= -gap or widget in (self._sentence, self._promise))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        pad = theme.measure("panel")
        self._layout.setContentsMargins(pad, theme.px(8), pad, theme.px(4))
        self._layout.setSpacing(theme.px(4))
        self._row.setSpacing(theme.measure("group_gap"))


def paper_row(paper: rows.PaperRow) -> Row:
    """A paper as a row of two lines: title over number, fate over reason."""
    state = STATES[paper.fate.state]
    number: Line = (Run(paper.number),) if paper.number else (Run(tr("不编号")),)
    why: Line = (Run(say(paper.why)),) if paper.why else ""
    fate = (Run(say(paper.fate.word), colour=state.colour),)
    return Row(
        paper.paper_id,
        cells(
            title=Cell((Run(paper.title, bold=True),), under=number),
            copies=Cell((Run(say(paper.copies)),), colour="ink2"),
            fate=Cell(fate, glyph=paper.fate.state, under=why),
        ),
    )


def seal_row(place: int, line: rows.SealLine, current: bool) -> Row:
    """A seal: its name over its paper; logged, or the key that logs it."""
    if line.logged:
        done = Cell((Run(tr("盖好，已登记"), colour="ok"),), glyph="done")
    elif not line.printed:
        done = Cell((Run(tr("等文书打好")),), glyph="todo", colour="ink2")
    else:
        done = Cell("[[case.seal]]") if current else Cell((Run(tr("还没盖")),), glyph="todo")
    return Row(
        place, cells(name=Cell((Run(line.name, bold=True),), under=(Run(line.paper),)), done=done)
    )


class TallTable(TableView):
    """A table as tall as its rows: the column round it scrolls, not the table."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            event.ignore()  # the column's own
        else:
            super().keyPressEvent(event)

    def row_rect(self) -> QRect:
        """Where the current row stands in the table."""
        return self.visualRect(self.currentIndex())

    def fit(self) -> None:
        """Take the height of the rows."""
        self.setFixedHeight(sum(self.rowHeight(i) for i in range(len(self.rows.rows))))

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "rows"):
            self.fit()


class Materials(QWidget):
    """材料: name, shape, evidence; a long name wraps."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(0, 1)
        self._lines: tuple[rows.MaterialLine, ...] = ()

    def show_lines(self, lines: tuple[rows.MaterialLine, ...]) -> None:
        """Other materials."""
        if lines == self._lines:
            return
        self._lines = lines
        _empty(self._grid)
        for place, line in enumerate(lines):
            self._grid.addWidget(WrapLine((Run(line.name),)), place, 0)
            self._grid.addWidget(Label(line.shape, colour="ink2"), place, 1)
            self._grid.addWidget(Label(line.evidence, colour="ink2"), place, 2)
        self.retheme()

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._grid.setContentsMargins(pad, theme.px(6), pad, theme.px(6))
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(8))


class Told(QWidget):
    """What the applicant was told to bring: each with its state, and why it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._lines: tuple[tuple[str, str, str], ...] = ()

    def show_lines(self, lines: tuple[tuple[str, str, str], ...]) -> None:
        """Other lines: glyph state, name, why."""
        if lines == self._lines:
            return
        self._lines = lines
        _empty(self._grid)
        for place, (state, name, why) in enumerate(lines):
            self._grid.addWidget(WrapLine((Run(name, bold=True),), glyph=state), 2 * place, 0)
            said = tr("来了") if state == "done" else why
            told = WrapLine((Run(said),), "note", colour="ink2", indent=True)
            self._grid.addWidget(told, 2 * place + 1, 0)
        self.retheme()

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._grid.setContentsMargins(pad, theme.px(6), pad, theme.px(6))
        self._grid.setVerticalSpacing(theme.px(2))


class Held(QWidget):
    """谁手里多少天: a line a holder; who has the case now stands in bold."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(2, 1)
        self._lines: tuple[rows.HeldLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: tuple[rows.HeldLine, ...]) -> None:
        """Other holders."""
        if lines == self._lines:
            return
        self._lines = lines
        _empty(self._grid)
        for place, line in enumerate(lines):
            who = LineLabel((Run(say(line.who), bold=line.now),))
            days = LineLabel((Run(say(line.days), bold=line.now),))
            self._grid.addWidget(who, place, 0)
            self._grid.addWidget(days, place, 1)
            lost: Line = (Run(say(line.lost)),) if line.lost else ""
            self._grid.addWidget(WrapLine(lost, "note", colour="ink2"), place, 2)
        self.retheme()

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._grid.setContentsMargins(pad, theme.px(6), pad, theme.px(6))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(3))


class Person(QWidget):
    """申请人: the name, then label and value; what was corrected says what it was."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[str, tuple[rows.PersonLine, ...]] = ("", ())

    def show_lines(self, name: str, lines: tuple[rows.PersonLine, ...]) -> None:
        """Another person."""
        if (name, lines) == self._shown:
            return
        self._shown = (name, lines)
        _empty(self._grid)
        self._grid.addWidget(WrapLine((Run(name, bold=True),), "title"), 0, 0, 1, 2)
        place = 1
        for line in lines:
            label = Label(line.label, "label", colour="ink2")
            label.setAlignment(paint.ALIGN_RIGHT)
            self._grid.addWidget(label, place, 0)
            self._grid.addWidget(WrapLine((Run(line.value),)), place, 1)
            place += 1
            if line.before:
                was = text("更正过，原来是 {before}", before=line.before)
                self._grid.addWidget(WrapLine(was, "note", colour="ink2"), place, 1)
                place += 1
        self.retheme()

    def retheme(self) -> None:
        pad = theme.measure("pad")
        self._grid.setContentsMargins(pad, theme.px(8), pad, theme.px(8))
        self._grid.setHorizontalSpacing(theme.measure("gap"))
        self._grid.setVerticalSpacing(theme.px(5))


def _empty(grid: QGridLayout) -> None:
    """Take every widget out of a grid."""
    while grid.count():
        item = grid.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
