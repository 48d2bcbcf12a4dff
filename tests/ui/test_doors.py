"""Doors and habits: Qt by one door, no bold on top of the axis, no hint typed by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import counter
from counter.ui.commands import all_specs, find_spec

SOURCE = Path(counter.__file__).parent
UI = sorted((SOURCE / "ui").rglob("*.py"))


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: p.name)
def test_qt_comes_from_one_door(path: Path) -> None:
    if path == SOURCE / "ui" / "qt.py":
        return
    assert not re.search(r"^\s*(from|import) (PySide6|shiboken6)", path.read_text(), re.M)


@pytest.mark.parametrize("path", UI, ids=lambda p: p.name)
def test_weight_comes_from_the_font_axis(path: Path) -> None:
    words = path.read_text()
    if path.name != "fonts.py":
        assert ".setBold(" not in words
        assert "Weight.Bold" not in words
    assert "setToolTip(" not in words


@pytest.mark.parametrize("path", UI, ids=lambda p: p.name)
def test_sizes_of_type_are_not_in_style_sheets(path: Path) -> None:
    assert not re.search(r"font-(size|weight|family)\s*:", path.read_text())


def test_every_hint_in_a_line_names_a_declared_command() -> None:
    all_specs()
    for path in UI:
        for found in re.finditer(r"\[\[([\w.:-]+)\|?\]\]", path.read_text()):
            name = found[1]
            if name in {"reception.accept", "command.id"} or "{" in name:
                continue
            assert find_spec(name) is not None, f"{path.name}: {name}"


def test_no_key_cap_is_typed_into_a_sentence() -> None:
    caps = re.compile(r"[\"'（。，：][^\"']*\[(F\d+|空格|↵|Ctrl\+\w)\]")
    for path in UI:
        code = re.sub(r'"""(?:.|\n)*?"""|#.*', "", path.read_text())
        assert not caps.search(code), path.name
