"""Painted parts of the citizen's screen. Always in the light colours, in sizes of their own.

Sizes are pixels on a screen of 1024 × 600 and grow with the window; the desk's big font and its
dark theme do not reach here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from counter.domain.errors import Text
from counter.ui.citizen.state import OVER, STEPS, Due, Notice
from counter.ui.markup import Run
from counter.ui.pages.case.wrapped import atoms
from counter.ui.qt import (
    QAbstractButton,
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    Qt,
    QWidget,
)
from counter.ui.text import say, tr
from counter.ui.theme import LIGHT, fonts
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted

PAD = 24
"""From the window's edge and from the middle line."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
MOODS = {"": ("ink", "band"), "ok": ("ok", "ok_tint"), "warn": ("warn", "warn_tint")}
MOODS["unk"] = ("unk", "unk_tint")
GLYPHS = {"": "", "ok": "tick", "warn": "triangle", "unk": "diamond"}


def colour(role: str) -> QColor:
    """A colour role in the light palette, whatever theme the desk has on."""
    value: str = getattr(LIGHT, role)
    return QColor(value)


@dataclass
class Scale:
    """How much larger than 1024 × 600 the window is; one for all parts of it."""

    factor: float = 1.0

    def px(self, pixels: float) -> int:
        """Pixels of the drawing, on this window."""
        return round(pixels * self.factor)

    def points(self, pixels: float) -> float:
        """The size in points of a font so many pixels high."""
        return round(pixels * self.factor * 0.75, 2)

    def font(self, pixels: float, bold: bool = False) -> QFont:
        """A font by its height in pixels of the drawing."""
        return fonts.font_at(self.points(pixels), bold)

    def width(self, words: str, pixels: float, bold: bool = False) -> float:
        """Width of words in pixels of the window."""
        return fonts.advance_at(self.points(pixels), bold, words)


@lru_cache(maxsize=256)
def broken(words: str, points: float, bold: bool, width: float) -> tuple[str, ...]:
    """Words as lines no wider than `width`, broken where Chinese may break."""
    lines, line = [], ""
    for run, may_begin in atoms((Run(words),)):
        assert isinstance(run, Run)
        longer = line + run.words
        if line and may_begin and fonts.advance_at(points, bold, longer.rstrip()) > width:
            lines.append(line.rstrip())
            line = run.words.lstrip()
        else:
            line = longer
    return (*lines, line.rstrip())


class Words(Painted):
    """Words on one line in the largest of their sizes that allows it, else in the last size on as
    many lines as they need. Nothing is ever left out."""

    def __init__(
        self,
        scale: Scale,
        sizes: Sequence[int],
        *,
        bold: bool = False,
        ink: str = "ink",
        centred: bool = False,
    ) -> None:
        super().__init__()
        self._scale, self._sizes = scale, tuple(sizes)
        self._bold, self._ink, self._centred = bold, ink, centred
        self._said = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, words: Text | str) -> None:
        """Show other words; none take no room."""
        self._said = say(words) if words else ""
        self.setVisible(bool(self._said))
        self.renew()

    def words(self) -> str:
        return self._said

    def _laid(self, width: float) -> tuple[int, tuple[str, ...]]:
        for size in self._sizes:
            lines = broken(self._said, self._scale.points(size), self._bold, width)
            if len(lines) == 1:
                break
        return size, lines

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size, lines = self._laid(width)
        return self._scale.px(size * 1.4) * len(lines)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self._scale.px(200))
        return QSize(self._scale.px(100), self.heightForWidth(width))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        size, lines = self._laid(self.width())
        pitch = self._scale.px(size * 1.4)
        with QPainter(self) as p:
            p.setFont(self._scale.font(size, self._bold))
            p.setPen(colour(self._ink))
            for n, line in enumerate(lines):
                box = QRectF(0, n * pitch, self.width(), pitch)
                p.drawText(box, _CENTRE if self._centred else _LEFT, line)


class Head(Painted):
    """Centre at the left, window and unit at the right, as on the window itself."""

    HEIGHT = 56

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale = scale
        self._centre = self._window = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_place(self, centre: str, window: str) -> None:
        """The centre's name; the window's words."""
        self._centre, self._window = centre, window
        self.renew()

    def words(self) -> str:
        return f"{self._centre}  {self._window}"

    def renew(self) -> None:
        self.setFixedHeight(self._scale.px(self.HEIGHT))
        super().renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), colour("rail"))
            pad = self._scale.px(PAD)
            box = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
            p.setPen(colour("onfill"))
            p.setFont(self._scale.font(22, True))
            p.drawText(box, _LEFT, self._centre)
            p.setFont(self._scale.font(22))
            p.drawText(box, _RIGHT, self._window)


class Steps(Painted):
    """The steps side by side: done, now, to come. Another one is another row of `STEPS`."""

    HEIGHT = 44

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale, self._now = scale, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, now: int) -> None:
        """now: place in STEPS, OVER = all done."""
        self._now = now
        self.renew()

    def words(self) -> str:
        marks = ["✓" if n < self._now else "▸" if n == self._now else "" for n in range(OVER)]
        return "  ".join(f"{m}{tr(w)}" for m, w in zip(marks, STEPS, strict=True))

    def renew(self) -> None:
        self.setFixedHeight(self._scale.px(self.HEIGHT))
        super().renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), colour("band"))
            width = self.width() / len(STEPS)
            for n, word in enumerate(STEPS):
                self._paint(p, QRectF(n * width, 0, width, self.height()), n, tr(word))

    def _paint(self, p: QPainter, box: QRectF, n: int, word: str) -> None:
        done, now = n < self._now, n == self._now
        if now:
            p.fillRect(box, colour("fill"))
        ink = "ok" if done else "onfill" if now else "ink2"
        words = word if done else f"{n + 1} {word}"
        wide = self._scale.width(words, 20, done or now)
        x = box.center().x() - wide / 2
        if done:
            side = self._scale.px(18)
            mark = QRectF(x - side / 2 - self._scale.px(4), box.center().y() - side / 2, side, side)
            paint.draw_glyph(p, mark, "tick", colour("ok"))
            x += side / 2 + self._scale.px(4)
        p.setFont(self._scale.font(20, done or now))
        p.setPen(colour(ink))
        p.drawText(QRectF(x, box.top(), wide + 2, box.height()), _LEFT, words)


class DueLine(Painted):
    """A line of what is due: unit, what for, yuan; higher where the words need two lines."""

    UNIT = 120
    SMALL = 18

    def __init__(self, scale: Scale, due: Due, height: int) -> None:
        super().__init__()
        self._scale, self._due, self._high = scale, due, height
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.renew()

    def words(self) -> str:
        item = say(self._due.item) if self._due.item else ""
        return "  ".join(filter(None, (self._due.unit, item, self._due.amount)))

    @property
    def _size(self) -> int:
        if self._high >= 48:
            return 24
        both = self._scale.width(self._due.unit + self._due.amount, 20, True)
        tight = not self._due.item and both + self._scale.px(12) > self.width()
        return self.SMALL if tight else 20

    def _unit_size(self) -> int:
        wide = self._scale.width(self._due.unit, self._size, True)
        return self._size if wide <= self._scale.px(self.UNIT - 8) else self.SMALL

    def _item_box(self, width: float, height: float) -> QRectF:
        s, due = self._scale, self._due
        left = max(s.px(self.UNIT), s.width(due.unit, self._unit_size(), True) + s.px(12))
        room = width - left - s.width(due.amount, self._size, True) - s.px(16)
        return QRectF(left, 0, max(room, s.px(60)), height)

    def _item(self, width: float) -> tuple[int, tuple[str, ...]]:
        """On one line in its size, else smaller on as many as it takes."""
        words, room = (
            say(self._due.item) if self._due.item else "",
            self._item_box(width, 0).width(),
        )
        for size in (self._size, self.SMALL):
            lines = broken(words, self._scale.points(size), False, room)
            if len(lines) == 1:
                break
        return size, lines

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size, lines = self._item(width)
        least = self._scale.px(self._high)
        return max(least, self._scale.px(size * 1.3) * len(lines) + self._scale.px(8))

    def sizeHint(self) -> QSize:
        width = max(self.width(), self._scale.px(200))
        return QSize(self._scale.px(200), self.heightForWidth(width))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        s, due, whole = self._scale, self._due, QRectF(self.rect())
        with QPainter(self) as p:
            p.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
            p.setPen(colour("ink"))
            p.setFont(s.font(self._size, True))
            p.drawText(whole, _RIGHT, due.amount)
            p.setFont(s.font(self._unit_size(), True))
            p.drawText(whole, _LEFT, due.unit)
            size, lines = self._item(self.width())
            box = self._item_box(self.width(), self.height())
            pitch = s.px(size * 1.3)
            top = box.center().y() - pitch * len(lines) / 2
            p.setFont(s.font(size))
            for n, line in enumerate(lines):
                p.drawText(QRectF(box.left(), top + n * pitch, box.width(), pitch), _LEFT, line)


SMALL, MIDDLE, LARGE = (26, 20), (36, 20), (42, 34)
"""Sizes of a notice: above buttons, alone below the sum, alone on its column."""


class NoticeBox(Painted):
    """What happens now: a tinted box with a glyph, words in bold, more below, seconds at right."""

    def __init__(self, scale: Scale, sizes: tuple[int, int] = SMALL) -> None:
        super().__init__()
        self._scale, self._sizes = scale, sizes
        self._notice = Notice("")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_notice(self, notice: Notice | None, sizes: tuple[int, int] | None = None) -> None:
        """Another one, or none."""
        self.setVisible(notice is not None)
        self._sizes = sizes or self._sizes
        self._notice = notice or Notice("")
        self.renew()

    def words(self) -> str:
        n = self._notice
        left = tr("还有 {n} 秒", n=n.count) if n.count else ""
        more = say(n.more) if n.more else ""
        return "  ".join(filter(None, (say(n.now) if n.now else "", left, more)))

    def _edge(self) -> int:
        return self._scale.px(32 if self._sizes == LARGE else 16)

    def _parts(self, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        s, (big, small), inner = self._scale, self._sizes, width - 2 * self._edge()
        glyph = s.px(big + 8) if GLYPHS[self._notice.mood] else 0
        now = broken(say(self._notice.now), s.points(big), True, inner - glyph)
        more = say(self._notice.more) if self._notice.more else ""
        return now, broken(more, s.points(small), False, inner) if more else ()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        s, (big, small) = self._scale, self._sizes
        now, more = self._parts(width)
        high = s.px(big * 1.4) * len(now) + s.px(small * 1.5) * len(more)
        return high + round(self._edge() * 1.5) + (s.px(4) if more else 0)

    def sizeHint(self) -> QSize:
        return QSize(self._scale.px(200), self.heightForWidth(max(self.width(), 200)))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        s, n, (big, small) = self._scale, self._notice, self._sizes
        ink, ground = MOODS[n.mood]
        now, more = self._parts(self.width())
        edge = self._edge()
        with QPainter(self) as p:
            paint.draw_box(
                p, QRectF(self.rect()), colour(ground), colour(ink if n.mood else "edge"), 6
            )
            y, x = edge * 0.75, float(edge)
            if GLYPHS[n.mood]:
                side = s.px(big * 0.8)
                mark = QRectF(x, y + (s.px(big * 1.4) - side) / 2, side, side)
                paint.draw_glyph(p, mark, GLYPHS[n.mood], colour(ink))
                x += s.px(big + 8)
            p.setPen(colour(ink))
            p.setFont(s.font(big, True))
            for line in now:
                p.drawText(QRectF(x, y, self.width() - x, s.px(big * 1.4)), _LEFT, line)
                y += s.px(big * 1.4)
            if n.count:
                left = tr("{n} 秒", n=n.count)
                first = QRectF(edge, edge * 0.75, self.width() - 2 * edge, s.px(big * 1.4))
                p.drawText(first, _RIGHT, left)
            y += s.px(4)
            p.setPen(colour("ink"))
            p.setFont(s.font(small))
            for line in more:
                p.drawText(QRectF(edge, y, self.width() - edge, s.px(small * 1.5)), _LEFT, line)
                y += s.px(small * 1.5)


class TouchButton(QAbstractButton):
    """A button for a finger; it never takes the focus from the clerk's window."""

    def __init__(self, scale: Scale, words: str, height: int, *, filled: bool = False) -> None:
        super().__init__()
        self._scale, self._high, self._filled = scale, height, filled
        self.setText(tr(words))
        self.setAccessibleName(tr(words))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.renew()

    def renew(self) -> None:
        self.setFixedHeight(self._scale.px(self._high))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._scale.px(240), self._scale.px(self._high))

    def paintEvent(self, event: QPaintEvent) -> None:
        s, box, down = self._scale, QRectF(self.rect()), self.isDown()
        with QPainter(self) as p:
            if self._filled:
                paint.draw_box(p, box, colour("rail" if down else "fill"), None, s.px(6))
            else:
                ground = colour("tint" if down else "paper")
                paint.draw_box(p, box, ground, colour("edge"), s.px(6), 2)
            p.setPen(colour("onfill" if self._filled else "ink"))
            p.setFont(s.font(32 if self._filled else 26, self._filled))
            p.drawText(box, _CENTRE, self.text())


class Amount(Painted):
    """The sum in figures, 76 px high; smaller only where it would not fit the column."""

    SIZE = 76

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale, self._yuan = scale, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, yuan: str) -> None:
        """Yuan as printed, without the sign."""
        self._yuan = yuan
        self.setVisible(bool(yuan))
        self.renew()

    def words(self) -> str:
        return f"¥{self._yuan}" if self._yuan else ""

    def wanted(self) -> int:
        """Width at full size, in pixels of the window."""
        return round(self._wide(self.SIZE)) + 2

    def _wide(self, size: float) -> float:
        figures = self._scale.width(self._yuan, size, True)
        return figures + self._scale.width("¥", size * 0.63, True) + self._scale.px(2)

    def renew(self) -> None:
        self.setFixedHeight(self._scale.px(84))
        super().renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        size = float(self.SIZE)
        while self._wide(size) > self.width() and size > 24:
            size -= 2
        with QPainter(self) as p:
            p.setPen(colour("ink"))
            font = self._scale.font(size, True)
            base = (
                self.height() / 2 + fonts.metrics_at(self._scale.points(size), True).capHeight() / 2
            )
            p.setFont(self._scale.font(size * 0.63, True))
            p.drawText(0, round(base), "¥")
            x = self._scale.width("¥", size * 0.63, True) + self._scale.px(2)
            p.setFont(font)
            p.drawText(round(x), round(base), self._yuan)


class Ground(QWidget):
    """A stretch in one colour of the light palette; `edge`: a hairline at its left."""

    def __init__(self, role: str, *, edge: bool = False) -> None:
        super().__init__()
        self._role, self._edge = role, edge

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), colour(self._role))
            if self._edge:
                p.fillRect(0, 0, 1, self.height(), colour("line"))
