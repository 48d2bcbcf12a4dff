"""Writes a catalogue pack as an .xlsx workbook from its tables, the same bytes every time.

The first sheet, 说明, tells a hall what each sheet and column takes; the reader passes over it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from counter.domain.errors import KnownError, text
from counter.packs.cells import expected
from counter.packs.columns import Column, Sheet
from counter.packs.errors import PackRefused
from counter.packs.lawsheets import RULES, SETTLED
from counter.packs.scans import write_scans
from counter.packs.schema import NOTES_TITLE, SHEETS
from counter.packs.tables import Pack, Row, letter

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MADE = dt.datetime(2000, 1, 1)
"""Written as the time of making, so that the same tables give the same bytes."""
_FONT = "宋体"
_HEAD_FILL = "DCEAEC"


def write_workbook(pack: Pack, path: Path) -> None:
    """Write the pack's tables to `path`, its pictures beside it.

    Raises PackRefused when the tables have faults, KnownError `pack.not_written` when the place
    cannot be written to, `pack.scan_there` when a picture would cover another file.
    """
    if pack.errors:
        raise PackRefused(pack.errors)
    data = workbook_bytes(pack)
    try:
        write_scans(pack, path.parent)
        path.write_bytes(data)
    except OSError as error:
        raise KnownError(
            "pack.not_written",
            text("写不了“{file}”：{why}。", file=path.name, why=error.strerror or "不明"),
            text("换一个能写的文件夹，或者关掉正开着它的表格软件。"),
        ) from error


def workbook_bytes(pack: Pack) -> bytes:
    """The workbook of a pack, as bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = book.properties.modified = _MADE
    book.properties.creator = book.properties.lastModifiedBy = "counter"
    notes = book.active
    assert notes is not None
    notes.title = NOTES_TITLE
    _write_notes(book[NOTES_TITLE])
    for sheet in SHEETS:
        _write_sheet(book, sheet, pack.rows(sheet.key))
    buffer = io.BytesIO()
    book.save(buffer)
    return _settled(buffer.getvalue())


def _write_sheet(book: Workbook, sheet: Sheet, rows: list[Row]) -> None:
    """One sheet: frozen bold heads with a filter, text as text, numbers as numbers."""
    page: Worksheet = book.create_sheet(sheet.title)
    _write_heads(page, [column.head for column in sheet.columns])
    for number, row in enumerate(rows, 2):
        for place, column in enumerate(sheet.columns, 1):
            found = row.found.get(column.attr, "")
            if found:
                cell = page.cell(number, place, _cell_value(column, found))
                if column.kind != "int":
                    cell.number_format = "@"
    for place, column in enumerate(sheet.columns):
        page.column_dimensions[letter(place)].width = column.width
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{letter(len(sheet.columns) - 1)}{max(2, len(rows) + 1)}"


def _cell_value(column: Column, found: str) -> str | int:
    """Integers as numbers; all else as text, so that 0317 keeps its zero."""
    return int(found) if column.kind == "int" else found


def _write_notes(page: Worksheet) -> None:
    """What each sheet and column takes."""
    _write_heads(page, ["表", "列", "必填", "怎样填"])
    number = 2
    for sheet in SHEETS:
        page.cell(number, 1, sheet.title)
        page.cell(number, 4, sheet.note)
        number += 1
        for column in sheet.columns:
            page.cell(number, 2, column.head)
            page.cell(number, 3, "是" if column.required else "")
            page.cell(number, 4, _note(column))
            number += 1
        for rule in SETTLED if sheet is RULES else ():
            page.cell(number, 2, f"值：{rule.head}")
            page.cell(number, 4, _note(rule))
            number += 1
    for place, width in enumerate((12, 14, 8, 90)):
        page.column_dimensions[letter(place)].width = width
    page.freeze_panes = "A2"


def _note(column: Column) -> str:
    """The column's own note and what may stand in it."""
    allowed = "" if column.kind in ("text", "list") else str(expected(column))
    refers = next((s.title for s in SHEETS if s.key == column.refers), "")
    parts = [column.note, allowed, f"“{refers}”表里有的。" if refers else ""]
    return "；".join(part.rstrip("。") for part in parts if part)


def _write_heads(page: Worksheet, heads: list[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for place, head in enumerate(heads, 1):
        cell = page.cell(1, place, head)
        cell.font = Font(name=_FONT, bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
        cell.alignment = Alignment(vertical="center")


def _settled(data: bytes) -> bytes:
    """The archive again with fixed times: a zip otherwise carries the moment of writing.

    The modified time inside docProps/core.xml is set by openpyxl on saving; it is put back too.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _settled_core(body)
            info = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, body)
    return out.getvalue()


def _settled_core(body: bytes) -> bytes:
    """core.xml with the fixed time in both places."""
    stamp = f"{_MADE:%Y-%m-%dT%H:%M:%SZ}".encode()
    return re.sub(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<", b">" + stamp + b"<", body)
