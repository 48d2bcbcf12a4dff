"""What is wrong in a pack: one `PackError` a place, all of them gathered into one `PackRefused`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counter.domain.errors import KnownError, Text, text


class PackError(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of a pack, exact to the cell.

    file: name of the file; sheet: name of the sheet (empty for a CSV); row: 1-based as a table
    program shows it, 0 = the whole sheet or file; column: the column's head; cell: its address
    (`F12`); found: what stands there; wrong: what is wrong with it; right: what would be right.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    found: str = ""
    wrong: Text
    right: Text

    def __str__(self) -> str:
        """One line: `事项.csv 第 12 行 承诺时限（H12） “30”：比法定时限还长。应为：不超过 20。`"""
        place = self.file
        place += f"｜{self.sheet}" if self.sheet else ""
        place += f" 第 {self.row} 行" if self.row else ""
        place += f" {self.column}" if self.column else ""
        place += f"（{self.cell}）" if self.cell else ""
        place += f" “{self.found}”" if self.found else ""
        return f"{place}：{self.wrong}应为：{self.right}"


class PackRefused(KnownError):
    """The pack was not taken: nothing of it is loaded. `errors` holds every fault found.

    Code `pack.refused`; the list also stands in `context["errors"]`.
    """

    def __init__(self, errors: Sequence[PackError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            "pack.refused",
            text("资料包有 {n} 处错误，一处也没有装入。", n=len(self.errors)),
            text("按行列改好，再装一次。"),
            errors=self.errors,
        )

    def __str__(self) -> str:
        return "\n".join([f"{self.what}{self.next_step}", *map(str, self.errors)])
