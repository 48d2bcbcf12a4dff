"""The 下一步 line: one sentence with one filled key cap, what comes after, the alternative."""

from __future__ import annotations

from counter.domain.errors import Text
from counter.ui import theme
from counter.ui.commands import find_spec
from counter.ui.markup import GlyphRun, Piece, Run
from counter.ui.qt import QPainter, QPaintEvent, QSize, QSizePolicy, QWidget
from counter.ui.state import NextStep
from counter.ui.text import say, tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted


class NextStepLine(Painted):
    """Drawn from a `NextStep`; the label sits under the rail, the sentence on tint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = NextStep()
        self._refused: tuple[Piece, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("next_step")
        self.retheme()

    def show_step(self, step: NextStep) -> None:
        """Show another step."""
        if step != self._step or self._refused:
            self._step, self._refused = step, ()
            self.renew()

    def refuse(self, why: Text | str) -> None:
        """A dim key was pressed: say why at the right end until the next change."""
        words = tr("现在不能：{why}", why=say(why) if why else tr("这里用不上"))
        line = (GlyphRun("triangle", "warn"), Run(words, bold=True, colour="warn"))
        self._refused = line
        self.renew()

    def words(self) -> str:
        s = self._step
        spec = find_spec(s.command) if s.command else None
        key = f"[{tr(paint.cap(spec.key))}] " if spec and spec.key else ""
        then = f" → {paint.words_of(s.then)}" if s.then else ""
        aside = self._refused or s.other
        other = f" | {paint.words_of(aside)}" if aside else ""
        return f"{key}{paint.words_of(s.now)}{then}{other}"

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.measure("next"))

    minimumSizeHint = sizeHint

    def retheme(self) -> None:
        self.setFixedHeight(theme.measure("next"))
        self.renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        step, rail = self._step, theme.measure("rail")
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("tint"))
            p.fillRect(0, 0, rail, self.height(), theme.colour("fill"))
            p.fillRect(rail, 0, self.width(), 2, theme.colour("accent"))
            middle = (self.height() + 2) / 2
            word = tr("下一步")
            width = theme.metrics("rail", True).horizontalAdvance(word)
            paint.draw_words(
                p, (rail - width) / 2 - theme.px(4), middle, word, "rail", True, "onfill"
            )
            x = float(rail + theme.px(10))
            spec = find_spec(step.command) if step.command else None
            if spec is not None and spec.key:
                x += paint.draw_cap(p, x, middle, spec.key, filled=True) + theme.px(10)
            x = paint.draw_line(p, x, middle, step.now, "rail")
            aside = self._refused or step.other
            other = paint.line_width(aside, "note") if aside else 0
            end = self.width() - theme.measure("pad") - other
            if step.then:
                x += theme.px(10)
                then: tuple[object, ...] = (Run("→ "), *paint.pieces_of(step.then))
                self._paint_then(p, x, middle, end, then)
            if aside and end > x:
                paint.draw_line(p, end, middle, aside, "note", "ink2")

    def _paint_then(self, p: QPainter, x: float, middle: float, end: float, then: object) -> None:
        """What comes after gives way first when the line is too narrow for all three."""
        if x + paint.line_width(then, "rail") <= end - theme.px(8):  # type: ignore[arg-type]
            paint.draw_line(p, x, middle, then, "rail", "ink2")  # type: ignore[arg-type]
