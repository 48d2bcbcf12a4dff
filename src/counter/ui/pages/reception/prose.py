"""A paragraph with bold words and key caps, broken by character as Chinese is."""

from __future__ import annotations

from counter.ui import theme
from counter.ui.markup import Line, Piece, Run
from counter.ui.qt import QPainter, QPaintEvent, QSize, QSizePolicy
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted

CLOSING = "，。；：、）》”！？"
"""Marks that never begin a row."""


def break_line(line: Line, room: float, role: str = "body") -> list[tuple[Piece, ...]]:
    """A line broken into rows of at most `room` pixels; a key cap is never split."""
    rows: list[list[Piece]] = [[]]
    used = 0.0
    for part in _parts(line):
        width = paint.piece_width(part, role)
        closing = isinstance(part, Run) and part.words in CLOSING
        if used + width > room and rows[-1] and not closing:
            rows.append([])
            used = 0.0
        rows[-1].append(part)
        used += width
    return [tuple(_joined(row)) for row in rows if row]


def _parts(line: Line) -> list[Piece]:
    parts: list[Piece] = []
    for piece in paint.pieces_of(line):
        if isinstance(piece, Run):
            parts += [Run(c, piece.bold, piece.colour, piece.role) for c in piece.words]
        else:
            parts.append(piece)
    return parts


def _joined(row: list[Piece]) -> list[Piece]:
    """Neighbouring characters of one look as one run again."""
    joined: list[Piece] = []
    for part in row:
        last = joined[-1] if joined else None
        if (
            isinstance(part, Run)
            and isinstance(last, Run)
            and (last.bold, last.colour, last.role) == (part.bold, part.colour, part.role)
        ):
            joined[-1] = Run(last.words + part.words, last.bold, last.colour, last.role)
        else:
            joined.append(part)
    return joined


class Prose(Painted):
    """Room for its rows and nothing more; hidden while there is nothing to say."""

    def __init__(self, role: str = "body", colour: str = "ink2") -> None:
        super().__init__()
        self._role, self._colour = role, colour
        self._line: Line = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, line: Line) -> None:
        """Show another paragraph."""
        self._line = line
        self.setVisible(bool(line))
        self.renew()

    def words(self) -> str:
        return paint.words_of(self._line)

    def _rows(self) -> list[Line]:
        room = self.width() - 2 * theme.measure("pad")
        return list(break_line(self._line, room, self._role))

    def sizeHint(self) -> QSize:
        pitch = theme.current().line(self._role) + theme.px(2)
        return QSize(theme.px(100), pitch * max(1, len(self._rows())) + theme.px(12))

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            pitch = theme.current().line(self._role) + theme.px(2)
            for n, row in enumerate(self._rows()):
                middle = theme.px(6) + pitch * n + pitch / 2
                paint.draw_line(p, theme.measure("pad"), middle, row, self._role, self._colour)
