"""Tables of a report as files: CSV that a spreadsheet opens, and .xlsx."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet would reckon out; names come from outside, so they stay words."""


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Rows, the head first. With a mark for Excel; what looks like a formula gets a quote."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[_words(cell) for cell in row] for row in rows])


def _words(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_xlsx(path: Path, title: str, rows: Sequence[Sequence[str]]) -> None:
    """One sheet of words, the head first and kept in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for n, row in enumerate(rows, 1):
        for m, words in enumerate(row, 1):
            cell = sheet.cell(row=n, column=m, value=words)
            cell.data_type = "s"
            if n == 1:
                cell.font = Font(bold=True)
    for m in range(1, len(rows[0]) + 1 if rows else 1):
        widest = max(_width(row[m - 1]) for row in rows)
        sheet.column_dimensions[get_column_letter(m)].width = min(widest + 2, 60)
    sheet.freeze_panes = "A2"
    book.save(path)


Cell = str | int | Decimal
"""Words, a count, an amount in yuan."""


def write_book(path: Path, sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> None:
    """A sheet for each (title, rows). Words stay words; counts and amounts are numbers that a
    spreadsheet can add up, amounts with two places."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        widths: dict[int, int] = {}
        for n, row in enumerate(rows, 1):
            for m, value in enumerate(row, 1):
                cell = sheet.cell(row=n, column=m, value=value)
                if isinstance(value, str):
                    cell.data_type = "s"
                elif isinstance(value, Decimal):
                    cell.number_format = "#,##0.00"
                if len(row) > 2:
                    widths[m] = max(widths.get(m, 0), _width(str(value)))
        for m, width in widths.items():
            sheet.column_dimensions[get_column_letter(m)].width = min(width + 3, 60)
    book.save(path)


def _width(words: str) -> int:
    """Columns that words take: a Han character is two wide."""
    return sum(1 if c.isascii() else 2 for c in words)
