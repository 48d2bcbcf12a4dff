"""Draws slips with Pillow: whole ones for previews, single lines that a printer cannot spell."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from counter.documents import qr
from counter.documents.encoding import width
from counter.documents.escpos import PITCH, PITCH_DOUBLE
from counter.documents.fonts import FaceFile, PaperFonts, Role
from counter.documents.slips import DOTS_A_COLUMN, Segment, Slip, SlipCode, SlipLine

HEIGHT = 24
WHITE, BLACK = 1, 0


@lru_cache(maxsize=64)
def _font(face: FaceFile, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(face.path), size, index=face.number)
    if face.weight:
        font.set_variation_by_axes([face.weight])
    return font


def line_image(line: SlipLine, dots: int, fonts: PaperFonts) -> Image.Image:
    """A line of the paper's width, in black and white, as high as its pitch."""
    scale = 2 if line.double else 1
    image = Image.new("1", (dots, PITCH_DOUBLE if line.double else PITCH), WHITE)
    free = max(0, dots - line.columns * DOTS_A_COLUMN)
    x = {"centre": free // 2, "right": free}.get(line.align, 0)
    for segment in line.segments:
        x = _draw_segment(image, segment, x, scale, fonts)
    return image


def _draw_segment(
    image: Image.Image, segment: Segment, x: int, scale: int, fonts: PaperFonts
) -> int:
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    role: Role = "sans_bold" if segment.bold else "sans"
    for character in segment.text:
        across = width(character) * DOTS_A_COLUMN * scale
        if segment.reverse:
            pen.rectangle((x, 0, x + across - 1, HEIGHT * scale - 1), fill=BLACK)
        face = fonts.chain(role).face_of(character)
        if face is not None and character not in " 　":
            # Latin is a size smaller, to fit its half column.
            size = (24 if width(character) == 2 else 21) * scale
            font = _font(face.file, size)
            ink = WHITE if segment.reverse else BLACK
            pen.text((x + across / 2, 21 * scale), character, font=font, fill=ink, anchor="ms")
        x += across
    return x


def slip_image(slip: Slip, fonts: PaperFonts, margin: int = 16) -> Image.Image:
    """The whole slip as it leaves the printer, with a white margin around."""
    strips = [
        _code_image(part, slip.dots)
        if isinstance(part, SlipCode)
        else line_image(part, slip.dots, fonts)
        for part in slip.parts
    ]
    height = sum(strip.height for strip in strips)
    image = Image.new("1", (slip.dots + 2 * margin, height + 2 * margin), WHITE)
    y = margin
    for strip in strips:
        image.paste(strip, (margin, y))
        y += strip.height
    return image


def _code_image(part: SlipCode, dots: int) -> Image.Image:
    modules = qr.matrix(part.data)
    side = len(modules) * part.module
    image = Image.new("1", (dots, side + 2 * part.module), WHITE)
    pen = ImageDraw.Draw(image)
    left = (dots - side) // 2
    for row, column, length in qr.runs(part.data):
        x, y = left + column * part.module, (row + 1) * part.module
        pen.rectangle((x, y, x + length * part.module - 1, y + part.module - 1), fill=BLACK)
    return image
