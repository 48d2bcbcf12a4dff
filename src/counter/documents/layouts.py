"""The layout languages as types: pages (A4), slips (receipt paper), and the head that they share
with overlays (``overlaylayouts``).

Each block is known by its first key (`paragraph`, `table`, `pair` …), which is also the name of
its main field. Lengths are millimetres, sizes of type are points. ``forms/README.md`` explains
the languages to the people who change layouts.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Millimetres = Annotated[float, msgspec.Meta(ge=0, le=400)]
Points = Annotated[float, msgspec.Meta(ge=6, le=72)]
Align = Literal["left", "centre", "right", "justify"]


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: a key that the language does not know is an error."""


class Block(Strict, frozen=True, kw_only=True):
    """What every block has: a condition and the room above it (mm)."""

    when: str = ""
    gap: Millimetres = 0


# --- pages ---------------------------------------------------------------------------------------


class Corner(Block, frozen=True, kw_only=True):
    """Small lines at the top left and a QR code at the top right, on the first page."""

    corner: tuple[str, ...]
    qr: str = ""
    qr_size: Millimetres = 24


class Scan(Block, frozen=True, kw_only=True):
    """A QR code at the left that is read by a machine, with lines of text beside it."""

    scan: tuple[str, ...]
    qr: str
    qr_size: Millimetres = 42


class Heading(Block, frozen=True, kw_only=True):
    """Issuing body, title, red rule."""

    heading: str
    organ: str = ""
    title_size: Points = 22
    organ_size: Points = 18.75
    rule: bool = True


class Paragraph(Block, frozen=True, kw_only=True):
    """Running text; indent in characters."""

    paragraph: str
    indent: Annotated[int, msgspec.Meta(ge=0, le=10)] = 2
    size: Points = 11.25
    line: Points = 19.5
    align: Align = "justify"


class Grid(Block, frozen=True, kw_only=True):
    """Labels and values in a ruled grid: rows of [label, value, label, value]."""

    grid: tuple[tuple[str, ...], ...]
    widths: tuple[Millimetres, ...]
    size: Points = 10.5
    row: Millimetres = 7.1


class Column(Strict, frozen=True, kw_only=True):
    """A column of a table: head, template of a cell, width (0 = what is left)."""

    head: str
    cell: str
    width: Millimetres = 0
    align: Literal["left", "centre", "right"] = "left"


class Table(Block, frozen=True, kw_only=True):
    """A ruled table over a list field; the head repeats on every page."""

    table: str
    columns: tuple[Column, ...]
    total: str = ""
    totals: tuple[str, ...] = ()
    size: Points = 10.5
    row: Millimetres = 7.1


class Signature(Block, frozen=True, kw_only=True):
    """Lines at the left; body, date and room for the seals at the right. Never split."""

    signature: tuple[str, ...]
    organ: str = ""
    date: str = ""
    seals: tuple[str, ...] = ()
    size: Points = 11.25


class Panel(Block, frozen=True, kw_only=True):
    """A framed panel with one large, wide-spaced text in the middle, in groups."""

    panel: str
    size: Points = 20
    group: Annotated[int, msgspec.Meta(ge=0, le=12)] = 0


class Divider(Block, frozen=True, kw_only=True):
    """A thin rule over the whole width, `dashed` for a cut or fold line with words on it."""

    divider: Literal["solid", "dashed"]
    words: str = ""


PAGE_BLOCKS: dict[str, type[Block]] = {
    "corner": Corner,
    "scan": Scan,
    "heading": Heading,
    "paragraph": Paragraph,
    "grid": Grid,
    "table": Table,
    "signature": Signature,
    "panel": Panel,
    "divider": Divider,
}


class Margins(Strict, frozen=True, kw_only=True):
    """Page margins in mm."""

    top: Millimetres = 17
    right: Millimetres = 26
    bottom: Millimetres = 19
    left: Millimetres = 28


class Footer(Strict, frozen=True, kw_only=True):
    """Words at the foot; `{page}` and `{pages}` are known here."""

    left: str = ""
    right: str = "第 {page} 页，共 {pages} 页"


# --- slips ---------------------------------------------------------------------------------------


class Line(Block, frozen=True, kw_only=True):
    """Common to slip lines; a double line that does not fit is set in normal size."""

    size: Literal["normal", "double"] = "normal"
    bold: bool = False


class Left(Line, frozen=True, kw_only=True):
    """A line, wrapped; following lines are indented by `hang` columns."""

    left: str
    hang: Annotated[int, msgspec.Meta(ge=0, le=12)] = 0


class Centre(Line, frozen=True, kw_only=True):
    """A line in the middle."""

    centre: str


class Right(Line, frozen=True, kw_only=True):
    """A line at the right edge."""

    right: str


class Pair(Block, frozen=True, kw_only=True):
    """Two texts at both edges; the second goes to a line of its own where both do not fit."""

    pair: tuple[str, str]
    bold: bool = False


class Rule(Block, frozen=True, kw_only=True):
    """A rule over the whole width."""

    rule: Literal["full", "light"]


class Weeks(Block, frozen=True, kw_only=True):
    """The working-day strip over field `days`: full = a calendar by weeks,
    short = a line a week; a calendar of more than `most` weeks is set short."""

    weeks: Literal["full", "short"]
    most: Annotated[int, msgspec.Meta(ge=1, le=60)] = 8


class Materials(Block, frozen=True, kw_only=True):
    """A line for each item of a list field."""

    each: str
    line: str


class Code(Block, frozen=True, kw_only=True):
    """A QR code in the middle; module size in dots."""

    qr: str
    module: Annotated[int, msgspec.Meta(ge=3, le=12)] = 6


class Blank(Block, frozen=True, kw_only=True):
    """Empty lines."""

    blank: Annotated[int, msgspec.Meta(ge=1, le=6)]


SLIP_BLOCKS: dict[str, type[Block]] = {
    "left": Left,
    "centre": Centre,
    "right": Right,
    "pair": Pair,
    "rule": Rule,
    "weeks": Weeks,
    "each": Materials,
    "qr": Code,
    "blank": Blank,
}


# --- forms ---------------------------------------------------------------------------------------


class Head(Strict, frozen=True, kw_only=True):
    """What stands at the top of every form file."""

    form: str
    version: Annotated[int, msgspec.Meta(ge=1)]
    channel: Literal["page", "slip", "overlay"]
    title: str
    required: tuple[str, ...] = ()
    margins: Margins = Margins()
    footer: Footer | None = None


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A layout as loaded: its head, its blocks, and `name@version+digest` of its file.

    under: of an overlay, what the pre-printed paper shows by itself.
    """

    head: Head
    blocks: tuple[Block, ...]
    stamp: str
    under: tuple[Block, ...] = ()
