"""The layout language of overlays (套打): fields in millimetres on a pre-printed form.

A place is measured from the top left corner of the sheet with its tear-off strips; `y` is the
baseline. What the paper already has printed stands under `under:` and is shown on screen only.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from counter.documents.layouts import Block, Head, Points, Strict

Place = Annotated[float, msgspec.Meta(ge=0, le=500)]
Length = Annotated[float, msgspec.Meta(gt=0, le=500)]
Side = Literal["left", "centre", "right"]


class Room(Block, frozen=True, kw_only=True):
    """Room for text: left edge and width in mm, size in points, and what happens to a text that is
    too wide: `shrink` down to `least` points and then refuse, or `refuse` at once. Text may take
    `lines` lines of `leading` mm around the middle of the one, as small as `leading` asks."""

    x: Place
    width: Length
    align: Side = "left"
    size: Points = 10
    font: Literal["song", "hei"] = "song"
    bold: bool = False
    fit: Literal["shrink", "refuse"] = "shrink"
    least: Points = 7
    lines: Annotated[int, msgspec.Meta(ge=1, le=6)] = 1
    leading: Length = 4


class Field(Room, frozen=True, kw_only=True):
    """One text on a baseline `y` mm from the top."""

    field: str
    y: Place


class Cell(Room, frozen=True, kw_only=True):
    """One column of the items."""

    cell: str


class Items(Block, frozen=True, kw_only=True):
    """A list field, a row an item: the first on baseline `y`, the next `pitch` mm below, at most
    `most`; more are refused, never left out."""

    items: str
    y: Place
    pitch: Length
    most: Annotated[int, msgspec.Meta(ge=1, le=60)]
    columns: tuple[Cell, ...]


class Words(Block, frozen=True, kw_only=True):
    """Pre-printed words around, at or before `x`."""

    words: str
    x: Place
    y: Place
    size: Points = 9
    align: Side = "left"
    bold: bool = False


class Line(Block, frozen=True, kw_only=True):
    """A pre-printed rule: x1, y1, x2, y2."""

    line: tuple[Place, Place, Place, Place]


class Frame(Block, frozen=True, kw_only=True):
    """A pre-printed frame: x, y, width, height; `rows` and `columns` are where rules divide it,
    in mm from its top and left."""

    frame: tuple[Place, Place, Length, Length]
    rows: tuple[Place, ...] = ()
    columns: tuple[Place, ...] = ()


POINT = 25.4 / 72
"""A point in mm."""
FIELD_BLOCKS: dict[str, type[Block]] = {"field": Field, "items": Items}
UNDER_BLOCKS: dict[str, type[Block]] = {"words": Words, "line": Line, "frame": Frame}


class Paper(Strict, frozen=True, kw_only=True):
    """Size of a sheet in mm, tear-off strips included."""

    width: Annotated[float, msgspec.Meta(ge=40, le=420)]
    height: Annotated[float, msgspec.Meta(ge=40, le=420)]


class MarkPlace(Strict, frozen=True, kw_only=True):
    """Where the program puts 模拟, 练习 and 补打 第 n 次."""

    x: Place
    y: Place
    width: Length
    size: Points = 11


class OverlayHead(Head, frozen=True, kw_only=True):
    """The head of an overlay.

    parts: names of the copies of a set (联次), top sheet first; their count is the number of
    copies. masks: field → mask of what it may be (`#` a digit, `@` a capital letter, else itself).
    """

    paper: Paper
    mark: MarkPlace
    parts: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=8)]
    masks: dict[str, str] = {}


def misplaced(block: Block, paper: Paper) -> list[str]:
    """What is wrong with a block's place on the sheet, in words of the layout language."""
    found = ["gap is for pages; a place on a form is x and y"] if block.gap else []
    right, bottom = _extent(block)
    if right > paper.width + 0.001:
        found.append(f"ends {right:g} mm from the left; the paper is {paper.width:g} mm wide")
    if bottom > paper.height + 0.001:
        found.append(f"ends {bottom:g} mm from the top; the paper is {paper.height:g} mm high")
    cells = block.columns if isinstance(block, Items) else ()
    if any(cell.when or cell.gap for cell in cells):
        found.append("a column takes neither when nor gap; the items as a whole take when")
    for room in (block, *cells):
        if isinstance(room, Room) and room.fit == "shrink" and room.least > room.size:
            found.append(f"least {room.least:g} is more than size {room.size:g}")
        if isinstance(room, Cell) and isinstance(block, Items):
            high = (room.lines - 1) * room.leading + room.least * POINT
            if room.lines > 1 and high > block.pitch:
                found.append(f"{room.lines} lines are {high:.1f} mm; pitch is {block.pitch:g}")
    return found


def _extent(block: Block) -> tuple[float, float]:
    """The furthest that a block reaches to the right and down, in mm."""
    if isinstance(block, Field):
        return block.x + block.width, block.y
    if isinstance(block, Items):
        right = max((cell.x + cell.width for cell in block.columns), default=0)
        return right, block.y + (block.most - 1) * block.pitch
    if isinstance(block, Words):
        return block.x, block.y
    if isinstance(block, Line):
        x1, y1, x2, y2 = block.line
        return max(x1, x2), max(y1, y2)
    if isinstance(block, Frame):
        x, y, width, height = block.frame
        return x + width, y + height
    return 0, 0
