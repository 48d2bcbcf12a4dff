"""Scans of letters of authority: pictures that lie beside a pack's tables, named in a cell."""

from __future__ import annotations

import hashlib
from pathlib import Path

from counter.domain.errors import KnownError, Text, text
from counter.packs.tables import Pack, Row

MOST = 5_000_000
"""Bytes of one picture."""
_BEGINS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}


def take_scans(pack: Pack, folder: Path) -> None:
    """Read the pictures that the letters name from `folder`.

    The row's value becomes the SHA-256 (hex) of the picture, the picture itself stands in
    `pack.scans` by its file name. A name without a picture behind it is a fault of its row.
    """
    for row in pack.rows("letters"):
        name = row.get("scan")
        if name:
            row.values["scan"] = _digest(pack, row, folder, name)


def write_scans(pack: Pack, folder: Path) -> None:
    """Lay the pack's pictures into `folder`, beside a workbook.

    Raises KnownError `pack.scan_there` before anything is written when another file has the name
    of one, OSError when the folder cannot be written to.
    """
    for name, data in pack.scans.items():
        there = folder / name
        if there.exists() and there.read_bytes() != data:
            raise KnownError(
                "pack.scan_there",
                text("那里已有另一个“{file}”，扫描件放不下。", file=name),
                "换一个空文件夹再导出。",
            )
    for name, data in pack.scans.items():
        (folder / name).write_bytes(data)


def _digest(pack: Pack, row: Row, folder: Path, name: str) -> str:
    found = _read(folder, name)
    if isinstance(found, bytes):
        pack.scans[name] = found
        return hashlib.sha256(found).hexdigest()
    pack.fault("letters", row, "scan", found, text("资料包旁边的 png 或 jpg 图片，不超过 5 MB。"))
    return ""


def _read(folder: Path, name: str) -> bytes | Text:
    """The picture's bytes, or what is wrong with it."""
    path, begins = folder / name, _BEGINS.get(Path(name).suffix.lower())
    if "/" in name or "\\" in name or ":" in name:
        return text("不是文件名。")
    if begins is None:
        return text("不是 png 或 jpg 图片。")
    try:
        if path.stat().st_size > MOST:
            return text("图片太大。")
        data = path.read_bytes()
    except (OSError, ValueError):
        return text("资料包旁边没有这个文件。")
    return data if data.startswith(begins) else text("打不开，不是 png 或 jpg 图片。")
