"""Reads a PDF with pdfium, which shares no code with the renderer."""

from __future__ import annotations

import ctypes
import re
from collections import Counter

import pypdfium2 as pdfium

MM = 72 / 25.4
A4 = (595.2756, 841.8898)


def texts(data: bytes) -> list[str]:
    """Extracted text of each page."""
    document = pdfium.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def letters(text: str) -> Counter[str]:
    """Characters without white space, counted."""
    return Counter("".join(text.split()))


def squeezed(text: str) -> str:
    """Text without any white space."""
    return "".join(text.split())


def box_of(data: bytes, words: str, page: int = 0) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the first occurrence, in mm from the page's top left corner.

    Loose boxes: the characters' advance and the font's height, not their ink.
    """
    document = pdfium.PdfDocument(data)
    try:
        sheet = document[page]
        text = sheet.get_textpage()
        found = text.search(words, match_case=True).get_next()
        assert found is not None, f"{words} is not on page {page + 1}"
        first, count = found
        boxes = [text.get_charbox(first + n, loose=True) for n in range(count)]
        height = sheet.get_height()
        return (
            min(b[0] for b in boxes) / MM,
            (height - max(b[3] for b in boxes)) / MM,
            max(b[2] for b in boxes) / MM,
            (height - min(b[1] for b in boxes)) / MM,
        )
    finally:
        document.close()


def placed(data: bytes, words: str, page: int = 0) -> tuple[float, float, float]:
    """(left, right, baseline) of the first occurrence, in mm from the page's top left corner."""
    document = pdfium.PdfDocument(data)
    try:
        sheet = document[page]
        text = sheet.get_textpage()
        found = text.search(words, match_case=True).get_next()
        assert found is not None, f"{words} is not on page {page + 1}"
        first, count = found
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.raw.FPDFText_GetCharOrigin(text, first, x, y)
        right = text.get_charbox(first + count - 1, loose=True)[2]
        return x.value / MM, right / MM, (sheet.get_height() - y.value) / MM
    finally:
        document.close()


def size(data: bytes) -> tuple[float, float]:
    """Width and height of the first page in mm."""
    document = pdfium.PdfDocument(data)
    try:
        width, height = document[0].get_size()
        return width / MM, height / MM
    finally:
        document.close()


def paths(data: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Boxes (left, top, right, bottom) in mm of every drawn path."""
    document = pdfium.PdfDocument(data)
    try:
        sheet = document[page]
        height = sheet.get_height()
        found = []
        for thing in sheet.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = thing.get_bounds()
            found.append((left / MM, (height - top) / MM, right / MM, (height - bottom) / MM))
        return found
    finally:
        document.close()


def rules(data: bytes, page: int = 0) -> list[tuple[float, float, float, float, str]]:
    """Stroked lines that lie flat: (left, y, right, width) in mm, and `red` or `black`."""
    document = pdfium.PdfDocument(data)
    try:
        sheet = document[page]
        height = sheet.get_height()
        found = []
        for thing in sheet.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH]):
            width = ctypes.c_float()
            pdfium.raw.FPDFPageObj_GetStrokeWidth(thing, width)
            colour = [ctypes.c_uint() for _ in range(4)]
            pdfium.raw.FPDFPageObj_GetStrokeColor(thing, *colour)
            left, bottom, right, top = thing.get_bounds()  # with the width on every side
            if top - bottom < 3 * width.value + 0.01:
                red = "red" if colour[0].value > 2 * colour[1].value + 20 else "black"
                middle = height - (top + bottom) / 2
                thick = width.value
                found.append(
                    ((left + thick) / MM, middle / MM, (right - thick) / MM, thick / MM, red)
                )
        return found
    finally:
        document.close()


def ink(data: bytes, across: int = 42, down: int = 59, page: int = 0) -> list[str]:
    """A page as rows of `#` (ink) and `.` (paper), one sign a cell of 5 mm."""
    document = pdfium.PdfDocument(data)
    try:
        picture = document[page].render(scale=1).to_pil().convert("L")
    finally:
        document.close()
    rows = []
    for y in range(down):
        row = ""
        for x in range(across):
            cell = picture.crop(
                (
                    x * picture.width // across,
                    y * picture.height // down,
                    (x + 1) * picture.width // across,
                    (y + 1) * picture.height // down,
                )
            )
            dark = sum(cell.histogram()[:160]) / (cell.width * cell.height)
            row += "#" if dark > 0.03 else "."
        rows.append(row)
    return rows


def fonts(data: bytes) -> list[str]:
    """BaseFont names of the file."""
    return [name.decode() for name in re.findall(rb"/BaseFont /([^\s/]+)", data)]
