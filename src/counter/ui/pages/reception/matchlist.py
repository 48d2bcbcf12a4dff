"""The matches below the search box: at most three, the matched characters underlined."""

from __future__ import annotations

from collections.abc import Callable

from counter.ui import theme
from counter.ui.pages.reception.matters import VISIBLE
from counter.ui.pages.reception.model import MatchView
from counter.ui.qt import QMouseEvent, QPainter, QPaintEvent, QRectF, QSize, QSizePolicy
from counter.ui.text import say
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted

ROW = 31
"""Height of a row in px at 100 %."""


class MatchList(Painted):
    """Room for its rows is always kept, so that nothing below it jumps."""

    def __init__(self, choose: Callable[[str], object]) -> None:
        super().__init__()
        self._choose, self._inline = choose, False
        self._matches: tuple[MatchView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_matches(self, matches: tuple[MatchView, ...]) -> None:
        """Show these, the best first."""
        if matches != self._matches:
            self._matches = matches
            self.renew()

    def set_inline(self, inline: bool) -> None:
        """Inline: one row beside the box, its title only."""
        self._inline = inline
        self.renew()

    @property
    def shown(self) -> tuple[MatchView, ...]:
        """The rows in view: all, or only the current (else the chosen) one where room is short."""
        if not self._inline:
            return self._matches
        current = next((m for m in self._matches if m.current), None)
        chosen = next((m for m in self._matches if m.chosen), None)
        one = current or chosen
        return (one,) if one else self._matches[:1]

    def words(self) -> str:
        return "\n".join(
            "  ".join(
                (
                    ("✓" if m.chosen else "") + ("▸" if m.current else ""),
                    _title(m),
                    say(m.handling),
                    m.unit,
                    say(m.materials),
                )
            ).strip()
            for m in self.shown
        )

    def sizeHint(self) -> QSize:
        if not self._inline:
            return QSize(theme.px(60), theme.px(ROW) * VISIBLE)
        words = "".join(_title(m) for m in self.shown)
        width = theme.metrics("body", True).horizontalAdvance(words)
        return QSize(round(width) + theme.px(48), theme.px(ROW))

    minimumSizeHint = sizeHint

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y() // theme.px(ROW))
        if place < len(self.shown):
            self._choose(self.shown[place].code)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            row = theme.px(ROW)
            for n, match in enumerate(self.shown):
                self._paint_row(p, n * row, row, match)

    def _paint_row(self, p: QPainter, top: float, height: float, match: MatchView) -> None:
        width, px = self.width(), theme.px
        if self._inline:
            self._paint_tick(p, px(4), top + height / 2, match)
            self._paint_title(p, px(28), top + height / 2, match)
            return
        ground = theme.colour("tint" if match.current else "paper")
        p.fillRect(0, round(top), width, round(height), ground)
        p.fillRect(0, round(top), width, 1, theme.colour("line"))
        middle = top + height / 2
        self._paint_tick(p, px(16), middle, match)
        self._paint_title(p, px(48), middle, match)
        words, end = say(match.materials), width - px(12)
        metrics = theme.metrics("label")
        left = end - metrics.horizontalAdvance(words)
        paint.draw_words(p, left, middle, words, "label", False, "ink2")
        for words, back in ((match.unit, 152), (say(match.handling), 216)):
            paint.draw_words(p, end - px(back), middle, words, "label", False, "ink2")

    def _paint_tick(self, p: QPainter, x: float, middle: float, match: MatchView) -> None:
        if match.chosen:
            side = theme.px(12)
            box = QRectF(x, middle - side / 2, side, side)
            paint.draw_glyph(p, box, "tick", theme.colour("ink"))

    def _paint_title(self, p: QPainter, x: float, middle: float, match: MatchView) -> None:
        runs = (
            (match.name, match.current or match.chosen, "ink"),
            (_variant(match), False, "ink2"),
        )
        place = 0
        for words, bold, colour in runs:
            metrics = theme.metrics("body", bold)
            for mark in match.marks:
                if place <= mark < place + len(words):
                    left = x + metrics.horizontalAdvance(words[: mark - place])
                    wide = metrics.horizontalAdvance(words[mark - place])
                    under = middle + metrics.height() / 2 - theme.px(1)
                    p.fillRect(QRectF(left, round(under), wide, 2), theme.colour("accent"))
            x = paint.draw_words(p, x, middle, words, "body", bold, colour)
            place += len(words)


def _variant(match: MatchView) -> str:
    return f"（{match.variant}）" if match.variant else ""


def _title(match: MatchView) -> str:
    return match.name + _variant(match)
