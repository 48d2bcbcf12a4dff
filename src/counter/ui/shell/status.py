"""The status bar: who, window, time; simulated, device lights, unsent and age, tickets.

It never scrolls and never hides; where room is short, hints lose words before data does. A click
opens the page behind a segment.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counter.domain.clock import list_date
from counter.ui import theme
from counter.ui.markup import GlyphRun, Piece, Run
from counter.ui.qt import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRectF,
    QSize,
    QSizePolicy,
    QWidget,
    Signal,
)
from counter.ui.state import STATES, StatusState
from counter.ui.text import say, tr
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted

SHORT = {
    "A4 打印": "A4",
    "小票机": "小票",
    "读卡器": "读卡",
    "评价屏": "评价",
    "叫号机": "叫号",
    "票据打印": "票据",
    "POS 机": "POS",
}
"""Shorter names of devices where the bar is narrow."""


@dataclass(frozen=True)
class Segment:
    """One segment: its pieces, the rail place it opens, its ground."""

    pieces: tuple[Piece, ...]
    place: str = ""
    ground: str = ""


class StatusBar(Painted):
    """Drawn from a `StatusState` and the wall time."""

    opened = Signal(str)
    """A segment was clicked: the rail place behind it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = StatusState()
        self._now: dt.datetime | None = None
        self.setObjectName("status_bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def show_status(self, state: StatusState, now: dt.datetime) -> None:
        """Show another state or another minute."""
        now = now.replace(second=0, microsecond=0)
        if (state, now) != (self._state, self._now):
            self._state, self._now = state, now
            self.renew()

    def retheme(self) -> None:
        self.setFixedHeight(theme.measure("status"))
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.measure("status"))

    minimumSizeHint = sizeHint

    def words(self) -> str:
        every = [*self._left(), *self._right(short=False)]
        return " | ".join(paint.words_of(segment.pieces) for segment in every)

    # --- segments ---

    def _left(self) -> list[Segment]:
        s = self._state
        who = f"{s.who} {tr(s.post)}".strip() if s.who else tr("没有人上岗")
        window = tr("{n} 号窗口", n=s.window)
        window += f"·{s.unit}" if s.who and s.unit else ""
        if not s.who and s.terminal:
            window += "·" + tr("终端 {t}", t=s.terminal)
        found = [Segment((Run(who, bold=True),)), Segment((Run(window),))]
        if self._now is not None:
            time = f"{list_date(self._now.date())} {self._now:%H:%M}"
            found.append(Segment((Run(time),)))
        return found

    def _right(self, short: bool, tight: bool = False) -> list[Segment]:
        s = self._state
        found: list[Segment] = []
        if s.unknown:
            state = STATES["unknown"]
            pieces = (GlyphRun(state.glyph, "unk"), Run(say(s.unknown), bold=True, colour="unk"))
            found.append(Segment(pieces, "", "unk_tint"))
        if s.simulated:
            words = tr("模拟设备") if tight else tr("模拟设备·不作真实办件")
            glyph = GlyphRun("triangle", "warn")
            pieces = (glyph, Run(words, bold=True, colour="warn"))
            found.append(Segment(pieces, "0", "warn_tint"))
        if s.lights and s.who:
            found.append(Segment(self._lights(short), "0"))
        found.append(Segment(self._sync(short), "9"))
        if s.tickets:
            found.append(Segment(self._tickets(short), "2" if s.tickets_sum else ""))
        if not s.who and s.version:
            found.append(Segment((Run(s.version),)))
        return found

    def _tickets(self, short: bool) -> tuple[Piece, ...]:
        """The whole sum where somebody keeps the paper: 领 100 = 用 63 + 废 2 + 余 35."""
        s = self._state
        if s.tickets_sum and not short:
            return Run(f"{s.tickets_sum} + "), Run(tr("余 {n}", n=s.tickets), bold=True)
        return Run(tr("票据余") + "  "), Run(s.tickets, bold=True)

    def _lights(self, short: bool) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        for place, light in enumerate(self._state.lights):
            state, name = STATES[light.state], say(light.name)
            pieces.append(GlyphRun(state.glyph, state.colour))
            gap = "   " if place < len(self._state.lights) - 1 else ""
            pieces.append(Run((SHORT.get(name, name) if short else name) + gap))
        return tuple(pieces)

    def _sync(self, short: bool) -> tuple[Piece, ...]:
        s = self._state
        pieces: list[Piece] = []
        if not s.online:
            pieces.append(GlyphRun("cross", "warn"))
            away = f" {s.offline_for}" if s.offline_for and not s.who else ""
            pieces.append(Run(tr("离线") + away, bold=True, colour="warn"))
            pieces.append(Run("  "))
        else:
            pieces.append(GlyphRun("up", "accent"))
        pieces.append(Run(tr("待传") + "  "))
        pieces.append(Run(str(s.unsent), bold=True))
        pieces.append(Run("  " + tr("笔")))
        if s.unsent and s.oldest:
            age = s.oldest if short else tr("最早 {age}前", age=s.oldest)
            pieces.append(Run("·" + age))
        return tuple(pieces)

    # --- painting ---

    def _laid(self) -> list[tuple[Segment, QRectF]]:
        pad = theme.px(10)
        height = self.height()

        def width(segment: Segment) -> float:
            return paint.line_width(segment.pieces, "note") + 2 * pad

        left = self._left()
        right = self._right(short=False)
        if sum(map(width, left)) + sum(map(width, right)) > self.width():
            right = self._right(short=True)
        if sum(map(width, left)) + sum(map(width, right)) > self.width():
            right = self._right(short=True, tight=True)
        boxes = []
        x = 0.0
        for segment in left:
            boxes.append((segment, QRectF(x, 0, width(segment), height)))
            x += width(segment)
        x = float(self.width())
        for segment in reversed(right):
            x -= width(segment)
            boxes.append((segment, QRectF(x, 0, width(segment), height)))
        return boxes

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for segment, box in self._laid():
            if segment.place and box.contains(event.position()):
                self.opened.emit(segment.place)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("desk"))
            p.fillRect(0, 0, self.width(), 1, theme.colour("line"))
            boxes = self._laid()
            split = len(self._left())
            for place, (segment, box) in enumerate(boxes):
                if segment.ground:
                    p.fillRect(box.adjusted(0, 1, 0, 0), theme.colour(segment.ground))
                edge = box.right() - 1 if place < split else box.left()
                p.fillRect(QRectF(edge, 0, 1, box.height()), theme.colour("line"))
                x = box.left() + theme.px(10)
                paint.draw_line(p, x, box.height() / 2, segment.pieces, "note", "ink")
