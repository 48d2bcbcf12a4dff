"""Painted parts of the cash page: the four steps, the book of tickets, words that stand large."""

from __future__ import annotations

from counter.domain.finance.stock import StubSum
from counter.ui import theme
from counter.ui.qt import QPainter, QPaintEvent, QRectF, QSize, QSizePolicy, QWidget
from counter.ui.text import tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted


class StepBar(Painted):
    """Four steps side by side: done, now, to come, each with the keys that do it."""

    STEPS = (("缴费单", ""), ("对票号", "Enter"), ("收款", "P C T"), ("开票", "Enter"))

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def show_step(self, now: int) -> None:
        """now: 0 to 3, 4 = all done."""
        if now != self._now:
            self._now = now
            self.renew()

    def words(self) -> str:
        marks = ["✓" if n < self._now else "▸" if n == self._now else "" for n in range(4)]
        return "  ".join(
            f"{mark}{n} {tr(word)}"
            for n, (mark, (word, _)) in enumerate(zip(marks, self.STEPS, strict=True), 1)
        )

    def retheme(self) -> None:
        self.setFixedHeight(theme.px(40))
        self.renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            width = self.width() / 4
            for n, (word, keys) in enumerate(self.STEPS):
                self._paint(p, QRectF(n * width, 0, width, self.height()), n, tr(word), keys)
            p.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))

    def _paint(self, p: QPainter, box: QRectF, n: int, word: str, keys: str) -> None:
        done, now = n < self._now, n == self._now
        ground = "ok_tint" if done else "fill" if now else "desk"
        ink = "ok" if done else "onfill" if now else "ink2"
        p.fillRect(box, theme.colour(ground))
        p.fillRect(QRectF(box.right() - 1, 0, 1, box.height()), theme.colour("line"))
        x, middle = box.left() + theme.measure("panel"), box.center().y()
        x = paint.draw_words(p, x, middle, f"{n + 1}", "lead", True, ink) + theme.px(10)
        x = paint.draw_words(p, x, middle, word, "rail", now, ink) + theme.px(8)
        if done:
            side = theme.px(12)
            mark = QRectF(x, middle - side / 2, side, side)
            paint.draw_glyph(p, mark, "tick", theme.colour("ok"))
            return
        caps = keys.split()
        right = box.right() - theme.measure("pad")
        right -= sum(paint.cap_width(key) + theme.px(6) for key in caps)
        for key in caps:
            right += paint.draw_cap(p, right, middle, key, now) + theme.px(6)


class StubBar(Painted):
    """领 = 用 + 废 + 失 + 余 as a bar and as a sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums = StubSum()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def show_sums(self, sums: StubSum) -> None:
        """Other counts."""
        if sums != self._sums:
            self._sums = sums
            self.renew()

    def words(self) -> str:
        return stub_words(self._sums)

    def retheme(self) -> None:
        self.setFixedHeight(theme.px(20) + theme.current().line("lead"))
        self.renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        s = self._sums
        with QPainter(self) as p:
            bar = QRectF(0.5, theme.px(2) + 0.5, self.width() - 1, theme.px(14))
            whole = max(s.received, 1)
            used = bar.width() * (s.used + s.lost) / whole
            void = bar.width() * s.void / whole
            p.fillRect(QRectF(bar.left(), bar.top(), used, bar.height()), theme.colour("fill"))
            gone = QRectF(bar.left() + used, bar.top(), void, bar.height())
            p.fillRect(gone, theme.colour("bad"))
            p.setPen(theme.colour("edge"))
            p.drawRect(bar)
            middle = self.height() - theme.current().line("lead") / 2
            paint.draw_words(p, 0, middle, stub_words(s), "lead", True, "ink")


def stub_words(sums: StubSum) -> str:
    """领 100 = 用 63 + 废 2 + 余 35; lost ones only where there are any."""
    lost = f" + 失 {sums.lost}" if sums.lost else ""
    return f"领 {sums.received} = 用 {sums.used} + 废 {sums.void}{lost} + 余 {sums.left}"


class Ground(QWidget):
    """A stretch in one colour, with words laid on it by its layout."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour(self._colour))


class Question(Painted):
    """The large violet diamond with its question mark."""

    def words(self) -> str:
        return tr("不知道")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(56), theme.px(56))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            paint.draw_glyph(p, box, "diamond", theme.colour("unk"))
            p.setPen(theme.colour("paper"))
            p.setFont(theme.font("name", True))
            p.drawText(box, paint.ALIGN_CENTRE, "?")
