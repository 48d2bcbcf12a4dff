"""Draws a simulated slip as a picture for people to look at: one pixel a dot, marked 模拟."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import segno
from PIL import Image, ImageDraw, ImageFont

_MARGIN = 24
_LINE = 30
_GLYPH = 24
_PAPER = 255


@cache
def _font(weight: int = 500) -> ImageFont.FreeTypeFont:
    """Noto Sans SC from the package that carries it; thermal dots run a little fat."""
    import justmytype_intl_cjk

    folder = Path(justmytype_intl_cjk.__file__).parent
    font = ImageFont.truetype(next(folder.rglob("NotoSansSC*.ttf")), _GLYPH)
    font.set_variation_by_axes([weight])
    return font


def draw_slip(slip: dict[str, Any], path: Path) -> None:
    """Write the slip (as `EscPosReader` describes it) to `path` as PNG."""
    width = int(slip["width_dots"])
    strips = [_banner(width)]
    for item in slip["items"]:
        strip = _strip(item, width)
        if strip is not None:
            strips.append(strip)
    height = sum(strip.height for strip in strips) + 2 * _MARGIN
    page = Image.new("L", (width + 2 * _MARGIN, height), _PAPER)
    top = _MARGIN
    for strip in strips:
        page.paste(strip, (_MARGIN, top))
        top += strip.height
    page.save(path, "PNG")


def _strip(item: dict[str, Any], width: int) -> Image.Image | None:
    if "spans" in item:
        return _text_line(item, width)
    if "qr" in item:
        return _placed(_qr(item["qr"], int(item["module"])), item["align"], width)
    if "image" in item:
        image = item["image"]
        size = (image["width"], image["height"])
        bits = Image.frombytes("1", size, bytes(b ^ 0xFF for b in bytes.fromhex(image["bits"])))
        return _placed(bits.convert("L"), item["align"], width)
    if "feed" in item:
        return Image.new("L", (width, int(item["feed"])), _PAPER)
    return None


def _banner(width: int) -> Image.Image:
    strip = Image.new("L", (width, _LINE + 10), 225)
    ImageDraw.Draw(strip).text((width / 2, 4), "模拟设备", font=_font(), fill=120, anchor="ma")
    return strip


def _text_line(item: dict[str, Any], width: int) -> Image.Image:
    tallest = max((span["size"][1] for span in item["spans"]), default=1)
    cells = [_cell(char, span) for span in item["spans"] for char in span["text"]]
    line = Image.new("L", (sum(cell.width for cell in cells) or 1, _LINE * tallest), _PAPER)
    left = 0
    for cell in cells:
        line.paste(cell, (left, line.height - cell.height))
        left += cell.width
    return _placed(line, item["align"], width)


def _cell(char: str, span: dict[str, Any]) -> Image.Image:
    """One character in its cell of 12 or 24 dots, blown up as the printer does."""
    cell = Image.new("L", (_GLYPH // 2 if char.isascii() else _GLYPH, _LINE), _PAPER)
    draw = ImageDraw.Draw(cell)
    at = (cell.width / 2, _GLYPH + 1)
    draw.text(at, char, font=_font(850 if span["bold"] else 500), fill=0, anchor="ms")
    if span["underline"]:
        draw.line((0, _LINE - 2, cell.width, _LINE - 2), fill=0)
    if span["reverse"]:
        cell = cell.point(lambda value: _PAPER - value)
    wide, high = span["size"]
    return cell.resize((cell.width * wide, cell.height * high), Image.Resampling.NEAREST)


def _qr(content: str, module: int) -> Image.Image:
    held = io.BytesIO()
    segno.make(content, micro=False).save(held, kind="png", scale=module, border=4)
    return Image.open(held).convert("L")


def _placed(strip: Image.Image, align: str, width: int) -> Image.Image:
    page = Image.new("L", (width, strip.height), _PAPER)
    free = width - strip.width
    page.paste(strip, ({"left": 0, "centre": free // 2, "right": free}[align], 0))
    return page
