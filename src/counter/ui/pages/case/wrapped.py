"""A line of words that wraps: bold parts, key caps and glyphs flow over as many lines as it takes.

Side panels are narrow and nothing in them may be cut off; Chinese breaks between any two
characters, but never before a closing mark nor behind an opening one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from counter.ui import theme
from counter.ui.markup import Line, Piece, Run
from counter.ui.qt import QPainter, QPaintEvent, QSize, QSizePolicy, QWidget
from counter.ui.widgets import paint
from counter.ui.widgets.basic import Painted

_CLOSING = "，。；：、！？）〕》」』”’…·"
_ATOMS = re.compile(r"[（《「“‘]?(?:[A-Za-z0-9〔〕.\-/:%]+|.)", re.S)
"""A word of Latin letters and figures, or one character; an opening mark goes with what follows."""


def atoms(pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, bool]]:
    """Pieces cut into what may stand at a line's end; the flag: it may begin a line."""
    for piece in pieces:
        if not isinstance(piece, Run):
            yield piece, True
            continue
        for found in _ATOMS.finditer(piece.words):
            word = found.group()
            yield Run(word, piece.bold, piece.colour, piece.role), word[0] not in _CLOSING


def flow(line: Line, role: str, width: float) -> list[list[tuple[float, Piece]]]:
    """The lines of a flowing line: pieces with their x."""
    return _flow(paint.pieces_of(line), role, width, theme.current().factor)


@lru_cache(maxsize=1024)
def _flow(
    pieces: tuple[Piece, ...], role: str, width: float, _factor: float
) -> list[list[tuple[float, Piece]]]:
    """Laid once: a layout asks for the same heights some ten times before anything is painted."""
    rows: list[list[tuple[float, Piece]]] = [[]]
    x = 0.0
    for piece, may_begin in atoms(pieces):
        wide = paint.piece_width(piece, role)
        if rows[-1] and x + wide > width and may_begin:
            rows.append([])
            x = 0.0
            if isinstance(piece, Run) and not piece.words.strip():
                continue
        rows[-1].append((x, piece))
        x += wide
    return rows


def height(line: Line, role: str, width: float) -> int:
    """Height of a flowing line in pixels."""
    return len(flow(line, role, width)) * theme.current().line(role)


def draw(
    p: QPainter, x: float, top: float, width: float, line: Line, role: str, colour: str
) -> float:
    """Draw a flowing line; returns its lower end."""
    pitch = theme.current().line(role)
    for row in flow(line, role, width):
        for at, piece in row:
            paint.draw_line(p, x + at, top + pitch / 2, (piece,), role, colour)
        top += pitch
    return top


class WrapLine(Painted):
    """A flowing line as a widget; `glyph` is a state name drawn before it, indent: room for one."""

    def __init__(
        self,
        line: Line = "",
        role: str = "body",
        *,
        colour: str = "ink",
        glyph: str = "",
        indent: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._line, self._role, self._colour, self._glyph = line, role, colour, glyph
        self._indented = indent
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.renew()

    def say(self, line: Line, colour: str | None = None, glyph: str | None = None) -> None:
        """Show another line."""
        self._line = line
        self._colour = colour or self._colour
        self._glyph = self._glyph if glyph is None else glyph
        self.renew()

    def words(self) -> str:
        return paint.words_of(self._line)

    def _indent(self) -> int:
        return theme.px(18) if self._glyph or self._indented else 0

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return height(self._line, self._role, width - self._indent()) + 2

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.px(120))
        return QSize(theme.px(120), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.current().line(self._role))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            if self._glyph:
                draw_state(p, 0, theme.current().line(self._role) / 2, self._glyph)
            x = self._indent()
            draw(p, x, 0, self.width() - x, self._line, self._role, self._colour)


def draw_state(p: QPainter, x: float, middle: float, state: str, size: int = 12) -> None:
    """A state's glyph with its middle at `middle`."""
    from counter.ui.qt import QRectF
    from counter.ui.state import STATES

    side = theme.px(size)
    look = STATES[state]
    box = QRectF(x, middle - side / 2, side, side)
    paint.draw_glyph(p, box, look.glyph, theme.colour(look.colour))
