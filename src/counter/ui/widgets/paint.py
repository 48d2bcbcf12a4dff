"""What the desk paints by hand: glyphs, key caps, chips, and lines of words with hints in them.

Functions, not widgets: tables, bands, the next-step line and the palette all draw with the same
few. Every draw function has a width function that agrees with it to the pixel.
"""

from __future__ import annotations

from counter.ui import theme
from counter.ui.commands import cap, find_spec
from counter.ui.markup import GlyphRun, HintRun, Line, Piece, Run, parse, plain
from counter.ui.qt import QColor, QPainter, QPen, QPointF, QPolygonF, QRectF, Qt
from counter.ui.state import STATES, ChipState
from counter.ui.text import say, tr

ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGN_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


def clean(painter: QPainter) -> QPainter:
    """The painter with the hints that our shapes want."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


# --- glyphs ---------------------------------------------------------------------------------------


def draw_glyph(p: QPainter, box: QRectF, glyph: str, colour: QColor) -> None:
    """A state's glyph in a square box (12 px at 100 %)."""
    draw = _GLYPHS.get(glyph)
    if draw is None:
        return
    p.save()
    p.translate(box.topLeft())
    p.scale(box.width() / 12, box.height() / 12)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(colour)
    clean(p)
    draw(p, colour)
    p.restore()


def _stroke(p: QPainter, colour: QColor, width: float) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    p.setPen(pen)
    p.setBrush(Qt.BrushStyle.NoBrush)


def _points(*pairs: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in pairs])


def _disc(p: QPainter, colour: QColor) -> None:
    p.drawEllipse(QRectF(1, 1, 10, 10))


def _tick(p: QPainter, colour: QColor) -> None:
    _stroke(p, colour, 2.2)
    p.drawPolyline(_points((1.6, 6.2), (4.8, 9.4), (10.6, 2.6)))


def _triangle(p: QPainter, colour: QColor) -> None:
    p.drawPolygon(_points((6, 1), (11.6, 11), (0.4, 11)))


def _square(p: QPainter, colour: QColor) -> None:
    p.drawRect(QRectF(1, 1, 10, 10))


_ARROW = ((0.6, 6), (5.6, 1.4), (5.6, 4.3), (11.2, 4.3), (11.2, 7.7), (5.6, 7.7), (5.6, 10.6))


def _left(p: QPainter, colour: QColor) -> None:
    p.drawPolygon(_points(*_ARROW))


def _up(p: QPainter, colour: QColor) -> None:
    p.drawPolygon(_points(*((12 - y, x) for x, y in _ARROW)))


def _down(p: QPainter, colour: QColor) -> None:
    p.drawPolygon(_points(*((y, 12 - x) for x, y in _ARROW)))


def _cross(p: QPainter, colour: QColor) -> None:
    _stroke(p, colour, 2.4)
    p.drawLine(QPointF(2, 2), QPointF(10, 10))
    p.drawLine(QPointF(10, 2), QPointF(2, 10))


def _bars(p: QPainter, colour: QColor) -> None:
    p.drawRect(QRectF(2, 1.5, 3, 9))
    p.drawRect(QRectF(7, 1.5, 3, 9))


def _ring(p: QPainter, colour: QColor) -> None:
    _stroke(p, colour, 1.8)
    p.drawEllipse(QRectF(1.6, 1.6, 8.8, 8.8))


def _half(p: QPainter, colour: QColor) -> None:
    p.drawPie(QRectF(1, 1, 10, 10), 90 * 16, 180 * 16)
    _stroke(p, colour, 1.6)
    p.drawEllipse(QRectF(1.6, 1.6, 8.8, 8.8))


def _diamond(p: QPainter, colour: QColor) -> None:
    p.drawPolygon(_points((6, 0.2), (11.8, 6), (6, 11.8), (0.2, 6)))


def _play(p: QPainter, colour: QColor) -> None:
    p.drawPolygon(_points((2.4, 1), (10.6, 6), (2.4, 11)))


_GLYPHS = {
    "disc": _disc,
    "tick": _tick,
    "triangle": _triangle,
    "square": _square,
    "left": _left,
    "up": _up,
    "down": _down,
    "cross": _cross,
    "bars": _bars,
    "ring": _ring,
    "half": _half,
    "diamond": _diamond,
    "play": _play,
}


# --- boxes ----------------------------------------------------------------------------------------


def draw_box(
    p: QPainter,
    box: QRectF,
    ground: QColor | None,
    border: QColor | None,
    radius: float,
    width: int = 1,
) -> None:
    """A rounded box whose border lies inside its rectangle."""
    p.save()
    clean(p)
    inset = width / 2
    p.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
    p.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    p.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    p.restore()


# --- key caps -------------------------------------------------------------------------------------


def cap_width(key: str) -> float:
    """Width of a key cap in pixels."""
    words = theme.metrics("note", True).horizontalAdvance(tr(cap(key)))
    return float(max(round(words) + theme.px(13), theme.px(20)))


def draw_cap(p: QPainter, x: float, middle: float, key: str, filled: bool = False) -> float:
    """A key cap with its middle at `middle`; returns its width."""
    width, height = cap_width(key), theme.measure("cap")
    box = QRectF(x, round(middle - height / 2), width, height)
    radius = 3.0
    if filled:
        border = theme.colour("accent") if theme.current().palette.name == "dark" else None
        draw_box(p, box, theme.colour("fill"), border, radius)
        ink = theme.colour("onfill")
    else:
        draw_box(p, box, theme.colour("edge"), None, radius)
        face = box.adjusted(1, 1, -1, -2)
        draw_box(p, face, theme.colour("paper"), None, radius - 1)
        ink = theme.colour("ink")
    p.setFont(theme.font("note", True))
    p.setPen(ink)
    p.drawText(box.adjusted(0, 0, 0, -1), ALIGN_CENTRE, tr(cap(key)))
    return width


# --- chips ----------------------------------------------------------------------------------------


def chip_width(chip: ChipState) -> float:
    """Width of a chip in pixels."""
    words = theme.metrics("note", True).horizontalAdvance(say(chip.word))
    glyph = theme.px(12) + theme.px(4) if STATES[chip.state].glyph else 0
    return float(round(words) + glyph + theme.px(14))


def draw_chip(p: QPainter, x: float, middle: float, chip: ChipState, marked: bool = False) -> float:
    """A chip with its middle at `middle`; returns its width. marked: it has just changed."""
    state = STATES[chip.state]
    width, height = chip_width(chip), theme.measure("chip")
    box = QRectF(x, round(middle - height / 2), width, height)
    colour = theme.colour(state.colour)
    ground = theme.colour(_tint_of(state.colour))
    draw_box(p, box, ground, colour, 3.0, 2 if marked else 1)
    at = box.left() + theme.px(7)
    if state.glyph:
        side = theme.px(10)
        draw_glyph(p, QRectF(at, box.center().y() - side / 2, side, side), state.glyph, colour)
        at += theme.px(12) + theme.px(4)
    p.setFont(theme.font("note", True))
    p.setPen(colour)
    p.drawText(QRectF(at, box.top(), box.right() - at, height), ALIGN_LEFT, say(chip.word))
    return width


def _tint_of(colour: str) -> str:
    return {"accent": "tint", "ink2": "paper"}.get(colour, colour + "_tint")


# --- lines ----------------------------------------------------------------------------------------


def pieces_of(line: Line) -> tuple[Piece, ...]:
    """A line's pieces, translated."""
    return parse(line, tr)


def words_of(line: Line) -> str:
    """A line as plain words, key caps in brackets: what a screen reader and the player get."""
    return plain(pieces_of(line), _hint_words)


def _hint_words(hint: HintRun) -> str:
    spec = find_spec(hint.command)
    if spec is None:
        raise KeyError(f"a hint names the unknown command {hint.command}")
    key = f"[{tr(cap(spec.key))}]" if spec.key else ""
    return key if hint.bare else f"{key} {tr(spec.word)}".strip()


def piece_width(piece: Piece, role: str) -> float:
    """Width of one piece of a line in pixels."""
    if isinstance(piece, Run):
        return theme.advance(piece.words, piece.role or role, piece.bold)
    if isinstance(piece, GlyphRun):
        return float(theme.px(12) + theme.px(6))
    spec = find_spec(piece.command)
    if spec is None:
        raise KeyError(f"a hint names the unknown command {piece.command}")
    width = cap_width(spec.key) + theme.px(6) if spec.key else 0.0
    if not piece.bare:
        width += theme.advance(tr(spec.word), role) + theme.px(2)
    return width


def line_width(line: Line, role: str = "body") -> float:
    """Width of a line in pixels."""
    return sum(piece_width(piece, role) for piece in pieces_of(line))


def draw_line(
    p: QPainter, x: float, middle: float, line: Line, role: str = "body", colour: str = "ink"
) -> float:
    """A line of words, bold words, glyphs and hints at `middle`; returns its end."""
    for piece in pieces_of(line):
        width = piece_width(piece, role)
        if isinstance(piece, Run):
            _draw_words(p, x, middle, piece, role, colour)
        elif isinstance(piece, GlyphRun):
            side = theme.px(12)
            box = QRectF(x, middle - side / 2, side, side)
            draw_glyph(p, box, piece.glyph, theme.colour(piece.colour or colour))
        else:
            _draw_hint(p, x, middle, piece, role, colour)
        x += width
    return x


def _draw_words(p: QPainter, x: float, middle: float, run: Run, role: str, colour: str) -> None:
    end = draw_words(p, x, middle, run.words, run.role or role, run.bold, run.colour or colour)
    if run.mark:
        under = middle + theme.metrics(run.role or role).height() / 2 - theme.px(1)
        p.fillRect(QRectF(x, under, end - x, 2), theme.colour("accent"))


def draw_words(
    p: QPainter,
    x: float,
    middle: float,
    words: str,
    role: str = "body",
    bold: bool = False,
    colour: str = "ink",
) -> float:
    """Plain words with their middle at `middle`, never elided; returns their end."""
    width, height = theme.advance(words, role, bold), theme.metrics(role, bold).height()
    p.setFont(theme.font(role, bold))
    p.setPen(theme.colour(colour))
    p.drawText(QRectF(x, middle - height / 2, width + 4, height), ALIGN_LEFT, words)
    return x + width


def _draw_hint(p: QPainter, x: float, middle: float, hint: HintRun, role: str, colour: str) -> None:
    spec = find_spec(hint.command)
    assert spec is not None
    if spec.key:
        x += draw_cap(p, x, middle, spec.key) + theme.px(6)
    if not hint.bare:
        draw_words(p, x, middle, tr(spec.word), role, False, colour)


__all__ = [
    "ALIGN_CENTRE",
    "ALIGN_LEFT",
    "ALIGN_RIGHT",
    "cap_width",
    "chip_width",
    "clean",
    "draw_box",
    "draw_cap",
    "draw_chip",
    "draw_glyph",
    "draw_line",
    "draw_words",
    "line_width",
    "piece_width",
    "pieces_of",
    "words_of",
]
