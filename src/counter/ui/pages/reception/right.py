"""The right column's widgets: the clock, what F5 brings, the rule that decides, the fee."""

from __future__ import annotations

from counter.ui import theme
from counter.ui.markup import Line, Run
from counter.ui.pages.reception.model import AfterRow, LimitView, SideView, Words
from counter.ui.pages.reception.prose import Prose
from counter.ui.qt import (
    QGridLayout,
    QHBoxLayout,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from counter.ui.state import STATES
from counter.ui.strip import Strip
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.band import Band
from counter.ui.widgets.basic import Chip, Label, LineLabel, Painted
from counter.ui.widgets.clockstrip import ClockStrip


class LimitSection(QWidget):
    """Section 时限."""

    def __init__(self) -> None:
        super().__init__()
        self.band, self.chip = Band("时限"), Chip()
        self.band.add(self.chip)
        self.sentence = Label("", "sentence", bold=True)
        self.detail = Label("", "body", colour="ink2", wrap=True)
        self.lines = [(Label("", "label", colour="ink2"), LineLabel()) for _ in range(2)]
        self.strip = ClockStrip("mini")
        self.words = Label("", "note", colour="ink2", wrap=True)
        self.warning = Label("", "label", colour="warn", wrap=True)
        self.empty = Prose()
        self._top = QHBoxLayout()
        self._top.addWidget(self.sentence)
        self._top.addWidget(self.detail, 1)
        self._body = QWidget()
        self._grid = QGridLayout()
        for n, (label, line) in enumerate(self.lines):
            label.setAlignment(paint.ALIGN_RIGHT)
            self._grid.addWidget(label, n, 0)
            self._grid.addWidget(line, n, 1)
        self._grid.setColumnStretch(2, 1)
        self._inner = QVBoxLayout(self._body)
        self._inner.addLayout(self._top)
        self._inner.addLayout(self._grid)
        for widget in (self.strip, self.words, self.warning):
            self._inner.addWidget(widget)
        _column(self, self.band, self._body, self.empty)
        self.retheme()

    def show_view(self, view: LimitView) -> None:
        """Bring it up to date."""
        self.chip.show_state(view.chip)
        self.empty.say(view.empty)
        self.empty.setVisible(bool(view.empty))
        self._body.setVisible(not view.empty)
        self.sentence.say(view.sentence)
        self.detail.say(view.detail)
        for (label, line), (words, value) in zip(self.lines, view.rows, strict=False):
            label.say(words)
            line.say(value)
        self.strip.show_strip(view.strip or Strip())
        self.words.say(view.words)
        self.warning.say(view.warning)
        self.warning.setVisible(bool(view.warning))

    def retheme(self) -> None:
        px = theme.px
        self._inner.setContentsMargins(px(12), px(10), px(12), px(10))
        self._inner.setSpacing(px(6))
        self._top.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(2))
        for label, _ in self.lines:
            label.setFixedWidth(px(36))


class AfterList(Painted):
    """F5 以后: glyph, words, and the fact at the right end; a long fact takes its own line."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[AfterRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: tuple[AfterRow, ...]) -> None:
        """Show these."""
        if rows != self._rows:
            self._rows = rows
            self.renew()

    def words(self) -> str:
        return "\n".join(f"{say(r.words)}  {say(r.fact) if r.fact else ''}" for r in self._rows)

    def _tight(self, row: AfterRow) -> bool:
        words = theme.metrics("body").horizontalAdvance(say(row.words))
        fact = theme.metrics("note").horizontalAdvance(say(row.fact) if row.fact else "")
        return words + fact + theme.px(56) > self.width()

    def _heights(self) -> list[int]:
        return [theme.px(44) if self._tight(row) else theme.px(26) for row in self._rows]

    def sizeHint(self) -> QSize:
        return QSize(theme.px(100), sum(self._heights()) + theme.px(12))

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            top: float = theme.px(6)
            for row, height in zip(self._rows, self._heights(), strict=True):
                self._paint_row(p, top, height, row)
                top += height

    def _paint_row(self, p: QPainter, top: float, height: float, row: AfterRow) -> None:
        state, side, pad = STATES[row.state], theme.px(12), theme.measure("pad")
        middle = top + theme.px(13)
        box = QRectF(pad, middle - side / 2, side, side)
        paint.draw_glyph(p, box, state.glyph, theme.colour(state.colour))
        paint.draw_words(p, pad + theme.px(22), middle, say(row.words), "body")
        if not row.fact:
            return
        fact = say(row.fact)
        colour = state.colour if row.state in ("gone", "unknown", "due") else "ink2"
        width = theme.metrics("note").horizontalAdvance(fact)
        below = height > theme.px(30)
        at = middle + theme.px(18) if below else middle
        paint.draw_words(p, self.width() - pad - width, at, fact, "note", False, colour)


class SideColumn(QWidget):
    """The four sections of the right column."""

    def __init__(self) -> None:
        super().__init__()
        self.limit = LimitSection()
        self.after_band, self.after = Band("F5 以后"), AfterList()
        self.after_empty = Prose()
        self.rule_band = Band("规矩", fact="[[shell.rule|]]")
        self.rule = Prose(colour="ink")
        self.article = Label("", "note", colour="ink2", wrap=True)
        self.fee_band = Band("收费")
        self.fee = Label("", "note", colour="ink2", wrap=True)
        _column(
            self,
            self.limit,
            self.after_band,
            self.after,
            self.rule_band,
            self.rule,
            self.article,
            self.fee_band,
            self.fee,
        )
        self.retheme()

    def show_view(self, view: SideView) -> None:
        """Bring it up to date."""
        self.limit.show_view(view.limit)
        self.after_band.set_title(view.after_title)
        self.after.show_rows(view.after)
        self.after_band.setVisible(bool(view.after))
        self.after.setVisible(bool(view.after))
        self.rule.say(view.rule)
        self.article.say(view.article)
        self.article.setVisible(bool(view.article))
        self.fee_band.set_fact(_line(view.fee))
        self.fee.say(view.fee_words)
        self.fee_band.setVisible(bool(view.fee))
        self.fee.setVisible(bool(view.fee))

    def retheme(self) -> None:
        pad, px = theme.measure("pad"), theme.px
        self.article.setContentsMargins(pad, 0, pad, px(8))
        self.fee.setContentsMargins(pad, px(8), pad, px(8))


def _line(words: Words) -> Line:
    return (Run(say(words)),) if words else ""


def _column(owner: QWidget, *widgets: QWidget) -> None:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
