"""What a column and a sheet of a pack are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "int", "bool", "choice", "choices", "list", "date", "time", "money"]

LIST_MARK = "、"
"""What stands between the items of a list in one cell."""


@dataclass(frozen=True)
class Column:
    """A column: its head, the attribute it fills, what may stand in it."""

    head: str
    attr: str
    kind: Kind = "text"
    required: bool = True
    choices: dict[str, str] = field(default_factory=dict)  # word in the cell -> value
    refers: str = ""  # key of the sheet whose key this names
    low: int = 0
    high: int = 9999
    width: int = 14
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its columns and which of them make a row unique."""

    key: str
    title: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...]
    note: str = ""
    single: bool = False
    optional: bool = False  # a pack may lack it: what it settles then has its default

    def column(self, attr: str) -> Column:
        """The column that fills `attr`."""
        return next(c for c in self.columns if c.attr == attr)
