"""Scans of letters of authority: pictures beside the tables, named in their row."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from tests.packs.conftest import Hall

from counter.domain.catalogue import AuthorityLetter, Catalogue
from counter.domain.errors import KnownError
from counter.packs.catalogue import demo_hall, load_pack, read_pack
from counter.packs.scans import MOST
from counter.packs.workbook import write_workbook

LETTER = "衡工商授〔2026〕001 号"
PICTURE = "letter-GS-001.png"
JPEG = b"\xff\xd8\xff\xe0 a picture"


def held(catalogue: Catalogue, number: str = LETTER) -> AuthorityLetter:
    return next(x for x in catalogue.letters if x.number == number)


def test_the_demo_hall_has_one_letter_with_its_scan() -> None:
    catalogue, scans = demo_hall()
    assert [x.number for x in catalogue.letters if x.scan] == [LETTER]
    assert [hashlib.sha256(scan).hexdigest() for scan in scans] == [held(catalogue).scan]


@pytest.mark.parametrize("name", ["委托书.jpg", "委托书.JPEG"])
def test_a_picture_beside_the_tables_becomes_the_scan_of_its_letter(hall: Hall, name: str) -> None:
    (hall.folder / name).write_bytes(JPEG)
    hall.put("letters", LETTER, "扫描件", name)
    catalogue, scans = load_pack(hall.folder)
    assert scans == (JPEG,)
    assert held(catalogue).scan == hashlib.sha256(JPEG).hexdigest()


def test_without_the_column_no_letter_has_a_scan(hall: Hall) -> None:
    hall.write("letters", [row[:-1] for row in hall.rows("letters")])
    catalogue, scans = load_pack(hall.folder)
    assert not scans
    assert not any(x.scan for x in catalogue.letters)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("nothing.png", "没有这个文件"),
        ("centre.csv", "不是 png 或 jpg 图片"),
        ("words.png", "打不开"),
        ("folder.png", "没有这个文件"),
        ("big.png", "太大"),
        ("../outside.png", "不是文件名"),
        ("C:\\scans\\letter.png", "不是文件名"),
    ],
)
def test_what_is_no_picture_beside_the_tables_is_refused_at_its_row(
    hall: Hall, name: str, wrong: str
) -> None:
    picture = (hall.folder / PICTURE).read_bytes()
    (hall.folder / "words.png").write_text("委托书", encoding="utf-8")
    (hall.folder / "folder.png").mkdir()
    (hall.folder / "big.png").write_bytes(picture)
    os.truncate(hall.folder / "big.png", MOST + 1)
    (hall.folder.parent / "outside.png").write_bytes(picture)
    row = hall.put("letters", LETTER, "扫描件", name)
    fault = hall.fault()
    assert (fault.file, fault.row, fault.column) == ("letters.csv", row, "扫描件")
    assert fault.found == name
    assert wrong in str(fault.wrong)
    assert "png" in str(fault.right)


def test_a_workbook_has_its_pictures_beside_it(hall: Hall, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write_workbook(read_pack(hall.folder), out / "hall.xlsx")
    assert load_pack(out / "hall.xlsx") == load_pack(hall.folder)


def test_an_export_covers_no_other_file_of_the_same_name(hall: Hall, tmp_path: Path) -> None:
    (tmp_path / PICTURE).write_bytes(JPEG)
    with pytest.raises(KnownError) as refusal:
        write_workbook(read_pack(hall.folder), tmp_path / "hall.xlsx")
    assert refusal.value.code == "pack.scan_there"
    assert (tmp_path / PICTURE).read_bytes() == JPEG
    assert not (tmp_path / "hall.xlsx").exists()
