"""A page as a list of marks in points from the top left corner, and its painting as PDF.

Marks come first because the number of pages and the characters of the fonts are known only when
everything is set. The PDF has embedded fonts only, text that can be extracted, no personal data
in its metadata, and the same bytes for the same marks.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from typing import Any

import msgspec

from counter.documents.fonts import PaperFonts, Role

MM = 72 / 25.4
RED = (0.69, 0.11, 0.13)
BLACK = (0.0, 0.0, 0.0)
Colour = tuple[float, float, float]


class TextMark(msgspec.Struct, frozen=True, kw_only=True):
    """Characters from `x` on a baseline; spread in points after each character."""

    text: str
    x: float
    y: float
    width: float
    size: float
    bold: bool = False
    spread: float = 0
    colour: Colour = BLACK
    sans: bool = False

    @property
    def role(self) -> Role:
        """The chain of fonts that draws it."""
        if self.sans:
            return "sans_bold" if self.bold else "sans"
        return "bold" if self.bold else "regular"


class LineMark(msgspec.Struct, frozen=True, kw_only=True):
    """A straight rule."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.75
    colour: Colour = BLACK
    dash: tuple[float, ...] = ()


class CircleMark(msgspec.Struct, frozen=True, kw_only=True):
    """A circle; only previews have one."""

    x: float
    y: float
    radius: float
    colour: Colour = RED


class BoxMark(msgspec.Struct, frozen=True, kw_only=True):
    """A filled rectangle (QR modules)."""

    x: float
    y: float
    width: float
    height: float


Mark = TextMark | LineMark | CircleMark | BoxMark
Page = list[Mark]


class Moved(msgspec.Struct, frozen=True):
    """How a printer's error is made good: scales about the top left corner, then a shift in
    points to the right and down."""

    scale_x: float = 1
    scale_y: float = 1
    dx: float = 0
    dy: float = 0


_PAINTING = threading.Lock()  # reportlab's table of fonts is one for the process


def page_text(pages: Sequence[Page]) -> str:
    """Text of the marks in the order they are drawn; marks side by side share a line."""
    lines: list[str] = []
    for page in pages:
        before: TextMark | None = None
        for mark in page:
            if not isinstance(mark, TextMark):
                continue
            if before is None or abs(mark.y - before.y) > 1 or mark.x < before.x:
                lines.append(mark.text)
            else:
                joined = before.text.endswith(" ") or _touch(before, mark)
                lines[-1] += ("" if joined else "  ") + mark.text
            before = mark
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _touch(before: TextMark, mark: TextMark) -> bool:
    """True when `mark` goes on right after `before`: of one line, not of the next cell."""
    return mark.x <= before.x + before.width + 0.35 * mark.size


def paint(
    pages: Sequence[Page],
    size: tuple[float, float],
    fonts: PaperFonts,
    title: str,
    subject: str,
    *,
    moved: Moved | None = None,
    under: Page | None = None,
) -> bytes:
    """PDF bytes; `size` in points, `title` without personal data.

    moved: where all marks go for this printer; under: what lies below them on every page, unmoved.
    """
    characters: dict[Role, set[str]] = {"regular": set()}
    for page in (*pages, under or []):
        for mark in page:
            if isinstance(mark, TextMark):
                characters.setdefault(mark.role, set()).update(mark.text)
    with _PAINTING:
        canvas, stream, names = _canvas(size, fonts, characters, title, subject)
        for page in pages:
            for mark in under or ():
                _draw(canvas, mark, size[1], names)
            if moved is not None:
                _move(canvas, moved, size[1])
            for mark in page:
                _draw(canvas, mark, size[1], names)
            canvas.showPage()
        canvas.save()
    return stream.getvalue()


def _move(canvas: Any, moved: Moved, height: float) -> None:
    """Move what follows on this page; the PDF counts from the bottom."""
    down = height - moved.scale_y * height - moved.dy
    canvas.transform(moved.scale_x, 0, 0, moved.scale_y, moved.dx, down)


def _map_rare_characters() -> None:
    """Let characters beyond U+FFFF be extracted as themselves: reportlab writes their number where
    the format wants UTF-16, so that a rare name is drawn right and copied or searched wrong."""
    from reportlab.pdfbase import ttfonts

    plain = ttfonts.makeToUnicodeCMap
    if getattr(plain, "maps_rare", False):
        return

    def whole(fontname: str, subset: Sequence[int]) -> str:
        cmap = str(plain(fontname, subset))
        for place, code in enumerate(subset):
            if code > 0xFFFF:
                utf16 = chr(code).encode("utf-16-be").hex().upper()
                cmap = cmap.replace(f"<{place:02X}> <{code:04X}>", f"<{place:02X}> <{utf16}>")
        return cmap

    whole.maps_rare = True  # type: ignore[attr-defined]
    ttfonts.makeToUnicodeCMap = whole


def _canvas(
    size: tuple[float, float],
    fonts: PaperFonts,
    characters: dict[Role, set[str]],
    title: str,
    subject: str,
) -> tuple[Any, io.BytesIO, dict[Role, str]]:
    """A canvas over a stream, and the names of the fonts made for it by role."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    _map_rare_characters()
    names: dict[Role, str] = {}
    for role, used in characters.items():
        if used or role == "regular":
            name = f"Counter-{role}"
            font = TTFont(name, io.BytesIO(fonts.subset(role, used)))
            lost = {character for character in used if ord(character) not in font.face.charToGlyph}
            if lost:
                raise RuntimeError(f"{len(lost)} characters are not in the subset made for them")
            # Not registerFont(): it keeps the font of the paper before under a name it knows.
            pdfmetrics._fonts[name] = font  # type: ignore[attr-defined]
            names[role] = name
    stream = io.BytesIO()
    options: dict[str, Any] = {
        "initialFontName": names["regular"]
    }  # else Helvetica stays in the file
    canvas = Canvas(stream, pagesize=size, invariant=1, pageCompression=1, **options)
    canvas.setTitle(title)
    canvas.setSubject(subject)
    canvas.setAuthor("窗口终端 Counter")
    canvas.setCreator("Counter")
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas, stream, names


def _draw(canvas: object, mark: Mark, height: float, names: dict[Role, str]) -> None:
    from reportlab.pdfgen.canvas import Canvas

    assert isinstance(canvas, Canvas)
    if isinstance(mark, TextMark):
        line = canvas.beginText(mark.x, height - mark.y)
        line.setFont(names[mark.role], mark.size)
        line.setFillColorRGB(*mark.colour)
        line.setCharSpace(mark.spread)
        line.textOut(mark.text)
        line.setCharSpace(0)
        canvas.drawText(line)
    elif isinstance(mark, LineMark):
        canvas.setStrokeColorRGB(*mark.colour)
        canvas.setLineWidth(mark.width)
        canvas.setDash(list(mark.dash))
        canvas.line(mark.x1, height - mark.y1, mark.x2, height - mark.y2)
    elif isinstance(mark, CircleMark):
        canvas.setStrokeColorRGB(*mark.colour)
        canvas.setLineWidth(1.2)
        canvas.setDash([4, 3])
        canvas.circle(mark.x, height - mark.y, mark.radius, stroke=1, fill=0)
        canvas.setDash()
    else:
        canvas.setFillColorRGB(*BLACK)
        canvas.rect(mark.x, height - mark.y - mark.height, mark.width, mark.height, 0, 1)
