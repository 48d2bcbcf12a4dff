"""Rows of tables as presenters give them: plain data, painted by widgets.table. No Qt."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from counter.domain.errors import Text
from counter.ui.markup import Line
from counter.ui.state import ChipState

Align = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class Column:
    """A column: key, head, width in px at 100 % (0 = takes what is left), alignment.

    narrow: the width in a folded window (big font, small screen); 0 = the same.
    """

    key: str
    title: Text | str
    width: int = 0
    align: Align = "left"
    narrow: int = 0


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a line, a chip, a state's glyph before the line, a tick, a key cap.

    under: a second, smaller line for rows of two lines. caps: keys drawn as caps at the cell's
    place, before the line. wrap: a long line goes on below itself inside its column (plain words
    only, for rows of two lines).
    """

    line: Line = ""
    chip: ChipState | None = None
    glyph: str = ""
    check: bool | None = None
    key: str = ""
    filled: bool = False
    colour: str = "ink"
    role: str = "body"
    under: Line = ""
    wrap: bool = False


@dataclass(frozen=True)
class Row:
    """A row by its id: cells by column key. An empty id cannot be current."""

    id: Hashable
    cells: dict[str, Cell]
    data: object = None
    dim: bool = False


@dataclass(frozen=True)
class Group:
    """A group row: state glyph, name, count, one plain remark."""

    name: Text | str
    count: int | None = None
    remark: Line = ""
    state: str = ""

    @property
    def id(self) -> Hashable:
        return ("group", str(self.name))


@dataclass(frozen=True)
class Note:
    """A line across the table: 还有 16 件 [↓], 有 2 件新的 [R]. `more`: ask for the next page."""

    line: Line
    more: bool = False

    @property
    def id(self) -> Hashable:
        return ("note", self.more)


AnyRow = Row | Group | Note


def cells(**by_key: Cell | Line) -> dict[str, Cell]:
    """Cells by column key; a bare line becomes a plain cell."""
    return {k: v if isinstance(v, Cell) else Cell(v) for k, v in by_key.items()}


def only_rows(rows: Sequence[AnyRow]) -> list[Row]:
    """The rows that can be current."""
    return [row for row in rows if isinstance(row, Row)]
