"""A pack's raw sheets, from a folder of CSV tables or from a workbook, and their typed rows.

Structure is checked here (missing and unknown sheets and columns) and each cell by itself; what
one row owes to another is checked in `checks`.
"""

from __future__ import annotations

import csv
import difflib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counter.domain.errors import Text, text
from counter.packs.cells import Unfit, convert, shown
from counter.packs.columns import Column, Sheet
from counter.packs.errors import PackError, PackRefused
from counter.packs.schema import BY_KEY, BY_TITLE, NOTES_TITLE, SHEETS


@dataclass
class Row:
    """A row: its number as a table program shows it, its good values, its raw cells."""

    number: int
    values: dict[str, Any]
    found: dict[str, str]

    def get(self, attr: str) -> Any:
        """The value of `attr`, or None when its cell was faulty."""
        return self.values.get(attr)

    def whole(self, sheet: Sheet) -> bool:
        """True when no cell of the row was faulty."""
        return all(column.attr in self.values for column in sheet.columns)


@dataclass
class Table:
    """A sheet as read: where it came from and its rows."""

    sheet: Sheet
    file: str
    named: str = ""  # name of the sheet in a workbook; empty for a CSV
    rows: list[Row] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)  # attribute -> A, B, C …


class Pack:
    """All tables of a pack and the faults found so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tables: dict[str, Table] = {}
        self.errors: list[PackError] = []
        self.scans: dict[str, bytes] = {}  # pictures beside the tables, by file name

    def rows(self, key: str) -> list[Row]:
        """Rows of a sheet; empty when the sheet is missing."""
        return self.tables[key].rows if key in self.tables else []

    def fault(self, key: str, row: Row | None, attr: str, wrong: Text, right: Text) -> None:
        """Note a fault at a cell, a row (attr empty) or a whole sheet (row None)."""
        table = self.tables[key]
        head = table.sheet.column(attr).head if attr else ""
        address = table.letters.get(attr, "")
        self.errors.append(
            PackError(
                file=table.file,
                sheet=table.named,
                row=row.number if row else 0,
                column=head,
                cell=f"{address}{row.number}" if row and address else "",
                found=row.found.get(attr, "") if row else "",
                wrong=wrong,
                right=right,
            )
        )


def read_folder(folder: Path) -> Pack:
    """Text tables: one CSV a sheet, named by the sheet's key."""
    pack = Pack(folder.name)
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in BY_KEY:
            pack.errors.append(_unknown_sheet(path.name, "", path.stem, list(BY_KEY)))
            continue
        try:
            lines = path.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
        except UnicodeDecodeError:
            pack.errors.append(
                PackError(
                    file=path.name, wrong=text("不是 UTF-8 编码。"), right=text("存成 UTF-8。")
                )
            )
            continue
        table = Table(BY_KEY[path.stem], path.name)
        _take(pack, table, csv.reader(lines))
    _missing(pack, {s.key: f"{s.key}.csv" for s in SHEETS if not s.optional}, folder.name)
    return pack


def read_workbook(path: Path) -> Pack:
    """A workbook: one sheet a table, named by the sheet's title.

    Raises PackRefused at once when the file is no workbook.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    pack = Pack(path.name)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise PackRefused(
            [
                PackError(
                    file=path.name,
                    wrong=text("打不开，不是 .xlsx 工作簿，或者坏了。"),
                    right=text("用表格软件另存为 .xlsx。"),
                )
            ]
        ) from error
    try:
        for name in book.sheetnames:
            if name == NOTES_TITLE:
                continue
            if name not in BY_TITLE:
                pack.errors.append(_unknown_sheet(path.name, name, name, list(BY_TITLE)))
                continue
            table = Table(BY_TITLE[name], path.name, name)
            page = book[name]
            page.reset_dimensions()  # some programs write a wrong extent, and rows would be lost
            _take(pack, table, page.iter_rows(values_only=True))
    finally:
        book.close()
    _missing(pack, {s.key: s.title for s in SHEETS if not s.optional}, path.name)
    return pack


def _take(pack: Pack, table: Table, lines: Iterable[Sequence[object]]) -> None:
    """Fill a table: heads first, then each row that is not blank."""
    numbered = enumerate(lines, 1)
    _, heads = next(numbered, (1, ()))
    pack.tables[table.sheet.key] = table
    columns = _columns(pack, table, [shown(head) for head in heads])
    if not columns:
        return
    for number, cells in _filled(numbered):
        row = Row(number, {}, {})
        table.rows.append(row)
        for place, column in columns.items():
            cell = cells[place] if place < len(cells) else None
            row.found[column.attr] = shown(cell)
            try:
                row.values[column.attr] = convert(column, cell)
            except Unfit as unfit:
                pack.fault(table.sheet.key, row, column.attr, unfit.wrong, unfit.right)
        for column in table.sheet.columns:
            if column.attr not in row.found:
                row.values[column.attr] = convert(column, None) if not column.required else ""
        _stray(pack, table, row, cells[len(heads) :])


def _filled(
    numbered: Iterator[tuple[int, Sequence[object]]],
) -> Iterator[tuple[int, Sequence[object]]]:
    """Rows that hold anything; blank ones (trailing or merged) are passed over."""
    for number, cells in numbered:
        if any(shown(cell) for cell in cells):
            yield number, cells


def _stray(pack: Pack, table: Table, row: Row, cells: Sequence[object]) -> None:
    """A fault when something stands to the right of the last head."""
    stray = next((shown(cell) for cell in cells if shown(cell)), "")
    if stray:
        pack.errors.append(
            PackError(
                file=table.file,
                sheet=table.named,
                row=row.number,
                found=stray,
                wrong=text("这一格没有表头。"),
                right=text("挪到有表头的列；文字里有逗号的加引号。"),
            )
        )


def _columns(pack: Pack, table: Table, heads: list[str]) -> dict[int, Column]:
    """Place -> column; faults for unknown, doubled and missing heads. Empty when one is missing."""
    by_head = {column.head: column for column in table.sheet.columns}
    places: dict[int, Column] = {}

    def head_fault(found: str, wrong: Text, right: Text) -> None:
        pack.errors.append(
            PackError(
                file=table.file, sheet=table.named, row=1, found=found, wrong=wrong, right=right
            )
        )

    for place, head in enumerate(heads):
        if not head:
            continue
        if head not in by_head:
            head_fault(head, text("不认识的列。"), _near(head, list(by_head)))
        elif by_head[head] in places.values():
            head_fault(head, text("这一列出现了两次。"), text("一列一次。"))
        else:
            places[place] = by_head[head]
            table.letters[by_head[head].attr] = letter(place)
    absent = [c for c in table.sheet.columns if c.required and c not in places.values()]
    for column in absent:
        head_fault("", text("缺“{head}”列。", head=column.head), text("补上这一列。"))
    return {} if absent else places


def letter(place: int) -> str:
    """The letter of the column at `place` (0 = A): A, B … Z, AA …"""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _near(found: str, known: list[str]) -> Text:
    """The known word that comes closest, else all of them."""
    close = difflib.get_close_matches(found, known, 1, 0.5)
    return text("{words}。", words=close[0] if close else "、".join(known))


def _unknown_sheet(file: str, sheet: str, found: str, known: list[str]) -> PackError:
    return PackError(
        file=file, sheet=sheet, found=found, wrong=text("不认识的表。"), right=_near(found, known)
    )


def _missing(pack: Pack, names: dict[str, str], file: str) -> None:
    """A fault for each table that is not there."""
    for key, name in names.items():
        if key not in pack.tables and not any(e.file == name for e in pack.errors):
            pack.errors.append(
                PackError(
                    file=file,
                    wrong=text("缺“{name}”这张表。", name=name),
                    right=text("补上，没有内容也要有表头。"),
                )
            )
